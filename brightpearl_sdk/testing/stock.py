"""What stands where, what of it is promised, and every movement of it.

Pieces are kept per product and location. What can be sold of a product in a warehouse is what stands there outside of
quarantine, less what is reserved and what is on a note that has not left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from .account import Account, Record
from .call import money, number, whole
from .errors import invalid, missing


def furnish(account: Account, warehouse: Record) -> None:
    """Give a warehouse its default and its quarantine location, unless it has them."""
    for name in ("defaultLocationId", "quarantineLocationId"):
        if name not in warehouse:
            groupings = dict.fromkeys(("groupingA", "groupingB", "groupingC", "groupingD"), "0")
            place = groupings if name == "defaultLocationId" else {"groupingA": "QUARANTINE"}
            warehouse[name] = account.put("locations", {"warehouseId": warehouse["id"], **place})


def warehouse_of(account: Account, location_id: int) -> int:
    """The warehouse that a location is in."""
    return int(account.table("locations")[location_id]["warehouseId"])


def locations_of(account: Account, warehouse_id: int) -> list[int]:
    """The locations of a warehouse that goods are sold from, the default one first."""
    warehouse = account.table("warehouses")[warehouse_id]
    apart = (warehouse["defaultLocationId"], warehouse["quarantineLocationId"])
    others = [id for id, each in account.table("locations").items() if each["warehouseId"] == warehouse_id and id not in apart]
    return [apart[0], *sorted(others)]


def location_in(account: Account, warehouse_id: int, given: Any) -> int:
    """A location that a request names, which has to be in a warehouse; the default one where none is named."""
    if given is None:
        return int(account.table("warehouses")[warehouse_id]["defaultLocationId"])
    id = whole(given, "SIMC-530", f"You have supplied an invalid location: {given}")
    location = account.find("locations", id)
    if location is None or location["warehouseId"] != warehouse_id:
        raise invalid("SIMC-530", f"Location {given} is not in warehouse {warehouse_id}")
    return id


def at(account: Account, product_id: int, location_id: int) -> int:
    """Pieces that stand at a location."""
    return int(account.table("stock").get(product_id, {}).get(str(location_id), 0))


def in_stock(account: Account, product_id: int, warehouse_id: int) -> int:
    """Pieces that stand in a warehouse outside of quarantine, promised or not."""
    return sum(at(account, product_id, location) for location in locations_of(account, warehouse_id))


def in_quarantine(account: Account, product_id: int, warehouse_id: int) -> int:
    """Pieces that stand in a warehouse and cannot be sold yet."""
    return at(account, product_id, account.table("warehouses")[warehouse_id]["quarantineLocationId"])


def promised(account: Account) -> Counter[tuple[int, int]]:
    """Pieces that are promised, by product and warehouse: reserved, or on a note that has not left."""
    found: Counter[tuple[int, int]] = Counter()
    for reservation in account.table("reservations").values():
        for line in reservation["orderRows"].values():
            found[line["productId"], reservation["warehouseId"]] += line["quantity"]
    for (product_id, location_id), pieces in noted(account).items():
        found[product_id, warehouse_of(account, location_id)] += pieces
    return found


def noted(account: Account) -> Counter[tuple[int, int]]:
    """Pieces on notes that have not left, by product and location."""
    found: Counter[tuple[int, int]] = Counter()
    for note in account.table("goods_out_notes").values():
        if not note["status"]["shipped"]:
            for lines in note["orderRows"].values():
                for line in lines:
                    found[line["productId"], line["locationId"]] += line["quantity"]
    return found


def on_hand(account: Account, product_id: int, warehouse_id: int) -> int:
    """Pieces that can be promised."""
    return in_stock(account, product_id, warehouse_id) - promised(account)[product_id, warehouse_id]


def picked(account: Account, taken: Counter[tuple[int, int]], product_id: int, warehouse_id: int, quantity: int) -> list[Record]:
    """Lines of a note: pieces that are not taken, location by location. What they hold is taken from then on."""
    lines, left = [], quantity
    for location in locations_of(account, warehouse_id):
        found = min(left, at(account, product_id, location) - taken[product_id, location])
        if found > 0:
            lines.append({"productId": product_id, "quantity": found, "locationId": location})
            taken[product_id, location] += found
            left -= found
    return lines


def moved(account: Account, kind: str, note_id: int, product_id: int, location_id: int, quantity: int, **details: Any) -> Record:
    """Move pieces in (or out, if less than 0), and keep the movement. ``kind`` is the code of the note's type."""
    places = account.table("stock").setdefault(product_id, {})
    places[str(location_id)] = at(account, product_id, location_id) + quantity
    warehouse = account.table("warehouses")[warehouse_of(account, location_id)]
    now = account.now()
    movement = {
        "goodsNoteId": note_id,
        "goodsNoteTypeCode": kind,
        "batchId": note_id,
        "productId": product_id,
        "quantity": quantity,
        "destinationLocationId": location_id,
        "warehouseId": warehouse["id"],
        "isQuarantine": location_id == warehouse["quarantineLocationId"],
        "isCleared": quantity < 0,
        "createdOn": now,
        "createdBy": 4,
        "updatedOn": now,
        **details,
    }
    account.put("goods_movements", movement)
    return movement


def on_hand_changed(account: Account, product_ids: Iterable[int]) -> None:
    """Tell whoever subscribed that other amounts can be sold."""
    for id in sorted(set(product_ids)):
        account.raised("product.modified.on-hand-modified", id)


# What requests name.


def warehouse_for(account: Account, id: Any) -> Record:
    """A warehouse that a path or a body names."""
    warehouse = account.find("warehouses", whole(id, "SIMC-531", f"You have supplied an invalid warehouse ID: {id}"))
    if warehouse is None:
        raise missing(f"Warehouse {id} does not exist")
    return warehouse


def tracked_product(account: Account, given: Any) -> int:
    """The id of a product whose pieces are counted; it may come as text."""
    id = whole(given, "WHSC-014", "Product ID must be set and greater than 0")
    if id <= 0:
        raise invalid("WHSC-014", "Product ID must be set and greater than 0")
    product = account.find("products", id)
    if product is None:
        raise invalid("SIMC-532", f"Product {id} does not exist")
    if not product["stock"]["stockTracked"]:
        raise invalid("WHSC-097", "This is a non stock tracked product.")
    return id


def pieces(given: Any, *, least: int = 1) -> int:
    """A number of pieces; it may come as text."""
    found = whole(given, "SIMC-533", f"You have supplied an invalid quantity: {given}")
    if found < least:
        raise invalid("SIMC-533", f"You have supplied an invalid quantity: {given}")
    return found


def product_value(given: Any) -> Record:
    """What one piece is worth: ``{"currency": "GBP", "value": "10.5000"}``."""
    document: Mapping[str, Any] = given if isinstance(given, dict) else {}
    if not isinstance(document.get("currency"), str):
        raise invalid("SIMC-534", "The value of a product needs a currency and a value")
    value = number(document.get("value"), "SIMC-534", "The value of a product needs a currency and a value")
    return {"currency": document["currency"], "value": money(value, 4)}


def value_shown(value: Record | None) -> Record | None:
    """A product's value as it is shown: a number."""
    return None if value is None else {"currency": value["currency"], "value": Decimal(value["value"])}
