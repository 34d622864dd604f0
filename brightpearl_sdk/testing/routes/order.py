"""order-service: sales orders, sales credits, orders of every type, rows, statuses and notes.

An order is kept once and shown in two ways: as a sales order (rows in a list, ``net`` and ``tax`` of a row as text)
and as an order (rows in a map, amounts with their currency).
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from decimal import Decimal
from typing import Any

from ..._kernel.values import Json
from ..account import Account, Record, chosen, countries, without
from ..call import EMPTY, Answer, Call, Route, matched, moment, money, number, text
from ..errors import Refusal, invalid, missing, refused
from ..searches import Column, Search, column, hidden, period, search_routes
from .reading import listed, planned

TYPES = {"SO": 1, "PO": 2, "SC": 3, "PC": 4}
TYPE_NAMES = {1: "SALES_ORDER", 2: "PURCHASE_ORDER", 3: "SALES_CREDIT", 4: "PURCHASE_CREDIT"}
STOCK_STATUSES = {
    **{code: number for number, code in enumerate(["SON", "SOP", "SOA", "PON", "POP", "POA", "SCN", "SCP", "SCA", "PCN", "PCP", "PCA"], 1)},
    "NON": 13,
}
SHIPPING_STATUSES = {"NST": 1, "SNS": 2, "SPS": 3, "ASS": 4}
PAYMENT_STATUSES = {"UNPAID": 1, "PARTIALLY_PAID": 2, "PAID": 3, "NOT_APPLICABLE": 5}
#: The product that a free-text row has.
FREE_TEXT = 1000

_ADDRESS = (
    "addressFullName",
    "companyName",
    "addressLine1",
    "addressLine2",
    "addressLine3",
    "addressLine4",
    "postalCode",
    "telephone",
    "mobileTelephone",
    "fax",
    "email",
)


# What an order comes to, and how far it is paid.


def totals(record: Record) -> dict[str, Decimal]:
    """Net, tax and gross of an order in its currency and in the account's base currency."""
    net = sum((Decimal(row["net"]) for row in record["rows"]), Decimal(0))
    tax = sum((Decimal(row["tax"]) for row in record["rows"]), Decimal(0))
    rate = Decimal(record["currency"]["exchangeRate"])
    found = {"net": net, "tax": tax, "gross": net + tax}
    return {**found, "baseNet": net / rate, "baseTax": tax / rate, "baseGross": (net + tax) / rate}


def paid(account: Account, order_id: int) -> Decimal:
    """What was received for a sale, less what was paid back; the other way round for a credit."""
    signs = {"RECEIPT": 1, "CAPTURE": 1, "PAYMENT": -1}
    payments = (each for each in account.table("payments").values() if each["orderId"] == order_id)
    return sum((signs.get(each["paymentType"], 0) * Decimal(each["amountPaid"]) for each in payments), Decimal(0))


def payment_status(account: Account, record: Record) -> str:
    """The payment code: what was paid against the total."""
    gross = Decimal(money(totals(record)["gross"]))
    amount = paid(account, record["id"]) * (-1 if record["type"] in ("SC", "PO") else 1)
    if not gross:
        return "NOT_APPLICABLE"
    return "UNPAID" if amount <= 0 else "PAID" if amount >= gross else "PARTIALLY_PAID"


def tracked_rows(account: Account, record: Record) -> list[Record]:
    """The rows of an order that move stock."""
    products = account.table("products")
    return [row for row in record["rows"] if products.get(row["productId"], {}).get("stock", {}).get("stockTracked")]


def stock_statuses(account: Account, record: Record) -> tuple[str, str, str]:
    """Fulfilment, allocation and shipping codes."""
    rows = tracked_rows(account, record)
    if not rows:
        return "NON", "ANR", "NST"
    ordered = sum(Decimal(row["quantity"]) for row in rows)
    notes = [note for note in account.table("goods_out_notes").values() if note["orderId"] == record["id"]]
    fulfilled = sum(Decimal(line["quantity"]) for note in notes for lines in note["orderRows"].values() for line in lines)
    shipped = sum(
        Decimal(line["quantity"]) for note in notes if note["status"]["shipped"] for lines in note["orderRows"].values() for line in lines
    )
    reservation = account.table("reservations").get(record["id"])
    reserved = sum(Decimal(row["quantity"]) for row in reservation["orderRows"].values()) if reservation else Decimal(0)
    part = str(record["type"])
    if record["type"] in ("SC", "PO"):
        fulfilled = _received(account, record)
    return (
        part + _grade(fulfilled, ordered, "NPA"),
        {"N": "ANA", "P": "APA", "A": "AAA"}[_grade(reserved + fulfilled, ordered, "NPA")],
        {"N": "SNS", "P": "SPS", "A": "ASS"}[_grade(shipped, ordered, "NPA")],
    )


def _received(account: Account, record: Record) -> Decimal:
    notes = (note for note in account.table("goods_in_notes").values() if note["orderId"] == record["id"])
    return sum((Decimal(line["quantity"]) for note in notes for line in note["goodsMoved"]), Decimal(0))


def _grade(amount: Decimal | int, whole: Decimal | int, letters: str) -> str:
    return letters[0] if amount <= 0 else letters[2] if amount >= whole else letters[1]


def is_cancelled(account: Account, record: Record) -> bool | None:
    """Whether an order has the account's cancelled status; None where no such status is set up."""
    status = account.settings.get("cancelledOrderStatusId")
    return None if not status else record["statusId"] == int(status)


# How an order is shown.


