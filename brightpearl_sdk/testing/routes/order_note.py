"""order-service: notes on orders."""

from __future__ import annotations

from ..._kernel.values import Json
from ..account import Account, Record, without
from ..call import Answer, Call, Route, moment
from ..errors import invalid, missing
from ..orders import order_of
from ..searches import Search, column, period, search_routes


def noted(account: Account, record: Record, given: Record, status_id: int) -> int:
    """Put a note on an order and return its id."""
    note = {
        "orderId": record["id"],
        "contactId": given.get("contactId") or record["customer"]["id"],
        "text": given["text"],
        "isPublic": bool(given.get("isPublic", False)),
        "addedOn": moment(given["addedOn"], "addedOn") if given.get("addedOn") else account.now(),
        "addedBy": 4,
        "orderStatusId": status_id,
        "fileId": given.get("fileId"),
    }
    return account.put("order_notes", note, key="noteId")


def _post(call: Call) -> Answer:
    given, record = call.document(), order_of(call)
    if not given.get("text"):
        raise invalid("SIMC-185", "You have not supplied a note text")
    return Answer(response=noted(call.account, record, given, record["statusId"]))


def _get(call: Call) -> Answer:
    orders, notes = call.set(), call.set("note")
    kept = call.account.table("order_notes")
    found = [note for id, note in sorted(kept.items()) if (orders is None or note["orderId"] in orders) and (notes is None or id in notes)]
    if not found:
        raise missing("No Order Notes Found")
    shown: list[Json] = [without({**note, "addedOn": call.account.shown(note["addedOn"])}) for note in found]
    return Answer(response=shown)


SEARCH = Search(
    path="order-service/order-note-search",
    records=lambda account: account.table("order_notes").values(),
    columns=(
        column("orderId", "IDSET", "orderId"),
        column("noteId", "IDSET", "noteId"),
        column("contactId", "IDSET", "contactId"),
        column("noteText", "SEARCH_STRING", "text"),
        column("isPublic", "BOOLEAN", "isPublic"),
        period("dateAdded", "addedOn"),
        column("addedBy", "IDSET", "addedBy"),
        column("orderStatusId", "IDSET", "orderStatusId"),
    ),
    sort="noteId",
)

ROUTES: tuple[Route, ...] = (
    Route("POST", "order-service/order/{id}/note", _post),
    Route("GET", "order-service/order/{id}/note", _get),
    Route("GET", "order-service/order/{id}/note/{note}", _get),
    *search_routes(SEARCH),
)
