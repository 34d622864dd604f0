"""A worker of the command, in a process of its own, on doubles over sockets: what it does, and what killing it does."""

from __future__ import annotations

import signal
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bpwoo_sync.effects.durable import Durable
from bpwoo_sync.effects.engine import State
from bpwoo_sync.effects.stores import sqlite_url
from bpwoo_sync.planning import EVERYTHING
from bpwoo_sync.testing.doubles import serving_doubles
from tests.bpwoo_sync.effects.road import ten_orders
from tests.bpwoo_sync.effects.test_every_flow import eventful_world, undisturbed
from tests.bpwoo_sync.effects.test_killed import RIGHT, state
from tests.bpwoo_sync.effects.workers import Process, a_sync, configured, ended, queue, until, worker
from tests.bpwoo_sync.effects.world import World, seen_of


def eventful() -> World:
    """Both systems with something to do by every flow, at this moment: signatures are made by the machine's clock."""
    world = eventful_world().copy()
    world.clock.moment = datetime.now(UTC)
    return world


def over(running: Process, engine: Durable) -> bool:
    return not running.lives() or ended(engine)


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


def test_the_same_flows_end_the_same_in_memory_on_sqlite_and_on_postgresql(tmp_path: Path, database_url: str) -> None:
    world = eventful()
    with serving_doubles(world.doubles) as served, queue(database_url) as engine:
        engine.start(a_sync(scope=EVERYTHING))
        with worker(configured(tmp_path / "pairs", served, "acme"), database_url):
            until(lambda: ended(engine), "the job ended")
    assert undisturbed()[0] == seen_of(world.doubles)


def test_killed_before_and_after_the_work_of_every_step_nothing_is_lost_and_nothing_done_twice(tmp_path: Path) -> None:
    world, url = eventful(), sqlite_url(tmp_path / "queue.sqlite")
    deaths = 0
    with serving_doubles(world.doubles) as served, queue(url) as engine:
        engine.start(a_sync(scope=EVERYTHING))
        folder = configured(tmp_path / "pairs", served, "acme")
        while not ended(engine):
            # Killed once its first step's work is done and not kept; then that step is kept, and the next one not begun.
            dies = "after 1" if deaths % 2 == 0 else "before 2"
            with worker(folder, url, "--executor-id", "one", dies=dies, ready=False) as running:
                until(partial(over, running, engine), "the worker died, or all is done")
                deaths += not running.lives()
        (run,) = engine.workflows()
        steps = len(engine.client.list_workflow_steps(str(run.job.id)))
    assert (State.DONE, undisturbed()[0]) == (run.state, seen_of(world.doubles))
    assert deaths == 2 * steps - 1 > 30
