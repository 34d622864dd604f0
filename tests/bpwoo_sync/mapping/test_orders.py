"""Which orders go over, when, and under which name; the notes they are given, and the row that takes a rounding."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bpwoo_sync.mapping.orders import NoteDraft, balanced_rows, clean_note, is_admitted, is_too_young, notes_of, order_key
from brightpearl_sdk import instant
from tests.bpwoo_sync.mapping.orders import catalogue, coupon, meta, order, tables
from tests.bpwoo_sync.mapping.sides import drafted
from tests.bpwoo_sync.mapping.test_edge_cases import WIDGET, made, mapped

PLACED = instant("2026-03-02T10:15:00Z")


@pytest.mark.parametrize(("seconds", "expected"), [(-1, True), (0, True), (1, False)])
def test_an_order_is_admitted_from_the_moment_on_at_which_the_shop_goes_live(seconds: int, expected: bool) -> None:
    settings = tables(store={"go_live": PLACED + timedelta(seconds=seconds)})
    assert expected is is_admitted(order("0.00", "0.00", []), settings)


def test_an_order_of_another_status_is_not_admitted() -> None:
    assert (True, False) == tuple(is_admitted(order("0.00", "0.00", [], status=status), tables()) for status in ("completed", "pending"))


@pytest.mark.parametrize(("least", "age", "expected"), [(60, 59.9, True), (60, 60, False), (1, 0.5, True), (0, -5, False), (60, -5, True)])
def test_an_order_waits_until_it_is_old_enough(least: int, age: float, expected: bool) -> None:
    settings = tables(orders={"min_age_seconds": least})
    assert expected is is_too_young(order("0.00", "0.00", []), settings, PLACED + timedelta(seconds=age))


@pytest.mark.parametrize(("number", "expected"), [(" A-7 ", "A-7"), (" ", "1001"), ("", "1001")])
def test_an_order_is_named_by_its_number_else_by_its_id(number: str, expected: str) -> None:
    assert expected == order_key(order("0.00", "0.00", [], number=number))


def test_a_rate_that_is_not_known_is_not_fixed() -> None:
    unknown, known = (drafted(made(currency=currency))["currency"] for currency in ("EUR", "USD"))
    assert (["code"], True) == (sorted(unknown), known["fixedExchangeRate"])


def test_a_row_for_a_rounding_says_where_it_comes_from() -> None:
    found = balanced_rows(order("12.01", "2.00", WIDGET), tables(nominals={"rounding": "7906"}), catalogue())
    (taken,) = (found.value or ())[1:]
    assert ("R", "Rounding adjustment", "1", "0.01", "0.00", "T0", None, "7906", "total") == (
        taken.ref,
        taken.name,
        str(taken.quantity),
        str(taken.net),
        str(taken.tax),
        taken.tax_code,
        taken.product_id,
        taken.nominal,
        taken.source,
    )


def test_the_total_of_an_import_holds_what_tenders_beside_the_total_paid() -> None:
    gift = tables(payments={"tenders": [{"meta": "_gift", "method": "GIFT"}]})
    assert "12.00" == str(made(total="5.00", meta_data=[meta("_gift", "7.00")], the_tables=gift).total)


def test_a_total_that_differs_is_told_with_the_tenders_beside_it_if_there_are_any() -> None:
    assert ["The order's total is 12.37, its rows come to 12.00."] == [each.message for each in mapped(total="12.37").issues]


SUMMARY = "Imported from the shop: order 1001; payment Card; transaction ch_1."


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, SUMMARY),
        ({"payment_method_title": " By  card "}, SUMMARY.replace("Card", "By card")),
        ({"payment_method_title": " "}, SUMMARY.replace("Card", "card")),
        ({"payment_method_title": "", "payment_method": ""}, SUMMARY.replace("Card", "none")),
        ({"date_paid_gmt": None}, SUMMARY.replace("Card", "Card (not paid)")),
        ({"transaction_id": ""}, SUMMARY.replace("; transaction ch_1", "")),
        ({"transaction_id": " ch\t2 "}, SUMMARY.replace("ch_1", "ch 2")),
        ({"coupon_lines": [coupon(1, " A  B "), coupon(2, "C")]}, SUMMARY.replace("ch_1.", "ch_1; coupons A B, C.")),
    ],
)
def test_the_first_note_sums_up_what_was_imported(told: dict[str, Any], expected: str) -> None:
    assert (NoteDraft(key="note:W1-1001:import", text=expected),) == notes_of(order("0.00", "0.00", [], **told), tables())


def test_what_the_customer_wrote_is_a_note_and_the_summary_may_be_left_out() -> None:
    written = order("0.00", "0.00", [], customer_note="<b>Ring</b>")
    told = NoteDraft(key="note:W1-1001:customer", text="Customer's note: Ring")
    assert (told,) == notes_of(written, tables(orders={"import_note": False}))
    assert [told] == list(notes_of(written, tables()))[1:]
    assert [True] == [each.is_public for each in notes_of(written, tables(orders={"public_note": True, "import_note": False}))]


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("<p>a &amp; b</p>", 99, "a & b"),
        ("a  b\n\n \nc", 99, "a b\nc"),
        ("abcdef", 3, "abc"),
        ("&lt;b&gt;", 99, "<b>"),
        ("", 99, ""),
    ],
)
def test_a_note_has_its_lines_without_markup(text: str, limit: int, expected: str) -> None:
    assert expected == clean_note(text, limit)
