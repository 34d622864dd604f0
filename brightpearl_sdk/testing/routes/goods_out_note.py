"""warehouse-service: goods-out notes, what is on them, and the steps from printed to shipped."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from decimal import Decimal
from typing import Any

from ..._kernel.values import Json
from ..account import Account, Record, without
from ..call import EMPTY, Answer, Call, Route, matched, moment, money, number, text, whole
from ..errors import invalid, missing
from ..order_making import referred
from ..orders import OUTGOING, fulfilled, order_of, reserved, row_of, stock_statuses
from ..searches import Search, column, period, search_routes
from ..stock import at, location_in, moved, noted, on_hand, on_hand_changed, picked, pieces, warehouse_for
from .reservation import asked_for

_MOST = 500
#: What each step sets, and to what.
_STEPS = {
    "PRI": ("printed", True),
    "UPR": ("printed", False),
    "PIC": ("picked", True),
    "UPI": ("picked", False),
    "PAC": ("packed", True),
    "UPA": ("packed", False),
    "SHW": ("shipped", True),
}


def notes_read(kind: str, noun: str, show: Callable[[Account, Record], Record], *, most: int) -> Callable[[Call], Answer]:
    """Read notes by the ids of orders, of notes, or of both: a map by the note's id."""

    def respond(call: Call) -> Answer:
        orders, ids = call.set(limit=most), call.set("note", limit=most)
        if orders is None and ids is None:
            raise invalid("SIMC-540", f"You have not supplied the ids of any {noun}")
        found: dict[str, Json] = {
            str(id): show(call.account, note)
            for id, note in sorted(call.account.table(kind).items())
            if (orders is None or note["orderId"] in orders) and (ids is None or id in ids)
        }
        if not found:
            raise missing(f"No {noun} found within range of order IDs and note IDs")
        return Answer(response=found)

    return respond


def _shown(account: Account, record: Record) -> Record:
    each = deepcopy(record)
    status = each["status"]
    each["status"] = without({name: account.shown(value) if name.endswith("On") else value for name, value in status.items()})
    for name in ("releaseDate", "createdOn"):
        each[name] = account.shown(each[name])
    each["shipping"] = without(each["shipping"])
    each["events"] = [{**event, "occured": account.shown(event["occured"])} for event in each["events"]]
    return without(each, "id")


def new_note(account: Account, warehouse_id: int, order_rows: dict[str, list[Record]], given: dict[str, Any], **details: Any) -> int:
    """Put a note on the account and return its id."""
    now = account.now()
    id = account.new_id("goods_notes")
    record = {
        "id": id,
        "warehouseId": warehouse_id,
        "externalRef": given.get("externalRef"),
        "transfer": False,
        "priority": bool(given.get("priority", False)),
        "status": {"shipped": False, "packed": False, "picked": False, "printed": False},
        "shipping": {"reference": "", "shippingMethodId": given.get("shippingMethodId") or 0},
        "releaseDate": moment(given["releaseDate"], "releaseDate") if given.get("releaseDate") else now,
        "createdOn": now,
        "createdBy": 4,
        "orderRows": order_rows,
        "labelUri": given.get("labelUri") or None,
        "events": [{"occured": now, "eventOwnerId": 4, "eventCode": "PLA"}],
        "lastEventVersion": account.new_id("event_versions"),
        **details,
    }
    account.table("goods_out_notes")[id] = record
    account.raised("goods-out-note.created", id)
    on_hand_changed(account, (line["productId"] for lines in order_rows.values() for line in lines))
    return id


def _post(call: Call) -> Answer:
    """A note for each warehouse, or none at all."""
    account, order, given = call.account, order_of(call, types=OUTGOING), call.document()
    method = referred(account, "shipping_methods", given.get("shippingMethodId"), "shipping method", "SIMC-541")
    common = {"priority": given.get("priority", False), "shippingMethodId": method, "labelUri": given.get("labelUri")}
    warehouses = given.get("warehouses")
    if not isinstance(warehouses, list) or not warehouses or not all(isinstance(each, dict) for each in warehouses):
        raise invalid("SIMC-542", "You have not supplied any warehouses")
    before = deepcopy(account.table("reservations").get(order["id"]))
    made: list[int] = []
    try:
        for each in warehouses:
            made.append(_note(account, order, {**each, **common}, sequence=_sequence(account, order)))
    except Exception:
        _undone(account, order["id"], made, before)
        raise
    return Answer(response=list[Json](made))


