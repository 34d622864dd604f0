"""How a resource is declared: each function here returns a declaration that both clients can send.

Paths are relative to the account's address, ``https://{api_domain}/public-api/{account}``; each ``{}`` in a path is
filled with an id or a set of ids. A name that ends in ``_in`` is of records inside another, whose id comes first.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, Generic, Protocol, TypeVar, cast, overload

from ._kernel.binding import Resource, call, stream
from ._kernel.operation import Operation, Page, Request, Response
from ._kernel.runner import AsyncRunner, Runner
from ._kernel.values import Json
from .errors import QueryError
from .flows import Flow, Found, Plan, arun_flow, gathered, run_flow
from .ids import IDS_PER_REQUEST, IdSet
from .messages import (
    Outcomes,
    Patch,
    fields_of,
    filled,
    id_set,
    including,
    many_of,
    map_of,
    new_id,
    new_ids,
    new_state,
    nothing,
    noun_of,
    one_of,
    outcomes,
    patching,
    plan_of,
    writing,
)
from .search import Query, SearchRow, search_operation
from .wire import answer, decode

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
D = TypeVar("D", contravariant=True)
R = TypeVar("R", bound=SearchRow)

Pairs = tuple[tuple[str, str], ...]


def read(path: str, model: type[T], *, query: Pairs = (), doc: str = "", page: str = "") -> call[[int], T]:
    """One record by its id. Raises :class:`NotFoundError` where there is none, whichever way the vendor says so."""

    def build(id: int) -> Operation[T]:
        request = Request(method="GET", path=filled(path, id), query=query)
        return Operation(request=request, parse=lambda response: one_of(model, request, response, str(id)))

    return call(build, method="GET", path=path, model=model, doc=doc or f"One {noun_of(model)} by its id.", page=page)


def read_in(path: str, model: type[T], *, doc: str = "", page: str = "") -> call[[int, int], T]:
    """One record inside another, by both ids."""

    def build(parent_id: int, id: int) -> Operation[T]:
        request = Request(method="GET", path=filled(path, parent_id, id))
        return Operation(request=request, parse=lambda response: one_of(model, request, response, str(id)))

    return call(build, method="GET", path=path, model=model, doc=doc or f"One {noun_of(model)} by both ids.", page=page)


def read_set(
    path: str, model: type[T], *, query: Pairs = (), doc: str = "", page: str = "", empty_is_missing: bool = True
) -> call[[Iterable[int]], tuple[T, ...]]:
    """Records by a set of ids that fits into one request; missing ones are left out, and the order is the vendor's."""

    def build(ids: Iterable[int]) -> Operation[tuple[T, ...]]:
        request = Request(method="GET", path=filled(path, id_set(ids)), query=query)
        return Operation(request=request, parse=lambda response: many_of(model, response))

    return call(build, method="GET", path=path, model=model, doc=doc or f"Each {noun_of(model)} of a set of ids.", page=page)


def read_set_in(path: str, model: type[T], *, doc: str = "", page: str = "") -> call[[int, Iterable[int]], tuple[T, ...]]:
    """Records inside another by a set of ids that fits into one request."""

    def build(parent_id: int, ids: Iterable[int]) -> Operation[tuple[T, ...]]:
        request = Request(method="GET", path=filled(path, parent_id, id_set(ids)))
        return Operation(request=request, parse=lambda response: many_of(model, response))

    return call(build, method="GET", path=path, model=model, doc=doc or f"Each {noun_of(model)} of a set of ids inside another.", page=page)


def read_sets(path: str, model: type[T], *, doc: str = "", page: str = "") -> call[[Iterable[int], Iterable[int]], tuple[T, ...]]:
    """Records by two sets of ids, the parents' and their own."""

    def build(parent_ids: Iterable[int], ids: Iterable[int]) -> Operation[tuple[T, ...]]:
        request = Request(method="GET", path=filled(path, id_set(parent_ids), id_set(ids)))
        return Operation(request=request, parse=lambda response: many_of(model, response))

    return call(build, method="GET", path=path, model=model, doc=doc or f"Each {noun_of(model)} by two sets of ids.", page=page)


def read_all(path: str, model: type[T], *, query: Pairs = (), doc: str = "", page: str = "") -> call[[], tuple[T, ...]]:
    """Every record of a short list, in one request."""

    def build() -> Operation[tuple[T, ...]]:
        return Operation(request=Request(method="GET", path=path, query=query), parse=lambda response: many_of(model, response))

    return call(build, method="GET", path=path, model=model, doc=doc or f"Every {noun_of(model)} of the account.", page=page)


