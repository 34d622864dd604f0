"""Goods that left: the shop's customer is told, and an order of which nothing is left is completed."""

from __future__ import annotations

from typing import Any

import woocommerce_sdk as woo
from bpwoo_sync.issues import Issue, issue
from bpwoo_sync.mapping.orders import order_key
from bpwoo_sync.mapping.shipments import NOTES_MARK, TRACKING_MARK, Shipment, customer_text, is_whole, shipments_of, told
from bpwoo_sync.plan import Action
from bpwoo_sync.situation import Situation


def shipment_actions(order: woo.Order, situation: Situation) -> tuple[list[Action], list[Issue]]:
    """The writes that tell the shop of what left for one order: a note for each shipment, then marks and status."""
    imported = situation.sales_orders_of(order)
    if not imported or not situation.tables.shipments.push:
        return [], []
    sales_order, number = imported[0], order_key(order)
    shipments = shipments_of(situation.goods_out_of(sales_order.id), situation.tables)
    fresh = [shipment for shipment in shipments if shipment.note_id not in told(order)]
    if not fresh:
        return [], []
    whole = is_whole(order, sales_order, shipments, situation.refunds_of(order), situation.tracked, number)
    notes = [_note(order, shipment, situation) for shipment in fresh] if situation.tables.shipments.tell_customer else []
    after = tuple(action.key for action in notes)
    unpaid = (issue("SHIPPED_UNPAID", "order", number),) if order.status == woo.OrderStatus.ON_HOLD else ()
    return [*notes, _update(order, shipments, bool(whole.value), situation, after)], [*whole.issues, *unpaid]


def _note(order: woo.Order, shipment: Shipment, situation: Situation) -> Action:
    number = order_key(order)
    moment = shipment.shipped_at
    day = moment.astimezone(situation.tables.store.zone).date().isoformat() if moment is not None else "an earlier day"
    return Action(
        key=f"shipped:{situation.ref(order)}:{shipment.note_id}",
        kind="shop-note",
        payload={"note": customer_text(shipment, day), "customer_note": True},
        entity=f"order {number}",
        summary=f"Tell the customer of order {number} of goods-out note {shipment.note_id}",
        target=str(order.id),
    )


def _update(order: woo.Order, shipments: tuple[Shipment, ...], whole: bool, situation: Situation, after: tuple[str, ...]) -> Action:
    number = order_key(order)
    ids = ",".join(str(shipment.note_id) for shipment in shipments)
    tracking = ",".join(part for shipment in shipments for part in shipment.tracking)
    payload: dict[str, Any] = {"meta_data": [{"key": NOTES_MARK, "value": ids}, {"key": TRACKING_MARK, "value": tracking}]}
    partly = situation.tables.shipments.partly_shipped_status
    status = "completed" if whole else partly
    # The shop takes an order for paid when it completes one: only those that it holds to be paid are moved on, and
    # none is ever moved back.
    moves = status and order.status.value in ("processing", partly) and status != order.status.value
    if moves:
        payload["status"] = status
    return Action(
        key=f"shipped:{situation.ref(order)}:{ids}:{status}",
        kind="shop-order",
        payload=payload,
        entity=f"order {number}",
        summary=f"{'Complete' if whole and moves else 'Note the shipment of'} order {number}",
        target=str(order.id),
        after=after,
    )
