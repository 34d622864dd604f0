"""Bringing a ledger's tables forward to what this version of the code knows. Backward is not offered: restore a backup.

Each step is a file of ``versions``, named by its number, and run by Alembic (extra ``store``). A database whose tables
are current is only asked for its version; Alembic is imported where a step is due.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from bpwoo_sync.effects.databases import address_of, told
from bpwoo_sync.errors import StoreError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

FOLDER = Path(__file__).parent

#: Holds one row with the number of the last step. Alembic's own name would meet that of another owner of the database.
VERSION_TABLE = "bpwoo_version"

#: Names the lock in PostgreSQL under which one process at a time brings tables forward, and how long others wait.
_LOCK = 0x62_70_77_6F_6F
_PATIENCE = "60s"

#: Alembic keeps what it works on in one place per process.
_ALEMBIC = Lock()


@cache
def known_versions(folder: Path = FOLDER) -> tuple[str, ...]:
    """The numbers of all steps, oldest first: the file ``0001_ledger.py`` is ``0001``."""
    return tuple(sorted(path.name.partition("_")[0] for path in (folder / "versions").glob("[0-9]*.py")))


def version_of(engine: Engine) -> str | None:
    """The version of a database's tables; ``None`` where it has none, or was made before versions were kept.

    Raises :class:`~bpwoo_sync.errors.StoreError`.
    """
    with told(engine), engine.connect() as connection:
        return _version(connection)


def check_current(engine: Engine) -> None:
    """Do nothing where the database answers and has the tables of this code, or newer ones: who is at work goes on beside an upgrade.

    Raises :class:`~bpwoo_sync.errors.StoreError`.
    """
    found, (*older, newest) = version_of(engine), known_versions()
    if found is None or found in older:
        raise StoreError(f"The tables of the ledger at {address_of(engine)} are of version {found}, and this bpwoo needs {newest}.")


def bring_forward(engine: Engine, folder: Path = FOLDER) -> str | None:
    """Bring a database's tables to the newest version that this code knows, and return which one they had before.

    Several may do so at once: one of them does it, the others wait. All steps are done, or none of them.
    Raises :class:`~bpwoo_sync.errors.StoreError`, also where the tables are newer than this code.
    """
    before = version_of(engine)
    if not _is_due(engine, before, folder):
        return before
    try:
        from alembic import command
        from alembic.config import Config
        from alembic.util import CommandError
    except ImportError:
        raise StoreError(
            "The ledger's tables have to be brought forward, which needs Alembic. Install it with: pip install 'bpwoo[store]'"
        ) from None
    with told(engine), _ALEMBIC, _alone(engine) as connection:
        before = _version(connection)
        if _is_due(engine, before, folder):
            configuration = Config(attributes={"connection": connection})
            configuration.set_main_option("script_location", str(folder).replace("%", "%%"))
            try:
                command.upgrade(configuration, "head")
            except CommandError as fault:
                raise StoreError(f"The tables of the ledger at {address_of(engine)} could not be brought forward: {fault}") from None
    return before


def _is_due(engine: Engine, version: str | None, folder: Path) -> bool:
    """Whether a step is due. Raises :class:`StoreError` where the tables are of a version that this code does not know."""
    known = known_versions(folder)
    newest = known[-1]
    if version is not None and version not in known:
        raise StoreError(
            f"The tables of the ledger at {address_of(engine)} are of version {version}, and this bpwoo knows versions up to "
            f"{newest}: a newer bpwoo has used it. Nothing was read or changed. Install that newer bpwoo, or restore a backup."
        )
    return version != newest


def _version(connection: Connection) -> str | None:
    from sqlalchemy import inspect, text

    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found: str | None = connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}"))
    return found


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """A connection in a transaction in which no other process brings the tables forward."""
    from sqlalchemy.exc import SQLAlchemyError

    if engine.dialect.name == "sqlite":
        # Python's driver commits before each change of a table; with its own transactions off, ours covers them.
        with engine.connect() as connection, _without_transactions(connection):
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                with suppress(SQLAlchemyError):  # SQLite may have taken everything back by itself
                    connection.exec_driver_sql("ROLLBACK")
                raise
            connection.exec_driver_sql("COMMIT")
    else:
        with engine.begin() as connection:
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_PATIENCE}'")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
            yield connection


@contextmanager
def _without_transactions(connection: Connection) -> Iterator[None]:
    raw: Any = connection.connection.dbapi_connection
    before, raw.isolation_level = raw.isolation_level, None
    try:
        yield
    finally:
        raw.isolation_level = before
