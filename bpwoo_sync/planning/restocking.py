"""Goods that came back with a refund: taken into the warehouse that they were sold from, where the tables ask for it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.issues import Issue, issue
from bpwoo_sync.ledger import Status
from bpwoo_sync.mapping.headers import warehouse
from bpwoo_sync.mapping.money import ZERO, plain
from bpwoo_sync.mapping.orders import order_key
from bpwoo_sync.mapping.refunds import RefundImport, refund_key
from bpwoo_sync.mapping.shipments import refunded_quantities, shipments_of
from bpwoo_sync.plan import Action, Document
from bpwoo_sync.situation import Situation


def restock_actions(
    made: RefundImport,
    refund: woo.Refund,
    order: woo.Order,
    sales_order: bp.SalesOrder | None,
    sales_order_id: Document,
    credit_id: Document,
    situation: Situation,
) -> tuple[list[Action], list[Issue]]:
    """The write that takes a refund's goods in; none for refunds before ``refunds.restock_since``, whose goods people took in.

    What one piece is worth is read when it is carried out. Where that is not known, nothing is taken in, and a finding says so.
    """
    settings, key = situation.tables.refunds, f"goods-in:{made.ref}"
    since = settings.restock_since
    if settings.restock == "never" or since is None or refund.date_created_gmt < since or situation.ledger.settled(key):
        return [], []
    found = list(_lines(made, refund, order, sales_order, situation))
    lines = [line for line in found if not isinstance(line, Issue)]
    issues = [line for line in found if isinstance(line, Issue)]
    last = situation.ledger.latest.get(key)
    if last is not None and last.status is Status.FAILED and lines:
        issues.append(_not_taken_in(refund, order, last.detail))
    place = (sales_order.warehouse_id if sales_order is not None else None) or warehouse(order, situation.tables, "").value
    if not lines or place is None:
        return [], issues
    payload = {
        "orderId": credit_id,
        "salesOrderId": sales_order_id,
        "warehouseId": place,
        "locationId": settings.restock_location_id,
        "reference": made.ref,
        "currency": situation.tables.store.base_currency,
        "lines": lines,
    }
    number = order_key(order)
    summary = f"Take in what came back of order {number} with {made.ref}, into warehouse {place}"
    return [Action(key=key, kind="goods-in", payload=payload, entity=f"order {number}", summary=summary)], issues


def _lines(
    made: RefundImport, refund: woo.Refund, order: woo.Order, sales_order: bp.SalesOrder | None, situation: Situation
) -> Iterator[dict[str, Document] | Issue]:
    """For each line that gives goods back its row of the credit, the row it was sold on, the product and how many pieces."""
    products = {row.ref: row.product_id for row in made.rows}
    for line in refund.line_items:
        row, sold = f"R{refund.id}-L{line.id}", f"L{woo.meta_value(line.meta_data, '_refunded_item_id')}"
        product_id = products.get(row)
        if product_id is None or not line.quantity:
            continue
        item = situation.catalogue.by_id.get(product_id)
        if item is not None and item.bundle:
            yield _not_taken_in(refund, order, f"{line.name} is a bundle, whose parts Brightpearl takes in one by one.")
            continue
        pieces = _pieces(sold, abs(line.quantity), refund, order, sales_order, situation)
        if product_id not in situation.tracked or pieces <= 0:
            continue
        if pieces != pieces.to_integral_value():
            yield _not_taken_in(refund, order, f"{plain(pieces)} of {line.name} are no whole pieces.")
            continue
        yield {"row": row, "soldRow": sold, "productId": product_id, "quantity": int(pieces)}


def _pieces(
    sold: str, given: Decimal, refund: woo.Refund, order: woo.Order, sales_order: bp.SalesOrder | None, situation: Situation
) -> Decimal:
    """How many pieces came back: all, or those that must have left, as what never left is given back first."""
    if situation.tables.refunds.restock == "always":
        return given
    bought = sum((line.quantity for line in order.line_items if f"L{line.id}" == sold), ZERO)
    stayed = max(ZERO, bought - _left(sold, refund, sales_order, situation))
    earlier = [each for each in situation.refunds_of(order) if (each.date_created_gmt, each.id) < (refund.date_created_gmt, refund.id)]
    before = refunded_quantities(earlier).get(sold, ZERO)
    return max(ZERO, before + given - stayed) - max(ZERO, before - stayed)


def _left(sold: str, refund: woo.Refund, sales_order: bp.SalesOrder | None, situation: Situation) -> Decimal:
    """How many pieces of a row our warehouses had sent off when the refund was made."""
    if sales_order is None:
        return ZERO
    ids = {row.id for row in sales_order.rows if row.external_ref == sold}
    shipped = shipments_of(dict(situation.goods_out_of(sales_order.id)), {})
    return sum(
        (
            quantity
            for shipment in shipped
            if shipment.shipped_at is not None and shipment.shipped_at <= refund.date_created_gmt
            for row_id, quantity in shipment.quantities.items()
            if row_id in ids
        ),
        ZERO,
    )


def _not_taken_in(refund: woo.Refund, order: woo.Order, why: str) -> Issue:
    return issue("NOT_RESTOCKED", "refund", refund_key(refund, order), f"The goods of the refund were not taken in: {why}")
