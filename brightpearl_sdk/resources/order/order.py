"""Orders of all four types at the lowest level: sales and purchases, orders and credits."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar, Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import UNSET, Draft, Json, Model, Unrecognised, Unset, draft, model
from ...endpoints import create, patch, planning, read, read_many, read_set, replace, searching
from ...search import BooleanColumn, IdColumn, InstantColumn, IntegerColumn, SearchRow, StringColumn
from .sale import OrderPaymentStatus, PriceMode


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
    """In the currency that is named beside it."""


@model
class Quantity(Model):
    """How many, with four decimals."""

    magnitude: Decimal | None = None
    """In pieces, with four decimals."""


@model
class RowValue(Model):
    """What a row comes to: totals of the row, and how it is taxed."""

    tax_rate: Decimal | None = None
    """In per cent: 20 means 20 per cent."""
    tax_code: str | None = None
    tax_calculator: str | None = None
    row_net: Amount | None = None
    row_tax: Amount | None = None
    tax_class_id: int | None = None


@model
class OrderRowComposition(Model):
    """Whether a row is a bundle, or a part of one, and then of which row."""

    bundle_parent: bool | None = None
    bundle_child: bool | None = None
    parent_order_row_id: int | None = None


@model
class OrderRow(Model):
    """A row of an order. Product 1000 stands for free text."""

    __shown__: ClassVar[tuple[str, ...]] = ("product_id", "product_name", "quantity")

    order_row_sequence: str | None = None
    product_id: int | None = None
    product_name: str | None = None
    product_sku: str | None = None
    product_options: dict[str, str] | None = None
    quantity: Quantity | None = None
    item_cost: Amount | None = None
    product_price: Amount | None = None
    discount_percentage: Decimal | None = None
    """In per cent: 10 means 10 per cent."""
    row_value: RowValue | None = None
    nominal_code: str | None = None
    composition: OrderRowComposition | None = None
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
    """The day of delivery: aware UTC, whose date is the day."""
    shipping_method_id: int | None = None


@model
class OrderInvoice(Model):
    """An invoice of an order; the reference is empty until there is one."""

    invoice_reference: str | None = None
    tax_date: datetime | None = None
    """The tax day: aware UTC, whose date is the day."""
    due_date: datetime | None = None
    """The day when it is due: aware UTC, whose date is the day."""


@model
class OrderCurrency(Model):
    """The order's currency and the account's."""

    accounting_currency_code: str | None = None
    order_currency_code: str | None = None
    exchange_rate: Decimal | None = None
    """Units of the foreign currency for one unit of the account's base currency."""
    fixed_exchange_rate: bool | None = None


@model
class OrderTotal(Model):
    """Totals in the order's currency, and in the account's base currency."""

    net: Decimal | None = None
    """Without tax, in the order's currency."""
    tax_amount: Decimal | None = None
    """The tax, in the order's currency."""
    total: Decimal | None = None
    """With tax, in the order's currency."""
    base_net: Decimal | None = None
    """Without tax, in the account's base currency."""
    base_tax_amount: Decimal | None = None
    """The tax, in the account's base currency."""
    base_total: Decimal | None = None
    """With tax, in the account's base currency."""


@model
class OrderAssignmentIds(Model):
    """Who and what an order is assigned to; 0 where it is not."""

    staff_owner_contact_id: int | None = None
    project_id: int | None = None
    channel_id: int | None = None
    lead_source_id: int | None = None
    team_id: int | None = None


@model
class OrderAssignment(Model):
    """What an order is assigned to now."""

    current: OrderAssignmentIds | None = None


@model
class OrderParty(Model):
    """A contact's address as it stands on an order. Lines are street, suburb, city and state."""

    __shown__: ClassVar[tuple[str, ...]] = ("contact_id", "address_full_name", "company_name")

    contact_id: int | None = None
    address_full_name: str | None = None
    company_name: str | None = None
    address_line1: str | None = None
    address_line2: str | None = None
    address_line3: str | None = None
    address_line4: str | None = None
    postal_code: str | None = None
    country: str | None = None
    telephone: str | None = None
    mobile_telephone: str | None = None
    fax: str | None = None
    email: str | None = None
    country_id: int | None = None
    country_iso_code: str | None = None
    country_iso_code3: str | None = None


