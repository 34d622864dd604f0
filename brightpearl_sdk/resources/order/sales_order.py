"""Sales orders: an order with all its rows in one write, or nothing."""

from __future__ import annotations

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

    sales_order_id = IdColumn("salesOrderId")
    customer_id = IntegerColumn("customerId")
    order_status_id = IntegerColumn("orderStatusId")
    order_stock_status = StringColumn("orderStockStatus")
    created_on = InstantColumn("createdOn")
    created_by_id = IntegerColumn("createdById")
    customer_ref = StringColumn("customerRef")
    order_payment_status = StringColumn("orderPaymentStatus")
    updated_on = InstantColumn("updatedOn")
    order_shipping_status = StringColumn("orderShippingStatus")
    external_ref = StringColumn("externalRef")
    installed_integration_instance_id = IntegerColumn("installedIntegrationInstanceId")
    warehouse_id = IdColumn("warehouseId")
    staff_owner_id = IntegerColumn("staffOwnerId")
    tax_date = InstantColumn("taxDate")
    channel_id = IntegerColumn("channelId")
    delivery_date = InstantColumn("deliveryDate")
    is_historical_order = BooleanColumn("isHistoricalOrder", sortable=False)
    product_ids = IdColumn("productIds", sortable=False)


class SalesOrders(Resource[C]):
    """https://api-docs.brightpearl.com/order/sales-order/index.html

    ``replace`` clears what the draft leaves out. Bind it to the version that was read by :func:`if_match`. ``close``
    invoices: the order is pending first, and has its invoice's reference once Brightpearl has made it.
    """

    get = read("/order-service/sales-order/{}", SalesOrder)
    get_set = read_set("/order-service/sales-order/{}", SalesOrder)
    get_many = read_many("/order-service/sales-order/{}", SalesOrder, plan="/order-service/sales-order/{}")
    plan = planning("/order-service/sales-order/{}")
    create = create("/order-service/sales-order", SalesOrderDraft)
    replace = replace("/order-service/sales-order/{}", SalesOrderDraft, doc="Replace a sales order as a whole.")
    replace_rows = replace_each_in("/order-service/sales-order/{}/row/{}", SalesOrderRowDraft)
    close = act_on("/order-service/sales-order/{}/close", SaleCloseDraft, doc="Invoice a sales order.")
    search = searching("/order-service/sales-order-search", SalesOrderSearchRow)
