"""Corrections of how much stock lies in a warehouse."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import UNSET, Draft, Model, Unset, draft, model
from ...endpoints import create_several_in, read_set_in
from .stock_value import StockValue, StockValueDraft


@model
class StockCorrectionMovement(Model):
    """What a correction changed: several movements where stock was taken out of several batches."""

    product_id: int
    quantity: int | None = None
    """In pieces; less than 0 takes out."""
    destination_location_id: int | None = None
    batch_goods_note_id: int | None = None
    product_value: StockValue | None = None
    created_on: datetime | None = None
    """When it was made: aware UTC."""
    created_by: int | None = None


@model
class StockCorrection(Model):
    """A correction that was made."""

    __shown__: ClassVar[tuple[str, ...]] = ("goods_note_id", "warehouse_id", "reason")

    goods_note_id: int
    warehouse_id: int | None = None
    order_id: int | None = None
    reason: str | None = None
    goods_moved: tuple[StockCorrectionMovement, ...] | None = None


@draft
class StockCorrectionDraft(Draft):
    """How many of a product to add, with their cost, or to take out (less than 0), without it.

    ``batch_id`` names what to take out; without it the oldest stock goes. Location 2 is the one of accounts that use
    no locations. Adding stock makes an archived product live.
    """

    product_id: int
    quantity: int
    """In pieces; less than 0 takes out."""
    reason: str
    location_id: int
    cost: StockValueDraft | Unset = UNSET
    batch_id: int | Unset = UNSET
    order_id: int | Unset = UNSET


@draft
class StockCorrectionsDraft(Draft):
    """Corrections of one warehouse."""

    corrections: tuple[StockCorrectionDraft, ...]


class StockCorrections(Resource[C]):
    """https://api-docs.brightpearl.com/warehouse/stock-correction/index.html"""

    get_set: Final = read_set_in(
        "/warehouse-service/warehouse/{}/stock-correction/{}", StockCorrection, doc="Corrections of a warehouse, by their notes' ids."
    )
    create: Final = create_several_in(
        "/warehouse-service/warehouse/{}/stock-correction",
        StockCorrectionsDraft,
        doc="Correct the stock of a warehouse; returns the ids of the notes.",
    )
