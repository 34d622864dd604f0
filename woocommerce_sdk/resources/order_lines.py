"""What orders and refunds are made of: products, taxes, shipping, fees, coupons."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from woocommerce_sdk._kernel.values import UNSET, Draft, Model, Unrecognised, Unset, draft, model
from woocommerce_sdk.values import Blank, Number

from .meta_data import MetaData, MetaDataDraft


class TaxStatus(StrEnum):
    """What of a product, a fee or a shipping line is taxed."""

    TAXABLE = "taxable"
    SHIPPING = "shipping"
    NONE = "none"


@model
class LineTax(Model):
    """The share of one tax rate in one line. ``id`` is the tax rate's. Each is rounded by itself."""

    id: int
    total: Decimal | Blank
    """In the order's currency, after discounts."""
    subtotal: Decimal | Blank
    """In the order's currency, before discounts; blank in shipping and fee lines."""


@model
class LineImage(Model):
    """The picture of a line's product."""

    id: int | str
    """Text, empty text or the number 0."""
    src: str


@model
class LineItem(Model):
    """A product in an order. Amounts are without tax, whatever the shop shows its buyers.

    ``total`` is after discounts, ``subtotal`` before; ``price`` is ``total`` divided by ``quantity``. In a refund
    ``quantity`` and amounts are negative.
    """

    id: int
    name: str
    product_id: int
    variation_id: int
    """0 where the product has no variations."""
    quantity: Number
    """In pieces; less than 0 in a refund."""
    tax_class: str
    subtotal: Decimal
    """Without tax and before discounts, in the order's currency."""
    subtotal_tax: Decimal
    """The tax before discounts, in the order's currency."""
    total: Decimal
    """Without tax and after discounts, in the order's currency."""
    total_tax: Decimal
    """The tax, in the order's currency."""
    taxes: tuple[LineTax, ...]
    meta_data: tuple[MetaData, ...]
    sku: str | None
    """``None`` once the product is gone."""
    price: Number
    """Of one piece without tax and after discounts, in the order's currency."""
    global_unique_id: str | None = None
    image: LineImage | None = None
    parent_name: str | None = None

    __shown__: ClassVar[tuple[str, ...]] = ("id", "sku", "name", "quantity", "total")


@model
class TaxLine(Model):
    """What one tax rate adds to an order."""

    id: int
    rate_code: str
    rate_id: int
    label: str
    compound: bool
    tax_total: Decimal
    """Of all but shipping, in the order's currency."""
    shipping_tax_total: Decimal
    """Of shipping, in the order's currency."""
    meta_data: tuple[MetaData, ...]
    rate_percent: Number
    """In per cent: 8.875 means 8.875 per cent."""

    __shown__: ClassVar[tuple[str, ...]] = ("rate_code", "tax_total", "shipping_tax_total")


@model
class ShippingLine(Model):
    """A way of shipping and its cost without tax."""

    id: int
    method_title: str
    method_id: str
    instance_id: str
    total: Decimal
    """Without tax, in the order's currency."""
    total_tax: Decimal
    """The tax, in the order's currency."""
    taxes: tuple[LineTax, ...]
    meta_data: tuple[MetaData, ...]
    tax_status: TaxStatus | Unrecognised = TaxStatus.TAXABLE

    __shown__: ClassVar[tuple[str, ...]] = ("id", "method_id", "total")


@model
class FeeLine(Model):
    """A surcharge, or a reduction where ``total`` is negative. A negative fee is taxed even with tax status none."""

    id: int
    name: str
    tax_class: str
    tax_status: TaxStatus | Unrecognised
    amount: Decimal | Blank
    """As it was asked for, in the order's currency."""
    total: Decimal
    """Without tax, in the order's currency."""
    total_tax: Decimal
    """The tax, in the order's currency."""
    taxes: tuple[LineTax, ...]
    meta_data: tuple[MetaData, ...]

    __shown__: ClassVar[tuple[str, ...]] = ("id", "name", "total")


@model
class CouponLine(Model):
    """A coupon that was used. Its reduction is already in the lines' ``total``; ``discount`` is only told here."""

    id: int
    code: str
    discount: Decimal
    """Without tax, in the order's currency."""
    discount_tax: Decimal
    """The tax that it saved, in the order's currency."""
    meta_data: tuple[MetaData, ...]
    discount_type: str = ""
    nominal_amount: Number = Decimal(0)
    """The coupon's amount: in per cent or in the order's currency, as ``discount_type`` says."""
    free_shipping: bool = False

    __shown__: ClassVar[tuple[str, ...]] = ("code", "discount")


@model
class RefundSummary(Model):
    """A refund as its order tells it: ``total`` is negative."""

    id: int
    reason: str
    total: Decimal
    """With tax, in the order's currency; less than 0."""
    total_tax: Decimal = Decimal(0)
    """The tax, in the order's currency."""


@draft
class LineItemDraft(Draft):
    """A line to be written. Without ``id`` it is added, each time it is sent; ``quantity`` 0 removes it.

    Changing ``quantity`` alone leaves the amounts as they were. Amounts are without tax.
    """

    id: int | Unset = UNSET
    product_id: int | Unset = UNSET
    variation_id: int | Unset = UNSET
    sku: str | Unset = UNSET
    name: str | Unset = UNSET
    parent_name: str | Unset = UNSET
    quantity: Number | int | Unset = UNSET
    """In pieces; 0 removes the line."""
    tax_class: str | Unset = UNSET
    subtotal: Decimal | Unset = UNSET
    """Without tax and before discounts, in the order's currency."""
    total: Decimal | Unset = UNSET
    """Without tax and after discounts, in the order's currency."""
    meta_data: tuple[MetaDataDraft, ...] | Unset = UNSET


@draft
class ShippingLineDraft(Draft):
    """A shipping line to be written. Without ``id`` it is added; ``method_id=None`` removes it."""

    id: int | Unset = UNSET
    method_id: str | Unset | None = UNSET
    method_title: str | Unset = UNSET
    instance_id: str | Unset = UNSET
    total: Decimal | Unset = UNSET
    """Without tax, in the order's currency."""
    meta_data: tuple[MetaDataDraft, ...] | Unset = UNSET


@draft
class FeeLineDraft(Draft):
    """A fee to be written. Without ``id`` it is added; ``name=None`` removes it."""

    id: int | Unset = UNSET
    name: str | Unset | None = UNSET
    tax_class: str | Unset = UNSET
    tax_status: TaxStatus | Unrecognised | Unset = UNSET
    total: Decimal | Unset = UNSET
    """Without tax, in the order's currency."""
    meta_data: tuple[MetaDataDraft, ...] | Unset = UNSET


@draft
class CouponLineDraft(Draft):
    """A coupon to be applied. The list replaces the coupons that were there."""

    code: str
    meta_data: tuple[MetaDataDraft, ...] | Unset = UNSET


@draft
class LineTaxDraft(Draft):
    """The tax of a line to be refunded, by rate id. Positive."""

    id: int
    refund_total: Number
    """In the order's currency, more than 0."""
