"""``/coupons``"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from ..call import Call, Routes
from ..collection import Collection, absence, routes
from ..errors import Refusal
from ..listing import DATES, NAMED, Listing
from ..meta import merged
from ..php import rounded
from ..shop import Record
from ..texts import html
from .orders import coupon_of

_PLAIN = (
    "discount_type",
    "individual_use",
    "product_ids",
    "excluded_product_ids",
    "usage_limit",
    "usage_limit_per_user",
    "limit_usage_to_x_items",
    "free_shipping",
    "product_categories",
    "excluded_product_categories",
    "exclude_sale_items",
    "email_restrictions",
    "status",
)


def _create(call: Call) -> Record:
    shop = call.shop
    now = shop.now()
    record = {**shop.blank("coupons"), **shop.dated("date_created", now), **shop.dated("date_modified", now)}
    _fill(call, record)
    record["id"] = shop.next_id("coupons")
    return shop.put("coupons", record)


def _update(call: Call, record: Record) -> Record:
    _fill(call, record)
    record.update(call.shop.dated("date_modified", call.shop.now()))
    return record


def _fill(call: Call, record: Record) -> None:
    sent = call.sent
    if sent.get("code"):
        code = str(sent["code"]).strip().lower()
        other = coupon_of(call.shop, code)
        if other is not None and other["id"] != record["id"]:
            raise Refusal(400, "woocommerce_rest_coupon_code_already_exists", "The coupon code already exists")
        record["code"] = code
    record.update({name: call[name] for name in _PLAIN if sent.get(name) is not None})
    for name in ("amount", "minimum_amount", "maximum_amount"):
        if sent.get(name) is not None:
            record[name] = _amount(sent[name])
    if record["discount_type"] == "percent" and Decimal(record["amount"]) > 100:
        raise Refusal(400, "coupon_invalid_amount", "Invalid discount amount.")
    if sent.get("description") is not None:
        record["description"] = html(str(sent["description"]))
    for field, gmt in (("date_expires", False), ("date_expires_gmt", True)):
        if field in sent:
            record.update(call.shop.dated("date_expires", call.shop.moment(str(sent[field]), gmt=gmt) if sent[field] else None))
    if "meta_data" in sent:
        record["meta_data"] = merged(call.shop, record["meta_data"], call["meta_data"] or [])


def _amount(value: Any) -> str:
    try:
        return format(rounded(Decimal(str(value)), 2), "f")
    except InvalidOperation:
        return "0.00"


COUPONS = Collection(
    kind="coupons",
    listing=Listing(
        filters={
            **NAMED,
            **DATES,
            "code": lambda call, record, value: record["code"].lower() == value.lower(),
            "search": lambda call, record, value: value.lower() in f"{record['code']} {record['description']}".lower(),
            "status": lambda call, record, value: record["status"] == value or (value == "any" and record["status"] != "trash"),
        },
        sorts={
            "date": lambda record: (record["date_created_gmt"], record["id"]),
            "modified": lambda record: (record["date_modified_gmt"], record["id"]),
            "id": lambda record: record["id"],
            "title": lambda record: record["code"],
            "slug": lambda record: record["code"],
        },
    ),
    absent=absence("woocommerce_rest_shop_coupon_invalid_id", when_written=(400, "Invalid ID.")),
    create=_create,
    update=_update,
    trash="trash",
    trashed_name="shop_coupon",
)

ROUTES: Routes = routes(COUPONS, "/coupons")