def _undone(account: Account, order_id: int, made: list[int], reservation: Record | None) -> None:
    for id in made:
        del account.table("goods_out_notes")[id]
    if reservation is not None:
        account.table("reservations")[order_id] = reservation
    account.events[:] = [event for event in account.events if not (event["event"] == "goods-out-note.created" and event["id"] in made)]


def _sequence(account: Account, order: Record) -> int:
    return 1 + sum(bool(note["orderId"] == order["id"]) for note in account.table("goods_out_notes").values())


def _note(account: Account, order: Record, given: dict[str, Any], *, sequence: int) -> int:
    warehouse_id = warehouse_for(account, given.get("warehouseId"))["id"]
    wanted = asked_for(account, order, given.get("products"))
    done, held = fulfilled(account, order), reserved(account, order["id"])
    reservation = account.table("reservations").get(order["id"])
    here = reservation is not None and reservation["warehouseId"] == warehouse_id
    free = {product_id: on_hand(account, product_id, warehouse_id) for product_id, _ in wanted.values()}
    rows: dict[str, list[Record]] = {}
    for row_id, (product_id, quantity) in wanted.items():
        row = row_of(order, row_id) or {}
        pieces(quantity)
        if quantity > int(Decimal(row["quantity"])) - done.get(row_id, 0):
            raise invalid("SIMC-543", f"Row {row_id} of order {order['id']} has less than {quantity} pieces to fulfil")
        own = min(quantity, held.get(row_id, 0)) if here else 0
        free[product_id] -= quantity - own
        if free[product_id] < 0:
            raise invalid("WHSB-023", f"None of the requested products are available in warehouse {warehouse_id}")
    taken = noted(account)
    for row_id, (product_id, quantity) in wanted.items():
        if here and reservation is not None:
            _used(reservation, row_id, quantity)
        rows[str(row_id)] = picked(account, taken, product_id, warehouse_id, quantity)
    if reservation is not None and not reservation["orderRows"]:
        del account.table("reservations")[order["id"]]
    return new_note(account, warehouse_id, rows, given, orderId=order["id"], sequence=sequence)


def _used(reservation: Record, row_id: int, quantity: int) -> None:
    """Take pieces that go on a note out of what is reserved for their row."""
    line = reservation["orderRows"].get(str(row_id))
    if line is not None:
        line["quantity"] -= min(quantity, line["quantity"])
        if not line["quantity"]:
            del reservation["orderRows"][str(row_id)]


def _note_of(call: Call, name: str = "id") -> Record:
    record = call.account.find("goods_out_notes", call.id(name))
    if record is None:
        raise missing(f"Goods-out note {call.ids[name]} does not exist")
    return record


def _put(call: Call) -> Answer:
    account, note, given = call.account, _note_of(call), call.document()
    shipping = given.get("shipping") if isinstance(given.get("shipping"), dict) else {}
    changes = dict(note["shipping"])
    for name, value in (shipping or {}).items():
        if name == "shippingMethodId":
            changes[name] = referred(account, "shipping_methods", value, "shipping method", "SIMC-541") or 0
        elif name == "weight" and value is not None:
            changes[name] = money(number(value, "SIMC-544", f"You have supplied an invalid weight: {value}"), 1)
        elif name == "boxes" and value is not None:
            changes[name] = whole(value, "SIMC-545", f"You have supplied an invalid number of boxes: {value}")
        elif name == "reference":
            changes[name] = text(value or "", 64, "SIMC-546", "The reference is longer than 64 characters")
    note["shipping"] = changes
    if "priority" in given:
        note["priority"] = bool(given["priority"])
    if "labelUri" in given:
        note["labelUri"] = given["labelUri"] or None
    account.raised("goods-out-note.modified", note["id"])
    return EMPTY


