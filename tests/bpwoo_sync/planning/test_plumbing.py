"""Webhooks of ours that the shop switched off are made active again, and a poll that is due is run, once a person approved it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest

import woocommerce_sdk as woo
from bpwoo_sync.errors import PlanError
from bpwoo_sync.increments import POLLED
from bpwoo_sync.ledger import Ledger
from bpwoo_sync.plan import Plan, approved
from bpwoo_sync.planning import approvable_plan
from bpwoo_sync.reconcile import reconcile
from bpwoo_sync.repairs import repairs
from bpwoo_sync.snapshot import Plumbing
from tests.bpwoo_sync.mapping.orders import tables
from tests.bpwoo_sync.mapping.sides import TAKEN_AT, account, shop

OURS = tables(increments={"webhook_address": "https://sync.example/"})
NOW, LONG_AGO = {POLLED: TAKEN_AT}, {POLLED: TAKEN_AT - timedelta(hours=3)}


def hook(status: str, id: int = 3, address: str = "https://sync.example/hook") -> woo.Webhook:
    """A webhook of the shop's."""
    return woo.decode(woo.Webhook, {"id": id, "status": status, "topic": "order.updated", "delivery_url": address})


def fresh(*webhooks: woo.Webhook, cursors: Mapping[str, datetime] | None = None) -> Plan:
    """What may be approved."""
    return approvable_plan(shop(), account(), OURS, Ledger(), plumbing=Plumbing(cursors=cursors, webhooks=webhooks))


def repaired(*webhooks: woo.Webhook, cursors: Mapping[str, datetime] | None = None) -> Plan:
    """The repairs of what is found."""
    found = reconcile(shop(), account(), OURS, webhooks=webhooks, cursors=cursors, stock=False, products=False)
    return repairs(found.issues, fresh(*webhooks, cursors=cursors))


def test_a_webhook_is_made_active_again_and_a_poll_finds_what_it_missed() -> None:
    made = repaired(hook("disabled"), hook("active", 4), cursors=NOW)
    assert [("shop-webhook", "3", {"status": "active"}), ("poll", "polled", {"cursor": "polled"})] == [
        (each.kind, each.target, each.payload) for each in made
    ]
    assert "Make webhook 3 (order.updated) active again; a poll brings over what it missed" == made.actions[0].summary


def test_where_nobody_keeps_how_far_polls_came_the_write_says_how_to_poll() -> None:
    made = repaired(hook("disabled"))
    assert (["shop-webhook"], True) == ([each.kind for each in made], "bpwoo poll --apply" in made.actions[0].summary)


def test_a_webhook_of_somebody_else_is_left_alone() -> None:
    assert () == repaired(hook("disabled", address="https://other.example/"), cursors=NOW).actions


def test_a_poll_that_is_overdue_is_run() -> None:
    made = repaired(cursors=LONG_AGO)
    assert ([("poll", {"cursor": "polled"})], ()) == ([(each.kind, each.payload) for each in made], made.issues)
    assert "since the last complete poll, of 2026-03-03T06:00:00+00:00" in made.actions[0].summary


def test_a_poll_that_somebody_ran_since_the_approval_is_not_run_again() -> None:
    made = repaired(cursors=LONG_AGO)
    assert made.actions == approved(made, made.digest, fresh(cursors=LONG_AGO), Ledger()).actions
    with pytest.raises(PlanError, match="the facts have moved"):
        approved(made, made.digest, fresh(cursors=NOW), Ledger())


def test_a_poll_between_does_not_keep_a_webhook_from_being_made_active() -> None:
    made = repaired(hook("disabled"), cursors=LONG_AGO)
    assert 2 == len(approved(made, made.digest, fresh(hook("disabled"), cursors=NOW), Ledger()))


def test_what_is_well_is_left_as_it_is() -> None:
    assert () == fresh(hook("active"), cursors=NOW).actions
