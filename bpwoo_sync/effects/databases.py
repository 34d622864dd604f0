"""A ledger's database: how it is opened, and how its errors are told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bpwoo_sync.errors import StoreError

if TYPE_CHECKING:
    from sqlalchemy import Engine


def engine_of(url: str) -> Engine:
    """An engine for an SQLite file or PostgreSQL. Nothing is connected yet. Raises :class:`~bpwoo_sync.errors.StoreError`."""
    try:
        from sqlalchemy import create_engine, event
        from sqlalchemy.exc import SQLAlchemyError
    except ImportError:
        raise StoreError("A ledger in a database needs SQLAlchemy. Install it with: pip install 'bpwoo[store]'") from None
    try:
        # A connection is tried before it is used: one that a restart of the server broke is no failure.
        engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
    except (SQLAlchemyError, ImportError) as fault:
        raise StoreError(f"The ledger's address is not usable: {fault}. Use sqlite:///FILE or postgresql+psycopg://…") from None
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def safe(connection: Any, _: Any) -> None:
            connection.execute("PRAGMA busy_timeout=5000")
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")

    return engine


def set_sessions(engine: Engine, **settings: str) -> None:
    """Let every session that an engine opens from now on have these settings of PostgreSQL; those that are idle are closed."""
    from sqlalchemy import event

    if engine.dialect.name == "sqlite":
        return

    @event.listens_for(engine, "connect")
    def begun(connection: Any, _: Any) -> None:
        for name, value in settings.items():
            connection.execute("SELECT set_config(%s, %s, false)", (name, value))
        connection.commit()

    engine.dispose()


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    """An engine whose connections are closed at the end."""
    engine = engine_of(url)
    try:
        yield engine
    finally:
        engine.dispose()


def address_of(engine: Engine) -> str:
    """Where a ledger is, without its password."""
    return engine.url.render_as_string(hide_password=True)


def utc(moment: datetime) -> datetime:
    """An instant as a database gives it back: SQLite forgets the zone, which is always UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class told:
    """Turn a database's error into one that says which ledger failed and what to do."""

    def __init__(self, engine: Engine) -> None:
        self._where = address_of(engine)

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: object) -> None:
        from sqlalchemy.exc import SQLAlchemyError

        if isinstance(fault, SQLAlchemyError):
            reason = str(getattr(fault, "orig", None) or fault).splitlines()[0]
            raise StoreError(f"The ledger at {self._where} failed: {reason}. Nothing more was sent; run again once it is back.") from None
