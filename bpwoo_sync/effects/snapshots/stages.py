"""The stages of a reading: what is kept of one already is not asked for again after an interruption."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from attrs import frozen

from bpwoo_sync.effects.flow import Flow
from bpwoo_sync.effects.snapshots.pages import PageFiles, Reached

T = TypeVar("T")

#: A line that is kept, and the subject that it belongs to.
Line = tuple[str, str]

#: How often a listing that lost records on the way is read again.
RESTARTS = 2


@frozen(kw_only=True)
class Listing:
    """A stage of one or several listings: the operation of a page by the listing's number and its place, and what is kept.

    ``counted`` says that every page tells how many records there are: then pages are asked for by number, one by one.
    A record that leaves such a listing meanwhile moves all after it up a place, and one of them to a page that was read.
    """

    stage: str
    operation: Callable[[int, int], Any]
    ask: Callable[[Any], Flow[Any]]
    keep: Callable[[int, Sequence[Any]], Iterable[Line]]
    listings: int = 1
    counted: bool = False


def listed(told: Listing, pages: PageFiles) -> Flow[None]:
    """Read what is not kept yet of a stage.

    A stage that lost records on the way is read again from its beginning, and kept as not whole if that does not help.
    """
    for attempt in range(RESTARTS + 1):
        if (yield from _read(told, pages, settle=attempt == RESTARTS)):
            return
        pages.restart(told.stage)


def _read(told: Listing, pages: PageFiles, *, settle: bool) -> Flow[bool]:
    """Whether the stage is kept whole; with ``settle``, as it is."""
    reached, following = pages.reached(told.stage), None
    while told.listings and not reached.finished:
        index, place = reached.cursor
        page = yield from told.ask(following or told.operation(index, place or 1))
        total = page.total if told.counted and told.listings == 1 else None
        records, ends = reached.records + len(page.items), page.next is None
        finished = ends and index + 1 >= told.listings
        shrunk = total is not None and reached.total is not None and total < reached.total
        whole = reached.whole and not shrunk and not (finished and total is not None and records < total)
        if not whole and not settle:
            return False
        step = 1 if told.counted else len(page.items)
        cursor = (index + 1, 1) if ends else (index, (place or 1) + step)
        reached = Reached(records=records, cursor=cursor, total=total, finished=finished, whole=whole)
        pages.keep(told.stage, list(told.keep(index, page.items)), reached)
        following = None if ends or told.counted else page.next
    return True


def each_read(stage: str, things: Sequence[T], read: Callable[[T], Flow[Iterable[Line]]], pages: PageFiles) -> Flow[None]:
    """Read what is not kept yet of several things, each of which takes a request."""
    reached = pages.reached(stage)
    for number in range(reached.cursor[0], len(things)):
        lines = list((yield from read(things[number])))
        reached = Reached(records=reached.records + len(lines), cursor=(number + 1, 1), finished=number + 1 == len(things))
        pages.keep(stage, lines, reached)


def told_line(key: Any, value: Any) -> str:
    """A line of a key and a value."""
    return json.dumps({"key": key, "value": value}, separators=(",", ":"))


def value_of(line: str) -> Any:
    """The value of such a line."""
    return json.loads(line)["value"]


def told_pairs(lines: Iterable[str]) -> Iterable[tuple[Any, Any]]:
    """Keys and values of such lines."""
    return ((told["key"], told["value"]) for told in map(json.loads, lines))
