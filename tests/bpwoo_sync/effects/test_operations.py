"""What operators ask: how pairs are doing, what failed and who has to act, and pauses that workers respect."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from attrs import define, evolve, field
from sqlalchemy import Engine, event

from bpwoo_sync.effects.databases import opened
from bpwoo_sync.effects.engine import LEFT_OUT, Document, FlowName, Job, Recovery, Running, State, WorkflowId, order_id
from bpwoo_sync.effects.inprocess import InProcess
from bpwoo_sync.effects.migrations import bring_forward
from bpwoo_sync.effects.operations import dead_letters, known_pairs, made_good, pause, recovery_of_outcome, statuses, unsettled
from bpwoo_sync.effects.pauses import PAUSED, Pause, Pauses, unless_paused
from bpwoo_sync.effects.quotas import QuotaLeft, Quotas
from bpwoo_sync.effects.stores import MemoryStore, SqlStore
from bpwoo_sync.errors import ConfigurationError, StoreError
from bpwoo_sync.increments import POLLED, Advance, Hint
from bpwoo_sync.ledger import Outcome, Status
from bpwoo_sync.planning import Scope

AT = datetime(2026, 11, 25, 12, tzinfo=UTC)


@define
class Scripted:
    """A body that ends as it is told, by the record in a job's id; and a clock that goes on by a second at each look."""

    ends: dict[str, object] = field(factory=dict)
    seconds: int = 0

    def __call__(self, job: Job, running: Running) -> Document:
        end = self.ends.get(job.id.record, {})
        if isinstance(end, Exception):
            raise end
        return end

    def now(self) -> datetime:
        self.seconds += 1
        return AT + timedelta(seconds=self.seconds)


def job(record: str, flow: FlowName = FlowName.POLL, pair: str = "acme", **more: Any) -> Job:
    return evolve(Job(id=WorkflowId(pair, flow, record), account="acme-eu"), **more)


@pytest.fixture
def script() -> Scripted:
    return Scripted()


@pytest.fixture
def engine(script: Scripted) -> InProcess:
    return InProcess(script, script.now)


@pytest.fixture
def database(database_url: str) -> Iterator[Engine]:
    with opened(database_url) as found:
        bring_forward(found)
        yield found


def test_a_pair_is_told_with_what_it_did_and_what_waits(engine: InProcess, database: Engine) -> None:
    store = SqlStore("", pair="acme", engine=database)
    store.advance(Advance(cursors={POLLED: AT, "orders": AT}, waiting=frozenset({Hint("order", 7), Hint("order", 8)})))
    engine.start(job("1", FlowName.SYNC))
    engine.run_all()
    engine.start(job("2"))
    engine.start(job("3", pair="other"))
    (found,) = statuses(["acme"], engine, database)
    assert ({POLLED: AT, "orders": AT}, [FlowName.SYNC]) == (found.cursors, list(found.ended))
    assert (2, 1, 0, 0, None) == (found.waiting, found.queued, found.running, found.failed, found.paused)
    assert timedelta(minutes=5) == found.polled_ago(AT + timedelta(minutes=5))


def test_a_pair_that_never_ran_is_told_as_such(engine: InProcess, database: Engine) -> None:
    (found,) = statuses(["new"], engine, database)
    assert ({}, {}, None) == (found.cursors, found.ended, found.polled_ago(AT))


def test_runs_are_counted_whatever_their_number(engine: InProcess, script: Scripted, database: Engine) -> None:
    script.ends = {f"bad{number}": StoreError("away") for number in range(1200)}
    for number in range(1200):
        engine.start(job(f"bad{number}", FlowName.RECONCILE))
    engine.run_all()
    for number in range(150):
        engine.start(job(f"paused{number}"))
        script.ends[f"paused{number}"] = dict(PAUSED)
    engine.start(job("good", pair="other"))
    engine.run_all()
    for number in range(1100):
        engine.start(job(f"queued{number}", pair=("acme", "other")[number % 2]))
    one, two = statuses(["acme", "other"], engine, database)
    assert [(550, 1200), (550, 0)] == [(each.queued, each.failed) for each in (one, two)]
    assert ([], [FlowName.POLL]) == (list(one.ended), list(two.ended))
    assert (1200, 0) == (len(dead_letters(engine, "acme")), len(dead_letters(engine, "other")))


def test_the_last_run_that_did_something_is_told_behind_any_number_that_found_their_pair_paused(
    engine: InProcess, script: Scripted, database: Engine
) -> None:
    engine.start(job("0"))
    engine.run_all()
    (before,) = statuses(["acme"], engine, database)
    for number in range(1, 150):
        script.ends[str(number)] = dict(PAUSED)
        engine.start(job(str(number)))
    engine.run_all()
    (after,) = statuses(["acme"], engine, database)
    assert before.ended == after.ended != {}


