"""A client of ours sends no cookie back: each request says by itself who sends it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

import httpx
import pytest

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from tests.bench.orders import order_bytes
from tests.bench.stub import RECORDED_ORDER

TOKEN = bp.AccountToken("app", "token")
HOST = "https://euw1.brightpearlconnect.com"


class Server:
    """Answers every request with a cookie, and keeps what cookies came."""

    def __init__(self, body: bytes) -> None:
        self.body = body
        self.came: list[str | None] = []

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.came.append(request.headers.get("cookie"))
        return httpx.Response(200, json=json.loads(self.body), headers={"Set-Cookie": "session=secret; Path=/"})

    @property
    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self.answer)


def blocking_shop(server: Server) -> None:
    with woo.WooCommerce("https://shop.example", "ck_key", "cs_secret", transport=server.transport) as shop:
        for _ in range(2):
            shop.orders.get(1)


def blocking_account(server: Server) -> None:
    with bp.Brightpearl("acme", TOKEN, base_url=HOST, transport=server.transport) as account:
        for _ in range(2):
            account.orders.get(1)


def awaiting_shop(server: Server) -> None:
    async def read() -> None:
        async with woo.AsyncWooCommerce("https://shop.example", "ck_key", "cs_secret", transport=server.transport) as shop:
            for _ in range(2):
                await shop.orders.get(1)

    asyncio.run(read())


def awaiting_account(server: Server) -> None:
    async def read() -> None:
        async with bp.AsyncBrightpearl("acme", TOKEN, base_url=HOST, transport=server.transport) as account:
            for _ in range(2):
                await account.orders.get(1)

    asyncio.run(read())


@pytest.mark.parametrize("read", [blocking_shop, awaiting_shop])
def test_a_shop_is_sent_no_cookie_that_it_set(read: Callable[[Server], None]) -> None:
    server = Server(order_bytes(1))
    read(server)
    assert [None, None] == server.came


@pytest.mark.parametrize("read", [blocking_account, awaiting_account])
def test_an_account_is_sent_no_cookie_that_it_set(read: Callable[[Server], None]) -> None:
    server = Server(RECORDED_ORDER.read_bytes())
    read(server)
    assert [None, None] == server.came
