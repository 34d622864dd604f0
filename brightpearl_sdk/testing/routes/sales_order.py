"""order-service: sales orders and sales credits, whole with their rows, and their rows."""

from __future__ import annotations

from typing import Any

from ..._kernel.values import Json
from ..account import Account, Record
from ..call import EMPTY, Answer, Call, Route, matched
from ..errors import Refusal, invalid, refused
from ..order_making import duplicate, new_order, new_row, new_rows
from ..order_views import as_sales_order
from ..orders import TYPES, open_order, order_of, row_of, touched
from .order import read_orders
from .reading import planned


def _post(call: Call, type_code: str) -> Answer:
    account, given = call.account, call.document()
    existing = duplicate(account, given.get("externalRef"), given.get("installedIntegrationInstanceId"))
    if existing is not None:
        if account.duplicates == "existing":
            return Answer(response=existing)
        told = f"Another order already has the external reference {given['externalRef']} for this integration instance"
        raise invalid("SIMB-117", told)
    record = new_order(account, given, type_code)
    record["rows"] = new_rows(account, given.get("rows") or [], record)
    id = account.put("orders", record)
    if type_code == "SO":
        account.raised("sales-order.created", id)
    account.raised("order.modified", id)
    return Answer(response=id)


def _put(call: Call) -> Answer:
    """The whole order anew: what is left out is cleared, or gets its default."""
    account, old, given = call.account, order_of(call, types=("SO",)), call.document()
    matched(call, old["version"])
    other = duplicate(account, given.get("externalRef"), given.get("installedIntegrationInstanceId"))
    if other not in (None, old["id"]):
        raise invalid("SIMB-117", f"Order {other} already has the external reference {given['externalRef']} for this integration instance")
    rows = given.get("rows") or []
    if old["closedOn"] and _ids(rows) != _ids(old["rows"]):
        raise invalid("SIMC-180", f"Order {old['id']} is invoiced: every row of it must be given, and no other")
    record = new_order(account, given, "SO")
    record["rows"] = new_rows(account, rows, record, lambda row, each: _kept(old, row, each))
    for name in ("id", "version", "createdOn", "createdById", "customFields", "closedOn", "invoiceReference", "acknowledged"):
        record[name] = old[name]
    account.table("orders")[old["id"]] = record
    touched(account, record)
    return EMPTY


def _ids(rows: Any) -> list[Any]:
    return sorted(str(row.get("id")) for row in rows if isinstance(row, dict) and not row.get("bundleChild"))


def _kept(order: Record, row: Record, given: Any) -> Record:
    """A new row under the id that it is given, which has to be one of the order's."""
    if given.get("id") is None:
        return row
    old = row_of(order, given["id"])
    if old is None:
        raise invalid("SIMC-128", f"Order {order['id']} has no row {given['id']}")
    return {**row, "id": old["id"], "sequence": old["sequence"]}


def _put_rows(call: Call) -> Answer:
    account, record = call.account, open_order(order_of(call, types=("SO",)))
    wanted, replaced = call.set("row") or [], dict[int, Record]()
    for place, given in enumerate(call.items(), 1):
        if not isinstance(given, dict) or given.get("id") not in wanted:
            raise invalid("SIMC-123", f"Row {place - 1} does not name one of the rows {call.ids['row']}")
        try:
            replaced[given["id"]] = _kept(record, new_row(account, given, place, record), given)
        except Refusal as refusal:
            raise refused(400, *((code, f"Cannot update order row: {given['id']}.{told}") for code, told in refusal.faults)) from None
    record["rows"] = [replaced.get(row["id"], row) for row in record["rows"]]
    touched(account, record)
    statuses: dict[str, Json] = {str(id): 200 for id in replaced}
    errors: dict[str, Json] = {str(id): [] for id in replaced}
    return Answer(response={"resourceStatuses": statuses, "resourceErrors": errors})


def _of_type(type_code: str, account: Account) -> dict[int, Record]:
    return {id: record for id, record in account.table("orders").items() if record["type"] == type_code}


def _routes(path: str, type_code: str) -> tuple[Route, ...]:
    assert type_code in TYPES
    return (
        Route("POST", path, lambda call: _post(call, type_code)),
        Route("GET", f"{path}/{{id}}", read_orders((type_code,), as_sales_order, partial=True)),
        *planned(path, lambda account: _of_type(type_code, account)),
    )


ROUTES: tuple[Route, ...] = (
    *_routes("order-service/sales-order", "SO"),
    *_routes("order-service/sales-credit", "SC"),
    Route("PUT", "order-service/sales-order/{id}", _put),
    Route("PUT", "order-service/sales-order/{id}/row/{row}", _put_rows),
)
