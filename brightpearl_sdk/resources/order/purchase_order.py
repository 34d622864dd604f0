"""Invoices of purchase orders. The orders themselves are made by ``Orders`` with ``OrderType.PURCHASE_ORDER``."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import UNSET, Draft, Unset, draft
from ...endpoints import act


@draft
class PurchaseOrderCloseDraft(Draft):
    """A supplier's invoice for one or several purchase orders."""

    order_ids: tuple[int, ...]
    invoice_reference: str | Unset = UNSET
    tax_date: datetime | date | Unset = UNSET
    """The tax day, in the account's time zone; a moment has to be aware."""
    due_date: datetime | date | Unset = UNSET
    """The day when it is due, in the account's time zone; a moment has to be aware."""


class PurchaseOrders(Resource[C]):
    """https://api-docs.brightpearl.com/order/purchase-order-close/post.html"""

    close: Final = act("/order-service/purchase-order/close", PurchaseOrderCloseDraft, doc="Invoice purchase orders.")
