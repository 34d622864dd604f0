"""What a resource's declarations are made of: read, create, update, remove, listing, sweeping."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Generator
from datetime import datetime
from inspect import Parameter, Signature
from typing import Any, Generic, ParamSpec, Protocol, TypeVar, cast, get_args, overload
from urllib.parse import quote

from attrs import evolve

from ._kernel import jsontext
from ._kernel.binding import AsyncListing, Listing, Resource, call, stream
from ._kernel.operation import Operation, Page, Request, Response
from ._kernel.runner import AsyncRunner, Runner
from ._kernel.values import Json
from .errors import ConfigurationError, WooCommerceError
from .paging import (
    AsyncPagedListing,
    PagedListing,
    Query,
    page_operation,
    pairs_of,
    record_of,
    single_page_operation,
    sweep_operation,
)
from .wire import encode

D = TypeVar("D")
K = TypeVar("K", int, str)
L = TypeVar("L", int, str)
P = ParamSpec("P")
Q = TypeVar("Q", bound=Query)
Q_contra = TypeVar("Q_contra", bound=Query, contravariant=True)
R_co = TypeVar("R_co", covariant=True)
T = TypeVar("T")

#: A conversation of several operations: yields each, is given its answer, or has its error thrown in.
Flow = Generator[Operation[Any], Any, T]

_JSON = (("Content-Type", "application/json"),)
_PLACE = re.compile(r"\{(\w+)\}")


class Listed(Protocol[Q_contra, R_co]):
    """A list that takes filters, or none."""

    def __call__(self, query: Q_contra | None = None, /) -> R_co:
        """The records that pass the filters."""


class ListedIn(Protocol[Q_contra, R_co]):
    """A list inside a record, which takes filters, or none."""

    def __call__(self, parent: int, query: Q_contra | None = None, /) -> R_co:
        """The records of this parent that pass the filters."""


class Swept(Protocol[Q_contra, R_co]):
    """A sweep that takes filters, or none."""

    def __call__(self, since: datetime, query: Q_contra | None = None, /) -> R_co:
        """The records that changed since, and pass the filters."""


class _Listings(stream[..., T], Generic[Q, T]):
    """A listing whose query may be left out, with as many ids before it as its path has places."""

    def __init__(self, path: str, record: type[T], query: type[Q], *, paged: bool = True, doc: str = "") -> None:
        def build(*arguments: Any) -> Operation[Page[T]]:
            return listed(*arguments)

        def listed(*arguments: Any) -> Operation[Page[T]]:
            *keys, asked = (*arguments, None) if len(arguments) == places else arguments
            request = Request(method="GET", path=filled(path, *keys), query=pairs_of(query() if asked is None else asked))
            return page_operation(request, record, number=getattr(asked, "page", 1)) if paged else single_page_operation(request, record)

        places = len(_PLACE.findall(path))
        self.query = query
        self.paged = paged
        _sign(build, path, f"query: {query.__name__} = {query.__name__}()")
        super().__init__(build, method="GET", path=path, model=record, doc=doc or f"The {record.__name__} records that pass the filters.")

    def opened(self, instance: Resource[Any] | None) -> Any:
        """What reading the declaration from a class or from a client's resource gives."""
        if instance is None:
            return self.build
        listing = PagedListing if isinstance(instance.client, Runner) else AsyncPagedListing
        return self._described(lambda *arguments: listing(instance.client, self.build(*arguments)))


class listing(_Listings[Q, T]):
    """``GET`` on a collection."""

    @overload
    def __get__(self, instance: None, owner: type[object]) -> Listed[Q, Operation[Page[T]]]: ...
    @overload
    def __get__(self, instance: Resource[Runner], owner: type[object]) -> Listed[Q, PagedListing[T]]: ...
    @overload
    def __get__(self, instance: Resource[AsyncRunner], owner: type[object]) -> Listed[Q, AsyncPagedListing[T]]: ...
    def __get__(self, instance: Resource[Any] | None, owner: type[object]) -> Any:
        return self.opened(instance)


