"""How a resource is declared: each function here returns a declaration that both clients can send.

Paths are relative to the account's address, ``https://{api_domain}/public-api/{account}``; each ``{}`` in a path is
filled with an id or a set of ids. A name that ends in ``_in`` is of records inside another, whose id comes first.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator, Iterable, Iterator, Mapping, Sequence
from typing import Any, Generic, Literal, Protocol, TypeVar, cast, overload

from attrs import evolve, field, frozen

from ._kernel.binding import Resource, call, stream
from ._kernel.jsontext import dumps
from ._kernel.operation import Operation, Page, Request, Response
from ._kernel.runner import AsyncRunner, Runner
from ._kernel.values import Draft, Json, Model
from .errors import BrightpearlError, Fault, InvalidError, NotFoundError, ShapeError, StatusError
from .ids import IDS_PER_REQUEST, IdSet
from .search import Query, SearchRow, search_operation
from .wire import answer, decode, decode_many, encode

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
D = TypeVar("D", contravariant=True)
R = TypeVar("R", bound=SearchRow)

Pairs = tuple[tuple[str, str], ...]

#: A conversation of several operations: yields each, is given its answer, or has its error thrown in.
Flow = Generator[Operation[Any], Any, T]


# --- Reading -------------------------------------------------------------------------------------------------------


def read(path: str, model: type[T], *, query: Pairs = (), doc: str = "", page: str = "") -> call[[int], T]:
    """One record by its id. Raises :class:`NotFoundError` where there is none, whichever way the vendor says so."""

    def build(id: int) -> Operation[T]:
        request = Request(method="GET", path=filled(path, id), query=query)
        return Operation(request=request, parse=lambda response: _one(model, request, response, str(id)))

    return call(build, method="GET", path=path, model=model, doc=doc or f"One {_noun(model)} by its id.", page=page)


def read_in(path: str, model: type[T], *, doc: str = "", page: str = "") -> call[[int, int], T]:
    """One record inside another, by both ids."""

    def build(parent_id: int, id: int) -> Operation[T]:
        request = Request(method="GET", path=filled(path, parent_id, id))
        return Operation(request=request, parse=lambda response: _one(model, request, response, str(id)))

    return call(build, method="GET", path=path, model=model, doc=doc or f"One {_noun(model)} by both ids.", page=page)


def read_set(
    path: str, model: type[T], *, query: Pairs = (), doc: str = "", page: str = "", empty_is_missing: bool = True
) -> call[[Iterable[int]], tuple[T, ...]]:
    """Records by a set of ids that fits into one request; missing ones are left out, and the order is the vendor's."""

    def build(ids: Iterable[int]) -> Operation[tuple[T, ...]]:
        request = Request(method="GET", path=filled(path, _set(ids)), query=query)
        return Operation(request=request, parse=lambda response: _many(model, response))

    return call(build, method="GET", path=path, model=model, doc=doc or f"Each {_noun(model)} of a set of ids.", page=page)


def read_set_in(path: str, model: type[T], *, doc: str = "", page: str = "") -> call[[int, Iterable[int]], tuple[T, ...]]:
    """Records inside another by a set of ids that fits into one request."""

    def build(parent_id: int, ids: Iterable[int]) -> Operation[tuple[T, ...]]:
        request = Request(method="GET", path=filled(path, parent_id, _set(ids)))
        return Operation(request=request, parse=lambda response: _many(model, response))

    return call(build, method="GET", path=path, model=model, doc=doc or f"Each {_noun(model)} of a set of ids, inside another.", page=page)


def read_sets(path: str, model: type[T], *, doc: str = "", page: str = "") -> call[[Iterable[int], Iterable[int]], tuple[T, ...]]:
    """Records by two sets of ids, the parents' and their own."""

    def build(parent_ids: Iterable[int], ids: Iterable[int]) -> Operation[tuple[T, ...]]:
        request = Request(method="GET", path=filled(path, _set(parent_ids), _set(ids)))
        return Operation(request=request, parse=lambda response: _many(model, response))

    return call(build, method="GET", path=path, model=model, doc=doc or f"Each {_noun(model)} by two sets of ids.", page=page)


def read_all(path: str, model: type[T], *, query: Pairs = (), doc: str = "", page: str = "") -> call[[], tuple[T, ...]]:
    """Every record of a short list, in one request."""

    def build() -> Operation[tuple[T, ...]]:
        return Operation(request=Request(method="GET", path=path, query=query), parse=lambda response: _many(model, response))

    return call(build, method="GET", path=path, model=model, doc=doc or f"Every {_noun(model)} of the account.", page=page)


