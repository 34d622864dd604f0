"""Goods that left: the shop's customer is told, and an order of which nothing is left is completed."""

from __future__ import annotations

from typing import Any

from attrs import evolve

import woocommerce_sdk as woo
from bpwoo_sync.issues import Issue, issue
from bpwoo_sync.mapping.orders import order_key
from bpwoo_sync.mapping.shipments import (
    NOTES_MARK,
    TRACKING_MARK,
    Shipment,
    customer_text,
    is_whole,
    shipments_of,
    told,
    tracking_item,
)
from bpwoo_sync.plan import Action
from bpwoo_sync.situation import Situation


def shipment_actions(order: woo.Order, situation: Situation) -> tuple[list[Action], list[Issue]]:
    """The writes that tell the shop of what left for one order: a note for each shipment, then marks and status."""
    imported = situation.sales_orders_of(order)
    if not imported or not situation.tables.shipments.push:
        return [], []
    sales_order, number = imported[0], order_key(order)
    shipments = shipments_of(situation.notes_of(sales_order.id), situation.carriers)
    fresh = [shipment for shipment in shipments if shipment.note_id not in told(order)]
    if not fresh and not (shipments and order.status.value in _open(situation)):
        return [], []
    whole = is_whole(order, sales_order, shipments, situation.refunds_of(order), situation.catalogue, number)
    if not fresh:
        # All that left was told before. Since then the rest was given back, or the order was paid; it is moved on once, as
        # people may open again what was completed.
        update = _update(order, shipments, bool(whole.value), situation, ())
        return ([update] if whole.value and not situation.ledger.settled(update.key) else []), []
    trackings = [each for shipment in fresh for each in _trackings(order, shipment, situation)]
    notes = [_note(order, shipment, situation) for shipment in fresh] if situation.tables.shipments.tell_customer else []
    told_first = tuple(action.key for action in trackings)
    notes = [evolve(note, after=told_first) for note in notes]
    after = (*told_first, *(action.key for action in notes))
    unpaid = (issue("SHIPPED_UNPAID", "order", number),) if order.status == woo.OrderStatus.ON_HOLD else ()
    return [*trackings, *notes, _update(order, shipments, bool(whole.value), situation, after)], [*whole.issues, *unpaid]


def _trackings(order: woo.Order, shipment: Shipment, situation: Situation) -> list[Action]:
    """The writes that give a shipment's tracking numbers to the plug-in, where the tables name it."""
    if not situation.tables.shipments.tracking_plugin:
        return []
    number, day = order_key(order), _day(shipment, situation)
    return [
        Action(
            key=f"tracking:{situation.ref(order)}:{shipment.note_id}:{tracking}",
            kind="shop-tracking",
            payload=tracking_item(shipment, tracking, day, situation.tables),
            entity=f"order {number}",
            summary=f"Tell the shop the tracking number {tracking} of order {number}",
            target=str(order.id),
        )
        for tracking in shipment.tracking
    ]


def _day(shipment: Shipment, situation: Situation) -> str:
    """The day on which a shipment left, where the shop is; blank where it is not known."""
    moment = shipment.shipped_at
    return "" if moment is None else moment.astimezone(situation.tables.store.shop_zone).date().isoformat()


def _note(order: woo.Order, shipment: Shipment, situation: Situation) -> Action:
    number = order_key(order)
    day = _day(shipment, situation) or "an earlier day"
    return Action(
        key=f"shipped:{situation.ref(order)}:{shipment.note_id}",
        kind="shop-note",
        payload={"note": customer_text(shipment, day), "customer_note": True},
        entity=f"order {number}",
        summary=f"Tell the customer of order {number} of goods-out note {shipment.note_id}",
        target=str(order.id),
    )


def _open(situation: Situation) -> tuple[str, str]:
    """The statuses of orders that are paid and not yet completed."""
    return "processing", situation.tables.shipments.partly_shipped_status


def _update(order: woo.Order, shipments: tuple[Shipment, ...], whole: bool, situation: Situation, after: tuple[str, ...]) -> Action:
    number = order_key(order)
    ids = ",".join(str(shipment.note_id) for shipment in shipments)
    tracking = ",".join(part for shipment in shipments for part in shipment.tracking)
    payload: dict[str, Any] = {"meta_data": [{"key": NOTES_MARK, "value": ids}, {"key": TRACKING_MARK, "value": tracking}]}
    status = "completed" if whole else situation.tables.shipments.partly_shipped_status
    # The shop takes an order for paid when it completes one: only those that it holds to be paid are moved on, and
    # none is ever moved back.
    moves = status and order.status.value in _open(situation) and status != order.status.value
    if moves:
        payload["status"] = status
    return Action(
        key=f"shipped:{situation.ref(order)}:{ids}:{status if moves else ''}",
        kind="shop-order",
        payload=payload,
        entity=f"order {number}",
        summary=f"{'Complete' if whole and moves else 'Note the shipment of'} order {number}",
        target=str(order.id),
        after=after,
    )
