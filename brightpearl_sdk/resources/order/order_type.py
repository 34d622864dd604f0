"""The four types of orders, by the numbers that searches use and the codes that orders use."""

from __future__ import annotations

from typing import Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import Model, Unrecognised, model
from ...endpoints import read_all
from .order import OrderType


@model
class OrderTypeEntry(Model):
    """A type of order: the same in every account."""

    id: int
    code: OrderType | Unrecognised | None = None
    description: str | None = None


class OrderTypes(Resource[C]):
    """https://api-docs.brightpearl.com/order/order-type/get.html"""

    all: Final = read_all("/order-service/order-type", OrderTypeEntry)
