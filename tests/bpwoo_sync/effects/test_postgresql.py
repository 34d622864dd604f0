"""The ledger in PostgreSQL: a server of the test's own, on a socket in a folder that is thrown away.

Without PostgreSQL on the machine these tests are left out, unless ``BPWOO_TESTS_REQUIRE`` names it, as CI does.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bpwoo_sync.effects.stores import SqlStore
from bpwoo_sync.errors import StoreError
from tests.bpwoo_sync.effects.test_stores import OUTCOMES


def program(name: str) -> str:
    """A program of PostgreSQL, wherever the distribution put it."""
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    found = shutil.which(name) or (str(places[0]) if places else "")
    if not found and "postgresql" in os.environ.get("BPWOO_TESTS_REQUIRE", ""):
        pytest.fail(f"PostgreSQL's {name} is not installed, and these tests are required")
    if not found:
        pytest.skip("PostgreSQL is not installed")
    return found


def as_server(*command: str) -> None:
    """Run a program of the server, which refuses to be root."""
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run([*prefix, *command], check=True, capture_output=True, cwd="/")


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    initdb, pg_ctl = program("initdb"), program("pg_ctl")
    folder = Path(tempfile.mkdtemp(prefix="bpwoo-pg-", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    data = str(folder / "data")
    try:
        as_server(initdb, "-D", data, "-U", "bpwoo", "-A", "trust", "--no-sync")
        as_server(pg_ctl, "-D", data, "-w", "-l", str(folder / "log"), "-o", f"-c listen_addresses= -k {folder}", "start")
        yield f"postgresql+psycopg://bpwoo@/postgres?host={folder}"
        as_server(pg_ctl, "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def test_a_ledger_in_postgresql_gives_back_what_it_was_given_and_outlives_the_store(url: str) -> None:
    with SqlStore(url, pair="W1") as first:
        first.append(OUTCOMES)
    with SqlStore(url, pair="W1") as second:
        assert tuple(OUTCOMES) == second.outcomes()
        assert [OUTCOMES[1], OUTCOMES[2]] == list(second.load())


def test_two_pairs_in_one_database_do_not_see_each_other(url: str) -> None:
    with SqlStore(url, pair="P1") as one, SqlStore(url, pair="P2") as other:
        one.append(OUTCOMES)
        assert (2, 0) == (len(one.load()), len(other.load()))


def test_a_server_that_is_not_there_is_a_store_error() -> None:
    program("initdb")
    with pytest.raises(StoreError) as caught:
        SqlStore("postgresql+psycopg://bpwoo:s3cret@/postgres?host=/nowhere")
    assert "s3cret" not in str(caught.value)
