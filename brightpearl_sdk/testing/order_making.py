"""How an order comes to be: what is checked, and what an account fills in.

What is given has the form of a sales order; an order of another type is brought to it first.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from .account import Account, Record, countries, stored, without
from .books import rate_now
from .call import decimals, moment, money, number, text, whole
from .errors import collected, invalid
from .order_views import ADDRESS
from .orders import FREE_TEXT, SALES

_NEW_STATUS = {
    "SO": "newSalesOrderStatusId",
    "SC": "newSalesCreditStatusId",
    "PO": "newPurchaseOrderStatusId",
    "PC": "newPurchaseCreditStatusId",
}


def contact_for(account: Account, id: object, code: str, noun: str) -> Record:
    """A contact that an order names."""
    contact = account.find("contacts", id)
    if contact is None:
        raise invalid(code, f"{noun} {id} does not exist")
    return contact


def referred(account: Account, kind: str, id: Any, noun: str, code: str) -> int | None:
    """The id of a record that an order names, which has to exist; 0 names none."""
    if id in (None, 0):
        return None
    if account.find(kind, id) is None:
        raise invalid(code, f"You have supplied an invalid {noun}: {id}")
    return int(id)


def status_for(account: Account, given: Any, type_code: str) -> int:
    """The id of a status that an order of a type can have."""
    id = given if given is not None else int(account.settings[_NEW_STATUS[type_code]])
    status = account.find("order_statuses", id)
    if status is None or status["orderTypeCode"] != type_code or status["disabled"]:
        raise invalid("SIMC-110", f"You have supplied an invalid order status: {id}")
    return int(id)


def _document(given: Any) -> dict[str, Any]:
    return given if isinstance(given, dict) else {}


def _address(given: Any, contact: Record, account: Account, use: str) -> Record:
    if isinstance(given, dict):
        code = given.get("countryIsoCode")
        if code and code not in countries():
            raise invalid("SIMC-190", f"You have supplied an invalid country code: {code}")
        return {name: str(given[name]) for name in (*ADDRESS, "countryIsoCode") if given.get(name) is not None}
    ids = contact.get("postAddressIds", {})
    postal = account.find("postal_addresses", ids.get(use, ids.get("DEF"))) or {}
    communication = contact.get("communication", {})
    telephones = communication.get("telephones", {})
    return without(
        {
            "addressFullName": f"{contact.get('firstName', '')} {contact.get('lastName', '')}".strip(),
            "companyName": contact.get("organisation", {}).get("name"),
            **{name: postal.get(name) for name in ("addressLine1", "addressLine2", "addressLine3", "addressLine4", "postalCode")},
            "countryIsoCode": postal.get("countryIsoCode"),
            "telephone": telephones.get("PRI"),
            "mobileTelephone": telephones.get("MOB"),
            "fax": telephones.get("FAX"),
            "email": communication.get("emails", {}).get("PRI", {}).get("email"),
        }
    )


def _currency(account: Account, given: Any) -> Record:
    base = account.settings["baseCurrencyCode"]
    document = _document(given)
    code = document.get("code") or base
    currency = account.first("currencies", "code", code)
    if currency is None:
        raise invalid("SIMC-160", f"You have supplied an invalid currency code: {code}")
    rate = document.get("exchangeRate")
    exchange = Decimal(1) if code == base else rate_now(account, currency)
    if rate is not None:
        exchange = number(rate, "SIMC-161", f"You have supplied an invalid exchange rate: {rate}")
        if exchange <= 0:
            raise invalid("SIMC-161", f"You have supplied an invalid exchange rate: {rate}")
    fixed = document.get("fixedExchangeRate")
    return {"code": code, "exchangeRate": money(exchange, 6), "fixedExchangeRate": bool(code == base if fixed is None else fixed)}


def new_row(account: Account, given: Any, place: int, record: Record, *, most_decimals: int = 4) -> Record:
    """A row, checked. ``place`` counts from 1, in messages from 0; ``record`` is its order, for what a row takes from it."""
    if not isinstance(given, dict):
        raise invalid("SIMC-123", f"Row {place - 1} is no object")
    product_id, name = given.get("productId"), given.get("name")
    product = account.find("products", product_id)
    if product_id is not None and product_id != FREE_TEXT and product is None:
        raise invalid("SIMC-127", f"You have supplied an invalid product ID: {product_id} for row {place - 1}")
    if product is None and not name:
        raise invalid("ORDC-026", "You have not supplied a product name, which is required for all free text items.")
    bundle = bool(product and product["composition"]["bundle"])
    if bundle and record["type"] not in SALES:
        raise invalid("ORDC-023", "Bundles cannot be on purchase orders")
    quantity = number(
        given.get("quantity"), "ORDC-024", f"You have supplied an invalid quantity: {given.get('quantity')} for row {place - 1}"
    )
    countable = product is not None and (product["stock"]["stockTracked"] or bundle)
    if decimals(quantity) > (0 if countable else 4):
        raise invalid("ORDC-024", f"You have supplied an invalid quantity: {given.get('quantity')} for row {place - 1}")
    code = given.get("taxCode")
    if not code:
        raise invalid("ORDC-040", "you have not supplied a tax code")
    tax_code = account.first("tax_codes", "code", code)
    if tax_code is None:
        raise invalid("SIMC-141", f"You have supplied an invalid tax code: {code}")
    amounts = {}
    for field in ("net", "tax"):
        amounts[field] = number(
            given.get(field), "SIMC-142", f"You have supplied an invalid {field}: {given.get(field)} for row {place - 1}"
        )
        if decimals(amounts[field]) > most_decimals:
            raise invalid("SIMC-142", f"The {field} of row {place - 1} has more than {most_decimals} decimals: {given.get(field)}")
    return {
        "id": account.new_id("order_rows"),
        "productId": product_id if product is not None else FREE_TEXT,
        "name": name or (product or {}).get("salesChannels", [{}])[0].get("productName", ""),
        "sku": (product or {}).get("identity", {}).get("sku"),
        "quantity": str(quantity),
        "taxCode": code,
        "taxClassId": tax_code["id"],
        "taxCalculator": "brightpearl",
        "net": str(amounts["net"]),
        "tax": str(amounts["tax"]),
        "nominalCode": _nominal(account, given.get("nominalCode"), product, record),
        "productPrice": str(number(given.get("productPrice", 0), "SIMC-142", f"Row {place - 1} has an invalid price")),
        "externalRef": given.get("externalRef"),
        "sequence": place * 10,
        "bundleParent": bundle,
        "bundleChild": False,
        "parentRowId": None,
    }


def _nominal(account: Account, given: Any, product: Record | None, record: Record) -> str:
    """The nominal code: as given, or the contact's, the product's or the account's."""
    if given:
        if account.first("nominal_codes", "code", given) is None:
            raise invalid("SIMC-143", f"You have supplied an invalid nominal code: {given}")
        return str(given)
    contact = account.find("contacts", record["customer"]["id"]) or {}
    of_contact = contact.get("financialDetails", {}).get("nominalCode")
    if of_contact not in (None, "", "0"):
        return str(of_contact)
    sale = record["type"] in SALES
    of_product = (product or {}).get("nominalCodeSales" if sale else "nominalCodePurchases")
    return str(of_product or account.settings["salesNominalCode" if sale else "purchaseNominalCode"])


