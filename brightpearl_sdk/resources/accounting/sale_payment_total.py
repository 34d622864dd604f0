"""What was paid on sales orders and credits, summed up by Brightpearl."""

from __future__ import annotations

from typing import ClassVar, Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import Model, model
from ...endpoints import read, read_many, read_set
from ...values import Number


@model
class SalePaymentTotal(Model):
    """The payments of one sale, in its payments' currency; that is not told where there are none.

    ``amount_paid`` is receipts and captures less payments back; ``amount_authorized`` is authorisations less voids.
    """

    __shown__: ClassVar[tuple[str, ...]] = ("order_id", "payment_currency", "amount_paid")

    order_id: int
    payment_currency: str | None = None
    amount_paid: Number | None = None
    """What was paid, in the payments' currency."""
    amount_authorized: Number | None = None
    """Authorisations less voids, in the payments' currency."""
    amount_captured: Number | None = None
    """What was captured, in the payments' currency."""


class SalePaymentTotals(Resource[C]):
    """By the ids of orders. https://api-docs.brightpearl.com/accounting/sale-payment-total/get.html"""

    get: Final = read("/accounting-service/sale-payment-total/{}", SalePaymentTotal)
    get_set: Final = read_set("/accounting-service/sale-payment-total/{}", SalePaymentTotal)
    get_many: Final = read_many("/accounting-service/sale-payment-total/{}", SalePaymentTotal, key="order_id")
