"""A side of which a part cannot be read is told as incomplete, and is never taken for one that differs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from itertools import count
from typing import Any

import pytest
from attrs import evolve

import brightpearl_sdk as bp
import brightpearl_sdk.testing as brightpearl_testing
import woocommerce_sdk as woo
import woocommerce_sdk.testing as shop_testing
from bpwoo_sync.effects.flow import run
from bpwoo_sync.effects.working import read_sides, reconciled, reconciled_with_repairs
from bpwoo_sync.issues import Severity
from bpwoo_sync.ledger import Ledger
from bpwoo_sync.planning import Scope
from bpwoo_sync.reconcile import Reconciliation
from tests.bpwoo_sync.effects.test_faults import clients
from tests.bpwoo_sync.effects.world import World, eventful


@cache
def settled_world() -> World:
    """Both systems once all flows ran. Copied, never used itself."""
    world = World(4, 8)
    eventful(world)
    with clients(world.doubles) as both:
        world.sync(both, Scope())
    world.clock.pass_(hours=12)
    return world


def refused(path: str, nth: int | None = None) -> brightpearl_testing.Fault:
    """Every request to a path of Brightpearl's is refused, or one of them."""
    return brightpearl_testing.Fault(wrong=brightpearl_testing.Wrong.STATUS_BEFORE, path=path, status=403, nth=nth)


def compared(*faults: brightpearl_testing.Fault, of_shop: tuple[shop_testing.Fault, ...] = ()) -> Reconciliation:
    """What is found with these faults."""
    world = settled_world().copy()
    with clients(world.doubles, brightpearl_faults=faults, shop_faults=of_shop) as both:
        return run(reconciled(world.tables, world.clock, Scope()), both.account, both.shop)


def undisturbed() -> set[tuple[str, str]]:
    """What is found where all can be read."""
    return {(each.code, each.key) for each in compared().issues}


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("sales-order-search", "sales orders"),
        ("customer-payment-search", "payments"),
        ("product-availability", "stock"),
        ("goods-note/goods-out", "goods-out notes"),
        ("product-price", "prices"),
        ("product-search", "products"),
        ("order-service/order-search", "sales credits"),
        ("accounting-service/tax-code", "references"),
    ],
)
def test_a_part_of_brightpearl_that_cannot_be_read_is_one_finding_and_no_difference(path: str, part: str) -> None:
    found = compared(refused(path))
    told = [each for each in found.issues if each.code == "SIDE_INCOMPLETE"]
    assert [(f"Brightpearl: {part}", Severity.ERROR)] == [(each.key, each.severity) for each in told]
    assert set() == {(each.code, each.key) for each in found.issues if each not in told} - undisturbed()
    assert not found.agrees


@pytest.mark.parametrize(
    ("path", "part"), [("/orders", "orders"), ("/products", "products"), ("/settings", "settings"), ("/refunds", "refunds")]
)
def test_a_part_of_the_shop_whose_last_page_breaks_off_is_one_finding_and_no_difference(path: str, part: str) -> None:
    fault = shop_testing.Fault(wrong=shop_testing.Wrong.TRUNCATED, path=path)
    found = compared(of_shop=(fault,))
    told = [each for each in found.issues if each.code == "SIDE_INCOMPLETE"]
    assert [f"the shop: {part}"] == [each.key for each in told]
    assert set() == {(each.code, each.key) for each in found.issues if each not in told} - undisturbed()


def test_a_sign_in_that_cannot_be_used_is_no_incomplete_side() -> None:
    fault = brightpearl_testing.Fault(wrong=brightpearl_testing.Wrong.STATUS_BEFORE, path="customer-payment-search", status=401)
    with pytest.raises(bp.AuthenticationError):
        compared(fault)


def test_a_sync_still_ends_where_a_part_cannot_be_read() -> None:
    world = settled_world().copy()
    with clients(world.doubles, brightpearl_faults=[refused("customer-payment-search")]) as both, pytest.raises(bp.ForbiddenError):
        run(read_sides(world.tables, world.clock, Scope()), both.account, both.shop)


