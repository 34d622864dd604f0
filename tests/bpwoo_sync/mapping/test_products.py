"""Products that one side lacks: what is made, what is kept alike, and what is held back."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.ledger import Ledger, Outcome, Status, ledger_of
from bpwoo_sync.links import link_outcomes
from bpwoo_sync.plan import Plan
from bpwoo_sync.planning import Scope, sync_plan
from bpwoo_sync.tables import Tables
from tests.bpwoo_sync.mapping.orders import tables
from tests.bpwoo_sync.mapping.sides import TAKEN_AT, account, action, codes, kinds, product_rows, shop
from tests.bpwoo_sync.mapping.test_edge_cases_of_goods import available

IN_SHOP = {"make": "in-shop", "categories": {"276": 15}, "tax_classes": {"T20": "", "T5": "reduced-rate"}, "weight_factor": "0.001"}
IN_ACCOUNT = {
    "make": "in-account",
    "brand_id": 7,
    "product_type_id": 1,
    "category": "276",
    "tax_classes": {"T20": "", "T5": "reduced-rate"},
}
SIZES = (("Size", "S"), ("Size", "M"))
PRODUCTS = Scope(orders=False, shipments=False, stock=False, prices=False)


def detail(
    id: int, sku: str, name: str = "Mug", *, options: tuple[tuple[str, str], ...] = (), group: int | None = None, **more: Any
) -> bp.Product:
    """A product as Brightpearl shows it."""
    document = {
        "id": id,
        "identity": {"sku": sku},
        "productGroupId": group,
        "stock": {
            "stockTracked": True,
            "weight": {"magnitude": 350},
            "dimensions": {"length": 0, "height": Decimal("12.5"), "width": 8, "volume": 0},
        },
        "financialDetails": {"taxable": True, "taxCode": {"id": 6, "code": "T5"}},
        "salesChannels": [
            {
                "salesChannelName": "Brightpearl",
                "productName": name,
                "productCondition": "new",
                "categories": [{"categoryCode": "276"}, {"categoryCode": "999"}],
                "description": {"languageCode": "en", "text": "<p>Long</p>", "format": "HTML_FRAGMENT"},
                "shortDescription": {"languageCode": "en", "text": "Short", "format": "PLAINTEXT"},
            }
        ],
        "variations": [
            {"optionId": 1, "optionName": option, "optionValueId": place, "optionValue": value}
            for place, (option, value) in enumerate(options)
        ],
        "status": "LIVE",
        **more,
    }
    return bp.decode(bp.Product, document)


def product(id: int, sku: str, name: str = "Mug", **more: Any) -> woo.Product:
    """A product as the shop shows it."""
    document = {
        "id": id,
        "name": name,
        "sku": sku,
        "type": "simple",
        "status": "publish",
        "regular_price": "19.95",
        "sale_price": "",
        "tax_status": "taxable",
        "tax_class": "",
        "weight": "0.35",
        "dimensions": {"length": "", "width": "8", "height": "12.5"},
        "categories": [{"id": 15, "name": "Mugs", "slug": "mugs"}],
        "description": "",
        "short_description": "",
        "attributes": [],
        "variations": [],
        "meta_data": [],
        "manage_stock": False,
        "stock_quantity": None,
        "backorders_allowed": False,
        "parent_id": 0,
        **more,
    }
    return woo.decode(woo.Product, document)


def variation(id: int, parent_id: int, sku: str, *options: tuple[str, str], **more: Any) -> woo.Variation:
    """A variation as the shop shows it."""
    document = {
        **{name: value for name, value in woo.encode(product(id, sku)).items() if name not in ("variations", "categories", "attributes")},
        "parent_id": parent_id,
        "tax_class": "parent",
        "attributes": [{"id": 0, "name": name, "option": value} for name, value in options],
        **more,
    }
    return woo.decode(woo.Variation, document)


def in_shop(*details: bp.Product, products: tuple[woo.Product, ...] = (), ledger: Ledger | None = None, **more: Any) -> Plan:
    """What is to be done in the shop for these products of Brightpearl's."""
    rows = product_rows({each.id: each.identity.sku or "" for each in details if each.identity is not None})
    settings = {**IN_SHOP, **more.pop("settings", {})}
    the_tables = tables(products=settings, stock={"warehouses": [2], "buffer": 1}, prices={"regular_list": 1})
    the_shop = shop(products=products, variations=more.pop("variations", VARIATIONS))
    the_account = account(products=rows, details={each.id: each for each in details}, **more)
    return sync_plan(the_shop, the_account, the_tables, ledger or Ledger(), PRODUCTS)


