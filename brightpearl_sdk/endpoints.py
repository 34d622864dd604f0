"""How a resource is declared: each function here returns a declaration that both clients can send.

Paths are relative to the account's address, ``https://{api_domain}/public-api/{account}``; each ``{}`` in a path is
filled with an id or a set of ids. A name that ends in ``_in`` is of records inside another, whose id comes first.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from inspect import Parameter, Signature
from typing import Any, Generic, Protocol, TypeVar, overload

from ._kernel.binding import Resource, call, stream, vendor_page
from ._kernel.operation import Operation, Page, Request, Response
from ._kernel.runner import AsyncRunner, Runner
from ._kernel.values import Json
from .errors import QueryError, ShapeError
from .flows import Flow, Found, Plan, arun_flow, gathered, run_flow
from .ids import IDS_PER_REQUEST, IdSet
from .messages import (
    Outcomes,
    Patch,
    as_it_came,
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
    plain_of,
    plan_of,
    writing,
)
from .search import Query, SearchRow, search_operation

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
D = TypeVar("D", contravariant=True)
R = TypeVar("R", bound=SearchRow)

Pairs = tuple[tuple[str, str], ...]


def read(path: str, model: type[T], *, query: Pairs = (), doc: str = "", page: str = "") -> call[[int], T]:
    """One record by its id. Raises :class:`NotFoundError` where there is none, whichever way the vendor says so."""
    told = doc or f"One {noun_of(model)} by its id."
    return _asking("GET", path, ("id",), lambda request, response: one_of(model, request, response), model, told, page, query=query)


def read_in(path: str, model: type[T], *, doc: str = "", page: str = "") -> call[[int, int], T]:
    """One record inside another, by both ids."""
    told = doc or f"One {noun_of(model)} by both ids."
    return _asking("GET", path, ("parent_id", "id"), lambda request, response: one_of(model, request, response), model, told, page)


def read_set(path: str, model: type[T], *, query: Pairs = (), doc: str = "", page: str = "") -> call[[Iterable[int]], tuple[T, ...]]:
    """Records by a set of ids that fits into one request; missing ones are left out, and the order is the vendor's."""
    told = doc or f"Each {noun_of(model)} of a set of ids."
    return _asking("GET", path, ("ids",), lambda _, response: many_of(model, response), model, told, page, query=query)


def read_set_in(path: str, model: type[T], *, doc: str = "", page: str = "") -> call[[int, Iterable[int]], tuple[T, ...]]:
    """Records inside another by a set of ids that fits into one request."""
    told = doc or f"Each {noun_of(model)} of a set of ids inside another."
    return _asking("GET", path, ("parent_id", "ids"), lambda _, response: many_of(model, response), model, told, page)


def read_sets(path: str, model: type[T], *, doc: str = "", page: str = "") -> call[[Iterable[int], Iterable[int]], tuple[T, ...]]:
    """Records by two sets of ids, the parents' and their own."""
    told = doc or f"Each {noun_of(model)} by two sets of ids."
    return _asking("GET", path, ("parent_ids", "ids"), lambda _, response: many_of(model, response), model, told, page)


def read_all(path: str, model: type[T], *, query: Pairs = (), doc: str = "", page: str = "") -> call[[], tuple[T, ...]]:
    """Every record of a short list, in one request."""
    told = doc or f"Every {noun_of(model)} of the account."
    return _asking("GET", path, (), lambda _, response: many_of(model, response), model, told, page, query=query)


def read_all_in(path: str, model: type[T], *, doc: str = "", page: str = "") -> call[[int], tuple[T, ...]]:
    """Every record inside another, in one request."""
    told = doc or f"Every {noun_of(model)} inside one record."
    return _asking("GET", path, ("parent_id",), lambda _, response: many_of(model, response), model, told, page)


def read_map(path: str, model: type[T], *, query: Pairs = (), doc: str = "", page: str = "") -> call[[Iterable[int]], dict[int, T]]:
    """Records by a set of ids, where the vendor answers with a map from id to record."""
    told = doc or f"Each {noun_of(model)} of a set of ids, by id."
    return _asking("GET", path, ("ids",), lambda _, response: map_of(model, response), model, told, page, query=query)


def read_map_in(path: str, model: type[T], *, doc: str = "", page: str = "") -> call[[int], dict[int, T]]:
    """Every record inside another, where the vendor answers with a map from id to record."""
    told = doc or f"Every {noun_of(model)} inside one record, by id."
    return _asking("GET", path, ("parent_id",), lambda _, response: map_of(model, response), model, told, page)


def read_maps(path: str, model: type[T], *, doc: str = "", page: str = "") -> call[[Iterable[int], Iterable[int]], dict[int, T]]:
    """Records by two sets of ids, the parents' and their own, where the vendor answers with a map from id to record."""
    told = doc or f"Each {noun_of(model)} by two sets of ids, by id."
    return _asking("GET", path, ("parent_ids", "ids"), lambda _, response: map_of(model, response), model, told, page)


