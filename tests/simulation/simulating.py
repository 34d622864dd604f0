"""The simulation: a clock that jumps from event to event. Pure, and the same for the same seed.

A run waits until no other of its account is at work, then for room at a worker, what is urgent first. Its worker looks
into the queue now and then; the run takes its turn at the worker's processor, and its requests go out one after another,
within the account's quota. An event's run deals with all events of its pair that wait.
"""

from __future__ import annotations

import heapq
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from random import Random

from attrs import define, field, frozen

from tests.simulation.model import COSTS, FURTHER_ORDER, Flow, Model, Shop, requests, shops


@frozen
class Asked:
    """A run that is asked for."""

    moment: float
    pair: int
    flow: Flow


@define
class Account:
    """An account: who waits, whether one of its runs is at work, and the requests of its running minute."""

    shop: Shop
    waiting: list[tuple[int, float, int, Flow]] = field(factory=list)
    at_work: bool = False
    offered: bool = False
    minute: int = -1
    used: int = 0


@define
class Results:
    """What came out. Lags are seconds from when a run was asked for until it ended, by flow."""

    model: Model
    lags: dict[Flow, list[float]] = field(factory=dict)
    depths: list[tuple[float, int]] = field(factory=list)
    writes: int = 0
    ended: int = 0
    last: float = 0.0
    events: int = 0
    left: int = 0
    busy_seconds: float = 0.0
    processor_seconds: float = 0.0

    def percentile(self, flow: Flow, share: float) -> float:
        """The lag that this share of a flow's runs has at most; 0 where there are none."""
        lags = sorted(self.lags.get(flow, ()))
        return lags[min(len(lags) - 1, int(len(lags) * share))] if lags else 0.0

    def depth(self, share: float) -> int:
        """How many runs wait at most in this share of the looks, one each second."""
        depths = sorted(depth for _, depth in self.depths)
        return depths[min(len(depths) - 1, int(len(depths) * share))] if depths else 0


def simulated(model: Model, asked: Iterable[Asked] | None = None) -> Results:
    """Run the model for its time, and until what was asked for is done: at most as long again."""
    return _Simulation(model, demand(model) if asked is None else asked).run()


def demand(model: Model) -> Iterator[Asked]:
    """What all pairs ask for, in order."""
    chance, every = Random(model.seed + 1), list[Asked]()
    for number, shop in enumerate(shops(model)):
        every += [Asked(at, number, Flow.ORDER) for at in _poisson(shop.orders * model.deliveries, model.seconds, chance)]
        every += [Asked(at, number, Flow.POLL) for at in _each(model.poll_every, model.seconds, chance)]
        every += [Asked(at, number, Flow.GOODS) for at in _each(model.goods_every, model.seconds, chance)]
        if model.night is not None:
            # Spread over the hour by the pair's name.
            every.append(Asked(chance.random() * 3600, number, model.night))
    return iter(sorted(every, key=lambda each: each.moment))


def _poisson(rate: float, seconds: float, chance: Random) -> Iterator[float]:
    moment = chance.expovariate(rate)
    while moment < seconds:
        yield moment
        moment += chance.expovariate(rate)


def _each(every: float, seconds: float, chance: Random) -> Iterator[float]:
    moment = chance.random() * every if every else seconds
    while moment < seconds:
        yield moment
        moment += every


