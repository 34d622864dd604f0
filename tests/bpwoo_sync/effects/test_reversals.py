"""A payment that is there twice, on the doubles: the younger is taken back once, and not if the books have moved meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

import brightpearl_sdk.testing as brightpearl_testing
import woocommerce_sdk as woo
from bpwoo_sync.ledger import Status
from tests.bpwoo_sync.effects.repairing import carried_out, compared
from tests.bpwoo_sync.effects.test_faults import TROUBLES, clients
from tests.bpwoo_sync.effects.world import ORDERS, World, bought

CANCELLED, AGAIN = 5, 900_000


def booked_twice(world: World, payment: Mapping[str, Any], id: int = AGAIN) -> None:
    """Somebody books a payment once more, with all that it says."""
    world.doubles.brightpearl.load("payments", [{**payment, "paymentId": id}])


def paid_twice() -> World:
    """An order that was brought in and paid, and whose payment another connector booked as well."""
    world = World(0, 10)
    with clients(world.doubles) as both:
        bought(both)
        world.sync(both, ORDERS)
    (payment,) = world.doubles.brightpearl.records("payments")
    booked_twice(world, payment)
    world.clock.pass_(hours=3)
    return world


def paid_back_twice() -> World:
    """An order of which some money was given back, which somebody booked a second time for its credit."""
    world = World(0, 10)
    world.tables = evolve(world.tables, refunds=evolve(world.tables.refunds, manual_refunds_are_paid=True))
    with clients(world.doubles) as both:
        order = bought(both)
        world.sync(both, ORDERS)
        both.shop.refunds.create(order.id, woo.RefundDraft(amount=Decimal("1.00"), reason="scratched", api_refund=False))
        world.clock.pass_(minutes=5)
        world.sync(both, ORDERS)
    (payment,) = [each for each in world.doubles.brightpearl.records("payments") if each["paymentType"] == "PAYMENT"]
    booked_twice(world, payment)
    world.clock.pass_(hours=3)
    return world


def payments(world: World) -> list[tuple[str, str]]:
    """Every payment that is recorded: its type and amount."""
    return sorted((each["paymentType"], str(each["amountPaid"])) for each in world.doubles.brightpearl.records("payments"))


@pytest.mark.parametrize(("begun", "code"), [(paid_twice, "OVERPAID_IN_BP"), (paid_back_twice, "REFUND_AMOUNT")])
def test_the_younger_is_taken_back_once_and_then_both_sides_agree(begun: Callable[[], World], code: str) -> None:
    world = begun()
    made = compared(world)
    assert ([code], {"payment-reversal": 1}) == ([each.code for each in made.found.issues], made.repairs.by_kind())
    before = len(payments(world))
    assert Status.DONE is carried_out(world, made.repairs).status
    asked = len(world.doubles.brightpearl.requests)
    carried_out(world, made.repairs)
    assert (before + 1, asked) == (len(payments(world)), len(world.doubles.brightpearl.requests))
    world.clock.pass_(hours=3)
    again = compared(world)
    assert ((), (), True) == (again.found.issues, again.repairs.actions, again.found.agrees)


def test_the_payment_that_takes_it_back_is_dated_as_what_it_takes_back() -> None:
    world = paid_twice()
    world.clock.pass_(days=3)
    carried_out(world, compared(world).repairs)
    days = {each["paymentDate"] for each in world.doubles.brightpearl.records("payments")}
    assert 1 == len(days)


def test_a_sync_leaves_both_as_they_are() -> None:
    world = paid_twice()
    before = payments(world)
    with clients(world.doubles) as both:
        plan = world.sync(both, ORDERS)
    assert ({}, before) == (plan.by_kind(), payments(world))


def taken_back(world: World) -> None:
    """Somebody takes it back by hand."""
    again = world.doubles.brightpearl.state.table("payments")[AGAIN]
    by_hand = {**again, "paymentId": AGAIN + 1, "paymentType": "PAYMENT", "transactionRef": "by hand"}
    world.doubles.brightpearl.load("payments", [by_hand])


def other(world: World, **values: Any) -> None:
    """Something of the sales order is changed."""
    (record,) = world.doubles.brightpearl.records("orders")
    world.doubles.brightpearl.load("orders", [{**record, **values}])


def dearer(world: World) -> None:
    """A row more."""
    (record,) = world.doubles.brightpearl.records("orders")
    more = {**record["rows"][0], "id": AGAIN, "externalRef": "", "net": "5.00", "tax": "0.00"}
    other(world, rows=[*record["rows"], more])


def removed(world: World) -> None:
    """Somebody deletes the second record."""
    del world.doubles.brightpearl.state.table("payments")[AGAIN]


MOVED: dict[str, Callable[[World], None]] = {
    "what is recorded again under one reference comes to": taken_back,
    "by now, not over": dearer,
    "has the reference W1-77 by now": lambda world: other(world, externalRef="W1-77"),
    "is cancelled by now": lambda world: other(world, statusId=CANCELLED),
    "is not there any more": lambda world: world.doubles.brightpearl.state.table("orders").clear(),
    "no two payments have one reference": removed,
}


@pytest.mark.parametrize("told", MOVED)
def test_what_changed_since_the_approval_keeps_the_payment_and_the_ledger_says_why(told: str) -> None:
    world = paid_twice()
    plan = compared(world).repairs
    MOVED[told](world)
    before = payments(world)
    outcome = carried_out(world, plan)
    assert (Status.FAILED, before) == (outcome.status, payments(world))
    assert told in outcome.detail


@pytest.mark.parametrize("trouble", TROUBLES)
@pytest.mark.parametrize("begun", [paid_twice, paid_back_twice])
def test_whatever_the_write_meets_the_payment_is_taken_back_once(begun: Callable[[], World], trouble: str) -> None:
    world = begun()
    plan, before = compared(world).repairs, len(payments(world))
    details = dict(TROUBLES[trouble])
    wrong, status = str(details.pop("wrong")), details.pop("status", 500)
    assert isinstance(status, int)
    carried_out(
        world, plan, account_faults=[brightpearl_testing.Fault(wrong=brightpearl_testing.Wrong[wrong], nth=1, method="POST", status=status)]
    )
    outcome = carried_out(world, plan)
    assert (Status.DONE, before + 1) == (outcome.status, len(payments(world)))


def test_a_write_that_a_process_died_over_is_looked_up_before_it_is_sent_again() -> None:
    world = paid_twice()
    plan, before = compared(world).repairs, len(payments(world))
    carried_out(world, plan)
    (action,) = plan.actions
    # As if the process had died behind the write: the last word is that it was begun.
    world.store.outcomes = [each for each in world.store.outcomes if each.key != action.key or each.status is Status.STARTED]
    outcome = carried_out(world, plan)
    assert ("found: it had been done before", before + 1) == (outcome.detail, len(payments(world)))


def test_three_records_of_one_payment_become_one_in_a_single_request() -> None:
    world = paid_twice()
    again = world.doubles.brightpearl.state.table("payments")[AGAIN]
    booked_twice(world, again, AGAIN + 1)
    plan = compared(world).repairs
    assert {"payment-reversal": 2} == plan.by_kind()
    carried_out(world, plan)
    assert 1 == sum("multi-message" in request.path for request in world.doubles.brightpearl.requests[-3:])
    world.clock.pass_(hours=3)
    assert () == compared(world).found.issues


def test_a_payment_of_another_reference_is_left_to_people() -> None:
    world = paid_twice()
    world.doubles.brightpearl.state.table("payments")[AGAIN]["transactionRef"] = "till 7"
    made = compared(world)
    assert (0, ["OVERPAID_IN_BP"]) == (len(made.repairs), [each.code for each in made.repairs.issues])
