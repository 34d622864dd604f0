"""A worker that dies is taken over within its lease and two seconds, and whoever is at work is left alone."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from attrs import evolve

from bpwoo_sync.effects.durable import Durable, Executing, Left, executing
from bpwoo_sync.effects.engine import Document, Job, Running, State
from bpwoo_sync.effects.leases import Holding, Leases, taken
from bpwoo_sync.effects.stores import sqlite_url
from bpwoo_sync.effects.worker import Worker
from bpwoo_sync.testing.doubles import Doubles, serving_doubles
from brightpearl_sdk._kernel.operation import Failure as BrightpearlFailure
from brightpearl_sdk._kernel.operation import Request as BrightpearlRequest
from brightpearl_sdk._kernel.operation import Response as BrightpearlResponse
from brightpearl_sdk.testing import Handler as BrightpearlHandler
from tests.bpwoo_sync.effects.road import ten_orders
from tests.bpwoo_sync.effects.test_killed import RIGHT, state
from tests.bpwoo_sync.effects.test_leases import Steady, row
from tests.bpwoo_sync.effects.workers import PATIENCE, a_sync, configured, ended, queue, until, worker
from woocommerce_sdk._kernel.operation import Failure, Request, Response
from woocommerce_sdk.testing import Handler as ShopHandler


def watching(engine: Durable, clock: Steady, told: list[tuple[str, Any]], name: str = "watcher") -> Worker:
    """A worker that looks after others, and runs nothing itself."""
    leases = Leases(engine.engine)
    lease = taken(leases, name, clock=clock)
    return Worker(engine, leases, lease, Executing(), lambda what, about: told.append((what, dict(about))), clock)


def lease_of(engine: Durable) -> Holding:
    """The dead one's lease."""
    (there,) = (each for each in Leases(engine.engine).all() if each.executor == "dead")
    return there


def rounds(watcher: Worker, clock: Steady, seconds: int) -> None:
    """So many seconds, with a round in each."""
    for _ in range(seconds):
        clock.sleep(1)
        watcher.round()


@pytest.fixture
def dead(database_url: str) -> Iterator[Durable]:
    """A queue with a job that a worker claimed and left as it was, as one does that is killed; its lease is there."""
    came = Event()

    def body(job: Job, running: Running) -> Document:
        came.set()
        raise Left

    with queue(database_url) as engine:
        engine.start(a_sync())
        with executing(engine, body, "dead", poll=0.02):
            assert came.wait(PATIENCE)
        Leases(engine.engine).insert(row("dead"))
        yield engine


def test_the_dead_ones_job_is_queued_again_when_its_lease_has_run_out_and_not_before(dead: Durable) -> None:
    engine = dead
    clock, told = Steady(), list[tuple[str, Any]]()
    watcher = watching(engine, clock, told)
    rounds(watcher, clock, 10)
    assert ([State.RUNNING], []) == ([each.state for each in engine.workflows()], told)
    rounds(watcher, clock, 2)
    assert [State.QUEUED] == [each.state for each in engine.workflows()]
    assert [("taken over", {"executor": "dead", "workflows": ["acme/sync/1"]})] == told
    assert ["watcher"] == [row.executor for row in watcher.leases.all()]


def test_workers_look_after_each_other_every_second_and_with_a_short_lease_more_often(tmp_path: Path) -> None:
    with queue(sqlite_url(tmp_path / "queue.sqlite")) as engine:
        watcher = watching(engine, Steady(), [])
        assert 1.0 == watcher.interval
        watcher.lease.seconds = 2.0
        assert 0.5 == watcher.interval


def test_who_beats_is_not_taken_over(dead: Durable) -> None:
    engine = dead
    clock, told = Steady(), list[tuple[str, Any]]()
    watcher = watching(engine, clock, told)
    there = lease_of(engine)
    for _ in range(5):
        rounds(watcher, clock, 9)
        assert watcher.leases.beat("dead", there.token)
    assert ([State.RUNNING], []) == ([each.state for each in engine.workflows()], told)


def test_a_watcher_that_could_not_look_gives_everybody_a_whole_lease(dead: Durable) -> None:
    engine = dead
    clock, told = Steady(), list[tuple[str, Any]]()
    watcher = watching(engine, clock, told)
    rounds(watcher, clock, 1)
    clock.sleep(30)
    rounds(watcher, clock, 10)
    assert [] == told
    rounds(watcher, clock, 1)
    assert ["taken over"] == [what for what, _ in told]


