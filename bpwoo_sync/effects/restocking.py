"""Goods-in notes of sales credits: rows, location and value are read before a note is made, and notes that are there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from attrs import frozen

import brightpearl_sdk as bp
from bpwoo_sync.effects.flow import Flow, ask_brightpearl
from bpwoo_sync.plan import Action, Document

Waiting = Sequence[tuple[Action, Document]]


@frozen
class Unable:
    """Why something cannot be sent, as far as was read for it."""

    reason: str


def goods_to_take_in(waiting: Waiting) -> Flow[dict[str, Document | Unable | None]]:
    """For each credit the note to be made; none where anything was taken in for it already, by us or by people."""
    credits = yield from ask_brightpearl(bp.SalesCredits.get_set(sorted({int(payload["orderId"]) for _, payload in waiting})))
    noted = {note.order_id for note in (yield from notes_of(waiting)).values()}
    due = [(action, payload) for action, payload in waiting if int(payload["orderId"]) not in noted]
    costs = (yield from _costs(due)) if due else {}
    places: dict[int, int] = {}
    for warehouse_id in sorted({int(payload["warehouseId"]) for _, payload in due if payload["locationId"] is None}):
        places[warehouse_id] = yield from ask_brightpearl(bp.DefaultLocations.get(warehouse_id))
    there = {credit.id: credit for credit in credits}
    found: dict[str, Document | Unable | None] = {action.key: None for action, _ in waiting}
    for action, payload in due:
        location = payload["locationId"] if payload["locationId"] is not None else places[int(payload["warehouseId"])]
        found[action.key] = _note(payload, there.get(int(payload["orderId"])), costs, location)
    return found


def notes_of(waiting: Waiting) -> Flow[Mapping[int, bp.GoodsInNote]]:
    """The goods-in notes of these credits, by id, but for those that were cancelled."""
    try:
        notes = yield from ask_brightpearl(bp.GoodsInNotes.of_orders(sorted({int(payload["orderId"]) for _, payload in waiting})))
    except bp.NotFoundError:
        return {}
    return {id: note for id, note in notes.items() if note.goods_note_status != bp.GoodsNoteStatus.CANCELLED}


Costs = Mapping[tuple[int, str], tuple[str | None, Decimal]]


def _costs(waiting: Waiting) -> Flow[Costs]:
    """What one piece of each sold row cost, with its currency, by sales order and the row's reference."""
    ids = sorted({int(payload["salesOrderId"]) for _, payload in waiting})
    sales_orders = yield from ask_brightpearl(bp.SalesOrders.get_set(ids))
    costs = {order.id: order.order_rows or {} for order in (yield from ask_brightpearl(bp.Orders.get_set(ids)))}
    found: dict[tuple[int, str], tuple[str | None, Decimal]] = {}
    for order in sales_orders:
        for row in order.rows:
            told = costs.get(order.id, {}).get(str(row.id))
            cost = told.item_cost if told is not None else None
            if cost is not None and row.external_ref:
                found[order.id, row.external_ref] = (cost.currency_code, cost.value or Decimal(0))
    return found


def _note(payload: Mapping[str, Any], credit: bp.SalesCredit | None, costs: Costs, location: int) -> Document | Unable:
    if credit is None:
        return Unable(f"sales credit {payload['orderId']} is not there.")
    rows = {row.external_ref: row for row in credit.rows}
    moved = []
    for line in payload["lines"]:
        row = rows.get(line["row"])
        if row is None or row.product_id != line["productId"]:
            return Unable(f"sales credit {credit.id} has no row {line['row']} of product {line['productId']}.")
        currency, cost = costs.get((int(payload["salesOrderId"]), line["soldRow"]), (None, Decimal(0)))
        if cost <= 0 or currency != payload["currency"]:
            told = f"{cost} {currency}" if cost > 0 else "none"
            return Unable(f"no cost of product {line['productId']} in {payload['currency']} stands on its sales order (there is {told}).")
        moved.append(
            {
                "productId": line["productId"],
                "purchaseOrderRowId": row.id,
                "quantity": line["quantity"],
                "destinationLocationId": location,
                "productValue": {"currency": currency, "value": cost},
            }
        )
    return {"transfer": False, "warehouseId": payload["warehouseId"], "goodsMoved": moved, "userBatchReference": payload["reference"]}
