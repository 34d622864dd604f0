"""A client has the resources of its vendor, and an awaiting client gives nothing before it is awaited."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import brightpearl_sdk as bp
import woocommerce_sdk as woo


def blocking(account: bp.Brightpearl, shop: woo.WooCommerce) -> None:
    account.sales_ordres  # E: "Brightpearl" has no attribute "sales_ordres"
    shop.ordres  # E: "WooCommerce" has no attribute "ordres"
    account.sales_orders.get("7")  # E: Argument 1 has incompatible type "str"; expected "int"
    shop.orders.get("7")  # E: Argument 1 has incompatible type "str"; expected "int"
    shop.orders.list(woo.ProductQuery())  # E: Argument 1 to "__call__" of "Listed" has incompatible type "ProductQuery"; expected "OrderQuery | None"
    shop.orders.create(woo.ProductDraft())  # E: Argument 1 has incompatible type "ProductDraft"; expected "OrderDraft"
    account.sales_orders.create(bp.ContactDraft())  # E: Argument 1 has incompatible type "ContactDraft"; expected "SalesOrderDraft"
    account.orders.search(bp.ProductRow.where())  # E: Argument 1 has incompatible type "Query[ProductRow]"; expected "Query[OrderSearchRow]"
    wrong: woo.Product = shop.orders.get(7)  # E: Incompatible types in assignment (expression has type "Order", variable has type "Product")


async def awaiting(account: bp.AsyncBrightpearl, shop: woo.AsyncWooCommerce) -> None:
    early: woo.Order = shop.orders.get(7)  # E: Incompatible types in assignment (expression has type "Awaitable[Order]", variable has type "Order")
    late: woo.Order = await shop.orders.get(7)
    [order.id for order in shop.orders.list()]  # E: "AsyncPagedListing[Order]" has no attribute "__iter__" (not iterable)
    account.orders.get(7).reference  # E: "Awaitable[Order]" has no attribute "reference"


def searching(start: datetime, end: datetime) -> None:
    bp.OrderSearchRow.placed_on.is_(start)  # E: "InstantColumn" has no attribute "is_"
    bp.OrderSearchRow.placed_on.between("2026-01-01", end)  # E: Argument 1 to "between" of "InstantColumn" has incompatible type "str"; expected "datetime"
    bp.OrderSearchRow.order_id.between(1, 2)  # E: "IdColumn" has no attribute "between"
    bp.OrderSearchRow.order_status_id.is_("4")  # E: Argument 1 to "is_" of "IntegerColumn" has incompatible type "str"; expected "int"
    bp.OrderSearchRow.where(True)  # E: Argument 1 to "where" of "SearchRow" has incompatible type "bool"; expected "Filter"
    bp.SalesOrderRowDraft(net=Decimal(1), discount=Decimal(0))  # E: Unexpected keyword argument "discount" for "SalesOrderRowDraft"
