"""The address of a shop, of its API, and of what is asked of it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import httpx

from .errors import ConfigurationError, redacted

_API = "/wp-json/wc/v3"


def api_address(url: str) -> str:
    """The address of the API from that of the shop.

    >>> api_address("https://shop.example/store/")
    'https://shop.example/store/wp-json/wc/v3'
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not is_host(parts.netloc.rpartition("@")[2]):
        raise ConfigurationError(f"{redacted(url)!r} is no address of a shop: give it like 'https://shop.example'")
    if parts.username or parts.password:
        raise ConfigurationError("keys do not belong in the address: give them as key and secret")
    if parts.query or parts.fragment:
        raise ConfigurationError("the address of a shop has no query: 'https://shop.example' is enough")
    path = re.sub(r"/wp-json(/.*)?$", "", parts.path.rstrip("/"))
    return f"{parts.scheme}://{parts.netloc}{path}{_API}"


def is_host(text: str) -> bool:
    """Whether a name, with or without a port, can be asked: not every text is one.

    >>> is_host("bücher.example:8080"), is_host("xn--.example")
    (True, False)
    """
    try:
        return bool(httpx.URL(f"https://{text}").host)
    except (ValueError, httpx.InvalidURL):
        return False


def address_of(api: str, target: str) -> str:
    """Where a request goes: below the API, or into the namespace of a plug-in where its path says so.

    >>> address_of("https://shop.example/wp-json/wc/v3", "/orders")
    'https://shop.example/wp-json/wc/v3/orders'
    >>> address_of("https://shop.example/wp-json/wc/v3", "/wp-json/wc-shipment-tracking/v3/orders/7/shipment-trackings")
    'https://shop.example/wp-json/wc-shipment-tracking/v3/orders/7/shipment-trackings'
    """
    return f"{api.removesuffix(_API)}{target}" if target.startswith("/wp-json/") else f"{api}{target}"
