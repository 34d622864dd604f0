"""Where the world is touched: clients, clocks, databases. Everything else in this package is pure."""

from __future__ import annotations

from bpwoo_sync.effects.flow import arun, run
from bpwoo_sync.effects.performing import Performance, carrying_out
from bpwoo_sync.effects.polling import Poll, polled
from bpwoo_sync.effects.reading import read_account, read_shop
from bpwoo_sync.effects.stores import MemoryStore, SqlStore
from bpwoo_sync.effects.working import (
    Comparison,
    Sides,
    carrying_out_repairs,
    planned,
    read_sides,
    reconciled,
    reconciled_with_repairs,
    synced,
)
from bpwoo_sync.planning import Scope

__all__ = [
    "Comparison",
    "MemoryStore",
    "Performance",
    "Poll",
    "Scope",
    "Sides",
    "SqlStore",
    "arun",
    "carrying_out",
    "carrying_out_repairs",
    "planned",
    "polled",
    "read_account",
    "read_shop",
    "read_sides",
    "reconciled",
    "reconciled_with_repairs",
    "run",
    "synced",
]