def test_a_job_whose_worker_left_no_lease_is_queued_again_too(dead: Durable) -> None:
    engine = dead
    clock, told = Steady(), list[tuple[str, Any]]()
    watcher = watching(engine, clock, told)
    there = lease_of(engine)
    watcher.leases.end("dead", there.token)
    rounds(watcher, clock, 12)
    assert [State.QUEUED] == [each.state for each in engine.workflows()]


def test_a_takeover_that_was_cut_off_is_done_again_by_another(dead: Durable) -> None:
    engine = dead
    clock, told = Steady(), list[tuple[str, Any]]()
    watcher = watching(engine, clock, told)
    there = lease_of(engine)
    # Somebody fenced it off, and died before queueing what it was at.
    assert watcher.leases.replace(there, evolve(there, token="of one who died in between"))
    rounds(watcher, clock, 12)
    assert [State.QUEUED] == [each.state for each in engine.workflows()]


def test_a_job_that_a_worker_claimed_and_is_not_at_is_queued_again(dead: Durable) -> None:
    engine = dead
    clock, told = Steady(), list[tuple[str, Any]]()
    Leases(engine.engine).end("dead", lease_of(engine).token)
    rounds(watching(engine, clock, told, "dead"), clock, 7)
    assert [State.QUEUED] == [each.state for each in engine.workflows()]


def standing_still(doubles: Doubles, gone: Event) -> BrightpearlHandler:
    """Brightpearl, which answers nothing more once an order is there until the job's worker is gone: no job ends before."""

    def handle(request: BrightpearlRequest) -> BrightpearlResponse | BrightpearlFailure:
        if doubles.brightpearl.records("orders"):
            assert gone.wait(PATIENCE)
        return doubles.brightpearl.handle(request)

    return handle


def test_a_living_worker_takes_over_what_a_killed_one_was_at_and_finishes_it(tmp_path: Path, database_url: str) -> None:
    # How soon is told exactly by the steady clock above: twelve rounds of a second for a lease of ten. Here two processes and a
    # server share the machine with whatever else it does, which no bound of seconds would be honest about, and a beat that comes
    # late makes it sooner, not later. What it takes by the wall clock is measured in each soak, with the load beside it.
    doubles, gone, lease = ten_orders(), Event(), 4.0
    with (
        serving_doubles(doubles, brightpearl=standing_still(doubles, gone)) as served,
        queue(database_url) as engine,
        ExitStack() as workers,
    ):
        folder = configured(tmp_path / "pairs", served, "acme")
        two = {
            name: workers.enter_context(worker(folder, database_url, "--executor-id", name, "--lease", str(lease)))
            for name in ("one", "two")
        }
        engine.start(a_sync())
        until(lambda: doubles.brightpearl.records("orders"), "the job is under way")
        (victim,) = engine.running().values()
        two.pop(victim).kill()
        gone.set()
        (second,) = two.values()
        until(lambda: second.told("taken over"), "the second took over")
        until(lambda: ended(engine), "the job ended")
    assert ["acme/sync/1"] == second.told("taken over")[0]["workflows"]
    assert RIGHT == state(doubles)


def writes(doubles: Doubles) -> list[str]:
    """The methods of all requests that may have changed something."""
    methods = [request.method for request in doubles.brightpearl.requests] + [request.method for request in doubles.shop.requests]
    return [method for method in methods if method not in ("GET", "OPTIONS")]


def test_a_worker_that_was_frozen_and_taken_over_stops_when_it_wakes_and_has_written_nothing_more(
    tmp_path: Path, postgresql_url: str
) -> None:
    doubles, gone = ten_orders(), Event()
    with (
        serving_doubles(doubles, brightpearl=standing_still(doubles, gone)) as served,
        queue(postgresql_url) as engine,
        ExitStack() as workers,
    ):
        folder = configured(tmp_path / "pairs", served, "acme")
        two = {
            name: workers.enter_context(worker(folder, postgresql_url, "--executor-id", name, "--lease", "2")) for name in ("one", "two")
        }
        engine.start(a_sync())
        until(lambda: doubles.brightpearl.records("orders"), "the job is under way")
        (frozen,) = engine.running().values()
        os.kill(two[frozen].pid, signal.SIGSTOP)
        gone.set()
        until(lambda: ended(engine), "the other one took over and ended the job")
        before = len(writes(doubles))
        os.kill(two[frozen].pid, signal.SIGCONT)
        assert 1 == two[frozen].ended()
    # One request may have been on its way when it was frozen.
    assert len(writes(doubles)) <= before + 1
    assert RIGHT == state(doubles)
    assert f"Worker {frozen} did not reach the database" in two[frozen].told("lease lost")[0]["cause"]


