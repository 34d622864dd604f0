"""Rows of sales orders and credits: names, references, accounts, and what a discount or a refund takes of each tax code."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.catalogue import Item
from bpwoo_sync.issues import Mapped
from bpwoo_sync.mapping.money import Row
from bpwoo_sync.mapping.refunds import RefundImport, refund_import
from bpwoo_sync.mapping.rows import is_safe, line_name, order_rows, rate_mismatches, row_draft
from tests.bpwoo_sync.mapping.orders import Document, catalogue, coupon, fee, line, meta, order, shipping, tables
from tests.bpwoo_sync.mapping.test_edge_cases_of_goods import refund

Wanted = dict[str, Any]


def rows(*lines: Document, the_tables: Any = None, known: Any = None, **more: Any) -> tuple[Row, ...]:
    """The rows of an order, not yet balanced."""
    found = order_rows(order("24.00", "4.00", lines, **more), the_tables or tables(), known or catalogue(), "1001")
    assert found.value is not None, found.issues
    return found.value


def part(of: Sequence[Row], *fields: str) -> list[tuple[str, ...]]:
    """Some fields of each row, as text."""
    return [tuple(str(getattr(each, name)) for name in fields) for each in of]


WIDGET = line(1, "WIDGET", "2", "18.00", ("20", "3.60"), subtotal="20.00", subtotal_tax="4.00")
ACCOUNTS = {"shipping": "4040", "fee": "4060", "discount": "4050", "fees": {"Gift wrap": "4061"}}


def test_rows_stand_in_the_order_of_lines_fees_shipping_and_coupons_each_with_its_place() -> None:
    made = rows(
        WIDGET,
        line(2, "MUG", "1", "1.00", ("10", "0.10")),
        fee_lines=[fee(3, " Gift  wrap", "1.05", ("20", "0.21")), fee(4, "", "2.00")],
        shipping_lines=[shipping(5, "0.00"), shipping(6, "4.95", ("20", "0.99"), method_title="By  van")],
        coupon_lines=[coupon(7, " SAVE "), coupon(8, "TEN")],
        the_tables=tables(nominals=ACCOUNTS),
    )
    assert [
        ("L1", "Widget", "2", "18.00", "3.60", "T20", "1000", "", "line_items[0]"),
        ("L2", "Mug", "1", "1.00", "0.10", "T10", "1005", "", "line_items[1]"),
        ("F3", "Gift wrap", "1", "1.05", "0.21", "T20", "None", "4061", "fee_lines[0]"),
        ("F4", "Fee", "1", "2.00", "0.00", "T0", "None", "4060", "fee_lines[1]"),
        ("S6", "Shipping: By van", "1", "4.95", "0.99", "T20", "None", "4040", "shipping_lines[1]"),
        ("C7", "Coupon: SAVE", "1", "0.00", "0.00", "T20", "None", "4050", "coupon_lines[0]"),
        ("C8", "Coupon: TEN", "1", "0.00", "0.00", "T20", "None", "4050", "coupon_lines[1]"),
    ] == part(made, "ref", "name", "quantity", "net", "tax", "tax_code", "product_id", "nominal", "source")


def test_discounts_as_rows_take_what_they_took_of_each_tax_code() -> None:
    made = rows(
        WIDGET,
        line(2, "MUG", "1", "9.00", ("10", "0.90"), subtotal="10.00", subtotal_tax="1.00"),
        line(3, "LAMP", "1", "5.00", ("20", "1.00"), subtotal="6.00", subtotal_tax="1.20"),
        line(4, "TEA", "1", "5.00"),
        fee_lines=[fee(5, "Wrap", "1.00", ("20", "0.20"))],
        coupon_lines=[coupon(7, "A  B"), coupon(8, "C")],
        the_tables=tables(orders={"discounts": "rows"}, nominals=ACCOUNTS),
    )
    assert [
        ("D:T20", "Discount: A B, C", "1", "-3.00", "-0.60", "T20", "None", "4050", "coupon_lines"),
        ("D:T10", "Discount: A B, C", "1", "-1.00", "-0.10", "T10", "None", "4050", "coupon_lines"),
    ] == part(made[5:], "ref", "name", "quantity", "net", "tax", "tax_code", "product_id", "nominal", "source")
    assert [("20.00", "4.00"), ("10.00", "1.00"), ("6.00", "1.20"), ("5.00", "0.00")] == part(made[:4], "net", "tax")


def test_a_discount_on_a_bundle_counts_its_parts_and_one_on_a_container_does_not() -> None:
    lines = [
        line(1, "KIT", "1", "4.00", ("20", "0.80"), subtotal="5.00", subtotal_tax="1.00", bundled_items=["2"]),
        line(2, "WIDGET", "1", "2.00", ("20", "0.40"), subtotal="3.00", subtotal_tax="0.60", bundled_by="1"),
    ]
    by_rows = tables(orders={"discounts": "rows"})
    kit = {**catalogue().items, "kit": (Item(product_id=7, sku="KIT", stock_tracked=False, bundle=True),)}
    bundle = rows(*lines, coupon_lines=[coupon(7, "A")], the_tables=by_rows, known=catalogue(items=kit))
    assert [("L1", "8.00", "1.60"), ("D:T20", "-2.00", "-0.40")] == part(bundle, "ref", "net", "tax")
    container = rows(*lines, coupon_lines=[coupon(7, "A")], the_tables=by_rows)
    assert [("L1", "5.00", "1.00"), ("L2", "3.00", "0.60"), ("D:T20", "-2.00", "-0.40")] == part(container, "ref", "net", "tax")


def test_the_information_row_of_a_coupon_has_the_tax_code_of_the_first_line_else_that_of_no_tax() -> None:
    given = fee(3, "Wrap", "1.00", ("20", "0.20"))
    assert [("T20", "0.00"), ("T0", "0")] == [
        *part(rows(line(2, "MUG", "1", "1.00", ("20", "0.20")), coupon_lines=[coupon(7, "A")])[1:], "tax_code", "net"),
        *part(rows(fee_lines=[given], coupon_lines=[coupon(7, "A")], currency="JPY")[1:], "tax_code", "net"),
    ]


def test_names_of_rows_end_after_255_characters() -> None:
    long = "x" * 300
    made = rows(
        {**WIDGET, "name": long},
        fee_lines=[fee(3, long, "1.00")],
        shipping_lines=[shipping(4, "1.00", method_title=long)],
        coupon_lines=[coupon(5, long)],
    )
    by_rows = rows(WIDGET, coupon_lines=[coupon(5, long)], the_tables=tables(orders={"discounts": "rows"}))
    assert ["x" * 255, "x" * 255, f"Shipping: {'x' * 245}", f"Coupon: {'x' * 247}"] == [each.name for each in made]
    assert f"Discount: {'x' * 245}" == by_rows[1].name


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ([], "Mug"),
        ([{"id": 1, "key": "size", "value": "L", "display_key": "Size", "display_value": "Large"}], "Mug - Size: Large"),
        ([meta("size", "L")], "Mug - size: L"),
        ([meta("_size", "L")], "Mug"),
        ([meta("size", " ")], "Mug"),
        ([meta("size", "MUG")], "Mug"),
        ([meta("size", '{"a": 1}')], "Mug"),
        ([meta("size", "L"), meta("colour", "Red", 2)], "Mug - size: L - colour: Red"),
        ([{"id": 1, "key": "size", "value": "L", "display_key": "", "display_value": ""}], "Mug"),
    ],
)
def test_the_name_of_a_line_tells_what_the_buyer_chose(chosen: list[Document], expected: str) -> None:
    assert expected == line_name(order("0.00", "0.00", [line(1, "MUG", "1", "1.00", meta_data=chosen)]).line_items[0])


@pytest.mark.parametrize(
    ("sku", "expected"), [("A-b_1 /Z", True), ("", False), ("A" * 32, True), ("A" * 33, False), ("A.B", False), ("é", False), ("0", True)]
)
def test_a_sku_that_brightpearl_can_have_is_of_some_signs_and_32_at_most(sku: str, expected: bool) -> None:
    assert expected is is_safe(sku)


def test_a_row_is_sent_with_all_it_has() -> None:
    (made,) = rows(WIDGET)
    bare = evolve(made, product_id=None)
    assert {
        "productId": 1000,
        "name": "Widget",
        "quantity": "2",
        "taxCode": "T20",
        "net": "18.00",
        "tax": "3.60",
        "nominalCode": "4000",
        "externalRef": "L1",
    } == bp.encode(row_draft(evolve(made, nominal="4000")))
    assert not {"productId", "nominalCode"} & set(bp.encode(row_draft(bare)))


@pytest.mark.parametrize(
    ("net", "tax", "quantity", "expected"),
    [
        ("8.00", "1.60", "1", 0),
        ("8.00", "1.62", "1", 0),
        ("8.00", "1.63", "1", 1),
        ("8.00", "1.57", "1", 1),
        ("8.00", "1.63", "2", 0),
        ("8.00", "1.63", "-2", 0),
        ("-8.00", "-1.60", "1", 0),
    ],
)
def test_tax_may_be_off_its_rate_by_a_penny_a_piece_and_one(net: str, tax: str, quantity: str, expected: int) -> None:
    made = Row(ref="L1", name="x", quantity=Decimal(quantity), net=Decimal(net), tax=Decimal(tax), tax_code="T20")
    unknown = evolve(made, tax_code="T9", tax=Decimal(9))
    assert expected == len(rate_mismatches([unknown, made], catalogue(percents={"T20": Decimal(20)}), "1001"))


def test_a_gift_card_is_booked_on_its_account_without_tax() -> None:
    the_tables = tables(nominals={"gift_card": "2100", "gift_card_skus": [" gift "]})
    made = rows(line(1, "GIFT", "1", "10.00"), line(2, "WIDGET", "1", "1.00", ("20", "0.20")), the_tables=the_tables)
    assert [("T0", "2100", "Gift [SKU GIFT]"), ("T20", "", "Widget")] == part(made, "tax_code", "nominal", "name")


@pytest.mark.parametrize(
    ("item", "quantity", "expected"),
    [
        ({}, "2", ("7", "2", "Widget")),
        ({}, "1.5", ("None", "1", "Widget [SKU WIDGET]")),
        ({}, "0", ("None", "1", "Widget [SKU WIDGET]")),
        ({"stock_tracked": False}, "1.5", ("7", "1.5", "Widget")),
        ({"stock_tracked": False}, "0.5", ("7", "0.5", "Widget")),
        ({"stock_tracked": False}, "0", ("None", "1", "Widget [SKU WIDGET]")),
        ({"stock_tracked": False}, "-1.5", ("None", "1", "Widget [SKU WIDGET]")),
        ({"stock_tracked": False, "bundle": True}, "1.5", ("None", "1", "Widget [SKU WIDGET]")),
    ],
)
def test_a_row_moves_stock_of_whole_pieces_only(item: Wanted, quantity: str, expected: tuple[str, ...]) -> None:
    known = catalogue(items={"widget": (Item(product_id=7, sku="WIDGET", **item),)})
    assert [expected] == part(rows({**WIDGET, "quantity": Decimal(quantity)}, known=known), "product_id", "quantity", "name")


@pytest.mark.parametrize("amount", ["total", "total_tax", "subtotal", "subtotal_tax"])
def test_a_container_with_any_amount_of_its_own_is_a_row_beside_its_parts(amount: str) -> None:
    nothing = {"subtotal": "0.00", "subtotal_tax": "0.00", "total": "0.00", "total_tax": "0.00"}
    box = line(1, "KIT", "1", "0.00", bundled_items=["2"], taxes=[{"id": 1, "total": "1.00"}])
    part_of_it = line(2, "WIDGET", "1", "1.00", ("20", "0.20"), bundled_by="1")
    assert [("L2",)] == part(rows({**box, **nothing}, part_of_it), "ref")
    assert [("L1",), ("L2",)] == part(rows({**box, **nothing, amount: "1.00"}, part_of_it), "ref")


def test_a_line_whose_sku_two_products_have_makes_no_rows() -> None:
    two = {"widget": (Item(product_id=1, sku="WIDGET"), Item(product_id=2, sku="WIDGET"))}
    found = order_rows(order("24.00", "4.00", [WIDGET]), tables(), catalogue(items=two), "1001")
    assert (None, ["AMBIGUOUS_SKU"]) == (found.value, [each.code for each in found.issues])


@pytest.mark.parametrize("sku", ["", " widget "])
def test_a_linked_product_is_taken_in_silence_where_the_sku_is_the_same_or_left_out(sku: str) -> None:
    sold = order("24.00", "4.00", [{**WIDGET, "sku": sku}])
    found = order_rows(sold, tables(), catalogue(links={(51, 0): 1000}), "1001")
    assert ([1000], ()) == ([each.product_id for each in found.value or ()], found.issues)


def test_shipping_is_taxed_as_the_standard_class_is() -> None:
    entries = {"percents": [{"country": "GB", "percent": "5", "code": "T5"}]}
    (made,) = rows(shipping_lines=[shipping(3, "4.00", ("5", "0.20"))], the_tables=tables(taxes=entries))
    assert ("S3", "T5") == (made.ref, made.tax_code)


# Refunds.


ORIGINAL = (
    Row(
        ref="L1",
        name="Widget",
        quantity=Decimal(2),
        net=Decimal("20.00"),
        tax=Decimal("4.00"),
        tax_code="T20",
        product_id=1000,
        nominal="4000",
    ),
    Row(ref="F7", name="Wrap", quantity=Decimal(1), net=Decimal("5.00"), tax=Decimal("0.50"), tax_code="T10", nominal="4060"),
    Row(ref="S8", name="Shipping", quantity=Decimal(1), net=Decimal("3.00"), tax=Decimal("0.00"), tax_code="T0", nominal="4040"),
)
SOLD = order("32.50", "4.50", [])


def back(kind: str, quantity: str, net: str, tax: str, **more: Any) -> Document:
    """A line of a refund."""
    return line(71, "WIDGET", quantity, net, total_tax=tax, meta_data=[meta("_refunded_item_id", kind)], **more)


def credited(
    refunded: woo.Refund, *earlier: Sequence[Row], original: Sequence[Row] = ORIGINAL, sold: woo.Order = SOLD, **settings: Any
) -> Mapped[RefundImport]:
    """What a refund of the order becomes."""
    return refund_import(refunded, sold, original, earlier, tables(**settings))


def lines_of(found: Mapped[RefundImport]) -> list[tuple[str, ...]]:
    """The rows of a credit."""
    assert found.value is not None, found.issues
    return part(found.value.rows, "ref", "name", "quantity", "net", "tax", "tax_code", "product_id", "nominal", "source")


def test_a_line_that_is_given_back_has_what_it_was_sold_with() -> None:
    given = woo.decode(
        woo.Refund,
        {
            **woo.encode(refund(7, "21.50", back("1", "-1", "-10.00", "-2.00"), back("1", "0", "-1.00", "0.00"))),
            "fee_lines": [{**fee(72, "", "-5.00"), "total_tax": "-0.50", "meta_data": [meta("_refunded_item_id", "7")]}],
            "shipping_lines": [{**shipping(73, "-3.00"), "meta_data": [meta("_refunded_item_id", "8")]}],
        },
    )
    assert [
        ("R7-L71", "Widget", "1", "10.00", "2.00", "T20", "1000", "4000", "line_items[0]"),
        ("R7-L71", "Refund: Widget", "1", "1.00", "0.00", "T20", "None", "4000", "line_items[1]"),
        ("R7-F72", "Fee", "1", "5.00", "0.50", "T10", "None", "4060", "fee_lines[0]"),
        ("R7-S73", "Shipping: Flat rate", "1", "3.00", "0.00", "T0", "None", "4040", "shipping_lines[0]"),
    ] == lines_of(credited(given))


def test_a_line_that_was_never_sold_explains_no_amount() -> None:
    assert ["A:T20", "A:T10", "A:T0"] == [each[0] for each in lines_of(credited(refund(7, "10.00", back("9", "-1", "-10.00", "0.00"))))]


def test_a_line_of_nothing_is_no_row_unless_goods_came_back() -> None:
    nothing, goods = back("7", "0", "0.00", "0.00"), back("1", "-1", "0.00", "0.00")
    assert ["Adjustment"] * 3 == [each[1] for each in lines_of(credited(refund(7, "5.00", nothing)))]
    assert "1000" == lines_of(credited(refund(7, "5.00", goods)))[0][6]


@pytest.mark.parametrize(("amount", "tax"), [("13.00", "1.98"), ("13.04", "2.02"), ("13.01", "1.99")])
def test_what_lines_and_amount_differ_by_goes_to_the_largest_tax(amount: str, tax: str) -> None:
    both = (back("1", "-1", "-1.00", "-0.02"), back("1", "-1", "-10.00", "-2.00"))
    assert [("1.00", "0.02"), ("10.00", tax)] == [each[3:5] for each in lines_of(credited(refund(7, amount, *both)))]


def test_of_rows_with_one_tax_the_larger_and_then_the_first_takes_the_difference() -> None:
    same = [back("1", "-1", net, "-1.00") for net in ("-5.00", "-6.00", "-6.00")]
    assert ["1.00", "1.01", "1.00"] == [each[4] for each in lines_of(credited(refund(7, "20.01", *same)))]


def test_an_amount_that_no_line_explains_is_shared_by_what_is_left_of_each_tax_code() -> None:
    found = credited(refund(7, "10.00"))
    assert [
        ("A:T20", "Adjustment", "1", "6.16", "1.23", "T20", "None", "", ""),
        ("A:T10", "Adjustment", "1", "1.54", "0.15", "T10", "None", "", ""),
        ("A:T0", "Adjustment", "1", "0.92", "0.00", "T0", "None", "", ""),
    ] == lines_of(found)


def test_what_was_given_back_before_is_not_shared_again() -> None:
    before = (evolve(ORIGINAL[0], ref="R6-L1"), evolve(ORIGINAL[2], ref="R6-S8"))
    assert [("A:T10", "5.00", "0.50", "T10")] == [(each[0], *each[3:6]) for each in lines_of(credited(refund(7, "5.50"), before))]


def test_an_amount_without_lines_has_no_tax_where_the_tables_say_so() -> None:
    expected = [("A", "Adjustment", "1", "10.00", "0.00", "T0", "None", "", "")]
    assert expected == lines_of(credited(refund(7, "10.00"), refunds={"amount_tax": "no_tax"}))


def test_a_line_that_was_never_sold_keeps_none_of_the_others_from_coming_back() -> None:
    lines = (back("9", "-1", "-10.00", "0.00"), back("1", "-1", "-10.00", "-2.00"))
    assert [("R7-L71", "10.00", "2.00")] == [(each[0], *each[3:5]) for each in lines_of(credited(refund(7, "12.00", *lines)))]


def test_the_tax_of_what_is_left_is_what_was_not_given_back_yet() -> None:
    before = (evolve(ORIGINAL[0], ref="R6-L1", net=Decimal("10.00"), tax=Decimal("2.00")),)
    found = [(each[0], *each[3:5]) for each in lines_of(credited(refund(7, "20.50"), before))]
    assert [("A:T20", "10.00", "2.00"), ("A:T10", "5.00", "0.50"), ("A:T0", "3.00", "0.00")] == found


@pytest.mark.parametrize(("method", "named"), [("klarna", "klarna"), ("", "(blank)")])
def test_a_refund_by_a_method_that_is_not_mapped_is_told(method: str, named: str) -> None:
    found = credited(refund(7, "5.00"), sold=order("32.50", "4.50", [], payment_method=method))
    message = f"The payment method {named} is not mapped; the refund is credited, and its payment is not posted."
    assert [("UNMAPPED_PAYMENT", "refund", "1001/R7", "payment_method", named, message)] == [
        (each.code, each.entity, each.key, each.field, each.actual, each.message) for each in found.issues
    ]


def test_of_an_order_without_rows_nothing_comes_back() -> None:
    assert [] == lines_of(credited(refund(7, "0.00", back("1", "-1", "0.01", "0.00")), original=()))


def test_what_is_left_of_a_tax_code_counts_however_little_it_is() -> None:
    little = (ORIGINAL[0], evolve(ORIGINAL[1], net=Decimal("0.90"), tax=Decimal("0.09")), evolve(ORIGINAL[2], net=Decimal("0.00")))
    found = [(each[0], *each[3:5]) for each in lines_of(credited(refund(7, "24.99"), original=little))]
    assert [("A:T20", "20.00", "4.00"), ("A:T10", "0.90", "0.09")] == found


def test_a_refund_is_held_above_what_is_left_of_the_order() -> None:
    assert [] == list(credited(refund(7, "32.50", by_gateway=True)).issues)
    assert ["REFUND_EXCEEDS_ORDER"] == [each.code for each in credited(refund(7, "32.51")).issues]
    assert ["REFUND_EXCEEDS_ORDER"] == [each.code for each in credited(refund(7, "8.51"), ORIGINAL[:1]).issues]


def test_a_refund_is_paid_back_by_the_method_that_took_it() -> None:
    found = credited(
        woo.decode(woo.Refund, {**woo.encode(refund(7, "-5.00")), "reason": f" torn  {'x' * 50}"}), orders={"note_limit": 20}
    ).value
    assert found is not None and found.payment is not None
    assert ("W1-R7", 7, 1001, "5.00", "GBP", f"torn {'x' * 15}") == (
        found.ref,
        found.refund_id,
        found.order_id,
        str(found.amount),
        found.currency,
        found.note,
    )
    assert {
        "transactionRef": "W1-R7",
        "paymentMethodCode": "CARD",
        "paymentType": "PAYMENT",
        "currencyIsoCode": "GBP",
        "exchangeRate": Decimal("1.000000"),
        "amountPaid": Decimal("5.00"),
        "paymentDate": "2026-03-05T09:00:00.000Z",
        "journalRef": "Refund 1001",
    } == {name: value for name, value in bp.encode(found.payment).items() if name != "orderId"}


def test_the_name_of_what_is_paid_back_is_cut_to_64_characters() -> None:
    found = credited(refund(7, "5.00"), sold=order("32.50", "4.50", [], number="9" * 70)).value
    assert found is not None and found.payment is not None
    assert f"Refund {'9' * 57}" == found.payment.journal_ref


@pytest.mark.parametrize(
    ("amount", "by_gateway", "settings", "paid", "codes"),
    [
        ("5.00", True, {}, True, []),
        ("5.00", False, {}, False, ["MANUAL_REFUND"]),
        ("5.00", False, {"refunds": {"manual_refunds_are_paid": True}}, True, []),
        ("0.00", True, {}, False, []),
        ("0.00", False, {}, False, []),
        ("5.00", True, {"payments": {"methods": {}}}, False, ["UNMAPPED_PAYMENT"]),
    ],
)
def test_money_goes_back_where_it_moved_and_the_method_is_known(
    amount: str, by_gateway: bool, settings: Any, paid: bool, codes: list[str]
) -> None:
    found = credited(refund(7, amount, by_gateway=by_gateway), **settings)
    assert found.value is not None
    told = [(each.code, each.entity, each.key) for each in found.issues]
    assert (paid, [(code, "refund", "1001/R7") for code in codes]) == (found.value.payment is not None, told)


def test_the_last_refund_tells_that_net_and_tax_were_split_otherwise() -> None:
    drifted = (evolve(ORIGINAL[0], net=Decimal("20.02"), tax=Decimal("3.98")), *ORIGINAL[1:2])
    found = credited(refund(7, "3.00", by_gateway=False), drifted, refunds={"amount_tax": "no_tax", "manual_refunds_are_paid": True})
    message = "Everything was given back; net and tax of the credits differ from the order's by 0.02."
    assert [("REFUND_SPLIT_DRIFT", "refund", "1001/R7", "0.02", message)] == [
        (each.code, each.entity, each.key, each.actual, each.message) for each in found.issues
    ]
    edge = (evolve(ORIGINAL[0], net=Decimal("20.03"), tax=Decimal("3.97")), *ORIGINAL[1:2])
    assert ["REFUND_SPLIT_DRIFT"] == [each.code for each in credited(refund(7, "3.00"), edge, refunds={"amount_tax": "no_tax"}).issues]
    far = (evolve(ORIGINAL[0], net=Decimal("20.04"), tax=Decimal("3.96")), *ORIGINAL[1:2])
    assert () == credited(refund(7, "3.00"), far, refunds={"amount_tax": "no_tax"}).issues
