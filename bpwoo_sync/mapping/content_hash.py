"""Orders as digests: of what was agreed with the customer, and of all that a poll may have to act on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from json.encoder import encode_basestring
from operator import attrgetter
from typing import Any

import woocommerce_sdk as woo

_SHIPPING = ("address_1", "address_2", "city", "company", "country", "first_name", "last_name", "phone", "postcode", "state")
_BILLING = tuple(sorted((*_SHIPPING, "email")))
_billed, _shipped = attrgetter(*_BILLING), attrgetter(*_SHIPPING)


def _places(names: Iterable[str]) -> str:
    return ",".join(f'"{name}":%s' for name in names)


#: The JSON that is digested, with a place for each value. Every order of a night is written: putting the text together takes
#: two thirds of what making a document for an encoder takes. Names stand in the alphabet's order, so that nothing has to be sorted.
_DOCUMENT = (
    f'{{"billing":{{{_places(_BILLING)}}},"coupons":[%s],"currency":%s,"fees":[%s],"id":%s,"lines":[%s],"number":%s,'
    f'"prices_include_tax":%s,"shipping":{{{_places(_SHIPPING)}}},"shipping_lines":[%s],"total":"%s","total_tax":"%s"}}'
)

#: What writes any value, also of another kind than the shop's documents say. Most orders have text alone, which needs no encoder.
_anything = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False, default=str).encode


def content_hash(order: woo.Order) -> str:
    """SHA-256 over what was agreed: lines, amounts and addresses.

    Status, payment, refunds, marks of ours and dates of change are no part of it: they change in the course of things.
    """
    try:
        text = _agreed(order, encode_basestring)
    except TypeError:
        text = _agreed(order, _anything)
    return hashlib.sha256(text.encode()).hexdigest()


def _agreed(order: woo.Order, written: Callable[[Any], str]) -> str:
    coupons = [f"[{line.id},{written(line.code)}]" for line in order.coupon_lines]
    fees = [f"[{line.id},{written(line.name)},{_amounts(line)}]" for line in order.fee_lines]
    # The SKU is the product's of now, so it is no part of what was agreed; both ids are 0 once the product was deleted.
    lines = [f'[{line.id},{written(line.name)},{_amounts(line)},"{line.quantity!s}","{line.subtotal!s}"]' for line in order.line_items]
    shipped = [f"[{line.id},{written(line.method_id)},{_amounts(line)}]" for line in order.shipping_lines]
    return _DOCUMENT % (
        *map(written, _billed(order.billing)),
        ",".join(coupons),
        written(order.currency),
        ",".join(fees),
        order.id,
        ",".join(lines),
        written(order.number),
        "true" if order.prices_include_tax else "false",
        *map(written, _shipped(order.shipping)),
        ",".join(shipped),
        order.total,
        order.total_tax,
    )


def _amounts(line: woo.LineItem | woo.ShippingLine | woo.FeeLine) -> str:
    taxes = sorted([(tax.id, str(tax.total)) for tax in line.taxes]) if line.taxes else ()
    written = ",".join([f'[{id},"{amount}"]' for id, amount in taxes])
    return f'"{line.total!s}","{line.total_tax!s}",[{written}]'


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
