"""Requests, responses and operations as plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum
from typing import Generic, Literal, TypeVar
from urllib.parse import quote

from attrs import field, frozen

from .described import described
from .tabling import html_table

T = TypeVar("T")

Pairs = tuple[tuple[str, str], ...]

#: What a vendor's query value may hold unescaped: ``/`` splits a period, ``,`` a list, ``:`` a time.
_RAW_IN_QUERY = "/,:*@!$'()-._~"


class Reach(Enum):
    """How far a failed request got: what decides whether sending it again is safe."""

    NOT_SENT = "not sent"
    UNKNOWN = "unknown"


@frozen(kw_only=True)
class Request:
    """One HTTP request, relative to a client's base address.

    ``path`` is already escaped. ``query`` holds unescaped pairs in the order in which they are sent. ``origin``
    (``https://host``) is set only where a server looks at a request it has received.
    """

    method: str
    path: str
    query: Pairs = ()
    headers: Pairs = field(default=(), repr=False)
    content: bytes = field(default=b"", repr=False)
    origin: str = ""

    @property
    def target(self) -> str:
        """Path and query as they stand in the request line."""
        if not self.query:
            return self.path
        encoded = "&".join(f"{quote(key, safe=_RAW_IN_QUERY)}={quote(value, safe=_RAW_IN_QUERY)}" for key, value in self.query)
        return f"{self.path}?{encoded}"

    def header(self, name: str) -> str | None:
        """The first header of this name, whatever its case."""
        return _first(self.headers, name)

    def parameter(self, name: str) -> str | None:
        """The first query parameter of this name."""
        return next((value for key, value in self.query if key == name), None)


@frozen(kw_only=True)
class Response:
    """One HTTP response, whole: status, headers in the order received, and the raw bytes."""

    status: int
    headers: Pairs = field(default=(), repr=False)
    content: bytes = field(default=b"", repr=False)

    @property
    def ok(self) -> bool:
        """Whether the status is 2xx."""
        return 200 <= self.status < 300

    def header(self, name: str) -> str | None:
        """The first header of this name, whatever its case."""
        return _first(self.headers, name)


@frozen(kw_only=True)
class Failure:
    """A request that drew no response: the connection failed, broke or timed out.

    ``reach`` tells whether the server may have acted on it.
    """

    kind: Literal["connect", "timeout", "broken", "too-large", "redirect"]
    reach: Reach
    message: str


@described
@frozen
class Sleep:
    """A step of a conversation: wait this many seconds."""

    seconds: float
    """In seconds."""


@frozen(kw_only=True)
class Operation(Generic[T]):
    """A request and how to read its response. Either client sends it; nothing here touches the network.

    ``repeatable`` is true where sending it twice leaves the same state as sending it once; only then is it sent
    again after an outcome that is not known.
    """

    request: Request
    parse: Callable[[Response], T] = field(repr=False)
    repeatable: bool = True


@described
@frozen(kw_only=True)
class Page(Generic[T]):
    """Some of a listing's items, and the operation that fetches the next ones.

    ``total`` counts all items and ``pages`` all pages, where the vendor says so.
    """

    items: tuple[T, ...]
    next: Operation[Page[T]] | None = None
    total: int | None = None
    """How many items the whole listing has, where the vendor says so."""
    pages: int | None = None
    """How many pages the whole listing has, where the vendor says so."""

    def __iter__(self) -> Iterator[T]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def _repr_html_(self) -> str:
        return html_table(self.items)


def _first(pairs: Pairs, name: str) -> str | None:
    wanted = name.lower()
    for key, value in pairs:
        if key.lower() == wanted:
            return value
    return None
