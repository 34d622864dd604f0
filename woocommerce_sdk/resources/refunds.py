"""Refunds of orders."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import ClassVar, Final, Literal

from attrs import frozen

from woocommerce_sdk._kernel.binding import C, Resource
from woocommerce_sdk._kernel.values import UNSET, Draft, Model, Unset, draft, model
from woocommerce_sdk.endpoints import create, listing, listing_in, read, remove
from woocommerce_sdk.paging import PagedQuery
from woocommerce_sdk.values import Number, ShopTime

from .._kernel.described import described
from .meta_data import MetaData, MetaDataDraft
from .order_lines import FeeLine, LineItem, LineTaxDraft, ShippingLine, TaxLine


@model
class Refund(Model):
    """Money given back. ``amount`` is positive; the amounts of its lines are negative.

    A refund by amount alone has no lines. A line names what it refunds in its meta data, as ``_refunded_item_id``.
    """

    id: int
    date_created: ShopTime
    """When it was made, on the shop's own clock."""
    date_created_gmt: datetime
    """When it was made: aware UTC."""
    amount: Decimal
    """With tax, in the order's currency, more than 0."""
    reason: str
    refunded_by: int
    """The user's id; 0 where nobody is known."""
    refunded_payment: bool
    """Whether the payment gateway gave the money back."""
    meta_data: tuple[MetaData, ...]
    line_items: tuple[LineItem, ...]
    shipping_lines: tuple[ShippingLine, ...]
    tax_lines: tuple[TaxLine, ...]
    fee_lines: tuple[FeeLine, ...]
    parent_id: int | None = None
    """The order; only in the list of all refunds."""

    __shown__: ClassVar[tuple[str, ...]] = ("id", "amount", "reason")


@draft
class RefundLineDraft(Draft):
    """A line of the order to be refunded, by the line's ``id``. Amounts are positive."""

    id: int
    quantity: Number | int | Unset = UNSET
    """In pieces."""
    refund_total: Number | Unset = UNSET
    """Without tax, in the order's currency, more than 0."""
    refund_tax: tuple[LineTaxDraft, ...] | Unset = UNSET


@draft
class RefundDraft(Draft):
    """A refund to be made. Without ``amount`` it is the sum of its lines.

    ``api_refund`` asks the payment gateway for the money, which is the shop's default and fails (500) for gateways
    that cannot: give ``False`` for those. ``api_restock``, also the default, puts refunded lines back in stock.
    """

    amount: Decimal | Unset = UNSET
    """With tax, in the order's currency, more than 0."""
    reason: str | Unset = UNSET
    refunded_by: int | Unset = UNSET
    meta_data: tuple[MetaDataDraft, ...] | Unset = UNSET
    line_items: tuple[RefundLineDraft, ...] | Unset = UNSET
    shipping_lines: tuple[RefundLineDraft, ...] | Unset = UNSET
    fee_lines: tuple[RefundLineDraft, ...] | Unset = UNSET
    api_refund: bool | Unset = UNSET
    api_restock: bool | Unset = UNSET


@described
@frozen(kw_only=True)
class RefundQuery(PagedQuery):
    """Filters of refunds."""

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
    dp: int | None = None
    """The decimals of amounts in the answer."""
    order_item_display_meta: bool | None = None
    include_meta: tuple[str, ...] = ()
    exclude_meta: tuple[str, ...] = ()


class Refunds(Resource[C]):
    """https://woocommerce.github.io/woocommerce-rest-api-docs/#order-refunds"""

    list: Final = listing_in("/orders/{order_id}/refunds", Refund, RefundQuery)
    get: Final = read("/orders/{order_id}/refunds/{id}", Refund, (int, int))
    create: Final = create("/orders/{order_id}/refunds", RefundDraft, Refund, (int,))
    delete: Final = remove("/orders/{order_id}/refunds/{id}", Refund, (int, int))


class AllRefunds(Resource[C]):
    """The refunds of all orders. https://woocommerce.github.io/woocommerce-rest-api-docs/#refunds"""

    list: Final = listing("/refunds", Refund, RefundQuery)
