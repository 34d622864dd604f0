"""product-service: products, prices, price lists and channels."""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime

from ..._kernel.values import Json
from ..account import Account, Record, chosen, without
from ..call import EMPTY, Answer, Call, Route, matched, money, number, text
from ..custom_fields import nulls
from ..errors import invalid, missing
from ..searches import Search, column, hidden, period, search_routes
from . import product_parts, product_setup
from .reading import listed, planned
from .warehouse import defaults_of

#: Parts of a product that can be written.
_WRITABLE = (
    "brandId",
    "collectionId",
    "productTypeId",
    "identity",
    "productGroupId",
    "featured",
    "stock",
    "financialDetails",
    "salesChannels",
    "composition",
    "variations",
    "warehouses",
    "nominalCodeStock",
    "nominalCodePurchases",
    "nominalCodeSales",
    "seasonIds",
    "reporting",
    "primarySupplierId",
    "status",
    "salesPopupMessage",
    "warehousePopupMessage",
)
_IDENTITY = {"sku": 32, "ean": 14, "upc": 14, "isbn": 14, "mpn": 255, "barcode": 255}


def new_product(account: Account, given: Record) -> Record:
    """A product with everything that an account fills in."""
    now = account.now()
    size = {"length": 0, "height": 0, "width": 0, "volume": 0}
    stock = {"stockTracked": True, "weight": {"magnitude": 0}, "dimensions": size, **(given.get("stock") or {})}
    composition = {"bundle": False, **(given.get("composition") or {})}
    if composition["bundle"]:
        stock["stockTracked"] = False
    return {
        "brandId": 1,
        "productTypeId": 1,
        "identity": {},
        "featured": False,
        "financialDetails": {"taxable": True, "taxCode": {"id": 1, "code": "T0"}},
        "salesChannels": [{"salesChannelName": "Brightpearl", "productName": "", "productCondition": "new", "categories": []}],
        "variations": [],
        "warehouses": {},
        "nominalCodeStock": "1001",
        "nominalCodePurchases": "5000",
        "nominalCodeSales": "4000",
        "seasonIds": [],
        "reporting": {},
        "status": "LIVE",
        "salesPopupMessage": "",
        "warehousePopupMessage": "",
        "createdOn": now,
        "updatedOn": now,
        "version": milliseconds(now),
        "customFields": {},
        **{name: deepcopy(given[name]) for name in _WRITABLE if name in given},
        "stock": stock,
        "composition": composition,
    }


def _shown(call: Call, record: Record) -> Record:
    each = deepcopy(record)
    fields = each.pop("customFields", {})
    for name in ("createdOn", "updatedOn"):
        each[name] = call.account.shown(each[name])
    each["warehouses"] = {str(id): defaults_of(record, id) for id in sorted(call.account.table("warehouses"))}
    if call.optional("customFields"):
        each["customFields"] = fields
    if call.optional("nullCustomFields"):
        each["nullCustomFields"] = nulls(call.account, "product", record)
    return without(each)


def milliseconds(moment: str) -> int:
    """A moment as the number that stands for it in versions."""
    return int(datetime.fromisoformat(moment).timestamp() * 1000)


def touched(account: Account, record: Record) -> None:
    """Note a change of a product. Its version is the moment of the change, and never the same twice."""
    record["updatedOn"] = account.now()
    record["version"] = max(milliseconds(record["updatedOn"]), record["version"] + 1)
    account.raised("product.modified", record["id"])


def _get_products(call: Call) -> Answer:
    records = chosen(call.account.table("products"), call.set() or [])
    if not records:
        raise missing("No Products Found")
    return Answer(response=[_shown(call, record) for record in records])


def _checked(call: Call, given: Record, own: int | None) -> None:
    for name, limit in _IDENTITY.items():
        value = (given.get("identity") or {}).get(name)
        if value is not None:
            text(value, limit, "SIMC-410", f"{name} must not be longer than {limit} characters")
    sku = (given.get("identity") or {}).get("sku")
    if sku and any(each["identity"].get("sku") == sku and id != own for id, each in call.account.table("products").items()):
        raise invalid("SIMB-411", f"There is already a product with the SKU {sku}")
    brand = given.get("brandId")
    if brand is not None and call.account.find("brands", brand) is None:
        raise invalid("SIMC-415", f"You have supplied an invalid brand ID: {brand}")


def _post_product(call: Call) -> Answer:
    given = call.document()
    if given.get("brandId") is None:
        raise invalid("PRDC-014", "You must supply a brand ID.")
    channels = given.get("salesChannels") or [{}]
    if not channels[0].get("productName"):
        raise invalid("SIMC-416", "You must supply a product name.")
    _checked(call, given, None)
    id = call.account.put("products", new_product(call.account, given))
    call.account.raised("product.created", id)
    return Answer(response=id)


