"""``/products``"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from datetime import datetime
from decimal import Decimal
from typing import Any

from attrs import evolve

from ..call import Answer, Call, Routes
from ..cart import amount
from ..collection import Collection, absence, routes
from ..errors import Refusal
from ..listing import DATES, NAMED, Listing, matches
from ..meta import merged
from ..presenting import linked
from ..shop import Record, Shop
from ..stock import settle
from ..texts import free_slug, html, paragraphs, price, slug_of, words

UNCATEGORIZED = 15
_TERMS = {"categories": "product_categories", "tags": "product_tags", "brands": "product_brands"}
#: Fields copied as they are sent.
_PLAIN = (
    "featured",
    "catalog_visibility",
    "virtual",
    "downloadable",
    "downloads",
    "download_limit",
    "download_expiry",
    "external_url",
    "button_text",
    "tax_status",
    "tax_class",
    "backorders",
    "low_stock_amount",
    "sold_individually",
    "reviews_allowed",
    "upsell_ids",
    "cross_sell_ids",
    "parent_id",
    "grouped_products",
    "menu_order",
    "post_password",
    "default_attributes",
    "gallery_image_ids",
)
_HTML = ("description", "short_description", "purchase_note")
_SHOWN_IN_PARAGRAPHS = ("description", "short_description")
_EDITED = ("permalink_template", "generated_slug")
_MEASURES = ("weight",)
_SALE_DATES = ("date_on_sale_from", "date_on_sale_from_gmt", "date_on_sale_to", "date_on_sale_to_gmt")
_DATES = ("date_created", "date_on_sale_from", "date_on_sale_to")


def by_sku(shop: Shop, sku: str) -> Record | None:
    """The product or variation of this SKU, whatever its case."""
    return next((record for kind in ("products", "variations") for record in shop.all(kind) if same_sku(record, sku)), None)


def same_sku(record: Record, sku: str) -> bool:
    """Whether a record has this SKU."""
    return bool(record["sku"]) and str(record["sku"]).lower() == sku.lower() and record["status"] != "trash"


def tax_class_of(shop: Shop, product: Record) -> str:
    """The tax class of a product; a variation may leave it to its parent."""
    if product.get("tax_class") != "parent":
        return str(product.get("tax_class") or "")
    parent = shop.find("products", product["parent_id"])
    return str(parent["tax_class"]) if parent is not None else ""


def view(call: Call, record: Record) -> Record:
    """A product as it is sent."""
    body = linked(call, "products", record)
    rating = Decimal(record["average_rating"])
    if call.method == "GET" and call["context"] != "edit":
        shown = {name: paragraphs(body[name]) for name in _SHOWN_IN_PARAGRAPHS}
        kept = {name: value for name, value in body.items() if name not in _EDITED}
        return {**kept, **shown, "average_rating": format(rating, ".2f")}
    taken = {product["slug"] for product in call.shop.all("products") if product["id"] != record["id"]}
    links = body.pop("_links")
    body.update(permalink_template=f"{call.origin}/product/%pagename%/", generated_slug=free_slug(slug_of(record["name"]), taken))
    return {**body, "average_rating": record["average_rating"] if rating else "0", "_links": links}


def _seen_as_product(shop: Shop, variation: Record) -> Record:
    """A variation where a product is asked for."""
    parent = shop.find("products", variation["parent_id"])
    name = f"{parent['name']} - {variation['name']}" if parent is not None else variation["name"]
    plain = {key: value for key, value in shop.blank("products").items() if key not in _EDITED}
    body = {**plain, **{key: value for key, value in variation.items() if key not in ("image", "gallery_image_ids")}}
    body.update(type="variation", name=name, slug=slug_of(name), reviews_allowed=False, total_sales="0", average_rating="0.00")
    return body


def _every(call: Call) -> Iterable[Record]:
    """Products, and variations too where a SKU or an id is looked for."""
    shop = call.shop
    if call.ids or call["sku"] or call["search_sku"] or call["search_name_or_sku"] or call["global_unique_id"]:
        return [*shop.all("products"), *(_seen_as_product(shop, variation) for variation in shop.all("variations"))]
    return shop.all("products")


def create(call: Call) -> Record:
    """A new product."""
    shop = call.shop
    now = shop.now()
    record = {**shop.blank("products"), **shop.dated("date_created", now), **shop.dated("date_modified", now), "id": 0}
    _check_sku(call, record)
    record["type"] = call.sent.get("type") or "simple"
    fill(call, record)
    record["id"] = shop.next_id("products")
    _name_place(call, record, call.sent.get("slug") or slug_of(record["name"]))
    if not record["categories"]:
        record["categories"] = _named(shop, "product_categories", [{"id": UNCATEGORIZED}])
    return shop.put("products", record)


def update(call: Call, record: Record) -> Record:
    """Change what was sent."""
    if record.get("type") == "variation":
        raise _through_parent()
    _check_sku(call, record)
    if call.sent.get("type"):
        record["type"] = call.sent["type"]
    fill(call, record)
    if call.sent.get("slug"):
        _name_place(call, record, call.sent["slug"])
    if "categories" in call.sent and not record["categories"]:
        record["categories"] = _named(call.shop, "product_categories", [{"id": UNCATEGORIZED}])
    record.update(call.shop.dated("date_modified", call.shop.now()))
    return record


def _through_parent() -> Refusal:
    place = "/products/&lt;product_id&gt;/variations/&lt;id&gt;"
    return Refusal(404, "woocommerce_rest_invalid_product_id", f"To manipulate product variations you should use the {place} endpoint.")


def _name_place(call: Call, record: Record, wanted: str) -> None:
    taken = {product["slug"] for product in call.shop.all("products") if product["id"] != record["id"]}
    record["slug"] = free_slug(slug_of(wanted), taken)
    record["permalink"] = f"{call.origin}/product/{record['slug']}/"


def _check_sku(call: Call, record: Record) -> None:
    check_unique(call, record, "sku", "product_invalid_sku", "Invalid or duplicated SKU.")
    message = "Invalid or duplicated GTIN, UPC, EAN or ISBN."
    check_unique(call, record, "global_unique_id", "product_invalid_global_unique_id", message)


def check_unique(call: Call, record: Record, name: str, code: str, message: str) -> None:
    """Refuse a code that another product or variation has."""
    wanted = call.sent.get(name)
    if not wanted:
        return
    others = [other for kind in ("products", "variations") for other in call.shop.all(kind) if other["id"] != record["id"]]
    parent = record.get("parent_id") if record.get("type") == "variation" else 0
    found = next((other for other in others if str(other.get(name) or "").lower() == str(wanted).lower() and other["id"] != parent), None)
    if found is None:
        return
    free = {"unique_sku": free_slug(f"{wanted}-1", set())} if name == "sku" else {}
    raise Refusal(400, code, message, resource_id=found["id"], **free)


def fill(call: Call, record: Record) -> None:
    """Take over what was sent, in the ways that products and variations share."""
    sent = call.sent
    if sent.get("name"):
        record["name"] = html(str(sent["name"]))
    for name in _PLAIN:
        if sent.get(name) is not None:
            record[name] = call[name]
    record.update({name: html(str(sent[name])) for name in _HTML if sent.get(name) is not None})
    for name in ("sku", "global_unique_id"):
        if sent.get(name) is not None:
            record[name] = words(str(sent[name]))
    record.update({name: _measure(sent[name]) for name in _MEASURES if sent.get(name) is not None})
    if isinstance(sent.get("dimensions"), dict):
        record["dimensions"] = {name: _measure(sent["dimensions"].get(name, value)) for name, value in record["dimensions"].items()}
    if sent.get("status"):
        record["status"] = sent["status"]
    for field, kind in _TERMS.items():
        if isinstance(sent.get(field), list) and field in record:
            record[field] = _named(call.shop, kind, sent[field])
    if isinstance(sent.get("attributes"), list) and record.get("type") != "variation":
        record["attributes"] = [_attribute(call.shop, item) for item in sent["attributes"]]
    if isinstance(sent.get("images"), list):
        record["images"] = [_image(call, item) for item in sent["images"]]
    if sent.get("shipping_class") is not None:
        _ship_as(call.shop, record, str(sent["shipping_class"]))
    if "meta_data" in sent:
        record["meta_data"] = merged(call.shop, record["meta_data"], call["meta_data"] or [])
    _dates(call, record)
    _prices(call, record)
    _stock(call, record)
    if "shipping_required" in record:
        record["shipping_required"] = not record["virtual"]
        record["shipping_taxable"] = not record["virtual"] and record["tax_status"] in ("taxable", "shipping")


def _measure(value: Any) -> str:
    return re.sub(r"[^0-9.\-]", "", str(value))


def _named(shop: Shop, kind: str, items: Iterable[Any]) -> list[Record]:
    """Terms as a product names them; unknown ids are left out, and a tag of a new name is made."""
    found = (_term(shop, kind, item) for item in items if isinstance(item, dict))
    return [{"id": term["id"], "name": term["name"], "slug": term["slug"]} for term in found if term is not None]


def _term(shop: Shop, kind: str, item: Mapping[str, Any]) -> Record | None:
    if item.get("id") or kind != "product_tags" or not item.get("name"):
        return shop.find(kind, item.get("id"))
    name = words(str(item["name"]))
    known = next((term for term in shop.all(kind) if term["name"].lower() == name.lower()), None)
    return known or shop.put(kind, {**shop.blank(kind), "id": shop.next_id(kind), "name": name, "slug": slug_of(name)})


def _attribute(shop: Shop, item: Mapping[str, Any]) -> Record:
    known = shop.find("product_attributes", item.get("id") or 0)
    name = known["name"] if known is not None else words(str(item.get("name") or ""))
    return {
        "id": known["id"] if known is not None else 0,
        "name": name,
        "slug": known["slug"] if known is not None else name,
        "position": int(item.get("position") or 0),
        "visible": bool(item.get("visible")),
        "variation": bool(item.get("variation")),
        "options": list(item.get("options") or []),
    }


def _image(call: Call, item: Mapping[str, Any]) -> Record:
    """An image that the shop knows; it fetches none."""
    known = [image for product in call.shop.all("products") for image in product.get("images", ()) if image["id"] == item.get("id")]
    if known:
        return deepcopy(known[0])
    if item.get("id"):
        raise Refusal(400, "woocommerce_product_invalid_image_id", f"#{item['id']} is an invalid image ID.")
    source = str(item.get("src") or "")
    if not re.match(r"https?://[^/]+\.", source) or re.match(r"https?://[\d.:]+/", source):
        reason = f"Error getting remote image {source if '://' in source else f'http://{source}'}. Error: A valid URL was not provided."
        raise Refusal(400, "woocommerce_product_image_upload_error", reason)
    now = call.shop.now()
    dates = {**call.shop.dated("date_created", now), **call.shop.dated("date_modified", now)}
    return {"id": call.shop.next_id("products"), **dates, "src": source, "name": item.get("name") or "", "alt": item.get("alt") or ""}


def _ship_as(shop: Shop, record: Record, slug: str) -> None:
    found = next((term for term in shop.all("product_shipping_classes") if term["slug"] == slug), None)
    record["shipping_class"] = found["slug"] if found is not None else ""
    record["shipping_class_id"] = found["id"] if found is not None else 0


def _dates(call: Call, record: Record) -> None:
    for name in _DATES:
        for field, gmt in ((name, False), (f"{name}_gmt", True)):
            sent = call.sent.get(field)
            if sent is None or (sent == "" and name == "date_created"):
                continue
            record.update(call.shop.dated(name, None if sent == "" else _moment(call.shop, str(sent), gmt=gmt)))


def _moment(shop: Shop, text: str, *, gmt: bool) -> datetime:
    """A date that cannot be read is the first of all."""
    try:
        return shop.moment(text, gmt=gmt)
    except ValueError:
        return shop.moment("1970-01-01T00:00:00", gmt=gmt)


def _prices(call: Call, record: Record) -> None:
    for name in ("regular_price", "sale_price"):
        if name in call.sent:
            record[name] = price(call.sent[name])
    if record.get("type") == "variable":
        _price_of_parent(call.shop, record)
        record.update(dict.fromkeys(_SALE_DATES), has_options=True)
        return
    if record["sale_price"] and amount(record["sale_price"]) >= amount(record["regular_price"]):
        record["sale_price"] = ""
    record["on_sale"] = bool(record["sale_price"]) and _within_sale(call.shop, record)
    record["price"] = record["sale_price"] if record["on_sale"] else record["regular_price"]
    record["purchasable"] = record["price"] != "" and record["status"] != "trash"


def _within_sale(shop: Shop, record: Record) -> bool:
    now = shop.now()
    start, end = (record[f"{name}_gmt"] for name in ("date_on_sale_from", "date_on_sale_to"))
    return not (start and shop.moment(start, gmt=True) > now) and not (end and shop.moment(end, gmt=True) < now)


def _price_of_parent(shop: Shop, record: Record) -> None:
    """A variable product shows its cheapest variation."""
    known = variations_of(shop, record)
    prices = [variation["price"] for variation in known if variation["price"]]
    if known:
        record["price"] = min(prices, key=amount) if prices else ""
        record["on_sale"] = any(variation["on_sale"] for variation in known)
    elif record["manage_stock"] is not True:
        record["stock_status"] = "outofstock"
    record.update(regular_price="", sale_price="")
    record["purchasable"] = record["price"] != ""


def variations_of(shop: Shop, record: Record) -> list[Record]:
    """The variations of a product."""
    return [variation for variation in shop.all("variations") if variation["parent_id"] == record["id"]]


def refresh_parent(shop: Shop, number: int) -> None:
    """What a product says about its variations, after they changed."""
    parent = shop.find("products", number)
    if parent is None:
        return
    known = variations_of(shop, parent)
    parent["variations"] = sorted({*parent["variations"], *(one["id"] for one in known)} - _dropped(shop, parent))
    if parent["type"] == "variable":
        _price_of_parent(shop, parent)


def _dropped(shop: Shop, parent: Record) -> set[int]:
    return set(parent.get("~dropped", ()))


def _stock(call: Call, record: Record) -> None:
    sent = call.sent
    if isinstance(call["manage_stock"], bool) and "manage_stock" in sent:
        record["manage_stock"] = call["manage_stock"]
    if record["manage_stock"] is not True:
        if record["manage_stock"] is False:
            record.update(stock_quantity=None, backorders="no")
        if sent.get("stock_status"):
            record["stock_status"] = sent["stock_status"]
        record["backorders_allowed"] = record["backorders"] != "no"
        return
    if "stock_quantity" in sent:
        record["stock_quantity"] = 0 if sent["stock_quantity"] is None else int(Decimal(str(sent["stock_quantity"])))
    elif record["stock_quantity"] is None:
        record["stock_quantity"] = 0
    settle(record)


def remove(call: Call, record: Record) -> None:
    """Drop a product with its variations; lines of orders forget what they sold."""
    if record.get("type") == "variation":
        raise _through_parent()
    for variation in variations_of(call.shop, record):
        forget(call.shop, variation, "variation_id")
        call.shop.drop("variations", variation)
    forget(call.shop, record, "product_id")
    call.shop.drop("products", record)


def forget(shop: Shop, record: Record, name: str) -> None:
    """Lines of orders that sold something keep its name, and lose the rest."""
    for order in shop.all("orders"):
        for line in order["line_items"]:
            if line[name] == record["id"]:
                line.update({name: 0}, **(_left_of(shop, line) if name == "variation_id" else _NOTHING_LEFT))
                line["meta_data"] = [entry for entry in line["meta_data"] if entry["key"] != "_reduced_stock"]


_NOTHING_LEFT: Mapping[str, Any] = {"sku": None, "global_unique_id": None, "image": {"id": 0, "src": ""}}


def _left_of(shop: Shop, line: Record) -> Record:
    """What a line tells of its product, once the variation is gone."""
    parent = shop.find("products", line["product_id"])
    if parent is None:
        return {**_NOTHING_LEFT, "parent_name": None}
    image = {"id": str(parent["images"][0]["id"]), "src": parent["images"][0]["src"]} if parent["images"] else {"id": "", "src": ""}
    return {"sku": parent["sku"], "global_unique_id": parent["global_unique_id"], "image": image, "parent_name": None}


def has_terms(field: str) -> Any:
    """A filter for the terms of a product."""

    def keeps(call: Call, record: Record, value: Any) -> bool:
        wanted = {int(part) for part in re.findall(r"\d+", str(value))}
        return bool(wanted & {term["id"] for term in record.get(field, ())})

    return keeps


def _with_status(call: Call, record: Record, value: str) -> bool:
    return record["status"] == value or (value == "any" and record["status"] not in ("trash", "auto-draft"))


def _found(call: Call, record: Record, text: str) -> bool:
    return matches(text, record["name"], record.get("description", ""), record.get("short_description", ""))


PRODUCT_FILTERS: Mapping[str, Any] = {
    **NAMED,
    **DATES,
    "status": _with_status,
    "include_status": lambda call, record, value: record["status"] in value or "any" in value,
    "exclude_status": lambda call, record, value: record["status"] not in value,
    "type": lambda call, record, value: record["type"] == value,
    "include_types": lambda call, record, value: record["type"] in value,
    "exclude_types": lambda call, record, value: record["type"] not in value,
    "sku": lambda call, record, value: any(same_sku(record, part) for part in re.split(r"\s*,\s*", value)),
    "search_sku": lambda call, record, value: value.lower() in str(record["sku"]).lower(),
    "search_name_or_sku": lambda call, record, value: value.lower() in f"{record['sku']} {record['name']}".lower(),
    "global_unique_id": lambda call, record, value: record["global_unique_id"] in re.split(r"\s*,\s*", value),
    "slug": lambda call, record, value: record.get("slug") == value,
    "featured": lambda call, record, value: record.get("featured") is value,
    "on_sale": lambda call, record, value: record["on_sale"] is value,
    "virtual": lambda call, record, value: record["virtual"] is value,
    "downloadable": lambda call, record, value: record["downloadable"] is value,
    "stock_status": lambda call, record, value: record["stock_status"] in (value if isinstance(value, list) else [value]),
    "category": has_terms("categories"),
    "tag": has_terms("tags"),
    "brand": has_terms("brands"),
    "shipping_class": lambda call, record, value: str(record["shipping_class_id"]) in str(value).split(","),
    "tax_class": lambda call, record, value: (record["tax_class"] or "standard") == value,
    "parent": lambda call, record, value: record["parent_id"] in value,
    "parent_exclude": lambda call, record, value: record["parent_id"] not in value,
    "min_price": lambda call, record, value: record["price"] != "" and amount(record["price"]) >= amount(value),
    "max_price": lambda call, record, value: record["price"] != "" and amount(record["price"]) <= amount(value),
    "attribute": lambda call, record, value: False if call["attribute_term"] is None else _has_attribute(call, record, value),
    "has_price": lambda call, record, value: (record["price"] != "") is value,
    "search": _found,
}


def _has_attribute(call: Call, record: Record, taxonomy: str) -> bool:
    wanted = {int(part) for part in re.findall(r"\d+", str(call["attribute_term"]))}
    names = {term["name"] for term in call.shop.all("product_attribute_terms") if term["id"] in wanted}
    return any(item["slug"] == taxonomy and names & set(item.get("options", ())) for item in record["attributes"])


PRODUCT_SORTS: Mapping[str, Any] = {
    "date": lambda record: (record["date_created_gmt"] or "", record["id"]),
    "modified": lambda record: (record["date_modified_gmt"] or "", record["id"]),
    "id": lambda record: record["id"],
    "title": lambda record: (record["name"].lower(), record["id"]),
    "slug": lambda record: record.get("slug", ""),
    "price": lambda record: (amount(record["price"]), record["id"]),
    "popularity": lambda record: (int(record.get("total_sales") or 0), record["id"]),
    "sales": lambda record: (int(record.get("total_sales") or 0), record["id"]),
    "rating": lambda record: (Decimal(record.get("average_rating") or "0"), record["id"]),
    "menu_order": lambda record: (record["menu_order"], record["id"]),
    "random": lambda record: record["id"],
}

PRODUCTS = Collection(
    kind="products",
    listing=Listing(filters=PRODUCT_FILTERS, sorts=PRODUCT_SORTS),
    absent=absence("woocommerce_rest_product_invalid_id", when_written=(400, "Invalid ID.")),
    create=create,
    update=update,
    remove=remove,
    scope=_every,
    view=view,
    trash="trash",
    trashed_name="product",
)


def _delete(call: Call) -> Answer:
    if call.shop.find("variations", call.ids["id"]) is not None:
        raise _through_parent()
    record = call.shop.find("products", call.ids["id"])
    answer = routes(PRODUCTS, "/products")["/products/{id}"]["DELETE"](call)
    if record is not None and record["status"] == "trash" and not record["slug"].endswith("__trashed"):
        record["slug"] += "__trashed"
    return answer


def _duplicate(call: Call) -> Answer:
    """A copy as a draft; the shop answers with its own insides, not with a product."""
    record = PRODUCTS.one(evolve(call, method="GET"), call.ids["id"])
    now = call.shop.now()
    copy = {**deepcopy(record), "id": call.shop.next_id("products"), "name": f"{record['name']} (Copy)", "status": "draft", "slug": ""}
    copy.update(call.shop.dated("date_created", now))
    copy["sku"] = free_slug(f"{record['sku']}-1", {other["sku"] for other in call.shop.all("products")}) if record["sku"] else ""
    call.shop.put("products", copy)
    call.shop.changed("products", "created", copy)
    inside = {**linked(call, "products", copy), **{name: _php_date(call, copy[name]) for name in ("date_created", "date_modified")}}
    for name in ("permalink", "type", "price_html", "related_ids", "date_created_gmt", "date_modified_gmt"):
        inside.pop(name, None)
    return Answer(body=inside)


def _php_date(call: Call, text: str) -> dict[str, Any]:
    return {"date": f"{text.replace('T', ' ')}.000000", "timezone_type": 3, "timezone": str(call.shop.zone)}


def _related(call: Call) -> Answer:
    record = PRODUCTS.one(call, call.ids["id"])
    return Answer(body={"related_ids": list(record.get("related_ids", ()))})


def _suggested(call: Call) -> Answer:
    limit = call["limit"] or 5
    found = [record for record in call.shop.all("products") if record["status"] == "publish"]
    return Answer(body=[linked(call, "products", record) for record in found[: int(limit)]])


def _field_names(call: Call) -> Answer:
    names = {entry["key"] for record in call.shop.all("products") for entry in record["meta_data"]}
    return Answer(body=sorted(name for name in names if not name.startswith("_")))


_TABLE = routes(PRODUCTS, "/products")
ROUTES: Routes = {
    **_TABLE,
    "/products/{id}": {**_TABLE["/products/{id}"], "DELETE": _delete},
    "/products/{id}/duplicate": {"POST": _duplicate},
    "/products/{id}/related": {"GET": _related},
    "/products/suggested-products": {"GET": _suggested},
    "/products/custom-fields/names": {"GET": _field_names},
}
