"""Which pairs are paused: a row in the ledger's database, which every worker looks at before it begins a run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from attrs import frozen

from bpwoo_sync.described import described
from bpwoo_sync.effects.databases import told, utc
from bpwoo_sync.effects.engine import Job
from bpwoo_sync.effects.schema import table

if TYPE_CHECKING:
    from sqlalchemy import Engine

#: What a run returns that found its pair paused.
PAUSED: Mapping[str, bool] = {"paused": True}


@described
@frozen(kw_only=True)
class Pause:
    """Since when a pair is paused (aware UTC), and why."""

    since: datetime
    """Aware UTC."""
    reason: str = ""


class Pauses:
    """The pauses of all pairs that share a database, whose tables are current. Raises :class:`~bpwoo_sync.errors.StoreError`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def all(self) -> Mapping[str, Pause]:
        """Every pause, by the pair's name."""
        from sqlalchemy import select

        with told(self._engine), self._engine.connect() as connection:
            rows = connection.execute(select(table("pause"))).mappings()
            return {row["pair"]: Pause(since=utc(row["since"]), reason=row["reason"]) for row in rows}

    def of(self, pair: str) -> Pause | None:
        """A pair's pause, if it is paused."""
        from sqlalchemy import select

        pause = table("pause")
        with told(self._engine), self._engine.connect() as connection:
            row = connection.execute(select(pause).where(pause.c.pair == pair)).mappings().first()
        return None if row is None else Pause(since=utc(row["since"]), reason=row["reason"])

    def begin(self, pair: str, pause: Pause) -> bool:
        """Pause a pair. False where it is paused already, which stays as it is."""
        from sqlalchemy.exc import IntegrityError

        values = {"pair": pair, "since": pause.since.astimezone(UTC), "reason": pause.reason}
        with told(self._engine):
            try:
                with self._engine.begin() as connection:
                    connection.execute(table("pause").insert().values(**values))
            except IntegrityError:
                return False
        return True

    def end(self, pair: str) -> bool:
        """Let a pair go on. False where it is not paused."""
        pause = table("pause")
        with told(self._engine), self._engine.begin() as connection:
            return connection.execute(pause.delete().where(pause.c.pair == pair)).rowcount == 1


def unless_paused(due: Callable[[], Iterable[Job]], pauses: Pauses) -> Callable[[], Iterator[Job]]:
    """What is due, but nothing of a pair that is paused; its slots pass."""

    def ask() -> Iterator[Job]:
        paused = pauses.all()
        return (job for job in due() if job.id.pair not in paused)

    return ask
