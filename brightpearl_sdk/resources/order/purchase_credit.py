"""Invoices of purchase credits. The credits themselves are made by ``Orders`` with ``OrderType.PURCHASE_CREDIT``."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import UNSET, Draft, Unset, draft
from ...endpoints import act


@draft
class PurchaseCreditCloseDraft(Draft):
    """A supplier's credit note: ``order_ids`` holds exactly one id."""

    order_ids: tuple[int]
    invoice_reference: str | Unset = UNSET
    tax_date: datetime | date | Unset = UNSET
    """The tax day, in the account's time zone; a moment has to be aware."""
    due_date: datetime | date | Unset = UNSET
    """The day when it is due, in the account's time zone; a moment has to be aware."""
    exchange_rate: Decimal | Unset = UNSET
    """Units of the foreign currency for one unit of the account's base currency."""


class PurchaseCredits(Resource[C]):
    """https://api-docs.brightpearl.com/order/purchase-credit-close/post.html"""

    close: Final = act("/order-service/purchase-credit/close", PurchaseCreditCloseDraft, doc="Invoice a purchase credit.")
