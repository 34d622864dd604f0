"""``/orders``"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from html import unescape
from typing import Any

from ..call import Answer, Call, Routes
from ..cart import amount, apply_coupons, kept, recalculate, with_decimals
from ..collection import Collection, absence, routes
from ..errors import Refusal
from ..lifecycle import NAMES, add_note, pay, set_status, settle
from ..listing import DATES, INCLUDE, Listing
from ..meta import displayed, merged
from ..presenting import field_names, linked
from ..shop import Record, Shop
from ..stock import give_back, take
from ..taxes import price_without_tax, prices_include_tax
from ..texts import words
from .products import by_sku, tax_class_of

HIDDEN_STATUSES = frozenset({"trash", "auto-draft", "checkout-draft"})
_RECOUNTED = ("billing", "shipping", "line_items", "shipping_lines", "fee_lines", "coupon_lines")
_PLAIN = (
    "parent_id",
    "created_via",
    "currency",
    "payment_method",
    "payment_method_title",
    "transaction_id",
    "customer_note",
    "customer_id",
)
_SEARCHED = ("first_name", "last_name", "company", "address_1", "address_2", "city", "postcode", "email", "phone")


def view(call: Call, record: Record) -> Record:
    """An order in as many decimals as ``dp`` asks for."""
    shown = linked(call, "orders", with_decimals(record, digits_asked(call)))
    wanted, unwanted = field_names(call["include_meta"]), field_names(call["exclude_meta"])
    shown["meta_data"] = [entry for entry in record["meta_data"] if (not wanted or entry["key"] in wanted) and entry["key"] not in unwanted]
    shown["line_items"] = [_with_sku_of_now(call.shop, item) for item in shown.get("line_items", ())]
    return shown


def _with_sku_of_now(shop: Shop, item: Record) -> Record:
    """A line with the SKU that its product has when it is asked for; one of a product that is not here keeps its own."""
    sold = shop.find("variations", item["variation_id"]) if item.get("variation_id") else shop.find("products", item.get("product_id"))
    return {**item, "sku": sold["sku"]} if sold is not None and sold["sku"] else item


def digits_asked(call: Call) -> int:
    """``dp``, which only lists declare as a number."""
    return int(call["dp"]) if str(call["dp"]).isdigit() else call.shop.decimals


def create(call: Call) -> Record:
    """A new order; it stands as a draft where a coupon is refused."""
    shop = call.shop
    number = shop.next_id("orders")
    now = shop.now()
    record = {**shop.blank("orders"), "id": number, "number": str(number), "order_key": _order_key(number)}
    record.update(
        prices_include_tax=prices_include_tax(shop),
        currency=shop.setting("woocommerce_currency"),
        **{"~new": True},
        **shop.dated("date_created", now),
        **shop.dated("date_modified", now),
    )
    _fill(call, record)
    record["created_via"] = call.sent.get("created_via") or "rest-api"
    record["payment_url"] = f"{call.origin}/checkout/order-pay/{number}/?pay_for_order=true&key={record['order_key']}"
    recalculate(shop, record)
    _apply_sent_coupons(call, record)
    shop.put("orders", record)
    set_status(shop, record, _status(call) or "pending")
    record.pop("~new")
    if call["set_paid"] is True:
        pay(shop, record, call["transaction_id"])
    _settled(shop, record)
    return record


def update(call: Call, record: Record) -> Record:
    """Change what was sent; totals are worked out anew where lines or addresses came along."""
    shop = call.shop
    _fill(call, record)
    if any(name in call.sent for name in _RECOUNTED):
        recalculate(shop, record)
    _apply_sent_coupons(call, record)
    if record.get("~stock_taken"):
        take(shop, record)
    record.update(shop.dated("date_modified", shop.now()))
    status = _status(call)
    if status is not None:
        set_status(shop, record, status)
    if call["set_paid"] is True and record["needs_payment"]:
        pay(shop, record, call["transaction_id"])
    _settled(shop, record)
    return record


def _status(call: Call) -> str | None:
    asked = call["status"]
    return asked if isinstance(asked, str) and asked in NAMES else None


def _settled(shop: Shop, record: Record) -> None:
    settle(shop, record)
    code = record["currency"]
    found = shop.find("currencies", code)
    record["currency_symbol"] = unescape(found["symbol"]) if found is not None else code


def _order_key(number: int) -> str:
    return "wc_order_" + hashlib.sha256(f"order {number}".encode()).hexdigest()[:13]


def _fill(call: Call, record: Record) -> None:
    _check_customer(call)
    for name in _PLAIN:
        if call.sent.get(name) is not None:
            record[name] = words(call[name]) if name != "customer_note" and isinstance(call[name], str) else call[name]
    for side in ("billing", "shipping"):
        if isinstance(call[side], dict) and side in call.sent:
            record[side] = {name: words(call[side][name]) if name in call[side] else value for name, value in record[side].items()}
    for name, fill in _LINES.items():
        if name in call.sent and isinstance(call[name], list):
            record[name] = _lines(call, record, name, fill)
    if "meta_data" in call.sent:
        record["meta_data"] = merged(call.shop, record["meta_data"], call["meta_data"] or [])


def _check_customer(call: Call) -> None:
    number = call["customer_id"]
    if number and "customer_id" in call.sent and call.shop.find("customers", number) is None:
        raise Refusal(400, "woocommerce_rest_invalid_customer_id", "Customer ID is invalid.")


Fill = Callable[[Call, Record, Mapping[str, Any], bool], None]


def _lines(call: Call, record: Record, name: str, fill: Fill) -> list[Record]:
    """The lines after an update: one without an id is added, one set to nothing is removed."""
    lines = list(record[name])
    for item in call[name]:
        if not isinstance(item, dict):
            continue
        found = next((line for line in lines if item.get("id") and line["id"] == int(item["id"])), None)
        if item.get("id") and found is None:
            raise Refusal(400, "woocommerce_rest_invalid_item_id", "Order item ID provided is not associated with order.")
        if _is_nothing(item):
            lines = [line for line in lines if line is not found]
            continue
        line = found if found is not None else {**call.shop.blank(name), "id": 0}
        fill(call, line, item, found is None)
        if "meta_data" in item:
            line["meta_data"] = displayed(merged(call.shop, line["meta_data"], item["meta_data"] or []))
        if found is None:
            line["id"] = call.shop.next_id("order_items")
            lines.append(line)
    return lines


def _is_nothing(item: Mapping[str, Any]) -> bool:
    return any(name in item and item[name] is None for name in ("product_id", "method_id", "method_title", "name", "code")) or (
        item.get("quantity") == 0
    )


def _fill_line(call: Call, line: Record, item: Mapping[str, Any], is_new: bool) -> None:
    shop = call.shop
    product = _product(shop, item)
    if product is None and is_new and not (item.get("product_id") or item.get("variation_id") or item.get("sku")):
        raise Refusal(400, "woocommerce_rest_required_product_reference", "Product ID or SKU is required.")
    if product is not None and product["id"] != (line["variation_id"] or line["product_id"]):
        describe(shop, line, product)
        if is_new:
            cost = Decimal(_quantity(item)) * amount(product["price"])
            cost = price_without_tax(shop, cost, product, line["tax_class"])
            line["subtotal"] = line["total"] = kept(cost)
    for name in ("name", "tax_class"):
        if name in item:
            line[name] = words(str(item[name])) if name == "name" else item[name]
    if "quantity" in item:
        line["quantity"] = _quantity(item)
    for name in ("total", "subtotal"):
        if item.get(name) is not None:
            line[name] = kept(amount(item[name] or "0"))
    if abs(amount(line["subtotal"])) < abs(amount(line["total"])):
        line["subtotal"] = line["total"]


def _quantity(item: Mapping[str, Any]) -> int:
    sent = item.get("quantity")
    return 1 if sent is None else int(Decimal(str(sent)))


def _product(shop: Shop, item: Mapping[str, Any]) -> Record | None:
    if item.get("sku"):
        return by_sku(shop, str(item["sku"]))
    if item.get("variation_id"):
        return shop.find("variations", item["variation_id"])
    number = item.get("product_id")
    return (shop.find("products", number) or shop.find("variations", number)) if number else None


def describe(shop: Shop, line: Record, product: Record) -> None:
    """Write on a line what it sells."""
    is_variation = product.get("type") == "variation"
    parent = shop.find("products", product["parent_id"]) if is_variation else None
    images = product.get("images") or ([product["image"]] if product.get("image") else [])
    image = {"id": str(images[0]["id"]), "src": images[0]["src"]} if images else {"id": 0 if is_variation else "", "src": ""}
    line.update(
        product_id=product["parent_id"] if is_variation else product["id"],
        variation_id=product["id"] if is_variation else 0,
        name=f"{parent['name']} - {product['name']}" if parent is not None and product.get("name") else product.get("name") or "",
        tax_class=tax_class_of(shop, product),
        sku=product.get("sku") or "",
        global_unique_id=product.get("global_unique_id") or "",
        image=image,
        parent_name=parent["name"] if parent is not None else None,
    )
    if is_variation:
        line["meta_data"] = [
            {
                "id": shop.next_id("meta"),
                "key": attribute.get("slug") or str(attribute["name"]).lower(),
                "value": attribute["option"],
                "display_key": attribute["name"],
                "display_value": attribute["option"],
            }
            for attribute in product.get("attributes", ())
        ]


def _fill_shipping(call: Call, line: Record, item: Mapping[str, Any], is_new: bool) -> None:
    if is_new and not item.get("method_id"):
        raise Refusal(400, "woocommerce_rest_invalid_shipping_item", "Shipping method ID is required.")
    _copy(line, item, ("method_id", "method_title", "instance_id", "tax_status"))
    if item.get("total") is not None:
        line["total"] = kept(amount(item["total"]))


def _fill_fee(call: Call, line: Record, item: Mapping[str, Any], is_new: bool) -> None:
    if is_new and not item.get("name"):
        raise Refusal(400, "woocommerce_rest_invalid_fee_item", "Fee name is required.")
    _copy(line, item, ("name", "tax_class", "tax_status", "amount"))
    if item.get("total") is not None:
        line["total"] = kept(amount(item["total"]))


def _copy(line: Record, item: Mapping[str, Any], names: tuple[str, ...]) -> None:
    line.update({name: item[name] for name in names if item.get(name) is not None})


_LINES: Mapping[str, Fill] = {"line_items": _fill_line, "shipping_lines": _fill_shipping, "fee_lines": _fill_fee}


def _apply_sent_coupons(call: Call, record: Record) -> None:
    if "coupon_lines" not in call.sent or not isinstance(call["coupon_lines"], list):
        return
    codes = [_code(item) for item in call["coupon_lines"]]
    unknown = next((code for code in codes if coupon_of(call.shop, code) is None), None)
    if unknown is not None:
        raise _no_coupon(call, record, unknown)
    if codes or record["coupon_lines"]:
        apply_coupons(call.shop, record, [coupon for code in codes if (coupon := coupon_of(call.shop, code)) is not None])


def _code(item: Mapping[str, Any]) -> str:
    if item.get("id"):
        raise Refusal(400, "woocommerce_rest_coupon_item_id_readonly", "Coupon item ID is readonly.")
    if not item.get("code"):
        raise Refusal(400, "woocommerce_rest_invalid_coupon", "Coupon code is required.")
    return str(item["code"]).strip().lower()


def coupon_of(shop: Shop, code: str) -> Record | None:
    """The coupon of this code, whatever its case."""
    return next((coupon for coupon in shop.all("coupons") if coupon["code"].lower() == code.lower()), None)


def _no_coupon(call: Call, record: Record, code: str) -> Refusal:
    message = f"Coupon &quot;{code}&quot; cannot be applied because it does not exist."
    if "~new" not in record:
        return Refusal(400, "woocommerce_rest_invalid_coupon", message)
    record.pop("~new")
    record["status"] = "checkout-draft"
    _settled(call.shop, record)
    call.shop.put("orders", record)
    return Refusal(400, "woocommerce_rest_invalid_coupon", message, new_draft_order_id=record["id"])


def remove(call: Call, record: Record) -> None:
    """Drop an order with its notes and refunds."""
    if record.get("~stock_taken") and record["status"] not in ("completed", "refunded", "trash"):
        give_back(call.shop, record)
    for kind in ("order_notes", "refunds"):
        for below in call.shop.all(kind):
            if below.get("~order") == record["id"]:
                call.shop.drop(kind, below)
    call.shop.drop("orders", record)


def has_status(call: Call, record: Record, wanted: list[str]) -> bool:
    """Whether an order has one of the statuses; *any* leaves out drafts and trash."""
    return record["status"] in wanted or ("any" in wanted and record["status"] not in HIDDEN_STATUSES)


def _found(call: Call, record: Record, text: str) -> bool:
    addresses = [" ".join(record[side].get(name, "") for name in _SEARCHED) for side in ("billing", "shipping")]
    names = [line["name"] for line in record["line_items"]]
    return str(record["id"]) == text or any(text.lower() in field.lower() for field in (*addresses, *names))


LISTING = Listing(
    forgetful=True,
    filters={
        **INCLUDE,
        **DATES,
        "status": has_status,
        "customer": lambda call, record, value: record["customer_id"] == value,
        "product": lambda call, record, value: any(value in (line["product_id"], line["variation_id"]) for line in record["line_items"]),
        "created_via": lambda call, record, value: record["created_via"] in value,
        "parent": lambda call, record, value: record["parent_id"] in value,
        "parent_exclude": lambda call, record, value: record["parent_id"] not in value,
        "search": _found,
    },
    sorts={
        "date": lambda record: (record["date_created_gmt"], record["id"]),
        "modified": lambda record: (record["date_modified_gmt"], record["id"]),
        "id": lambda record: record["id"],
        "title": lambda record: record["id"],
        "slug": lambda record: record["id"],
    },
)


def _added(call: Call, found: list[Record]) -> Mapping[str, Any]:
    """What the shop adds to the links of a list of orders."""
    size = call["per_page"] or 10
    beyond = ((call["page"] or 1) - 1) * size >= len(found)
    status = {"status": call["status"] if isinstance(call["status"], list) else [call["status"] or "any"]}
    return status if beyond else {**status, "dp": call["dp"], "context": call["context"]}


ORDERS = Collection(
    kind="orders",
    listing=LISTING,
    absent=absence("woocommerce_rest_shop_order_invalid_id", when_written=(400, "ID is invalid.")),
    create=create,
    update=update,
    remove=remove,
    view=view,
    trash="trash",
    trashed_name="shop_order",
    added=_added,
)


def _statuses(call: Call) -> Answer:
    return Answer(body=list(call.shop.all("order_statuses")))


def _receipt(call: Call) -> Answer:
    record = ORDERS.one(call, call.ids["id"])
    token = hashlib.sha256(f"receipt {record['id']}".encode()).hexdigest()[:38]
    record["meta_data"] = merged(call.shop, record["meta_data"], [{"key": "_receipt_file_name", "value": token}])
    until = call.shop.now() + timedelta(days=1)
    body = {"receipt_url": f"{call.origin}/wc/file/transient/{token}", "expiration_date": until.date().isoformat()}
    return Answer(body=body)


def _templates(call: Call) -> Answer:
    ORDERS.one(call, call.ids["id"])
    return Answer(body=list(call.shop.all("email_templates")))


def _sent_details(call: Call) -> Answer:
    record = ORDERS.one(call, call.ids["id"])
    email = record["billing"]["email"]
    if not email:
        raise Refusal(400, "woocommerce_rest_missing_email", "Order does not have an email address.")
    add_note(call.shop, record, f"Order details manually sent to customer ({email}).")
    return Answer(body={"message": f"Order details sent to {email}."})


ROUTES: Routes = {
    **routes(ORDERS, "/orders"),
    "/orders/statuses": {"GET": _statuses},
    "/orders/{id}/receipt": {"GET": _receipt, "POST": _receipt},
    "/orders/{id}/actions/email_templates": {"GET": _templates},
    "/orders/{id}/actions/send_email": {"POST": _sent_details},
    "/orders/{id}/actions/send_order_details": {"POST": _sent_details},
}

__all__ = ["ORDERS", "ROUTES", "coupon_of", "describe"]