def as_sales_order(account: Account, record: Record) -> Record:
    """The sales-order form."""
    fulfilment, allocation, shipping = stock_statuses(account, record)
    customer = {"id": record["customer"]["id"], "address": deepcopy(record["customer"]["address"])}
    shown: Record = {
        "id": record["id"],
        "customer": customer,
        "customerId": record["customer"]["id"],
        "billing": deepcopy(record["billing"]),
        "ref": record["ref"],
        "externalRef": record["externalRef"],
        "installedIntegrationInstanceId": record["instanceId"],
        "placedOn": account.shown(record["placedOn"]),
        "taxDate": account.shown(record["taxDate"]),
        "parentId": record["parentId"],
        "statusId": record["statusId"],
        "warehouseId": record["warehouseId"],
        "staffOwnerId": record["staffOwnerId"],
        "projectId": record["projectId"],
        "channelId": record["channelId"],
        "leadSourceId": record["leadSourceId"],
        "teamId": record["teamId"],
        "priceListId": record["priceListId"],
        "priceModeCode": record["priceModeCode"],
        "currency": dict(record["currency"]),
        "delivery": without(
            {
                "date": account.shown(record["deliveryDate"]),
                "address": deepcopy(record["delivery"]["address"]),
                "shippingMethodId": record["shippingMethodId"],
            }
        ),
        "rows": [without(_sales_row(row)) for row in record["rows"]],
        "version": record["version"],
        "createdOn": account.shown(record["createdOn"]),
        "createdBy": record["createdById"],
        "updatedOn": account.shown(record["updatedOn"]),
        "total": {name: money(value) for name, value in totals(record).items()},
        "isCanceled": is_cancelled(account, record),
        "orderPaymentStatus": payment_status(account, record),
        "stockStatusCode": fulfilment,
        "allocationStatusCode": allocation,
        "shippingStatusCode": shipping,
        "invoice": _invoice(account, record),
        "orderWeighting": 100,
        "costPriceListId": 1,
    }
    return without(shown)


def _sales_row(row: Record) -> Record:
    return {
        "id": row["id"],
        "productId": row["productId"],
        "name": row["name"],
        "sku": row["sku"],
        "quantity": row["quantity"],
        "taxCode": row["taxCode"],
        "net": money(Decimal(row["net"]), 4),
        "tax": money(Decimal(row["tax"]), 4),
        "nominalCode": row["nominalCode"],
        "externalRef": row["externalRef"],
        "sequence": row["sequence"],
        "productPrice": "0.0000",
        "discountPercentage": "0.00",
        "bundleParent": row["bundleParent"],
        "bundleChild": row["bundleChild"],
        "parentRowId": row["parentRowId"],
        "taxClassId": row["taxClassId"],
        "taxCalculator": row["taxCalculator"],
        "clonedFromId": 0,
    }


def _invoice(account: Account, record: Record) -> Record:
    tax_date = account.shown(record["taxDate"])
    return {"invoiceReference": record["invoiceReference"], "taxDate": tax_date, "dueDate": tax_date}


def as_order(account: Account, record: Record) -> Record:
    """The order form."""
    fulfilment, allocation, shipping = stock_statuses(account, record)
    worth = totals(record)
    code = record["currency"]["code"]
    status = account.find("order_statuses", record["statusId"]) or {}
    parties = {
        "supplier" if record["type"] in ("PO", "PC") else "customer": _party(record["customer"]["address"], record["customer"]["id"]),
        "delivery": _party(record["delivery"]["address"], None),
        "billing": _party(record["billing"]["address"], record["billing"]["contactId"]),
    }
    shown: Record = {
        "id": record["id"],
        "parentOrderId": record["parentId"] or 0,
        "orderTypeCode": record["type"],
        "reference": record["ref"] or "",
        "version": record["version"],
        "state": {"tax": "INVOICED" if record["closedOn"] else "READY"},
        "orderStatus": {"orderStatusId": record["statusId"], "name": status.get("name", "")},
        "tax": {"errors": []},
        "orderPaymentStatus": payment_status(account, record),
        "stockStatusCode": fulfilment,
        "allocationStatusCode": allocation,
        "shippingStatusCode": shipping,
        "placedOn": account.shown(record["placedOn"]),
        "createdOn": account.shown(record["createdOn"]),
        "updatedOn": account.shown(record["updatedOn"]),
        "closedOn": account.shown(record["closedOn"]),
        "createdById": record["createdById"],
        "priceListId": record["priceListId"],
        "priceModeCode": record["priceModeCode"],
        "delivery": without({"deliveryDate": account.shown(record["deliveryDate"]), "shippingMethodId": record["shippingMethodId"] or 0}),
        "invoices": [_invoice(account, record)],
        "currency": {
            "accountingCurrencyCode": account.settings["baseCurrencyCode"],
            "orderCurrencyCode": code,
            "exchangeRate": record["currency"]["exchangeRate"],
            "fixedExchangeRate": record["currency"]["fixedExchangeRate"],
        },
        "totalValue": {
            "net": money(worth["net"]),
            "taxAmount": money(worth["tax"]),
            "baseNet": money(worth["baseNet"]),
            "baseTaxAmount": money(worth["baseTax"]),
            "baseTotal": money(worth["baseGross"]),
            "total": money(worth["gross"]),
        },
        "assignment": {
            "current": {
                "staffOwnerContactId": record["staffOwnerId"] or 0,
                "projectId": record["projectId"] or 0,
                "channelId": record["channelId"] or 0,
                "leadSourceId": record["leadSourceId"] or 0,
                "teamId": record["teamId"] or 0,
            }
        },
        "parties": parties,
        "orderRows": {str(row["id"]): without(_order_row(account, row, code)) for row in record["rows"]},
        "warehouseId": record["warehouseId"],
        "externalRef": record["externalRef"],
        "installedIntegrationInstanceId": record["instanceId"],
        "acknowledged": record.get("acknowledged", 0),
        "costPriceListId": 1,
        "historicalOrder": False,
        "orderWeighting": 100,
    }
    return without(shown)