def read_plain(path: str, model: type[T], *, doc: str = "", page: str = "") -> call[[], T]:
    """The one record that stands at a path."""
    return _asking("GET", path, (), lambda _, response: plain_of(model, response), model, doc or f"The {noun_of(model)}.", page)


def read_plain_in(path: str, model: type[T], *, doc: str = "", page: str = "") -> call[[int], T]:
    """The one record that stands inside another, as it is in the answer."""
    told = doc or f"The {noun_of(model)} of one record."
    return _asking("GET", path, ("parent_id",), lambda _, response: plain_of(model, response), model, told, page)


def read_inside(path: str, model: type[T], *, doc: str = "", page: str = "") -> call[[int, Iterable[int]], T]:
    """What is known of a record and a set of ids together, in one answer."""
    told = doc or f"The {noun_of(model)} of a record and a set of ids."
    return _asking("GET", path, ("id", "ids"), lambda _, response: plain_of(model, response), model, told, page)


def read_together(path: str, model: type[T], *, doc: str = "", page: str = "") -> call[[Iterable[int]], T]:
    """What is known of a set of ids together, in one answer."""
    told = doc or f"The {noun_of(model)} of a set of ids."
    return _asking("GET", path, ("ids",), lambda _, response: plain_of(model, response), model, told, page)


def read_id_in(path: str, *, doc: str = "", page: str = "") -> call[[int], int]:
    """The id that stands inside a record."""
    return _asking("GET", path, ("parent_id",), lambda _, response: new_id(response), int, doc or "An id of a record.", page)


def read_json(path: str, *, doc: str = "", page: str = "") -> call[[Iterable[int]], Json]:
    """What is known of a set of ids as it came, where the shape of the answer is not known."""
    return _asking("GET", path, ("ids",), lambda _, response: as_it_came(response), None, doc or "Of a set of ids, as it came.", page)


def read_json_all(path: str, *, doc: str = "", page: str = "") -> call[[], Json]:
    """What stands at a path as it came, where its shape is not known."""
    return _asking("GET", path, (), lambda _, response: as_it_came(response), None, doc or "What stands here, as it came.", page)


def read_fields(path: str, *, doc: str = "", page: str = "") -> call[[int], dict[str, Json]]:
    """The custom fields of a record: a map from code to value, which holds only those that are set."""
    told = doc or "The custom fields of a record that are set, by code."
    return _asking("GET", path, ("id",), lambda _, response: fields_of(response), dict, told, page)


def searching(path: str, row: type[R], *, doc: str = "", page: str = "") -> stream[[Query[R]], R]:
    """A resource search, read lazily past any number of pages."""

    def build(query: Query[R]) -> Operation[Page[R]]:
        return search_operation(path, query)

    return stream(build, method="GET", path=path, model=row, doc=doc or f"Rows that meet a query, as {row.__name__}.", page=page)


def create(path: str, draft: type[D], *, doc: str = "", page: str = "", repeatable: bool = False) -> call[[D], int]:
    """Make a record and return its id. Not sent again by itself once its outcome is unknown."""
    told = doc or f"Make a record from a {draft.__name__}; returns its id."
    return _sending("POST", path, (), draft, new_id, told, page, repeatable=repeatable)


def create_under(path: str, draft: type[D], *, doc: str = "", page: str = "") -> call[[int, D], int]:
    """Make a record that belongs to another and return its id."""
    told = doc or f"Make a record from a {draft.__name__}; returns its id."
    return _sending("POST", path, ("id",), draft, new_id, told, page)


def create_several_in(path: str, draft: type[D], *, doc: str = "", page: str = "") -> call[[int, D], tuple[int, ...]]:
    """Make records that belong to another by one draft, and return their ids."""
    told = doc or f"Make records from a {draft.__name__}; returns their ids."
    return _sending("POST", path, ("parent_id",), draft, new_ids, told, page)


def act(path: str, draft: type[D], *, doc: str = "", page: str = "") -> call[[D], None]:
    """Have something done by POST that answers nothing. Not sent again by itself once its outcome is unknown."""
    return _sending("POST", path, (), draft, nothing, doc or f"Ask for what a {draft.__name__} says.", page)


def act_on(path: str, draft: type[D], *, doc: str = "", page: str = "") -> call[[int, D], None]:
    """Have something done to a record by POST that answers nothing."""
    return _sending("POST", path, ("id",), draft, nothing, doc or f"Ask for what a {draft.__name__} says of a record.", page)


