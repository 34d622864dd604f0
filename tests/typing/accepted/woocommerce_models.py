"""What records and drafts of a shop are to a type checker."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import assert_type

import woocommerce_sdk as woo


def read(order: woo.Order) -> None:
    assert_type(order.total, Decimal)
    assert_type(order.date_created_gmt, datetime)
    assert_type(order.date_created, woo.ShopTime)
    assert_type(order.date_paid_gmt, datetime | None)
    assert_type(order.line_items, tuple[woo.LineItem, ...])


def told(status: woo.OrderStatus | woo.Unrecognised) -> str:
    match status:
        case woo.OrderStatus():
            return status.name
        case woo.Unrecognised(value):
            return value


assert_type(woo.decode(tuple[woo.Order, ...], []), tuple[woo.Order, ...])
woo.OrderDraft(status=woo.OrderStatus.COMPLETED, transaction_id="T-1")