#: Of what the engine writes, a claim is the transaction of several statements that keeps a run's row; a step's record is one statement.
CLAIM = "executor_id=%(executor_id)s"


def test_a_worker_that_is_frozen_in_the_middle_of_a_claim_is_taken_over_too(tmp_path: Path, postgresql_url: str) -> None:
    doubles = ten_orders()
    with serving_doubles(doubles) as served, queue(postgresql_url) as engine:
        folder = configured(tmp_path / "pairs", served, "acme")
        engine.start(a_sync())
        arguments, environment = ("--lease", "3"), {"TEST_FREEZES": CLAIM}
        with worker(folder, postgresql_url, "--executor-id", "one", *arguments, ready=False, environment=environment) as frozen:
            until(frozen.stands, "one was frozen")
            with worker(folder, postgresql_url, "--executor-id", "two", *arguments) as second:
                until(lambda: ended(engine), "the other one took over and ended the job")
                os.kill(frozen.pid, signal.SIGCONT)
                assert (1, []) == (frozen.ended(), second.told("lease lost"))
        assert ["two"] == [each.executor for each in engine.workflows()]
    assert RIGHT == state(doubles)


def many_orders(count: int) -> Doubles:
    """A shop with so many orders to bring in, each of a customer of its own."""
    doubles = ten_orders()
    known = [doubles.shop.record("orders", id) for id in sorted(doubles.shop.shop.tables["orders"])]
    made = []
    for place in range(count - len(known)):
        like = known[place % len(known)]
        assert like is not None
        id = 10_000 + place
        billing = {**like["billing"], "email": f"customer{id}@example.com"}
        made.append({**like, "id": id, "number": str(id), "billing": billing, "transaction_id": f"t{id}"})
    doubles.shop.load("orders", made)
    return doubles


def sold(pairs: dict[str, Doubles]) -> int:
    """How many sales orders all accounts have."""
    return sum(len(doubles.brightpearl.records("orders")) for doubles in pairs.values())


def test_one_of_three_workers_is_killed_in_the_middle_of_two_hundred_orders(tmp_path: Path, postgresql_url: str) -> None:
    pairs = {f"pair{number}": many_orders(50) for number in range(4)}
    with queue(postgresql_url) as engine, ExitStack() as stack:
        folder = tmp_path / "pairs"
        for name, doubles in pairs.items():
            configured(folder, stack.enter_context(serving_doubles(doubles)), name)
            engine.start(a_sync(name, account=name))
        three = {
            name: stack.enter_context(worker(folder, postgresql_url, "--executor-id", name, "--lease", "2", ready=False))
            for name in ("one", "two", "three")
        }
        victim = until(lambda: 40 <= sold(pairs) and [each for each in engine.running().values() if each in three], "a worker is at work")[
            0
        ]
        three[victim].kill(signal.SIGKILL)
        until(lambda: ended(engine), "all jobs ended")
        assert [State.DONE] * 4 == [each.state for each in engine.workflows()]
    assert sold(pairs) == 200
    right = {**RIGHT, "sales orders": 50, "references": 50, "payments": 50, "paid orders": 50, "orders marked": 50}
    assert [right] * 4 == [state(doubles) for doubles in pairs.values()]


def test_two_workers_on_one_sqlite_file_share_its_jobs(tmp_path: Path) -> None:
    pairs, url = {f"pair{number}": ten_orders() for number in range(2)}, sqlite_url(tmp_path / "queue.sqlite")
    both_at_work = Event()

    def held(doubles: Doubles) -> ShopHandler:
        def handle(request: Request) -> Response | Failure:
            # No job gets on before both are taken, so that neither worker can be done with one and take the other too.
            assert both_at_work.wait(PATIENCE)
            return doubles.shop.handle(request)

        return handle

    with ExitStack() as stack:
        folder = tmp_path / "pairs"
        for name, doubles in pairs.items():
            configured(folder, stack.enter_context(serving_doubles(doubles, shop=held(doubles))), name)
        # Both begin at once, on a file that is not there yet.
        both = [stack.enter_context(worker(folder, url, "--at-once", "1", ready=False)) for _ in range(2)]
        until(lambda: all(each.told("started") for each in both), "both started")
        engine = stack.enter_context(queue(url))
        for name in pairs:
            engine.start(a_sync(name, account=name))
        until(lambda: len(engine.running()) == 2, "both jobs are taken")
        both_at_work.set()
        until(lambda: ended(engine), "all jobs ended")
        executors = {each.executor for each in engine.workflows()}
    assert [RIGHT] * 2 == [state(doubles) for doubles in pairs.values()]
    assert {each.told("started")[0]["executor"] for each in both} == executors
