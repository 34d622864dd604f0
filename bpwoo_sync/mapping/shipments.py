"""What left the warehouse, as the shop tells its customer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from attrs import frozen

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.issues import Issue, Mapped, issue
from bpwoo_sync.mapping.money import ZERO
from bpwoo_sync.tables import Tables

_BETWEEN = re.compile(r"[,;\s]+")

#: What we write into an order of the shop about its shipments.
NOTES_MARK = "_bp_gon_ids"
TRACKING_MARK = "_bp_tracking"


@frozen(kw_only=True)
class Shipment:
    """One goods-out note that left: which one, when, by whom, and how many of each row of the sales order."""

    note_id: int
    shipped_at: datetime | None
    carrier: str
    tracking: tuple[str, ...]
    quantities: Mapping[int, Decimal]


def shipments_of(notes: Mapping[int, bp.GoodsOutNote], tables: Tables) -> tuple[Shipment, ...]:
    """The shipped notes of one order, oldest first; transfers and notes that wait are none."""
    found = []
    for id, note in sorted(notes.items()):
        if note.transfer or note.status is None or not note.status.shipped:
            continue
        shipping = note.shipping
        reference = (shipping.reference if shipping is not None else None) or ""
        method = shipping.shipping_method_id if shipping is not None else None
        found.append(
            Shipment(
                note_id=id,
                shipped_at=note.status.shipped_on,
                carrier=tables.shipments.carriers.get(str(method), ""),
                tracking=tuple(part for part in _BETWEEN.split(reference.strip()) if part),
                quantities={
                    int(row): sum((Decimal(line.quantity or 0) for line in lines), ZERO) for row, lines in (note.order_rows or {}).items()
                },
            )
        )
    return tuple(found)


def told(order: woo.Order) -> frozenset[int]:
    """The goods-out notes that the shop's order knows of."""
    value = woo.meta_value(order.meta_data, NOTES_MARK)
    return frozenset(int(part) for part in str(value or "").split(",") if part.strip().isdigit())


def customer_text(shipment: Shipment, shop_day: str) -> str:
    """What the customer is told of a shipment."""
    carrier = f" by {shipment.carrier}" if shipment.carrier else ""
    tracking = f" Tracking: {', '.join(shipment.tracking)}." if shipment.tracking else ""
    return f"Your order was shipped on {shop_day}{carrier}.{tracking}"


def is_whole(
    order: woo.Order,
    sales_order: bp.SalesOrder,
    shipments: Iterable[Shipment],
    refunds: Iterable[woo.Refund],
    tracked: frozenset[int],
    key: str,
) -> Mapped[bool]:
    """Whether everything that can be shipped was shipped, less what was given back.

    ``tracked`` are the products that a warehouse holds; other rows do not keep an order open. A bundle is shipped once
    its components are.
    """
    sent: dict[int, Decimal] = {}
    for shipment in shipments:
        for row_id, quantity in shipment.quantities.items():
            sent[row_id] = sent.get(row_id, ZERO) + quantity
    back = refunded_quantities(refunds)
    rows = {row.id: row for row in sales_order.rows if row.id is not None}
    unknown = [row_id for row_id in sent if row_id not in rows]
    issues: tuple[Issue, ...] = ()
    if unknown:
        issues = (issue("ROW_NOT_FOUND", "order", key, f"Goods left for row {unknown[0]}, which sales order {sales_order.id} lacks."),)
    for row_id, row in rows.items():
        if row.product_id not in tracked or row.bundle_parent:
            continue
        parent = rows.get(row.parent_row_id) if row.parent_row_id else None
        due = (row.quantity or ZERO) - _given_back(row, parent, back)
        if sent.get(row_id, ZERO) < due:
            return Mapped(value=False, issues=issues)
    return Mapped(value=bool(sent), issues=issues)


def refunded_quantities(refunds: Iterable[woo.Refund]) -> dict[str, Decimal]:
    """Pieces that were given back, by the row reference of the line they were sold on."""
    back: dict[str, Decimal] = {}
    for refund in refunds:
        for line in refund.line_items:
            ref = f"L{woo.meta_value(line.meta_data, '_refunded_item_id')}"
            back[ref] = back.get(ref, ZERO) + abs(line.quantity)
    return back


def _given_back(row: bp.SalesOrderRow, parent: bp.SalesOrderRow | None, back: Mapping[str, Decimal]) -> Decimal:
    if parent is None:
        return back.get(row.external_ref or "", ZERO)
    whole = parent.quantity or ZERO
    each = (row.quantity or ZERO) / whole if whole else ZERO
    return back.get(parent.external_ref or "", ZERO) * each
