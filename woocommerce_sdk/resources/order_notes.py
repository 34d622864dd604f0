"""Notes on orders."""

from __future__ import annotations

from datetime import datetime

from woocommerce_sdk._kernel.values import UNSET, Draft, Model, Unset, draft, model
from woocommerce_sdk.values import ShopTime


@model
class OrderNote(Model):
    """A note on an order. The buyer was told where ``customer_note`` is true."""

    id: int
    author: str
    date_created: ShopTime
    date_created_gmt: datetime
    note: str
    customer_note: bool

    __shown__ = ("id", "author", "note")


@draft
class OrderNoteDraft(Draft):
    """A note to be added. ``customer_note`` sends it to the buyer."""

    note: str
    customer_note: bool | Unset = UNSET
    added_by_user: bool | Unset = UNSET
