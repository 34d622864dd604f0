"""What the shop changes of an order after its import reaches Brightpearl once, where it may, and whatever goes wrong."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

import pytest
from attrs import evolve

import brightpearl_sdk.testing as brightpearl_testing
import woocommerce_sdk as woo
from bpwoo_sync.plan import Plan
from tests.bpwoo_sync.effects.test_faults import TROUBLES, clients
from tests.bpwoo_sync.effects.world import ORDERS, World, bought


def imported(edits: Literal["report", "update"] = "update", **more: Any) -> tuple[World, int]:
    """A world into which one unpaid order was brought, and the order's id."""
    world = World(0, 100)
    world.tables = evolve(world.tables, orders=evolve(world.tables.orders, edits=edits))
    with clients(world.doubles) as both:
        order = bought(both, **(more or {"status": woo.OrderStatus.ON_HOLD}))
        world.sync(both, ORDERS)
    world.clock.pass_(minutes=5)
    return world, order.id


def edited(world: World, order_id: int, quantity: int = 3, city: str = "Sparks") -> None:
    """The customer wants more, and lives elsewhere."""
    with clients(world.doubles) as both:
        order = both.shop.orders.get(order_id)
        line = order.line_items[0]
        each = line.total / line.quantity
        change = woo.LineItemDraft(id=line.id, quantity=quantity, total=each * quantity, subtotal=each * quantity)
        both.shop.orders.update(order_id, woo.OrderDraft(line_items=(change,), billing=woo.BillingAddressDraft(city=city)))
    world.clock.pass_(minutes=5)


def run(world: World, *faults: brightpearl_testing.Fault) -> Plan:
    """One run over orders."""
    with clients(world.doubles, brightpearl_faults=faults) as both:
        return world.sync(both, ORDERS)


def there(world: World) -> tuple[str, str, Decimal]:
    """What Brightpearl has of the order: the quantity of its row, the city, and its total."""
    (order,) = world.doubles.brightpearl.records("orders")
    rows = order["rows"]
    total = sum((Decimal(row["net"]) + Decimal(row["tax"]) for row in rows), Decimal(0))
    return rows[0]["quantity"], order["billing"]["address"]["addressLine3"], total


def total_of(world: World, order_id: int) -> Decimal:
    """The order's total in the shop."""
    with clients(world.doubles) as both:
        return both.shop.orders.get(order_id).total


def test_a_change_of_rows_and_of_an_address_becomes_a_change_of_the_sales_order_and_then_there_is_nothing_left() -> None:
    world, id = imported()
    edited(world, id)
    plan = run(world)
    assert {"order-change": 1, "shop-mark": 1} == plan.by_kind()
    assert ("3", "Sparks", total_of(world, id)) == there(world)
    again = run(world)
    assert ((), ()) == (again.actions, again.issues)


def test_a_change_and_a_change_back_are_both_brought_in() -> None:
    world, id = imported()
    for quantity, city in ((3, "Sparks"), (1, "Reno"), (3, "Sparks")):
        edited(world, id, quantity, city)
        run(world)
        assert (str(quantity), city, total_of(world, id)) == there(world)
    assert () == run(world).actions


def test_a_payment_that_comes_with_a_change_is_of_the_new_total_and_comes_after_it() -> None:
    world, id = imported()
    edited(world, id)
    with clients(world.doubles) as both:
        both.shop.orders.update(id, woo.OrderDraft(status=woo.OrderStatus.PROCESSING, set_paid=True))
    run(world)
    (payment,) = world.doubles.brightpearl.records("payments")
    assert total_of(world, id) == Decimal(str(payment["amountPaid"])) == there(world)[2]


def test_what_people_chose_in_brightpearl_stays() -> None:
    world, id = imported()
    (before,) = world.doubles.brightpearl.records("orders")
    world.doubles.brightpearl.load("orders", [{**before, "staffOwnerId": 4, "statusId": 3, "ref": "Ann's"}])
    edited(world, id)
    run(world)
    (after,) = world.doubles.brightpearl.records("orders")
    assert (4, 3, "Ann's") == (after["staffOwnerId"], after["statusId"], after["ref"])
    assert [row["id"] for row in before["rows"]] == [row["id"] for row in after["rows"]]


def test_rows_that_people_changed_are_never_overwritten() -> None:
    world, id = imported()
    (order,) = world.doubles.brightpearl.records("orders")
    world.doubles.brightpearl.load("orders", [{**order, "rows": [{**order["rows"][0], "quantity": "2"}, *order["rows"][1:]]}])
    edited(world, id)
    plan = run(world)
    assert ((), "it was changed in Brightpearl as well") == (plan.actions, plan.issues[0].actual)
    assert "2" == there(world)[0]


def test_a_paid_order_is_changed_as_long_as_its_total_is_the_same() -> None:
    world, id = imported(status=woo.OrderStatus.PROCESSING, set_paid=True)
    edited(world, id)
    held = run(world)
    assert ["it is paid, and its total would change"] == [each.actual for each in held.issues if each.code == "EDITED_AFTER_IMPORT"]
    edited(world, id, quantity=1, city="Elko")
    run(world)
    assert ("1", "Elko") == there(world)[:2]


def test_without_the_permission_it_is_only_told() -> None:
    world, id = imported(edits="report")
    edited(world, id)
    plan = run(world)
    assert ((), ["EDITED_AFTER_IMPORT"]) == (plan.actions, [each.code for each in plan.issues])


@pytest.mark.parametrize("trouble", TROUBLES)
def test_whatever_a_change_meets_it_is_made_once_and_found_again(trouble: str) -> None:
    world, id = imported()
    edited(world, id)
    details = dict(TROUBLES[trouble])
    wrong, status = str(details.pop("wrong")), details.pop("status", 500)
    assert isinstance(status, int)
    run(world, brightpearl_testing.Fault(wrong=brightpearl_testing.Wrong[wrong], nth=1, method="PUT", status=status))
    run(world)
    assert ("3", "Sparks", total_of(world, id)) == there(world)
    # A change raises the version by one: the second would be seen.
    assert 1 == world.doubles.brightpearl.records("orders")[0]["version"]
    assert () == run(world).actions