def read_all_in(path: str, model: type[T], *, doc: str = "", page: str = "") -> call[[int], tuple[T, ...]]:
    """Every record inside another, in one request."""

    def build(parent_id: int) -> Operation[tuple[T, ...]]:
        return Operation(request=Request(method="GET", path=filled(path, parent_id)), parse=lambda response: _many(model, response))

    return call(build, method="GET", path=path, model=model, doc=doc or f"Every {_noun(model)} inside one record.", page=page)


def read_map(path: str, model: type[T], *, query: Pairs = (), doc: str = "", page: str = "") -> call[[Iterable[int]], dict[int, T]]:
    """Records by a set of ids, where the vendor answers with a map from id to record."""

    def build(ids: Iterable[int]) -> Operation[dict[int, T]]:
        request = Request(method="GET", path=filled(path, _set(ids)), query=query)
        return Operation(request=request, parse=lambda response: _map(model, response))

    return call(build, method="GET", path=path, model=model, doc=doc or f"Each {_noun(model)} of a set of ids, by id.", page=page)


def read_map_in(path: str, model: type[T], *, doc: str = "", page: str = "") -> call[[int], dict[int, T]]:
    """Every record inside another, where the vendor answers with a map from id to record."""

    def build(parent_id: int) -> Operation[dict[int, T]]:
        return Operation(request=Request(method="GET", path=filled(path, parent_id)), parse=lambda response: _map(model, response))

    return call(build, method="GET", path=path, model=model, doc=doc or f"Every {_noun(model)} inside one record, by id.", page=page)


def read_maps(path: str, model: type[T], *, doc: str = "", page: str = "") -> call[[Iterable[int], Iterable[int]], dict[int, T]]:
    """Records by two sets of ids, the parents' and their own, where the vendor answers with a map from id to record."""

    def build(parent_ids: Iterable[int], ids: Iterable[int]) -> Operation[dict[int, T]]:
        request = Request(method="GET", path=filled(path, _set(parent_ids), _set(ids)))
        return Operation(request=request, parse=lambda response: _map(model, response))

    return call(build, method="GET", path=path, model=model, doc=doc or f"Each {_noun(model)} by two sets of ids, by id.", page=page)


def read_plain(path: str, model: type[T], *, doc: str = "", page: str = "") -> call[[], T]:
    """The one record that stands at a path."""

    def build() -> Operation[T]:
        return Operation(
            request=Request(method="GET", path=path), parse=lambda response: decode(model, answer(response), path="$.response")
        )

    return call(build, method="GET", path=path, model=model, doc=doc or f"The {_noun(model)}.", page=page)


def read_plain_in(path: str, model: type[T], *, doc: str = "", page: str = "") -> call[[int], T]:
    """The one record that stands inside another, as it is in the answer."""

    def build(parent_id: int) -> Operation[T]:
        return Operation(
            request=Request(method="GET", path=filled(path, parent_id)),
            parse=lambda response: decode(model, answer(response), path="$.response"),
        )

    return call(build, method="GET", path=path, model=model, doc=doc or f"The {_noun(model)} of one record.", page=page)


def searching(path: str, row: type[R], *, doc: str = "", page: str = "") -> stream[[Query[R]], R]:
    """A resource search, read lazily past any number of pages."""

    def build(query: Query[R]) -> Operation[Page[R]]:
        return search_operation(path, query)

    return stream(build, method="GET", path=path, model=row, doc=doc or f"Rows that meet a query, as {row.__name__}.", page=page)


# --- Writing -------------------------------------------------------------------------------------------------------


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


def create_several_in(path: str, draft: type[D], *, doc: str = "", page: str = "") -> call[[int, D], tuple[int, ...]]:
    """Make records that belong to another by one draft, and return their ids."""

    def build(id: int, draft: D) -> Operation[tuple[int, ...]]:
        return writing("POST", filled(path, id), draft, parse=new_ids)

    return call(
        build, method="POST", path=path, model=draft, doc=doc or f"Make records from a {draft.__name__}; returns their ids.", page=page
    )


def act(path: str, draft: type[D], *, doc: str = "", page: str = "") -> call[[D], None]:
    """Have something done by POST that answers nothing. Not sent again by itself once its outcome is unknown."""

    def build(draft: D) -> Operation[None]:
        return writing("POST", path, draft, parse=nothing)

    return call(build, method="POST", path=path, model=draft, doc=doc or f"Ask for what a {draft.__name__} says.", page=page)


