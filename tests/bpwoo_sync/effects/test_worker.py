"""A worker of the command, in a process of its own, on doubles over sockets: what it does, and what killing it does."""

from __future__ import annotations

import json
import signal
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from bpwoo_sync.effects.engine import FlowName, Job, State, WorkflowId
from bpwoo_sync.increments import Hint
from bpwoo_sync.testing.doubles import serving_doubles
from tests.bpwoo_sync.effects.road import ten_orders
from tests.bpwoo_sync.effects.test_every_flow import eventful_world
from tests.bpwoo_sync.effects.test_every_step import undisturbed
from tests.bpwoo_sync.effects.test_killed import RIGHT, state
from tests.bpwoo_sync.effects.workers import a_sync, configured, ended, queue, until, worker
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


def test_a_worker_that_is_killed_in_the_middle_of_a_run_of_every_flow_goes_on_when_it_starts_again(
    tmp_path: Path, database_url: str
) -> None:
    worlds, folder = {flow: eventful() for flow in FlowName}, tmp_path / "pairs"
    with ExitStack() as stack:
        engine = stack.enter_context(queue(database_url))
        for flow, world in worlds.items():
            configured(folder, stack.enter_context(serving_doubles(world.doubles)), flow.value)
            newest = max(each["id"] for each in world.doubles.shop.records("orders"))
            hints = (Hint("order", newest),) if flow is FlowName.ORDER else ()
            # Each pair has an account of its own, so that all of them run at once.
            engine.start(Job(id=WorkflowId(flow.value, flow, "1"), account=flow.value, hints=hints))
        with worker(folder, database_url, "--executor-id", "one", dies_with=len(FlowName)) as killed:
            assert -signal.SIGKILL == killed.ended()
        assert [State.RUNNING] * len(FlowName) == [each.state for each in engine.workflows()]
        with worker(folder, database_url, "--executor-id", "one"):
            until(lambda: ended(engine), "the runs ended")
        assert [State.DONE] * len(FlowName) == [each.state for each in engine.workflows()]
    for flow, world in worlds.items():
        assert undisturbed(flow).systems == json.dumps(seen_of(world.doubles)).encode(), flow
