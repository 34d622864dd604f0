"""``meta_data``: what the shop makes of what was sent."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from .._kernel.values import Json
from .shop import Record, Shop


def stored(value: Json) -> Json:
    """Scalars become text, an empty object becomes a list; lists and objects stay."""
    match value:
        case bool():
            return "1" if value else ""
        case int() | Decimal():
            return format(value, "f") if isinstance(value, Decimal) else str(value)
        case {} if not value:
            return []
    return value


def merged(shop: Shop, entries: list[Record], sent: Iterable[Json]) -> list[Record]:
    """Entries after an update: by id where id and key are sent, else by key; a value of null deletes."""
    found = [dict(entry) for entry in entries]
    for item in sent:
        if isinstance(item, dict) and "key" in item:
            found = _with(shop, found, item)
    return found


def _with(shop: Shop, entries: list[Record], item: dict[str, Any]) -> list[Record]:
    number = int(item["id"]) if str(item.get("id") or "").isdigit() else 0
    place = next((place for place, entry in enumerate(entries) if entry["id"] == number), None) if number else None
    if place is None and not number:
        place = next((place for place, entry in enumerate(entries) if entry["key"] == item["key"]), None)
    value = item.get("value")
    if place is None:
        return entries if value is None else [*entries, {"id": shop.next_id("meta"), "key": item["key"], "value": stored(value)}]
    if value is None:
        return [entry for entry in entries if entry is not entries[place]]
    entries[place] = {**entries[place], "key": item["key"], "value": stored(value)}
    return entries


def add_display_meta(shop: Shop, item: Record, key: str, value: str) -> None:
    """An entry of an order's line, which is shown twice over."""
    entry = {"id": shop.next_id("meta"), "key": key, "value": value, "display_key": key, "display_value": value}
    item["meta_data"].append(entry)


def drop_meta(item: Record, key: str) -> None:
    """Take the entries of a key away."""
    item["meta_data"] = [entry for entry in item["meta_data"] if entry["key"] != key]


def displayed(entries: Iterable[Record]) -> list[Record]:
    """Entries of a line, with the texts that are shown."""
    return [{**entry, "display_key": entry["key"], "display_value": entry["value"]} for entry in entries]
