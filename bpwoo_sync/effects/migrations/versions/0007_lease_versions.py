"""Of which version each worker takes runs, so that another takes those of a version that has no worker any more."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"


def upgrade() -> None:
    """Add the column; a worker that knows nothing of it is of the first version."""
    op.add_column("bpwoo_lease", sa.Column("version", sa.String(60), nullable=False, server_default="bpwoo-1"))