def read_all_in(path: str, model: type[T], *, doc: str = "", page: str = "") -> call[[int], tuple[T, ...]]:
    """Every record inside another, in one request."""

    def build(parent_id: int) -> Operation[tuple[T, ...]]:
        return Operation(request=Request(method="GET", path=filled(path, parent_id)), parse=lambda response: many_of(model, response))

    return call(build, method="GET", path=path, model=model, doc=doc or f"Every {noun_of(model)} inside one record.", page=page)


def read_map(path: str, model: type[T], *, query: Pairs = (), doc: str = "", page: str = "") -> call[[Iterable[int]], dict[int, T]]:
    """Records by a set of ids, where the vendor answers with a map from id to record."""

    def build(ids: Iterable[int]) -> Operation[dict[int, T]]:
        request = Request(method="GET", path=filled(path, id_set(ids)), query=query)
        return Operation(request=request, parse=lambda response: map_of(model, response))

    return call(build, method="GET", path=path, model=model, doc=doc or f"Each {noun_of(model)} of a set of ids, by id.", page=page)


def read_map_in(path: str, model: type[T], *, doc: str = "", page: str = "") -> call[[int], dict[int, T]]:
    """Every record inside another, where the vendor answers with a map from id to record."""

    def build(parent_id: int) -> Operation[dict[int, T]]:
        return Operation(request=Request(method="GET", path=filled(path, parent_id)), parse=lambda response: map_of(model, response))

    return call(build, method="GET", path=path, model=model, doc=doc or f"Every {noun_of(model)} inside one record, by id.", page=page)


def read_maps(path: str, model: type[T], *, doc: str = "", page: str = "") -> call[[Iterable[int], Iterable[int]], dict[int, T]]:
    """Records by two sets of ids, the parents' and their own, where the vendor answers with a map from id to record."""

    def build(parent_ids: Iterable[int], ids: Iterable[int]) -> Operation[dict[int, T]]:
        request = Request(method="GET", path=filled(path, id_set(parent_ids), id_set(ids)))
        return Operation(request=request, parse=lambda response: map_of(model, response))

    return call(build, method="GET", path=path, model=model, doc=doc or f"Each {noun_of(model)} by two sets of ids, by id.", page=page)


def read_plain(path: str, model: type[T], *, doc: str = "", page: str = "") -> call[[], T]:
    """The one record that stands at a path."""

    def build() -> Operation[T]:
        return Operation(
            request=Request(method="GET", path=path), parse=lambda response: decode(model, answer(response), path="$.response")
        )

    return call(build, method="GET", path=path, model=model, doc=doc or f"The {noun_of(model)}.", page=page)


def read_plain_in(path: str, model: type[T], *, doc: str = "", page: str = "") -> call[[int], T]:
    """The one record that stands inside another, as it is in the answer."""

    def build(parent_id: int) -> Operation[T]:
        return Operation(
            request=Request(method="GET", path=filled(path, parent_id)),
            parse=lambda response: decode(model, answer(response), path="$.response"),
        )

    return call(build, method="GET", path=path, model=model, doc=doc or f"The {noun_of(model)} of one record.", page=page)


def read_inside(path: str, model: type[T], *, doc: str = "", page: str = "") -> call[[int, Iterable[int]], T]:
    """What is known of a record and a set of ids together, in one answer."""

    def build(id: int, ids: Iterable[int]) -> Operation[T]:
        return Operation(
            request=Request(method="GET", path=filled(path, id, id_set(ids))),
            parse=lambda response: decode(model, answer(response), path="$.response"),
        )

    return call(build, method="GET", path=path, model=model, doc=doc or f"The {noun_of(model)} of a record and a set of ids.", page=page)


def read_together(path: str, model: type[T], *, doc: str = "", page: str = "") -> call[[Iterable[int]], T]:
    """What is known of a set of ids together, in one answer."""

    def build(ids: Iterable[int]) -> Operation[T]:
        return Operation(
            request=Request(method="GET", path=filled(path, id_set(ids))),
            parse=lambda response: decode(model, answer(response), path="$.response"),
        )

    return call(build, method="GET", path=path, model=model, doc=doc or f"The {noun_of(model)} of a set of ids.", page=page)


def read_id_in(path: str, *, doc: str = "", page: str = "") -> call[[int], int]:
    """The id that stands inside a record."""

    def build(parent_id: int) -> Operation[int]:
        return Operation(request=Request(method="GET", path=filled(path, parent_id)), parse=new_id)

    return call(build, method="GET", path=path, model=int, doc=doc or "An id of a record.", page=page)


