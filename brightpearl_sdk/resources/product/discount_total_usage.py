"""How often a discount has been used."""

from __future__ import annotations

from typing import Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import Model, model
from ...endpoints import read_plain_in


@model
class DiscountTotalUsage(Model):
    """How many times a discount has been used, by known contacts and by others."""

    usages: int | None = None
    """How many times."""


class DiscountTotalUsages(Resource[C]):
    """https://api-docs.brightpearl.com/product/discount-total-usage/get.html"""

    get: Final = read_plain_in("/product-service/discount/{}/total-usage", DiscountTotalUsage, doc="How often a discount has been used.")
