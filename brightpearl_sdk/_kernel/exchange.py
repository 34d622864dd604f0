"""The one conversation of several steps: ask, wait, ask again, or say why not."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, Protocol, TypeVar

from .collector import collector_paused
from .operation import Failure, Operation, Request, Response, Sleep

T = TypeVar("T")

Step = Request | Sleep
Reply = Response | Failure | None


class Policy(Protocol):
    """What a vendor's rules decide in a conversation. Holds no connection and never sleeps."""

    def pause(self, operation: Operation[Any]) -> float:
        """Seconds to wait before the request may go; 0 when it may go now, in which case it is counted."""

    def observe(self, operation: Operation[Any], reply: Response | Failure) -> None:
        """Take note of what a reply tells about the quota."""

    def delay(self, operation: Operation[Any], reply: Response | Failure, attempt: int) -> float | None:
        """Seconds until the request is sent again, or None when it must not be."""

    def error(self, operation: Operation[Any], reply: Response | Failure, attempts: int) -> Exception:
        """The error that tells why there is no result."""


def exchange(operation: Operation[T], policy: Policy) -> Generator[Step, Reply, T]:
    """Converse until the response can be read, or raise why it cannot."""
    attempt = 0
    while True:
        while (pause := policy.pause(operation)) > 0:
            yield Sleep(pause)
        attempt += 1
        reply = yield operation.request
        assert reply is not None, "a request is answered by a response or a failure"
        policy.observe(operation, reply)
        if isinstance(reply, Response) and reply.ok:
            with collector_paused():
                return operation.parse(reply)
        delay = policy.delay(operation, reply, attempt)
        if delay is None:
            raise policy.error(operation, reply, attempt)
        yield Sleep(delay)