def _party(address: Record, contact_id: int | None) -> Record:
    known = countries().get(address.get("countryIsoCode") or "")
    where = {} if known is None else {"countryId": known[0], "countryIsoCode": known[1], "countryIsoCode3": known[2], "country": known[3]}
    return without({"contactId": contact_id, **{name: address.get(name) or "" for name in _ADDRESS}, **where})


def _order_row(account: Account, row: Record, currency: str) -> Record:
    code = account.first("tax_codes", "code", row["taxCode"]) or {}
    return {
        "orderRowSequence": str(row["sequence"]),
        "productId": row["productId"],
        "productName": row["name"],
        "productSku": row["sku"],
        "quantity": {"magnitude": money(Decimal(row["quantity"]), 4)},
        "itemCost": {"currencyCode": currency, "value": "0.0000"},
        "productPrice": {"currencyCode": currency, "value": "0.0000"},
        "discountPercentage": "0.00",
        "rowValue": {
            "taxRate": money(Decimal(code.get("rate") or 0), 4),
            "taxCode": row["taxCode"],
            "taxCalculator": row["taxCalculator"],
            "rowNet": {"currencyCode": currency, "value": money(Decimal(row["net"]), 4)},
            "rowTax": {"currencyCode": currency, "value": money(Decimal(row["tax"]))},
            "taxClassId": row["taxClassId"],
        },
        "nominalCode": row["nominalCode"],
        "composition": {
            "bundleParent": row["bundleParent"],
            "bundleChild": row["bundleChild"],
            "parentOrderRowId": row["parentRowId"] or 0,
        },
        "externalRef": row["externalRef"],
        "clonedFromId": 0,
    }


# How an order comes to be.


def _contact(account: Account, id: object, code: str, noun: str) -> Record:
    contact = account.find("contacts", id)
    if contact is None:
        raise invalid(code, f"{noun} {id} does not exist")
    return contact


def _reference(account: Account, kind: str, id: Any, noun: str, code: str) -> int | None:
    if id in (None, 0):
        return None
    if account.find(kind, id) is None:
        raise invalid(code, f"You have supplied an invalid {noun}: {id}")
    return int(id)


def _address_of(given: Any, contact: Record, account: Account, use: str) -> Record:
    if isinstance(given, dict):
        code = given.get("countryIsoCode")
        if code and code not in countries():
            raise invalid("ORDC-090", f"You have supplied an invalid country code: {code}")
        return {name: str(given[name]) for name in (*_ADDRESS, "countryIsoCode") if given.get(name) is not None}
    ids = contact.get("postAddressIds", {})
    postal = account.find("postal_addresses", ids.get(use, ids.get("DEF"))) or {}
    emails = contact.get("communication", {}).get("emails", {})
    return without(
        {
            "addressFullName": f"{contact.get('firstName', '')} {contact.get('lastName', '')}".strip(),
            "companyName": contact.get("organisation", {}).get("name"),
            **{name: postal.get(name) for name in ("addressLine1", "addressLine2", "addressLine3", "addressLine4", "postalCode")},
            "countryIsoCode": postal.get("countryIsoCode"),
            "email": emails.get("PRI", {}).get("email"),
        }
    )


def _status(account: Account, given: Any, type_code: str) -> int:
    setting = {"SO": "newSalesOrderStatusId", "SC": "newSalesCreditStatusId", "PO": "newPurchaseOrderStatusId"}.get(
        type_code, "newPurchaseCreditStatusId"
    )
    id = given if given is not None else int(account.settings[setting])
    status = account.find("order_statuses", id)
    if status is None or status["orderTypeCode"] != type_code:
        raise invalid("ORDC-010", f"You have supplied an invalid order status: {id}")
    return int(id)


def _currency(account: Account, given: Any) -> Record:
    base = account.settings["baseCurrencyCode"]
    document = given if isinstance(given, dict) else {}
    code = document.get("code") or base
    currency = account.first("currencies", "code", code)
    if currency is None:
        raise invalid("ORDC-060", f"You have supplied an invalid currency code: {code}")
    rate = document.get("exchangeRate")
    value = number(rate, "ORDC-061", f"You have supplied an invalid exchange rate: {rate}") if rate is not None else None
    if value is not None and value <= 0:
        raise invalid("ORDC-061", f"You have supplied an invalid exchange rate: {rate}")
    exchange = value if value is not None else Decimal(currency["exchangeRate"])
    return {"code": code, "exchangeRate": money(exchange, 6), "fixedExchangeRate": bool(document.get("fixedExchangeRate", False))}


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _row(account: Account, given: Any, place: int) -> Record:
    if not isinstance(given, dict):
        raise invalid("ORDC-023", f"Row {place} is no object")
    product_id, name = given.get("productId"), given.get("name")
    product = account.find("products", product_id)
    if product_id is not None and product_id != FREE_TEXT and product is None:
        raise invalid("ORDC-027", f"You have supplied an invalid product ID: {product_id} for row {place}")
    if product is None and not name:
        raise invalid("ORDC-026", "You have not supplied a product name, which is required for all free text items.")
    quantity = number(given.get("quantity"), "ORDC-024", f"You have supplied an invalid quantity: {given.get('quantity')} for row {place}")
    whole = product is not None and (product["stock"]["stockTracked"] or product.get("composition", {}).get("bundle"))
    if _decimals(quantity) > (0 if whole else 4):
        raise invalid("ORDC-024", f"You have supplied an invalid quantity: {given.get('quantity')} for row {place}")
    code = given.get("taxCode")
    if not code:
        raise invalid("ORDC-040", "you have not supplied a tax code")
    tax_code = account.first("tax_codes", "code", code)
    if tax_code is None:
        raise invalid("ORDC-041", f"You have supplied an invalid tax code: {code}")
    amounts = {}
    for field in ("net", "tax"):
        amounts[field] = number(given.get(field), "ORDC-042", f"You have supplied an invalid {field}: {given.get(field)} for row {place}")
        if _decimals(amounts[field]) > 4:
            raise invalid("ORDC-042", f"The {field} of row {place} has more than 4 decimals: {given.get(field)}")
    nominal = given.get("nominalCode")
    if nominal and account.first("nominal_codes", "code", nominal) is None:
        raise invalid("ORDC-043", f"You have supplied an invalid nominal code: {nominal}")
    return {
        "id": account.new_id("order_rows"),
        "productId": product_id if product is not None else FREE_TEXT,
        "name": name or (product or {}).get("salesChannels", [{}])[0].get("productName", ""),
        "sku": (product or {}).get("identity", {}).get("sku"),
        "quantity": str(quantity),
        "taxCode": code,
        "taxClassId": tax_code["id"],
        "taxCalculator": "manual",
        "net": str(amounts["net"]),
        "tax": str(amounts["tax"]),
        "nominalCode": nominal or account.settings["salesNominalCode"],
        "externalRef": given.get("externalRef"),
        "sequence": place * 10,
        "bundleParent": bool(product and product.get("composition", {}).get("bundle")),
        "bundleChild": False,
        "parentRowId": None,
    }


