"""A pair's flows as jobs: wherever a job is cut off, it ends as it would have ended, and writes nothing twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from attrs import evolve, frozen

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.effects.engine import Document, FlowName, Job, Priority, Recovery, Running, State, WorkflowId, failures, order_id
from bpwoo_sync.effects.inprocess import InProcess
from bpwoo_sync.effects.stepping import Both, Pair, working_on
from bpwoo_sync.effects.worker import with_others
from bpwoo_sync.errors import FlowFailedError, StoreError
from bpwoo_sync.increments import Hint
from bpwoo_sync.planning import Scope
from tests.bpwoo_sync.effects.test_every_flow import eventful_world, undisturbed
from tests.bpwoo_sync.effects.test_faults import Clients, clients
from tests.bpwoo_sync.effects.world import World, bought, seen_of


@frozen
class Client:
    """The clients as a job is given them."""

    brightpearl: bp.Brightpearl
    shop: woo.WooCommerce


def pair_of(world: World, both: Clients) -> Pair:
    """The world's pair."""
    made: Both = Client(both.account, both.shop)
    return Pair(
        name="acme",
        account="acme",
        tables=world.tables,
        opened=lambda: nullcontext(made),
        store=world.store,
        now=world.clock,
        settling=0.0,
    )


def engine_of(
    world: World, both: Clients, around: Callable[[Running], Running] = lambda running: running, *, others: bool = False
) -> InProcess:
    """An engine in memory that works for the world's pair; with ``others`` a run takes on what waits beside it."""
    pair = pair_of(world, both)
    engine = InProcess(lambda job, running: working_on(with_others(pair, engine) if others else pair, job, around(running)), world.clock)
    return engine


def a_job(flow: FlowName, record: str = "1", **more: Any) -> Job:
    return Job(id=WorkflowId("acme", flow, record), account="acme", **more)


def test_a_sync_as_a_job_ends_as_a_sync_without_an_engine() -> None:
    world = eventful_world().copy()
    with clients(world.doubles) as both:
        engine = engine_of(world, both)
        engine.start(a_job(FlowName.SYNC))
        assert 1 == engine.run_all()
    assert undisturbed()[0] == seen_of(world.doubles)


def test_a_job_counts_what_others_sent_to_its_account_in_the_last_minute() -> None:
    world = World(2, 5)
    with clients(world.doubles) as both:
        both.account.quota.take()
        before = tuple(both.account.quota.recent[0] - 0.001 * place for place in range(7))
        pair = evolve(pair_of(world, both), sent_before=lambda: before)
        engine = InProcess(lambda job, running: working_on(pair, job, running), world.clock)
        engine.start(a_job(FlowName.SYNC))
        engine.run_all()
        assert set(before) <= set(both.account.quota.recent)


def test_the_same_event_twice_is_one_run() -> None:
    world = World(2, 5)
    with clients(world.doubles) as both:
        order = bought(both)
        engine, hint = engine_of(world, both), Hint("order", order.id)
        job = Job(id=order_id("acme", hint, "delivery-1"), account="acme", priority=Priority.URGENT, hints=(hint,))
        assert (True, False) == (engine.start(job), engine.start(job))
        assert 1 == engine.run_all()
        assert not engine.start(job)
        assert 0 == engine.run_all()
    refs = [each["externalRef"] for each in world.doubles.brightpearl.records("orders")]
    assert 1 == sum(ref.endswith(f"-{order.id}") for ref in refs)


def test_events_that_wait_are_dealt_with_by_the_first_of_them_that_runs() -> None:
    world = World(2, 5)
    with clients(world.doubles) as both:
        hints = [Hint("order", bought(both, f"buyer{number}@example.com").id) for number in range(5)]
        engine = engine_of(world, both, others=True)
        for hint in hints:
            engine.start(Job(id=order_id("acme", hint, "delivery-1"), account="acme", priority=Priority.URGENT, hints=(hint,)))
        assert 1 == engine.run_all()
    ended = Counter(each.state for each in engine.workflows())
    assert ({State.DONE: 1, State.CANCELLED: 4}, frozenset()) == (ended, world.store.waiting())
    refs = {each["externalRef"] for each in world.doubles.brightpearl.records("orders")}
    assert set() == {f"W1-{hint.id}" for hint in hints} - refs


