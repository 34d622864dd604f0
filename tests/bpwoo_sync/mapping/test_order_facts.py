"""An order of either side as a fact that can be compared with the other's."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from attrs import evolve

from bpwoo_sync.facts import OrderFact
from bpwoo_sync.mapping.order_facts import account_order_fact, shop_order_fact
from tests.bpwoo_sync.mapping.orders import catalogue, line, meta, order, shipping, tables
from tests.bpwoo_sync.mapping.sides import row, sales_order

PLACED, CHANGED = datetime(2026, 3, 2, 10, 15, tzinfo=UTC), datetime(2026, 3, 2, 10, 16, tzinfo=UTC)
LINES = [line(1, "WIDGET", "2", "20.00", ("20", "4.00")), line(2, "BOOK", "1", "8.00")]
ROWS = [
    row(11, "L1", 1000, "2", "20.0000", "4.0000"),
    row(12, "S8", 1000, "1", "4.95", "0.99"),
    row(13, "L2", 1004, "1", "8.00", taxCode="T0"),
]
FACT = OrderFact(
    ref="W1-1001",
    number="A-1",
    currency="GBP",
    gross=Decimal("37.94"),
    net=Decimal("32.95"),
    tax=Decimal("4.99"),
    paid=Decimal("37.94"),
    settled=True,
    status="processing",
    placed_at=PLACED,
    changed_at=CHANGED,
    rows=3,
    order_id=1001,
    tax_by_code={"T20": Decimal("4.99"), "T0": Decimal("0.00")},
)


def test_an_order_of_the_shop_with_a_gift_card_that_its_total_lacks() -> None:
    gift = tables(payments={"tenders": [{"meta": "_gift", "method": "GIFT"}]})
    ship = [shipping(8, "4.95", ("20", "0.99"))]
    sold = order("27.94", "4.99", LINES, shipping_lines=ship, number=" A-1 ", meta_data=[meta("_gift", "10")])
    assert FACT == shop_order_fact(sold, gift, catalogue())


def test_an_order_that_was_cancelled_unpaid() -> None:
    sold = order("32.00", "4.00", LINES, status="cancelled", date_paid_gmt=None)
    found = shop_order_fact(sold, tables(), catalogue())
    assert (True, False, Decimal(0)) == (found.cancelled, found.settled, found.paid)


@pytest.mark.parametrize(("received", "settled"), [("37.94", True), ("37.93", False), ("40.00", True)])
def test_a_sales_order_is_settled_once_all_of_it_was_received(received: str, settled: bool) -> None:
    made = sales_order(500, "W1-1001", ROWS, updatedOn="2026-03-02T10:16:00.000+00:00")
    expected = evolve(FACT, number="1001", sales_order_id=500, status="2", paid=Decimal(received), settled=settled)
    assert expected == account_order_fact(made, {500: Decimal(received), 501: Decimal(9)}, tables())


def test_a_sales_order_without_payment_rows_or_currency() -> None:
    made = sales_order(500, "W2-7", currency=None, isCanceled=True, statusId=None)
    found = account_order_fact(made, {}, tables())
    assert ("GBP", Decimal(0), Decimal(0), True, "", "7", None) == (
        found.currency,
        found.gross,
        found.paid,
        found.cancelled,
        found.status,
        found.number,
        found.order_id,
    )


def test_a_sales_order_without_a_date_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match=r"^sales order 500 has no date$"):
        account_order_fact(sales_order(500, "W1-1001", placedOn=None), {}, tables())


def test_a_sales_order_that_says_little_is_a_fact_of_blanks() -> None:
    bare = {"statusId": None, "currency": {"code": "USD"}}
    rows = [row(11, "L1", 1000, "1", "1.00", "0.20", taxCode=None), row(12, "L2", 1000, "1", "1.00", "0.30", taxCode=None)]
    found = account_order_fact(sales_order(500, "", rows, **bare), {}, tables())
    assert ("", "", "USD", "", {"": Decimal("0.50")}) == (found.ref, found.number, found.currency, found.status, found.tax_by_code)


def test_a_sales_order_without_a_currency_is_in_that_of_the_books() -> None:
    euros = tables(store={"base_currency": "EUR"})
    assert "EUR" == account_order_fact(sales_order(500, "W1-1001", ROWS, currency=None), {}, euros).currency
