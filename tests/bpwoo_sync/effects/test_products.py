"""Products that one side lacks are made there over the doubles, once, whichever side they come from."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

import brightpearl_sdk as bp
import brightpearl_sdk.testing as brightpearl_testing
import woocommerce_sdk as woo
import woocommerce_sdk.testing as shop_testing
from bpwoo_sync.effects.flow import run
from bpwoo_sync.effects.performing import Performance
from bpwoo_sync.effects.stores import MemoryStore
from bpwoo_sync.effects.working import synced
from bpwoo_sync.plan import Plan
from bpwoo_sync.planning import Scope
from bpwoo_sync.tables import Tables, tables_from
from bpwoo_sync.testing.demo_account import ACCOUNT, BASE_CURRENCY, account_records
from bpwoo_sync.testing.doubles import Doubles, demo_tables
from bpwoo_sync.testing.shop import Record
from tests.bpwoo_sync.effects.test_faults import Clients, clients

PRODUCTS = Scope(orders=False, shipments=False, stock=False, prices=False)
MOMENT = datetime(2026, 12, 1, 10, tzinfo=UTC)
SIZE = {"id": 0, "name": "Size", "position": 0, "visible": True, "variation": True, "options": ["S", "M"]}


def tables(**products: Any) -> Tables:
    """The demo's tables with these settings for products."""
    return tables_from({**tomllib.loads(demo_tables()), "products": products})


def doubles() -> Doubles:
    """The account with its tax codes and three products of its own, and a shop that has nothing."""
    account = brightpearl_testing.BrightpearlDouble(account=ACCOUNT, base_currency=BASE_CURRENCY)
    empty: dict[str, list[Record]] = {"products": [], "variations": [], "orders": [], "taxes": []}
    for kind, made in account_records(empty).items():
        account.load(kind, made)
    return Doubles(brightpearl=account, shop=shop_testing.WooCommerceDouble(currency=BASE_CURRENCY))


def stocked() -> Doubles:
    """The same beside a shop that sells a cup, and a shirt in two sizes."""
    pair = doubles()
    published = woo.ProductStatus.PUBLISH
    cup = woo.ProductDraft(name="Cup", sku="CUP", status=published, regular_price=Decimal("12.00"))
    sizes = woo.ProductAttributeUseDraft(name="Size", options=("S", "M"), variation=True)
    shirt = woo.ProductDraft(name="Shirt", type=woo.ProductType.VARIABLE, status=published, attributes=(sizes,))
    with clients(pair) as both:
        both.shop.products.create(cup)
        parent = both.shop.products.create(shirt)
        for size in ("S", "M"):
            chosen = woo.ChosenAttributeDraft(name="Size", option=size)
            variation = woo.VariationDraft(sku=f"SHIRT-{size}", regular_price=Decimal("20.00"), attributes=(chosen,))
            both.shop.variations.create(parent.id, variation)
    return pair


def one_run(both: Clients, store: MemoryStore, settings: Tables) -> Plan:
    """One run over products."""
    performance = Performance(now=lambda: MOMENT, run="test", settling=0.0)
    return run(synced(settings, store, performance, PRODUCTS), both.account, both.shop, sleep=lambda seconds: None)[0]


def seen_in_shop(pair: Doubles) -> dict[str, tuple[str, str, str]]:
    """Type, status and price of each product and variation of the shop, by SKU."""
    records = [*pair.shop.records("products"), *pair.shop.records("variations")]
    return {each["sku"]: (each.get("type", "simple"), each["status"], str(each["regular_price"])) for each in records}


def test_what_brightpearl_sells_and_the_shop_lacks_is_made_in_the_shop_once() -> None:
    pair, store = doubles(), MemoryStore()
    with clients(pair) as both:
        first = one_run(both, store, tables(make="in-shop"))
        second = one_run(both, store, tables(make="in-shop"))
    assert {"shop-product": 2, "shop-variation": 2} == {
        kind: sum(a.kind == kind for a in first.actions) for kind in sorted({a.kind for a in first.actions})
    }
    assert not second.actions
    assert {
        "NEW-LAMP": ("simple", "draft", "39.00"),
        "group-3001": ("variable", "draft", ""),
        "NEW-SHIRT-S": ("variation", "publish", "24.50"),
        "NEW-SHIRT-L": ("variation", "publish", "24.50"),
    } == seen_in_shop(pair)


