"""What two snapshots give mapping to look up."""

from __future__ import annotations

from decimal import Decimal

import pytest
from attrs import evolve

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.catalogue import Catalogue, Item, Person, Rate, catalogue_of, item_for_sale, item_of, linked_item
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
        tracked=frozenset({7, 9}),
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


def test_a_linked_product_that_was_archived_gives_way_to_the_live_one_of_its_sku() -> None:
    alone, followed = Catalogue(items={"mug": (OLD,)}, links={(50, 0): 3}), Catalogue(items={"mug": (OLD, ONE)}, links={(50, 0): 3})
    assert (OLD, ONE) == (linked_item(alone, 50, 0), linked_item(followed, 50, 0))


LAMP = Item(product_id=4, sku="LAMP")
LINKED = Catalogue(
    items={"mug": (ONE,), "lamp": (LAMP,), "twin": (evolve(LAMP, product_id=5), evolve(LAMP, product_id=6))}, links={(50, 0): 1}
)


@pytest.mark.parametrize(
    ("place", "sku", "product_id", "codes"),
    [
        ((50, 0), "mug", 1, []),
        ((50, 0), "CUP", 1, [("LINK_BROKEN", "info")]),  # no other product has it: the SKU was changed in the shop
        ((50, 0), "LAMP", None, [("LINK_BROKEN", "block")]),  # either may be meant
        ((51, 0), "LAMP", 4, []),
        ((51, 0), "CUP", None, [("UNKNOWN_SKU", "warn")]),
        ((51, 0), "TWIN", None, [("AMBIGUOUS_SKU", "block")]),
    ],
)
def test_what_is_sold_is_the_linked_product_unless_its_sku_is_that_of_another(
    place: tuple[int, int], sku: str, product_id: int | None, codes: list[tuple[str, str]]
) -> None:
    found = item_for_sale(LINKED, place, sku, "stock")
    assert product_id == (None if found.value is None else found.value.product_id)
    assert codes == [(each.code, each.severity.value) for each in found.issues]


@pytest.mark.parametrize(
    ("ref", "expected"), [("W1-7", 7), ("A-B-7", None), ("W1-R7", None), ("W2-7", None), ("W1-", None), (None, None), ("W1-٣", None)]
)
def test_the_order_in_a_reference_of_this_store(ref: str | None, expected: int | None) -> None:
    assert expected == order_id_of("W1", ref)


def test_a_store_key_may_have_a_hyphen() -> None:
    assert 7 == order_id_of("A-B", "A-B-7")
