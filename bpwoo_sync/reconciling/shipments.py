"""What left the warehouse, and what the shop holds to be done."""

from __future__ import annotations

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.issues import Issue, Severity, issue
from bpwoo_sync.mapping.orders import order_key, status_of
from bpwoo_sync.mapping.shipments import is_whole, shipments_of
from bpwoo_sync.reconciling.moments import A_DAY, Moments
from bpwoo_sync.situation import Situation

#: Brightpearl's codes of orders of which nothing, or only a part, was shipped.
_NOT_SHIPPED = ("SNS", "SPS")


def status_differences(situation: Situation, moments: Moments) -> list[Issue]:
    """Orders that one side holds to be done and the other does not."""
    found = []
    for order in situation.shop.orders:
        imported = situation.sales_orders_of(order)
        if imported and not imported[0].is_canceled:
            found += _status(order, imported[0], situation, moments)
    return found


def _status(order: woo.Order, sales_order: bp.SalesOrder, situation: Situation, moments: Moments) -> list[Issue]:
    key, notes = order_key(order), situation.notes_of(sales_order.id)
    shipments = shipments_of(notes, situation.carriers)
    whole = is_whole(order, sales_order, shipments, situation.refunds_of(order), situation.catalogue, key).value
    shipped_at = max((each.shipped_at for each in shipments if each.shipped_at is not None), default=None)
    pending = moments.severity(order.date_modified_gmt, sales_order.updated_on, shipped_at)
    waits = status_of(order) in ("processing", situation.tables.shipments.partly_shipped_status)
    if whole and waits:
        severity = pending or (Severity.ERROR if moments.older(shipped_at, A_DAY) else None)
        told = f"Order {key} was shipped whole, and waits in the shop."
        return [issue("STATUS_DRIFT", "order", key, told, severity=severity, expected="completed", actual=status_of(order))]
    tracked = any(row.product_id in situation.tracked and not row.bundle_parent for row in sales_order.rows)
    if not whole and tracked and order.status == woo.OrderStatus.COMPLETED and sales_order.shipping_status_code in _NOT_SHIPPED:
        told = f"Order {key} is completed in the shop, and was not shipped whole."
        return [issue("STATUS_DRIFT", "order", key, told, severity=pending, expected="shipped", actual=sales_order.shipping_status_code)]
    return []
