"""The edge cases of orders, contacts, payments and rows: each a test that carries its number."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

from bpwoo_sync.catalogue import Item
from bpwoo_sync.issues import Mapped
from bpwoo_sync.ledger import Ledger, Outcome, Status
from bpwoo_sync.mapping.content_hash import content_hash
from bpwoo_sync.mapping.orders import OrderImport, order_import
from bpwoo_sync.preflight import preflight
from bpwoo_sync.tables import Tables
from brightpearl_sdk import instant
from tests.bpwoo_sync.mapping.orders import catalogue, coupon, fee, line, meta, order, person, shipping, tables
from tests.bpwoo_sync.mapping.sides import (
    TAKEN_AT,
    account,
    action,
    codes,
    contact_row,
    drafted,
    kinds,
    marks,
    payment_row,
    plan,
    references,
    row,
    sales_order,
    shop,
)

WIDGET = [line(1, "WIDGET", "1", "10.00", ("20", "2.00"))]


def mapped(
    *lines: Any, total: str = "12.00", tax: str = "2.00", known: Any = None, the_tables: Tables | None = None, **more: Any
) -> Mapped[OrderImport]:
    """What an order becomes; one widget unless other lines are given."""
    return order_import(order(total, tax, lines or WIDGET, **more), the_tables or tables(), known or catalogue())


def made(*lines: Any, **more: Any) -> OrderImport:
    """What an order becomes, which must be something."""
    found = mapped(*lines, **more)
    assert found.value is not None, found.issues
    return found.value


def said(found: Mapped[OrderImport]) -> list[str]:
    """The codes of the issues."""
    return [each.code for each in found.issues]


def test_edge_case_01_the_same_order_twice_in_one_batch_is_one_payload() -> None:
    twice = order("12.00", "2.00", WIDGET)
    assert 1 == kinds(plan(shop(twice, twice), account()))["sales-order"]


def test_edge_case_03_the_reference_takes_the_id_and_the_customer_reference_the_number() -> None:
    draft = made(number="SO-2026-7").sales_order
    assert ("W1-1001", "SO-2026-7") == (draft.external_ref, draft.ref)


def test_edge_case_04_two_stores_with_one_order_id_are_two_sales_orders() -> None:
    second = tables(store={"key": "W2"})
    assert ["W1-1001", "W2-1001"] == [made().ref, made(the_tables=second).ref]


def test_edge_case_05_a_guest_whose_email_is_known_gets_that_contact_and_the_order_its_own_address() -> None:
    found = plan(shop(order("12.00", "2.00", WIDGET)), account(contacts=(contact_row(301, "ada@example.com"),)))
    assert "contact" not in kinds(found)
    payload = action(found, "sales-order").payload
    assert 301 == payload["customer"]["id"]
    assert "1 Test Street" == payload["customer"]["address"]["addressLine1"]


def test_edge_case_06_blanks_and_capitals_of_an_email_make_no_other_contact() -> None:
    found = plan(shop(order("12.00", "2.00", WIDGET, billing={"email": " Ann@X.com "})), account(contacts=(contact_row(301, "ann@x.com"),)))
    assert 301 == action(found, "sales-order").payload["customer"]["id"]


@pytest.mark.parametrize("kind", ["is_staff", "is_supplier"])
def test_edge_case_07_an_email_of_staff_or_a_supplier_holds_the_order(kind: str) -> None:
    known = catalogue(people={"ada@example.com": (person(9, **{kind: True}),)})
    assert ["CONTACT_IS_STAFF"] == said(mapped(known=known))


def test_edge_case_07_unless_a_contact_is_named_for_such_orders() -> None:
    known = catalogue(people={"ada@example.com": (person(9, is_staff=True),)})
    assert 77 == made(known=known, the_tables=tables(orders={"anonymous_contact_id": 77})).customer.contact_id


def test_edge_case_08_a_long_name_is_cut_on_the_contact_and_whole_on_the_address() -> None:
    long = "Wolfeschlegelsteinhausenbergerdorff-Nepomuk Maximilian Amadeus"
    found = made(billing={"first_name": long, "last_name": ""})
    contact, address = found.customer.contact, drafted(found)["billing"]["address"]
    assert contact is not None
    assert (long[:32], "Customer") == (contact.first_name, contact.last_name)
    assert long == address["addressFullName"]


def test_edge_case_09_without_a_shipping_address_goods_go_to_the_billing_address() -> None:
    blank = dict.fromkeys(("first_name", "last_name", "address_1", "city", "postcode", "country", "phone"), "")
    document = drafted(made(shipping_address=blank))
    assert document["billing"]["address"] == document["delivery"]["address"]


@pytest.mark.parametrize(("code", "expected"), [("UK", "GBR"), ("EL", "GRC"), ("us", "USA"), ("XK", "XKX")])
def test_edge_case_10_countries_have_three_letters(code: str, expected: str) -> None:
    found = made(the_tables=tables(countries={"XK": "XKX"}), billing={"country": code})
    assert expected == drafted(found)["billing"]["address"]["countryIsoCode"]


@pytest.mark.parametrize("code", ["", "XK", "Germany"])
def test_edge_case_10_a_country_that_is_none_holds_the_order(code: str) -> None:
    assert ["UNKNOWN_COUNTRY"] == said(mapped(billing={"country": code}))


def test_edge_case_11_the_link_wins_over_a_sku_that_changed_since() -> None:
    sold = line(1, "OLD-SKU", "1", "10.00", ("20", "2.00"), product_id=51)
    found = mapped(sold, known=catalogue(links={(51, 0): 1000}))
    assert found.value is not None
    assert [1000] == [row.product_id for row in found.value.rows]
    assert ["LINK_BROKEN"] == said(found)


def test_edge_case_12_a_deleted_product_becomes_free_text_and_the_order_balances() -> None:
    found = mapped(line(1, None, "2", "10.00", ("20", "2.00"), product_id=0, name="Gone"))
    assert found.value is not None
    assert [(None, "Gone", Decimal(2))] == [(row.product_id, row.name, row.quantity) for row in found.value.rows]
    assert ["UNKNOWN_SKU"] == said(found)


def test_edge_case_13_a_sku_of_other_case_or_with_blanks_matches_where_it_is_unique() -> None:
    assert [1000] == [row.product_id for row in made(line(1, " widget ", "1", "10.00", ("20", "2.00"))).rows]


def test_edge_case_13_the_exact_sku_goes_before_one_of_other_case() -> None:
    two = {"widget": (Item(product_id=1, sku="widget"), Item(product_id=2, sku="WIDGET"))}
    assert [2] == [row.product_id for row in made(known=catalogue(items=two)).rows]


def test_edge_case_14_two_products_with_one_sku_hold_the_order() -> None:
    two = {"widget": (Item(product_id=1, sku="WIDGET"), Item(product_id=2, sku="WIDGET"))}
    assert ["AMBIGUOUS_SKU"] == said(mapped(known=catalogue(items=two)))


def test_edge_case_14_but_the_only_live_one_is_taken() -> None:
    two = {"widget": (Item(product_id=1, sku="WIDGET", live=False), Item(product_id=2, sku="WIDGET"))}
    assert [2] == [row.product_id for row in made(known=catalogue(items=two)).rows]


def test_edge_case_15_one_sku_on_two_lines_is_two_rows() -> None:
    lines = [line(1, "WIDGET", "1", "10.00", ("20", "2.00")), line(2, "WIDGET", "3", "30.00", ("20", "6.00"))]
    assert [("L1", 1000), ("L2", 1000)] == [(row.ref, row.product_id) for row in made(*lines, total="48.00", tax="8.00").rows]


@pytest.mark.parametrize("sku", ["A.B", "X" * 40])
def test_edge_case_16_a_sku_that_brightpearl_cannot_have_is_told(sku: str) -> None:
    assert ["UNKNOWN_SKU", "SKU_NOT_BP_SAFE"] == said(mapped(line(1, sku, "1", "10.00", ("20", "2.00"))))


def test_edge_case_17_a_bundle_is_one_row_and_its_components_are_left_to_brightpearl() -> None:
    known = catalogue(items={"widget": (Item(product_id=7, sku="WIDGET", stock_tracked=False, bundle=True),)})
    assert [(7, Decimal("10.00"))] == [(row.product_id, row.net) for row in made(known=known).rows]


BUNDLED = [
    line(1, "KIT", "1", "5.00", ("20", "1.00"), bundled_items=["2", "3"]),
    line(2, "WIDGET", "1", "3.00", ("20", "0.60"), bundled_by="1"),
    line(3, "MUG", "2", "2.00", ("20", "0.40"), bundled_by="1"),
]


def test_edge_case_18_a_container_that_is_a_bundle_takes_the_amounts_of_its_parts() -> None:
    known = catalogue()
    items = {**known.items, "kit": (Item(product_id=7, sku="KIT", stock_tracked=False, bundle=True),)}
    rows = made(*BUNDLED, total="12.00", tax="2.00", known=evolve(known, items=items)).rows
    assert [(7, Decimal("10.00"), Decimal("2.00"))] == [(row.product_id, row.net, row.tax) for row in rows]


def test_edge_case_18_a_container_that_is_none_is_free_text_beside_its_parts() -> None:
    rows = made(*BUNDLED, total="12.00", tax="2.00").rows
    assert [None, 1000, 1005] == [row.product_id for row in rows]


def test_edge_case_18_a_container_that_is_a_product_of_its_own_moves_no_stock_beside_its_parts() -> None:
    known = catalogue()
    box = {**known.items, "kit": (Item(product_id=7, sku="KIT"),)}
    rows = made(*BUNDLED, total="12.00", tax="2.00", known=evolve(known, items=box)).rows
    assert [(None, "Kit [SKU KIT]"), (1000, "Widget"), (1005, "Mug")] == [(row.product_id, row.name) for row in rows]


def test_edge_case_18_a_container_without_an_amount_is_left_out() -> None:
    lines = [line(1, "KIT", "1", "0.00", bundled_items=["2", "3"]), *BUNDLED[1:]]
    assert ["L2", "L3"] == [row.ref for row in made(*lines, total="6.00", tax="1.00").rows]


def test_edge_case_19_a_part_of_a_piece_moves_no_stock_and_is_never_cut() -> None:
    found = mapped(line(1, "WIDGET", "1.5", "10.00", ("20", "2.00")))
    assert found.value is not None
    assert [(None, Decimal(1), Decimal("10.00"))] == [(row.product_id, row.quantity, row.net) for row in found.value.rows]
    assert ["FRACTIONAL_QUANTITY"] == said(found)


def test_edge_case_19_a_product_without_stock_is_sold_by_parts() -> None:
    known = catalogue(items={"widget": (Item(product_id=7, sku="WIDGET", stock_tracked=False),)})
    rows = made(line(1, "WIDGET", "1.5", "10.00", ("20", "2.00")), known=known).rows
    assert [(7, Decimal("1.5"))] == [(row.product_id, row.quantity) for row in rows]


def test_edge_case_20_a_free_order_has_rows_of_nothing_and_no_payment() -> None:
    free = line(1, "WIDGET", "1", "0.00", ("20", "0.00"), subtotal="10.00", subtotal_tax="2.00")
    found = made(free, total="0.00", tax="0.00", coupon_lines=[coupon(2, "ALL")])
    assert [Decimal(0), Decimal(0)] == [row.net for row in found.rows]
    assert () == found.payments


def test_edge_case_21_two_coupons_on_one_line_are_one_discount_row_for_each_tax_code() -> None:
    sold = line(1, "WIDGET", "1", "7.00", ("20", "1.40"), subtotal="10.00", subtotal_tax="2.00")
    found = made(
        sold, total="8.40", tax="1.40", coupon_lines=[coupon(2, "A"), coupon(3, "B")], the_tables=tables(orders={"discounts": "rows"})
    )
    assert [("Widget", Decimal("10.00")), ("Discount: A, B", Decimal("-3.00"))] == [(row.name, row.net) for row in found.rows]


def test_edge_case_22_a_negative_fee_takes_its_tax_along() -> None:
    found = made(*WIDGET, total="9.60", tax="1.60", fee_lines=[fee(2, "Loyalty", "-2.00", ("20", "-0.40"))])
    assert [("Loyalty", Decimal("-2.00"), Decimal("-0.40"))] == [(row.name, row.net, row.tax) for row in found.rows[1:]]


def test_edge_case_23_free_shipping_is_no_row_but_a_method() -> None:
    found = made(shipping_lines=[shipping(2, "0.00")])
    assert ["L1"] == [row.ref for row in found.rows]
    assert 1 == drafted(found)["delivery"]["shippingMethodId"]


def test_edge_case_23_a_method_that_is_not_mapped_holds_the_order() -> None:
    assert ["UNMAPPED_SHIPPING"] == said(mapped(shipping_lines=[shipping(2, "0.00", method_id="drone")]))


def test_edge_case_24_two_shipping_lines_with_different_rates_are_two_rows() -> None:
    lines = [shipping(2, "5.00", ("20", "1.00")), shipping(3, "5.00", ("10", "0.50"))]
    found = made(*WIDGET, total="23.50", tax="3.50", shipping_lines=lines)
    assert [("S2", "T20"), ("S3", "T10")] == [(row.ref, row.tax_code) for row in found.rows[1:]]


def test_edge_case_25_a_cent_of_tax_goes_to_the_largest_tax() -> None:
    lines = [line(1, "WIDGET", "1", "35.71", ("12", "4.2852"), total_tax="4.2852")]
    found = made(*lines, total="43.50", tax="4.66", shipping_lines=[shipping(2, "3.13", ("12", "0.3756"))])
    assert [Decimal("4.28"), Decimal("0.38")] == [row.tax for row in found.rows]


def test_edge_case_26_six_decimals_give_the_same_rows_as_two() -> None:
    two = made(line(1, "LAMP", "3", "24.98", ("20", "4.99")), total="29.97", tax="4.99")
    six = made(line(1, "LAMP", "3", "24.975000", ("20", "4.995000"), total_tax="4.990000"), total="29.970000", tax="4.990000")
    assert [(row.net, row.tax) for row in two.rows] == [(row.net, row.tax) for row in six.rows]


def test_edge_case_27_a_plug_in_that_changed_the_total_holds_the_order() -> None:
    assert ["TOTALS_MISMATCH"] == said(mapped(total="12.37"))


def test_edge_case_28_yen_may_be_written_with_decimals_but_not_have_them() -> None:
    lines = [line(1, "TEA", "1", "1000.00")]
    assert Decimal(1000) == made(*lines, total="1000.00", tax="0.00", currency="JPY").total
    assert ["INVALID_AMOUNT"] == said(mapped(*lines, total="1000.40", tax="0.00", currency="JPY"))


def test_edge_case_29_dinars_keep_three_decimals() -> None:
    found = made(line(1, "PEN", "1", "1.255", ("10", "0.126")), total="1.381", tax="0.126", currency="BHD")
    assert [("1.255", "0.126")] == [(row["net"], row["tax"]) for row in drafted(found)["rows"]]


def test_edge_case_30_the_price_of_a_line_is_never_read() -> None:
    cheap, dear = (line(1, "WIDGET", "1", "10.00", ("20", "2.00"), price=Decimal(price)) for price in ("9.99", "123.456"))
    assert made(cheap).rows == made(dear).rows


def test_edge_case_31_a_tax_rate_that_is_not_mapped_holds_the_order() -> None:
    assert ["UNMAPPED_TAX"] == said(mapped(line(1, "WIDGET", "1", "10.00", ("5", "2.00"))))


def test_edge_case_31_unless_country_class_and_percentage_are() -> None:
    fallback = tables(taxes={"percents": [{"country": "GB", "percent": "5", "code": "T5"}]})
    assert ["T5"] == [row.tax_code for row in made(line(1, "WIDGET", "1", "10.00", ("5", "2.00")), the_tables=fallback).rows]


def test_edge_case_32_two_rates_on_one_row_have_a_code_of_their_own() -> None:
    sold = line(1, "WIDGET", "1", "10.00", ("5", "0.50"), ("9.975", "1.50"))
    assert ["QC"] == [row.tax_code for row in made(sold).rows]


def test_edge_case_33_a_buyer_who_owes_the_tax_himself_has_the_reverse_charge_code() -> None:
    reverse = tables(taxes={"reverse": "T8"})
    found = made(line(1, "WIDGET", "1", "10.00"), total="10.00", tax="0.00", meta_data=[meta("is_vat_exempt", "yes")], the_tables=reverse)
    assert [("T8", Decimal("0.00"))] == [(row.tax_code, row.tax) for row in found.rows]


def test_edge_case_34_goods_that_leave_the_tax_area_have_the_export_code() -> None:
    export = tables(taxes={"export": "T7", "area": ["GB"]})
    found = made(
        line(1, "WIDGET", "1", "8.33"),
        total="8.33",
        tax="0.00",
        prices_include_tax=True,
        shipping_address={"country": "US"},
        the_tables=export,
    )
    assert [("T7", Decimal("8.33"))] == [(row.tax_code, row.net) for row in found.rows]


@pytest.mark.parametrize("status", ["processing", "completed"])
def test_edge_case_35_cash_on_delivery_is_never_taken_to_be_paid(status: str) -> None:
    assert () == made(payment_method="cod", status=status).payments


def test_edge_case_35_unless_the_configuration_says_so() -> None:
    paid = tables(payments={"cod_paid_when": "completed"})
    assert 1 == len(made(payment_method="cod", status="completed", the_tables=paid).payments)
    assert () == made(payment_method="cod", status="processing", the_tables=paid).payments


def test_edge_case_36_a_transfer_that_arrives_after_the_import_is_added_once() -> None:
    sold = order("12.00", "2.00", WIDGET, payment_method="bacs", transaction_id="", meta_data=marks(500))
    known = sales_order(500, "W1-1001")
    before = plan(shop(sold), account(sales_orders=(known,)))
    paid = payment_row(1, 500, "12.00", ref="W1-1001-bacs", method="BANK")
    after = plan(shop(sold), account(sales_orders=(known,), payments=(paid,)))
    assert ({"payment": 1}, {}) == (kinds(before), kinds(after))
    assert 500 == action(before, "payment").payload["orderId"]


TRANSFER: dict[str, Any] = {"payment_method": "bacs", "transaction_id": ""}
WAITED = [*marks(500), meta("_bp_status_id", "12", 3)]
STATUSES = tables(statuses={"processing": 2, "on-hold": 12})


@pytest.mark.parametrize(("there", "expected"), [(12, {"payment": 1, "order-status": 1}), (7, {"payment": 1}), (2, {"payment": 1})])
def test_edge_case_36_and_the_status_moves_on_unless_staff_moved_it(there: int, expected: dict[str, int]) -> None:
    sold = order("12.00", "2.00", WIDGET, meta_data=WAITED, **TRANSFER)
    found = plan(shop(sold), account(sales_orders=(sales_order(500, "W1-1001", statusId=there),)), STATUSES)
    assert expected == kinds(found)


def test_edge_case_36_the_status_moves_after_the_payment_and_once() -> None:
    sold = order("12.00", "2.00", WIDGET, meta_data=WAITED, **TRANSFER)
    found = plan(shop(sold), account(sales_orders=(sales_order(500, "W1-1001", statusId=12),)), STATUSES)
    moved = action(found, "order-status")
    assert (2, "500", (action(found, "payment").key,)) == (moved.payload["orderStatusId"], moved.target, moved.after)
    paid = payment_row(1, 500, "12.00", ref="W1-1001-bacs", method="BANK")
    assert {} == kinds(plan(shop(sold), account(sales_orders=(sales_order(500, "W1-1001", statusId=2),), payments=(paid,)), STATUSES))


@pytest.mark.parametrize("status", ["on-hold", "packed"])
def test_edge_case_36_an_order_that_still_waits_or_has_a_status_without_one_of_brightpearls_stays(status: str) -> None:
    sold = order("12.00", "2.00", WIDGET, meta_data=WAITED, status=status, date_paid_gmt=None, **TRANSFER)
    found = plan(shop(sold), account(sales_orders=(sales_order(500, "W1-1001", statusId=12),)), STATUSES)
    assert {} == kinds(found)


def test_edge_case_37_orders_without_a_transaction_have_references_of_their_own() -> None:
    first, second = (made(transaction_id="", id=id).payments[0].transaction_ref for id in (1001, 1002))
    assert ("W1-1001-card", "W1-1002-card") == (first, second)


def test_edge_case_39_a_method_without_a_bank_account_is_found_before_any_import() -> None:
    found = preflight(tables(payments={"methods": {"card": "CARD"}}), references())
    assert [('payments.methods."card"', "METHOD_WITHOUT_BANK")] == [
        (each.key, each.code) for each in found if each.code == "METHOD_WITHOUT_BANK"
    ]


def test_edge_case_40_the_tax_date_is_the_day_in_the_zone_of_the_books() -> None:
    assert "2026-04-01T12:00:00.000+01:00" == drafted(made(date_paid_gmt="2026-03-31T23:30:00"))["taxDate"]


def test_edge_case_41_orders_in_the_hour_that_comes_twice_are_an_hour_apart() -> None:
    placed = [
        drafted(made(date_created_gmt=moment, date_created="2026-10-25T01:30:00"))["placedOn"]
        for moment in ("2026-10-25T00:30:00", "2026-10-25T01:30:00")
    ]
    assert [3600.0] == [(instant(later) - instant(sooner)).total_seconds() for sooner, later in [placed]]


def test_edge_case_66_a_status_that_staff_changed_is_left_alone() -> None:
    sold = order("12.00", "2.00", WIDGET, meta_data=marks(500))
    known = sales_order(500, "W1-1001", statusId=99)
    paid = payment_row(1, 500, "12.00")
    assert {} == kinds(plan(shop(sold), account(sales_orders=(known,), payments=(paid,))))


def test_edge_case_67_our_own_mark_makes_no_work() -> None:
    plain = order("12.00", "2.00", WIDGET)
    marked = order("12.00", "2.00", WIDGET, meta_data=marks(500, content_hash(plain)))
    found = plan(shop(marked), account(sales_orders=(sales_order(500, "W1-1001"),), payments=(payment_row(1, 500, "12.00"),)))
    assert ({}, []) == (kinds(found), codes(found))
    assert content_hash(plain) == content_hash(marked)


def test_edge_case_68_a_changed_quantity_is_found_though_the_date_of_change_is_not_moved() -> None:
    before = order("12.00", "2.00", WIDGET)
    lines = [line(1, "WIDGET", "2", "20.00", ("20", "4.00"))]
    after = order("24.00", "4.00", lines, meta_data=marks(500, content_hash(before)))
    found = plan(shop(after), account(sales_orders=(sales_order(500, "W1-1001"),), payments=(payment_row(1, 500, "24.00"),)))
    assert ["EDITED_AFTER_IMPORT"] == codes(found)


def test_edge_case_69_a_moved_date_of_change_alone_makes_no_work() -> None:
    before = order("12.00", "2.00", WIDGET)
    after = order("12.00", "2.00", WIDGET, date_modified_gmt="2026-03-09T09:00:00", meta_data=marks(500, content_hash(before)))
    found = plan(shop(after), account(sales_orders=(sales_order(500, "W1-1001"),), payments=(payment_row(1, 500, "12.00"),)))
    assert ({}, []) == (kinds(found), codes(found))


def test_edge_case_76_a_sales_order_that_somebody_removed_is_not_made_again() -> None:
    done = Outcome(key="sales-order:W1-1001", kind="sales-order", status=Status.DONE, at=TAKEN_AT, result="500")
    sold = order("12.00", "2.00", WIDGET)
    found = plan(shop(sold), account(), ledger=Ledger().record(done))
    assert ({}, ["BP_ORDER_GONE"]) == (kinds(found), codes(found))
    marked = order("12.00", "2.00", WIDGET, meta_data=marks(500))
    assert {} == kinds(plan(shop(marked), account()))


def test_edge_case_77_a_customer_who_was_erased_in_the_shop_stays_as_he_is_in_brightpearl() -> None:
    erased = order("12.00", "2.00", WIDGET, billing={"email": "deleted@site.invalid", "first_name": "[deleted]"}, meta_data=marks(500))
    found = plan(shop(erased), account(sales_orders=(sales_order(500, "W1-1001"),), payments=(payment_row(1, 500, "12.00"),)))
    assert {} == kinds(found)


@pytest.mark.parametrize(
    "erased",
    [
        {"billing": {"email": "deleted@site.invalid", "first_name": "[deleted]", "last_name": "[deleted]"}},
        {"billing": {"last_name": "[deleted]"}, "meta_data": [meta("_anonymized", "yes")]},
    ],
)
@pytest.mark.parametrize("orders", [{}, {"anonymous_contact_id": 9}])
def test_edge_case_77_an_order_that_was_erased_before_its_import_is_held(erased: dict[str, Any], orders: dict[str, Any]) -> None:
    found = plan(shop(order("12.00", "2.00", WIDGET, **erased)), account(), tables(orders=orders))
    assert ({}, ["CUSTOMER_ERASED"]) == (kinds(found), codes(found))


@pytest.mark.parametrize("edits", ["report", "update"])
@pytest.mark.parametrize("erased", [{"billing": {"email": "deleted@site.invalid"}}, {"billing": {"city": "[deleted]"}}])
def test_edge_case_77_an_erased_customer_is_no_edit(edits: str, erased: dict[str, Any]) -> None:
    told = [*marks(500, content_hash(order("12.00", "2.00", WIDGET))), meta("_anonymized", "yes" if "city" in erased["billing"] else "", 3)]
    sold = order("12.00", "2.00", WIDGET, meta_data=told, **erased)
    there = sales_order(500, "W1-1001", [row(11, "L1", 1000, "1", "10.00", "2.00")])
    found = plan(shop(sold), account(sales_orders=(there,), payments=(payment_row(1, 500, "12.00"),)), tables(orders={"edits": edits}))
    assert ({}, []) == (kinds(found), codes(found))


def test_edge_case_78_an_unknown_status_is_not_imported_and_said_once() -> None:
    found = plan(shop(order("12.00", "2.00", WIDGET, status="wc-awaiting-pickup")), account())
    assert ({}, ["UNMAPPED_STATUS"]) == (kinds(found), codes(found))


@pytest.mark.parametrize(("sold", "expected"), [("0", "1"), ("0.00001", "1"), ("1.234567", "1.2346"), ("2.5", "2.5"), ("3", "3")])
def test_free_text_has_a_quantity_that_brightpearl_takes(sold: str, expected: str) -> None:
    (row,) = made(line(1, "NOWHERE", sold, "10.00", ("20", "2.00"))).rows
    assert (None, Decimal(expected), Decimal("10.00")) == (row.product_id, row.quantity, row.net)
