"""Whether the shop can be reached and used, through either client, and what it says to who may not."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import httpx
import pytest

import woocommerce_sdk as woo
from tests.live.shop import Bin, Settings, named


def test_the_check_finds_nothing_wrong(shop: woo.WooCommerce) -> None:
    diagnosis = shop.check(write=True)
    assert diagnosis.passed, str(diagnosis)


def test_the_awaiting_client_sees_the_same_shop(shop: woo.WooCommerce, settings: Settings, bin: Bin) -> None:
    made = [bin.keep(shop.tags.create(woo.TagDraft(name=named(f"tag {number}"))).id, shop.tags.delete) for number in range(5)]

    async def read() -> tuple[bool, list[int]]:
        async with httpx.AsyncClient(verify=settings.verify) as http:
            client = woo.AsyncWooCommerce(settings.url, settings.key, settings.secret, http=http)
            diagnosis = await client.check()
            tags = await client.tags.list(woo.TermQuery(include=tuple(made), orderby="include", per_page=2)).all(in_flight=3)
            return diagnosis.passed, [tag.id for tag in tags]

    assert (True, made) == asyncio.run(read())


@pytest.mark.parametrize(("key", "secret"), [("ck_wrong", "cs_wrong"), (None, "cs_wrong")])
def test_a_wrong_key_is_an_authentication_error_without_secrets(settings: Settings, key: str | None, secret: str) -> None:
    with httpx.Client(verify=settings.verify) as http:
        client = woo.WooCommerce(settings.url, key or settings.key, secret, http=http)
        with pytest.raises(woo.AuthenticationError) as caught:
            client.orders.list().first()
        assert not client.check().passed
    assert [] == [each for each in (settings.key, settings.secret, "cs_wrong") if each in str(caught.value)]


def test_without_a_key_nothing_is_told(settings: Settings) -> None:
    with httpx.Client(verify=settings.verify) as http, pytest.raises(woo.AuthenticationError):
        woo.WooCommerce(settings.url, http=http).orders.list().first()


def test_a_wrong_address_of_the_api_is_told_from_an_error_of_the_shop(settings: Settings) -> None:
    with httpx.Client(verify=settings.verify) as http:
        client = woo.WooCommerce(f"{settings.url.rstrip('/')}/no-such-place", settings.key, settings.secret, http=http)
        with pytest.raises(woo.WooCommerceError):
            client.orders.list().first()


def test_a_key_in_the_query_is_taken_where_the_connection_is_safe(settings: Settings) -> None:
    if not settings.url.startswith("https:"):
        pytest.skip("a key does not travel over plain HTTP")
    with httpx.Client(verify=settings.verify) as http:
        assert woo.WooCommerce(settings.url, settings.key, settings.secret, auth="query", http=http).check().passed


def test_any_request_can_be_sent_and_read_as_it_came(shop: woo.WooCommerce) -> None:
    response = shop.request("GET", "/system_status", query=(("_fields", "environment.version"),))
    assert (200, True) == (response.status, b"version" in response.content)


def test_a_sweep_finds_what_changed_since_and_goes_on_from_its_cursor(shop: woo.WooCommerce, bin: Bin) -> None:
    before = datetime.now(UTC) - timedelta(minutes=5)
    product = bin.keep(shop.products.create(woo.ProductDraft(name=named("swept"))), lambda made: shop.products.delete(made.id))
    found = [each.id for each in shop.products.changed(before)]
    assert product.id in found
    cursor = woo.Cursor(before).after(shop.products.changed(before))
    assert cursor.moment > before
    assert product.id in [each.id for each in shop.products.changed(cursor.moment)]


def test_a_method_that_a_firewall_blocks_travels_as_a_post(shop: woo.WooCommerce, bin: Bin) -> None:
    tag = bin.keep(shop.tags.create(woo.TagDraft(name=named("overridden"))), lambda made: shop.tags.delete(made.id))
    over = shop.with_options(method_override=True)
    assert "changed" == over.tags.update(tag.id, woo.TagDraft(description="changed")).description
