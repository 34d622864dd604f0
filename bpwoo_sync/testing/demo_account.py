"""The Brightpearl account that stands beside the demo shop: its products, its stock and its tax codes.

Made from the shop's own catalogue, so that every SKU of a recorded order has a product, but for those that
:data:`LEFT_OUT` names. What stands in the warehouses is invented: it is drawn from each SKU's own digest, so that it
is the same on every run and differs from what the shop has.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bpwoo_sync.testing.shop import Record, sku_names

#: The account's own code, and the currency of its books.
ACCOUNT = "acme"
BASE_CURRENCY = "USD"

#: SKUs that the account has no product for: their rows become free text.
LEFT_OUT = frozenset({"SKU-013"})

#: SKUs whose products keep no stock.
NOT_TRACKED = frozenset({"SKU-001"})

#: SKUs that are not sold on the shop's channel, but without stock where they are; and SKUs that are cheaper by the ten.
NOT_ON_CHANNEL = frozenset({"SKU-110"})
CHEAPER_BY_TEN = frozenset({"SKU-112"})

#: Pieces in warehouse 2 of what was sold by the hundreds.
STOCKED: Mapping[str, int] = {"XT-A": 600}

#: Products that the shop has not got yet: one alone, and one that comes in two sizes. SKU, name, size, net price.
NOT_IN_SHOP = (
    ("NEW-LAMP", "Desk lamp", None, "39.0000"),
    ("NEW-SHIRT-S", "Linen shirt", "Small", "24.5000"),
    ("NEW-SHIRT-L", "Linen shirt", "Large", "24.5000"),
)

#: Tax codes that the demo's tables name, by percentage.
TAX_CODES: Mapping[str, str] = {
    "NY": "8.875",
    "CA": "7.25",
    "DE19": "19",
    "DE7": "7",
    "NYBOOK": "4",
    "WA": "10.35",
    "WALEVY": "12.557",
    "QC": "14.975",
}


def account_records(shop: Mapping[str, list[Record]]) -> dict[str, list[dict[str, Any]]]:
    """Records to load into a Brightpearl double, by kind."""
    listed = prices(shop)
    sold = {record["sku"] for kind in ("products", "variations") for record in shop[kind]}
    names = {sku: name for sku, name in sku_names(shop).items() if sku not in LEFT_OUT}
    return {
        "tax_codes": [
            {"id": 100 + place, "code": code, "description": f"{code} {percent} %", "rate": Decimal(percent)}
            for place, (code, percent) in enumerate(TAX_CODES.items())
        ],
        "custom_fields": [{"id": 1, "of": "sale", "code": "PCF_GIFT", "name": "Gift", "customFieldType": "YES_NO", "required": False}],
        "products": [
            *(
                {**_product(1001 + place, sku, name, listed.get(sku, {})), "status": "LIVE" if sku in sold else "DISCONTINUED"}
                for place, (sku, name) in enumerate(names.items())
            ),
            *(_new(3001 + place, *each) for place, each in enumerate(NOT_IN_SHOP)),
        ],
    }


def prices(shop: Mapping[str, list[Record]]) -> dict[str, dict[int, Decimal]]:
    """Net prices by SKU and price list: the shop's own, but every fifth was raised by a twentieth since."""
    asked = {
        record["sku"]: record
        for kind in ("products", "variations")
        for record in shop[kind]
        if record["sku"] and record.get("regular_price") and record.get("type") != "variable"
    }
    found: dict[str, dict[int, Decimal]] = {}
    for place, (sku, record) in enumerate(sorted(asked.items())):
        raised = Decimal("1.05") if place % 5 == 4 else Decimal(1)
        found[sku] = {1: (Decimal(record["regular_price"]) * raised).quantize(Decimal("0.0001"))}
        if record.get("sale_price"):
            found[sku][5] = Decimal(record["sale_price"]).quantize(Decimal("0.0001"))
    return found


def pieces(sku: str, warehouse: int) -> int:
    """How many pieces of a SKU stand in a warehouse."""
    drawn = hashlib.sha256(f"{sku} in {warehouse}".encode()).digest()
    return STOCKED.get(sku, drawn[0] % 60) if warehouse == 2 else drawn[0] % 12


def _product(id: int, sku: str, name: str, listed: Mapping[int, Decimal]) -> dict[str, Any]:
    return {
        "id": id,
        "identity": {"sku": sku},
        "stock": {"stockTracked": sku not in NOT_TRACKED},
        "salesChannels": [{"salesChannelName": "Brightpearl", "productName": name, "productCondition": "new", "categories": []}],
        "prices": {list_id: _by_pieces(sku, price) for list_id, price in listed.items()},
        "channels": {"1": {"availableToSellOnChannel": sku not in NOT_ON_CHANNEL, "sellWhenNoStock": sku in NOT_ON_CHANNEL}},
        "stock_on_hand": {warehouse: pieces(sku, warehouse) for warehouse in (2, 3)},
    }


def _by_pieces(sku: str, price: Decimal) -> dict[int, str]:
    by_ten = {10: str((price * Decimal("0.9")).quantize(Decimal("0.0001")))} if sku in CHEAPER_BY_TEN else {}
    return {1: str(price), **by_ten}


def _new(id: int, sku: str, name: str, size: str | None, price: str) -> dict[str, Any]:
    sizes = {"Small": 1, "Large": 2}
    varied = [] if size is None else [{"optionId": 1, "optionName": "Size", "optionValueId": sizes[size], "optionValue": size}]
    return {
        **_product(id, sku, name, {1: Decimal(price)}),
        "productGroupId": 0 if size is None else 3001,
        "variations": varied,
    }