def test_what_the_shop_sells_and_brightpearl_lacks_is_made_there_once_with_options_and_prices() -> None:
    pair, store = stocked(), MemoryStore()
    settings = tables(make="in-account", brand_id=1, product_type_id=1, tax_classes={"NY": ""})
    with clients(pair) as both:
        first = one_run(both, store, settings)
        second = one_run(both, store, settings)
    assert not second.actions, [a.key for a in second.actions]
    assert 10 == len(first.actions)
    made = {each["identity"]["sku"]: each for each in pair.brightpearl.records("products") if each["id"] not in (3001, 3002, 3003)}
    assert {"CUP", "SHIRT-S", "SHIRT-M"} == set(made)
    assert ["S", "M"] == [made[sku]["variations"][0]["optionValue"] for sku in ("SHIRT-S", "SHIRT-M")]
    assert [False] * 3 == [each["stock"]["stockTracked"] for each in made.values()]


@pytest.mark.parametrize("wrong", ["RESET_AFTER", "TIMEOUT_AFTER", "STATUS_AFTER", "CUT"])
@pytest.mark.parametrize("nth", range(1, 5))
def test_a_product_whose_making_was_not_answered_is_looked_up_and_not_made_twice(nth: int, wrong: str) -> None:
    pair, store = doubles(), MemoryStore()
    fault = shop_testing.Fault(wrong=shop_testing.Wrong[wrong], nth=nth, method="POST")
    with clients(pair, shop_faults=[fault]) as disturbed:
        one_run(disturbed, store, tables(make="in-shop"))
    with clients(pair) as calm:
        one_run(calm, store, tables(make="in-shop"))
        again = one_run(calm, store, tables(make="in-shop"))
    assert not again.actions
    assert ["NEW-LAMP", "NEW-SHIRT-L", "NEW-SHIRT-S", "group-3001"] == sorted(
        each["sku"] for each in (*pair.shop.records("products"), *pair.shop.records("variations"))
    )


@pytest.mark.parametrize("wrong", ["RESET_AFTER", "STATUS_AFTER", "CUT"])
@pytest.mark.parametrize("nth", range(1, 11))
def test_a_product_whose_making_brightpearl_did_not_answer_is_not_made_twice(nth: int, wrong: str) -> None:
    pair, store = stocked(), MemoryStore()
    settings = tables(make="in-account", brand_id=1, product_type_id=1, tax_classes={"NY": ""})
    fault = brightpearl_testing.Fault(wrong=brightpearl_testing.Wrong[wrong], nth=nth, method="POST")
    with clients(pair, brightpearl_faults=[fault]) as disturbed:
        one_run(disturbed, store, settings)
    with clients(pair) as calm:
        one_run(calm, store, settings)
        again = one_run(calm, store, settings)
    assert not again.actions
    made = [each["identity"]["sku"] for each in pair.brightpearl.records("products") if each["id"] not in (3001, 3002, 3003)]
    assert ["CUP", "SHIRT-M", "SHIRT-S"] == sorted(made)


def test_a_product_that_is_made_in_the_shop_names_its_brand_in_an_attribute_once() -> None:
    pair, store = doubles(), MemoryStore()
    with clients(pair) as both:
        brand = both.account.brands.create(bp.BrandDraft(name="Acme"))
        lamp = next(each for each in pair.brightpearl.records("products") if each["identity"]["sku"] == "NEW-LAMP")
        pair.brightpearl.load("products", [{**lamp, "brandId": brand}])
        settings = tables(make="in-shop", brand_attribute="Brand")
        one_run(both, store, settings)
        again = one_run(both, store, settings)
        (made,) = both.shop.products.list(woo.ProductQuery(sku="NEW-LAMP", status="any"))
    assert ([("Brand", ("Acme",))], 0) == ([(each.name, each.options) for each in made.attributes], len(again))


def test_a_product_that_is_made_in_the_shop_has_its_brand_there() -> None:
    pair, store = doubles(), MemoryStore()
    lamp = next(each for each in pair.brightpearl.records("products") if each["identity"]["sku"] == "NEW-LAMP")
    pair.brightpearl.load("products", [{**lamp, "brandId": 74}])
    with clients(pair) as both:
        brand = both.shop.brands.create(woo.BrandDraft(name="Acme"))
        settings = tables(make="in-shop", brands={"74": brand.id})
        one_run(both, store, settings)
        again = one_run(both, store, settings)
        (made,) = both.shop.products.list(woo.ProductQuery(sku="NEW-LAMP", status="any"))
    assert (["Acme"], 0) == ([each.name for each in made.brands], len(again))
