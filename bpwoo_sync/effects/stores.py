"""Where outcomes are kept, and how far polls came: in memory, in an SQLite file, or in PostgreSQL.

A store holds keys, vendor ids and messages: no payloads and no customer's data.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from bpwoo_sync.effects.alone import alone
from bpwoo_sync.effects.databases import address_of, engine_of, told, utc
from bpwoo_sync.effects.migrations import bring_forward
from bpwoo_sync.effects.schema import table
from bpwoo_sync.errors import StoreError
from bpwoo_sync.history import finished_document, finished_from
from bpwoo_sync.increments import Advance, Hint, Seen
from bpwoo_sync.ledger import Ledger, Outcome, Status, ledger_of
from bpwoo_sync.ports import Store
from bpwoo_sync.trends import Finished, Runs

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection, Engine


class MemoryStore:
    """Keeps outcomes and progress for as long as the process lives: for tests, dry runs and notebooks."""

    def __init__(self) -> None:
        self.outcomes: list[Outcome] = []
        self._cursors: dict[str, datetime] = {}
        self._seen: dict[int, Seen] = {}
        self._waiting: frozenset[Hint] = frozenset()
        self._remembered: list[Finished] = []

    def load(self) -> Ledger:
        """The ledger of everything kept so far."""
        return ledger_of(self.outcomes)

    def append(self, outcomes: Iterable[Outcome]) -> None:
        """Keep more outcomes."""
        self.outcomes.extend(outcomes)

    def cursors(self) -> Mapping[str, datetime]:
        """Where the next poll goes on, by the cursor's name."""
        return dict(self._cursors)

    def seen(self, order_ids: Iterable[int]) -> Mapping[int, Seen]:
        """Those of these orders that were dealt with before."""
        return {id: self._seen[id] for id in order_ids if id in self._seen}

    def waiting(self) -> frozenset[Hint]:
        """What is to be looked at in the next poll."""
        return self._waiting

    def advance(self, advance: Advance) -> None:
        """Keep how far a poll came."""
        self._cursors |= advance.cursors
        self._seen |= advance.seen
        self._waiting = (self._waiting - advance.settled) | advance.waiting

    def remember(self, run: Finished) -> None:
        """Keep what a reconciliation came to."""
        self._remembered.append(run)

    def remembered(self, most: int = 100) -> Runs:
        """The latest reconciliations, oldest first."""
        return Runs(self._remembered[-most:])


