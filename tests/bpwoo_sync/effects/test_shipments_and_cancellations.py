"""What left, and what people cancelled or removed, told to the other side over the doubles, once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from attrs import evolve

import brightpearl_sdk as bp
import woocommerce_sdk as woo
import woocommerce_sdk.testing as shop_testing
from bpwoo_sync.effects.flow import run
from bpwoo_sync.effects.polling import polled
from bpwoo_sync.increments import ORDER, Advance, Hint
from bpwoo_sync.testing.warehouse import ship_orders
from tests.bpwoo_sync.effects.test_faults import Clients, clients
from tests.bpwoo_sync.effects.world import ORDERS, World, bought
from tests.faults.matrix import Verdict, calm, cases, flow_of, tried

CANCELLED = 5

#: What meets each request in turn where a cancellation is told; the whole matrix has the rest.
TOLD_TROUBLES = ("reset after commit", "500 after commit", "503", "truncated body")


def world_with(**settings: Mapping[str, Any]) -> World:
    """A shop without orders, with these settings beside the demo's."""
    world = World(0)
    for name, changed in settings.items():
        world.tables = evolve(world.tables, **{name: evolve(getattr(world.tables, name), **changed)})
    world.doubles.shop.shipment_tracking = True
    return world


def trackings_of(both: Clients, order_id: int) -> list[dict[str, Any]]:
    """What the plug-in has of an order."""
    path = f"/wp-json/wc-shipment-tracking/v3/orders/{order_id}/shipment-trackings"
    found: list[dict[str, Any]] = json.loads(both.shop.send(woo.raw("GET", path)).content)
    return found


def shipped_order(world: World) -> woo.Order:
    """An order that was imported and left, and that the shop does not know of yet."""
    with clients(world.doubles) as both:
        sold = bought(both)
        world.sync(both, ORDERS)
        world.clock.pass_(minutes=5)
        assert 1 == ship_orders(both.account, world.clock(), most=1)
        world.clock.pass_(minutes=5)
    return sold


def test_a_tracking_number_becomes_an_item_of_the_plugin_before_the_order_is_completed() -> None:
    world = world_with(shipments={"tracking_plugin": True, "providers": {"1": "USPS"}})
    sold = shipped_order(world)
    with clients(world.doubles) as both:
        plan = world.sync(both, ORDERS)
        again = world.sync(both, ORDERS)
        (item,) = trackings_of(both, sold.id)
        status = both.shop.orders.get(sold.id).status
    assert ["shop-tracking", "shop-note", "shop-order"] == [each.kind for each in plan.actions]
    assert ("USPS", "2026-12-01", woo.OrderStatus.COMPLETED) == (item["tracking_provider"], item["date_shipped"], status)
    assert item["tracking_id"] == world.store.load().result(plan.actions[0].key)
    assert [] == list(again.actions)


@pytest.mark.parametrize("wrong", ["RESET_BEFORE", "RESET_AFTER", "TIMEOUT_AFTER", "STATUS_AFTER", "CUT", "HTML", "TRUNCATED"])
def test_a_tracking_number_whose_telling_was_not_answered_is_looked_for_and_not_told_twice(wrong: str) -> None:
    world = world_with(shipments={"tracking_plugin": True})
    sold = shipped_order(world)
    with clients(world.doubles, shop_faults=[shop_testing.Fault(wrong=shop_testing.Wrong[wrong], nth=1, method="POST")]) as disturbed:
        world.sync(disturbed, ORDERS)
    with clients(world.doubles) as calm:
        world.sync(calm, ORDERS)
        assert [] == list(world.sync(calm, ORDERS).actions)
        assert ["Parcel Post"] == [each["tracking_provider"] for each in trackings_of(calm, sold.id)]


def test_a_carrier_that_the_tables_do_not_name_has_the_name_that_the_account_gives_it() -> None:
    world = world_with(shipments={"tracking_plugin": True, "carriers": {}, "name_carriers": True})
    sold = shipped_order(world)
    with clients(world.doubles) as both:
        world.sync(both, ORDERS)
        names = {method.id: method.name for method in both.account.shipping_methods.all()}
        assert [names[1]] == [each["tracking_provider"] for each in trackings_of(both, sold.id)]


