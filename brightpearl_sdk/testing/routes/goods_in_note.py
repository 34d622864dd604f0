"""warehouse-service: goods-in notes, for what a supplier sends and what a customer sends back, and their corrections."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal
from typing import Any

from ..account import Account, Record, without
from ..call import EMPTY, Answer, Call, Route, moment, text, whole
from ..errors import collected, invalid, missing
from ..orders import OUTGOING, TYPES, fulfilled, order_of, row_of
from ..searches import Search, column, period, search_routes
from ..stock import (
    at,
    in_stock,
    location_in,
    moved,
    on_hand,
    on_hand_changed,
    pieces,
    product_value,
    tracked_product,
    value_shown,
    warehouse_for,
    warehouse_of,
)
from .goods_out_note import notes_read

_MOST = 200
_INCOMING = tuple(code for code in TYPES if code not in OUTGOING)


def _post(call: Call) -> Answer:
    account, order, given = call.account, order_of(call, types=_INCOMING), call.document()
    warehouse = warehouse_for(account, given.get("warehouseId"))
    reference = given.get("userBatchReference")
    if reference is not None:
        text(reference, 64, "SIMC-552", "The batch reference is longer than 64 characters")
        if account.first("goods_in_notes", "userBatchReference", reference) is not None:
            raise invalid("SIMB-553", f"There is already a batch {reference}")
    lines = given.get("goodsMoved")
    if not isinstance(lines, list) or not lines:
        raise invalid("SIMC-535", "You have not supplied any products")
    moves: list[Record] = []
    with collected() as collect:
        for each in lines:
            with collect():
                moves.append(_line(account, order, warehouse["id"], each if isinstance(each, dict) else {}))
    _refuse_too_many(account, order, moves)
    received = moment(given["receivedOn"], "receivedOn") if given.get("receivedOn") else account.now()
    id = account.new_id("goods_notes")
    note = {
        "goodsNoteId": id,
        "orderId": order["id"],
        "transfer": bool(given.get("transfer", False)),
        "goodsNoteStatus": "OPEN",
        "userBatchReference": reference,
        "receivedOn": received,
        "createdOn": account.now(),
        "createdBy": 4,
        "goodsMoved": [{**each, "goodsNoteId": id, "batchGoodsNoteId": id} for each in moves],
    }
    account.table("goods_in_notes")[id] = note
    for each in moves:
        details = {"orderId": order["id"], "purchaseOrderRowId": each["purchaseOrderRowId"], "productValue": each["productValue"]}
        moved(
            account,
            "PG" if order["type"] == "PO" else "SG",
            id,
            each["productId"],
            each["destinationLocationId"],
            each["quantity"],
            **details,
        )
    account.raised("goods-in-note.created", id)
    on_hand_changed(account, (each["productId"] for each in moves))
    return Answer(response=id)


def _line(account: Account, order: Record, warehouse_id: int, given: dict[str, Any]) -> Record:
    product_id = tracked_product(account, given.get("productId"))
    row_id = whole(given.get("purchaseOrderRowId"), "SIMC-536", f"You have supplied an invalid row: {given.get('purchaseOrderRowId')}")
    row = row_of(order, row_id)
    if row is None or row["productId"] != product_id:
        raise invalid("SIMC-536", f"Product {product_id} is not on row {row_id} of order {order['id']}")
    return {
        "productId": product_id,
        "purchaseOrderRowId": row_id,
        "quantity": pieces(given.get("quantity")),
        "warehouseId": warehouse_id,
        "destinationLocationId": location_in(account, warehouse_id, given.get("destinationLocationId")),
        "productValue": product_value(given.get("productValue")),
    }


def _refuse_too_many(account: Account, order: Record, moves: list[Record]) -> None:
    received = fulfilled(account, order)
    for each in moves:
        id = each["purchaseOrderRowId"]
        received[id] = received.get(id, 0) + each["quantity"]
        if received[id] > int(Decimal((row_of(order, id) or {})["quantity"])):
            raise invalid("SIMC-554", f"Row {id} of order {order['id']} is for fewer pieces than were received")


def _shown(account: Account, record: Record) -> Record:
    each = without(deepcopy(record), "createdOn")
    each["receivedOn"] = account.shown(each["receivedOn"])
    each["goodsMoved"] = [{**line, "productValue": value_shown(line["productValue"])} for line in each["goodsMoved"]]
    return each


def _note_of(call: Call) -> Record:
    record = call.account.find("goods_in_notes", call.id())
    if record is None:
        raise missing(f"Goods-in note {call.ids['id']} does not exist")
    return record


def _delete(call: Call) -> Answer:
    account, note = call.account, _note_of(call)
    for line in note["goodsMoved"]:
        _refuse_gone(account, line["productId"], line["destinationLocationId"], line["quantity"])
    for line in note["goodsMoved"]:
        moved(
            account, "PG", note["goodsNoteId"], line["productId"], line["destinationLocationId"], -line["quantity"], orderId=note["orderId"]
        )
    del account.table("goods_in_notes")[note["goodsNoteId"]]
    on_hand_changed(account, (line["productId"] for line in note["goodsMoved"]))
    return EMPTY


def _refuse_gone(account: Account, product_id: int, location_id: int, quantity: int) -> None:
    """Refuse to take pieces that are promised, or that no longer stand where they were put."""
    warehouse_id = warehouse_of(account, location_id)
    apart = account.table("warehouses")[warehouse_id]["quarantineLocationId"] == location_id
    free = in_stock(account, product_id, warehouse_id) if apart else on_hand(account, product_id, warehouse_id)
    if quantity > at(account, product_id, location_id) or (not apart and quantity > free):
        raise invalid("WHSB-023", f"None of the requested products are available in location {location_id}")


def _correct(call: Call) -> Answer:
    account, note, given = call.account, _note_of(call), call.document()
    product_id, quantity = tracked_product(account, given.get("productId")), pieces(given.get("quantity"))
    location_id = whole(given.get("locationId"), "SIMC-530", f"You have supplied an invalid location: {given.get('locationId')}")
    product_value(given.get("cost"))
    places = [each for each in note["goodsMoved"] if (each["productId"], each["destinationLocationId"]) == (product_id, location_id)]
    if quantity > sum(each["quantity"] for each in places):
        raise invalid("SIMC-555", f"Fewer than {quantity} pieces of product {product_id} were received at location {location_id}")
    _refuse_gone(account, product_id, location_id, quantity)
    left = quantity
    for each in places:
        part = min(left, each["quantity"])
        each["quantity"] -= part
        left -= part
    moved(account, "PG", note["goodsNoteId"], product_id, location_id, -quantity, orderId=note["orderId"])
    on_hand_changed(account, [product_id])
    return EMPTY


def _received(account: Account) -> list[Record]:
    """A row for each product of each batch."""
    rows = []
    for note in account.table("goods_in_notes").values():
        for line in note["goodsMoved"]:
            location = account.table("locations").get(line["destinationLocationId"], {})
            rows.append({**note, **line, **{f"grouping{letter}": location.get(f"grouping{letter}") for letter in "ABCD"}})
    return rows


def _price(account: Account, record: Record) -> str:
    return str(record["productValue"]["value"])


def _left(account: Account, record: Record) -> int:
    return min(int(record["quantity"]), at(account, record["productId"], record["destinationLocationId"]))


SEARCH = Search(
    path="warehouse-service/goods-in-search",
    records=_received,
    columns=(
        column("purchaseOrderId", "IDSET", "orderId"),
        column("batchId", "IDSET", "goodsNoteId"),
        column("userBatchRef", "STRING", "userBatchReference"),
        column("productId", "IDSET", "productId"),
        column("locationId", "IDSET", "destinationLocationId"),
        column("groupingA", "STRING", "groupingA"),
        column("groupingB", "STRING", "groupingB"),
        column("groupingC", "STRING", "groupingC"),
        column("groupingD", "STRING", "groupingD"),
        column("price", "STRING", _price),
        column("landedCosts", "STRING", lambda account, record: "0.00"),
        column("currCode", "STRING", "productValue.currency"),
        column("receivedQuantity", "INTEGER", "quantity"),
        column("onHand", "INTEGER", _left),
        period("createdDate", "createdOn"),
        period("receivedDate", "receivedOn"),
        column("warehouseId", "IDSET", "warehouseId"),
    ),
    sort="batchId",
)

_READ = notes_read("goods_in_notes", "goods in notes", _shown, most=_MOST)

ROUTES: tuple[Route, ...] = (
    Route("POST", "warehouse-service/order/{id}/goods-note/goods-in", _post, "post-goods-in-note"),
    Route("GET", "warehouse-service/order/{id}/goods-note/goods-in", _READ, "get-goods-in-note"),
    Route("GET", "warehouse-service/order/{id}/goods-note/goods-in/{note}", _READ, "get-goods-in-note"),
    Route("DELETE", "warehouse-service/goods-note/goods-in/{id}", _delete, "delete-goods-in-note"),
    Route("POST", "warehouse-service/goods-note/goods-in/{id}/correction", _correct, "post-goods-in-correction"),
    *search_routes(SEARCH),
)
