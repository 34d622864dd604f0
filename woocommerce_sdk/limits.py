"""When a request is sent again, and how long to wait before: pure decisions over values."""

from __future__ import annotations

import random
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from typing import Any

from attrs import field, frozen

from ._kernel.amounts import whole
from ._kernel.described import described
from ._kernel.operation import Failure, Operation, Reach, Response
from .errors import WooCommerceError, error_body, failure_error, status_error

#: Answers after which the same request may succeed: of PHP, of a proxy, of Cloudflare.
_PASSING = frozenset({408, 500, 502, 503, 504, 520, 521, 522, 523, 524, 525, 527, 530})
_THROTTLED = 429


@described
@frozen(kw_only=True)
class RetryPolicy:
    """How often a request is sent, and how long is waited between: ``base`` doubling up to ``cap`` seconds.

    ``deadline`` bounds one conversation with all its waits, in seconds; a longer ``Retry-After`` is not waited for.
    ``jitter`` returns a number from 0 to 1 by which each wait is shortened by up to half, so that clients which failed
    together do not return together.

    Only a request whose repetition changes nothing is sent again after an outcome that is not known; any request is
    sent again where the shop refused it unread (429) or was never reached.
    """

    attempts: int = 4
    """How many times in all."""
    base: float = 0.5
    """The first wait, in seconds."""
    cap: float = 30.0
    """The longest wait, in seconds."""
    deadline: float = 120.0
    """Seconds for one conversation with all its waits."""
    jitter: Callable[[], float] = field(default=random.random, repr=False, eq=False)

    def backoff(self, attempt: int) -> float:
        """Seconds to wait after the attempt of this number, where the shop does not say."""
        full = min(self.cap, self.base * 2.0 ** (attempt - 1))
        return full * (1 - self.jitter() / 2)


#: Never sends a request twice.
NO_RETRIES = RetryPolicy(attempts=1)


class Conversation:
    """The rules for one operation, from its first request on."""

    def __init__(self, retries: RetryPolicy, clock: Callable[[], float], wall_clock: Callable[[], float]) -> None:
        self._retries = retries
        self._clock = clock
        self._wall_clock = wall_clock
        self._started = clock()

    def pause(self, operation: Operation[Any]) -> float:
        """A shop announces no quota: the request may go now."""
        return 0

    def observe(self, operation: Operation[Any], reply: Response | Failure) -> None:
        """A shop tells no quota."""

    def delay(self, operation: Operation[Any], reply: Response | Failure, attempt: int) -> float | None:
        """Seconds until the request is sent again, or None when it must not be."""
        if attempt >= self._retries.attempts or not may_repeat(operation, reply):
            return None
        told = retry_after(reply, self._wall_clock()) if isinstance(reply, Response) else None
        wait = self._retries.backoff(attempt) if told is None else told
        return wait if self._clock() - self._started + wait <= self._retries.deadline else None

    def error(self, operation: Operation[Any], reply: Response | Failure, attempts: int) -> WooCommerceError:
        """The error that tells why there is no result."""
        if isinstance(reply, Failure):
            return failure_error(operation.request, reply, attempts)
        return status_error(operation.request, reply, attempts)


def may_repeat(operation: Operation[Any], reply: Response | Failure) -> bool:
    """Whether sending an operation again can help and cannot harm."""
    if isinstance(reply, Failure):
        passing = reply.kind in ("connect", "timeout", "broken")
        return passing and (reply.reach is Reach.NOT_SENT or operation.repeatable)
    if reply.status == _THROTTLED:
        return True
    return operation.repeatable and reply.status in _PASSING and not _is_refusal(reply)


def _is_refusal(response: Response) -> bool:
    """Whether a 500 is the shop's considered answer, such as a refund that its gateway cannot make."""
    return response.status == 500 and error_body(response).code not in ("", "internal_server_error")


def retry_after(response: Response, now: float) -> float | None:
    """Seconds that a response asks to wait, given as a number or as a date; None where it does not."""
    text = response.header("Retry-After")
    if text is None:
        return None
    seconds = whole(text)
    try:
        return float(seconds) if seconds is not None else max(0.0, parsedate_to_datetime(text).timestamp() - now)
    except (ValueError, OverflowError):
        return None