def act_on(path: str, draft: type[D], *, doc: str = "", page: str = "") -> call[[int, D], None]:
    """Have something done to a record by POST that answers nothing."""

    def build(id: int, draft: D) -> Operation[None]:
        return writing("POST", filled(path, id), draft, parse=nothing)

    return call(build, method="POST", path=path, model=draft, doc=doc or f"Ask for what a {draft.__name__} says of a record.", page=page)


def replace(path: str, draft: type[D], *, doc: str = "", page: str = "") -> call[[int, D], None]:
    """Change a record by PUT. Sending it twice leaves the same state, so it may be repeated."""

    def build(id: int, draft: D) -> Operation[None]:
        return writing("PUT", filled(path, id), draft, parse=nothing, repeatable=True)

    return call(build, method="PUT", path=path, model=draft, doc=doc or f"Change a record by a {draft.__name__}.", page=page)


def replace_in(path: str, draft: type[D], *, doc: str = "", page: str = "") -> call[[int, int, D], None]:
    """Change a record inside another by PUT."""

    def build(parent_id: int, id: int, draft: D) -> Operation[None]:
        return writing("PUT", filled(path, parent_id, id), draft, parse=nothing, repeatable=True)

    return call(build, method="PUT", path=path, model=draft, doc=doc or f"Change a record by a {draft.__name__}.", page=page)


def patch(path: str, model: type[T], *, doc: str = "", page: str = "") -> call[[int, Iterable[Patch]], T]:
    """Change parts of a record by PATCH and return its new state."""

    def build(id: int, changes: Iterable[Patch]) -> Operation[T]:
        return patching(filled(path, id), changes, model)

    return call(build, method="PATCH", path=path, model=model, doc=doc or f"Change parts of a {_noun(model)}; returns it.", page=page)


def patch_in(path: str, model: type[T], *, doc: str = "", page: str = "") -> call[[int, int, Iterable[Patch]], T]:
    """Change parts of a record inside another by PATCH and return its new state."""

    def build(parent_id: int, id: int, changes: Iterable[Patch]) -> Operation[T]:
        return patching(filled(path, parent_id, id), changes, model)

    return call(build, method="PATCH", path=path, model=model, doc=doc or f"Change parts of a {_noun(model)}; returns it.", page=page)


def remove(path: str, *, doc: str = "", page: str = "") -> call[[int], None]:
    """Delete a record."""

    def build(id: int) -> Operation[None]:
        return Operation(request=Request(method="DELETE", path=filled(path, id)), parse=nothing, repeatable=True)

    return call(build, method="DELETE", path=path, model=None, doc=doc or "Delete a record by its id.", page=page)


def remove_in(path: str, *, doc: str = "", page: str = "") -> call[[int, int], None]:
    """Delete a record inside another."""

    def build(parent_id: int, id: int) -> Operation[None]:
        return Operation(request=Request(method="DELETE", path=filled(path, parent_id, id)), parse=nothing, repeatable=True)

    return call(build, method="DELETE", path=path, model=None, doc=doc or "Delete a record by both ids.", page=page)


# --- Many ids --------------------------------------------------------------------------------------------------------


@frozen
class Plan:
    """Which records exist, in sets that each fit into one request: what OPTIONS answers."""

    sets: tuple[IdSet, ...] = ()

    @property
    def ids(self) -> IdSet:
        """Every id of the plan."""
        return IdSet.of(id for each in self.sets for id in each)

    def __len__(self) -> int:
        return sum(map(len, self.sets))


class Planned(Protocol[T_co]):
    """A plan of some ids, or of all."""

    def __call__(self, ids: Iterable[int] | None = None, /) -> T_co:
        """Which of these ids exist; of all without any."""


