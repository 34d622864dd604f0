"""``/``, ``/system_status``, ``/payment_gateways``"""

from __future__ import annotations

from typing import Any

from ..arguments import patterns
from ..call import Answer, Call, Routes
from ..errors import Refusal
from ..presenting import linked
from ..shop import Record, shown

_WRITES = ("POST", "PUT", "PATCH")


def _index(call: Call) -> Answer:
    site = f"{call.origin}/wp-json/"
    known = {f"/wc/v3{name.rstrip('/')}": {"namespace": "wc/v3", "methods": list(allowed)} for _, name, allowed in patterns()}
    return Answer(body={"namespace": "wc/v3", "routes": known, "_links": {"up": [{"href": site}]}})


def _status(call: Call) -> Answer:
    record = dict(next(call.shop.all("system_status"), {}))
    settings = {
        **record.get("settings", {}),
        "currency": call.shop.setting("woocommerce_currency"),
        "number_of_decimals": call.shop.decimals,
    }
    return Answer(body={**record, "settings": settings})


def _tool_shown(call: Call, record: Record) -> Record:
    place = f"{call.root}/system_status/tools/{record['id']}"
    return {**shown(record), "_links": {"item": [{"embeddable": True, "href": place}]}}


def _tools(call: Call) -> Answer:
    return Answer(body=[_tool_shown(call, record) for record in call.shop.all("system_status_tools")])


def _tool(call: Call) -> Answer:
    found = call.shop.find("system_status_tools", call.ids["id"])
    if found is None:
        raise Refusal(404, "woocommerce_rest_system_status_tool_invalid_id", "Invalid tool ID.")
    ran = {} if call.method == "GET" else {"success": True, "message": ""}
    return Answer(body={**_tool_shown(call, found), **ran})


def _gateways(call: Call) -> Answer:
    found = [linked(call, "payment_gateways", record) for record in call.shop.all("payment_gateways")]
    return Answer(body=found, headers=(("X-WP-Total", str(len(found))), ("X-WP-TotalPages", "1")))


def _gateway(call: Call) -> Record:
    found = call.shop.find("payment_gateways", call.ids["id"])
    if found is None:
        raise Refusal(404, "woocommerce_rest_payment_gateway_invalid", "Resource does not exist.")
    return found


def _get_gateway(call: Call) -> Answer:
    return Answer(body=linked(call, "payment_gateways", _gateway(call)))


def _put_gateway(call: Call) -> Answer:
    record = _gateway(call)
    changed(record, call.sent)
    for name in ("title", "description", "order", "enabled"):
        if call.sent.get(name) is not None:
            record[name] = call[name]
        if name in record["settings"] and isinstance(record[name], str):
            record["settings"][name]["value"] = record[name]
    return Answer(body=linked(call, "payment_gateways", record))


def changed(record: Record, sent: Any) -> None:
    """Take over the settings of a gateway or a shipping method; unknown ones are left out."""
    values = sent.get("settings") if isinstance(sent.get("settings"), dict) else {}
    for name, value in values.items():
        setting = record["settings"].get(name)
        if setting is None:
            continue
        if setting.get("options") and value not in setting["options"]:
            raise Refusal(400, "rest_setting_value_invalid", "An invalid setting value was passed.")
        setting["value"] = value


ROUTES: Routes = {
    "/": {"GET": _index},
    "/system_status": {"GET": _status},
    "/system_status/tools": {"GET": _tools},
    "/system_status/tools/{id}": dict.fromkeys(("GET", *_WRITES), _tool),
    "/payment_gateways": {"GET": _gateways},
    "/payment_gateways/{id}": {"GET": _get_gateway, **dict.fromkeys(_WRITES, _put_gateway)},
}
