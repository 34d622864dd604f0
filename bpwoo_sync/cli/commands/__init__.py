"""What the ``bpwoo`` command can do, a file to a group of subcommands. Importing this makes the command whole."""

from __future__ import annotations

from bpwoo_sync.cli.application import app
from bpwoo_sync.cli.commands import (
    checking,
    erasing,
    ledgers,
    operating,
    planning,
    receiving,
    reconciling,
    setting_up,
    signing_in,
    snapshots,
    syncing,
    tables,
    trying_out,
    worker,
)

__all__ = [
    "app",
    "checking",
    "erasing",
    "ledgers",
    "operating",
    "planning",
    "receiving",
    "reconciling",
    "setting_up",
    "signing_in",
    "snapshots",
    "syncing",
    "tables",
    "trying_out",
    "worker",
]