def in_account(*products: woo.Product, settings: Mapping[str, Any] | None = None, include_tax: bool = False, **more: Any) -> Plan:
    """What is to be done in Brightpearl for these products of the shop's."""
    the_tables = tables(products={**IN_ACCOUNT, **(settings or {})}, prices={"regular_list": 1, "base_rates": {"standard": "20"}})
    variations = more.pop("variations", {})
    the_shop = shop(products=products, variations=variations, prices_include_tax=include_tax)
    ledger = more.pop("ledger", Ledger())
    return sync_plan(the_shop, account(**{"products": (), **more}), the_tables, ledger, PRODUCTS)


VARIATIONS: Mapping[int, tuple[woo.Variation, ...]] = {70: (variation(71, 70, "SHIRT-S", ("Size", "S")),)}


# From Brightpearl to the shop.


def test_a_product_that_the_shop_lacks_is_made_as_a_draft_with_all_it_needs() -> None:
    made = in_shop(detail(1001, "MUG"), availability={1001: available(w2=7)}, prices={1001: {1: Decimal("12.5000")}})
    assert {"shop-product": 1} == kinds(made)
    assert {
        "type": "simple",
        "status": "draft",
        "name": "Mug",
        "description": "<p>Long</p>",
        "short_description": "Short",
        "sku": "MUG",
        "weight": "0.35",
        "dimensions": {"length": "", "width": "8", "height": "12.5"},
        "tax_class": "reduced-rate",
        "categories": [{"id": 15}],
        "meta_data": [{"key": "_bp_product_id", "value": "1001"}],
        "manage_stock": True,
        "stock_quantity": 6,
        "regular_price": "12.50",
    } == action(made, "shop-product").payload


def test_edge_case_75_a_product_that_is_made_says_nothing_of_pictures() -> None:
    payload = action(in_shop(detail(1001, "MUG")), "shop-product").payload
    assert "images" not in payload


def test_a_product_that_is_alike_on_both_sides_is_left_alone() -> None:
    assert {} == kinds(in_shop(detail(1001, "MUG"), products=(product(51, "mug ", tax_class="reduced-rate"),)))


def test_only_what_differs_is_written_and_the_shops_own_categories_stay() -> None:
    there = product(51, "MUG", weight="0.4", tax_class="reduced-rate", categories=[{"id": 3, "name": "Sale", "slug": "sale"}])
    made = action(in_shop(detail(1001, "MUG", "Other name"), products=(there,)), "shop-change")
    assert ({"weight": "0.35", "categories": [{"id": 3}, {"id": 15}]}, "51") == (made.payload, made.target)


def test_a_weight_or_side_that_nobody_entered_in_brightpearl_takes_none_away_from_the_shop() -> None:
    there = product(51, "MUG", tax_class="reduced-rate", dimensions={"length": "3", "width": "8", "height": "12.5"})
    bare = {"stockTracked": True, "weight": {"magnitude": 0}, "dimensions": {"length": 0, "height": 0, "width": 9, "volume": 0}}
    made = action(in_shop(detail(1001, "MUG", stock=bare), products=(there,)), "shop-change")
    assert {"dimensions": {"width": "9"}} == made.payload


def test_text_goes_over_once_unless_it_is_to_be_overwritten() -> None:
    there = product(51, "MUG", "Shop's name", tax_class="reduced-rate")
    assert {} == kinds(in_shop(detail(1001, "MUG"), products=(there,)))
    made = action(in_shop(detail(1001, "MUG"), products=(there,), settings={"overwrite_text": True}), "shop-change")
    assert {"name": "Mug", "description": "<p>Long</p>", "short_description": "Short"} == made.payload


@pytest.mark.parametrize(
    ("status", "published", "kept"), [("ARCHIVED", "draft", {}), ("DISCONTINUED", "private", {"archived_status": "private"})]
)
def test_an_archived_product_is_hidden_and_never_deleted(status: str, published: str, kept: Mapping[str, Any]) -> None:
    there = product(51, "MUG", tax_class="reduced-rate")
    made = in_shop(detail(1001, "MUG", status=status), products=(there,), settings=kept)
    assert {"status": published} == action(made, "shop-change").payload


