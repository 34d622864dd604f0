"""Pages fetched before they are asked for, and given in order."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Iterable
from typing import TYPE_CHECKING, TypeVar

from ._kernel.collector import collector_paused
from ._kernel.operation import Operation, Page, Response
from ._kernel.runner import AsyncRunner

if TYPE_CHECKING:
    import asyncio

T = TypeVar("T")


async def pages_ahead(runner: AsyncRunner, operations: Iterable[Operation[Page[T]]], in_flight: int) -> AsyncIterator[Page[T]]:
    """The pages of operations, in their order, with up to ``in_flight`` requests under way at once.

    Answers wait as bytes, at most as many as requests may be under way, and are read when it is their turn: meanwhile the
    next requests have gone out, so that reading and the network's latency pass side by side.
    """
    import asyncio

    slots = asyncio.Semaphore(in_flight)

    async def answer(operation: Operation[Page[T]]) -> Response:
        async with slots:
            return await runner.send(Operation(request=operation.request, parse=_as_it_came, repeatable=operation.repeatable))

    under_way: deque[tuple[Operation[Page[T]], asyncio.Task[Response]]] = deque()
    remaining = iter(operations)
    try:
        while True:
            while len(under_way) < 2 * in_flight and (operation := next(remaining, None)) is not None:
                under_way.append((operation, asyncio.ensure_future(answer(operation))))
            if not under_way:
                return
            operation, task = under_way.popleft()
            yield _read(operation, await task)
            # An answer that is there already is no reason for the loop to look at the others.
            await asyncio.sleep(0)
    finally:
        for _, task in under_way:
            task.cancel()


def _as_it_came(response: Response) -> Response:
    return response


def _read(operation: Operation[Page[T]], response: Response) -> Page[T]:
    with collector_paused():
        return operation.parse(response)
