"""A side of which a part cannot be read is told as incomplete, and is never taken for one that differs."""

from __future__ import annotations

from functools import cache

import pytest

import brightpearl_sdk as bp
import brightpearl_sdk.testing as brightpearl_testing
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
