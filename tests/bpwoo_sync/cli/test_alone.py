"""Of two runs of one pair that are started together one works, and the other says so."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from bpwoo_sync.cli.configuration import DATABASE_URL
from bpwoo_sync.cli.demo import ENVIRONMENT
from bpwoo_sync.effects.stores import SqlStore, sqlite_url
from bpwoo_sync.errors import BusyError
from bpwoo_sync.testing.doubles import demo_tables, serving_doubles
from tests.bpwoo_sync.cli.test_commands import WRONG, Ended, invoked
from tests.bpwoo_sync.effects.road import ten_orders
from tests.bpwoo_sync.effects.test_killed import RIGHT, state
from tests.bpwoo_sync.effects.workers import PATIENCE, a_sync, configured, ended, queue, until, worker
from tests.postgresql import server, url_of


def test_a_pair_is_held_by_one_and_given_back(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "ledger.sqlite")
    with SqlStore(url, pair="W1") as one, SqlStore(url, pair="W1") as other, SqlStore(url, pair="W2") as another_pair:
        with one.alone(), another_pair.alone(), pytest.raises(BusyError, match="Another run of W1 is at work"), other.alone():
            pass
        with other.alone():
            pass


def test_on_postgresql_too() -> None:
    with server() as folder, SqlStore(url_of(folder), pair="W1") as one, SqlStore(url_of(folder), pair="W1") as other:
        with one.alone(), pytest.raises(BusyError, match="Another run of W1 is at work"), other.alone():
            pass
        with other.alone():
            pass


@contextmanager
def two_stores(url: str) -> Iterator[tuple[SqlStore, SqlStore]]:
    with SqlStore(url, pair="W1") as one, SqlStore(url, pair="W1") as other:
        yield one, other


def test_workers_hold_a_pair_together_and_keep_commands_away_which_are_told_so(database_url: str) -> None:
    with two_stores(database_url) as (one, other), two_stores(database_url) as (command, _):
        with one.alone(with_workers=True), other.alone(with_workers=True), pytest.raises(BusyError, match="a worker's"), command.alone():
            pass
        with command.alone():
            pass


def test_a_command_keeps_workers_and_commands_away_which_are_told_so(database_url: str) -> None:
    with two_stores(database_url) as (command, other), command.alone():
        for with_workers in (False, True):
            with pytest.raises(BusyError, match="on this ledger, a command's"), other.alone(with_workers=with_workers):
                pass


def test_a_worker_leaves_a_pair_that_a_command_has_says_so_and_comes_back_to_it(tmp_path: Path) -> None:
    database_url = sqlite_url(tmp_path / "ledger.sqlite")
    doubles, asked = ten_orders(), list[str]()
    real = doubles.brightpearl.handle

    def handle(request: Any) -> Any:
        asked.append(request.method)
        return real(request)

    with (
        serving_doubles(doubles, brightpearl=handle) as served,
        queue(database_url) as engine,
        SqlStore(database_url, pair="acme") as command,
        worker(configured(tmp_path / "pairs", served, "acme"), database_url) as running,
    ):
        with command.alone():
            engine.start(a_sync())
            put_off = until(lambda: running.told("put off"), "the worker said that the pair is taken")
            asked_meanwhile = list(asked)
        until(lambda: ended(engine), "the job was done")
    assert "Another run of acme is at work on this ledger, a command's" in put_off[0]["cause"]
    assert ([], RIGHT) == (asked_meanwhile, state(doubles))


def test_a_command_that_starts_within_a_workers_run_says_so_and_each_order_is_there_once(tmp_path: Path, postgresql_url: str) -> None:
    doubles, refused = ten_orders(), list[Ended]()
    real, folder = doubles.brightpearl.handle, tmp_path / "pairs"
    environment = {**ENVIRONMENT, DATABASE_URL: postgresql_url}

    def handle(request: Any) -> Any:
        if not refused and request.method == "POST":
            refused.append(Ended(status=0, out="", err=""))
            refused[0] = invoked("sync", "--apply", "--config", str(folder / "acme.toml"), environment=environment)
        return real(request)

    with serving_doubles(doubles, brightpearl=handle) as served, queue(postgresql_url) as engine:
        engine.start(a_sync())
        with worker(configured(folder, served, "acme"), postgresql_url):
            until(lambda: ended(engine), "the job was done")
    assert (WRONG, True) == (refused[0].status, "Another run of acme is at work on this ledger, a worker's" in refused[0].err)
    assert RIGHT == state(doubles)


def test_a_worker_that_is_killed_gives_its_pair_back(tmp_path: Path, database_url: str) -> None:
    doubles, seen = ten_orders(), threading.Event()
    killed = threading.Event()
    real = doubles.brightpearl.handle

    def handle(request: Any) -> Any:
        if request.method == "POST":
            seen.set()
            assert killed.wait(PATIENCE)
        return real(request)

    with serving_doubles(doubles, brightpearl=handle) as served, queue(database_url) as engine:
        engine.start(a_sync())
        with worker(configured(tmp_path / "pairs", served, "acme"), database_url) as running, SqlStore(database_url, pair="acme") as store:
            assert seen.wait(PATIENCE)
            with pytest.raises(BusyError), store.alone():
                pass
            running.kill()
            until(lambda: free(store), "the pair was given back")
        killed.set()


def free(store: SqlStore) -> bool:
    try:
        with store.alone():
            return True
    except BusyError:
        return False


def test_a_process_that_dies_gives_its_pair_back(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "ledger.sqlite")
    taken = "SqlStore(sys.argv[1], pair='W1').alone().__enter__()"
    program = f"import os, sys\nfrom bpwoo_sync.effects.stores import SqlStore\n{taken}\nos._exit(9)"
    assert 9 == subprocess.run([sys.executable, "-c", program, url], check=False).returncode
    with SqlStore(url, pair="W1") as store, store.alone():
        pass


@pytest.mark.parametrize("second", ["sync", "poll"])
def test_a_second_run_that_starts_within_the_first_says_so_and_each_order_is_there_once(tmp_path: Path, second: str) -> None:
    doubles, second_run = ten_orders(), list[Any]()
    real = doubles.brightpearl.handle

    def handle(request: Any) -> Any:
        if not second_run and request.method == "POST":
            second_run.append(None)
            second_run[0] = invoked(second, "--apply", "--config", str(path), environment=ENVIRONMENT)
        return real(request)

    with serving_doubles(doubles, brightpearl=handle) as served:
        path = tmp_path / "bpwoo.toml"
        connections = f'[brightpearl]\naccount = "acme"\nbase_url = "{served.brightpearl_url}"\n[woocommerce]\nurl = "{served.shop_url}"\n'
        path.write_text(f"{connections}\n{demo_tables()}", "utf-8")
        invoked(
            "sync",
            "--apply",
            "--no-shipments",
            "--no-stock",
            "--no-prices",
            "--no-products",
            "--config",
            str(path),
            environment=ENVIRONMENT,
        )
    assert (WRONG, True) == (second_run[0].status, "Another run of bpwoo is at work on this ledger" in second_run[0].err)
    assert RIGHT == state(doubles)
