"""Two sides compared by key: sorted streams by a merge that holds a record of each, others by an index of one side.

Records are compared by ``==``. They may be typed facts, or the text of which a fact is read: equal text needs no reading.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal, InvalidOperation
from itertools import groupby
from typing import Generic, Literal, NamedTuple, TypeVar

from attrs import define, frozen

from bpwoo_sync.described import described
from bpwoo_sync.errors import SnapshotError, UnsortedError

T = TypeVar("T")
L = TypeVar("L")
R = TypeVar("R")

Side = Literal["left", "right"]


@described
class Level(NamedTuple):
    """How many pieces there are of a SKU. A named tuple, because millions of them are made and compared."""

    sku: str
    quantity: int | Decimal
    """In pieces."""


@frozen
class Difference(Generic[T]):
    """A key of which both sides do not say the same. A side that does not have it is None."""

    key: str
    left: T | None
    right: T | None


@frozen
class Repeated(Generic[T]):
    """A further record of a key that its side has told already, or one with an empty key: it is compared with nothing."""

    key: str
    side: Side
    record: T


@described
@define
class Tally:
    """How many keys were equal, differed, or stood on one side only, and how many records were repeated."""

    equal: int = 0
    """How many keys."""
    different: int = 0
    """How many keys."""
    left_only: int = 0
    """How many keys."""
    right_only: int = 0
    """How many keys."""
    repeated: int = 0

    @property
    def compared(self) -> int:
        """Keys that both sides have."""
        return self.equal + self.different


def differences(left: Iterable[T], right: Iterable[T], key: Callable[[T], str], tally: Tally) -> Iterator[Difference[T] | Repeated[T]]:
    """What differs between two streams that ascend by key; counts into ``tally``. Holds one record of each.

    Raises :class:`~bpwoo_sync.errors.UnsortedError` on a record whose key is below the one before it.
    """
    lefts, rights = iter(left), iter(right)
    ours, theirs = next(lefts, None), next(rights, None)
    last_ours = last_theirs = ""
    while ours is not None and theirs is not None:
        our_key = key(ours)
        if ours == theirs and our_key > last_ours and our_key > last_theirs:
            tally.equal += 1
            last_ours = last_theirs = our_key
            ours, theirs = next(lefts, None), next(rights, None)
            continue
        their_key = key(theirs)
        if our_key <= last_ours:
            yield _repeated(our_key, last_ours, "left", ours, tally)
            ours = next(lefts, None)
        elif their_key <= last_theirs:
            yield _repeated(their_key, last_theirs, "right", theirs, tally)
            theirs = next(rights, None)
        elif our_key == their_key:
            tally.different += 1
            yield Difference(our_key, ours, theirs)
            last_ours, last_theirs = our_key, their_key
            ours, theirs = next(lefts, None), next(rights, None)
        elif our_key < their_key:
            tally.left_only += 1
            yield Difference(our_key, ours, None)
            last_ours, ours = our_key, next(lefts, None)
        else:
            tally.right_only += 1
            yield Difference(their_key, None, theirs)
            last_theirs, theirs = their_key, next(rights, None)
    for each in _rest(ours, lefts, key, last_ours, "left", tally):
        tally.left_only += isinstance(each, Difference)
        yield each
    for each in _rest(theirs, rights, key, last_theirs, "right", tally):
        tally.right_only += isinstance(each, Difference)
        yield each


def _rest(
    record: T | None, records: Iterator[T], key: Callable[[T], str], last: str, side: Side, tally: Tally
) -> Iterator[Difference[T] | Repeated[T]]:
    """What one side still has once the other has ended."""
    while record is not None:
        here = key(record)
        if here <= last:
            yield _repeated(here, last, side, record, tally)
        else:
            yield Difference(here, record, None) if side == "left" else Difference(here, None, record)
            last = here
        record = next(records, None)


def _repeated(key: str, last: str, side: Side, record: T, tally: Tally) -> Repeated[T]:
    if key < last:
        raise UnsortedError(side, last, key)
    tally.repeated += 1
    return Repeated(key, side, record)


def indexed_differences(
    left: Iterable[T], right: Iterable[T], key: Callable[[T], str], tally: Tally
) -> Iterator[Difference[T] | Repeated[T]]:
    """The same of streams in any order: the right side is held in an index, the left one streams past it."""
    index: dict[str, T | None] = {}
    for theirs in right:
        here = key(theirs)
        if here in index or not here:
            yield _repeated(here, here, "right", theirs, tally)
        else:
            index[here] = theirs
    alone: set[str] = set()
    missing = object()
    for ours in left:
        here = key(ours)
        match = index.get(here, missing)
        if match is None or here in alone or not here:
            yield _repeated(here, here, "left", ours, tally)
        elif match is missing:
            alone.add(here)
            tally.left_only += 1
            yield Difference(here, ours, None)
        else:
            # What was compared stays as None: the left side may tell the key again.
            found, index[here] = index[here], None
            if ours == found:
                tally.equal += 1
            else:
                tally.different += 1
                yield Difference(here, ours, found)
    for here, rest in index.items():
        if rest is not None:
            tally.right_only += 1
            yield Difference(here, None, rest)


def merged(
    left: Iterable[L], right: Iterable[R], left_key: Callable[[L], str], right_key: Callable[[R], str]
) -> Iterator[tuple[str, tuple[L, ...], tuple[R, ...]]]:
    """Every key of two streams that ascend by key, with all that either side has of it. The records may be of two kinds.

    Raises :class:`~bpwoo_sync.errors.UnsortedError` on a record whose key is below the one before it.
    """
    lefts, rights = _groups(left, left_key, "left"), _groups(right, right_key, "right")
    ours, theirs = next(lefts, None), next(rights, None)
    while ours is not None or theirs is not None:
        if theirs is None or (ours is not None and ours[0] < theirs[0]):
            assert ours is not None
            yield ours[0], ours[1], ()
            ours = next(lefts, None)
        elif ours is None or theirs[0] < ours[0]:
            yield theirs[0], (), theirs[1]
            theirs = next(rights, None)
        else:
            yield ours[0], ours[1], theirs[1]
            ours, theirs = next(lefts, None), next(rights, None)


def _groups(records: Iterable[T], key: Callable[[T], str], side: Side) -> Iterator[tuple[str, tuple[T, ...]]]:
    last: str | None = None
    for here, group in groupby(records, key):
        if last is not None and here < last:
            raise UnsortedError(side, last, here)
        last = here
        yield here, tuple(group)


def level(line: str) -> Level:
    """A line of a list of stock: the SKU, a tab, the quantity. Raises :class:`~bpwoo_sync.errors.SnapshotError`.

    >>> level("SHIRT-S\\t12\\n")
    Level(sku='SHIRT-S', quantity=12)
    """
    sku, _, quantity = line.partition("\t")
    try:
        return Level(sku, int(quantity))
    except ValueError:
        return Level(sku, _fraction(line, quantity))


def level_key(line: str) -> str:
    """The SKU of such a line."""
    return line.partition("\t")[0]


def sku_of(record: Level) -> str:
    """The key of a level."""
    return record.sku


def _fraction(line: str, quantity: str) -> Decimal:
    try:
        number = Decimal(quantity.strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise SnapshotError(f"{line.strip()[:80]!r} is no line of stock: a SKU, a tab and a quantity were due.")
    return number
