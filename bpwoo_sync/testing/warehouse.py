"""What people in the account's warehouse do, for demos and tests."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import brightpearl_sdk as bp
from brightpearl_sdk.testing import BrightpearlDouble


def ship_orders(account: bp.Brightpearl, moment: datetime, *, most: int, statuses: Collection[int] = ()) -> int:
    """Take the goods of some unshipped orders from the shelf at this moment, and send them off: how many left.

    Only orders in one of these statuses, where any is named.
    """
    row = bp.SalesOrderSearchRow
    found = account.sales_orders.search(row.where(row.order_shipping_status.is_("SNS")))
    waiting = [each.sales_order_id for each in found if not statuses or each.order_status_id in statuses]
    if not waiting:
        return 0
    tracked = {each.product_id for each in account.products.search(bp.ProductRow.where(bp.ProductRow.stock_tracked.is_(True)))}
    shipped = 0
    for order in account.sales_orders.get_set(id for id in waiting if id is not None):
        goods = [each for each in order.rows if each.product_id in tracked and each.id is not None and each.product_id is not None]
        products = tuple(
            bp.GoodsOutNoteProductDraft(product_id=each.product_id, sales_order_row_id=each.id, quantity=int(each.quantity))
            for each in goods
            if each.product_id is not None and each.id is not None and each.quantity is not None
        )
        leaving = bp.GoodsOutNoteWarehouseDraft(warehouse_id=2, products=products, release_date=moment)
        try:
            (note,) = account.goods_out_notes.create(order.id, bp.GoodsOutNotesDraft(warehouses=(leaving,), shipping_method_id=1))
        except bp.InvalidError:
            continue  # not enough on the shelf
        tracking = bp.GoodsOutNoteShippingDraft(reference=f"TRACK{note}", shipping_method_id=1)
        account.goods_out_notes.replace(note, bp.GoodsOutNoteUpdateDraft(shipping=tracking))
        left = bp.GoodsOutNoteEventDraft(event_code=bp.GoodsOutNoteEventCode.SHIPPED, occurred=moment, event_owner_id=4)
        account.goods_out_note_events.create(note, bp.GoodsOutNoteEventsDraft(events=(left,)))
        shipped += 1
        if shipped == most:
            break
    return shipped


def cost_goods(double: BrightpearlDouble, sales_order_id: int, cost: str) -> None:
    """Put what a piece cost onto the rows of a sales order, in the currency of the books: the double keeps no costs itself."""
    (order,) = (each for each in double.records("orders") if each["id"] == sales_order_id)
    currency = double.base_currency
    double.load("orders", [{**order, "rows": [{**row, "itemCost": cost, "costCurrency": currency} for row in order["rows"]]}])
