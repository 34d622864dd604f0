"""A PostgreSQL server of the tests' own, on a socket in a folder that is thrown away.

Without PostgreSQL on the machine what asks for it is left out, unless ``BPWOO_TESTS_REQUIRE`` names it, as CI does.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def program(name: str) -> str:
    """A program of PostgreSQL, wherever the distribution put it."""
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    found = shutil.which(name) or (str(places[0]) if places else "")
    if not found and "postgresql" in os.environ.get("BPWOO_TESTS_REQUIRE", ""):
        pytest.fail(f"PostgreSQL's {name} is not installed, and these tests are required: apt-get install postgresql")
    if not found:
        pytest.skip("PostgreSQL is not installed")
    return found


def as_server(*command: str) -> None:
    """Run a program of the server, which refuses to be root."""
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run([*prefix, *command], check=True, capture_output=True, cwd="/")


@contextmanager
def server() -> Iterator[Path]:
    """A running server, as the folder of its socket; its superuser is ``bpwoo``."""
    initdb, pg_ctl = program("initdb"), program("pg_ctl")
    folder = Path(tempfile.mkdtemp(prefix="bpwoo-pg-", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    data = str(folder / "data")
    try:
        as_server(initdb, "-D", data, "-U", "bpwoo", "-A", "trust", "--no-sync")
        as_server(pg_ctl, "-D", data, "-w", "-l", str(folder / "log"), "-o", f"-c listen_addresses= -k {folder}", "start")
        yield folder
        as_server(pg_ctl, "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def url_of(folder: Path, database: str = "postgres") -> str:
    """The URL of a database of that server."""
    return f"postgresql+psycopg://bpwoo@/{database}?host={folder}"


@contextmanager
def restarted(folder: Path) -> Iterator[None]:
    """The server of this folder is down while the block lasts, and up again at its end."""
    pg_ctl, data = program("pg_ctl"), str(folder / "data")
    as_server(pg_ctl, "-D", data, "-w", "-m", "immediate", "stop")
    yield
    as_server(pg_ctl, "-D", data, "-w", "-l", str(folder / "log"), "-o", f"-c listen_addresses= -k {folder}", "start")
