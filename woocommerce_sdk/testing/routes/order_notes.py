"""``/orders/{order_id}/notes``"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..call import Call, Routes
from ..collection import Collection, absence, routes
from ..errors import Refusal
from ..lifecycle import add_note
from ..listing import Listing
from ..shop import Record
from ..texts import html


def order_of(call: Call) -> Record:
    """The order that the path names."""
    order = call.shop.find("orders", call.ids["order_id"])
    if order is None:
        raise Refusal(404, "woocommerce_rest_shop_order_invalid_id", "Invalid order ID.")
    return order


def _notes(call: Call) -> Iterable[Record]:
    order = order_of(call)
    notes = [note for note in call.shop.all("order_notes") if note.get("~order") == order["id"]]
    return sorted(notes, key=lambda note: (note["date_created_gmt"], -note["id"]), reverse=True)


def _create(call: Call) -> Record:
    author = "admin" if call["added_by_user"] else "WooCommerce"
    return add_note(call.shop, order_of(call), html(call["note"]), author=author, customer_note=bool(call["customer_note"]))


def _of_type(call: Call, note: Record, wanted: Any) -> bool:
    return wanted == "any" or note["customer_note"] is (wanted == "customer")


NOTES = Collection(
    kind="order_notes",
    listing=Listing(filters={"type": _of_type}, sorts={}, unpaged=True, silent=True),
    absent=absence("woocommerce_rest_invalid_id", "Invalid resource ID."),
    create=_create,
    scope=_notes,
    no_trash=Refusal(501, "woocommerce_rest_trash_not_supported", "Webhooks do not support trashing."),
)

ROUTES: Routes = routes(NOTES, "/orders/{order_id}/notes", batch=False)