class listing_in(_Listings[Q, T]):
    """``GET`` on a collection inside a record."""

    @overload
    def __get__(self, instance: None, owner: type[object]) -> ListedIn[Q, Operation[Page[T]]]: ...
    @overload
    def __get__(self, instance: Resource[Runner], owner: type[object]) -> ListedIn[Q, PagedListing[T]]: ...
    @overload
    def __get__(self, instance: Resource[AsyncRunner], owner: type[object]) -> ListedIn[Q, AsyncPagedListing[T]]: ...
    def __get__(self, instance: Resource[Any] | None, owner: type[object]) -> Any:
        return self.opened(instance)


class asking(call[..., T], Generic[Q, T]):
    """``GET`` that takes filters, or none, and answers as a whole."""

    def __init__(self, path: str, record: type[T], query: type[Q], *, doc: str = "") -> None:
        def build(asked: Q | None = None) -> Operation[T]:
            request = Request(method="GET", path=path, query=pairs_of(query() if asked is None else asked))
            return Operation(request=request, parse=lambda response: record_of(request, record, response))

        self.query = query
        _sign(build, path, f"query: {query.__name__} = {query.__name__}()")
        super().__init__(build, method="GET", path=path, model=record, doc=doc or f"Read {_noun(record)}.")

    @overload
    def __get__(self, instance: None, owner: type[object]) -> Listed[Q, Operation[T]]: ...
    @overload
    def __get__(self, instance: Resource[Runner], owner: type[object]) -> Listed[Q, T]: ...
    @overload
    def __get__(self, instance: Resource[AsyncRunner], owner: type[object]) -> Listed[Q, Awaitable[T]]: ...
    def __get__(self, instance: Resource[Any] | None, owner: type[object]) -> Any:
        return super().__get__(instance, owner)


class sweeping(stream[..., T], Generic[Q, T]):
    """What changed in a collection since a moment; the collection filters and sorts by change."""

    def __init__(self, path: str, record: type[T], query: type[Q]) -> None:
        def first(asked: Q) -> Operation[Page[T]]:
            return page_operation(Request(method="GET", path=path, query=pairs_of(asked)), record)

        def build(since: datetime, asked: Q | None = None) -> Operation[Page[T]]:
            return sweep_operation(query() if asked is None else asked, since, first)

        self.query = query
        doc = f"Each {record.__name__} that changed at or after a moment, in the order of the changes."
        _sign(build, path, "since: datetime", f"query: {query.__name__} = {query.__name__}()")
        super().__init__(build, method="GET", path=path, model=record, doc=doc)

    @overload
    def __get__(self, instance: None, owner: type[object]) -> Swept[Q, Operation[Page[T]]]: ...
    @overload
    def __get__(self, instance: Resource[Runner], owner: type[object]) -> Swept[Q, Listing[T]]: ...
    @overload
    def __get__(self, instance: Resource[AsyncRunner], owner: type[object]) -> Swept[Q, AsyncListing[T]]: ...
    def __get__(self, instance: Resource[Any] | None, owner: type[object]) -> Any:
        return super().__get__(instance, owner)


@overload
def read(path: str, record: type[T]) -> call[[int], T]: ...
@overload
def read(path: str, record: type[T], keys: tuple[()]) -> call[[], T]: ...
@overload
def read(path: str, record: type[T], keys: tuple[type[K]]) -> call[[K], T]: ...
@overload
def read(path: str, record: type[T], keys: tuple[type[K], type[L]]) -> call[[K, L], T]: ...
def read(path: str, record: Any, keys: Any = (int,)) -> Any:
    """``GET`` on one record."""
    return _calling("GET", path, record, doc=f"Read one {_noun(record)}.")


@overload
def create(path: str, draft: type[D], record: type[T]) -> call[[D], T]: ...
@overload
def create(path: str, draft: type[D], record: type[T], keys: tuple[type[K]]) -> call[[K, D], T]: ...
def create(path: str, draft: Any, record: Any, keys: Any = ()) -> Any:
    """``POST`` on a collection: a new record each time it is sent, and so never sent twice on a doubt."""
    return _calling("POST", path, record, draft=draft, repeatable=lambda _: False, doc=f"Make {_a(record)}.")


