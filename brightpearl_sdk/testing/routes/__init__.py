"""Every route of the account, a file to a service."""

from __future__ import annotations

from ..call import Route
from . import (
    accounting,
    availability,
    contact,
    custom_field,
    drop_ship_note,
    goods_in_note,
    goods_out_note,
    integration,
    order,
    order_close,
    order_note,
    order_row,
    order_search,
    order_status,
    product,
    reservation,
    sales_order,
    stock_correction,
    transfer,
    warehouse,
)

ROUTES: tuple[Route, ...] = (
    *accounting.ROUTES,
    *availability.ROUTES,
    *contact.ROUTES,
    *custom_field.ROUTES,
    *drop_ship_note.ROUTES,
    *goods_in_note.ROUTES,
    *goods_out_note.ROUTES,
    *integration.ROUTES,
    *order.ROUTES,
    *order_close.ROUTES,
    *order_note.ROUTES,
    *order_row.ROUTES,
    *order_search.ROUTES,
    *order_status.ROUTES,
    *product.ROUTES,
    *reservation.ROUTES,
    *sales_order.ROUTES,
    *stock_correction.ROUTES,
    *transfer.ROUTES,
    *warehouse.ROUTES,
)
