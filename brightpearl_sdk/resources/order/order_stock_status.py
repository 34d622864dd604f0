"""How far an order's stock is fulfilled."""

from __future__ import annotations

from typing import Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import Model, model
from ...endpoints import read_all


@model
class OrderStockStatus(Model):
    """A fulfilment status: the same thirteen in every account.

    Codes are those of ``stock_status_code``: the order type's first letters (``SO``, ``SC``, ``PO``, ``PC``) and ``N``
    for none, ``P`` for part, ``A`` for all; ``NON`` where nothing on the order is stock-tracked.
    """

    id: int
    code: str | None = None
    description: str | None = None


class OrderStockStatuses(Resource[C]):
    """https://api-docs.brightpearl.com/order/order-stock-status/get.html"""

    all: Final = read_all("/order-service/order-stock-status", OrderStockStatus)
