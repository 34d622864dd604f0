"""What was left of an account's quota when a worker last looked: a row for each pair."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "bpwoo_quota",
        sa.Column("pair", sa.String(200), primary_key=True),
        sa.Column("account", sa.String(200), nullable=False),
        sa.Column("remaining", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
