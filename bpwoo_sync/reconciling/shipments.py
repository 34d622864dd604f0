"""What left the warehouse, and what the shop holds to be done."""

from __future__ import annotations

import woocommerce_sdk as woo
from bpwoo_sync.issues import Issue, issue
from bpwoo_sync.mapping.orders import order_key
from bpwoo_sync.mapping.shipments import is_whole, shipments_of
from bpwoo_sync.situation import Situation


def status_differences(situation: Situation) -> list[Issue]:
    """Orders that one side holds to be done and the other does not."""
    found = []
    for order in situation.shop.orders:
        imported = situation.sales_orders_of(order)
        if not imported:
            continue
        sales_order, key = imported[0], order_key(order)
        shipments = shipments_of(situation.goods_out_of(sales_order.id), situation.tables)
        whole = is_whole(order, sales_order, shipments, situation.refunds_of(order), situation.tracked, key).value
        if whole and order.status == woo.OrderStatus.PROCESSING:
            found.append(issue("STATUS_DRIFT", "order", key, f"Order {key} was shipped whole, and waits in the shop."))
        elif order.status == woo.OrderStatus.COMPLETED and sales_order.shipping_status_code in ("SNS", "SPS"):
            found.append(issue("STATUS_DRIFT", "order", key, f"Order {key} is completed in the shop, and was not shipped whole."))
        done = order.status in (woo.OrderStatus.CANCELLED, woo.OrderStatus.REFUNDED)
        if (sales_order.is_canceled and not done) or (order.status == woo.OrderStatus.CANCELLED and not sales_order.is_canceled):
            found.append(issue("CANCEL_DRIFT", "order", key, f"Order {key} is cancelled on one side only."))
    return found
