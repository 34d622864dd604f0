"""Over the doubles: what Brightpearl says of a product on the shop's channel reaches the shop, once."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from typing import Any

from bpwoo_sync.effects.flow import run
from bpwoo_sync.effects.performing import Performance
from bpwoo_sync.effects.stores import MemoryStore
from bpwoo_sync.effects.working import synced
from bpwoo_sync.plan import Plan
from bpwoo_sync.planning import Scope
from bpwoo_sync.tables import tables_from
from bpwoo_sync.testing.doubles import Doubles, demo_tables
from tests.bpwoo_sync.effects.test_faults import Clients, clients
from tests.bpwoo_sync.effects.test_products import doubles
from tests.faults.flows import goods, only

FLAGS = {"available": "visible", "unavailable": "hidden", "sells_without_stock": "notify", "needs_stock": "no"}
NOT_SOLD = {"1": {"availableToSellOnChannel": False, "sellWhenNoStock": True}}


def one_run(both: Clients, store: MemoryStore, scope: Scope) -> Plan:
    """One run with products made in the shop, as the channel has them."""
    document = tomllib.loads(demo_tables())
    tables = tables_from({**document, "stock": {**document["stock"], "channel": FLAGS}})
    performance = Performance(now=lambda: datetime(2026, 12, 1, 10, tzinfo=UTC), run="test", settling=0.0)
    return run(synced(tables, store, performance, scope), both.account, both.shop, sleep=lambda seconds: None)[0]


def test_a_product_that_may_not_be_sold_on_the_channel_is_hidden_once() -> None:
    world = goods()
    with clients(world.doubles) as both:
        first = world.sync(both, only(stock=True))
        second = world.sync(both, only(stock=True))
    flagged = [dict(each.payload) for each in first.actions if each.kind == "shop-flags"]
    assert ([{"catalog_visibility": "hidden", "backorders": "notify"}], []) == (flagged, list(second.actions))
    hidden = [(each["catalog_visibility"], each["backorders"]) for each in world.doubles.shop.records("products")]
    assert 1 == hidden.count(("hidden", "notify"))


def shown(pair: Doubles) -> dict[str, tuple[Any, str]]:
    """Visibility and backorders of everything in the shop, by SKU."""
    records = (*pair.shop.records("products"), *pair.shop.records("variations"))
    return {each["sku"]: (each.get("catalog_visibility"), each["backorders"]) for each in records}


def test_products_that_are_made_in_the_shop_begin_as_the_channel_has_them() -> None:
    pair, store = doubles(), MemoryStore()
    pair.brightpearl.load("products", [{**each, "channels": NOT_SOLD} for each in pair.brightpearl.records("products")])
    with clients(pair) as both:
        one_run(both, store, only(products=True))
        again = one_run(both, store, only(products=True, stock=True))
    assert {
        "NEW-LAMP": ("hidden", "notify"),
        "group-3001": ("hidden", "no"),
        "NEW-SHIRT-S": (None, "notify"),
        "NEW-SHIRT-L": (None, "notify"),
    } == shown(pair)
    assert [] == [each.summary for each in again.actions]


def test_nobody_asks_how_a_channel_sells_where_the_tables_do_not() -> None:
    pair = doubles()
    with clients(pair) as both:
        performance = Performance(now=lambda: datetime(2026, 12, 1, 10, tzinfo=UTC), run="test", settling=0.0)
        run(synced(tables_from(tomllib.loads(demo_tables())), MemoryStore(), performance, only(stock=True)), both.account, both.shop)
    assert [] == [each for each in pair.brightpearl.requests if ("contextChannelId", "1") in each.query]
