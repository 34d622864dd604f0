"""The last steps of an answer: links, the fields asked for, and the envelope."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from .._kernel.values import Json
from .arguments import patterns
from .call import Call
from .shop import Record, shown

#: Where a record of a kind lives, below ``/wc/v3``; names in braces are its fields.
PLACES: Mapping[str, str] = {
    "coupons": "/coupons/{id}",
    "currencies": "/data/currencies/{code}",
    "customers": "/customers/{id}",
    "order_notes": "/orders/{~order}/notes/{id}",
    "orders": "/orders/{id}",
    "payment_gateways": "/payment_gateways/{id}",
    "product_attribute_terms": "/products/attributes/{~attribute}/terms/{id}",
    "product_attributes": "/products/attributes/{id}",
    "product_brands": "/products/brands/{id}",
    "product_categories": "/products/categories/{id}",
    "product_reviews": "/products/reviews/{id}",
    "product_shipping_classes": "/products/shipping_classes/{id}",
    "product_tags": "/products/tags/{id}",
    "products": "/products/{id}",
    "refunds": "/orders/{~order}/refunds/{id}",
    "settings": "/settings/{~group}/{id}",
    "shipping_methods": "/shipping_methods/{id}",
    "shipping_zone_methods": "/shipping/zones/{~zone}/methods/{id}",
    "shipping_zones": "/shipping/zones/{id}",
    "taxes": "/taxes/{id}",
    "variations": "/products/{parent_id}/variations/{id}",
    "webhooks": "/webhooks/{id}",
}

#: Kinds whose records WordPress looks for before it tells what may be done with them.
GUARDED = frozenset(
    {
        "customers",
        "product_attribute_terms",
        "product_attributes",
        "product_brands",
        "product_categories",
        "product_reviews",
        "product_shipping_classes",
        "product_tags",
        "variations",
    }
)

#: Further links, by kind: relation, place, and the field without which the link is left out.
RELATED: Mapping[str, Sequence[tuple[str, str, str]]] = {
    "orders": (("email_templates", "/orders/{id}/actions/email_templates", "id"), ("customer", "/customers/{customer_id}", "customer_id")),
    "order_notes": (("up", "/orders/{~order}", "~order"),),
    "product_categories": (("up", "/products/categories/{parent}", "parent"),),
    "product_reviews": (("up", "/products/{product_id}", "product_id"),),
    "products": (("up", "/products/{parent_id}", "parent_id"),),
    "refunds": (("up", "/orders/{~order}", "~order"),),
    "shipping_zone_methods": (("describes", "/shipping/zones/{~zone}", "~zone"),),
    "shipping_zones": (("describedby", "/shipping/zones/{id}/locations", "id"),),
    "variations": (("up", "/products/{parent_id}", "parent_id"),),
}


def linked(call: Call, kind: str, record: Record) -> Record:
    """A record as it is sent: without what the shop keeps for itself, and with its links."""
    return {**shown(record), "_links": links(call, kind, record)}


def links(call: Call, kind: str, record: Record) -> dict[str, Json]:
    """Where a record and its relations are found."""
    place = filled(PLACES[kind], record)
    own: dict[str, Any] = {"href": call.root + place, "targetHints": {"allow": list(methods(place))}}
    found: dict[str, Json] = {"self": [own], "collection": [{"href": call.root + place.rpartition("/")[0]}]}
    for relation, path, needed in RELATED.get(kind, ()):
        if record.get(needed) or needed == "id":
            embeddable = {"embeddable": True} if relation == "email_templates" else {}
            found[relation] = [{**embeddable, "href": call.root + filled(path, record)}]
    return found


def filled(place: str, record: Record) -> str:
    """A place with its braces filled from a record."""
    return re.sub(r"\{([^}]+)\}", lambda match: str(record.get(match.group(1), "")), place)


def methods(path: str) -> tuple[str, ...]:
    """The methods that a path knows."""
    return next((allowed for pattern, _, allowed in patterns() if pattern.match(path)), ())


def only_fields(body: Json, fields: Sequence[str]) -> Json:
    """What ``_fields`` leaves of a body: single records keep their links, a name inside a list drops the list."""
    if not fields:
        return body
    if isinstance(body, list):
        return [_picked(item, fields) for item in body]
    if not isinstance(body, dict):
        return body
    kept = _picked(body, fields)
    if "_links" not in body:
        return kept
    return {**(kept if isinstance(kept, dict) else {}), "_links": body["_links"]}


def _picked(record: Json, fields: Sequence[str]) -> Json:
    if not isinstance(record, dict):
        return record
    kept: dict[str, Json] = {}
    for name, value in record.items():
        inner = [field.partition(".")[2] for field in fields if field.partition(".")[0] == name]
        if "" in inner:
            kept[name] = value
        elif inner and isinstance(value, dict) and (within := _picked(value, inner)):
            kept[name] = within
    return kept or []


def field_names(asked: Json) -> list[str]:
    """``_fields`` as a list of names, however it was sent."""
    items = asked if isinstance(asked, list) else [asked] if isinstance(asked, str) else []
    return [name for item in items for name in re.split(r"[\s,]+", str(item)) if name]
