"""A comparison of a window of orders: bounded, and without a difference that only the window's edge makes."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from attrs import evolve

import brightpearl_sdk as bp
import brightpearl_sdk.testing as brightpearl_testing
import woocommerce_sdk as woo
from bpwoo_sync.effects.flow import run
from bpwoo_sync.effects.working import reconciled, reconciled_with_repairs
from bpwoo_sync.planning import Scope
from bpwoo_sync.reconcile import Reconciliation
from bpwoo_sync.report import reconciliation_document, reconciliation_text
from tests.bpwoo_sync.effects.test_faults import clients
from tests.bpwoo_sync.effects.world import World, bought, eventful

DAYS = 45


@cache
def long_ago() -> World:
    """Both systems in agreement, all of it sixty days old. Copied, never used itself."""
    world = World(4, 8)
    eventful(world)
    with clients(world.doubles) as both:
        world.sync(both, Scope())
        for order in list(both.shop.orders.list()):
            if order.status == woo.OrderStatus.PROCESSING:
                both.shop.orders.update(order.id, woo.OrderDraft(status=woo.OrderStatus.COMPLETED))
    edited(world, lambda record: {"closedOn": record["createdOn"]})
    world.clock.pass_(days=60)
    return world


def edited(world: World, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Change orders of Brightpearl's by what an account keeps of them."""
    state = world.doubles.brightpearl.snapshot()
    for record in state["tables"]["orders"].values():
        record |= change(record)
    world.doubles.brightpearl.restore(state)


def compared(world: World, days: int = DAYS) -> Reconciliation:
    """What is found of the orders of so many days."""
    told = evolve(world.tables, reconcile=evolve(world.tables.reconcile, window_days=days))
    with clients(world.doubles) as both:
        return run(reconciled(told, world.clock, Scope(), ledger=world.store.load()), both.account, both.shop)


def codes(found: Reconciliation) -> set[tuple[str, str]]:
    """What is found of orders and refunds, by code and key."""
    return {(each.code, each.key) for each in found.issues if each.entity in ("order", "sales-order", "refund", "side")}


def closed(world: World) -> woo.Order:
    """An order that is over on both sides, and older than the window."""
    with clients(world.doubles) as both:
        return next(order for order in both.shop.orders.list() if order.status == woo.OrderStatus.COMPLETED)


def test_orders_that_are_older_and_closed_are_not_read_and_the_report_says_so() -> None:
    found, everything = compared(long_ago().copy()), compared(long_ago().copy(), 0)
    assert 0 == found.counts["orders to be imported"] < everything.counts["orders to be imported"]
    assert "closed ones that are older were not compared" in reconciliation_text(found)
    assert found.since is not None
    assert found.since.isoformat() == reconciliation_document(found)["orders_since"]
    assert everything.since is reconciliation_document(everything)["orders_since"] is None
    assert "not compared" not in reconciliation_text(everything)


def test_an_order_that_was_placed_before_the_window_is_compared_with_a_sales_order_that_changed_within() -> None:
    world = long_ago().copy()
    order, now = closed(world), world.doubles.brightpearl.state.now()
    edited(world, lambda record: {"updatedOn": now} if record["externalRef"] == f"W1-{order.id}" else {})
    found = compared(world)
    assert (1, 1) == (found.counts["orders in the shop"], found.counts["sales orders in Brightpearl"])
    assert codes(compared(world, 0)) >= codes(found)


def test_a_sales_order_of_long_ago_is_compared_with_an_order_that_changed_within() -> None:
    world = long_ago().copy()
    order = closed(world)
    with clients(world.doubles) as both:
        both.shop.orders.update(order.id, woo.OrderDraft(customer_note="Thank you"))
    found = compared(world)
    assert (1, 1) == (found.counts["orders in the shop"], found.counts["sales orders in Brightpearl"])
    assert set() == {code for code, _ in codes(found)} & {"MISSING_IN_BP", "BP_ORDER_GONE", "UNEXPECTED_IN_BP"}


def test_without_its_mark_the_sales_order_of_long_ago_is_found_by_its_reference() -> None:
    world = long_ago().copy()
    order = closed(world)
    with clients(world.doubles) as both:
        forgotten = [woo.MetaDataDraft(id=each.id, key=each.key, value="") for each in order.meta_data if each.key.startswith("_bp")]
        both.shop.orders.update(order.id, woo.OrderDraft(meta_data=tuple(forgotten)))
    found = compared(world)
    assert 1 == found.counts["sales orders in Brightpearl"]
    assert "MISSING_IN_BP" not in {code for code, _ in codes(found)}


def test_an_open_order_is_compared_however_old_it_is() -> None:
    world = long_ago().copy()
    with clients(world.doubles) as both:
        waiting = bought(both)
    world.clock.pass_(days=60)
    found = compared(world)
    assert {("MISSING_IN_BP", waiting.number)} <= codes(found)


