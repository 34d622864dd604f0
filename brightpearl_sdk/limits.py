"""How fast requests may go, when one is sent again, and which error tells that it is not.

Brightpearl allows 200 requests a minute, counted by the UTC clock minute, shared by all apps of a pool.
https://help.brightpearl.com/hc/en-us/articles/212644823-Request-throttling
"""

from __future__ import annotations

import random
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable
from typing import Any

from attrs import frozen

from ._kernel.amounts import whole
from ._kernel.described import described
from ._kernel.operation import Failure, Operation, Reach, Response
from .errors import (
    AuthenticationError,
    ConflictError,
    ConnectionFailedError,
    Fault,
    ForbiddenError,
    InvalidError,
    NotFoundError,
    ServerError,
    StatusError,
    ThrottledError,
    TimedOutError,
)
from .wire import faults_of

REQUESTS_PER_MINUTE = 200

#: What a wait for the next period adds, in seconds: the vendor's clock and ours are not the same.
MARGIN = 0.3

#: The longest wait that a refusal is believed to ask for, in seconds.
LONGEST_WAIT = 120.0

_MINUTE = 60.0

_SHORTEST = 0.001

#: How long a request counts among those of any sixty seconds: a little longer, because the measure is inexact.
_COUNTS = 60.001


class Quota:
    """One account's budget of requests, shared by clients and threads of a process.

    Counts what is sent, and is corrected by the headers of every answer, because other apps may share the pool. No more
    is sent than the vendor's minute has left, nor more than ``per_minute`` in any sixty seconds: what is unused at the
    end of a minute does not come on top of the next one. ``reserve`` requests of each minute are kept for calls marked
    urgent. ``clock`` gives seconds of UTC. ``recent`` is what another process told before, which had the account until now.
    """

    def __init__(
        self,
        per_minute: int = REQUESTS_PER_MINUTE,
        *,
        reserve: int = 0,
        clock: Callable[[], float] = time.time,
        recent: Iterable[float] = (),
    ) -> None:
        if not 0 <= reserve < per_minute:
            raise ValueError(f"A reserve of {reserve} leaves nothing of {per_minute} requests a minute")
        self.per_minute = per_minute
        self.reserve = reserve
        self._clock = clock
        self._lock = threading.Lock()
        self._seen = clock()
        self._ends = (self._seen // _MINUTE + 1) * _MINUTE
        self._left = per_minute
        self._in_flight = 0
        self._frozen_until = 0.0
        self._sent = deque(sorted(recent)[-per_minute:])

    def __repr__(self) -> str:
        return f"Quota({self.remaining} of {self.per_minute} left this minute)"

    @property
    def remaining(self) -> int:
        """How many requests may still be sent in this minute, as far as is known."""
        with self._lock:
            self._turn(self._clock())
            return max(0, min(self._left - self._in_flight, self.per_minute - len(self._sent)))

    @property
    def recent(self) -> tuple[float, ...]:
        """When each request of the last sixty seconds was sent, in seconds of UTC: for the process that has the account next."""
        with self._lock:
            self._turn(self._clock())
            return tuple(self._sent)

    def recall(self, recent: Iterable[float]) -> None:
        """Count what others told of as :attr:`recent`; what is known already counts once."""
        with self._lock:
            every = Counter(self._sent) | Counter(recent)
            self._sent = deque(sorted(every.elements())[-self.per_minute :])
            self._turn(self._clock())

    def take(self, *, urgent: bool = False) -> float:
        """Count one request and return 0, or return the seconds until asking again makes sense."""
        with self._lock:
            now = self._clock()
            self._turn(now)
            if now < self._frozen_until:
                return self._frozen_until - now
            kept = 0 if urgent else self.reserve
            wait = self._ends - now + MARGIN if self._left - self._in_flight <= kept else 0.0
            over = len(self._sent) - (self.per_minute - kept)
            if over >= 0:
                # Never 0, which would say that the request was counted.
                wait = max(wait, self._sent[over] + _COUNTS - now, _SHORTEST)
            if wait:
                return wait
            self._in_flight += 1
            self._sent.append(now)
            return 0.0

    def observe(self, reply: Response | Failure) -> None:
        """Learn from the answer to a request that was counted."""
        with self._lock:
            now = self._clock()
            self._turn(now)
            flying, self._in_flight = self._in_flight, max(0, self._in_flight - 1)
            told = reply if isinstance(reply, Response) else None
            period = _milliseconds(told)
            remaining = _integer(told, "brightpearl-requests-remaining")
            if period is not None:
                self._align(now + period)
            if remaining is not None:
                self._left = min(self._left, remaining)
            elif flying:
                self._left -= 1
            if told is not None and is_throttled(told):
                self._left = 0
                self._frozen_until = max(self._frozen_until, now + throttle_wait(told))

    def _turn(self, now: float) -> None:
        if now < self._seen - 1.0:
            self._set_back(now)
        self._seen = now
        if now >= self._ends:
            self._ends += _MINUTE * ((now - self._ends) // _MINUTE + 1)
            self._left = self.per_minute
        while self._sent and self._sent[0] <= now - _COUNTS:
            self._sent.popleft()

    def _set_back(self, now: float) -> None:
        # The clock was put back. What was reckoned by it lies too far ahead, and would be waited for.
        self._ends = (now // _MINUTE + 1) * _MINUTE
        self._frozen_until = min(self._frozen_until, now + LONGEST_WAIT)
        self._sent = deque(min(sent, now) for sent in self._sent)

    def _align(self, ends: float) -> None:
        # The vendor's clock decides where a minute ends; a later end than ours means that a new one has begun.
        if ends > self._ends + 1.0:
            self._left = self.per_minute
        if abs(ends - self._ends) > 1.0:
            self._ends = ends


@described
@frozen(kw_only=True)
class Retries:
    """When a request is sent again: values, so that a decision can be tested without a network.

    ``attempts`` counts all tries of a request whose outcome allows another; waits double from ``base`` up to ``cap``
    seconds, each shortened by up to half at random. ``throttled`` counts the tries of a request that was refused
    unread because of the quota.
    """

    attempts: int = 4
    """How many times in all."""
    base: float = 0.5
    """The first wait, in seconds."""
    cap: float = 20.0
    """The longest wait, in seconds."""
    throttled: int = 10
    """How many times in all, where the quota was the reason."""

    def wait(self, attempt: int, chance: float) -> float:
        """Seconds after the given attempt; ``chance`` is between 0 and 1."""
        return min(self.cap, self.base * 2.0 ** (attempt - 1)) * (1.0 - chance / 2.0)


#: What is done unless told otherwise.
RETRIES = Retries()

#: Never send a request twice.
NO_RETRIES = Retries(attempts=1, throttled=1)


class Limits:
    """Brightpearl's rules for a conversation: pace by the quota, repeat what may be repeated, name what failed."""

    def __init__(
        self, quota: Quota, retries: Retries = RETRIES, *, urgent: bool = False, chance: Callable[[], float] = random.random
    ) -> None:
        self.quota = quota
        self.retries = retries
        self.urgent = urgent
        self._chance = chance

    def pause(self, operation: Operation[Any]) -> float:
        """Seconds until the quota has room."""
        return self.quota.take(urgent=self.urgent)

    def observe(self, operation: Operation[Any], reply: Response | Failure) -> None:
        """Correct the quota."""
        self.quota.observe(reply)

    def delay(self, operation: Operation[Any], reply: Response | Failure, attempt: int) -> float | None:
        """Seconds until another try, None where there must be none.

        What was refused unread, or never sent, may always go again. Anything else goes again only if repeating it
        is harmless, and never where the vendor's code says that the request itself is wrong.
        """
        if isinstance(reply, Response) and is_throttled(reply):
            return throttle_wait(reply) if attempt < self.retries.throttled else None
        if attempt >= self.retries.attempts:
            return None
        if isinstance(reply, Failure):
            again = reply.reach is Reach.NOT_SENT or (operation.repeatable and reply.kind in ("timeout", "broken"))
        else:
            again = operation.repeatable and reply.status in (408, 500, 502, 503, 504) and not is_clients_fault(reply)
        return self.retries.wait(attempt, self._chance()) if again else None

    def error(self, operation: Operation[Any], reply: Response | Failure, attempts: int) -> Exception:
        """The error for a reply that was not to be."""
        request = operation.request
        if isinstance(reply, Failure):
            kind = TimedOutError if reply.kind == "timeout" else ConnectionFailedError
            tried = f" after {attempts} attempts" if attempts > 1 else ""
            acted = "" if reply.reach is Reach.NOT_SENT else " Brightpearl may have acted on it."
            return kind(
                f"{request.method} {request.path} drew no answer{tried}: {reply.message}.{acted}",
                request=request,
                reach=reply.reach,
                attempts=attempts,
            )
        faults = (_redirect(reply),) if 300 <= reply.status < 400 else faults_of(reply)
        return _error_kind(reply)(request=request, response=reply, faults=faults, attempts=attempts)


def is_throttled(response: Response) -> bool:
    """Whether a refusal means too many requests: such a request was not read. Any other 503 is an outage."""
    return response.status == 429 or (response.status == 503 and b"too many requests" in response.content.lower())


def throttle_wait(response: Response) -> float:
    """Seconds that a refusal asks to wait; 15 where it does not say."""
    period = _milliseconds(response)
    if period is None:
        seconds = _integer(response, "retry-after")
        period = float(seconds) if seconds is not None else 15.0
    return min(period, LONGEST_WAIT) + MARGIN


def is_clients_fault(response: Response) -> bool:
    """Whether a 5xx is an answer after all: the vendor's codes of class C (client) and B (business) come with 500 too."""
    return any(fault.code[3:4] in ("C", "B") for fault in faults_of(response))


def _error_kind(response: Response) -> type[StatusError]:
    kinds: dict[int, type[StatusError]] = {
        401: AuthenticationError,
        403: ForbiddenError,
        404: NotFoundError,
        409: ConflictError,
        412: ConflictError,
        429: ThrottledError,
    }
    if is_throttled(response):
        return ThrottledError
    if response.status in kinds:
        return kinds[response.status]
    if response.status >= 500:
        return InvalidError if is_clients_fault(response) else ServerError
    return InvalidError


def _redirect(response: Response) -> Fault:
    return Fault("", f"it redirects to {response.header('location') or 'nowhere'}: check base_url and the account's code")


def _integer(response: Response | None, header: str) -> int | None:
    return whole(response.header(header), digits=11) if response is not None else None


def _milliseconds(response: Response | None) -> float | None:
    found = _integer(response, "brightpearl-next-throttle-period")
    return None if found is None else found / 1000.0
