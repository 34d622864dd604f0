"""One declaration, three types: an operation, a result, an awaitable."""

from __future__ import annotations

from collections.abc import Awaitable
from datetime import datetime
from decimal import Decimal
from typing import assert_type

import brightpearl_sdk as bp
import woocommerce_sdk as woo

assert_type(bp.SalesOrders.get(7), bp.Operation[bp.SalesOrder])
assert_type(woo.Orders.get(7), woo.Operation[woo.Order])
assert_type(woo.Orders.list(), woo.Operation[woo.Page[woo.Order]])


def blocking(account: bp.Brightpearl, shop: woo.WooCommerce) -> None:
    assert_type(account.sales_orders.get(7), bp.SalesOrder)
    assert_type(account.sales_orders.create(bp.SalesOrderDraft()), int)
    assert_type(shop.orders.get(7), woo.Order)
    assert_type(shop.orders.list(), woo.PagedListing[woo.Order])
    assert_type(shop.orders.batch(update={7: woo.OrderDraft()}), woo.BatchResult[woo.Order])
    assert_type(shop.with_options(timeout=5.0).orders.get(7), woo.Order)
    assert_type(shop.send(woo.Orders.get(7)), woo.Order)
    for row in account.orders.search(bp.OrderSearchRow.where()):
        assert_type(row, bp.OrderSearchRow)
        assert_type(row.order_id, int | None)
        assert_type(row.placed_on, datetime | None)


async def awaiting(account: bp.AsyncBrightpearl, shop: woo.AsyncWooCommerce) -> None:
    assert_type(account.sales_orders.get(7), Awaitable[bp.SalesOrder])
    assert_type(await shop.orders.get(7), woo.Order)
    assert_type(await shop.orders.list().all(in_flight=8), list[woo.Order])
    async for order in shop.orders.list():
        assert_type(order.total, Decimal)
    assert_type(await shop.orders.batch(delete=[7]), woo.BatchResult[woo.Order])


def searching(start: datetime, end: datetime) -> bp.Query[bp.OrderSearchRow]:
    row = bp.OrderSearchRow
    return row.where(row.placed_on.between(start, end), row.order_status_id.is_(4)).sort(row.placed_on.descending())
