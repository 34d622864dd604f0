"""Where products can be had from: warehouses and suppliers."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import Model, model
from ...endpoints import read_together


@model
class CostPoint(Model):
    """What one item costs from a quantity on."""

    minimum: int | None = None
    """In pieces."""
    cost: Decimal | None = None
    """Of one piece, in the currency that is named beside the list."""


@model
class CostPoints(Model):
    """A supplier's costs in one currency."""

    currency_code: str | None = None
    cost_points: tuple[CostPoint, ...] | None = None


@model
class SupplierSource(Model):
    """A supplier's code for a product, and what it costs there."""

    sku: str | None = None
    cost_points: CostPoints | None = None


@model
class WarehouseSource(Model):
    """How many of a product can be sold from a warehouse."""

    on_hand: int | None = None
    """Pieces that can be sold."""


@model
class FulfilmentSource(Model):
    """Where a product can be had from, by the ids of suppliers and of warehouses."""

    suppliers: dict[str, SupplierSource] = {}
    warehouses: dict[str, WarehouseSource] = {}


@model
class FulfilmentSources(Model):
    """Where products can be had from, by product id, and which cannot be had."""

    available_products: dict[str, FulfilmentSource] = {}
    unavailable_products: tuple[int, ...] = ()


class FulfilmentSourceSets(Resource[C]):
    """https://api-docs.brightpearl.com/warehouse/fulfilment-source/get.html"""

    get_set: Final = read_together(
        "/warehouse-service/fulfilment-source/{}", FulfilmentSources, doc="Where a set of products can be had from."
    )
