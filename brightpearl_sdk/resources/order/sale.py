"""What sales orders and sales credits have in common: Brightpearl gives both the same shape."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from ..._kernel.values import UNSET, Draft, Json, Model, Unrecognised, Unset, draft, model


class PriceMode(StrEnum):
    """How an order shows its prices; row amounts are the same in both."""

    INCLUSIVE = "INC"
    EXCLUSIVE = "EXC"


class OrderPaymentStatus(StrEnum):
    """How far an order is paid."""

    UNPAID = "UNPAID"
    PARTIALLY_PAID = "PARTIALLY_PAID"
    PAID = "PAID"
    NOT_APPLICABLE = "NOT_APPLICABLE"


@model
class OrderAddress(Model):
    """An address as it stands on an order. Lines are street, suburb, city and state."""

    address_full_name: str | None = None
    company_name: str | None = None
    address_line1: str | None = None
    address_line2: str | None = None
    address_line3: str | None = None
    address_line4: str | None = None
    postal_code: str | None = None
    country_iso_code: str | None = None
    telephone: str | None = None
    mobile_telephone: str | None = None
    fax: str | None = None
    email: str | None = None


@model
class SalesOrderTotal(Model):
    """Totals in the order's currency, and in the account's base currency."""

    net: Decimal | None = None
    """Without tax, in the order's currency."""
    tax: Decimal | None = None
    """The tax, in the order's currency."""
    gross: Decimal | None = None
    """With tax, in the order's currency."""
    base_net: Decimal | None = None
    """Without tax, in the account's base currency."""
    base_tax: Decimal | None = None
    """The tax, in the account's base currency."""
    base_gross: Decimal | None = None
    """With tax, in the account's base currency."""


@model
class SalesOrderRow(Model):
    """A row of a sales order. ``net`` and ``tax`` are totals of the row, not of one unit."""

    id: int | None = None
    product_id: int | None = None
    name: str | None = None
    sku: str | None = None
    quantity: Decimal | None = None
    """In pieces, with four decimals at most."""
    tax_code: str | None = None
    net: Decimal | None = None
    """Of the whole row without tax, in the order's currency."""
    tax: Decimal | None = None
    """Of the whole row, in the order's currency."""
    nominal_code: str | None = None
    external_ref: str | None = None
    product_price: Json = None
    discount_percentage: Decimal | None = None
    """In per cent: 10 means 10 per cent."""
    sequence: int | None = None
    bundle_child: bool | None = None
    bundle_parent: bool | None = None
    parent_row_id: int | None = None
    tax_class_id: int | None = None
    tax_calculator: str | None = None
    cloned_from_id: int | None = None


@model
class SalesOrderCustomer(Model):
    """Who ordered."""

    id: int | None = None
    address: OrderAddress | None = None


@model
class SalesOrderBilling(Model):
    """Who is billed."""

    contact_id: int | None = None
    address: OrderAddress | None = None


@model
class SalesOrderDelivery(Model):
    """Where the goods go, how and when."""

    date: datetime | None = None
    """The day of delivery: aware UTC, whose date is the day."""
    address: OrderAddress | None = None
    shipping_method_id: int | None = None


@model
class SalesOrderCurrency(Model):
    """The order's currency. ``exchange_rate`` is foreign units for one unit of the base currency."""

    code: str | None = None
    fixed_exchange_rate: bool | None = None
    exchange_rate: Decimal | None = None
    """Units of the foreign currency for one unit of the account's base currency."""


@model
class Sale(Model):
    """A sales order or a sales credit with its rows, which come in no fixed order: sort them by ``sequence``."""

    __shown__: ClassVar[tuple[str, ...]] = ("id", "ref", "external_ref", "total")

    id: int
    version: int | None = None
    customer: SalesOrderCustomer | None = None
    customer_id: int | None = None
    billing: SalesOrderBilling | None = None
    ref: str | None = None
    external_ref: str | None = None
    installed_integration_instance_id: int | None = None
    placed_on: datetime | None = None
    """When it was placed: aware UTC."""
    tax_date: datetime | None = None
    """The tax day: aware UTC, whose date is the day."""
    parent_id: Json = None
    status_id: int | None = None
    warehouse_id: int | None = None
    channel_id: int | None = None
    staff_owner_id: int | None = None
    project_id: int | None = None
    lead_source_id: int | None = None
    team_id: int | None = None
    price_list_id: int | None = None
    cost_price_list_id: int | None = None
    price_mode_code: PriceMode | Unrecognised | None = None
    currency: SalesOrderCurrency | None = None
    delivery: SalesOrderDelivery | None = None
    rows: tuple[SalesOrderRow, ...] = ()
    total: SalesOrderTotal | None = None
    is_canceled: bool | None = None
    order_payment_status: OrderPaymentStatus | Unrecognised | None = None
    stock_status_code: str | None = None
    allocation_status_code: str | None = None
    shipping_status_code: str | None = None
    invoice: Json = None
    invoices: Json = None
    created_on: datetime | None = None
    """When it was made: aware UTC."""
    created_by: int | None = None
    updated_on: datetime | None = None
    """When it was last changed: aware UTC."""
    order_weighting: int | None = None
    custom_fields: Json = None


