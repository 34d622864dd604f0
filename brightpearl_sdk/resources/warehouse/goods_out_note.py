"""Goods-out notes: what leaves a warehouse, for an order or for another warehouse."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar, Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import UNSET, Draft, Model, Unrecognised, Unset, draft, model, named
from ...endpoints import create_several_in, read_many, read_map, read_maps, remove_in, replace, searching
from ...search import BooleanColumn, IdColumn, InstantColumn, IntegerColumn, SearchRow, StringColumn
from ...values import Number

#: How many goods-out notes one request may ask for.
GOODS_OUT_NOTES_PER_REQUEST = 500


class GoodsOutNoteEventCode(StrEnum):
    """A step in the life of a goods-out note. ``PLACED`` comes with the note and cannot be added."""

    PLACED = "PLA"
    PRINTED = "PRI"
    UNPRINTED = "UPR"
    PICKED = "PIC"
    UNPICKED = "UPI"
    PACKED = "PAC"
    UNPACKED = "UPA"
    SHIPPED = "SHW"


@model
class GoodsOutNoteStatus(Model):
    """How far a note has come; moments and persons are there once a step has happened."""

    printed: bool | None = None
    picked: bool | None = None
    packed: bool | None = None
    shipped: bool | None = None
    printed_on: datetime | None = None
    """When it was printed: aware UTC."""
    picked_on: datetime | None = None
    """When it was picked: aware UTC."""
    packed_on: datetime | None = None
    """When it was packed: aware UTC."""
    shipped_on: datetime | None = None
    """When it was shipped: aware UTC."""
    printed_by_id: int | None = None
    picked_by_id: int | None = None
    packed_by_id: int | None = None
    shipped_by_id: int | None = None


@model
class GoodsOutNoteShipping(Model):
    """How a note is sent; ``reference`` is the tracking number."""

    reference: str | None = None
    shipping_method_id: int | None = None
    boxes: int | None = None
    """How many boxes."""
    weight: Decimal | None = None
    """In the unit of weight that the account is set to."""


@model
class GoodsOutNoteRow(Model):
    """How many of a product leave which location for one row of the order."""

    product_id: int
    quantity: int | None = None
    """In pieces."""
    location_id: int | None = None
    external_ref: str | None = None


@model
class GoodsOutNoteEvent(Model):
    """A step that has happened."""

    event_code: GoodsOutNoteEventCode | Unrecognised | None = None
    occurred: datetime | None = named("occured", default=None)
    """When it happened: aware UTC."""
    event_owner_id: int | None = None


@model
class GoodsOutNote(Model):
    """A goods-out note, with what leaves by the row of the order.

    A transfer has no order (its id is 0) but a target warehouse and a stock transfer. ``last_event_version`` is what
    :func:`if_match` takes when an event is added.
    """

    __shown__: ClassVar[tuple[str, ...]] = ("order_id", "warehouse_id", "status")

    order_id: int | None = None
    warehouse_id: int | None = None
    external_ref: str | None = None
    transfer: bool | None = None
    priority: bool | None = None
    target_warehouse_id: int | None = None
    stock_transfer_id: int | None = None
    status: GoodsOutNoteStatus | None = None
    shipping: GoodsOutNoteShipping | None = None
    release_date: datetime | None = None
    """When the warehouse is to deal with it: aware UTC."""
    created_on: datetime | None = None
    """When it was made: aware UTC."""
    created_by: int | None = None
    order_rows: dict[str, tuple[GoodsOutNoteRow, ...]] | None = None
    sequence: int | None = None
    label_uri: str | None = None
    events: tuple[GoodsOutNoteEvent, ...] | None = None
    last_event_version: int | None = None


@draft
class GoodsOutNoteProductDraft(Draft):
    """How many of a product leave for a row of the order."""

    product_id: int
    sales_order_row_id: int
    quantity: Decimal | int
    """In pieces."""


@draft
class GoodsOutNoteWarehouseDraft(Draft):
    """What leaves one warehouse: one note."""

    warehouse_id: int
    products: tuple[GoodsOutNoteProductDraft, ...]
    release_date: datetime | Unset = UNSET
    """When the warehouse is to deal with it: aware UTC."""
    transfer: bool | Unset = UNSET
    external_ref: str | Unset = UNSET


@draft
class GoodsOutNotesDraft(Draft):
    """Notes to be made for an order: one for each warehouse."""

    warehouses: tuple[GoodsOutNoteWarehouseDraft, ...]
    priority: bool | Unset = UNSET
    shipping_method_id: int | Unset = UNSET
    label_uri: str | Unset = UNSET


@draft
class GoodsOutNoteShippingDraft(Draft):
    """How a note is sent; ``reference`` is the tracking number."""

    reference: str | Unset = UNSET
    shipping_method_id: int | Unset = UNSET
    boxes: int | Unset = UNSET
    """How many boxes."""
    weight: Number | Unset = UNSET
    """In the unit of weight that the account is set to."""


@draft
class GoodsOutNoteUpdateDraft(Draft):
    """What is to change of a note."""

    priority: bool | Unset = UNSET
    shipping: GoodsOutNoteShippingDraft | Unset = UNSET
    label_uri: str | Unset = UNSET


class GoodsOutNoteSearchRow(SearchRow):
    """A row of ``goods-out-search``. It has no moment of the last change: follow ``created_on`` and ``shipped_on``."""

    goods_out_note_id: Final = IntegerColumn("goodsOutNoteId")
    printed: Final = BooleanColumn("printed")
    picked: Final = BooleanColumn("picked")
    packed: Final = BooleanColumn("packed")
    shipped: Final = BooleanColumn("shipped")
    shipped_on: Final = InstantColumn("shippedOn")
    """When it was shipped: aware UTC."""
    order_id: Final = IntegerColumn("orderId")
    shipping_method_id: Final = IdColumn("shippingMethodId")
    warehouse_id: Final = IntegerColumn("warehouseId")
    priority: Final = BooleanColumn("priority")
    created_on: Final = InstantColumn("createdOn")
    """When it was made: aware UTC."""
    release_date: Final = InstantColumn("releaseDate")
    """When the warehouse is to deal with it: aware UTC."""
    created_by: Final = IntegerColumn("createdBy")
    label_uri: Final = StringColumn("labelUri")
    channel_id: Final = IntegerColumn("channelId")
    transfer: Final = BooleanColumn("transfer")


class GoodsOutNotes(Resource[C]):
    """https://api-docs.brightpearl.com/warehouse/goods-out-note/index.html

    A note allocates its stock at once; the stock leaves when the note is shipped. A shipped note cannot be deleted.
    """

    get_set: Final = read_map("/warehouse-service/order/*/goods-note/goods-out/{}", GoodsOutNote)
    get_many: Final = read_many(
        "/warehouse-service/order/*/goods-note/goods-out/{}", GoodsOutNote, mapped=True, most=GOODS_OUT_NOTES_PER_REQUEST
    )
    of_orders: Final = read_map(
        "/warehouse-service/order/{}/goods-note/goods-out", GoodsOutNote, doc="The notes of a set of orders, by note id."
    )
    get_set_of_orders: Final = read_maps("/warehouse-service/order/{}/goods-note/goods-out/{}", GoodsOutNote)
    create: Final = create_several_in(
        "/warehouse-service/order/{}/goods-note/goods-out", GoodsOutNotesDraft, doc="Make notes for an order; returns their ids."
    )
    replace: Final = replace(
        "/warehouse-service/goods-note/goods-out/{}", GoodsOutNoteUpdateDraft, doc="Change a note's shipping, priority or label."
    )
    remove: Final = remove_in("/warehouse-service/order/{}/goods-note/goods-out/{}", doc="Delete a note by the order's id and its own.")
    search: Final = searching("/warehouse-service/goods-note/goods-out-search", GoodsOutNoteSearchRow)
