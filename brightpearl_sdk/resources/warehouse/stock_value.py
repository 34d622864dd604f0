"""What an item of stock is worth."""

from __future__ import annotations

from ..._kernel.values import Draft, Model, draft, model
from ...values import Number


@model
class StockValue(Model):
    """The value of one item, with its currency."""

    currency: str | None = None
    value: Number | None = None
    """Of one piece, in the currency that is named beside it."""


@draft
class StockValueDraft(Draft):
    """The value of one item, with its currency."""

    currency: str
    value: Number
    """Of one piece, in the currency that is named beside it."""