class planning(call[..., Plan]):
    """OPTIONS on an id set: which records exist, in sets that fit into one GET each."""

    def __init__(self, path: str, *, doc: str = "", page: str = "") -> None:
        def build(ids: Iterable[int] | None = None, /) -> Operation[Plan]:
            wanted = "" if ids is None else str(_set(ids))
            return Operation(request=Request(method="OPTIONS", path=filled(path, wanted)), parse=lambda response: _plan(path, response))

        told = doc or "Which of these ids exist, or which at all, in sets that fit into one request each."
        super().__init__(build, method="OPTIONS", path=path, model=Plan, doc=told, page=page)

    @overload
    def __get__(self, instance: None, owner: type[object]) -> Planned[Operation[Plan]]: ...
    @overload
    def __get__(self, instance: Resource[Runner], owner: type[object]) -> Planned[Plan]: ...
    @overload
    def __get__(self, instance: Resource[AsyncRunner], owner: type[object]) -> Planned[Awaitable[Plan]]: ...
    def __get__(self, instance: Resource[Any] | None, owner: type[object]) -> Any:
        return super().__get__(instance, owner)


@frozen(eq=False)
class Found(Generic[T]):
    """Records by id, in the order in which the ids were asked for, and what became of the other ids.

    ``missing`` ids have no record. ``refused`` ones spoil any set that they stand in, with the vendor's reason.
    """

    by_id: Mapping[int, T]
    missing: tuple[int, ...] = ()
    refused: Mapping[int, StatusError] = field(factory=dict)

    @property
    def records(self) -> tuple[T, ...]:
        """The records alone."""
        return tuple(self.by_id.values())

    def __iter__(self) -> Iterator[T]:
        return iter(self.by_id.values())

    def __len__(self) -> int:
        return len(self.by_id)


class Gathered(Protocol[T_co]):
    """Records by any number of ids."""

    def __call__(self, ids: Iterable[int], /, *, include: Iterable[str] = ()) -> T_co:
        """The records of these ids, with these optional sections."""


class read_many(Generic[T]):
    """Records by any number of ids, over as many requests as it takes.

    A set that the vendor refuses because of an id in it is asked again without it: after OPTIONS where ``plan`` gives
    its path, else by halves. ``key`` names the field that holds a record's id where the answer is a list;
    ``mapped`` says that it is a map. ``most`` is how many ids one request takes.
    """

    method = "GET"

    def __init__(
        self,
        path: str,
        model: type[T],
        *,
        key: str = "id",
        mapped: bool = False,
        plan: str = "",
        most: int = IDS_PER_REQUEST,
        doc: str = "",
        page: str = "",
    ) -> None:
        self.path = path
        self.model = model
        self.page = page
        self.__doc__ = doc or f"Each {_noun(model)} of any number of ids, in the order of the ids."
        self._key = key
        self._mapped = mapped
        self._plan = plan
        self._most = most

    def __set_name__(self, owner: type[object], name: str) -> None:
        self.__name__ = name
        self.__qualname__ = f"{owner.__qualname__}.{name}"
        self.__module__ = owner.__module__

    def build(self, ids: Iterable[int], /, *, include: Iterable[str] = ()) -> Flow[Found[T]]:
        """The conversation, to be driven by :func:`run_flow` or :func:`arun_flow`."""
        sections = tuple(include)
        plan = self._plan
        return gathered(
            lambda wanted: including(self._asked(wanted), *sections),
            ids,
            plan=(lambda wanted: _plan_operation(plan, wanted)) if plan else None,
            most=self._most,
        )

    def _asked(self, ids: IdSet) -> Operation[Mapping[int, T]]:
        def parse(response: Response) -> Mapping[int, T]:
            if self._mapped:
                return _map(self.model, response)
            return {int(getattr(record, self._key)): record for record in _many(self.model, response)}

        return Operation(request=Request(method="GET", path=filled(self.path, ids)), parse=parse)

    @overload
    def __get__(self, instance: None, owner: type[object]) -> Gathered[Flow[Found[T]]]: ...
    @overload
    def __get__(self, instance: Resource[Runner], owner: type[object]) -> Gathered[Found[T]]: ...
    @overload
    def __get__(self, instance: Resource[AsyncRunner], owner: type[object]) -> Gathered[Awaitable[Found[T]]]: ...
    def __get__(self, instance: Resource[Any] | None, owner: type[object]) -> Any:
        if instance is None:
            return self.build
        client = instance.client
        drive: Callable[..., Any] = run_flow if isinstance(client, Runner) else arun_flow

        def gather(ids: Iterable[int], /, *, include: Iterable[str] = ()) -> Any:
            return drive(client, self.build(ids, include=include))

        gather.__name__, gather.__qualname__, gather.__doc__ = self.__name__, self.__qualname__, self.__doc__
        return gather