def test_without_the_plugin_its_routes_are_not_there_and_the_write_is_said_to_have_failed() -> None:
    world = world_with(shipments={"tracking_plugin": True})
    world.doubles.shop.shipment_tracking = False
    sold = shipped_order(world)
    with clients(world.doubles) as both:
        plan = world.sync(both, ORDERS)
        assert woo.OrderStatus.PROCESSING == both.shop.orders.get(sold.id).status
    assert "rest_no_route" in world.store.load().latest[plan.actions[0].key].detail


def test_an_order_that_people_cancelled_in_brightpearl_is_cancelled_in_the_shop_once() -> None:
    world = world_with(cancellations={"tell_shop": True})
    with clients(world.doubles) as both:
        sold = bought(both, status=woo.OrderStatus.ON_HOLD)
        world.sync(both, ORDERS)
        (order,) = world.doubles.brightpearl.records("orders")
        both.account.orders.set_status(order["id"], bp.OrderStatusUpdateDraft(order_status_id=CANCELLED))
        world.clock.pass_(minutes=5)
        plan = world.sync(both, ORDERS)
        again = world.sync(both, ORDERS)
        status = both.shop.orders.get(sold.id).status
    assert (["shop-order"], woo.OrderStatus.CANCELLED, 0) == ([each.kind for each in plan.actions], status, len(again))


@pytest.mark.parametrize("trouble", TOLD_TROUBLES)
@pytest.mark.parametrize("system", ["brightpearl", "shop"])
def test_whatever_a_request_meets_a_cancellation_is_told_to_the_shop_once(system: str, trouble: str) -> None:
    flow = flow_of("cancellations told to the shop")
    met = [case for case in cases([flow]) if (case.system, case.trouble) == (system, trouble)]
    assert set(range(1, calm(flow).requests[system] + 1)) == {case.nth for case in met}
    found = [tried(case) for case in met]
    assert [] == [each for each in found if each.verdict not in (Verdict.RECOVERED, Verdict.HELD)]


def test_the_webhook_of_a_deleted_order_leads_to_its_sales_order() -> None:
    world = world_with()
    with clients(world.doubles) as both:
        sold = bought(both)
        world.sync(both, ORDERS)
        both.shop.orders.delete(sold.id)
        world.store.advance(Advance(waiting=frozenset({Hint(ORDER, sold.id), Hint(ORDER, 999_999)})))
        world.clock.pass_(minutes=5)
        found = run(polled(world.tables, world.store, world.store, world.performance), both.account, both.shop)
        whole = world.sync(both, ORDERS)
    assert [["WOO_ORDER_GONE"]] * 2 == [[each.code for each in plan.issues] for plan in (found.plan, whole)]
    assert frozenset() == world.store.waiting()


@pytest.mark.parametrize("drop_ship", [True, False])
def test_what_a_supplier_sent_completes_the_order_where_it_is_looked_at(drop_ship: bool) -> None:
    world = world_with(shipments={"drop_ship": drop_ship})
    with clients(world.doubles) as both:
        sold = bought(both)
        world.sync(both, ORDERS)
        (order,) = world.doubles.brightpearl.records("orders")
        sent = {str(row["id"]): [{"productId": row["productId"], "quantity": 1}] for row in order["rows"] if row.get("productId")}
        status = {"shipped": True, "shippedOn": "2026-12-01T09:00:00.000+00:00"}
        note = {"id": 77, "orderId": order["id"], "status": status, "shipping": {"reference": "T7"}, "orderRows": sent, "events": []}
        world.doubles.brightpearl.state.table("drop_ship_notes")[77] = note
        plan = world.sync(both, ORDERS)
        again = world.sync(both, ORDERS)
        found = both.shop.orders.get(sold.id).status
    assert (["shop-note", "shop-order"] if drop_ship else []) == [each.kind for each in plan.actions]
    assert (woo.OrderStatus.COMPLETED if drop_ship else woo.OrderStatus.PROCESSING, 0) == (found, len(again))