@overload
def update(path: str, draft: type[D], record: type[T], *, adds: tuple[str, ...] = ()) -> call[[int, D], T]: ...
@overload
def update(path: str, draft: type[D], record: type[T], keys: tuple[type[K]], *, adds: tuple[str, ...] = ()) -> call[[K, D], T]: ...
@overload
def update(
    path: str, draft: type[D], record: type[T], keys: tuple[type[K], type[L]], *, adds: tuple[str, ...] = ()
) -> call[[K, L, D], T]: ...
def update(path: str, draft: Any, record: Any, keys: Any = (int,), *, adds: tuple[str, ...] = ()) -> Any:
    """``PUT`` on one record: what the draft leaves unset stays. ``adds`` names lists whose entries without id are added."""
    return _calling(
        "PUT",
        path,
        record,
        draft=draft,
        repeatable=lambda document: not adds_entries(document, adds),
        doc=f"Change {_a(record)}: only what the draft sets.",
    )


@overload
def remove(path: str, record: type[T], *, force: bool = True) -> call[[int], T]: ...
@overload
def remove(path: str, record: type[T], keys: tuple[type[K]], *, force: bool = True) -> call[[K], T]: ...
@overload
def remove(path: str, record: type[T], keys: tuple[type[K], type[L]], *, force: bool = True) -> call[[K, L], T]: ...
def remove(path: str, record: Any, keys: Any = (int,), *, force: bool = True) -> Any:
    """``DELETE`` on one record: for good, or into the trash where ``force`` is false."""
    doc = f"Delete {_a(record)} for good." if force else f"Move {_a(record)} to the trash."
    return _calling("DELETE", path, record, query=(("force", "true"),) if force else (), doc=doc)


@overload
def act(path: str, record: type[T], *, repeatable: bool = False) -> call[[int], T]: ...
@overload
def act(path: str, record: type[T], keys: tuple[type[K]], *, repeatable: bool = False) -> call[[K], T]: ...
def act(path: str, record: Any, keys: Any = (int,), *, repeatable: bool = False) -> Any:
    """``POST`` that does something to one record and needs nothing told."""
    return _calling("POST", path, record, repeatable=lambda _: repeatable, doc=f"Ask for {_a(record)}.")


class calling(call[P, T]):
    """One operation, with the draft that it sends."""

    def __init__(self, build: Callable[P, Operation[T]], draft: object, *, method: str, path: str, model: object, doc: str) -> None:
        super().__init__(build, method=method, path=path, model=model, doc=doc)
        #: The type of what is sent; None where nothing is.
        self.draft = draft


def _calling(
    method: str,
    path: str,
    record: Any,
    *,
    draft: type[Any] | None = None,
    query: tuple[tuple[str, str], ...] = (),
    repeatable: Callable[[Json], bool] = lambda _: True,
    doc: str,
) -> calling[..., Any]:
    def build(*arguments: Any) -> Operation[Any]:
        *keys, body = (*arguments, None) if draft is None else arguments
        document = None if body is None else encode(body)
        request = Request(
            method=method,
            path=filled(path, *keys),
            query=query,
            headers=() if draft is None else _JSON,
            content=b"" if draft is None else jsontext.dumps(document),
        )
        return Operation(request=request, parse=lambda response: record_of(request, record, response), repeatable=repeatable(document))

    _sign(build, path, *(() if draft is None else (f"draft: {draft.__name__}",)))
    return calling(build, draft, method=method, path=path, model=record, doc=doc)


def filled(path: str, *keys: object) -> str:
    """A path with its places filled, each key escaped."""
    names = _PLACE.findall(path)
    if len(names) != len(keys):
        raise TypeError(f"{path} takes {len(names)} keys ({', '.join(names)}), not {len(keys)}")
    given = dict(zip(names, keys, strict=True))
    for name, key in given.items():
        if isinstance(key, bool) or not isinstance(key, (int, str)) or key == "":
            raise ConfigurationError(f"{name}={key!r} names no record")
    return _PLACE.sub(lambda found: quote(str(given[found.group(1)]), safe=""), path)


