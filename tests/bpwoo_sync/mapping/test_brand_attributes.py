"""A brand that is an attribute in the shop; and how a group of products is found again."""

from __future__ import annotations

from typing import Any

import pytest

from bpwoo_sync.plan import Plan
from tests.bpwoo_sync.mapping.orders import meta
from tests.bpwoo_sync.mapping.sides import action
from tests.bpwoo_sync.mapping.test_products import detail, in_account, in_shop, product

BRANDS = {74: "Acme", 75: "Bell"}
BY_NAME = {"brand_attribute": "Brand"}
BY_ID = {"brand_attribute_id": 3}
ACME = {"name": "Brand", "options": ["Acme"], "variation": False, "visible": True}
SIZE = {"name": "Size", "options": ["M"], "variation": True, "visible": True}


def attributes(made: Plan, kind: str = "shop-product") -> Any:
    """The attributes that are written."""
    return next((each.payload.get("attributes") for each in made.actions if each.kind == kind), None)


def used(name: str, *options: str, id: int = 0, variation: bool = False) -> dict[str, Any]:
    """An attribute of a product of the shop."""
    return {"id": id, "name": name, "slug": name, "position": 0, "visible": True, "variation": variation, "options": list(options)}


@pytest.mark.parametrize(
    ("settings", "brand", "expected"),
    [
        (BY_NAME, 74, [ACME]),
        (BY_ID, 74, [{"id": 3, "options": ["Acme"], "variation": False, "visible": True}]),
        (BY_NAME, 99, None),
        ({}, 74, None),
    ],
)
def test_a_product_that_is_made_in_the_shop_tells_its_brand_by_an_attribute(settings: Any, brand: int, expected: Any) -> None:
    made = in_shop(detail(1001, "MUG", brandId=brand), brands=BRANDS, settings=settings)
    assert expected == attributes(made)


def test_a_group_tells_its_brand_beside_its_options() -> None:
    made = in_shop(detail(1001, "SHIRT-M", group=9, options=(("Size", "M"),), brandId=74), brands=BRANDS, settings=BY_NAME)
    assert [SIZE, ACME] == attributes(made)


@pytest.mark.parametrize(
    ("settings", "there", "expected"),
    [
        (BY_NAME, (), [ACME]),
        (BY_NAME, (used("brand", "Own label"),), None),
        (BY_NAME, (used("Colour", "Red"),), [{"name": "Colour", "options": ["Red"], "variation": False, "visible": True}, ACME]),
        (BY_ID, (used("Brand", "Acme", id=3),), None),
        (BY_ID, (used("Colour", "Red", id=2),), [{"id": 2}, {"id": 3}]),
    ],
)
def test_a_product_that_is_there_gets_the_attribute_that_it_lacks_and_keeps_the_others(settings: Any, there: Any, expected: Any) -> None:
    made = in_shop(
        detail(1001, "MUG", brandId=74),
        products=(product(51, "MUG", attributes=list(there), tax_class="reduced-rate"),),
        brands=BRANDS,
        settings=settings,
    )
    found = attributes(made, "shop-change")
    if settings is BY_ID and found is not None:
        found = [{"id": each["id"]} for each in found]
    assert expected == found


@pytest.mark.parametrize(
    ("there", "expected"),
    [((used("Brand", "bell"),), 75), ((used("Brand", "Own label"),), 7), ((used("Colour", "Bell"),), 7), ((), 7)],
)
def test_a_product_that_is_made_in_brightpearl_has_the_brand_that_its_attribute_names(there: Any, expected: int) -> None:
    made = in_account(product(51, "CUP", "Cup", attributes=list(there)), settings=BY_NAME, brands=BRANDS)
    assert expected == action(made, "account-product").payload["brandId"]


@pytest.mark.parametrize("key", ["_bp_product_group_id", "_bp_group_id"])
def test_a_group_is_found_by_its_mark_of_now_and_of_before(key: str) -> None:
    parent = product(
        70, "SHIRT", "Shirt", type="variable", variations=[71], meta_data=[meta(key, "9")], attributes=[used("Size", "S", variation=True)]
    )
    made = in_shop(detail(1001, "SHIRT-M", group=9, options=(("Size", "M"),)), products=(parent,))
    assert ["shop-variation", "shop-change"] == [each.kind for each in made.actions]


def test_a_new_group_bears_its_mark() -> None:
    made = in_shop(detail(1001, "SHIRT-M", group=9, options=(("Size", "M"),)))
    assert [{"key": "_bp_product_group_id", "value": "9"}] == action(made, "shop-product").payload["meta_data"]


def test_a_group_that_has_its_brand_is_not_written_again() -> None:
    own = [used("Size", "S", "M", variation=True), used("Brand", "Acme")]
    parent = product(70, "SHIRT", "Shirt", type="variable", variations=[71], meta_data=[meta("_bp_product_group_id", "9")], attributes=own)
    made = in_shop(
        detail(1001, "SHIRT-M", group=9, options=(("Size", "M"),), brandId=74), products=(parent,), brands=BRANDS, settings=BY_NAME
    )
    assert ["shop-variation"] == [each.kind for each in made.actions]
