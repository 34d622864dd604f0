"""Orders."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar, Final, Literal

from attrs import frozen

from woocommerce_sdk._kernel.binding import C, Resource
from woocommerce_sdk._kernel.values import UNSET, Draft, Model, Unrecognised, Unset, draft, model
from woocommerce_sdk.batch import batching
from woocommerce_sdk.endpoints import create, listing, read, remove, sweeping, update
from woocommerce_sdk.paging import PagedQuery
from woocommerce_sdk.values import ShopTime

from .._kernel.described import described
from .addresses import BillingAddress, BillingAddressDraft, ShippingAddress, ShippingAddressDraft
from .meta_data import MetaData, MetaDataDraft
from .order_lines import (
    CouponLine,
    CouponLineDraft,
    FeeLine,
    FeeLineDraft,
    LineItem,
    LineItemDraft,
    RefundSummary,
    ShippingLine,
    ShippingLineDraft,
    TaxLine,
)


class OrderStatus(StrEnum):
    """How far an order is. Plugins add others, which are read as ``Unrecognised``."""

    AUTO_DRAFT = "auto-draft"
    PENDING = "pending"
    PROCESSING = "processing"
    ON_HOLD = "on-hold"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"
    FAILED = "failed"
    CHECKOUT_DRAFT = "checkout-draft"
    TRASH = "trash"


@model
class Order(Model):
    """An order. ``total`` is what the buyer pays, tax included; the amounts of its lines are without tax.

    ``total`` = ``total`` of lines, shipping and fees + ``total_tax``, whether or not ``prices_include_tax``.
    """

    id: int
    parent_id: int
    status: OrderStatus | Unrecognised
    currency: str
    version: str
    prices_include_tax: bool
    date_created: ShopTime
    """When it was made, on the shop's own clock."""
    date_created_gmt: datetime
    """When it was made: aware UTC."""
    date_modified: ShopTime | None
    """When it was last changed, on the shop's own clock."""
    date_modified_gmt: datetime | None
    """When it was last changed: aware UTC."""
    date_completed: ShopTime | None
    """When it was completed, on the shop's own clock."""
    date_completed_gmt: datetime | None
    """When it was completed: aware UTC."""
    date_paid: ShopTime | None
    """When it was paid, on the shop's own clock."""
    date_paid_gmt: datetime | None
    """When it was paid: aware UTC."""
    discount_total: Decimal
    """Without tax, in the order's currency."""
    discount_tax: Decimal
    """The tax that discounts saved, in the order's currency."""
    shipping_total: Decimal
    """Without tax, in the order's currency."""
    shipping_tax: Decimal
    """In the order's currency."""
    cart_tax: Decimal
    """Tax of all but shipping, in the order's currency."""
    total: Decimal
    """What the buyer pays, tax included, in the order's currency."""
    total_tax: Decimal
    """All tax, in the order's currency."""
    customer_id: int
    """0 for a guest."""
    order_key: str
    billing: BillingAddress
    shipping: ShippingAddress
    payment_method: str
    payment_method_title: str
    transaction_id: str
    customer_ip_address: str
    customer_user_agent: str
    created_via: str
    customer_note: str
    cart_hash: str
    number: str
    """Text for people: often the ``id``, but plugins choose others."""
    meta_data: tuple[MetaData, ...]
    line_items: tuple[LineItem, ...]
    tax_lines: tuple[TaxLine, ...]
    shipping_lines: tuple[ShippingLine, ...]
    fee_lines: tuple[FeeLine, ...]
    coupon_lines: tuple[CouponLine, ...]
    refunds: tuple[RefundSummary, ...]
    payment_url: str
    is_editable: bool
    needs_payment: bool
    needs_processing: bool
    currency_symbol: str

    __shown__: ClassVar[tuple[str, ...]] = ("id", "number", "status", "total", "currency")


@draft
class OrderDraft(Draft):
    """An order to be written. ``set_paid`` marks it paid, which sets status, payment date and stock.

    The shop computes totals and taxes; read-only fields such as ``number`` and dates cannot be given.
    """

    parent_id: int | Unset = UNSET
    status: OrderStatus | Unrecognised | Unset = UNSET
    currency: str | Unset = UNSET
    customer_id: int | Unset = UNSET
    customer_note: str | Unset = UNSET
    billing: BillingAddressDraft | Unset = UNSET
    shipping: ShippingAddressDraft | Unset = UNSET
    payment_method: str | Unset = UNSET
    payment_method_title: str | Unset = UNSET
    transaction_id: str | Unset = UNSET
    meta_data: tuple[MetaDataDraft, ...] | Unset = UNSET
    line_items: tuple[LineItemDraft, ...] | Unset = UNSET
    shipping_lines: tuple[ShippingLineDraft, ...] | Unset = UNSET
    fee_lines: tuple[FeeLineDraft, ...] | Unset = UNSET
    coupon_lines: tuple[CouponLineDraft, ...] | Unset = UNSET
    set_paid: bool | Unset = UNSET
    manual_update: bool | Unset = UNSET
    """Told to the buyer in an email, and kept as a note."""
    created_via: str | Unset = UNSET
    """Where the order came from, for instance ``"rest-api"``; only when it is made."""


