"""Move stock from one warehouse to another."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import UNSET, Draft, Unset, draft
from ...endpoints import create_several_in


@draft
class ExternalTransferProductDraft(Draft):
    """How many of a product go, and from which location: first in, first out where none is named.

    A product may be named once for each location, and once without any.
    """

    product_id: int
    quantity: int
    """In pieces."""
    from_location_id: int | Unset = UNSET


@draft
class ExternalTransferDraft(Draft):
    """What goes to another warehouse under a stock transfer, whose own products it replaces."""

    target_warehouse_id: int
    stock_transfer_id: int
    transferred_products: tuple[ExternalTransferProductDraft, ...]
    shipping_method_id: int | Unset = UNSET
    release_date: datetime | Unset = UNSET
    """When the warehouse is to deal with it: aware UTC."""


class ExternalTransfers(Resource[C]):
    """https://api-docs.brightpearl.com/warehouse/external-transfer/index.html

    The stock lies in the target's quarantine once the note is shipped, and can be sold when it is released.
    """

    create: Final = create_several_in(
        "/warehouse-service/warehouse/{}/external-transfer",
        ExternalTransferDraft,
        doc="Transfer stock out of a warehouse, by its id; returns the ids of the goods-out notes.",
    )
