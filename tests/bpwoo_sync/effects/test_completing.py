"""Custom fields and reservations on the doubles: filled in once, whatever goes wrong, and never over what people did."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

import brightpearl_sdk.testing as brightpearl_testing
import woocommerce_sdk as woo
from bpwoo_sync.ledger import Status
from bpwoo_sync.plan import Plan
from bpwoo_sync.tables import OrderField
from tests.bpwoo_sync.effects.test_faults import TROUBLES, clients
from tests.bpwoo_sync.effects.world import ORDERS, World, bought

FIELDS = [
    {"id": 1, "of": "sale", "code": "PCF_PO", "name": "PO", "customFieldType": "TEXT", "required": False},
    {"id": 2, "of": "sale", "code": "PCF_LEVEL", "customFieldType": "SELECT", "options": {"7": {"id": 7, "value": "Gold"}}},
]


def world_with(*, fields: bool = False, allocate: bool = False, orders: int = 2) -> World:
    """A world with some paid orders that have meta data, and an account that has custom fields."""
    world = World(0, 100)
    chosen = (OrderField(meta="_po", code="PCF_PO"), OrderField(meta="_level", code="PCF_LEVEL", type="SELECT")) if fields else ()
    world.tables = evolve(world.tables, orders=evolve(world.tables.orders, custom_fields=chosen, allocate=allocate))
    world.doubles.brightpearl.load("custom_fields", FIELDS)
    told = (woo.MetaDataDraft(key="_po", value="PO-7a"), woo.MetaDataDraft(key="_level", value="gold"))
    with clients(world.doubles) as both:
        for place in range(orders):
            bought(both, f"buyer{place}@example.com", status=woo.OrderStatus.PROCESSING, set_paid=True, meta_data=told)
    world.clock.pass_(minutes=5)
    return world


def run(world: World, *faults: brightpearl_testing.Fault) -> Plan:
    """One run over orders."""
    with clients(world.doubles, brightpearl_faults=faults) as both:
        return world.sync(both, ORDERS)


def fields_of(world: World) -> list[Any]:
    """The custom fields of each sales order."""
    return [order["customFields"] for order in world.doubles.brightpearl.records("orders")]


def reserved(world: World) -> list[list[int]]:
    """The pieces that are reserved for each order."""
    found = world.doubles.brightpearl.records("reservations")
    return [[line["quantity"] for line in each["orderRows"].values()] for each in found]


def test_fields_are_filled_in_ten_orders_to_two_requests_and_then_there_is_nothing_left() -> None:
    world = world_with(fields=True)
    before = len(world.doubles.brightpearl.requests)
    assert 2 == run(world).by_kind()["order-fields"]
    asked = [request.path.rpartition("/")[2] for request in world.doubles.brightpearl.requests[before:]]
    assert [{"PCF_PO": "PO-7a", "PCF_LEVEL": {"id": 7, "value": "Gold"}}] * 2 == fields_of(world)
    assert 1 == asked.count("custom-field-meta-data")
    assert () == run(world).actions


def test_without_fields_none_are_asked_for() -> None:
    world = world_with()
    run(world)
    assert [] == [each.path for each in world.doubles.brightpearl.requests if "custom-field" in each.path]


def test_what_people_entered_stays() -> None:
    world = world_with(fields=True, orders=1)
    lost = brightpearl_testing.Fault(wrong=brightpearl_testing.Wrong.RESET_BEFORE, nth=1, method="PATCH")
    run(world, lost, evolve(lost, nth=2), evolve(lost, nth=3))
    (order,) = world.doubles.brightpearl.records("orders")
    world.doubles.brightpearl.load("orders", [{**order, "customFields": {"PCF_PO": "Ann's"}}])
    run(world)
    assert [{"PCF_PO": "Ann's", "PCF_LEVEL": {"id": 7, "value": "Gold"}}] == fields_of(world)


@pytest.mark.parametrize("trouble", TROUBLES)
def test_whatever_filling_in_meets_the_fields_are_right(trouble: str) -> None:
    world = world_with(fields=True, orders=1)
    details = dict(TROUBLES[trouble])
    wrong, status = str(details.pop("wrong")), details.pop("status", 500)
    assert isinstance(status, int)
    run(world, brightpearl_testing.Fault(wrong=brightpearl_testing.Wrong[wrong], nth=1, method="PATCH", status=status))
    run(world)
    assert [{"PCF_PO": "PO-7a", "PCF_LEVEL": {"id": 7, "value": "Gold"}}] == fields_of(world)
    assert () == run(world).actions


def test_goods_are_reserved_once() -> None:
    world = world_with(allocate=True)
    assert 2 == run(world).by_kind()["reservation"]
    assert [[1], [1]] == reserved(world)
    assert () == run(world).actions


def test_goods_that_are_not_there_are_told_and_not_asked_for_again() -> None:
    world = world_with(allocate=True, orders=1)
    products = world.doubles.brightpearl.records("products")
    world.doubles.brightpearl.load("products", [{**each, "stock_on_hand": {}} for each in products])
    run(world)
    again = run(world)
    assert ((), ["NOT_ALLOCATED"], []) == (again.actions, [each.code for each in again.issues], reserved(world))


@pytest.mark.parametrize("method", ["GET", "POST"], ids=["its order could not be read", "it never got there"])
def test_a_reservation_that_brightpearl_never_saw_is_asked_for_again(method: str) -> None:
    world = world_with(allocate=True, orders=1)

    def about(sent: Any) -> bool:
        return "/sales-order/" in sent.path or b"salesOrderRowId" in (sent.content or b"")

    refused = brightpearl_testing.Wrong.REFUSED
    run(world, *(brightpearl_testing.Fault(wrong=refused, nth=each, method=method, matches=about) for each in range(1, 9)))
    (key,) = (each.key for each in world.store.load() if each.kind == "reservation")
    assert ([], Status.FAILED, False) == (reserved(world), world.store.load().latest[key].status, world.store.load().refused(key))
    assert ["reservation"] == [each.kind for each in run(world).actions]
    assert ([[1]], ()) == (reserved(world), run(world).actions)


@pytest.mark.parametrize("trouble", TROUBLES)
def test_whatever_a_reservation_meets_it_is_made_once_or_told(trouble: str) -> None:
    world = world_with(allocate=True, orders=1)
    details = dict(TROUBLES[trouble])
    wrong, status = str(details.pop("wrong")), details.pop("status", 500)
    assert isinstance(status, int)

    def reserves(sent: Any) -> bool:
        return b"salesOrderRowId" in (sent.content or b"")

    run(world, brightpearl_testing.Fault(wrong=brightpearl_testing.Wrong[wrong], nth=1, method="POST", status=status, matches=reserves))
    run(world)
    left = run(world)
    told = [each.code for each in left.issues]
    assert ((), [[1]] if not told else []) == (left.actions, reserved(world))
    assert told in ([], ["NOT_ALLOCATED"])
