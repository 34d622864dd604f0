"""Both systems at a size of one's choosing: products, orders and customers drawn from recorded ones, the same each time."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any

from attrs import evolve, frozen

import brightpearl_sdk as bp
import brightpearl_sdk.testing as brightpearl_testing
import woocommerce_sdk as woo
import woocommerce_sdk.testing as shop_testing
from bpwoo_sync.planning import Scope
from bpwoo_sync.tables import Tables, tables_from
from bpwoo_sync.testing.demo_account import ACCOUNT, BASE_CURRENCY, NOT_IN_SHOP, account_records, pieces
from bpwoo_sync.testing.doubles import Doubles, demo_tables
from bpwoo_sync.testing.shop import load_shop

#: No bench comes near this; where the throttle is what is measured, it is given.
PLENTY = 1_000_000

START = datetime(2026, 12, 1, 9, tzinfo=UTC)

#: Orders with what belongs to them, and nothing of goods.
ORDERS = Scope(shipments=False, stock=False, prices=False, products=False)

STOCK = Scope(orders=False, shipments=False, prices=False, products=False)

Record = dict[str, Any]


def demo() -> Tables:
    """The demo's tables."""
    return tables_from(tomllib.loads(demo_tables()))


def tables_without_notes() -> Tables:
    """The demo's tables, without the note on each imported order."""
    found = demo()
    return evolve(found, orders=evolve(found.orders, import_note=False))


@frozen
class Clients:
    """A client for each side, in process."""

    account: bp.Brightpearl
    shop: woo.WooCommerce


def doubles_of(*, products: int = 0, orders: int = 0, customers: int = 0) -> Doubles:
    """Both systems: so many simple products with stock, and so many paid orders of so many customers. None is known to the account."""
    recorded = load_shop()
    records = {kind: list(recorded[kind]) for kind in ("settings", "taxes")}
    template = next(each for each in recorded["products"] if each["type"] == "simple" and each["manage_stock"])
    records["products"] = [_product(template, place) for place in range(products)] or [recorded["products"][0]]
    records["variations"] = []
    paid = next(
        each for each in recorded["orders"] if each["status"] == "processing" and each["date_paid_gmt"] and each["billing"]["email"]
    )
    records["orders"] = [_order(paid, place, place % customers if customers else place) for place in range(orders)]
    shop = shop_testing.WooCommerceDouble(currency=BASE_CURRENCY, clock=lambda: START)
    for kind in ("settings", "taxes", "products", "orders"):
        shop.load(kind, records[kind])
    made_for = account_records(records)
    # Without the products that the shop has not got: what is counted is what the shop has.
    made_for["products"] = [each for each in made_for["products"] if each["identity"]["sku"] not in {sku for sku, *_ in NOT_IN_SHOP}]
    account = brightpearl_testing.BrightpearlDouble(account=ACCOUNT, base_currency=BASE_CURRENCY, quota=PLENTY, clock=lambda: START)
    for kind, made in made_for.items():
        account.load(kind, made)
    return Doubles(brightpearl=account, shop=shop)


@contextmanager
def clients_of(doubles: Doubles) -> Iterator[Clients]:
    """Clients in process; nothing is awaited."""
    app = brightpearl_testing.DEMO_APP
    with (
        bp.Brightpearl(
            ACCOUNT,
            bp.AccountToken(app.app_ref, app.account_token),
            base_url="https://account.example",
            transport=brightpearl_testing.mock_transport(doubles.brightpearl.handle),
            quota=bp.Quota(PLENTY),
        ) as account,
        woo.WooCommerce(
            "https://shop.example",
            shop_testing.DEMO_KEY.consumer_key,
            shop_testing.DEMO_KEY.consumer_secret,
            transport=shop_testing.mock_transport(doubles.shop.handle),
        ) as shop,
    ):
        yield Clients(account, shop)


def _product(template: Record, place: int) -> Record:
    """A product whose stock agrees with the account's, but for one in twenty."""
    made, sku = deepcopy(template), f"BENCH-{place:06}"
    made |= {"id": 10_000 + place, "sku": sku, "name": f"Bench {place}", "slug": f"bench-{place}"}
    made["stock_quantity"] = sum(pieces(sku, warehouse) for warehouse in (2, 3)) + (place % 20 == 0)
    return made


def _order(template: Record, place: int, customer: int) -> Record:
    made = deepcopy(template)
    moment = (START - timedelta(days=2) + timedelta(seconds=place)).strftime("%Y-%m-%dT%H:%M:%S")
    made |= {
        "id": 100_000 + place,
        "number": str(100_000 + place),
        "order_key": f"wc_order_{place}",
        "transaction_id": f"tx-{place}",
        "date_created_gmt": moment,
        "date_paid_gmt": moment,
        "date_modified_gmt": moment,
        "meta_data": [],
        "customer_note": "",
    }
    made["billing"] = {**made["billing"], "email": f"customer{customer}@example.com"}
    return made
