"""Notes on orders."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Final, Literal

from attrs import frozen

from woocommerce_sdk._kernel.binding import C, Resource
from woocommerce_sdk._kernel.values import UNSET, Draft, Model, Unset, draft, model
from woocommerce_sdk.endpoints import create, listing_in, read, remove
from woocommerce_sdk.paging import Query
from woocommerce_sdk.values import ShopTime


@model
class OrderNote(Model):
    """A note on an order. The buyer was told where ``customer_note`` is true."""

    id: int
    author: str
    date_created: ShopTime
    """When it was made, on the shop's own clock."""
    date_created_gmt: datetime
    """When it was made: aware UTC."""
    note: str
    customer_note: bool

    __shown__: ClassVar[tuple[str, ...]] = ("id", "author", "note")


@draft
class OrderNoteDraft(Draft):
    """A note to be added. ``customer_note`` sends it to the buyer."""

    note: str
    customer_note: bool | Unset = UNSET
    added_by_user: bool | Unset = UNSET


@frozen(kw_only=True)
class OrderNoteQuery(Query):
    """Filters of an order's notes, which come whole."""

    type: Literal["any", "customer", "internal"] | None = None


class OrderNotes(Resource[C]):
    """https://woocommerce.github.io/woocommerce-rest-api-docs/#order-notes"""

    list: Final = listing_in("/orders/{order_id}/notes", OrderNote, OrderNoteQuery, paged=False)
    get: Final = read("/orders/{order_id}/notes/{id}", OrderNote, (int, int))
    create: Final = create("/orders/{order_id}/notes", OrderNoteDraft, OrderNote, (int,))
    delete: Final = remove("/orders/{order_id}/notes/{id}", OrderNote, (int, int))