class Remembered:
    """A store whose ledger is read once and followed from there, for as long as nobody else writes to it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._ledger: Ledger | None = None

    def load(self) -> Ledger:
        """The ledger of everything kept so far."""
        if self._ledger is None:
            self._ledger = self._store.load()
        return self._ledger

    def append(self, outcomes: Iterable[Outcome]) -> None:
        """Keep more outcomes, all or none of them."""
        kept, known = tuple(outcomes), self.load()
        self._ledger = None
        self._store.append(kept)
        self._ledger = known.record(*kept)


class SqlStore:
    """Keeps outcomes of one pair of accounts in a database: an SQLite file by default, PostgreSQL by URL.

    Tables that are older than this code are brought forward when the store is opened; newer ones are refused.
    ``append`` returns once the transaction is on disk (SQLite: write-ahead log, ``synchronous=FULL``). ``pair`` keeps
    several shops apart in one database. Stores that share an ``engine`` find its tables made. ``fence`` is called inside each
    transaction that writes, and may raise to keep it from being written. Needs the extra ``store``.
    Raises :class:`~bpwoo_sync.errors.StoreError`.
    """

    def __init__(
        self,
        url: str,
        *,
        pair: str = "default",
        engine: Engine | None = None,
        fence: Callable[[Connection], None] = lambda connection: None,
    ) -> None:
        self.pair = pair
        self._fence = fence
        self._engine = engine_of(url) if engine is None else engine
        if engine is None:
            try:
                bring_forward(self._engine)
            except StoreError:
                self.close()
                raise

    def __repr__(self) -> str:
        return f"SqlStore({address_of(self._engine)!r}, pair={self.pair!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections; an SQLite file is then whole by itself."""
        self._engine.dispose()

    def alone(self, *, with_workers: bool = False) -> AbstractContextManager[None]:
        """Hold the pair while the block runs, alone or beside workers alone.

        Raises :class:`~bpwoo_sync.errors.BusyError` where another run holds it.
        """
        return alone(self._engine, self.pair, with_workers=with_workers)

    def load(self) -> Ledger:
        """The ledger of everything kept so far."""
        return ledger_of(self.outcomes())

    def outcomes(self) -> tuple[Outcome, ...]:
        """Every outcome in the order in which it was kept."""
        from sqlalchemy import select

        outcome = table("outcome")
        query = select(outcome).where(outcome.c.pair == self.pair).order_by(outcome.c.number)
        with told(self._engine), self._engine.connect() as connection:
            return tuple(outcome_from(row) for row in connection.execute(query).mappings())

    def append(self, outcomes: Iterable[Outcome]) -> None:
        """Keep more outcomes, all or none of them."""
        rows = [_row(outcome, self.pair) for outcome in outcomes]
        if rows:
            with told(self._engine), self._engine.begin() as connection:
                self._fence(connection)
                connection.execute(table("outcome").insert(), rows)

    def cursors(self) -> Mapping[str, datetime]:
        """Where the next poll goes on, by the cursor's name."""
        from sqlalchemy import select

        cursor = table("cursor")
        with told(self._engine), self._engine.connect() as connection:
            rows = connection.execute(select(cursor).where(cursor.c.pair == self.pair)).mappings()
            return {row["name"]: utc(row["at"]) for row in rows}

    def seen(self, order_ids: Iterable[int]) -> Mapping[int, Seen]:
        """Those of these orders that were dealt with before."""
        from sqlalchemy import select

        seen = table("seen")
        found: dict[int, Seen] = {}
        with told(self._engine), self._engine.connect() as connection:
            for ids in _pieces(order_ids):
                query = select(seen).where(seen.c.pair == self.pair, seen.c.order_id.in_(ids))
                found |= {row["order_id"]: Seen(utc(row["modified"]), row["digest"]) for row in connection.execute(query).mappings()}
        return found

    def waiting(self) -> frozenset[Hint]:
        """What is to be looked at in the next poll."""
        from sqlalchemy import select

        hint = table("hint")
        with told(self._engine), self._engine.connect() as connection:
            rows = connection.execute(select(hint).where(hint.c.pair == self.pair)).mappings()
            return frozenset(Hint(row["kind"], row["id"]) for row in rows)

    def advance(self, advance: Advance) -> None:
        """Keep how far a poll came, all of it or nothing."""
        cursor, seen, hint = table("cursor"), table("seen"), table("hint")
        with told(self._engine), self._engine.begin() as connection:
            self._fence(connection)
            for name, at in advance.cursors.items():
                _put(connection, cursor, {"pair": self.pair, "name": name}, {"at": at.astimezone(UTC)})
            for ids in _pieces(advance.seen):
                connection.execute(seen.delete().where(seen.c.pair == self.pair, seen.c.order_id.in_(ids)))
                connection.execute(seen.insert(), [_seen_row(self.pair, id, advance.seen[id]) for id in ids])
            for each_hint in advance.settled - advance.waiting:
                known = (hint.c.pair == self.pair, hint.c.kind == each_hint.kind, hint.c.id == each_hint.id)
                connection.execute(hint.delete().where(*known))
            for each_hint in sorted(advance.waiting):
                _keep(connection, hint, {"pair": self.pair, "kind": each_hint.kind, "id": each_hint.id})

    def remember(self, run: Finished) -> None:
        """Keep what a reconciliation came to."""
        values = {"pair": self.pair, "at": run.at.astimezone(UTC), "document": json.dumps(finished_document(run))}
        with told(self._engine), self._engine.begin() as connection:
            connection.execute(table("trend").insert().values(**values))

    def remembered(self, most: int = 100) -> Runs:
        """The latest reconciliations, oldest first."""
        from sqlalchemy import select

        trend = table("trend")
        query = select(trend.c.document).where(trend.c.pair == self.pair).order_by(trend.c.number.desc()).limit(most)
        with told(self._engine), self._engine.connect() as connection:
            rows = list(connection.execute(query).scalars())
        return Runs(finished_from(json.loads(document)) for document in reversed(rows))


def sqlite_url(path: Path | str) -> str:
    """The URL of an SQLite file."""
    return f"sqlite:///{Path(path).absolute()}"


def _put(connection: Any, into: Any, key: dict[str, Any], values: dict[str, Any]) -> None:
    """Write a row in place of the one that has the key, if there is one."""
    connection.execute(into.delete().where(*(into.c[name] == value for name, value in key.items())))
    connection.execute(into.insert().values(**key, **values))


def _keep(connection: Any, into: Any, key: dict[str, Any]) -> None:
    """Write a row unless it is there, also where others write it at the same moment."""
    dialect: Any = import_module(f"sqlalchemy.dialects.{connection.dialect.name}")
    connection.execute(dialect.insert(into).values(**key).on_conflict_do_nothing())


def _seen_row(pair: str, order_id: int, seen: Seen) -> dict[str, Any]:
    return {"pair": pair, "order_id": order_id, "modified": seen.modified.astimezone(UTC), "digest": seen.digest}


def _pieces(ids: Iterable[int], most: int = 500) -> list[list[int]]:
    every = sorted(set(ids))
    return [every[start : start + most] for start in range(0, len(every), most)]


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


def outcome_from(row: Any) -> Outcome:
    """The outcome that a row holds."""
    return Outcome(
        key=row["key"],
        kind=row["kind"],
        status=Status(row["status"]),
        at=utc(row["at"]),
        result=row["result"],
        detail=row["detail"],
        run=row["run"],
    )
