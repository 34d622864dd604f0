"""Lists: their filters as query parameters, their pages, and sweeps over what changed."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, Literal, TypeVar, cast

import attrs
from attrs import evolve, frozen

from ._kernel import jsontext
from ._kernel.amounts import whole
from ._kernel.binding import AsyncListing, Listing
from ._kernel.described import described
from ._kernel.operation import Operation, Page, Pairs, Request, Response
from ._kernel.values import Json, Unrecognised
from .ahead import pages_ahead
from .errors import ConfigurationError, NotJsonError, ShapeError, plain_text
from .values import ShopTime
from .wire import decode, key_of, moment_text, records_in

T = TypeVar("T")
Q = TypeVar("Q", bound="Query")

#: What tells one change of a record from another: its id and when it was changed.
Change = tuple[int, datetime]

_MOST_PER_PAGE = 100
_SECOND = timedelta(seconds=1)


@frozen(kw_only=True)
class Query:
    """Filters of a list; ``None`` is no filter.

    ``fields`` asks for these fields alone, which is faster: the others are then missing, and reading one raises
    :class:`NotSentError`. Inside an object a field is ``"billing.email"``; a field inside a list cannot be asked for.
    ``context="edit"`` asks for text as it is stored rather than shown.
    """

    fields: tuple[str, ...] = ()
    context: Literal["view", "edit"] | None = None


@described
@frozen(kw_only=True)
class PagedQuery(Query):
    """Filters of a list that comes in pages. ``per_page`` is 1 to 100; ``page`` is the first one to be read."""

    per_page: int = _MOST_PER_PAGE
    """How many records a page holds, 1 to 100."""
    page: int = 1
    offset: int | None = None
    order: Literal["asc", "desc"] | None = None


def pairs_of(query: Query) -> Pairs:
    """A query as parameters: lists as ``a,b,c`` in one value, moments in GMT with a ``Z``.

    Raises :class:`ConfigurationError` for what the shop would silently take for "no filter".
    """
    _check_page(query)
    named = ((field.name, getattr(query, field.name)) for field in attrs.fields(type(query)))
    return tuple((_parameter(name), _text(name, value)) for name, value in named if not _is_absent(name, value))


def _is_absent(name: str, value: Any) -> bool:
    if value is None or (name == "page" and value == 1):
        return True
    if value == () and name in ("include", "parent"):
        raise ConfigurationError(f"{name}=() would list everything: leave it out, or do not ask")
    return bool(value == ())


def _parameter(name: str) -> str:
    return "_fields" if name == "fields" else key_of(name)


def _text(name: str, value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case tuple():
            return ",".join(_item_text(name, item) for item in value)
        case datetime():
            # With an offset the shop converts it rightly; together with ``dates_are_gmt`` it would shift it.
            return f"{moment_text(value)}Z"
        case date():
            return value.isoformat()
        case Enum():
            return str(value.value)
        case Decimal():
            return format(value, "f")
        case "":
            raise ConfigurationError(f"{name}='' would list everything: leave it out")
        case str() | int() | Unrecognised() | ShopTime():
            return str(value)
    raise ConfigurationError(f"{name}={value!r} has no form in a query")


def _item_text(name: str, item: Any) -> str:
    text = _text(name, item)
    if "," in text:
        raise ConfigurationError(f"{name}: {text!r} holds a comma, which would make it two values")
    return text


def _check_page(query: Query) -> None:
    if isinstance(query, PagedQuery) and not 1 <= query.per_page <= _MOST_PER_PAGE:
        raise ConfigurationError(f"per_page={query.per_page}: the shop gives 1 to {_MOST_PER_PAGE} records a page")
    if isinstance(query, PagedQuery) and query.page < 1:
        raise ConfigurationError(f"page={query.page}: pages are counted from 1")


def document_of(request: Request, response: Response) -> Json:
    """The JSON of an answer. Raises :class:`NotJsonError` telling what came in its place."""
    try:
        return jsontext.loads_answer(response.content)
    except jsontext.NotJsonError:
        raise _not_json(request, response) from None


def _not_json(request: Request, response: Response) -> NotJsonError:
    text = plain_text(response.content[:4000].decode("utf-8", "replace"), 120)
    reason = f"the answer is no JSON but {text!r}: a page of WordPress, a firewall, or a PHP notice (switch WP_DEBUG_DISPLAY off)"
    return NotJsonError(path="$", reason=reason, kind="answer", place=f"{request.method} {request.path}")


def record_of(request: Request, kind: type[T], response: Response) -> T:
    """The one record of an answer."""
    try:
        return decode(kind, document_of(request, response))
    except NotJsonError:
        raise
    except ShapeError as error:
        raise error.at(request) from None


def records_of(request: Request, kind: type[T], response: Response) -> tuple[T, ...]:
    """The records of an answer."""
    try:
        return records_in(kind, response.content)
    except jsontext.NotJsonError:
        raise _not_json(request, response) from None
    except ShapeError as error:
        raise error.at(request) from None


@described
@frozen(kw_only=True)
class PagedOperation(Operation[Page[T]]):
    """The operation that fetches one page; ``number`` and ``last`` count pages from 1, where they are known."""

    kind: type[T]
    number: int
    last: int | None = None
    total: int | None = None
    """How many records the whole list has, where the shop says so."""

    def numbered(self, number: int) -> PagedOperation[T]:
        """The operation that fetches the page of this number."""
        query = (*(pair for pair in self.request.query if pair[0] != "page"), ("page", str(number)))
        return page_operation(evolve(self.request, query=query), self.kind, number=number, last=self.last, total=self.total)


def page_operation(
    request: Request,
    kind: type[T],
    *,
    number: int = 1,
    last: int | None = None,
    total: int | None = None,
    previous: bytes = b"",
) -> PagedOperation[T]:
    """Fetch a page. Totals are those of the first page: orders deny theirs beyond the end."""

    def parse(response: Response) -> Page[T]:
        if previous and response.content == previous:
            return Page(items=(), total=total, pages=last)
        items = records_of(request, kind, response)
        pages = last if last is not None else _count(response, "X-WP-TotalPages")
        known = total if total is not None else _count(response, "X-WP-Total")
        following = _after(request, number, len(items), pages, known)
        onward = following and page_operation(following, kind, number=number + 1, last=pages, total=known, previous=response.content)
        return Page(items=items, next=onward or None, total=known, pages=pages)

    return PagedOperation(request=request, parse=parse, kind=kind, number=number, last=last, total=total)


def single_page_operation(request: Request, kind: type[T]) -> Operation[Page[T]]:
    """Fetch a list that comes whole, whatever its totals say."""

    def parse(response: Response) -> Page[T]:
        items = records_of(request, kind, response)
        return Page(items=items, total=len(items), pages=1)

    return Operation(request=request, parse=parse)


def _after(request: Request, number: int, count: int, pages: int | None, total: int | None) -> Request | None:
    """The request for the next page, unless this was the last.

    The ``Link`` header is not followed: with an offset it names the same page for ever.
    """
    if count == 0 or pages is None:
        return None
    offset = request.parameter("offset")
    if offset is not None:
        after = int(offset) + count
        return _with(request, "offset", after) if total is not None and after < total else None
    return _with(request, "page", number + 1) if number < pages else None


def _with(request: Request, name: str, value: object) -> Request:
    return evolve(request, query=(*(pair for pair in request.query if pair[0] != name), (name, str(value))))


def _count(response: Response, name: str) -> int | None:
    return whole(response.header(name))


def later_pages(first: Page[T]) -> tuple[PagedOperation[T], ...]:
    """The operations of all pages after this one, where their number is known beforehand."""
    following = first.next
    if not isinstance(following, PagedOperation) or following.last is None or following.request.parameter("offset") is not None:
        return ()
    return tuple(following.numbered(number) for number in range(following.number, following.last + 1))


class PagedListing(Listing[T]):
    """The records of a list, fetched page by page as they are asked for. Iterating again asks again."""

    def count(self) -> int | None:
        """How many records there are in all, where the shop says so: one small request."""
        request = _with(self.operation.request, "per_page", 1)
        return self._runner.send(evolve(self.operation, request=request)).total


class AsyncPagedListing(AsyncListing[T]):
    """The records of a list, fetched page by page as they are awaited. Iterating again asks again."""

    async def count(self) -> int | None:
        """How many records there are in all, where the shop says so: one small request."""
        request = _with(self.operation.request, "per_page", 1)
        return (await self._runner.send(evolve(self.operation, request=request))).total

    async def all(self, in_flight: int = 1) -> list[T]:
        """Every record in order, kept in a list, with up to ``in_flight`` requests at once after the first."""
        return [item async for item in self.ahead(in_flight)]

    async def ahead(self, in_flight: int = 4) -> AsyncGenerator[T, None]:
        """Every record in order, with up to ``in_flight`` requests under way at once after the first."""
        first = await self.first()
        for item in first.items:
            yield item
        later = later_pages(first) if in_flight > 1 else ()
        pages = pages_ahead(self._runner, later, in_flight) if later else self._onward(first)
        async for page in pages:
            for item in page.items:
                yield item

    async def _onward(self, first: Page[T]) -> AsyncIterator[Page[T]]:
        if first.next is not None:
            async for page in self._runner.pages(first.next):
                yield page


def sweep_operation(
    query: Q, since: datetime, first: Callable[[Q], Operation[Page[T]]], seen: frozenset[Change] = frozenset()
) -> Operation[Page[T]]:
    """What changed at or after a moment, in the order of the changes; a record that changes meanwhile comes again.

    Pages are found by the last change of the one before, never by number: a record that changes during the sweep
    moves to the end, and all others would move up a place. The shop leaves out the very second that is asked for, so
    each question reaches back a second, and what was already told is dropped.
    """
    from_second = since.replace(microsecond=0)
    fields = tuple(dict.fromkeys((*query.fields, "id", "date_modified_gmt"))) if query.fields else ()
    narrowed: Q = evolve(
        cast(Any, query), modified_after=from_second - _SECOND, orderby="modified", order="asc", page=1, offset=None, fields=fields
    )
    return _swept(first(narrowed), query, from_second, first, seen)


def _swept(
    inner: Operation[Page[T]],
    query: Q,
    since: datetime,
    first: Callable[[Q], Operation[Page[T]]],
    seen: frozenset[Change],
) -> Operation[Page[T]]:
    def parse(response: Response) -> Page[T]:
        page = inner.parse(response)
        told = seen | {_change(item) for item in page.items}
        fresh = tuple(item for item in page.items if _change(item) not in seen)
        if page.next is None:
            return Page(items=fresh)
        latest = max(when for _, when in map(_change, page.items))
        if latest > since:
            recent = frozenset(change for change in told if change[1] >= latest)
            return Page(items=fresh, next=sweep_operation(query, latest, first, recent))
        # More records changed within a second than a page holds: only their page number tells them apart.
        return Page(items=fresh, next=_swept(page.next, query, since, first, told))

    return Operation(request=inner.request, parse=parse)


def _change(record: object) -> Change:
    changed = cast(Any, record)
    return changed.id, changed.date_modified_gmt


@described
@frozen
class Cursor:
    """How far a sweep has come: give ``moment`` to the next one. Every record of that second is told again.

    >>> from datetime import UTC, datetime
    >>> Cursor(datetime(2026, 1, 31, tzinfo=UTC)).after(())
    Cursor(moment=datetime.datetime(2026, 1, 31, 0, 0, tzinfo=datetime.timezone.utc))
    """

    moment: datetime
    """Aware UTC."""

    def after(self, records: Iterable[object]) -> Cursor:
        """The cursor once these records have been dealt with."""
        return Cursor(max([self.moment, *(when for _, when in map(_change, records))]))
