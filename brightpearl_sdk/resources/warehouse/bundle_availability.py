"""How many whole bundles can be put together from the parts that are there."""

from __future__ import annotations

from typing import Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import Model, model
from ...endpoints import read


@model
class BundlesOnHand(Model):
    """How many bundles."""

    on_hand: int | None = None
    """How many bundles can be made of what is there."""


@model
class BundleAvailability(Model):
    """How many bundles can be put together in all and by warehouse id; ``total`` is the sum over warehouses."""

    total: BundlesOnHand | None = None
    warehouses: dict[str, BundlesOnHand] = {}


class BundleAvailabilities(Resource[C]):
    """https://api-docs.brightpearl.com/warehouse/bundle-availability/get.html"""

    get: Final = read(
        "/warehouse-service/bundle-availability/{}", BundleAvailability, doc="How many of a bundle can be made, by its product id."
    )