def gathered(
    ask: Callable[[IdSet], Operation[Mapping[int, T]]],
    ids: Iterable[int],
    *,
    plan: Callable[[IdSet], Operation[Plan]] | None = None,
    most: int = IDS_PER_REQUEST,
) -> Flow[Found[T]]:
    """Ask for records by any number of ids, in sets that fit into one request, and leave out what spoils a set."""
    wanted = tuple(dict.fromkeys(ids))
    found: dict[int, T] = {}
    refused: dict[int, StatusError] = {}
    for piece in IdSet.of(wanted).pieces(most):
        yield from _piece(ask, piece, plan, found, refused)
    return Found(
        {id: found[id] for id in wanted if id in found},
        tuple(id for id in wanted if id not in found and id not in refused),
        {id: refused[id] for id in wanted if id in refused},
    )


def _piece(
    ask: Callable[[IdSet], Operation[Mapping[int, T]]],
    piece: IdSet,
    plan: Callable[[IdSet], Operation[Plan]] | None,
    found: dict[int, T],
    refused: dict[int, StatusError],
) -> Flow[None]:
    try:
        found.update((yield ask(piece)))
    except (InvalidError, NotFoundError) as refusal:
        if _is_wrong_path(refusal):
            raise
        if len(piece) == 1:
            if not isinstance(refusal, NotFoundError):
                refused[piece.ids[0]] = refusal
            return
    else:
        return
    rest = _halves(piece)
    if plan is not None:
        existing = IdSet.of(set((yield plan(piece)).ids) & set(piece))
        if len(existing) < len(piece):
            rest = (existing,) if len(existing) else ()
    for each in rest:
        yield from _piece(ask, each, None, found, refused)


def _halves(piece: IdSet) -> tuple[IdSet, ...]:
    middle = len(piece) // 2
    return IdSet(piece.ids[:middle]), IdSet(piece.ids[middle:])


def _is_wrong_path(refusal: StatusError) -> bool:
    return any(fault.message.startswith("Cannot find the resource") for fault in refusal.faults)


def run_flow(client: Runner, flow: Flow[T]) -> T:
    """Drive a flow with a blocking client."""
    step: Callable[[], Operation[Any]] = flow.__next__
    try:
        while True:
            operation = step()
            try:
                given = client.send(operation)
            except BrightpearlError as error:
                step = _throwing(flow, error)
            else:
                step = _sending(flow, given)
    except StopIteration as done:
        return cast(T, done.value)


async def arun_flow(client: AsyncRunner, flow: Flow[T]) -> T:
    """Drive a flow with an awaiting client."""
    step: Callable[[], Operation[Any]] = flow.__next__
    try:
        while True:
            operation = step()
            try:
                given = await client.send(operation)
            except BrightpearlError as error:
                step = _throwing(flow, error)
            else:
                step = _sending(flow, given)
    except StopIteration as done:
        return cast(T, done.value)


def _throwing(flow: Flow[T], error: BrightpearlError) -> Callable[[], Operation[Any]]:
    return lambda: flow.throw(error)


def _sending(flow: Flow[T], given: Any) -> Callable[[], Operation[Any]]:
    return lambda: flow.send(given)


# --- Requests and answers --------------------------------------------------------------------------------------------


@frozen
class Patch:
    """One change of a record's part, as JSON Patch has it. ``add`` sets what is empty, ``replace`` what is set.

    >>> Patch.replace("/reference", "X-1").document
    {'op': 'replace', 'path': '/reference', 'value': 'X-1'}
    """

    op: Literal["add", "replace", "remove"]
    path: str
    value: Json = None

    @classmethod
    def add(cls, path: str, value: Json) -> Patch:
        """Set a part that has no value yet."""
        return cls("add", path, value)

    @classmethod
    def replace(cls, path: str, value: Json) -> Patch:
        """Change a part that has a value."""
        return cls("replace", path, value)

    @classmethod
    def remove(cls, path: str) -> Patch:
        """Empty a part."""
        return cls("remove", path)

    @property
    def document(self) -> dict[str, Json]:
        """The change as it is sent: amounts as text, instants with ``Z``."""
        told = {"op": self.op, "path": self.path}
        return told if self.op == "remove" else {**told, "value": encode(self.value)}


@frozen
class Outcomes:
    """What became of each of several ids: the HTTP status, and the vendor's reasons where it refused."""

    statuses: Mapping[int, int]
    faults: Mapping[int, tuple[Fault, ...]] = field(factory=dict)

    @property
    def refused(self) -> dict[int, tuple[Fault, ...]]:
        """The ids that were refused, with the reasons."""
        return {id: self.faults.get(id, ()) for id, status in self.statuses.items() if not 200 <= status < 300}