def _expanded(account: Account, row: Record) -> list[Record]:
    """A row, and after a bundle's row those of its components, which the account adds by itself."""
    product = account.find("products", row["productId"])
    if not row["bundleParent"] or product is None:
        return [row]
    children = []
    for part in product["composition"].get("bundleComponents", []):
        component = account.find("products", part["productId"]) or {}
        child = {
            **row,
            "id": account.new_id("order_rows"),
            "productId": part["productId"],
            "name": component.get("salesChannels", [{}])[0].get("productName", ""),
            "sku": component.get("identity", {}).get("sku"),
            "quantity": str(Decimal(row["quantity"]) * Decimal(part["productQuantity"])),
            "net": "0",
            "tax": "0",
            "externalRef": None,
            "bundleParent": False,
            "bundleChild": True,
            "parentRowId": row["id"],
        }
        children.append(child)
    return [row, *children]


def created(call: Call, type_code: str) -> Answer:
    """A sales order or sales credit, whole with its rows or not at all."""
    account, given = call.account, call.document()
    duplicate = _duplicate(account, given.get("externalRef"), given.get("installedIntegrationInstanceId"))
    if duplicate is not None:
        if account.duplicates == "existing":
            return Answer(response=duplicate)
        raise invalid(
            "ORDB-017",
            f"Another order already has the external reference {given['externalRef']} for this integration instance",
        )
    record = _assembled(call, given, type_code)
    rows = given.get("rows") or []
    if not isinstance(rows, list):
        raise invalid("ORDC-023", "Rows must be a list")
    faults: list[tuple[str, str]] = []
    for place, each in enumerate(rows, 1):
        try:
            record["rows"].extend(_expanded(account, _row(account, each, place)))
        except Refusal as refusal:
            body: Any = refusal.body
            faults.extend((fault["code"], fault["message"]) for fault in body["errors"])
    if faults:
        raise refused(400, *faults)
    id = account.put("orders", record)
    account.raised("sales-order.created" if type_code == "SO" else "sales-credit.created", id)
    account.raised("order.modified", id)
    return Answer(response=id)


def _duplicate(account: Account, external_ref: Any, instance_id: Any) -> int | None:
    if not external_ref or not instance_id:
        return None
    for record in account.table("orders").values():
        if record["externalRef"] == external_ref and record["instanceId"] == instance_id:
            return int(record["id"])
    return None


def _assembled(call: Call, given: dict[str, Any], type_code: str) -> Record:
    account = call.account
    customer = given.get("customer") if isinstance(given.get("customer"), dict) else {}
    customer_id = (customer or {}).get("id", given.get("customerId"))
    if customer_id is None:
        raise invalid("ORDC-020", "Customer ID Required.")
    contact = _contact(account, customer_id, "ORDC-021", "Customer")
    billing = given.get("billing") if isinstance(given.get("billing"), dict) else {}
    billing_contact = _contact(account, (billing or {}).get("contactId", customer_id), "ORDC-025", "Billing contact")
    delivery = given.get("delivery") if isinstance(given.get("delivery"), dict) else {}
    lists = contact.get("financialDetails", {}).get("priceListId")
    price_list = _reference(account, "price_lists", given.get("priceListId") or lists, "price list", "ORDC-050")
    known_list = account.find("price_lists", price_list) or {}
    instance = given.get("installedIntegrationInstanceId")
    if instance is not None and instance != account.instance["installedIntegrationInstanceId"]:
        raise invalid("ORDC-070", f"You have supplied an invalid installed integration instance: {instance}")
    mode = given.get("priceModeCode") or ("INC" if known_list.get("gross") else "EXC")
    if mode not in ("INC", "EXC"):
        raise invalid("ORDC-051", f"You have supplied an invalid price mode: {mode}")
    now = account.now()
    delivered = (delivery or {}).get("date")
    return {
        "type": type_code,
        "parentId": int(given["parentId"]) if given.get("parentId") else None,
        "ref": text(given.get("ref") or "", 64, "ORDC-030", "The reference is longer than 64 characters"),
        "externalRef": given.get("externalRef"),
        "instanceId": instance,
        "version": 0,
        "statusId": _status(account, given.get("statusId"), type_code),
        "placedOn": moment(given["placedOn"], "placedOn") if given.get("placedOn") else now,
        "taxDate": moment(given["taxDate"], "taxDate") if given.get("taxDate") else now,
        "createdOn": now,
        "updatedOn": now,
        "closedOn": None,
        "invoiceReference": "",
        "createdById": 4,
        "deliveryDate": moment(delivered, "delivery.date") if delivered else None,
        "shippingMethodId": _reference(
            account, "shipping_methods", (delivery or {}).get("shippingMethodId"), "shipping method", "ORDC-052"
        ),
        "warehouseId": _reference(account, "warehouses", given.get("warehouseId") or 2, "warehouse", "ORDC-053"),
        "channelId": _reference(account, "channels", given.get("channelId"), "channel", "ORDC-054"),
        "leadSourceId": _reference(account, "lead_sources", given.get("leadSourceId"), "lead source", "ORDC-055"),
        "staffOwnerId": given.get("staffOwnerId"),
        "projectId": given.get("projectId"),
        "teamId": given.get("teamId"),
        "priceListId": price_list,
        "priceModeCode": mode,
        "currency": _currency(account, given.get("currency")),
        "customer": {"id": customer_id, "address": _address_of((customer or {}).get("address"), contact, account, "DEF")},
        "billing": {
            "contactId": billing_contact["contactId"],
            "address": _address_of((billing or {}).get("address"), billing_contact, account, "BIL"),
        },
        "delivery": {"address": _address_of((delivery or {}).get("address"), contact, account, "DEL")},
        "rows": [],
        "customFields": {},
    }


