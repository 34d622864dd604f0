"""How far each row of an order is fulfilled."""

from __future__ import annotations

from typing import Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import Model, model
from ...endpoints import read_map_in


@model
class RowFulfilment(Model):
    """How many of a row are ordered, fulfilled and shipped, and from which locations by their id."""

    quantity: int | None = None
    """Pieces that are ordered."""
    fulfilled: int | None = None
    """Pieces for which there are notes."""
    shipped: int | None = None
    """Pieces that left."""
    fulfilment_locations: dict[str, int] | None = None


class FulfilmentStatuses(Resource[C]):
    """https://api-docs.brightpearl.com/warehouse/fulfilment-status/get.html

    Rows of free text are there too, with nothing fulfilled.
    """

    of_order: Final = read_map_in(
        "/warehouse-service/order/{}/fulfilment-status", RowFulfilment, doc="How far an order is fulfilled, by the id of the row."
    )
