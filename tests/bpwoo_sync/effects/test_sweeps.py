"""A worker's nightly sync reads what may have changed since all was read, and finds what every poll and webhook missed."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from attrs import evolve

import woocommerce_sdk as woo
from bpwoo_sync.effects.engine import FlowName
from bpwoo_sync.effects.flow import run
from bpwoo_sync.effects.performing import carrying_out
from bpwoo_sync.effects.working import Sides, keep_progress, planned, read_swept
from bpwoo_sync.increments import ORDER, SHIPMENTS, Hint
from bpwoo_sync.plan import Plan
from bpwoo_sync.planning import Scope
from bpwoo_sync.testing.warehouse import ship_orders
from tests.bpwoo_sync.effects.test_faults import clients
from tests.bpwoo_sync.effects.test_stepping import a_job, engine_of
from tests.bpwoo_sync.effects.test_window import edited
from tests.bpwoo_sync.effects.world import World, bought, eventful

EVERYTHING, GOODS = Scope(), Scope(orders=False, shipments=False, products=False)


@cache
def long_ago() -> World:
    """Both systems in agreement, all of it shipped, closed and sixty days old; all was read yesterday. Copied, never used itself."""
    world = World(4, 8)
    eventful(world)
    with clients(world.doubles) as both:
        world.sync(both, EVERYTHING)
        world.clock.pass_(minutes=5)
        ship_orders(both.account, world.clock(), most=99)
        world.clock.pass_(minutes=5)
        world.sync(both, EVERYTHING)
    edited(world, lambda record: {"closedOn": record["createdOn"]})
    return later(world)


def later(world: World) -> World:
    """Sixty days later all is read, and then a day goes by."""
    world.clock.pass_(days=60)
    with clients(world.doubles) as both:
        assert () == world.sync(both, EVERYTHING).actions
    world.clock.pass_(days=1)
    return world


def sweep(world: World) -> tuple[Sides, Plan]:
    """One nightly sync."""
    with clients(world.doubles) as both:

        def driven(flow: Any) -> Any:
            return run(flow, both.account, both.shop, sleep=lambda seconds: None)

        sides, scope = driven(read_swept(world.tables, world.clock, EVERYTHING, world.store))
        plan = planned(sides, world.tables, world.store.load(), scope)
        ledger = driven(carrying_out(plan, world.store, world.performance))
        keep_progress(sides, plan, ledger, world.tables, EVERYTHING, world.store)
    world.clock.pass_(minutes=5)
    return sides, plan


def imported(world: World, order: woo.Order) -> int:
    """How many sales orders an order has."""
    return sum(each["externalRef"] == f"W1-{order.id}" for each in world.doubles.brightpearl.records("orders"))


def test_an_order_whose_webhook_was_missed_and_that_no_poll_saw_is_brought_in_by_the_next_sweep() -> None:
    world = long_ago().copy()
    with clients(world.doubles) as both:
        missed = bought(both)
    world.clock.pass_(hours=8)
    sides, _ = sweep(world)
    assert (1, True) == (imported(world, missed), sides.since is not None)
    assert [missed.id] == [order.id for order in sides.shop.orders if order.status == woo.OrderStatus.PROCESSING]
    assert () == sweep(world)[1].actions


def test_orders_that_are_done_and_older_are_not_read() -> None:
    world = long_ago().copy()
    sides, plan = sweep(world)
    assert ((), (), ()) == (sides.shop.orders, sides.account.sales_orders, plan.actions)


def test_what_changed_before_the_window_and_after_all_was_read_is_within() -> None:
    world = long_ago().copy()
    world.tables = evolve(world.tables, schedule=evolve(world.tables.schedule, window_days=1, whole_days=30))
    with clients(world.doubles) as both:
        world.sync(both, EVERYTHING)
        missed = bought(both, status=woo.OrderStatus.COMPLETED, set_paid=True)
    # Neither a poll nor a sync ran for ten days.
    world.clock.pass_(days=10)
    sides, _ = sweep(world)
    assert (1, True) == (imported(world, missed), sides.since is not None)


def test_an_order_that_is_held_back_waits_and_is_read_however_old_it_is() -> None:
    world = long_ago().copy()
    with clients(world.doubles) as both:
        held = bought(both, status=woo.OrderStatus.COMPLETED, set_paid=True)
    record = world.doubles.shop.shop.tables["orders"][str(held.id)]
    right, record["total"] = record["total"], "9999.00"
    later(world)
    assert (True, 0) == (Hint(ORDER, held.id) in world.store.waiting(), imported(world, held))
    # Put right without a change of its date: only because it waits is it read.
    record["total"] = right
    sides, _ = sweep(world)
    assert [held.id] == [order.id for order in sides.shop.orders]
    assert (1, frozenset()) == (imported(world, held), world.store.waiting())


@pytest.mark.parametrize(
    "change",
    [
        lambda tables: evolve(tables, orders=evolve(tables.orders, min_age_seconds=7)),
        lambda tables: evolve(tables, schedule=evolve(tables.schedule, window_days=0)),
        lambda tables: evolve(tables, schedule=evolve(tables.schedule, whole_days=0)),
        lambda tables: evolve(tables, schedule=evolve(tables.schedule, goods_minutes=0)),
    ],
)
def test_other_tables_and_those_without_a_window_have_all_read(change: Any) -> None:
    world = long_ago().copy()
    world.tables = change(world.tables)
    assert sweep(world)[0].since is None


def test_all_is_read_once_that_is_a_week_ago_and_then_a_window_again() -> None:
    world = long_ago().copy()
    found = []
    for days in (5, 1, 0):
        world.clock.pass_(days=days)
        found.append(sweep(world)[0].since is None)
    assert [False, True, False] == found


def test_the_first_sync_reads_all() -> None:
    world = World(2, 5)
    assert [True, False] == [sweep(world)[0].since is None for _ in range(2)]


def test_a_window_leaves_stock_to_who_reads_all_orders_as_it_may_be_due_to_one_of_long_ago() -> None:
    world = long_ago().copy()
    with clients(world.doubles) as both:
        counted = next(each for each in both.shop.products.list() if each.manage_stock)
        both.shop.products.update(counted.id, woo.ProductDraft(stock_quantity=999))
    sides, plan = sweep(world)
    assert (True, {}) == (sides.since is not None, plan.by_kind())
    with clients(world.doubles) as both:
        assert {"shop-stock": 1} == world.sync(both, GOODS).by_kind()


def test_a_window_leaves_the_cursor_of_shipments_to_polls() -> None:
    world = long_ago().copy()
    before, now = world.store.cursors()[SHIPMENTS], world.doubles.brightpearl.state.now()
    edited(world, lambda record: {"updatedOn": now})
    sides, _ = sweep(world)
    assert (True, before) == (bool(sides.account.goods_out), world.store.cursors()[SHIPMENTS])


@pytest.mark.parametrize(("scope", "windowed"), [(EVERYTHING, True), (GOODS, False)])
def test_a_worker_reads_a_window_each_night_and_all_orders_for_stock(scope: Scope, windowed: bool) -> None:
    world = long_ago().copy()
    with clients(world.doubles) as both:
        engine = engine_of(world, both)
        engine.start(a_job(FlowName.SYNC, scope=scope))
        assert 1 == engine.run_all()
    (done,) = engine.workflows()
    everything = len(world.doubles.shop.records("orders"))
    assert (windowed, ["stock"] if windowed else []) == (done.result["orders"] < everything, done.result["left out"])
