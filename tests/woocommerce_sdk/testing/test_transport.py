"""The double behind httpx, and behind both clients on a real socket; what goes wrong on the way."""

from __future__ import annotations

import asyncio
import datetime as dt
import shutil
import ssl
import subprocess
from pathlib import Path
from typing import Any

import httpx
import pytest

import woocommerce_sdk as woo
from tests.woocommerce_sdk.testing.asking import basic, double
from woocommerce_sdk.testing import DEMO_KEY, Fault, Struck, WooCommerceDouble, Wrong, mock_transport, serving, with_faults

ORDERS = "https://shop.example/wp-json/wc/v3/orders"
MUG = woo.ProductDraft(name="Mug", sku="MUG")


def blocking(url: str, **options: Any) -> woo.WooCommerce:
    return woo.WooCommerce(url, DEMO_KEY.consumer_key, DEMO_KEY.consumer_secret, **{"retries": woo.NO_RETRIES, **options})


def awaiting(url: str, **options: Any) -> woo.AsyncWooCommerce:
    return woo.AsyncWooCommerce(url, DEMO_KEY.consumer_key, DEMO_KEY.consumer_secret, **{"retries": woo.NO_RETRIES, **options})


def products(shop: WooCommerceDouble) -> int:
    return len(shop.shop.table("products"))


def test_httpx_asks_the_double_in_process() -> None:
    with httpx.Client(transport=mock_transport(double().handle), headers=basic()) as http:
        assert [] == http.get(ORDERS).json()


def test_httpx_awaits_the_double_in_process() -> None:
    async def asked() -> Any:
        async with httpx.AsyncClient(transport=mock_transport(double().handle), headers=basic()) as http:
            return (await http.get(ORDERS)).json()

    assert [] == asyncio.run(asked())


def test_both_clients_read_the_same_shop_on_a_real_socket() -> None:
    shop = WooCommerceDouble()

    async def awaited(url: str) -> list[woo.Product]:
        async with awaiting(url) as client:
            return await client.products.list().all(in_flight=3)

    with serving(shop.handle) as url:
        with blocking(url) as client:
            for number in range(12):
                client.products.create(woo.ProductDraft(name=f"Product {number}"))
            read = client.products.list().all()
        assert read == asyncio.run(awaited(url))
    assert 12 == len(read)


def test_a_client_signs_what_it_sends_to_a_real_socket() -> None:
    shop = WooCommerceDouble()
    with serving(shop.handle) as url, blocking(url) as client:
        client.orders.list(woo.OrderQuery(search="a b&c=é", per_page=5)).first()
    (request,) = shop.requests
    assert ("a b&c=é", True, None) == (
        request.parameter("search"),
        request.parameter("oauth_signature") is not None,
        request.header("Authorization"),
    )


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes a certificate with openssl")
def test_a_shop_is_served_over_https_with_a_certificate_of_its_own(tmp_path: Path) -> None:
    certificate, key = tmp_path / "shop.pem", tmp_path / "shop.key"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    files = ["-addext", "subjectAltName=IP:127.0.0.1", "-out", str(certificate), "-keyout", str(key)]
    subprocess.run([*made, *files], check=True, capture_output=True)
    trusting = ssl.create_default_context(cafile=str(certificate))
    shop = WooCommerceDouble()
    with serving(shop.handle, certificate=(str(certificate), str(key))) as url, httpx.Client(verify=trusting) as http:
        blocking(url, http=http).products.create(MUG)
    assert ("https", 1) == (url.partition(":")[0], products(shop))


def test_a_port_is_free_when_the_block_ends() -> None:
    with serving(WooCommerceDouble().handle) as url:
        port = int(url.rpartition(":")[2])
    with serving(WooCommerceDouble().handle, port=port) as again:
        assert url == again


# What goes wrong on the way, in process and on a socket.

LOST = woo.ConnectionFailedError


