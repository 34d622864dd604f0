"""Orders of both systems as facts that can be compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.catalogue import Catalogue
from bpwoo_sync.facts import OrderFact, external_ref, order_id_of
from bpwoo_sync.mapping.money import ZERO, Row, rounded, trimmed
from bpwoo_sync.mapping.orders import balanced_rows, order_key, status_of
from bpwoo_sync.mapping.payments import is_paid, taken_off
from bpwoo_sync.tables import Tables


def shop_order_fact(order: woo.Order, tables: Tables, catalogue: Catalogue) -> OrderFact:
    """An order as the shop has it. ``paid`` is the whole order once there is evidence that it was paid."""
    return order_fact_of(order, balanced_rows(order, tables, catalogue).value, tables)


def order_fact_of(order: woo.Order, rows: Sequence[Row] | None, tables: Tables) -> OrderFact:
    """An order as the shop has it, whose rows are known; None where it cannot be mapped."""
    exponent = tables.exponent(order.currency)
    gross = rounded(order.total, exponent) + taken_off(order, tables)
    tax = rounded(order.total_tax, exponent)
    paid = is_paid(order, tables)
    by_code: dict[str, Decimal] = {}
    for row in rows or ():
        by_code[row.tax_code] = by_code.get(row.tax_code, ZERO) + row.tax
    return OrderFact(
        ref=external_ref(tables.store.key, order.id),
        number=order_key(order),
        currency=order.currency,
        gross=gross,
        net=gross - tax,
        tax=tax,
        paid=gross if paid else ZERO,
        settled=paid,
        status=status_of(order),
        placed_at=order.date_created_gmt,
        changed_at=order.date_modified_gmt,
        rows=len(rows or ()),
        order_id=order.id,
        cancelled=order.status == woo.OrderStatus.CANCELLED,
        tax_by_code=by_code,
    )


def account_order_fact(order: bp.SalesOrder, received: Mapping[int, Decimal], tables: Tables) -> OrderFact:
    """A sales order as Brightpearl has it. Its totals are the sums of its rows; ``paid`` is what was received for it."""
    currency = (order.currency.code if order.currency else None) or tables.store.base_currency
    exponent = tables.exponent(currency)
    net = trimmed(sum((row.net or ZERO for row in order.rows), ZERO), exponent)
    by_code: dict[str, Decimal] = {}
    for row in order.rows:
        by_code[row.tax_code or ""] = by_code.get(row.tax_code or "", ZERO) + (row.tax or ZERO)
    tax = trimmed(sum(by_code.values(), ZERO), exponent)
    paid = trimmed(received.get(order.id, ZERO), exponent)
    if order.placed_on is None:
        raise ValueError(f"sales order {order.id} has no date")
    return OrderFact(
        ref=order.external_ref or "",
        number=order.ref or "",
        currency=currency,
        gross=net + tax,
        net=net,
        tax=tax,
        paid=paid,
        settled=paid >= net + tax,
        status=str(order.status_id or ""),
        placed_at=order.placed_on,
        changed_at=order.updated_on,
        rows=len(order.rows),
        order_id=order_id_of(tables.store.key, order.external_ref),
        sales_order_id=order.id,
        cancelled=bool(order.is_canceled),
        tax_by_code=by_code,
    )
