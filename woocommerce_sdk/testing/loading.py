"""Records as a shop sends them, on their way into the double."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from .._kernel.values import Json
from .shop import Record
from .stock import TAKING

#: What a record's own link tells about the record above it: the field that keeps it, and where it stands in the link.
_ABOVE: Mapping[str, tuple[str, str]] = {
    "variations": ("parent_id", r"/products/(\d+)/variations"),
    "refunds": ("~order", r"/orders/(\d+)/refunds"),
    "order_notes": ("~order", r"/orders/(\d+)/notes"),
    "product_attribute_terms": ("~attribute", r"/attributes/(\d+)/terms"),
    "settings": ("~group", r"/settings/([\w-]+)"),
    "shipping_zone_methods": ("~zone", r"/zones/(\d+)/methods"),
    "shipping_zone_locations": ("~zone", r"/zones/(\d+)/locations"),
}


def loaded(kind: str, record: Mapping[str, Json]) -> Record:
    """A record to keep: without its links, and knowing the record above it."""
    kept: dict[str, Any] = {name: deepcopy(value) for name, value in record.items() if name != "_links"}
    if kind in _ABOVE:
        name, pattern = _ABOVE[kind]
        found = re.search(pattern, _place(record))
        if found is not None:
            kept[name] = int(found.group(1)) if found.group(1).isdigit() else found.group(1)
    if kind == "orders":
        kept["~stock_taken"] = any(meta["key"] == "_reduced_stock" for line in kept.get("line_items", ()) for meta in line["meta_data"])
        kept["~sold"] = kept.get("status") in (*TAKING, "refunded")
    if kind == "settings":
        kept.pop("group_id", None)
    if kind == "refunds" and "~order" not in kept and kept.get("parent_id"):
        kept["~order"] = kept["parent_id"]
    return kept


def _place(record: Mapping[str, Json]) -> str:
    links = record.get("_links") or {}
    return str(next((links[name][0]["href"] for name in ("self", "collection") if name in links), ""))
