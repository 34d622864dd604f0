"""An address typed by a stranger leads to the public internet or nowhere."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import httpx
import pytest

import woocommerce_sdk as woo
from woocommerce_sdk import setup
from woocommerce_sdk.testing import WooCommerceDouble, mock_transport

PRIVATE = [
    "127.0.0.1",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2001:0:4136:e378:8000:63bf:80ff:fffe",
    "240.0.0.1",
    "168.63.129.16",
    "192.0.0.192",
    "fec0::1",
    "no address",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_not_of_the_public_internet_is_known(address: str) -> None:
    assert not setup.is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "1.1.1.1", "2606:4700::6810:84e5", "64:ff9b::5db8:d70e"])
def test_what_is_of_the_public_internet_is_known(address: str) -> None:
    assert setup.is_public(address)


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    with pytest.raises(woo.PrivateAddressError, match=r"shop\.example is not on the public internet"):
        setup.public_addresses("shop.example", lambda host: ("93.184.215.14", "10.0.0.1"))


def unknown(host: str) -> tuple[str, ...]:
    raise OSError("Name or service not known")


@pytest.mark.parametrize("resolve", [unknown, lambda host: ()])
def test_a_host_without_an_address_is_told_as_such(resolve: setup.Resolver) -> None:
    with pytest.raises(woo.PrivateAddressError, match="has no address"):
        setup.public_addresses("shop.example", resolve)


class Seen(httpx.BaseTransport):
    """A transport that remembers where requests went, and lets a double answer."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []
        self._answers = mock_transport(WooCommerceDouble().handle)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return self._answers.handle_request(request)


def test_a_request_goes_to_the_address_that_was_looked_at_under_the_shops_name() -> None:
    seen = Seen()
    guard = setup.PublicOnly(seen, lambda host: ("93.184.215.14",))
    with woo.WooCommerce("https://shop.example", "ck_demo", "cs_demo", transport=guard) as shop:
        shop.request("GET", "/")
    (request,) = seen.requests
    assert ("93.184.215.14", "shop.example", "shop.example") == (
        request.url.host,
        request.headers["host"],
        request.extensions["sni_hostname"],
    )


def test_a_name_that_changes_its_address_after_the_check_is_not_followed() -> None:
    answers: Iterator[tuple[str, ...]] = iter([("93.184.215.14",), ("169.254.169.254",)])
    seen = Seen()
    with woo.WooCommerce(
        "https://shop.example", "ck_demo", "cs_demo", transport=setup.PublicOnly(seen, lambda host: next(answers))
    ) as shop:
        shop.request("GET", "/")
        with pytest.raises(woo.PrivateAddressError):
            shop.request("GET", "/")
    assert 1 == len(seen.requests)


def test_an_awaiting_client_is_guarded_as_well() -> None:
    async def asked() -> None:
        inner = mock_transport(WooCommerceDouble().handle)
        guard = setup.PublicOnly(inner, lambda host: ("10.0.0.1",))
        async with woo.AsyncWooCommerce("https://shop.example", "ck_demo", "cs_demo", transport=guard) as shop:
            await shop.request("GET", "/")

    with pytest.raises(woo.PrivateAddressError):
        asyncio.run(asked())


def test_a_number_that_stands_for_this_machine_is_looked_up_and_refused() -> None:
    with pytest.raises(woo.PrivateAddressError):
        setup.public_addresses("2130706433")
