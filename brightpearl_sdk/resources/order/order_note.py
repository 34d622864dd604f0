"""Notes on orders."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import UNSET, Draft, Model, Unset, draft, model
from ...endpoints import create_under, read_set, read_sets, searching
from ...search import BooleanColumn, IdColumn, InstantColumn, IntegerColumn, SearchRow, TextColumn


@model
class OrderNote(Model):
    """A note on an order; ``is_public`` ones may be shown to the customer."""

    __shown__: ClassVar[tuple[str, ...]] = ("note_id", "order_id", "text")

    note_id: int | None = None
    order_id: int | None = None
    order_status_id: int | None = None
    contact_id: int | None = None
    text: str | None = None
    is_public: bool | None = None
    file_id: int | None = None
    added_on: datetime | None = None
    """When it was added: aware UTC."""
    added_by: int | None = None


@draft
class OrderNoteDraft(Draft):
    """A note to be added, private unless told otherwise."""

    text: str
    is_public: bool | Unset = UNSET
    contact_id: int | Unset = UNSET
    file_id: int | Unset = UNSET
    added_on: datetime | Unset = UNSET
    """When it was added: aware UTC."""


class OrderNoteRow(SearchRow):
    """A row of ``order-note-search``."""

    note_id: Final = IdColumn("noteId")
    order_id: Final = IdColumn("orderId")
    contact_id: Final = IntegerColumn("contactId")
    note_text: Final = TextColumn("noteText")
    is_public: Final = BooleanColumn("isPublic")
    date_added: Final = InstantColumn("dateAdded")
    """When it was added: aware UTC."""
    added_by: Final = IntegerColumn("addedBy")
    order_status_id: Final = IntegerColumn("orderStatusId")


class OrderNotes(Resource[C]):
    """https://api-docs.brightpearl.com/order/order-note/index.html"""

    of_orders: Final = read_set("/order-service/order/{}/note", OrderNote)
    get_set: Final = read_sets("/order-service/order/{}/note/{}", OrderNote)
    create: Final = create_under("/order-service/order/{}/note", OrderNoteDraft)
    search: Final = searching("/order-service/order-note-search", OrderNoteRow)
