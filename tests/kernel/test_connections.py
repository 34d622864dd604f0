"""A client keeps its connections: one where it blocks, no more than requests under way where it awaits."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from tests.bench.orders import PER_PAGE
from tests.bench.stub import Shop, answers_of

PAGES = 12
ANSWERS = answers_of(PAGES)


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


def connections(read: Callable[[str], Awaitable[int]]) -> tuple[int, int]:
    """How many connections a server accepted, and how many records were read."""

    async def run() -> tuple[int, int]:
        accepted: list[Shop] = []

        def accept() -> Shop:
            accepted.append(Shop(ANSWERS, 0.005))
            return accepted[-1]

        server = await asyncio.get_running_loop().create_server(accept, "127.0.0.1", 0)
        async with server:
            count = await read(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        return len(accepted), count

    return asyncio.run(run())


def test_a_shop_is_read_over_one_connection() -> None:
    def read(url: str) -> int:
        with woo.WooCommerce(url, "ck_key", "cs_secret") as shop:
            return len(shop.orders.list().all())

    assert (1, PAGES * PER_PAGE) == connections(lambda url: asyncio.to_thread(read, url))


def test_an_account_is_read_over_one_connection() -> None:
    def read(url: str) -> int:
        with bp.Brightpearl("bench", bp.AccountToken("app", "token"), base_url=url) as account:
            return len([account.orders.get(1) for _ in range(5)])

    assert (1, 5) == connections(lambda url: asyncio.to_thread(read, url))


def test_a_shop_is_read_over_no_more_connections_than_requests_under_way() -> None:
    async def read(url: str) -> int:
        async with woo.AsyncWooCommerce(url, "ck_key", "cs_secret") as shop:
            return len(await shop.orders.list().all(in_flight=4))

    made, count = connections(read)
    assert (True, PAGES * PER_PAGE) == (made <= 4, count)


def test_an_account_is_read_over_no_more_connections_than_requests_under_way() -> None:
    async def read(url: str) -> int:
        async with bp.AsyncBrightpearl("bench", bp.AccountToken("app", "token"), base_url=url) as account:
            for _ in range(3):
                await asyncio.gather(*(account.orders.get(1) for _ in range(4)))
        return 12

    made, count = connections(read)
    assert (True, 12) == (made <= 4, count)


ACCOUNT = "https://euw1.brightpearlconnect.com"
TOKEN = bp.AccountToken("app", "token")
ACCESS = bp.OAuth2(bp.OAuthApp(account="acme", client_id="my-app"))


def blocking_shop(url: str = "https://shop.example") -> Any:
    return woo.WooCommerce(url, "ck_key", "cs_secret")


def awaiting_shop(url: str = "https://shop.example") -> Any:
    return woo.AsyncWooCommerce(url, "ck_key", "cs_secret")


def blocking_account(url: str = ACCOUNT, auth: bp.AccountToken | bp.OAuth2 = TOKEN) -> Any:
    return bp.Brightpearl("acme", auth, base_url=url)


def awaiting_account(url: str = ACCOUNT, auth: bp.AccountToken | bp.OAuth2 = TOKEN) -> Any:
    return bp.AsyncBrightpearl("acme", auth, base_url=url)


@pytest.mark.parametrize(
    ("client", "expected"),
    [
        (blocking_shop, 1),
        (awaiting_shop, 1),
        (blocking_account, 1),
        (awaiting_account, 1),
        (lambda: blocking_shop("HTTPS://shop.example"), 1),
        (lambda: blocking_account("HTTPS://euw1.brightpearlconnect.com"), 1),
        # Over plain HTTP nobody shows a certificate.
        (lambda: blocking_shop("http://shop.example"), 0),
        (lambda: awaiting_shop("http://shop.example"), 0),
        (lambda: blocking_account("http://127.0.0.1:8000"), 0),
        (lambda: awaiting_account("http://127.0.0.1:8000"), 0),
        # But tokens are asked for over HTTPS.
        (lambda: blocking_account("http://127.0.0.1:8000", ACCESS), 1),
    ],
)
def test_a_client_loads_the_certificates_that_it_needs_once(
    client: Callable[[], Any], expected: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    create = ssl.create_default_context

    def counted(*arguments: Any, **more: Any) -> ssl.SSLContext:
        made.append(create(*arguments, **more))
        return made[-1]

    monkeypatch.setattr(ssl, "create_default_context", counted)
    opened = client()
    opened.with_options(timeout=5)
    closed = opened.aclose() if isinstance(opened, bp.AsyncBrightpearl) else opened.close()
    if closed is not None:
        asyncio.run(closed)
    assert expected == len(made)
