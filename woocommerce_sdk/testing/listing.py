"""Lists in pages: what is filtered, in which order, which part of it, and what the headers tell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from attrs import frozen

from .._kernel.operation import Pairs
from .._kernel.values import Json
from .call import Answer, Call
from .php import nested, query_text
from .shop import Record

Keeps = Callable[[Call, Record, Any], bool]
SortKey = Callable[[Record], Any]


@frozen(kw_only=True)
class Listing:
    """How a kind is listed.

    ``filters`` apply where their argument was sent, or has a default. ``sorts`` give the keys for ``orderby``.
    ``unpaged`` lists come whole, with totals or, where ``silent``, without. ``forgetful`` lists deny their totals beyond
    the end.
    """

    filters: Mapping[str, Keeps]
    sorts: Mapping[str, SortKey]
    default_order: str = "desc"
    unpaged: bool = False
    silent: bool = False
    forgetful: bool = False


def selected(call: Call, records: Iterable[Record], listing: Listing) -> list[Record]:
    """The records that the filters keep, in order."""
    wanted = [(keeps, call[name]) for name, keeps in listing.filters.items() if call[name] not in (None, "", [])]
    kept = [record for record in records if all(keeps(call, record, value) for keeps, value in wanted)]
    return in_order(call, kept, listing)


def in_order(call: Call, records: list[Record], listing: Listing) -> list[Record]:
    """The records sorted as ``orderby`` and ``order`` say."""
    orderby = call["orderby"] or ""
    if orderby == "include":
        places = {int(number): place for place, number in enumerate(call["include"] or [])}
        return sorted(records, key=lambda record: places.get(record["id"], len(places)))
    key = listing.sorts.get(orderby)
    descending = (call["order"] or listing.default_order) == "desc"
    return records if key is None else sorted(records, key=key, reverse=descending)


def page_of(call: Call, records: Sequence[Record]) -> Sequence[Record]:
    """The part of a list that ``page``, ``per_page`` and ``offset`` ask for; an offset beats a page."""
    size = call["per_page"] or 10
    start = call["offset"] if call["offset"] is not None else ((call["page"] or 1) - 1) * size
    return records[start : start + size]


def totals(count: int, size: int) -> Pairs:
    """The headers that count records and pages."""
    return (("X-WP-Total", str(count)), ("X-WP-TotalPages", str(-(-count // size))))


def neighbours(call: Call, pages: int, added: Mapping[str, Json] | None = None) -> str:
    """The ``Link`` header of a page: its neighbours, with all that the query held, keys and signatures too."""
    page = call["page"] or 1
    read = {name: call.arguments.get(name, value) for name, value in nested(call.query).items()}
    query = {**{name: value for name, value in read.items() if name not in (added or {})}, **(added or {})}
    links = []
    if page > 1:
        links.append((min(page - 1, pages), "prev"))
    if page < pages:
        links.append((page + 1, "next"))
    place = call.root + re.sub(r"\{(\w+)\}", lambda found: call.ids[found[1]], call.route)
    return ", ".join(f'<{place}?{query_text({**query, "page": number})}>; rel="{rel}"' for number, rel in links)


def listed(call: Call, records: Sequence[Record], listing: Listing, *, added: Mapping[str, Json] | None = None) -> Answer:
    """One page of records, and the headers that go with it."""
    if listing.unpaged:
        headers = () if listing.silent else (("X-WP-Total", str(len(records))), ("X-WP-TotalPages", "1"))
        return Answer(body=list(records), headers=headers)
    page = list(page_of(call, records))
    counted = totals(len(records) if page or not listing.forgetful else 0, call["per_page"] or 10)
    link = neighbours(call, int(counted[1][1]), added)
    return Answer(body=page, headers=(*counted, ("Link", link)) if link else counted)


def matches(text: str, *fields: Json) -> bool:
    """Whether every word of a search stands in one of the fields, whatever its case; single letters are no words."""
    inside = [str(field).lower() for field in fields]
    words = [word for word in text.lower().split() if not re.fullmatch(r"[a-z-]", word)] or [text.lower()]
    return all(any(word in field for field in inside) for word in words)


def after(name: str) -> Keeps:
    """Later than a moment, to the second; equality does not count."""
    return lambda call, record, value: _instant(call, record, name) > _asked(call, value)


def before(name: str) -> Keeps:
    """Earlier than a moment, to the second; equality does not count."""
    return lambda call, record, value: _instant(call, record, name) < _asked(call, value)


def _instant(call: Call, record: Record, name: str) -> float:
    text = record.get(f"{name}_gmt")
    return call.shop.moment(text, gmt=True).timestamp() if text else float("-inf")


def _asked(call: Call, value: str) -> float:
    """Shop time without a zone; with one, that; ``dates_are_gmt`` reads the converted shop time as GMT."""
    shop, gmt = call.shop, bool(call["dates_are_gmt"])
    instant = shop.moment(value.replace("z", "Z"))
    if gmt:
        instant = shop.moment(instant.astimezone(shop.zone).replace(tzinfo=None).isoformat(), gmt=True)
    return int(instant.timestamp())


INCLUDE: Mapping[str, Keeps] = {
    "include": lambda call, record, value: record["id"] in value,
    "exclude": lambda call, record, value: record["id"] not in value,
}
#: What is named is listed even where it is excluded too.
NAMED: Mapping[str, Keeps] = {**INCLUDE, "exclude": lambda call, record, value: bool(call["include"]) or record["id"] not in value}
DATES: Mapping[str, Keeps] = {
    "after": after("date_created"),
    "before": before("date_created"),
    "modified_after": after("date_modified"),
    "modified_before": before("date_modified"),
}
