"""The demo shop: records of a WooCommerce 11.0.1 test shop with made-up customers, as the shop sent them.

A file per kind, a line per record. Nothing in a record was rewritten, so ids that point at a record which was deleted,
or was never recorded, lead nowhere, as they do in a real shop. All were recorded within 90 minutes on 2026-11-23; where
a record was seen more than once, its last state is here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from importlib.resources import files
from typing import Any

#: The kinds of record, each a file ``<kind>.json`` beside this one.
KINDS = (
    "coupons",
    "customers",
    "order_notes",
    "orders",
    "payment_gateways",
    "product_attributes",
    "product_brands",
    "product_categories",
    "product_shipping_classes",
    "product_tags",
    "products",
    "refunds",
    "settings",
    "shipping_methods",
    "shipping_zone_locations",
    "shipping_zone_methods",
    "shipping_zones",
    "system_status",
    "tax_classes",
    "taxes",
    "variations",
)

Record = dict[str, Any]


def load_shop() -> dict[str, list[Record]]:
    """The shop's records by kind, read anew at each call; numbers with a point are ``Decimal``.

    A record that belongs to another one (a variation, refund, note, setting) names it in ``_links``.

    >>> len(load_shop()["orders"]) >= 100
    True
    """
    return {kind: _records(kind) for kind in KINDS}


def sku_names(shop: Mapping[str, list[Record]]) -> dict[str, str]:
    """Every SKU that the catalogue or an order line knows, with its name.

    More than the catalogue holds: products that were sold may not have been recorded themselves.
    """
    catalogue = {record["sku"]: record["name"] for kind in ("variations", "products") for record in shop[kind] if record["sku"]}
    sold = {line["sku"]: line["name"] for order in shop["orders"] for line in order["line_items"] if line["sku"]}
    return dict(sorted({**sold, **catalogue}.items()))


def _records(kind: str) -> list[Record]:
    text = files(__package__).joinpath(f"{kind}.json").read_text(encoding="utf-8")
    records: list[Record] = json.loads(text, parse_float=Decimal)
    return records
