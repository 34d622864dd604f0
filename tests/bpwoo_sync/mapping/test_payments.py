"""Payments of an order as they are sent: references, amounts inside meta data, rates, and what a gateway only holds."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.mapping.payments import (
    Paid,
    amounts_by_method,
    exchange,
    exchange_of,
    is_authorised,
    is_paid,
    number_in,
    payment_draft,
    payments_of,
    shortened,
    taken_off,
    tenders_of,
    transaction_ref,
)
from tests.bpwoo_sync.mapping.orders import catalogue, line, meta, order, tables

LINES = [line(1, "WIDGET", "2", "20.00", ("20", "4.00"))]


def sold(total: str = "24.00", **more: Any) -> woo.Order:
    """An order over 24.00, paid by card."""
    return order(total, "4.00", LINES, **more)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, True),
        ({"date_paid_gmt": None}, False),
        ({"payment_method": "cod"}, False),
        ({"payment_method": "cod", "status": "completed"}, False),
    ],
)
def test_an_order_is_paid_on_evidence(told: dict[str, Any], expected: bool) -> None:
    assert expected is is_paid(sold(**told), tables())


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"date_paid_gmt": None}, True),
        ({"date_paid_gmt": None, "transaction_id": "  "}, False),
        ({"date_paid_gmt": None, "payment_method": "bacs"}, False),
        ({}, False),
    ],
)
def test_a_gateway_holds_an_amount_that_has_a_transaction_and_no_payment(told: dict[str, Any], expected: bool) -> None:
    assert expected is is_authorised(sold(**told), tables(payments={"authorised": ["card"]}))


@pytest.mark.parametrize(
    ("value", "path", "expected"),
    [
        ("10.00", "", "10.00"),
        ("-10.005", "", "10.01"),
        (7, "", "7.00"),
        ({"cards": [{"amount": "2"}, {"amount": "3.50"}]}, "cards.*.amount", "5.50"),
        ({"cards": {"a": {"amount": "2"}, "b": {"amount": "3"}}}, "cards.*.amount", "5.00"),
        ({"cards": {"amount": "4"}}, "cards.amount", "4.00"),
        ({"a": {"b": {"c": "6"}}}, "a.b.c", "6.00"),
    ],
)
def test_the_amount_of_a_tender_is_found_at_its_path(value: Any, path: str, expected: str) -> None:
    the_tables = tables(payments={"tenders": [{"meta": "_gift", "method": "GIFT", "path": path}]})
    assert [expected] == [str(each.amount) for each in tenders_of(sold(meta_data=[meta("_gift", value)]), the_tables)]


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ("ten", ""),
        ({"cards": [{"amount": "2"}, {"amount": "two"}]}, "cards.*.amount"),
        ({"cards": []}, "cards.*.amount"),
        ({"cards": "2"}, "cards.*.amount"),
        ({"other": "2"}, "cards"),
        ("2", "cards"),
        ("NaN", ""),
    ],
)
def test_a_tender_without_an_amount_holds_its_order(value: Any, path: str) -> None:
    the_tables = tables(payments={"tenders": [{"meta": "_gift", "method": "GIFT", "path": path}]})
    found = payments_of(sold(meta_data=[meta("_gift", value)]), the_tables, catalogue(), "1001")
    assert (None, ["TENDER_UNREADABLE"]) == (found.value, [each.code for each in found.issues])


@pytest.mark.parametrize("value", ["", [], {}, "0", "0.00", None])
def test_a_tender_of_nothing_is_none(value: Any) -> None:
    the_tables = tables(payments={"tenders": [{"meta": "_gift", "method": "GIFT"}]})
    assert () == tenders_of(sold(meta_data=[meta("_gift", value)]), the_tables)


def test_only_tenders_beside_the_total_are_taken_off_it() -> None:
    both = [{"meta": "_gift", "method": "GIFT"}, {"meta": "_deposit", "method": "DEP", "within_total": True}]
    made = sold(meta_data=[meta("_gift", "7.00"), meta("_deposit", "10.00", 2)])
    assert Decimal("7.00") == taken_off(made, tables(payments={"tenders": both}))
    found = payments_of(made, tables(payments={"tenders": both}), catalogue(), "1001")
    assert [
        Paid(transaction_ref="ch_1", payment_method_code="CARD", amount=Decimal("14.00"), gateway_ref="ch_1"),
        Paid(transaction_ref="W1-1001-_gift", payment_method_code="GIFT", amount=Decimal("7.00")),
        Paid(transaction_ref="W1-1001-_deposit", payment_method_code="DEP", amount=Decimal("10.00")),
    ] == list(found.value or ())


def test_what_a_tender_pays_whole_leaves_nothing_for_the_method() -> None:
    the_tables = tables(payments={"tenders": [{"meta": "_deposit", "method": "DEP", "within_total": True}]})
    found = payments_of(sold(meta_data=[meta("_deposit", "24.00")], payment_method="cheque"), the_tables, catalogue(), "1001")
    assert ([("DEP", "24.00")], ()) == ([(each.payment_method_code, str(each.amount)) for each in found.value or ()], found.issues)


def test_the_bank_account_of_each_tender_is_looked_at() -> None:
    the_tables = tables(payments={"tenders": [{"meta": "_gift", "method": "GIFT"}]})
    known = catalogue(banks={"CARD": frozenset({"GBP"}), "GIFT": frozenset({"EUR"})})
    found = payments_of(sold(meta_data=[meta("_gift", "7.00")]), the_tables, known, "1001")
    assert [("METHOD_WITHOUT_BANK", "GIFT", "1001")] == [(each.code, each.actual, each.key) for each in found.issues]


def test_every_method_without_a_bank_account_is_told() -> None:
    the_tables = tables(payments={"tenders": [{"meta": "_gift", "method": "GIFT"}, {"meta": "_own", "method": "OWN"}]})
    told = [meta("_gift", "7.00"), meta("_own", "1.00", 2)]
    found = payments_of(sold(meta_data=told), the_tables, catalogue(banks={"OTHER": frozenset({"GBP"})}), "1001")
    assert ["CARD", "GIFT", "OWN"] == [each.actual for each in found.issues]


def test_what_a_gateway_holds_is_the_whole_total_whatever_tenders_say() -> None:
    settings = tables(payments={"authorised": ["card"], "tenders": [{"meta": "_gift", "method": "GIFT", "within_total": True}]})
    found = payments_of(sold(date_paid_gmt=None, meta_data=[meta("_gift", "7.00")]), settings, catalogue(), "1001")
    held = Paid(transaction_ref="ch_1-auth", payment_method_code="CARD", amount=Decimal("24.00"), held=True, gateway_ref="ch_1")
    assert [held] == list(found.value or ())


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, "ch_1"),
        ({"transaction_id": " ch 2 "}, "ch 2"),
        ({"transaction_id": " "}, "W1-1001-card"),
        ({"transaction_id": "", "payment_method": ""}, "W1-1001-paid"),
    ],
)
def test_a_payment_is_named_by_its_transaction_or_by_order_and_method(told: dict[str, Any], expected: str) -> None:
    assert expected == transaction_ref(sold(**told), tables())


def test_a_long_reference_keeps_its_beginning_and_a_digest() -> None:
    assert "x" * 64 == shortened("x" * 64)
    assert f"{'x' * 40}-9537c5fdf120482f" == shortened("x" * 65)


@pytest.mark.parametrize(
    ("settings", "kept", "expected"),
    [
        ({}, None, None),
        ({"rate": "1.25"}, None, "1.250000"),
        ({"rate": "1.25", "rate_inverted": True}, None, "0.800000"),
        ({"rate": "1.25", "rate_meta": "_rate"}, "1.3", "1.300000"),
        ({"rate": "1.25", "rate_meta": "_rate"}, " ", "1.250000"),
        ({"rate": "1.25", "rate_meta": "_rate"}, None, "1.250000"),
        ({"rate": "1.25"}, "1.3", "1.250000"),
        ({"rate_meta": "_rate", "rate_inverted": True}, "3", "0.333333"),
        ({"rate_meta": "_rate"}, 1.5, "1.500000"),
    ],
)
def test_the_rate_of_an_order_is_the_one_kept_with_it_else_that_of_the_tables(settings: Any, kept: Any, expected: str | None) -> None:
    told = [] if kept is None else [meta("_rate", kept)]
    found = exchange_of(sold(currency="USD", meta_data=told), tables(currencies={"USD": settings}), "1001")
    assert (expected, ()) == (None if found.value is None else str(found.value), found.issues)


def test_a_rate_without_a_name_is_not_one_of_the_tables() -> None:
    found = exchange_of(sold(currency="USD", meta_data=[meta("", "1.3")]), tables(), "1001")
    assert Decimal("1.25") == found.value


@pytest.mark.parametrize("kept", ["0", "-1", "dear", "NaN"])
def test_a_rate_that_is_no_number_above_0_is_none(kept: str) -> None:
    found = exchange_of(sold(currency="USD", meta_data=[meta("_rate", kept)]), tables(currencies={"USD": {"rate_meta": "_rate"}}), "7")
    assert (None, [("RATE_UNREADABLE", "7", "_rate", kept)]) == (
        found.value,
        [(each.code, each.key, each.field, each.actual) for each in found.issues],
    )


def test_the_base_currency_has_the_rate_1_and_one_that_is_not_set_up_none() -> None:
    assert ("1.000000", None) == (str(exchange(sold(), tables())), exchange(sold(currency="SEK"), tables()))


@pytest.mark.parametrize(
    ("value", "expected"), [(" 1.50 ", "1.50"), (2, "2"), ("", None), ("x", None), ("Infinity", None), ("NaN", None), (None, None)]
)
def test_a_number_is_read_from_text(value: object, expected: str | None) -> None:
    found = number_in(value)
    assert expected == (None if found is None else str(found))


CARD = Paid(transaction_ref="ch_1", payment_method_code="CARD", amount=Decimal("24.00"), gateway_ref="ch_1")


def sent(paid: Paid, made: woo.Order, **more: Any) -> dict[str, Any]:
    """A payment as it is sent, but for what all have."""
    return dict(bp.encode(payment_draft(made, tables(), paid, **more)))


def test_a_payment_is_a_receipt_at_the_moment_it_was_paid() -> None:
    assert {
        "transactionRef": "ch_1",
        "paymentMethodCode": "CARD",
        "paymentType": "RECEIPT",
        "currencyIsoCode": "USD",
        "exchangeRate": Decimal("1.250000"),
        "amountPaid": Decimal("24.00"),
        "paymentDate": "2026-03-02T10:16:00.000Z",
        "journalRef": "1001 Card",
    } == {name: value for name, value in sent(CARD, sold(currency="USD")).items() if name != "orderId"}


def test_a_payment_of_what_was_held_is_a_capture_of_it() -> None:
    captured, other = sent(CARD, sold(), captures=True), sent(evolve(CARD, gateway_ref=""), sold(), captures=True)
    assert ("CAPTURE", "ch_1", Decimal("24.00")) == (captured["paymentType"], captured["transactionCode"], captured["amountPaid"])
    assert ("RECEIPT", None) == (other["paymentType"], other.get("transactionCode"))


def test_what_is_held_is_authorised_at_the_moment_the_order_was_placed() -> None:
    held = sent(evolve(CARD, held=True), sold(date_paid_gmt=None))
    assert ("AUTH", "ch_1", Decimal("24.00"), None, "2026-03-02T10:15:00.000Z") == (
        held["paymentType"],
        held["transactionCode"],
        held["amountAuthorized"],
        held.get("amountPaid"),
        held["paymentDate"],
    )


def test_the_name_of_a_payment_in_the_books_is_cut_to_64_characters() -> None:
    assert f"1001 {'x' * 59}" == sent(CARD, sold(payment_method_title="x" * 99))["journalRef"]
    assert "1001" == sent(CARD, sold(payment_method_title=""))["journalRef"]


def test_what_is_not_paid_is_no_payment() -> None:
    with pytest.raises(ValueError, match=r"^order 1001 is not paid$"):
        payment_draft(sold(date_paid_gmt=None), tables(), CARD)


def test_a_rate_that_is_not_known_is_left_to_brightpearl() -> None:
    assert "exchangeRate" not in bp.encode(payment_draft(sold(currency="EUR"), tables(), CARD))


def test_what_each_method_receives_is_added_up() -> None:
    gift = evolve(CARD, payment_method_code="GIFT", amount=Decimal("1.00"))
    drafts = tuple(payment_draft(sold(), tables(), each) for each in (CARD, gift, CARD, evolve(CARD, held=True)))
    assert {"CARD": Decimal("48.00"), "GIFT": Decimal("1.00")} == amounts_by_method(drafts)
