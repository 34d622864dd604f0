"""How far an order is shipped."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import Model, Unrecognised, model
from ...endpoints import read_all


class OrderShippingStatusCode(StrEnum):
    """How much of an order's stock has left."""

    NO_STOCK_TRACKED_PRODUCTS = "NST"
    NOT_SHIPPED = "SNS"
    PART_SHIPPED = "SPS"
    ALL_SHIPPED = "ASS"


@model
class OrderShippingStatus(Model):
    """A shipping status: the same four in every account."""

    id: int
    code: OrderShippingStatusCode | Unrecognised | None = None
    description: str | None = None


class OrderShippingStatuses(Resource[C]):
    """https://api-docs.brightpearl.com/order/order-shipping-status/get.html"""

    all: Final = read_all("/order-service/order-shipping-status", OrderShippingStatus)
