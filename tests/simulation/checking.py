"""A real run of 50 pairs on doubles over sockets, with workers on PostgreSQL, and the model of the same run beside it.

Every pair has a new order, of which an event tells, and three polls that find nothing. The model is told what was measured
of the same run: when each was asked for, how late the doubles answer, what workers, doubles and database took of the
processor, and what everything else on the machine left of it. When each run begins and ends is its own.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from statistics import mean

from attrs import frozen

import brightpearl_sdk.testing as brightpearl_testing
import woocommerce_sdk.testing as shop_testing
from bpwoo_sync.effects.durable import Durable
from bpwoo_sync.effects.engine import FlowName, Job, Priority, Workflow, WorkflowId, order_id
from bpwoo_sync.increments import Hint
from bpwoo_sync.testing.doubles import Served
from tests.bpwoo_sync.effects.workers import configured, ended, queue, until, worker
from tests.postgresql import server, url_of
from tests.simulation.model import COSTS, Flow, Model
from tests.simulation.simulating import Asked, simulated
from tests.soak.market import market
from tests.soak.settings import Kind

AT_ONCE, POLLS = 4, 3
#: How late the doubles answer.
LATENCY = 0.1
SHARES = (0.5, 0.95)
#: How many times too long or too short the model may say that it takes.
FACTOR = 1.5


@frozen(kw_only=True)
class Run:
    """A fleet's run: seconds until all was done, and lags by flow and share."""

    workers: int
    seconds: float
    lags: dict[str, list[float]]


@frozen(kw_only=True)
class Taken:
    """What a run took of the processor in the mean, in seconds: of workers, doubles and database; and how many cores were left."""

    worker: float
    doubles: float
    database: float
    cores: float


@frozen(kw_only=True)
class Checked:
    """What was measured, what it took, and what the model says of the same."""

    measured: Run
    taken: Taken
    model: Run

    @property
    def factors(self) -> dict[str, float]:
        """How many times as long as it was the model says it is: until all was done, and for 95 of 100 of each flow."""
        measured, model = self.measured, self.model
        lags = {f"lag of {flow}": model.lags[flow][-1] / measured.lags[flow][-1] for flow in measured.lags}
        return {"until all was done": model.seconds / measured.seconds, **lags}

    @property
    def agrees(self) -> bool:
        """Whether none of it is further off than is allowed."""
        return all(1 / FACTOR <= each <= FACTOR for each in self.factors.values())


def checked(fleets: Sequence[int], pairs: int, folder: Path) -> list[Checked]:
    """Measure each fleet, and let the model say the same."""
    found: list[Checked] = []
    for workers in fleets:
        with server() as database:
            measured, taken, asked = real(workers, pairs, database, folder / f"fleet{workers}")
        found.append(Checked(measured=measured, taken=taken, model=modelled(workers, pairs, asked, taken)))
    return found


def real(workers: int, pairs: int, database: Path, folder: Path) -> tuple[Run, Taken, list[Asked]]:
    """A real run, what it took, and when each of its runs was asked for."""
    markets = [market(f"pair{number:02}", 100_000, 7) for number in range(pairs)]
    with ExitStack() as stack:
        for each in markets:
            account = stack.enter_context(brightpearl_testing.serving(each.account, latency=LATENCY))
            shop = stack.enter_context(shop_testing.serving(each.shop, latency=LATENCY))
            served = Served(doubles=each.doubles, brightpearl_url=account, shop_url=shop)
            configured(folder, served, each.name, account=each.name)
        url, postmaster = url_of(database), int((database / "data" / "postmaster.pid").read_text().split()[0])
        engine = stack.enter_context(queue(url))
        _ = engine.client
        crew = [stack.enter_context(worker(folder, url, "--at-once", str(AT_ONCE))) for _ in range(workers)]
        orders = {each.name: each.play(Kind.ORDER) or 0 for each in markets}
        before, began = _spent([each.pid for each in crew], postmaster), time.monotonic()
        for job in _jobs(orders):
            engine.start(job)
        until(lambda: _all_ended(engine), "all runs ended", 600)
        seconds, number = time.monotonic() - began, pairs * (1 + POLLS)
        took = [later - earlier for later, earlier in zip(_spent([each.pid for each in crew], postmaster), before, strict=True)]
        runs = engine.workflows(most=10_000)
    first = min(each.queued_at for each in runs)
    asked = sorted(
        (Asked((each.queued_at - first).total_seconds(), int(each.job.account[4:]), Flow(each.job.id.flow.value)) for each in runs),
        key=lambda each: each.moment,
    )
    left = _cores() - max(0.0, took[3] - sum(took[:3])) / seconds
    taken = Taken(worker=took[0] / number, doubles=took[1] / number, database=took[2] / number, cores=max(0.05, left))
    return Run(workers=workers, seconds=seconds, lags=_lags(runs)), taken, asked


