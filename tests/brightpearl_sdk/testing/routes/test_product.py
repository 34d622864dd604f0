from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from brightpearl_sdk._kernel.jsontext import loads
from brightpearl_sdk._kernel.operation import Request
from tests.brightpearl_sdk.testing.asking import MUG, PLATE, SERVICE, SET, Asking, Clock, account, customer, product

PATH = "product-service/product"


@pytest.fixture
def ask() -> Asking:
    return account()


def new(name: str = "Teapot", **more: Any) -> dict[str, Any]:
    return {"brandId": 1, "salesChannels": [{"salesChannelName": "Brightpearl", "productName": name}], **more}


def shown(ask: Asking, id: int, **query: Any) -> Any:
    return ask("GET", f"{PATH}/{id}", **query).response[0]


# Products.


def test_a_product_is_made_from_very_little(ask: Asking) -> None:
    id = ask.id("POST", PATH, new())
    found = shown(ask, id)
    assert (1005, "LIVE", True, "4000", {"bundle": False}) == (
        id,
        found["status"],
        found["stock"]["stockTracked"],
        found["nominalCodeSales"],
        found["composition"],
    )


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"salesChannels": [{"productName": "x"}]}, "PRDC-014"),
        ({"brandId": None, "salesChannels": [{"productName": "x"}]}, "PRDC-014"),
        ({"brandId": 99, "salesChannels": [{"productName": "x"}]}, None),
        ({"brandId": 1}, None),
        (new(identity={"sku": "x" * 33}), None),
        (new(identity={"ean": "x" * 15}), None),
        (new(identity={"sku": "MUG"}), None),
    ],
)
def test_a_product_that_breaks_a_rule_is_refused(ask: Asking, given: Any, code: str | None) -> None:
    answered = ask("POST", PATH, given)
    assert (400, [code or answered.codes[0]]) == answered.refusal


def test_a_bundle_is_never_counted(ask: Asking) -> None:
    assert False is shown(ask, SET)["stock"]["stockTracked"]


def test_a_put_changes_what_it_names(ask: Asking) -> None:
    assert {} == ask("PUT", f"{PATH}/{MUG}", {"salesChannels": [{"salesChannelName": "Brightpearl", "productName": "Cup"}]}).document
    found = shown(ask, MUG)
    assert ("Cup", "MUG") == (found["salesChannels"][0]["productName"], found["identity"]["sku"])


def test_a_version_is_the_moment_of_the_last_change_in_milliseconds() -> None:
    clock = Clock()
    ask = account(clock=clock)
    clock.pass_(seconds=1)
    ask("PUT", f"{PATH}/{MUG}", {"featured": True})
    assert int(clock.now.timestamp() * 1000) == shown(ask, MUG)["version"]


def test_a_change_for_another_version_is_refused(ask: Asking) -> None:
    version = str(shown(ask, MUG)["version"])
    assert [200, 412] == [ask("PUT", f"{PATH}/{MUG}", {"featured": True}, headers={"If-Match": version}).status for _ in range(2)]


def test_two_products_cannot_have_one_sku(ask: Asking) -> None:
    assert [400, 200] == [ask("PUT", f"{PATH}/{PLATE}", {"identity": {"sku": sku}}).status for sku in ("MUG", "PLATE")]


def test_products_that_are_not_there_are_404(ask: Asking) -> None:
    assert [404, 404] == [ask("GET", f"{PATH}/9998-9999").status, ask("PUT", f"{PATH}/9999", {}).status]


def test_an_sku_is_found_exactly(ask: Asking) -> None:
    assert ([MUG], []) == tuple(ask("GET", "product-service/product-search", SKU=sku).column("productId") for sku in ("mug", "mu"))


def test_making_and_changing_raise_events(ask: Asking) -> None:
    ask("POST", PATH, new())
    ask("PUT", f"{PATH}/{MUG}", {"featured": True})
    assert [("product.created", 1005), ("product.modified", MUG)] == [(each["event"], each["id"]) for each in ask.double.state.events]


