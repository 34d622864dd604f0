"""The double as a value: what it holds, how it is loaded, put aside and taken up again."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.woocommerce_sdk.recordings import exchange
from tests.woocommerce_sdk.testing.asking import NOW, ask, double, respond
from woocommerce_sdk._kernel import jsontext
from woocommerce_sdk.testing import WooCommerceDouble


def test_what_is_loaded_comes_back_as_it_was() -> None:
    page = exchange("products_page100", "page").body
    shop = double()
    shop.load("products", page)
    assert page == ask(shop, "GET", "/products?per_page=100&orderby=id&order=desc")


def test_what_is_made_after_loading_gets_a_number_of_its_own() -> None:
    shop = double()
    page = exchange("orders_page100", "page").body
    shop.load("orders", page)
    assert max(order["id"] for order in page) < ask(shop, "POST", "/orders", {})["id"]


def test_a_review_and_a_note_never_share_a_number() -> None:
    shop = double()
    shop.load("product_reviews", exchange("product_reviews", "list").body)
    order = ask(shop, "POST", "/orders", {})
    note = ask(shop, "POST", f"/orders/{order['id']}/notes", {"note": "x"})
    assert None is shop.record("product_reviews", note["id"])


def test_a_snapshot_brings_back_what_was() -> None:
    shop = double()
    ask(shop, "POST", "/products", {"name": "Mug"})
    before = shop.snapshot()
    ask(shop, "PUT", "/products/1", {"name": "Cup"})
    ask(shop, "POST", "/products", {"name": "Plate"})
    shop.restore(before)
    assert [(1, "Mug")] == [(each["id"], each["name"]) for each in ask(shop, "GET", "/products")]


def test_numbers_go_on_from_a_snapshot() -> None:
    shop = double()
    before = shop.snapshot()
    first = ask(shop, "POST", "/products", {"name": "Mug"})["id"]
    shop.restore(before)
    assert first == ask(shop, "POST", "/products", {"name": "Mug"})["id"]


def test_a_snapshot_is_plain_json_with_exact_numbers() -> None:
    shop, other = double(), double()
    shop.load("orders", exchange("orders_page100", "page").body)
    other.restore(json.loads(json.dumps(shop.snapshot())))
    prices = [line["price"] for order in other.shop.all("orders") for line in order["line_items"]]
    assert any(isinstance(price, Decimal) for price in prices)
    assert shop.shop.tables["orders"] == other.shop.tables["orders"]


def test_what_happens_after_a_snapshot_does_not_change_it() -> None:
    shop = double()
    ask(shop, "POST", "/products", {"name": "Mug"})
    before = shop.snapshot()
    told = json.dumps(before, sort_keys=True)
    ask(shop, "PUT", "/products/1", {"name": "Cup"})
    assert told == json.dumps(before, sort_keys=True)


def test_every_request_is_kept_in_order() -> None:
    shop = double()
    respond(shop, "GET", "/orders?page=2")
    respond(shop, "POST", "/products", {"name": "Mug"})
    assert [("GET", "2"), ("POST", None)] == [(each.method, each.parameter("page")) for each in shop.requests]


def test_a_copy_of_a_record_can_be_looked_at_and_changed() -> None:
    shop = double()
    ask(shop, "POST", "/products", {"name": "Mug"})
    copy = shop.record("products", 1)
    assert copy is not None
    copy["name"] = "Cup"
    assert "Mug" == ask(shop, "GET", "/products/1")["name"]


def test_the_shop_keeps_the_time_of_its_zone() -> None:
    shop = WooCommerceDouble(clock=lambda: NOW, time_zone=ZoneInfo("America/New_York"))
    made = ask(shop, "POST", "/orders", {})
    assert ("2026-11-23T16:46:00", "2026-11-23T21:46:00") == (made["date_created"], made["date_created_gmt"])


def test_the_clock_is_the_callers() -> None:
    moments = iter([datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)])
    held: list[datetime] = [next(moments)]
    shop = WooCommerceDouble(clock=lambda: held[0])
    first = ask(shop, "POST", "/orders", {})["date_created_gmt"]
    held[0] = next(moments)
    assert ("2026-01-01T00:00:00", "2026-02-01T00:00:00") == (first, ask(shop, "POST", "/orders", {})["date_created_gmt"])


@pytest.mark.parametrize(
    ("option", "value", "setting"),
    [("currency", "EUR", "woocommerce_currency"), ("prices_include_tax", True, "woocommerce_prices_include_tax")],
)
def test_an_option_of_the_double_is_a_setting_of_the_shop(option: str, value: Any, setting: str) -> None:
    shop = double(**{option: value})
    group = "general" if option == "currency" else "tax"
    assert ("yes" if value is True else value) == ask(shop, "GET", f"/settings/{group}/{setting}")["value"]


def test_two_doubles_share_nothing() -> None:
    shop, other = double(), double()
    ask(shop, "PUT", "/settings/general/woocommerce_currency", {"value": "EUR"})
    assert "USD" == ask(other, "GET", "/settings/general/woocommerce_currency")["value"]


def test_a_fault_of_the_double_is_a_fault_of_the_shop() -> None:
    shop = double()
    shop.shop.tables["orders"] = {"1": {"id": 1}}  # no order: the listing stumbles over it
    answer = respond(shop, "GET", "/orders")
    assert (500, "internal_server_error") == (answer.status, jsontext.loads(answer.content)["code"])
