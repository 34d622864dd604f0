"""What every route of the double has: pages and totals, fields, methods, and the ways to ask for less."""

from __future__ import annotations

import re
from typing import Any

import pytest
from attrs import evolve

from tests.woocommerce_sdk.testing.asking import ask, basic, double, refusal, request, respond
from woocommerce_sdk._kernel import jsontext
from woocommerce_sdk._kernel.operation import Response
from woocommerce_sdk.testing import WooCommerceDouble


def stocked(count: int = 25) -> WooCommerceDouble:
    """A shop with so many products, numbered from 1."""
    shop = double()
    for number in range(1, count + 1):
        ask(shop, "POST", "/products", {"name": f"Product {number}", "sku": f"SKU-{number}", "regular_price": f"{number}.00"})
    return shop


def totals(response: Response) -> tuple[str | None, str | None]:
    return response.header("X-WP-Total"), response.header("X-WP-TotalPages")


def links(response: Response) -> dict[str, str]:
    return {rel: place for place, rel in re.findall(r'<([^>]*)>; rel="([^"]*)"', response.header("Link") or "")}


def ids(response: Response) -> list[int]:
    return [each["id"] for each in jsontext.loads(response.content)]


def test_a_list_comes_in_pages_of_ten() -> None:
    answer = respond(stocked(), "GET", "/products")
    assert (10, ("25", "3")) == (len(ids(answer)), totals(answer))


def test_pages_hold_every_record_once() -> None:
    shop = stocked()
    found = [number for page in (1, 2, 3) for number in ids(respond(shop, "GET", f"/products?page={page}&orderby=id&order=asc"))]
    assert list(range(1, 26)) == found


def test_a_page_links_to_its_neighbours() -> None:
    found = links(respond(stocked(), "GET", "/products?per_page=10&page=2"))
    root = "https://shop.example/wp-json/wc/v3/products?per_page=10"
    assert {"prev": f"{root}&page=1", "next": f"{root}&page=3"} == found


def test_a_page_beyond_the_end_is_empty_and_keeps_the_totals() -> None:
    answer = respond(stocked(), "GET", "/products?page=9")
    assert ([], ("25", "3"), ["prev"]) == (ids(answer), totals(answer), list(links(answer)))


def test_orders_deny_their_totals_beyond_the_end() -> None:
    shop = double()
    ask(shop, "POST", "/orders", {})
    answer = respond(shop, "GET", "/orders?page=9")
    assert ([], ("0", "0")) == (ids(answer), totals(answer))


def test_an_offset_goes_before_a_page() -> None:
    shop = stocked()
    assert ids(respond(shop, "GET", "/products?offset=20&page=2")) == ids(respond(shop, "GET", "/products?offset=20"))


@pytest.mark.parametrize("value", ["0", "101", "-1", "many"])
def test_a_page_of_a_size_that_cannot_be_is_refused(value: str) -> None:
    assert (400, "rest_invalid_param") == refusal(respond(double(), "GET", f"/products?per_page={value}"))


def test_the_only_page_links_to_no_neighbour() -> None:
    assert ["https://api.w.org/"] == list(links(respond(stocked(3), "GET", "/products")))


@pytest.mark.parametrize("path", ["/orders/1/notes", "/data/currencies", "/settings/general"])
def test_some_lists_come_whole_and_tell_no_total(path: str) -> None:
    shop = double()
    ask(shop, "POST", "/orders", {})
    assert (None, None) == totals(respond(shop, "GET", f"{path}?per_page=1"))


# Fewer fields.


def test_fields_that_are_asked_for_come_alone() -> None:
    assert [{"id": 1, "name": "Product 1"}] == ask(stocked(1), "GET", "/products?_fields=id,name")


def test_a_single_record_keeps_its_links() -> None:
    assert ["id", "_links"] == list(ask(stocked(1), "GET", "/products/1?_fields=id"))


def test_a_field_inside_an_object_can_be_asked_for() -> None:
    shop = double()
    ask(shop, "POST", "/orders", {"billing": {"email": "a@shop.example"}})
    assert [{"billing": {"email": "a@shop.example"}}] == ask(shop, "GET", "/orders?_fields=billing.email")


