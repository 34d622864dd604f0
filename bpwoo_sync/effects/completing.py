"""Writes that depend on what the sales order has become: read first, ten at a time, so that nothing is written over or twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import brightpearl_sdk as bp
from bpwoo_sync.effects.duplicates import duplicates_to_cancel
from bpwoo_sync.effects.flow import Flow, ask_brightpearl
from bpwoo_sync.effects.restocking import Unable, goods_to_take_in
from bpwoo_sync.effects.reversals import payments_to_take_back
from bpwoo_sync.plan import Action, Document

Waiting = Sequence[tuple[Action, Document]]

#: Allocation as it is before anything is reserved.
_NOT_ALLOCATED = "ANA"


def _fields_to_set(waiting: Waiting) -> Flow[dict[str, Document | Unable | None]]:
    """For each order the fields that are empty: what people entered stays."""
    orders = yield from ask_brightpearl(
        bp.including(bp.Orders.get_set(sorted(_order_id(payload) for _, payload in waiting)), "customFields")
    )
    there = {order.id: order.custom_fields if isinstance(order.custom_fields, dict) else {} for order in orders}
    found: dict[str, Document | Unable | None] = {}
    for action, payload in waiting:
        set_already = there.get(_order_id(payload), {})
        wanted = {code: value for code, value in payload["values"].items() if set_already.get(code) is None}
        found[action.key] = [bp.Patch.add(f"/{code}", value).document for code, value in wanted.items()] or None
    return found


def _pieces_to_reserve(waiting: Waiting) -> Flow[dict[str, Document | Unable | None]]:
    """For each order the rows to reserve stock for; none for one of which anything is reserved already."""
    orders = yield from ask_brightpearl(bp.SalesOrders.get_set(sorted(_order_id(payload) for _, payload in waiting)))
    there = {order.id: order for order in orders}
    return {action.key: _reservation(there.get(_order_id(payload)), payload["productIds"]) for action, payload in waiting}


def _reservation(order: bp.SalesOrder | None, tracked: Sequence[int]) -> Document | None:
    if order is None or order.allocation_status_code != _NOT_ALLOCATED:
        return None
    rows = [
        {"productId": row.product_id, "salesOrderRowId": row.id, "quantity": int(row.quantity)}
        for row in order.rows
        if row.product_id in tracked and isinstance(row.quantity, Decimal) and row.quantity >= 1
    ]
    return {"products": rows} if rows else None


def _order_id(payload: Mapping[str, Any]) -> int:
    return int(payload["orderId"])


#: For each kind what is to be sent, by action; None where there is nothing to do any more.
COMPLETED: Mapping[str, Callable[[Waiting], Flow[dict[str, Document | Unable | None]]]] = {
    "order-fields": _fields_to_set,
    "reservation": _pieces_to_reserve,
    "goods-in": goods_to_take_in,
    "duplicate-order": duplicates_to_cancel,
    "payment-reversal": payments_to_take_back,
}