# What is done with one.


def order_of(call: Call, name: str = "id", types: tuple[str, ...] = tuple(TYPES)) -> Record:
    """The order that a path names, or 404."""
    record = call.account.find("orders", call.id(name))
    if record is None or record["type"] not in types:
        raise missing(f"Order {call.ids[name]} does not exist")
    return record


def touched(account: Account, record: Record) -> None:
    """Note a change of an order."""
    record["version"] += 1
    record["updatedOn"] = account.now()
    account.raised("order.modified", record["id"])


def open_order(record: Record) -> Record:
    """The order, unless it is invoiced."""
    if record["closedOn"]:
        raise invalid("ORDC-080", f"Order {record['id']} is invoiced and cannot be changed")
    return record


def _read(types: tuple[str, ...], show: Callable[[Account, Record], Record], *, partial: bool = False) -> Callable[[Call], Answer]:
    def respond(call: Call) -> Answer:
        ids = call.set() or []
        records = [record for record in chosen(call.account.table("orders"), ids) if record["type"] in types]
        shown = []
        for record in records:
            each = show(call.account, record)
            if call.optional("customFields"):
                each["customFields"] = deepcopy(record["customFields"])
            shown.append(each)
        return Answer(response=shown, status=207 if partial and shown and len(shown) < len(ids) else 200)

    return respond


def _changed_status(call: Call) -> Answer:
    account, record, given = call.account, order_of(call), call.document()
    wanted = _status(account, given.get("orderStatusId"), record["type"])
    if str(wanted) == account.settings.get("cancelledOrderStatusId") and record["statusId"] != wanted:
        if any(note["orderId"] == record["id"] for note in account.table("goods_out_notes").values()):
            raise invalid("ORDB-021", f"Order {record['id']} has goods-out notes and cannot be cancelled")
        if record["closedOn"]:
            raise invalid("ORDB-022", f"Order {record['id']} is invoiced and cannot be cancelled")
        if paid(account, record["id"]):
            raise invalid("ORDB-023", f"Order {record['id']} has payments and cannot be cancelled")
        account.table("reservations").pop(record["id"], None)
    record["statusId"] = wanted
    note = given.get("orderNote") or {}
    _noted(account, record, {"text": note.get("text") or "Status changed", **note}, wanted)
    touched(account, record)
    account.raised("order.modified.order-status", record["id"])
    return EMPTY


def _noted(account: Account, record: Record, given: Record, status_id: int) -> int:
    note = {
        "orderId": record["id"],
        "contactId": given.get("contactId") or record["customer"]["id"],
        "text": given["text"],
        "isPublic": bool(given.get("isPublic", False)),
        "addedOn": moment(given["addedOn"], "addedOn") if given.get("addedOn") else account.now(),
        "addedBy": 4,
        "orderStatusId": status_id,
        "fileId": given.get("fileId"),
    }
    return account.put("order_notes", note, key="noteId")


def _post_note(call: Call) -> Answer:
    given, record = call.document(), order_of(call)
    if not given.get("text"):
        raise invalid("ORDC-085", "You have not supplied a note text")
    return Answer(response=_noted(call.account, record, given, record["statusId"]))


def _get_notes(call: Call) -> Answer:
    orders, notes = call.set(), call.set("note")
    kept = call.account.table("order_notes")
    found = [note for id, note in sorted(kept.items()) if (orders is None or note["orderId"] in orders) and (notes is None or id in notes)]
    if not found:
        raise missing("No Order Notes Found")
    return Answer(response=[without({**note, "addedOn": call.account.shown(note["addedOn"])}) for note in found])


def _close(call: Call) -> Answer:
    record = open_order(order_of(call, types=("SO", "SC")))
    given = call.body if isinstance(call.body, dict) else {}
    if given.get("taxDate"):
        record["taxDate"] = moment(given["taxDate"], "taxDate")
    record["closedOn"] = call.account.now()
    record["invoiceReference"] = f"{'SI' if record['type'] == 'SO' else 'SC'}-{1000 + call.account.new_id('invoices')}"
    invoiced = call.account.settings.get("invoicedOrderStatusId")
    if invoiced and record["type"] == "SO":
        record["statusId"] = int(invoiced)
    touched(call.account, record)
    return EMPTY


