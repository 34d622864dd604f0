"""The engine in a database keeps the port's promises, on SQLite and on PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Event, Lock
from typing import Any

import pytest
from attrs import evolve
from sqlalchemy import text

from bpwoo_sync.effects.durable import Durable, Left, executing
from bpwoo_sync.effects.engine import Body, Document, FlowName, Job, Priority, Recovery, Running, State, WorkflowId, failures
from bpwoo_sync.effects.inprocess import InProcess
from bpwoo_sync.errors import FlowFailedError, StoreError
from tests.bpwoo_sync.effects.workers import PATIENCE, ended, queue, until


@pytest.fixture
def engine(database_url: str) -> Iterator[Durable]:
    with queue(database_url) as engine:
        yield engine


@contextmanager
def run_by(engine: Durable, body: Body, **more: Any) -> Iterator[None]:
    with executing(engine, body, "one", poll=0.02, **more):
        yield


def a_job(record: str, account: str = "acme", priority: Priority = Priority.BULK, pair: str = "acme") -> Job:
    return Job(id=WorkflowId(pair, FlowName.POLL, record), account=account, priority=priority)


def test_the_same_job_twice_is_one_run_before_it_ran_and_after(engine: Durable) -> None:
    ran: list[str] = []
    assert (True, False) == (engine.start(a_job("1")), engine.start(a_job("1")))
    with run_by(engine, lambda job, running: ran.append(str(job.id))):
        until(lambda: ended(engine), "the job ended")
        assert not engine.start(a_job("1"))
        engine.start(a_job("2"))
        until(lambda: ended(engine), "the other ended")
    assert ["acme/poll/1", "acme/poll/2"] == ran


def test_what_is_urgent_overtakes_what_is_not(engine: Durable) -> None:
    ran: list[str] = []
    for record, priority in (("1", Priority.BULK), ("2", Priority.BULK), ("3", Priority.URGENT)):
        engine.start(a_job(record, priority=priority))
    with run_by(engine, lambda job, running: ran.append(job.id.record)):
        until(lambda: ended(engine), "all ended")
    assert ["3", "1", "2"] == ran


def slots(first: int, past: int, pair: str = "acme") -> list[Job]:
    """A poll for each slot, and a sync of goods; and what is of another series or of none beside them."""
    return [
        Job(id=WorkflowId(pair, flow, f"{what}{slot}"), account=pair, series=f"{pair}/{flow.value}/{what}")
        for slot in range(first, past)
        for flow, what in ((FlowName.POLL, ""), (FlowName.SYNC, "goods-"), (FlowName.SYNC, "nightly-"))
    ]


def test_a_worker_that_has_too_much_to_do_falls_behind_and_its_queue_does_not_grow(engine: Durable) -> None:
    ran: list[str] = []
    busy, go = Event(), Event()

    def body(job: Job, running: Running) -> Document:
        busy.set()
        assert go.wait(PATIENCE)
        ran.append(str(job.id))
        return None

    pairs, urgent = ("acme", "acme_2"), a_job("event", priority=Priority.URGENT)
    with run_by(engine, body, at_once=1):
        engine.start(a_job("0"))
        assert busy.wait(PATIENCE)
        # Twenty slots pass, of each kind of run and of both pairs, while the only place is taken.
        started = [job for pair in pairs for job in slots(1, 21, pair) if engine.start(job)]
        assert engine.start(urgent)
        queued = {pair: dict(states) for pair, states in engine.counts((State.QUEUED, State.RUNNING)).items()}
        go.set()
        until(lambda: ended(engine), "all ended")
        again = [str(job.id) for job in slots(21, 23) if engine.start(job)]
        until(lambda: ended(engine), "the next ended too")
    first = [str(job.id) for pair in pairs for job in slots(1, 2, pair)]
    assert first == [str(job.id) for job in started]
    # Beside what waits by schedule: what runs, and the event.
    assert {"acme": {State.QUEUED: 4, State.RUNNING: 1}, "acme_2": {State.QUEUED: 3}} == queued
    assert (["acme/poll/0"], True) == (ran[:1], ran.index("acme/poll/event") < ran.index("acme/poll/1"))
    assert set(first) <= set(ran)
    assert {"acme/poll/21", "acme/sync/goods-21", "acme/sync/nightly-21"} <= set(again)


def test_what_another_version_left_in_the_queue_keeps_no_slot_from_its_turn(engine: Durable) -> None:
    with queue(engine.url) as older:
        older.version = "bpwoo-0"
        assert [True, False] == [older.start(slots(each, each + 1)[0]) for each in (1, 2)]
    assert [True, False] == [engine.start(slots(each, each + 1)[0]) for each in (3, 4)]


def test_an_engine_in_memory_queues_one_of_a_series_too_and_counts_the_same(engine: Durable) -> None:
    memory = InProcess(lambda job, running: None, lambda: datetime.now(UTC))
    every = [*slots(1, 4), a_job("x", pair="acme_2"), a_job("y", pair="acme2")]
    assert [engine.start(each) for each in every] == [memory.start(each) for each in every]
    for states in ((State.QUEUED, State.RUNNING), (State.DONE,), ()):
        assert memory.counts(states) == engine.counts(states)


def test_jobs_of_one_account_go_one_after_another_and_do_not_hold_up_another_account(engine: Durable) -> None:
    going, most, others, lock = 0, 0, Event(), Lock()

    def body(job: Job, running: Running) -> Document:
        nonlocal going, most
        if job.account == "other":
            others.set()
            return None
        with lock:
            going += 1
            most = max(most, going)
        # The other account's job has to run while this account's is at work.
        assert others.wait(PATIENCE)
        with lock:
            going -= 1
        return None

    for record in "123":
        engine.start(a_job(record))
    engine.start(a_job("4", account="other"))
    with run_by(engine, body):
        until(lambda: ended(engine), "all ended")
    assert ([State.DONE] * 4, 1) == ([each.state for each in engine.workflows()], most)


def test_a_job_that_was_left_goes_on_behind_its_last_step(engine: Durable) -> None:
    done: list[str] = []

    def body(job: Job, running: Running) -> Document:
        for name in ("first", "second", "third"):
            running.step(name, partial(done.append, name))
            if ["first", "second"] == done:
                done.append("killed")
                raise Left
        return len(done)

    engine.start(a_job("1"))
    with run_by(engine, body):
        until(lambda: "killed" in done, "it was left")
    with run_by(engine, body):
        until(lambda: ended(engine), "it ended")
    assert ["first", "second", "killed", "third"] == done


def test_a_job_that_fails_is_a_dead_letter_and_runs_again_from_its_beginning_when_it_is_resumed(engine: Durable) -> None:
    ran: list[str] = []

    def body(job: Job, running: Running) -> Document:
        running.step("look", lambda: ran.append("look"))
        if len(ran) == 1:
            raise FlowFailedError("ShapeError", "orders[0].id: a number was due", retries_itself=False)
        return "done"

    engine.start(a_job("1"))
    with run_by(engine, body):
        until(lambda: ended(engine), "it ended")
        (letter,) = failures(engine, "acme")
        assert (letter.failure, ()) != (None, failures(engine, "another"))
        assert letter.failure is not None
        assert ("ShapeError", Recovery.NEEDS_A_PERSON) == (letter.failure.kind, letter.failure.recovery)
        assert "orders[0].id: a number was due" == letter.failure.message
        assert (True, False) == (engine.resume(letter.job.id), engine.resume(WorkflowId("acme", FlowName.POLL, "none")))
        until(lambda: ended(engine), "it ended again")
    assert (["look", "look"], ["done"]) == (ran, [each.result for each in engine.workflows()])


def test_a_cancelled_job_does_not_run_until_it_is_resumed(engine: Durable) -> None:
    ran: list[str] = []
    engine.start(a_job("1"))
    assert (True, False) == (engine.cancel(a_job("1").id), engine.cancel(a_job("1").id))
    with run_by(engine, lambda job, running: ran.append(job.id.record)):
        engine.start(a_job("2"))
        until(lambda: ended(engine), "the other ended")
        assert ["2"] == ran
        engine.resume(a_job("1").id)
        until(lambda: ended(engine), "it ended")
    assert ["2", "1"] == ran


def test_workflows_are_found_by_pair_flow_and_state(engine: Durable) -> None:
    memory = InProcess(lambda job, running: None, lambda: engine.workflows()[0].queued_at)
    for each in (a_job("1"), a_job("2", pair="acme2"), evolve(a_job("3"), id=WorkflowId("acme", FlowName.SYNC, "3"))):
        engine.start(each)
        memory.start(each)
    engine.cancel(a_job("1").id)
    memory.cancel(a_job("1").id)
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    asked: tuple[dict[str, Any], ...] = (
        {},
        {"ended_since": tomorrow},
        {"pair": "acme"},
        {"flow": FlowName.POLL},
        {"states": (State.CANCELLED,)},
    )
    for by in asked:
        assert {each.job for each in memory.workflows(**by)} == {each.job for each in engine.workflows(**by)}
    assert 1 == len(engine.workflows(most=1))


def test_runs_that_ended_well_are_forgotten_after_a_while_and_dead_letters_are_not(engine: Durable) -> None:
    def body(job: Job, running: Running) -> Document:
        if job.id.record == "bad":
            raise FlowFailedError("ShapeError", "odd", retries_itself=False)
        return None

    for record in ("good", "bad"):
        engine.start(a_job(record))
    with run_by(engine, body):
        until(lambda: ended(engine), "both ended")
    now = datetime.now(UTC)
    assert (0, 1) == (engine.forget(now - timedelta(days=1)), engine.forget(now + timedelta(days=1)))
    assert ["bad"] == [each.job.id.record for each in engine.workflows()]


def test_what_is_kept_is_text_that_anybody_can_read(engine: Durable) -> None:
    def body(job: Job, running: Running) -> Document:
        running.step("look", lambda: {"orders": 2})
        raise KeyError("line_items")

    engine.start(a_job("1"))
    with run_by(engine, body):
        until(lambda: ended(engine), "it ended")
    schema = "dbos." if engine.engine.dialect.name == "postgresql" else ""
    with engine.engine.connect() as connection:
        error = connection.execute(text(f"SELECT error FROM {schema}workflow_output")).scalar_one()
        inputs = connection.execute(text(f"SELECT inputs FROM {schema}workflow_input")).scalar_one()
        output = connection.execute(text(f"SELECT output FROM {schema}operation_outputs")).scalar_one()
    assert [a_job("1").document] == json.loads(inputs)["args"]
    assert '{"orders":2}' == output
    assert {
        "$error": {
            "kind": "KeyError",
            "message": "An error that nobody foresaw. Report it with this text: KeyError: 'line_items'",
            "retries_itself": False,
        }
    } == json.loads(error)


def test_a_database_that_is_not_there_is_a_store_error_without_its_password() -> None:
    engine = Durable("postgresql+psycopg://bpwoo:s3cret@/postgres?host=/nowhere")
    with pytest.raises(StoreError) as caught:
        engine.start(a_job("1"))
    assert "The queue at postgresql+psycopg://bpwoo:***@/postgres?host=" in str(caught.value)
    assert "s3cret" not in str(caught.value)
