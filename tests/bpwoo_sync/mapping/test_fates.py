"""What becomes of a sales order whose order was cancelled or given back, and why a copy of it is kept."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import brightpearl_sdk as bp
from bpwoo_sync.mapping.cancellations import Fate, fate_of, is_invoiced, why_kept
from tests.bpwoo_sync.mapping.orders import line, order, tables
from tests.bpwoo_sync.mapping.sides import goods_out, row, sales_order
from tests.bpwoo_sync.mapping.test_edge_cases_of_goods import refund

LINES = [line(1, "WIDGET", "2", "20.00", ("20", "4.00"))]
ROWS = [row(11, "L1", 1000, "2", "20.00", "4.00")]
WAITING, LEFT = goods_out(500, {11: [2]}, shipped=False), goods_out(500, {11: [2]})
MOVED = goods_out(500, {11: [2]}, transfer=True)
BARE = bp.decode(bp.GoodsOutNote, {"orderId": 500})
SUPPLIED = bp.decode(bp.DropShipNote, {"orderId": 500, "status": {"shipped": True}})
INVOICED = {"invoice": {"invoiceReference": "SI-1"}}


def fate(
    status: str = "processing",
    *back: str,
    received: str = "24.00",
    goods: Any = (),
    total: str = "24.00",
    credited: bool = False,
    currency: str = "GBP",
    **there: Any,
) -> Fate:
    """What becomes of the sales order of an order of which so much was given back."""
    refunds = [refund(place, amount) for place, amount in enumerate(back, 1)]
    sold, of_account = order(total, "4.00", LINES, status=status, currency=currency), sales_order(500, "W1-1001", ROWS, **there)
    told = {"credited": True} if credited else {}
    return fate_of(sold, of_account, goods, Decimal(received), refunds, tables(), **told)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("cancelled", Fate.KEEP),
        ("refunded", Fate.KEEP),
        ("failed", Fate.KEEP),
        ("trash", Fate.KEEP),
        ("processing", Fate.DRIFT),
        ("completed", Fate.DRIFT),
    ],
)
def test_what_is_cancelled_in_brightpearl_is_no_drift_where_the_shop_closed_it_too(status: str, expected: Fate) -> None:
    assert expected is fate(status, isCanceled=True)


def test_an_order_in_the_trash_is_gone_and_one_that_goes_on_is_kept() -> None:
    assert [Fate.GONE, Fate.KEEP, Fate.KEEP] == [fate("trash"), fate("processing"), fate("refunded")]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"received": "0"}, Fate.CANCEL),
        ({"received": "-1"}, Fate.CANCEL),
        ({"received": "0.01"}, Fate.HOLD_PAID),
        ({}, Fate.HOLD_PAID),
        ({"goods": (WAITING,)}, Fate.HOLD_WAREHOUSE),
        ({"goods": (BARE,)}, Fate.HOLD_WAREHOUSE),
        ({"goods": (BARE, LEFT)}, Fate.HOLD_SHIPPED),
        ({"goods": (SUPPLIED,)}, Fate.HOLD_SHIPPED),
        ({"goods": (MOVED,), "received": "0"}, Fate.CANCEL),
        ({"received": "0", **INVOICED}, Fate.HOLD_SHIPPED),
    ],
)
def test_a_cancelled_order_is_cancelled_unless_it_is_paid_or_the_warehouse_has_begun(more: dict[str, Any], expected: Fate) -> None:
    assert expected is fate("cancelled", **more)


@pytest.mark.parametrize(
    ("back", "expected"),
    [
        (("24.00",), Fate.REVERSE_AND_CANCEL),
        (("-24.00",), Fate.REVERSE_AND_CANCEL),
        (("20.00", "4.00"), Fate.REVERSE_AND_CANCEL),
        (("24.50",), Fate.REVERSE_AND_CANCEL),
        (("23.99",), Fate.HOLD_PAID),
    ],
)
def test_a_cancelled_order_whose_money_went_back_is_reversed(back: tuple[str, ...], expected: Fate) -> None:
    assert expected is fate("cancelled", *back)


@pytest.mark.parametrize(
    ("back", "more", "expected"),
    [
        (("24.00",), {}, Fate.REVERSE_AND_CANCEL),
        (("24.00",), {"received": "0.01"}, Fate.REVERSE_AND_CANCEL),
        (("24.00",), {"received": "0"}, Fate.CANCEL),
        (("24.00",), {"received": "-1"}, Fate.CANCEL),
        (("23.99",), {}, Fate.KEEP),
        (("24.01",), {}, Fate.KEEP),
        (("20.00", "4.00"), {}, Fate.KEEP),
        (("24.00",), {"credited": True}, Fate.KEEP),
        (("24.00",), {"goods": (WAITING,)}, Fate.KEEP),
        (("24.00",), {"goods": (MOVED,)}, Fate.REVERSE_AND_CANCEL),
        (("24.00",), INVOICED, Fate.KEEP),
        (("0.00",), {"total": "0.00"}, Fate.KEEP),
        (("24.4",), {"currency": "JPY"}, Fate.REVERSE_AND_CANCEL),
    ],
)
def test_what_was_given_back_whole_and_at_once_before_the_warehouse_began_is_cancelled(
    back: tuple[str, ...], more: dict[str, Any], expected: Fate
) -> None:
    assert expected is fate("processing", *back, **more)


@pytest.mark.parametrize(
    ("invoice", "expected"), [({"invoiceReference": "SI-1"}, True), ({"invoiceReference": ""}, False), ({}, False), (None, False)]
)
def test_a_sales_order_is_invoiced_once_it_has_a_reference(invoice: Any, expected: bool) -> None:
    assert expected is is_invoiced(sales_order(500, "W1-1001", ROWS, invoice=invoice))


@pytest.mark.parametrize(
    ("younger", "oldest", "facts", "expected"),
    [
        ({}, {}, {}, ""),
        ({}, {"isCanceled": True}, {}, "sales order 500 is cancelled, so it is the only one left"),
        ({"externalRef": "W1-1002"}, {}, {}, "its reference is not that of sales order 500"),
        (INVOICED, {}, {}, "it is invoiced"),
        ({}, {}, {"paid": True}, "a payment is recorded on it"),
        ({"orderPaymentStatus": "PAID"}, {}, {}, "a payment is recorded on it"),
        ({"orderPaymentStatus": "PARTIALLY_PAID"}, {}, {}, "a payment is recorded on it"),
        ({"orderPaymentStatus": "UNPAID"}, {}, {}, ""),
        ({"orderPaymentStatus": "NOT_APPLICABLE"}, {}, {}, ""),
        ({}, {}, {"noted": True}, "goods are on their way for it, or left"),
        ({"shippingStatusCode": "SPS"}, {}, {}, "goods of it were shipped"),
        ({"shippingStatusCode": "NST"}, {}, {}, ""),
        ({"shippingStatusCode": None}, {}, {}, ""),
        ({}, {}, {"followed": True}, "another order was made of it"),
        ({"rows": [row(11, "L1", 1000, "2", "20.00", "4.01")]}, {}, {}, "it is over another amount than sales order 500, so it is no copy"),
        ({"rows": [row(11, "L1", 1000, "2", "20.01", "4.00")]}, {}, {}, "it is over another amount than sales order 500, so it is no copy"),
        ({"rows": [row(11, "L1", 1000, "2", "12.00", "12.00")]}, {}, {}, ""),
        ({"currency": {"code": "USD"}}, {}, {}, "it is over another amount than sales order 500, so it is no copy"),
        ({"currency": None}, {"currency": None}, {}, ""),
    ],
)
def test_the_younger_of_two_sales_orders_is_kept_where_something_hangs_on_it(
    younger: dict[str, Any], oldest: dict[str, Any], facts: dict[str, bool], expected: str
) -> None:
    second, first = (sales_order(id, "W1-1001", **{"rows": ROWS, **more}) for id, more in ((501, younger), (500, oldest)))
    hangs = {"paid": False, "noted": False, "followed": False, **facts}
    assert expected == why_kept(second, first, paid=hangs["paid"], noted=hangs["noted"], followed=hangs["followed"])
