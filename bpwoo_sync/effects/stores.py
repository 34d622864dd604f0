"""Where outcomes are kept: in memory, in an SQLite file, or in PostgreSQL.

A store holds keys, vendor ids and messages: no payloads and no customer's data.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from bpwoo_sync.errors import StoreError
from bpwoo_sync.ledger import Ledger, Outcome, Status, ledger_of

if TYPE_CHECKING:
    from sqlalchemy import Engine


class MemoryStore:
    """Keeps outcomes for as long as the process lives: for tests, dry runs and notebooks."""

    def __init__(self) -> None:
        self.outcomes: list[Outcome] = []

    def load(self) -> Ledger:
        """The ledger of everything kept so far."""
        return ledger_of(self.outcomes)

    def append(self, outcomes: Iterable[Outcome]) -> None:
        """Keep more outcomes."""
        self.outcomes.extend(outcomes)


class SqlStore:
    """Keeps outcomes of one pair of accounts in a database: an SQLite file by default, PostgreSQL by URL.

    ``append`` returns once the transaction is on disk (SQLite: write-ahead log, ``synchronous=FULL``). ``pair`` keeps
    several shops apart in one database. Needs the extra ``store``. Raises :class:`~bpwoo_sync.errors.StoreError`.
    """

    def __init__(self, url: str, *, pair: str = "default") -> None:
        self.pair = pair
        self._engine = _engine(url)
        with _told(self._engine):
            _tables().metadata.create_all(self._engine)

    def __repr__(self) -> str:
        return f"SqlStore({self._engine.url.render_as_string(hide_password=True)!r}, pair={self.pair!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections; an SQLite file is then whole by itself."""
        self._engine.dispose()

    def load(self) -> Ledger:
        """The ledger of everything kept so far."""
        return ledger_of(self.outcomes())

    def outcomes(self) -> tuple[Outcome, ...]:
        """Every outcome in the order in which it was kept."""
        from sqlalchemy import select

        table = _tables()
        query = select(table).where(table.c.pair == self.pair).order_by(table.c.number)
        with _told(self._engine), self._engine.connect() as connection:
            return tuple(_outcome(row) for row in connection.execute(query).mappings())

    def append(self, outcomes: Iterable[Outcome]) -> None:
        """Keep more outcomes, all or none of them."""
        rows = [_row(outcome, self.pair) for outcome in outcomes]
        if rows:
            with _told(self._engine), self._engine.begin() as connection:
                connection.execute(_tables().insert(), rows)


def sqlite_url(path: Path | str) -> str:
    """The URL of an SQLite file."""
    return f"sqlite:///{Path(path).absolute()}"


def _engine(url: str) -> Engine:
    try:
        from sqlalchemy import create_engine, event
        from sqlalchemy.exc import SQLAlchemyError
    except ImportError:
        raise StoreError("A ledger in a database needs SQLAlchemy. Install it with: pip install 'bpwoo[store]'") from None
    try:
        engine = create_engine(url)
    except (SQLAlchemyError, ImportError) as fault:
        raise StoreError(f"The ledger's address is not usable: {fault}. Use sqlite:///FILE or postgresql+psycopg://…") from None
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def safe(connection: Any, _: Any) -> None:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute("PRAGMA busy_timeout=5000")

    return engine


_TABLES: dict[str, Any] = {}


def _tables() -> Any:
    if "outcome" not in _TABLES:
        from sqlalchemy import BigInteger, Column, DateTime, Integer, MetaData, String, Table, Text

        _TABLES["outcome"] = Table(
            "bpwoo_outcome",
            MetaData(),
            Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
            Column("pair", String(200), nullable=False, index=True),
            Column("key", String(300), nullable=False),
            Column("kind", String(60), nullable=False),
            Column("status", String(20), nullable=False),
            Column("at", DateTime(timezone=True), nullable=False),
            Column("result", String(100)),
            Column("detail", Text, nullable=False),
            Column("run", String(60), nullable=False),
        )
    return _TABLES["outcome"]


def _row(outcome: Outcome, pair: str) -> dict[str, Any]:
    return {
        "pair": pair,
        "key": outcome.key,
        "kind": outcome.kind,
        "status": outcome.status.value,
        "at": outcome.at.astimezone(UTC),
        "result": outcome.result,
        "detail": outcome.detail,
        "run": outcome.run,
    }


def _outcome(row: Any) -> Outcome:
    at = row["at"] if row["at"].tzinfo else row["at"].replace(tzinfo=UTC)
    return Outcome(
        key=row["key"],
        kind=row["kind"],
        status=Status(row["status"]),
        at=at.astimezone(UTC),
        result=row["result"],
        detail=row["detail"],
        run=row["run"],
    )


class _told:
    """Turn a database's error into one that says which ledger failed and what to do."""

    def __init__(self, engine: Engine) -> None:
        self._where = engine.url.render_as_string(hide_password=True)

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: object) -> None:
        from sqlalchemy.exc import SQLAlchemyError

        if isinstance(fault, SQLAlchemyError):
            reason = str(getattr(fault, "orig", None) or fault).splitlines()[0]
            raise StoreError(f"The ledger at {self._where} failed: {reason}. Nothing more was sent; run again once it is back.") from None
