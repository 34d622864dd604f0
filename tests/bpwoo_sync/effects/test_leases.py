"""Which worker lives: what others see of it, who may take its place, and that it then writes nothing."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import pytest
from attrs import evolve
from sqlalchemy import Engine, event

from bpwoo_sync.effects.durable import queue_engine
from bpwoo_sync.effects.leases import Holding, Lease, Leases, Sight, expired, sights, taken
from bpwoo_sync.effects.stores import SqlStore
from bpwoo_sync.errors import ConfigurationError, LeaseLostError, StoreError
from bpwoo_sync.increments import Advance
from bpwoo_sync.ledger import Outcome, Status

STARTED = Outcome(key="order:W1-1", kind="sales-order", status=Status.STARTED, at=datetime(2026, 11, 25, tzinfo=UTC), run="r")

#: A process that is not on this machine, so that nobody here can say whether it lives.
ELSEWHERE = "elsewhere:1"


class Steady:
    """A steady clock that is moved by hand; sleeping moves it."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = queue_engine(database_url)
    yield engine
    engine.dispose()


def row(executor: str, holder: str = ELSEWHERE) -> Holding:
    return Holding(executor=executor, holder=holder, token="t", beats=0, seconds=10.0)


def fenced(engine: Engine, lease: Lease) -> SqlStore:
    return SqlStore("", pair="W1", engine=engine, fence=lease.verify)


def test_a_worker_is_taken_for_dead_once_its_beats_stood_still_for_its_lease() -> None:
    first = sights({}, {"a": (("t", 1), 10.0), "b": (("t", 1), 10.0)}, 0.0)
    later = sights(first, {"a": (("t", 1), 10.0), "b": (("t", 2), 10.0)}, 10.0)
    assert {"a": Sight(("t", 1), 0.0, 10.0), "b": Sight(("t", 2), 10.0, 10.0)} == later
    assert (frozenset(), frozenset({"a"})) == (expired(later, 9.9), expired(later, 10.0))


def test_who_ends_its_lease_is_not_seen_any_more() -> None:
    first = sights({}, {"a": (("t", 1), 10.0)}, 0.0)
    assert {} == sights(first, {}, 1.0)


def test_a_worker_without_a_name_takes_the_first_of_the_machine_that_is_free(engine: Engine) -> None:
    leases, host = Leases(engine), socket.gethostname()
    leases.insert(row(f"{host}-0", holder=f"{host}:1"))
    assert f"{host}-1" == taken(leases).executor


def test_the_name_of_a_process_that_ended_on_this_machine_is_free(engine: Engine) -> None:
    leases, host = Leases(engine), socket.gethostname()
    with subprocess.Popen(["true"]) as ended:
        gone = ended.pid
    leases.insert(row(f"{host}-0", holder=f"{host}:{gone}"))
    assert f"{host}-0" == taken(leases).executor


def test_a_name_is_not_taken_from_a_worker_that_beats(engine: Engine) -> None:
    leases, clock = Leases(engine), Steady()
    leases.insert(row("one"))

    def beats(seconds: float) -> None:
        leases.beat("one", "t")

    with pytest.raises(ConfigurationError) as caught:
        taken(leases, "one", clock=clock, sleep=beats)
    assert "--executor-id one: another worker (elsewhere:1) runs under this id. Give each worker an id of its own." == str(caught.value)


def test_a_name_is_taken_from_a_worker_that_was_silent_for_its_lease(engine: Engine) -> None:
    leases, clock = Leases(engine), Steady()
    leases.insert(row("one"))
    lease = taken(leases, "one", clock=clock, sleep=clock.sleep)
    assert ("one", 110.0) == (lease.executor, clock())
    lease.check()


