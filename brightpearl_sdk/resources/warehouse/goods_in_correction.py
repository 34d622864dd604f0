"""Take back what a goods-in note received too much."""

from __future__ import annotations

from typing import Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import Draft, draft
from ...endpoints import act_on
from .stock_value import StockValueDraft


@draft
class GoodsInCorrectionDraft(Draft):
    """How many of a product to take out of a batch, from where it was received, and what one was worth."""

    product_id: int
    location_id: int
    cost: StockValueDraft
    quantity: int
    """In pieces."""


class GoodsInCorrections(Resource[C]):
    """https://api-docs.brightpearl.com/warehouse/goods-in-correction/post.html"""

    create: Final = act_on("/warehouse-service/goods-note/goods-in/{}/correction", GoodsInCorrectionDraft, doc="Correct a note, by its id.")
