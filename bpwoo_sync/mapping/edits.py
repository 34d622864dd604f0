"""Orders that were changed after their import: what differs, and the sales order as the shop would have it now."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from attrs import frozen

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.mapping.cancellations import is_invoiced
from bpwoo_sync.mapping.money import ZERO, Row, plain
from bpwoo_sync.mapping.orders import OrderImport, order_addresses
from bpwoo_sync.tables import Tables

#: How many differing values a finding names.
SHOWN = 5

#: Of an address on an order, what has to be the same on both sides.
ADDRESS = (
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
    theirs = own_rows(sales_order)
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


def told_differences(differing: Sequence[RowDifference]) -> str:
    """The first differences as a sentence; blank where there are none."""
    more = f"; and {len(differing) - SHOWN} more" if len(differing) > SHOWN else ""
    return f"{'; '.join(str(each) for each in differing[:SHOWN])}{more}." if differing else ""


def differing_fields(differing: Sequence[RowDifference]) -> str:
    """Which values of which rows differ, without the values."""
    return ", ".join(dict.fromkeys(f"{each.ref or each.name} {each.field}" for each in differing[:SHOWN]))


def same_addresses(order: woo.Order, sales_order: bp.SalesOrder, tables: Tables) -> bool:
    """Whether a sales order bears the addresses of the shop's order."""
    billing, delivery = order_addresses(order, tables)
    there = (
        (billing.value, sales_order.billing.address if sales_order.billing is not None else None),
        (delivery.value, sales_order.delivery.address if sales_order.delivery is not None else None),
    )
    return all(wanted is not None and actual is not None and _alike(wanted, actual) for wanted, actual in there)


def _alike(wanted: bp.AddressDraft, actual: bp.OrderAddress) -> bool:
    return all(str(getattr(wanted, name) or "") == (getattr(actual, name) or "") for name in ADDRESS)


#: The product that stands for free text in Brightpearl.
_FREE_TEXT = 1000

#: Allocation and shipping as they are before the warehouse has begun: not allocated, or nothing to allocate; not shipped.
_UNTOUCHED = ("ANA", "ANR"), ("SNS", "NST")


def sent_digest(draft: bp.SalesOrderDraft) -> str:
    """SHA-256 over what of a sales order an edit may change, as it is sent: rows, addresses, shipping method."""
    return payload_digest(dict(bp.encode(draft)))


def payload_digest(document: Mapping[str, Any]) -> str:
    """The same digest of a sales order as the document that is sent."""
    rows = [
        (row["externalRef"], row.get("productId"), Decimal(row["quantity"]), Decimal(row["net"]), Decimal(row["tax"]), row["taxCode"])
        for row in document["rows"]
    ]
    delivery = document["delivery"]
    return _digest(rows, document["billing"]["address"], delivery["address"], delivery.get("shippingMethodId"))


def account_digest(sales_order: bp.SalesOrder) -> str:
    """The same digest of a sales order as Brightpearl shows it: equal as long as nobody changed it there."""
    rows = [
        (row.external_ref or "", row.product_id, row.quantity or ZERO, row.net or ZERO, row.tax or ZERO, row.tax_code or "")
        for row in own_rows(sales_order)
    ]
    billing, delivery = sales_order.billing, sales_order.delivery
    return _digest(
        rows,
        {} if billing is None or billing.address is None else dict(bp.encode(billing.address)),
        {} if delivery is None or delivery.address is None else dict(bp.encode(delivery.address)),
        None if delivery is None else delivery.shipping_method_id,
    )


def own_rows(sales_order: bp.SalesOrder) -> tuple[bp.SalesOrderRow, ...]:
    """The rows of a sales order but for those that Brightpearl adds to a bundle."""
    return tuple(row for row in sales_order.rows if not row.bundle_child and not row.parent_row_id)


_LINES = ("addressFullName", "companyName", "addressLine1", "addressLine2", "addressLine3", "addressLine4")
_ADDRESS_FIELDS = (*_LINES, "postalCode", "countryIsoCode", "telephone", "email")


def _digest(rows: Iterable[tuple[Any, ...]], billing: dict[str, Any], delivery: dict[str, Any], method: int | None) -> str:
    told = sorted(
        [ref, 0 if product in (None, _FREE_TEXT) else product, *(plain(amount.normalize()) for amount in (quantity, net, tax)), code]
        for ref, product, quantity, net, tax, code in rows
    )
    addresses = [[str(each.get(name) or "").strip().lower() for name in _ADDRESS_FIELDS] for each in (billing, delivery)]
    text = json.dumps([told, addresses, method or 0], separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def why_not_changed(
    made: OrderImport,
    sales_order: bp.SalesOrder,
    goods_out: Iterable[bp.GoodsOutNote | bp.DropShipNote],
    received: Decimal,
    sent: str,
    *,
    credited: bool,
) -> str:
    """Why an edit of the shop's is not brought into a sales order; blank where it can be.

    ``sent`` is the digest of what we sent last, blank where that is not known: what people changed is never overwritten.
    """
    allocation, shipping = _UNTOUCHED
    total = sum((row.net or ZERO) + (row.tax or ZERO) for row in sales_order.rows)
    reasons = (
        (is_invoiced(sales_order), "it is invoiced"),
        (any(not (isinstance(note, bp.GoodsOutNote) and note.transfer) for note in goods_out), "a goods-out note exists"),
        (sales_order.allocation_status_code not in allocation, "stock is allocated to it"),
        (sales_order.shipping_status_code not in shipping, "goods of it were shipped"),
        (credited, "a part of it was credited"),
        ((sales_order.currency.code if sales_order.currency else "") != made.currency, "its currency would change"),
        (bool(received) and total != made.total, "it is paid, and its total would change"),
        (not sent, "it is not known what was sent"),
        (bool(sent) and account_digest(sales_order) != sent, "it was changed in Brightpearl as well"),
        (sales_order.version is None, "Brightpearl tells no version of it"),
    )
    return next((reason for applies, reason in reasons if applies), "")