def test_what_failed_long_ago_and_was_made_up_for_is_good_and_nothing_else(engine: InProcess, script: Scripted) -> None:
    script.ends = {"1": StoreError("away"), "2": StoreError("away"), "3": StoreError("away")}
    for each in (job("1"), job("2", FlowName.RECONCILE), job("3", pair="other"), job("4")):
        engine.start(each)
    engine.run_all()
    long_after, before_all = script.now() + timedelta(days=7), AT
    assert (["acme/poll/1"], []) == ([str(id) for id in made_good(engine, "acme", long_after)], [*made_good(engine, "acme", before_all)])


def test_every_pair_is_known_of_which_there_is_something(database: Engine) -> None:
    SqlStore("", pair="one", engine=database).advance(Advance(cursors={POLLED: AT}))
    SqlStore("", pair="two", engine=database).append([Outcome(key="k", kind="x", status=Status.DONE, at=AT)])
    Pauses(database).begin("three", Pause(since=AT))
    assert {"one", "two", "three"} == known_pairs(database)


def test_a_failure_is_told_until_a_later_run_has_made_up_for_it(engine: InProcess, script: Scripted) -> None:
    script.ends = {"1": StoreError("away"), "order-7/e": ConfigurationError("token revoked")}
    engine.start(job("1"))
    engine.start(evolve(job("2"), id=order_id("other", Hint("order", 7), "e")))
    engine.run_all()
    told = [(str(run.job.id), run.failure.recovery) for run in dead_letters(engine) if run.failure is not None]
    assert [("other/order/order-7/e", Recovery.NEEDS_A_PERSON), ("acme/poll/1", Recovery.RETRIES_ITSELF)] == told
    engine.start(job("3"))
    engine.run_all()
    assert ["other/order/order-7/e"] == [str(run.job.id) for run in dead_letters(engine)]
    assert [] == list(dead_letters(engine, "acme"))


@pytest.mark.parametrize(
    ("flow", "scope", "expected"),
    [
        (FlowName.SYNC, Scope(), 0),
        (FlowName.SYNC, Scope(orders=False), 1),
        (FlowName.POLL, Scope(), 1),
        (FlowName.RECONCILE, Scope(), 1),
    ],
)
def test_only_a_sync_of_as_much_makes_up_for_a_sync(
    engine: InProcess, script: Scripted, flow: FlowName, scope: Scope, expected: int
) -> None:
    script.ends = {"1": StoreError("away")}
    engine.start(job("1", FlowName.SYNC))
    engine.run_all()
    engine.start(job("2", flow, scope=scope))
    engine.run_all()
    assert expected == len(dead_letters(engine))


def failures_after(engine: InProcess, script: Scripted, *later: tuple[Scope, list[str]]) -> int:
    """How many failures are left of one sync of everything, once these ran, each of which left some of it out."""
    script.ends = {"1": StoreError("away"), **{f"2{place}": {LEFT_OUT: left_out} for place, (_, left_out) in enumerate(later)}}
    engine.start(job("1", FlowName.SYNC))
    engine.run_all()
    for place, (scope, _) in enumerate(later):
        engine.start(job(f"2{place}", FlowName.SYNC, scope=scope))
        engine.run_all()
    return len(dead_letters(engine))


GOODS = Scope(orders=False, shipments=False, products=False)


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        ([(Scope(), [])], 0),
        ([(Scope(), ["stock"])], 1),
        ([(Scope(), ["stock"]), (GOODS, [])], 0),
        ([(GOODS, []), (Scope(), ["stock"])], 0),
        ([(GOODS, [])], 1),
    ],
)
def test_a_night_that_leaves_stock_out_makes_up_for_no_stock_until_a_run_of_it_does(
    engine: InProcess, script: Scripted, later: list[tuple[Scope, list[str]]], expected: int
) -> None:
    assert expected == failures_after(engine, script, *later)


def test_a_run_that_found_its_pair_paused_makes_up_for_nothing(engine: InProcess, script: Scripted) -> None:
    script.ends = {"1": StoreError("away"), "2": dict(PAUSED)}
    for record in ("1", "2"):
        engine.start(job(record))
        engine.run_all()
    assert 1 == len(dead_letters(engine))


def test_writes_that_are_not_done_are_told_with_who_has_to_act(database: Engine) -> None:
    SqlStore("", pair="acme", engine=database).append([Outcome(key=status.value, kind="x", status=status, at=AT) for status in Status])
    assert {("failed", Recovery.NEEDS_A_PERSON), ("started", Recovery.RETRIES_ITSELF), ("unknown", Recovery.RETRIES_ITSELF)} == {
        (each.key, recovery_of_outcome(each)) for _, each in unsettled(database)
    }