@model
class OrderParties(Model):
    """Who takes part in an order: a customer in sales, a supplier in purchases."""

    customer: OrderParty | None = None
    supplier: OrderParty | None = None
    billing: OrderParty | None = None
    delivery: OrderParty | None = None


@model
class Order(Model):
    """An order of any type, with its rows by id."""

    __shown__: ClassVar[tuple[str, ...]] = ("id", "order_type_code", "reference", "total_value")

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
    """When it was placed: aware UTC."""
    created_on: datetime | None = None
    """When it was made: aware UTC."""
    updated_on: datetime | None = None
    """When it was last changed: aware UTC."""
    closed_on: datetime | None = None
    """When it was closed: aware UTC."""
    original_invoice_date: datetime | None = None
    """The day of the first invoice: aware UTC, whose date is the day."""
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
    assignment: OrderAssignment | None = None
    parties: OrderParties | None = None
    order_rows: dict[str, OrderRow] | None = None
    historical_order: bool | None = None
    custom_fields: Json = None
    null_custom_fields: Json = None


@draft
class OrderPartyDraft(Draft):
    """A contact, or an address to stand on an order in place of the contact's own."""

    contact_id: int | Unset = UNSET
    address_full_name: str | Unset = UNSET
    company_name: str | Unset = UNSET
    address_line1: str | Unset = UNSET
    address_line2: str | Unset = UNSET
    address_line3: str | Unset = UNSET
    address_line4: str | Unset = UNSET
    postal_code: str | Unset = UNSET
    country_id: int | Unset = UNSET
    country_iso_code: str | Unset = UNSET
    telephone: str | Unset = UNSET
    mobile_telephone: str | Unset = UNSET
    fax: str | Unset = UNSET
    email: str | Unset = UNSET


@draft
class OrderPartiesDraft(Draft):
    """Who takes part: ``customer`` in sales, ``supplier`` in purchases, by their contact's id."""

    customer: OrderPartyDraft | Unset = UNSET
    supplier: OrderPartyDraft | Unset = UNSET
    billing: OrderPartyDraft | Unset = UNSET
    delivery: OrderPartyDraft | Unset = UNSET


@draft
class OrderStatusOfOrderDraft(Draft):
    """The status that an order begins with."""

    order_status_id: int


@draft
class OrderDeliveryDraft(Draft):
    """When and how an order is delivered."""

    delivery_date: datetime | date | Unset = UNSET
    """The day of delivery, in the account's time zone; a moment has to be aware."""
    shipping_method_id: int | Unset = UNSET


@draft
class OrderInvoiceDraft(Draft):
    """Dates of the invoice to come."""

    tax_date: datetime | date | Unset = UNSET
    """The tax day, in the account's time zone; a moment has to be aware."""
    due_date: datetime | date | Unset = UNSET
    """The day when it is due, in the account's time zone; a moment has to be aware."""
    invoice_reference: str | Unset = UNSET


@draft
class OrderCurrencyDraft(Draft):
    """An order's currency."""

    order_currency_code: str | Unset = UNSET
    fixed_exchange_rate: bool | Unset = UNSET
    exchange_rate: Decimal | Unset = UNSET
    """Units of the foreign currency for one unit of the account's base currency."""


@draft
class OrderAssignmentIdsDraft(Draft):
    """Who and what an order is assigned to."""

    staff_owner_contact_id: int | Unset = UNSET
    project_id: int | Unset = UNSET
    channel_id: int | Unset = UNSET
    lead_source_id: int | Unset = UNSET
    team_id: int | Unset = UNSET


@draft
class OrderAssignmentDraft(Draft):
    """What an order is assigned to."""

    current: OrderAssignmentIdsDraft


