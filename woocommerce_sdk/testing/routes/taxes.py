"""``/taxes`` and ``/taxes/classes``"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from ..call import Answer, Call, Routes
from ..collection import Collection, absence, routes
from ..errors import Refusal
from ..listing import INCLUDE, Listing
from ..shop import Record, shown
from ..texts import slug_of, words

_NO_TRASH = Refusal(501, "woocommerce_rest_trash_not_supported", "Taxes do not support trashing.")
_PLAIN = ("name", "priority", "compound", "shipping", "order", "class")


def _create(call: Call) -> Record:
    record = {**call.shop.blank("taxes"), "id": call.shop.next_id("taxes")}
    return call.shop.put("taxes", _filled(call, record))


def _filled(call: Call, record: Record) -> Record:
    sent = call.sent
    for name in ("country", "state"):
        if sent.get(name) is not None:
            record[name] = str(sent[name]).upper()
    record.update({name: call[name] for name in _PLAIN if sent.get(name) is not None})
    if "rate" in sent:
        record["rate"] = _rate(sent["rate"])
    for one, many in (("postcode", "postcodes"), ("city", "cities")):
        if isinstance(call[many], list) and many in sent:
            record[many] = [str(item).upper() for item in call[many]]
        elif sent.get(one):
            record[many] = [part.strip().upper() for part in str(sent[one]).split(";")]
        record[one] = record[many][-1] if record[many] else ""
    return record


def _rate(value: Any) -> str:
    try:
        return format(Decimal(str(value)), ".4f")
    except InvalidOperation:
        return "0.0000"


TAXES = Collection(
    kind="taxes",
    listing=Listing(
        filters={**INCLUDE, "class": lambda call, record, value: record["class"] == value},
        sorts={
            "id": lambda record: record["id"],
            "order": lambda record: (record["order"], record["id"]),
            "priority": lambda record: (record["priority"], record["id"]),
        },
        default_order="asc",
    ),
    absent=lambda method: absence("woocommerce_rest_invalid_id", "Invalid resource ID.", status=400 if method == "DELETE" else 404)(method),
    create=_create,
    update=_filled,
    no_trash=_NO_TRASH,
)


def _class_shown(call: Call, record: Record) -> Record:
    return {**shown(record), "_links": {"collection": [{"href": f"{call.root}/taxes/classes"}]}}


def _classes(call: Call) -> Answer:
    found = [_class_shown(call, record) for record in call.shop.all("tax_classes")]
    return Answer(body=found, headers=(("X-WP-Total", str(len(found))), ("X-WP-TotalPages", "1")))


def _create_class(call: Call) -> Answer:
    name = words(str(call["name"]))
    slug = slug_of(str(call["slug"] or name))
    if call.shop.find("tax_classes", slug) is not None:
        raise Refusal(400, "woocommerce_rest_tax_class_exists", "Tax class already exists")
    record = call.shop.put("tax_classes", {"name": name, "slug": slug})
    return Answer(body=_class_shown(call, record), status=201, headers=(("Location", f"{call.root}/taxes/classes/{slug}"),))


def _one_class(call: Call) -> Record:
    found = call.shop.find("tax_classes", slug_of(call.ids["slug"]))
    if found is None:
        raise Refusal(404, "woocommerce_rest_tax_class_invalid_slug", "Invalid slug.")
    return found


def _get_class(call: Call) -> Answer:
    """A list of one, as the shop sends it."""
    return Answer(body=[_class_shown(call, _one_class(call))])


def _delete_class(call: Call) -> Answer:
    if not call["force"]:
        raise _NO_TRASH
    record = _one_class(call)
    call.shop.drop("tax_classes", record)
    return Answer(body=_class_shown(call, record))


ROUTES: Routes = {
    **routes(TAXES, "/taxes"),
    "/taxes/classes": {"GET": _classes, "POST": _create_class},
    "/taxes/classes/{slug}": {"GET": _get_class, "DELETE": _delete_class},
}
