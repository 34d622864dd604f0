"""What a row is of, what a refund is to its day, and what is still to be paid."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from bpwoo_sync.breakdowns import Apart, PartTotal
from bpwoo_sync.facts import OrderFact
from bpwoo_sync.reconciling.daily import ABSENT, account_kinds, receivables, refund_days
from bpwoo_sync.reconciling.pairs import Pair
from bpwoo_sync.reconciling.parts import DayTotal, Figure
from bpwoo_sync.reconciling.refunds import RefundFact
from tests.bpwoo_sync.mapping.orders import tables
from tests.bpwoo_sync.mapping.sides import row, sales_order
from tests.bpwoo_sync.reconciling.worlds import LINES, ROWS, books, imported, sold

NOMINALS = tables(nominals={"shipping": "4040", "discount": "4050", "rounding": "7906"})


@pytest.mark.parametrize(
    ("ref", "nominal", "expected"),
    [
        ("R", "", "rounding"),
        ("D:SAVE10", "", "discounts"),
        ("S7", "", "shipping"),
        ("L1", "4040", "sold"),
        ("F1", "4040", "sold"),
        ("C1", "4040", "sold"),
        ("S7", "4050", "shipping"),
        ("Lx", "4040", "shipping"),
        ("7", "4040", "shipping"),
        (None, "4040", "shipping"),
        (None, "4050", "discounts"),
        (None, "7906", "rounding"),
        (None, "4000", "sold"),
        (None, None, "sold"),
    ],
)
def test_a_row_is_known_by_its_reference_else_by_its_nominal_code(ref: str | None, nominal: str | None, expected: str) -> None:
    of_account = sales_order(500, "W1-1001", [row(11, "L1", 0, "1", "2.50", externalRef=ref, nominalCode=nominal)])
    assert {expected: Decimal("2.50")} == account_kinds(of_account, NOMINALS)


def test_without_names_of_nominal_codes_a_row_of_none_is_sold() -> None:
    rows = [row(11, "", 0, "1", "2.50", nominalCode=""), row(12, "", 0, "1", "1.00", nominalCode=None)]
    assert {"sold": Decimal("3.50")} == account_kinds(sales_order(500, "W1-1001", rows), tables())


@pytest.mark.parametrize(
    ("currency", "net", "expected"), [(None, "2.5000", "2.50"), ({"code": "JPY"}, "250.00", "250"), ({"code": "GBP"}, "2.5000", "2.50")]
)
def test_amounts_have_the_decimals_of_the_currency_and_of_that_of_the_books_where_none_is_told(
    currency: Any, net: str, expected: str
) -> None:
    of_account = sales_order(500, "W1-1001", [row(11, "L1", 0, "1", net)], currency=currency)
    assert {"sold": expected} == {kind: str(amount) for kind, amount in account_kinds(of_account, NOMINALS).items()}


AT = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)


def day(currency: str = "GBP", **amounts: str) -> DayTotal:
    """A total of refunds of the day."""
    zero: dict[str, Any] = dict.fromkeys(("shop", "held", "pending", "account"), Decimal(0))
    known = {name: Decimal(each) for name, each in amounts.items()}
    return DayTotal(currency=currency, day="2026-03-02", measure="refunds", **{**zero, **known})


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"amount": "12", "credited": "12", "credit_currency": "GBP"}, (day(shop="12", account="12"),)),
        ({"amount": "12", "credited": None}, (day(shop="12"),)),
        ({"amount": None, "credited": "12", "credit_currency": "GBP"}, (day(account="12"),)),
        ({"amount": "12", "credited": None, "stands_back": True}, (day(shop="12", held="12"),)),
        ({"amount": "12", "credited": None, "touched": True}, (day(shop="12", pending="12"),)),
        ({"amount": "12", "credited": "5", "credit_currency": "GBP", "touched": True}, (day(shop="12", account="5", pending="7"),)),
        ({"amount": "12", "credited": None, "stands_back": True, "touched": True}, (day(shop="12", held="12"),)),
        ({"amount": "12", "credited": "5", "credit_currency": "EUR"}, (day(currency="EUR", account="5"), day(shop="12"))),
        (
            {"amount": "12", "credited": "5", "credit_currency": "EUR", "touched": True},
            (day(currency="EUR", account="5", pending="-5"), day(shop="12", pending="12")),
        ),
    ],
)
def test_a_refund_counts_on_its_day_in_the_currency_of_either_side(more: dict[str, Any], expected: tuple[DayTotal, ...]) -> None:
    amounts = {name: None if more[name] is None else Decimal(more[name]) for name in ("amount", "credited")}
    assert set(expected) == set(refund_days([RefundFact(ref="W1-R9", key="1001/R9", currency="GBP", at=AT, **{**more, **amounts})]))


def fact(ref: str = "W1-1001", **more: Any) -> OrderFact:
    """An order of 24.00 of which nothing was paid."""
    known = {"gross": Decimal(24), "net": Decimal(20), "tax": Decimal(4), "paid": Decimal(0)}
    return OrderFact(
        **{"ref": ref, "number": "1001", "currency": "GBP", "settled": False, "status": "on-hold", "placed_at": AT, **known, **more}
    )


def owed(part: str, **amounts: str) -> PartTotal:
    """What is unpaid under a name."""
    zero: dict[str, Any] = dict.fromkeys(("shop", "held", "pending", "account"), Decimal(0))
    return PartTotal(currency="GBP", part=part, **{**zero, **{name: Decimal(each) for name, each in amounts.items()}})


@pytest.mark.parametrize(
    ("apart", "expected"),
    [
        (Apart(), {"shop": "24"}),
        (Apart(held=frozenset({"W1-1001"})), {"shop": "24", "held": "24"}),
        (Apart(pending=frozenset({"W1-1001"})), {"shop": "24", "pending": "24"}),
        (Apart(held=frozenset({"W1-1001"}), pending=frozenset({"W1-1001"})), {"shop": "24", "held": "24"}),
    ],
)
@pytest.mark.parametrize(("method", "name"), [("bacs", "on-hold, bacs"), ("", "on-hold, no method")])
def test_what_the_shop_waits_for_is_told_by_status_and_method(apart: Apart, expected: dict[str, str], method: str, name: str) -> None:
    pair = Pair(order=sold(status="on-hold", payment_method=method), shop=fact(), rows=None)
    assert (owed(name, **expected),) == receivables([pair], [], apart)


def test_what_brightpearl_waits_for_alone_is_told_as_such() -> None:
    ours, gone = Pair(order=sold(), shop=fact(settled=True), rows=None), fact("W1-777", gross=Decimal(5))
    there = [fact(sales_order_id=500), gone, fact("W1-778", cancelled=True), fact("W1-779", paid=Decimal(24))]
    found = receivables([ours], there, Apart(pending=frozenset({"W1-1001"})))
    assert {owed("paid in the shop", account="24", pending="-24"), owed(ABSENT, account="5")} == set(found)


def test_orders_whose_rows_cannot_be_told_count_by_their_own_shipping_and_discount() -> None:
    order = sold(LINES, "24.00", "9.99", shipping_total="4.95", discount_total="2.00")
    for policy, expected in (("net", {"shipping": "4.95"}), ("rows", {"shipping": "4.95", "discounts": "2.00"})):
        found = books(order, (), (), the_tables=tables(orders={"discounts": policy}))()
        assert expected == {each.measure: str(each.shop) for each in found.daily if each.measure in ("shipping", "discounts")}


def test_a_rounding_row_on_one_side_counts_its_order_once() -> None:
    rounding = row(13, "R", 0, "1", "0.01", "0.00", taxCode="T0")
    found = books(
        [sold(), sold(id=1002, number="1002", transaction_id="ch_2")],
        [imported([*ROWS, rounding]), imported([*ROWS, rounding], "W1-1002", 502)],
    )()
    assert (Figure(currency="GBP", name="rounding", orders=2, shop=Decimal("0"), account=Decimal("0.02")),) == found.figures
