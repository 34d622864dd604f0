"""Records put in from outside, brought to the form in which the account keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .account import Account, Record
from .routes.product import new_product
from .stock import furnish

#: The field that holds the id, where it is not ``id``.
_KEYS: Mapping[str, str] = {
    "contacts": "contactId",
    "goods_in_notes": "goodsNoteId",
    "stock_transfers": "stockTransferId",
    "tags": "tagId",
    "order_notes": "noteId",
    "order_statuses": "statusId",
    "payments": "paymentId",
    "supplier_payments": "paymentId",
    "postal_addresses": "addressId",
}


def loaded(account: Account, kind: str, record: Record) -> int:
    """Put a record in and return its id."""
    if kind == "products":
        return _product(account, record)
    id = account.put(kind, record, key=_KEYS.get(kind, "id"))
    if kind == "warehouses":
        furnish(account, record)
    return id


def _product(account: Account, record: dict[str, Any]) -> int:
    stock, prices = record.pop("stock_on_hand", None), record.pop("prices", {})
    product = new_product(account, record)
    product.update((name, record[name]) for name in ("id", "customFields", "channels") if name in record)
    id = account.put("products", product)
    if product["stock"]["stockTracked"] and (stock is not None or id not in account.table("stock")):
        account.table("stock")[id] = {str(_location(account, int(each))): int(pieces) for each, pieces in (stock or {}).items()}
    if prices:
        account.table("prices")[id] = {str(each): _breaks(price) for each, price in prices.items()}
    return id


def _breaks(price: object) -> dict[str, str]:
    return {str(pieces): str(each) for pieces, each in (price if isinstance(price, Mapping) else {1: price}).items()}


def _location(account: Account, warehouse_id: int) -> int:
    warehouse = account.find("warehouses", warehouse_id)
    if warehouse is None:
        raise LookupError(f"There is no warehouse {warehouse_id} to put stock in: load warehouses before products")
    return int(warehouse["defaultLocationId"])
