"""Every code that both sides are compared by, as a table: severity on each side of each bound, and what is proposed to repair it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from attrs import frozen

from bpwoo_sync.increments import POLLED
from bpwoo_sync.issues import CODES, Severity
from bpwoo_sync.repairs import repair_actions
from tests.bpwoo_sync.mapping.orders import line, tables
from tests.bpwoo_sync.mapping.sides import TAKEN_AT, payment_row, product_rows, row
from tests.bpwoo_sync.reconciling.test_goods import ARCHIVED, WAITING, linked, sent, varied
from tests.bpwoo_sync.reconciling.test_money import BACK, BY_CASH, UNPAID, credit, refund, refunded
from tests.bpwoo_sync.reconciling.test_orders import CANCELLED, EDITED
from tests.bpwoo_sync.reconciling.test_plumbing import hooked, polled
from tests.bpwoo_sync.reconciling.worlds import PAID, Find, books, goods, imported, marked, product, sold

B, E, W, INFO, PENDING = Severity.BLOCK, Severity.ERROR, Severity.WARN, Severity.INFO, Severity.PENDING

#: The least by which a moment lies beyond a bound.
SECOND = timedelta(seconds=1)

#: What no plan repairs: the page of the code says what to do by hand.
HAND: tuple[str, ...] = ()
#: An import of an order; what its sales order waits for, a contact and addresses, comes with it.
IMPORT = ("sales-order", "payment", "order-note", "shop-mark")


@frozen
class Line:
    """A code in a world: its severity, None where it must not be found, and the kinds of writes that are proposed."""

    code: str
    said: str
    severity: Severity | None
    find: Find
    repair: tuple[str, ...] = HAND

    def __str__(self) -> str:
        return f"{self.code}: {self.said}"


def ago(age: timedelta) -> str:
    """A moment before both sides were read, as the shop writes it."""
    return (TAKEN_AT - age).strftime("%Y-%m-%dT%H:%M:%S")


def paid(age: timedelta, **more: Any) -> Any:
    """The order, placed and paid so long ago."""
    return sold(**dict.fromkeys(("date_created_gmt", "date_paid_gmt", "date_modified_gmt"), ago(age)), **more)


def missing(age: timedelta, **reconcile: Any) -> Find:
    """The order is not in Brightpearl."""
    return books(paid(age), (), (), the_tables=tables(reconcile=reconcile))


def rows(net: str, tax: str = "4.00") -> Find:
    """The sales order's one row, with another amount."""
    return books(None, imported([row(11, "L1", 1000, "2", net, tax)]))


TWO = sold([line(1, "WIDGET", "2", "20.00", ("20", "4.00")), line(2, "LAMP", "1", "10.00", ("20", "2.00"))], "36.00", "6.00")


def two_rows(net: str, tax: str = "2.00") -> Find:
    """An order of two rows, whose second has another amount in Brightpearl."""
    known = [row(11, "L1", 1000, "2", "20.00", "4.00"), row(12, "L2", 1001, "1", net, tax)]
    return books(TWO, imported(known), (payment_row(1, 500, "36.00"),))


def shipped(age: timedelta, status: str = "processing") -> Find:
    """All of the order left the warehouse so long ago."""
    return sent(2, status, at=f"{ago(age)}.000+00:00")


def stock(there: str, target: int, tolerance: int = 0, **more: Any) -> Find:
    """So many widgets in the shop, and so many to sell."""
    known = {"stock": {"warehouses": [2], "tolerance": tolerance}}
    return goods(product(quantity=there, **more), held={1000: target}, the_tables=known)


def price(net: str) -> Find:
    """The widget is 10.00 in the shop, and so much on the price list."""
    return goods(prices={1000: {1: net}})


def made(where: str, *products: Any, **more: Any) -> Find:
    """Products, of which missing ones are made on one side."""
    known = {"stock": {"warehouses": [2]}, "prices": {"regular_list": 1}, "products": {"make": where}}
    return goods(*products, the_tables=known, **more)


DAY, TWO_HOURS, GRACE, HOUR = timedelta(days=1), timedelta(hours=2), timedelta(minutes=15), timedelta(hours=1)
TWO_OF_ONE, YOUNGER_PAID = (imported(), imported(id=501)), (*PAID, payment_row(2, 501, "24.00"))
BACK_TWICE = (BACK, payment_row(8, 600, "12.00", kind="PAYMENT", ref="W1-R9"))
TOLD = tables(cancellations={"tell_shop": True})
SWITCHED_ON = goods(product(quantity=None), the_tables={"stock": {"warehouses": [2], "switch_on_products": True}})
NEW_THERE = {"products": (*product_rows(), *product_rows({1003: "NEW"}))}
TWICE = {"products": (*product_rows(), *product_rows({1003: "WIDGET"}))}

