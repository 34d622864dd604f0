"""warehouse-service: what can be sold, of products and of bundles, and where products can be had from."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from ..._kernel.values import Json
from ..account import Account, Record
from ..call import Answer, Call, Route
from ..errors import invalid, missing
from ..stock import at, in_stock, locations_of, noted, on_hand, promised

_AMOUNTS = ("inStock", "onHand", "allocated", "inTransit")


def _availability(call: Call) -> Answer:
    account, ids = call.account, call.set()
    if ids is None:
        raise invalid("WHSC-020", "You must specify at least one product Id when performing an availability check")
    products = account.table("products")
    if any(id not in products for id in ids):
        raise invalid("SIMC-532", "One of the products does not exist")
    untracked = [id for id in ids if not products[id]["stock"]["stockTracked"]]
    if untracked:
        told = "This is a non stock tracked product." if len(untracked) == 1 else "These are non stock tracked products."
        raise invalid("WHSC-097", told)
    promises, by_location = promised(account), call.optional("breakDownByLocation")
    ordered = _on_order(account) if call.optional("onOrder") else None
    found: dict[str, Json] = {}
    for id in ids:
        warehouses = {str(warehouse): _amounts(account, id, warehouse, promises) for warehouse in _holding(account, id, promises)}
        total: dict[str, Json] = {name: sum(each[name] for each in warehouses.values()) for name in _AMOUNTS}
        shown: dict[str, dict[str, Json]] = {warehouse: dict(each) for warehouse, each in warehouses.items()}
        if by_location:
            for warehouse, each in shown.items():
                each["byLocation"] = _locations(account, id, int(warehouse))
        if ordered is not None:
            total["onOrder"] = sum(pieces for (product, _), pieces in ordered.items() if product == id)
            for warehouse, each in shown.items():
                each["onOrder"] = ordered[id, int(warehouse)]
        found[str(id)] = {"total": total, "warehouses": shown}
    return Answer(response=found)


def _holding(account: Account, product_id: int, promises: Counter[tuple[int, int]]) -> list[int]:
    """The warehouses where a product stands, stood, or is promised."""
    locations = account.table("locations")
    standing = {locations[int(location)]["warehouseId"] for location in account.table("stock").get(product_id, {})}
    return sorted(standing | {warehouse for (product, warehouse), pieces in promises.items() if product == product_id and pieces})


def _amounts(account: Account, product_id: int, warehouse_id: int, promises: Counter[tuple[int, int]]) -> dict[str, int]:
    held, away = in_stock(account, product_id, warehouse_id), promises[product_id, warehouse_id]
    return {"inStock": held, "onHand": held - away, "allocated": away, "inTransit": 0}


def _locations(account: Account, product_id: int, warehouse_id: int) -> Json:
    taken = noted(account)
    found: dict[str, Json] = {}
    for location in locations_of(account, warehouse_id):
        held, away = at(account, product_id, location), taken[product_id, location]
        if held or away:
            found[str(location)] = {"inStock": held, "onHand": held - away, "allocated": away}
    return found


def _on_order(account: Account) -> Counter[tuple[int, int]]:
    """Pieces that purchase orders have asked for and that have not come, by product and warehouse."""
    found: Counter[tuple[int, int]] = Counter()
    for order in account.table("orders").values():
        if order["type"] == "PO":
            for row in order["rows"]:
                found[row["productId"], order["warehouseId"]] += int(Decimal(row["quantity"]))
    for note in account.table("goods_in_notes").values():
        order = account.table("orders")[note["orderId"]]
        for line in note["goodsMoved"] if order["type"] == "PO" else ():
            found[line["productId"], order["warehouseId"]] -= line["quantity"]
    return found


def _bundles(call: Call) -> Answer:
    account, id = call.account, call.id()
    product = account.find("products", id)
    if product is None or not product["composition"]["bundle"]:
        raise missing(f"Product {id} is no bundle")
    warehouses: dict[str, dict[str, int]] = {
        str(warehouse): {"onHand": _whole_bundles(account, product, warehouse)} for warehouse in sorted(account.table("warehouses"))
    }
    total: Json = {"onHand": sum(each["onHand"] for each in warehouses.values())}
    shown: Json = {warehouse: dict(each) for warehouse, each in warehouses.items()}
    return Answer(response={str(id): {"total": total, "warehouses": shown}})


def _whole_bundles(account: Account, product: Record, warehouse_id: int) -> int:
    counts = []
    for part in product["composition"].get("bundleComponents", []):
        component = account.find("products", part["productId"])
        if component is not None and component["stock"]["stockTracked"]:
            counts.append(on_hand(account, part["productId"], warehouse_id) // int(part["productQuantity"]))
    return max(0, min(counts, default=0))


def _sources(call: Call) -> Answer:
    account = call.account
    available: dict[str, Json] = {}
    unavailable: list[Json] = []
    for id in call.set() or []:
        if account.find("products", id) is None:
            raise missing(f"Product {id} does not exist")
        warehouses: dict[str, Json] = {
            str(each): {"onHand": pieces} for each in sorted(account.table("warehouses")) if (pieces := on_hand(account, id, each)) > 0
        }
        suppliers: dict[str, Json] = {str(each): _costs(account, id) for each in account.table("products")[id].get("supplierIds", ())}
        if warehouses or suppliers:
            available[str(id)] = {"suppliers": suppliers, "warehouses": warehouses}
        else:
            unavailable.append(id)
    return Answer(response={"availableProducts": available, "unavailableProducts": unavailable})


def _costs(account: Account, product_id: int) -> Json:
    """What a product costs where it is bought: the prices of the account's cost list."""
    list_id = account.settings.get("defaultCostPriceListId", "")
    breaks = account.table("prices").get(product_id, {}).get(list_id, {})
    points: list[Json] = [{"minimum": int(quantity), "cost": Decimal(price)} for quantity, price in breaks.items()]
    code = (account.table("price_lists").get(int(list_id or 0)) or {}).get("currencyCode")
    sku = account.table("products")[product_id]["identity"].get("sku")
    return {"sku": sku, "costPoints": {"currencyCode": code, "costPoints": points}}


ROUTES: tuple[Route, ...] = (
    Route("GET", "warehouse-service/product-availability", _availability),
    Route("GET", "warehouse-service/product-availability/{id}", _availability),
    Route("GET", "warehouse-service/bundle-availability/{id}", _bundles),
    Route("GET", "warehouse-service/fulfilment-source/{id}", _sources),
)
