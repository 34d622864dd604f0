"""What two snapshots give mapping to look up."""

from __future__ import annotations

from decimal import Decimal

import pytest
from attrs import evolve

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.catalogue import Catalogue, Item, Person, Rate, catalogue_of, item_of, linked_item
from bpwoo_sync.facts import order_id_of
from tests.bpwoo_sync.mapping.sides import account, contact_row, references, shop


def test_everything_is_looked_up_by_its_folded_name() -> None:
    products = (
        bp.ProductRow({"productId": 7, "SKU": " Mug ", "stockTracked": True, "productStatus": None}),
        bp.ProductRow({"productId": 8, "SKU": "mug", "stockTracked": False, "productStatus": "ARCHIVED"}),
        bp.ProductRow({"productId": None, "SKU": "LAMP", "stockTracked": True, "productStatus": "LIVE"}),
        bp.ProductRow({"productId": 9, "SKU": "", "stockTracked": True, "productStatus": "LIVE"}),
    )
    people = (contact_row(9, "Ann@X.com"), contact_row(4, " ann@x.com ", staff=True, supplier=True), contact_row(5, ""))
    codes = (
        bp.decode(bp.TaxCode, {"id": 1, "code": "T20", "description": "", "rate": "20"}),
        bp.decode(bp.TaxCode, {"id": 2, "code": "T0", "description": ""}),
    )
    rate = {"id": 3, "country": "GB", "state": "", "postcode": "", "city": "", "rate": "20.0000", "name": "VAT", "priority": 1}
    rates = (woo.decode(woo.TaxRate, {**rate, "compound": True, "shipping": True, "order": 1, "class": "standard"}),)
    lists = references(tax_codes=codes, currencies=(bp.CurrencyRow({"id": 1, "code": "GBP"}), bp.CurrencyRow({"id": 2, "code": ""})))
    expected = Catalogue(
        items={
            "mug": (
                Item(product_id=7, sku=" Mug ", stock_tracked=True, live=True),
                Item(product_id=8, sku="mug", stock_tracked=False, live=False),
            )
        },
        people={"ann@x.com": (Person(contact_id=4, is_staff=True, is_supplier=True), Person(contact_id=9))},
        rates={3: Rate(country="GB", percent=Decimal("20.0000"), compound=True)},
        percents={"T20": Decimal(20), "T0": Decimal(0)},
        currencies=frozenset({"GBP"}),
        banks={code: frozenset({"GBP"}) for code in ("CARD", "BANK", "CASH")},
    )
    assert expected == catalogue_of(account(products=products, contacts=people, references=lists), shop(tax_rates=rates))


ONE, OTHER, OLD = Item(product_id=1, sku="Mug "), Item(product_id=2, sku="mUg"), Item(product_id=3, sku="Mug", live=False)


@pytest.mark.parametrize(
    ("items", "sku", "expected"),
    [
        ((ONE,), " MUG ", 1),
        ((ONE, OTHER), "Mug", 1),
        ((ONE, OTHER), "mUg", 2),
        ((ONE, OLD), "Mug", 1),
        ((OLD,), "mug", 3),
        ((ONE, OTHER), "MUG", ("AMBIGUOUS_SKU", "MUG", "Products 1, 2 all have the SKU MUG.")),
        ((), " MUG", ("UNKNOWN_SKU", "MUG", "No Brightpearl product has this SKU; the row is free text and moves no stock.")),
    ],
)
def test_the_exact_sku_goes_first_then_the_only_one_that_differs_in_case(items: tuple[Item, ...], sku: str, expected: object) -> None:
    found = item_of(Catalogue(items={"mug": items}), sku, "order")
    told = [(each.code, each.key, each.message) for each in found.issues if each.entity == "order"]
    assert expected == (told[0] if found.value is None else found.value.product_id)


def test_a_link_leads_to_its_product_whatever_the_sku_is() -> None:
    known = Catalogue(items={"mug": (ONE, OTHER)}, links={(50, 0): 2, (50, 1): 9})
    assert (OTHER, None, None) == (linked_item(known, 50, 0), linked_item(known, 50, 1), linked_item(evolve(known, links={}), 50, 0))


@pytest.mark.parametrize(
    ("ref", "expected"), [("W1-7", 7), ("A-B-7", None), ("W1-R7", None), ("W2-7", None), ("W1-", None), (None, None), ("W1-٣", None)]
)
def test_the_order_in_a_reference_of_this_store(ref: str | None, expected: int | None) -> None:
    assert expected == order_id_of("W1", ref)


def test_a_store_key_may_have_a_hyphen() -> None:
    assert 7 == order_id_of("A-B", "A-B-7")