@draft
class AddressDraft(Draft):
    """An address to stand on an order. Line 1 is mandatory; the country code has two or three letters."""

    address_full_name: str | Unset = UNSET
    company_name: str | Unset = UNSET
    address_line1: str | Unset = UNSET
    address_line2: str | Unset = UNSET
    address_line3: str | Unset = UNSET
    address_line4: str | Unset = UNSET
    postal_code: str | Unset = UNSET
    country_iso_code: str | Unset = UNSET
    telephone: str | Unset = UNSET
    mobile_telephone: str | Unset = UNSET
    fax: str | Unset = UNSET
    email: str | Unset = UNSET


@draft
class SalesOrderRowDraft(Draft):
    """A row to be written: a product, or free text by ``name``.

    ``net`` and ``tax`` are totals of the row with four decimals at most. ``quantity`` is whole for stock-tracked
    products and bundles. ``id`` names the row to change where it exists already.
    """

    product_id: int | Unset = UNSET
    name: str | Unset = UNSET
    quantity: Decimal
    """In pieces, with four decimals at most."""
    tax_code: str
    net: Decimal
    """Of the whole row without tax, in the order's currency."""
    tax: Decimal
    """Of the whole row, in the order's currency."""
    nominal_code: str | Unset = UNSET
    external_ref: str | Unset = UNSET
    sequence: int | Unset = UNSET
    id: int | Unset = UNSET


@draft
class SalesOrderCustomerDraft(Draft):
    """Who ordered: a contact that exists."""

    id: int | Unset = UNSET
    address: AddressDraft | Unset = UNSET


@draft
class SalesOrderBillingDraft(Draft):
    """Who is billed."""

    contact_id: int | Unset = UNSET
    address: AddressDraft | Unset = UNSET


@draft
class SalesOrderDeliveryDraft(Draft):
    """Where the goods go, how and when."""

    date: datetime | date | Unset = UNSET
    """The day of delivery, in the account's time zone; a moment has to be aware."""
    address: AddressDraft | Unset = UNSET
    shipping_method_id: int | Unset = UNSET


@draft
class SalesOrderCurrencyDraft(Draft):
    """The order's currency, which cannot be changed later. Without a fixed rate, the account's own is used."""

    code: str | Unset = UNSET
    fixed_exchange_rate: bool | Unset = UNSET
    exchange_rate: Decimal | Unset = UNSET
    """Units of the foreign currency for one unit of the account's base currency."""


@draft
class SaleDraft(Draft):
    """A sales order or a sales credit to be made.

    ``external_ref`` together with ``installed_integration_instance_id`` is unique: a second create with the same
    pair makes no second record. Without both there is no such protection.
    """

    customer: SalesOrderCustomerDraft | Unset = UNSET
    billing: SalesOrderBillingDraft | Unset = UNSET
    ref: str | Unset = UNSET
    external_ref: str | Unset = UNSET
    installed_integration_instance_id: int | Unset = UNSET
    placed_on: datetime | Unset = UNSET
    """When it was placed: aware UTC."""
    tax_date: datetime | date | Unset = UNSET
    """The tax day, in the account's time zone; a moment has to be aware."""
    parent_id: int | Unset = UNSET
    status_id: int | Unset = UNSET
    warehouse_id: int | Unset = UNSET
    channel_id: int | Unset = UNSET
    staff_owner_id: int | Unset = UNSET
    project_id: int | Unset = UNSET
    lead_source_id: int | Unset = UNSET
    team_id: int | Unset = UNSET
    price_list_id: int | Unset = UNSET
    price_mode_code: PriceMode | Unset = UNSET
    currency: SalesOrderCurrencyDraft | Unset = UNSET
    delivery: SalesOrderDeliveryDraft | Unset = UNSET
    rows: tuple[SalesOrderRowDraft, ...] | Unset = UNSET


@draft
class SaleCloseDraft(Draft):
    """An invoice to be made, dated today unless told otherwise."""

    tax_date: datetime | date | Unset = UNSET
    """The tax day, in the account's time zone; a moment has to be aware."""
