"""What the examples of the documentation talk to: doubles behind the clients, so that each runs as it is shown."""

from __future__ import annotations

from typing import Any

import woocommerce_sdk as woo
from bpwoo_sync.testing.shop import load_shop
from woocommerce_sdk.testing.double import WooCommerceDouble
from woocommerce_sdk.testing.transport import mock_transport


def shop_double() -> WooCommerceDouble:
    """A double with the demo shop in it."""
    double = WooCommerceDouble()
    for kind, records in load_shop().items():
        double.load(kind, records)
    return double


def shop_client(double: WooCommerceDouble | None = None, **options: Any) -> woo.WooCommerce:
    """A blocking client of a double."""
    handler = (double or shop_double()).handle
    return woo.WooCommerce("https://shop.example", "ck_demo", "cs_demo", transport=mock_transport(handler), **options)


def awaiting_shop_client(double: WooCommerceDouble | None = None, **options: Any) -> woo.AsyncWooCommerce:
    """An awaiting client of a double."""
    handler = (double or shop_double()).handle
    return woo.AsyncWooCommerce("https://shop.example", "ck_demo", "cs_demo", transport=mock_transport(handler), **options)
