"""Orders of all four types at the lowest level: sales and purchases, orders and credits."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from ..._kernel.binding import C, Resource
from ..._kernel.values import UNSET, Draft, Json, Model, Unrecognised, Unset, draft, model
from ...endpoints import read, read_set, replace, searching
from ...search import IdColumn, InstantColumn, IntegerColumn, SearchRow, StringColumn
from .sales_order import OrderPaymentStatus, PriceMode


class OrderType(StrEnum):
    """What an order is."""

    SALES_ORDER = "SO"
    PURCHASE_ORDER = "PO"
    SALES_CREDIT = "SC"
    PURCHASE_CREDIT = "PC"


@model
class Amount(Model):
    """An amount with its currency."""

    currency_code: str | None = None
    value: Decimal | None = None


@model
class Quantity(Model):
    """How many, with four decimals."""

    magnitude: Decimal | None = None


@model
class RowValue(Model):
    """What a row comes to: totals of the row, and how it is taxed."""

    tax_rate: Decimal | None = None
    tax_code: str | None = None
    tax_calculator: str | None = None
    row_net: Amount | None = None
    row_tax: Amount | None = None
    tax_class_id: int | None = None


@model
class OrderRow(Model):
    """A row of an order. Product 1000 stands for free text."""

    __shown__ = ("product_id", "product_name", "quantity")

    order_row_sequence: str | None = None
    product_id: int | None = None
    product_name: str | None = None
    product_sku: str | None = None
    product_options: Json = None
    quantity: Quantity | None = None
    item_cost: Amount | None = None
    product_price: Amount | None = None
    discount_percentage: Decimal | None = None
    row_value: RowValue | None = None
    nominal_code: str | None = None
    composition: Json = None
    cloned_from_id: int | None = None
    external_ref: str | None = None


@model
class OrderStatusOfOrder(Model):
    """The status that an order has."""

    order_status_id: int | None = None
    name: str | None = None


@model
class OrderDelivery(Model):
    """When and how an order is delivered."""

    delivery_date: datetime | None = None
    shipping_method_id: int | None = None


@model
class OrderInvoice(Model):
    """An invoice of an order; the reference is empty until there is one."""

    invoice_reference: str | None = None
    tax_date: datetime | None = None
    due_date: datetime | None = None


@model
class OrderCurrency(Model):
    """The order's currency and the account's."""

    accounting_currency_code: str | None = None
    order_currency_code: str | None = None
    exchange_rate: Decimal | None = None
    fixed_exchange_rate: bool | None = None


@model
class OrderTotal(Model):
    """Totals in the order's currency, and in the account's base currency."""

    net: Decimal | None = None
    tax_amount: Decimal | None = None
    total: Decimal | None = None
    base_net: Decimal | None = None
    base_tax_amount: Decimal | None = None
    base_total: Decimal | None = None


@model
class Order(Model):
    """An order of any type, with its rows by id."""

    __shown__ = ("id", "order_type_code", "reference", "total_value")

    id: int
    parent_order_id: int | None = None
    order_type_code: OrderType | Unrecognised | None = None
    reference: str | None = None
    external_ref: str | None = None
    installed_integration_instance_id: int | None = None
    version: int | None = None
    state: Json = None
    tax: Json = None
    order_status: OrderStatusOfOrder | None = None
    order_payment_status: OrderPaymentStatus | Unrecognised | None = None
    stock_status_code: str | None = None
    allocation_status_code: str | None = None
    shipping_status_code: str | None = None
    placed_on: datetime | None = None
    created_on: datetime | None = None
    updated_on: datetime | None = None
    closed_on: datetime | None = None
    original_invoice_date: datetime | None = None
    created_by_id: int | None = None
    price_list_id: int | None = None
    cost_price_list_id: int | None = None
    price_mode_code: PriceMode | Unrecognised | None = None
    warehouse_id: int | None = None
    acknowledged: int | None = None
    order_weighting: int | None = None
    delivery: OrderDelivery | None = None
    invoices: tuple[OrderInvoice, ...] | None = None
    currency: OrderCurrency | None = None
    total_value: OrderTotal | None = None
    assignment: Json = None
    parties: Json = None
    order_rows: dict[str, OrderRow] | None = None
    historical_order: bool | None = None
    custom_fields: Json = None
    null_custom_fields: Json = None


@draft
class OrderStatusUpdateDraft(Draft):
    """A new status, and the note that goes with it (``text``, ``isPublic``)."""

    order_status_id: int
    order_note: Json | Unset = UNSET


class OrderSearchRow(SearchRow):
    """A row of ``order-search``; the sales channel is called ``departmentId`` here."""

    order_id = IdColumn("orderId")
    order_type_id = IdColumn("orderTypeId")
    contact_id = IntegerColumn("contactId")
    order_status_id = IntegerColumn("orderStatusId")
    order_stock_status_id = IntegerColumn("orderStockStatusId")
    created_on = InstantColumn("createdOn")
    created_by_id = IntegerColumn("createdById")
    customer_ref = StringColumn("customerRef")
    order_payment_status_id = IntegerColumn("orderPaymentStatusId")
    updated_on = InstantColumn("updatedOn")
    parent_order_id = IdColumn("parentOrderId")
    order_shipping_status_id = IntegerColumn("orderShippingStatusId")
    external_ref = StringColumn("externalRef")
    installed_integration_instance_id = IntegerColumn("installedIntegrationInstanceId")
    warehouse_id = IdColumn("warehouseId")
    staff_owner_contact_id = IntegerColumn("staffOwnerContactId")
    tax_date = InstantColumn("taxDate")
    channel_id = IntegerColumn("departmentId")
    delivery_date = InstantColumn("deliveryDate")
    placed_on = InstantColumn("placedOn")


class Orders(Resource[C]):
    """https://api-docs.brightpearl.com/order/order/index.html"""

    get = read("/order-service/order/{}", Order)
    get_set = read_set("/order-service/order/{}", Order)
    set_status = replace("/order-service/order/{}/status", OrderStatusUpdateDraft)
    search = searching("/order-service/order-search", OrderSearchRow)
