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
    status: str
    date_created: ShopTime
    date_created_gmt: datetime
    date_modified: ShopTime | None
    date_modified_gmt: datetime | None
    discount_type: DiscountType | Unrecognised
    description: str
    date_expires: ShopTime | None
    date_expires_gmt: datetime | None
    usage_count: int
    individual_use: bool
    product_ids: tuple[int, ...]
    excluded_product_ids: tuple[int, ...]
    usage_limit: int | None
    usage_limit_per_user: int | None
    limit_usage_to_x_items: int | None
    free_shipping: bool
    product_categories: tuple[int, ...]
    excluded_product_categories: tuple[int, ...]
    exclude_sale_items: bool
    minimum_amount: Decimal | Blank
    maximum_amount: Decimal | Blank
    email_restrictions: tuple[str, ...]
    #: Users' ids as text, or guests' email addresses.
    used_by: tuple[str, ...]
    meta_data: tuple[MetaData, ...]

    __shown__: ClassVar[tuple[str, ...]] = ("id", "code", "amount", "discount_type")


@draft
class CouponDraft(Draft):
    """A coupon to be written. A new one needs ``code``."""

    code: str | Unset = UNSET
    amount: Decimal | Unset = UNSET
    status: str | Unset = UNSET
    discount_type: DiscountType | Unrecognised | Unset = UNSET
    description: str | Unset = UNSET
    date_expires: ShopTime | Unset | None = UNSET
    date_expires_gmt: datetime | Unset | None = UNSET
    individual_use: bool | Unset = UNSET
    product_ids: tuple[int, ...] | Unset = UNSET
    excluded_product_ids: tuple[int, ...] | Unset = UNSET
    usage_limit: int | Unset | None = UNSET
    usage_limit_per_user: int | Unset | None = UNSET
    limit_usage_to_x_items: int | Unset | None = UNSET
    free_shipping: bool | Unset = UNSET
    product_categories: tuple[int, ...] | Unset = UNSET
    excluded_product_categories: tuple[int, ...] | Unset = UNSET
    exclude_sale_items: bool | Unset = UNSET
    minimum_amount: Decimal | Unset = UNSET
    maximum_amount: Decimal | Unset = UNSET
    email_restrictions: tuple[str, ...] | Unset = UNSET
    meta_data: tuple[MetaDataDraft, ...] | Unset = UNSET


@frozen(kw_only=True)
class CouponQuery(PagedQuery):
    """Filters of coupons."""

    search: str | None = None
    after: datetime | ShopTime | None = None
    before: datetime | ShopTime | None = None
    modified_after: datetime | ShopTime | None = None
    modified_before: datetime | ShopTime | None = None
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
