"""Many changes in few requests: 100 records each, with one outcome a record."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from inspect import Parameter, Signature
from typing import Any, ClassVar, Generic, Protocol, TypeVar, overload

from attrs import field, frozen

from ._kernel import jsontext
from ._kernel.binding import Resource, vendor_page
from ._kernel.described import described
from ._kernel.operation import Operation, Reach, Request, Response
from ._kernel.runner import AsyncRunner, Runner
from ._kernel.values import Json
from .endpoints import Flow, adds_entries, arun_flow, filled, places_of, run_flow
from .errors import ConnectionFailedError, InvalidError, ServerError, ShapeError, WooCommerceError, plain_text
from .paging import document_of
from .wire import decode, encode

D = TypeVar("D")
D_contra = TypeVar("D_contra", contravariant=True)
R_co = TypeVar("R_co", covariant=True)
T = TypeVar("T")

_MOST = 100
_TOO_LARGE = 413


class Verb(StrEnum):
    """What is done to one record of a batch."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"


@frozen(kw_only=True)
class Done(Generic[T]):
    """It was done. ``index`` counts within its own verb, from 0, in the order given."""

    verb: Verb
    index: int
    id: int | str | None
    record: T


@described
@frozen(kw_only=True)
class Refused:
    """It was not done: the shop says why."""

    verb: Verb
    index: int
    id: int | str | None
    code: str
    message: str
    status: int | None = None
    data: Json = field(default=None, repr=False)
    """All else that the shop told, such as ``resource_id`` of the record that stands in the way."""


@frozen(kw_only=True)
class Unknown:
    """Nobody knows whether it was done: look before doing it again. ``error`` is what broke the conversation."""

    verb: Verb
    index: int
    id: int | str | None
    error: WooCommerceError


@frozen(kw_only=True)
class BatchResult(Generic[T]):
    """One outcome for each change: creates, then updates, then deletes, each in the order given."""

    outcomes: tuple[Done[T] | Refused | Unknown, ...]

    def __iter__(self) -> Iterator[Done[T] | Refused | Unknown]:
        return iter(self.outcomes)

    def __len__(self) -> int:
        return len(self.outcomes)

    @property
    def done(self) -> tuple[Done[T], ...]:
        """What was done."""
        return tuple(each for each in self.outcomes if isinstance(each, Done))

    @property
    def refused(self) -> tuple[Refused, ...]:
        """What the shop refused."""
        return tuple(each for each in self.outcomes if isinstance(each, Refused))

    @property
    def unknown(self) -> tuple[Unknown, ...]:
        """What may or may not have been done."""
        return tuple(each for each in self.outcomes if isinstance(each, Unknown))

    @property
    def records(self) -> tuple[T, ...]:
        """The records of what was done."""
        return tuple(each.record for each in self.done)


@frozen(kw_only=True)
class _Change:
    verb: Verb
    index: int
    id: int | str | None
    document: Json
    repeatable: bool
    """Whether doing it twice is the same as doing it once."""

    def entry(self) -> Json:
        if self.verb is Verb.CREATE:
            return self.document
        return self.id if self.verb is Verb.DELETE else {"id": self.id, **self.document}


class Batched(Protocol[D_contra, R_co]):
    """Many changes of one collection."""

    def __call__(
        self,
        *,
        create: Sequence[D_contra] = (),
        update: Mapping[int, D_contra] | None = None,
        delete: Sequence[int] = (),
    ) -> R_co:
        """What became of each change."""


class BatchedIn(Protocol[D_contra, R_co]):
    """Many changes of one collection inside a record."""

    def __call__(
        self,
        parent: int,
        /,
        *,
        create: Sequence[D_contra] = (),
        update: Mapping[int, D_contra] | None = None,
        delete: Sequence[int] = (),
    ) -> R_co:
        """What became of each change."""