def test_an_archived_product_that_the_shop_lacks_is_not_made() -> None:
    assert {} == kinds(in_shop(detail(1001, "MUG", status="ARCHIVED")))


def test_a_group_that_varies_becomes_one_variable_product() -> None:
    members = [
        detail(1001 + place, f"SHIRT-{value}", "Shirt", options=((option, value),), group=12) for place, (option, value) in enumerate(SIZES)
    ]
    made = in_shop(*members, availability={1001: available(w2=3)})
    parent = action(made, "shop-product")
    assert ("variable", "group-12", [{"name": "Size", "options": ["M", "S"], "variation": True, "visible": True}]) == (
        parent.payload["type"],
        parent.payload["sku"],
        parent.payload["attributes"],
    )
    small, medium = (each for each in made.actions if each.kind == "shop-variation")
    assert (parent.key,) == small.needs
    assert ("SHIRT-S", [{"name": "Size", "option": "S"}], 2) == (
        small.payload["sku"],
        small.payload["attributes"],
        small.payload["stock_quantity"],
    )
    assert ("SHIRT-M", 0) == (medium.payload["sku"], medium.payload["stock_quantity"])


def test_a_further_member_joins_the_variable_product_that_is_there() -> None:
    attributes = [{"id": 0, "name": "Size", "position": 0, "visible": True, "variation": True, "options": ["S"]}]
    there = product(70, "group-12", "Shirt", type="variable", attributes=attributes, variations=[71])
    members = [
        detail(1001 + place, f"SHIRT-{value}", "Shirt", options=((option, value),), group=12) for place, (option, value) in enumerate(SIZES)
    ]
    made = in_shop(*members, products=(there,))
    assert {"name": "Size", "options": ["S", "M"], "variation": True, "visible": True} == next(
        each.payload["attributes"][0] for each in made.actions if each.kind == "shop-change" and each.target == "70"
    )
    joined = action(made, "shop-variation")
    assert (70, "SHIRT-M") == (joined.payload["parent_id"], joined.payload["sku"])


BOTH_SIZES = {70: tuple(variation(71 + place, 70, f"SHIRT-{size}", ("Size", size), weight="0.35") for place, size in enumerate("SM"))}


def shirt_in_shop(**more: Any) -> woo.Product:
    """A variable product with both sizes, in a category of the shop's own."""
    attributes = [{"id": 0, "name": "Size", "position": 0, "visible": True, "variation": True, "options": ["S", "M"]}]
    own = [{"id": 3, "name": "Own", "slug": "own"}]
    return product(70, "", "Shirt", type="variable", attributes=attributes, variations=[71, 72], **{"categories": own, **more})


def of_parent(parent: woo.Product, **settings: Any) -> list[Mapping[str, Any]]:
    """What is changed of a variable product whose variations are all there."""
    members = [
        detail(1001 + place, f"SHIRT-{value}", "Linen shirt", options=((option, value),), group=12, brandId=74)
        for place, (option, value) in enumerate(SIZES)
    ]
    made = in_shop(*members, products=(parent,), variations=BOTH_SIZES, settings=settings)
    return [each.payload for each in made.actions if each.kind == "shop-change" and each.target == "70"]


def test_a_variable_product_gets_the_categories_and_the_brand_of_its_group_beside_its_own() -> None:
    assert [{"categories": [{"id": 3}, {"id": 15}], "brands": [{"id": 31}]}] == of_parent(shirt_in_shop(), brands={"74": 31})
    there = shirt_in_shop(categories=[{"id": 15, "name": "Mugs", "slug": "mugs"}], brands=[{"id": 9, "name": "Own", "slug": "own"}])
    assert [] == of_parent(there, brands={"74": 31})


def test_the_text_of_a_variable_product_goes_over_only_where_it_is_to_be_overwritten() -> None:
    there = shirt_in_shop(categories=[{"id": 15, "name": "Mugs", "slug": "mugs"}])
    text = {"name": "Linen shirt", "description": "<p>Long</p>", "short_description": "Short"}
    assert ([], [text]) == (of_parent(there), of_parent(there, overwrite_text=True))


def test_a_product_without_a_sku_is_not_made_and_told() -> None:
    made = in_shop(detail(1001, ""))
    assert ({}, ["SKU_NOT_BP_SAFE"]) == (kinds(made), codes(made))