def read_json_all(path: str, *, doc: str = "", page: str = "") -> call[[], Json]:
    """What stands at a path as it came, where its shape is not known."""

    def build() -> Operation[Json]:
        return Operation(request=Request(method="GET", path=path), parse=answer)

    return call(build, method="GET", path=path, model=None, doc=doc or "What stands here, as it came.", page=page)


def read_json(path: str, *, doc: str = "", page: str = "") -> call[[Iterable[int]], Json]:
    """What is known of a set of ids as it came, where the shape of the answer is not known."""

    def build(ids: Iterable[int]) -> Operation[Json]:
        return Operation(request=Request(method="GET", path=filled(path, id_set(ids))), parse=answer)

    return call(build, method="GET", path=path, model=None, doc=doc or "What is known of a set of ids, as it came.", page=page)


def read_fields(path: str, *, doc: str = "", page: str = "") -> call[[int], dict[str, Json]]:
    """The custom fields of a record: a map from code to value, which holds only those that are set."""

    def build(id: int) -> Operation[dict[str, Json]]:
        return Operation(request=Request(method="GET", path=filled(path, id)), parse=fields_of)

    return call(build, method="GET", path=path, model=dict, doc=doc or "The custom fields of a record that are set, by code.", page=page)


def searching(path: str, row: type[R], *, doc: str = "", page: str = "") -> stream[[Query[R]], R]:
    """A resource search, read lazily past any number of pages."""

    def build(query: Query[R]) -> Operation[Page[R]]:
        return search_operation(path, query)

    return stream(build, method="GET", path=path, model=row, doc=doc or f"Rows that meet a query, as {row.__name__}.", page=page)


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


def act_in(path: str, draft: type[D], *, doc: str = "", page: str = "") -> call[[int, int, D], None]:
    """Have something done to a record inside another by POST that answers nothing."""

    def build(parent_id: int, id: int, draft: D) -> Operation[None]:
        return writing("POST", filled(path, parent_id, id), draft, parse=nothing)

    return call(build, method="POST", path=path, model=draft, doc=doc or f"Ask for what a {draft.__name__} says of a record.", page=page)


def ask(path: str, model: type[T], *, query: Pairs = (), doc: str = "", page: str = "") -> call[[int], T]:
    """Have something done to a record by POST without a body, and read what it answers."""

    def build(id: int) -> Operation[T]:
        return Operation(
            request=Request(method="POST", path=filled(path, id), query=query),
            parse=lambda response: decode(model, answer(response), path="$.response"),
            repeatable=False,
        )

    return call(build, method="POST", path=path, model=model, doc=doc or f"Ask for a {noun_of(model)}.", page=page)


def link_each(path: str, *, method: str = "POST", doc: str = "", page: str = "") -> call[[int, Iterable[int]], Outcomes]:
    """Link a record with others by their ids, or with ``DELETE`` unlink it; some may be refused, and others not."""

    def build(id: int, ids: Iterable[int]) -> Operation[Outcomes]:
        return writing(method, filled(path, id), list(id_set(ids)), parse=outcomes)

    return call(build, method=method, path=path, model=None, doc=doc or "Link a record with others, with an outcome each.", page=page)


def link_sets(path: str, *, doc: str = "", page: str = "") -> call[[Iterable[int], Iterable[int]], None]:
    """Link every record of one set with every record of another."""

    def build(ids: Iterable[int], others: Iterable[int]) -> Operation[None]:
        return Operation(request=Request(method="POST", path=filled(path, id_set(ids), id_set(others))), parse=nothing, repeatable=False)

    return call(build, method="POST", path=path, model=None, doc=doc or "Link each record of one set with each of another.", page=page)


def replace(path: str, draft: type[D], *, doc: str = "", page: str = "") -> call[[int, D], None]:
    """Change a record by PUT. Sending it twice leaves the same state, so it may be repeated."""

    def build(id: int, draft: D) -> Operation[None]:
        return writing("PUT", filled(path, id), draft, parse=nothing, repeatable=True)

    return call(build, method="PUT", path=path, model=draft, doc=doc or f"Change a record by a {draft.__name__}.", page=page)


def replace_several(path: str, draft: type[D], *, doc: str = "", page: str = "") -> call[[D], None]:
    """Change records by PUT, where the draft names them."""

    def build(draft: D) -> Operation[None]:
        return writing("PUT", path, draft, parse=nothing, repeatable=True)

    return call(build, method="PUT", path=path, model=draft, doc=doc or f"Change records by a {draft.__name__}.", page=page)


