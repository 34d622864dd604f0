"""With what a product begins on the side that lacked it, and what is left out where nothing is known."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import brightpearl_sdk as bp
from bpwoo_sync.ledger import Ledger
from bpwoo_sync.plan import Plan
from bpwoo_sync.planning import sync_plan
from tests.bpwoo_sync.mapping.orders import tables
from tests.bpwoo_sync.mapping.sides import account, action, kinds, product_rows, shop
from tests.bpwoo_sync.mapping.test_edge_cases_of_goods import available
from tests.bpwoo_sync.mapping.test_products import (
    BOTH_SIZES,
    IN_SHOP,
    PRODUCTS,
    SIZES,
    detail,
    in_account,
    in_shop,
    product,
    shirt_in_shop,
    variation,
)


def test_a_change_of_a_variation_goes_to_its_parent() -> None:
    heavier = detail(1001, "SHIRT-S", "Shirt", options=(SIZES[0],), group=12, stock={"stockTracked": True, "weight": {"magnitude": 400}})
    made = in_shop(
        heavier, detail(1002, "SHIRT-M", "Shirt", options=(SIZES[1],), group=12), products=(shirt_in_shop(),), variations=BOTH_SIZES
    )
    assert ("70", "71") in [(each.group, each.target) for each in made.actions if each.kind == "shop-change"]
    assert ("", "70") in [(each.group, each.target) for each in made.actions if each.kind == "shop-change"]


def priced(code: str | None) -> Any:
    """The price that a product of some tax code begins with, in a shop whose prices are entered with tax."""
    tax = {"taxable": True, "taxCode": {"id": 6, "code": code}} if code else {}
    of_account = detail(1001, "MUG", financialDetails=tax)
    settings = tables(products=IN_SHOP, prices={"regular_list": 1, "base_rates": {"standard": "20", "reduced-rate": "5"}})
    known = account(products=product_rows({1001: "MUG"}), details={1001: of_account}, prices={1001: {1: Decimal("10.00")}})
    made = sync_plan(shop(prices_include_tax=True), known, settings, Ledger(), PRODUCTS)
    return action(made, "shop-product").payload.get("regular_price")


@pytest.mark.parametrize(("code", "expected"), [("T5", "10.50"), ("T20", "12.00"), ("T0", "12.00"), (None, "12.00")])
def test_a_price_begins_with_the_tax_of_its_class_and_that_of_the_standard_one_where_none_is_told(code: str | None, expected: str) -> None:
    assert expected == priced(code)


def test_a_product_that_the_search_did_not_find_begins_without_stock() -> None:
    settings = tables(products=IN_SHOP, stock={"warehouses": [2]})
    known = account(products=(), details={1001: detail(1001, "MUG")}, availability={1001: available(w2=7)})
    payload = action(sync_plan(shop(), known, settings, Ledger(), PRODUCTS), "shop-product").payload
    assert not {"manage_stock", "stock_quantity"} & payload.keys()


def made_shirt(product_type: int | None, types: dict[int, list[int]]) -> Plan:
    """A shirt in one size that Brightpearl lacks; option 3 is its size, and types of products vary in options."""
    shirts = {70: (variation(71, 70, "SHIRT-S", ("Size", "S")),)}
    known = tuple(
        bp.decode(bp.ProductType, {"id": id, "name": str(id), "associations": {"options": [{"id": each} for each in options]}})
        for id, options in types.items()
    )
    options = (bp.decode(bp.Option, {"id": 3, "name": "Size"}),)
    parent = product(70, "", "Shirt", type="variable", variations=[71])
    settings = {"product_type_id": product_type}
    return in_account(parent, variations=shirts, options=options, product_types=known, settings=settings)


@pytest.mark.parametrize(
    ("product_type", "types", "expected"),
    [
        (4, {4: [3]}, None),
        (4, {4: [2, 3]}, None),
        (4, {4: [2]}, "option-link:4:size"),
        (4, {1: [3]}, "option-link:4:size"),
        (4, {}, "option-link:4:size"),
        (None, {1: [3], 4: []}, None),
        (None, {4: [3], 2: [3]}, "option-link:1:size"),
    ],
)
def test_a_type_of_products_is_let_vary_in_an_option_unless_it_does_already(
    product_type: int | None, types: dict[int, list[int]], expected: str | None
) -> None:
    made = made_shirt(product_type, types)
    links = [each for each in made.actions if each.kind == "option-link"]
    assert ([] if expected is None else [expected]) == [each.key for each in links]
    shirt = action(made, "account-product")
    assert (product_type, tuple(each.key for each in links)) == (shirt.payload.get("productTypeId"), shirt.after)
    assert (product_type is not None) is ("productTypeId" in shirt.payload)


def test_a_product_of_a_tax_class_that_no_code_is_of_is_made_without_one() -> None:
    made = in_account(product(51, "MUG", tax_class="books"))
    assert {"account-product": 1, "account-price": 1} == kinds(made)
    assert "financialDetails" not in action(made, "account-product").payload
