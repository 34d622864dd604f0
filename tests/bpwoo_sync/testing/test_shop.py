"""The demo shop holds what a real shop sent, and enough of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bpwoo_sync.testing.shop import KINDS, Record, load_shop, sku_names

RECORDINGS = Path(__file__).parents[2] / "data" / "woocommerce"
SHOP = load_shop()


def bodies() -> Iterator[Any]:
    """Every JSON body of the recordings."""
    for path in sorted(RECORDINGS.glob("*.json")):
        for exchange in json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal).get("exchanges", ()):
            yield exchange["response"].get("body")


def nested(value: Any) -> Iterator[Any]:
    """The value and, where it is a list or a batch, what is in it."""
    yield value
    inner = value if isinstance(value, list) else [value.get(key) for key in ("create", "update")] if isinstance(value, dict) else []
    for item in inner:
        if item is not None and not isinstance(item, str | int):
            yield from nested(item)


def frozen(value: Any) -> str:
    return json.dumps(value, sort_keys=True, default=str)


RECORDED = {frozen(record) for body in bodies() for record in nested(body)}


@pytest.mark.parametrize("kind", KINDS)
def test_every_record_is_as_a_shop_sent_it(kind: str) -> None:
    assert [] == [record.get("id") for record in SHOP[kind] if frozen(record) not in RECORDED]


@pytest.mark.parametrize("kind", ["coupons", "customers", "orders", "products", "refunds", "taxes", "variations"])
def test_an_identifier_stands_once(kind: str) -> None:
    ids = [record["id"] for record in SHOP[kind]]
    assert sorted(set(ids)) == sorted(ids)


FEATURES: dict[str, tuple[int, Callable[[Record], object]]] = {
    "any": (100, lambda order: True),
    "one plain line": (40, lambda order: len(order["line_items"]) == 1 and not order["fee_lines"] and not order["coupon_lines"]),
    "variation": (20, lambda order: [line for line in order["line_items"] if line["variation_id"]]),
    "coupon": (10, lambda order: order["coupon_lines"]),
    "fee": (10, lambda order: order["fee_lines"]),
    "several tax rates": (5, lambda order: len(order["tax_lines"]) > 1),
    "prices with tax": (5, lambda order: order["prices_include_tax"]),
    "prices without tax": (100, lambda order: not order["prices_include_tax"]),
    "refunded": (10, lambda order: order["refunds"]),
    "guest": (50, lambda order: order["customer_id"] == 0),
    "on hold": (10, lambda order: order["status"] == "on-hold"),
    "cash on delivery": (3, lambda order: order["payment_method"] == "cod"),
    "nothing to pay": (3, lambda order: order["total"] == "0.00" and order["line_items"]),
    "product gone": (2, lambda order: [line for line in order["line_items"] if line["product_id"] == 0]),
}


@pytest.mark.parametrize("feature", FEATURES)
def test_the_orders_show_every_feature(feature: str) -> None:
    at_least, shown = FEATURES[feature]
    assert at_least <= len([order["id"] for order in SHOP["orders"] if shown(order)])


def test_the_names_of_skus_cover_the_lines_of_orders() -> None:
    names = sku_names(SHOP)
    assert [] == [line["sku"] for order in SHOP["orders"] for line in order["line_items"] if line["sku"] and line["sku"] not in names]


def test_a_number_with_a_point_is_exact() -> None:
    prices = [line["price"] for order in SHOP["orders"] for line in order["line_items"]]
    assert {Decimal, int} == {type(price) for price in prices}
