"""What was paid on purchase orders and credits, summed up by Brightpearl."""

from __future__ import annotations

from typing import ClassVar, Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import Model, model
from ...endpoints import read, read_many, read_set
from ...values import Number


@model
class PurchasePaymentTotal(Model):
    """The payments of one purchase, in its payments' currency; that is not told where there are none."""

    __shown__: ClassVar[tuple[str, ...]] = ("order_id", "payment_currency", "amount_paid")

    order_id: int
    payment_currency: str | None = None
    amount_paid: Number | None = None
    """What was paid, in the payments' currency."""


class PurchasePaymentTotals(Resource[C]):
    """By the ids of orders, 200 in a request. https://api-docs.brightpearl.com/accounting/purchase-payment-total/get.html"""

    get: Final = read("/accounting-service/purchase-payment-total/{}", PurchasePaymentTotal)
    get_set: Final = read_set("/accounting-service/purchase-payment-total/{}", PurchasePaymentTotal)
    get_many: Final = read_many("/accounting-service/purchase-payment-total/{}", PurchasePaymentTotal, key="order_id")
