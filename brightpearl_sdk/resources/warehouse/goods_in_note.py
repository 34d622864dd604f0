"""Goods-in notes: what enters a warehouse, from a supplier or back from a customer."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import UNSET, Draft, Model, Unrecognised, Unset, draft, model
from ...endpoints import create_under, read_many, read_map, read_maps, remove, searching
from ...search import IdColumn, InstantColumn, IntegerColumn, MoneyColumn, SearchRow, StringColumn
from .stock_value import StockValue, StockValueDraft


class GoodsNoteStatus(StrEnum):
    """How far a goods-in note has come."""

    OPEN = "OPEN"
    CLOSED = "CLOSED"
    CANCELLED = "CANCELLED"


@model
class GoodsInMovement(Model):
    """What came in of one product. ``purchase_order_row_id`` is the order's row, of sales credits too."""

    __shown__: ClassVar[tuple[str, ...]] = ("product_id", "quantity", "product_value")

    product_id: int
    purchase_order_row_id: int | None = None
    quantity: int | None = None
    """In pieces."""
    warehouse_id: int | None = None
    destination_location_id: int | None = None
    goods_note_id: int | None = None
    batch_goods_note_id: int | None = None
    product_value: StockValue | None = None


@model
class GoodsInNote(Model):
    """A goods-in note; its id is also the id of the batch."""

    __shown__: ClassVar[tuple[str, ...]] = ("goods_note_id", "order_id", "goods_note_status")

    goods_note_id: int | None = None
    order_id: int | None = None
    transfer: bool | None = None
    goods_note_status: GoodsNoteStatus | Unrecognised | None = None
    user_batch_reference: str | None = None
    received_on: datetime | None = None
    """When it was received: aware UTC."""
    created_by: int | None = None
    goods_moved: tuple[GoodsInMovement, ...] | None = None


@draft
class GoodsInMovementDraft(Draft):
    """What came in of one product for a row of the order, where it was put, and what one item is worth."""

    product_id: int
    purchase_order_row_id: int
    quantity: int
    """In pieces."""
    destination_location_id: int
    product_value: StockValueDraft


@draft
class GoodsInNoteDraft(Draft):
    """A goods-in note to be made for a purchase order or a sales credit. The batch reference is unique."""

    warehouse_id: int
    goods_moved: tuple[GoodsInMovementDraft, ...]
    transfer: bool | Unset = UNSET
    received_on: datetime | Unset = UNSET
    """When it was received: aware UTC."""
    user_batch_reference: str | Unset = UNSET


class GoodsInNoteRow(SearchRow):
    """A row of ``goods-in-search``: one for each product of a batch. The columns are known from clients."""

    purchase_order_id: Final = IdColumn("purchaseOrderId")
    batch_id: Final = IdColumn("batchId")
    user_batch_ref: Final = StringColumn("userBatchRef")
    product_id: Final = IdColumn("productId")
    location_id: Final = IdColumn("locationId")
    grouping_a: Final = StringColumn("groupingA")
    grouping_b: Final = StringColumn("groupingB")
    grouping_c: Final = StringColumn("groupingC")
    grouping_d: Final = StringColumn("groupingD")
    price: Final = MoneyColumn("price")
    """In the row's currency."""
    landed_costs: Final = MoneyColumn("landedCosts")
    """In the row's currency."""
    currency_code: Final = StringColumn("currCode")
    received_quantity: Final = IntegerColumn("receivedQuantity")
    """In pieces."""
    on_hand: Final = IntegerColumn("onHand")
    """Pieces of it that are still there."""
    created_on: Final = InstantColumn("createdDate")
    """When it was made: aware UTC."""
    received_on: Final = InstantColumn("receivedDate")
    """When it was received: aware UTC."""
    warehouse_id: Final = IdColumn("warehouseId")


class GoodsInNotes(Resource[C]):
    """https://api-docs.brightpearl.com/warehouse/goods-in-note/index.html"""

    get_set: Final = read_map("/warehouse-service/order/*/goods-note/goods-in/{}", GoodsInNote)
    get_many: Final = read_many("/warehouse-service/order/*/goods-note/goods-in/{}", GoodsInNote, mapped=True)
    of_orders: Final = read_map(
        "/warehouse-service/order/{}/goods-note/goods-in", GoodsInNote, doc="The notes of a set of orders, by note id."
    )
    get_set_of_orders: Final = read_maps("/warehouse-service/order/{}/goods-note/goods-in/{}", GoodsInNote)
    create: Final = create_under(
        "/warehouse-service/order/{}/goods-note/goods-in", GoodsInNoteDraft, doc="Make a note for an order; returns its id."
    )
    remove: Final = remove("/warehouse-service/goods-note/goods-in/{}")
    search: Final = searching("/warehouse-service/goods-in-search", GoodsInNoteRow)
