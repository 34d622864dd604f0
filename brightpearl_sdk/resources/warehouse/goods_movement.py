"""Every movement of goods: in, out, and between."""

from __future__ import annotations

from ..._kernel.binding import C, Resource
from ...endpoints import searching
from ...search import BooleanColumn, IdColumn, InstantColumn, IntegerColumn, MoneyColumn, SearchRow, StringColumn


class GoodsMovementRow(SearchRow):
    """A row of ``goods-movement-search``. ``goods_note_type_code`` is ``SC`` for stock corrections."""

    goods_movement_id = IdColumn("goodsMovementId")
    product_id = IdColumn("productId")
    sales_order_row_id = IdColumn("salesOrderRowId")
    purchase_order_row_id = IdColumn("purchaseOrderRowId")
    quantity = IntegerColumn("quantity")
    destination_location_id = IdColumn("destinationLocationId")
    warehouse_id = IdColumn("warehouseId")
    goods_note_id = IdColumn("goodsNoteId")
    product_value = MoneyColumn("productValue")
    currency_code = StringColumn("currencyCode")
    order_id = IdColumn("orderId")
    is_cleared = BooleanColumn("isCleared")
    is_quarantine = BooleanColumn("isQuarantine")
    batch_id = IdColumn("batchId")
    goods_note_type_code = StringColumn("goodsNoteTypeCode")
    updated_on = InstantColumn("updatedOn")


class GoodsMovements(Resource[C]):
    """https://api-docs.brightpearl.com/warehouse/goods-movement/search.html

    Movements can only be searched for. The columns are known from clients, not from the page.
    """

    search = searching("/warehouse-service/goods-movement-search", GoodsMovementRow)