def expanded(account: Account, row: Record) -> list[Record]:
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
            "productPrice": "0",
            "externalRef": None,
            "bundleParent": False,
            "bundleChild": True,
            "parentRowId": row["id"],
        }
        children.append(child)
    return [row, *children]


def new_rows(account: Account, given: Any, record: Record, each_row: Callable[[Record, Any], Record] | None = None) -> list[Record]:
    """Every row of a body, checked. The faults of all rows are told at once."""
    if not isinstance(given, list):
        raise invalid("SIMC-123", "Rows must be a list")
    rows: list[Record] = []
    with collected() as collect:
        for place, each in enumerate(given, 1):
            with collect():
                row = new_row(account, each, place, record)
                rows.extend(expanded(account, each_row(row, each) if each_row else row))
    return rows


def new_order(account: Account, given: dict[str, Any], type_code: str, *, tax_dated: bool = True) -> Record:
    """An order without rows. ``tax_dated`` is false where no tax date is shown unless one is given."""
    customer, billing, delivery = _document(given.get("customer")), _document(given.get("billing")), _document(given.get("delivery"))
    customer_id = customer.get("id", given.get("customerId"))
    if customer_id is None:
        raise invalid("SIMC-120", "Customer ID Required.")
    contact = contact_for(account, customer_id, "SIMC-121", "Customer")
    billing_contact = contact_for(account, billing.get("contactId", customer_id), "SIMC-125", "Billing contact")
    lists = contact.get("financialDetails", {}).get("priceListId")
    price_list = referred(account, "price_lists", given.get("priceListId") or lists, "price list", "SIMC-150")
    known_list = account.find("price_lists", price_list) or {}
    instance = given.get("installedIntegrationInstanceId")
    if instance is not None and instance != account.instance["installedIntegrationInstanceId"]:
        raise invalid("SIMC-170", f"You have supplied an invalid installed integration instance: {instance}")
    mode = given.get("priceModeCode") or ("INC" if known_list.get("gross") else "EXC")
    if mode not in ("INC", "EXC"):
        raise invalid("SIMC-151", f"You have supplied an invalid price mode: {mode}")
    parent = whole(given.get("parentId") or 0, "SIMC-122", f"You have supplied an invalid parent order: {given.get('parentId')}")
    now = account.now()
    tax_date = moment(given["taxDate"], "taxDate") if given.get("taxDate") else f"{now[:10]}T00:00:00.000+00:00"
    days = contact.get("financialDetails", {}).get("creditTermDays") or 0
    due = moment(given["dueDate"], "dueDate") if given.get("dueDate") else _later(tax_date, int(days))
    return {
        "type": type_code,
        "parentId": referred(account, "orders", parent, "parent order", "SIMC-122"),
        "ref": text(given.get("ref") or "", 64, "SIMC-130", "The reference is longer than 64 characters"),
        "externalRef": given.get("externalRef"),
        "instanceId": instance,
        "version": 0,
        "statusId": status_for(account, given.get("statusId"), type_code),
        "placedOn": moment(given["placedOn"], "placedOn") if given.get("placedOn") else now,
        "taxDate": tax_date,
        "dueDate": due,
        "taxDated": tax_dated or bool(given.get("taxDate")),
        "createdOn": now,
        # An order that was never changed has no moment of change.
        "updatedOn": None,
        "closedOn": None,
        "invoiceReference": str(given.get("invoiceReference") or ""),
        "createdById": 4,
        "acknowledged": 0,
        "deliveryDate": moment(delivery["date"], "delivery.date") if delivery.get("date") else None,
        "shippingMethodId": referred(account, "shipping_methods", delivery.get("shippingMethodId"), "shipping method", "SIMC-152"),
        "warehouseId": referred(account, "warehouses", given.get("warehouseId") or 2, "warehouse", "SIMC-153"),
        "channelId": referred(account, "channels", given.get("channelId"), "channel", "SIMC-154"),
        "leadSourceId": referred(account, "lead_sources", given.get("leadSourceId"), "lead source", "SIMC-155"),
        "staffOwnerId": given.get("staffOwnerId"),
        "projectId": given.get("projectId"),
        "teamId": given.get("teamId"),
        "priceListId": price_list,
        "priceModeCode": mode,
        "currency": _currency(account, given.get("currency")),
        "customer": {"id": customer_id, "address": _address(customer.get("address"), contact, account, "DEF")},
        "billing": {
            "contactId": billing_contact["contactId"],
            "address": _address(billing.get("address"), billing_contact, account, "BIL"),
        },
        "delivery": {"address": _address(delivery.get("address"), contact, account, "DEL")},
        "rows": [],
        "customFields": {},
    }


def _later(moment: str, days: int) -> str:
    return stored(datetime.fromisoformat(moment).astimezone(UTC) + timedelta(days=days))


def duplicate(account: Account, external_ref: Any, instance_id: Any) -> int | None:
    """The id of the order that already has an external reference for an integration instance."""
    if not external_ref or not instance_id:
        return None
    for record in account.table("orders").values():
        if record["externalRef"] == external_ref and record["instanceId"] == instance_id:
            return int(record["id"])
    return None