def test_a_field_inside_a_list_cannot_be_asked_for() -> None:
    shop = stocked(1)
    ask(shop, "POST", "/orders", {"line_items": [{"product_id": 1}]})
    assert [{"id": 2}] == ask(shop, "GET", "/orders?_fields=id,line_items.name")


def test_a_record_without_the_field_is_a_list() -> None:
    assert [[]] == ask(stocked(1), "GET", "/products?_fields=nothing_of_the_kind")


# Methods.


def test_head_tells_the_totals_and_nothing_else() -> None:
    answer = respond(stocked(), "HEAD", "/products?per_page=5")
    assert (200, b"", ("25", "5")) == (answer.status, answer.content, totals(answer))


def test_options_tells_what_a_route_takes() -> None:
    answer = respond(double(), "OPTIONS", "/products")
    told = jsontext.loads(answer.content)
    assert ("GET, POST", True) == (answer.header("Allow"), "per_page" in told["endpoints"][0]["args"])


def test_options_needs_no_key() -> None:
    assert 200 == respond(double(), "OPTIONS", "/orders", key=None).status


def test_a_route_tells_what_it_allows() -> None:
    assert "GET, POST, PUT, PATCH, DELETE" == respond(stocked(1), "GET", "/products/1").header("Allow")


def test_a_method_that_a_route_does_not_have_is_no_route() -> None:
    assert (404, "rest_no_route") == refusal(respond(double(), "DELETE", "/products"))


@pytest.mark.parametrize("method", ["PUT", "POST", "PATCH"])
def test_an_item_is_changed_in_part_by_whatever_method(method: str) -> None:
    told = ask(stocked(1), method, "/products/1", {"name": "Mug"})
    assert ("Mug", "SKU-1") == (told["name"], told["sku"])


def test_a_header_overrides_the_method() -> None:
    shop = stocked(1)
    respond(shop, "POST", "/products/1?force=true", headers={"X-HTTP-Method-Override": "DELETE"})
    assert None is shop.record("products", 1)


def test_a_parameter_overrides_the_method_even_of_get() -> None:
    shop = stocked(1)
    respond(shop, "GET", "/products/1?force=true&_method=DELETE")
    assert None is shop.record("products", 1)


def test_an_envelope_holds_status_and_headers() -> None:
    told = ask(stocked(3), "GET", "/products?_envelope=1&_fields=id&per_page=2")
    assert ([{"id": 3}, {"id": 2}], 200, 3) == (told["body"], told["status"], told["headers"]["X-WP-Total"])


@pytest.mark.parametrize("path", ["/Products", "/products/"])
def test_a_path_is_known_in_any_case_and_with_a_slash(path: str) -> None:
    assert 200 == respond(double(), "GET", path).status


# Arguments.


def test_every_argument_that_does_not_fit_is_told_at_once() -> None:
    answer = respond(double(), "GET", "/orders?per_page=101&order=sideways")
    told: dict[str, Any] = jsontext.loads(answer.content)["data"]
    assert (400, ["order", "per_page"], ["order", "per_page"]) == (answer.status, sorted(told["params"]), sorted(told["details"]))


def test_an_argument_that_is_missing_is_named() -> None:
    answer = respond(double(), "POST", "/taxes/classes", {})
    assert ("rest_missing_callback_param", ["name"]) == (refusal(answer)[1], jsontext.loads(answer.content)["data"]["params"])


def test_an_unknown_argument_is_ignored() -> None:
    assert 200 == respond(double(), "GET", "/orders?colour=red").status


def test_a_body_that_is_no_json_is_refused() -> None:
    shop = double()
    asked = evolve(request("POST", "/products", {}, headers=basic()), content=b'{"name": "x",}')
    assert (400, "rest_invalid_json") == refusal(shop.handle(asked))


def test_a_form_is_read_as_well() -> None:
    form = {**basic(), "Content-Type": "application/x-www-form-urlencoded"}
    shop = double()
    answer = shop.handle(evolve(request("POST", "/products/tags", headers=form), content=b"name=Summer"))
    assert (201, "Summer") == (answer.status, jsontext.loads(answer.content)["name"])
