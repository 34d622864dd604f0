"""A worker of the command, in a process of its own, on doubles over sockets: what it does, and what killing it does."""

from __future__ import annotations

import json
import signal
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bpwoo_sync.effects.durable import Durable
from bpwoo_sync.effects.engine import FlowName, Job, State, WorkflowId
from bpwoo_sync.effects.stores import sqlite_url
from bpwoo_sync.increments import Hint
from bpwoo_sync.testing.doubles import serving_doubles
from tests.bpwoo_sync.effects.deaths import boundaries
from tests.bpwoo_sync.effects.road import ten_orders
from tests.bpwoo_sync.effects.test_every_flow import eventful_world
from tests.bpwoo_sync.effects.test_every_step import undisturbed
from tests.bpwoo_sync.effects.test_killed import RIGHT, state
from tests.bpwoo_sync.effects.workers import Process, a_sync, configured, ended, queue, until, worker
from tests.bpwoo_sync.effects.world import World, seen_of


def eventful() -> World:
    """Both systems with something to do by every flow, at this moment: signatures are made by the machine's clock."""
    world = eventful_world().copy()
    world.clock.moment = datetime.now(UTC)
    return world


def test_a_worker_brings_in_the_orders_of_a_pair_and_ends_when_it_is_told_to(tmp_path: Path, database_url: str) -> None:
    doubles = ten_orders()
    with serving_doubles(doubles) as served, queue(database_url) as engine:
        engine.start(a_sync())
        with worker(configured(tmp_path / "pairs", served, "acme"), database_url) as running:
            until(lambda: ended(engine), "the job ended")
            status = running.kill(signal.SIGTERM)
    assert (0, "") == (status, running.errors)
    assert ["started", "done", "stopping"] == [each["event"] for each in running.events]
    assert RIGHT == state(doubles)


def begun_each(worlds: dict[FlowName, World], folder: Path, engine: Durable, stack: ExitStack) -> None:
    """A pair to each flow, of a world of its own, and one run of the flow in the queue."""
    for flow, world in worlds.items():
        configured(folder, stack.enter_context(serving_doubles(world.doubles)), flow.value)
        newest = max(each["id"] for each in world.doubles.shop.records("orders"))
        hints = (Hint("order", newest),) if flow is FlowName.ORDER else ()
        # Each pair has an account of its own, so that all of them run at once.
        engine.start(Job(id=WorkflowId(flow.value, flow, "1"), account=flow.value, hints=hints))


def test_a_worker_that_is_killed_in_the_middle_of_a_run_of_every_flow_goes_on_when_it_starts_again(
    tmp_path: Path, database_url: str
) -> None:
    worlds, folder = {flow: eventful() for flow in FlowName}, tmp_path / "pairs"
    with ExitStack() as stack:
        engine = stack.enter_context(queue(database_url))
        begun_each(worlds, folder, engine, stack)
        with worker(folder, database_url, "--executor-id", "one", dies_with=len(FlowName)) as killed:
            assert -signal.SIGKILL == killed.ended()
        assert [State.RUNNING] * len(FlowName) == [each.state for each in engine.workflows()]
        with worker(folder, database_url, "--executor-id", "one"):
            until(lambda: ended(engine), "the runs ended")
        assert [State.DONE] * len(FlowName) == [each.state for each in engine.workflows()]
    for flow, world in worlds.items():
        assert undisturbed(flow).systems == json.dumps(seen_of(world.doubles)).encode(), flow


def over(process: Process, engine: Durable) -> bool:
    """Whether a worker was killed, or has nothing left to do."""
    return not process.lives() or ended(engine)


def test_killed_before_and_behind_every_kind_of_step_of_every_flow_workers_leave_both_systems_the_same(tmp_path: Path) -> None:
    worlds, folder, url = {flow: eventful() for flow in FlowName}, tmp_path / "pairs", sqlite_url(tmp_path / "queue.sqlite")
    kills, file = 0, tmp_path / "boundaries"
    with ExitStack() as stack:
        engine = stack.enter_context(queue(url))
        begun_each(worlds, folder, engine, stack)
        while not ended(engine):
            open_ = len(engine.workflows(states=(State.QUEUED, State.RUNNING)))
            environment = {"TEST_BOUNDARIES": str(file)}
            with worker(folder, url, "--executor-id", "one", dies_with=open_, ready=False, environment=environment) as process:
                until(partial(over, process, engine), "it was killed, or all is done")
            kills += not ended(engine)
        assert [State.DONE] * len(FlowName) == [each.state for each in engine.workflows()]
    # Before and behind, and not twice at one of them.
    killed_at = boundaries(file)
    steps = {flow: sum(each.startswith(f"{flow.value}/") for each in killed_at) for flow in FlowName}
    assert (len(killed_at), kills) == (len(set(killed_at)), max(steps.values()))
    assert {FlowName.RECONCILE: 2} == {flow: number for flow, number in steps.items() if number < 12}
    for flow, world in worlds.items():
        assert undisturbed(flow).systems == json.dumps(seen_of(world.doubles)).encode(), flow
