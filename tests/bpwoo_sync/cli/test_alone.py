"""Of two runs of one pair that are started together one works, and the other says so."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bpwoo_sync.cli.demo import ENVIRONMENT
from bpwoo_sync.effects.stores import SqlStore, sqlite_url
from bpwoo_sync.errors import BusyError
from bpwoo_sync.testing.doubles import demo_tables, serving_doubles
from tests.bpwoo_sync.cli.test_commands import WRONG, invoked
from tests.bpwoo_sync.effects.road import ten_orders
from tests.bpwoo_sync.effects.test_killed import RIGHT, state
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


def test_a_process_that_dies_gives_its_pair_back(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "ledger.sqlite")
    taken = "SqlStore(sys.argv[1], pair='W1').alone().__enter__()"
    program = f"import os, sys\nfrom bpwoo_sync.effects.stores import SqlStore\n{taken}\nos._exit(9)"
    assert 9 == subprocess.run([sys.executable, "-c", program, url], check=False).returncode
    with SqlStore(url, pair="W1") as store, store.alone():
        pass


@pytest.mark.parametrize("second", ["sync", "poll"])
def test_a_second_run_that_starts_within_the_first_says_so_and_each_order_is_there_once(tmp_path: Path, second: str) -> None:
    doubles, ended = ten_orders(), list[Any]()
    real = doubles.brightpearl.handle

    def handle(request: Any) -> Any:
        if not ended and request.method == "POST":
            ended.append(None)
            ended[0] = invoked(second, "--apply", "--config", str(path), environment=ENVIRONMENT)
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
    assert (WRONG, True) == (ended[0].status, "Another run of bpwoo is at work on this ledger" in ended[0].err)
    assert RIGHT == state(doubles)
