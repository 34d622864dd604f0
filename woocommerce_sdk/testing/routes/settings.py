"""``/settings``"""

from __future__ import annotations

from typing import Any

from ..._kernel.values import Json
from ..call import Answer, Call, Routes
from ..errors import Refusal
from ..presenting import linked
from ..shop import Record, shown

_GROUPLESS = frozenset({"integration"})


def _groups(call: Call) -> Answer:
    found = list(call.shop.all("settings_groups"))
    body = [{**shown(group), "_links": {"options": [{"href": f"{call.root}/settings/{group['id']}"}]}} for group in found]
    return Answer(body=body)


def _of_group(call: Call) -> list[Record]:
    group = call.ids["group_id"]
    if call.shop.find("settings_groups", group) is None or group in _GROUPLESS:
        raise Refusal(404, "rest_setting_setting_group_invalid", "Invalid setting group.")
    return [record for record in call.shop.all("settings") if record.get("~group") == group]


def _group(call: Call) -> Answer:
    return Answer(body=[linked(call, "settings", record) for record in _of_group(call)])


def _one(call: Call, name: str) -> Record:
    found = next((record for record in _of_group(call) if record["id"] == name), None)
    if found is None:
        raise Refusal(404, "rest_setting_setting_invalid", "Invalid setting.")
    return found


def _sent_with_group(call: Call, record: Record) -> Record:
    body = linked(call, "settings", record)
    return {"id": body.pop("id"), "group_id": record["~group"], **body}


def _get(call: Call) -> Answer:
    return Answer(body=_sent_with_group(call, _one(call, call.ids["id"])))


def _put(call: Call) -> Answer:
    return Answer(body=_changed(call, call.ids["id"], call.sent.get("value")))


def _changed(call: Call, name: str, value: Json) -> Record:
    record = _one(call, name)
    options = record.get("options")
    if options and record["type"] in ("select", "radio", "multiselect"):
        wanted = value if isinstance(value, list) else [value]
        if any(str(item) not in options for item in wanted):
            raise Refusal(400, "rest_setting_value_invalid", "An invalid setting value was passed.")
    if record["type"] == "checkbox" and value not in ("yes", "no"):
        raise Refusal(400, "rest_setting_value_invalid", "An invalid setting value was passed.")
    record["value"] = value
    return _sent_with_group(call, record)


def _batch(call: Call) -> Answer:
    items = call.sent.get("update") or []
    return Answer(body={"update": [_result(call, item) for item in items]} if items else [])


def _result(call: Call, item: dict[str, Any]) -> Record:
    try:
        return _changed(call, str(item.get("id")), item.get("value"))
    except Refusal as refusal:
        return {"id": item.get("id"), "error": refusal.body}


def _batch_of_all(call: Call) -> Answer:
    """Declared by the shop, yet it cannot be done there."""
    message = "Method 'WP_REST_Controller::update_item_permissions_check' not implemented. Must be overridden in subclass."
    error = {"code": "invalid-method", "message": message, "data": {"status": 405}}
    items = call.sent.get("update") or []
    return Answer(body={"update": [{"id": item.get("id"), "error": error} for item in items]} if items else [])


_WRITES = ("POST", "PUT", "PATCH")
ROUTES: Routes = {
    "/settings": {"GET": _groups},
    "/settings/batch": dict.fromkeys(_WRITES, _batch_of_all),
    "/settings/{group_id}": {"GET": _group},
    "/settings/{group_id}/batch": dict.fromkeys(_WRITES, _batch),
    "/settings/{group_id}/{id}": {"GET": _get, **dict.fromkeys(_WRITES, _put)},
}
