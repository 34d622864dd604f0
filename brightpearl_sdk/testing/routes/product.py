"""product-service: products, how they are grouped and in what they vary, and channels."""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime
from typing import Any

from ..._kernel.values import Json
from ..account import Account, Record, chosen, without
from ..call import EMPTY, Answer, Call, Route, matched, text, whole
from ..custom_fields import nulls
from ..errors import invalid, missing
from ..searches import Search, column, hidden, period, search_routes
from .reading import listed, planned
from .warehouse import defaults_of

_MOST_OPTIONS = 4
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
#: Codes of a product, and how long each may be.
CODES = {"sku": 32, "ean": 14, "upc": 14, "isbn": 14, "mpn": 255, "barcode": 255}


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
    each["variations"] = each["variations"] or None
    channel = call.parameter("contextChannelId")
    if channel is not None:
        told = record.get("channels", {}).get(channel, {})
        each["salesChannels"][0] |= {"availableToSellOnChannel": True, "sellWhenNoStock": False, **told}
    return without(each, "supplierIds", "channels")


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


def checked_codes(account: Account, identity: Any, own: int | None) -> None:
    """Refuse a code that is too long, and an SKU that another product has."""
    codes: Record = identity if isinstance(identity, dict) else {}
    for name, limit in CODES.items():
        if codes.get(name) is not None:
            text(codes[name], limit, "SIMC-410", f"{name} must not be longer than {limit} characters")
    sku = codes.get("sku")
    if sku and any(each["identity"].get("sku") == sku and id != own for id, each in account.table("products").items()):
        raise invalid("SIMB-411", f"There is already a product with the SKU {sku}")


def _checked(account: Account, given: Record, old: Record | None) -> Record:
    """What of a body is written, checked; ``old`` is the product that it changes."""
    own = old["id"] if old else None
    checked_codes(account, given.get("identity"), own)
    for kind, name in (("brands", "brandId"), ("product_types", "productTypeId"), ("collections", "collectionId")):
        if given.get(name) and account.find(kind, given[name]) is None:
            raise invalid("SIMC-415", f"You have supplied an invalid {name}: {given[name]}")
    after = {**(old or {}), **given}
    collection = account.find("collections", after.get("collectionId"))
    if collection is not None and collection["brandId"] != after.get("brandId"):
        raise invalid("SIMC-417", f"Collection {collection['id']} is not of brand {after.get('brandId')}")
    written = {name: deepcopy(given[name]) for name in _WRITABLE if name in given}
    if "financialDetails" in written:
        written["financialDetails"] = _taxed(account, written["financialDetails"])
    if "salesChannels" in written:
        written["salesChannels"] = [_sold(account, each) for each in written["salesChannels"]]
    if "variations" in written:
        written["variations"] = [_varied(account, each, after.get("productTypeId", 1)) for each in written["variations"] or []]
    return written


def _taxed(account: Account, given: Record) -> Record:
    """A tax code is named by its id, by its code, or by both."""
    named = given.get("taxCode")
    if not isinstance(named, dict):
        return given
    by_id = account.find("tax_codes", named.get("id"))
    known = by_id or account.first("tax_codes", "code", named.get("code"))
    if known is None:
        raise invalid("SIMC-418", f"You have supplied an invalid tax code: {named.get('code')}")
    return {**given, "taxCode": {"id": known["id"], "code": known["code"]}}


def _sold(account: Account, given: Any) -> Record:
    channel: Record = given if isinstance(given, dict) else {}
    if channel.get("salesChannelName", "Brightpearl") != "Brightpearl":
        raise invalid("SIMC-419", f"The sales channel {channel['salesChannelName']} is not supported")
    categories = []
    for each in channel.get("categories") or []:
        id = whole(each.get("categoryCode"), "SIMC-420", f"You have supplied an invalid category: {each.get('categoryCode')}")
        if account.find("categories", id) is None:
            raise invalid("SIMC-420", f"You have supplied an invalid category: {id}")
        categories.append({"categoryCode": str(id)})
    return {"productCondition": "new", **channel, "salesChannelName": "Brightpearl", "categories": categories}