def act_in(path: str, draft: type[D], *, doc: str = "", page: str = "") -> call[[int, int, D], None]:
    """Have something done to a record inside another by POST that answers nothing."""
    told = doc or f"Ask for what a {draft.__name__} says of a record."
    return _sending("POST", path, ("parent_id", "id"), draft, nothing, told, page)


def ask(path: str, model: type[T], *, query: Pairs = (), doc: str = "", page: str = "") -> call[[int], T]:
    """Have something done to a record by POST without a body, and read what it answers."""
    told = doc or f"Ask for the {noun_of(model)}."
    return _asking("POST", path, ("id",), lambda _, response: plain_of(model, response), model, told, page, query=query, repeatable=False)


def link_each(path: str, *, method: str = "POST", doc: str = "", page: str = "") -> call[[int, Iterable[int]], Outcomes]:
    """Link a record with others by their ids, or with ``DELETE`` unlink it; some may be refused, and others not."""

    def build(id: int, ids: Iterable[int]) -> Operation[Outcomes]:
        return writing(method, filled(path, id), list(id_set(ids)), parse=outcomes)

    return call(build, method=method, path=path, model=None, doc=doc or "Link a record with others, with an outcome each.", page=page)


def link_sets(path: str, *, doc: str = "", page: str = "") -> call[[Iterable[int], Iterable[int]], None]:
    """Link every record of one set with every record of another."""
    told = doc or "Link each record of one set with each of another."
    return _asking("POST", path, ("ids", "other_ids"), lambda _, response: nothing(response), None, told, page, repeatable=False)


def replace(path: str, draft: type[D], *, doc: str = "", page: str = "") -> call[[int, D], None]:
    """Change a record by PUT. Sending it twice leaves the same state, so it may be repeated."""
    return _sending("PUT", path, ("id",), draft, nothing, doc or f"Change a record by a {draft.__name__}.", page, repeatable=True)


def replace_several(path: str, draft: type[D], *, doc: str = "", page: str = "") -> call[[D], None]:
    """Change records by PUT, where the draft names them."""
    return _sending("PUT", path, (), draft, nothing, doc or f"Change records by a {draft.__name__}.", page, repeatable=True)


def replace_in(path: str, draft: type[D], *, doc: str = "", page: str = "") -> call[[int, int, D], None]:
    """Change a record inside another by PUT."""
    told = doc or f"Change a record by a {draft.__name__}."
    return _sending("PUT", path, ("parent_id", "id"), draft, nothing, told, page, repeatable=True)


def replace_each_in(path: str, draft: type[D], *, doc: str = "", page: str = "") -> call[[int, Iterable[D]], Outcomes]:
    """Change several records inside another by PUT, each draft with its ``id``; some may be refused, and others not."""

    def build(parent_id: int, drafts: Iterable[D]) -> Operation[Outcomes]:
        listed = tuple(drafts)
        ids = [id for id in (getattr(each, "id", None) for each in listed) if isinstance(id, int)]
        if len(ids) < len(listed):
            raise QueryError(f"Each {draft.__name__} needs the id of what it changes")
        return writing("PUT", filled(path, parent_id, id_set(ids)), listed, parse=outcomes, repeatable=True)

    return call(build, method="PUT", path=path, model=draft, doc=doc or f"Change records by a {draft.__name__} each.", page=page)


def patch(path: str, model: type[T], *, doc: str = "", page: str = "") -> call[[int, Iterable[Patch]], T]:
    """Change parts of a record by PATCH and return its new state."""
    told = doc or f"Change parts of one {noun_of(model)}; returns it."
    return _changing(path, ("id",), lambda response: new_state(model, response), model, told, page)


def patch_in(path: str, model: type[T], *, doc: str = "", page: str = "") -> call[[int, int, Iterable[Patch]], T]:
    """Change parts of a record inside another by PATCH and return its new state."""
    told = doc or f"Change parts of one {noun_of(model)}; returns it."
    return _changing(path, ("parent_id", "id"), lambda response: new_state(model, response), model, told, page)


def patch_fields(path: str, *, doc: str = "", page: str = "") -> call[[int, Iterable[Patch]], dict[str, Json]]:
    """Change custom fields of a record by PATCH and return all that are set afterwards."""
    told = doc or "Change custom fields of a record; returns all that are set afterwards."
    return _changing(path, ("id",), fields_of, dict, told, page)


def remove(path: str, *, doc: str = "", page: str = "") -> call[[int], None]:
    """Delete a record."""
    return _asking("DELETE", path, ("id",), lambda _, response: nothing(response), None, doc or "Delete a record by its id.", page)


