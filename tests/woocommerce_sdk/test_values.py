"""Values of the shop's own kind, and what JSON becomes on its way in and out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import woocommerce_sdk as woo
from woocommerce_sdk import BLANK
from woocommerce_sdk._kernel.amounts import amount
from woocommerce_sdk.values import Blank
from woocommerce_sdk.wire import moment, moment_text

# The empty text.


def test_a_blank_is_false_and_neither_none_nor_zero() -> None:
    others: list[object] = [None, 0, Decimal(0), ""]
    assert (False, []) == (bool(BLANK), [each for each in others if each == BLANK])


def test_a_blank_is_written_as_the_empty_text() -> None:
    assert {"regular_price": ""} == woo.encode(woo.ProductDraft(regular_price=BLANK))


@pytest.mark.parametrize(("text", "value"), [("", BLANK), ("12.50", Decimal("12.50")), ("0", Decimal(0))])
def test_a_price_is_an_amount_or_blank(text: str, value: Decimal | Blank) -> None:
    product = woo.decode(woo.Product, {"id": 1, "price": text})
    assert (value, {"id": 1, "price": text}) == (product.price, woo.encode(product))


def test_a_blank_shows_its_name() -> None:
    assert ("BLANK", "") == (repr(BLANK), str(BLANK))


# The shop's clock.


def test_the_shops_time_becomes_a_moment_in_a_zone() -> None:
    time = woo.ShopTime("2026-11-23T18:09:50")
    assert datetime(2026, 11, 23, 23, 9, 50, tzinfo=UTC) == time.at(ZoneInfo("America/New_York"))


def test_the_shops_time_stands_as_it_was_told() -> None:
    assert "2026-11-23T18:09:50" == str(woo.ShopTime("2026-11-23T18:09:50"))


@pytest.mark.parametrize("text", ["2026-11-23T18:09:50Z", "2026-11-23T18:09:50+01:00", "soon", "", "18:09"])
def test_what_is_no_time_of_a_wall_clock_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        woo.ShopTime(text)


def test_the_shops_times_have_no_order() -> None:
    times: list[Any] = [woo.ShopTime("2026-11-23T18:09:50"), woo.ShopTime("2026-11-23T18:09:51")]
    with pytest.raises(TypeError):
        times.sort()


# Moments.


@pytest.mark.parametrize("text", ["2026-11-23T23:09:50", "2026-11-23T23:09:50Z", "2026-11-23T18:09:50-05:00"])
def test_a_moment_is_aware_and_in_utc(text: str) -> None:
    found = moment(text)
    assert (datetime(2026, 11, 23, 23, 9, 50, tzinfo=UTC), UTC) == (found, found.tzinfo)


def test_a_moment_is_written_in_gmt_to_the_second() -> None:
    local = datetime(2026, 11, 23, 18, 9, 50, 999_999, tzinfo=timezone(timedelta(hours=-5)))
    assert "2026-11-23T23:09:50" == moment_text(local)


def test_a_moment_without_a_zone_is_not_written() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        moment_text(datetime(2026, 11, 23))


# Amounts.


@pytest.mark.parametrize(
    ("value", "expected"), [("19.99999", "19.99999"), (7, "7"), (Decimal("0.1"), "0.1"), ("-5", "-5"), ("1e3", "1E+3")]
)
def test_an_amount_is_exact(value: Any, expected: str) -> None:
    assert expected == str(amount(value))


@pytest.mark.parametrize("value", ["12,50", "abc", "", True, None, "NaN", "Infinity", [], {}])
def test_what_is_no_amount_is_refused(value: Any) -> None:
    with pytest.raises(ValueError):
        amount(value)


@pytest.mark.parametrize(("amount", "text"), [("12.5", "12.5"), ("1E+3", "1000"), ("1E-7", "0.0000001"), ("-0.10", "-0.10")])
def test_an_amount_is_written_digit_for_digit(amount: str, text: str) -> None:
    assert {"regular_price": text} == woo.encode(woo.ProductDraft(regular_price=Decimal(amount)))


def test_an_amount_that_is_no_number_is_not_written() -> None:
    with pytest.raises(ValueError, match="no amount"):
        woo.encode(woo.ProductDraft(regular_price=Decimal("NaN")))


def test_an_amount_that_stands_as_a_number_is_written_as_one() -> None:
    line = woo.decode(woo.LineItem, {"id": 1, "price": Decimal("0.1"), "total": "0.10"})
    assert {"id": 1, "price": Decimal("0.1"), "total": "0.10"} == woo.encode(line)


# Records.


def test_what_no_field_has_is_kept_and_written_back() -> None:
    told = {"id": 1, "plugin": {"a": [1, None]}}
    order = woo.decode(woo.Order, told)
    assert ({"plugin": {"a": [1, None]}}, told) == (dict(order.extra), woo.encode(order))


def test_a_word_that_is_not_known_is_kept() -> None:
    order = woo.decode(woo.Order, {"id": 1, "status": "awaiting-pickup"})
    assert (woo.Unrecognised("awaiting-pickup"), {"id": 1, "status": "awaiting-pickup"}) == (order.status, woo.encode(order))


def test_what_was_not_sent_cannot_be_read() -> None:
    order = woo.decode(woo.Order, {"id": 1})
    with pytest.raises(woo.NotSentError):
        _ = order.total


def test_a_record_of_which_nothing_was_asked_is_a_list_and_reads_as_an_empty_one() -> None:
    assert {} == woo.encode(woo.decode(woo.Order, []))


def test_none_clears_and_unset_is_left_out() -> None:
    draft = woo.ProductDraft(sku="", stock_quantity=None)
    assert {"sku": "", "stock_quantity": None} == woo.encode(draft)


def test_a_draft_shows_what_it_sets() -> None:
    assert "ProductDraft(name='Mug')" == repr(woo.ProductDraft(name="Mug"))


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ([], None),
        ({"id": 1, "total": "12,5"}, "$.total"),
        ({"id": 1, "billing": "nowhere"}, "$.billing"),
        ({"id": 1, "line_items": [{"id": 1}, {"id": 2, "taxes": [{"total": "x"}]}]}, "$.line_items[1].taxes[0].total"),
        ({"id": 1, "date_created_gmt": "soon"}, "$.date_created_gmt"),
    ],
)
def test_what_does_not_fit_is_told_with_its_place(value: Any, path: str | None) -> None:
    found = None
    try:
        woo.decode(woo.Order, value)
    except woo.ShapeError as error:
        found = error.path
    assert path == found


# Keys that an owner grants.


def test_the_page_on_which_keys_are_granted_names_who_asks() -> None:
    url = woo.authorization_url(
        "https://shop.example/",
        app_name="App",
        scope="read",
        user_id="a b",
        return_url="https://a.example",
        callback_url="https://b.example",
    )
    expected = "app_name=App&scope=read&user_id=a+b&return_url=https%3A%2F%2Fa.example&callback_url=https%3A%2F%2Fb.example"
    assert f"https://shop.example/wc-auth/v1/authorize?{expected}" == url


def test_keys_are_never_posted_in_the_open() -> None:
    with pytest.raises(woo.ConfigurationError, match="https"):
        woo.authorization_url(
            "https://shop.example", app_name="A", scope="read", user_id="u", return_url="https://a.example", callback_url="http://b.example"
        )


def test_keys_that_were_granted_show_no_secret() -> None:
    granted = woo.granted_keys(b'{"key_id":1,"user_id":"u","consumer_key":"ck_x","consumer_secret":"cs_x","key_permissions":"read"}')
    assert (("ck_x", "cs_x"), False) == ((granted.consumer_key, granted.consumer_secret), "cs_x" in repr(granted))


@pytest.mark.parametrize(
    "content", [b"<html>", b"[]", b"{}", b'{"key_id":"one","user_id":"u","consumer_key":"","consumer_secret":"","key_permissions":""}']
)
def test_a_post_that_grants_nothing_is_told(content: bytes) -> None:
    with pytest.raises(woo.ShapeError):
        woo.granted_keys(content)
