"""The parts of the control totals come to the totals, and a finding knows where its record is."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bpwoo_sync.breakdowns import PartTotal, Place
from bpwoo_sync.reconcile import Reconciliation, reconcile
from bpwoo_sync.snapshot import Account
from tests.bpwoo_sync.findings import drift
from tests.bpwoo_sync.mapping.orders import line, order, tables
from tests.bpwoo_sync.mapping.sides import account, payment_row, row, sales_order, shop

SOLD = order("24.00", "4.00", [line(1, "WIDGET", "2", "20.00", ("20", "4.00"))])
LATER = order(
    "11.00",
    "1.00",
    [line(1, "LAMP", "1", "10.00", ("10", "1.00"))],
    id=1002,
    number="1002",
    payment_method="bacs",
    date_created_gmt="2026-03-02T23:30:00",
    date_paid_gmt="2026-03-02T23:31:00",
)
#: Held back, for it has no e-mail; and its payment method is not mapped.
HELD = order(
    "12.00",
    "2.00",
    [line(1, "NOWHERE", "1", "10.00", ("20", "2.00"))],
    id=1003,
    number="1003",
    payment_method="cheque",
    billing={"email": ""},
)


def compared(the_account: Account) -> Reconciliation:
    """What is found of the three orders."""
    return reconcile(shop(SOLD, LATER, HELD), the_account, tables(), stock=False, prices=False)


def amounts(parts: Sequence[PartTotal]) -> dict[str, tuple[str, str, str]]:
    """For each part what the shop has, what was held back, and what Brightpearl has."""
    return {each.part: (str(each.shop), str(each.held), str(each.account)) for each in parts}


IMPORTED = sales_order(500, "W1-1001", [row(11, "L1", 1000, "2", "20.00", "4.00")])
#: Brightpearl shows the date of an order of the evening as the next day.
MOVED = sales_order(501, "W1-1002", [row(12, "L1", 1001, "1", "10.00", "0.90", taxCode="T10")], placedOn="2026-03-03T00:30:00.000+00:00")


def test_an_order_counts_on_the_day_on_which_the_shop_took_it_on_both_sides() -> None:
    found = compared(account(sales_orders=(IMPORTED, MOVED)))
    assert ["2026-03-02"] == [each.part for each in found.days]


def test_tax_is_told_by_code_and_a_difference_stays_with_its_code() -> None:
    found = compared(account(sales_orders=(IMPORTED, MOVED)))
    differing = {each.part: each.difference for each in found.taxes if each.difference}
    assert {"T10": Decimal("0.10")} == differing


def test_payments_are_told_by_method_and_what_is_not_mapped_has_none() -> None:
    payments = (payment_row(1, 500, "24.00"), payment_row(2, 501, "11.00", method="CASH", ref="W1-1002-bacs"))
    found = compared(account(sales_orders=(IMPORTED, MOVED), payments=payments))
    parts = amounts(found.methods)
    assert {"CARD", "BANK", "CASH", ""} == set(parts)
    assert ("12.00", "12.00", "0") == parts[""]
    assert ("24.00", "0", "24.00") == parts["CARD"]
    assert ("11.00", "0", "0") == parts["BANK"]
    assert ("0", "0", "11.00") == parts["CASH"]


def test_a_payment_that_was_taken_back_is_taken_off_its_method() -> None:
    payments = (payment_row(1, 500, "24.00"), payment_row(2, 500, "4.00", kind="PAYMENT"))
    found = compared(account(sales_orders=(IMPORTED,), payments=payments))
    assert "20.00" == amounts(found.methods)["CARD"][2]


def test_the_parts_of_a_currency_come_to_its_total() -> None:
    found = compared(account(sales_orders=(IMPORTED, MOVED), payments=(payment_row(1, 500, "24.00"),)))
    for measure, parts in (("gross", found.days), ("tax", found.taxes), ("paid", found.methods)):
        (total,) = [each for each in found.totals if each.measure == measure]
        for side in ("shop", "held", "account", "difference"):
            assert getattr(total, side) == sum(getattr(each, side) for each in parts), (measure, side)


def test_a_cancelled_sales_order_counts_nowhere() -> None:
    found = compared(account(sales_orders=(sales_order(500, "W1-1001", [row(11, "L1", 1000, "2", "20.00", "4.00")], isCanceled=True),)))
    assert {Decimal(0)} == {each.account for each in (*found.days, *found.taxes, *found.methods)}


def test_a_finding_knows_the_orders_on_both_sides() -> None:
    found = compared(account(sales_orders=(IMPORTED, MOVED)))
    assert Place(order_id=1002, sales_order_id=501, since=LATER.date_created_gmt) == found.places["order", "1002"]
    assert Place(order_id=1003, since=HELD.date_created_gmt) == found.places["order", "1003"]


def test_a_sales_order_that_the_shop_does_not_have_is_found_in_brightpearl_alone() -> None:
    found = compared(account(sales_orders=(sales_order(777, "W1-9999", [row(11, "L1", 1000, "1", "1.00", "0.20")]),)))
    assert Place(sales_order_id=777, since=IMPORTED.placed_on) == found.places["sales-order", "777"]


def test_a_product_oversells_where_the_shop_offers_it_and_there_is_none() -> None:
    assert [True, False, False] == [each.oversells for each in (drift("A", "2", 0), drift("B", "5", 2), drift("C", "0", 3))]


def test_a_product_that_counts_no_stock_drifts_by_all_there_is() -> None:
    assert Decimal(-3) == drift("A", None, 3).drift
