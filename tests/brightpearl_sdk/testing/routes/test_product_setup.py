"""What products are sorted by, and what else is known of them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.brightpearl_sdk.testing.asking import MUG, PLATE, SERVICE, SET, Asking, account, low_order, order, supplier


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


# Options that products vary in.


def colour(ask: Asking, *values: str, name: str = "Colour", type_id: int = 1) -> tuple[int, list[int]]:
    """The ids of an option that products of a type vary in, and of its values."""
    option = ask.id("POST", "product-service/option", {"name": name})
    ask.id("POST", f"product-service/product-type/{type_id}/option-association/{option}")
    return option, [ask.id("POST", f"product-service/option/{option}/value", {"optionValueName": value}) for value in values]


def varying(*pairs: tuple[int, int]) -> dict[str, Any]:
    """A product's values of options."""
    return {"variations": [{"optionId": option, "optionValueId": value} for option, value in pairs]}


def test_products_tell_their_option_values(ask: Asking) -> None:
    option, (red, blue) = colour(ask, "Red", "Blue")
    ask("PUT", f"product-service/product/{MUG}", varying((option, red)))
    ask("PUT", f"product-service/product/{PLATE}", varying((option, blue)))
    path = f"product-service/product/{MUG},{PLATE}/option-value"
    assert {"productId": MUG, "optionId": option, "optionName": "Colour", "optionValueId": red, "optionValue": "Red"} == ask(
        "GET", path
    ).response[0]
    assert [PLATE] == [each["productId"] for each in ask("GET", f"{path}/{blue}").response]
    assert {"getUris": [f"/product/{MUG}-{PLATE}/option-value"]} == ask("OPTIONS", path).response
    assert {"getUris": [f"/product/{PLATE}/option-value/{blue}"]} == ask("OPTIONS", f"{path}/{blue}").response


def test_option_values_stand_on_the_rows_of_orders(ask: Asking) -> None:
    option, (red,) = colour(ask, "Red")
    ask("PUT", f"product-service/product/{MUG}", varying((option, red)))
    (line,) = low_order(ask, order(ask))["orderRows"].values()
    assert {"Colour": "Red"} == line["productOptions"]


def test_a_product_varies_only_in_options_of_its_type_and_in_values_of_theirs(ask: Asking) -> None:
    kind = ask.id("POST", "product-service/product-type", {"name": "Mugs"})
    option, (red,) = colour(ask, "Red", type_id=kind)
    other, (big,) = colour(ask, "Big", name="Size")
    pairs = ((option, red), (other, red), (99, red), (other, 99), (other, big))
    assert [400, 400, 400, 400, 200] == [ask("PUT", f"product-service/product/{MUG}", varying(pair)).status for pair in pairs]


def test_products_of_one_name_are_variants_of_each_other(ask: Asking) -> None:
    option, (red, blue) = colour(ask, "Red", "Blue")
    found = []
    for value in (red, blue, blue):
        given = {"brandId": 1, "salesChannels": [{"productName": "Teapot"}], **varying((option, value))}
        found.append(ask("POST", "product-service/product", given))
    first, second = (each.response for each in found[:2])
    assert ([200, 200, 400], [{"id": 1, "productIds": [first, second]}]) == (
        [each.status for each in found],
        ask("GET", "product-service/product-group/1").response,
    )
    assert [first, second] == ask("GET", "product-service/product-search", productGroupId=1).column("productId")


def test_a_product_that_gets_the_name_of_another_joins_its_group(ask: Asking) -> None:
    ask("PUT", f"product-service/product/{MUG}", {"salesChannels": [{"productName": "plate"}]})
    assert [{"id": 1, "productIds": [MUG, PLATE]}] == ask("GET", "product-service/product-group/1").response


def test_a_group_varies_in_four_options_at_most(ask: Asking) -> None:
    pairs = []
    for number in range(5):
        option, (value,) = colour(ask, "One", name=f"Option {number}")
        pairs.append((option, value))
    assert [200, 400] == [ask("PUT", f"product-service/product/{MUG}", varying(*pairs[:many])).status for many in (4, 5)]


# What a product refers to has to exist.


@pytest.mark.parametrize(
    "given",
    [
        {"brandId": 99},
        {"productTypeId": 99},
        {"collectionId": 99},
        {"collectionId": 1, "brandId": 1},
        {"financialDetails": {"taxCode": {"code": "T99"}}},
        {"salesChannels": [{"salesChannelName": "Shop", "productName": "Mug"}]},
        {"salesChannels": [{"productName": "Mug", "categories": [{"categoryCode": "99"}]}]},
    ],
)
def test_a_product_whose_references_do_not_exist_is_refused(ask: Asking, given: dict[str, Any]) -> None:
    brand = ask.id("POST", "product-service/brand", {"name": "Potter"})
    ask.double.load("collections", [{"id": 1, "name": "Autumn", "brandId": brand}])
    assert 400 == ask("PUT", f"product-service/product/{MUG}", given).status


def test_a_collection_is_of_the_product_brand(ask: Asking) -> None:
    brand = ask.id("POST", "product-service/brand", {"name": "Potter"})
    ask.double.load("collections", [{"id": 1, "name": "Autumn", "brandId": brand}])
    assert 200 == ask("PUT", f"product-service/product/{MUG}", {"collectionId": 1, "brandId": brand}).status
    assert [1] == ask("GET", "product-service/collection-search", brandId=brand).column("collectionId")


