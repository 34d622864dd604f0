"""Every route of the account, a file to a service."""

from __future__ import annotations

from ..call import Route
from . import (
    accounting,
    contact,
    custom_field,
    integration,
    order,
    order_close,
    order_note,
    order_row,
    order_search,
    order_status,
    product,
    sales_order,
    warehouse,
)

ROUTES: tuple[Route, ...] = (
    *accounting.ROUTES,
    *contact.ROUTES,
    *custom_field.ROUTES,
    *integration.ROUTES,
    *order.ROUTES,
    *order_close.ROUTES,
    *order_note.ROUTES,
    *order_row.ROUTES,
    *order_search.ROUTES,
    *order_status.ROUTES,
    *product.ROUTES,
    *sales_order.ROUTES,
    *warehouse.ROUTES,
)
