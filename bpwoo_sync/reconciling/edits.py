"""Rows of an order as the shop makes them now, beside those of its sales order: who changed what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from attrs import frozen

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.issues import Issue, issue
from bpwoo_sync.mapping.content_hash import content_hash
from bpwoo_sync.mapping.money import ZERO, Row, plain
from bpwoo_sync.mapping.orders import order_addresses
from bpwoo_sync.planning.actions import CONTENT_MARK
from bpwoo_sync.reconciling.pairs import Pair
from bpwoo_sync.tables import Tables

#: How many differing values a finding names.
SHOWN = 5

#: Of an address on an order, what has to be the same on both sides.
_ADDRESS = (
    "address_full_name",
    "company_name",
    "address_line1",
    "address_line2",
    "address_line3",
    "address_line4",
    "postal_code",
    "country_iso_code",
)


@frozen
class RowDifference:
    """One value of one row that is not the same: blank is what a side does not have. Amounts are in the order's currency."""

    ref: str
    name: str
    field: str
    shop: str
    account: str

    def __str__(self) -> str:
        return f"{self.name} ({self.ref}): {self.field} {self.shop or 'none'} in the shop, {self.account or 'none'} in Brightpearl"


def row_differences(rows: Sequence[Row], sales_order: bp.SalesOrder) -> tuple[RowDifference, ...]:
    """How the rows of a sales order differ from those that the shop's order makes.

    Rows are told apart by their references; where the sales order has none, nothing can be said. Parts that Brightpearl
    adds to a bundle are left out. A product is compared only where both sides name one: it may have been made since.
    """
    theirs = [row for row in sales_order.rows if not row.bundle_child and not row.parent_row_id]
    if not any(row.external_ref for row in theirs):
        return ()
    by_ref: dict[str, bp.SalesOrderRow] = {}
    added: list[bp.SalesOrderRow] = []
    for row in theirs:
        if row.external_ref and row.external_ref not in by_ref:
            by_ref[row.external_ref] = row
        else:
            added.append(row)
    found: list[RowDifference] = []
    for wanted in rows:
        actual = by_ref.pop(wanted.ref, None)
        found += [RowDifference(wanted.ref, wanted.name, "row", _told(wanted.net), "")] if actual is None else _values(wanted, actual)
    left = (*by_ref.values(), *added)
    return (*found, *(RowDifference(row.external_ref or "", row.name or "", "row", "", _told(row.net)) for row in left))


def _values(wanted: Row, actual: bp.SalesOrderRow) -> list[RowDifference]:
    values: list[tuple[str, object, object]] = [
        ("quantity", wanted.quantity, actual.quantity or ZERO),
        ("net", wanted.net, actual.net or ZERO),
        ("tax", wanted.tax, actual.tax or ZERO),
        ("tax code", wanted.tax_code, actual.tax_code or ""),
    ]
    if wanted.product_id is not None and actual.product_id:
        values.append(("product", wanted.product_id, actual.product_id))
    return [RowDifference(wanted.ref, wanted.name, name, _told(ours), _told(its)) for name, ours, its in values if ours != its]


def _told(value: object) -> str:
    return plain(value) if isinstance(value, Decimal) else str(value)


def edits(pairs: Iterable[Pair], tables: Tables) -> list[Issue]:
    """Orders that were changed after their import: in the shop, or else in Brightpearl."""
    found: list[Issue] = []
    for pair in pairs:
        if pair.sales_order is not None and pair.account is not None and pair.live and pair.shop.currency == pair.account.currency:
            found += _edited(pair, pair.sales_order, tables)
    return found


def _edited(pair: Pair, sales_order: bp.SalesOrder, tables: Tables) -> list[Issue]:
    key = pair.shop.number
    differing = row_differences(pair.rows, sales_order) if pair.rows is not None else ()
    known = woo.meta_value(pair.order.meta_data, CONTENT_MARK)
    if known and str(known) != content_hash(pair.order):
        if not differing and pair.rows is not None and _same_addresses(pair.order, sales_order, tables):
            # The sales order was changed by hand since: both sides say the same again.
            return []
        told = f"Order {key} was changed in the shop. {_shown(differing) or 'An address or a name differs.'}"
        return [issue("EDITED_AFTER_IMPORT", "order", key, told, severity=pair.severity, field=_fields(differing))]
    if differing:
        told = f"Sales order {sales_order.id} of order {key}: {_shown(differing)}"
        first = differing[0]
        return [
            issue(
                "EDITED_IN_BP",
                "order",
                key,
                told,
                severity=pair.severity,
                field=_fields(differing),
                expected=first.shop,
                actual=first.account,
            )
        ]
    return []


def _shown(differing: Sequence[RowDifference]) -> str:
    more = f"; and {len(differing) - SHOWN} more" if len(differing) > SHOWN else ""
    return f"{'; '.join(str(each) for each in differing[:SHOWN])}{more}." if differing else ""


def _fields(differing: Sequence[RowDifference]) -> str:
    return ", ".join(dict.fromkeys(f"{each.ref or each.name} {each.field}" for each in differing[:SHOWN]))


def _same_addresses(order: woo.Order, sales_order: bp.SalesOrder, tables: Tables) -> bool:
    billing, delivery = order_addresses(order, tables)
    there = (
        (billing.value, sales_order.billing.address if sales_order.billing is not None else None),
        (delivery.value, sales_order.delivery.address if sales_order.delivery is not None else None),
    )
    return all(wanted is not None and actual is not None and _alike(wanted, actual) for wanted, actual in there)


def _alike(wanted: bp.AddressDraft, actual: bp.OrderAddress) -> bool:
    return all(str(getattr(wanted, name) or "") == (getattr(actual, name) or "") for name in _ADDRESS)
