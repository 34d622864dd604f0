"""Orders that the shop changed after their import: brought into Brightpearl where it is safe, else told with why not."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from attrs import evolve

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.issues import Issue, issue
from bpwoo_sync.mapping.content_hash import content_hash
from bpwoo_sync.mapping.customers import is_erased
from bpwoo_sync.mapping.edits import (
    account_digest,
    differing_fields,
    own_rows,
    row_differences,
    same_addresses,
    sent_digest,
    told_differences,
    why_not_changed,
)
from bpwoo_sync.mapping.money import ZERO, plain
from bpwoo_sync.mapping.orders import OrderImport, balanced_rows, order_import, order_key
from bpwoo_sync.plan import Action, Document
from bpwoo_sync.planning.actions import CONTENT_MARK, SENT_MARK, document, mark_action
from bpwoo_sync.planning.fates import is_credited
from bpwoo_sync.situation import Situation

#: What stays as it is in Brightpearl, whatever the shop's order says now: people may have chosen it there.
_KEPT = (
    "ref",
    "externalRef",
    "installedIntegrationInstanceId",
    "placedOn",
    "taxDate",
    "parentId",
    "statusId",
    "warehouseId",
    "channelId",
    "staffOwnerId",
    "projectId",
    "leadSourceId",
    "teamId",
    "priceListId",
    "priceModeCode",
    "currency",
    "customFields",
)


def is_edited(order: woo.Order) -> bool:
    """Whether the shop changed an order since it was imported."""
    known = woo.meta_value(order.meta_data, CONTENT_MARK)
    return bool(known) and str(known) != content_hash(order)


def edit_actions(order: woo.Order, sales_order: bp.SalesOrder, situation: Situation) -> tuple[list[Action], list[Issue]]:
    """What an order that was changed in the shop needs: nothing where both sides say the same again, a change, or a person."""
    if not is_edited(order):
        return [], []
    rows = balanced_rows(order, situation.tables, situation.catalogue).value
    differing = row_differences(rows, sales_order) if rows is not None else ()
    same = rows is not None and not differing and same_addresses(order, sales_order, situation.tables)
    if is_erased(order):
        return [], [_told(order, differing, "the customer was erased in the shop")] if differing else []
    if situation.tables.orders.edits == "report":
        return [], [] if same else [_told(order, differing)]
    mapped = order_import(order, situation.tables, situation.catalogue)
    made = mapped.value
    if made is None or mapped.blocked:
        return [], [*mapped.issues, _told(order, differing, "the order cannot be mapped as it is now")]
    if sent_digest(made.sales_order) == account_digest(sales_order):
        return [_marked_anew(made, sales_order)], []
    sent = str(woo.meta_value(order.meta_data, SENT_MARK) or "")
    notes, received = situation.notes_of(sales_order.id).values(), situation.received.get(sales_order.id, ZERO)
    reason = why_not_changed(made, sales_order, notes, received, sent, credited=is_credited(order, situation))
    if reason:
        return [], [_told(order, differing, reason)]
    change = _change(made, sales_order, differing)
    return [change, evolve(_marked_anew(made, sales_order), after=(change.key,))], list(mapped.issues)


def _told(order: woo.Order, differing: Sequence[Any], reason: str = "") -> Issue:
    key = order_key(order)
    why = f" It is not changed in Brightpearl: {reason}." if reason else ""
    told = f"Order {key} was changed in the shop. {told_differences(differing) or 'An address or a name differs.'}{why}"
    return issue("EDITED_AFTER_IMPORT", "order", key, told, field=differing_fields(differing), actual=reason)


def _change(made: OrderImport, sales_order: bp.SalesOrder, differing: Sequence[Any]) -> Action:
    what = f": {told_differences(differing)}" if differing else ": an address"
    return Action(
        key=f"order-change:{made.ref}:{made.content[:16]}:{sales_order.version}",
        kind="order-change",
        payload=changed_payload(made, sales_order),
        entity=f"order {made.number}",
        summary=f"Change sales order {sales_order.id} of order {made.number}{what}",
        target=str(sales_order.id),
    )


def _marked_anew(made: OrderImport, sales_order: bp.SalesOrder) -> Action:
    more = {SENT_MARK: sent_digest(made.sales_order)}
    again = str(sales_order.version or "now")
    return mark_action(made.ref, made.order_id, made.number, made.content, sales_order.id, (), more=more, again=again)


def changed_payload(made: OrderImport, sales_order: bp.SalesOrder) -> Document:
    """A sales order as a whole, as Brightpearl wants it in the place of one: rows, addresses and shipping method of the shop's.

    Everything else stays as it is there: what is left out would be cleared. A row that exists keeps its id, name, nominal
    code and place. ``version`` is the one that was read: any other refuses the change.
    """
    wanted, there = document(made.sales_order), _plain(dict(bp.encode(sales_order)))
    by_ref = {row.external_ref: _plain(dict(bp.encode(row))) for row in own_rows(sales_order) if row.external_ref}
    kept = {name: there[name] for name in _KEPT if there.get(name) is not None}
    delivery = {name: value for name, value in wanted["delivery"].items() if name != "date"}
    return {
        **kept,
        "customer": {**wanted["customer"], "id": (there.get("customer") or {}).get("id") or there.get("customerId")},
        "billing": {**wanted["billing"], **_named(there.get("billing") or {}, "contactId")},
        "delivery": {**delivery, **_named(there.get("delivery") or {}, "date")},
        "rows": [{**row, **_named(by_ref.get(row["externalRef"], {}), "id", "name", "nominalCode", "sequence")} for row in wanted["rows"]],
        "version": sales_order.version,
    }


def _named(document: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: document[name] for name in names if document.get(name) is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return value
