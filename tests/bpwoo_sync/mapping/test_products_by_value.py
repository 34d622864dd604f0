"""What becomes of products, value by value: in the shop of those of Brightpearl, and in Brightpearl of those of the shop."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.catalogue import catalogue_of
from bpwoo_sync.issues import Mapped
from bpwoo_sync.mapping.products import AccountProduct, ShopProduct, account_products, attributes_of, shop_products
from tests.bpwoo_sync.mapping.orders import meta, tables
from tests.bpwoo_sync.mapping.sides import account, shop
from tests.bpwoo_sync.mapping.test_brand_attributes import used
from tests.bpwoo_sync.mapping.test_products import IN_ACCOUNT, IN_SHOP, detail, product, variation

STANDARD: dict[str, Any] = {"financialDetails": {"taxCode": {"id": 1, "code": "T20"}}}
NO_CHANNEL: dict[str, Any] = {"salesChannels": []}


def wanted(
    *details: bp.Product,
    products: tuple[woo.Product, ...] = (),
    variations: Mapping[int, tuple[woo.Variation, ...]] = {},
    links: Mapping[tuple[int, int], int] | None = None,
    brands: Mapping[int, str] | None = None,
    **settings: Any,
) -> Mapped[tuple[ShopProduct, ...]]:
    """What the shop ought to have."""
    return shop_products(details, shop(products=products, variations=variations), tables(products={**IN_SHOP, **settings}), links, brands)


def only(found: Mapped[tuple[ShopProduct, ...]]) -> ShopProduct:
    """The one product that is made or changed."""
    (made,) = found.value or ()
    return made


def alike(id: int, sku: str, **more: Any) -> woo.Product:
    """A product that is as Brightpearl has it."""
    return product(id, sku, **{"tax_class": "reduced-rate", **more})


def size(id: int, sku: str, **more: Any) -> woo.Variation:
    """A variation of product 70 that is as Brightpearl has it."""
    return variation(id, 70, sku, ("Size", "S"), **{"tax_class": "reduced-rate", **more})


SHIRT = product(70, "", "Shirt", type="variable", variations=[71])


def test_what_differs_of_a_product_or_variation_is_told_with_its_place() -> None:
    # A product may be part of a grouped one: that is not where it is written.
    there: dict[str, Any] = {
        "products": (alike(51, "MUG", weight="0.4", parent_id=9), SHIRT),
        "variations": {70: (size(71, "CUP", weight="0.4"),)},
    }
    found = wanted(detail(1001, "MUG"), detail(1002, "CUP", **NO_CHANNEL), **there).value or ()
    assert (
        ShopProduct(key="product:1001", sku="MUG", name="Mug", fields={"weight": "0.35"}, product_id=1001, shop_id=51),
        ShopProduct(key="product:1002", sku="CUP", name="CUP", fields={"weight": "0.35"}, product_id=1002, shop_id=71, parent_id=70),
    ) == found


def test_an_archived_variation_is_private_and_changes_nothing_of_its_parent() -> None:
    there: dict[str, Any] = {"products": (SHIRT,), "variations": {70: (size(71, "CUP"),)}}
    found = only(wanted(detail(1002, "CUP", "Linen", status="ARCHIVED"), overwrite_text=True, **there))
    assert (71, 70, {"status": "private"}) == (found.shop_id, found.parent_id, found.fields)


def test_an_archived_product_that_is_hidden_already_stays_as_it_is() -> None:
    assert () == wanted(detail(1001, "MUG", status="ARCHIVED"), products=(alike(51, "MUG", status="draft"),)).value


def test_what_the_shop_has_of_products_that_are_gone_is_hidden_beside_what_is_made() -> None:
    there: dict[str, Any] = {"products": (product(51, "OLD", parent_id=9), product(52, ""), SHIRT), "variations": {70: (size(71, "GONE"),)}}
    links = {(51, 0): 999, (52, 0): 998, (70, 71): 997, (90, 0): 996}
    made, *hidden = wanted(detail(1001, "MUG"), links=links, hide_gone=True, **there).value or ()
    assert "product:1001" == made.key
    assert [
        ShopProduct(key="product:999", sku="OLD", name="OLD", fields={"status": "draft"}, product_id=999, shop_id=51),
        ShopProduct(key="product:998", sku="52", name="52", fields={"status": "draft"}, product_id=998, shop_id=52),
        ShopProduct(key="product:997", sku="GONE", name="GONE", fields={"status": "private"}, product_id=997, shop_id=71, parent_id=70),
    ] == hidden


def test_each_value_of_an_option_is_told_once_in_order() -> None:
    members = [detail(place, f"S-{place}", options=(("Size", value), ("Cut", "Slim"))) for place, value in enumerate("MSM")]
    nameless = bp.decode(bp.Product, {"id": 9, "variations": [{"optionId": 1}]})
    assert [
        {"name": "Size", "options": ["M", "S"], "variation": True, "visible": True},
        {"name": "Cut", "options": ["Slim"], "variation": True, "visible": True},
        {"name": "", "options": [""], "variation": True, "visible": True},
    ] == attributes_of([*members, nameless])


WEIGHTLESS: dict[str, Any] = {"stock": {"weight": {"magnitude": 0}}}


def test_a_variation_of_a_new_group_has_all_but_the_standard_tax_class() -> None:
    members = [
        detail(1001, "S-S", options=(("Size", "S"),), group=12, **STANDARD, **WEIGHTLESS),
        detail(1002, "S-M", options=(("Size", "M"),), group=12, **WEIGHTLESS),
    ]
    made = only(wanted(*members, categories={}))
    assert [
        {
            "weight": "",
            "sku": "S-S",
            "attributes": [{"name": "Size", "option": "S"}],
            "meta_data": [{"key": "_bp_product_id", "value": "1001"}],
        },
        {
            "weight": "",
            "tax_class": "reduced-rate",
            "sku": "S-M",
            "attributes": [{"name": "Size", "option": "M"}],
            "meta_data": [{"key": "_bp_product_id", "value": "1002"}],
        },
    ] == [each.fields for each in made.variations]
    assert ("group:12", "group-12", "Mug", None, None) == (made.key, made.sku, made.name, made.product_id, made.shop_id)
    assert {"type", "status", "name", "description", "short_description", "sku", "attributes", "meta_data"} == set(made.fields)


def test_a_group_that_is_there_keeps_its_sku_and_name() -> None:
    parent = product(70, "SHIRT", "Shirt", type="variable", meta_data=[meta("_bp_product_group_id", "12")], attributes=[used("Size", "S")])
    made = only(wanted(detail(1001, "S-M", "Other", options=(("Size", "M"),), group=12), products=(product(60, "OTHER"), parent)))
    assert ("group:12", "SHIRT", "Shirt", 70, ["product:1001"]) == (
        made.key,
        made.sku,
        made.name,
        made.shop_id,
        [each.key for each in made.variations],
    )


def test_a_brand_is_added_where_the_shop_has_none() -> None:
    told: list[dict[str, Any]] = [{}, {"brands": []}]
    lacking = [alike(51, "MUG", **more) for more in told]
    settings = tables(products={**IN_SHOP, "brands": {"74": 31}})
    assert [{"brands": [{"id": 31}]}] * 2 == [
        only(shop_products([detail(1001, "MUG", brandId=74)], shop(products=(each,)), settings)).fields for each in lacking
    ]


def test_a_parent_without_a_sku_is_named_by_its_id() -> None:
    there: dict[str, Any] = {
        "products": (product(70, "", "Shirt", type="variable", variations=[71], attributes=[used("Size", "S", variation=True)]),)
    }
    of_group = detail(1001, "S-S", options=(("Size", "S"),), group=12, brandId=74)
    found = only(wanted(of_group, variations={70: (size(71, "S-S"),)}, brands={74: "Acme"}, brand_attribute="Brand", **there))
    brand = {"name": "Brand", "options": ["Acme"], "variation": False, "visible": True}
    own = {"name": "Size", "options": ["S"], "variation": True, "visible": True}
    assert ShopProduct(key="parent:70", sku="70", name="Shirt", fields={"attributes": [own, brand]}, shop_id=70) == found


def test_a_product_of_no_brand_has_none_though_another_has() -> None:
    found = only(wanted(detail(1001, "MUG", brandId=None), brands={1: "Acme"}, brand_attribute="Brand"))
    assert "attributes" not in found.fields


@pytest.mark.parametrize(
    ("stock", "there", "expected"),
    [
        ({"weight": {"magnitude": 350}}, {"weight": "0.350"}, {}),
        ({"weight": {"magnitude": 350}}, {"weight": "0.4"}, {"weight": "0.35"}),
        ({"weight": {"magnitude": Decimal("1234.5678")}}, {}, {"weight": "1.235"}),
        ({"weight": {"magnitude": 0}}, {"weight": "0.4"}, {}),
        ({"dimensions": {"length": 0, "width": 0, "height": 0}}, {"dimensions": {"length": "3", "width": "8", "height": "1"}}, {}),
        ({"dimensions": {"length": 0, "width": 9, "height": 0}}, {}, {"dimensions": {"width": "9"}}),
        ({"dimensions": {"length": 0, "width": 8, "height": Decimal("12.50")}}, {}, {}),
        ({}, {}, {}),
    ],
)
def test_weights_and_sides_are_compared_as_numbers(stock: dict[str, Any], there: dict[str, Any], expected: dict[str, Any]) -> None:
    found = wanted(detail(1001, "MUG", stock=stock), products=(alike(51, "MUG", **there),)).value or ()
    assert ([expected] if expected else []) == [each.fields for each in found]


@pytest.mark.parametrize(
    ("name", "of_account", "expected"),
    [
        ("weight", {}, [{"weight": "0.35"}]),
        ("dimensions", {}, [{"dimensions": {"width": "8", "height": "12.5"}}]),
        ("dimensions", {"stock": {"dimensions": {"length": 0, "width": 0, "height": 0}}}, []),
        ("tax_class", {}, [{"tax_class": "reduced-rate"}]),
        ("tax_class", STANDARD, []),
    ],
)
def test_what_the_shop_did_not_tell_differs_unless_it_is_nothing(name: str, of_account: dict[str, Any], expected: Any) -> None:
    told = {key: value for key, value in woo.encode(alike(51, "MUG")).items() if key != name}
    found = wanted(detail(1001, "MUG", **of_account), products=(woo.decode(woo.Product, told),)).value or ()
    assert expected == [each.fields for each in found]


@pytest.mark.parametrize(
    ("channel", "expected"),
    [
        ({}, ("MUG", "", "")),
        ({"productName": "Mug"}, ("Mug", "", "")),
        ({"description": {"text": "Long"}, "shortDescription": {"text": "Short"}}, ("MUG", "Long", "Short")),
        ({"description": {}, "shortDescription": {}}, ("MUG", "", "")),
    ],
)
def test_a_product_without_texts_has_its_sku_for_a_name(channel: dict[str, Any], expected: tuple[str, ...]) -> None:
    made = only(wanted(detail(1001, "MUG", salesChannels=[channel] if channel else []))).fields
    assert expected == (made["name"], made["description"], made["short_description"])


def test_what_has_no_identity_is_told_and_what_has_no_status_is_live() -> None:
    found = wanted(bp.decode(bp.Product, {"id": 3002}), detail(1001, "MUG", status=None))
    message = "Product 3002 has no SKU; it is not made in the shop."
    assert [("SKU_NOT_BP_SAFE", "product", "3002", message)] == [(each.code, each.entity, each.key, each.message) for each in found.issues]
    assert "product:1001" == only(found).key


# From the shop to Brightpearl.


def imported(
    *products: woo.Product,
    variations: Mapping[int, tuple[woo.Variation, ...]] = {},
    settings: Mapping[str, Any] = {},
    links: Mapping[tuple[int, int], int] | None = None,
    include_tax: bool = True,
    regular_list: int | None = 1,
    **of_account: Any,
) -> Mapped[tuple[AccountProduct, ...]]:
    """What Brightpearl ought to have of these products."""
    there, known = shop(products=products, variations=variations, prices_include_tax=include_tax), account(**{"products": (), **of_account})
    prices = {"regular_list": regular_list, "base_rates": {"standard": "20", "reduced-rate": "5"}}
    the_tables = tables(products={**IN_ACCOUNT, **settings}, prices=prices)
    return account_products(there, known, the_tables, catalogue_of(known, there, links))


def told(found: Mapped[tuple[AccountProduct, ...]]) -> list[tuple[str, str, str]]:
    """What is said of which product."""
    return [(each.code, each.key, each.message) for each in found.issues]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, ("T20", "16.6250")),
        ({"tax_class": "reduced-rate"}, ("T5", "19.0000")),
        ({"tax_status": "none"}, ("T20", "19.9500")),
        ({"tax_status": "none", "tax_class": "books"}, ("", "19.9500")),
        ({"regular_price": ""}, ("T20", None)),
        ({"regular_price": "", "tax_class": "books"}, ("", None)),
    ],
)
def test_a_product_is_made_with_its_net_price_and_the_code_of_its_tax_class(more: dict[str, str], expected: tuple[str, str | None]) -> None:
    (made,) = imported(product(51, " MUG ", **more)).value or ()
    assert expected == (made.tax_code, None if made.net is None else str(made.net))
    assert ("MUG", "Mug", (), 7) == (made.sku, made.name, made.options, made.brand_id)


@pytest.mark.parametrize("of", [{}, {"type": "variable"}])
def test_a_price_with_a_tax_that_the_tables_do_not_name_is_told(of: dict[str, str]) -> None:
    books = {"tax_class": "books"}
    sides = {70: (variation(71, 70, "MUG", ("Size", "S"), **books),)} if of else {}
    found = imported(product(70, "MUG", **of, **books), variations=sides)
    message = "The price of MUG includes tax of the class 'books', which [prices.base_rates] does not name."
    assert ((), [("BASE_RATE_MISSING", "MUG", message)]) == (found.value, told(found))
    assert 1 == len(imported(product(70, "MUG", **of, **books), variations=sides, regular_list=None).value or ())


def test_of_two_tax_codes_and_brands_that_lead_to_one_of_the_shops_the_first_is_taken() -> None:
    settings = {"tax_classes": {"T5": "", "T20": "", "T1": "x"}, "brands": {"75": 31, "74": 31, "x": 31}}
    acme = product(51, "MUG", brands=[{"id": 9, "name": "x", "slug": "x"}, {"id": 31, "name": "Acme", "slug": "acme"}])
    (made,) = imported(acme, settings=settings).value or ()
    assert ("T20", 74) == (made.tax_code, made.brand_id)


@pytest.mark.parametrize(("id", "expected"), [(3, 75), (4, 7)])
def test_a_brand_is_read_from_the_attribute_of_the_id(id: int, expected: int) -> None:
    (made,) = (
        imported(
            product(51, "MUG", attributes=[used("Label", "bell", id=id)]), settings={"brand_attribute_id": 3}, brands={75: "Bell"}
        ).value
        or ()
    )
    assert expected == made.brand_id


def test_what_holds_no_goods_keeps_none_of_the_others_out() -> None:
    made = imported(product(51, "SET", "Mug", type="grouped"), product(52, "MUG"), product(53, "LINK", "mug", type="external"))
    assert (["MUG"], []) == ([each.sku for each in made.value or ()], told(made))


def test_a_product_without_a_brand_is_told() -> None:
    found = imported(product(51, " MUG "), settings={"brand_id": None})
    message = "Mug has no brand that the tables lead to one of Brightpearl's."
    assert ([("BRAND_MISSING", "MUG", message)], "product") == (told(found), found.issues[0].entity)


def test_names_that_two_products_bear_are_told_by_a_sku() -> None:
    collision = "Several products are called 'Mug': Brightpearl would join them to one group."
    sizes = {id: (variation(id + 1, id, f"{id}-S", ("Size", "S")), variation(id + 2, id, f"{id}-M", ("Size", "M"))) for id in (70, 80)}
    found = imported(product(70, "", type="variable"), product(80, "SET", type="variable"), product(51, "MUG"), variations=sizes)
    assert [("NAME_COLLISION", key, collision) for key in ("70-S", "SET", "MUG")] == told(found)


def test_a_variation_may_vary_in_four_attributes_and_have_a_tax_class_of_its_own() -> None:
    four = tuple((f"A{number}", "x") for number in range(4))
    sides = {70: (variation(71, 70, "A", *four), variation(72, 70, "B", ("Size", "S"), tax_class="reduced-rate"))}
    found = imported(product(70, "", "Shirt", type="variable"), variations=sides)
    assert [("A", "T20", "16.6250", four), ("B", "T5", "19.0000", (("Size", "S"),))] == [
        (each.sku, each.tax_code, str(each.net), each.options) for each in found.value or ()
    ]


def test_a_variation_of_what_is_not_taxed_has_its_price_whole() -> None:
    sides = {70: (variation(71, 70, "A", ("Size", "S"), tax_class="books"),)}
    (made,) = imported(product(70, "", "Shirt", type="variable", tax_status="none"), variations=sides).value or ()
    assert "19.9500" == str(made.net)


def test_what_cannot_be_made_of_a_variation_is_told() -> None:
    five = tuple((f"A{number}", "x") for number in range(5))
    sides = {
        70: (
            variation(71, 70, "A", *five),
            variation(72, 70, "B", ("Size", "")),
            variation(73, 70, "", ("Size", "S")),
            variation(74, 70, "a.b", ("Size", "M")),
        )
    }
    found = imported(product(70, "", "Shirt", type="variable"), variations=sides)
    assert [
        ("TOO_MANY_OPTIONS", "A", "Shirt (x, x, x, x, x) varies in 5 attributes; Brightpearl takes 4."),
        ("OPTION_OPEN", "B", "Shirt () stands for any value of an attribute."),
        ("SKU_UNUSABLE", "Shirt (S)", "Shirt (S) has no SKU; it is not made in Brightpearl."),
        ("SKU_UNUSABLE", "a.b", "Shirt (M) has the SKU 'a.b'."),
    ] == told(found)


ROWS = (
    {"productId": 8, "SKU": "", "productName": "Nobody"},
    {"productId": 7, "SKU": None, "productName": "Nobody"},
    {"productId": 1, "SKU": "A", "productName": None},
    {"productId": 9, "SKU": "Z", "productName": "Linen"},
    {"productId": 2, "SKU": "B", "productName": "Cotton"},
)


def test_a_variation_joins_those_that_are_there_by_the_first_name_that_one_has() -> None:
    # The first two are not there, the third has no name, and the fourth is linked to a variation without a SKU.
    sizes = tuple(variation(71 + place, 70, sku, ("Size", str(place))) for place, sku in enumerate(("A", "B", "", "NEW")))
    rows = tuple(bp.ProductRow(dict(each)) for each in ROWS)
    found = imported(product(70, "", "Shirt", type="variable"), variations={70: sizes}, links={(70, 73): 9}, products=rows)
    assert [("NEW", "Linen")] == [(each.sku, each.name) for each in found.value or ()]