@define
class _Simulation:
    model: Model
    asked: Iterable[Asked]
    results: Results = field(init=False)
    accounts: list[Account] = field(init=False)
    free: list[int] = field(init=False)
    processors: list[float] = field(init=False)
    cores: list[float] = field(init=False)
    chance: Random = field(init=False)
    ready: list[tuple[int, float, int, int]] = field(factory=list)
    events: list[tuple[float, int, Callable[[float], None]]] = field(factory=list)
    number: count[int] = field(factory=count)
    waiting: int = 0
    doubles: float = 0.0

    def __attrs_post_init__(self) -> None:
        model = self.model
        self.results = Results(model)
        self.accounts = [Account(shop) for shop in shops(model)]
        self.free = [model.at_once] * model.workers
        self.processors = [0.0] * model.workers
        self.cores = [0.0] * (model.cores or 0)
        self.chance = Random(model.seed + 2)

    def run(self) -> Results:
        asked, end = deque(self.asked), 2 * self.model.seconds
        next_look = 0.0
        while asked or self.events:
            comes = asked[0].moment if asked else end
            if self.events and self.events[0][0] <= comes:
                moment, _, event = heapq.heappop(self.events)
                if moment > end:
                    break
                event(moment)
            elif asked:
                each = asked.popleft()
                moment = each.moment
                self._ask(each)
            else:
                break
            self.results.events += 1
            while next_look <= moment and next_look < self.model.seconds:
                self.results.depths.append((next_look, self.waiting))
                next_look += 1.0
        self.results.left = self.waiting
        return self.results

    def _ask(self, asked: Asked) -> None:
        account = self.accounts[asked.pair]
        if self.model.one_waits and asked.flow is not Flow.ORDER and any(each[3] is asked.flow for each in account.waiting):
            return
        heapq.heappush(account.waiting, (0 if asked.flow is Flow.ORDER else 1, asked.moment, next(self.number), asked.flow))
        self.waiting += 1
        if asked.flow is Flow.ORDER:
            # A change of stock is told too: a hint that is kept, and no run.
            self.results.writes += round(self.model.stock_changes)
        self._offer(asked.pair, asked.moment)

    def _offer(self, pair: int, moment: float) -> None:
        """Let an account's next run be seen by workers."""
        account = self.accounts[pair]
        if account.waiting and not account.at_work:
            # One that is offered already may be overtaken by what is urgent: the old offer then finds it gone.
            priority, since, _, _ = account.waiting[0]
            heapq.heappush(self.ready, (priority, since, next(self.number), pair))
            self._dispatch(moment)

    def _dispatch(self, moment: float) -> None:
        while self.ready:
            worker = max(range(len(self.free)), key=self.free.__getitem__)
            if not self.free[worker]:
                return
            _, _, _, pair = heapq.heappop(self.ready)
            account = self.accounts[pair]
            if account.waiting and not account.at_work:
                self._begin(pair, account, worker, moment)

    def _begin(self, pair: int, account: Account, worker: int, moment: float) -> None:
        _, since, _, flow = heapq.heappop(account.waiting)
        taken = [since]
        if flow is Flow.ORDER:
            # The other events of the pair are dealt with as well.
            others = [each for each in account.waiting if each[3] is Flow.ORDER]
            taken += [each[1] for each in others]
            account.waiting = [each for each in account.waiting if each[3] is not Flow.ORDER]
            heapq.heapify(account.waiting)
        self.waiting -= len(taken)
        account.at_work, self.free[worker] = True, self.free[worker] - 1
        looked = moment + self.chance.random() * self.model.look
        ends = self._ends(flow, account, worker, looked, len(taken))
        self.results.busy_seconds += ends - moment
        heapq.heappush(self.events, (ends, next(self.number), lambda now: self._end(pair, account, worker, flow, taken, now)))

    def _ends(self, flow: Flow, account: Account, worker: int, moment: float, orders: int) -> float:
        model, cost = self.model, COSTS[flow]
        brightpearl, shop = requests(flow, account.shop)
        processor = model.processor * cost.processor * (brightpearl + shop) / max(1, cost.brightpearl + cost.shop)
        if flow is Flow.ORDER:
            # Several events are of one order.
            further = round((orders - 1) / model.deliveries)
            brightpearl, shop = brightpearl + further * FURTHER_ORDER.brightpearl, shop + further * FURTHER_ORDER.shop
            processor += model.processor * further * FURTHER_ORDER.processor
            # An event that is taken on was queued and is taken out of the queue again.
            self.results.writes += further * FURTHER_ORDER.writes + 3 * (orders - 1)
        begins = max(moment, self.processors[worker])
        self.processors[worker] = worked = self._computed(begins, processor)
        self.results.processor_seconds += processor
        if model.doubles:
            self.doubles = self._computed(max(begins, self.doubles), processor * model.doubles)
        stored = self._computed(begins, processor * model.database)
        now = max(worked, stored, self.doubles) + cost.steps * model.step + shop * model.shop
        if self.chance.random() < model.throttled:
            now += self.chance.random() * 60
        now = self._within_quota(account, brightpearl, now)
        self.results.writes += cost.writes
        return now

    def _computed(self, moment: float, seconds: float) -> float:
        """When so many seconds of a processor are over, where the machine has a core for them."""
        if not self.cores or not seconds:
            return moment + seconds
        core = min(range(len(self.cores)), key=self.cores.__getitem__)
        self.cores[core] = max(moment, self.cores[core]) + seconds
        return self.cores[core]

    def _within_quota(self, account: Account, number: int, now: float) -> float:
        """When so many requests are answered, if the account's minutes allow no more than their quota."""
        while number:
            minute = int(now // 60)
            if minute != account.minute:
                account.minute, account.used = minute, 0
            fits = min(number, self.model.quota - account.used, max(1, int((60 * (minute + 1) - now) / self.model.brightpearl)))
            if fits <= 0:
                now = 60.0 * (minute + 1)
                continue
            account.used += fits
            number -= fits
            now += fits * self.model.brightpearl
        return now

    def _end(self, pair: int, account: Account, worker: int, flow: Flow, taken: list[float], moment: float) -> None:
        account.at_work, self.free[worker] = False, self.free[worker] + 1
        self.results.ended += 1
        self.results.last = moment
        self.results.lags.setdefault(flow, []).extend(moment - since for since in taken)
        self._offer(pair, moment)
        self._dispatch(moment)


def most_used(results: Results) -> Counter[str]:
    """How much of what workers have was used, in percent: of their room, and of their processors."""
    model = results.model
    time = max(results.last, model.seconds)
    return Counter(
        {
            "room": round(100 * results.busy_seconds / (model.workers * model.at_once * time)),
            "processor": round(100 * results.processor_seconds / (model.workers * time)),
        }
    )
