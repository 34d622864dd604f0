"""``/products/{product_id}/variations`` and ``/variations``"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product as every
from typing import Any
from urllib.parse import urlencode

from attrs import evolve

from ..call import Answer, Call, Routes
from ..collection import Collection, absence, routes
from ..errors import Refusal
from ..listing import Listing
from ..presenting import linked
from ..shop import Record, Shop
from .products import PRODUCT_FILTERS, PRODUCT_SORTS, check_unique, fill, forget, refresh_parent


def _of_parent(call: Call) -> Iterable[Record]:
    parent = int(call.ids["product_id"])
    return [variation for variation in call.shop.all("variations") if variation["parent_id"] == parent]


def view(call: Call, record: Record) -> Record:
    """A variation, with what it leaves to its parent."""
    body = linked(call, "variations", record)
    parent = call.shop.find("products", record["parent_id"])
    if parent is None:
        return body
    if not body["sku"]:
        body["sku"] = parent["sku"]
    if record["manage_stock"] in (False, "parent") and parent["manage_stock"] is True:
        body.update(manage_stock="parent", stock_quantity=parent["stock_quantity"], stock_status=parent["stock_status"])
    elif record["manage_stock"] == "parent":
        body.update(manage_stock=False, stock_quantity=None)
    return body


def _create(call: Call) -> Record:
    shop = call.shop
    parent = shop.find("products", call.ids["product_id"])
    if parent is None:
        raise Refusal(404, "woocommerce_rest_product_invalid_id", "Invalid ID.")
    now = shop.now()
    record = {**shop.blank("variations"), **shop.dated("date_created", now), **shop.dated("date_modified", now)}
    record["parent_id"] = parent["id"]
    _take_over(call, parent, record)
    record["id"] = shop.next_id("variations")
    shop.put("variations", record)
    refresh_parent(shop, parent["id"])
    return record


def _update(call: Call, record: Record) -> Record:
    parent = call.shop.find("products", record["parent_id"]) or {}
    _take_over(call, parent, record)
    record.update(call.shop.dated("date_modified", call.shop.now()))
    refresh_parent(call.shop, record["parent_id"])
    return record


def _take_over(call: Call, parent: Mapping[str, Any], record: Record) -> None:
    check_unique(call, record, "sku", "product_invalid_sku", "Invalid or duplicated SKU.")
    if record["manage_stock"] == "parent" and isinstance(call["manage_stock"], bool):
        record["manage_stock"] = call["manage_stock"]
    fill(call, record)
    if isinstance(call["attributes"], list):
        options = [_option(call.shop, parent, item) for item in call["attributes"] if isinstance(item, dict)]
        record["attributes"] = [option for option in options if option["option"]]
        record["name"] = ", ".join(option["option"] for option in record["attributes"])
    if isinstance(call["image"], dict):
        record["image"] = _image(call.shop, call["image"])
    record["permalink"] = parent.get("permalink", "") + _query(record)


def _option(shop: Shop, parent: Mapping[str, Any], item: Mapping[str, Any]) -> Record:
    known = shop.find("product_attributes", item.get("id") or 0)
    name = known["name"] if known is not None else str(item.get("name") or "")
    slug = known["slug"] if known is not None else name.lower()
    return {"id": known["id"] if known is not None else 0, "name": name, "slug": slug, "option": str(item.get("option") or "")}


def _query(record: Record) -> str:
    pairs = [(f"attribute_{item['slug']}", item["option"].lower() if item["id"] else item["option"]) for item in record["attributes"]]
    return f"?{urlencode(pairs)}" if pairs else ""


def _image(shop: Shop, item: Mapping[str, Any]) -> Record | None:
    known = [image for product in shop.all("products") for image in product.get("images", ()) if image["id"] == item.get("id")]
    if item.get("id") and not known:
        raise Refusal(400, "woocommerce_variation_invalid_image_id", f"#{item['id']} is an invalid image ID.")
    return {name: value for name, value in known[0].items() if name not in ("thumbnail", "sizes", "srcset")} if known else None


def _remove(call: Call, record: Record) -> None:
    forget(call.shop, record, "variation_id")
    call.shop.drop("variations", record)
    parent = call.shop.find("products", record["parent_id"])
    if parent is not None:
        parent["~dropped"] = [*parent.get("~dropped", ()), record["id"]]
        refresh_parent(call.shop, parent["id"])


def _generate(call: Call) -> Answer:
    """A variation for each combination of options that has none yet."""
    shop = call.shop
    parent = shop.find("products", call.ids["product_id"])
    if parent is None:
        raise Refusal(404, "woocommerce_rest_product_invalid_id", "Invalid ID.")
    axes = [attribute for attribute in parent["attributes"] if attribute["variation"]]
    have = {tuple(sorted((item["name"], item["option"]) for item in one["attributes"])) for one in _of_parent(call)}
    count = 0
    for options in every(*(attribute["options"] for attribute in axes)):
        chosen = [{"id": axis["id"], "name": axis["name"], "option": option} for axis, option in zip(axes, options, strict=True)]
        if not axes or tuple(sorted((item["name"], item["option"]) for item in chosen)) in have:
            continue
        sent = {"attributes": chosen}
        _create(evolve(call, sent=sent, arguments=sent))
        count += 1
    return Answer(body={"count": count})


_LISTING = Listing(filters=PRODUCT_FILTERS, sorts=PRODUCT_SORTS)
VARIATIONS = Collection(
    kind="variations",
    listing=_LISTING,
    absent=absence("woocommerce_rest_product_variation_invalid_id"),
    create=_create,
    update=_update,
    remove=_remove,
    scope=_of_parent,
    view=view,
    trash="trash",
    trashed_name="variation",
    names_pattern=True,
    batch_scope={"product_id": "product_id"},
)


def _view_of_all(call: Call, record: Record) -> Record:
    """A variation among those of all products: its links leave the product out."""
    place = f"{call.root}/variations"
    links = {"self": [{"href": f"{place}/{record['id']}"}], "collection": [{"href": place}], "up": [{"href": f"{call.root}/products/0"}]}
    return {**view(call, record), "_links": links}


_ALL = evolve(VARIATIONS, scope=lambda call: call.shop.all("variations"), view=_view_of_all, create=None)

ROUTES: Routes = {
    **routes(VARIATIONS, "/products/{product_id}/variations"),
    "/products/{product_id}/variations/generate": {"POST": _generate},
    "/variations": {"GET": routes(_ALL, "/variations", batch=False)["/variations"]["GET"]},
}
