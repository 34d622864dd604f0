"""What the shop remembers: records by kind, its settings, its counters and its clock."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from importlib.resources import files
from typing import Any

from attrs import define, field

from .._kernel.values import Json, once

Record = dict[str, Any]

#: Kinds that draw their numbers from one sequence, as posts of a WordPress site do.
POSTS = frozenset({"products", "variations", "orders", "refunds", "coupons"})
COMMENTS = frozenset({"order_notes", "product_reviews"})
TERMS = frozenset({"product_categories", "product_tags", "product_brands", "product_shipping_classes", "product_attribute_terms"})

#: Marks a field that the shop keeps for itself and never sends.
HIDDEN = "~"


@define
class Shop:
    """The state behind the double. ``tables`` holds plain JSON; text keys are ids or slugs."""

    clock: Callable[[], datetime]
    zone: tzinfo
    tables: dict[str, dict[str, Record]] = field(factory=dict)
    counters: dict[str, int] = field(factory=dict)
    changed: Callable[[str, str, Record], None] = lambda kind, event, record: None

    def table(self, kind: str) -> dict[str, Record]:
        """The records of a kind, by id or slug, in the order in which they came."""
        return self.tables.setdefault(kind, {})

    def all(self, kind: str) -> Iterator[Record]:
        """Every record of a kind."""
        return iter(list(self.table(kind).values()))

    def find(self, kind: str, key: Json) -> Record | None:
        """The record with this id or slug."""
        return self.table(kind).get(str(key))

    def put(self, kind: str, record: Record) -> Record:
        """Keep a record under its id, slug or code, and leave that number unused by others."""
        self.table(kind)[key_of(kind, record)] = record
        if isinstance(record.get("id"), int):
            self.counters[sequence(kind)] = max(self.counters.get(sequence(kind), 0), record["id"])
        for part in ("line_items", "shipping_lines", "fee_lines", "tax_lines", "coupon_lines"):
            for item in record.get(part, ()):
                self._note_numbers("order_items", item)
        self._note_numbers("", record)
        return record

    def drop(self, kind: str, record: Record) -> None:
        """Forget a record."""
        self.table(kind).pop(key_of(kind, record), None)

    def next_id(self, sequence_of: str) -> int:
        """A number never given before."""
        name = sequence(sequence_of)
        self.counters[name] = self.counters.get(name, 0) + 1
        return self.counters[name]

    def blank(self, kind: str) -> Record:
        """A record as the shop fills it when nothing was sent."""
        return deepcopy(blanks()[kind])

    def now(self) -> datetime:
        """The moment, to the second."""
        return self.clock().astimezone(UTC).replace(microsecond=0)

    def dated(self, name: str, moment: datetime | None) -> dict[str, str | None]:
        """A date as the shop sends it twice: in its own time, and in GMT."""
        if moment is None:
            return {name: None, f"{name}_gmt": None}
        return {name: plain(moment.astimezone(self.zone)), f"{name}_gmt": plain(moment.astimezone(UTC))}

    def moment(self, text: str, *, gmt: bool = False) -> datetime:
        """A date of the shop's, or one in GMT, or one that names its offset, as an instant."""
        read = datetime.fromisoformat(text)
        if read.tzinfo is None:
            read = read.replace(tzinfo=UTC if gmt else self.zone)
        return read.astimezone(UTC)

    def setting(self, name: str, otherwise: Json = "") -> Json:
        """The value of an option, such as ``woocommerce_currency``."""
        for record in self.all("settings"):
            if record["id"] == name:
                return record.get("value", otherwise)
        return otherwise

    def set(self, name: str, value: Json) -> None:
        """Change an option."""
        for record in self.all("settings"):
            if record["id"] == name:
                record["value"] = value

    @property
    def decimals(self) -> int:
        """Digits after the point of a price."""
        return int(self.setting("woocommerce_price_num_decimals", "2"))

    def _note_numbers(self, kind: str, record: Record) -> None:
        if kind and isinstance(record.get("id"), int):
            self.counters[kind] = max(self.counters.get(kind, 0), record["id"])
        for meta in record.get("meta_data") or ():
            if isinstance(meta, dict) and isinstance(meta.get("id"), int):
                self.counters["meta"] = max(self.counters.get("meta", 0), meta["id"])


_SEQUENCES = {"posts": POSTS, "terms": TERMS, "comments": COMMENTS}


def sequence(kind: str) -> str:
    """The counter from which a kind draws its numbers."""
    return next((name for name, kinds in _SEQUENCES.items() if kind in kinds), kind)


def key_of(kind: str, record: Record) -> str:
    """What a record is found by."""
    if kind == "settings":
        return f"{record.get('~group', '')}/{record['id']}"
    if kind == "shipping_zone_locations":
        return f"{record['~zone']}/{record['type']}/{record['code']}"
    return str(next((record[name] for name in ("id", "slug", "code") if name in record), "only"))


def plain(moment: datetime) -> str:
    """``2026-11-23T16:42:37``: without a zone, as WordPress writes it."""
    return moment.replace(tzinfo=None).isoformat(timespec="seconds")


def shown(record: Record) -> Record:
    """A record without what the shop keeps for itself."""
    return {name: value for name, value in record.items() if not name.startswith(HIDDEN)}


@once
def data_file(name: str) -> dict[str, Any]:
    """A file of package data. Whoever changes what is in it works on a copy."""
    text = files(__package__).joinpath("data").joinpath(f"{name}.json").read_text(encoding="utf-8")
    content: dict[str, Any] = json.loads(text, parse_float=Decimal)
    return content


def blanks() -> dict[str, Record]:
    """Records as the shop creates them from nothing."""
    return data_file("blanks")


def defaults() -> dict[str, list[Record]]:
    """What a shop holds on its first day."""
    return data_file("defaults")
