"""What of a plan is left where a flow is not asked for, or a part of a side could not be read."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

import brightpearl_sdk as bp
from bpwoo_sync.issues import Severity
from bpwoo_sync.ledger import Ledger
from bpwoo_sync.plan import Plan
from bpwoo_sync.planning import Scope, approvable_plan, sync_plan
from bpwoo_sync.snapshot import Account, Shop
from tests.bpwoo_sync.mapping.orders import line, order, tables
from tests.bpwoo_sync.mapping.sides import (
    PRODUCTS,
    TAKEN_AT,
    account,
    goods_out,
    marks,
    payment_row,
    product_rows,
    references,
    row,
    sales_order,
    shop,
)
from tests.bpwoo_sync.mapping.test_channel_flags import EVERY, sold
from tests.bpwoo_sync.mapping.test_edge_cases_of_goods import available
from tests.bpwoo_sync.mapping.test_products import IN_SHOP, detail, product

LINES = [line(1, "WIDGET", "2", "20.00", ("20", "4.00"))]
SETTINGS = tables(
    store={"channel_id": 1},
    stock={"warehouses": [2], "channel": EVERY},
    prices={"regular_list": 1, "breaks_meta": "_tiers"},
    products=IN_SHOP,
)

#: The kind of write that each flow makes in the situation below. Those of a flow go together.
FLOWS = {
    "orders": {"address", "contact", "sales-order", "payment", "order-note", "shop-mark"},
    "shipments": {"shop-note", "shop-order"},
    "stock": {"shop-stock"},
    "flags": {"shop-flags"},
    "prices": {"shop-price", "shop-breaks"},
    "products": {"shop-product"},
}


def sides(of_shop: dict[str, Any] | None = None, of_account: dict[str, Any] | None = None) -> tuple[Shop, Account]:
    """Two sides that every flow has something to do for."""
    new, left = order("24.00", "4.00", LINES), order("24.00", "4.00", LINES, id=2, number="2", meta_data=marks(502))
    there = product(51, "WIDGET", manage_stock=True, stock_quantity=4, regular_price="9.00", catalog_visibility="visible", backorders="no")
    known = {
        "products": product_rows({**PRODUCTS, 1003: "NEW"}),
        "sales_orders": (sales_order(502, "W1-2", [row(11, "L1", 1000, "2", "20.00", "4.00")]),),
        "payments": (payment_row(1, 502, "24.00"),),
        "goods_out": {7: goods_out(502, {11: [2]})},
        "availability": {1000: available(w2=9)},
        "prices": {1000: {1: Decimal("10.00")}},
        "breaks": {1000: {1: {10: Decimal("9.00")}}},
        "channel": {1000: sold(False)},
        "details": {1003: detail(1003, "NEW", "New")},
    }
    more = {"products": (there,), "taken_at": TAKEN_AT + timedelta(minutes=1)}
    return shop(new, left, **{**more, **(of_shop or {})}), account(**{**known, **(of_account or {})})


def flows(made: Plan) -> set[str]:
    """The flows that have all their writes in a plan, where no flow has a part of them."""
    found = set(made.by_kind())
    whole = {name for name, kinds in FLOWS.items() if kinds <= found}
    assert found == set().union(*(FLOWS[name] for name in whole))
    return whole


def test_every_flow_has_something_to_do() -> None:
    made = sync_plan(*sides(), SETTINGS, Ledger())
    assert (set(FLOWS), TAKEN_AT, {(51, 0): 1000}) == (flows(made), made.taken_at, made.links)
    assert {"to be imported": 1, "already imported": 1, "stock compared": 1, "prices compared": 1} == made.counts
    assert TAKEN_AT == sync_plan(*sides({"taken_at": TAKEN_AT}, {"taken_at": TAKEN_AT + timedelta(1)}), SETTINGS, Ledger()).taken_at


@pytest.mark.parametrize(
    ("scope", "expected", "links"),
    [
        (Scope(orders=False), {"shipments", "stock", "flags", "prices", "products"}, 1),
        (Scope(shipments=False), {"orders", "stock", "flags", "prices", "products"}, 1),
        (Scope(stock=False), {"orders", "shipments", "prices", "products"}, 1),
        (Scope(prices=False), {"orders", "shipments", "stock", "flags", "products"}, 1),
        (Scope(products=False), {"orders", "shipments", "stock", "flags", "prices"}, 1),
        (Scope(orders=False, shipments=False, stock=False, prices=False), {"products"}, 1),
        (Scope(orders=False, shipments=False, stock=False, products=False), {"prices"}, 1),
        (Scope(orders=False, shipments=False, prices=False, products=False), {"stock", "flags"}, 1),
        (Scope(stock=False, prices=False, products=False), {"orders", "shipments"}, 0),
    ],
)
def test_a_flow_that_is_not_asked_for_plans_nothing(scope: Scope, expected: set[str], links: int) -> None:
    made = sync_plan(*sides(), SETTINGS, Ledger(), scope)
    assert (expected, links) == (flows(made), len(made.links))
    assert bool(links) is scope.catalogue
    assert made == approvable_plan(*sides(), SETTINGS, Ledger(), scope)


LEFT: dict[tuple[bool, str], set[str]] = {
    (False, "settings"): {"shipments", "stock", "flags"},
    (False, "orders"): {"prices", "products"},
    (False, "tax rates"): {"shipments", "stock", "flags", "prices", "products"},
    (False, "refunds"): {"stock", "flags", "prices", "products"},
    (False, "products"): {"orders", "shipments"},
    (False, "webhooks"): set(FLOWS),
    (True, "references"): {"shipments", "stock", "flags", "products"},
    (True, "products"): set(),
    (True, "contacts"): {"shipments", "stock", "flags", "prices", "products"},
    (True, "sales orders"): {"prices", "products"},
    (True, "bundles"): {"prices", "products"},
    (True, "payments"): {"shipments", "stock", "flags", "prices", "products"},
    (True, "sales credits"): {"shipments", "stock", "flags", "prices", "products"},
    (True, "goods-out notes"): {"stock", "flags", "prices", "products"},
    (True, "drop-ship notes"): {"stock", "flags", "prices", "products"},
    (True, "notes"): {"shipments", "stock", "flags", "prices", "products"},
    (True, "stock"): {"orders", "shipments", "prices"},
    (True, "channel settings"): {"orders", "shipments", "stock", "prices"},
    (True, "prices"): {"orders", "shipments", "stock", "flags"},
    (True, "product details"): {"orders", "shipments", "stock", "flags", "prices"},
    (True, "options"): {"orders", "shipments", "stock", "flags", "prices"},
    (True, "brands"): {"orders", "shipments", "stock", "flags", "prices"},
}


@pytest.mark.parametrize(("here", "part"), LEFT)
def test_nothing_is_planned_by_a_part_that_could_not_be_read(here: bool, part: str) -> None:
    torn = {"incomplete": {part: "page 2 broke off"}}
    found = sides(None, torn) if here else sides(torn)
    made = sync_plan(*found, SETTINGS, Ledger())
    assert LEFT[here, part] == flows(made)
    assert [("SIDE_INCOMPLETE", Severity.BLOCK, part)] == [
        (each.code, each.severity, each.field) for each in made.issues if each.code == "SIDE_INCOMPLETE"
    ]
    assert made == approvable_plan(*found, SETTINGS, Ledger())


def test_a_scope_stays_narrow_where_a_part_could_not_be_read() -> None:
    found = sides({"incomplete": {"webhooks": "403"}})
    narrow = Scope(orders=False, shipments=False, stock=False, prices=False, products=False)
    assert set() == flows(sync_plan(*found, SETTINGS, Ledger(), narrow))


@pytest.mark.parametrize("meta", ["", "_tiers"])
def test_a_price_list_in_another_currency_keeps_every_price_back_and_what_is_said_of_them(meta: str) -> None:
    listed = bp.decode(bp.PriceList, {"id": 1, "currencyCode": "EUR", "priceListTypeCode": "SELL"})
    the_tables = tables(prices={"regular_list": 1, "breaks_meta": meta})
    prices = Scope(orders=False, shipments=False, stock=False, products=False)
    right, wrong = (
        sync_plan(*sides(None, {"references": references(price_lists=lists)}), the_tables, Ledger(), prices) for lists in ((), (listed,))
    )
    told, written = ({"QUANTITY_BREAKS"}, {"shop-price"}) if not meta else (set(), {"shop-price", "shop-breaks"})
    assert (told, written) == ({each.code for each in right.issues}, set(right.by_kind()))
    assert ({"PRICE_CURRENCY"}, set()) == ({each.code for each in wrong.issues}, set(wrong.by_kind()))
