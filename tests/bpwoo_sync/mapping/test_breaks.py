"""Prices of larger quantities: told, or kept in the shop's meta data, and never in the place of its price."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import woocommerce_sdk as woo
from bpwoo_sync.catalogue import catalogue_of
from bpwoo_sync.issues import Mapped
from bpwoo_sync.mapping.breaks import BreakTarget, break_targets, larger_prices, single_prices
from bpwoo_sync.mapping.prices import PriceFact
from bpwoo_sync.plan import Plan
from tests.bpwoo_sync.mapping.orders import meta, tables
from tests.bpwoo_sync.mapping.sides import account, plan, shop
from tests.bpwoo_sync.reconciling.worlds import product, variation

ONE, TEN, HUNDRED = {1: Decimal("10.00")}, {10: Decimal("9.00")}, {100: Decimal("8.5000")}
KEPT = {"breaks_meta": "_tiers"}
TEXT = '{"10":"9.00","100":"8.50"}'


def broken(*products: woo.Product, listed: dict[int, Any], settings: dict[str, Any] | None = None, **more: Any) -> Plan:
    """The plan where the widget has these prices, by list and pieces."""
    quantities = {1000: listed}
    there = account(prices=single_prices(quantities), breaks=larger_prices(quantities))
    the_tables = tables(prices={"regular_list": 1, "sale_list": 5, **(settings or {})})
    return plan(shop(products=products or (product(),), **more), there, the_tables)


def told(made: Plan) -> list[str]:
    """What is said of larger quantities."""
    return [each.message for each in made.issues if each.code == "QUANTITY_BREAKS"]


def written(made: Plan) -> list[tuple[str, str, Any]]:
    """What is written of prices: group, target and payload."""
    return [(each.group, each.target, each.payload) for each in made.actions if each.kind in ("shop-breaks", "shop-price")]


def entry(text: str) -> dict[str, Any]:
    """A payload that keeps a text."""
    return {"meta_data": [{"key": "_tiers", "value": text}]}


def test_prices_are_parted_into_those_of_one_piece_and_those_of_more() -> None:
    both: dict[int, dict[int, dict[int, Decimal]]] = {1000: {1: ONE | HUNDRED | TEN, 5: TEN}, 1001: {1: ONE}, 1002: {1: {}}}
    assert {1000: {1: Decimal("10.00")}, 1001: {1: Decimal("10.00")}} == single_prices(both)
    assert {1000: {1: TEN | HUNDRED, 5: TEN}} == larger_prices(both)


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ({1: ONE | TEN | HUNDRED}, ["WIDGET has prices of larger quantities (price list 1: 10, 100 pieces)."]),
        ({1: ONE | TEN, 5: HUNDRED}, ["WIDGET has prices of larger quantities (price list 1: 10 pieces; price list 5: 100 pieces)."]),
        ({1: ONE}, []),
        ({1: {}}, []),
    ],
)
def test_prices_of_larger_quantities_are_told_and_not_written(listed: dict[int, Any], expected: list[str]) -> None:
    made = broken(listed=listed)
    assert (expected, []) == (told(made), written(made))


def test_a_price_of_larger_quantities_alone_is_none_of_a_piece() -> None:
    made = broken(listed={1: TEN | HUNDRED})
    assert (["NO_PRICE", "QUANTITY_BREAKS"], []) == (sorted(each.code for each in made.issues if each.key == "WIDGET"), written(made))


@pytest.mark.parametrize(
    ("there", "listed", "expected"),
    [
        (None, ONE | TEN | HUNDRED, TEXT),
        (TEXT, ONE | TEN | HUNDRED, None),
        ('{ "100": "8.5", "10": "9" }', ONE | TEN | HUNDRED, None),
        (TEXT, ONE | TEN, '{"10":"9.00"}'),
        ("five for four", ONE | TEN, '{"10":"9.00"}'),
        (TEXT, ONE, ""),
        ("", ONE, None),
        (None, ONE, None),
    ],
)
def test_prices_of_larger_quantities_are_kept_where_the_tables_say_and_where_they_differ(
    there: str | None, listed: dict[int, Decimal], expected: str | None
) -> None:
    kept = [] if there is None else [meta("_tiers", there)]
    made = broken(product(meta_data=kept), listed={1: listed}, settings=KEPT)
    assert ([] if expected is None else [("", "51", entry(expected))], []) == (written(made), told(made))


def test_prices_of_larger_quantities_are_entered_as_the_price_is() -> None:
    settings = {**KEPT, "base_rates": {"standard": "20"}}
    made = broken(product(regular_price="12.00"), listed={1: ONE | TEN}, settings=settings, prices_include_tax=True)
    assert [("", "51", entry('{"10":"10.80"}'))] == written(made)


def test_a_variation_keeps_its_own() -> None:
    parent = product(60, "", None, type="variable", variations=[61])
    made = broken(parent, listed={1: ONE | TEN}, settings=KEPT, variations={60: (variation(61, "WIDGET", "7"),)})
    assert [("60", "61", entry('{"10":"9.00"}'))] == written(made)


def test_larger_quantities_of_the_sale_list_are_told_where_the_regular_ones_are_kept() -> None:
    made = broken(product(meta_data=[meta("_tiers", '{"10":"9.00"}')]), listed={1: ONE | TEN, 5: TEN}, settings=KEPT)
    assert (["WIDGET has prices of larger quantities (price list 5: 10 pieces)."], []) == (told(made), written(made))


def test_nothing_is_said_or_kept_of_what_brightpearl_does_not_know() -> None:
    made = broken(product(70, "NEW"), listed={1: ONE | TEN}, settings=KEPT)
    assert ([], []) == (told(made), written(made))


WIDGET = PriceFact(sku="WIDGET", shop_id=51)
LISTED = {1000: {1: TEN}}


def targets(*facts: PriceFact, links: dict[tuple[int, int], int] | None = None, **prices: Any) -> Mapped[tuple[BreakTarget, ...]]:
    """What the meta data of these products lacks where the widget has a price of ten pieces."""
    return break_targets(facts, LISTED, shop(), tables(prices={"regular_list": 1, **prices}), catalogue_of(account(), shop(), links))


def test_where_there_are_no_prices_of_larger_quantities_and_no_place_for_them_there_is_nothing_to_do() -> None:
    assert Mapped(value=()) == break_targets([WIDGET], {}, shop(), tables(), catalogue_of(account(), shop()))


def test_a_product_that_is_not_known_keeps_none_of_the_others_from_its_prices() -> None:
    found = targets(PriceFact(sku="NEW", shop_id=70), WIDGET, breaks_meta="_tiers")
    assert ((BreakTarget(fact=WIDGET, text='{"10":"9.00"}'),), ()) == (found.value, found.issues)


def test_a_linked_product_without_a_sku_is_left_alone() -> None:
    found = targets(PriceFact(sku="", shop_id=51), links={(51, 0): 1000}, breaks_meta="_tiers")
    assert ((), ()) == (found.value, found.issues)


def test_without_a_regular_list_no_list_is_kept() -> None:
    found = targets(WIDGET, regular_list=None, breaks_meta="_tiers")
    message = "WIDGET has prices of larger quantities (price list 1: 10 pieces)."
    assert ((), [("QUANTITY_BREAKS", "price", "WIDGET", message)]) == (
        found.value,
        [(each.code, each.entity, each.key, each.message) for each in found.issues],
    )