def _put_product(call: Call) -> Answer:
    record = call.account.find("products", call.id())
    if record is None:
        raise missing("No Products Found")
    matched(call, record["version"])
    given = call.document()
    _checked(call, given, record["id"])
    for name in _WRITABLE:
        if name in given:
            old = record.get(name)
            record[name] = {**old, **given[name]} if isinstance(old, dict) and isinstance(given[name], dict) else deepcopy(given[name])
    touched(call.account, record)
    return EMPTY


# Prices. Kept as ``{product: {list: {quantity: price}}}``.


def _get_prices(call: Call) -> Answer:
    account, products, lists = call.account, call.set(), call.set("list")
    found: list[Json] = []
    for id, record in sorted(account.table("products").items()):
        if products is None or id in products:
            priced: list[Json] = [
                {
                    "priceListId": list_id,
                    "currencyCode": each["currencyCode"],
                    "currencyId": each["currencyId"],
                    "quantityPrice": dict(_breaks(account, id, list_id)),
                }
                for list_id, each in sorted(account.table("price_lists").items())
                if lists is None or list_id in lists
            ]
            if priced:
                found.append({"productId": record["id"], "priceLists": priced})
    if not found:
        raise missing("No Product Prices Found")
    return Answer(response=found)


def _breaks(account: Account, product_id: int, list_id: int) -> dict[str, str]:
    prices: dict[str, str] = account.table("prices").get(product_id, {}).get(str(list_id), {})
    return prices


def _put_prices(call: Call) -> Answer:
    account, id = call.account, call.id()
    if account.find("products", id) is None:
        raise missing("No Products Found")
    wanted: dict[str, dict[str, str]] = {}
    for each in call.document().get("priceLists") or []:
        if account.find("price_lists", each.get("priceListId")) is None:
            raise invalid("SIMC-430", f"You have supplied an invalid price list ID: {each.get('priceListId')}")
        breaks = each.get("quantityPrice") or {}
        if not breaks:
            raise invalid("PRDC-031", "Price Break required")
        wanted[str(each["priceListId"])] = {
            str(quantity): money(number(price, "SIMC-432", f"You have supplied an invalid price: {price}"), 4)
            for quantity, price in breaks.items()
        }
    account.table("prices").setdefault(id, {}).update(wanted)
    return EMPTY


def _categories(account: Account, record: Record) -> list[int]:
    return [int(each["categoryCode"]) for channel in record["salesChannels"] for each in channel.get("categories", [])]


def _membership(account: Account, id: int) -> Json:
    """The categories of a product, None where it is in none."""
    return _categories(account, account.table("products")[id]) or None


SEARCH = Search(
    path="product-service/product-search",
    records=lambda account: account.table("products").values(),
    columns=(
        column("productId", "IDSET", "id", reference="productCategoryMembership", named=_membership),
        column("productName", "SEARCH_STRING", lambda account, record: record["salesChannels"][0].get("productName")),
        column("SKU", "STRING", "identity.sku"),
        column("barcode", "STRING", "identity.barcode"),
        column("EAN", "STRING", "identity.ean"),
        column("UPC", "STRING", "identity.upc"),
        column("ISBN", "STRING", "identity.isbn"),
        column("MPN", "STRING", "identity.mpn"),
        column("stockTracked", "BOOLEAN", "stock.stockTracked"),
        column("salesChannelName", "STRING", lambda account, record: record["salesChannels"][0]["salesChannelName"], filterable=False),
        period("createdOn", "createdOn"),
        period("updatedOn", "updatedOn"),
        column("brightpearlCategoryCode", "IDSET", _categories, sortable=False),
        column("productGroupId", "INTEGER", "productGroupId"),
        column("brandId", "IDSET", "brandId"),
        column("productTypeId", "IDSET", "productTypeId"),
        column("productStatus", "STRING", "status"),
        column("primarySupplierId", "IDSET", "primarySupplierId"),
        hidden("productIds", "IDSET", "id"),
    ),
)


ROUTES: tuple[Route, ...] = (
    Route("POST", "product-service/product", _post_product),
    Route("GET", "product-service/product/{id}", _get_products, "product-get"),
    Route("PUT", "product-service/product/{id}", _put_product),
    *planned("product-service/product", "products", message_type="product-options"),
    *search_routes(SEARCH),
    Route("GET", "product-service/product-price/{id}", _get_prices),
    Route("GET", "product-service/product-price/{id}/price-list/{list}", _get_prices, "get-product-price"),
    *planned("product-service/product-price", "products"),
    *planned("product-service/product-price", "products", beyond="/price-list/{list}", message_type="options-product-price"),
    Route("PUT", "product-service/product-price/{id}/price-list", _put_prices, "put-product-price"),
    *listed("product-service/price-list", "price_lists", "Price Lists"),
    *listed("product-service/channel", "channels", "Channels"),
    *product_parts.ROUTES,
    *product_setup.ROUTES,
)
