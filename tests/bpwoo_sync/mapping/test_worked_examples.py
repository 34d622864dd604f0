"""Every worked example of the money rules: what the shop says, and the rows that Brightpearl is sent."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.issues import Mapped
from bpwoo_sync.mapping.orders import OrderImport, balanced_rows, order_import
from bpwoo_sync.mapping.refunds import RefundImport, refund_import
from tests.bpwoo_sync.mapping.orders import Document, catalogue, coupon, fee, line, meta, order, shipping, tables


def brought_in(shop_order: woo.Order, **changes: Any) -> OrderImport:
    """What the order becomes, which must be something."""
    mapped = order_import(shop_order, tables(**changes), catalogue())
    assert mapped.value is not None, mapped.issues
    return mapped.value


def rows(made: OrderImport | RefundImport) -> list[str]:
    """Rows in the notation of the examples: quantity where it is not one, name, code, net and tax."""
    return [f"{'' if row.quantity == 1 else f'{row.quantity} x '}{row.name} {row.tax_code} {row.net}/{row.tax}" for row in made.rows]


def result(made: OrderImport | RefundImport) -> str:
    """Net, tax and total of the rows."""
    net, tax = sum((row.net for row in made.rows), Decimal(0)), sum((row.tax for row in made.rows), Decimal(0))
    return f"{net} / {tax} / {net + tax}"


def paid(made: OrderImport) -> list[str]:
    """The payments, as method and amount."""
    return [f"{payment.payment_method_code} {payment.amount_paid}" for payment in made.payments]


E1_LINES = [line(1, "WIDGET", "2", "20.00", ("20", "4.00"))]
E1_SHIPPING = [shipping(2, "4.95", ("20", "0.99"))]


def test_e1_an_exclusive_store_at_20_percent() -> None:
    made = brought_in(order("29.94", "4.99", E1_LINES, shipping_lines=E1_SHIPPING))
    assert ["2 x Widget T20 20.00/4.00", "Shipping: Flat rate T20 4.95/0.99"] == rows(made)
    assert "24.95 / 4.99 / 29.94" == result(made)
    assert ["CARD 29.94"] == paid(made)


@pytest.mark.parametrize(("net", "tax"), [("24.98", "4.99"), ("24.975", "4.995")], ids=["dp 2", "dp 6"])
def test_e2_an_inclusive_store_at_20_percent(net: str, tax: str) -> None:
    # With six decimals the shop shows a tax of 4.995 in the row; its own total_tax is rounded half down.
    lamp = line(1, "LAMP", "3", net, ("20", tax), total_tax="4.99")
    made = brought_in(order("35.91", "5.98", [lamp], shipping_lines=[shipping(2, "4.95", ("20", "0.99"))], prices_include_tax=True))
    assert ["3 x Lamp T20 24.98/4.99", "Shipping: Flat rate T20 4.95/0.99"] == rows(made)
    assert "29.93 / 5.98 / 35.91" == result(made)


E3_LINES = [
    line(1, "A", "3", "8.99", ("20", "1.80"), subtotal="9.99", subtotal_tax="2.00"),
    line(2, "B", "1", "4.51", ("20", "0.90"), subtotal="5.01", subtotal_tax="1.00"),
]


def test_e3_a_coupon_of_10_percent_as_an_information_row() -> None:
    made = brought_in(order("16.20", "2.70", E3_LINES, coupon_lines=[coupon(3, "SAVE10", "1.50")]))
    assert ["3 x A T20 8.99/1.80", "B T20 4.51/0.90", "Coupon: SAVE10 T20 0.00/0.00"] == rows(made)
    assert "13.50 / 2.70 / 16.20" == result(made)


def test_e3_a_coupon_of_10_percent_as_a_negative_row() -> None:
    made = brought_in(order("16.20", "2.70", E3_LINES, coupon_lines=[coupon(3, "SAVE10", "1.50")]), orders={"discounts": "rows"})
    assert ["3 x A T20 9.99/2.00", "B T20 5.01/1.00", "Discount: SAVE10 T20 -1.50/-0.30"] == rows(made)
    assert "13.50 / 2.70 / 16.20" == result(made)


E4 = order(
    "27.53",
    "3.03",
    [
        line(1, "BOOK", "2", "9.33", subtotal="16.00", tax_class="zero-rate"),
        line(2, "MUG", "1", "8.67", ("20", "1.734"), total_tax="1.73", subtotal="12.00", subtotal_tax="2.40"),
    ],
    fee_lines=[fee(3, "Gift wrap", "2.50", ("20", "0.50"))],
    shipping_lines=[shipping(4, "4.00", ("20", "0.80"))],
    coupon_lines=[coupon(5, "TENOFF", "10.00")],
)


def test_e4_a_fixed_coupon_over_mixed_rates_and_a_taxed_fee() -> None:
    made = brought_in(E4)
    assert [
        "2 x Book T0 9.33/0.00",
        "Mug T20 8.67/1.73",
        "Gift wrap T20 2.50/0.50",
        "Shipping: Flat rate T20 4.00/0.80",
        "Coupon: TENOFF T0 0.00/0.00",
    ] == rows(made)
    assert "24.50 / 3.03 / 27.53" == result(made)


def test_e4_a_fixed_coupon_as_one_negative_row_for_each_tax_code() -> None:
    made = brought_in(E4, orders={"discounts": "rows"})
    assert [
        "2 x Book T0 16.00/0.00",
        "Mug T20 12.00/2.40",
        "Gift wrap T20 2.50/0.50",
        "Shipping: Flat rate T20 4.00/0.80",
        "Discount: TENOFF T0 -6.67/0.00",
        "Discount: TENOFF T20 -3.33/-0.67",
    ] == rows(made)
    assert "24.50 / 3.03 / 27.53" == result(made)


def test_e5_tax_that_is_rounded_at_the_subtotal() -> None:
    lines = [line(1, "PRODUCT", "1", "35.71", ("12", "4.2852"), total_tax="4.2852")]
    made = brought_in(order("43.50", "4.66", lines, shipping_lines=[shipping(2, "3.13", ("12", "0.3756"))]))
    assert ["Product T12 35.71/4.28", "Shipping: Flat rate T12 3.13/0.38"] == rows(made)
    assert "38.84 / 4.66 / 43.50" == result(made)


def test_e6_yen_have_no_decimals() -> None:
    lines = [line(1, "TEA", "3", "908", ("10", "91"))]
    made = brought_in(
        order("1549", "141", lines, shipping_lines=[shipping(2, "500", ("10", "50"))], currency="JPY", prices_include_tax=True)
    )
    assert ["3 x Tea T10 908/91", "Shipping: Flat rate T10 500/50"] == rows(made)
    assert "1408 / 141 / 1549" == result(made)


def test_e7_dinars_have_three_decimals() -> None:
    lines = [line(1, "PEN", "3", "3.765", ("10", "0.377"))]
    made = brought_in(order("4.692", "0.427", lines, shipping_lines=[shipping(2, "0.500", ("10", "0.050"))], currency="BHD"))
    assert ["3 x Pen T10 3.765/0.377", "Shipping: Flat rate T10 0.500/0.050"] == rows(made)
    assert "4.265 / 0.427 / 4.692" == result(made)


def test_e8_two_rates_on_one_row_have_a_code_of_their_own() -> None:
    lines = [line(1, "COAT", "1", "49.99", ("5", "2.50"), ("9.975", "4.99"))]
    made = brought_in(order("57.48", "7.49", lines, currency="CAD"))
    assert ["Coat QC 49.99/7.49"] == rows(made)
    assert "49.99 / 7.49 / 57.48" == result(made)


def test_e11_a_cent_that_no_row_explains_becomes_a_rounding_row() -> None:
    made = brought_in(order("29.95", "4.99", E1_LINES, shipping_lines=E1_SHIPPING))
    assert ["2 x Widget T20 20.00/4.00", "Shipping: Flat rate T20 4.95/0.99", "Rounding adjustment T0 0.01/0.00"] == rows(made)
    assert "24.96 / 4.99 / 29.95" == result(made)


def test_e11_absorbed_goes_to_the_largest_row() -> None:
    made = brought_in(order("29.95", "4.99", E1_LINES, shipping_lines=E1_SHIPPING), orders={"net_residue": "absorb"})
    assert ["2 x Widget T20 20.01/4.00", "Shipping: Flat rate T20 4.95/0.99"] == rows(made)


def test_e12_an_order_that_does_not_add_up_is_held() -> None:
    mapped = order_import(order("30.31", "4.99", E1_LINES, shipping_lines=E1_SHIPPING), tables(), catalogue())
    assert mapped.value is None
    assert [("TOTALS_MISMATCH", "30.31", "29.94")] == [(each.code, each.expected, each.actual) for each in mapped.issues]


def test_e13_a_gift_card_that_was_taken_off_the_total_is_a_payment_of_its_own() -> None:
    card = {"payments": {"tenders": [{"meta": "_gift_card_amount", "method": "GIFTCARD"}]}}
    paid_partly = order("19.94", "4.99", E1_LINES, shipping_lines=E1_SHIPPING, meta_data=[meta("_gift_card_amount", "10.00")])
    made = brought_in(paid_partly, **card)
    assert ["2 x Widget T20 20.00/4.00", "Shipping: Flat rate T20 4.95/0.99"] == rows(made)
    assert "24.95 / 4.99 / 29.94" == result(made)
    assert ["CARD 19.94", "GIFTCARD 10.00"] == paid(made)


def test_e14_a_foreign_currency_keeps_its_amounts_and_carries_the_fixed_rate() -> None:
    made = brought_in(order("29.94", "4.99", E1_LINES, shipping_lines=E1_SHIPPING, currency="USD"))
    currency = made.sales_order.currency
    assert "24.95 / 4.99 / 29.94" == result(made)
    assert isinstance(currency, bp.SalesOrderCurrencyDraft)
    assert ("USD", Decimal("1.250000"), True) == (currency.code, currency.exchange_rate, currency.fixed_exchange_rate)
    assert [Decimal("1.250000")] == [payment.exchange_rate for payment in made.payments]


def refunded(id: int, amount: str, *lines: Document) -> woo.Refund:
    """A refund of the shop; the amounts of its lines are negative."""
    document = {
        "id": id,
        "date_created": "2026-03-05T09:00:00",
        "date_created_gmt": "2026-03-05T09:00:00",
        "amount": amount,
        "reason": "Too small",
        "refunded_by": 1,
        "refunded_payment": True,
        "meta_data": [],
        "line_items": list(lines),
        "shipping_lines": [],
        "tax_lines": [],
        "fee_lines": [],
    }
    return woo.decode(woo.Refund, document)


def lamp_back(id: int) -> Document:
    """One of the three lamps of E2, given back."""
    return line(id, "LAMP", "-1", "-8.33", ("20", "-1.66"), meta_data=[meta("_refunded_item_id", "1")])


E2 = order(
    "35.91",
    "5.98",
    [line(1, "LAMP", "3", "24.98", ("20", "4.99"))],
    shipping_lines=[shipping(2, "4.95", ("20", "0.99"))],
    prices_include_tax=True,
)


def credited(refund: woo.Refund, shop_order: woo.Order, *earlier: RefundImport) -> Mapped[RefundImport]:
    """What a refund becomes after others."""
    original = balanced_rows(shop_order, tables(), catalogue()).value
    assert original is not None
    return refund_import(refund, shop_order, original, [each.rows for each in earlier], tables())


def test_e9_one_of_three_is_given_back() -> None:
    made = credited(refunded(7, "9.99", lamp_back(71)), E2).value
    assert made is not None and made.payment is not None
    assert ["Lamp T20 8.33/1.66"] == rows(made)
    assert "8.33 / 1.66 / 9.99" == result(made)
    assert ("PAYMENT", Decimal("9.99"), "W1-R7") == (made.payment.payment_type, made.payment.amount_paid, made.payment.transaction_ref)


def test_e9_three_times_agrees_in_gross_and_says_that_the_split_drifted() -> None:
    lamps = order("29.97", "4.99", [line(1, "LAMP", "3", "24.98", ("20", "4.99"))], prices_include_tax=True)
    made: list[RefundImport] = []
    said: list[tuple[str, str]] = []
    for id in (7, 8, 9):
        mapped = credited(refunded(id, "9.99", lamp_back(id * 10)), lamps, *made)
        assert mapped.value is not None
        made.append(mapped.value)
        said += [(each.code, each.actual) for each in mapped.issues]
    assert Decimal("29.97") == sum(row.net + row.tax for each in made for row in each.rows)
    assert [("REFUND_SPLIT_DRIFT", "0.01")] == said


def test_e10_an_amount_without_lines_is_shared_between_tax_codes() -> None:
    made = credited(refunded(7, "5.00"), E4).value
    assert made is not None and made.payment is not None
    assert ["Adjustment T0 1.69/0.00", "Adjustment T20 2.76/0.55"] == rows(made)
    assert "4.45 / 0.55 / 5.00" == result(made)
    assert Decimal("5.00") == made.payment.amount_paid


def test_a_refund_over_more_than_is_left_is_held() -> None:
    assert ["REFUND_EXCEEDS_ORDER"] == [each.code for each in credited(refunded(7, "35.92"), E2).issues]


def test_lines_that_come_to_more_than_the_amount_hold_a_refund() -> None:
    assert ["REFUND_LINES_EXCEED_AMOUNT"] == [each.code for each in credited(refunded(7, "9.00", lamp_back(71)), E2).issues]