# Prices.


def prices(ask: Asking, path: str) -> dict[int, dict[int, Any]]:
    found = ask("GET", f"product-service/product-price/{path}").response
    return {each["productId"]: {of["priceListId"]: of["quantityPrice"] for of in each["priceLists"]} for each in found}


def test_prices_are_told_by_list_and_by_quantity(ask: Asking) -> None:
    assert {MUG: {1: {"1": "10.0000"}, 2: {}}} == prices(ask, f"{MUG}/price-list/1,2")


def test_every_list_is_told_unless_some_are_named(ask: Asking) -> None:
    assert {1, 2, 3, 4, 5} == set(prices(ask, str(MUG))[MUG])


def test_a_list_tells_its_currency(ask: Asking) -> None:
    (found,) = ask("GET", f"product-service/product-price/{MUG}/price-list/4").response
    assert ("EUR", 2) == (found["priceLists"][0]["currencyCode"], found["priceLists"][0]["currencyId"])


def test_a_put_replaces_the_breaks_of_the_lists_it_names(ask: Asking) -> None:
    lists = [{"priceListId": 1, "quantityPrice": {"1": 100, "5": "9.555"}}, {"priceListId": 2, "quantityPrice": {"1": Decimal("4.5")}}]
    assert {} == ask("PUT", f"product-service/product-price/{MUG}/price-list", {"priceLists": lists}).document
    assert {MUG: {1: {"1": "100.0000", "5": "9.5550"}, 2: {"1": "4.5000"}}} == prices(ask, f"{MUG}/price-list/1-2")
    ask("PUT", f"product-service/product-price/{MUG}/price-list", {"priceLists": [{"priceListId": 1, "quantityPrice": {"1": 90}}]})
    assert {MUG: {1: {"1": "90.0000"}, 2: {"1": "4.5000"}}} == prices(ask, f"{MUG}/price-list/1-2")


@pytest.mark.parametrize(
    ("lists", "code"),
    [
        ([{"priceListId": 1, "quantityPrice": {}}], "PRDC-031"),
        ([{"priceListId": 99, "quantityPrice": {"1": 1}}], None),
        ([{"priceListId": 1, "quantityPrice": {"1": "dear"}}], None),
        ([{"priceListId": 1, "quantityPrice": {"1": 5}}, {"priceListId": 99, "quantityPrice": {"1": 1}}], None),
    ],
)
def test_prices_that_cannot_be_leave_all_as_it_was(ask: Asking, lists: Any, code: str | None) -> None:
    answered = ask("PUT", f"product-service/product-price/{MUG}/price-list", {"priceLists": lists})
    assert (400, [code or answered.codes[0]]) == answered.refusal
    assert {"1": "10.0000"} == prices(ask, f"{MUG}/price-list/1")[MUG][1]


def test_prices_of_no_product_are_404(ask: Asking) -> None:
    answered = ask("GET", "product-service/product-price/1")
    assert [{"code": "CMNC-404", "message": "No Product Prices Found"}] == answered.document["errors"]


def test_price_lists_are_shown_as_recorded(ask: Asking) -> None:
    (found,) = ask("GET", "product-service/price-list/3").response
    assert ("Retail incl. tax", "SELL", True) == (found["name"]["text"], found["priceListTypeCode"], found["gross"])


@pytest.mark.parametrize("quantity", ["0", "-1", "few"])
def test_a_break_is_a_number_of_pieces(ask: Asking, quantity: str) -> None:
    lists = [{"priceListId": 1, "quantityPrice": {quantity: 1}}]
    assert 400 == ask("PUT", f"product-service/product-price/{MUG}/price-list", {"priceLists": lists}).status


