"""warehouse-service: stock that is kept for a sales order, in one warehouse."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal
from typing import Any

from ..._kernel.values import Json
from ..account import Account, Record
from ..call import EMPTY, Answer, Call, Route, whole
from ..errors import invalid, missing
from ..orders import fulfilled, open_order, order_of, reserved, row_of
from ..stock import on_hand, on_hand_changed, pieces, tracked_product, warehouse_for


def _get(call: Call) -> Answer:
    return Answer(response=[_shown(_reservation(call))])


def _all(call: Call) -> Answer:
    found: list[Json] = [_shown(each) for _, each in sorted(call.account.table("reservations").items())]
    return Answer(response=found)


def _shown(record: Record) -> Record:
    return deepcopy(record)


def _reservation(call: Call) -> Record:
    record = call.account.table("reservations").get(call.id())
    if record is None:
        raise missing(f"No reservation exists for order {call.ids['id']}")
    return record


def asked_for(account: Account, order: Record, products: Any) -> dict[int, tuple[int, int]]:
    """Product and pieces by the order's row, as a body names them. A row that is named twice counts as it was named last."""
    if not isinstance(products, list) or not products:
        raise invalid("SIMC-535", "You have not supplied any products")
    found = {}
    for each in products:
        given: dict[str, Any] = each if isinstance(each, dict) else {}
        product_id = tracked_product(account, given.get("productId"))
        row_id = whole(given.get("salesOrderRowId"), "SIMC-536", f"You have supplied an invalid row: {given.get('salesOrderRowId')}")
        row = row_of(order, row_id)
        if row is None or row["productId"] != product_id:
            raise invalid("SIMC-536", f"Product {product_id} is not on row {row_id} of order {order['id']}")
        found[row_id] = (product_id, pieces(given.get("quantity"), least=0))
    return found


def _post(call: Call) -> Answer:
    account, order = call.account, open_order(order_of(call, types=("SO",)))
    warehouse_id = warehouse_for(account, call.ids["warehouse"])["id"]
    wanted = asked_for(account, order, call.document().get("products"))
    if order["id"] in account.table("reservations"):
        raise invalid("SIMB-537", f"Order {order['id']} has a reservation already")
    _set(account, order, warehouse_id, wanted)
    return EMPTY


def _put(call: Call) -> Answer:
    account, order, reservation = call.account, open_order(order_of(call, types=("SO",))), _reservation(call)
    _set(account, order, reservation["warehouseId"], asked_for(account, order, call.document().get("products")))
    return EMPTY


def _set(account: Account, order: Record, warehouse_id: int, wanted: dict[int, tuple[int, int]]) -> None:
    """Reserve what is on hand of what is wanted. Nothing at all is refused; rows that are not named stay as they are."""
    held, done = reserved(account, order["id"]), fulfilled(account, order)
    rows = dict(account.table("reservations").get(order["id"], {"orderRows": {}})["orderRows"])
    given_now = {product_id: on_hand(account, product_id, warehouse_id) for product_id, _ in wanted.values()}
    for row_id, (product_id, _) in wanted.items():
        given_now[product_id] += held.get(row_id, 0)
    kept = 0
    for row_id, (product_id, quantity) in wanted.items():
        row = row_of(order, row_id) or {}
        if quantity > int(Decimal(row["quantity"])) - done.get(row_id, 0):
            raise invalid("SIMC-538", f"Row {row_id} of order {order['id']} has less than {quantity} pieces to reserve")
        pieces_kept = min(quantity, max(0, given_now[product_id]))
        given_now[product_id] -= pieces_kept
        kept += pieces_kept
        rows.pop(str(row_id), None)
        if pieces_kept:
            rows[str(row_id)] = {"productId": product_id, "quantity": pieces_kept}
    if not kept and any(quantity for _, quantity in wanted.values()):
        raise invalid("SIMB-539", f"None of the requested products are available in warehouse {warehouse_id}")
    account.table("reservations")[order["id"]] = {"orderId": order["id"], "warehouseId": warehouse_id, "orderRows": rows}
    on_hand_changed(account, given_now)


def _delete(call: Call) -> Answer:
    reservation = _reservation(call)
    del call.account.table("reservations")[reservation["orderId"]]
    on_hand_changed(call.account, (line["productId"] for line in reservation["orderRows"].values()))
    return EMPTY


ROUTES: tuple[Route, ...] = (
    Route("GET", "warehouse-service/order/{id}/reservation", _get),
    Route("POST", "warehouse-service/order/{id}/reservation/warehouse/{warehouse}", _post, "post-reservation"),
    Route("PUT", "warehouse-service/order/{id}/reservation", _put),
    Route("DELETE", "warehouse-service/order/{id}/reservation", _delete),
    Route("GET", "warehouse-service/reservations", _all),
)
