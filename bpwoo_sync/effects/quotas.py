"""How much of Brightpearl's quota was left when a worker last looked: a row for each pair, for whoever asks for the status."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from attrs import frozen

from bpwoo_sync.effects.databases import told, utc
from bpwoo_sync.effects.schema import table

if TYPE_CHECKING:
    from sqlalchemy import Engine


@frozen(kw_only=True)
class QuotaLeft:
    """Requests that an account still allowed in its running minute, at a moment (aware UTC)."""

    account: str
    left: int
    at: datetime


class Quotas:
    """What is left of all pairs' accounts that share a database, whose tables are current.

    Raises :class:`~bpwoo_sync.errors.StoreError`.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def all(self) -> Mapping[str, QuotaLeft]:
        """What was seen last, by the pair's name."""
        from sqlalchemy import select

        with told(self._engine), self._engine.connect() as connection:
            rows = connection.execute(select(table("quota"))).mappings()
            return {row["pair"]: QuotaLeft(account=row["account"], left=row["remaining"], at=utc(row["at"])) for row in rows}

    def keep(self, pair: str, seen: QuotaLeft) -> None:
        """Keep what a worker saw, in place of what was seen before."""
        quota = table("quota")
        values = {"account": seen.account, "remaining": seen.left, "at": seen.at.astimezone(UTC)}
        with told(self._engine), self._engine.begin() as connection:
            if connection.execute(quota.update().where(quota.c.pair == pair).values(**values)).rowcount == 0:
                connection.execute(quota.insert().values(pair=pair, **values))
