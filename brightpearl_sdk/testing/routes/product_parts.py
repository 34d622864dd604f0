"""product-service: codes, groups, option values, bundles and suppliers of products, and a customer's prices."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ..._kernel.values import Json
from ..account import Account, Record, chosen
from ..call import EMPTY, Answer, Call, Route, text
from ..errors import invalid, missing
from ..idset import folded

_CODES = {"sku": 32, "ean": 14, "upc": 14, "isbn": 14, "mpn": 255, "barcode": 255}


def _product(call: Call) -> Record:
    record = call.account.find("products", call.id())
    if record is None:
        raise missing("No Products Found")
    return record


def _products(call: Call) -> list[Record]:
    found = chosen(call.account.table("products"), call.set() or [])
    if not found:
        raise missing("No Products Found")
    return found


def _put_identity(call: Call) -> Answer:
    """Set every code; those left out are removed."""
    record, given = _product(call), call.document()
    for name, most in _CODES.items():
        if given.get(name) is not None:
            text(given[name], most, "PRDC-010", f"{name} must not be longer than {most} characters")
    taken = {each["identity"].get("sku") for id, each in call.account.table("products").items() if id != record["id"]}
    if given.get("sku") and given["sku"] in taken:
        raise invalid("PRDB-011", f"There is already a product with the SKU {given['sku']}")
    record["identity"] = {name: given[name] for name in _CODES if given.get(name)}
    record["updatedOn"] = call.account.now()
    return EMPTY


def groups(account: Account) -> dict[int, list[int]]:
    """The products of each group."""
    found: dict[int, list[int]] = {}
    for id, record in sorted(account.table("products").items()):
        if record.get("productGroupId"):
            found.setdefault(record["productGroupId"], []).append(id)
    return found


def _get_groups(call: Call) -> Answer:
    known = groups(call.account)
    found = [{"id": id, "productIds": known[id]} for id in call.set() or [] if id in known]
    if not found:
        raise missing("No Product Groups Found")
    return Answer(response=list[Json](found))


def _put_group(call: Call) -> Answer:
    id, products = call.id(), call.document().get("productIds")
    if not isinstance(products, list) or any(call.account.find("products", each) is None for each in products):
        raise invalid("PRDC-050", "A group takes the ids of products that exist")
    for each in groups(call.account).get(id, ()):
        call.account.table("products")[each]["productGroupId"] = 0
    for each in products:
        call.account.table("products")[each]["productGroupId"] = id
    return EMPTY


def option_values(account: Account, products: list[Record]) -> list[Record]:
    """Every option of some products, and the value that each has."""
    return [
        {
            "productId": record["id"],
            "optionId": each.get("optionId"),
            "optionName": each.get("optionName"),
            "optionValueId": each.get("optionValueId"),
            "optionValue": each.get("optionValue"),
        }
        for record in products
        for each in record.get("variations", ())
    ]


def _get_option_values(call: Call) -> Answer:
    wanted = call.set("value")
    found = [each for each in option_values(call.account, _products(call)) if wanted is None or each["optionValueId"] in wanted]
    if not found:
        raise missing("No Product Option Values Found")
    return Answer(response=list[Json](found))


def _plan_option_values(call: Call) -> Answer:
    ids, wanted = call.set(), call.set("value")
    table = call.account.table("products")
    products = chosen(table, table if ids is None else ids)
    found = [each["productId"] for each in option_values(call.account, products) if wanted is None or each["optionValueId"] in wanted]
    after = f"/{call.ids['value']}" if wanted is not None else ""
    return Answer(response={"getUris": [f"/product/{part}/option-value{after}" for part in folded(sorted(set(found)))]})


def _bundles_of(account: Account, id: int) -> list[Json]:
    holders = [
        record["id"]
        for _, record in sorted(account.table("products").items())
        if any(part["productId"] == id for part in record["composition"].get("bundleComponents", ()))
    ]
    return [{"id": holder, **({"bundles": inner} if (inner := _bundles_of(account, holder)) else {})} for holder in holders]


def _get_bundles(call: Call) -> Answer:
    holders = {record["id"]: _bundles_of(call.account, record["id"]) for record in _products(call)}
    found: list[Json] = [{"id": id, "bundles": bundles} for id, bundles in holders.items() if bundles]
    if not found:
        raise missing("No Bundles Found")
    return Answer(response=found)


def _get_suppliers(call: Call) -> Answer:
    ids = call.set() or []
    table = call.account.table("products")
    if any(id not in table for id in ids):
        raise invalid("PRDC-060", "One of the products does not exist")
    return Answer(response={str(id): list(table[id].get("supplierIds", ())) for id in ids})


def _change_suppliers(call: Call) -> Answer:
    record, adds = _product(call), call.method == "POST"
    known = list(record.get("supplierIds", ()))
    statuses: dict[str, Json] = {}
    errors: dict[str, Json] = {}
    for id in call.items():
        contact = call.account.find("contacts", id)
        supplies = contact is not None and contact["relationshipToAccount"]["isSupplier"]
        fault = "" if (supplies if adds else id in known) else f"Contact {id} is no supplier{'' if adds else ' of this product'}"
        statuses[str(id)] = 400 if fault else 200
        errors[str(id)] = [{"code": "PRDC-061", "message": fault}] if fault else []
        if not fault:
            known = [*known, id] if adds else [each for each in known if each != id]
    record["supplierIds"] = list(dict.fromkeys(known))
    status = 207 if any(each != 200 for each in statuses.values()) else 200
    return Answer(response={"resourceStatuses": statuses, "resourceErrors": errors}, status=status)


def _put_primary_supplier(call: Call) -> Answer:
    ids = call.document().get("productIds")
    if not isinstance(ids, list) or any(call.account.find("products", id) is None for id in ids):
        raise invalid("PRDC-062", "A primary supplier takes the ids of products that exist")
    for id in ids:
        call.account.table("products")[id]["primarySupplierId"] = call.id()
    return EMPTY


def _get_custom_fields(call: Call) -> Answer:
    found = chosen(call.account.table("products"), call.set() or [])
    return Answer(response={str(record["id"]): dict(record["customFields"]) for record in found})


def _customer_prices(call: Call) -> Answer:
    account = call.account
    contact = account.find("contacts", call.id("contact"))
    if contact is None:
        raise missing("No Contact Found")
    finances = contact["financialDetails"]
    listed = account.find("price_lists", finances.get("priceListId")) or {}
    products: list[Json] = [_priced(account, record, listed) for record in _products(call)]
    details = {
        "priceListId": listed.get("id"),
        "currencyCode": listed.get("currencyCode"),
        "discountPercentage": Decimal(str(finances.get("discountPercentage", 0))),
    }
    return Answer(response={"customer": {"customerId": contact["contactId"], "financialDetails": details}, "products": products})


def _priced(account: Account, record: Record, listed: Record) -> dict[str, Json]:
    prices: Any = account.table("prices").get(record["id"], {}).get(str(listed.get("id")), {})
    code = record["financialDetails"].get("taxCode", {}).get("code")
    rate = (account.first("tax_codes", "code", code) or {}).get("rate", 0)
    return {
        "productId": record["id"],
        "sku": record["identity"].get("sku"),
        "financialDetails": {"taxable": record["financialDetails"].get("taxable", True), "taxCode": {"code": code, "rate": rate}},
        "priceList": {"priceListId": listed.get("id"), "currencyCode": listed.get("currencyCode"), "quantityPrice": dict(prices)},
    }


ROUTES: tuple[Route, ...] = (
    Route("PUT", "product-service/product/{id}/identity", _put_identity),
    Route("GET", "product-service/product-group/{id}", _get_groups),
    Route("PUT", "product-service/product-group/{id}", _put_group),
    Route("GET", "product-service/product/{id}/option-value", _get_option_values),
    Route("GET", "product-service/product/{id}/option-value/{value}", _get_option_values),
    Route("OPTIONS", "product-service/product/{id}/option-value", _plan_option_values),
    Route("OPTIONS", "product-service/product/{id}/option-value/{value}", _plan_option_values),
    Route("GET", "product-service/product/{id}/bundle", _get_bundles),
    Route("GET", "product-service/product/{id}/supplier", _get_suppliers),
    Route("POST", "product-service/product/{id}/supplier", _change_suppliers),
    Route("DELETE", "product-service/product/{id}/supplier", _change_suppliers),
    Route("PUT", "product-service/primary-supplier/{id}/product", _put_primary_supplier),
    Route("GET", "product-service/product-custom-field/{id}", _get_custom_fields),
    Route("GET", "pricing/customer/{contact}/product-price/{id}", _customer_prices),
)
