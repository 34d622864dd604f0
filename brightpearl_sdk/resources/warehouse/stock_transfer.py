"""Transfers between warehouses, as they are planned."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import UNSET, Draft, Model, Unset, draft, model
from ...endpoints import create_under, read_all, read_set


@model
class StockTransfer(Model):
    """A transfer. ``goods_out_note_id`` is 0 until goods leave for it."""

    __shown__: ClassVar[tuple[str, ...]] = ("stock_transfer_id", "source_warehouse_id", "target_warehouse_id")

    stock_transfer_id: int
    source_warehouse_id: int | None = None
    target_warehouse_id: int | None = None
    goods_out_note_id: int | None = None
    reference: str | None = None
    created_by: int | None = None
    created_on: datetime | None = None
    """When it was made: aware UTC."""


@draft
class StockTransferDraft(Draft):
    """A transfer to be made. Its reference is unique."""

    target_warehouse_id: int
    reference: str | Unset = UNSET


class StockTransfers(Resource[C]):
    """https://api-docs.brightpearl.com/warehouse/stock-transfer/index.html"""

    all: Final = read_all("/warehouse-service/stock-transfer", StockTransfer)
    get_set: Final = read_set("/warehouse-service/stock-transfer/{}", StockTransfer)
    create: Final = create_under(
        "/warehouse-service/warehouse/{}/stock-transfer", StockTransferDraft, doc="Make a transfer out of a warehouse; returns its id."
    )
