"""warehouse-service: what suppliers send straight to a customer, and how far an order is fulfilled."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal
from typing import Any

from ..._kernel.values import Json
from ..account import Account, Record, without
from ..call import EMPTY, Answer, Call, Route, text, whole
from ..errors import invalid, missing
from ..order_making import referred
from ..orders import fulfilled, order_of, outgoing_notes, row_of, stock_statuses, tracked_rows
from ..stock import pieces, product_value, tracked_product
from .goods_out_note import event_of, notes_read

_MOST = 200


def _post(call: Call) -> Answer:
    """A note for each supplier, or none at all."""
    account, order = call.account, order_of(call, types=("SO",))
    suppliers = call.document().get("suppliers")
    if not isinstance(suppliers, list) or not suppliers or not all(isinstance(each, dict) for each in suppliers):
        raise invalid("SIMC-567", "You have not supplied any suppliers")
    done = fulfilled(account, order)
    notes = [_note(account, order, each, done) for each in suppliers]
    ids: list[Json] = []
    for note in notes:
        id = account.new_id("goods_notes")
        account.table("drop_ship_notes")[id] = {"id": id, **note}
        account.raised("drop-ship-note.created", id)
        ids.append(id)
    return Answer(response=ids)


def _note(account: Account, order: Record, given: dict[str, Any], done: dict[int, int]) -> Record:
    purchase = account.find("orders", given.get("purchaseOrderId"))
    if purchase is None or purchase["type"] != "PO" or purchase["customer"]["id"] != given.get("supplierId"):
        raise invalid("SIMC-568", f"Purchase order {given.get('purchaseOrderId')} is not with supplier {given.get('supplierId')}")
    products = given.get("products")
    if not isinstance(products, list) or not products or not all(isinstance(each, dict) for each in products):
        raise invalid("SIMC-535", "You have not supplied any products")
    rows: dict[str, list[Record]] = {}
    for each in products:
        product_id, quantity = tracked_product(account, each.get("productId")), pieces(each.get("quantity"))
        row, bought = row_of(order, each.get("salesOrderRowId")), row_of(purchase, each.get("purchaseOrderRowId"))
        if row is None or bought is None or {row["productId"], bought["productId"]} != {product_id}:
            raise invalid("SIMC-536", f"Product {product_id} is not on the named rows of orders {order['id']} and {purchase['id']}")
        product_value(each.get("productValue"))
        done[row["id"]] = done.get(row["id"], 0) + quantity
        if done[row["id"]] > int(Decimal(row["quantity"])):
            raise invalid("SIMC-543", f"Row {row['id']} of order {order['id']} has less than {quantity} pieces to fulfil")
        rows.setdefault(str(row["id"]), []).append({"productId": product_id, "quantity": quantity})
    return {
        "orderId": order["id"],
        "purchaseOrderId": purchase["id"],
        "supplierId": given["supplierId"],
        "status": {"shipped": False},
        "orderRows": rows,
        "events": [],
        "createdOn": account.now(),
    }


def _shown(account: Account, record: Record) -> Record:
    each = without(deepcopy(record), "id", "createdOn")
    each["status"] = without({name: account.shown(value) if name == "shippedOn" else value for name, value in each["status"].items()})
    each["events"] = [{**event, "occured": account.shown(event["occured"])} for event in each["events"]]
    return each


def _post_event(call: Call) -> Answer:
    account, given = call.account, call.document()
    note = account.find("drop_ship_notes", call.id())
    if note is None:
        raise missing(f"Drop-ship note {call.ids['id']} does not exist")
    events = given.get("events")
    if not isinstance(events, list) or not events:
        raise invalid("SIMC-549", "You have not supplied any events")
    steps = [event_of(each, ("SHS",)) for each in events]
    if note["status"]["shipped"] or len(steps) > 1:
        raise invalid("SIMB-548", f"Drop-ship note {note['id']} is shipped: nothing can be done with it any more")
    reference = text(given.get("trackingReference") or "", 64, "SIMC-546", "The reference is longer than 64 characters")
    method = given.get("shippingMethodId")
    if method is not None:
        method = referred(account, "shipping_methods", whole(method, "SIMC-541", "Invalid shipping method"), "shipping method", "SIMC-541")
    note["shipping"] = {"reference": reference, "shippingMethodId": method or 0}
    note["status"] = {"shipped": True, "shippedOn": steps[0]["occured"], "shippedById": steps[0]["eventOwnerId"]}
    note["events"] += steps
    account.raised("drop-ship-note.modified.shipped", note["id"])
    if stock_statuses(account, account.table("orders")[note["orderId"]])[2] == "ASS":
        account.raised("order.modified.fully-shipped", note["orderId"])
    return EMPTY


def _fulfilment(call: Call) -> Answer:
    account, order = call.account, order_of(call)
    done, gone = fulfilled(account, order), fulfilled(account, order, shipped=True)
    tracked = {row["id"] for row in tracked_rows(account, order)}
    found: dict[str, Json] = {}
    for row in order["rows"]:
        quantity = int(Decimal(row["quantity"])) if row["id"] in tracked else 0
        places = _places(account, order["id"], row["id"])
        shown = {"quantity": quantity, "fulfilled": done.get(row["id"], 0), "shipped": gone.get(row["id"], 0)}
        found[str(row["id"])] = {**shown, **({"fulfilmentLocations": places} if places else {})}
    return Answer(response=found)


def _places(account: Account, order_id: int, row_id: int) -> dict[str, Json]:
    places: dict[str, int] = {}
    for note in outgoing_notes(account, order_id):
        for line in note["orderRows"].get(str(row_id), []):
            if "locationId" in line:
                places[str(line["locationId"])] = places.get(str(line["locationId"]), 0) + line["quantity"]
    return dict(places)


_READ = notes_read("drop_ship_notes", "drop ship notes", _shown, most=_MOST)

ROUTES: tuple[Route, ...] = (
    Route("POST", "warehouse-service/order/{id}/goods-note/drop-ship", _post, "post-drop-ship-note"),
    Route("GET", "warehouse-service/order/{id}/goods-note/drop-ship", _READ, "get-drop-ship-note"),
    Route("GET", "warehouse-service/order/{id}/goods-note/drop-ship/{note}", _READ, "get-drop-ship-note"),
    Route("POST", "warehouse-service/goods-note/drop-ship/{id}/event", _post_event, "post-drop-ship-note-event"),
    Route("GET", "warehouse-service/order/{id}/fulfilment-status", _fulfilment),
)
