"""Whom the double lets in: Basic and query keys over https, signatures anywhere, each nonce once."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from attrs import evolve

from tests.woocommerce_sdk.testing.asking import NOW, basic, double, refusal, request, respond
from woocommerce_sdk._kernel import jsontext
from woocommerce_sdk._kernel.operation import Request, Response
from woocommerce_sdk.auth import base_string, signature
from woocommerce_sdk.testing import DEMO_KEY, Key, WooCommerceDouble

READER = Key(consumer_key="ck_reader", consumer_secret="cs_reader", permissions="read")
WRITER = Key(consumer_key="ck_writer", consumer_secret="cs_writer", permissions="write")
CUSTOMER = Key(consumer_key="ck_customer", consumer_secret="cs_customer", role="customer")
STRANGER = (401, "woocommerce_rest_cannot_view")
FALSE = (401, "woocommerce_rest_authentication_error")


def signed(target: str, *, scheme: str = "http", method: str = "GET", nonce: str = "n1", age: int = 0, secret: str = "cs_demo") -> Request:
    """A request signed as the client signs."""
    plain = request(method, target, scheme=scheme)
    oauth = (
        ("oauth_consumer_key", DEMO_KEY.consumer_key),
        ("oauth_nonce", nonce),
        ("oauth_signature_method", "HMAC-SHA256"),
        ("oauth_timestamp", str(int(NOW.timestamp()) - age)),
    )
    base = base_string(method, f"{plain.origin}{plain.path}", (*plain.query, *oauth))
    return evolve(plain, query=(*plain.query, *oauth, ("oauth_signature", signature(base, secret))))


def tampered(asked: Request, name: str, value: str) -> Request:
    return evolve(asked, query=tuple((key, value if key == name else old) for key, old in asked.query))


def message(response: Response) -> str:
    return str(jsontext.loads(response.content)["message"])


def test_a_key_in_the_header_is_let_in_over_https() -> None:
    assert 200 == respond(double(), "GET", "/orders").status


def test_a_key_in_the_header_is_ignored_over_plain_http() -> None:
    assert STRANGER == refusal(respond(double(), "GET", "/orders", scheme="http"))


def test_a_key_in_the_query_is_let_in_over_https() -> None:
    keys = urlencode({"consumer_key": DEMO_KEY.consumer_key, "consumer_secret": DEMO_KEY.consumer_secret})
    assert 200 == respond(double(), "GET", f"/orders?{keys}", key=None).status


def test_a_key_in_the_query_is_ignored_over_plain_http() -> None:
    keys = urlencode({"consumer_key": DEMO_KEY.consumer_key, "consumer_secret": DEMO_KEY.consumer_secret})
    assert STRANGER == refusal(respond(double(), "GET", f"/orders?{keys}", key=None, scheme="http"))


def test_nobody_reads_orders_without_a_key() -> None:
    assert STRANGER == refusal(respond(double(), "GET", "/orders", key=None))


def test_an_unknown_key_is_nobody() -> None:
    assert STRANGER == refusal(respond(double(), "GET", "/orders", key=READER))


def test_a_wrong_secret_is_told() -> None:
    answer = respond(double(), "GET", "/orders", key=evolve(DEMO_KEY, consumer_secret="cs_other"))
    assert (FALSE, "Consumer secret is invalid.") == (refusal(answer), message(answer))


def test_a_key_in_the_query_goes_before_the_one_in_the_header() -> None:
    shop = double()
    asked = request("GET", "/orders?consumer_key=ck_unknown&consumer_secret=cs", headers=basic())
    assert STRANGER == refusal(shop.handle(asked))


@pytest.mark.parametrize(
    ("key", "method", "wanted"),
    [(READER, "POST", "write"), (READER, "DELETE", "write"), (WRITER, "GET", "read"), (WRITER, "HEAD", "read")],
)
def test_a_key_does_what_it_is_permitted(key: Key, method: str, wanted: str) -> None:
    shop = double(keys=(key,))
    answer = respond(shop, method, "/orders/1" if method == "DELETE" else "/orders", key=key)
    told = "" if method == "HEAD" else message(answer)
    assert (401, "" if method == "HEAD" else f"The API key provided does not have {wanted} permissions.") == (answer.status, told)


def test_a_customers_key_sees_nothing_of_the_shop() -> None:
    assert (403, "woocommerce_rest_cannot_view") == refusal(respond(double(keys=(CUSTOMER,)), "GET", "/orders", key=CUSTOMER))


def test_a_reading_key_that_overrides_the_method_is_held_to_the_method_it_asks_for() -> None:
    shop = double(keys=(READER,))
    assert FALSE == refusal(respond(shop, "GET", "/orders/1?_method=DELETE", key=READER))


def test_no_key_counts_where_the_route_is_in_the_query() -> None:
    shop = double()
    asked = evolve(request("GET", "", headers=basic()), path="/", query=(("rest_route", "/wc/v3/orders"),))
    assert STRANGER == refusal(shop.handle(asked))


# Signatures.


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_signed_request_is_let_in(scheme: str) -> None:
    assert 200 == double().handle(signed("/orders?status=any&per_page=5", scheme=scheme)).status


@pytest.mark.parametrize(("name", "value"), [("per_page", "6"), ("status", "completed"), ("oauth_timestamp", "1795470361")])
def test_every_parameter_of_the_query_is_signed(name: str, value: str) -> None:
    answer = double().handle(tampered(signed("/orders?status=any&per_page=5"), name, value))
    assert (FALSE, "Invalid signature - provided signature does not match.") == (refusal(answer), message(answer))


def test_a_parameter_that_was_not_signed_is_told() -> None:
    asked = signed("/orders")
    assert FALSE == refusal(double().handle(evolve(asked, query=(*asked.query, ("per_page", "1")))))


def test_the_method_is_signed() -> None:
    assert FALSE == refusal(double().handle(evolve(signed("/orders"), method="POST")))


def test_the_host_is_signed() -> None:
    assert FALSE == refusal(double().handle(evolve(signed("/orders"), origin="http://other.example")))


def test_the_body_is_not_signed() -> None:
    asked = signed("/products", method="POST")
    with_body = evolve(asked, headers=(("Content-Type", "application/json"),), content=b'{"name":"Mug"}')
    assert 201 == double().handle(with_body).status


def test_a_secret_that_is_not_the_keys_is_told() -> None:
    assert FALSE == refusal(double().handle(signed("/orders", secret="cs_other")))


def test_a_nonce_is_good_once() -> None:
    shop, asked = double(), signed("/orders")
    first, again = shop.handle(asked), shop.handle(asked)
    assert (200, FALSE, "Invalid nonce - nonce has already been used.") == (first.status, refusal(again), message(again))


def test_a_nonce_is_remembered_in_a_snapshot() -> None:
    shop, other = double(), double()
    shop.handle(signed("/orders"))
    other.restore(shop.snapshot())
    assert FALSE == refusal(other.handle(signed("/orders")))


def test_a_nonce_that_a_false_signature_showed_is_still_good() -> None:
    shop = double()
    shop.handle(signed("/orders", secret="cs_other"))
    assert 200 == shop.handle(signed("/orders")).status


@pytest.mark.parametrize(("minutes", "status"), [(-16, 401), (-14, 200), (14, 200), (16, 401)])
def test_a_timestamp_is_good_for_a_quarter_of_an_hour_either_way(minutes: int, status: int) -> None:
    assert status == double().handle(signed("/orders", age=int(timedelta(minutes=minutes).total_seconds()))).status


@pytest.mark.parametrize("name", ["oauth_consumer_key", "oauth_nonce", "oauth_signature", "oauth_signature_method", "oauth_timestamp"])
def test_a_parameter_of_a_signature_that_is_missing_is_named(name: str) -> None:
    asked = signed("/orders")
    answer = double().handle(evolve(asked, query=tuple(pair for pair in asked.query if pair[0] != name)))
    assert (401, "woocommerce_rest_authentication_missing_parameter", True) == (*refusal(answer), name in message(answer))


def test_a_way_of_signing_that_the_shop_does_not_know_is_told() -> None:
    answer = double().handle(tampered(signed("/orders"), "oauth_signature_method", "HMAC-SHA512"))
    assert "Invalid signature - signature method is invalid." == message(answer)


def test_a_signature_may_stand_in_the_header() -> None:
    asked = signed("/orders")
    pairs = ", ".join(f'{name}="{urlencode({"": value})[1:]}"' for name, value in asked.query)
    in_header = evolve(asked, query=(), headers=(("Authorization", f"OAuth {pairs}"),))
    assert 200 == double().handle(in_header).status


def test_a_key_never_shows_its_secret() -> None:
    assert "cs_reader" not in repr(WooCommerceDouble(keys=(READER,)))
