"""Drive a conversation: one runner blocks, the other awaits."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Iterator
from typing import TypeVar, cast

from .exchange import Policy, Reply, Step, exchange
from .operation import Operation, Page

T = TypeVar("T")


class Runner(ABC):
    """Sends operations and blocks until each is answered."""

    @property
    @abstractmethod
    def policy(self) -> Policy:
        """The vendor's rules for waiting, repeating and failing."""

    @abstractmethod
    def perform(self, step: Step) -> Reply:
        """Send a request, or sleep."""

    def send(self, operation: Operation[T]) -> T:
        """Send one operation and return what its response says."""
        flow = exchange(operation, self.policy)
        reply: Reply = None
        try:
            while True:
                reply = self.perform(flow.send(reply))
        except StopIteration as done:
            return cast(T, done.value)

    def pages(self, operation: Operation[Page[T]]) -> Iterator[Page[T]]:
        """Each page from this one on, fetched as it is asked for."""
        following: Operation[Page[T]] | None = operation
        while following is not None:
            page = self.send(following)
            yield page
            following = page.next


async def pause(seconds: float) -> None:
    """Wait, while other tasks go on."""
    # Here, and wherever it is used, it is loaded by those that await: it would be a tenth of what importing a client takes.
    import asyncio

    await asyncio.sleep(seconds)


class AsyncRunner(ABC):
    """Sends operations and awaits each answer."""

    @property
    @abstractmethod
    def policy(self) -> Policy:
        """The vendor's rules for waiting, repeating and failing."""

    @abstractmethod
    async def perform(self, step: Step) -> Reply:
        """Send a request, or sleep."""

    async def send(self, operation: Operation[T]) -> T:
        """Send one operation and return what its response says."""
        flow = exchange(operation, self.policy)
        reply: Reply = None
        try:
            while True:
                reply = await self.perform(flow.send(reply))
        except StopIteration as done:
            return cast(T, done.value)

    async def pages(self, operation: Operation[Page[T]]) -> AsyncIterator[Page[T]]:
        """Each page from this one on, fetched as it is asked for."""
        following: Operation[Page[T]] | None = operation
        while following is not None:
            page = await self.send(following)
            yield page
            following = page.next
