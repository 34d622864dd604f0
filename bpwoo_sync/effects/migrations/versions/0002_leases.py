"""The leases of workers: a row for each that lives."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "bpwoo_lease",
        sa.Column("executor", sa.String(200), primary_key=True),
        sa.Column("holder", sa.String(200), nullable=False),
        sa.Column("token", sa.String(40), nullable=False),
        sa.Column("beats", sa.BigInteger, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
    )
