"""Every route of the account, a file to a service."""

from __future__ import annotations

from ..call import Route
from . import accounting, contact, integration, order, product, warehouse

ROUTES: tuple[Route, ...] = (
    *accounting.ROUTES,
    *contact.ROUTES,
    *integration.ROUTES,
    *order.ROUTES,
    *product.ROUTES,
    *warehouse.ROUTES,
)
