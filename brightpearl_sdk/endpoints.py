"""How a resource is declared: each function here returns a declaration that both clients can send.

Paths are relative to the account's address, ``https://{api_domain}/public-api/{account}``; ``{}`` in a path is filled
with an id or a set of ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar, cast

from ._kernel.binding import call, stream
from ._kernel.jsontext import dumps
from ._kernel.operation import Operation, Page, Request, Response
from ._kernel.values import Json
from .errors import Fault, NotFoundError, ShapeError
from .ids import IdSet
from .search import Query, SearchRow, search_operation
from .wire import answer, decode, decode_many, encode

T = TypeVar("T")
D = TypeVar("D", contravariant=True)
R = TypeVar("R", bound=SearchRow)

Pairs = tuple[tuple[str, str], ...]


def read(path: str, model: type[T], *, query: Pairs = (), doc: str = "", page: str = "") -> call[[int], T]:
    """One record by its id. Raises :class:`NotFoundError` where there is none, whichever way the vendor says so."""

    def build(id: int) -> Operation[T]:
        request = Request(method="GET", path=filled(path, id), query=query)
        return Operation(request=request, parse=lambda response: _one(model, request, response, str(id)))

    return call(build, method="GET", path=path, model=model, doc=doc or f"One {_noun(model)} by its id.", page=page)


def read_set(
    path: str, model: type[T], *, query: Pairs = (), doc: str = "", page: str = "", empty_is_missing: bool = True
) -> call[[Iterable[int]], tuple[T, ...]]:
    """Records by a set of ids that fits into one request; missing ones are left out, and the order is the vendor's."""

    def build(ids: Iterable[int]) -> Operation[tuple[T, ...]]:
        wanted = ids if isinstance(ids, IdSet) else IdSet.of(ids)
        request = Request(method="GET", path=filled(path, wanted), query=query)
        return Operation(request=request, parse=lambda response: _many(model, response))

    return call(build, method="GET", path=path, model=model, doc=doc or f"Each {_noun(model)} of a set of ids.", page=page)


def read_all(path: str, model: type[T], *, query: Pairs = (), doc: str = "", page: str = "") -> call[[], tuple[T, ...]]:
    """Every record of a short list, in one request."""

    def build() -> Operation[tuple[T, ...]]:
        return Operation(request=Request(method="GET", path=path, query=query), parse=lambda response: _many(model, response))

    return call(build, method="GET", path=path, model=model, doc=doc or f"Every {_noun(model)} of the account.", page=page)


def read_map(path: str, model: type[T], *, query: Pairs = (), doc: str = "", page: str = "") -> call[[Iterable[int]], dict[int, T]]:
    """Records by a set of ids, where the vendor answers with a map from id to record."""

    def build(ids: Iterable[int]) -> Operation[dict[int, T]]:
        wanted = ids if isinstance(ids, IdSet) else IdSet.of(ids)
        request = Request(method="GET", path=filled(path, wanted), query=query)
        return Operation(request=request, parse=lambda response: _map(model, response))

    return call(build, method="GET", path=path, model=model, doc=doc or f"Each {_noun(model)} of a set of ids, by id.", page=page)


def read_plain(path: str, model: type[T], *, doc: str = "", page: str = "") -> call[[], T]:
    """The one record that stands at a path."""

    def build() -> Operation[T]:
        return Operation(
            request=Request(method="GET", path=path), parse=lambda response: decode(model, answer(response), path="$.response")
        )

    return call(build, method="GET", path=path, model=model, doc=doc or f"The {_noun(model)}.", page=page)


def create(path: str, draft: type[D], *, doc: str = "", page: str = "", repeatable: bool = False) -> call[[D], int]:
    """Make a record and return its id. Not sent again by itself once its outcome is unknown."""

    def build(draft: D) -> Operation[int]:
        return writing("POST", path, draft, parse=new_id, repeatable=repeatable)

    return call(
        build, method="POST", path=path, model=draft, doc=doc or f"Make a record from a {draft.__name__}; returns its id.", page=page
    )


def create_under(path: str, draft: type[D], *, doc: str = "", page: str = "") -> call[[int, D], int]:
    """Make a record that belongs to another and return its id."""

    def build(id: int, draft: D) -> Operation[int]:
        return writing("POST", filled(path, id), draft, parse=new_id)

    return call(
        build, method="POST", path=path, model=draft, doc=doc or f"Make a record from a {draft.__name__}; returns its id.", page=page
    )


def replace(path: str, draft: type[D], *, doc: str = "", page: str = "") -> call[[int, D], None]:
    """Change a record by PUT. Sending it twice leaves the same state, so it may be repeated."""

    def build(id: int, draft: D) -> Operation[None]:
        return writing("PUT", filled(path, id), draft, parse=nothing, repeatable=True)

    return call(build, method="PUT", path=path, model=draft, doc=doc or f"Change a record by a {draft.__name__}.", page=page)


def remove(path: str, *, doc: str = "", page: str = "") -> call[[int], None]:
    """Delete a record."""

    def build(id: int) -> Operation[None]:
        return Operation(request=Request(method="DELETE", path=filled(path, id)), parse=nothing, repeatable=True)

    return call(build, method="DELETE", path=path, model=None, doc=doc or "Delete a record by its id.", page=page)


def searching(path: str, row: type[R], *, doc: str = "", page: str = "") -> stream[[Query[R]], R]:
    """A resource search, read lazily past any number of pages."""

    def build(query: Query[R]) -> Operation[Page[R]]:
        return search_operation(path, query)

    return stream(build, method="GET", path=path, model=row, doc=doc or f"Rows that meet a query, as {row.__name__}.", page=page)


def writing(method: str, path: str, draft: Any, *, parse: Any, repeatable: bool = False) -> Operation[Any]:
    """An operation that sends a draft, or a JSON document, as the body."""
    body = draft if isinstance(draft, (Mapping, list)) else encode(draft)
    request = Request(method=method, path=path, headers=(("Content-Type", "application/json"),), content=dumps(body))
    return Operation(request=request, parse=parse, repeatable=repeatable)


def filled(path: str, *parts: object) -> str:
    """A path with its places filled."""
    return path.format(*parts)


def new_id(response: Response) -> int:
    """The id that a create answers with; the first where it answers with several."""
    given = answer(response)
    if isinstance(given, list) and given:
        given = given[0]
    if isinstance(given, bool) or not isinstance(given, (int, str)) or not str(given).isdigit():
        raise ShapeError("$.response", "the id of what was made was due")
    return int(given)


def nothing(response: Response) -> None:
    """An answer whose content does not matter."""


def _one(model: type[T], request: Request, response: Response, what: str) -> T:
    given = answer(response)
    if isinstance(given, dict) and set(given) == {what}:
        given = given[what]
    if isinstance(given, list):
        if not given:
            raise NotFoundError(request=request, response=response, faults=(Fault("", f"There is no {_noun(model)} {what}"),))
        return decode(model, given[0], path="$.response[0]")
    return decode(model, given, path="$.response")


def _many(model: type[T], response: Response) -> tuple[T, ...]:
    given = answer(response)
    return decode_many(model, [] if given is None else given)


def _map(model: type[T], response: Response) -> dict[int, T]:
    given = answer(response)
    if not given:
        return {}
    if not isinstance(given, dict):
        raise ShapeError("$.response", "an object keyed by id was due")
    return {int(id): decode(model, cast(Json, record), path=f"$.response.{id}") for id, record in given.items()}


def _noun(model: Any) -> str:
    name = getattr(model, "__name__", "record")
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip()