def test_a_sku_that_two_products_of_the_shop_have_is_told() -> None:
    made = in_shop(detail(1001, "MUG"), products=(product(51, "MUG"), product(52, "MUG")))
    assert ("AMBIGUOUS_SKU" in codes(made), {}) == (True, kinds(made))


def test_a_product_that_was_made_and_is_gone_is_not_made_again() -> None:
    done = Outcome(key="shop-product:product:1001", kind="shop-product", status=Status.DONE, at=TAKEN_AT, result="51", run="r1")
    made = in_shop(detail(1001, "MUG"), ledger=Ledger().record(done))
    told = [("WOO_PRODUCT_MISSING", "product", "MUG", "Mug was in the shop, and is gone.")]
    assert ({}, told) == (kinds(made), [(each.code, each.entity, each.key, each.message) for each in made.issues])


# From the shop to Brightpearl.


def test_a_product_of_the_shop_is_made_in_brightpearl_with_its_net_price_and_without_stock() -> None:
    made = in_account(product(51, "MUG"), include_tax=True)
    assert {
        "brandId": 7,
        "productTypeId": 1,
        "identity": {"sku": "MUG"},
        "stock": {"stockTracked": False},
        "financialDetails": {"taxCode": {"code": "T20"}},
        "salesChannels": [
            {"salesChannelName": "Brightpearl", "productName": "Mug", "productCondition": "new", "categories": [{"categoryCode": "276"}]}
        ],
    } == action(made, "account-product").payload
    price = action(made, "account-price")
    assert [{"priceListId": 1, "quantityPrice": {"1": "16.6250"}}] == price.payload["priceLists"]
    assert ("account-product:MUG",) == price.needs


def test_a_product_that_brightpearl_has_is_linked_by_its_sku_and_left_alone() -> None:
    assert {} == kinds(in_account(product(51, "mug"), products=product_rows({1002: "MUG"})))


def test_variations_bear_their_parents_name_and_the_options_they_stand_for() -> None:
    parent = product(70, "", "Shirt", type="variable", variations=[71, 72])
    sides = {
        70: (variation(71, 70, "SHIRT-S", ("Size", "S"), ("Colour", "Red")), variation(72, 70, "SHIRT-M", ("Size", "M"), ("Colour", "Red")))
    }
    known = (bp.decode(bp.Option, {"id": 3, "name": "size"}),)
    rows = ({"optionId": 3, "optionName": "Size", "optionValueId": 8, "optionValueName": "S"},)
    made = in_account(parent, variations=sides, options=known, option_values=tuple(bp.OptionValueRow(dict(row)) for row in rows))
    assert {"option": 1, "option-value": 2, "option-link": 2, "account-product": 2, "account-price": 2} == kinds(made)
    first, second = (each for each in made.actions if each.kind == "account-product")
    colour = {"optionId": {"$result": "option:colour"}, "optionValueId": {"$result": "option-value:colour:red"}}
    assert [{"optionId": 3, "optionValueId": 8}, colour] == first.payload["variations"]
    assert {"optionId": 3, "optionValueId": {"$result": "option-value:size:m"}} == second.payload["variations"][0]
    assert ["Shirt", "Shirt"] == [each.payload["salesChannels"][0]["productName"] for each in (first, second)]


def test_edge_case_74_two_products_of_one_name_are_not_joined_in_silence() -> None:
    both = (product(51, "MUG-1"), product(52, "MUG-2"))
    made = in_account(*both)
    assert ({}, ["NAME_COLLISION"]) == (kinds(made), codes(made))
    suffixed = in_account(*both, settings={"same_name": "suffix"})
    assert ["Mug (MUG-1)", "Mug (MUG-2)"] == [
        each.payload["salesChannels"][0]["productName"] for each in suffixed.actions if each.kind == "account-product"
    ]


def shirts(*ids: int, name: str = "Shirt") -> tuple[tuple[woo.Product, ...], dict[int, tuple[woo.Variation, ...]]]:
    """Variable products of one name, each with two sizes: SKU 70-S, 70-M and so on."""
    parents = tuple(product(id, "", name, type="variable", variations=[id + 1, id + 2]) for id in ids)
    sizes = {id: tuple(variation(id + place, id, f"{id}-{size}", ("Size", size)) for place, size in ((1, "S"), (2, "M"))) for id in ids}
    return parents, sizes


