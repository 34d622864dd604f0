"""Control totals of a day, counts of a day and a status, receivables, rounding and discounts, and what was repaired."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import woocommerce_sdk as woo
from bpwoo_sync.breakdowns import PartTotal
from bpwoo_sync.ledger import Outcome, Status, ledger_of
from bpwoo_sync.reconcile import DayCount, DayTotal, Figure
from bpwoo_sync.reconciling.daily import ABSENT
from bpwoo_sync.reconciling.parts import summed
from bpwoo_sync.reconciling.repaired import written_titles
from tests.bpwoo_sync.mapping.orders import coupon, line, shipping, tables
from tests.bpwoo_sync.mapping.sides import TAKEN_AT, payment_row, row
from tests.bpwoo_sync.reconciling.test_money import credit, refund
from tests.bpwoo_sync.reconciling.worlds import JUST_NOW, LINES, PAID, ROWS, Find, books, imported, sold

DAY = "2026-03-02"

#: The order with postage of 4.95 and 0.99 tax, on both sides.
POSTED = sold(LINES, "29.94", "4.99", shipping_lines=[shipping(7, "4.95", ("20", "0.99"))], shipping_total="4.95")
POSTED_ROWS = [*ROWS, row(12, "S7", 0, "1", "4.95", "0.99", nominalCode="4040")]


def told(days: Iterable[DayTotal]) -> dict[tuple[str, str, str], tuple[str, str, str]]:
    """Of each day, measure and part what the shop has, what Brightpearl has, and the difference."""
    return {(each.day, each.measure, each.part): (str(each.shop), str(each.account), str(each.difference)) for each in days}


def daily(find: Find) -> dict[tuple[str, str, str], tuple[str, str, str]]:
    """The days that are found."""
    return told(find().daily)


def test_a_day_has_gross_net_tax_by_code_shipping_and_payments_by_method_of_both_sides() -> None:
    days = daily(books(POSTED, imported(POSTED_ROWS), (payment_row(1, 500, "29.94"),)))
    expected = {
        ("gross", ""): "29.94",
        ("net", ""): "24.95",
        ("tax", "T20"): "4.99",
        ("shipping", ""): "4.95",
        ("paid", "CARD"): "29.94",
    }
    assert {(DAY, *name): (amount, amount, "0.00") for name, amount in expected.items()} == days


def test_shipping_that_brightpearl_has_less_of_is_a_difference_of_its_day_and_of_the_total() -> None:
    found = books(POSTED, imported([*ROWS, row(12, "S7", 0, "1", "3.95", "0.99")]))()
    assert ("4.95", "3.95", "1.00") == told(found.daily)[DAY, "shipping", ""]
    assert {"gross", "net", "shipping"} <= {each.measure for each in found.totals if each.difference == Decimal("1.00")}


def test_a_row_that_somebody_added_counts_by_its_nominal_code() -> None:
    named = tables(nominals={"shipping": "4040"})
    rows = [*ROWS, row(12, "", 0, "1", "4.95", "0.99", nominalCode="4040")]
    assert ("4.95", "4.95", "0.00") == daily(books(POSTED, imported(rows), the_tables=named))[DAY, "shipping", ""]
    assert ("4.95", "0", "4.95") == daily(books(POSTED, imported(rows)))[DAY, "shipping", ""]


CHEAPER = sold(
    [line(1, "WIDGET", "2", "18.00", ("20", "3.60"), subtotal="20.00", subtotal_tax="4.00")],
    "21.60",
    "3.60",
    discount_total="2.00",
    coupon_lines=[coupon(9, "SAVE", "2.00")],
)


def test_discounts_with_rows_of_their_own_are_compared() -> None:
    rows = tables(orders={"discounts": "rows"})
    given = imported([*ROWS, row(12, "D:T20", 0, "1", "-2.00", "-0.40")])
    assert ("2.00", "2.00", "0.00") == daily(books(CHEAPER, given, the_tables=rows))[DAY, "discounts", ""]
    found = books(CHEAPER, imported([*ROWS, row(12, "D:T20", 0, "1", "-1.00", "-0.40")]), the_tables=rows)()
    assert ["1.00"] == [str(each.difference) for each in found.totals if each.measure == "discounts"]
    assert () == found.figures


def test_discounts_inside_rows_are_told_by_the_shop_alone_and_are_no_total() -> None:
    found = books(CHEAPER, imported([row(11, "L1", 1000, "2", "18.00", "3.60")]))()
    assert (Figure(currency="GBP", name="discounts", orders=1, shop=Decimal("2.00"), account=None),) == found.figures
    assert "discounts" not in {each.measure for each in found.totals} | {each.measure for each in found.daily}


def test_rounding_rows_are_added_up_on_both_sides() -> None:
    rounding = row(13, "R", 0, "1", "0.01", "0.00", taxCode="T0")
    found = books(sold(LINES, "24.01", "4.00"), imported([*ROWS, rounding]))()
    assert (Figure(currency="GBP", name="rounding", orders=1, shop=Decimal("0.01"), account=Decimal("0.01")),) == found.figures
    alone = books(None, imported([*ROWS, rounding]))()
    assert (Figure(currency="GBP", name="rounding", orders=1, shop=Decimal("0"), account=Decimal("0.01")),) == alone.figures
    assert () == books()().figures


def test_a_payment_counts_on_the_day_on_which_it_was_paid_in_the_shop() -> None:
    later = sold(date_paid_gmt="2026-03-03T00:10:00")
    assert {"paid": "2026-03-03", "gross": DAY} == {measure: day for day, measure, _ in daily(books(later)) if measure in ("paid", "gross")}


def test_a_refund_counts_on_its_own_day_and_one_without_credit_is_a_difference_of_it() -> None:
    given = refund(9, "6.00", at="2026-03-02T22:59:00")
    both = {"refunds": {1001: (given,)}}
    there = credit(900, "W1-R9", "5.00", parentId=500, tax="1.00")
    assert ("6.00", "0", "6.00") == daily(books(of_shop=both))[DAY, "refunds", ""]
    assert ("6.00", "6.00", "0.00") == daily(books(of_shop=both, of_account={"sales_credits": (there,)}))[DAY, "refunds", ""]


def test_what_is_pending_is_no_difference_of_a_day() -> None:
    found = books(sold(date_modified_gmt=JUST_NOW), (), ())()
    assert {Decimal(0)} == {each.difference for each in found.daily}
    assert {"24.00"} == {str(each.pending) for each in found.daily if each.measure == "gross"}


def test_what_is_held_back_is_no_difference_of_a_day() -> None:
    found = books(sold(billing={"email": ""}), (), ())()
    assert [("24.00", Decimal(0))] == [(str(each.held), each.difference) for each in found.daily if each.measure == "gross"]


def test_the_days_of_a_measure_come_to_its_total() -> None:
    other = sold(id=1002, number="1002", date_created_gmt="2026-02-27T09:00:00", transaction_id="ch_2")
    found = books([POSTED, other], imported(POSTED_ROWS), PAID)()
    for total in found.totals:
        of_it = [each for each in found.daily if each.measure == total.measure]
        for side in ("shop", "held", "pending", "account", "difference"):
            assert getattr(total, side) == sum(getattr(each, side) for each in of_it), (total.measure, side)


def counted(orders: Iterable[woo.Order] | woo.Order | None, sales_orders: Any = None, **more: Any) -> tuple[DayCount, ...]:
    """The counts that are found."""
    return books(orders if orders is None or isinstance(orders, woo.Order) else tuple(orders), sales_orders, **more)().by_status


def test_an_order_counts_once_in_its_day_and_status_by_what_became_of_it() -> None:
    assert (DayCount(day=DAY, status="processing", admitted=1, imported=1),) == counted(None)
    assert (DayCount(day=DAY, status="processing", admitted=1, missing=1),) == counted(None, ())
    assert (DayCount(day=DAY, status="processing", admitted=1, held=1),) == counted(sold(billing={"email": ""}), ())
    assert (DayCount(day=DAY, status="processing", admitted=1, pending=1),) == counted(sold(date_modified_gmt=JUST_NOW), ())


def test_a_sales_order_that_the_shop_does_not_have_or_threw_away_is_extra() -> None:
    assert (DayCount(day=DAY, status=ABSENT, extra=1),) == counted((), imported(ref="W1-777"))
    assert (DayCount(day=DAY, status="trash", extra=1),) == counted(sold(status="trash"))
    assert () == counted((), imported(ref="W1-777", isCanceled=True))


def owed(find: Find) -> dict[str, tuple[str, str, str]]:
    """What is unpaid in the shop, in Brightpearl, and the difference, by status and method."""
    return {each.part: (str(each.shop), str(each.account), str(each.difference)) for each in find().receivables}


def test_what_is_unpaid_on_hold_or_on_delivery_is_a_receivable_of_both_sides() -> None:
    waiting = sold(status="on-hold", date_paid_gmt=None, payment_method="bacs")
    on_delivery = sold(id=1002, number="1002", payment_method="cod", date_paid_gmt=None)
    both = [imported(), imported(ref="W1-1002", id=501)]
    expected = {"on-hold, bacs": ("24.00", "24.00", "0.00"), "processing, cod": ("24.00", "24.00", "0.00")}
    assert expected == owed(books([waiting, on_delivery], both, ()))


def test_what_is_paid_on_both_sides_is_no_receivable_and_what_the_shop_was_paid_is_brightpearls_alone() -> None:
    assert {} == owed(books())
    assert {"paid in the shop": ("0", "24.00", "-24.00")} == owed(books(None, None, ()))
    assert {ABSENT: ("0", "24.00", "-24.00")} == owed(books((), imported(ref="W1-777"), ()))


def test_a_receivable_is_part_of_no_control_total() -> None:
    waiting = sold(status="on-hold", date_paid_gmt=None, payment_method="bacs")
    assert "receivables" not in {each.measure for each in books(waiting, None, ())().totals}


def outcome(kind: str, hours: int, status: Status = Status.DONE) -> Outcome:
    """A write that so many hours before both sides were read came to this."""
    return Outcome(key=f"{kind}:{hours}:{status}", kind=kind, status=status, at=TAKEN_AT - timedelta(hours=hours), result="1")


LINKED = Outcome(key="link:51:0", kind="link", status=Status.DONE, at=TAKEN_AT, result="1000")
DONE = (outcome("payment", 1), outcome("payment", 2), outcome("sales-order", 3), outcome("payment", 30), LINKED)
WRITTEN = ledger_of([*DONE, outcome("payment", 4, Status.FAILED)])


def test_what_was_done_in_the_last_day_is_told_as_repaired_by_kind() -> None:
    assert {"sales orders": 1, "customer payments": 2} == books(ledger=WRITTEN)().repaired


def test_what_was_done_since_the_last_comparison_is_told_where_that_is_known() -> None:
    since = TAKEN_AT - timedelta(hours=48)
    found = books(ledger=WRITTEN, repaired_since=since)()
    assert ({"sales orders": 1, "customer payments": 3}, since) == (found.repaired, found.repaired_since)


def test_what_was_done_at_the_moment_of_the_last_comparison_was_told_by_that_one() -> None:
    assert {"sales orders": 1} == written_titles(
        ledger_of([outcome("payment", 2), outcome("sales-order", 1)]), TAKEN_AT - timedelta(hours=2)
    )


def test_what_waits_for_half_an_hour_is_told_by_measure_with_its_shipping() -> None:
    late = dict.fromkeys(("date_created_gmt", "date_paid_gmt", "date_modified_gmt"), "2026-03-03T08:30:00")
    posted = sold(LINES, "29.94", "4.99", shipping_lines=[shipping(7, "4.95", ("20", "0.99"))], shipping_total="4.95", **late)
    found = books(posted, (), ())()
    assert ("4.95", "29.94") == tuple(
        str(each.shop) for name in ("shipping", "gross") for each in found.waiting.totals if each.measure == name
    )


def test_without_a_ledger_nothing_is_said_of_repairs() -> None:
    found = books()()
    assert ({}, None) == (found.repaired, found.repaired_since)


def test_parts_of_the_same_names_are_added_up_and_a_side_that_tells_nothing_stays_so() -> None:
    one = PartTotal(currency="GBP", part="T20", shop=Decimal(1), held=Decimal(0), account=Decimal(2), pending=Decimal(3))
    assert (PartTotal(currency="GBP", part="T20", shop=Decimal(2), held=Decimal(0), account=Decimal(4), pending=Decimal(6)),) == summed(
        [one, one]
    )
    untold = Figure(currency="GBP", name="discounts", orders=1, shop=Decimal(1), account=None)
    assert (Figure(currency="GBP", name="discounts", orders=2, shop=Decimal(2), account=None),) == summed([untold, untold])
