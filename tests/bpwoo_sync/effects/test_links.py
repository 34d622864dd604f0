"""What was matched once stays matched, whatever becomes of its SKU, over the doubles."""

from __future__ import annotations

import woocommerce_sdk as woo
from bpwoo_sync.effects.flow import run
from bpwoo_sync.effects.polling import polled
from bpwoo_sync.planning import Scope
from tests.bpwoo_sync.effects.test_faults import clients
from tests.bpwoo_sync.effects.world import World, bought

STOCK = Scope(orders=False, shipments=False, prices=False, products=False)


def sku_of(world: World, product_id: int) -> str:
    """The SKU of a Brightpearl product."""
    return str(next(each for each in world.doubles.brightpearl.records("products") if each["id"] == product_id)["identity"]["sku"])


def test_edge_case_11_live_an_order_whose_sku_changed_since_has_the_product_that_was_linked() -> None:
    world = World(0)
    with clients(world.doubles) as both:
        world.sync(both, Scope())
        sku = both.shop.products.get(12).sku
        before = bought(both)
        world.clock.pass_(minutes=5)
        both.shop.products.update(12, woo.ProductDraft(sku="RENAMED"))
        found = run(polled(world.tables, world.store, world.store, world.performance), both.account, both.shop)
        world.clock.pass_(minutes=5)
        whole = world.sync(both, Scope())
        again = world.sync(both, Scope())
    (order,) = (each for each in world.doubles.brightpearl.records("orders") if each["externalRef"] == f"W1-{before.id}")
    assert [sku] == [sku_of(world, row["productId"]) for row in order["rows"] if str(row["externalRef"]).startswith("L")]
    assert ["LINK_BROKEN"] == [each.code for each in found.plan.issues if each.code != "ADDRESS_LINE1_EMPTY"]
    assert {"stock", "price"} <= {each.entity for each in whole.issues if each.code == "LINK_BROKEN"}
    assert "EDITED_AFTER_IMPORT" not in {each.code for each in whole.issues}
    assert not [each for each in whole.issues if "RENAMED" in each.message and each.code != "LINK_BROKEN"]
    assert not [each for each in again.actions if "RENAMED" in each.summary]


def test_a_product_that_has_the_sku_of_another_is_left_alone_until_it_is_linked_anew() -> None:
    world = World(0)
    with clients(world.doubles) as both:
        world.sync(both, STOCK)
        first, second, *_ = (each for each in both.shop.products.list() if each.manage_stock and each.sku)
        theirs = second.sku
        both.shop.products.update(second.id, woo.ProductDraft(sku="GIVEN-AWAY"))
        both.shop.products.update(first.id, woo.ProductDraft(sku=theirs, stock_quantity=99))
        held = world.sync(both, STOCK)
        quantity = both.shop.products.get(first.id).stock_quantity
    assert [("LINK_BROKEN", "block")] == [(each.code, each.severity.value) for each in held.issues if each.key == theirs]
    assert 99 == quantity
