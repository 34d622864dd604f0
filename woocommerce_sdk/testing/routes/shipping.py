"""``/shipping/zones``, their locations and methods, and ``/shipping_methods``"""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from typing import Any

from ..call import Answer, Call, Routes
from ..collection import Collection, absence, routes
from ..errors import Refusal
from ..listing import Listing, totals
from ..presenting import linked
from ..shop import Record, shown
from ..texts import words
from .system import changed

_WRITES = ("POST", "PUT", "PATCH")
_NO_ZONE = absence("woocommerce_rest_shipping_zone_invalid", "Resource does not exist.")


def _create_zone(call: Call) -> Record:
    record = {**call.shop.blank("shipping_zones"), "id": call.shop.next_id("shipping_zones")}
    return call.shop.put("shipping_zones", _fill_zone(call, record))


def _fill_zone(call: Call, record: Record) -> Record:
    if call.sent.get("name") is not None:
        record["name"] = words(str(call.sent["name"]))
    if call.sent.get("order") is not None:
        record["order"] = call["order"]
    return record


ZONES = Collection(
    kind="shipping_zones",
    listing=Listing(filters={}, sorts={}, unpaged=True),
    absent=_NO_ZONE,
    create=_create_zone,
    update=_fill_zone,
    no_trash=Refusal(501, "rest_trash_not_supported", "Shipping zones do not support trashing."),
)


def _zone(call: Call, name: str) -> int:
    if call.shop.find("shipping_zones", call.ids[name]) is None:
        raise _NO_ZONE(call.method)
    return call.id(name)


def _locations_of(call: Call) -> list[Record]:
    zone = _zone(call, "id")
    return [record for record in call.shop.all("shipping_zone_locations") if record["~zone"] == zone]


def _locations(call: Call) -> Answer:
    links = {
        "collection": [{"href": f"{call.root}/shipping/zones/{call.ids['id']}/locations"}],
        "describes": [{"href": f"{call.root}/shipping/zones/{call.ids['id']}"}],
    }
    found = [{**shown(record), "_links": links} for record in _locations_of(call)]
    return Answer(body=found, headers=totals(len(found), max(len(found), 1)))


def _put_locations(call: Call) -> Answer:
    for record in _locations_of(call):
        call.shop.drop("shipping_zone_locations", record)
    items = call.body if isinstance(call.body, list) else []
    for item in items:
        if isinstance(item, dict) and item.get("code"):
            sent = {"code": item["code"], "type": item.get("type") or "country", "~zone": call.id()}
            call.shop.put("shipping_zone_locations", sent)
    return _locations(call)


def _methods_of(call: Call) -> Iterable[Record]:
    zone = _zone(call, "zone_id")
    return [record for record in call.shop.all("shipping_zone_methods") if record["~zone"] == zone]


def _create_method(call: Call) -> Record:
    order = len(list(_methods_of(call))) + 1
    known = call.shop.find("shipping_methods", call["method_id"])
    if known is None:
        raise Refusal(500, "woocommerce_rest_shipping_zone_not_created", "Resource cannot be created.")
    number = call.shop.next_id("shipping_zone_methods")
    record = {
        "id": number,
        "instance_id": number,
        "title": known["title"],
        "order": order,
        "enabled": True,
        "method_id": known["id"],
        "method_title": known["title"],
        "method_description": f"<p>{known['description']}</p>\n",
        "settings": _settings_like(call, known["id"]),
        "~zone": call.id("zone_id"),
    }
    return call.shop.put("shipping_zone_methods", _fill_method(call, record))


def _settings_like(call: Call, method: str) -> dict[str, Any]:
    """The settings of another method of this kind, at their defaults."""
    like = next((record for record in call.shop.all("shipping_zone_methods") if record["method_id"] == method), None)
    settings: dict[str, Any] = deepcopy(like["settings"]) if like is not None else {"title": _title(call, method)}
    for setting in settings.values():
        setting["value"] = setting["default"]
    return settings


def _title(call: Call, method: str) -> Record:
    name = (call.shop.find("shipping_methods", method) or {"title": ""})["title"]
    return {
        "id": "title",
        "label": "Name",
        "description": "",
        "type": "text",
        "value": name,
        "default": name,
        "tip": "",
        "placeholder": "",
    }


def _fill_method(call: Call, record: Record) -> Record:
    changed(record, call.sent)
    for name in ("order", "enabled"):
        if call.sent.get(name) is not None:
            record[name] = call[name]
    return record


def _method_shown(call: Call, record: Record) -> Record:
    """A method; what was just written shows the title of before."""
    body = linked(call, "shipping_zone_methods", record)
    if "title" in record["settings"]:
        record["title"] = record["settings"]["title"]["value"]
    return body if call.method in _WRITES else {**body, "title": record["title"]}


METHODS = Collection(
    kind="shipping_zone_methods",
    listing=Listing(filters={}, sorts={}, unpaged=True),
    absent=absence("woocommerce_rest_shipping_zone_method_invalid", "Resource does not exist."),
    create=_create_method,
    update=_fill_method,
    scope=_methods_of,
    view=_method_shown,
    no_trash=Refusal(501, "rest_trash_not_supported", "Shipping methods do not support trashing."),
    created_status=200,
    names_place=False,
)


def _shipping_methods(call: Call) -> Answer:
    found = [linked(call, "shipping_methods", record) for record in call.shop.all("shipping_methods")]
    return Answer(body=found, headers=totals(len(found), max(len(found), 1)))


def _shipping_method(call: Call) -> Answer:
    found = call.shop.find("shipping_methods", call.ids["id"])
    if found is None:
        raise Refusal(404, "woocommerce_rest_shipping_method_invalid", "Resource does not exist.")
    return Answer(body=linked(call, "shipping_methods", found))


ROUTES: Routes = {
    **routes(ZONES, "/shipping/zones", batch=False),
    "/shipping/zones/{id}/locations": {"GET": _locations, **dict.fromkeys(_WRITES, _put_locations)},
    **routes(METHODS, "/shipping/zones/{zone_id}/methods", batch=False, item="instance_id"),
    "/shipping_methods": {"GET": _shipping_methods},
    "/shipping_methods/{id}": {"GET": _shipping_method},
}
