"""A known customer's contact on the doubles: brought up to the order once, whatever goes wrong."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from attrs import evolve

import brightpearl_sdk as bp
import brightpearl_sdk.testing as brightpearl_testing
import woocommerce_sdk as woo
from bpwoo_sync.effects.flow import run
from bpwoo_sync.effects.polling import polled
from bpwoo_sync.plan import Plan
from tests.bpwoo_sync.effects.test_faults import TROUBLES, clients
from tests.bpwoo_sync.effects.world import ORDERS, World, known_customer


def world_with(policy: Literal["never", "addresses", "all"]) -> World:
    """A world in which a customer whom Brightpearl knows by another name and address has bought something."""
    world = World(0, 6)
    world.tables = evolve(world.tables, orders=evolve(world.tables.orders, contact_update=policy))
    known_customer(world)
    return world


def synced(world: World, *faults: brightpearl_testing.Fault) -> Plan:
    """One run over orders."""
    with clients(world.doubles, brightpearl_faults=faults) as both:
        return world.sync(both, ORDERS)


def known(world: World) -> tuple[Any, ...]:
    """Name, telephone and streets of the contact: default, billing, delivery."""
    (contact,) = world.doubles.brightpearl.records("contacts")
    streets = {each["addressId"]: each["addressLine1"] for each in world.doubles.brightpearl.records("postal_addresses")}
    telephone = contact["communication"]["telephones"].get("PRI")
    return contact["firstName"], telephone, [streets[contact["postAddressIds"][use]] for use in ("DEF", "BIL", "DEL")]


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("never", ("Annabel", None, ["9 Old Street"] * 3)),
        ("addresses", ("Annabel", None, ["1 New Street", "1 New Street", "2 Far Street"])),
        ("all", ("Ann", "0123", ["1 New Street", "1 New Street", "2 Far Street"])),
    ],
)
def test_the_contact_becomes_what_the_tables_want_and_a_second_run_writes_nothing(
    policy: Literal["never", "addresses", "all"], expected: tuple[Any, ...]
) -> None:
    world = world_with(policy)
    synced(world)
    assert expected == known(world)
    assert () == synced(world).actions


def test_without_the_policy_no_contact_is_read_whole() -> None:
    world = world_with("never")
    before = len(world.doubles.brightpearl.requests)
    synced(world)
    paths = [each.path for each in world.doubles.brightpearl.requests[before:]]
    assert [] == [path for path in paths if "/contact-service/contact/" in path or "/postal-address/" in path]


def test_a_poll_changes_the_contact_as_well() -> None:
    world = world_with("all")
    with clients(world.doubles) as both:
        run(polled(world.tables, world.store, world.store, world.performance), both.account, both.shop, sleep=lambda seconds: None)
    assert ("Ann", "0123", ["1 New Street", "1 New Street", "2 Far Street"]) == known(world)


def test_what_people_write_later_is_left_alone() -> None:
    world = world_with("all")
    synced(world)
    with clients(world.doubles) as both:
        (contact,) = world.doubles.brightpearl.records("contacts")
        both.account.contacts.patch(contact["contactId"], [bp.Patch.replace("/firstName", "Nan")])
        (order,) = both.shop.orders.list()
        both.shop.orders.update(order.id, woo.OrderDraft(customer_note="later"))
        world.clock.pass_(minutes=5)
    assert () == synced(world).actions
    assert "Nan" == known(world)[0]


@pytest.mark.parametrize("trouble", TROUBLES)
@pytest.mark.parametrize("method", ["PATCH", "PUT"])
def test_whatever_meets_a_change_it_is_done_by_the_next_run(method: str, trouble: str) -> None:
    world = world_with("all")
    details = dict(TROUBLES[trouble])
    wrong, status = str(details.pop("wrong")), details.pop("status", 500)
    assert isinstance(status, int)
    synced(world, brightpearl_testing.Fault(wrong=brightpearl_testing.Wrong[wrong], nth=1, method=method, status=status))
    world.clock.pass_(minutes=5)
    synced(world)
    assert ("Ann", "0123", ["1 New Street", "1 New Street", "2 Far Street"]) == known(world)
    assert () == synced(world).actions
