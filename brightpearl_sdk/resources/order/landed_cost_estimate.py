"""Estimates of what it costs to get bought goods into the warehouse."""

from __future__ import annotations

from typing import ClassVar, Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import Model, model
from ...endpoints import read_all_in
from ...values import Number


@model
class LandedCostEstimate(Model):
    """An estimated cost of one row of a purchase order, for one unit, in its own and in the base currency."""

    __shown__: ClassVar[tuple[str, ...]] = ("id", "order_row_id", "reference")

    id: int
    order_row_id: int | None = None
    unit_adjustment_original_currency: Number | None = None
    """For one piece, in the estimate's own currency."""
    unit_adjustment_base_currency: Number | None = None
    """For one piece, in the account's base currency."""
    payable_supplier_id: int | None = None
    reference: str | None = None
    nominal_code: str | None = None
    currency_id: int | None = None
    po_row_qty: Number | None = None
    """Pieces of the row of the purchase order."""
    exchange_rate: Number | None = None
    """Units of the foreign currency for one unit of the account's base currency."""


class LandedCostEstimates(Resource[C]):
    """https://api-docs.brightpearl.com/order/landed%20cost%20estimate/get.html"""

    of_order: Final = read_all_in("/order-service/order/{}/landedcost-estimate", LandedCostEstimate)