def _replaced_rows(call: Call) -> Answer:
    record = open_order(order_of(call, types=("SO",)))
    wanted, statuses, errors = call.set("row") or [], {}, {}
    replaced = {}
    for place, given in enumerate(call.items()):
        if not isinstance(given, dict) or given.get("id") not in wanted:
            raise invalid("ORDC-023", f"Row {place} does not name one of the rows {call.ids['row']}")
        old = next((row for row in record["rows"] if row["id"] == given["id"]), None)
        if old is None:
            raise invalid("ORDC-028", f"Order {record['id']} has no row {given['id']}")
        new = _row(call.account, given, place)
        replaced[old["id"]] = {**new, "id": old["id"], "sequence": old["sequence"]}
        statuses[str(old["id"])] = 200
        errors[str(old["id"])] = list[Json]()
    record["rows"] = [replaced.get(row["id"], row) for row in record["rows"]]
    touched(call.account, record)
    return Answer(response={"resourceStatuses": statuses, "resourceErrors": errors})


def _replaced_order(call: Call) -> Answer:
    record = open_order(order_of(call, types=("SO",)))
    matched(call, record["version"])
    given = call.document()
    account = call.account
    new = _assembled(call, {**given, "installedIntegrationInstanceId": given.get("installedIntegrationInstanceId")}, "SO")
    for place, each in enumerate(given.get("rows") or [], 1):
        row = _row(account, each, place)
        if isinstance(each.get("id"), int):
            row["id"] = each["id"]
        new["rows"].extend(_expanded(account, row))
    for name in ("id", "version", "createdOn", "createdById", "customFields"):
        new[name] = record[name]
    account.table("orders")[record["id"]] = new
    touched(account, new)
    return EMPTY


def _post_order(call: Call) -> Answer:
    """The header of an order of any type, in the shape of the order resource."""
    given = call.document()
    type_code = given.get("orderTypeCode")
    if type_code is None:
        raise invalid("ORDC-005", "You have not supplied an order type code")
    if type_code not in TYPES:
        raise invalid("ORDC-006", "You have supplied an invalid order type code")
    parties = given.get("parties") or {}
    party = (parties.get("supplier") if type_code in ("PO", "PC") else parties.get("customer")) or {}
    if party.get("contactId") is None:
        # The vendor's own spelling.
        fault = ("ORDC-022", "Suppllier ID Required.") if type_code in ("PO", "PC") else ("ORDC-020", "Customer ID Required.")
        raise refused(400, fault)
    current = (given.get("assignment") or {}).get("current") or {}
    currency = given.get("currency") or {}
    delivery = given.get("delivery") or {}
    flat = {
        "customer": {"id": party["contactId"], "address": party if party.get("addressLine1") else None},
        "ref": given.get("reference"),
        "externalRef": given.get("externalRef"),
        "installedIntegrationInstanceId": given.get("installedIntegrationInstanceId"),
        "placedOn": given.get("placedOn"),
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
            "fixedExchangeRate": currency.get("fixedExchangeRate", False),
        },
        "delivery": {
            "date": delivery.get("deliveryDate"),
            "shippingMethodId": delivery.get("shippingMethodId"),
            "address": parties.get("delivery"),
        },
    }
    return Answer(response=call.account.put("orders", _assembled(call, flat, str(type_code))))


def _post_row(call: Call) -> Answer:
    account = call.account
    record = account.find("orders", call.id())
    if record is None:
        raise invalid("ORDC-003", f"You have supplied an invalid order id: {call.ids['id']}")
    given = call.document()
    value = given.get("rowValue") or {}
    flat = {
        "productId": given.get("productId"),
        "name": given.get("productName"),
        "quantity": (given.get("quantity") or {}).get("magnitude"),
        "taxCode": value.get("taxCode"),
        "net": (value.get("rowNet") or {}).get("value"),
        "tax": (value.get("rowTax") or {}).get("value"),
        "nominalCode": given.get("nominalCode"),
        "externalRef": given.get("externalRef"),
    }
    place = 1 + max((row["sequence"] for row in open_order(record)["rows"]), default=0) // 10
    row = _row(account, flat, place)
    record["rows"].extend(_expanded(account, row))
    touched(account, record)
    return Answer(response=row["id"])


def _row_of(call: Call) -> tuple[Record, Record]:
    record = open_order(order_of(call))
    row = next((row for row in record["rows"] if row["id"] == call.id("row")), None)
    if row is None:
        raise missing(f"Order {record['id']} has no row {call.ids['row']}")
    return record, row


_ROW_PATHS = {
    "/quantity/magnitude": "quantity",
    "/rowValue/rowNet/value": "net",
    "/rowValue/rowTax/value": "tax",
    "/nominalCode": "nominalCode",
    "/rowValue/taxCalculator": "taxCalculator",
    "/orderRowSequence": "sequence",
}


def _patch_row(call: Call) -> Answer:
    record, row = _row_of(call)
    changes: Record = {}
    for operation in call.items():
        name = _ROW_PATHS.get(operation.get("path"))
        if name is None:
            raise refused(500, ("CMNC-043", f"The path {operation.get('path')} is not supported"))
        if operation.get("op") != "replace":
            raise refused(500, ("CMNC-044", f"Invalid patch operation ({operation.get('op')}) for given path ({operation['path']})"))
        value = operation.get("value")
        if name in ("quantity", "net", "tax"):
            changes[name] = str(number(value, "ORDC-024", f"You have supplied an invalid {name}: {value}"))
        else:
            changes[name] = int(value) if name == "sequence" else value
    row.update(changes)
    touched(call.account, record)
    return Answer(response=without(_order_row(call.account, row, record["currency"]["code"])))


