"""What Alembic runs for each bringing forward. The connection and its transaction are the caller's."""

from __future__ import annotations

from alembic import context

from bpwoo_sync.effects.migrations import VERSION_TABLE
from bpwoo_sync.effects.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata(), version_table=VERSION_TABLE)
context.run_migrations()
