"""An hour of requests under the vendor's cap, by a clock of its own: who asks, how long answers take, who else asks."""

from __future__ import annotations

import heapq
import json
from collections import Counter
from collections.abc import Callable, Generator, Iterable
from itertools import count
from typing import Any

from attrs import define

import brightpearl_sdk as bp
from brightpearl_sdk._kernel.exchange import Reply, Step, exchange
from brightpearl_sdk._kernel.operation import Sleep
from tests.brightpearl_sdk.recordings import DATA

CAP = json.loads((DATA / "client_samples.json").read_text("utf-8"))["error/request_cap"]
READ = bp.Operation(request=bp.Request(method="GET", path="/order-service/order/7"), parse=lambda response: response.status)

HOUR = 3600.0


class Clock:
    """Seconds that pass only when told."""

    def __init__(self, now: float = 0.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


def answer(status: int = 200, *, left: object = None, period: object = None, body: Any = None, **headers: str) -> bp.Response:
    """An answer with the vendor's headers, ``period`` in milliseconds."""
    told = {"Brightpearl-Requests-Remaining": left, "Brightpearl-Next-Throttle-Period": period, **headers}
    pairs = tuple((name.replace("_", "-"), str(value)) for name, value in told.items() if value is not None)
    return bp.Response(status=status, headers=pairs, content=b"" if body is None else json.dumps(body).encode())


def capped(**headers: Any) -> bp.Response:
    """The vendor's refusal of a request too many."""
    return answer(503, body=CAP, **headers)


class Pool:
    """The vendor's count of an account: so many requests in a clock minute, by whom they came."""

    def __init__(self) -> None:
        self.minutes: Counter[float] = Counter()
        self.taken: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()

    def answer(self, app: str, now: float) -> bp.Response:
        """What the vendor answers at a moment."""
        minute = now // 60
        room = self.minutes[minute] < 200
        self.minutes[minute] += room
        (self.taken if room else self.refused)[app] += 1
        left, period = 200 - self.minutes[minute], int(1000 * (60 - now % 60))
        return answer(left=left, period=period) if room else capped(left=left, period=period)


@define
class Process:
    """A process that has the account: since when, how many callers are not done, and its budget."""

    quota: bp.Quota
    since: float = 0.0
    at_work: int = 0


class Hour:
    """What came of an hour: the vendor's count, when our requests were sent, and how long urgent ones waited for that."""

    def __init__(self) -> None:
        self.pool = Pool()
        self.sent: list[float] = []
        self.waited: list[float] = []

    @property
    def most_in_a_minute(self) -> int:
        """The most of our requests in any sixty seconds."""
        most = first = 0
        for last, moment in enumerate(self.sent):
            while self.sent[first] <= moment - 60.0:
                first += 1
            most = max(most, last - first + 1)
        return most


def simulated_hour(
    *,
    callers: int,
    latency: Callable[[int], float],
    skew: float = 0.0,
    others: Iterable[float] = (),
    urgent: Iterable[float] = (),
    reserve: int = 0,
    holds: float = HOUR,
) -> Hour:
    """An hour in which callers ask without a break, while another app and urgent calls ask at given moments.

    Our clock is ``skew`` seconds wrong. The account passes from one process to the next after ``holds`` seconds, when the
    last answer is there: the next one is told what was sent in the last minute, and knows nothing else.
    """
    hour, clock, order = Hour(), Clock(skew), count()
    process = Process(bp.Quota(clock=clock, reserve=reserve))
    events: list[tuple[float, int, Callable[[float], None]]] = []

    def at(moment: float, event: Callable[[float], None]) -> None:
        heapq.heappush(events, (moment, next(order), event))

    def asking(*, urgent: bool) -> Generator[Step, Reply, Any]:
        return exchange(READ, bp.Limits(process.quota, chance=lambda: 0.5, urgent=urgent))

    def begin(now: float) -> None:
        process.at_work = callers
        for _ in range(callers):
            go_on(asking(urgent=False), None, now, again)

    def again(now: float) -> None:
        if now - process.since < holds:
            go_on(asking(urgent=False), None, now, again)
            return
        process.at_work -= 1
        if not process.at_work:
            process.since, process.quota = now, bp.Quota(clock=clock, reserve=reserve, recent=process.quota.recent)
            begin(now)

    def go_on(flow: Generator[Step, Reply, Any], reply: Reply, now: float, then: Callable[[float], None], asked: float = -1.0) -> None:
        try:
            step = flow.send(reply)
        except StopIteration:
            then(now)
            return
        if isinstance(step, Sleep):
            at(now + max(step.seconds, 0.001), lambda later: go_on(flow, None, later, then, asked))
            return
        if asked >= 0:
            hour.waited.append(now - asked)
        hour.sent.append(now)
        way = latency(len(hour.sent)) / 2
        at(now + way, lambda there: answered(flow, there, way, then))

    def answered(flow: Generator[Step, Reply, Any], there: float, way: float, then: Callable[[float], None]) -> None:
        reply = hour.pool.answer("ours", there)
        at(there + way, lambda back: go_on(flow, reply, back, then))

    def theirs(now: float) -> None:
        hour.pool.answer("theirs", now)

    for moment in others:
        at(moment, theirs)
    for moment in urgent:
        at(moment, lambda now: go_on(asking(urgent=True), None, now, lambda _: None, now))
    at(0.0, begin)
    while events[0][0] < HOUR:
        now, _, event = heapq.heappop(events)
        clock.now = now + skew
        event(now)
    return hour
