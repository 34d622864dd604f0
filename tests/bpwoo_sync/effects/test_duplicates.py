"""A sales order that is there twice, on the doubles: the younger is cancelled once, and not if anything was begun with it meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

import brightpearl_sdk as bp
import brightpearl_sdk.testing as brightpearl_testing
import woocommerce_sdk as woo
from bpwoo_sync.ledger import Status
from tests.bpwoo_sync.effects.repairing import carried_out, compared
from tests.bpwoo_sync.effects.test_faults import TROUBLES, clients
from tests.bpwoo_sync.effects.world import ORDERS, World, bought

CANCELLED, NEW_ID = 5, 900_000


def copied() -> World:
    """An order that was brought in waiting for its money, and whose sales order somebody copied, reference and all."""
    world = World(0, 10)
    with clients(world.doubles) as both:
        bought(both, status=woo.OrderStatus.ON_HOLD)
        world.sync(both, ORDERS)
    (record,) = world.doubles.brightpearl.records("orders")
    rows = [{**each, "id": NEW_ID + place} for place, each in enumerate(record["rows"], 1)]
    world.doubles.brightpearl.load("orders", [{**record, "id": NEW_ID, "rows": rows}])
    world.clock.pass_(hours=3)
    return world


def cancelled(world: World) -> list[bool]:
    """Whether each sales order is cancelled, the oldest first."""
    return [each["statusId"] == CANCELLED for each in sorted(world.doubles.brightpearl.records("orders"), key=lambda each: int(each["id"]))]


def changed(world: World, younger: bool = True, **values: Any) -> None:
    """Change one of both sales orders."""
    records = sorted(world.doubles.brightpearl.records("orders"), key=lambda each: int(each["id"]))
    world.doubles.brightpearl.load("orders", [{**records[1 if younger else 0], **values}])


def test_the_younger_is_cancelled_once_and_then_both_sides_agree() -> None:
    world = copied()
    made = compared(world)
    assert (["DUPLICATE_ORDER"], {"duplicate-order": 1}) == ([each.code for each in made.found.issues], made.repairs.by_kind())
    carried_out(world, made.repairs)
    assert [False, True] == cancelled(world)
    written = len(world.doubles.brightpearl.requests)
    carried_out(world, made.repairs)
    assert written == len(world.doubles.brightpearl.requests)
    world.clock.pass_(hours=3)
    again = compared(world)
    assert ((), ()) == (again.found.issues, again.repairs.actions)


def test_a_sync_leaves_both_as_they_are() -> None:
    world = copied()
    with clients(world.doubles) as both:
        plan = world.sync(both, ORDERS)
    assert ({}, ["DUPLICATE_ORDER"], [False, False]) == (plan.by_kind(), [each.code for each in plan.issues], cancelled(world))


def paid(world: World) -> None:
    """Somebody enters a payment."""
    with clients(world.doubles) as both:
        draft = bp.CustomerPaymentDraft(
            transaction_ref="till 7",
            payment_method_code="OTHER",
            payment_type=bp.PaymentType.RECEIPT,
            order_id=NEW_ID,
            currency_iso_code="USD",
            amount_paid=Decimal("1.00"),
            payment_date=world.clock(),
        )
        both.account.customer_payments.create(draft)


def sent(world: World) -> None:
    """A supplier sends it."""
    note = {"id": 77, "orderId": NEW_ID, "status": {"shipped": False}, "shipping": {}, "orderRows": {}, "events": []}
    world.doubles.brightpearl.state.table("drop_ship_notes")[77] = note


BEGUN: dict[str, Callable[[World], None]] = {
    "a payment is recorded on it": paid,
    "goods are on their way for it, or left": sent,
    "it is invoiced": lambda world: changed(world, invoiceReference="SI-7"),
    "its reference is W1-77 by now": lambda world: changed(world, externalRef="W1-77"),
    "is cancelled, so it is the only one left": lambda world: changed(world, younger=False, statusId=CANCELLED),
    "is not there any more": lambda world: world.doubles.brightpearl.state.table("orders").clear(),
}


@pytest.mark.parametrize("told", BEGUN)
def test_what_was_begun_with_the_younger_since_the_approval_keeps_it_and_the_ledger_says_why(told: str) -> None:
    world = copied()
    plan = compared(world).repairs
    BEGUN[told](world)
    before = cancelled(world)
    carried_out(world, plan)
    outcome = world.store.load().latest[plan.actions[0].key]
    assert (Status.FAILED, before) == (outcome.status, cancelled(world))
    assert told in outcome.detail


def test_one_that_somebody_cancelled_meanwhile_is_not_written_to() -> None:
    world = copied()
    plan = compared(world).repairs
    changed(world, statusId=CANCELLED)
    carried_out(world, plan)
    outcome = world.store.load().latest[plan.actions[0].key]
    assert (Status.DONE, "there is nothing to be done") == (outcome.status, outcome.detail)
    assert "PUT" not in {request.method for request in world.doubles.brightpearl.requests}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_whatever_the_write_meets_the_younger_is_cancelled_and_the_older_is_not(trouble: str) -> None:
    world = copied()
    plan = compared(world).repairs
    details = dict(TROUBLES[trouble])
    wrong, status = str(details.pop("wrong")), details.pop("status", 500)
    assert isinstance(status, int)
    carried_out(
        world, plan, account_faults=[brightpearl_testing.Fault(wrong=brightpearl_testing.Wrong[wrong], nth=1, method="PUT", status=status)]
    )
    carried_out(world, plan)
    assert [False, True] == cancelled(world)
    assert Status.DONE is world.store.load().latest[plan.actions[0].key].status
