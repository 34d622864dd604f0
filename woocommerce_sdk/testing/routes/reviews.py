"""``/products/reviews``"""

from __future__ import annotations

import hashlib

from ..call import Answer, Call, Routes
from ..collection import Collection, absence, routes
from ..errors import Refusal
from ..listing import DATES, INCLUDE, Listing
from ..presenting import linked
from ..shop import Record
from ..texts import html, paragraphs

_PLAIN = ("status", "reviewer", "reviewer_email", "rating")


def _create(call: Call) -> Record:
    shop = call.shop
    product = shop.find("products", call["product_id"])
    if product is None:
        raise Refusal(404, "woocommerce_rest_product_invalid_id", "Invalid product ID.")
    if any(_same(call, other) for other in shop.all("product_reviews")):
        message = "Duplicate comment detected; it looks as though you&#8217;ve already said that!"
        raise Refusal(409, "woocommerce_rest_comment_duplicate", message)
    record = {**shop.blank("product_reviews"), **shop.dated("date_created", shop.now()), "id": shop.next_id("product_reviews")}
    record.update(product_id=product["id"], product_name=product["name"], product_permalink=product["permalink"])
    _update(call, record)
    return shop.put("product_reviews", record)


def _same(call: Call, other: Record) -> bool:
    return bool(
        other["product_id"] == call["product_id"]
        and other["reviewer_email"] == call["reviewer_email"]
        and other["review"] == call["review"]
    )


def _update(call: Call, record: Record) -> Record:
    record.update({name: call[name] for name in _PLAIN if call.sent.get(name) is not None})
    if call.sent.get("review") is not None:
        record["review"] = html(str(call.sent["review"]))
    digest = hashlib.sha256(record["reviewer_email"].encode()).hexdigest()
    record["reviewer_avatar_urls"] = {size: f"https://secure.gravatar.com/avatar/{digest}?s={size}&d=mm&r=g" for size in ("24", "48", "96")}
    return record


def _view(call: Call, record: Record) -> Record:
    body = linked(call, "product_reviews", record)
    return {**body, "review": paragraphs(body["review"])} if call.method == "GET" else body


REVIEWS = Collection(
    kind="product_reviews",
    listing=Listing(
        filters={
            **INCLUDE,
            **DATES,
            "product": lambda call, record, value: record["product_id"] in value,
            "status": lambda call, record, value: value == "all" or record["status"] == value,
            "reviewer_email": lambda call, record, value: record["reviewer_email"] == value,
            "search": lambda call, record, value: value.lower() in f"{record['review']} {record['reviewer']}".lower(),
        },
        sorts={
            "date": lambda record: (record["date_created"], record["id"]),
            "date_gmt": lambda record: (record["date_created_gmt"], record["id"]),
            "id": lambda record: record["id"],
            "product": lambda record: (record["product_id"], record["id"]),
        },
    ),
    absent=absence("woocommerce_rest_review_invalid_id", "Invalid review ID."),
    create=_create,
    update=_update,
    view=_view,
    trash="trash",
    trashed_name="object",
)


def _delete(call: Call) -> Answer:
    """One that is deleted for good is shown inside; one that is moved to the trash, as it lies there."""
    answer = _TABLE["/products/reviews/{id}"]["DELETE"](call)
    if call["force"]:
        return Answer(body={"deleted": True, "previous": {name: value for name, value in answer.body.items() if name != "_links"}})
    return Answer(body={**answer.body, "status": "trash"})


_TABLE = routes(REVIEWS, "/products/reviews")
ROUTES: Routes = {**_TABLE, "/products/reviews/{id}": {**_TABLE["/products/reviews/{id}"], "DELETE": _delete}}
