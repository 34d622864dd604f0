"""``/products/categories``, ``/tags``, ``/brands``, ``/shipping_classes``"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..call import Answer, Call, Routes
from ..collection import Collection, absent_term, routes
from ..errors import Refusal
from ..listing import INCLUDE, Listing
from ..shop import Record
from ..texts import free_slug, html, slug_of, words

_FIELD = {"product_categories": "categories", "product_tags": "tags", "product_brands": "brands"}
NO_TRASH = Refusal(501, "woocommerce_rest_trash_not_supported", "Resource does not support trashing.")


def named(call: Call, kind: str, record: Record, others: list[Record]) -> Record:
    """A term with what was sent; a name that a sister has is refused."""
    sent = call.sent
    if sent.get("name"):
        name = words(str(sent["name"]))
        twin = next((other for other in others if other["name"].lower() == name.lower() and other["id"] != record["id"]), None)
        if twin is not None and not sent.get("slug"):
            message = f"A term with the name provided already exists {'with this parent' if 'parent' in record else 'in this taxonomy'}."
            raise Refusal(400, "term_exists", message, resource_id=twin["id"])
        record["name"] = name
    if sent.get("slug") or not record["slug"]:
        taken = {other["slug"] for other in others if other["id"] != record["id"]}
        record["slug"] = free_slug(slug_of(str(sent.get("slug") or record["name"])), taken)
    if sent.get("description") is not None:
        record["description"] = html(str(sent["description"]))
    record.update({name: call[name] for name in ("parent", "display", "menu_order") if sent.get(name) is not None and name in record})
    if isinstance(sent.get("image"), dict) and "image" in record:
        record["image"] = _image(call, sent["image"])
    return record


def _image(call: Call, item: dict[str, Any]) -> Record | None:
    known = [image for product in call.shop.all("products") for image in product.get("images", ()) if image["id"] == item.get("id")]
    return dict(known[0]) if known else None


def _creation(kind: str) -> Callable[[Call], Record]:
    def create(call: Call) -> Record:
        record = named(call, kind, call.shop.blank(kind), list(call.shop.all(kind)))
        record["id"] = call.shop.next_id(kind)
        return call.shop.put(kind, record)

    return create


def _change(kind: str) -> Callable[[Call, Record], Record]:
    return lambda call, record: named(call, kind, record, list(call.shop.all(kind)))


def _removal(kind: str) -> Callable[[Call, Record], None]:
    def remove(call: Call, record: Record) -> None:
        field = _FIELD.get(kind)
        for product in call.shop.all("products"):
            if field is not None:
                product[field] = [term for term in product.get(field, ()) if term["id"] != record["id"]]
        call.shop.drop(kind, record)

    return remove


def listing(*, sorts_by_default: str = "name") -> Listing:
    """How terms are listed."""
    return Listing(
        filters={
            **INCLUDE,
            "search": lambda call, record, value: value.lower() in f"{record['name']} {record['slug']}".lower(),
            "parent": lambda call, record, value: record.get("parent") == value,
            "slug": lambda call, record, value: record["slug"] == value,
            "hide_empty": lambda call, record, value: not value or record["count"] > 0,
            "product": lambda call, record, value: _in_product(call, record, value),
        },
        sorts={
            "id": lambda record: record["id"],
            "name": lambda record: record["name"].lower(),
            "slug": lambda record: record["slug"],
            "count": lambda record: (record["count"], record["id"]),
            "term_group": lambda record: record["id"],
            "description": lambda record: record["description"],
        },
        default_order="asc",
    )


def _in_product(call: Call, record: Record, number: int) -> bool:
    product = call.shop.find("products", number)
    return product is not None and any(record["id"] == term["id"] for field in _FIELD.values() for term in product.get(field, ()))


def _collection(kind: str) -> Collection:
    return Collection(
        kind=kind,
        listing=listing(),
        absent=absent_term,
        create=_creation(kind),
        update=_change(kind),
        remove=_removal(kind),
        no_trash=NO_TRASH,
    )


def _slug_suggestion(call: Call) -> Answer:
    taken = {term["slug"] for term in call.shop.all("product_shipping_classes")}
    return Answer(body=free_slug(slug_of(str(call["name"])), taken))


ROUTES: Routes = {
    **routes(_collection("product_categories"), "/products/categories"),
    **routes(_collection("product_tags"), "/products/tags"),
    **routes(_collection("product_brands"), "/products/brands"),
    **routes(_collection("product_shipping_classes"), "/products/shipping_classes"),
    "/products/shipping_classes/slug-suggestion": {"GET": _slug_suggestion},
}
