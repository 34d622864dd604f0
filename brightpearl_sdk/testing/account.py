"""What an account holds: tables of plain records, counters and settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from pathlib import Path
from typing import Any

from attrs import define, field

from .._kernel.jsontext import loads

#: A record as plain JSON; amounts are text.
Record = dict[str, Any]
Table = dict[int, Record]

#: The first number of a kind's ids, where real accounts do not begin at 1.
_FIRST: dict[str, int] = {"contacts": 200, "locations": 2, "orders": 100_001, "products": 1001, "postal_addresses": 100}


@define
class Account:
    """One account. ``now`` is aware UTC; ``zone`` is the zone in which dates are shown."""

    clock: Callable[[], datetime]
    zone: tzinfo
    tables: dict[str, Table] = field(factory=dict)
    counters: dict[str, int] = field(factory=dict)
    settings: dict[str, str] = field(factory=dict)
    events: list[dict[str, Any]] = field(factory=list)
    instance: Record = field(factory=dict)
    duplicates: str = "refused"
    invoice_after: timedelta = timedelta(0)

    def table(self, kind: str) -> Table:
        """Every record of a kind, by id."""
        return self.tables.setdefault(kind, {})

    def find(self, kind: str, id: Any) -> Record | None:
        """A record, if there is one."""
        return self.table(kind).get(id) if isinstance(id, int) else None

    def first(self, kind: str, name: str, value: object) -> Record | None:
        """The first record whose field has a value."""
        return next((record for record in self.table(kind).values() if record.get(name) == value), None)

    def new_id(self, kind: str) -> int:
        """The next id of a kind; ids are never used twice."""
        number = self.counters.get(kind, _FIRST.get(kind, 1) - 1) + 1
        self.counters[kind] = number
        return number

    def put(self, kind: str, record: Record, *, key: str = "id") -> int:
        """Keep a record under its id, or under a new one."""
        given = record.get(key)
        id = given if isinstance(given, int) else self.new_id(kind)
        record[key] = id
        self.table(kind)[id] = record
        self.counters[kind] = max(self.counters.get(kind, 0), id, _FIRST.get(kind, 1) - 1)
        return id

    def now(self) -> str:
        """The present moment, as it is kept."""
        return stored(self.clock())

    def shown(self, moment: str | None) -> str | None:
        """A kept moment, as it is shown: with milliseconds and the account's offset."""
        if moment is None:
            return None
        return datetime.fromisoformat(moment).astimezone(self.zone).isoformat(timespec="milliseconds")

    def raised(self, event: str, id: int) -> None:
        """Remember an event for whoever subscribed to it."""
        told = [hook["id"] for hook in self.table("webhooks").values() if f"{event}.".startswith(f"{hook['subscribeTo']}.")]
        self.events.append({"event": event, "id": id, "raisedOn": self.now(), **({"to": told} if told else {})})


def stored(moment: datetime) -> str:
    """A moment as it is kept: ISO 8601, UTC, milliseconds."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


#: Numbers of countries that are known; those of the others are the double's own.
_COUNTRY_NUMBERS = {"CR": 282, "GB": 222}


@cache
def countries() -> dict[str, tuple[int, str, str, str]]:
    """By both codes: number, two letters, three letters and English name of each country."""
    content = (Path(__file__).parent / "data" / "countries.json").read_bytes()
    pairs: Any = loads(content)
    found: dict[str, tuple[int, str, str, str]] = {}
    for place, (two, (three, name)) in enumerate(sorted(pairs.items()), 1):
        entry = (_COUNTRY_NUMBERS.get(two, 1000 + place), two, three, name)
        found[two] = found[three] = entry
    return found


def without(record: Record, *names: str) -> Record:
    """A record less some fields and less those that hold nothing: unset fields are left out of answers."""
    return {name: value for name, value in record.items() if value is not None and name not in names}


def chosen(table: Table, ids: Iterable[int]) -> list[Record]:
    """The records of some ids that exist, ascending."""
    wanted = set(ids)
    return [table[id] for id in sorted(wanted) if id in table]
