"""What the clients open and load, counted: connections of a client, TLS contexts of its life, and heavy modules of an import."""

from __future__ import annotations

import asyncio
import ssl
import sys
from collections.abc import Awaitable, Callable, Iterator
from importlib import import_module
from unittest.mock import patch

import brightpearl_sdk as bp
import woocommerce_sdk as woo

from .lines import Line
from .rounds import in_child
from .stub import Shop, answers_of

_HEAVY = ("dbos", "sqlalchemy", "pandas")
_PACKAGES = ("woocommerce_sdk", "brightpearl_sdk", "bpwoo_sync")
_PAGES = 40
_IN_FLIGHT = 8
_TOKEN = bp.AccountToken("app", "token")


def lines(rounds: int) -> Iterator[Line]:
    """Counts do not differ from round to round: each is taken once."""
    counts = (
        (f"a blocking shop's client, {_PAGES} pages", 1, asyncio.run(_connections(_blocking_shop))),
        (f"a blocking account's client, {_PAGES} requests", 1, asyncio.run(_connections(_blocking_account))),
        (f"an awaiting shop's client, {_IN_FLIGHT} in flight", _IN_FLIGHT, asyncio.run(_connections(_awaiting_shop))),
        (f"an awaiting account's client, {_IN_FLIGHT} in flight", _IN_FLIGHT, asyncio.run(_connections(_awaiting_account))),
    )
    for name, most, opened in counts:
        yield Line(name=f"connections of {name}", target=most, figure=opened, unit="opened")
    yield Line(name="TLS contexts that a client makes in its life", target=1, figure=max(map(tls_contexts, _CLIENTS)), unit="made")
    for package in _PACKAGES:
        loaded = in_child("tests.bench.connections:heavy_modules", package)
        yield Line(
            name=f"`import {package}`: modules of {', '.join(_HEAVY)}", target=0, figure=len(loaded), unit="loaded", note=", ".join(loaded)
        )


def heavy_modules(package: str) -> list[str]:
    """Which of the heavy packages an import loads."""
    import_module(package)
    return [name for name in _HEAVY if name in sys.modules]


def tls_contexts(client: Callable[[], woo.WooCommerce | bp.Brightpearl]) -> int:
    """How many TLS contexts a client makes, other options included."""
    with patch("ssl.create_default_context", wraps=ssl.create_default_context) as made, client() as opened:
        opened.with_options(timeout=5)
        return made.call_count


def _shop() -> woo.WooCommerce:
    return woo.WooCommerce("https://shop.example", "ck_key", "cs_secret")


def _account() -> bp.Brightpearl:
    return bp.Brightpearl("acme", _TOKEN, base_url="https://euw1.brightpearlconnect.com")


_CLIENTS: tuple[Callable[[], woo.WooCommerce | bp.Brightpearl], ...] = (_shop, _account)


async def _connections(read: Callable[[str], Awaitable[None]]) -> int:
    """How many connections a server accepted, which answers after five milliseconds."""
    accepted: list[Shop] = []
    answers = answers_of(_PAGES)

    def accept() -> Shop:
        accepted.append(Shop(answers, 0.005))
        return accepted[-1]

    server = await asyncio.get_running_loop().create_server(accept, "127.0.0.1", 0)
    async with server:
        await read(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    return len(accepted)


async def _blocking_shop(url: str) -> None:
    def read() -> None:
        with woo.WooCommerce(url, "ck_key", "cs_secret") as shop:
            shop.orders.list().all()

    await asyncio.to_thread(read)


async def _blocking_account(url: str) -> None:
    def read() -> None:
        with bp.Brightpearl("bench", _TOKEN, base_url=url, quota=bp.Quota(10**6)) as account:
            for _ in range(_PAGES):
                account.orders.get(1)

    await asyncio.to_thread(read)


async def _awaiting_shop(url: str) -> None:
    async with woo.AsyncWooCommerce(url, "ck_key", "cs_secret") as shop:
        await shop.orders.list().all(in_flight=_IN_FLIGHT)


async def _awaiting_account(url: str) -> None:
    async with bp.AsyncBrightpearl("bench", _TOKEN, base_url=url, quota=bp.Quota(10**6)) as account:
        for _ in range(_PAGES // _IN_FLIGHT):
            await asyncio.gather(*(account.orders.get(1) for _ in range(_IN_FLIGHT)))
