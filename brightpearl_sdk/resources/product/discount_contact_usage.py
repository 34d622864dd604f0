"""How often a contact has used a discount."""

from __future__ import annotations

from typing import Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import Model, model
from ...endpoints import read_in


@model
class DiscountContactUsage(Model):
    """How many times one contact has used a discount."""

    contact_id: int | None = None
    usages: int | None = None
    """How many times."""


class DiscountContactUsages(Resource[C]):
    """https://api-docs.brightpearl.com/product/discount-contact-usage/get.html"""

    get: Final = read_in(
        "/product-service/discount/{}/contact-usage/{}", DiscountContactUsage, doc="How often a contact has used a discount, by both ids."
    )