def _varied(account: Account, given: Any, type_id: int) -> Record:
    """An option and a value of it, which products of a type can vary in."""
    document: Record = given if isinstance(given, dict) else {}
    option, value = account.find("options", document.get("optionId")), account.find("option_values", document.get("optionValueId"))
    if option is None or value is None or value["optionId"] != option["id"]:
        raise invalid("SIMC-421", f"Option {document.get('optionId')} has no value {document.get('optionValueId')}")
    if option["id"] not in (account.find("product_types", type_id) or {}).get("optionIds", ()):
        raise invalid("SIMC-422", f"Products of type {type_id} do not vary in option {option['id']}")
    return {
        "optionId": option["id"],
        "optionName": option["name"],
        "optionValueId": value["optionValueId"],
        "optionValue": value["optionValueName"],
    }


# Groups: products of one name are variants of each other.


def _name(record: Record) -> str:
    return str(record["salesChannels"][0].get("productName") or "")


def _grouped(account: Account, record: Record) -> None:
    """Put a product in the group of those that have its name, if there are any."""
    products = account.table("products").values()
    others = [each for each in products if each is not record and _name(each).lower() == _name(record).lower()]
    if others:
        found = next((each["productGroupId"] for each in others if each.get("productGroupId")), 0)
        group = found or account.new_id("product_groups")
        for each in (*others, record):
            each["productGroupId"] = group


def _refuse_group(account: Account, record: Record, own: int | None) -> None:
    """Refuse a variation that another product of the name has, and more than four options in a group."""
    products = account.table("products").items()
    others = [each for id, each in products if id != own and _name(each).lower() == _name(record).lower()]
    mine = _values(record)
    if mine and any(_values(each) == mine for each in others):
        raise invalid("SIMB-423", f"Another product with the name {_name(record)} has the same option values")
    options = {each["optionId"] for member in (*others, record) for each in member.get("variations") or []}
    if len(options) > _MOST_OPTIONS:
        raise invalid("SIMC-424", f"Products with the name {_name(record)} vary in more than {_MOST_OPTIONS} options")


def _values(record: Record) -> set[int]:
    return {each["optionValueId"] for each in record.get("variations") or []}


def _post_product(call: Call) -> Answer:
    account, given = call.account, call.document()
    if given.get("brandId") is None:
        raise invalid("PRDC-014", "You must supply a brand ID.")
    channels = given.get("salesChannels")
    if not isinstance(channels, list) or not channels or not isinstance(channels[0], dict) or not channels[0].get("productName"):
        raise invalid("SIMC-416", "You must supply a product name.")
    record = new_product(account, _checked(account, given, None))
    _refuse_group(account, record, None)
    id = account.put("products", record)
    _grouped(account, record)
    account.raised("product.created", id)
    return Answer(response=id)


def _put_product(call: Call) -> Answer:
    account, record = call.account, call.account.find("products", call.id())
    if record is None:
        raise missing("No Products Found")
    matched(call, record["version"])
    changed = deepcopy(record)
    for name, value in _checked(account, call.document(), record).items():
        old = record.get(name)
        if name == "salesChannels" and value:
            changed[name] = [{**record[name][0], **value[0], **_kept_categories(call, record)}]
        else:
            changed[name] = {**old, **value} if isinstance(old, dict) and isinstance(value, dict) else value
    _refuse_group(account, changed, record["id"])
    renamed = _name(changed) != _name(record)
    record |= changed
    if renamed:
        _grouped(account, record)
    touched(account, record)
    return EMPTY


def _kept_categories(call: Call, record: Record) -> Record:
    """The categories as they were, where a body says nothing of them."""
    channel = call.document()["salesChannels"][0]
    return {} if "categories" in channel else {"categories": record["salesChannels"][0]["categories"]}


def _categories(account: Account, record: Record) -> list[int]:
    return [int(each["categoryCode"]) for channel in record["salesChannels"] for each in channel.get("categories", [])]


def _membership(account: Account, id: int) -> Json:
    """The categories of a product, None where it is in none."""
    return _categories(account, account.table("products")[id]) or None


SEARCH = Search(
    custom_fields_of=("product",),
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
    *listed("product-service/channel", "channels", "Channels"),
)