@pytest.mark.parametrize("named", [{"id": 2}, {"code": "T20"}, {"id": 2, "code": "T20"}])
def test_a_tax_code_is_named_by_id_or_by_code(ask: Asking, named: dict[str, Any]) -> None:
    ask("PUT", f"product-service/product/{MUG}", {"financialDetails": {"taxCode": named}})
    assert {"taxable": True, "taxCode": {"id": 2, "code": "T20"}} == ask("GET", f"product-service/product/{MUG}").response[0][
        "financialDetails"
    ]


def test_a_category_is_taken_as_a_number_and_shown_as_text(ask: Asking) -> None:
    ask("PUT", f"product-service/product/{MUG}", {"salesChannels": [{"categories": [{"categoryCode": 1}]}]})
    ask("PUT", f"product-service/product/{MUG}", {"salesChannels": [{"productName": "Cup"}]})
    (channel,) = ask("GET", f"product-service/product/{MUG}").response[0]["salesChannels"]
    assert ("Cup", [{"categoryCode": "1"}]) == (channel["productName"], channel["categories"])


# Suppliers.


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


def test_a_supplier_is_added_once(ask: Asking) -> None:
    path, seller = f"product-service/product/{MUG}/supplier", supplier(ask)
    first, again = ask("POST", path, [seller]), ask("POST", path, [seller])
    assert ({"resourceErrors": {}, "resourceStatuses": {str(seller): 200}}, {str(seller): 409}) == (
        first.response,
        again.response["resourceStatuses"],
    )
    assert "supplierIds" not in ask("GET", f"product-service/product/{MUG}").response[0]


def test_a_primary_supplier_has_to_be_one_and_is_one_of_the_suppliers(ask: Asking) -> None:
    seller = supplier(ask)
    given: tuple[tuple[int, list[int]], ...] = ((seller + 1, [MUG]), (seller, [9999]), (seller, []), (seller, [MUG]))
    found = [ask("PUT", f"product-service/primary-supplier/{id}/product", {"productIds": ids}).status for id, ids in given]
    assert ([404, 400, 400, 200], {str(MUG): [seller]}) == (found, ask("GET", f"product-service/product/{MUG}/supplier").response)
    assert [MUG] == ask("GET", "product-service/product-search", primarySupplierId=seller).column("productId")


def test_products_are_had_from_warehouses_and_from_suppliers(ask: Asking) -> None:
    seller = supplier(ask)
    ask("POST", f"product-service/product/{PLATE}/supplier", [seller])
    ask("PUT", f"product-service/product-price/{PLATE}/price-list", {"priceLists": [{"priceListId": 2, "quantityPrice": {"1": 4}}]})
    found = ask("GET", f"warehouse-service/fulfilment-source/{MUG}-{SERVICE}").response
    assert ({str(MUG), str(PLATE)}, [SERVICE]) == (set(found["availableProducts"]), found["unavailableProducts"])
    assert {"2": {"onHand": 10}, "3": {"onHand": 4}} == found["availableProducts"][str(MUG)]["warehouses"]
    costs = found["availableProducts"][str(PLATE)]["suppliers"][str(seller)]
    assert {"sku": "PLATE", "costPoints": {"currencyCode": "GBP", "costPoints": [{"minimum": 1, "cost": 4}]}} == costs


# The rest.


def test_custom_fields_of_many_products_are_a_map(ask: Asking) -> None:
    ask.double.load(
        "custom_fields", [{"id": 1, "of": "product", "code": "PCF_A", "name": "A", "customFieldType": "TEXT", "required": False}]
    )
    ask("PATCH", f"product-service/product/{MUG}/custom-field", [{"op": "add", "path": "/PCF_A", "value": "a"}])
    assert {str(MUG): {"PCF_A": "a"}, str(PLATE): {}} == ask("GET", f"product-service/product-custom-field/{MUG},{PLATE},9999").response


def test_a_new_identity_is_a_change_of_the_product(ask: Asking) -> None:
    version = ask("GET", f"product-service/product/{MUG}").response[0]["version"]
    ask("PUT", f"product-service/product/{MUG}/identity", {"sku": "NEW"})
    changed = ask("GET", f"product-service/product/{MUG}").response[0]
    assert ("product.modified", True) == (ask.double.state.events[-1]["event"], changed["version"] > version)


def test_a_brand_without_a_name_is_refused_as_recorded(ask: Asking) -> None:
    answered = ask("POST", "product-service/brand", {})
    assert (400, [{"code": "PRDC-024", "message": "Brand name is required"}]) == (answered.status, answered.document["errors"])


def test_a_discount_tells_how_often_it_was_used(ask: Asking) -> None:
    ask.double.load("discounts", [{"id": 1, "contactUsages": {"200": 2, "201": 3}}])
    assert {"usages": 5} == ask("GET", "product-service/discount/1/total-usage").response
    assert [{"contactId": 200, "usages": 2}] == ask("GET", "product-service/discount/1/contact-usage/200").response
    assert [404, 404] == [ask("GET", f"product-service/discount/2/{path}").status for path in ("total-usage", "contact-usage/200")]


def test_channels_and_their_brands_are_listed(ask: Asking) -> None:
    assert ["Web shop", "Telephone"] == [each["name"] for each in ask("GET", "product-service/channel").response]
    assert [1] == [each["channelBrandId"] for each in ask("GET", "product-service/channel-brand").response]
