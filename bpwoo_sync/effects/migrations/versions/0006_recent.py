"""When the requests of an account's last minute were sent, for the process that has it next."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"


def upgrade() -> None:
    """Add the column; of what was seen before nothing is known."""
    op.add_column("bpwoo_quota", sa.Column("recent", sa.Text, nullable=False, server_default="[]"))
