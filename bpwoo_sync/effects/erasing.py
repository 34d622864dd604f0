"""Erase a customer from a ledger's database: each outcome is replaced by what of it may stay."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from bpwoo_sync.effects.databases import told
from bpwoo_sync.effects.schema import table
from bpwoo_sync.effects.stores import outcome_from
from bpwoo_sync.ledger import Outcome

if TYPE_CHECKING:
    from sqlalchemy import Engine


def erase(engine: Engine, change: Callable[[Outcome, int], Outcome], *, write: bool) -> int:
    """How many outcomes of any pair a change concerns; with ``write`` they are changed, all or none of them.

    ``change`` is given an outcome and its number. SQLite overwrites what was there. Raises :class:`~bpwoo_sync.errors.StoreError`.
    """
    from sqlalchemy import select

    outcomes = table("outcome")
    with told(engine), engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA secure_delete=ON")
        kept = [(row["number"], outcome_from(row)) for row in connection.execute(select(outcomes)).mappings()]
        changed = [(number, after) for number, before in kept if (after := change(before, number)) != before]
        for number, after in changed if write else ():
            values = {"key": after.key, "result": after.result, "detail": after.detail}
            connection.execute(outcomes.update().where(outcomes.c.number == number).values(**values))
    if write and engine.dialect.name == "sqlite":
        # The journal still has what was overwritten.
        with told(engine), engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return len(changed)
