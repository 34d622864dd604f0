"""Conversations of many requests, written once for both clients: records by any number of ids."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from attrs import field, frozen

from ._kernel.operation import Operation
from ._kernel.runner import AsyncRunner, Runner
from .errors import BrightpearlError, InvalidError, NotFoundError, StatusError
from .ids import IDS_PER_REQUEST, IdSet

if TYPE_CHECKING:
    import asyncio

T = TypeVar("T")

#: Operations that wait for nothing of each other: an awaiting client sends them side by side, a blocking one in turn.
Together = tuple[Operation[Any], ...]

#: A conversation of several operations: yields each, is given its answer, or has its error thrown in. For operations
#: that go together it is given a list, in which an error stands in the place of an answer.
Flow = Generator[Operation[Any] | Together, Any, T]

#: How many operations an awaiting client sends side by side; the quota paces them all the same.
SIDE_BY_SIDE = 8


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
    pieces = tuple(IdSet.of(wanted).pieces(most))
    answers: list[Any] = yield tuple(ask(piece) for piece in pieces)
    for piece, answer in zip(pieces, answers, strict=True):
        if not isinstance(answer, BrightpearlError):
            found.update(answer)
        elif isinstance(answer, InvalidError | NotFoundError):
            yield from _refused(ask, piece, plan, answer, found, refused)
        else:
            raise answer
    return Found(
        {id: found[id] for id in wanted if id in found},
        tuple(id for id in wanted if id not in found and id not in refused),
        {id: refused[id] for id in wanted if id in refused},
    )


def _refused(
    ask: Callable[[IdSet], Operation[Mapping[int, T]]],
    piece: IdSet,
    plan: Callable[[IdSet], Operation[Plan]] | None,
    refusal: StatusError,
    found: dict[int, T],
    refused: dict[int, StatusError],
) -> Flow[None]:
    """Go on after a set was refused: with the ids that exist, where the vendor tells, else with its halves."""
    if _is_wrong_path(refusal):
        raise refusal
    if len(piece) == 1:
        if not isinstance(refusal, NotFoundError):
            refused[piece.ids[0]] = refusal
        return
    rest = _halves(piece)
    if plan is not None:
        existing = IdSet.of(set((yield plan(piece)).ids) & set(piece))
        if len(existing) < len(piece):
            rest = (existing,) if len(existing) else ()
    for each in rest:
        try:
            found.update((yield ask(each)))
        except (InvalidError, NotFoundError) as again:
            yield from _refused(ask, each, None, again, found, refused)


def _halves(piece: IdSet) -> tuple[IdSet, ...]:
    middle = len(piece) // 2
    return IdSet(piece.ids[:middle]), IdSet(piece.ids[middle:])


def _is_wrong_path(refusal: StatusError) -> bool:
    return any(fault.message.startswith("Cannot find the resource") for fault in refusal.faults)


def run_flow(client: Runner, flow: Flow[T]) -> T:
    """Drive a flow with a blocking client."""
    step: Callable[[], Operation[Any] | Together] = flow.__next__
    try:
        while True:
            asked = step()
            if isinstance(asked, tuple):
                step = _sending(flow, [_attempted(client, operation) for operation in asked])
                continue
            try:
                given = client.send(asked)
            except BrightpearlError as error:
                step = _throwing(flow, error)
            else:
                step = _sending(flow, given)
    except StopIteration as done:
        return cast(T, done.value)


async def arun_flow(client: AsyncRunner, flow: Flow[T]) -> T:
    """Drive a flow with an awaiting client."""
    import asyncio

    turns = asyncio.Semaphore(SIDE_BY_SIDE)
    step: Callable[[], Operation[Any] | Together] = flow.__next__
    try:
        while True:
            asked = step()
            if isinstance(asked, tuple):
                step = _sending(flow, await asyncio.gather(*(_attempted_aside(client, operation, turns) for operation in asked)))
                continue
            try:
                given = await client.send(asked)
            except BrightpearlError as error:
                step = _throwing(flow, error)
            else:
                step = _sending(flow, given)
    except StopIteration as done:
        return cast(T, done.value)


def _attempted(client: Runner, operation: Operation[Any]) -> Any:
    try:
        return client.send(operation)
    except BrightpearlError as error:
        return error


async def _attempted_aside(client: AsyncRunner, operation: Operation[Any], turns: asyncio.Semaphore) -> Any:
    async with turns:
        try:
            return await client.send(operation)
        except BrightpearlError as error:
            return error


def _throwing(flow: Flow[T], error: BrightpearlError) -> Callable[[], Operation[Any] | Together]:
    return lambda: flow.throw(error)


def _sending(flow: Flow[T], given: Any) -> Callable[[], Operation[Any] | Together]:
    return lambda: flow.send(given)
