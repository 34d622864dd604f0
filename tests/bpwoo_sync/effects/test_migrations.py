"""A ledger's tables come forward from every version that ever was, and never lose a row."""

from __future__ import annotations

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import Connection

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, event, inspect

from bpwoo_sync.effects.databases import opened
from bpwoo_sync.effects.migrations import FOLDER, VERSION_TABLE, bring_forward, check_current, known_versions, version_of
from bpwoo_sync.effects.schema import metadata
from bpwoo_sync.effects.stores import SqlStore, sqlite_url
from bpwoo_sync.errors import StoreError
from bpwoo_sync.increments import Hint, Seen
from bpwoo_sync.ledger import Outcome, Status

LEDGERS = Path(__file__).parents[2] / "data" / "ledgers"
OLD = sorted(path.stem for path in (LEDGERS / "sqlite").glob("*.sql"))
NEWEST = known_versions()[-1]
AT = datetime(2026, 3, 1, 12, 30, 15, 250000, tzinfo=UTC)


def as_it_was(url: str, version: str) -> None:
    """Fill an empty database with what a version left."""
    with opened(url) as engine, engine.begin() as connection:
        for statement in (LEDGERS / engine.dialect.name / f"{version}.sql").read_text("utf-8").split(";\n"):
            if statement.strip():
                connection.exec_driver_sql(statement)


def test_there_is_a_ledger_of_each_version_in_both_databases() -> None:
    assert [*known_versions(), "before_polls", "before_versions"] == OLD
    assert sorted(path.stem for path in (LEDGERS / "postgresql").glob("*.sql")) == OLD


def test_versions_are_counted_without_a_gap() -> None:
    assert tuple(f"{number:04}" for number in range(1, len(known_versions()) + 1)) == known_versions()


@pytest.mark.parametrize("version", OLD)
def test_a_ledger_of_any_version_comes_forward_without_losing_a_row(database_url: str, version: str) -> None:
    as_it_was(database_url, version)
    with SqlStore(database_url, pair="W1") as store:
        assert (
            Outcome(key="order:W1-7", kind="sales-order", status=Status.STARTED, at=AT, run="r1"),
            Outcome(key="order:W1-7", kind="sales-order", status=Status.DONE, at=AT, result="330", detail="angelegt für 7", run="r1"),
            Outcome(key="order:W1-8", kind="sales-order", status=Status.FAILED, at=AT, detail="ORDC-040", run="r1"),
        ) == store.outcomes()
        if version != "before_polls":
            assert {"orders": AT} == store.cursors()
            assert {7: Seen(AT, "abc")} == store.seen([7])
            assert frozenset({Hint("order", 8)}) == store.waiting()
    with SqlStore(database_url, pair="W2") as store:
        assert ["order:W2-7"] == [outcome.key for outcome in store.load().doubtful()]


@pytest.mark.parametrize("version", ["", *OLD])
def test_tables_that_came_forward_are_as_the_code_says(database_url: str, version: str) -> None:
    if version:
        as_it_was(database_url, version)
    with opened(database_url) as engine:
        bring_forward(engine)
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE, "compare_type": True})
            assert [] == compare_metadata(context, metadata())
        assert NEWEST == version_of(engine)


