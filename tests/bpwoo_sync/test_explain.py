"""Every value of every write says where it comes from."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache

from bpwoo_sync.effects import Scope, read_sides, run
from bpwoo_sync.explain import FIELDS, explained, explained_text
from bpwoo_sync.ledger import Ledger
from bpwoo_sync.plan import Action
from bpwoo_sync.planning import sync_plan
from bpwoo_sync.tables import tables_from
from bpwoo_sync.testing.doubles import demo_doubles, demo_tables, utc_now
from tests.bpwoo_sync.effects.test_faults import clients
from tests.bpwoo_sync.mapping.orders import line, order, tables
from tests.bpwoo_sync.mapping.sides import account, goods_out, marks, plan, row, sales_order, shop
from tests.bpwoo_sync.mapping.test_breaks import KEPT, ONE, TEN, broken
from tests.bpwoo_sync.mapping.test_channel_flags import flagged, varied
from tests.bpwoo_sync.mapping.test_channel_flags import seen as seen_in_shop
from tests.bpwoo_sync.mapping.test_channel_flags import sold as on_channel
from tests.bpwoo_sync.mapping.test_contact_changes import OLD, changed, contact
from tests.bpwoo_sync.mapping.test_edge_cases_of_goods import cancelled
from tests.bpwoo_sync.mapping.test_edits import planned
from tests.bpwoo_sync.mapping.test_products import detail, in_account, in_shop, product, variation
from tests.bpwoo_sync.mapping.test_restocking import back
from tests.bpwoo_sync.mapping.test_restocking import planned as restocked
from tests.bpwoo_sync.planning.situations import (
    an_order_with_fields_and_a_reservation_of_what_its_gateway_holds,
    orders_that_are_there_twice_or_linked_wrongly,
    payments_that_are_there_twice_and_what_is_linked_or_switched_off,
)

#: A product that is sold on the channel, not there, and without stock.
CHANNEL = on_channel(False, True)


def demo_plan() -> tuple[Action, ...]:
    """The plan of the demo."""
    doubles = demo_doubles()
    known = tables_from(tomllib.loads(demo_tables()))
    with clients(doubles) as both:
        sides = run(read_sides(known, utc_now, Scope()), both.account, both.shop)
    return sync_plan(sides.shop, sides.account, known, Ledger()).actions


def other_plans() -> Iterator[Action]:
    """Writes that the demo's first plan has none of."""
    yield from cancelled().actions
    sold = order("24.00", "4.00", [line(1, "WIDGET", "2", "20.00", ("20", "4.00"))], meta_data=marks(500))
    imported = sales_order(500, "W1-1001", [row(11, "L1", 1000, "2", sku="WIDGET")])
    yield from plan(shop(sold), account(sales_orders=(imported,), goods_out={7: goods_out(500, {11: [2]})})).actions
    yield from planned().actions
    told = tables(shipments={"tracking_plugin": True, "tracking_links": {"1": "https://track.example/{}"}})
    left = account(sales_orders=(imported,), goods_out={7: goods_out(500, {11: [2]}, tracking="T1")})
    yield from plan(shop(sold), left, told).actions
    named = tables(shipments={"tracking_plugin": True, "providers": {"1": "Royal Mail"}})
    yield from plan(shop(sold), left, named).actions
    yield from an_order_with_fields_and_a_reservation_of_what_its_gateway_holds().actions
    yield from orders_that_are_there_twice_or_linked_wrongly().actions
    yield from payments_that_are_there_twice_and_what_is_linked_or_switched_off().actions
    there = contact(first="Augusta", phone=None)
    yield from changed(policy="all", there=there, billing=OLD).actions
    yield from restocked(back(1, 2), policy="always").actions
    alike = product(51, "MUG", weight="0.4", tax_class="reduced-rate")
    yield from in_shop(
        detail(1001, "MUG", status="ARCHIVED", brandId=74), products=(alike,), settings={"overwrite_text": True, "brands": {"74": 31}}
    ).actions
    yield from varied(CHANNEL, CHANNEL).actions
    yield from broken(listed={1: ONE | TEN}, settings=KEPT).actions
    yield from flagged(seen_in_shop(), channel={1000: CHANNEL}).actions
    yield from in_shop(detail(1001, "MUG", brandId=74), settings={"brand_attribute_id": 3}, brands={74: "Acme"}).actions
    shirts = {70: (variation(71, 70, "SHIRT-S", ("Size", "S")),)}
    yield from in_account(product(51, "CUP", "Cup"), product(70, "", "Shirt", type="variable", variations=[71]), variations=shirts).actions


@cache
def actions() -> tuple[Action, ...]:
    """Writes of every kind."""
    return (*demo_plan(), *other_plans())


def test_every_value_of_every_write_has_a_source_and_a_rule() -> None:
    unknown = {(action.kind, each.path) for action in actions() for each in explained(action) if not each.source or not each.rule}
    assert set() == unknown


def test_every_kind_of_write_is_explained() -> None:
    assert set(FIELDS) == {action.kind for action in actions()}


def test_a_row_names_the_line_that_it_was_made_of() -> None:
    sold = next(action for action in actions() if action.kind == "sales-order" and action.entity == "order 469")
    sources = {each.path: each.source for each in explained(sold)}
    assert sources["rows[0].net"].startswith("line_items[") and sources["rows[0].net"].endswith(".total")
    assert sources["rows[2].name"].startswith("coupon_lines[")


def test_an_explanation_reads_well() -> None:
    stock = next(action for action in actions() if action.kind == "shop-stock")
    assert "stock_quantity = " in explained_text(stock)
    assert "onHand of stock.warehouses: less what is sold" in explained_text(stock)
