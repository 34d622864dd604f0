"""How much of Brightpearl's quota was left when a worker last looked: for whoever asks for the status, and whoever goes on.

A row for each pair. The process that has an account next begins with what was sent to it in the last minute.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from attrs import frozen

from bpwoo_sync.described import described
from bpwoo_sync.effects.databases import told, utc
from bpwoo_sync.effects.schema import table

if TYPE_CHECKING:
    from sqlalchemy import Engine


@described
@frozen(kw_only=True)
class QuotaLeft:
    """Requests that an account still allowed in its running minute, at a moment (aware UTC).

    ``recent`` tells when each request of the last minute was sent, in seconds of UTC.
    """

    account: str
    left: int
    """How many requests."""
    at: datetime
    """Aware UTC."""
    recent: tuple[float, ...] = ()


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
            return {row["pair"]: _seen(row) for row in rows}

    def recent(self, account: str) -> tuple[float, ...]:
        """When the requests of the last minute were sent to an account, as far as its pairs kept that; unsorted, seconds of UTC."""
        from sqlalchemy import select

        quota = table("quota")
        with told(self._engine), self._engine.connect() as connection:
            kept = connection.execute(select(quota.c.recent).where(quota.c.account == account)).scalars()
            every = Counter[float]()
            for each in kept:
                every |= Counter(json.loads(each))
        return tuple(every.elements())

    def keep(self, pair: str, seen: QuotaLeft) -> None:
        """Keep what a worker saw, in place of what was seen before."""
        quota = table("quota")
        values = {"account": seen.account, "remaining": seen.left, "at": seen.at.astimezone(UTC), "recent": json.dumps(seen.recent)}
        with told(self._engine), self._engine.begin() as connection:
            if connection.execute(quota.update().where(quota.c.pair == pair).values(**values)).rowcount == 0:
                connection.execute(quota.insert().values(pair=pair, **values))


def _seen(row: Any) -> QuotaLeft:
    recent = tuple(json.loads(row["recent"]))
    return QuotaLeft(account=row["account"], left=row["remaining"], at=utc(row["at"]), recent=recent)