def adds_entries(document: Json, adds: tuple[str, ...]) -> bool:
    """Whether a document holds entries without id in lists to which the shop then adds them, each time it is sent."""
    return any("id" not in entry for name in adds for entry in _entries(document.get(name)))


def _entries(value: Json) -> list[Any]:
    entries = value if isinstance(value, list) else [value]
    return [entry for entry in entries if isinstance(entry, dict)]


def only(operation: Operation[T], *fields: str) -> Operation[T]:
    """The same operation, asking for these fields alone: reading any other raises :class:`NotSentError`.

    >>> from woocommerce_sdk import Orders, only
    >>> only(Orders.get(7), "id", "total").request.target
    '/orders/7?_fields=id,total'
    """
    kept = tuple(pair for pair in operation.request.query if pair[0] != "_fields")
    return evolve(operation, request=evolve(operation.request, query=(*kept, ("_fields", ",".join(fields)))))


def raw(
    method: str, path: str, *, query: tuple[tuple[str, str], ...] = (), body: object = None, repeatable: bool | None = None
) -> Operation[Response]:
    """Any request, answered by the response as it is; ``body`` is anything that :func:`encode` takes.

    ``path`` is below ``/wp-json/wc/v3``; one that begins with ``/wp-json/`` leads to the routes of a plug-in.
    ``GET``, ``HEAD`` and ``OPTIONS`` are repeatable unless told otherwise, all else is not.
    """
    safe = method.upper() in ("GET", "HEAD", "OPTIONS")
    request = Request(
        method=method.upper(),
        path=path if path.startswith("/") else f"/{path}",
        query=query,
        headers=() if body is None else _JSON,
        content=b"" if body is None else jsontext.dumps(encode(body)),
    )
    return Operation(request=request, parse=lambda response: response, repeatable=safe if repeatable is None else repeatable)


def run_flow(client: Runner, flow: Flow[T]) -> T:
    """Drive a flow with a blocking client."""
    step: Callable[[], Operation[Any]] = flow.__next__
    try:
        while True:
            operation = step()
            try:
                answer = client.send(operation)
            except WooCommerceError as error:
                step = _throwing(flow, error)
            else:
                step = _sending(flow, answer)
    except StopIteration as done:
        return cast(T, done.value)


async def arun_flow(client: AsyncRunner, flow: Flow[T]) -> T:
    """Drive a flow with an awaiting client."""
    step: Callable[[], Operation[Any]] = flow.__next__
    try:
        while True:
            operation = step()
            try:
                answer = await client.send(operation)
            except WooCommerceError as error:
                step = _throwing(flow, error)
            else:
                step = _sending(flow, answer)
    except StopIteration as done:
        return cast(T, done.value)


def _throwing(flow: Flow[T], error: WooCommerceError) -> Callable[[], Operation[Any]]:
    return lambda: flow.throw(error)


def _sending(flow: Flow[T], answer: Any) -> Callable[[], Operation[Any]]:
    return lambda: flow.send(answer)


def _noun(record: Any) -> str:
    inside = get_args(record)
    name = getattr(inside[0] if inside else record, "__name__", str(record))
    return re.sub(r"(?<!^)(?=[A-Z])", " ", name).lower()


def _a(record: Any) -> str:
    noun = _noun(record)
    return f"an {noun}" if noun.startswith(tuple("aeio")) else f"a {noun}"  # a user, a union


def _sign(build: Callable[..., Any], path: str, *more: str) -> None:
    """Give a builder the signature that people read: the path's places, then what else it takes."""
    cast(Any, build).__signature__ = Signature([*places_of(path), *(_signed(part) for part in more)])


def places_of(path: str) -> list[Parameter]:
    """The places of a path as people read them in a signature."""
    return [_signed(f"{name}: {'str' if name in _TEXT_PLACES else 'int'}") for name in _PLACE.findall(path)]


def _signed(part: str) -> Parameter:
    name, _, kind = part.partition(": ")
    kind, is_optional, _ = kind.partition(" = ")
    default = None if is_optional else Parameter.empty
    return Parameter(name, Parameter.POSITIONAL_ONLY, annotation=kind, default=default)


_TEXT_PLACES = frozenset({"slug", "group_id", "key", "code", "location", "currency"})
