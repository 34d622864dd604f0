"""Sales orders that are there twice: read once more before the younger are cancelled, as people may have begun with one meanwhile."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeVar

import brightpearl_sdk as bp
from bpwoo_sync.effects.flow import Flow, ask_brightpearl, every_row
from bpwoo_sync.effects.reading import sales_orders_in
from bpwoo_sync.effects.restocking import Unable
from bpwoo_sync.mapping.cancellations import why_kept
from bpwoo_sync.plan import Action, Document

N = TypeVar("N")

Waiting = Sequence[tuple[Action, Document]]


def duplicates_to_cancel(waiting: Waiting) -> Flow[dict[str, Document | Unable | None]]:
    """For each duplicate the status that it is to have; none for one that is cancelled, and why not where anything hangs on it."""
    younger = sorted({int(payload["orderId"]) for _, payload in waiting})
    read = yield from sales_orders_in(sorted({*younger, *(int(payload["keptId"]) for _, payload in waiting)}))
    there, ids = {order.id: order for order in read}, bp.IdSet.of(younger)
    payment, order = bp.CustomerPaymentRow, bp.OrderSearchRow
    payments = yield from every_row(bp.CustomerPayments.search(payment.where(payment.order_id.within(ids))))
    children = yield from every_row(bp.Orders.search(order.where(order.parent_order_id.within(ids))))
    paid, followed = {each.order_id for each in payments}, {each.parent_order_id for each in children}
    noted = yield from _noted(ids)
    return {action.key: _due(payload, there, paid, noted, followed) for action, payload in waiting}


def _noted(ids: bp.IdSet) -> Flow[set[int | None]]:
    """Which of these sales orders have a goods-out note or a drop-ship note."""
    sent = yield from _notes(bp.GoodsOutNotes.of_orders(ids))
    dropped = yield from _notes(bp.DropShipNotes.of_orders(ids))
    return {note.order_id for note in sent.values()} | {note.order_id for note in dropped.values()}


def _notes(operation: bp.Operation[dict[int, N]]) -> Flow[dict[int, N]]:
    """The notes of some orders; Brightpearl answers with 404 where there are none."""
    try:
        return (yield from ask_brightpearl(operation))
    except bp.NotFoundError:
        return {}


def _due(
    payload: Mapping[str, Any],
    there: Mapping[int, bp.SalesOrder],
    paid: Collection[int | None],
    noted: Collection[int | None],
    followed: Collection[int | None],
) -> Document | Unable | None:
    younger, oldest = there.get(int(payload["orderId"])), there.get(int(payload["keptId"]))
    if younger is not None and younger.is_canceled:
        return None
    if younger is None or oldest is None:
        return Unable(f"sales order {payload['orderId' if younger is None else 'keptId']} is not there any more.")
    if younger.external_ref != payload["externalRef"]:
        return Unable(f"sales order {younger.id} was not cancelled: its reference is {younger.external_ref} by now.")
    of_it = (younger.id in paid, younger.id in noted, younger.id in followed)
    reason = why_kept(younger, oldest, paid=of_it[0], noted=of_it[1], followed=of_it[2])
    if reason:
        return Unable(f"sales order {younger.id} was not cancelled: {reason}.")
    return {name: payload[name] for name in ("orderStatusId", "orderNote")}
