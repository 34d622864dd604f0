"""Each flow, left at every boundary of its steps, and on every engine: it ends as it ends undisturbed, to the byte."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from queue import Queue

import pytest
from attrs import define, evolve, field, frozen

from bpwoo_sync.effects.databases import opened
from bpwoo_sync.effects.durable import Durable, Left, executing
from bpwoo_sync.effects.engine import Document, FlowName, Job, Running, State, Workflow
from bpwoo_sync.effects.inprocess import InProcess
from bpwoo_sync.effects.stepping import Pair, working_on
from bpwoo_sync.effects.stores import SqlStore, sqlite_url
from bpwoo_sync.increments import Advance, Hint
from bpwoo_sync.ports import Keeper
from bpwoo_sync.testing.doubles import utc_now
from tests.bpwoo_sync.effects.test_every_flow import eventful_world
from tests.bpwoo_sync.effects.test_faults import clients
from tests.bpwoo_sync.effects.test_stepping import a_job, pair_of
from tests.bpwoo_sync.effects.workers import PATIENCE, queue, until
from tests.bpwoo_sync.effects.world import World, seen_of


@define
class Deadly:
    """Steps that end the run before their work and after it, each once; nobody is told that the work was done."""

    running: Running
    left: set[tuple[str, str]]

    def step(self, name: str, work: Callable[[], Document]) -> Document:
        """The result, once the step was left twice."""

        def done() -> Document:
            self._die("before", name)
            result = work()
            self._die("after", name)
            return result

        return self.running.step(name, done)

    def _die(self, side: str, name: str) -> None:
        if (side, name) not in self.left:
            self.left.add((side, name))
            raise Left


@frozen(kw_only=True)
class Ending:
    """How it ended: both systems as bytes, what was kept and told as bytes, writes that are not done, and how often it was left."""

    systems: bytes
    kept: bytes
    unsettled: tuple[str, ...]
    left: int


@define
class Scene:
    """A world of its own, what its pair's flows keep, and the boundaries at which a run was left."""

    deadly: bool
    world: World = field(factory=lambda: eventful_world().copy())
    left: set[tuple[str, str]] = field(factory=set)

    def job(self, flow: FlowName) -> Job:
        """A run of a flow; an event tells of the newest order."""
        newest = max(each["id"] for each in self.world.doubles.shop.records("orders"))
        return a_job(flow, hints=(Hint("order", newest),) if flow is FlowName.ORDER else ())

    def work(self, pair: Pair, job: Job, running: Running) -> Document:
        """Carry out a job."""
        return working_on(pair, job, Deadly(running, self.left) if self.deadly else running)

    def ending(self, store: Keeper, run: Workflow) -> Ending:
        """Both systems, what the run told, and everything that the ledger holds."""
        assert State.DONE is run.state
        outcomes = [(each.key, each.kind, each.status.value, each.at.isoformat(), each.result) for each in store.load()]
        progress = [{name: at.isoformat() for name, at in sorted(store.cursors().items())}, sorted(map(str, store.waiting()))]
        return Ending(
            systems=json.dumps(seen_of(self.world.doubles)).encode(),
            kept=json.dumps([sorted(map(str, outcomes)), *progress, run.result]).encode(),
            unsettled=tuple(key for key, _, status, *_ in outcomes if status != "done"),
            left=len(self.left),
        )


def in_memory(flow: FlowName, *, deadly: bool) -> Ending:
    """How a flow ends in memory."""
    scene = Scene(deadly)
    with clients(scene.world.doubles) as both:
        pair = pair_of(scene.world, both)
        engine = InProcess(lambda job, running: scene.work(pair, job, running), utc_now)
        engine.start(scene.job(flow))
        while [each for each in engine.workflows() if each.state is not State.DONE]:
            with suppress(Left):
                engine.run_all()
            engine.recover()
    (run,) = engine.workflows()
    return scene.ending(scene.world.store, run)


@cache
def undisturbed(flow: FlowName) -> Ending:
    """How a flow ends in memory where nothing disturbs it."""
    return in_memory(flow, deadly=False)


def begin_with(store: Keeper, world: World) -> None:
    """Let a ledger hold what the world's holds, and polls go on from where they were."""
    store.append(world.store.outcomes)
    orders = [each["id"] for each in world.doubles.shop.records("orders")]
    store.advance(Advance(cursors=world.store.cursors(), seen=world.store.seen(orders), waiting=world.store.waiting()))


def in_a_database(flow: FlowName, url: str, *, deadly: bool) -> Ending:
    """How a flow ends on the engine in a database; where it is left it is taken up again."""
    scene, over = Scene(deadly), Queue[str]()
    with clients(scene.world.doubles) as both, queue(url) as engine, opened(url) as database:
        SqlStore(url).close()  # makes the tables
        store = SqlStore("", pair="acme", engine=database)
        begin_with(store, scene.world)
        pair: Pair = evolve(pair_of(scene.world, both), store=store)

        def body(job: Job, running: Running) -> Document:
            try:
                result = scene.work(pair, job, running)
            except BaseException as end:
                over.put(type(end).__name__)
                raise
            over.put("done")
            return result

        engine.start(scene.job(flow))
        with executing(engine, body, "one", poll=0.02):
            while (end := over.get(timeout=PATIENCE)) == "Left":
                taken_up(engine)
            assert "done" == end
            (run,) = until(lambda: engine.workflows(states=(State.DONE,)), "the run is told to be done")
        return scene.ending(store, run)


def taken_up(engine: Durable) -> None:
    """Do as a worker does that takes over."""
    (id,) = engine.running()
    engine.requeue(id)


def boundaries(flow: FlowName) -> int:
    """The least number of boundaries that a flow has: two for each step."""
    return 2 if flow is FlowName.RECONCILE else 16


@pytest.mark.parametrize("flow", FlowName)
def test_in_memory_a_flow_that_is_left_at_every_boundary_leaves_both_systems_the_same(flow: FlowName) -> None:
    ending = in_memory(flow, deadly=True)
    assert (undisturbed(flow).systems, ()) == (ending.systems, ending.unsettled)
    assert ending.left >= boundaries(flow)


@pytest.mark.parametrize("flow", FlowName)
def test_a_flow_that_is_left_at_every_boundary_and_taken_up_leaves_both_systems_the_same(flow: FlowName, tmp_path: Path) -> None:
    ending = in_a_database(flow, sqlite_url(tmp_path / "queue.sqlite"), deadly=True)
    assert (undisturbed(flow).systems, ()) == (ending.systems, ending.unsettled)
    assert ending.left >= boundaries(flow)


@pytest.mark.parametrize("flow", FlowName)
def test_a_flow_ends_the_same_to_the_byte_in_memory_on_sqlite_and_on_postgresql(flow: FlowName, database_url: str) -> None:
    assert undisturbed(flow) == in_a_database(flow, database_url, deadly=False)