def test_edge_case_74_two_variable_products_of_one_name_are_not_joined_either() -> None:
    parents, sizes = shirts(70, 80)
    assert ({}, ["NAME_COLLISION"]) == (kinds(made := in_account(*parents, variations=sizes)), codes(made))
    suffixed = in_account(*parents, variations=sizes, settings={"same_name": "suffix"})
    assert {"70-S": "Shirt (70)", "70-M": "Shirt (70)", "80-S": "Shirt (80)", "80-M": "Shirt (80)"} == names_by_sku(suffixed)


@pytest.mark.parametrize("same_name", ["block", "suffix"])
def test_a_variation_bears_the_name_of_those_that_are_there_so_that_it_joins_their_group(same_name: str) -> None:
    parents, sizes = shirts(70, 80)
    there = ((1, "70-S", "Shirt (70)"), (2, "80-M", "Shirt (80)"))
    rows = tuple(bp.ProductRow({"productId": id, "productName": name, "SKU": sku}) for id, sku, name in there)
    made = in_account(*parents, variations=sizes, products=rows, settings={"same_name": same_name})
    assert {"70-M": "Shirt (70)", "80-S": "Shirt (80)"} == names_by_sku(made)


def names_by_sku(made: Plan) -> dict[str, str]:
    """What each product is called that is to be made in Brightpearl."""
    products = [each.payload for each in made.actions if each.kind == "account-product"]
    return {each["identity"]["sku"]: each["salesChannels"][0]["productName"] for each in products}


def test_a_product_without_any_brand_is_held() -> None:
    parents, sizes = shirts(70)
    made = in_account(*parents, product(51, "MUG"), variations=sizes, settings={"brand_id": None})
    assert ({}, ["BRAND_MISSING"]) == (kinds(made), codes(made))
    assert {"70-S", "70-M", "MUG"} == {each.key for each in made.issues}


def test_a_name_that_brightpearl_knows_already_is_a_collision_too() -> None:
    known = (bp.ProductRow({"productId": 1, "productName": "mug", "SKU": "OTHER"}),)
    assert ["NAME_COLLISION"] == codes(in_account(product(51, "MUG"), products=known))


@pytest.mark.parametrize("sku", ["", "   ", "MUG#1", "MUG.1", "M" * 33])
def test_a_sku_that_brightpearl_does_not_take_holds_the_product(sku: str) -> None:
    made = in_account(product(51, sku))
    assert ({}, True) == (kinds(made), "SKU_UNUSABLE" in codes(made))


def test_a_variation_in_more_than_four_attributes_or_of_any_value_is_held() -> None:
    parent = product(70, "", "Shirt", type="variable")
    many = variation(71, 70, "S-1", *((f"A{number}", "x") for number in range(5)))
    open_ = variation(72, 70, "S-2", ("Size", ""))
    made = in_account(parent, variations={70: (many, open_)})
    assert ({}, ["OPTION_OPEN", "TOO_MANY_OPTIONS"]) == (kinds(made), codes(made))


@pytest.mark.parametrize("kind", ["grouped", "external"])
def test_what_holds_no_goods_is_no_product_of_brightpearls(kind: str) -> None:
    assert {} == kinds(in_account(product(51, "MUG", type=kind)))


def test_nothing_is_made_anywhere_unless_the_tables_say_so() -> None:
    the_tables: Tables = tables()
    sides = shop(products=(product(51, "NEW"),)), account(details={1001: detail(1001, "OLD")})
    assert {} == kinds(sync_plan(*sides, the_tables, Ledger(), PRODUCTS))


# Links: what was matched once stays matched.


def linked(*places: tuple[int, int], to: int) -> Ledger:
    """A ledger that links these places to a product."""
    return ledger_of(link_outcomes(dict.fromkeys(places, to), TAKEN_AT))


def test_a_linked_product_is_kept_alike_though_its_sku_is_another_now() -> None:
    there = (product(51, "RENAMED", weight="0.4"),)
    assert {"shop-change": 1} == kinds(in_shop(detail(1001, "MUG"), products=there, ledger=linked((51, 0), to=1001)))
    assert {"shop-product": 1} == kinds(in_shop(detail(1001, "MUG"), products=there))


def test_a_sku_that_the_shop_gave_to_what_is_linked_to_another_product_is_not_made_there() -> None:
    there = (product(51, "MUG"),)
    found = in_shop(detail(1001, "MUG"), detail(1002, "CUP"), products=there, ledger=linked((51, 0), to=1002))
    assert ["51"] == [each.target for each in found.actions]