def test_a_part_that_cannot_be_read_repairs_nothing_that_depends_on_it() -> None:
    world = World(4, 8)
    with clients(world.doubles, brightpearl_faults=[refused("sales-order-search")]) as both:
        flow = reconciled_with_repairs(world.tables, world.clock, Scope(), Ledger())
        found = run(flow, both.account, both.shop)
    assert {"sales-order", "shop-stock"}.isdisjoint(found.repairs.by_kind())


def miscounting(path: str, by: int, *, times: int = 1000) -> Callable[[shop_testing.Handler], shop_testing.Handler]:
    """A shop that counts this many more records than it lists, the first times that a list is asked for."""
    asked = count()

    def before(handle: shop_testing.Handler) -> shop_testing.Handler:
        def handled(request: woo.Request) -> woo.Response | woo.Failure:
            answer = handle(request)
            if isinstance(answer, woo.Failure) or not request.path.endswith(path) or next(asked) >= times:
                return answer
            return evolve(
                answer, headers=tuple((name, str(int(text) + by) if name == "X-WP-Total" else text) for name, text in answer.headers)
            )

        return handled

    return before


def overstated(path: str, by: int) -> Callable[[brightpearl_testing.Handler], brightpearl_testing.Handler]:
    """A search of Brightpearl's that says that more rows are available than it gives."""

    def before(handle: brightpearl_testing.Handler) -> brightpearl_testing.Handler:
        def handled(request: bp.Request) -> bp.Response | bp.Failure:
            answer = handle(request)
            if isinstance(answer, bp.Failure) or path not in request.path:
                return answer
            told = re.sub(rb'"resultsAvailable": ?(\d+)', lambda found: b'"resultsAvailable":%d' % (int(found[1]) + by), answer.content)
            return evolve(answer, content=told)

        return handled

    return before


def seen(**before: Any) -> tuple[list[str], set[tuple[str, str]]]:
    """The parts that are told to be incomplete, and what else is found that is not found where all can be read."""
    world = settled_world().copy()
    with clients(world.doubles, **before) as both:
        found = run(reconciled(world.tables, world.clock, Scope()), both.account, both.shop)
    told = [each for each in found.issues if each.code == "SIDE_INCOMPLETE"]
    return [each.key for each in told], {(each.code, each.key) for each in found.issues if each not in told} - undisturbed()


@pytest.mark.parametrize(
    ("path", "part"), [("/orders", "orders"), ("/products", "products"), ("/taxes", "tax rates"), ("/refunds", "refunds")]
)
def test_a_list_of_the_shop_that_is_shorter_than_its_count_is_incomplete_and_no_difference(path: str, part: str) -> None:
    assert ([f"the shop: {part}"], set()) == seen(before_shop=miscounting(path, 1))


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("sales-order-search", "sales orders"),
        ("customer-payment-search", "payments"),
        ("product-search", "products"),
        ("order-service/order-search", "sales credits"),
    ],
)
def test_a_search_of_brightpearl_that_is_shorter_than_it_says_is_incomplete_and_no_difference(path: str, part: str) -> None:
    assert ([f"Brightpearl: {part}"], set()) == seen(before_account=overstated(path, 1))


def test_a_list_that_came_short_once_is_read_again() -> None:
    assert ([], set()) == seen(before_shop=miscounting("/products", 1, times=2))


def test_a_search_that_says_that_fewer_are_available_than_it_gives_is_whole() -> None:
    assert ([], set()) == seen(before_account=overstated("sales-order-search", -1))


def test_an_order_that_is_listed_twice_does_not_stand_for_one_that_is_not_listed() -> None:
    def before(handle: shop_testing.Handler) -> shop_testing.Handler:
        def handled(request: woo.Request) -> woo.Response | woo.Failure:
            answer = handle(request)
            if isinstance(answer, woo.Failure) or not request.path.endswith("/orders") or request.parameter("status") == "trash":
                return answer
            orders = json.loads(answer.content)
            return evolve(answer, content=json.dumps([orders[0], *orders[:-1]]).encode())

        return handled

    assert (["the shop: orders"], set()) == seen(before_shop=before)
