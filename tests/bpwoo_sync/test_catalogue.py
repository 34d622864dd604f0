"""What two snapshots give mapping to look up."""

from __future__ import annotations

from decimal import Decimal

import pytest
from attrs import evolve

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.catalogue import Catalogue, Item, Person, Rate, catalogue_of, components_of, item_for_sale, item_of, linked_item
from bpwoo_sync.facts import StockFact, external_ref, order_id_of, refund_id_of, refund_ref
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


@pytest.mark.parametrize(
    ("ref", "expected"), [("W1-R7", 7), ("A-B-R7", None), ("W1-7", None), ("W2-R7", None), ("W1-R", None), (None, None), ("W1-R٣", None)]
)
def test_the_refund_in_a_reference_of_this_store(ref: str | None, expected: int | None) -> None:
    assert expected == refund_id_of("W1", ref)


def test_a_refund_of_a_store_whose_key_ends_in_r_is_told_from_an_order() -> None:
    assert (7, 7, None) == (refund_id_of("A-R", "A-R-R7"), order_id_of("A-R", "A-R-7"), order_id_of("A-R", "A-R-R7"))


def test_references_are_of_the_store() -> None:
    assert ("W1-7", "W1-R7") == (external_ref("W1", 7), refund_ref("W1", 7))


def test_a_variation_is_known_by_its_parent_as_well() -> None:
    one, other = StockFact(sku="A", shop_id=51), StockFact(sku="B", shop_id=61, parent_id=60)
    assert [("51", (51, 0)), ("60:61", (60, 61))] == [(each.key, each.place) for each in (one, other)]


def test_what_a_warehouse_holds_of_a_bundle_is_part_of_it_and_a_bundle_within_another_counts_by_its_parts() -> None:
    rows = tuple(
        bp.ProductRow({"productId": id, "SKU": sku, "stockTracked": kept, "productStatus": "LIVE"})
        for id, sku, kept in ((7, "KIT", False), (8, "BOX", False), (1, "A", True), (2, "B", True), (3, "WRAP", False))
    )
    bundles = {
        7: {8: Decimal(2), 1: Decimal(1), 3: Decimal(1)},
        8: {1: Decimal(3), 2: Decimal(1)},
        9: {10: Decimal(1), 2: Decimal(5)},
        10: {9: Decimal(1)},
    }
    found = catalogue_of(account(products=rows, bundles=bundles), shop(), {(51, 0): 7})
    kit, box = found.by_id[7], found.by_id[8]
    made_of = [dict(each.components) for each in (kit, box)]
    assert ([True, True], [{1: Decimal(7), 2: Decimal(2)}, {1: Decimal(3), 2: Decimal(1)}]) == ([kit.bundle, box.bundle], made_of)
    assert {7: {1, 2}, 8: {1, 2}, 9: {2}, 10: {2}} == found.parts
    assert (frozenset({1, 2}), frozenset({7}), False) == (found.tracked, found.linked_ids, found.by_id[1].bundle)
    assert {1: Decimal(7), 2: Decimal(2), 3: Decimal(1)} == components_of(7, bundles)
    assert ({2: Decimal(5)}, {}) == (components_of(9, bundles), components_of(1, bundles))


def test_what_has_no_code_is_not_looked_up() -> None:
    banks = [{"paymentMethodId": 1, "currencyIsoCode": code, "bankAccountNominalCode": "1200"} for code in ("GBP", "EUR")]
    methods = (
        bp.decode(bp.PaymentMethod, {"code": "CARD", "name": "Card", "isActive": True, "bankAccounts": banks}),
        bp.decode(bp.PaymentMethod, {"code": "CASH", "name": "Cash", "isActive": True}),
        bp.decode(bp.PaymentMethod, {"code": "", "name": "None", "isActive": True}),
    )
    fields = tuple(bp.decode(bp.CustomField, {"id": id, "code": code, "customFieldType": "TEXT"}) for id, code in ((1, "PCF_X"), (2, "")))
    found = catalogue_of(account(references=references(payment_methods=methods, order_fields=fields)), shop())
    assert ({"CARD": {"GBP", "EUR"}, "CASH": frozenset()}, {"PCF_X": fields[0]}) == (found.banks, found.fields)


def test_a_contact_of_no_number_or_address_is_nobody() -> None:
    people = (bp.ContactRow({"contactId": None, "primaryEmail": "ann@x.com"}), bp.ContactRow({"contactId": 4, "primaryEmail": "ann@x.com"}))
    assert {"ann@x.com": (Person(contact_id=4),)} == catalogue_of(account(contacts=people), shop()).people


@pytest.mark.parametrize(
    ("place", "sku", "told"),
    [
        ((50, 0), "CUP", "CUP is linked to product 1, which has the SKU Mug ."),
        (
            (50, 0),
            "LAMP",
            "LAMP is linked to product 1, which has the SKU Mug ; product 4 has its own. Neither is taken until it is linked anew.",
        ),
    ],
)
def test_a_link_that_broke_is_told_with_both_skus(place: tuple[int, int], sku: str, told: str) -> None:
    (found,) = item_for_sale(LINKED, place, sku, "stock").issues
    assert ("stock", sku, told, "Mug ", sku) == (found.entity, found.key, found.message, found.expected, found.actual)


def test_a_rate_of_the_shop_that_is_no_number_is_none() -> None:
    record = {"id": 3, "country": "GB", "state": "", "postcode": "", "city": "", "rate": "", "name": "VAT", "priority": 1}
    rates = (woo.decode(woo.TaxRate, {**record, "compound": False, "shipping": True, "order": 1, "class": "standard"}),)
    assert {3: Rate(country="GB", percent=Decimal(0))} == catalogue_of(account(), shop(tax_rates=rates)).rates


def test_a_linked_product_goes_before_others_of_its_sku() -> None:
    twins = Catalogue(items={"mug": (ONE, OTHER)}, links={(50, 0): 2})
    assert OTHER == item_for_sale(twins, (50, 0), "MUG", "stock").value
    assert item_for_sale(twins, (51, 0), "MUG", "stock").value is None


def test_a_linked_product_that_was_archived_stays_where_several_of_its_sku_were() -> None:
    both = Catalogue(items={"mug": (OLD, evolve(OLD, product_id=4))}, links={(50, 0): 3})
    assert OLD == linked_item(both, 50, 0)


def test_a_bundle_that_is_entered_as_a_part_of_itself_or_of_its_part_counts_once() -> None:
    itself = {1: {1: Decimal(1), 2: Decimal(5)}}
    each_other = {1: {3: Decimal(2), 2: Decimal(5)}, 3: {1: Decimal(4), 2: Decimal(1)}}
    assert [{2: Decimal(5)}, {2: Decimal(7)}] == [components_of(1, bundles) for bundles in (itself, each_other)]