def test_a_linked_product_that_was_removed_from_the_shop_is_made_again_only_on_request() -> None:
    ledger = linked((51, 0), to=1001)
    left = in_shop(detail(1001, "MUG"), ledger=ledger)
    again = in_shop(detail(1001, "MUG"), ledger=ledger, settings={"make_again": ["MUG"]})
    assert (["WOO_PRODUCT_MISSING"], {}) == (codes(left), kinds(left))
    assert ([], ["shop-product:product:1001:again"]) == (codes(again), [each.key for each in again.actions])


@pytest.mark.parametrize(("settings", "expected"), [({}, []), ({"hide_gone": True}, [("51", {"status": "draft"})])])
def test_what_the_shop_has_of_a_product_that_is_gone_is_hidden_where_the_tables_say_so(
    settings: Mapping[str, Any], expected: list[tuple[str, Any]]
) -> None:
    there = (product(51, "MUG"), product(52, "OLD", status="draft"), product(53, "CUP"))
    ledger = linked((51, 0), (52, 0), to=999)
    found = in_shop(detail(1003, "CUP"), products=there, ledger=ledger, settings=settings)
    assert expected == [(each.target, each.payload) for each in found.actions if each.target != "53"]


def test_a_linked_product_is_not_made_in_brightpearl_though_its_sku_is_another_now() -> None:
    rows = product_rows({1001: "MUG"})
    there = (product(51, "RENAMED", "Cup"), product(52, "no,sku", "Pot"))
    assert ["account-product:RENAMED"] == [each.key for each in in_account(*there, products=rows).actions if each.kind == "account-product"]
    assert {} == kinds(in_account(*there, products=rows, ledger=linked((51, 0), (52, 0), to=1001)))


BRANDS = {"brands": {"74": 31, "75": 32}}
OF_A_BRAND = [{"id": 32, "name": "Acme", "slug": "acme"}]


def test_a_brand_goes_to_the_shop_where_the_tables_name_it_and_the_shop_has_none() -> None:
    shirt = detail(2001, "SHIRT-S", "Shirt", options=(("Size", "S"),), group=40, brandId=74)
    made = in_shop(detail(1001, "MUG", brandId=75), shirt, detail(1002, "CUP", brandId=99), settings=BRANDS)
    there = (product(51, "MUG"), product(52, "CUP", brands=OF_A_BRAND))
    changed = in_shop(detail(1001, "MUG", brandId=75), detail(1002, "CUP", brandId=74), products=there, settings=BRANDS)
    again = in_shop(detail(1001, "MUG", brandId=75), products=(product(51, "MUG", brands=OF_A_BRAND),), settings=BRANDS)
    assert [[{"id": 32}], None, [{"id": 31}]] == [each.payload.get("brands") for each in made.actions if each.kind == "shop-product"]
    assert [("51", [{"id": 32}]), ("52", None)] == [(each.target, each.payload.get("brands")) for each in changed.actions]
    assert [None] * len(again) == [each.payload.get("brands") for each in again.actions]


def test_a_brand_of_the_shop_goes_to_brightpearl_and_products_of_no_known_one_get_the_one_for_all() -> None:
    shirts = {70: (variation(71, 70, "SHIRT-S", ("Size", "S")),)}
    parent = product(70, "", "Shirt", type="variable", variations=[71], brands=OF_A_BRAND)
    other = product(52, "POT", "Pot", brands=[{"id": 9, "name": "Other", "slug": "other"}])
    made = in_account(product(51, "CUP", "Cup", brands=OF_A_BRAND), other, parent, variations=shirts, settings=BRANDS)
    found = {each.key.partition(":")[2]: each.payload.get("brandId") for each in made.actions if each.kind == "account-product"}
    assert {"CUP": 75, "POT": 7, "SHIRT-S": 75} == found


@pytest.mark.parametrize(("tax_class", "expected"), [("", ([1], [])), ("books", ([], ["BASE_RATE_MISSING"]))])
def test_a_product_whose_price_includes_an_unknown_tax_is_not_made_in_brightpearl(tax_class: str, expected: Any) -> None:
    made = in_account(product(51, "CUP", "Cup", tax_class=tax_class), include_tax=True)
    assert expected == ([1 for each in made.actions if each.kind == "account-product"], codes(made))
