"""warehouse-service: what is in stock, warehouses and shipping methods.

Pieces are kept per product and warehouse as ``inStock``; what is allocated follows from reservations and from goods
that are on a note and not yet shipped.
"""

from __future__ import annotations

from ..._kernel.values import Json
from ..account import Account
from ..call import Answer, Call, Route
from ..errors import invalid
from ..searches import Search, column, search_routes
from .reading import listed


def in_stock(account: Account, product_id: int, warehouse_id: int) -> int:
    """Pieces that stand in a warehouse, promised or not."""
    return int(account.table("stock").get(product_id, {}).get(str(warehouse_id), 0))


def allocated(account: Account, product_id: int, warehouse_id: int) -> int:
    """Pieces that are promised to orders: reserved, or on a note that has not left."""
    reserved = sum(
        int(row["quantity"])
        for each in account.table("reservations").values()
        if each["warehouseId"] == warehouse_id
        for row in each["orderRows"].values()
        if row["productId"] == product_id
    )
    noted = sum(
        int(line["quantity"])
        for note in account.table("goods_out_notes").values()
        if note["warehouseId"] == warehouse_id and not note["status"]["shipped"]
        for lines in note["orderRows"].values()
        for line in lines
        if line["productId"] == product_id
    )
    return reserved + noted


def on_hand(account: Account, product_id: int, warehouse_id: int) -> int:
    """Pieces that can be promised."""
    return in_stock(account, product_id, warehouse_id) - allocated(account, product_id, warehouse_id)


def _availability(call: Call) -> Answer:
    account, ids = call.account, call.set()
    if ids is None:
        raise invalid("WHSC-020", "You must specify at least one product Id when performing an availability check")
    products = account.table("products")
    if any(id not in products for id in ids):
        raise invalid("SIMC-521", "One of the products does not exist")
    untracked = [id for id in ids if not products[id]["stock"]["stockTracked"]]
    if untracked:
        told = "This is a non stock tracked product." if len(untracked) == 1 else "These are non stock tracked products."
        raise invalid("WHSC-097", told)
    return Answer(response={str(id): _of_product(account, id) for id in ids})


def _of_product(account: Account, id: int) -> Json:
    warehouses: dict[str, dict[str, int]] = {}
    for warehouse in account.table("stock").get(id, {}):
        held = in_stock(account, id, int(warehouse))
        promised = allocated(account, id, int(warehouse))
        warehouses[warehouse] = {"inStock": held, "onHand": held - promised, "allocated": promised, "inTransit": 0}
    names = ("inStock", "onHand", "allocated", "inTransit")
    total = {name: sum(each[name] for each in warehouses.values()) for name in names}
    return {"total": dict(total), "warehouses": {warehouse: dict(each) for warehouse, each in warehouses.items()}}


WAREHOUSE_SEARCH = Search(
    path="warehouse-service/warehouse-search",
    records=lambda account: account.table("warehouses").values(),
    columns=(
        column("id", "IDSET", "id"),
        column("name", "SEARCH_STRING", "name"),
        column("typeDescription", "STRING", "typeDescription"),
        column("addressId", "INTEGER", "address.addressId"),
    ),
)

ROUTES: tuple[Route, ...] = (
    Route("GET", "warehouse-service/product-availability", _availability),
    Route("GET", "warehouse-service/product-availability/{id}", _availability),
    *listed("warehouse-service/warehouse", "warehouses", "Warehouses"),
    *search_routes(WAREHOUSE_SEARCH),
    *listed("warehouse-service/shipping-method", "shipping_methods", "Shipping Methods"),
)
