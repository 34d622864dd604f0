"""Every movement of goods: in, out, and between."""

from __future__ import annotations

from typing import Final

from ..._kernel.binding import C, Resource
from ...endpoints import searching
from ...search import BooleanColumn, IdColumn, InstantColumn, IntegerColumn, MoneyColumn, SearchRow, StringColumn


class GoodsMovementRow(SearchRow):
    """A row of ``goods-movement-search``. ``goods_note_type_code`` is ``SC`` for stock corrections."""

    goods_movement_id: Final = IdColumn("goodsMovementId")
    product_id: Final = IdColumn("productId")
    sales_order_row_id: Final = IdColumn("salesOrderRowId")
    purchase_order_row_id: Final = IdColumn("purchaseOrderRowId")
    quantity: Final = IntegerColumn("quantity")
    """In pieces."""
    destination_location_id: Final = IdColumn("destinationLocationId")
    warehouse_id: Final = IdColumn("warehouseId")
    goods_note_id: Final = IdColumn("goodsNoteId")
    product_value: Final = MoneyColumn("productValue")
    """In the row's currency."""
    currency_code: Final = StringColumn("currencyCode")
    order_id: Final = IdColumn("orderId")
    is_cleared: Final = BooleanColumn("isCleared")
    is_quarantine: Final = BooleanColumn("isQuarantine")
    batch_id: Final = IdColumn("batchId")
    goods_note_type_code: Final = StringColumn("goodsNoteTypeCode")
    updated_on: Final = InstantColumn("updatedOn")
    """When it was last changed: aware UTC."""


class GoodsMovements(Resource[C]):
    """https://api-docs.brightpearl.com/warehouse/goods-movement/search.html

    Movements can only be searched for. The columns are known from clients, not from the page.
    """

    search: Final = searching("/warehouse-service/goods-movement-search", GoodsMovementRow)
