"""Sales orders: an order with all its rows in one write, or nothing."""

from __future__ import annotations

from typing import Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import draft, model
from ...endpoints import act_on, create, planning, read, read_many, read_set, replace, replace_each_in, searching
from ...search import BooleanColumn, IdColumn, InstantColumn, IntegerColumn, SearchRow, StringColumn
from .sale import Sale, SaleCloseDraft, SaleDraft, SalesOrderRowDraft


@model
class SalesOrder(Sale):
    """A sales order with its rows, which come in no fixed order."""


@draft
class SalesOrderDraft(SaleDraft):
    """A sales order to be made, or to be replaced as a whole.

    ``external_ref`` together with ``installed_integration_instance_id`` is unique: a second create with the same
    pair makes no second order. Without both there is no such protection.
    """


class SalesOrderSearchRow(SearchRow):
    """A row of ``sales-order-search``; by ``is_historical_order`` and ``product_ids`` it can only be filtered."""

    sales_order_id: Final = IdColumn("salesOrderId")
    customer_id: Final = IntegerColumn("customerId")
    order_status_id: Final = IntegerColumn("orderStatusId")
    order_stock_status: Final = StringColumn("orderStockStatus")
    created_on: Final = InstantColumn("createdOn")
    """When it was made: aware UTC."""
    created_by_id: Final = IntegerColumn("createdById")
    customer_ref: Final = StringColumn("customerRef")
    order_payment_status: Final = StringColumn("orderPaymentStatus")
    updated_on: Final = InstantColumn("updatedOn")
    """When it was last changed: aware UTC."""
    order_shipping_status: Final = StringColumn("orderShippingStatus")
    external_ref: Final = StringColumn("externalRef")
    installed_integration_instance_id: Final = IntegerColumn("installedIntegrationInstanceId")
    warehouse_id: Final = IdColumn("warehouseId")
    staff_owner_id: Final = IntegerColumn("staffOwnerId")
    tax_date: Final = InstantColumn("taxDate")
    """The tax day: aware UTC, whose date is the day."""
    channel_id: Final = IntegerColumn("channelId")
    delivery_date: Final = InstantColumn("deliveryDate")
    """The day of delivery: aware UTC, whose date is the day."""
    is_historical_order: Final = BooleanColumn("isHistoricalOrder", sortable=False)
    product_ids: Final = IdColumn("productIds", sortable=False)


class SalesOrders(Resource[C]):
    """https://api-docs.brightpearl.com/order/sales-order/index.html

    ``replace`` clears what the draft leaves out. Bind it to the version that was read by :func:`if_match`. ``close``
    invoices: the order is pending first, and has its invoice's reference once Brightpearl has made it.
    """

    get: Final = read("/order-service/sales-order/{}", SalesOrder)
    get_set: Final = read_set("/order-service/sales-order/{}", SalesOrder)
    get_many: Final = read_many("/order-service/sales-order/{}", SalesOrder, plan="/order-service/sales-order/{}")
    plan: Final = planning("/order-service/sales-order/{}")
    create: Final = create("/order-service/sales-order", SalesOrderDraft)
    replace: Final = replace("/order-service/sales-order/{}", SalesOrderDraft, doc="Replace a sales order as a whole.")
    replace_rows: Final = replace_each_in("/order-service/sales-order/{}/row/{}", SalesOrderRowDraft)
    close: Final = act_on("/order-service/sales-order/{}/close", SaleCloseDraft, doc="Invoice a sales order.")
    search: Final = searching("/order-service/sales-order-search", SalesOrderSearchRow)
