"""product-service and pricing: prices by list and quantity, and what a customer pays.

Prices are kept as ``{product: {list: {quantity: price}}}``, net.
"""

from __future__ import annotations

from decimal import Decimal

from ..._kernel.values import Json
from ..account import Account, Record, chosen, without
from ..call import EMPTY, Answer, Call, Route, money, number, whole
from ..errors import invalid, missing
from .reading import listed, planned


def breaks(account: Account, product_id: int, list_id: int) -> dict[str, str]:
    """Prices by the quantity from which each holds."""
    prices: dict[str, str] = account.table("prices").get(product_id, {}).get(str(list_id), {})
    return prices


def _sku(account: Account, product_id: int, list_id: int) -> str | None:
    found: str | None = account.table("price_skus").get(product_id, {}).get(str(list_id))
    return found


def _get(call: Call) -> Answer:
    account, products, lists = call.account, call.set(), call.set("list")
    found: list[Json] = []
    for id, record in sorted(account.table("products").items()):
        if products is None or id in products:
            priced: list[Json] = [
                without(
                    {
                        "priceListId": list_id,
                        "currencyCode": each["currencyCode"],
                        "currencyId": each["currencyId"],
                        "sku": _sku(account, id, list_id),
                        "quantityPrice": dict(breaks(account, id, list_id)),
                    }
                )
                for list_id, each in sorted(account.table("price_lists").items())
                if lists is None or list_id in lists
            ]
            if priced:
                found.append({"productId": record["id"], "priceLists": priced})
    if not found:
        raise missing("No Product Prices Found")
    return Answer(response=found)


def _put(call: Call) -> Answer:
    account, id = call.account, call.id()
    if account.find("products", id) is None:
        raise missing("No Products Found")
    given = call.document().get("priceLists")
    if not isinstance(given, list) or not given or not all(isinstance(each, dict) for each in given):
        raise invalid("SIMC-433", "You have not supplied any price lists")
    wanted: dict[str, dict[str, str]] = {}
    skus: dict[str, str | None] = {}
    for each in given:
        list_id = each.get("priceListId")
        if account.find("price_lists", list_id) is None:
            raise invalid("SIMC-430", f"You have supplied an invalid price list ID: {list_id}")
        wanted[str(list_id)] = _breaks(each.get("quantityPrice"))
        if "sku" in each:
            skus[str(list_id)] = each["sku"]
    account.table("prices").setdefault(id, {}).update(wanted)
    account.table("price_skus").setdefault(id, {}).update(skus)
    return EMPTY


def _breaks(given: object) -> dict[str, str]:
    if not isinstance(given, dict) or not given:
        raise invalid("PRDC-031", "Price Break required")
    found = {}
    for quantity, price in given.items():
        if whole(quantity, "SIMC-434", f"You have supplied an invalid price break: {quantity}") < 1:
            raise invalid("SIMC-434", f"You have supplied an invalid price break: {quantity}")
        found[str(quantity)] = money(number(price, "SIMC-432", f"You have supplied an invalid price: {price}"), 4)
    return found


# What a customer pays.


def _tax_code(record: Record | None) -> Record | None:
    return None if record is None else {"code": record["code"], "rate": Decimal(record.get("rate") or 0)}


def _get_customer(call: Call) -> Answer:
    account = call.account
    contact = account.find("contacts", call.id("customer"))
    if contact is None:
        raise missing("No Contact Found")
    products = chosen(account.table("products"), call.set() or [])
    if not products:
        raise missing("No Products Found")
    finances = contact["financialDetails"]
    price_list = account.find("price_lists", finances["priceListId"]) or {}
    currency = account.find("currencies", finances["currencyId"]) or {}
    customer = {
        "customerId": contact["contactId"],
        "financialDetails": without(
            {
                "priceListId": price_list.get("id"),
                "currencyCode": currency.get("code"),
                "discountPercentage": finances["discountPercentage"],
                "taxCode": _tax_code(account.find("tax_codes", finances.get("taxCodeId"))),
            }
        ),
    }
    return Answer(response={"customer": customer, "products": [_priced(account, each, price_list) for each in products]})


def _priced(account: Account, product: Record, price_list: Record) -> Record:
    taxes = product["financialDetails"]
    code = account.find("tax_codes", (taxes.get("taxCode") or {}).get("id"))
    list_id = price_list.get("id", 0)
    return without(
        {
            "productId": product["id"],
            "sku": product["identity"].get("sku"),
            "financialDetails": without({"taxable": taxes.get("taxable"), "taxCode": _tax_code(code)}),
            "priceList": without(
                {
                    "priceListId": list_id,
                    "currencyCode": price_list.get("currencyCode"),
                    "sku": _sku(account, product["id"], list_id),
                    "quantityPrice": dict(breaks(account, product["id"], list_id)),
                }
            ),
        }
    )


_PATH = "product-service/product-price"

ROUTES: tuple[Route, ...] = (
    Route("GET", f"{_PATH}/{{id}}", _get, "get-product-price"),
    Route("GET", f"{_PATH}/{{id}}/price-list/{{list}}", _get, "get-product-price"),
    *planned(_PATH, "products"),
    *planned(_PATH, "products", beyond="/price-list/{list}", message_type="options-product-price"),
    Route("PUT", f"{_PATH}/{{id}}/price-list", _put, "put-product-price"),
    *listed("product-service/price-list", "price_lists", "Price Lists"),
    Route("GET", "api-v3/pricing/customer/{customer}/product-price/{id}", _get_customer, "get-customer-product-price"),
)
