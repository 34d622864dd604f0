"""With any trouble at any request of a run that has all flows in it, both systems end as they do without."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from functools import cache
from typing import Any, Literal

import pytest

import brightpearl_sdk.testing as brightpearl_testing
import woocommerce_sdk.testing as shop_testing
from bpwoo_sync.effects.flow import VendorError
from bpwoo_sync.planning import Scope
from tests.bpwoo_sync.effects.test_faults import TROUBLES, clients
from tests.bpwoo_sync.effects.world import World, eventful, seen_of

System = Literal["brightpearl", "shop"]

#: What the run with all flows has to write; each kind at least once.
KINDS = {
    "address",
    "contact",
    "sales-order",
    "sales-credit",
    "payment",
    "order-note",
    "order-status",
    "shop-note",
    "shop-order",
    "shop-mark",
    "shop-stock",
    "shop-price",
    "shop-product",
    "shop-variation",
}

#: How reading is troubled; nothing of it can be in doubt.
READING = ("reset before", "503", "truncated", "html")


@cache
def eventful_world() -> World:
    """Both systems with something to do by every flow. Copied, never used itself."""
    world = World(4, 8)
    eventful(world)
    return world


@cache
def undisturbed() -> tuple[dict[str, Any], Counter[tuple[System, str]]]:
    """What both systems are after a run without trouble, and how many requests it took: by system, reading or writing."""
    world = eventful_world().copy()
    account, shop = world.doubles.brightpearl, world.doubles.shop
    before: tuple[tuple[System, Any, int], ...] = (
        ("brightpearl", account.requests, len(account.requests)),
        ("shop", shop.requests, len(shop.requests)),
    )
    with clients(world.doubles) as both:
        plan = world.sync(both, Scope())
        counted = Counter((system, request.method) for system, requests, start in before for request in requests[start:])
        assert not world.sync(both, Scope()).actions
    assert set() == KINDS - {action.kind for action in plan.actions}
    return seen_of(world.doubles), counted


def ends_right(system: System, trouble: str, method: str, nth: int) -> None:
    """Meet this trouble, run once more in calm, and compare; then there is nothing left to write."""
    world = eventful_world().copy()
    details = dict(TROUBLES[trouble])
    wrong, status = str(details.pop("wrong")), details.pop("status", 500)
    assert isinstance(status, int)
    of_account = [brightpearl_testing.Fault(wrong=brightpearl_testing.Wrong[wrong], nth=nth, method=method, status=status)]
    of_shop = [shop_testing.Fault(wrong=shop_testing.Wrong[wrong], nth=nth, method=method, status=status)]
    troubled = {"brightpearl_faults": of_account} if system == "brightpearl" else {"shop_faults": of_shop}
    with clients(world.doubles, **troubled) as disturbed, suppress(*VendorError):
        world.sync(disturbed, Scope())
    with clients(world.doubles) as calm:
        world.sync(calm, Scope())
        left = world.sync(calm, Scope())
    expected, _ = undisturbed()
    assert expected == seen_of(world.doubles), f"{trouble} at {method} {nth} of {system}"
    assert not left.actions, f"{trouble} at {method} {nth} of {system} leaves {left.titles()}"


@pytest.mark.parametrize("system", ["brightpearl", "shop"])
@pytest.mark.parametrize("trouble", TROUBLES)
def test_whatever_a_write_meets_both_systems_end_the_same(system: System, trouble: str) -> None:
    counted = undisturbed()[1]
    for method in ("POST", "PUT"):
        for nth in range(1, counted[system, method] + 1):
            ends_right(system, trouble, method, nth)


@pytest.mark.parametrize("system", ["brightpearl", "shop"])
@pytest.mark.parametrize("trouble", READING)
def test_whatever_a_read_meets_both_systems_end_the_same(system: System, trouble: str) -> None:
    for nth in range(1, undisturbed()[1][system, "GET"] + 1):
        ends_right(system, trouble, "GET", nth)
