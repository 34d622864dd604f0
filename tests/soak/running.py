"""A soak: pairs on doubles over sockets, workers in processes of their own, a database, people, trouble, and somebody who kills."""

from __future__ import annotations

import os
import signal
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from attrs import define, field, frozen

from bpwoo_sync.effects.durable import Durable
from bpwoo_sync.effects.engine import FlowName, Job, Priority, State, WorkflowId, order_id
from bpwoo_sync.effects.operations import dead_letters
from bpwoo_sync.effects.stores import SqlStore
from bpwoo_sync.increments import Hint
from bpwoo_sync.tables import Tables, tables_from
from bpwoo_sync.testing.doubles import demo_tables, serving_doubles
from tests.bpwoo_sync.effects.workers import Process, configured, queue, until, worker
from tests.soak.judging import Verdict, verdict
from tests.soak.market import Market, market
from tests.soak.settings import Happening, Kill, Settings, merged
from tests.soak.troubles import Troubles

#: How long the end of a soak may take, in seconds: a bound for a loaded machine.
PATIENCE = 1800.0

#: How long, in seconds, what could not happen yet is tried again: goods leave once their order is in, and there are enough.
LATE = 60.0


@frozen(kw_only=True)
class Soaked:
    """What a soak came to."""

    verdicts: tuple[Verdict, ...]
    happened: Mapping[str, int]
    requests: Mapping[str, int]
    faults: Mapping[str, int]
    runs: Mapping[str, int]
    told: Mapping[str, int]
    kills: int
    takeovers: tuple[float, ...]
    ended_by_themselves: int
    statuses: tuple[int | None, ...]
    dead_letters: tuple[str, ...]
    seconds: float


@define
class Crew:
    """The workers. One that is gone is started again, as a service manager would."""

    start: Callable[[str], Process]
    processes: list[Process] = field(factory=list)
    names: list[str] = field(factory=list)
    every: list[Process] = field(factory=list)
    killed: list[tuple[str, datetime]] = field(factory=list)
    kills: int = 0
    ended: int = 0

    def begin(self, number: int) -> None:
        """Start so many."""
        for place in range(number):
            self.names.append(f"worker{place}")
            self.processes.append(self._started(self.names[place]))

    def kill(self, kill: Kill) -> None:
        """Kill one in the middle of whatever it is at, and start its successor."""
        process, at = self.processes[kill.worker], datetime.now(UTC)
        process.kill()
        self.kills += 1
        # One that had not begun yet had no lease that another could take over.
        self.killed += [(self.names[kill.worker], at)] if process.told("started") else []
        if not kill.same_id:
            self.names[kill.worker] = f"worker{kill.worker}-{self.kills}"
        self.processes[kill.worker] = self._started(self.names[kill.worker])

    def tend(self) -> None:
        """Start again whoever ended by itself, as one does that was not heard of for the length of its lease."""
        for place, process in enumerate(self.processes):
            if not process.lives():
                self.ended += 1
                self.processes[place] = self._started(self.names[place])

    def takeovers(self) -> tuple[float, ...]:
        """The seconds from each kill to the moment at which another had taken the killed one over: none for who came back before."""
        took: dict[tuple[str, datetime], float] = {}
        for executor, moment in sorted(self._taken_over(), key=lambda each: each[1]):
            before = [at for name, at in self.killed if name == executor and at < moment]
            if before:
                took.setdefault((executor, before[-1]), (moment - before[-1]).total_seconds())
        return tuple(took.values())

    def _taken_over(self) -> Iterator[tuple[str, datetime]]:
        for process in self.every:
            for event in process.told("taken over"):
                yield event["executor"], datetime.fromisoformat(event["at"])

    def stop(self) -> tuple[int | None, ...]:
        """Tell all of them to end, and how each did."""
        until(lambda: all(each.told("started") or not each.lives() for each in self.processes), "all have started", PATIENCE)
        for each in self.processes:
            if each.lives():
                os.kill(each.pid, signal.SIGTERM)
        return tuple(each.ended() for each in self.processes)

    def _started(self, name: str) -> Process:
        self.every.append(self.start(name))
        return self.every[-1]