def test_an_event_that_needs_a_person_does_not_wait_in_polls_and_the_others_of_its_run_do() -> None:
    world = World(2, 5)
    with clients(world.doubles) as both:
        poisoned, other = Hint("order", 1), Hint("order", bought(both).id)
        engine = engine_of(world, both, poisonous, others=True)
        for hint in (poisoned, other):
            engine.start(Job(id=order_id("acme", hint, "delivery-1"), account="acme", priority=Priority.URGENT, hints=(hint,)))
        engine.run_all()
    assert [State.CANCELLED, State.FAILED] == [each.state for each in engine.workflows()]
    assert frozenset({other}) == world.store.waiting()


def poisonous(running: Running) -> Running:
    """Steps of which the plan cannot be made."""

    @frozen
    class Poisonous:
        def step(self, name: str, work: Callable[[], Document]) -> Document:
            if name == "plan":
                raise FlowFailedError("ShapeError", "orders[0]: an order was due", retries_itself=False)
            return running.step(name, work)

    return Poisonous()


def test_what_is_urgent_goes_first() -> None:
    ran: list[str] = []
    engine = InProcess(lambda job, running: ran.append(str(job.id)), World(0, 0).clock)
    for flow, priority in ((FlowName.SYNC, Priority.BULK), (FlowName.POLL, Priority.BULK), (FlowName.ORDER, Priority.URGENT)):
        engine.start(a_job(flow, priority=priority))
    engine.run_all()
    assert ["acme/order/1", "acme/sync/1", "acme/poll/1"] == ran


def test_a_reconciliation_as_a_job_tells_whether_both_sides_agree() -> None:
    world = World(2, 5)
    with clients(world.doubles) as both:
        engine = engine_of(world, both)
        engine.start(a_job(FlowName.RECONCILE, "1"))
        engine.run_all()
        world.sync(both, Scope())
        engine.start(a_job(FlowName.RECONCILE, "2"))
        engine.run_all()
    assert [True, False] == [each.result["agrees"] for each in engine.workflows()]


def test_a_reconciliation_as_a_job_is_remembered_with_the_thresholds_that_it_exceeds() -> None:
    world = World(2, 5)
    with clients(world.doubles) as both:
        engine = engine_of(world, both)
        engine.start(a_job(FlowName.RECONCILE, "1"))
        engine.run_all()
    (workflow,), (run,) = engine.workflows(), world.store.remembered()
    assert [each.about for each in run.reasons] == [each["about"] for each in workflow.result["reasons"]]
    assert "MISSING_IN_BP" in [each.about for each in run.reasons]


def test_what_an_engine_keeps_has_no_customer_in_it() -> None:
    world = eventful_world().copy()
    with clients(world.doubles) as both:
        engine = engine_of(world, both)
        engine.start(a_job(FlowName.SYNC))
        engine.run_all()
    kept = str([(record.workflow, record.steps) for record in engine.records.values()])
    contacts = world.doubles.brightpearl.records("contacts")
    told = {str(value) for each in contacts for value in (each["firstName"], each["communication"]["emails"]["PRI"]["email"])}
    assert [] == [value for value in told if value in kept]


def test_a_job_that_fails_is_a_dead_letter_with_its_cause_and_runs_again_when_it_is_resumed() -> None:
    faults: list[Exception] = [StoreError("The ledger at x failed: disk full."), KeyError("line_items")]

    def body(job: Job, running: Running) -> Document:
        if faults:
            raise faults.pop(0)
        return "done"

    engine = InProcess(body, World(0, 0).clock)
    engine.start(a_job(FlowName.ORDER))
    engine.run_all()
    (first,) = failures(engine)
    assert first.failure is not None
    assert ("StoreError", Recovery.RETRIES_ITSELF) == (first.failure.kind, first.failure.recovery)
    assert engine.resume(first.job.id)
    engine.run_all()
    (second,) = failures(engine, "acme")
    assert second.failure is not None
    assert ("KeyError", Recovery.NEEDS_A_PERSON) == (second.failure.kind, second.failure.recovery)
    assert engine.resume(first.job.id)
    engine.run_all()
    assert () == failures(engine)


def test_a_cancelled_job_does_not_run() -> None:
    engine = InProcess(lambda job, running: None, World(0, 0).clock)
    job = a_job(FlowName.POLL)
    engine.start(job)
    assert (True, False) == (engine.cancel(job.id), engine.cancel(job.id))
    assert 0 == engine.run_all()