@draft
class OrderDraft(Draft):
    """An order of any type, without rows: they are added one by one, so a break between leaves half an order.

    Sales orders and sales credits are better made whole, by their own resources.
    """

    order_type_code: OrderType
    parties: OrderPartiesDraft
    reference: str | Unset = UNSET
    external_ref: str | Unset = UNSET
    installed_integration_instance_id: int | Unset = UNSET
    parent_order_id: int | Unset = UNSET
    price_list_id: int | Unset = UNSET
    price_mode_code: PriceMode | Unset = UNSET
    placed_on: datetime | Unset = UNSET
    """When it was placed: aware UTC."""
    order_status: OrderStatusOfOrderDraft | Unset = UNSET
    delivery: OrderDeliveryDraft | Unset = UNSET
    invoices: tuple[OrderInvoiceDraft, ...] | Unset = UNSET
    currency: OrderCurrencyDraft | Unset = UNSET
    assignment: OrderAssignmentDraft | Unset = UNSET
    warehouse_id: int | Unset = UNSET


@draft
class OrderStatusUpdateDraft(Draft):
    """A new status, and the note that goes with it (``text``, ``isPublic``)."""

    order_status_id: int
    order_note: Json | Unset = UNSET


class OrderSearchRow(SearchRow):
    """A row of ``order-search``; the sales channel is called ``departmentId`` here.

    By ``placed_on`` and what follows it rows can only be filtered: Brightpearl does not answer with it.
    """

    order_id: Final = IdColumn("orderId")
    order_type_id: Final = IdColumn("orderTypeId")
    contact_id: Final = IntegerColumn("contactId")
    order_status_id: Final = IntegerColumn("orderStatusId")
    order_stock_status_id: Final = IntegerColumn("orderStockStatusId")
    created_on: Final = InstantColumn("createdOn")
    """When it was made: aware UTC."""
    created_by_id: Final = IntegerColumn("createdById")
    customer_ref: Final = StringColumn("customerRef")
    order_payment_status_id: Final = IntegerColumn("orderPaymentStatusId")
    updated_on: Final = InstantColumn("updatedOn")
    """When it was last changed: aware UTC."""
    parent_order_id: Final = IdColumn("parentOrderId")
    order_shipping_status_id: Final = IntegerColumn("orderShippingStatusId")
    external_ref: Final = StringColumn("externalRef")
    installed_integration_instance_id: Final = IntegerColumn("installedIntegrationInstanceId")
    warehouse_id: Final = IdColumn("warehouseId")
    staff_owner_contact_id: Final = IntegerColumn("staffOwnerContactId")
    tax_date: Final = InstantColumn("taxDate")
    """The tax day: aware UTC, whose date is the day."""
    channel_id: Final = IntegerColumn("departmentId")
    delivery_date: Final = InstantColumn("deliveryDate")
    """The day of delivery: aware UTC, whose date is the day."""
    placed_on: Final = InstantColumn("placedOn")
    """When it was placed: aware UTC."""
    is_closed: Final = BooleanColumn("isClosed", sortable=False)
    is_historical_order: Final = BooleanColumn("isHistoricalOrder", sortable=False)
    shipping_method_id: Final = IntegerColumn("shippingMethodId", sortable=False)
    project_id: Final = IntegerColumn("projectId", sortable=False)
    lead_source_id: Final = IntegerColumn("leadSourceId", sortable=False)
    product_ids: Final = IdColumn("productIds", sortable=False)


class Orders(Resource[C]):
    """https://api-docs.brightpearl.com/order/order/index.html

    What can be changed: ``/reference``, ``/warehouseId``, ``/delivery/shippingMethodId``, ``/delivery/deliveryDate``,
    ``/parties/customer/contactId``, ``/parties/billing/contactId``. The status has its own call.
    """

    get: Final = read("/order-service/order/{}", Order)
    get_set: Final = read_set("/order-service/order/{}", Order)
    get_many: Final = read_many("/order-service/order/{}", Order, plan="/order-service/order/{}")
    plan: Final = planning("/order-service/order/{}")
    create: Final = create("/order-service/order", OrderDraft)
    patch: Final = patch("/order-service/order/{}", Order)
    set_status: Final = replace(
        "/order-service/order/{}/status",
        OrderStatusUpdateDraft,
        page="https://api-docs.brightpearl.com/order/order-status-update/put.html",
    )
    search: Final = searching("/order-service/order-search", OrderSearchRow)
