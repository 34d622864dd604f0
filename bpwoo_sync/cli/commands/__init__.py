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

#: The commands as help lists them: to try it, to set it up, to write, to compare, to let it run, to look after it.
ORDER: tuple[str, ...] = (
    *("demo", "sandbox", "init", "check", "plan", "apply", "sync", "poll", "reconcile", "snapshot", "worker"),
    *("status", "failures", "retry", "pause", "resume", "erase"),
)

app.registered_commands.sort(key=lambda command: ORDER.index(command.name or getattr(command.callback, "__name__", "")))
