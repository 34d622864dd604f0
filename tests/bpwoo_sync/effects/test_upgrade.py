"""Two versions at work on one database: each takes its own runs, and what waits for a version without a worker is run by another."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from attrs import evolve

from bpwoo_sync.effects.durable import APPLICATION_VERSION, Durable, Left, executing
from bpwoo_sync.effects.engine import Document, FlowName, Job, Priority, Running, State, failures, order_id
from bpwoo_sync.effects.leases import Leases
from bpwoo_sync.increments import Hint
from bpwoo_sync.testing.doubles import serving_doubles
from tests.bpwoo_sync.effects.road import ten_orders
from tests.bpwoo_sync.effects.test_killed import RIGHT, state
from tests.bpwoo_sync.effects.test_leases import Steady, row
from tests.bpwoo_sync.effects.test_takeover import rounds, standing_still, watching
from tests.bpwoo_sync.effects.workers import PATIENCE, a_sync, configured, ended, queue, until, worker

#: The version of the workers that come, beside that of the code, which those have that go.
NEWER = "bpwoo-2"

#: A poll every two seconds, and nothing else.
POLLS = '\n[schedule]\npoll_seconds = 2\ngoods_minutes = 0\nnightly = ""\nreconcile = ""\n'


def version_of(engine: Durable) -> list[str | None]:
    """For which version each run is."""
    return [each.app_version for each in engine.client.list_workflows()]


@pytest.fixture
def older(database_url: str) -> Iterator[Durable]:
    """The queue as the older version has it."""
    with queue(database_url) as engine:
        yield engine


@pytest.fixture
def newer(older: Durable) -> Iterator[Durable]:
    """The same queue as the newer version has it."""
    with queue(older.url) as engine:
        engine.version = NEWER
        yield engine


def test_what_an_older_versions_worker_left_in_the_middle_is_run_by_a_newer_one_from_its_beginning(older: Durable, newer: Durable) -> None:
    done: list[str] = []
    left = Event()

    def body(job: Job, running: Running) -> Document:
        running.step("first", partial(done.append, "first"))
        if not left.is_set():
            left.set()
            raise Left
        running.step("second", partial(done.append, "second"))
        return "well"

    older.start(a_sync())
    with executing(older, body, "old", poll=0.02):
        assert left.wait(PATIENCE)
    clock, told = Steady(), list[tuple[str, Any]]()
    rounds(watching(newer, clock, told), clock, 14)
    assert (["taken over", "brought over"], [NEWER]) == ([what for what, _ in told], version_of(newer))
    with executing(newer, body, "new", poll=0.02):
        until(lambda: ended(newer), "the run ended")
    assert (["first", "first", "second"], ["well"]) == (done, [each.result for each in newer.workflows()])


def test_a_run_that_is_brought_over_keeps_its_priority_and_its_account(older: Durable, newer: Durable) -> None:
    urgent = evolve(a_sync(record="2"), priority=Priority.URGENT)
    for job in (a_sync(), urgent):
        older.start(job)
    clock, told = Steady(), list[tuple[str, Any]]()
    rounds(watching(newer, clock, told), clock, 1)
    assert [("brought over", {"workflows": ["acme/sync/2", "acme/sync/1"]})] == told
    ran: list[str] = []
    with executing(newer, lambda job, running: ran.append(job.id.record), "new", poll=0.02):
        until(lambda: ended(newer), "both ended")
    assert (["2", "1"], {"acme"}) == (ran, {each.queue_partition_key for each in newer.client.list_workflows()})


def test_a_version_that_has_a_worker_keeps_its_runs(older: Durable, newer: Durable) -> None:
    older.start(a_sync())
    clock, told = Steady(), list[tuple[str, Any]]()
    watcher = watching(newer, clock, told)
    watcher.leases.insert(evolve(row("old"), version=older.version))
    rounds(watcher, clock, 9)
    assert ([APPLICATION_VERSION], []) == (version_of(newer), told)
    watcher.leases.end("old", "t")
    rounds(watcher, clock, 3)
    assert [NEWER] == version_of(newer)


def test_a_worker_that_knows_no_versions_is_one_of_the_first(older: Durable) -> None:
    leases = Leases(older.engine)
    with older.engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO bpwoo_lease (executor, holder, token, beats, seconds) VALUES ('old', 'h:1', 't', 0, 10.0)")
    assert ["bpwoo-1"] == [each.version for each in leases.all()]


def test_a_bringing_over_that_was_cut_off_is_done_again_by_another(older: Durable, newer: Durable) -> None:
    older.start(a_sync())
    clock, told = Steady(), list[tuple[str, Any]]()
    watcher = watching(newer, clock, told)
    # Somebody was about to queue it for another version, and died behind the first half of that.
    watcher.leases.insert(evolve(row("bringing over/"), holder="acme/sync/1"))
    older.cancel(a_sync().id)
    rounds(watcher, clock, 10)
    assert [State.CANCELLED] == [each.state for each in newer.workflows()]
    rounds(watcher, clock, 1)
    assert ([State.QUEUED], [NEWER]) == ([each.state for each in newer.workflows()], version_of(newer))
    assert ["watcher"] == [each.executor for each in watcher.leases.all()]


def test_a_run_that_somebody_cancelled_is_not_brought_over(older: Durable, newer: Durable) -> None:
    older.start(a_sync())
    older.cancel(a_sync().id)
    clock, told = Steady(), list[tuple[str, Any]]()
    rounds(watching(newer, clock, told), clock, 3)
    assert ([State.CANCELLED], []) == ([each.state for each in newer.workflows()], told)


def test_a_worker_that_leaves_brings_nothing_over(older: Durable, newer: Durable) -> None:
    older.start(a_sync())
    clock, told = Steady(), list[tuple[str, Any]]()
    watcher = watching(newer, clock, told)
    watcher.process.leaving.set()
    rounds(watcher, clock, 3)
    assert ([APPLICATION_VERSION], []) == (version_of(newer), told)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_in_a_rolling_upgrade_nothing_is_lost_or_done_twice_and_schedules_go_on(
    tmp_path: Path, postgresql_url: str, how: signal.Signals
) -> None:
    pairs = {name: ten_orders() for name in ("begun", "before", "during", "after", "scheduled")}
    gone, folder = Event(), tmp_path / "pairs"
    event = Hint("order", min(each["id"] for each in pairs["before"].shop.records("orders")))

    def ran_by(engine: Durable) -> dict[str, str]:
        done = engine.workflows(flow=FlowName.SYNC, states=(State.DONE,))
        return {each.job.id.pair: each.executor for each in done}

    with queue(postgresql_url) as old, queue(postgresql_url) as new, ExitStack() as stack:
        new.version = NEWER
        for name, doubles in pairs.items():
            held = standing_still(doubles, gone) if name == "begun" else None
            served = stack.enter_context(serving_doubles(doubles, brightpearl=held))
            configured(folder, served, name, **{"schedule": POLLS} if name == "scheduled" else {})
        arguments = ("--lease", "4", "--at-once", "1")
        old.start(a_sync("begun", account="begun"))
        first = stack.enter_context(worker(folder, postgresql_url, "--executor-id", "old", *arguments))
        until(lambda: pairs["begun"].brightpearl.records("orders"), "the old one is at a run, and has no place for another")
        old.start(a_sync("before", account="before"))
        old.start(Job(id=order_id("before", event, "delivery"), account="before", priority=Priority.URGENT, hints=(event,)))
        environment = {"TEST_VERSION": NEWER}
        second = stack.enter_context(worker(folder, postgresql_url, "--executor-id", "new", *arguments, environment=environment))
        # A receiver of webhooks may still be of the old version, or be of the new one already.
        old.start(a_sync("during", account="during"))
        new.start(a_sync("after", account="after"))
        until(lambda: "after" in ran_by(new), "the new one ran what is of its version")
        assert {"after": "new"} == ran_by(new)
        os.kill(first.pid, how)
        if how is signal.SIGTERM:
            until(lambda: first.told("stopping"), "the old one has heard that it is to stop")
        gone.set()
        assert (0 if how is signal.SIGTERM else -how) == first.ended()
        ended_at = datetime.now(UTC)
        until(lambda: len(ran_by(new)) == 4, "every run ended")
        until(
            lambda: any(
                each.executor == "new" and each.queued_at > ended_at for each in new.workflows(pair="scheduled", states=(State.DONE,))
            ),
            "a run by schedule of the new version ended",
        )
        assert dict.fromkeys(("begun", "before", "during", "after"), "new") == ran_by(new)
        assert () == failures(new)
    brought = {id for each in second.told("brought over") for id in each["workflows"]}
    assert {"begun/sync/1", "before/sync/1", "during/sync/1"} <= brought
    assert dict.fromkeys(pairs, RIGHT) == {name: state(doubles) for name, doubles in pairs.items()}
