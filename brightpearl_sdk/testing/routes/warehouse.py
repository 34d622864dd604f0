"""warehouse-service: warehouses, their locations and zones, what a product has in each, and shipping methods."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from ..._kernel.values import Json
from ..account import Account, Record, chosen, without
from ..call import EMPTY, Answer, Call, Route, text, whole
from ..errors import invalid, missing, refused
from ..searches import Search, column, search_routes
from ..stock import furnish, location_in, warehouse_for
from .reading import listed

_TYPES = {
    "concession": "Concession",
    "consignment": "Consignment",
    "miscellaneous": "Miscellaneous",
    "online": "Online",
    "store": "Store",
    "supplier": "Supplier",
    "3pl": "3PL",
    "virtual": "Virtual",
    "warehouse": "Warehouse",
}
_GROUPINGS = ("groupingA", "groupingB", "groupingC", "groupingD")
_THRESHOLDS = ("reorderLevel", "reorderQuantity")
_PLACES = ("defaultLocationId", "overflowLocationId")


def _shown(account: Account, record: Record) -> Record:
    return without(deepcopy(record), "defaultLocationId", "quarantineLocationId", "logisticsName")


def _address(account: Account, given: Any) -> Record:
    id = given.get("addressId") if isinstance(given, dict) else None
    if account.find("postal_addresses", id) is None:
        raise invalid("WHSC-070", "You must provide a valid address ID for each warehouse")
    return {"addressId": id}


def _refuse_second(account: Account, name: str, own: int | None = None) -> None:
    for id, each in account.table("warehouses").items():
        if id != own and each["name"].lower() == name.lower():
            raise invalid("WHSB-038", f"The warehouse name {name} is already in use")


def _post(call: Call) -> Answer:
    account, given = call.account, call.document()
    name = text(given.get("name") or None, 64, "SIMC-570", "A warehouse needs a name of at most 64 characters")
    _refuse_second(account, name)
    kind, logistics = given.get("type", "warehouse"), given.get("logisticsName")
    if kind not in _TYPES:
        raise invalid("SIMC-571", f"You have supplied an invalid warehouse type: {kind}")
    if (kind == "3pl") != (logistics is not None):
        raise invalid("SIMC-572", "A logistics name is required for a third party's warehouse, and only there")
    record = {
        "name": name,
        "typeCode": kind,
        "typeDescription": _TYPES[kind],
        "address": _address(account, given.get("address")),
        "clickAndCollectEnabled": False,
        "logisticsName": logistics,
    }
    place = given.get("defaultLocation")
    groupings = _groupings(place) if isinstance(place, dict) else None
    id = account.put("warehouses", record)
    furnish(account, record)
    if groupings:
        account.table("locations")[record["defaultLocationId"]].update(groupings)
    return Answer(response=id)


def _put(call: Call) -> Answer:
    """Change several warehouses, or none."""
    account, given = call.account, call.document().get("warehouses")
    if not isinstance(given, list) or not given or not all(isinstance(each, dict) for each in given):
        raise invalid("SIMC-542", "You have not supplied any warehouses")
    changed = {}
    for each in given:
        record = dict(warehouse_for(account, each.get("id")))
        if each.get("name"):
            _refuse_second(account, each["name"], record["id"])
            record["name"] = each["name"]
        if each.get("address") is not None:
            record["address"] = _address(account, each["address"])
        for name in ("typeCode", "typeDescription"):
            record[name] = each.get(name) or record[name]
        record |= _collecting(each)
        changed[record["id"]] = without(record)
    account.table("warehouses").update(changed)
    return EMPTY


def _collecting(given: dict[str, Any]) -> Record:
    """Whether goods can be collected, and when: not unless it is said, and then it has to be said whole."""
    names = ("weeklyOperatingPeriods", "collectionSla")
    if given.get("clickAndCollectEnabled") is not True:
        return {"clickAndCollectEnabled": False, **dict.fromkeys(names)}
    if not all(isinstance(given.get(name), dict) for name in names) or not given["weeklyOperatingPeriods"].get("timeZone"):
        raise invalid("SIMC-573", "Collecting needs operating periods with a time zone, and how soon goods are there")
    return {"clickAndCollectEnabled": True, **{name: deepcopy(given[name]) for name in names}}


def _delete(call: Call) -> Answer:
    account, record = call.account, warehouse_for(call.account, call.ids["id"])
    locations = {id for id, each in account.table("locations").items() if each["warehouseId"] == record["id"]}
    if any(int(place) in locations and count for places in account.table("stock").values() for place, count in places.items()):
        raise invalid("SIMB-574", f"There is stock in warehouse {record['id']}")
    del account.table("warehouses")[record["id"]]
    for id in locations:
        del account.table("locations")[id]
    return EMPTY


# Locations and zones.


def _groupings(given: dict[str, Any]) -> Record:
    named = [name for name in _GROUPINGS if given.get(name)]
    if named != list(_GROUPINGS[: len(named)]) or not named:
        raise invalid("SIMC-575", "A location needs an aisle, and no part of it without the one before")
    return {name: str(given[name]) for name in named}


def _location_shown(account: Account, record: Record) -> Record:
    return without(deepcopy(record))


def _get_locations(call: Call) -> Answer:
    return _of_warehouse(call, "locations", "Locations")


def _of_warehouse(call: Call, kind: str, noun: str) -> Answer:
    account, warehouse, ids = call.account, warehouse_for(call.account, call.ids["id"]), call.set("part")
    table = account.table(kind)
    found: list[Json] = [
        _location_shown(account, each) for each in chosen(table, table if ids is None else ids) if each["warehouseId"] == warehouse["id"]
    ]
    if not found:
        raise missing(f"No {noun} Found")
    return Answer(response=found)


def _post_location(call: Call) -> Answer:
    account, warehouse, given = call.account, warehouse_for(call.account, call.ids["id"]), call.document()
    record = {"warehouseId": warehouse["id"], **_groupings(given)}
    barcode, zone = given.get("barcode"), given.get("zoneId")
    if barcode is not None:
        text(barcode, 32, "SIMC-576", "A barcode has at most 32 digits")
        if not barcode.isdigit():
            raise invalid("SIMC-576", "A barcode has at most 32 digits")
        if account.first("locations", "barcode", barcode) is not None:
            raise invalid("SIMB-577", f"There is already a location with the barcode {barcode}")
        record["barcode"] = barcode
    if zone is not None:
        known = account.find("zones", zone)
        if known is None or known["warehouseId"] != warehouse["id"]:
            raise invalid("SIMC-578", f"Warehouse {warehouse['id']} has no zone {zone}")
        record["zoneId"] = zone
    # The one create that answers an object.
    return Answer(response={"id": account.put("locations", record)})


def _delete_location(call: Call) -> Answer:
    account, warehouse = call.account, warehouse_for(call.account, call.ids["id"])
    id = call.id("part")
    location = account.find("locations", id)
    if location is None or location["warehouseId"] != warehouse["id"]:
        raise missing("No Locations Found")
    if id in (warehouse["defaultLocationId"], warehouse["quarantineLocationId"]) or any(
        str(id) in places for places in account.table("stock").values()
    ):
        raise invalid("SIMB-579", f"Location {id} holds or has held stock")
    del account.table("locations")[id]
    return EMPTY


def _default_location(call: Call) -> Answer:
    return Answer(response=warehouse_for(call.account, call.ids["id"])["defaultLocationId"])


def _quarantine_location(call: Call) -> Answer:
    return Answer(response=warehouse_for(call.account, call.ids["id"])["quarantineLocationId"])


def _get_zones(call: Call) -> Answer:
    return _of_warehouse(call, "zones", "Zones")


def _zone_name(account: Account, warehouse_id: int, given: Any, own: int | None = None) -> str:
    name = text(given or None, 32, "SIMC-580", "A zone needs a name of at most 32 characters")
    for id, each in account.table("zones").items():
        if id != own and each["warehouseId"] == warehouse_id and each["name"].lower() == name.lower():
            raise invalid("SIMB-581", f"Warehouse {warehouse_id} has a zone {name} already")
    return name


def _post_zone(call: Call) -> Answer:
    account, warehouse = call.account, warehouse_for(call.account, call.ids["id"])
    name = _zone_name(account, warehouse["id"], call.document().get("name"))
    return Answer(response=account.put("zones", {"name": name, "warehouseId": warehouse["id"]}))


def _zone(call: Call) -> Record:
    warehouse = warehouse_for(call.account, call.ids["id"])
    zone = call.account.find("zones", call.id("part"))
    if zone is None or zone["warehouseId"] != warehouse["id"]:
        raise missing("No Zones Found")
    return zone


def _patch_zone(call: Call) -> Answer:
    zone = _zone(call)
    for operation in call.operations():
        if operation.path != "/name":
            raise refused(500, ("CMNC-043", f"The path {operation.path} is not supported"))
        if operation.op != "replace":
            raise refused(500, ("CMNC-044", f"Invalid patch operation ({operation.op}) for given path ({operation.path})"))
        zone["name"] = _zone_name(call.account, zone["warehouseId"], operation.value, zone["id"])
    return Answer(response=deepcopy(zone))


def _delete_zone(call: Call) -> Answer:
    zone = _zone(call)
    for each in call.account.table("locations").values():
        if each.get("zoneId") == zone["id"]:
            del each["zoneId"]
    del call.account.table("zones")[zone["id"]]
    return EMPTY


# What a product has in a warehouse.


def defaults_of(product: Record, warehouse_id: int) -> dict[str, int]:
    """Locations and thresholds of a product in a warehouse; 0 where nothing is set."""
    return {name: int(product["warehouses"].get(str(warehouse_id), {}).get(name, 0)) for name in (*_PLACES, *_THRESHOLDS)}


def _get_defaults(call: Call) -> Answer:
    account, warehouse = call.account, warehouse_for(call.account, call.ids["id"])
    products = chosen(account.table("products"), call.set("product") or [])
    found: list[Json] = [{"productId": each["id"], **defaults_of(each, warehouse["id"])} for each in products]
    if not found:
        raise missing("No Warehouse Defaults Found")
    return Answer(response=found)


def _put_defaults(call: Call) -> Answer:
    account, warehouse, given = call.account, warehouse_for(call.account, call.ids["id"]), call.document()
    product = account.find("products", call.id("product"))
    if product is None:
        raise missing("No Products Found")
    kept = defaults_of(product, warehouse["id"])
    for name in _PLACES:
        if given.get(name):
            kept[name] = location_in(account, warehouse["id"], given[name])
    for name in _THRESHOLDS:
        if name in given:
            kept[name] = whole(given[name], "SIMC-582", f"You have supplied an invalid {name}: {given[name]}")
    product["warehouses"][str(warehouse["id"])] = kept
    return EMPTY


# Shipping methods.

_LIMITS = {"name": 128, "code": 128, "breaks": 256, "carrier": 64, "countries": 255}


def _post_shipping_method(call: Call) -> Answer:
    account, given = call.account, call.document()
    if not given.get("name"):
        raise invalid("SIMC-583", "A shipping method needs a name")
    for name, limit in _LIMITS.items():
        if given.get(name) is not None:
            text(given[name], limit, "SIMC-584", f"{name} must not be longer than {limit} characters")
    if account.first("shipping_methods", "name", given["name"]) is not None:
        raise invalid("SIMB-585", f"There is already a shipping method {given['name']}")
    kind = given.get("methodType", 1)
    if kind not in (1, 2, 3):
        raise invalid("SIMC-586", f"You have supplied an invalid method type: {kind}")
    record = {
        "code": given.get("code", ""),
        "name": given["name"],
        "breaks": given.get("breaks", "10,100,250,1000,100000"),
        "methodType": kind,
        "additionalInformationRequired": bool(given.get("additionalInformationRequired", False)),
        "carrier": given.get("carrier"),
        "countries": given.get("countries"),
        "channelBrandTemplates": given.get("channelBrandTemplates"),
    }
    return Answer(response=account.put("shipping_methods", without(record)))


WAREHOUSES = Search(
    path="warehouse-service/warehouse-search",
    records=lambda account: account.table("warehouses").values(),
    columns=(
        column("id", "IDSET", "id"),
        column("name", "SEARCH_STRING", "name"),
        column("typeDescription", "STRING", "typeDescription"),
        column("addressId", "INTEGER", "address.addressId"),
    ),
)

LOCATIONS = Search(
    path="warehouse-service/location-search",
    records=lambda account: account.table("locations").values(),
    columns=(
        column("id", "IDSET", "id"),
        column("warehouseId", "IDSET", "warehouseId"),
        column("zoneId", "IDSET", "zoneId"),
        column("groupingA", "STRING", "groupingA"),
        column("groupingB", "STRING", "groupingB"),
        column("groupingC", "STRING", "groupingC"),
        column("groupingD", "STRING", "groupingD"),
        column("barcode", "STRING", "barcode"),
    ),
)

ZONES = Search(
    path="warehouse-service/zone-search",
    records=lambda account: account.table("zones").values(),
    columns=(column("id", "IDSET", "id"), column("name", "STRING", "name"), column("warehouseId", "IDSET", "warehouseId")),
)

SHIPPING_METHODS = Search(
    path="warehouse-service/shipping-method-search",
    records=lambda account: account.table("shipping_methods").values(),
    columns=(column("id", "IDSET", "id"), column("code", "STRING", "code"), column("name", "STRING", "name")),
)

ROUTES: tuple[Route, ...] = (
    *listed("warehouse-service/warehouse", "warehouses", "Warehouses", shown=_shown),
    Route("POST", "warehouse-service/warehouse", _post),
    Route("PUT", "warehouse-service/warehouse", _put),
    Route("DELETE", "warehouse-service/warehouse/{id}", _delete),
    Route("GET", "warehouse-service/warehouse/{id}/location/default", _default_location, "get-default-location"),
    Route("GET", "warehouse-service/warehouse/{id}/location/quarantine", _quarantine_location, "get-quarantine-location"),
    Route("GET", "warehouse-service/warehouse/{id}/location", _get_locations),
    Route("GET", "warehouse-service/warehouse/{id}/location/{part}", _get_locations),
    Route("POST", "warehouse-service/warehouse/{id}/location", _post_location),
    Route("DELETE", "warehouse-service/warehouse/{id}/location/{part}", _delete_location),
    Route("GET", "warehouse-service/warehouse/{id}/zone", _get_zones),
    Route("GET", "warehouse-service/warehouse/{id}/zone/{part}", _get_zones),
    Route("POST", "warehouse-service/warehouse/{id}/zone", _post_zone),
    Route("PATCH", "warehouse-service/warehouse/{id}/zone/{part}", _patch_zone),
    Route("DELETE", "warehouse-service/warehouse/{id}/zone/{part}", _delete_zone),
    Route("GET", "warehouse-service/warehouse/{id}/product/{product}", _get_defaults, "get-warehouse-defaults"),
    Route("PUT", "warehouse-service/warehouse/{id}/product/{product}", _put_defaults, "put-warehouse-defaults"),
    *listed("warehouse-service/shipping-method", "shipping_methods", "Shipping Methods"),
    Route("POST", "warehouse-service/shipping-method", _post_shipping_method),
    *search_routes(WAREHOUSES),
    *search_routes(LOCATIONS),
    *search_routes(ZONES),
    *search_routes(SHIPPING_METHODS),
)
