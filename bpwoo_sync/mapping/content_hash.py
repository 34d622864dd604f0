"""Orders as digests: of what was agreed with the customer, and of all that a poll may have to act on."""

from __future__ import annotations

import hashlib
import json
from operator import attrgetter
from typing import Any

import woocommerce_sdk as woo

_SHIPPING = ("address_1", "address_2", "city", "company", "country", "first_name", "last_name", "phone", "postcode", "state")
_BILLING = tuple(sorted((*_SHIPPING, "email")))
_billed, _shipped = attrgetter(*_BILLING), attrgetter(*_SHIPPING)

#: One encoder for all orders; it writes keys as they stand.
_written = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False, check_circular=False).encode


def content_hash(order: woo.Order) -> str:
    """SHA-256 over what was agreed: lines, amounts and addresses.

    Status, payment, refunds, marks of ours and dates of change are no part of it: they change in the course of things.
    """
    # The keys stand in the alphabet's order at every level, so that none of a night's orders has to be sorted.
    document = {
        "billing": dict(zip(_BILLING, _billed(order.billing), strict=True)),
        "coupons": [[line.id, line.code] for line in order.coupon_lines],
        "currency": order.currency,
        "fees": [[line.id, line.name, *_amounts(line)] for line in order.fee_lines],
        "id": order.id,
        # The SKU is the product's of now, so it is no part of what was agreed; both ids are 0 once the product was deleted.
        "lines": [[line.id, line.name, *_amounts(line), str(line.quantity), str(line.subtotal)] for line in order.line_items],
        "number": order.number,
        "prices_include_tax": order.prices_include_tax,
        "shipping": dict(zip(_SHIPPING, _shipped(order.shipping), strict=True)),
        "shipping_lines": [[line.id, line.method_id, *_amounts(line)] for line in order.shipping_lines],
        "total": str(order.total),
        "total_tax": str(order.total_tax),
    }
    return hashlib.sha256(_written(document).encode()).hexdigest()


#: What of an order changes without anything having happened: looking at it moves its date of change.
_RESTLESS = (
    "date_modified",
    "date_modified_gmt",
    "customer_ip_address",
    "customer_user_agent",
    "_links",
    # What the shop reckons from products and settings each time it is asked.
    "is_editable",
    "needs_payment",
    "needs_processing",
    "payment_url",
)

#: What the names of our own marks begin with.
_MARK = "_bp_"


def state_hash(order: woo.Order) -> str:
    """SHA-256 over the whole state of an order but for marks of ours and what changes by itself.

    Two readings with the same digest ask for the same work, so the second is left alone.
    """
    document = {name: value for name, value in _document(order).items() if name not in _RESTLESS}
    document["meta_data"] = [[each.key, each.value] for each in order.meta_data if not each.key.startswith(_MARK)]
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _document(order: woo.Order) -> dict[str, Any]:
    encoded: Any = woo.encode(order)
    return dict(encoded)


def _amounts(line: woo.LineItem | woo.ShippingLine | woo.FeeLine) -> list[Any]:
    return [str(line.total), str(line.total_tax), sorted([tax.id, str(tax.total)] for tax in line.taxes) if line.taxes else []]