def _delete(call: Call) -> Answer:
    account, note = call.account, _note_of(call, "note")
    if note["orderId"] != call.id():
        raise missing(f"Order {call.ids['id']} has no goods-out note {note['id']}")
    if note["status"]["shipped"]:
        raise invalid("SIMB-547", f"Goods-out note {note['id']} is shipped and cannot be deleted")
    del account.table("goods_out_notes")[note["id"]]
    account.raised("goods-out-note.destroyed", note["id"])
    on_hand_changed(account, (line["productId"] for lines in note["orderRows"].values() for line in lines))
    return EMPTY


# Steps.


def _post_event(call: Call) -> Answer:
    account, note = call.account, _note_of(call)
    matched(call, note["lastEventVersion"])
    events = [_event(each) for each in _listed(call.document().get("events"))]
    shipped = note["status"]["shipped"]
    for event in events:
        if shipped:
            raise invalid("SIMB-548", f"Goods-out note {note['id']} is shipped: nothing can be done with it any more")
        shipped = event["eventCode"] == "SHW"
    for event in events:
        _done(account, note, event)
    return EMPTY


def _listed(events: Any) -> list[Any]:
    if not isinstance(events, list) or not events:
        raise invalid("SIMC-549", "You have not supplied any events")
    return events


def event_of(given: Any, codes: tuple[str, ...]) -> Record:
    """An event that a body holds: code, moment and owner, all three required."""
    document: dict[str, Any] = given if isinstance(given, dict) else {}
    code = document.get("eventCode")
    if code not in codes:
        raise invalid("SIMC-550", f"You have supplied an invalid event code: {code}")
    owner = whole(document.get("eventOwnerId"), "SIMC-551", "You have not supplied the owner of an event")
    return {"occured": moment(document.get("occured"), "occured"), "eventOwnerId": owner, "eventCode": code}


def _event(given: Any) -> Record:
    return event_of(given, tuple(_STEPS))


def _done(account: Account, note: Record, event: Record) -> None:
    steps = [event]
    if event["eventCode"] == "SHW":
        # Shipping does what was not done before.
        steps += [{**event, "eventCode": code} for code in ("PRI", "PIC", "PAC") if not note["status"][_STEPS[code][0]]]
    for step in steps:
        name, done = _STEPS[step["eventCode"]]
        note["status"][name] = done
        note["status"][f"{name}On"] = step["occured"] if done else None
        note["status"][f"{name}ById"] = step["eventOwnerId"] if done else None
        note["events"].append(step)
        account.raised(f"goods-out-note.modified.{name if done else f'un-{name}'}", note["id"])
    note["lastEventVersion"] = account.new_id("event_versions")
    if event["eventCode"] == "SHW":
        _left(account, note)


def _left(account: Account, note: Record) -> None:
    """Take the goods of a note out of stock; those of a transfer go to quarantine where they are sent."""
    for row_id, lines in note["orderRows"].items():
        for line in lines:
            details = {"orderId": note["orderId"], "salesOrderRowId": None if note["transfer"] else int(row_id)}
            moved(account, "GO", note["id"], line["productId"], line["locationId"], -line["quantity"], **details)
            if note["transfer"]:
                target = account.table("warehouses")[note["targetWarehouseId"]]
                moved(account, "GO", note["id"], line["productId"], target["quarantineLocationId"], line["quantity"], orderId=0)
    order = account.find("orders", note["orderId"])
    if order is not None and stock_statuses(account, order)[2] == "ASS":
        account.raised("order.modified.fully-shipped", order["id"])


