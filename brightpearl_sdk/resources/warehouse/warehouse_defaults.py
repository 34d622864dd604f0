"""Where a product lies in a warehouse, and when more of it is to be ordered."""

from __future__ import annotations

from typing import Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import UNSET, Draft, Model, Unset, draft, model
from ...endpoints import read_set_in, replace_in


@model
class WarehouseDefaults(Model):
    """A product's locations and thresholds in one warehouse."""

    product_id: int
    default_location_id: int | None = None
    overflow_location_id: int | None = None
    reorder_level: int | None = None
    """In pieces."""
    reorder_quantity: int | None = None
    """In pieces."""


@draft
class WarehouseDefaultsDraft(Draft):
    """Locations and thresholds to be set."""

    default_location_id: int | Unset = UNSET
    overflow_location_id: int | Unset = UNSET
    reorder_level: int | Unset = UNSET
    """In pieces."""
    reorder_quantity: int | Unset = UNSET
    """In pieces."""


class WarehouseDefaultsSets(Resource[C]):
    """https://api-docs.brightpearl.com/warehouse/warehouse-defaults/index.html

    A request takes 200 products.
    """

    get_set: Final = read_set_in(
        "/warehouse-service/warehouse/{}/product/{}", WarehouseDefaults, doc="Of a warehouse, and a set of product ids."
    )
    replace: Final = replace_in(
        "/warehouse-service/warehouse/{}/product/{}", WarehouseDefaultsDraft, doc="By the ids of warehouse and product."
    )
