"""product-service: what products are sorted by: brands, categories, collections, options, types and seasons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..account import Account, Record, chosen, without
from ..call import EMPTY, Answer, Call, Route, text
from ..errors import invalid, missing
from ..searches import Search, column, period, search_routes
from .reading import listed

Made = Callable[[Account, Record], Record]


def named(path: str, kind: str, noun: str, *, most: int, made: Made, least: int = 1, unique: bool = True) -> Route:
    """POST of a record with a name that is neither too long nor taken."""

    def respond(call: Call) -> Answer:
        given = call.document()
        name = text(given.get("name") or "", most, "SIMC-425", f"A name holds {most} characters")
        if len(name) < least:
            raise invalid("PRDC-024" if noun == "Brand" else "SIMC-426", f"{noun} name is required")
        record = {**made(call.account, given), "name": name}
        if unique and any(_same(each, record) for each in call.account.table(kind).values()):
            raise invalid("SIMB-427", f"There is already a {noun.lower()} {name}")
        return Answer(response=call.account.put(kind, record))

    return Route("POST", path, respond)


def _same(one: Record, other: Record) -> bool:
    return bool(one["name"].lower() == other["name"].lower() and one.get("parentId") == other.get("parentId"))


def _with_times(*fields: str) -> Made:
    def made(account: Account, given: Record) -> Record:
        now = account.now()
        return {**{name: given.get(name) for name in fields}, "createdOn": now, "updatedOn": now}

    return made


def shown(account: Account, record: Record) -> Record:
    """A record with its moments as they are shown."""
    times = {name: account.shown(record[name]) for name in ("createdOn", "updatedOn") if record.get(name)}
    return without({**record, **times})


def _category(account: Account, given: Record) -> Record:
    parent = given.get("parentId") or 0
    if parent and account.find("categories", parent) is None:
        raise invalid("SIMC-443", f"You have supplied an invalid parent ID: {parent}")
    told = without({"languageCode": "en", "text": given.get("description"), "format": "PLAINTEXT"})
    return {**_with_times()(account, given), "parentId": parent, "active": True, "createdById": 4, "updatedById": 4, "description": told}


def _type_shown(account: Account, record: Record) -> Record:
    options = [account.table("options")[id] for id in record.get("optionIds", ()) if id in account.table("options")]
    linked = [{"id": option["id"], "name": option["name"]} for option in options]
    return {"id": record["id"], "name": record["name"], "associations": {"options": linked}}


def _associate(call: Call) -> Answer:
    types, options = call.set("type") or [], call.set("option") or []
    for id in types:
        if call.account.find("product_types", id) is None:
            raise missing("No Product Types Found")
    for id in options:
        if call.account.find("options", id) is None:
            raise missing("No Options Found")
    for id in types:
        record = call.account.table("product_types")[id]
        record["optionIds"] = sorted({*record.get("optionIds", ()), *options})
    return EMPTY


# Values of options. Kept by their own id, with the option's.


def _values(call: Call) -> Answer:
    wanted = call.set() or []
    found = [each for _, each in sorted(call.account.table("option_values").items()) if each["optionId"] in wanted]
    if not found:
        raise missing("No Option Values Found")
    return Answer(response=[shown(call.account, each) for each in found])


def _post_value(call: Call) -> Answer:
    account, given = call.account, call.document()
    option = account.find("options", call.id())
    if option is None:
        raise missing("No Options Found")
    name = text(given.get("optionValueName") or "", 32, "SIMC-445", "A value's name holds 32 characters")
    if not name:
        raise invalid("SIMC-446", "Option value name is required")
    if any(each["optionId"] == option["id"] and each["optionValueName"] == name for each in account.table("option_values").values()):
        raise invalid("SIMB-447", f"The option {option['name']} already has a value {name}")
    now = account.now()
    record: dict[str, Any] = {
        "optionId": option["id"],
        "optionName": option["name"],
        "optionValueName": name,
        "sortOrder": given.get("sortOrder", 0),
        "createdOn": now,
        "updatedOn": now,
    }
    return Answer(response=account.put("option_values", record, key="optionValueId"))


def _discount(call: Call) -> Record:
    record = call.account.find("discounts", call.id())
    if record is None:
        raise missing("No Discount Found")
    return record


def _contact_usage(call: Call) -> Answer:
    usages = _discount(call).get("contactUsages", {})
    contacts = call.set("contact") or []
    return Answer(response=[{"contactId": id, "usages": usages.get(str(id), 0)} for id in contacts])


def _total_usage(call: Call) -> Answer:
    return Answer(response={"usages": sum(_discount(call).get("contactUsages", {}).values())})


def _search(path: str, kind: str, *columns: Any, sort: str = "") -> tuple[Route, Route]:
    return search_routes(
        Search(path=f"product-service/{path}-search", records=lambda account: account.table(kind).values(), columns=columns, sort=sort)
    )


def _channel_brands(call: Call) -> Answer:
    ids, table = call.set(), call.account.table("channel_brands")
    found = chosen(table, table if ids is None else ids)
    if not found:
        raise missing("No Channel Brands Found")
    return Answer(response=[without(dict(each)) for each in found])


ROUTES: tuple[Route, ...] = (
    *listed("product-service/brand", "brands", "Brands", shown=shown),
    named("product-service/brand", "brands", "Brand", most=120, made=_with_times("description")),
    *_search(
        "brand",
        "brands",
        column("brandId", "IDSET", "id"),
        column("brandName", "SEARCH_STRING", "name"),
        period("createdOn", "createdOn"),
        period("updatedOn", "updatedOn"),
    ),
    *listed("product-service/brightpearl-category", "categories", "Brightpearl Categories", shown=shown),
    named("product-service/brightpearl-category", "categories", "Category", most=128, made=_category),
    *_search(
        "brightpearl-category",
        "categories",
        column("id", "IDSET", "id"),
        column("name", "STRING", "name"),
        column("parentId", "INTEGER", "parentId"),
        column("active", "BOOLEAN", "active"),
        period("createdOn", "createdOn"),
        column("createdById", "INTEGER", "createdById"),
        period("updatedOn", "updatedOn"),
        column("updatedBy", "INTEGER", "updatedById"),
    ),
    Route("GET", "product-service/channel-brand", _channel_brands),
    Route("GET", "product-service/channel-brand/{id}", _channel_brands),
    *_search(
        "collection",
        "collections",
        column("collectionId", "IDSET", "id"),
        column("collectionName", "STRING", "name"),
        column("brandId", "IDSET", "brandId"),
        period("updatedOn", "updatedOn"),
    ),
    *listed("product-service/option", "options", "Options", shown=shown),
    named("product-service/option", "options", "Option", most=32, made=_with_times("sortOrder")),
    *_search("option", "options", column("id", "IDSET", "id"), column("name", "STRING", "name"), period("updatedOn", "updatedOn")),
    Route("GET", "product-service/option/{id}/value", _values),
    Route("POST", "product-service/option/{id}/value", _post_value),
    *_search(
        "option-value",
        "option_values",
        column("optionId", "IDSET", "optionId"),
        column("optionName", "STRING", "optionName"),
        column("optionValueId", "IDSET", "optionValueId"),
        column("optionValueName", "STRING", "optionValueName"),
        period("updatedOn", "updatedOn"),
        sort="optionValueId",
    ),
    *listed("product-service/product-type", "product_types", "Product Types", shown=_type_shown),
    named("product-service/product-type", "product_types", "Product type", most=64, made=_with_times()),
    Route("POST", "product-service/product-type/{type}/option-association/{option}", _associate),
    *_search(
        "product-type", "product_types", column("id", "IDSET", "id"), column("name", "STRING", "name"), period("updatedOn", "updatedOn")
    ),
    *listed("product-service/season", "seasons", "Seasons", shown=shown),
    named("product-service/season", "seasons", "Season", most=255, least=4, made=_with_times("description", "dateFrom", "dateTo")),
    *_search("season", "seasons", column("id", "IDSET", "id"), column("name", "STRING", "name"), period("updatedOn", "updatedOn")),
    Route("GET", "product-service/discount/{id}/contact-usage/{contact}", _contact_usage),
    Route("GET", "product-service/discount/{id}/total-usage", _total_usage),
)