def _pick(call: Call) -> Answer:
    """Tell what was picked where. What an earlier pick told is overwritten; what is not told stays as it was planned."""
    account, note = call.account, _note_of(call, "note")
    if note["orderId"] != call.id():
        raise missing(f"Order {call.ids['id']} has no goods-out note {note['id']}")
    if note["status"]["shipped"]:
        raise invalid("SIMB-548", f"Goods-out note {note['id']} is shipped: nothing can be done with it any more")
    items = _listed(call.document().get("items"))
    rows: dict[str, list[Record]] = {}
    for each in items:
        given: dict[str, Any] = each if isinstance(each, dict) else {}
        row_id = str(given.get("salesOrderRowId"))
        if row_id not in note["orderRows"]:
            raise invalid("SIMC-536", f"Row {row_id} is not on goods-out note {note['id']}")
        location = location_in(account, note["warehouseId"], given.get("locationId"))
        line = {"productId": note["orderRows"][row_id][0]["productId"], "quantity": pieces(given.get("quantity")), "locationId": location}
        rows.setdefault(row_id, []).append(line)
    planned, taken = {}, noted(account)
    for row_id, lines in rows.items():
        rest = sum(line["quantity"] for line in note["orderRows"][row_id]) - sum(line["quantity"] for line in lines)
        if rest < 0:
            raise invalid("SIMC-543", f"More was picked for row {row_id} than is on goods-out note {note['id']}")
        for line in lines:
            if line["quantity"] > at(account, line["productId"], line["locationId"]):
                raise invalid("WHSB-023", f"None of the requested products are available in location {line['locationId']}")
        for line in note["orderRows"][row_id]:
            taken[line["productId"], line["locationId"]] -= line["quantity"]
        for line in lines:
            taken[line["productId"], line["locationId"]] += line["quantity"]
        planned[row_id] = [*lines, *picked(account, taken, lines[0]["productId"], note["warehouseId"], rest)]
    note["orderRows"].update(planned)
    return EMPTY


def _done_on(name: str) -> Callable[[Account, Record], Any]:
    return lambda account, record: record["status"].get(name)


def _channel(account: Account, record: Record) -> Any:
    return (account.find("orders", record["orderId"]) or {}).get("channelId")


SEARCH = Search(
    path="warehouse-service/goods-note/goods-out-search",
    records=lambda account: account.table("goods_out_notes").values(),
    columns=(
        column("goodsOutNoteId", "INTEGER", "id"),
        column("printed", "BOOLEAN", _done_on("printed")),
        column("picked", "BOOLEAN", _done_on("picked")),
        column("packed", "BOOLEAN", _done_on("packed")),
        column("shipped", "BOOLEAN", _done_on("shipped")),
        period("shippedOn", "status.shippedOn"),
        column("orderId", "INTEGER", "orderId"),
        column("shippingMethodId", "IDSET", "shipping.shippingMethodId"),
        column("warehouseId", "INTEGER", "warehouseId"),
        column("priority", "BOOLEAN", "priority"),
        period("createdOn", "createdOn"),
        period("releaseDate", "releaseDate"),
        column("createdBy", "INTEGER", "createdBy"),
        column("labelUri", "STRING", "labelUri"),
        column("channelId", "INTEGER", _channel),
        column("transfer", "BOOLEAN", "transfer"),
    ),
)

_READ = notes_read("goods_out_notes", "goods out notes", _shown, most=_MOST)

ROUTES: tuple[Route, ...] = (
    Route("POST", "warehouse-service/order/{id}/goods-note/goods-out", _post, "post-goods-out-note"),
    Route("GET", "warehouse-service/order/{id}/goods-note/goods-out", _READ, "get-goods-out-note"),
    Route("GET", "warehouse-service/order/{id}/goods-note/goods-out/{note}", _READ, "get-goods-out-note"),
    Route("DELETE", "warehouse-service/order/{id}/goods-note/goods-out/{note}", _delete, "delete-goods-out-note"),
    Route("POST", "warehouse-service/order/{id}/goods-note/goods-out/{note}/pick", _pick, "post-pick"),
    Route("PUT", "warehouse-service/goods-note/goods-out/{id}", _put, "put-goods-out-note"),
    Route("POST", "warehouse-service/goods-note/goods-out/{id}/event", _post_event, "post-goods-out-note-event"),
    *search_routes(SEARCH),
)
