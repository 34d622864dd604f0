"""Ten paid orders, an account that knows their products, and a process of its own that brings them in."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime

from attrs import frozen

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.effects.flow import run
from bpwoo_sync.effects.performing import Performance
from bpwoo_sync.effects.stores import SqlStore
from bpwoo_sync.effects.working import synced
from bpwoo_sync.planning import Scope
from bpwoo_sync.tables import Tables, tables_from
from bpwoo_sync.testing.demo_account import ACCOUNT, BASE_CURRENCY, account_records
from bpwoo_sync.testing.doubles import Doubles, demo_tables
from bpwoo_sync.testing.shop import load_shop
from brightpearl_sdk.testing import DEMO_APP, BrightpearlDouble
from woocommerce_sdk.testing import DEMO_KEY, WooCommerceDouble

#: No import of ten orders comes near this; the throttle is not what these tests are about.
PLENTY = 100_000


def tables() -> Tables:
    """The demo's tables."""
    return tables_from(tomllib.loads(demo_tables()))


def ten_orders() -> Doubles:
    """A shop with ten recorded orders that were paid and what they sold, and an account that has some products more."""
    records = load_shop()
    processing = (order for order in records["orders"] if order["status"] == "processing")
    paid = [order for order in processing if order["date_paid_gmt"] and order["billing"]["email"]][:10]
    sold = {line["sku"] for order in paid for line in order["line_items"]}
    records |= {"products": [product for product in records["products"] if product["sku"] in sold], "variations": []}
    shop = WooCommerceDouble(currency=BASE_CURRENCY)
    for kind in ("settings", "taxes", "products"):
        shop.load(kind, records[kind])
    shop.load("orders", paid)
    brightpearl = BrightpearlDouble(account=ACCOUNT, base_currency=BASE_CURRENCY, quota=PLENTY)
    for kind, made in account_records(records).items():
        brightpearl.load(kind, made)
    return Doubles(brightpearl=brightpearl, shop=shop)


@frozen(kw_only=True)
class Addresses:
    """Where a run finds both systems and its ledger."""

    brightpearl: str
    shop: str
    ledger: str


def bring_in(addresses: Addresses) -> None:
    """One run of the sync over orders, with blocking clients."""
    token = bp.AccountToken(DEMO_APP.app_ref, DEMO_APP.account_token)
    with (
        bp.Brightpearl(ACCOUNT, token, base_url=addresses.brightpearl) as account,
        woo.WooCommerce(addresses.shop, DEMO_KEY.consumer_key, DEMO_KEY.consumer_secret) as shop,
    ):
        performance = Performance(now=lambda: datetime.now(UTC), run="test", settling=0.0)
        run(synced(tables(), SqlStore(addresses.ledger), performance, Scope(shipments=False, stock=False, prices=False)), account, shop)