def including(operation: Operation[T], *sections: str) -> Operation[T]:
    """The same read with sections that are left out by default, such as ``customFields``."""
    if not sections:
        return operation
    query = (*operation.request.query, ("includeOptional", ",".join(sections)))
    return evolve(operation, request=evolve(operation.request, query=query))


def if_match(operation: Operation[T], version: int) -> Operation[T]:
    """The same write, refused with :class:`ConflictError` where the record has another version by now."""
    headers = (*operation.request.headers, ("If-Match", str(version)))
    return evolve(operation, request=evolve(operation.request, headers=headers))


def writing(method: str, path: str, draft: Any, *, parse: Any, repeatable: bool = False) -> Operation[Any]:
    """An operation that sends a draft, several drafts, or a JSON document, as the body."""
    request = Request(method=method, path=path, headers=(("Content-Type", "application/json"),), content=dumps(_body(draft)))
    return Operation(request=request, parse=parse, repeatable=repeatable)


def patching(path: str, changes: Iterable[Patch], model: type[T]) -> Operation[T]:
    """An operation that sends changes and reads the new state. Only replacements may be repeated."""
    listed = tuple(changes)
    return cast(
        Operation[T],
        writing(
            "PATCH",
            path,
            [change.document for change in listed],
            parse=lambda response: _state(model, response),
            repeatable=all(change.op == "replace" for change in listed),
        ),
    )


def filled(path: str, *parts: object) -> str:
    """A path with its places filled."""
    return path.format(*parts)


def new_id(response: Response) -> int:
    """The id that a create answers with; the first where it answers with several."""
    given = answer(response)
    if isinstance(given, list) and given:
        given = given[0]
    return _id(given, "$.response")


def new_ids(response: Response) -> tuple[int, ...]:
    """The ids that a create answers with, whether it answers with a list or with one."""
    given = answer(response)
    listed = given if isinstance(given, list) else [given]
    return tuple(_id(each, f"$.response[{at}]") for at, each in enumerate(listed))


def outcomes(response: Response) -> Outcomes:
    """What a write to several ids answers: ``resourceStatuses`` and ``resourceErrors``."""
    given = answer(response)
    if not isinstance(given, dict) or not isinstance(given.get("resourceStatuses"), dict):
        raise ShapeError("$.response.resourceStatuses", "an object keyed by id was due")
    reasons = given.get("resourceErrors") or {}
    return Outcomes(
        {int(id): int(status) for id, status in given["resourceStatuses"].items()},
        {int(id): tuple(map(_fault, listed)) for id, listed in reasons.items() if listed},
    )


def nothing(response: Response) -> None:
    """An answer whose content does not matter."""


def _body(draft: Any) -> Json:
    if isinstance(draft, (Draft, Model)):
        return encode(draft)
    if isinstance(draft, Sequence) and not isinstance(draft, str):
        return [_body(each) for each in draft]
    return draft if isinstance(draft, (Mapping, int, str)) else encode(draft)


def _fault(entry: Json) -> Fault:
    if isinstance(entry, dict):
        return Fault(str(entry.get("code", "")), str(entry.get("message", "")))
    return Fault("", str(entry))


def _id(given: Json, path: str) -> int:
    if isinstance(given, bool) or not isinstance(given, (int, str)) or not str(given).isdigit():
        raise ShapeError(path, "the id of what was made was due")
    return int(given)


def _set(ids: Iterable[int]) -> IdSet:
    return ids if isinstance(ids, IdSet) else IdSet.of(ids)


def _plan_operation(path: str, ids: IdSet) -> Operation[Plan]:
    return Operation(request=Request(method="OPTIONS", path=filled(path, ids)), parse=lambda response: _plan(path, response))


def _plan(path: str, response: Response) -> Plan:
    given = answer(response)
    if not isinstance(given, dict) or not isinstance(given.get("getUris"), list):
        raise ShapeError("$.response.getUris", "a list was due")
    # The answer's paths begin below the service, so the first place is as deep as in the path without the service.
    depth = path.split("/").index("{}") - 1
    return Plan(tuple(IdSet.parse(str(uri).split("/")[depth]) for uri in given["getUris"]))


def _state(model: type[T], response: Response) -> T:
    given = answer(response)
    if isinstance(given, list) and len(given) == 1:
        given = given[0]
    return decode(model, given, path="$.response")


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