@pytest.mark.parametrize("days_ago", [44.9, 45.1])
def test_an_order_near_the_edge_is_never_missing_though_its_sales_order_lies_on_the_other_side_of_it(days_ago: float) -> None:
    world = long_ago().copy()
    with clients(world.doubles) as both:
        order = bought(both)
        world.clock.pass_(hours=6)
        world.sync(both, Scope())
        both.shop.orders.update(order.id, woo.OrderDraft(status=woo.OrderStatus.COMPLETED))
    world.clock.pass_(days=days_ago - 0.25)
    assert set() == {each for each in codes(compared(world)) if each[0] in ("MISSING_IN_BP", "BP_ORDER_GONE", "UNEXPECTED_IN_BP")}


def test_an_order_that_was_deleted_is_missed_by_its_recent_sales_order_alone() -> None:
    world = long_ago().copy()
    with clients(world.doubles) as both:
        order = bought(both)
        world.sync(both, Scope())
        sales_order = sales_order_of(both, order)
        both.shop.orders.delete(order.id)
    assert ("UNEXPECTED_IN_BP", str(sales_order.id)) in codes(compared(world))


def test_a_refund_of_an_order_that_is_older_than_the_window_is_compared() -> None:
    world = long_ago().copy()
    order = closed(world)
    with clients(world.doubles) as both:
        refund = both.shop.refunds.create(order.id, woo.RefundDraft(amount=order.total / 4, reason="late", api_refund=False))
    assert ("REFUND_MISSING", f"{order.number}/R{refund.id}") in codes(compared(world))


def sales_order_of(both: Any, order: woo.Order) -> bp.SalesOrder:
    """The sales order of an order."""
    row = bp.SalesOrderSearchRow
    (found,) = both.account.sales_orders.search(row.where(row.external_ref.is_(f"W1-{order.id}")))
    result: bp.SalesOrder = both.account.sales_orders.get(found.sales_order_id)
    return result


@cache
def on_the_shelf() -> World:
    """The same, with stock as it ought to be, of a product that was sold long ago and that no warehouse has set apart yet."""
    world = long_ago().copy()
    (sold,) = [each for each in world.doubles.shop.records("products") if each["sku"] == SOLD]
    world.doubles.shop.load("products", [{**sold, "manage_stock": True, "stock_quantity": 0}])
    with clients(world.doubles) as both:
        world.sync(both, Scope(orders=False, shipments=False, prices=False, products=False))
    world.clock.pass_(hours=1)
    return world


SOLD = "SKU-003"


def stock_found(found: Reconciliation) -> list[tuple[str, str, str]]:
    """What is found of stock."""
    return [(each.code, each.key, each.message) for each in found.issues if each.entity == "stock"]


def test_what_was_sold_long_ago_and_is_still_on_the_shelf_is_not_told_as_a_drift() -> None:
    windowed, everything = compared(on_the_shelf().copy()), compared(on_the_shelf().copy(), 0)
    assert (0, "STOCK_DRIFT" in {each.code for each in everything.issues}) == (windowed.counts["sales orders in Brightpearl"], False)
    assert stock_found(everything) == stock_found(windowed)


def test_a_repair_in_a_window_pushes_what_a_sync_of_all_orders_would() -> None:
    world = on_the_shelf().copy()
    (sold,) = [each for each in world.doubles.shop.records("products") if each["sku"] == SOLD]
    world.doubles.shop.load("products", [{**sold, "stock_quantity": 9999}])
    world.clock.pass_(hours=1)
    made = []
    for days in (DAYS, 0):
        settings = evolve(world.tables, reconcile=evolve(world.tables.reconcile, window_days=days))
        with clients(world.doubles) as both:
            flow = reconciled_with_repairs(settings, world.clock, Scope(), world.store.load())
            repairs = run(flow, both.account, both.shop).repairs
        made.append([(action.target, action.payload) for action in repairs if action.kind == "shop-stock"])
    assert [1, made[0]] == [len(made[0]), made[1]]


def test_where_the_older_sales_orders_cannot_be_read_stock_is_not_compared() -> None:
    world = on_the_shelf().copy()

    def of_stock(request: Any) -> bool:
        return "orderStockStatus" in dict(request.query)

    fault = brightpearl_testing.Fault(wrong=brightpearl_testing.Wrong.STATUS_BEFORE, matches=of_stock, status=403)
    settings = evolve(world.tables, reconcile=evolve(world.tables.reconcile, window_days=DAYS))
    with clients(world.doubles, brightpearl_faults=[fault]) as both:
        found = run(reconciled(settings, world.clock, Scope(), ledger=world.store.load()), both.account, both.shop)
    assert ["Brightpearl: older sales orders"] == [each.key for each in found.issues if each.code == "SIDE_INCOMPLETE"]
    assert (0, True) == (found.stock.compared, "orders to be imported" in found.counts)
