"""What a run of each flow takes, counted on doubles and a file: requests, steps, and statements that write to the database."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from attrs import evolve, frozen
from sqlalchemy import Engine, event

from bpwoo_sync.effects.databases import opened
from bpwoo_sync.effects.durable import Durable, executing
from bpwoo_sync.effects.engine import FlowName, Job, State, WorkflowId
from bpwoo_sync.effects.scheduling import GOODS
from bpwoo_sync.effects.stepping import working_on
from bpwoo_sync.effects.stores import SqlStore, sqlite_url
from bpwoo_sync.increments import Hint
from bpwoo_sync.planning import EVERYTHING
from tests.bpwoo_sync.effects.test_faults import clients
from tests.bpwoo_sync.effects.test_stepping import pair_of
from tests.bpwoo_sync.effects.workers import queue, until
from tests.bpwoo_sync.effects.world import World, bought
from tests.simulation.model import Flow

_RUNS = {
    Flow.ORDER: (FlowName.ORDER, EVERYTHING),
    Flow.POLL: (FlowName.POLL, EVERYTHING),
    Flow.GOODS: (FlowName.SYNC, GOODS),
    Flow.NIGHTLY: (FlowName.SYNC, EVERYTHING),
    Flow.RECONCILE: (FlowName.RECONCILE, EVERYTHING),
}


@frozen(kw_only=True)
class Counted:
    """What one run took."""

    brightpearl: int
    shop: int
    steps: int
    writes: int


def counted(orders: int = 1) -> dict[Flow, Counted]:
    """Every flow once: so many new orders for an event, nothing new for all others, and a small catalogue."""
    world, found = World(2, 12), dict[Flow, Counted]()
    # The night that reads all there is is the one that a shop of any age has to have time for.
    world.tables = evolve(world.tables, schedule=evolve(world.tables.schedule, whole_days=0))
    with tempfile.TemporaryDirectory() as folder, clients(world.doubles) as both:
        url = sqlite_url(Path(folder) / "queue.sqlite")
        with queue(url) as engine, opened(url) as database, written() as writes:
            SqlStore(url).close()
            pair = evolve(pair_of(world, both), store=SqlStore("", pair="acme", engine=database))
            with executing(engine, lambda job, running: working_on(pair, job, running), "one", poll=0.02):
                _run(engine, Job(id=WorkflowId("acme", FlowName.SYNC, "first"), account="acme"))
                for flow, (name, scope) in _RUNS.items():
                    new = range(orders) if flow is Flow.ORDER else ()
                    hints = tuple(Hint("order", bought(both, f"new{number}@example.com").id) for number in new)
                    before = (len(world.doubles.brightpearl.requests), len(world.doubles.shop.requests), writes())
                    job = Job(id=WorkflowId("acme", name, flow.value), account="acme", hints=hints, scope=scope)
                    _run(engine, job)
                    after = (len(world.doubles.brightpearl.requests), len(world.doubles.shop.requests), writes())
                    steps = len(engine.client.list_workflow_steps(str(job.id)))
                    took = [later - earlier for earlier, later in zip(before, after, strict=True)]
                    found[flow] = Counted(brightpearl=took[0], shop=took[1], steps=steps, writes=took[2])
    return found


def _run(engine: Durable, job: Job) -> None:
    engine.start(job)
    until(lambda: [each for each in engine.workflows(states=(State.DONE,)) if each.job.id == job.id], f"{job.id} ended")


@contextmanager
def written() -> Iterator[Callable[[], int]]:
    """Counts statements that changed a row, of every engine of this process."""
    count = [0]

    def after(connection: Any, cursor: Any, statement: str, *_: object) -> None:
        if statement.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")) and cursor.rowcount != 0:
            count[0] += 1

    event.listen(Engine, "after_cursor_execute", after)
    try:
        yield lambda: count[0]
    finally:
        event.remove(Engine, "after_cursor_execute", after)
