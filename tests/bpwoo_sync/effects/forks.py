"""Processes of their own for what is killed in them: forked off one that has loaded everything and done it once."""

from __future__ import annotations

from multiprocessing import get_context

FORKS = get_context("forkserver")
FORKS.set_forkserver_preload(
    [
        "tests.bpwoo_sync.effects.practised",
        "tests.bpwoo_sync.effects.workers",
        "dbos",
        "sqlalchemy.dialects.sqlite.pysqlite",
        "psycopg",
    ]
)
