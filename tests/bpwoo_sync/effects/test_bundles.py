"""Bundles, from the account's products to the shop's stock and the account's order rows."""

from __future__ import annotations

from attrs import evolve

from bpwoo_sync.effects.stores import MemoryStore
from bpwoo_sync.effects.working import synced
from bpwoo_sync.testing.demo_account import pieces
from bpwoo_sync.testing.doubles import Doubles
from tests.bench.worlds import ORDERS, STOCK, doubles_of, tables_without_notes
from tests.bpwoo_sync.effects.road import tables
from tests.bpwoo_sync.effects.test_requests import asked, at

BUNDLE, ONE, TWO = "BENCH-000000", "BENCH-000001", "BENCH-000002"


def with_bundle(*, orders: int = 0) -> Doubles:
    """A shop whose first product is a bundle of one of the second and two of the third; each order is of three bundles."""
    both = doubles_of(products=3, orders=orders)
    products = both.brightpearl.records("products")
    ids = {each["identity"]["sku"]: each["id"] for each in products}
    parts = [{"productId": ids[ONE], "productQuantity": 1}, {"productId": ids[TWO], "productQuantity": 2}]
    made = {"composition": {"bundle": True, "bundleComponents": parts}, "stock": {"stockTracked": False}}
    both.brightpearl.load("products", [{**each, **made} for each in products if each["identity"]["sku"] == BUNDLE])
    sold = both.shop.records("orders")
    both.shop.load("orders", [{**each, "line_items": [{**each["line_items"][0], "sku": BUNDLE, "quantity": 3}]} for each in sold])
    return both


def test_the_shop_gets_as_many_bundles_as_each_warehouse_can_put_together() -> None:
    both, known = with_bundle(), tables()
    known = evolve(known, stock=evolve(known.stock, warehouses=(2, 3), buffer=0, buffers={}, cap=None))
    account, _ = asked(both, synced(known, MemoryStore(), at(5), STOCK))
    quantities = {each["sku"]: each["stock_quantity"] for each in both.shop.records("products")}
    assert sum(min(pieces(ONE, warehouse), pieces(TWO, warehouse) // 2) for warehouse in (2, 3)) == quantities[BUNDLE]
    assert 1 == account["product"]


def test_a_sold_bundle_is_one_row_of_ours_and_its_parts_are_the_accounts() -> None:
    both = with_bundle(orders=1)
    asked(both, synced(tables_without_notes(), MemoryStore(), at(5), ORDERS))
    (order,) = both.brightpearl.records("orders")
    rows = [(row["sku"], row["quantity"], row["bundleParent"], row["bundleChild"]) for row in order["rows"] if row["sku"]]
    assert [(BUNDLE, "3", True, False), (ONE, "3", False, True), (TWO, "6", False, True)] == rows
