"""``/webhooks``"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..call import Call, Routes
from ..collection import Collection, absence, routes
from ..errors import Refusal
from ..listing import DATES, INCLUDE, Listing
from ..presenting import links
from ..shop import Record, shown
from ..webhooks import greet

#: The actions of WordPress behind a topic.
HOOKS: Mapping[str, tuple[str, ...]] = {
    "coupon.created": ("woocommerce_process_shop_coupon_meta", "woocommerce_new_coupon"),
    "coupon.updated": ("woocommerce_process_shop_coupon_meta", "woocommerce_update_coupon"),
    "coupon.deleted": ("wp_trash_post",),
    "coupon.restored": ("untrashed_post",),
    "customer.created": ("user_register", "woocommerce_created_customer", "woocommerce_new_customer"),
    "customer.updated": ("profile_update", "woocommerce_update_customer"),
    "customer.deleted": ("delete_user",),
    "order.created": ("woocommerce_new_order",),
    "order.updated": ("woocommerce_update_order", "woocommerce_order_refunded"),
    "order.deleted": ("wp_trash_post", "woocommerce_trash_order"),
    "order.restored": ("untrashed_post", "woocommerce_untrash_order"),
    "product.created": ("woocommerce_process_product_meta", "woocommerce_new_product", "woocommerce_new_product_variation"),
    "product.updated": (
        "woocommerce_process_product_meta",
        "woocommerce_update_product",
        "woocommerce_update_product_variation",
    ),
    "product.deleted": ("wp_trash_post",),
    "product.restored": ("untrashed_post",),
}


def _create(call: Call) -> Record:
    shop = call.shop
    record = {**shop.blank("webhooks"), **shop.dated("date_created", shop.now())}
    record["id"] = 0
    _check_topic(str(call["topic"]))
    _check_url(str(call["delivery_url"]))
    record["name"] = f"Webhook created on {shop.now().strftime('%b %d, %Y @ %I:%M %p')}"
    _fill(call, record)
    record.update({"~secret": str(call.sent.get("secret") or ""), "~failures": 0})
    record["id"] = shop.next_id("webhooks")
    greet(shop, record)
    return shop.put("webhooks", record)


def _update(call: Call, record: Record) -> Record:
    if call.sent.get("topic") is not None:
        _check_topic(str(call.sent["topic"]))
    if call.sent.get("delivery_url") is not None:
        _check_url(str(call.sent["delivery_url"]))
    _fill(call, record)
    if call.sent.get("status"):
        record["status"] = call.sent["status"]
        record["~failures"] = 0 if record["status"] == "active" else record.get("~failures", 0)
    if call.sent.get("secret"):
        record["~secret"] = str(call.sent["secret"])
    record.update(call.shop.dated("date_modified", call.shop.now()))
    return record


def _check_topic(topic: str) -> None:
    if topic not in HOOKS and not re.fullmatch(r"action\.\w+", topic):
        raise Refusal(400, "woocommerce_rest_shop_webhook_invalid_topic", "Webhook topic is required and must be valid.")


def _check_url(url: str) -> None:
    if not re.match(r"https?://[^/\s]+", url):
        message = "Webhook delivery URL must be a valid URL starting with http:// or https://."
        raise Refusal(400, "woocommerce_rest_shop_webhook_invalid_delivery_url", message)


def _fill(call: Call, record: Record) -> None:
    for name in ("name", "topic", "delivery_url"):
        if call.sent.get(name):
            record[name] = str(call.sent[name])
    resource, _, event = record["topic"].partition(".")
    record.update(resource=resource, event=event, hooks=list(HOOKS.get(record["topic"], (event,))))


def _view(call: Call, record: Record) -> Record:
    """A webhook; the secret is never told."""
    return {**shown(record), "_links": links(call, "webhooks", record)}


WEBHOOKS = Collection(
    kind="webhooks",
    listing=Listing(
        filters={
            **INCLUDE,
            **{name: DATES[name] for name in ("after", "before")},
            "status": lambda call, record, value: value == "all" or record["status"] == value,
            "search": lambda call, record, value: value.lower() in record["name"].lower(),
        },
        sorts={
            "date": lambda record: (record["date_created_gmt"], record["id"]),
            "id": lambda record: record["id"],
            "title": lambda record: record["name"],
        },
    ),
    absent=lambda method: (
        Refusal(404, "woocommerce_rest_shop_webhook_invalid_id", "Invalid ID.")
        if method == "DELETE"
        else absence("woocommerce_rest_shop_webhook_invalid_id", "ID is invalid.", when_written=(400, "ID is invalid."))(method)
    ),
    create=_create,
    update=_update,
    view=_view,
    no_trash=Refusal(501, "woocommerce_rest_trash_not_supported", "Webhooks do not support trashing."),
)

ROUTES: Routes = routes(WEBHOOKS, "/webhooks")