@pytest.mark.parametrize(
    ("wrong", "error", "made"),
    [
        (Wrong.REFUSED, LOST, 0),
        (Wrong.RESET_BEFORE, LOST, 0),
        (Wrong.RESET_AFTER, LOST, 1),
        (Wrong.TIMEOUT_BEFORE, woo.TimedOutError, 0),
        (Wrong.TIMEOUT_AFTER, woo.TimedOutError, 1),
        (Wrong.STATUS_BEFORE, woo.ServerError, 0),
        (Wrong.STATUS_AFTER, woo.ServerError, 1),
        (Wrong.CUT, LOST, 1),
        (Wrong.HTML, woo.NotJsonError, 1),
        (Wrong.TRUNCATED, woo.NotJsonError, 1),
        (Wrong.CHARSET, woo.NotJsonError, 1),
        (Wrong.OVERSIZED, LOST, 1),
        (Wrong.GZIP_BOMB, LOST, 1),
        (Wrong.DRIP, woo.TimedOutError, 1),
        (Wrong.REDIRECT, woo.RedirectedError, 0),
    ],
)
@pytest.mark.parametrize("on_a_socket", [False, True])
def test_a_fault_strikes_before_the_shop_acts_or_after(wrong: Wrong, error: type[Exception], made: int, on_a_socket: bool) -> None:
    shop, struck = WooCommerceDouble(), Struck()
    handler = with_faults(shop.handle, [Fault(wrong=wrong, nth=1, method="POST", path="/products", size=200_000)], struck)
    options: dict[str, Any] = {"longest_response": 100_000, "timeout": 0.5}
    if on_a_socket:
        with serving(handler) as url, blocking(url, **options) as client, pytest.raises(error):
            client.products.create(MUG)
    else:
        with blocking("https://shop.example", transport=mock_transport(handler), **options) as client, pytest.raises(error):
            client.products.create(MUG)
    assert (made, [wrong]) == (products(shop), [fault.wrong for fault, _ in struck.faults])


def test_a_fault_strikes_the_request_it_counts_to() -> None:
    shop = WooCommerceDouble()
    handler = with_faults(shop.handle, [Fault(wrong=Wrong.STATUS_BEFORE, nth=2, method="POST", status=503)])
    with blocking("https://shop.example", transport=mock_transport(handler)) as client:
        client.products.create(woo.ProductDraft(name="first"))
        with pytest.raises(woo.ServerError):
            client.products.create(woo.ProductDraft(name="second"))
        client.products.create(woo.ProductDraft(name="third"))
    assert ["first", "third"] == [each["name"] for each in shop.shop.all("products")]


def test_a_fault_leaves_alone_what_it_does_not_concern() -> None:
    shop = WooCommerceDouble()
    handler = with_faults(shop.handle, [Fault(wrong=Wrong.REFUSED, path="/orders")])
    with blocking("https://shop.example", transport=mock_transport(handler)) as client:
        assert "Mug" == client.products.create(MUG).name


def test_reading_goes_on_after_what_passes() -> None:
    shop, slept = WooCommerceDouble(), list[float]()
    throttled = Fault(wrong=Wrong.STATUS_BEFORE, nth=1, status=429, headers=(("Retry-After", "7"),))
    handler = with_faults(shop.handle, [throttled, Fault(wrong=Wrong.STATUS_BEFORE, nth=2, status=503)])
    policy = woo.RetryPolicy(jitter=lambda: 0.0)
    with blocking("https://shop.example", transport=mock_transport(handler), retries=policy, sleep=slept.append) as client:
        assert [] == client.orders.list().all()
    assert [7.0, 1.0] == slept


def test_a_record_is_not_made_twice_after_a_doubt() -> None:
    shop = WooCommerceDouble()
    handler = with_faults(shop.handle, [Fault(wrong=Wrong.TIMEOUT_AFTER, nth=1, method="POST")])
    policy = woo.RetryPolicy(jitter=lambda: 0.0)
    with (
        blocking("https://shop.example", transport=mock_transport(handler), retries=policy, sleep=lambda _: None) as client,
        pytest.raises(woo.TimedOutError) as caught,
    ):
        client.products.create(MUG)
    assert (1, woo.Reach.UNKNOWN) == (products(shop), caught.value.reach)


def test_a_record_that_never_left_is_sent_again() -> None:
    shop = WooCommerceDouble()
    handler = with_faults(shop.handle, [Fault(wrong=Wrong.REFUSED, nth=1, method="POST")])
    with blocking(
        "https://shop.example", transport=mock_transport(handler), retries=woo.RetryPolicy(jitter=lambda: 0.0), sleep=lambda _: None
    ) as client:
        client.products.create(MUG)
    assert 1 == products(shop)


def test_each_attempt_is_signed_anew() -> None:
    shop = WooCommerceDouble()
    handler = with_faults(shop.handle, [Fault(wrong=Wrong.STATUS_AFTER, nth=1, status=503)])
    with blocking(
        "http://shop.example", transport=mock_transport(handler), retries=woo.RetryPolicy(jitter=lambda: 0.0), sleep=lambda _: None
    ) as client:
        assert [] == client.orders.list().all()
    assert 2 == len({request.parameter("oauth_nonce") for request in shop.requests})


def test_latency_is_waited_for() -> None:
    started = dt.datetime.now(dt.UTC)
    with serving(WooCommerceDouble().handle, latency=0.05) as url, blocking(url) as client:
        client.orders.list().first()
    assert dt.timedelta(seconds=0.05) <= dt.datetime.now(dt.UTC) - started
