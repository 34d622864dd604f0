"""Move stock from one location of a warehouse to another."""

from __future__ import annotations

from typing import Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import Draft, draft
from ...endpoints import create_under


@draft
class InternalTransferProductDraft(Draft):
    """How many of a product go from one location to another."""

    product_id: int
    quantity: int
    """In pieces."""
    from_location_id: int
    to_location_id: int


@draft
class InternalTransferDraft(Draft):
    """What moves within a warehouse, at once."""

    warehouse_id: int
    transferred_products: tuple[InternalTransferProductDraft, ...]


class InternalTransfers(Resource[C]):
    """https://api-docs.brightpearl.com/warehouse/internal-transfer/post.html"""

    create: Final = create_under(
        "/warehouse-service/warehouse/{}/internal-transfer",
        InternalTransferDraft,
        doc="Move stock within a warehouse, by its id; returns the id of the transfer.",
    )