def test_a_price_list_may_have_a_code_of_its_own_for_a_product(ask: Asking) -> None:
    ask(
        "PUT",
        f"product-service/product-price/{MUG}/price-list",
        {"priceLists": [{"priceListId": 1, "quantityPrice": {"1": 1}, "sku": "M-1"}]},
    )
    (found,) = ask("GET", f"product-service/product-price/{MUG}/price-list/1-2").response
    assert ["M-1", None] == [each.get("sku") for each in found["priceLists"]]


# What a customer pays.


def pricing(ask: Asking, contact: int, products: str) -> Any:
    """Pricing stands beside the public API."""
    path = f"/api-v3/acme/pricing/customer/{contact}/product-price/{products}"
    response = ask.double.handle(Request(method="GET", path=path, headers=ask.signed))
    return response.status, loads(response.content)


def test_a_customer_is_told_its_prices(ask: Asking) -> None:
    contact = customer(ask, financialDetails={"priceListId": 1, "discountPercentage": 10, "taxCodeId": 2})
    status, document = pricing(ask, contact, f"{MUG}-{PLATE}")
    finances = {"priceListId": 1, "currencyCode": "GBP", "discountPercentage": 10, "taxCode": {"code": "T20", "rate": 20}}
    mug = {
        "productId": MUG,
        "sku": "MUG",
        "financialDetails": {"taxable": True, "taxCode": {"code": "T0", "rate": 0}},
        "priceList": {"priceListId": 1, "currencyCode": "GBP", "quantityPrice": {"1": "10.0000"}},
    }
    assert (200, {"customerId": contact, "financialDetails": finances}, mug, PLATE) == (
        status,
        document["response"]["customer"],
        document["response"]["products"][0],
        document["response"]["products"][1]["productId"],
    )


def test_prices_of_nobody_and_of_nothing_are_404(ask: Asking) -> None:
    contact = customer(ask)
    assert [404, 404] == [pricing(ask, *each)[0] for each in ((999, str(MUG)), (contact, "9999"))]


# What is available.


def available(ask: Asking, ids: str) -> Any:
    return ask("GET", f"warehouse-service/product-availability/{ids}")


def test_pieces_are_told_in_whole_and_by_warehouse(ask: Asking) -> None:
    def pieces(count: int) -> dict[str, int]:
        return {"inStock": count, "onHand": count, "allocated": 0, "inTransit": 0}

    assert {
        str(MUG): {"total": pieces(14), "warehouses": {"2": pieces(10), "3": pieces(4)}},
        str(PLATE): {"total": pieces(6), "warehouses": {"2": pieces(6)}},
    } == available(ask, f"{MUG}-{PLATE}").response


@pytest.mark.parametrize(
    ("ids", "refusal", "message"),
    [
        (f"{MUG},{SERVICE}", (400, ["WHSC-097"]), "This is a non stock tracked product."),
        (f"{MUG},{SERVICE},{SET}", (400, ["WHSC-097"]), "These are non stock tracked products."),
        ("", (400, ["WHSC-020"]), "You must specify at least one product Id when performing an availability check"),
    ],
)
def test_one_product_that_is_not_counted_fails_the_whole_set(ask: Asking, ids: str, refusal: Any, message: str) -> None:
    answered = available(ask, ids)
    assert (refusal, message) == (answered.refusal, answered.document["errors"][0]["message"])


def test_one_product_that_does_not_exist_fails_the_whole_set(ask: Asking) -> None:
    assert 400 == available(ask, f"{MUG},9999").status


def test_a_product_that_never_stood_anywhere_has_no_warehouses(ask: Asking) -> None:
    ask.double.load("products", [product(2000, "Teapot")])
    assert {"total": {"inStock": 0, "onHand": 0, "allocated": 0, "inTransit": 0}, "warehouses": {}} == available(ask, "2000").response[
        "2000"
    ]


def test_an_order_promises_nothing_until_stock_is_allocated(ask: Asking) -> None:
    before = available(ask, str(MUG)).response
    ask("POST", "order-service/order", {"orderTypeCode": "SO", "parties": {"customer": {"contactId": 200}}})
    assert before == available(ask, str(MUG)).response