def soak(settings: Settings, url: str, folder: Path, say: Callable[[str], None] = lambda text: None) -> Soaked:
    """Let all of it happen, wait until all work is done in calm, stop the workers, and judge."""
    began = time.monotonic()

    def tell(what: str) -> None:
        say(f"{time.monotonic() - began:6.1f} s: {what}")

    with ExitStack() as stack:
        troubles, tables = Troubles(settings.faults, settings.timeouts), _tables(settings)
        markets = {name: market(name, settings.quota, settings.seed) for name in settings.names}
        for name, pair in markets.items():
            account = troubles.before("brightpearl", pair.account, f"{name} {settings.seed}")
            shop = troubles.before("shop", pair.shop, f"{name} {settings.seed}")
            served = stack.enter_context(serving_doubles(pair.doubles, brightpearl=account, shop=shop))
            configured(folder, served, name, account=name, schedule=_schedule(settings))
        engine = stack.enter_context(queue(url))
        _ = engine.client

        def start(executor: str) -> Process:
            # Twice as many as their share at once, so that the living have room for what the dead were at.
            at_once = str(max(4, 2 * settings.pairs // settings.workers // 4))
            arguments = ("--executor-id", executor, "--lease", str(settings.lease), "--at-once", at_once)
            return stack.enter_context(worker(folder, url, *arguments, ready=False))

        crew = Crew(start)
        crew.begin(settings.workers)
        until(lambda: all(each.told("started") for each in crew.processes), "the workers started", PATIENCE)
        tell("the workers are there")
        started, late = time.monotonic(), list[Happening]()
        for each in merged(settings):
            while (left := started + each.moment - time.monotonic()) > 0:
                time.sleep(min(left, 1.0))
                crew.tend()
            if isinstance(each, Kill):
                crew.kill(each)
                tell(f"{crew.kills} kills, {sum(troubles.struck.values())} requests met trouble")
            elif not _happened(each, markets[each.pair], engine):
                late.append(each)
        end = time.monotonic() + LATE
        while late and time.monotonic() < end:
            time.sleep(0.3)
            crew.tend()
            late = [each for each in late if not _happened(each, markets[each.pair], engine)]
        tell("all has happened; now there is calm")
        troubles.calm.set()
        # On a machine that is behind, polls wait in numbers; the last sync does what all of them would. What it cancels itself frees
        # stock after it counted it, which one more run tells the shop, as the next one by schedule would.
        for last in ("final", "final again"):
            final = [Job(id=WorkflowId(name, FlowName.SYNC, last), account=name, priority=Priority.URGENT) for name in settings.names]
            for job in final:
                engine.start(job)
            until(partial(_all_done, engine, final, crew), "the last sync of every pair is done", PATIENCE)
        tell("all work is done")
        statuses = crew.stop()
        letters = tuple(f"{each.job.id}: {each.failure.message if each.failure else ''}" for each in dead_letters(engine))
        told = Counter(event["event"] for process in crew.every for event in process.events)
        runs = Counter(each.job.id.flow.value for each in engine.workflows(states=(State.DONE,), most=1_000_000))
        ledgers = {name: SqlStore("", pair=name, engine=engine.engine).load() for name in markets}
        verdicts = tuple(verdict(each, tables, ledgers[name]) for name, each in markets.items())
    return Soaked(
        verdicts=verdicts,
        happened=+sum((each.done for each in markets.values()), Counter()),
        requests=troubles.requests,
        faults=+troubles.struck,
        runs=runs,
        told=told,
        kills=crew.kills,
        takeovers=crew.takeovers(),
        ended_by_themselves=crew.ended,
        statuses=statuses,
        dead_letters=letters,
        seconds=time.monotonic() - began,
    )


def _happened(happening: Happening, market: Market, engine: Durable) -> bool:
    """Let it happen if it can, and let the shop tell of it, or not, or twice."""
    about = market.play(happening.kind)
    if about:
        hint = Hint("order", about)
        id = order_id(market.name, hint, f"{happening.kind.value}-{happening.moment:.3f}")
        for _ in range(happening.told):
            engine.start(Job(id=id, account=market.name, priority=Priority.URGENT, hints=(hint,)))
    return about is not None


def _all_done(engine: Durable, jobs: Sequence[Job], crew: Crew) -> bool:
    crew.tend()
    time.sleep(0.3)
    found = engine.client.list_workflows(workflow_ids=[str(job.id) for job in jobs], load_input=False, load_output=False)
    ended = [each for each in found if each.status in ("SUCCESS", "ERROR", "CANCELLED")]
    return len(ended) == len(jobs)


def _schedule(settings: Settings) -> str:
    """Polls and goods as the settings say. What is due each night is asked for by hand, at the end, and reads all there is."""
    return f"""
[schedule]
poll_seconds = {settings.poll_seconds}
goods_minutes = {settings.goods_minutes}
nightly = ""
reconcile = ""
whole_days = 0
"""


def _tables(settings: Settings) -> Tables:
    return tables_from(tomllib.loads(demo_tables() + _schedule(settings)))