@model
class OrderStatusName(Model):
    """A status of orders as the shop calls it; ``slug`` is what an order has."""

    slug: str
    name: str


@model
class Receipt(Model):
    """A receipt for the buyer, to be had at an address until a day."""

    receipt_url: str
    expiration_date: str
    """The last day: ``2026-01-31``, in the shop's time zone."""


@draft
class ReceiptDraft(Draft):
    """How long a receipt is to be had; ``force_new`` makes another where one is there."""

    expiration_date: str | Unset = UNSET
    """The last day: ``2026-01-31``, in the shop's time zone."""
    expiration_days: int | Unset = UNSET
    """In days from today."""
    force_new: bool | Unset = UNSET


@model
class EmailTemplate(Model):
    """An email that the shop can send about an order."""

    id: str
    title: str
    description: str


@draft
class EmailDraft(Draft):
    """An email to be sent; ``email`` is for an order without address, or with ``force_email_update`` for any."""

    template_id: str | Unset = UNSET
    email: str | Unset = UNSET
    force_email_update: bool | Unset = UNSET


@model
class Sent(Model):
    """What the shop says of an email that it sent."""

    message: str


@described
@frozen(kw_only=True)
class OrderQuery(PagedQuery):
    """Filters of orders. Moments leave out their own second; ``product`` is a product's id, ``customer`` a user's.

    ``dp`` is the number of decimals of amounts; stored amounts may have more than the two that are shown.
    """

    search: str | None = None
    after: datetime | ShopTime | None = None
    """A moment with its time zone, or one on the shop's own clock; that second does not count in."""
    before: datetime | ShopTime | None = None
    """A moment with its time zone, or one on the shop's own clock; that second does not count in."""
    modified_after: datetime | ShopTime | None = None
    """A moment with its time zone, or one on the shop's own clock; that second does not count in."""
    modified_before: datetime | ShopTime | None = None
    """A moment with its time zone, or one on the shop's own clock; that second does not count in."""
    exclude: tuple[int, ...] = ()
    include: tuple[int, ...] | None = None
    parent: tuple[int, ...] | None = None
    parent_exclude: tuple[int, ...] = ()
    orderby: Literal["date", "id", "include", "title", "slug", "modified"] | None = None
    status: tuple[OrderStatus | Unrecognised, ...] = ()
    customer: int | None = None
    product: int | None = None
    dp: int | None = None
    """The decimals of amounts in the answer."""
    order_item_display_meta: bool | None = None
    include_meta: tuple[str, ...] = ()
    exclude_meta: tuple[str, ...] = ()
    created_via: tuple[str, ...] = ()


#: Lists of an order to which an entry without id is added, each time it is sent.
_ADDED = ("line_items", "shipping_lines", "fee_lines")


class Orders(Resource[C]):
    """https://woocommerce.github.io/woocommerce-rest-api-docs/#orders"""

    list: Final = listing("/orders", Order, OrderQuery)
    get: Final = read("/orders/{id}", Order)
    update: Final = update("/orders/{id}", OrderDraft, Order, adds=_ADDED)
    trash: Final = remove("/orders/{id}", Order, force=False)
    delete: Final = remove("/orders/{id}", Order)
    batch: Final = batching("/orders/batch", OrderDraft, Order, adds=_ADDED)
    statuses: Final = read("/orders/statuses", tuple[OrderStatusName, ...], ())
    receipt: Final = read("/orders/{id}/receipt", Receipt)
    make_receipt: Final = create("/orders/{id}/receipt", ReceiptDraft, Receipt, (int,))
    email_templates: Final = read("/orders/{id}/actions/email_templates", tuple[EmailTemplate, ...])
    send_email: Final = create("/orders/{id}/actions/send_email", EmailDraft, Sent, (int,))
    send_details: Final = create("/orders/{id}/actions/send_order_details", EmailDraft, Sent, (int,))
    create: Final = create("/orders", OrderDraft, Order)
    changed: Final = sweeping("/orders", Order, OrderQuery)
