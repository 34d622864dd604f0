"""Stock of products by warehouse."""

from __future__ import annotations

from typing import Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import Json, Model, model
from ...endpoints import read_many, read_map


@model
class StockLevel(Model):
    """Units of a product. ``on_hand`` is ``in_stock`` less ``allocated``: what can be sold."""

    in_stock: int | None = None
    """Pieces that are there."""
    on_hand: int | None = None
    """Pieces that can be sold: in stock less allocated."""
    allocated: int | None = None
    """Pieces that are promised to orders."""
    in_transit: int | None = None
    """Pieces on their way between warehouses."""
    by_location: Json = None
    on_order: Json = None
    allocated_orders: Json = None
    allocated_transfers: Json = None


@model
class ProductAvailability(Model):
    """A product's stock, in all and by warehouse id; a warehouse that never held it is missing."""

    total: StockLevel | None = None
    warehouses: dict[str, StockLevel] = {}


class ProductAvailabilities(Resource[C]):
    """https://api-docs.brightpearl.com/warehouse/product-availability/get.html

    One product that is not stock-tracked makes Brightpearl refuse the whole set: ``get_many`` tells which, and goes on.
    """

    get_set: Final = read_map("/warehouse-service/product-availability/{}", ProductAvailability)
    get_many: Final = read_many("/warehouse-service/product-availability/{}", ProductAvailability, mapped=True)
