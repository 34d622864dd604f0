"""Databases for tests: a file, or a new database of one PostgreSQL server that all tests of a run share."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from bpwoo_sync.effects.stores import sqlite_url
from tests.postgresql import server, url_of


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Path]:
    """A PostgreSQL server, as the folder of its socket."""
    with server() as folder:
        yield folder


@pytest.fixture(scope="session")
def new_postgresql_url(postgresql: Path) -> Callable[[], str]:
    """Makes an empty database in PostgreSQL and gives its URL."""
    numbers = itertools.count(1)
    engine = create_engine(url_of(postgresql), isolation_level="AUTOCOMMIT")

    def made() -> str:
        name = f"ledger_{next(numbers)}"
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        engine.dispose()
        return url_of(postgresql, name)

    return made


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database of each kind."""
    if request.param == "sqlite":
        return sqlite_url(tmp_path / "ledger.sqlite")
    made: str = request.getfixturevalue("new_postgresql_url")()
    return made


@pytest.fixture
def postgresql_url(new_postgresql_url: Callable[[], str]) -> str:
    """The URL of an empty database in PostgreSQL."""
    return new_postgresql_url()