def _delete_row(call: Call) -> Answer:
    record, row = _row_of(call)
    if paid(call.account, record["id"]):
        raise invalid("ORDC-053", "Order has payments")
    if row["bundleChild"]:
        raise invalid("ORDC-029", "The row is a component of a bundle")
    record["rows"] = [each for each in record["rows"] if each["id"] != row["id"] and each["parentRowId"] != row["id"]]
    touched(call.account, record)
    return EMPTY


def _patch_order(call: Call) -> Answer:
    record, account = open_order(order_of(call)), call.account
    changes: list[tuple[str, Any]] = []
    for operation in call.items():
        path, op, value = operation.get("path"), operation.get("op"), operation.get("value")
        allowed = _ORDER_PATHS.get(path)
        if allowed is None:
            raise refused(500, ("CMNC-043", f"The path {path} is not supported"))
        if op not in allowed:
            raise refused(500, ("CMNC-044", f"Invalid patch operation ({op}) for given path ({path})"))
        changes.append((path, None if op == "remove" else value))
    for path, value in changes:
        _patched(account, record, path, value)
    touched(account, record)
    return Answer(response=as_order(account, record))


_ORDER_PATHS = {
    "/reference": ("replace", "remove"),
    "/warehouseId": ("replace",),
    "/delivery/shippingMethodId": ("replace", "remove"),
    "/delivery/deliveryDate": ("replace",),
    "/parties/customer/contactId": ("replace",),
    "/parties/billing/contactId": ("replace",),
    "/assignment/current/teamId": ("replace",),
}


def _patched(account: Account, record: Record, path: str, value: Any) -> None:
    if path == "/reference":
        record["ref"] = text(value or "", 64, "ORDC-030", "The reference is longer than 64 characters")
    elif path == "/warehouseId":
        record["warehouseId"] = _reference(account, "warehouses", value, "warehouse", "ORDC-053")
    elif path == "/delivery/shippingMethodId":
        record["shippingMethodId"] = _reference(account, "shipping_methods", value, "shipping method", "ORDC-052")
    elif path == "/delivery/deliveryDate":
        record["deliveryDate"] = moment(value, "deliveryDate")
    elif path == "/parties/customer/contactId":
        record["customer"]["id"] = _contact(account, value, "ORDC-021", "Customer")["contactId"]
    elif path == "/parties/billing/contactId":
        record["billing"]["contactId"] = _contact(account, value, "ORDC-025", "Billing contact")["contactId"]
    else:
        record["teamId"] = value


def _post_status(call: Call) -> Answer:
    given = call.document()
    name, type_code = given.get("name"), given.get("orderTypeCode")
    if not name or len(name) > 64 or type_code not in TYPES or not given.get("color"):
        raise invalid("ORDC-011", "A status needs a name of at most 64 characters, an order type code and a color")
    if any(each["name"] == name and each["orderTypeCode"] == type_code for each in call.account.table("order_statuses").values()):
        raise invalid("ORDB-012", f"There is already a status {name}")
    status = {
        "name": name,
        "orderTypeCode": type_code,
        "sortOrder": len(call.account.table("order_statuses")),
        "disabled": False,
        "visible": False,
        "color": given["color"],
        "remindAfterDays": given.get("remindAfterDays", 0),
        "alertEmails": given.get("alertEmails", []),
        "emailContent": given.get("emailContent", ""),
        "batchProcess": given.get("batchProcess", False),
    }
    return Answer(response=call.account.put("order_statuses", status, key="statusId"))


def _status_list(call: Call) -> Answer:
    statuses = call.account.table("order_statuses")
    ids = call.set()
    found = [each for id, each in statuses.items() if ids is None or id in ids]
    if not found:
        raise missing("No Order Statuses Found")
    return Answer(response=[deepcopy(each) for each in sorted(found, key=lambda each: (TYPES[each["orderTypeCode"]], each["sortOrder"]))])


def _coded(codes: dict[str, int], describe: str) -> Callable[[Call], Answer]:
    return lambda call: Answer(response=[{"id": id, "code": code, "description": f"{describe} {code}"} for code, id in codes.items()])


# Searches.


def _status_name(account: Account, id: Any) -> Json:
    name: Json = (account.find("order_statuses", id) or {}).get("name")
    return name


def _of(codes: dict[str, int], place: Callable[[Account, Record], str]) -> Callable[[Account, Record], int]:
    return lambda account, record: codes[place(account, record)]


def _code_of(codes: dict[str, int]) -> Callable[[Account, Any], Json]:
    names = {number: code for code, number in codes.items()}
    return lambda account, number: names.get(number)


def _stock_status(account: Account, record: Record) -> str:
    return stock_statuses(account, record)[0]


def _shipping_status(account: Account, record: Record) -> str:
    return stock_statuses(account, record)[2]


def _of_products(account: Account, record: Record) -> list[int]:
    return [row["productId"] for row in record["rows"]]


_FILTERS: tuple[Column, ...] = (
    hidden("isClosed", "BOOLEAN", lambda account, record: bool(record["closedOn"])),
    hidden("isHistoricalOrder", "BOOLEAN", lambda account, record: False),
    hidden("placedOn", "PERIOD", "placedOn"),
    hidden("leadSourceId", "INTEGER", "leadSourceId"),
    hidden("projectId", "INTEGER", "projectId"),
    hidden("shippingMethodId", "IDSET", "shippingMethodId"),
    hidden("externalRefs", "STRING_SET", "externalRef"),
    hidden("externalRefSearchString", "SEARCH_STRING", "externalRef"),
    hidden("customerRefs", "STRING_SET", "ref"),
    hidden("productIds", "IDSET", _of_products),
)

