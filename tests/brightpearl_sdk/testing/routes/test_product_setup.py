"""What products are sorted by, and what else is known of them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.brightpearl_sdk.testing.asking import MUG, PLATE, SET, Asking, account


@pytest.fixture
def ask() -> Asking:
    return account()


@pytest.mark.parametrize(
    ("path", "column"),
    [("brand", "brandId"), ("brightpearl-category", "id"), ("option", "id"), ("product-type", "id"), ("season", "id")],
)
def test_a_name_is_made_read_searched_for_and_never_made_twice(ask: Asking, path: str, column: str) -> None:
    id = ask.id("POST", f"product-service/{path}", {"name": "Autumn"})
    assert ["Autumn"] == [each["name"] for each in ask("GET", f"product-service/{path}/{id}").response]
    assert id in ask("GET", f"product-service/{path}-search").column(column)
    assert 400 == ask("POST", f"product-service/{path}", {"name": "Autumn"}).status
    assert 400 == ask("POST", f"product-service/{path}", {"name": ""}).status


def test_a_category_may_have_a_parent_and_a_name_that_another_parent_has(ask: Asking) -> None:
    one, two = (ask.id("POST", "product-service/brightpearl-category", {"name": name}) for name in ("Cups", "Plates"))
    below = {"name": "Blue", "parentId": one}
    assert ask.id("POST", "product-service/brightpearl-category", below)
    assert ask.id("POST", "product-service/brightpearl-category", {**below, "parentId": two})
    assert 400 == ask("POST", "product-service/brightpearl-category", below).status
    assert 400 == ask("POST", "product-service/brightpearl-category", {"name": "X", "parentId": 999}).status


def test_an_option_has_values_and_is_linked_to_types(ask: Asking) -> None:
    colour = ask.id("POST", "product-service/option", {"name": "Colour"})
    red = ask.id("POST", f"product-service/option/{colour}/value", {"optionValueName": "Red"})
    assert [red] == ask("GET", "product-service/option-value-search").column("optionValueId")
    assert ["Red"] == [each["optionValueName"] for each in ask("GET", f"product-service/option/{colour}/value").response]
    assert 400 == ask("POST", f"product-service/option/{colour}/value", {"optionValueName": "Red"}).status
    kind = ask.id("POST", "product-service/product-type", {"name": "Mugs"})
    assert 200 == ask("POST", f"product-service/product-type/{kind}/option-association/{colour}").status
    (shown,) = ask("GET", f"product-service/product-type/{kind}").response
    assert [{"id": colour, "name": "Colour"}] == shown["associations"]["options"]


def test_an_identity_takes_away_every_code_that_it_leaves_out(ask: Asking) -> None:
    assert 200 == ask("PUT", f"product-service/product/{MUG}/identity", {"sku": "NEW", "ean": "123"}).status
    assert {"sku": "NEW", "ean": "123"} == ask("GET", f"product-service/product/{MUG}").response[0]["identity"]
    assert 400 == ask("PUT", f"product-service/product/{PLATE}/identity", {"sku": "NEW"}).status
    assert 400 == ask("PUT", f"product-service/product/{PLATE}/identity", {"sku": "X" * 33}).status


def test_a_group_holds_the_products_it_was_given_last(ask: Asking) -> None:
    assert 200 == ask("PUT", "product-service/product-group/7", {"productIds": [MUG, PLATE]}).status
    assert [{"id": 7, "productIds": [MUG, PLATE]}] == ask("GET", "product-service/product-group/7").response
    ask("PUT", "product-service/product-group/7", {"productIds": [MUG]})
    assert [{"id": 7, "productIds": [MUG]}] == ask("GET", "product-service/product-group/7").response
    assert 400 == ask("PUT", "product-service/product-group/7", {"productIds": [9999]}).status
    assert 404 == ask("GET", "product-service/product-group/8").status


def test_a_product_tells_the_bundles_that_contain_it(ask: Asking) -> None:
    assert [{"id": MUG, "bundles": [{"id": SET}]}] == ask("GET", f"product-service/product/{MUG}/bundle").response
    assert 404 == ask("GET", f"product-service/product/{SET}/bundle").status


def variation(option: int, value: int) -> dict[str, Any]:
    """A product's value of an option."""
    return {"variations": [{"optionId": option, "optionName": "Colour", "optionValueId": value, "optionValue": "Red"}]}


def test_products_tell_their_option_values(ask: Asking) -> None:
    ask("PUT", f"product-service/product/{MUG}", variation(1, 11))
    ask("PUT", f"product-service/product/{PLATE}", variation(1, 12))
    path = f"product-service/product/{MUG},{PLATE}/option-value"
    assert [11, 12] == [each["optionValueId"] for each in ask("GET", path).response]
    assert [PLATE] == [each["productId"] for each in ask("GET", f"{path}/12").response]
    assert {"getUris": [f"/product/{MUG}-{PLATE}/option-value"]} == ask("OPTIONS", path).response
    assert {"getUris": [f"/product/{PLATE}/option-value/12"]} == ask("OPTIONS", f"{path}/12").response


def test_suppliers_are_added_and_removed_each_with_an_outcome(ask: Asking) -> None:
    address = ask.id("POST", "contact-service/postal-address", {"addressLine1": "1 Test Street", "countryIsoCode": "GBR"})
    person = {"firstName": "Sam", "lastName": "Potter", "postAddressIds": {"DEF": address}}
    supplier = ask.id("POST", "contact-service/contact", {**person, "relationshipToAccount": {"isSupplier": True}})
    customer = ask.id("POST", "contact-service/contact", person)
    path = f"product-service/product/{MUG}/supplier"
    mixed = ask("POST", path, [supplier, customer])
    assert (207, {str(supplier): 200, str(customer): 400}) == (mixed.status, mixed.response["resourceStatuses"])
    assert {str(MUG): [supplier]} == ask("GET", path).response
    assert 200 == ask("DELETE", path, [supplier]).status
    assert 207 == ask("DELETE", path, [supplier]).status
    assert 400 == ask("GET", f"product-service/product/{MUG},9999/supplier").status
    assert 200 == ask("PUT", f"product-service/primary-supplier/{supplier}/product", {"productIds": [MUG]}).status
    assert supplier == ask("GET", f"product-service/product/{MUG}").response[0]["primarySupplierId"]
