"""Ctrl-C and SIGTERM, sent to a process of the command while a write of it is under way at a double, or waits for its turn."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from attrs import define, evolve, field

import brightpearl_sdk as bp
from bpwoo_sync.cli.demo import ENVIRONMENT
from bpwoo_sync.cli.stopping import wait
from bpwoo_sync.effects.stores import SqlStore, sqlite_url
from bpwoo_sync.ledger import Status
from bpwoo_sync.testing.doubles import Doubles, demo_tables, serving_doubles
from tests.bpwoo_sync.cli.test_commands import DONE, WRONG, invoked
from tests.bpwoo_sync.effects.road import ten_orders
from tests.bpwoo_sync.effects.test_killed import RIGHT, state

STOPPED = 130
COMMAND = [sys.executable, "-c", "import sys; sys.argv[0] = 'bpwoo'; from bpwoo_sync.cli import main; main()"]
ORDERS = ("--no-shipments", "--no-stock", "--no-prices", "--no-products")


@define
class Gate:
    """An account that holds the answer to the write, or the reading, of a number, until something has happened.

    With ``spent`` that answer says that nothing is left of the quota for fifty seconds.
    """

    doubles: Doubles
    number: int
    reading: bool
    spent: bool = False
    during: Callable[[], None] = lambda: None
    written: int = 0
    read: int = 0
    lock: threading.Lock = field(factory=threading.Lock)

    def handle(self, request: bp.Request) -> bp.Response | bp.Failure:
        with self.lock:
            writes = request.method != "GET"
            self.written += writes
            self.read += not writes
            reached = writes is not self.reading and self.number == (self.read if self.reading else self.written)
        reply = self.doubles.brightpearl.handle(request)
        if reached:
            self.during()
        return _spent(reply) if reached and self.spent else reply


def _spent(reply: bp.Response | bp.Failure) -> bp.Response | bp.Failure:
    if isinstance(reply, bp.Failure):
        return reply
    told = {"brightpearl-requests-remaining": "0", "brightpearl-next-throttle-period": "50000"}
    kept = tuple((name, value) for name, value in reply.headers if name.lower() not in told)
    return evolve(reply, headers=(*kept, *told.items()))


@define
class Running:
    """A sync of ten orders, in a process of its own."""

    gate: Gate
    path: Path
    process: subprocess.Popen[str]

    def ended(self) -> tuple[int, str, str]:
        """Status, standard output and standard error, once it ended by itself."""
        out, err = self.process.communicate(timeout=60)
        return self.process.returncode, out, err

    def outcomes(self) -> dict[str, Status]:
        """What the ledger says last of each write."""
        with SqlStore(sqlite_url(self.path.with_name("bpwoo.sqlite")), pair=self.path.stem) as store:
            return {key: outcome.status for key, outcome in store.load().latest.items()}

    def go_on(self) -> int:
        """Give the same command again; returns its status."""
        return invoked("sync", "--apply", "--config", str(self.path), *ORDERS).status


@contextmanager
def syncing(
    tmp_path: Path, number: int, during: Callable[[Running], None], *arguments: str, reading: bool = False, spent: bool = False
) -> Iterator[Running]:
    """Sync, and do something while the write of a number is under way."""
    doubles = ten_orders()
    gate = Gate(doubles, number, reading, spent)
    with serving_doubles(doubles, brightpearl=gate.handle) as served:
        path = tmp_path / "bpwoo.toml"
        text = f'[brightpearl]\naccount = "acme"\nbase_url = "{served.brightpearl_url}"\n\n[woocommerce]\nurl = "{served.shop_url}"\n\n'
        path.write_text(text + demo_tables(), "utf-8")
        with subprocess.Popen(
            [*COMMAND, "sync", "--apply", "--config", str(path), *ORDERS, *arguments],
            env={**os.environ, **ENVIRONMENT, "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as started:
            running = Running(gate, path, started)
            gate.during = lambda: during(running)
            try:
                yield running
            finally:
                started.kill()


def test_a_first_signal_ends_it_behind_the_write_under_way_and_the_same_command_goes_on(tmp_path: Path) -> None:
    with syncing(tmp_path, 2, lambda running: running.process.send_signal(signal.SIGINT)) as running:
        status, _, err = running.ended()
        assert STOPPED == status, err
        assert f"To go on: bpwoo sync --apply --no-shipments --no-stock --no-prices --no-products --config {running.path}" in err
        before, outcomes = running.gate.written, running.outcomes()
        assert (2, {Status.DONE}) == (before, set(outcomes.values()))
        assert f"Ended early: {len(outcomes)} of " in err
        assert (DONE, RIGHT) == (running.go_on(), state(running.gate.doubles))
        assert {Status.DONE} == set(running.outcomes().values())


def test_sigterm_ends_it_as_ctrl_c_does_and_its_json_tells_so(tmp_path: Path) -> None:
    with syncing(tmp_path, 1, lambda running: running.process.send_signal(signal.SIGTERM), "--json") as running:
        status, out, err = running.ended()
        document = json.loads(out)
        assert (STOPPED, True, {"done"}) == (status, document["stopped"], {each["status"] for each in document["outcomes"]}), err


def test_a_second_signal_ends_it_at_once_and_what_was_under_way_is_looked_up_and_not_made_twice(tmp_path: Path) -> None:
    held, noted = threading.Event(), threading.Event()

    def during(running: Running) -> None:
        running.process.send_signal(signal.SIGINT)
        noted.set()
        held.wait(60)

    with syncing(tmp_path, 3, during) as running:
        noted.wait(60)
        assert running.process.stderr is not None
        while "Once more" not in running.process.stderr.readline():
            assert running.process.poll() is None
        running.process.send_signal(signal.SIGINT)
        assert STOPPED == running.process.wait(30)
        err = running.process.stderr.read()
        held.set()
        assert "writes have an outcome in the ledger" in err
        assert "looks up what was under way" in err
        assert "Traceback" not in err
        assert Status.STARTED in running.outcomes().values()
        assert (DONE, RIGHT) == (running.go_on(), state(running.gate.doubles))


def test_while_it_waits_for_the_quota_a_first_signal_ends_it_at_once_and_the_same_command_goes_on(tmp_path: Path) -> None:
    with syncing(tmp_path, 4, lambda running: None, spent=True) as running:
        assert running.process.stderr is not None
        while "before the next request. Ctrl-C ends it now." not in running.process.stderr.readline():
            assert running.process.poll() is None
        running.process.send_signal(signal.SIGINT)
        assert STOPPED == running.process.wait(30)
        err = running.process.stderr.read()
        assert f"To go on: bpwoo sync --apply --no-shipments --no-stock --no-prices --no-products --config {running.path}" in err
        assert ("Traceback" in err, "Once more" in err) == (False, False), err
        assert 4 == running.gate.written
        assert (DONE, RIGHT) == (running.go_on(), state(running.gate.doubles))


def test_a_signal_during_a_write_ends_it_before_the_wait_that_would_follow(tmp_path: Path) -> None:
    with syncing(tmp_path, 4, lambda running: running.process.send_signal(signal.SIGTERM), spent=True) as running:
        assert STOPPED == running.process.wait(30)
        assert running.process.stderr is not None
        assert "Ended early" in running.process.stderr.read()
        assert (DONE, RIGHT) == (running.go_on(), state(running.gate.doubles))


def test_a_wait_outside_of_writing_is_ended_by_the_interruption_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr("time.sleep", slept.append)
    wait(40.0)
    assert [40.0] == slept


def test_while_it_only_reads_a_first_signal_ends_it_at_once_and_nothing_is_written(tmp_path: Path) -> None:
    def during(running: Running) -> None:
        running.process.send_signal(signal.SIGTERM)
        running.process.wait(30)

    with syncing(tmp_path, 1, during, reading=True) as running:
        status, out, err = running.ended()
        assert (STOPPED, "", 0, {}) == (status, out, running.gate.written, running.outcomes()), err
        assert "Traceback" not in err


def test_a_dry_run_writes_nothing_keeps_nothing_and_says_how_to_write(tmp_path: Path) -> None:
    with serving_doubles(ten_orders()) as served:
        path = tmp_path / "bpwoo.toml"
        text = f'[brightpearl]\naccount = "acme"\nbase_url = "{served.brightpearl_url}"\n\n[woocommerce]\nurl = "{served.shop_url}"\n\n'
        path.write_text(text + demo_tables(), "utf-8")
        for command, only in (("sync", ORDERS), ("poll", ())):
            shown = invoked(command, *only, "--json", "--config", str(path))
            assert (DONE, False, []) == (shown.status, shown.document["applied"], shown.document["outcomes"])
            assert 10 == sum(action["kind"] == "sales-order" for action in shown.document["plan"]["actions"])
            assert f"To write it: bpwoo {' '.join((command, '--apply', *only))} --config {path}" in shown.err
        assert [] == served.doubles.brightpearl.records("orders")
        written = invoked("poll", "--apply", "--config", str(path))
        assert (DONE, 10) == (written.status, len(served.doubles.brightpearl.records("orders")))
        again = invoked("poll", "--config", str(path))
        assert (DONE, True) == (again.status, "There is nothing to write." in again.err)


def compared_through(folder: Path, kill: int = 0) -> tuple[int, int, dict[str, object]]:
    """Compare through snapshots in a folder, killed once at a request to the account; its status, requests, and what it told."""
    doubles = ten_orders()
    gate = Gate(doubles, kill, reading=True)
    with serving_doubles(doubles, brightpearl=gate.handle) as served:
        path = folder / "bpwoo.toml"
        text = f'[brightpearl]\naccount = "acme"\nbase_url = "{served.brightpearl_url}"\n\n[woocommerce]\nurl = "{served.shop_url}"\n\n'
        path.write_text(text + demo_tables(), "utf-8")
        command = ["reconcile", "--json", "--snapshot", str(folder / "kept"), "--config", str(path)]
        if kill:
            with subprocess.Popen([*COMMAND, *command], env={**os.environ, **ENVIRONMENT}, stdout=subprocess.DEVNULL) as killed:
                gate.during = killed.kill
                assert -signal.SIGKILL == killed.wait(60)
        ended = invoked(*command)
    return ended.status, gate.read, ended.document


def test_a_comparison_that_is_killed_while_it_reads_goes_on_when_it_is_given_again_and_repeats_one_request(tmp_path: Path) -> None:
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    whole.mkdir()
    broken.mkdir()
    status, asked, told = compared_through(whole)
    assert (WRONG, True) == (status, asked > 5)
    status, asked_in_all, after = compared_through(broken, kill=asked // 2)
    assert (WRONG, asked + 1) == (status, asked_in_all)
    moments = ("shop_taken_at", "account_taken_at")
    assert {name: value for name, value in told.items() if name not in moments} == {
        name: value for name, value in after.items() if name not in moments
    }
