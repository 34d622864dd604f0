"""The values that the sync and an engine speak in."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from attrs import evolve

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.effects.engine import (
    FlowName,
    Job,
    Priority,
    Recovery,
    WorkflowId,
    failed,
    failure_of,
    job_from,
    order_id,
    recovery_of,
    slot_id,
)
from bpwoo_sync.errors import ConfigurationError, StoreError
from bpwoo_sync.increments import Hint
from bpwoo_sync.planning import Scope

JOB = Job(
    id=order_id("acme", Hint("order", 7), "delivery/1"),
    account="acme-eu",
    priority=Priority.URGENT,
    hints=(Hint("order", 7),),
    scope=Scope(stock=False),
    series="acme/order/",
)


def test_the_same_event_has_the_same_id_and_another_event_another() -> None:
    again = order_id("acme", Hint("order", 7), "delivery/1")
    assert ("acme/order/order-7/delivery/1", JOB.id) == (str(again), again)
    assert JOB.id != order_id("acme", Hint("order", 7), "delivery/2")


def test_a_slot_of_a_schedule_names_its_run() -> None:
    due = datetime(2026, 11, 25, 2, tzinfo=UTC)
    assert "acme/sync/nightly-2026-11-25T02:00:00Z" == str(slot_id("acme", FlowName.SYNC, due, "nightly-"))


def test_an_id_and_a_job_are_what_they_were_after_an_engine_stored_them() -> None:
    assert JOB.id == WorkflowId.of(str(JOB.id))
    assert JOB == job_from(json.loads(json.dumps(JOB.document)))


def test_a_job_is_read_that_was_stored_before_there_were_series() -> None:
    stored = {name: value for name, value in JOB.document.items() if name != "series"}
    assert evolve(JOB, series="") == job_from(stored)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (StoreError("the database is away"), Recovery.RETRIES_ITSELF),
        (bp.SignInError("the token was revoked"), Recovery.NEEDS_A_PERSON),
        (woo.WooCommerceError("odd"), Recovery.NEEDS_A_PERSON),
        (ConfigurationError("store.key: is missing"), Recovery.NEEDS_A_PERSON),
        (KeyError("x"), Recovery.NEEDS_A_PERSON),
    ],
)
def test_an_error_tells_who_has_to_act(error: Exception, expected: Recovery) -> None:
    assert (expected, expected) == (recovery_of(error), recovery_of(failed(error)))


def test_what_is_kept_of_an_error_is_its_kind_and_its_text() -> None:
    told = failure_of(StoreError("The ledger at x failed: disk full."))
    assert ("StoreError", "The ledger at x failed: disk full.") == (told.kind, told.message)


def test_an_error_that_nobody_foresaw_says_so() -> None:
    assert "An error that nobody foresaw. Report it with this text: KeyError: 'x'" == failure_of(KeyError("x")).message
