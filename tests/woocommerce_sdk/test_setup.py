"""Setting up a connection: what people type, what follows from it, and what they are told where it does not work."""

from __future__ import annotations

import asyncio
import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import woocommerce_sdk as woo
from woocommerce_sdk import setup
from woocommerce_sdk.testing import DEMO_KEY, Key, WooCommerceDouble, mock_transport

TYPED = {"url": "shop.example", "key": "ck_demo", "secret": "cs_demo"}


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("https://shop.example", "https://shop.example"),
        (" Shop.Example/ ", "https://shop.example"),
        ("http://shop.example", "http://shop.example"),
        ("https//shop.example", "https://shop.example"),
        ("https:/shop.example", "https://shop.example"),
        ("//shop.example", "https://shop.example"),
        ("<https://shop.example/>", "https://shop.example"),
        ("https://shop.example:443/store/", "https://shop.example/store"),
        ("https://shop.example:8443//store//", "https://shop.example:8443/store"),
        ("https://shop.example/store/wp-admin/admin.php?page=wc-settings&tab=advanced#keys", "https://shop.example/store"),
        ("https://shop.example/wp-json/wc/v3/orders", "https://shop.example"),
        ("https://shop.example/?utm_source=mail", "https://shop.example"),
        ("http.example.com", "https://http.example.com"),
        ("localhost:8902", "https://localhost:8902"),
        ("http://[::1]:8902", "http://[::1]:8902"),
        ("bücher.example", "https://bücher.example"),
    ],
)
def test_a_shops_address_is_taken_as_people_write_it(typed: str, url: str) -> None:
    assert url == setup.shop_url(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "shop example",
        "ftp://shop.example",
        "https://",
        "https://user:pw@shop.example",
        "https://shop.example\\@evil.example",
        "javascript:alert(1)",
        "shop.example:99999",
        "https://[shop]",
        "-",
        "https://shop.example/a b",
        "xn--.example",
        "²",
    ],
)
def test_what_is_no_address_of_a_shop_is_refused(typed: str) -> None:
    with pytest.raises(setup.NotAnAnswerError):
        setup.shop_url(typed)


@given(st.text())
def test_whatever_is_typed_an_address_that_is_taken_is_taken_by_the_client_and_stays_as_it_is(typed: str) -> None:
    try:
        url = setup.shop_url(typed)
    except setup.NotAnAnswerError:
        return
    assert url == setup.shop_url(url)
    woo.WooCommerce(url, "ck_demo", "cs_demo", transport=mock_transport(WooCommerceDouble().handle))


def test_keys_are_sent_over_https_and_only_a_signature_over_http() -> None:
    assert ("basic", "oauth1") == (setup.authentication("https://shop.example"), setup.authentication("http://shop.example"))


def test_key_and_secret_that_changed_places_are_told_as_such() -> None:
    with pytest.raises(setup.SetupError) as caught:
        setup.access_from({**TYPED, "key": "cs_demo", "secret": "ck_demo"})
    assert {
        "key": "This is the consumer secret: the consumer key begins with ck_",
        "secret": "This is the consumer key: the consumer secret begins with cs_",
    } == caught.value.faults


def test_no_secret_shows() -> None:
    with pytest.raises(setup.SetupError) as caught:
        setup.access_from({**TYPED, "secret": "s3cret with blanks"})
    assert "s3cret" not in str(caught.value)
    assert "demo" not in repr(setup.access_from(TYPED))


def client(typed: dict[str, str], double: WooCommerceDouble, **options: Any) -> woo.WooCommerce:
    access = setup.access_from(typed)
    return woo.WooCommerce(access.url, access.key, access.secret, transport=mock_transport(double.handle), **options)


def test_a_connection_that_works_tells_what_is_the_shops_own() -> None:
    with client(TYPED, WooCommerceDouble(currency="EUR")) as works:
        found = setup.verify(works)
    assert found.passed
    assert setup.Identity(url="https://shop.example", currency="EUR", country="US") == found.identity


def test_an_awaiting_client_is_verified_the_same_way() -> None:
    double = WooCommerceDouble()

    async def verified() -> setup.Verification:
        transport = mock_transport(double.handle)
        async with woo.AsyncWooCommerce("https://shop.example", "ck_demo", "cs_demo", transport=transport) as works:
            return await setup.averify(works)

    assert asyncio.run(verified()).passed


def test_a_key_that_may_only_read_is_told_as_such() -> None:
    reading = Key(consumer_key="ck_reads", consumer_secret="cs_reads", permissions="read")
    double = WooCommerceDouble(keys=(DEMO_KEY, reading))
    with client({**TYPED, "key": "ck_reads", "secret": "cs_reads"}, double) as reads:
        found = setup.verify(reads)
        assert setup.verify(reads, write=False).passed
    assert (False, None, "key writes") == (found.passed, found.identity, found.diagnosis.steps[-1].name)
    assert "Read/Write" in str(found)


def test_verifying_changes_nothing_in_the_shop() -> None:
    double = WooCommerceDouble()
    double.load("products", [{"id": 1, "name": "Mug", "sku": "MUG"}])
    before = copy.deepcopy(double.shop.tables["products"])
    with client(TYPED, double) as works:
        setup.verify(works)
    assert (before, {}) == (double.shop.tables["products"], double.shop.tables["orders"])


@pytest.mark.parametrize(
    ("changed", "concerned"),
    [({"secret": "cs_wrong"}, ("key", "secret")), ({"url": "https://shop.example/elsewhere"}, ("url",))],
)
def test_what_fails_names_the_questions_whose_answers_may_be_wrong(changed: dict[str, str], concerned: tuple[str, ...]) -> None:
    with client({**TYPED, **changed}, WooCommerceDouble()) as fails:
        assert concerned == setup.verify(fails).diagnosis.steps[-1].concerns
