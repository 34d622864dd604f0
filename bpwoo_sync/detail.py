"""What is kept of orders beside their facts: enough to compare them as if they had just been read, and of nobody a name.

Names, addresses, e-mails, notes and reasons are left out. Of addresses digests are kept, which tell whether both sides have
the same ones, and the country, state and postcode of the shop's, by which tax is looked up.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from attrs import field, frozen

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.issues import Issue, Mapped, Severity, issue
from bpwoo_sync.mapping.content_hash import content_hash
from bpwoo_sync.mapping.edits import ADDRESS
from bpwoo_sync.mapping.orders import OrderImport, order_addresses
from bpwoo_sync.tables import Tables

Detail = Mapping[str, Any]

_ORDER = (
    "id",
    "parent_id",
    "number",
    "status",
    "currency",
    "prices_include_tax",
    "date_created_gmt",
    "date_modified_gmt",
    "date_paid_gmt",
    "date_completed_gmt",
    "discount_total",
    "discount_tax",
    "shipping_total",
    "shipping_tax",
    "cart_tax",
    "total",
    "total_tax",
    "payment_method",
    "payment_method_title",
    "transaction_id",
    "tax_lines",
)
_REFUND = ("id", "parent_id", "date_created_gmt", "amount", "refunded_payment", "tax_lines")
_LINES = ("line_items", "shipping_lines", "fee_lines", "coupon_lines")
_TAX_PLACE = ("country", "state", "postcode")
_PERSONS = ("customer", "billing", "delivery", "assignment")

#: What our own marks begin with, and what WooCommerce marks a refund's line with.
_MARK, _TAKES_BACK = "_bp_", "_refunded_item_id"

_PAYMENT: Mapping[str, str] = {
    "paymentId": "payment_id",
    "transactionRef": "transaction_ref",
    "paymentMethodCode": "payment_method_code",
    "paymentType": "payment_type",
    "orderId": "order_id",
    "currencyCode": "currency_code",
}


@frozen(kw_only=True)
class Told:
    """What was said of an order while all of it was known: what holds it back, and digests of its content and addresses.

    ``there`` are digests of addresses by the id of the sales order that has them.
    """

    held: tuple[Issue, ...] = ()
    content: str = ""
    address: str = ""
    there: Mapping[int, str] = field(factory=dict)


def order_detail(order: woo.Order, mapped: Mapped[OrderImport], tables: Tables) -> dict[str, Any]:
    """What is kept of an order of the shop, and of what it was mapped to; its refunds are told apart."""
    held = [each for each in mapped.issues if each.severity is Severity.BLOCK] if mapped.blocked else []
    addresses = [each.value for each in order_addresses(order, tables)]
    return {
        "order": _reduced_order(_encoded(order), tables),
        "held": [
            [each.code, each.severity.value, each.entity, each.key, each.message, each.field, each.expected, each.actual] for each in held
        ],
        "content": content_hash(order),
        "address": "" if None in addresses else _digest(addresses),
    }


def refund_detail(refund: woo.Refund) -> dict[str, Any]:
    """What is kept of a refund."""
    document = _encoded(refund)
    return {**_blanked(document, _REFUND), **_lines(document)}


def sales_order_detail(order: bp.SalesOrder) -> dict[str, Any]:
    """What is kept of a sales order; what belongs to it is told apart."""
    parties = (order.billing, order.delivery)
    addresses = [each.address if each is not None else None for each in parties]
    document: Any = bp.encode(order)
    told = {name: value for name, value in document.items() if name not in _PERSONS}
    return {"order": _plain(told), "address": "" if None in addresses else _digest(addresses)}


def sales_credit_detail(credit: bp.SalesCredit) -> dict[str, Any]:
    """What is kept of a sales credit."""
    document: Any = bp.encode(credit)
    return dict(_plain({name: value for name, value in document.items() if name not in _PERSONS}))


def payment_detail(row: bp.CustomerPaymentRow) -> dict[str, Any]:
    """What is kept of a payment."""
    told = {name: getattr(row, attribute) for name, attribute in _PAYMENT.items()}
    return {**told, "amountPaid": None if row.amount_paid is None else str(row.amount_paid)}


def note_detail(id: int, note: bp.GoodsOutNote) -> dict[str, Any]:
    """What is kept of a goods-out note: what left, when, and its tracking."""
    return {"id": id, "note": _plain(bp.encode(note))}


def order_of(detail: Detail) -> woo.Order:
    """The order of which this was kept."""
    return woo.decode(woo.Order, dict(detail["order"]))


def refunds_of(detail: Detail) -> tuple[woo.Refund, ...]:
    """Its refunds."""
    return tuple(woo.decode(woo.Refund, dict(each)) for each in detail.get("refunds", ()))


def told_of(detail: Detail, there: Mapping[int, str]) -> Told:
    """What was said of it."""
    held = (
        issue(code, entity, key, message, severity=Severity(severity), field=name, expected=expected, actual=actual)
        for code, severity, entity, key, message, name, expected, actual in detail["held"]
    )
    return Told(held=tuple(held), content=detail["content"], address=detail["address"], there=there)


def sales_order_of(detail: Detail) -> bp.SalesOrder:
    """The sales order of which this was kept."""
    return bp.decode(bp.SalesOrder, dict(detail["order"]))


def credits_of(detail: Detail) -> tuple[bp.SalesCredit, ...]:
    """The sales credits of it."""
    return tuple(bp.decode(bp.SalesCredit, dict(each)) for each in detail.get("credits", ()))


def payments_of(detail: Detail) -> tuple[bp.CustomerPaymentRow, ...]:
    """The payments on it and on its credits."""
    return tuple(
        bp.CustomerPaymentRow({**each, "amountPaid": None if each["amountPaid"] is None else Decimal(each["amountPaid"])})
        for each in detail.get("payments", ())
    )


def goods_out_of(detail: Detail) -> dict[int, bp.GoodsOutNote]:
    """Its goods-out notes, by id."""
    return {int(each["id"]): bp.decode(bp.GoodsOutNote, dict(each["note"])) for each in detail.get("goods out", ())}


def _reduced_order(document: Mapping[str, Any], tables: Tables) -> dict[str, Any]:
    wanted = {*tables.taxes.reverse_meta, *(tender.meta for tender in tables.payments.tenders)}
    meta = [each for each in document["meta_data"] if str(each.get("key", "")).startswith(_MARK) or each.get("key") in wanted]
    return {
        **_blanked(document, _ORDER),
        **_lines(document),
        "billing": _blanked(document["billing"], _TAX_PLACE),
        "shipping": _blanked(document["shipping"], _TAX_PLACE),
        "refunds": [{"id": each["id"], "total": each.get("total")} for each in document["refunds"]],
        "meta_data": meta,
    }


def _lines(document: Mapping[str, Any]) -> dict[str, Any]:
    """Lines without what a customer may have written on them."""

    def bare(line: Mapping[str, Any]) -> dict[str, Any]:
        meta = [each for each in line.get("meta_data", ()) if each.get("key") == _TAKES_BACK]
        return {name: value for name, value in line.items() if name not in ("image", "_links")} | {"meta_data": meta}

    return {name: [bare(line) for line in document[name]] for name in _LINES if name in document}


def _blanked(document: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """A document of which other values than these are blank."""
    kept = frozenset(names)
    return {name: value if name in kept else _blank(value) for name, value in document.items() if name in kept or not _left_out(name)}


def _left_out(name: str) -> bool:
    # Site time is never looked at, and a blank is no date.
    return name == "_links" or name.startswith("date")


def _blank(value: Any) -> Any:
    if isinstance(value, list):
        return []
    if isinstance(value, bool) or value is None:
        return value
    return 0 if isinstance(value, int) else ""


def _encoded(record: woo.Order | woo.Refund) -> dict[str, Any]:
    document: Any = woo.encode(record)
    return dict(_plain(document))


def _plain(document: Any) -> Any:
    """A document whose numbers with a point are text, and whose enumerations are their values."""
    return json.loads(json.dumps(document, default=str))


def _digest(addresses: Iterable[Any]) -> str:
    told = [[str(getattr(address, name) or "") for name in ADDRESS] for address in addresses]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()
