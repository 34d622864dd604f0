"""Sets of ids as Brightpearl writes them: ``1,3,5-9``.

https://help.brightpearl.com/hc/en-us/articles/211125046-IDs-ID-sets
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from .errors import QueryError

#: How many ids one request may ask for: 200 of most resources, 500 of goods-out notes.
IDS_PER_REQUEST = 200

#: How long the set may be in the request line. 200 ids of 7 digits take 1,600 characters.
TEXT_PER_REQUEST = 6000


@frozen
class IdSet:
    """Positive ids, ascending and each once. ``str()`` gives the vendor's text, neighbours folded to ranges.

    >>> str(IdSet.of([9, 3, 1, 5, 6, 7, 8]))
    '1,3,5-9'
    >>> list(IdSet.parse("7,9-11"))
    [7, 9, 10, 11]
    """

    ids: tuple[int, ...] = ()

    @classmethod
    def of(cls, ids: Iterable[int]) -> IdSet:
        """The set of these ids, in any order."""
        ordered = tuple(sorted(set(ids)))
        if ordered and ordered[0] < 0:
            raise QueryError(f"{ordered[0]} is no id: ids are positive")
        return cls(ordered)

    @classmethod
    def parse(cls, text: str, *, most: int = 1_000_000) -> IdSet:
        """Read the vendor's text: single ids and ranges between commas or full stops. Refuses more than ``most``."""
        ids: list[int] = []
        for part in text.replace(".", ",").split(","):
            first, dash, last = part.strip().partition("-")
            if not (first.isascii() and first.isdigit()) or (dash and not (last.isascii() and last.isdigit())) or len(first + last) > 40:
                raise QueryError(f"{text[:80]!r} is no set of ids: {part[:40]!r} is neither an id nor a range such as 5-9")
            low, high = int(first), int(last or first)
            if high < low or high - low + len(ids) >= most:
                raise QueryError(f"{text[:80]!r} is no set of ids: the range {part[:40]!r} descends or is too long")
            ids.extend(range(low, high + 1))
        return cls.of(ids)

    def __str__(self) -> str:
        return ",".join(f"{low}" if low == high else f"{low}-{high}" for low, high in self.ranges())

    def __iter__(self) -> Iterator[int]:
        return iter(self.ids)

    def __len__(self) -> int:
        return len(self.ids)

    def __contains__(self, id: object) -> bool:
        return id in self.ids

    def ranges(self) -> Iterator[tuple[int, int]]:
        """The runs of neighbouring ids, first and last."""
        start = previous = None
        for id in self.ids:
            if previous is not None and start is not None and id != previous + 1:
                yield start, previous
                start = id
            elif start is None:
                start = id
            previous = id
        if start is not None and previous is not None:
            yield start, previous

    def pieces(self, most: int = IDS_PER_REQUEST, text: int = TEXT_PER_REQUEST) -> Iterator[IdSet]:
        """Sets of at most ``most`` ids whose text is no longer than ``text`` characters."""
        piece: list[int] = []
        length = 0
        for id in self.ids:
            longer = length + len(str(id)) + 1
            if piece and (len(piece) >= most or longer > text):
                yield IdSet(tuple(piece))
                piece, longer = [], len(str(id)) + 1
            piece.append(id)
            length = longer
        if piece:
            yield IdSet(tuple(piece))