TABLE: tuple[Line, ...] = (
    Line("MISSING_IN_BP", "for the grace", PENDING, missing(GRACE)),
    Line("MISSING_IN_BP", "for longer than the grace", E, missing(GRACE + SECOND), IMPORT),
    Line("MISSING_IN_BP", "for the grace that the tables set", PENDING, missing(TWO_HOURS, grace_minutes=120)),
    Line("MISSING_IN_BP", "without any grace", E, missing(SECOND, grace_minutes=0), IMPORT),
    Line("MISSING_IN_BP", "for a day", E, missing(DAY), IMPORT),
    Line("MISSING_IN_BP", "for longer than a day", B, missing(DAY + SECOND), IMPORT),
    Line("UNEXPECTED_IN_BP", "the shop has no such order", E, books((), imported(ref="W1-777"), ())),
    Line("DUPLICATE_ORDER", "two of one reference, nothing hangs on the younger", E, books(None, TWO_OF_ONE), ("duplicate-order",)),
    Line("DUPLICATE_ORDER", "two of one reference, and the younger is paid", E, books(None, TWO_OF_ONE, YOUNGER_PAID)),
    Line("DUPLICATE_ORDER", "one of two is cancelled", None, books(None, (imported(), imported(id=501, isCanceled=True)))),
    Line("TOTAL_MISMATCH", "a minor unit, one row", W, rows("19.99")),
    Line("TOTAL_MISMATCH", "two minor units, one row", E, rows("20.02")),
    Line("TOTAL_MISMATCH", "two minor units, two rows", W, two_rows("10.02")),
    Line("TOTAL_MISMATCH", "three minor units, two rows", E, two_rows("9.97")),
    Line("TAX_MISMATCH", "a minor unit, one row", W, rows("20.01", "3.99")),
    Line("TAX_MISMATCH", "two minor units, one row", E, rows("19.98", "4.02")),
    Line("TAX_MISMATCH", "two minor units, two rows", W, two_rows("10.02", "1.98")),
    Line("TAX_MISMATCH", "three minor units, two rows", E, two_rows("9.97", "2.03")),
    Line("CURRENCY_MISMATCH", "pounds and euros", E, books(None, imported(currency={"code": "EUR"}), ())),
    Line("UNPAID_IN_BP", "it was paid two hours ago", PENDING, books(paid(TWO_HOURS), payments=())),
    Line("UNPAID_IN_BP", "it was paid longer ago", E, books(paid(TWO_HOURS + SECOND), payments=()), ("payment",)),
    Line("UNPAID_IN_BP", "a minor unit less", E, books(payments=[payment_row(1, 500, "23.99")])),
    Line("OVERPAID_IN_BP", "a minor unit more", E, books(payments=[payment_row(1, 500, "24.01")])),
    Line("OVERPAID_IN_BP", "as much as was sold", None, books()),
    Line("OVERPAID_IN_BP", "a payment is recorded twice", E, books(payments=[*PAID, payment_row(2, 500, "24.00")]), ("payment-reversal",)),
    Line("PAID_IN_BP_ONLY", "the shop has it on hold", W, books(UNPAID), ("shop-order",)),
    Line("PAID_IN_BP_ONLY", "and its total is another there", W, books(UNPAID, imported([row(11, "L1", 1000, "2", "19.00", "4.00")]))),
    Line("PAYMENT_METHOD_MISMATCH", "cash, not card", W, books(payments=[BY_CASH])),
    Line("REFUND_MISSING", "no credit", E, refunded(refund(), order=marked()), ("sales-credit", "payment")),
    Line("REFUND_AMOUNT", "a minor unit less", E, refunded(refund(), credits=(credit(net="9.99"),), payments=(BACK,))),
    Line("REFUND_AMOUNT", "it was paid back twice", E, refunded(refund(), credits=(credit(),), payments=BACK_TWICE), ("payment-reversal",)),
    Line("STATUS_DRIFT", "the shop holds it to be done, and nothing left", W, sent(0, "completed")),
    Line("STATUS_DRIFT", "it left a day ago, and waits in the shop", W, shipped(DAY), ("shop-note", "shop-order")),
    Line("STATUS_DRIFT", "it left longer ago", E, shipped(DAY + SECOND), ("shop-note", "shop-order")),
    Line("CANCEL_DRIFT", "the shop cancelled what is not paid", E, books(sold(status="cancelled"), payments=()), ("order-status",)),
    Line("CANCEL_DRIFT", "Brightpearl cancelled", E, books(None, CANCELLED)),
    Line("CANCEL_DRIFT", "Brightpearl cancelled, and the shop is to follow", E, books(None, CANCELLED, the_tables=TOLD), ("shop-order",)),
    Line("EDITED_AFTER_IMPORT", "the shop changed a line", E, books(EDITED)),
    Line("EDITED_IN_BP", "Brightpearl changed a quantity", W, books(None, imported([row(11, "L1", 1000, "3", "20.00", "4.00")]))),
    Line("STOCK_DRIFT", "one too many, and none is there", E, stock("1", 0), ("shop-stock",)),
    Line("STOCK_DRIFT", "one too many, and one is there", W, stock("2", 1), ("shop-stock",)),
    Line("STOCK_DRIFT", "too few", W, stock("0", 5), ("shop-stock",)),
    Line("STOCK_DRIFT", "as many as are tolerated", INFO, stock("9", 7, 2), ("shop-stock",)),
    Line("STOCK_DRIFT", "as many too few as are tolerated", INFO, stock("5", 7, 2), ("shop-stock",)),
    Line("STOCK_DRIFT", "more than are tolerated", W, stock("10", 7, 2), ("shop-stock",)),
    Line("STOCK_DRIFT", "as many as are tolerated, and none is there", INFO, stock("2", 0, 2), ("shop-stock",)),
    Line("STOCK_DRIFT", "more than are tolerated, and none is there", E, stock("3", 0, 2), ("shop-stock",)),
    Line("OVERSOLD", "less than nothing", E, stock("-1", 0)),
    Line("OVERSOLD", "less than nothing, by backorders", None, stock("-1", 0, backorders="yes")),
    Line("OVERSOLD", "more were sold than are on hand", E, goods(orders=[WAITING])),
    Line("OVERSOLD", "as many were sold as are on hand", None, goods(held={1000: 8}, orders=[WAITING])),
    Line("PRICE_DRIFT", "a twentieth", W, price("10.50"), ("shop-price",)),
    Line("PRICE_DRIFT", "a twentieth less", W, price("9.50"), ("shop-price",)),
    Line("PRICE_DRIFT", "more than a twentieth", E, price("10.51"), ("shop-price",)),
    Line("PRICE_DRIFT", "more than a twentieth less", E, price("9.49"), ("shop-price",)),
    Line("SKU_ONLY_IN_WOO", "nobody makes it", W, goods(product(70, "NEW"))),
    Line("SKU_ONLY_IN_BP", "nobody lists it", INFO, goods(of_account=NEW_THERE)),
    Line("SKU_ONLY_IN_BP", "it is archived", None, goods(of_account={"products": ARCHIVED})),
    Line("AMBIGUOUS_SKU", "Brightpearl has it twice", E, goods(of_account=TWICE)),
    Line("AMBIGUOUS_SKU", "the shop has it twice", E, goods(product(70, "WIDGET", "7"))),
    Line("STOCK_AT_PARENT", "a variation leaves counting to its parent", W, varied("parent")),
    Line("STOCK_AT_PARENT", "and its counting may be switched on", W, varied("parent", switch_on_variations=True), ("shop-stock",)),
    Line("UNMANAGED", "the shop does not count it", INFO, goods(product(quantity=None))),
    Line("UNMANAGED", "and its counting may be switched on", INFO, SWITCHED_ON, ("shop-stock",)),
    Line("LINK_BROKEN", "the ids have other SKUs", E, linked("1001"), ("product-link",)),
    Line("LINK_BROKEN", "the order is linked to another sales order", E, books(marked(499)), ("shop-mark",)),
    Line("LINK_BROKEN", "and two have its reference", E, books(marked(499), TWO_OF_ONE)),
    Line("WEBHOOK_DISABLED", "it is paused", E, hooked("paused"), ("shop-webhook",)),
    Line("WEBHOOK_DISABLED", "and a poll may follow", E, hooked("disabled", cursors={POLLED: TAKEN_AT}), ("shop-webhook", "poll")),
    Line("WEBHOOK_DISABLED", "it is active", None, hooked("active")),
    Line("CURSOR_STALE", "the last poll was two intervals ago", None, polled(20)),
    Line("CURSOR_STALE", "the last poll was longer ago", E, polled(21), ("poll",)),
)


@pytest.mark.parametrize("line", TABLE, ids=str)
def test_a_code_has_its_severity_and_its_repair(line: Line) -> None:
    found = [each for each in line.find().issues if each.code == line.code]
    assert ([] if line.severity is None else [line.severity]) == [each.severity for each in found], found
    fresh = line.find.plan()
    assert sorted(line.repair) == sorted({action.kind for each in found for action in repair_actions(each, fresh)})
    assert line.severity is None or CODES[line.code].repair
