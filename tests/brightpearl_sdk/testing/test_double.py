from __future__ import annotations

import json
import re
from datetime import timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brightpearl_sdk._kernel.jsontext import loads
from brightpearl_sdk._kernel.operation import Request
from brightpearl_sdk.testing import BrightpearlDouble
from brightpearl_sdk.testing.call import Route
from brightpearl_sdk.testing.routes import ROUTES
from tests.brightpearl_sdk.testing.asking import MUG, SIGNED, Asking, account, customer, low_order, order, payment, product, sales_order

# Envelope and headers.


def test_an_answer_is_an_envelope_and_a_create_is_its_id() -> None:
    ask = account()
    answered = ask("POST", "contact-service/postal-address", {"addressLine1": "1 Test Street", "countryIsoCode": "GBR"})
    assert (200, {"response": 100}) == (answered.status, answered.document)


def test_a_refusal_lists_codes_and_messages_and_holds_no_response() -> None:
    answered = account()("GET", "contact-service/contact/1")
    assert (404, {"errors": [{"code": "CMNC-404", "message": "No Contact Found"}]}) == (answered.status, answered.document)


def test_an_answer_without_content_is_an_empty_object() -> None:
    ask = account()
    assert {} == ask("PUT", f"order-service/order/{order(ask)}/status", {"orderStatusId": 3}).document


def test_every_answer_has_the_headers_of_the_api() -> None:
    answered = account()("GET", "order-service/order-search")
    assert {
        "Content-Type": "application/json;charset=UTF-8",
        "Cache-Control": "no-cache, must-revalidate",
        "Expires": "Mon, 20 Dec 1998 01:00:00 GMT",
        "Message-Type": "bulk-data-search",
        "Brightpearl-Requests-Remaining": "199",
        "Brightpearl-Next-Throttle-Period": "60000",
        "Brightpearl-Installed-Integration-Instance-Id": "11",
    } == {name: value for name, value in answered.headers if name != "Ruid"}


def test_every_answer_has_an_id_of_its_own_that_is_the_same_on_every_run() -> None:
    def ruids() -> list[str]:
        ask = account()
        return [str(UUID(ask("GET", "order-service/order-type").header("Ruid") or "")) for _ in range(2)]

    assert (2, ruids()) == (len(set(ruids())), ruids())


@pytest.mark.parametrize(
    ("method", "path", "message_type"),
    [
        ("GET", "order-service/order/1", "get-order"),
        ("POST", "order-service/order/1/row", "post-order-row"),
        ("PUT", "order-service/order/1/status", "put-order-status"),
        ("OPTIONS", "order-service/order", "options-order"),
        ("OPTIONS", "product-service/product/1", "product-options"),
        ("GET", "product-service/product/1", "product-get"),
        ("GET", "product-service/product-price/1", "get-product-price"),
        ("PUT", "product-service/product-price/1/price-list", "put-product-price"),
        ("PATCH", "contact-service/contact/1/custom-field", "patch-custom-fields"),
        ("GET", "product-service/product-search/meta-data", "bulk-data-search"),
    ],
)
def test_the_message_type_is_the_one_that_was_recorded(method: str, path: str, message_type: str) -> None:
    assert message_type == account()(method, path).header("Message-Type")


# Addresses.


def test_a_path_that_leads_nowhere_is_404() -> None:
    answered = account()("GET", "order-service/odour")
    assert [{"code": "CMNC-404", "message": "Cannot find the resource /order-service/odour"}] == answered.document["errors"]


def test_a_verb_that_a_path_does_not_offer_is_405() -> None:
    assert 405 == account()("DELETE", "order-service/order/1").status


def test_another_account_is_not_here() -> None:
    response = BrightpearlDouble().handle(Request(method="GET", path="/public-api/globex/order-service/order/1", headers=SIGNED))
    assert 404 == response.status


def test_a_collection_may_end_with_a_slash() -> None:
    assert 200 == account()("GET", "accounting-service/tax-code/").status


def test_an_escaped_comma_separates_ids_as_a_raw_one() -> None:
    ask = account()
    assert ask("GET", "product-service/product/1001,1002").document == ask("GET", "product-service/product/1001%2C1002").document


def test_no_two_routes_answer_the_same_requests() -> None:
    shapes = [(route.method, *("{}" if part.startswith("{") else part for part in route.path.split("/"))) for route in ROUTES]
    assert [] == sorted({shape for shape in shapes if shapes.count(shape) > 1})


# Whatever comes in.


SCALARS = st.none() | st.booleans() | st.integers() | st.text()
BODIES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=4)


