"""The tables of a ledger's database, as they are now. SQLAlchemy is imported when they are first asked for.

A change here needs a migration beside it: ``bpwoo_sync/effects/migrations/versions``. A test compares the two.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Column, MetaData, Table

#: Begins every table's name, so that a ledger can share a database with others.
PREFIX = "bpwoo_"


def table(name: str) -> Table:
    """A table by its name without the prefix: ``table("outcome")`` is ``bpwoo_outcome``."""
    return metadata().tables[f"{PREFIX}{name}"]


@cache
def metadata() -> MetaData:
    """Every table."""
    from sqlalchemy import BigInteger, Column, Float, Integer, MetaData, String, Table, Text

    found = MetaData()
    Table(
        f"{PREFIX}outcome",
        found,
        Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
        Column("pair", String(200), nullable=False, index=True),
        Column("key", String(300), nullable=False),
        Column("kind", String(60), nullable=False),
        Column("status", String(20), nullable=False),
        _moment("at"),
        Column("result", String(100)),
        Column("detail", Text, nullable=False),
        Column("run", String(60), nullable=False),
    )
    Table(f"{PREFIX}cursor", found, _pair(), Column("name", String(60), primary_key=True), _moment("at"))
    Table(
        f"{PREFIX}seen",
        found,
        _pair(),
        Column("order_id", BigInteger, primary_key=True, autoincrement=False),
        _moment("modified"),
        Column("digest", String(64), nullable=False),
    )
    Table(
        f"{PREFIX}hint",
        found,
        _pair(),
        Column("kind", String(40), primary_key=True),
        Column("id", BigInteger, primary_key=True, autoincrement=False),
    )
    Table(
        f"{PREFIX}lease",
        found,
        Column("executor", String(200), primary_key=True),
        Column("holder", String(200), nullable=False),
        Column("token", String(40), nullable=False),
        Column("beats", BigInteger, nullable=False),
        Column("seconds", Float, nullable=False),
        Column("version", String(60), nullable=False, server_default="bpwoo-1"),
    )
    Table(
        f"{PREFIX}quota",
        found,
        _pair(),
        Column("account", String(200), nullable=False),
        Column("remaining", Integer, nullable=False),
        _moment("at"),
        Column("recent", Text, nullable=False, server_default="[]"),
    )
    Table(f"{PREFIX}pause", found, _pair(), _moment("since"), Column("reason", Text, nullable=False))
    Table(
        f"{PREFIX}trend",
        found,
        Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
        Column("pair", String(200), nullable=False, index=True),
        _moment("at"),
        Column("document", Text, nullable=False),
    )
    return found


def _pair() -> Column[str]:
    from sqlalchemy import Column, String

    return Column("pair", String(200), primary_key=True)


def _moment(name: str) -> Column[datetime]:
    from sqlalchemy import Column, DateTime

    return Column(name, DateTime(timezone=True), nullable=False)
