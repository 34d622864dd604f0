"""Drop-ship notes: what suppliers send straight to a customer."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import Draft, Model, Unrecognised, draft, model, named
from ...endpoints import create_several_in, read_many, read_map, read_maps
from .goods_out_note import GoodsOutNoteRow, GoodsOutNoteShipping
from .stock_value import StockValueDraft


class DropShipNoteEventCode(StrEnum):
    """A step in the life of a drop-ship note. Others may come with a note: they are kept as they are."""

    SHIPPED = "SHS"


@model
class DropShipNoteStatus(Model):
    """Whether the supplier has sent the goods."""

    shipped: bool | None = None
    shipped_on: datetime | None = None
    """When it was shipped: aware UTC."""
    shipped_by_id: int | None = None


@model
class DropShipNoteEvent(Model):
    """A step that has happened."""

    event_code: DropShipNoteEventCode | Unrecognised | None = None
    occurred: datetime | None = named("occured", default=None)
    """When it happened: aware UTC."""
    event_owner_id: int | None = None


@model
class DropShipNote(Model):
    """A drop-ship note, with what is sent by the row of the order."""

    __shown__: ClassVar[tuple[str, ...]] = ("order_id", "purchase_order_id", "supplier_id")

    order_id: int | None = None
    purchase_order_id: int | None = None
    supplier_id: int | None = None
    status: DropShipNoteStatus | None = None
    shipping: GoodsOutNoteShipping | None = None
    order_rows: dict[str, tuple[GoodsOutNoteRow, ...]] | None = None
    events: tuple[DropShipNoteEvent, ...] | None = None


@draft
class DropShipProductDraft(Draft):
    """How many of a product a supplier sends for a row of the sales order and of the purchase order."""

    product_id: int
    purchase_order_row_id: int
    sales_order_row_id: int
    quantity: int
    """In pieces."""
    product_value: StockValueDraft


@draft
class DropShipSupplierDraft(Draft):
    """What one supplier sends, under a purchase order: one note."""

    supplier_id: int
    purchase_order_id: int
    products: tuple[DropShipProductDraft, ...]


@draft
class DropShipNotesDraft(Draft):
    """Notes to be made for a sales order: one for each supplier."""

    suppliers: tuple[DropShipSupplierDraft, ...]


class DropShipNotes(Resource[C]):
    """https://api-docs.brightpearl.com/warehouse/drop-ship-note/index.html

    Orders may be sales orders or the purchase orders behind them.
    """

    get_set: Final = read_map("/warehouse-service/order/*/goods-note/drop-ship/{}", DropShipNote)
    get_many: Final = read_many("/warehouse-service/order/*/goods-note/drop-ship/{}", DropShipNote, mapped=True)
    of_orders: Final = read_map(
        "/warehouse-service/order/{}/goods-note/drop-ship", DropShipNote, doc="The notes of a set of orders, by note id."
    )
    get_set_of_orders: Final = read_maps("/warehouse-service/order/{}/goods-note/drop-ship/{}", DropShipNote)
    create: Final = create_several_in(
        "/warehouse-service/order/{}/goods-note/drop-ship", DropShipNotesDraft, doc="Make notes for a sales order; returns their ids."
    )
