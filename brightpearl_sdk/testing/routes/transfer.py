"""warehouse-service: goods on their way between warehouses, between locations, and out of quarantine."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from ..account import Account, Record, without
from ..call import EMPTY, Answer, Call, Route, text, whole
from ..errors import invalid
from ..order_making import referred
from ..stock import (
    at,
    in_quarantine,
    location_in,
    moved,
    noted,
    on_hand,
    on_hand_changed,
    picked,
    pieces,
    tracked_product,
    warehouse_for,
)
from .goods_out_note import new_note
from .reading import listed


def _shown(account: Account, record: Record) -> Record:
    return without({**deepcopy(record), "createdOn": account.shown(record["createdOn"])})


def _post(call: Call) -> Answer:
    account, source, given = call.account, warehouse_for(call.account, call.ids["id"]), call.document()
    target = _target(account, source["id"], given)
    reference = given.get("reference")
    if reference is not None:
        text(reference, 64, "SIMC-561", "The reference is longer than 64 characters")
        if account.first("stock_transfers", "reference", reference) is not None:
            raise invalid("SIMB-562", f"There is already a stock transfer {reference}")
    record = {
        "sourceWarehouseId": source["id"],
        "targetWarehouseId": target["id"],
        "goodsOutNoteId": 0,
        "reference": reference,
        "createdBy": 4,
        "createdOn": account.now(),
    }
    return Answer(response=account.put("stock_transfers", record, key="stockTransferId"))


def _target(account: Account, source_id: int, given: dict[str, Any]) -> Record:
    target = warehouse_for(account, given.get("targetWarehouseId"))
    if target["id"] == source_id:
        raise invalid("SIMC-563", "A transfer leads to another warehouse")
    return target


def _products(given: dict[str, Any]) -> list[dict[str, Any]]:
    products = given.get("transferredProducts")
    if not isinstance(products, list) or not products or not all(isinstance(each, dict) for each in products):
        raise invalid("SIMC-535", "You have not supplied any products")
    return products


def _post_external(call: Call) -> Answer:
    account, source, given = call.account, warehouse_for(call.account, call.ids["id"]), call.document()
    target = _target(account, source["id"], given)
    transfer = account.find("stock_transfers", given.get("stockTransferId"))
    if transfer is None or (transfer["sourceWarehouseId"], transfer["targetWarehouseId"]) != (source["id"], target["id"]):
        raise invalid("SIMC-564", f"Stock transfer {given.get('stockTransferId')} does not lead from {source['id']} to {target['id']}")
    if transfer["goodsOutNoteId"]:
        raise invalid("SIMB-565", f"Stock transfer {transfer['stockTransferId']} has a goods-out note already")
    method = referred(account, "shipping_methods", given.get("shippingMethodId"), "shipping method", "SIMC-541")
    rows = _transferred(account, source["id"], given)
    details = {
        "orderId": 0,
        "transfer": True,
        "targetWarehouseId": target["id"],
        "stockTransferId": transfer["stockTransferId"],
        "sequence": 1,
    }
    id = new_note(account, source["id"], rows, {**given, "shippingMethodId": method}, **details)
    transfer["goodsOutNoteId"] = id
    return Answer(response=[id])


def _transferred(account: Account, source_id: int, given: dict[str, Any]) -> dict[str, list[Record]]:
    """The rows of the note: numbered, as there is no order whose rows they could be."""
    taken, seen, rows = noted(account), set(), {}
    asked: dict[int, int] = {}
    for place, each in enumerate(_products(given), 1):
        product_id, quantity = tracked_product(account, each.get("productId")), pieces(each.get("quantity"))
        named = each.get("fromLocationId")
        if (product_id, named) in seen:
            raise invalid("SIMC-566", f"Product {product_id} is named twice")
        seen.add((product_id, named))
        asked[product_id] = asked.get(product_id, 0) + quantity
        if asked[product_id] > on_hand(account, product_id, source_id):
            raise invalid("WHSB-023", f"None of the requested products are available in warehouse {source_id}")
        if named is None:
            rows[str(place)] = picked(account, taken, product_id, source_id, quantity)
            continue
        location = location_in(account, source_id, named)
        if quantity > at(account, product_id, location) - taken[product_id, location]:
            raise invalid("WHSB-023", f"None of the requested products are available in location {location}")
        taken[product_id, location] += quantity
        rows[str(place)] = [{"productId": product_id, "quantity": quantity, "locationId": location}]
    return rows


def _post_internal(call: Call) -> Answer:
    account, warehouse, given = call.account, warehouse_for(call.account, call.ids["id"]), call.document()
    named = given.get("warehouseId")
    if named is not None and whole(named, "SIMC-531", f"You have supplied an invalid warehouse ID: {named}") != warehouse["id"]:
        raise invalid("SIMC-531", f"The body names warehouse {named}, the path {warehouse['id']}")
    taken, moves = noted(account), list[tuple[int, int, int, int]]()
    for each in _products(given):
        product_id, quantity = tracked_product(account, each.get("productId")), pieces(each.get("quantity"))
        start, end = (location_in(account, warehouse["id"], each.get(name)) for name in ("fromLocationId", "toLocationId"))
        if quantity > at(account, product_id, start) - taken[product_id, start]:
            raise invalid("WHSB-023", f"None of the requested products are available in location {start}")
        taken[product_id, start] += quantity
        moves.append((product_id, quantity, start, end))
    id = account.new_id("goods_notes")
    for product_id, quantity, start, end in moves:
        moved(account, "IT", id, product_id, start, -quantity)
        moved(account, "IT", id, product_id, end, quantity)
    return Answer(response=id)


def _release(call: Call) -> Answer:
    account, warehouse, given = call.account, warehouse_for(call.account, call.ids["id"]), call.document()
    product_id, quantity = tracked_product(account, given.get("productId")), pieces(given.get("quantity"))
    start, end = warehouse["quarantineLocationId"], location_in(account, warehouse["id"], given.get("toLocationId"))
    if quantity > in_quarantine(account, product_id, warehouse["id"]):
        raise invalid("WHSB-023", f"None of the requested products are available in location {start}")
    id = account.new_id("goods_notes")
    moved(account, "QR", id, product_id, start, -quantity)
    moved(account, "QR", id, product_id, end, quantity)
    account.raised("quarantine-release.created", id)
    on_hand_changed(account, [product_id])
    return EMPTY


ROUTES: tuple[Route, ...] = (
    Route("POST", "warehouse-service/warehouse/{id}/stock-transfer", _post),
    *listed("warehouse-service/stock-transfer", "stock_transfers", "Stock Transfers", shown=_shown),
    Route("POST", "warehouse-service/warehouse/{id}/external-transfer", _post_external),
    Route("POST", "warehouse-service/warehouse/{id}/internal-transfer", _post_internal),
    Route("POST", "warehouse-service/warehouse/{id}/quarantine/release", _release, "post-quarantine-release"),
)
