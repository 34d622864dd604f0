"""What the examples of the documentation talk to: doubles behind the clients, so that each runs as it is shown."""

from __future__ import annotations

from typing import Any

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.testing.shop import load_shop
from brightpearl_sdk.testing import DEMO_APP, BrightpearlDouble
from brightpearl_sdk.testing import mock_transport as account_transport
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


def account_client(double: BrightpearlDouble, **options: Any) -> bp.Brightpearl:
    """A blocking client of a Brightpearl double."""
    auth = bp.AccountToken(DEMO_APP.app_ref, DEMO_APP.account_token)
    transport = account_transport(double.handle)
    return bp.Brightpearl(double.account, auth, base_url="https://account.example", transport=transport, **options)
