"""A real run of 50 pairs on doubles over sockets, with workers on PostgreSQL, and the model of the same run beside it.

Every pair has a new order, of which an event tells, and three polls that find nothing. The model is told when each run was
asked for, how late the doubles answer, and what a run took of the processor; the lags are its own.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from contextlib import ExitStack
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


@frozen(kw_only=True)
class Run:
    """A fleet's run: seconds until all was done, and lags by flow and share; processor seconds of a run, in it and beside it."""

    workers: int
    seconds: float
    lags: dict[str, list[float]]
    processor: float = 0.0
    beside: float = 0.0


@frozen(kw_only=True)
class Checked:
    """What was measured, what the model says, and how many times slower than alone a process was on the machine meanwhile."""

    measured: Run
    model: Run
    slower: float


def checked(fleets: Sequence[int], pairs: int, folder: Path) -> list[Checked]:
    """Measure each fleet, and let the model say the same. The processor's seconds are those of the first fleet."""
    found: list[Checked] = []
    for workers in fleets:
        slower = slowness()
        with server() as database:
            measured, asked = real(workers, pairs, url_of(database), folder / f"fleet{workers}")
        taken = found[0].measured if found else measured
        slower = max(1.0, (slower + slowness()) / 2)
        found.append(Checked(measured=measured, model=modelled(workers, pairs, asked, taken, slower), slower=slower))
    return found


def slowness() -> float:
    """How many seconds go by in one of this process's processor, while it would go on."""
    began, spent = time.monotonic(), time.process_time()
    while time.process_time() - spent < 0.5:
        pass
    return (time.monotonic() - began) / (time.process_time() - spent)


def real(workers: int, pairs: int, url: str, folder: Path) -> tuple[Run, list[Asked]]:
    """A real run, and when each of its runs was asked for."""
    markets = [market(f"pair{number:02}", 100_000, 7) for number in range(pairs)]
    with ExitStack() as stack:
        for each in markets:
            account = stack.enter_context(brightpearl_testing.serving(each.account, latency=LATENCY))
            shop = stack.enter_context(shop_testing.serving(each.shop, latency=LATENCY))
            served = Served(doubles=each.doubles, brightpearl_url=account, shop_url=shop)
            configured(folder, served, each.name, account=each.name)
        engine = stack.enter_context(queue(url))
        _ = engine.client
        crew = [stack.enter_context(worker(folder, url, "--at-once", str(AT_ONCE))) for _ in range(workers)]
        orders = {each.name: each.play(Kind.ORDER) or 0 for each in markets}
        before, ours, began = [_processor(each.pid) for each in crew], time.process_time(), time.monotonic()
        for job in _jobs(orders):
            engine.start(job)
        until(lambda: _all_ended(engine), "all runs ended", 600)
        seconds, number = time.monotonic() - began, pairs * (1 + POLLS)
        took = sum(_processor(each.pid) - earlier for each, earlier in zip(crew, before, strict=True))
        runs = engine.workflows(most=10_000)
    first = min(each.queued_at for each in runs)
    asked = sorted(
        (Asked((each.queued_at - first).total_seconds(), int(each.job.account[4:]), Flow(each.job.id.flow.value)) for each in runs),
        key=lambda each: each.moment,
    )
    beside = (time.process_time() - ours) / number
    return Run(workers=workers, seconds=seconds, lags=_lags(runs), processor=took / number, beside=beside), asked


def modelled(workers: int, pairs: int, asked: Sequence[Asked], taken: Run, slower: float = 1.0) -> Run:
    """What the model says of the same, on a machine that gives each process so much less than a core.

    A core that others use too is as many slower ones, for whoever has several processes.
    """
    model = Model(
        pairs=pairs,
        seconds=600.0,
        workers=workers,
        at_once=AT_ONCE,
        cores=round((os.cpu_count() or 1) * slower),
        beside=taken.beside * slower,
        brightpearl=LATENCY,
        shop=LATENCY,
        orders_a_day=1,
        throttled=0.0,
        quota=100_000,
        processor=slower * taken.processor / mean(COSTS[each.flow].processor for each in asked),
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


def _processor(pid: int) -> float:
    """Seconds that a process took of the processor (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
