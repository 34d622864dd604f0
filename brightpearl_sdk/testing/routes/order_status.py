"""order-service: statuses, types and the codes of stock and shipping; moving an order to a status."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy

from ..._kernel.values import Json
from ..account import Account, Record
from ..call import EMPTY, Answer, Call, Route
from ..errors import invalid, missing
from ..order_making import status_for
from ..orders import SHIPPING_STATUSES, SHIPPING_TOLD, STOCK_STATUSES, STOCK_TOLD, TYPES, order_of, outgoing_notes, paid, touched
from .order_note import noted
from .reading import listed


def _put(call: Call) -> Answer:
    account, record, given = call.account, order_of(call), call.document()
    wanted = status_for(account, given.get("orderStatusId"), record["type"])
    cancels = str(wanted) == account.settings.get("cancelledOrderStatusId") and record["statusId"] != wanted
    if cancels:
        _refuse_cancelling(account, record)
    note = given.get("orderNote")
    note = note if isinstance(note, dict) else {}
    noted(account, record, {**note, "text": note.get("text") or "Status changed"}, wanted)
    record["statusId"] = wanted
    if cancels:
        account.table("reservations").pop(record["id"], None)
    touched(account, record, "order-status")
    return EMPTY


def _refuse_cancelling(account: Account, record: Record) -> None:
    if any(outgoing_notes(account, record["id"])):
        raise invalid("SIMB-121", f"Order {record['id']} has goods-out notes and cannot be cancelled")
    if record["closedOn"] or str(record["statusId"]) == account.settings.get("invoicedOrderStatusId"):
        raise invalid("SIMB-122", f"Order {record['id']} is invoiced and cannot be cancelled")
    if paid(account, record["id"]):
        raise invalid("SIMB-123", f"Order {record['id']} has payments and cannot be cancelled")


def _post(call: Call) -> Answer:
    given = call.document()
    name, type_code, emails = given.get("name"), given.get("orderTypeCode"), given.get("alertEmails", [])
    if not name or len(name) > 64 or type_code not in TYPES or not given.get("color"):
        raise invalid("SIMC-111", "A status needs a name of at most 64 characters, an order type code and a color")
    if not isinstance(emails, list) or len(emails) > 2 or any(len(each) > 63 for each in emails):
        raise invalid("SIMC-111", "A status has at most two addresses to alert, of at most 63 characters")
    if given.get("remindAfterDays", 0) > 9999:
        raise invalid("SIMC-111", "A reminder comes after at most 9999 days")
    if any(each["name"] == name and each["orderTypeCode"] == type_code for each in call.account.table("order_statuses").values()):
        raise invalid("SIMB-112", f"There is already a status {name}")
    status = {
        "name": name,
        "orderTypeCode": type_code,
        "sortOrder": len(call.account.table("order_statuses")),
        "disabled": False,
        "visible": False,
        "color": given["color"],
        "remindAfterDays": given.get("remindAfterDays", 0),
        "alertEmails": emails,
        "emailContent": given.get("emailContent", ""),
        "batchProcess": given.get("batchProcess", False),
    }
    return Answer(response=call.account.put("order_statuses", status, key="statusId"))


def _get(call: Call) -> Answer:
    statuses, ids = call.account.table("order_statuses"), call.set()
    found = [each for id, each in statuses.items() if ids is None or id in ids]
    if not found:
        raise missing("No Order Statuses Found")
    found.sort(key=lambda each: (TYPES[each["orderTypeCode"]], each["sortOrder"]))
    return Answer(response=[deepcopy(each) for each in found])


def _coded(codes: Mapping[str, int], told: Mapping[str, str]) -> Callable[[Call], Answer]:
    shown: list[Json] = [{"id": id, "code": code, "description": told[code]} for code, id in codes.items()]
    return lambda call: Answer(response=shown)


ROUTES: tuple[Route, ...] = (
    Route("GET", "order-service/order-status", _get),
    Route("GET", "order-service/order-status/{id}", _get),
    Route("POST", "order-service/order-status", _post),
    Route("PUT", "order-service/order/{id}/status", _put, "put-order-status"),
    *listed("order-service/order-type", "order_types", "Order Types"),
    Route("GET", "order-service/order-stock-status", _coded(STOCK_STATUSES, STOCK_TOLD)),
    Route("GET", "order-service/order-shipping-status", _coded(SHIPPING_STATUSES, SHIPPING_TOLD)),
)