class _Batching(Generic[D, T]):
    """A declaration of ``POST …/batch``. Deletes are for good: the shop forces them."""

    #: What its signature shows behind the places of the path, as kind and default; ``{}`` is the draft.
    _takes: ClassVar[Mapping[str, tuple[str, object]]] = {
        "create": ("Sequence[{}]", ()),
        "update": ("Mapping[int, {}] | None", None),
        "delete": ("Sequence[int]", ()),
    }

    def __init__(self, path: str, draft: type[D], record: type[T], *, adds: tuple[str, ...] = ()) -> None:
        self.method = "POST"
        self.path = path
        self.draft = draft
        self.model = record
        self.adds = adds
        self.__doc__ = f"Make, change and delete many {record.__name__} records, 100 a request, with one outcome each."
        changes = (
            Parameter(name, Parameter.KEYWORD_ONLY, annotation=kind.format(draft.__name__), default=default)
            for name, (kind, default) in self._takes.items()
        )
        self.__signature__: Signature = Signature([*places_of(path), *changes])

    def __set_name__(self, owner: type[object], name: str) -> None:
        self.__name__ = name
        self.__qualname__ = f"{owner.__qualname__}.{name}"
        self.__module__ = owner.__module__
        self.__doc__ = f"{self.__doc__}\n\nVendor's page: {vendor_page(owner.__doc__ or '')}"

    def flow(
        self,
        *keys: int | str,
        create: Sequence[D] = (),
        update: Mapping[int, D] | Mapping[str, D] | None = None,
        delete: Sequence[int] = (),
    ) -> Flow[BatchResult[T]]:
        """The conversation: each chunk in turn, halved where it is too much for the shop."""
        changes = _changes(create, update or {}, delete, self.adds)
        return batch_flow(filled(self.path, *keys), changes, self.model)

    def opened(self, instance: Resource[Any] | None) -> Any:
        """What reading the declaration from a class or from a client's resource gives."""
        client = None if instance is None else instance.client
        drive: Callable[..., Any] = run_flow if isinstance(client, Runner) else arun_flow

        def batch(*keys: int | str, **changes: Any) -> Any:
            flow = self.flow(*keys, **changes)
            return flow if client is None else drive(client, flow)

        told: Any = batch
        told.__name__, told.__qualname__, told.__doc__ = self.__name__, self.__qualname__, self.__doc__
        told.__module__, told.__signature__ = self.__module__, self.__signature__
        return told


class batching(_Batching[D, T]):
    """``POST …/batch`` of a collection."""

    @overload
    def __get__(self, instance: None, owner: type[object]) -> Batched[D, Flow[BatchResult[T]]]: ...
    @overload
    def __get__(self, instance: Resource[Runner], owner: type[object]) -> Batched[D, BatchResult[T]]: ...
    @overload
    def __get__(self, instance: Resource[AsyncRunner], owner: type[object]) -> Batched[D, Awaitable[BatchResult[T]]]: ...
    def __get__(self, instance: Resource[Any] | None, owner: type[object]) -> Any:
        return self.opened(instance)


class batching_in(_Batching[D, T]):
    """``POST …/batch`` of a collection inside a record."""

    @overload
    def __get__(self, instance: None, owner: type[object]) -> BatchedIn[D, Flow[BatchResult[T]]]: ...
    @overload
    def __get__(self, instance: Resource[Runner], owner: type[object]) -> BatchedIn[D, BatchResult[T]]: ...
    @overload
    def __get__(self, instance: Resource[AsyncRunner], owner: type[object]) -> BatchedIn[D, Awaitable[BatchResult[T]]]: ...
    def __get__(self, instance: Resource[Any] | None, owner: type[object]) -> Any:
        return self.opened(instance)


class TextBatched(Protocol[D_contra, R_co]):
    """Many changes inside a group, by keys that are text."""

    def __call__(self, group: str, /, *, update: Mapping[str, D_contra]) -> R_co:
        """What became of each change."""


class batching_by_text(_Batching[D, T]):
    """``POST …/batch`` of a group whose records have text for keys, and can only be changed."""

    _takes = {"update": ("Mapping[str, {}]", Parameter.empty)}

    @overload
    def __get__(self, instance: None, owner: type[object]) -> TextBatched[D, Flow[BatchResult[T]]]: ...
    @overload
    def __get__(self, instance: Resource[Runner], owner: type[object]) -> TextBatched[D, BatchResult[T]]: ...
    @overload
    def __get__(self, instance: Resource[AsyncRunner], owner: type[object]) -> TextBatched[D, Awaitable[BatchResult[T]]]: ...
    def __get__(self, instance: Resource[Any] | None, owner: type[object]) -> Any:
        return self.opened(instance)


def _changes(
    create: Iterable[object], update: Mapping[int, object] | Mapping[str, object], delete: Iterable[int], adds: tuple[str, ...]
) -> tuple[_Change, ...]:
    created = [encode(each) for each in create]
    updated = [(id, encode(each)) for id, each in update.items()]
    return (
        *(_Change(verb=Verb.CREATE, index=at, id=None, document=document, repeatable=False) for at, document in enumerate(created)),
        *(
            _Change(verb=Verb.UPDATE, index=at, id=id, document=document, repeatable=not adds_entries(document, adds))
            for at, (id, document) in enumerate(updated)
        ),
        *(_Change(verb=Verb.DELETE, index=at, id=id, document=None, repeatable=True) for at, id in enumerate(delete)),
    )


