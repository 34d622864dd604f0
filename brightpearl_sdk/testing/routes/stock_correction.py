"""warehouse-service: corrections of how much stands in a warehouse, and of what it is worth; every movement of goods."""

from __future__ import annotations

from typing import Any

from ..._kernel.values import Json
from ..account import Account, Record, without
from ..call import EMPTY, Answer, Call, Route, whole
from ..errors import collected, invalid, missing
from ..searches import Search, column, period, search_routes
from ..stock import at, location_in, moved, on_hand, on_hand_changed, product_value, tracked_product, value_shown, warehouse_for


def _post(call: Call) -> Answer:
    account, warehouse = call.account, warehouse_for(call.account, call.ids["id"])
    given = call.document().get("corrections")
    if not isinstance(given, list) or not given:
        raise invalid("SIMC-556", "You have not supplied any corrections")
    corrections: list[Record] = []
    with collected() as collect:
        for each in given:
            with collect():
                corrections.append(_correction(account, warehouse["id"], each if isinstance(each, dict) else {}))
    _refuse_too_many(account, warehouse["id"], corrections)
    ids: list[Json] = []
    for each in corrections:
        id = account.new_id("goods_notes")
        record = {"goodsNoteId": id, "warehouseId": warehouse["id"], "orderId": each["orderId"], "reason": each["reason"]}
        account.put("stock_corrections", record, key="goodsNoteId")
        details = without({"orderId": each["orderId"], "productValue": each["cost"], "batchId": each["batchId"]})
        moved(account, "SC", id, each["productId"], each["locationId"], each["quantity"], **details)
        product = account.table("products")[each["productId"]]
        if each["quantity"] > 0 and product["status"] == "ARCHIVED":
            product["status"] = "LIVE"
        ids.append(id)
    on_hand_changed(account, (each["productId"] for each in corrections))
    return Answer(response=ids)


def _correction(account: Account, warehouse_id: int, given: dict[str, Any]) -> Record:
    product_id = tracked_product(account, given.get("productId"))
    quantity = whole(given.get("quantity"), "SIMC-533", f"You have supplied an invalid quantity: {given.get('quantity')}")
    if not quantity:
        raise invalid("SIMC-533", "A correction changes the quantity")
    if not given.get("reason"):
        raise invalid("SIMC-557", "You have not supplied a reason")
    adds = quantity > 0
    if adds != (given.get("cost") is not None):
        raise invalid("SIMC-558", "A cost is required where stock is added, and only there")
    if adds and given.get("batchId") is not None:
        raise invalid("SIMC-559", "A batch is named only where stock is taken out")
    return {
        "productId": product_id,
        "quantity": quantity,
        "reason": str(given["reason"]),
        "locationId": location_in(account, warehouse_id, given.get("locationId")),
        "cost": product_value(given["cost"]) if adds else None,
        "batchId": given.get("batchId"),
        "orderId": given.get("orderId"),
    }


def _refuse_too_many(account: Account, warehouse_id: int, corrections: list[Record]) -> None:
    for each in corrections:
        mine = [other for other in corrections if other["productId"] == each["productId"]]
        change = sum(other["quantity"] for other in mine)
        here = sum(other["quantity"] for other in mine if other["locationId"] == each["locationId"])
        if on_hand(account, each["productId"], warehouse_id) + change < 0 or at(account, each["productId"], each["locationId"]) + here < 0:
            raise invalid("WHSB-023", f"None of the requested products are available in location {each['locationId']}")


def _get(call: Call) -> Answer:
    account, warehouse, ids = call.account, warehouse_for(call.account, call.ids["id"]), call.set("note")
    found = [
        record
        for id, record in sorted(account.table("stock_corrections").items())
        if record["warehouseId"] == warehouse["id"] and (ids is None or id in ids)
    ]
    if not found:
        raise missing("No stock corrections found")
    return Answer(response=[without({**each, "goodsMoved": _movements(account, each["goodsNoteId"])}) for each in found])


def _movements(account: Account, note_id: int) -> list[Json]:
    return [
        without(
            {
                "productId": each["productId"],
                "quantity": each["quantity"],
                "destinationLocationId": each["destinationLocationId"],
                "batchGoodsNoteId": each["batchId"],
                "productValue": value_shown(each.get("productValue")),
                "createdOn": account.shown(each["createdOn"]),
                "createdBy": each["createdBy"],
            }
        )
        for each in account.table("goods_movements").values()
        if each["goodsNoteId"] == note_id
    ]


def _revalue(call: Call) -> Answer:
    account, warehouse, given = call.account, warehouse_for(call.account, call.ids["id"]), call.document()
    product_id = tracked_product(account, given.get("productId"))
    old, new = product_value(given.get("currentCost")), product_value(given.get("newCost"))
    if not given.get("reason"):
        raise invalid("SIMC-557", "You have not supplied a reason")
    batch = [
        each
        for each in account.table("goods_movements").values()
        if (each["batchId"], each["productId"], each["warehouseId"]) == (given.get("batchId"), product_id, warehouse["id"])
        and each["quantity"] > 0
        and given.get("locationId") in (None, each["destinationLocationId"])
        and each.get("productValue") == old
    ]
    if not batch:
        raise invalid(
            "SIMC-560", f"Warehouse {warehouse['id']} has no stock of product {product_id} in batch {given.get('batchId')} at that cost"
        )
    for each in batch:
        each["productValue"] = new
        each["updatedOn"] = account.now()
    return EMPTY


def _value(account: Account, record: Record) -> Any:
    return (record.get("productValue") or {}).get("value")


SEARCH = Search(
    path="warehouse-service/goods-movement-search",
    records=lambda account: account.table("goods_movements").values(),
    columns=(
        column("goodsMovementId", "IDSET", "id"),
        column("productId", "IDSET", "productId"),
        column("salesOrderRowId", "IDSET", "salesOrderRowId"),
        column("purchaseOrderRowId", "IDSET", "purchaseOrderRowId"),
        column("quantity", "INTEGER", "quantity"),
        column("destinationLocationId", "IDSET", "destinationLocationId"),
        column("warehouseId", "IDSET", "warehouseId"),
        column("goodsNoteId", "IDSET", "goodsNoteId"),
        column("productValue", "STRING", _value),
        column("currencyCode", "STRING", "productValue.currency"),
        column("orderId", "IDSET", "orderId"),
        column("isCleared", "BOOLEAN", "isCleared"),
        column("isQuarantine", "BOOLEAN", "isQuarantine"),
        column("batchId", "IDSET", "batchId"),
        column("goodsNoteTypeCode", "STRING", "goodsNoteTypeCode"),
        period("updatedOn", "updatedOn"),
    ),
)

ROUTES: tuple[Route, ...] = (
    Route("POST", "warehouse-service/warehouse/{id}/stock-correction", _post),
    Route("GET", "warehouse-service/warehouse/{id}/stock-correction", _get),
    Route("GET", "warehouse-service/warehouse/{id}/stock-correction/{note}", _get),
    Route("POST", "warehouse-service/warehouse/{id}/asset-value-correction", _revalue),
    *search_routes(SEARCH),
)
