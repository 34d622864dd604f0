"""Conversations of many requests, written once for both clients: records by any number of ids."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from typing import Any, Generic, TypeVar, cast

from attrs import field, frozen

from ._kernel.operation import Operation
from ._kernel.runner import AsyncRunner, Runner
from .errors import BrightpearlError, InvalidError, NotFoundError, StatusError
from .ids import IDS_PER_REQUEST, IdSet

T = TypeVar("T")

#: A conversation of several operations: yields each, is given its answer, or has its error thrown in.
Flow = Generator[Operation[Any], Any, T]


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
