"""order-service: orders of every type, the low-level resource: a header, to which rows are added one by one."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from ..._kernel.values import Json
from ..account import Account, Record, chosen
from ..call import EMPTY, Answer, Call, Route, moment, text, whole
from ..custom_fields import nulls
from ..errors import invalid, missing, refused
from ..order_making import contact_for, new_order, referred
from ..order_views import as_order
from ..orders import SALES, TYPES, open_order, order_of, reserved, touched
from ..orders import outgoing_notes as notes_of
from .reading import planned


def read_orders(types: tuple[str, ...], show: Callable[[Account, Record], Record], *, partial: bool = False) -> Callable[[Call], Answer]:
    """Read orders of some types by an id set: none found is an empty list. ``partial`` answers 207 when some are missing."""

    def respond(call: Call) -> Answer:
        ids = call.set() or []
        records = [record for record in chosen(call.account.table("orders"), ids) if record["type"] in types]
        shown: list[Json] = []
        for record in records:
            each = show(call.account, record)
            if call.optional("customFields"):
                each["customFields"] = deepcopy(record["customFields"])
            if call.optional("nullCustomFields"):
                each["nullCustomFields"] = nulls(call.account, "sale" if record["type"] in SALES else "purchase", record)
            shown.append(each)
        return Answer(response=shown, status=207 if partial and shown and len(shown) < len(ids) else 200)

    return respond


def _post(call: Call) -> Answer:
    given = call.document()
    type_code = given.get("orderTypeCode")
    if type_code is None:
        raise invalid("ORDC-005", "You have not supplied an order type code")
    if type_code not in TYPES:
        raise invalid("ORDC-006", "You have supplied an invalid order type code")
    parties = given.get("parties") or {}
    party = parties.get("customer" if type_code in SALES else "supplier") or {}
    if party.get("contactId") is None:
        # The vendor's own spelling.
        raise refused(400, ("SIMC-120", "Customer ID Required.") if type_code in SALES else ("ORDC-022", "Suppllier ID Required."))
    id = call.account.put("orders", new_order(call.account, _flat(given, parties, party), type_code, tax_dated=False))
    call.account.raised("order.modified", id)
    return Answer(response=id)


def _flat(given: dict[str, Any], parties: dict[str, Any], party: dict[str, Any]) -> dict[str, Any]:
    """The body of an order as that of a sales order."""
    current = (given.get("assignment") or {}).get("current") or {}
    currency = given.get("currency") or {}
    delivery = given.get("delivery") or {}
    invoice = (given.get("invoices") or [{}])[0]
    return {
        "customer": {"id": party["contactId"], "address": party if party.get("addressLine1") else None},
        "billing": parties.get("billing") or {},
        "ref": given.get("reference"),
        "externalRef": given.get("externalRef"),
        "installedIntegrationInstanceId": given.get("installedIntegrationInstanceId"),
        "placedOn": given.get("placedOn"),
        "taxDate": invoice.get("taxDate"),
        "dueDate": invoice.get("dueDate"),
        "invoiceReference": invoice.get("invoiceReference"),
        "parentId": given.get("parentOrderId"),
        "statusId": (given.get("orderStatus") or {}).get("orderStatusId"),
        "warehouseId": given.get("warehouseId"),
        "channelId": current.get("channelId"),
        "leadSourceId": current.get("leadSourceId"),
        "staffOwnerId": current.get("staffOwnerContactId"),
        "projectId": current.get("projectId"),
        "teamId": current.get("teamId"),
        "priceListId": given.get("priceListId"),
        "priceModeCode": given.get("priceModeCode"),
        "currency": {
            "code": currency.get("orderCurrencyCode"),
            "exchangeRate": currency.get("exchangeRate"),
            "fixedExchangeRate": currency.get("fixedExchangeRate"),
        },
        "delivery": {
            "date": delivery.get("deliveryDate"),
            "shippingMethodId": delivery.get("shippingMethodId"),
            "address": parties.get("delivery"),
        },
    }


def _patch(call: Call) -> Answer:
    record, account = open_order(order_of(call)), call.account
    changed = deepcopy(record)
    for operation in call.operations():
        change = _PATHS.get(operation.path)
        if change is None:
            raise refused(500, ("CMNC-043", f"The path {operation.path} is not supported"))
        allowed, write = change
        if operation.op not in allowed:
            raise refused(500, ("CMNC-044", f"Invalid patch operation ({operation.op}) for given path ({operation.path})"))
        write(account, changed, None if operation.op == "remove" else operation.value)
    account.table("orders")[record["id"]] = changed
    touched(account, changed)
    return Answer(response=as_order(account, changed))


def _reference(account: Account, record: Record, value: Any) -> None:
    record["ref"] = text(value or "", 64, "SIMC-130", "The reference is longer than 64 characters")


def _warehouse(account: Account, record: Record, value: Any) -> None:
    if reserved(account, record["id"]) or any(notes_of(account, record["id"])):
        raise invalid("SIMC-181", f"Stock is allocated to order {record['id']}: its warehouse cannot be changed")
    id = whole(value, "SIMC-153", f"You have supplied an invalid warehouse: {value}")
    record["warehouseId"] = referred(account, "warehouses", id, "warehouse", "SIMC-153")


def _shipping_method(account: Account, record: Record, value: Any) -> None:
    id = whole(value or 0, "SIMC-152", f"You have supplied an invalid shipping method: {value}")
    record["shippingMethodId"] = referred(account, "shipping_methods", id, "shipping method", "SIMC-152")


def _delivery_date(account: Account, record: Record, value: Any) -> None:
    record["deliveryDate"] = moment(value, "deliveryDate")


def _customer(account: Account, record: Record, value: Any) -> None:
    record["customer"]["id"] = _customer_id(account, value, "SIMC-121", "Customer")


def _billing(account: Account, record: Record, value: Any) -> None:
    record["billing"]["contactId"] = _customer_id(account, value, "SIMC-125", "Billing contact")


def _customer_id(account: Account, value: Any, code: str, noun: str) -> Any:
    contact = contact_for(account, whole(value, code, f"{noun} {value} does not exist"), code, noun)
    if any(contact.get("relationshipToAccount", {}).values()):
        raise invalid(code, f"{noun} {value} is no customer")
    return contact["contactId"]


def _team(account: Account, record: Record, value: Any) -> None:
    record["teamId"] = whole(value, "SIMC-156", f"You have supplied an invalid team: {value}")


_PATHS: dict[str, tuple[tuple[str, ...], Callable[[Account, Record, Any], None]]] = {
    "/reference": (("replace", "remove"), _reference),
    "/warehouseId": (("replace",), _warehouse),
    "/delivery/shippingMethodId": (("replace", "remove"), _shipping_method),
    "/delivery/deliveryDate": (("replace",), _delivery_date),
    "/parties/customer/contactId": (("replace",), _customer),
    "/parties/billing/contactId": (("replace",), _billing),
    "/assignment/current/teamId": (("replace",), _team),
}


def _acknowledge(call: Call) -> Answer:
    record = order_of(call)
    if record["type"] != "PO":
        raise invalid("SIMC-182", f"Order {record['id']} is no purchase order")
    given = call.body if isinstance(call.body, dict) else {}
    record["acknowledged"] = int(bool(given.get("acknowledged", True)))
    if given.get("reference") is not None:
        record["supplierReference"] = text(given["reference"], 64, "SIMC-130", "The reference is longer than 64 characters")
    touched(call.account, record)
    return EMPTY


def _forget_contact(call: Call) -> Answer:
    """Strike a contact from its orders; one that is unknown has none."""
    account, id = call.account, call.id()
    keep = call.parameter("keepCityAndState") == "true"
    name = f"FORGOTTEN CONTACT {account.clock().strftime('%Y%m%d-%H%M%S')}"
    orders = [record for record in account.table("orders").values() if id in (record["customer"]["id"], record["billing"]["contactId"])]
    for record in orders:
        for party in ("customer", "billing", "delivery"):
            address = record[party]["address"]
            kept = ("addressLine3", "addressLine4", "countryIsoCode") if keep else ("countryIsoCode",)
            record[party]["address"] = {"addressFullName": name, **{line: address[line] for line in kept if line in address}}
        touched(account, record)
    return Answer(response={"numberOfOrdersModified": len(orders)})


def _landed_costs(call: Call) -> Answer:
    record = order_of(call)
    found: list[Json] = [deepcopy(each) for each in call.account.table("landed_costs").values() if each.get("orderId") == record["id"]]
    if not found:
        raise missing(f"No landed cost estimates for order {record['id']}")
    return Answer(response=[{name: value for name, value in each.items() if name != "orderId"} for each in found])


ROUTES: tuple[Route, ...] = (
    Route("POST", "order-service/order", _post),
    Route("GET", "order-service/order/{id}", read_orders(tuple(TYPES), as_order)),
    Route("PATCH", "order-service/order/{id}", _patch),
    *planned("order-service/order", "orders"),
    Route("PUT", "order-service/order/{id}/acknowledgement", _acknowledge),
    Route("POST", "order-service/order/forget-contact/{id}", _forget_contact),
    Route("GET", "order-service/order/{id}/landedcost-estimate", _landed_costs),
)
