"""Outcomes, cursors, what was seen, and hints: the tables as they were before versions were kept.

So a database that has them already is adopted as it is, and what it lacks of them is made.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | None = None


def upgrade() -> None:
    """Make the tables that are not there yet."""
    op.create_table(
        "bpwoo_outcome",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("pair", sa.String(200), nullable=False),
        sa.Column("key", sa.String(300), nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("result", sa.String(100)),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("run", sa.String(60), nullable=False),
        if_not_exists=True,
    )
    op.create_index("ix_bpwoo_outcome_pair", "bpwoo_outcome", ["pair"], if_not_exists=True)
    op.create_table(
        "bpwoo_cursor",
        sa.Column("pair", sa.String(200), primary_key=True),
        sa.Column("name", sa.String(60), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "bpwoo_seen",
        sa.Column("pair", sa.String(200), primary_key=True),
        sa.Column("order_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("modified", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "bpwoo_hint",
        sa.Column("pair", sa.String(200), primary_key=True),
        sa.Column("kind", sa.String(40), primary_key=True),
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        if_not_exists=True,
    )
