"""Correct what stock of a batch is worth."""

from __future__ import annotations

from typing import Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import UNSET, Draft, Unset, draft
from ...endpoints import act_on
from .stock_value import StockValueDraft


@draft
class AssetValueCorrectionDraft(Draft):
    """A new value for the stock of a batch that is not allocated.

    ``location_id`` is needed where the batch was split between locations.
    """

    batch_id: int
    product_id: int
    current_cost: StockValueDraft
    new_cost: StockValueDraft
    reason: str
    location_id: int | Unset = UNSET


class AssetValueCorrections(Resource[C]):
    """https://api-docs.brightpearl.com/warehouse/asset-value-correction/post.html"""

    create: Final = act_on(
        "/warehouse-service/warehouse/{}/asset-value-correction",
        AssetValueCorrectionDraft,
        doc="Correct the value of stock, by the warehouse's id.",
    )