def replace_in(path: str, draft: type[D], *, doc: str = "", page: str = "") -> call[[int, int, D], None]:
    """Change a record inside another by PUT."""

    def build(parent_id: int, id: int, draft: D) -> Operation[None]:
        return writing("PUT", filled(path, parent_id, id), draft, parse=nothing, repeatable=True)

    return call(build, method="PUT", path=path, model=draft, doc=doc or f"Change a record by a {draft.__name__}.", page=page)


def replace_each_in(path: str, draft: type[D], *, doc: str = "", page: str = "") -> call[[int, Iterable[D]], Outcomes]:
    """Change several records inside another by PUT, each draft with its ``id``; some may be refused, and others not."""

    def build(parent_id: int, drafts: Iterable[D]) -> Operation[Outcomes]:
        listed = tuple(drafts)
        ids = [getattr(each, "id", None) for each in listed]
        if not all(isinstance(id, int) for id in ids):
            raise QueryError(f"Each {draft.__name__} needs the id of what it changes")
        return writing("PUT", filled(path, parent_id, id_set(cast(list[int], ids))), listed, parse=outcomes, repeatable=True)

    return call(build, method="PUT", path=path, model=draft, doc=doc or f"Change records by a {draft.__name__} each.", page=page)


def patch(path: str, model: type[T], *, doc: str = "", page: str = "") -> call[[int, Iterable[Patch]], T]:
    """Change parts of a record by PATCH and return its new state."""

    def build(id: int, changes: Iterable[Patch]) -> Operation[T]:
        return patching(filled(path, id), changes, parse=lambda response: new_state(model, response))

    return call(build, method="PATCH", path=path, model=model, doc=doc or f"Change parts of a {noun_of(model)}; returns it.", page=page)


def patch_in(path: str, model: type[T], *, doc: str = "", page: str = "") -> call[[int, int, Iterable[Patch]], T]:
    """Change parts of a record inside another by PATCH and return its new state."""

    def build(parent_id: int, id: int, changes: Iterable[Patch]) -> Operation[T]:
        return patching(filled(path, parent_id, id), changes, parse=lambda response: new_state(model, response))

    return call(build, method="PATCH", path=path, model=model, doc=doc or f"Change parts of a {noun_of(model)}; returns it.", page=page)


def patch_fields(path: str, *, doc: str = "", page: str = "") -> call[[int, Iterable[Patch]], dict[str, Json]]:
    """Change custom fields of a record by PATCH and return all that are set afterwards."""

    def build(id: int, changes: Iterable[Patch]) -> Operation[dict[str, Json]]:
        return patching(filled(path, id), changes, parse=fields_of)

    told = doc or "Change custom fields of a record; returns all that are set afterwards."
    return call(build, method="PATCH", path=path, model=dict, doc=told, page=page)


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


class Planned(Protocol[T_co]):
    """A plan of some ids, or of all."""

    def __call__(self, ids: Iterable[int] | None = None, /) -> T_co:
        """Which of these ids exist; of all without any."""


class planning(call[..., Plan]):
    """OPTIONS on an id set: which records exist, in sets that fit into one GET each. ``every`` stands for all ids."""

    def __init__(self, path: str, *, every: str = "", doc: str = "", page: str = "") -> None:
        def build(ids: Iterable[int] | None = None, /) -> Operation[Plan]:
            return _options(path, every if ids is None else id_set(ids))

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


def planning_within(path: str, *, doc: str = "", page: str = "") -> call[[Iterable[int] | None, Iterable[int]], Plan]:
    """OPTIONS on two id sets, the first of which may be left open."""

    def build(ids: Iterable[int] | None, others: Iterable[int]) -> Operation[Plan]:
        return _options(path, "*" if ids is None else id_set(ids), id_set(others))

    told = doc or "Which of these ids, or of all, exist, in sets that fit into one request each."
    return call(build, method="OPTIONS", path=path, model=Plan, doc=told, page=page)


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
        self.__doc__ = doc or f"Each {noun_of(model)} of any number of ids, in the order of the ids."
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
            plan=(lambda wanted: _options(plan, wanted)) if plan else None,
            most=self._most,
        )

    def _asked(self, ids: IdSet) -> Operation[Mapping[int, T]]:
        def parse(response: Response) -> Mapping[int, T]:
            if self._mapped:
                return map_of(self.model, response)
            return {int(getattr(record, self._key)): record for record in many_of(self.model, response)}

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


def _options(path: str, *ids: object) -> Operation[Plan]:
    return Operation(request=Request(method="OPTIONS", path=filled(path, *ids)), parse=lambda response: plan_of(path, response))