def remove_in(path: str, *, doc: str = "", page: str = "") -> call[[int, int], None]:
    """Delete a record inside another."""
    told = doc or "Delete a record by both ids."
    return _asking("DELETE", path, ("parent_id", "id"), lambda _, response: nothing(response), None, told, page)


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
        self.page: str = page
        self.__doc__ = doc or f"Each {noun_of(model)} of any number of ids, in the order of the ids."
        self._key = key
        self._mapped = mapped
        self._plan = plan
        self._most = most

    def __set_name__(self, owner: type[object], name: str) -> None:
        self.__name__ = name
        self.__qualname__ = f"{owner.__qualname__}.{name}"
        self.__module__ = owner.__module__
        self.page = self.page or vendor_page(owner.__doc__ or "")
        self.__doc__ = f"{self.__doc__}\n\nVendor's page: {self.page}"

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
            return {_key_of(record, self._key): record for record in many_of(self.model, response)}

        return Operation(request=Request(method="GET", path=filled(self.path, ids)), parse=parse)

    @overload
    def __get__(self, instance: None, owner: type[object]) -> Gathered[Flow[Found[T]]]: ...
    @overload
    def __get__(self, instance: Resource[Runner], owner: type[object]) -> Gathered[Found[T]]: ...
    @overload
    def __get__(self, instance: Resource[AsyncRunner], owner: type[object]) -> Gathered[Awaitable[Found[T]]]: ...
    def __get__(self, instance: Resource[Any] | None, owner: type[object]) -> Any:
        client = None if instance is None else instance.client
        drive: Callable[..., Any] = run_flow if isinstance(client, Runner) else arun_flow

        def gather(ids: Iterable[int], /, *, include: Iterable[str] = ()) -> Any:
            conversation = self.build(ids, include=include)
            return conversation if client is None else drive(client, conversation)

        gather.__name__, gather.__qualname__, gather.__doc__ = self.__name__, self.__qualname__, self.__doc__
        return gather


def _options(path: str, *ids: object) -> Operation[Plan]:
    return Operation(request=Request(method="OPTIONS", path=filled(path, *ids)), parse=lambda response: plan_of(path, response))


def _key_of(record: object, name: str) -> int:
    key = getattr(record, name, None)
    if not isinstance(key, int):
        raise ShapeError("$.response", f"a record without {name} came")
    return key


def _asking(
    method: str,
    path: str,
    places: tuple[str, ...],
    parse: Callable[[Request, Response], Any],
    model: object,
    doc: str,
    page: str,
    *,
    query: Pairs = (),
    repeatable: bool = True,
) -> call[..., Any]:
    """A request without a body, whose path has these places."""

    def build(*args: Any, **kwargs: Any) -> Operation[Any]:
        request = Request(method=method, path=filled(path, *_taken(signature, args, kwargs)), query=query)
        return Operation(request=request, parse=lambda response: parse(request, response), repeatable=repeatable)

    signature = _signature(build, places)
    return call(build, method=method, path=path, model=model, doc=doc, page=page)


def _sending(
    method: str,
    path: str,
    places: tuple[str, ...],
    draft: type[Any],
    parse: Callable[[Response], Any],
    doc: str,
    page: str,
    *,
    repeatable: bool = False,
) -> call[..., Any]:
    """A request that sends a draft to a path with these places."""

    def build(*args: Any, **kwargs: Any) -> Operation[Any]:
        *ids, body = _taken(signature, args, kwargs)
        return writing(method, filled(path, *ids), body, parse=parse, repeatable=repeatable)

    signature = _signature(build, places, draft=draft.__name__)
    return call(build, method=method, path=path, model=draft, doc=doc, page=page)


def _changing(path: str, places: tuple[str, ...], parse: Callable[[Response], Any], model: object, doc: str, page: str) -> call[..., Any]:
    """A request that sends changes to a path with these places."""

    def build(*args: Any, **kwargs: Any) -> Operation[Any]:
        *ids, changes = _taken(signature, args, kwargs)
        return patching(filled(path, *ids), changes, parse=parse)

    signature = _signature(build, places, changes="Iterable[Patch]")
    return call(build, method="PATCH", path=path, model=model, doc=doc, page=page)


def _signature(build: Any, places: tuple[str, ...], **more: str) -> Signature:
    """Give a builder the signature that people read: a place whose name ends in ``ids`` takes a set of them."""
    kinds = {**{name: "Iterable[int]" if name.endswith("ids") else "int" for name in places}, **more}
    build.__signature__ = Signature([Parameter(name, Parameter.POSITIONAL_OR_KEYWORD, annotation=kind) for name, kind in kinds.items()])
    signature: Signature = build.__signature__
    return signature


def _taken(signature: Signature, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> list[Any]:
    names = signature.parameters
    # Most calls give every place by position; binding takes its time, and is for the others and for what is wrong.
    by_position = len(args) == len(names) and not kwargs
    given = dict(zip(names, args, strict=True)) if by_position else signature.bind(*args, **kwargs).arguments
    return [id_set(value) if name.endswith("ids") else value for name, value in given.items()]