def test_a_ledger_of_a_newer_version_is_refused_and_left_alone(database_url: str) -> None:
    SqlStore(database_url).close()
    with opened(database_url) as engine:
        with engine.begin() as connection:
            connection.exec_driver_sql(f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
        with pytest.raises(StoreError, match=f"of version 9999, and this bpwoo knows versions up to {NEWEST}: a newer bpwoo has used it"):
            SqlStore(database_url)
        assert "9999" == version_of(engine)


def test_who_is_at_work_is_ready_beside_newer_tables_and_not_with_older_ones(database_url: str) -> None:
    with opened(database_url) as engine:
        with pytest.raises(StoreError, match=f"are of version None, and this bpwoo needs {NEWEST}"):
            check_current(engine)
        as_it_was(database_url, "0006")
        with pytest.raises(StoreError, match=f"are of version 0006, and this bpwoo needs {NEWEST}"):
            check_current(engine)
        bring_forward(engine)
        check_current(engine)
        with engine.begin() as connection:
            connection.exec_driver_sql(f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
        check_current(engine)


def test_tables_that_are_current_are_only_asked_for_their_version(database_url: str) -> None:
    SqlStore(database_url).close()
    code = (
        f"import sys; from bpwoo_sync.effects.stores import SqlStore; SqlStore({database_url!r}).close(); print('alembic' in sys.modules)"
    )
    assert "False\n" == subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout


def test_two_processes_that_open_a_ledger_at_once_bring_it_forward_once(database_url: str) -> None:
    as_it_was(database_url, "before_versions")
    code = f"from bpwoo_sync.effects.stores import SqlStore; input(); SqlStore({database_url!r}).close(); print('opened')"
    pipe = subprocess.PIPE
    started = [subprocess.Popen([sys.executable, "-c", code], stdin=pipe, stdout=pipe, stderr=pipe, text=True) for _ in range(2)]
    assert [("opened\n", "")] * 2 == [process.communicate("\n", timeout=60) for process in started]
    with opened(database_url) as engine:
        assert NEWEST == version_of(engine)


def test_many_threads_that_open_ledgers_at_once_bring_each_forward(database_url: str, tmp_path: Path) -> None:
    urls = [database_url, sqlite_url(tmp_path / "other.sqlite")] * 4
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda url: SqlStore(url).close(), urls))
    with opened(urls[0]) as engine, opened(urls[1]) as other:
        assert [NEWEST] * 2 == [version_of(engine), version_of(other)]


FAILING_STEP = """
from alembic import op

revision, down_revision = "{number}", "{before}"

def upgrade():
    op.execute("CREATE TABLE bpwoo_more (one INTEGER)")
    op.execute("INSERT INTO bpwoo_hint (pair, kind, id) VALUES ('W1', 'order', 9)")
    op.execute("{last}")
"""


@pytest.mark.parametrize(("last", "expected"), [("CREATE TABLE bpwoo_more (one INTEGER)", "already exists"), ("NO SQL", "syntax")])
def test_a_step_that_fails_leaves_everything_as_it_was(database_url: str, tmp_path: Path, last: str, expected: str) -> None:
    with SqlStore(database_url, pair="W1") as store:
        store.append([Outcome(key="order:W1-7", kind="sales-order", status=Status.DONE, at=AT)])
    number = f"{int(NEWEST) + 1:04}"
    folder = shutil.copytree(FOLDER, tmp_path / "migrations")
    (folder / "versions" / f"{number}_fails.py").write_text(FAILING_STEP.format(number=number, before=NEWEST, last=last))
    with opened(database_url) as engine:
        with pytest.raises(StoreError, match=expected):
            bring_forward(engine, folder)
        assert (False, NEWEST) == (inspect(engine).has_table("bpwoo_more"), version_of(engine))
    with SqlStore(database_url, pair="W1") as store:
        assert (1, frozenset()) == (len(store.load()), store.waiting())


def test_only_files_named_by_number_are_steps() -> None:
    assert [] == [path.name for path in (FOLDER / "versions").glob("*.py") if not path.name[:4].isdigit() or path.name[4] != "_"]


def test_a_full_disk_is_a_store_error_and_leaves_the_ledger_as_it_was(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "ledger.sqlite")
    as_it_was(url, "before_polls")
    with opened(url) as engine:
        small(engine)
        with pytest.raises(StoreError, match="full"):
            bring_forward(engine)
    with opened(url) as engine:
        assert {"bpwoo_outcome"} == set(inspect(engine).get_table_names())


def small(engine: Engine) -> None:
    """Allow no more pages than there are, which SQLite tells as it tells a full disk."""

    def limited(connection: Connection, _: object) -> None:
        connection.execute("PRAGMA max_page_count=1")

    event.listen(engine, "connect", limited)
