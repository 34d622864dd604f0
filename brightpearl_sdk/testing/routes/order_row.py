"""order-service: the rows of an order, one at a time."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ..account import Account, Record
from ..call import EMPTY, Answer, Call, Route, decimals, money, number, whole
from ..errors import collected, invalid, missing, refused
from ..order_making import expanded, new_row
from ..order_views import as_order_row
from ..orders import fulfilled, open_order, order_of, paid, reserved, row_of, touched

_CALCULATORS = ("brightpearl", "manual", "avalara")


def _post(call: Call) -> Answer:
    account, given = call.account, call.document()
    record = account.find("orders", call.id())
    flat = _flat(given)
    with collected() as collect:
        with collect():
            if record is None:
                raise invalid("ORDC-003", f"You have supplied an invalid order id: {call.ids['id']}")
            open_order(record)
        with collect():
            rows = record["rows"] if record else []
            place = 1 + max((row["sequence"] for row in rows), default=0) // 10
            stand_in: Record = {"type": "SO", "customer": {"id": None}}
            row = new_row(account, flat, place, record or stand_in, most_decimals=2)
    assert record is not None
    record["rows"].extend(expanded(account, row))
    touched(account, record)
    return Answer(response=row["id"])


def _flat(given: dict[str, Any]) -> dict[str, Any]:
    """The body of a row as that of a sales order's row."""
    value = given.get("rowValue") or {}
    return {
        "productId": given.get("productId"),
        "name": given.get("productName"),
        "quantity": (given.get("quantity") or {}).get("magnitude"),
        "taxCode": value.get("taxCode"),
        "net": (value.get("rowNet") or {}).get("value"),
        "tax": (value.get("rowTax") or {}).get("value"),
        "nominalCode": given.get("nominalCode"),
        "productPrice": (given.get("productPrice") or {}).get("value", 0),
        "externalRef": given.get("externalRef"),
    }


def _row(call: Call) -> tuple[Record, Record]:
    record = open_order(order_of(call))
    row = row_of(record, call.id("row"))
    if row is None:
        raise missing(f"Order {record['id']} has no row {call.ids['row']}")
    return record, row


_PATHS = {
    "/quantity/magnitude": "quantity",
    "/rowValue/rowNet/value": "net",
    "/rowValue/rowTax/value": "tax",
    "/nominalCode": "nominalCode",
    "/rowValue/taxCalculator": "taxCalculator",
    "/orderRowSequence": "sequence",
}


def _patch(call: Call) -> Answer:
    account = call.account
    record, row = _row(call)
    changes: Record = {}
    for operation in call.operations():
        name = _PATHS.get(operation.path)
        if name is None:
            raise refused(500, ("CMNC-043", f"The path {operation.path} is not supported"))
        if operation.op != "replace":
            raise refused(500, ("CMNC-044", f"Invalid patch operation ({operation.op}) for given path ({operation.path})"))
        changes[name] = _changed(account, record, row, name, operation.value)
    changed = {**row, **changes}
    if "net" in changes and "tax" not in changes and changed["taxCalculator"] == "brightpearl":
        # The account works the tax out anew where only the net is changed.
        rate = Decimal((account.first("tax_codes", "code", row["taxCode"]) or {}).get("rate") or 0)
        changed["tax"] = money(Decimal(changes["net"]) * rate / 100)
    row.update(changed)
    touched(account, record)
    return Answer(response=as_order_row(account, record, row))


def _changed(account: Account, record: Record, row: Record, name: str, value: Any) -> Any:
    if name in ("net", "tax"):
        amount = number(value, "SIMC-142", f"You have supplied an invalid {name}: {value}")
        if decimals(amount) > 4:
            raise invalid("SIMC-142", f"The {name} has more than 4 decimals: {value}")
        return str(amount)
    if name == "quantity":
        quantity = number(value, "ORDC-024", f"You have supplied an invalid quantity: {value}")
        used = reserved(account, record["id"]).get(row["id"], 0) + fulfilled(account, record).get(row["id"], 0)
        if quantity < used:
            raise invalid("ORDC-024", f"{used} pieces of row {row['id']} are reserved or fulfilled; the quantity cannot be {value}")
        return str(quantity)
    if name == "sequence":
        return whole(value, "SIMC-144", f"You have supplied an invalid sequence: {value}")
    if name == "nominalCode" and account.first("nominal_codes", "code", value) is None:
        raise invalid("SIMC-143", f"You have supplied an invalid nominal code: {value}")
    if name == "taxCalculator" and value not in _CALCULATORS:
        raise invalid("SIMC-145", f"You have supplied an invalid tax calculator: {value}")
    return value


def _delete(call: Call) -> Answer:
    account = call.account
    record = order_of(call)
    row = row_of(record, call.id("row"))
    if row is None:
        raise missing(f"Order {record['id']} has no row {call.ids['row']}")
    if record["closedOn"] or any(each["parentId"] == record["id"] for each in account.table("orders").values()):
        raise invalid("ORDC-108", "Order is a parent order")
    if paid(account, record["id"]):
        raise invalid("ORDC-053", "Order has payments")
    if row["bundleChild"]:
        raise invalid("SIMC-129", "The row is a component of a bundle")
    gone = {each["id"] for each in record["rows"] if row["id"] in (each["id"], each["parentRowId"])}
    if gone & set(fulfilled(account, record)):
        raise invalid("SIMC-183", f"Goods of row {row['id']} were received or fulfilled")
    reservation = account.table("reservations").get(record["id"])
    if reservation is not None:
        reservation["orderRows"] = {id: line for id, line in reservation["orderRows"].items() if int(id) not in gone}
    record["rows"] = [each for each in record["rows"] if each["id"] not in gone]
    touched(account, record)
    return EMPTY


ROUTES: tuple[Route, ...] = (
    Route("POST", "order-service/order/{id}/row", _post, "post-order-row"),
    Route("PATCH", "order-service/order/{id}/row/{row}", _patch, "patch-order-row"),
    Route("DELETE", "order-service/order/{id}/row/{row}", _delete, "delete-order-row"),
)
