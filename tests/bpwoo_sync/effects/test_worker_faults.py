"""What goes wrong around a worker: it says what happened, loses nothing, does nothing twice, and goes on once it is over."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from attrs import define, evolve

from bpwoo_sync.effects.engine import Job, Priority, Recovery, State, failures, order_id
from bpwoo_sync.effects.leases import LEASE, Leases
from bpwoo_sync.effects.stores import sqlite_url
from bpwoo_sync.increments import Hint
from bpwoo_sync.testing.doubles import serving_doubles
from tests.bpwoo_sync.effects.road import ten_orders
from tests.bpwoo_sync.effects.test_killed import RIGHT, state
from tests.bpwoo_sync.effects.workers import a_sync, configured, ended, queue, until, worker
from tests.postgresql import restarted, server, url_of


@define
class Gate:
    """Stands before a double: from its request of a number on it answers something else, until it is opened."""

    handle: Callable[[Any], Any]
    other: Callable[[Any], Any]
    closes_at: int = 1
    count: int = 0
    open: bool = False

    def __call__(self, request: Any) -> Any:
        """The answer."""
        self.count += 1
        return self.handle(request) if self.open or self.count < self.closes_at else self.other(request)


def test_a_token_that_is_revoked_in_the_middle_ends_the_run_and_a_person_is_told(tmp_path: Path) -> None:
    doubles, url = ten_orders(), sqlite_url(tmp_path / "queue.sqlite")
    real = doubles.brightpearl.handle

    def revoked(request: Any) -> Any:
        headers = tuple((name, "revoked" if name.lower() == "brightpearl-account-token" else value) for name, value in request.headers)
        return real(evolve(request, headers=headers))

    gate = Gate(real, revoked, closes_at=12)
    with serving_doubles(doubles, brightpearl=gate) as served, queue(url) as engine:
        engine.start(a_sync())
        with worker(configured(tmp_path / "pairs", served, "acme"), url) as running:
            until(lambda: ended(engine), "the run ended")
            (letter,) = failures(engine)
            assert letter.failure is not None
            assert ("AuthenticationError", Recovery.NEEDS_A_PERSON) == (letter.failure.kind, letter.failure.recovery)
            assert letter.failure.message.startswith(running.told("failed")[0]["cause"][:60])
            gate.open = True
            assert engine.resume(letter.job.id)
            until(lambda: ended(engine), "the run ended once the token was right again")
    assert RIGHT == state(doubles)


def test_a_poisoned_event_is_a_dead_letter_with_its_cause_and_other_pairs_go_on(tmp_path: Path) -> None:
    doubles, poisoned, url = ten_orders(), ten_orders(), sqlite_url(tmp_path / "queue.sqlite")
    real = poisoned.shop.handle

    def broken(request: Any) -> Any:
        reply = real(request)
        return evolve(reply, content=b"[7]") if request.path.endswith("/orders") else reply

    hint = Hint("order", 263)
    event = Job(id=order_id("bad", hint, "delivery-1"), account="bad", priority=Priority.URGENT, hints=(hint,))
    with ExitStack() as stack:
        folder = tmp_path / "pairs"
        configured(folder, stack.enter_context(serving_doubles(doubles)), "acme")
        configured(folder, stack.enter_context(serving_doubles(poisoned, shop=Gate(real, broken))), "bad")
        engine = stack.enter_context(queue(url))
        assert engine.start(event)
        engine.start(a_sync())
        stack.enter_context(worker(folder, url))
        until(lambda: ended(engine), "both runs ended")
        (letter,) = failures(engine)
        assert not engine.start(event)
    assert letter.failure is not None
    assert ("bad/order/order-263/delivery-1", "ShapeError", Recovery.NEEDS_A_PERSON) == (
        str(letter.job.id),
        letter.failure.kind,
        letter.failure.recovery,
    )
    assert RIGHT == state(doubles)


def test_a_disk_that_is_full_stops_a_worker_and_with_room_again_the_run_is_finished(tmp_path: Path) -> None:
    doubles, url = ten_orders(), sqlite_url(tmp_path / "queue.sqlite")
    with serving_doubles(doubles) as served, queue(url) as engine:
        folder = configured(tmp_path / "pairs", served, "acme")
        engine.start(a_sync())
        Leases(engine.engine)
        with engine.engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        with worker(folder, url, "--executor-id", "one", environment={"TEST_MAX_PAGES": str(pages + 1)}) as full:
            (cause,) = {each["cause"] for each in until(lambda: full.told("put off"), "the worker told that it could not go on")}
        assert f"{url} failed: database or disk is full." in cause
        assert [State.RUNNING] == [each.state for each in engine.workflows()]
        with worker(folder, url, "--executor-id", "one"):
            until(lambda: ended(engine), "the run ended")
        assert [State.DONE] == [each.state for each in engine.workflows()]
    assert RIGHT == state(doubles)


def test_postgresql_may_go_away_for_ten_seconds_and_come_back(tmp_path: Path) -> None:
    doubles = ten_orders()
    with server() as folder, serving_doubles(doubles) as served, queue(url_of(folder)) as engine:
        engine.start(a_sync())
        with worker(configured(tmp_path / "pairs", served, "acme"), url_of(folder)) as running:
            until(lambda: doubles.brightpearl.records("orders"), "the run is under way")
            with restarted(folder):
                down = time.monotonic()
                until(lambda: running.told("database away"), "the worker told that its database is away")
                # As long as a lease is, so that the worker's own runs out meanwhile.
                until(lambda: time.monotonic() - down >= LEASE, "ten seconds went by")
            until(lambda: running.told("database back"), "the worker told that it is back")
            until(lambda: ended(engine), "the run ended")
        (run,) = engine.workflows()
    assert (State.DONE, RIGHT) == (run.state, state(doubles))


def test_a_configuration_that_cannot_be_used_is_told_and_the_others_run(tmp_path: Path) -> None:
    doubles, url = ten_orders(), sqlite_url(tmp_path / "queue.sqlite")
    with serving_doubles(doubles) as served, queue(url) as engine:
        folder = configured(tmp_path / "pairs", served, "acme")
        (folder / "other.toml").write_text("[brightpearl]\n", "utf-8")
        engine.start(a_sync())
        with worker(folder, url) as running:
            until(lambda: ended(engine), "the run ended")
        assert ["acme"] == running.told("started")[0]["pairs"]
    assert "other.toml is left out, because it cannot be used:" in running.errors
    assert "brightpearl.account: is missing or empty" in running.errors
    assert RIGHT == state(doubles)
