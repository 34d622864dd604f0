"""What our clients add to one request for one order, against bare httpx and ``json()`` over the same kind of connection."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from statistics import median
from time import perf_counter

import httpx

import brightpearl_sdk as bp
import woocommerce_sdk as woo

from .lines import Line
from .rounds import in_child, median_ratio
from .stub import BRIGHTPEARL_ORDER, WOOCOMMERCE_ORDER, serving

_TURNS = 10
_REQUESTS = 30
_TARGET = 1.25
_VENDORS = ("woocommerce_sdk", "brightpearl_sdk")


def lines(rounds: int) -> Iterator[Line]:
    """One request through each client, in times of bare httpx; the ways take turns."""
    with serving(1) as url:
        for kind in ("blocking", "awaiting"):
            taken = [in_child(f"tests.bench.overhead:{kind}", url, without=["msgspec"]) for _ in range(rounds)]
            for vendor in _VENDORS:
                measured = {way: [each[f"{vendor} {way}"] for each in taken] for way in ("typed", "bare")}
                yield Line(name=f"one order, {vendor}, {kind} / bare httpx", target=_TARGET, figure=median_ratio(measured, "typed", "bare"))


def blocking(url: str) -> dict[str, float]:
    """The median seconds of a request, each way."""
    with woo.WooCommerce(url) as shop, _account(url) as account, httpx.Client() as http:
        ways: dict[str, Callable[[], object]] = {
            "woocommerce_sdk typed": lambda: shop.orders.get(1),
            "woocommerce_sdk bare": lambda: json.loads(http.get(f"{url}{WOOCOMMERCE_ORDER}").content),
            "brightpearl_sdk typed": lambda: account.orders.get(1),
            "brightpearl_sdk bare": lambda: json.loads(http.get(f"{url}{BRIGHTPEARL_ORDER}").content),
        }
        taken: dict[str, list[float]] = {name: [] for name in ways}
        for name, way in list(ways.items()) * _TURNS:
            for _ in range(_REQUESTS):
                started = perf_counter()
                way()
                taken[name].append(perf_counter() - started)
    return {name: median(each) for name, each in taken.items()}


def awaiting(url: str) -> dict[str, float]:
    """The same, awaited."""
    return asyncio.run(_awaiting(url))


async def _awaiting(url: str) -> dict[str, float]:
    async with woo.AsyncWooCommerce(url) as shop, _async_account(url) as account, httpx.AsyncClient() as http:

        async def bare(path: str) -> object:
            return json.loads((await http.get(f"{url}{path}")).content)

        ways: dict[str, Callable[[], Awaitable[object]]] = {
            "woocommerce_sdk typed": lambda: shop.orders.get(1),
            "woocommerce_sdk bare": lambda: bare(WOOCOMMERCE_ORDER),
            "brightpearl_sdk typed": lambda: account.orders.get(1),
            "brightpearl_sdk bare": lambda: bare(BRIGHTPEARL_ORDER),
        }
        taken: dict[str, list[float]] = {name: [] for name in ways}
        for name, way in list(ways.items()) * _TURNS:
            for _ in range(_REQUESTS):
                started = perf_counter()
                await way()
                taken[name].append(perf_counter() - started)
    return {name: median(each) for name, each in taken.items()}


def _account(url: str) -> bp.Brightpearl:
    return bp.Brightpearl("bench", _TOKEN, base_url=url, quota=bp.Quota(10**6))


def _async_account(url: str) -> bp.AsyncBrightpearl:
    return bp.AsyncBrightpearl("bench", _TOKEN, base_url=url, quota=bp.Quota(10**6))


_TOKEN = bp.AccountToken("app", "token")
