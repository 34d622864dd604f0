"""Clients that are answered by a function, and the answers that a server may give."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import httpx

import woocommerce_sdk as woo
from woocommerce_sdk._kernel import jsontext

SHOP = "https://shop.example"
KEY, SECRET = "ck_0123456789abcdef", "cs_fedcba9876543210"

Answering = Callable[[httpx.Request], httpx.Response]


def client(answer: Answering, **options: Any) -> woo.WooCommerce:
    """A blocking client that never waits and tries once, unless told otherwise."""
    settings: dict[str, Any] = {"retries": woo.NO_RETRIES, "sleep": lambda _: None, "transport": httpx.MockTransport(answer), **options}
    return woo.WooCommerce(settings.pop("url", SHOP), KEY, SECRET, **settings)


def async_client(answer: Answering, **options: Any) -> woo.AsyncWooCommerce:
    """The same, awaiting."""

    async def no_sleep(_: float) -> None:
        return None

    settings: dict[str, Any] = {"retries": woo.NO_RETRIES, "sleep": no_sleep, "transport": httpx.MockTransport(answer), **options}
    return woo.AsyncWooCommerce(settings.pop("url", SHOP), KEY, SECRET, **settings)


def json(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> httpx.Response:
    """An answer with a JSON body."""
    return httpx.Response(status, headers={"Content-Type": "application/json", **(headers or {})}, content=jsontext.dumps(value))


def page(items: Sequence[Any], total: int, pages: int) -> httpx.Response:
    """An answer that is one page of a list."""
    return json(list(items), headers={"X-WP-Total": str(total), "X-WP-TotalPages": str(pages)})


def in_turn(*answers: httpx.Response | Exception, seen: list[httpx.Request] | None = None) -> Answering:
    """Each answer once, in this order; an exception is raised."""
    waiting = list(answers)

    def answer(request: httpx.Request) -> httpx.Response:
        if seen is not None:
            seen.append(request)
        given = waiting.pop(0)
        if isinstance(given, Exception):
            raise given
        return given

    return answer