def test_a_worker_keeps_outcomes_and_progress_while_the_lease_is_its_own(engine: Engine) -> None:
    lease = taken(Leases(engine), "one")
    store = fenced(engine, lease)
    store.append([STARTED])
    store.advance(Advance(cursors={"orders": STARTED.at}))
    assert ((STARTED,), {"orders": STARTED.at}) == (store.outcomes(), store.cursors())


def test_a_worker_that_was_taken_for_dead_keeps_nothing_and_is_told_why(engine: Engine) -> None:
    leases = Leases(engine)
    lease = taken(leases, "one")
    store = fenced(engine, lease)
    (there,) = leases.all()
    assert leases.replace(there, evolve(there, token="another"))
    with pytest.raises(LeaseLostError) as caught:
        store.append([STARTED])
    assert "Worker one did not reach the database for 10 seconds, or another has its lease: it stops writing." in str(caught.value)
    with pytest.raises(LeaseLostError):
        store.advance(Advance(cursors={"orders": STARTED.at}))
    with pytest.raises(LeaseLostError):
        lease.check()
    with pytest.raises(LeaseLostError):
        lease.beat()
    assert ((), {}) == (store.outcomes(), store.cursors())


def test_a_worker_whose_row_was_cleared_away_keeps_nothing_either_though_another_begins_under_its_name(engine: Engine) -> None:
    leases = Leases(engine)
    first = taken(leases, "one")
    leases.end("one", first.token)
    taken(leases, "one")
    with pytest.raises(LeaseLostError):
        fenced(engine, first).append([STARTED])


def test_only_one_of_two_takes_a_lease_over(engine: Engine) -> None:
    leases = Leases(engine)
    leases.insert(row("dead"))
    (there,) = leases.all()
    assert (True, False) == (leases.replace(there, evolve(there, token="a")), leases.replace(there, evolve(there, token="b")))
    assert (False, True) == (leases.insert(row("dead")), leases.insert(row("other")))


@pytest.mark.parametrize("writes", [lambda engine, lease: lease.beat(), lambda engine, lease: fenced(engine, lease).append([STARTED])])
def test_who_is_frozen_in_the_middle_of_a_transaction_does_not_keep_its_row(
    postgresql_url: str, writes: Callable[[Engine, Lease], None]
) -> None:
    engine, others = queue_engine(postgresql_url), queue_engine(postgresql_url)
    lease = taken(Leases(engine), "one")
    (there,) = Leases(others).all()
    took: list[bool] = []

    def frozen(connection: Any) -> None:
        # Between two messages of a batch the server does not count a session as idle, and would wait for good.
        with closing(connection.connection.driver_connection) as session:
            session.pgconn.enter_pipeline_mode()
            session.pgconn.send_query_params(b"SELECT 1", [])
            session.pgconn.send_flush_request()
            session.pgconn.flush()
            took.append(Leases(others).replace(there, evolve(there, token="successor")))

    event.listen(engine, "commit", frozen)
    with pytest.raises(StoreError, match="failed"):
        writes(engine, lease)
    assert ([True], ()) == (took, SqlStore("", pair="W1", engine=others).outcomes())
    engine.dispose()
    others.dispose()


def test_a_worker_stops_writing_by_itself_once_no_beat_of_it_arrived_for_its_lease(engine: Engine) -> None:
    clock = Steady()
    lease = taken(Leases(engine), "one", clock=clock)
    clock.sleep(9.9)
    lease.check()
    clock.sleep(0.1)
    with pytest.raises(LeaseLostError):
        lease.check()


def test_a_lease_that_nobody_took_goes_on_when_beats_arrive_again(engine: Engine) -> None:
    clock = Steady()
    lease = taken(Leases(engine), "one", clock=clock)
    clock.sleep(60)
    lease.beat()
    lease.check()


def test_a_lease_that_is_given_back_is_over(engine: Engine) -> None:
    leases = Leases(engine)
    lease = taken(leases, "one")
    lease.end()
    assert () == leases.all()
    with pytest.raises(LeaseLostError):
        fenced(engine, lease).append([STARTED])