@given(st.sampled_from([route for route in ROUTES if route.method != "GET"]), BODIES)
def test_a_route_answers_any_body(route: Route, body: object) -> None:
    answered = account()(route.method, re.sub(r"\{\w+\}", "1", route.path), body)
    assert {"response"} >= set(answered.document) or {"errors"} == set(answered.document)


@pytest.mark.parametrize("content", [b"{", b"\xff", b"[" * 100_000, b"null", b'"text"'])
def test_a_body_that_is_not_json_is_refused(content: bytes) -> None:
    double = BrightpearlDouble()
    response = double.handle(Request(method="POST", path="/public-api/acme/order-service/order", headers=SIGNED, content=content))
    assert (400, "CMNC-010") == (response.status, loads(response.content)["errors"][0]["code"])


def test_what_came_in_is_kept() -> None:
    ask = account()
    ask("GET", "order-service/order/1", pageSize=3)
    (request,) = ask.double.requests
    assert ("GET", "/public-api/acme/order-service/order/1", "3") == (request.method, request.path, request.parameter("pageSize"))


# The account's zone.


def test_moments_are_shown_in_the_account_zone_with_milliseconds() -> None:
    ask = account(zone=timezone(timedelta(hours=-6)))
    assert "2026-03-02T04:15:00.000-06:00" == low_order(ask, order(ask))["createdOn"]


def test_a_bare_date_is_utc_midnight() -> None:
    ask = account(zone=timezone(timedelta(hours=-6)))
    id = order(ask, delivery={"date": "2026-03-10"})
    assert "2026-03-09T18:00:00.000-06:00" == low_order(ask, id)["delivery"]["deliveryDate"]


# Snapshots.


def test_a_snapshot_is_plain_json_and_brings_everything_back() -> None:
    ask = account()
    contact = customer(ask, financialDetails={"creditLimit": Decimal("12.5")})
    id = order(ask, contact=contact)
    ask("POST", "accounting-service/customer-payment", payment(id))
    kept = json.loads(json.dumps(ask.double.snapshot()))
    before = sales_order(ask, id)
    ask("PUT", f"order-service/order/{id}/status", {"orderStatusId": 3})
    ask.double.restore(kept)
    assert kept == ask.double.snapshot()
    assert before == sales_order(ask, id)


def test_a_snapshot_can_be_restored_into_another_double() -> None:
    ask, other = account(), account()
    id = order(ask)
    other.double.restore(ask.double.snapshot())
    assert sales_order(ask, id) == sales_order(other, id)


def test_ids_go_on_where_a_snapshot_left_off() -> None:
    ask = account()
    first = order(ask)
    ask.double.restore(ask.double.snapshot())
    assert first + 1 == order(ask)


def test_a_restored_double_does_not_share_the_snapshot() -> None:
    ask = account()
    kept = ask.double.snapshot()
    ask.double.restore(kept)
    order(ask)
    assert "orders" not in kept["tables"]


# What a test puts in and looks at.


def test_a_record_is_looked_at_as_a_copy() -> None:
    ask = account()
    looked = ask.double.record("products", MUG) or {}
    looked["status"] = "ARCHIVED"
    assert "LIVE" == ask("GET", f"product-service/product/{MUG}").response[0]["status"]


def test_an_account_without_reference_data_has_nothing_in_it() -> None:
    assert 404 == Asking(BrightpearlDouble(reference=False))("GET", "accounting-service/tax-code").status


def test_stock_is_put_only_where_there_is_a_warehouse() -> None:
    with pytest.raises(LookupError, match="There is no warehouse 9"):
        account().double.load("products", [product(2000, "Teapot", stock_on_hand={9: 1})])


def test_the_base_currency_is_the_account_own() -> None:
    ask = account(base_currency="USD")
    shown = ask("GET", "integration-service/account-configuration").response["configuration"]
    currencies = {each["code"]: (each["exchangeRate"], each["isDefault"]) for each in ask("GET", "accounting-service/currency-search").rows}
    assert ("USD", ("1.000000", True), False) == (shown["baseCurrencyCode"], currencies["USD"], currencies["GBP"][1])


def test_every_setting_of_the_account_is_text() -> None:
    assert {str} == {
        type(each) for each in account()("GET", "integration-service/account-configuration").response["configuration"].values()
    }


def test_the_instance_of_an_app_can_be_renamed() -> None:
    ask = account()
    ask("PUT", "integration-service/integration/instance", {"instanceName": "My shop"})
    shown = {"installedIntegrationInstanceId": 11, "installedIntegrationId": 7, "instanceName": "My shop"}
    assert shown == ask("GET", "integration-service/integration/instance").response