ORDER_SEARCH = Search(
    path="order-service/order-search",
    records=lambda account: account.table("orders").values(),
    columns=(
        column("orderId", "IDSET", "id"),
        column(
            "orderTypeId",
            "IDSET",
            lambda account, record: TYPES[record["type"]],
            reference="orderTypeNames",
            named=lambda account, id: TYPE_NAMES.get(id),
        ),
        column("contactId", "INTEGER", "customer.id"),
        column("orderStatusId", "INTEGER", "statusId", reference="orderStatusNames", named=_status_name),
        column(
            "orderStockStatusId",
            "INTEGER",
            _of(STOCK_STATUSES, _stock_status),
            reference="orderStockStatusNames",
            named=_code_of(STOCK_STATUSES),
        ),
        period("createdOn", "createdOn"),
        column("createdById", "INTEGER", "createdById"),
        column("customerRef", "STRING", "ref"),
        column(
            "orderPaymentStatusId",
            "INTEGER",
            _of(PAYMENT_STATUSES, payment_status),
            reference="orderPaymentStatusNames",
            named=_code_of(PAYMENT_STATUSES),
        ),
        period("updatedOn", "updatedOn"),
        column("parentOrderId", "IDSET", "parentId"),
        column(
            "orderShippingStatusId",
            "INTEGER",
            _of(SHIPPING_STATUSES, _shipping_status),
            reference="orderShippingStatusNames",
            named=_code_of(SHIPPING_STATUSES),
        ),
        column("externalRef", "STRING", "externalRef"),
        column("installedIntegrationInstanceId", "INTEGER", "instanceId"),
        column("warehouseId", "IDSET", "warehouseId"),
        column("staffOwnerContactId", "INTEGER", "staffOwnerId"),
        period("taxDate", "taxDate"),
        column("departmentId", "INTEGER", "channelId"),
        period("deliveryDate", "deliveryDate"),
        *_FILTERS,
    ),
)

SALES_ORDER_SEARCH = Search(
    path="order-service/sales-order-search",
    records=lambda account: [record for record in account.table("orders").values() if record["type"] == "SO"],
    columns=(
        column("salesOrderId", "IDSET", "id"),
        column("customerId", "INTEGER", "customer.id"),
        column("orderStatusId", "INTEGER", "statusId", reference="orderStatusNames", named=_status_name),
        column("orderStockStatus", "STRING", _stock_status),
        period("createdOn", "createdOn"),
        column("createdById", "INTEGER", "createdById"),
        column("customerRef", "STRING", "ref"),
        column("orderPaymentStatus", "STRING", payment_status),
        period("updatedOn", "updatedOn"),
        column("orderShippingStatus", "STRING", _shipping_status),
        column("externalRef", "STRING", "externalRef"),
        column("installedIntegrationInstanceId", "INTEGER", "instanceId"),
        column("warehouseId", "IDSET", "warehouseId"),
        column("staffOwnerId", "INTEGER", "staffOwnerId"),
        period("taxDate", "taxDate"),
        column("channelId", "INTEGER", "channelId"),
        period("deliveryDate", "deliveryDate"),
        *_FILTERS,
    ),
)

NOTE_SEARCH = Search(
    path="order-service/order-note-search",
    records=lambda account: account.table("order_notes").values(),
    columns=(
        column("orderId", "IDSET", "orderId"),
        column("noteId", "IDSET", "noteId"),
        column("contactId", "IDSET", "contactId"),
        column("noteText", "SEARCH_STRING", "text"),
        column("isPublic", "BOOLEAN", "isPublic"),
        period("dateAdded", "addedOn"),
        column("addedBy", "IDSET", "addedBy"),
        column("orderStatusId", "IDSET", "orderStatusId"),
    ),
    sort="noteId",
)

_SALES = ("SO",)
_CREDITS = ("SC",)

ROUTES: tuple[Route, ...] = (
    Route("POST", "order-service/sales-order", lambda call: created(call, "SO")),
    Route("GET", "order-service/sales-order/{id}", _read(_SALES, as_sales_order, partial=True)),
    Route("PUT", "order-service/sales-order/{id}", _replaced_order),
    *planned("order-service/sales-order", "orders"),
    Route("PUT", "order-service/sales-order/{id}/row/{row}", _replaced_rows),
    Route("POST", "order-service/sales-order/{id}/close", _close),
    Route("POST", "order-service/sales-credit", lambda call: created(call, "SC")),
    Route("GET", "order-service/sales-credit/{id}", _read(_CREDITS, as_sales_order, partial=True)),
    Route("POST", "order-service/sales-credit/{id}/close", _close),
    Route("POST", "order-service/order", _post_order),
    Route("GET", "order-service/order/{id}", _read(tuple(TYPES), as_order)),
    Route("PATCH", "order-service/order/{id}", _patch_order),
    *planned("order-service/order", "orders"),
    Route("POST", "order-service/order/{id}/row", _post_row),
    Route("PATCH", "order-service/order/{id}/row/{row}", _patch_row),
    Route("DELETE", "order-service/order/{id}/row/{row}", _delete_row),
    Route("PUT", "order-service/order/{id}/status", _changed_status),
    Route("POST", "order-service/order/{id}/note", _post_note),
    Route("GET", "order-service/order/{id}/note", _get_notes),
    Route("GET", "order-service/order/{id}/note/{note}", _get_notes),
    Route("GET", "order-service/order-status", _status_list),
    Route("GET", "order-service/order-status/{id}", _status_list),
    Route("POST", "order-service/order-status", _post_status),
    *listed("order-service/order-type", "order_types", "Order Types"),
    Route("GET", "order-service/order-stock-status", _coded(STOCK_STATUSES, "Stock status")),
    Route("GET", "order-service/order-shipping-status", _coded(SHIPPING_STATUSES, "Shipping status")),
    *search_routes(ORDER_SEARCH),
    *search_routes(SALES_ORDER_SEARCH),
    *search_routes(NOTE_SEARCH),
)
