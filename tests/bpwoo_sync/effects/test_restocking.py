"""Goods of a refund on the doubles: taken in once, at what they cost, where the tables ask for it."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Literal

import pytest
from attrs import evolve

import brightpearl_sdk as bp
import brightpearl_sdk.testing as brightpearl_testing
import woocommerce_sdk as woo
from bpwoo_sync.plan import Plan
from bpwoo_sync.testing.warehouse import ship_orders
from tests.bpwoo_sync.effects.test_faults import TROUBLES, clients
from tests.bpwoo_sync.effects.world import ORDERS, World, bought

SINCE = datetime(2026, 1, 1, tzinfo=UTC)

Policy = Literal["never", "shipped_only", "always"]


def world_with(policy: Policy, *, since: datetime = SINCE, location: int | None = None) -> World:
    """A world whose tables say what becomes of goods."""
    world = World(0, 12)
    refunds = evolve(world.tables.refunds, restock=policy, restock_since=since, restock_location_id=location)
    world.tables = evolve(world.tables, refunds=refunds)
    return world


def given_back(world: World, *, shipped: bool = True, cost: str = "4.2000", currency: str = "USD") -> None:
    """An order that was imported and perhaps left, and whose piece the shop took back."""
    with clients(world.doubles) as both:
        sold = bought(both)
        world.sync(both, ORDERS)
        world.clock.pass_(minutes=5)
        if shipped:
            assert 1 == ship_orders(both.account, world.clock(), most=1)
        (order,) = world.doubles.brightpearl.records("orders")
        rows = [{**row, "itemCost": cost, "costCurrency": currency} for row in order["rows"]]
        world.doubles.brightpearl.load("orders", [{**order, "rows": rows}])
        world.clock.pass_(minutes=5)
        line = sold.line_items[0]
        back = woo.RefundLineDraft(id=line.id, quantity=1, refund_total=line.total)
        both.shop.refunds.create(sold.id, woo.RefundDraft(amount=line.total, line_items=(back,), api_refund=False))
    world.clock.pass_(minutes=5)


def synced(world: World, *faults: brightpearl_testing.Fault) -> Plan:
    """One run over orders."""
    with clients(world.doubles, brightpearl_faults=faults) as both:
        return world.sync(both, ORDERS)


def taken_in(world: World) -> list[Any]:
    """Of each goods-in note its batch, and of each product of it how many, where, and at which value."""
    with clients(world.doubles) as both:
        credits = [each["id"] for each in world.doubles.brightpearl.records("orders") if each["type"] == "SC"]
        try:
            notes = both.account.goods_in_notes.of_orders(credits)
        except bp.NotFoundError:
            return []
    return [
        (
            note.user_batch_reference,
            [
                (each.quantity, each.destination_location_id, str(each.product_value.value))
                for each in note.goods_moved or ()
                if each.product_value
            ],
        )
        for note in notes.values()
    ]


def ref_of(world: World) -> str:
    """The reference of the credit."""
    (credit,) = [each for each in world.doubles.brightpearl.records("orders") if each["type"] == "SC"]
    return str(credit["externalRef"])


def test_by_itself_no_goods_are_taken_in() -> None:
    world = world_with("never")
    given_back(world)
    assert 0 == synced(world).by_kind().get("goods-in", 0)
    assert [] == taken_in(world)


@pytest.mark.parametrize(("policy", "shipped", "expected"), [("shipped_only", True, 1), ("always", False, 1), ("always", True, 1)])
def test_goods_are_taken_in_at_their_cost_and_once(policy: Policy, shipped: bool, expected: int) -> None:
    world = world_with(policy)
    given_back(world, shipped=shipped)
    with clients(world.doubles) as both:
        default = both.account.default_locations.get(2)
        if not shipped:
            # A whole refund before anything left cancels the order: let there be a note that waits.
            (order,) = world.doubles.brightpearl.records("orders")
            row = order["rows"][0]
            piece = bp.GoodsOutNoteProductDraft(product_id=row["productId"], sales_order_row_id=row["id"], quantity=1)
            leaving = bp.GoodsOutNoteWarehouseDraft(warehouse_id=2, products=(piece,), release_date=world.clock())
            (note,) = both.account.goods_out_notes.create(order["id"], bp.GoodsOutNotesDraft(warehouses=(leaving,), shipping_method_id=1))
            printed = bp.GoodsOutNoteEventDraft(event_code=bp.GoodsOutNoteEventCode.PRINTED, occurred=world.clock(), event_owner_id=4)
            both.account.goods_out_note_events.create(note, bp.GoodsOutNoteEventsDraft(events=(printed,)))
    plan = synced(world)
    assert expected == plan.by_kind()["goods-in"]
    assert [(ref_of(world), [(1, default, "4.2000")])] == taken_in(world)
    assert () == tuple(action for action in synced(world).actions if action.kind == "goods-in")


def test_goods_go_to_the_location_that_the_tables_name() -> None:
    world = world_with("always")
    with clients(world.doubles) as both:
        location = both.account.quarantine_locations.get(2)
    world.tables = evolve(world.tables, refunds=evolve(world.tables.refunds, restock_location_id=location))
    given_back(world)
    synced(world)
    assert [location] == [place for _, moved in taken_in(world) for _, place, _ in moved]


def test_goods_of_refunds_before_are_left_to_the_warehouse() -> None:
    world = world_with("always", since=datetime(2027, 1, 1, tzinfo=UTC))
    given_back(world)
    synced(world)
    assert [] == taken_in(world)


@pytest.mark.parametrize(("cost", "currency"), [("0.0000", "USD"), ("4.2000", "EUR")])
def test_goods_of_which_nobody_says_what_they_cost_are_not_taken_in_and_that_is_told(cost: str, currency: str) -> None:
    world = world_with("always")
    given_back(world, cost=cost, currency=currency)
    synced(world)
    again = synced(world)
    assert ([], ["NOT_RESTOCKED"]) == (taken_in(world), [each.code for each in again.issues if each.code == "NOT_RESTOCKED"])
    assert "USD" in next(each.message for each in again.issues if each.code == "NOT_RESTOCKED")


def test_once_the_cost_is_known_the_next_run_takes_the_goods_in() -> None:
    world = world_with("always")
    given_back(world, cost="0.0000")
    synced(world)
    orders = world.doubles.brightpearl.records("orders")
    changed = [{**each, "rows": [{**row, "itemCost": "3.0000", "costCurrency": "USD"} for row in each["rows"]]} for each in orders]
    world.doubles.brightpearl.load("orders", changed)
    synced(world)
    last = synced(world)
    assert ([(ref_of(world), ["3.0000"])], []) == (
        [(ref, [value for _, _, value in moved]) for ref, moved in taken_in(world)],
        [each.code for each in last.issues if each.code == "NOT_RESTOCKED"],
    )


def test_goods_that_people_took_in_are_not_taken_in_again() -> None:
    world = world_with("always")
    given_back(world, cost="0.0000")
    synced(world)
    with clients(world.doubles) as both:
        (credit,) = [each for each in world.doubles.brightpearl.records("orders") if each["type"] == "SC"]
        row = next(each for each in credit["rows"] if each["productId"] != 1000)
        value = bp.StockValueDraft(currency="USD", value=Decimal(1))
        place = both.account.default_locations.get(2)
        moved = bp.GoodsInMovementDraft(
            product_id=row["productId"], purchase_order_row_id=row["id"], quantity=1, destination_location_id=place, product_value=value
        )
        both.account.goods_in_notes.create(credit["id"], bp.GoodsInNoteDraft(warehouse_id=2, goods_moved=(moved,)))
    synced(world)
    assert [None] == [ref for ref, _ in taken_in(world)]
    assert 0 == synced(world).by_kind().get("goods-in", 0)


@pytest.mark.parametrize("trouble", TROUBLES)
def test_whatever_taking_in_meets_the_goods_are_taken_in_once(trouble: str) -> None:
    world = world_with("shipped_only")
    given_back(world)
    details = dict(TROUBLES[trouble])
    wrong, status = str(details.pop("wrong")), details.pop("status", 500)
    assert isinstance(status, int)

    def takes_in(sent: Any) -> bool:
        return b"goodsMoved" in (sent.content or b"")

    synced(world, brightpearl_testing.Fault(wrong=brightpearl_testing.Wrong[wrong], nth=1, method="POST", status=status, matches=takes_in))
    world.clock.pass_(minutes=5)
    synced(world)
    assert [ref_of(world)] == [ref for ref, _ in taken_in(world)]
    assert 0 == synced(world).by_kind().get("goods-in", 0)
