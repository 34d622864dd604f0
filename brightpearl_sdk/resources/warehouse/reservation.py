"""Reservations: stock that is kept for a sales order."""

from __future__ import annotations

from typing import ClassVar, Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import Draft, Model, draft, model
from ...endpoints import act_in, read, read_json_all, remove, replace


@model
class ReservationRow(Model):
    """How many of a product are reserved for one row of the order."""

    product_id: int
    quantity: int | None = None
    """In pieces."""


@model
class Reservation(Model):
    """What is reserved for an order, by the id of its row. An order has one reservation, in one warehouse."""

    __shown__: ClassVar[tuple[str, ...]] = ("order_id", "warehouse_id")

    order_id: int
    warehouse_id: int | None = None
    order_rows: dict[str, ReservationRow] | None = None


@draft
class ReservationProductDraft(Draft):
    """How many of a product to reserve for a row of the order. Name each row once, with its whole quantity."""

    product_id: int
    sales_order_row_id: int
    quantity: int
    """In pieces."""


@draft
class ReservationDraft(Draft):
    """What to reserve. Where less is on hand, less is reserved: read the reservation afterwards."""

    products: tuple[ReservationProductDraft, ...]


class Reservations(Resource[C]):
    """https://api-docs.brightpearl.com/warehouse/reservation/index.html

    All reservations are on https://api-docs.brightpearl.com/warehouse/reservations/index.html; path and shape are known
    from a client only, so they are handed on as they came.
    """

    get: Final = read("/warehouse-service/order/{}/reservation", Reservation, doc="What is reserved for an order, by its id.")
    all: Final = read_json_all("/warehouse-service/reservations", doc="Every reservation, as it came.")
    create: Final = act_in(
        "/warehouse-service/order/{}/reservation/warehouse/{}",
        ReservationDraft,
        doc="Reserve stock for an order, by the ids of the order and of the warehouse.",
    )
    replace: Final = replace(
        "/warehouse-service/order/{}/reservation", ReservationDraft, doc="Set what is reserved for an order, by its id."
    )
    remove: Final = remove("/warehouse-service/order/{}/reservation", doc="Release what is reserved for an order, by its id.")
