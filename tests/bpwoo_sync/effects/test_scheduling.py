"""Which runs are due at a moment, and that a clock that jumps changes nothing for who runs."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve

from bpwoo_sync.effects.engine import Job
from bpwoo_sync.effects.scheduling import asking, due
from bpwoo_sync.effects.stepping import Both, Pair
from bpwoo_sync.effects.stores import MemoryStore
from bpwoo_sync.effects.worker import steady_now
from bpwoo_sync.errors import ConfigurationError
from bpwoo_sync.tables import Schedule, tables_from
from tests.bpwoo_sync.effects.road import tables
from tests.bpwoo_sync.effects.test_leases import Steady

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


def a_pair(name: str = "acme", *, poll_seconds: int = 0, nightly: str = "") -> Pair:
    """A pair with this schedule; the tables' books are kept in New York."""

    def opened() -> nullcontext[Both]:
        raise AssertionError("nothing is asked")

    told = evolve(tables(), schedule=Schedule(poll_seconds=poll_seconds, goods_minutes=0, nightly=nightly, reconcile=""))
    return Pair(name=name, account=name, tables=told, opened=opened, store=MemoryStore(), now=lambda: NOON)


def ids(jobs: dict[str, Job]) -> dict[str, str]:
    return {kind: str(job.id) for kind, job in jobs.items()}


def test_nothing_is_due_that_is_turned_off() -> None:
    assert {} == due(a_pair(), NOON)


def test_a_poll_is_due_once_in_each_interval() -> None:
    pair = a_pair(poll_seconds=300)
    moments = (NOON + timedelta(seconds=second) for second in range(3600))
    assert 12 <= len({str(due(pair, moment)["poll"].id) for moment in moments}) <= 13


def test_pairs_do_not_begin_in_one_moment() -> None:
    begin = {due(a_pair(f"pair{number}", poll_seconds=300), NOON)["poll"].id.record for number in range(50)}
    assert len(begin) > 30


def test_the_nightly_run_is_at_its_time_where_the_books_are_kept_in_summer_and_in_winter() -> None:
    pair = a_pair(nightly="01:00")
    winter = due(pair, datetime(2026, 1, 15, 12, tzinfo=UTC))["nightly"].id.record
    summer = due(pair, datetime(2026, 7, 15, 12, tzinfo=UTC))["nightly"].id.record
    assert winter.startswith("nightly-2026-01-15T06:") and summer.startswith("nightly-2026-07-15T05:")


def test_before_its_time_the_nightly_run_is_that_of_the_day_before() -> None:
    assert due(a_pair(nightly="01:00"), datetime(2026, 1, 15, 5, tzinfo=UTC))["nightly"].id.record.startswith("nightly-2026-01-14T06:")


def test_what_is_due_is_asked_for_once() -> None:
    clock = Steady()
    ask = asking([a_pair(poll_seconds=60)], lambda: NOON + timedelta(seconds=clock()))
    first, again = list(ask()), list(ask())
    clock.sleep(60)
    assert (1, [], 1) == (len(first), again, len(list(ask())))


def test_of_each_kind_of_run_one_waits_at_most() -> None:
    every = evolve(tables(), schedule=Schedule(poll_seconds=60, goods_minutes=60, nightly="01:00", reconcile="02:00"))
    pair = evolve(a_pair(), tables=every)
    series = {kind: job.series for kind, job in due(pair, NOON).items()}
    expected = {"poll": "acme/poll/", "goods": "acme/sync/goods-", "nightly": "acme/sync/nightly-", "reconcile": "acme/reconcile/"}
    assert expected == series
    assert all(str(job.id).startswith(job.series) for job in due(pair, NOON).values())


def test_what_could_not_be_queued_is_asked_for_again() -> None:
    ask = asking([a_pair(poll_seconds=60)], lambda: NOON)
    job = next(ask())
    assert [job] == list(ask())


def test_the_moment_of_a_worker_moves_with_its_steady_clock_and_never_jumps() -> None:
    clock = Steady()
    moment = steady_now(clock)
    before = moment()
    clock.sleep(90)
    assert timedelta(seconds=90) == moment() - before


@pytest.mark.parametrize(("key", "value"), [("poll_seconds", -1), ("goods_minutes", -5), ("nightly", "25:00"), ("reconcile", "1 am")])
def test_a_schedule_that_is_none_is_a_fault_by_its_key(key: str, value: int | str) -> None:
    document = {"store": {"key": "W1", "base_currency": "USD"}, "taxes": {"none": "T0"}, "currencies": {"USD": {}}}
    with pytest.raises(ConfigurationError) as caught:
        tables_from({**document, "schedule": {key: value}})
    assert f"schedule.{key}:" in str(caught.value)
