"""``/products/attributes`` and their terms"""

from __future__ import annotations

from collections.abc import Iterable

from ..call import Answer, Call, Routes
from ..collection import Collection, absence, absent_term, routes
from ..errors import Refusal
from ..listing import Listing
from ..shop import Record
from ..texts import slug_of, words
from .terms import NO_TRASH, listing, named

_RESERVED = frozenset({"attachment", "author", "category", "page", "post", "product", "search", "tag", "term", "type", "year"})
_LONGEST_SLUG = 28


def _create(call: Call) -> Record:
    record = {**call.shop.blank("product_attributes")}
    _fill(call, record)
    record["id"] = call.shop.next_id("product_attributes")
    return call.shop.put("product_attributes", record)


def _update(call: Call, record: Record) -> Record:
    _fill(call, record)
    return record


def _fill(call: Call, record: Record) -> None:
    sent = call.sent
    if sent.get("name"):
        record["name"] = words(str(sent["name"]))
    if sent.get("slug") or sent.get("name"):
        record["slug"] = f"pa_{_free(call, slug_of(str(sent.get('slug') or record['name'])).removeprefix('pa_'), record)}"
    record.update({name: call[name] for name in ("type", "order_by", "has_archives") if sent.get(name) is not None})


def _free(call: Call, slug: str, record: Record) -> str:
    if len(slug) > _LONGEST_SLUG:
        raise _bad_slug(f'Slug "{slug}" is too long. Please use a shorter slug.')
    if slug in _RESERVED:
        raise _bad_slug(f'Slug "{slug}" is not allowed because it is a reserved term. Change it, please.')
    if any(other["slug"] == f"pa_{slug}" for other in call.shop.all("product_attributes") if other["id"] != record["id"]):
        raise _bad_slug(f'Slug "{slug}" is already in use. Change it, please.')
    return slug


def _bad_slug(message: str) -> Refusal:
    return Refusal(400, "woocommerce_rest_cannot_create", message)


ATTRIBUTES = Collection(
    kind="product_attributes",
    listing=Listing(filters={}, sorts={}, unpaged=True),
    absent=absence("woocommerce_rest_taxonomy_invalid", "Resource does not exist."),
    create=_create,
    update=_update,
    no_trash=NO_TRASH,
)


def _delete(call: Call) -> Answer:
    """For good, with force or without."""
    record = ATTRIBUTES.one(call, call.ids["id"])
    body = ATTRIBUTES.sent(call, record)
    call.shop.drop("product_attributes", record)
    return Answer(body=body)


def _terms(call: Call) -> Iterable[Record]:
    attribute = call.shop.find("product_attributes", call.ids["attribute_id"])
    if attribute is None:
        raise Refusal(404, "woocommerce_rest_taxonomy_invalid", "Taxonomy does not exist.")
    return [term for term in call.shop.all("product_attribute_terms") if term.get("~attribute") == attribute["id"]]


def _create_term(call: Call) -> Record:
    sisters = list(_terms(call))
    record = {**call.shop.blank("product_attribute_terms"), "~attribute": call.id("attribute_id")}
    named(call, "product_attribute_terms", record, sisters)
    record["id"] = call.shop.next_id("product_attribute_terms")
    return call.shop.put("product_attribute_terms", record)


TERMS = Collection(
    kind="product_attribute_terms",
    listing=listing(),
    absent=absent_term,
    create=_create_term,
    update=lambda call, record: named(call, "product_attribute_terms", record, list(_terms(call))),
    scope=_terms,
    no_trash=NO_TRASH,
)

_TABLE = routes(ATTRIBUTES, "/products/attributes")
ROUTES: Routes = {
    **_TABLE,
    "/products/attributes/{id}": {**_TABLE["/products/attributes/{id}"], "DELETE": _delete},
    **routes(TERMS, "/products/attributes/{attribute_id}/terms"),
}