def modelled(workers: int, pairs: int, asked: Sequence[Asked], taken: Taken) -> Run:
    """What the model says of the same. A machine of which others take a part has slower cores, and not fewer."""
    slower = _cores() / taken.cores
    model = Model(
        pairs=pairs,
        seconds=600.0,
        workers=workers,
        at_once=AT_ONCE,
        cores=_cores(),
        doubles=taken.doubles / taken.worker,
        database=taken.database / taken.worker,
        brightpearl=LATENCY,
        shop=LATENCY,
        orders_a_day=1,
        throttled=0.0,
        one_waits=False,  # the polls are asked for by hand
        quota=100_000,
        processor=slower * taken.worker / mean(COSTS[each.flow].processor for each in asked),
    )
    results = simulated(model, asked)
    lags = {flow.value: [results.percentile(flow, share) for share in SHARES] for flow in (Flow.ORDER, Flow.POLL)}
    return Run(workers=workers, seconds=results.last, lags=lags)


def _jobs(orders: dict[str, int]) -> list[Job]:
    """What is asked for: round after round, so that no pair is before the others."""
    events = [
        Job(id=order_id(name, Hint("order", id), "1"), account=name, priority=Priority.URGENT, hints=(Hint("order", id),))
        for name, id in orders.items()
    ]
    polls = [Job(id=WorkflowId(name, FlowName.POLL, str(turn)), account=name) for turn in range(POLLS) for name in orders]
    return [*events, *polls]


def _all_ended(engine: Durable) -> bool:
    time.sleep(0.2)
    return ended(engine)


def _lags(runs: Sequence[Workflow]) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for flow in (FlowName.ORDER, FlowName.POLL):
        lags = sorted((each.ended_at - each.queued_at).total_seconds() for each in runs if each.job.id.flow is flow and each.ended_at)
        found[flow.value] = [lags[min(len(lags) - 1, int(len(lags) * share))] for share in SHARES]
    return found


def _spent(workers: Sequence[int], postmaster: int) -> list[float]:
    """Seconds of the processor that were spent so far (Linux): by workers, by doubles, by the database, and by everybody."""
    processes, ticks = _processes(), os.sysconf("SC_CLK_TCK")
    database = sum(spent for pid, (parent, spent) in processes.items() if postmaster in (pid, parent))
    first = Path("/proc/stat").read_text().splitlines()[0].split()
    # All but those that the machine idled or waited.
    busy = sum(int(each) for place, each in enumerate(first[1:9]) if place not in (3, 4))
    return [sum(processes[pid][1] for pid in workers), time.process_time(), database, busy / ticks]


def _cores() -> int:
    return os.cpu_count() or 1


def _processes() -> dict[int, tuple[int, float]]:
    """Every process: its parent, and the seconds that it and its children that ended took of the processor."""
    found: dict[int, tuple[int, float]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended meanwhile
            fields = stat.read_text().rpartition(")")[2].split()
            found[int(stat.parent.name)] = int(fields[1]), sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    return found
