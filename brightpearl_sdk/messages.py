"""What goes out and what comes back: bodies, changes, versions, and how each kind of answer is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal, TypeVar, cast

from attrs import evolve, field, frozen

from ._kernel.amounts import whole
from ._kernel.jsontext import dumps
from ._kernel.operation import Operation, Request, Response
from ._kernel.values import Draft, Json, Model
from .errors import Fault, NotFoundError, ShapeError
from .flows import Plan
from .ids import IdSet
from .wire import answer, decode, decode_many, encode

T = TypeVar("T")


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


def in_channel(operation: Operation[T], channel_id: int) -> Operation[T]:
    """The same read of products, with the texts and settings that they have on one sales channel."""
    query = (*operation.request.query, ("contextChannelId", str(channel_id)))
    return evolve(operation, request=evolve(operation.request, query=query))


def if_match(operation: Operation[T], version: int) -> Operation[T]:
    """The same write, refused with :class:`ConflictError` where the record has another version by now."""
    headers = (*operation.request.headers, ("If-Match", str(version)))
    return evolve(operation, request=evolve(operation.request, headers=headers))


def writing(method: str, path: str, draft: Any, *, parse: Callable[[Response], T], repeatable: bool = False) -> Operation[T]:
    """An operation that sends a draft, several drafts, or a JSON document, as the body."""
    request = Request(method=method, path=path, headers=(("Content-Type", "application/json"),), content=dumps(_body(draft)))
    return Operation(request=request, parse=parse, repeatable=repeatable)


def patching(path: str, changes: Iterable[Patch], *, parse: Callable[[Response], T]) -> Operation[T]:
    """An operation that sends changes. Only replacements may be repeated."""
    listed = tuple(changes)
    repeatable = all(change.op == "replace" for change in listed)
    return writing("PATCH", path, [change.document for change in listed], parse=parse, repeatable=repeatable)


def filled(path: str, *parts: object) -> str:
    """A path with its places filled."""
    return path.format(*parts)


def new_id(response: Response) -> int:
    """The id that a create answers with, bare or as ``id``; the first where it answers with several."""
    given = answer(response)
    if isinstance(given, list) and given:
        given = given[0]
    if isinstance(given, dict):
        given = given.get("id")
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
    statuses, reasons = given["resourceStatuses"], given.get("resourceErrors") or {}
    if not isinstance(reasons, dict) or not all(isinstance(listed, (list, type(None))) for listed in reasons.values()):
        raise ShapeError("$.response.resourceErrors", "lists keyed by id were due")
    return Outcomes(
        {_id(id, "$.response.resourceStatuses"): _id(status, f"$.response.resourceStatuses.{id}") for id, status in statuses.items()},
        {_id(id, "$.response.resourceErrors"): tuple(map(_fault, listed)) for id, listed in reasons.items() if listed},
    )


def nothing(response: Response) -> None:
    """An answer whose content does not matter."""


def id_set(ids: Iterable[int]) -> IdSet:
    """Ids as the set that a path takes."""
    return ids if isinstance(ids, IdSet) else IdSet.of(ids)


def new_state(model: type[T], response: Response) -> T:
    """The state of a record after a change, whether it stands alone or in a list of one."""
    given = answer(response)
    if isinstance(given, list) and len(given) == 1:
        given = given[0]
    return decode(model, given, path="$.response")


def one_of(model: type[T], request: Request, response: Response) -> T:
    """The one record that was asked for, whether it stands alone, in a list of one, or in a map of one."""
    given = answer(response)
    what = next(part for part in reversed(request.path.split("/")) if part.isdigit())
    if isinstance(given, dict) and set(given) == {what}:
        given = given[what]
    if isinstance(given, list):
        if not given:
            raise NotFoundError(request=request, response=response, faults=(Fault("", f"There is no {noun_of(model)} {what}"),))
        return decode(model, given[0], path="$.response[0]")
    return decode(model, given, path="$.response")


def plain_of(model: type[T], response: Response) -> T:
    """The answer as a whole."""
    return decode(model, answer(response), path="$.response")


def as_it_came(response: Response) -> Json:
    """The answer as a whole, as it came."""
    return answer(response)


def many_of(model: type[T], response: Response) -> tuple[T, ...]:
    """The records of a list."""
    given = answer(response)
    return decode_many(model, [] if given is None else given)


def map_of(model: type[T], response: Response) -> dict[int, T]:
    """The records of a map, by id."""
    given = answer(response)
    if not given:
        return {}
    if not isinstance(given, dict):
        raise ShapeError("$.response", "an object keyed by id was due")
    return {_id(id, "$.response"): decode(model, cast(Json, record), path=f"$.response.{id}") for id, record in given.items()}


def fields_of(response: Response) -> dict[str, Json]:
    """Custom fields by code; none where the answer is empty."""
    given = answer(response)
    if given is not None and not isinstance(given, dict):
        raise ShapeError("$.response", "an object keyed by code was due")
    return given or {}


def noun_of(model: Any) -> str:
    """A model's name as words: ``order row``."""
    name = getattr(model, "__name__", "record")
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip()


def plan_of(path: str, response: Response) -> Plan:
    """Which ids an answer to OPTIONS names."""
    given = answer(response)
    if not isinstance(given, dict) or not isinstance(given.get("getUris"), list):
        raise ShapeError("$.response.getUris", "a list was due")
    # The answer's paths begin below the service, so the first place is as deep as in the path without the service.
    depth = path.split("/").index("{}") - 1
    places = [str(uri).split("/") for uri in given["getUris"]]
    if not all(len(place) > depth for place in places):
        raise ShapeError("$.response.getUris", "addresses of sets of ids were due")
    return Plan(tuple(IdSet.parse(place[depth]) for place in places))


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
    found = given if isinstance(given, int) and not isinstance(given, bool) else whole(given) if isinstance(given, str) else None
    if found is None or found < 0:
        raise ShapeError(path, "an id was due")
    return found
