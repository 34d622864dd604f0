"""Lists that are read to their end, and compared with how many records the vendor says there are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any, TypeVar

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.effects.flow import Flow, ask_brightpearl, ask_woocommerce, every_record, every_row
from bpwoo_sync.errors import ShortListError

T = TypeVar("T")

#: How often a list that came short is read again: a record that leaves it moves one of the next page to one that was read.
AGAIN = 2


def records(operation: woo.Operation[woo.Page[T]], *, whole: bool) -> Flow[list[T]]:
    """All records of a shop's listing; with ``whole`` as many as the shop counts, whose ids differ.

    Raises :class:`~bpwoo_sync.errors.ShortListError` where there are fewer of them, also when it is read again.
    """
    if not whole:
        return (yield from every_record(operation))
    return (yield from _counted(ask_woocommerce, operation, "the shop", lambda each: getattr(each, "id", each)))


def rows(operation: bp.Operation[bp.Page[T]], *, whole: bool) -> Flow[list[T]]:
    """All rows of a Brightpearl search; with ``whole`` at least as many as it says are available.

    Some searches say that there are fewer than there are, so more of them are no fault. Raises
    :class:`~bpwoo_sync.errors.ShortListError` where there are fewer, also when it is read again.
    """
    if not whole:
        return (yield from every_row(operation))
    return (yield from _counted(ask_brightpearl, operation, "Brightpearl", None))


def all_of(ids: Collection[int], found: Iterable[T], what: str, *, whole: bool) -> list[T]:
    """What was read of records whose ids a search told; with ``whole`` none of them may be missing."""
    read = list(found)
    if whole and len(read) < len(set(ids)):
        raise ShortListError(f"Brightpearl's search told of {len(set(ids))} {what}, and {len(read)} of them could be read")
    return read


def _counted(ask: Callable[[Any], Flow[Any]], operation: Any, side: str, told_apart: Callable[[T], object] | None) -> Flow[list[T]]:
    found: list[T] = []
    for _ in range(1 + AGAIN):
        page = yield from ask(operation)
        # What the first page says: a record that goes meanwhile is missed, and one that comes is one more.
        total, found = page.total, list(page.items)
        while page.next is not None:
            page = yield from ask(page.next)
            found += page.items
        number = len(found) if told_apart is None else len({told_apart(each) for each in found})
        if total is None or number >= total:
            return found
    raise ShortListError(f"{side} counts {total} records and lists {number}, also when they are read again")
