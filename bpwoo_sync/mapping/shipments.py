"""What left the warehouse, as the shop tells its customer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal

from attrs import frozen

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.catalogue import Catalogue
from bpwoo_sync.described import described
from bpwoo_sync.issues import Mapped, issue
from bpwoo_sync.mapping.money import ZERO
from bpwoo_sync.mapping.rows import line_item, sold_lines
from bpwoo_sync.tables import Tables

_BETWEEN = re.compile(r"[,;\s]+")

#: What we write into an order of the shop about its shipments.
NOTES_MARK = "_bp_gon_ids"
TRACKING_MARK = "_bp_tracking"


@described
@frozen(kw_only=True)
class Shipment:
    """One goods-out note that left: which one, when, by whom, and how many of each row of the sales order."""

    note_id: int
    shipped_at: datetime | None
    """When it left: aware UTC."""
    carrier: str
    tracking: tuple[str, ...]
    quantities: Mapping[int, Decimal]
    """In pieces, by the id of the sales order's row."""
    method: str = ""


def shipments_of(notes: Mapping[int, bp.GoodsOutNote | bp.DropShipNote], carriers: Mapping[str, str]) -> tuple[Shipment, ...]:
    """The shipped notes of one order, oldest first; transfers and notes that wait are none.

    ``carriers`` are their names by the id of the shipping method.
    """
    found = []
    for id, note in sorted(notes.items()):
        transfer = isinstance(note, bp.GoodsOutNote) and note.transfer
        if transfer or note.status is None or not note.status.shipped:
            continue
        shipping = note.shipping
        reference = (shipping.reference if shipping is not None else None) or ""
        method = shipping.shipping_method_id if shipping is not None else None
        found.append(
            Shipment(
                note_id=id,
                shipped_at=note.status.shipped_on,
                carrier=carriers.get(str(method), ""),
                method="" if method is None else str(method),
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


def tracking_item(shipment: Shipment, number: str, day: str, tables: Tables) -> dict[str, str]:
    """What the plug-in Shipment Tracking is told of one tracking number: by a name that it knows, else by one of its own."""
    settings = tables.shipments
    if shipment.method in settings.providers:
        provider = {"tracking_provider": settings.providers[shipment.method]}
    else:
        provider = {"custom_tracking_provider": shipment.carrier or "Carrier"}
        if shipment.method in settings.tracking_links:
            provider["custom_tracking_link"] = settings.tracking_links[shipment.method].replace("{}", number)
    return {**provider, "tracking_number": number, "date_shipped": day}


def is_whole(
    order: woo.Order,
    sales_order: bp.SalesOrder,
    shipments: Iterable[Shipment],
    refunds: Iterable[woo.Refund],
    catalogue: Catalogue,
    key: str,
) -> Mapped[bool]:
    """Whether everything that the shop sold and that can be shipped was shipped, less what was given back.

    What no warehouse holds does not keep an order open, nor does what people added in Brightpearl. A bundle is shipped once
    its components are.
    """
    sent: dict[int, Decimal] = {}
    for shipment in shipments:
        for row_id, quantity in shipment.quantities.items():
            sent[row_id] = sent.get(row_id, ZERO) + quantity
    known = {row.id for row in sales_order.rows}
    issues = [
        issue("ROW_NOT_FOUND", "order", key, f"Goods left for row {row_id}, which sales order {sales_order.id} lacks.")
        for row_id in [row_id for row_id in sent if row_id not in known][:1]
    ]
    back, whole = refunded_quantities(refunds), True
    for line, row in _rows_of_lines(order, sales_order, catalogue):
        due = line.quantity - back.get(f"L{line.id}", ZERO)
        item, _ = line_item(line, catalogue, key)
        if due <= 0 or (row is None and (item is None or not _leaves(item.product_id, catalogue))):
            continue
        if row is None:
            told = f"{line.name} was sold, and sales order {sales_order.id} has no row of it."
            issues.append(issue("ROW_NOT_FOUND", "order", key, told))
        whole = whole and row is not None and _has_left(row, due, sales_order, sent, catalogue)
    return Mapped(value=whole and bool(sent), issues=tuple(issues))


def _rows_of_lines(
    order: woo.Order, sales_order: bp.SalesOrder, catalogue: Catalogue
) -> Iterator[tuple[woo.LineItem, bp.SalesOrderRow | None]]:
    """Each line that became a row, with its row: by its reference, else one without any that is of its product."""
    by_ref = {row.external_ref: row for row in sales_order.rows if row.external_ref}
    loose = [row for row in sales_order.rows if not row.external_ref and not row.bundle_child and row.product_id]
    for line, _, _ in sold_lines(order, catalogue, ""):
        row = by_ref.get(f"L{line.id}")
        if row is None and loose:
            item, _ = line_item(line, catalogue, "")
            row = next((each for each in loose if item is not None and each.product_id == item.product_id), None)
            loose = [each for each in loose if each is not row]
        yield line, row


def _has_left(row: bp.SalesOrderRow, due: Decimal, sales_order: bp.SalesOrder, sent: Mapping[int, Decimal], catalogue: Catalogue) -> bool:
    """Whether so many of what a row holds have left: of a bundle, of each component in its proportion."""
    parts = [each for each in sales_order.rows if each.parent_row_id and each.parent_row_id == row.id]
    if not parts:
        return not _leaves(row.product_id, catalogue) or sent.get(row.id or 0, ZERO) >= due
    whole = row.quantity or ZERO
    tracked = [each for each in parts if _leaves(each.product_id, catalogue) and not each.bundle_parent]
    return all(sent.get(each.id or 0, ZERO) >= (due * (each.quantity or ZERO) / whole if whole else ZERO) for each in tracked)


def _leaves(product_id: int | None, catalogue: Catalogue) -> bool:
    """Whether a product is one that a warehouse holds, or a bundle of such."""
    item = catalogue.by_id.get(product_id or 0)
    return item is not None and (item.stock_tracked or bool(item.components))


def refunded_quantities(refunds: Iterable[woo.Refund]) -> dict[str, Decimal]:
    """Pieces that were given back, by the row reference of the line they were sold on."""
    back: dict[str, Decimal] = {}
    for refund in refunds:
        for line in refund.line_items:
            ref = f"L{woo.meta_value(line.meta_data, '_refunded_item_id')}"
            back[ref] = back.get(ref, ZERO) + abs(line.quantity)
    return back
