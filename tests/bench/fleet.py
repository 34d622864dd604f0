"""What the durable engine costs: a step, and how many runs workers take through the queue, with one, two and four of them.

Each run has three steps of 20 ms, as of requests to a vendor, and an account of its own. The workers first claim as many as
they may have at once, and wait; what those were is not counted, and the time begins when all may go on.
"""

from __future__ import annotations

import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from uuid import uuid4

from bpwoo_sync.effects.durable import Durable, executing
from bpwoo_sync.effects.engine import Document, FlowName, Job, Running, State, WorkflowId
from bpwoo_sync.effects.stores import sqlite_url
from tests.postgresql import server, url_of

from .lines import Line
from .rounds import Measure, in_child, in_rounds

STEPS, RUNS = 200, 400
#: How a worker of the benchmark takes runs: so many at once, and a look into the queue each so many seconds.
AT_ONCE, POLL = 16, 0.05
FLEETS = (1, 2, 4)


def lines(rounds: int) -> Iterator[Line]:
    """A step on both databases; then the queue on PostgreSQL, the fleets taking turns."""
    with tempfile.TemporaryDirectory(prefix="bpwoo-bench-") as folder, server() as database:
        for name, url in (("SQLite", sqlite_url(Path(folder) / "steps.sqlite")), ("PostgreSQL", url_of(database))):
            variants: dict[str, Measure] = {
                kind: partial(in_child, f"tests.bench.fleet:{kind}", url) for kind in ("step_milliseconds", "bare_step_milliseconds")
            }
            taken = {kind: median(each) for kind, each in in_rounds(variants, rounds).items()}
            bare = taken["bare_step_milliseconds"]
            note = f"a step of dbos alone, without a line of ours: {bare:.3g} ms"
            yield Line(name=f"a durable step, {name}", target=3.0, figure=taken["step_milliseconds"], unit="ms", note=note)
        rates: dict[int, list[float]] = {workers: [] for workers in FLEETS}
        busy: dict[int, list[float]] = {workers: [] for workers in FLEETS}
        bare_rates: list[float] = []
        for turn in range(max(1, rounds // 2)):
            bare_rates.append(in_child("tests.bench.fleet:bare_runs_a_second", url_of(database)))
            for workers in FLEETS:
                rate, cores = _rate(url_of(database), Path(folder), workers, f"{turn}x{workers}")
                rates[workers].append(rate)
                busy[workers].append(cores)
    alone = median(rates[1])
    ratio = {workers: median(each / one for each, one in zip(rates[workers], rates[1], strict=True)) for workers in FLEETS}
    note = (
        f"{AT_ONCE} at once, a look each {POLL * 1000:g} ms; three steps of 20 ms a run; "
        f"the same by dbos alone, without a line of ours: {median(bare_rates):.3g} /s"
    )
    yield Line(name="runs through the queue, one worker on PostgreSQL", target=75, figure=alone, better="higher", unit="/s", note=note)
    cores, needed = os.cpu_count() or 1, median(busy[1])
    four = (
        f"one worker and its database keep {needed:.2f} of {cores} cores busy, which leaves room for {cores / needed:.2f} ×; "
        f"four workers: {ratio[4]:.2f} ×, {median(rates[4]):.0f}/s"
    )
    yield Line(name="runs through the queue, two workers / one", target=1.7, figure=ratio[2], better="higher", note=four)


def step_milliseconds(url: str) -> float:
    """How long a step takes that does nothing, in the middle of a run of many."""
    took: list[float] = []

    def body(job: Job, running: Running) -> Document:
        took.append(_each(lambda number: running.step(f"step {number}", lambda: 1)))
        return None

    with _queue(url) as engine, executing(engine, body, "bench", poll=POLL):
        engine.start(_job(f"steps-{uuid4()}", 0))
        _wait_until_ended(engine)
    return took[0]


def bare_step_milliseconds(url: str) -> float:
    """The same by dbos as it comes, with nothing of ours around it."""
    from dbos import DBOS

    DBOS(config={"name": "bare-steps", "system_database_url": url, "log_level": "CRITICAL"})

    @DBOS.workflow()
    def many() -> float:
        return _each(lambda number: DBOS.run_step({"name": f"step {number}"}, lambda: 1))

    DBOS.launch()
    try:
        return many()
    finally:
        DBOS.destroy()


def bare_runs_a_second(url: str) -> float:
    """The runs that a worker takes through the queue, by dbos as it comes."""
    from dbos import DBOS, SetEnqueueOptions

    claimed: list[int] = []
    ended: list[int] = []
    go = threading.Event()
    DBOS(config={"name": "bare-runs", "system_database_url": url, "log_level": "CRITICAL"})

    @DBOS.workflow()
    def run(number: int) -> None:
        claimed.append(number)
        go.wait()
        for step in range(3):
            DBOS.run_step({"name": f"step {step}"}, partial(time.sleep, 0.02))
        ended.append(number)

    DBOS.launch()
    try:
        DBOS.register_queue("bare", worker_concurrency=AT_ONCE, partition_concurrency=1, polling_interval_sec=POLL)
        for number in range(RUNS):
            with SetEnqueueOptions(queue_partition_key=f"account{number}"):
                DBOS.enqueue_workflow("bare", run, number)
        while len(claimed) < AT_ONCE:
            time.sleep(0.01)
        began = time.monotonic()
        go.set()
        while len(ended) < RUNS:
            time.sleep(0.01)
        return (RUNS - AT_ONCE) / (time.monotonic() - began)
    finally:
        DBOS.destroy()


def _each(step: Callable[[int], object]) -> float:
    began = time.perf_counter()
    for number in range(STEPS):
        step(number)
    return (time.perf_counter() - began) / STEPS * 1000


def _rate(url: str, folder: Path, workers: int, name: str) -> tuple[float, float]:
    """Runs a second that so many workers took through the queue, and how many of the machine's cores were busy meanwhile."""
    go, ready = folder / f"go-{name}", [folder / f"ready-{name}-{number}" for number in range(workers)]
    with _queue(url) as engine:
        for number in range(RUNS):
            engine.start(_job(name, number))
        with ThreadPoolExecutor(workers) as pool:
            children = [pool.submit(in_child, "tests.bench.fleet:work_off", url, str(each), str(go)) for each in ready]
            while not all(each.exists() for each in ready):
                time.sleep(0.05)
            began, worked = time.monotonic(), _core_seconds()
            go.touch()
            _wait_until_ended(engine)
            took, worked = time.monotonic() - began, _core_seconds() - worked
            go.with_suffix(".over").touch()
            for child in children:
                child.result()
    return (RUNS - workers * AT_ONCE) / took, worked / took


def _core_seconds() -> float:
    """How long the machine's cores have been busy, together, since it began (Linux)."""
    user, nice, system, _, _, *interrupts = (int(each) for each in Path("/proc/stat").read_text().split(maxsplit=8)[1:8])
    return (user + nice + system + sum(interrupts)) / os.sysconf("SC_CLK_TCK")


def work_off(url: str, ready: str, go: str) -> None:
    """A worker: claims what it may have at once, tells that it is ready, and works once it is told to, until all is over."""
    claimed: list[str] = []

    def body(job: Job, running: Running) -> Document:
        claimed.append(str(job.id))
        while not Path(go).exists():
            time.sleep(0.01)
        for number in range(3):
            running.step(f"step {number}", lambda: time.sleep(0.02))
        return None

    with _queue(url) as engine, executing(engine, body, Path(ready).name, at_once=AT_ONCE, poll=POLL):
        while len(claimed) < AT_ONCE:
            time.sleep(0.01)
        Path(ready).touch()
        while not Path(go).with_suffix(".over").exists():
            time.sleep(0.05)


def _job(name: str, number: int) -> Job:
    return Job(id=WorkflowId(f"pair{number}", FlowName.POLL, name), account=f"account{number}")


def _wait_until_ended(engine: Durable) -> None:
    open_: Sequence[object] = (None,)
    while open_:
        time.sleep(0.05)
        open_ = engine.workflows(states=(State.QUEUED, State.RUNNING), most=1)


@contextmanager
def _queue(url: str) -> Iterator[Durable]:
    engine = Durable(url)
    try:
        yield engine
    finally:
        engine.close()
