"""Orders that Brightpearl has twice: what there is to say of them, and the write that cancels the younger sales orders.

No sync makes that write by itself: which of two is the right one is for people to say, so a person approves it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.issues import Issue, Severity, issue
from bpwoo_sync.mapping.cancellations import why_kept
from bpwoo_sync.mapping.orders import order_key
from bpwoo_sync.plan import Action
from bpwoo_sync.planning.order_links import linked_id
from bpwoo_sync.situation import Situation


@frozen(kw_only=True)
class Duplicated:
    """An order with several live sales orders, the oldest first.

    ``number`` is the order as the shop calls it, its reference where the shop has no such order. ``kept`` says why the
    younger are not cancelled: one reason is enough. It is blank where nothing hangs on any of them.
    """

    ref: str
    number: str
    live: tuple[bp.SalesOrder, ...]
    kept: str = ""


def duplicated(ref: str, sales_orders: Sequence[bp.SalesOrder], situation: Situation) -> Duplicated | None:
    """The sales orders of one reference that are too many; None where at most one of them is live."""
    live = tuple(each for each in sales_orders if not each.is_canceled) if len(sales_orders) > 1 else ()
    if not ref or len(live) < 2:
        return None
    order = situation.order_of_ref(ref)
    reasons = ((each, _why_kept(each, live[0], order, situation)) for each in live[1:])
    kept = next((f"{each.id} is not cancelled by a repair: {reason}." for each, reason in reasons if reason), "")
    return Duplicated(ref=ref, number=ref if order is None else order_key(order), live=live, kept=kept)


def all_duplicated(situation: Situation) -> Iterator[Duplicated]:
    """Every order that Brightpearl has several times."""
    for ref, sales_orders in situation.sales_orders.items():
        found = duplicated(ref, sales_orders, situation)
        if found is not None:
            yield found


def duplicate_issue(found: Duplicated, severity: Severity | None = None) -> Issue:
    """What there is to say of an order that is there several times."""
    ids = ", ".join(str(each.id) for each in found.live)
    told = f"Sales orders {ids} all have the reference {found.ref}."
    return issue("DUPLICATE_ORDER", "order", found.number, f"{told} {found.kept}".strip(), severity=severity, actual=ids)


def duplicate_actions(situation: Situation) -> list[Action]:
    """The writes that cancel all but the oldest sales order of an order, where nothing hangs on any of the others.

    What hangs on them is looked at once more when such a write is carried out.
    """
    status = situation.cancelled_status_id
    if status is None:
        return []
    return [_cancelling(found, each, status) for found in all_duplicated(situation) if not found.kept for each in found.live[1:]]


def _cancelling(found: Duplicated, younger: bp.SalesOrder, status_id: int) -> Action:
    oldest = found.live[0]
    text = f"Cancelled: order {found.number} was there twice, and sales order {oldest.id} stays."
    return Action(
        key=_key(found.ref, younger),
        kind="duplicate-order",
        payload={
            "orderId": younger.id,
            "keptId": oldest.id,
            "externalRef": found.ref,
            "orderStatusId": status_id,
            "orderNote": {"text": text},
        },
        entity=f"order {found.number}",
        summary=f"Cancel sales order {younger.id}, as order {found.number} is there twice; sales order {oldest.id} stays",
        target=str(younger.id),
    )


def _why_kept(younger: bp.SalesOrder, oldest: bp.SalesOrder, order: woo.Order | None, situation: Situation) -> str:
    if order is not None and linked_id(order, situation) == str(younger.id):
        return "the shop's order is linked to it"
    if situation.ledger.settled(_key(younger.external_ref or "", younger)):
        return "it was cancelled by one before, and somebody opened it again"
    return why_kept(
        younger,
        oldest,
        paid=bool(situation.payments_of(younger.id)),
        noted=bool(situation.notes_of(younger.id)),
        followed=any(credit.parent_id == younger.id for credit in situation.account.sales_credits),
    )


def _key(ref: str, younger: bp.SalesOrder) -> str:
    return f"cancel-duplicate:{ref}:{younger.id}"