def batch_flow(path: str, changes: Sequence[_Change], record: type[T]) -> Flow[BatchResult[T]]:
    """Send changes in chunks. A chunk that is too much for the shop is halved, where doing it twice changes nothing.

    What may have been done and cannot be done twice becomes :class:`Unknown`; what an error refuses as a whole
    becomes :class:`Refused` for each. An error of the key or of the address ends the conversation.
    """
    waiting = [tuple(changes[start : start + _MOST]) for start in range(0, len(changes), _MOST)][::-1]
    outcomes: list[Done[T] | Refused | Unknown] = []
    while waiting:
        chunk = waiting.pop()
        try:
            outcomes += yield batch_operation(path, chunk, record)
        except (ConnectionFailedError, ServerError, InvalidError, ShapeError) as error:
            halves = _halves(chunk, error)
            if halves:
                waiting += halves[::-1]
            else:
                outcomes += [_broken(change, error) for change in chunk]
    return BatchResult(outcomes=tuple(outcomes))


def batch_operation(path: str, chunk: Sequence[_Change], record: type[T]) -> Operation[list[Done[T] | Refused | Unknown]]:
    """One request of at most 100 changes."""
    body = {verb.value: [change.entry() for change in chunk if change.verb is verb] for verb in Verb}
    content = jsontext.dumps({verb: entries for verb, entries in body.items() if entries})
    request = Request(method="POST", path=path, headers=(("Content-Type", "application/json"),), content=content)
    return Operation(
        request=request,
        parse=lambda response: _outcomes(request, response, chunk, record),
        repeatable=all(change.repeatable for change in chunk),
    )


def _halves(chunk: Sequence[_Change], error: WooCommerceError) -> list[tuple[_Change, ...]]:
    """The chunk in two, where that may help and cannot do anything twice."""
    untouched = isinstance(error, InvalidError) and error.status == _TOO_LARGE
    safe = untouched or all(change.repeatable for change in chunk)
    overwhelmed = untouched or (isinstance(error, (ServerError, ConnectionFailedError)) and not _unreached(error))
    if len(chunk) < 2 or not (safe and overwhelmed):
        return []
    middle = len(chunk) // 2
    return [tuple(chunk[:middle]), tuple(chunk[middle:])]


def _broken(change: _Change, error: WooCommerceError) -> Refused | Unknown:
    verb, index, id = change.verb, change.index, change.id
    if isinstance(error, InvalidError):
        return Refused(verb=verb, index=index, id=id, code=error.code, message=error.message, status=error.status, data=error.data)
    if isinstance(error, ConnectionFailedError) and _unreached(error):
        return Refused(verb=verb, index=index, id=id, code="not_sent", message=str(error))
    return Unknown(verb=verb, index=index, id=id, error=error)


def _unreached(error: WooCommerceError) -> bool:
    return isinstance(error, ConnectionFailedError) and error.reach is Reach.NOT_SENT


def _outcomes(request: Request, response: Response, chunk: Sequence[_Change], record: type[T]) -> list[Done[T] | Refused | Unknown]:
    document = document_of(request, response)
    answers: list[Json] = []
    for verb in Verb:
        told = document.get(verb.value, []) if isinstance(document, dict) else []
        due = sum(change.verb is verb for change in chunk)
        if not isinstance(told, list) or len(told) != due:
            reason = f"{due} results were due, not {len(told) if isinstance(told, list) else told!r}"
            raise ShapeError(path=f"$.{verb.value}", reason=reason, kind="batch", place=f"POST {request.path}")
        answers += told
    return [_outcome(change, answer, record) for change, answer in zip(chunk, answers, strict=True)]


def _outcome(change: _Change, answer: Json, record: type[T]) -> Done[T] | Refused | Unknown:
    verb, index = change.verb, change.index
    error = answer.get("error") if isinstance(answer, dict) else None
    if isinstance(error, dict):
        data = error.get("data")
        status = data.get("status") if isinstance(data, dict) else None
        message = plain_text(str(error.get("message") or ""))
        return Refused(verb=verb, index=index, id=change.id, code=str(error.get("code") or ""), message=message, status=status, data=data)
    try:
        found = decode(record, answer)
    except ShapeError as fault:
        # The shop did it, but what it tells cannot be read.
        return Unknown(verb=verb, index=index, id=change.id, error=fault)
    id = answer.get("id") if isinstance(answer, dict) else None
    return Done(verb=verb, index=index, id=id, record=found)
