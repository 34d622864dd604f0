"""A double with a clock of its own, and plain requests to it: no client stands between."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

from attrs import evolve

from woocommerce_sdk._kernel import jsontext
from woocommerce_sdk._kernel.operation import Request, Response
from woocommerce_sdk.testing import DEMO_KEY, Key, WooCommerceDouble

NOW = datetime(2026, 11, 23, 21, 46, 0, tzinfo=UTC)
API = "/wp-json/wc/v3"
JSON = {"Content-Type": "application/json"}


def double(**options: Any) -> WooCommerceDouble:
    """A shop in which it is always the same moment."""
    return WooCommerceDouble(clock=lambda: NOW, **options)


def basic(key: Key = DEMO_KEY) -> dict[str, str]:
    """The header that shows a key."""
    pair = f"{key.consumer_key}:{key.consumer_secret}".encode()
    return {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}


def request(
    method: str,
    target: str,
    body: Any = None,
    *,
    headers: Mapping[str, str] | None = None,
    scheme: str = "https",
) -> Request:
    """A request to the API; ``target`` is a path below it, with a query perhaps."""
    path, _, query = target.partition("?")
    return Request(
        method=method,
        path=API + path,
        query=tuple(parse_qsl(query, keep_blank_values=True)),
        headers=tuple({**({} if body is None else JSON), **(headers or {})}.items()),
        content=b"" if body is None else jsontext.dumps(body),
        origin=f"{scheme}://shop.example",
    )


def respond(shop: WooCommerceDouble, method: str, target: str, body: Any = None, *, key: Key | None = DEMO_KEY, **more: Any) -> Response:
    """The whole answer."""
    asked = request(method, target, body, **more)
    shown = asked if key is None else evolve(asked, headers=(*asked.headers, *basic(key).items()))
    return shop.handle(shown)


def ask(shop: WooCommerceDouble, method: str, target: str, body: Any = None, **more: Any) -> Any:
    """The JSON of the answer."""
    return jsontext.loads(respond(shop, method, target, body, **more).content)


def refusal(response: Response) -> tuple[int, str]:
    """Status and code of an answer that refuses."""
    return response.status, jsontext.loads(response.content)["code"]
