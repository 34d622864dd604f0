"""Notes on orders."""

from __future__ import annotations

from datetime import datetime

from ..._kernel.binding import C, Resource
from ..._kernel.values import UNSET, Draft, Model, Unset, draft, model
from ...endpoints import create_under, read_set, read_sets, searching
from ...search import BooleanColumn, IdColumn, InstantColumn, IntegerColumn, SearchRow, TextColumn


@model
class OrderNote(Model):
    """A note on an order; ``is_public`` ones may be shown to the customer."""

    __shown__ = ("note_id", "order_id", "text")

    note_id: int | None = None
    order_id: int | None = None
    order_status_id: int | None = None
    contact_id: int | None = None
    text: str | None = None
    is_public: bool | None = None
    file_id: int | None = None
    added_on: datetime | None = None
    added_by: int | None = None


@draft
class OrderNoteDraft(Draft):
    """A note to be added, private unless told otherwise."""

    text: str
    is_public: bool | Unset = UNSET
    contact_id: int | Unset = UNSET
    file_id: int | Unset = UNSET
    added_on: datetime | Unset = UNSET


class OrderNoteRow(SearchRow):
    """A row of ``order-note-search``."""

    note_id = IdColumn("noteId")
    order_id = IdColumn("orderId")
    contact_id = IntegerColumn("contactId")
    note_text = TextColumn("noteText")
    is_public = BooleanColumn("isPublic")
    date_added = InstantColumn("dateAdded")
    added_by = IntegerColumn("addedBy")
    order_status_id = IntegerColumn("orderStatusId")


class OrderNotes(Resource[C]):
    """https://api-docs.brightpearl.com/order/order-note/index.html"""

    of_orders = read_set("/order-service/order/{}/note", OrderNote)
    get_set = read_sets("/order-service/order/{}/note/{}", OrderNote)
    create = create_under("/order-service/order/{}/note", OrderNoteDraft)
    search = searching("/order-service/order-note-search", OrderNoteRow)