def test_the_last_word_of_a_write_counts_and_nothing_undoes_what_is_done(database: Engine) -> None:
    def append(pair: str, *statuses: Status) -> None:
        rows = (Outcome(key="k", kind="x", status=status, at=AT, detail=str(place)) for place, status in enumerate(statuses))
        SqlStore("", pair=pair, engine=database).append(rows)

    append("failed", Status.STARTED, Status.FAILED, Status.STARTED, Status.FAILED)
    append("done", Status.STARTED, Status.FAILED, Status.STARTED, Status.DONE)
    append("done before", Status.DONE, Status.FAILED)
    assert [("failed", "3")] == [(pair, each.detail) for pair, each in unsettled(database)]
    folded = {name: SqlStore("", pair=name, engine=database).load() for name in ("failed", "done", "done before")}
    assert ["failed"] == [name for name, ledger in folded.items() if not ledger.settled("k")]


def test_of_a_large_ledger_only_what_is_not_done_is_read(database: Engine) -> None:
    for pair in ("one", "two"):
        done = [Outcome(key=f"k{number}", kind="x", status=Status.DONE, at=AT) for number in range(500)]
        SqlStore("", pair=pair, engine=database).append([*done, Outcome(key="odd", kind="x", status=Status.FAILED, at=AT)])
    with sent(database) as statements:
        assert [["two", "one"], ["two"]] == [[pair for pair, _ in unsettled(database, only)] for only in (None, "two")]
    assert [True, True] == ["GROUP BY" in statement for statement in statements]


@contextmanager
def sent(database: Engine) -> Iterator[list[str]]:
    """The statements that a database is sent."""
    statements: list[str] = []

    def told(connection: Any, cursor: Any, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(database, "before_cursor_execute", told)
    try:
        yield statements
    finally:
        event.remove(database, "before_cursor_execute", told)


def test_what_is_left_of_a_quota_is_told_as_it_was_seen_last(engine: InProcess, database: Engine) -> None:
    quotas = Quotas(database)
    quotas.keep("acme", QuotaLeft(account="acme-eu", left=199, at=AT))
    quotas.keep("acme", last := QuotaLeft(account="acme-eu", left=150, at=AT + timedelta(seconds=5)))
    assert (last, None) == tuple(each.quota for each in statuses(["acme", "other"], engine, database))


def test_who_has_an_account_next_is_told_what_its_pairs_sent_in_the_last_minute(database: Engine) -> None:
    quotas = Quotas(database)
    quotas.keep("one", QuotaLeft(account="acme", left=9, at=AT, recent=(1.5, 2.25, 2.25)))
    quotas.keep("two", QuotaLeft(account="acme", left=9, at=AT, recent=(2.25, 3.0)))
    quotas.keep("other", QuotaLeft(account="other", left=9, at=AT, recent=(4.0,)))
    assert [[1.5, 2.25, 2.25, 3.0], []] == [sorted(quotas.recent(name)) for name in ("acme", "new")]


def test_a_pause_is_kept_with_its_reason_until_it_ends(database: Engine) -> None:
    pauses, first = Pauses(database), Pause(since=AT, reason="Inventur")
    assert [True, False] == [pauses.begin("acme", first), pauses.begin("acme", Pause(since=AT, reason="again"))]
    assert (first, {"acme": first}, None) == (pauses.of("acme"), pauses.all(), pauses.of("other"))
    assert [True, False, {}] == [pauses.end("acme"), pauses.end("acme"), pauses.all()]


def test_pausing_ends_what_is_queued_and_keeps_what_it_was_to_look_at(engine: InProcess, database: Engine) -> None:
    store = MemoryStore()
    engine.start(job("1", hints=(Hint("order", 7),)))
    engine.start(job("2", FlowName.SYNC))
    engine.start(job("3", pair="other"))
    assert 2 == pause("acme", Pause(since=AT), Pauses(database), engine, store)
    assert {Hint("order", 7)} == store.waiting()
    assert ["other"] == [run.job.id.pair for run in engine.workflows(states=(State.QUEUED,))]
    assert pause("acme", Pause(since=AT), Pauses(database), engine, store) is None


def test_nothing_of_a_paused_pair_is_due(database: Engine) -> None:
    ask = unless_paused(lambda: [job("1"), job("1", pair="other")], pauses := Pauses(database))
    pauses.begin("acme", Pause(since=AT))
    assert ["other"] == [each.id.pair for each in ask()]
    pauses.end("acme")
    assert ["acme", "other"] == [each.id.pair for each in ask()]
