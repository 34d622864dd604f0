"""The routes of the plug-in Shipment Tracking, as its guide describes them: https://woocommerce.com/document/shipment-tracking/

Its items hang on an order under a key of their own, which is a digest and not the tracking number.
"""

from __future__ import annotations

import hashlib
import re

from .._kernel.values import Json
from .call import Answer
from .errors import Refusal, missing_parameters, no_route
from .shop import Record, Shop

#: Where the plug-in's routes begin.
NAMESPACE = "/wp-json/wc-shipment-tracking/v3"

_ROUTE = re.compile(r"/orders/(\d+)/shipment-trackings(?:/([0-9a-f]+))?/?")
_KEPT = "~shipment_trackings"


def answered(shop: Shop, method: str, path: str, body: Json) -> Answer:
    """The answer to a request below the plug-in's namespace."""
    found = _ROUTE.fullmatch(path.removeprefix(NAMESPACE))
    if found is None:
        raise no_route()
    order = shop.find("orders", found[1])
    if order is None or order["status"] == "trash":
        raise Refusal(404, "woocommerce_rest_order_invalid_id", "Invalid order ID.")
    items: list[Record] = order.setdefault(_KEPT, [])
    if found[2] is None and method == "GET":
        return Answer(body=[dict(each) for each in items])
    if found[2] is None and method == "POST":
        items.append(_item(shop, order, body if isinstance(body, dict) else {}))
        return Answer(body=dict(items[-1]), status=201)
    one = next((each for each in items if each["tracking_id"] == found[2]), None)
    if one is None:
        raise Refusal(404, "woocommerce_rest_order_shipment_tracking_invalid_id", "Invalid shipment tracking ID.")
    if method == "DELETE":
        items.remove(one)
    elif method != "GET":
        raise no_route()
    return Answer(body=dict(one))


def _item(shop: Shop, order: Record, sent: Record) -> Record:
    if not sent.get("tracking_number"):
        raise missing_parameters(["tracking_number"])
    provider = str(sent.get("custom_tracking_provider") or sent.get("tracking_provider") or "")
    number = str(sent["tracking_number"])
    place = len(order[_KEPT])
    return {
        "tracking_id": hashlib.md5(f"{provider}-{number}-{order['id']}-{place}".encode(), usedforsecurity=False).hexdigest(),
        "tracking_provider": provider,
        "tracking_link": str(sent.get("custom_tracking_link") or ""),
        "tracking_number": number,
        "date_shipped": str(sent.get("date_shipped") or shop.now().date().isoformat()),
    }
