"""Coupons."""

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
from woocommerce_sdk.values import Blank, ShopTime

from .._kernel.described import described
from .meta_data import MetaData, MetaDataDraft


class DiscountType(StrEnum):
    """From what a coupon takes off. Plugins add others, which are read as ``Unrecognised``."""

    PERCENT = "percent"
    FIXED_CART = "fixed_cart"
    FIXED_PRODUCT = "fixed_product"


@model
class Coupon(Model):
    """A coupon. ``amount`` is percent or money, as ``discount_type`` says; limits are ``None`` where there is none."""

    id: int
    code: str
    amount: Decimal
    """In per cent or in the shop's currency, as ``discount_type`` says."""
    status: str
    date_created: ShopTime
    """When it was made, on the shop's own clock."""
    date_created_gmt: datetime
    """When it was made: aware UTC."""
    date_modified: ShopTime | None
    """When it was last changed, on the shop's own clock."""
    date_modified_gmt: datetime | None
    """When it was last changed: aware UTC."""
    discount_type: DiscountType | Unrecognised
    description: str
    date_expires: ShopTime | None
    """When it ends, on the shop's own clock."""
    date_expires_gmt: datetime | None
    """When it ends: aware UTC."""
    usage_count: int
    """How many times it was used."""
    individual_use: bool
    product_ids: tuple[int, ...]
    excluded_product_ids: tuple[int, ...]
    usage_limit: int | None
    """How many times it can be used."""
    usage_limit_per_user: int | None
    limit_usage_to_x_items: int | None
    """To how many pieces it applies."""
    free_shipping: bool
    product_categories: tuple[int, ...]
    excluded_product_categories: tuple[int, ...]
    exclude_sale_items: bool
    minimum_amount: Decimal | Blank
    """Of the cart, in the shop's currency."""
    maximum_amount: Decimal | Blank
    """Of the cart, in the shop's currency."""
    email_restrictions: tuple[str, ...]
    used_by: tuple[str, ...]
    """Users' ids as text, or guests' email addresses."""
    meta_data: tuple[MetaData, ...]

    __shown__: ClassVar[tuple[str, ...]] = ("id", "code", "amount", "discount_type")


@draft
class CouponDraft(Draft):
    """A coupon to be written. A new one needs ``code``."""

    code: str | Unset = UNSET
    amount: Decimal | Unset = UNSET
    """In per cent or in the shop's currency, as ``discount_type`` says."""
    status: str | Unset = UNSET
    discount_type: DiscountType | Unrecognised | Unset = UNSET
    description: str | Unset = UNSET
    date_expires: ShopTime | Unset | None = UNSET
    """When it ends, on the shop's own clock."""
    date_expires_gmt: datetime | Unset | None = UNSET
    """When it ends: aware UTC."""
    individual_use: bool | Unset = UNSET
    product_ids: tuple[int, ...] | Unset = UNSET
    excluded_product_ids: tuple[int, ...] | Unset = UNSET
    usage_limit: int | Unset | None = UNSET
    """How many times it can be used."""
    usage_limit_per_user: int | Unset | None = UNSET
    limit_usage_to_x_items: int | Unset | None = UNSET
    """To how many pieces it applies."""
    free_shipping: bool | Unset = UNSET
    product_categories: tuple[int, ...] | Unset = UNSET
    excluded_product_categories: tuple[int, ...] | Unset = UNSET
    exclude_sale_items: bool | Unset = UNSET
    minimum_amount: Decimal | Unset = UNSET
    """Of the cart, in the shop's currency."""
    maximum_amount: Decimal | Unset = UNSET
    """Of the cart, in the shop's currency."""
    email_restrictions: tuple[str, ...] | Unset = UNSET
    meta_data: tuple[MetaDataDraft, ...] | Unset = UNSET


@described
@frozen(kw_only=True)
class CouponQuery(PagedQuery):
    """Filters of coupons."""

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
    orderby: Literal["date", "id", "include", "title", "slug", "modified"] | None = None
    code: str | None = None


class Coupons(Resource[C]):
    """https://woocommerce.github.io/woocommerce-rest-api-docs/#coupons"""

    list: Final = listing("/coupons", Coupon, CouponQuery)
    get: Final = read("/coupons/{id}", Coupon)
    create: Final = create("/coupons", CouponDraft, Coupon)
    update: Final = update("/coupons/{id}", CouponDraft, Coupon)
    trash: Final = remove("/coupons/{id}", Coupon, force=False)
    delete: Final = remove("/coupons/{id}", Coupon)
    batch: Final = batching("/coupons/batch", CouponDraft, Coupon)
    changed: Final = sweeping("/coupons", Coupon, CouponQuery)
