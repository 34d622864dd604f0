"""A worker of the command, in a process of its own, on doubles over sockets."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bpwoo_sync.effects.durable import Durable
from bpwoo_sync.effects.engine import FlowName, Job, State, WorkflowId
from bpwoo_sync.planning import Scope
from bpwoo_sync.testing.doubles import serving_doubles
from tests.bpwoo_sync.effects.road import ten_orders
from tests.bpwoo_sync.effects.test_killed import RIGHT, state
from tests.bpwoo_sync.effects.workers import configured, until, worker


@contextmanager
def queue(url: str) -> Iterator[Durable]:
    """The queue of a test."""
    engine = Durable(url)
    try:
        yield engine
    finally:
        engine.close()


def import_job(pair: str = "acme", record: str = "1", account: str = "acme") -> Job:
    """The orders of a pair, all of them."""
    return Job(
        id=WorkflowId(pair, FlowName.SYNC, record), account=account, scope=Scope(shipments=False, stock=False, prices=False, products=False)
    )


def ended(engine: Durable) -> bool:
    return not engine.workflows(states=(State.QUEUED, State.RUNNING))


def test_a_worker_brings_in_the_orders_of_a_pair_and_ends_when_it_is_told_to(tmp_path: Path, database_url: str) -> None:
    doubles = ten_orders()
    with serving_doubles(doubles) as served, queue(database_url) as engine:
        engine.start(import_job())
        with worker(configured(tmp_path / "pairs", served, "acme"), "--database-url", database_url) as running:
            until(lambda: ended(engine), "the job ended")
            status = running.kill(signal.SIGTERM)
    assert (0, []) == (status, running.errors)
    assert ["started", "done", "stopping"] == [each["event"] for each in running.events]
    assert RIGHT == state(doubles)
