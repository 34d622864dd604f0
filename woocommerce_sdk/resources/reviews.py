"""What buyers say of products."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Final, Literal

from attrs import frozen

from woocommerce_sdk._kernel.binding import C, Resource
from woocommerce_sdk._kernel.values import UNSET, Draft, Model, Unrecognised, Unset, draft, model
from woocommerce_sdk.batch import batching
from woocommerce_sdk.endpoints import create, listing, read, remove, update
from woocommerce_sdk.paging import PagedQuery
from woocommerce_sdk.values import ShopTime

from .._kernel.described import described


class ReviewStatus(StrEnum):
    """Whether a review is on show. ``unspam`` and ``untrash`` can only be written."""

    APPROVED = "approved"
    HOLD = "hold"
    SPAM = "spam"
    UNSPAM = "unspam"
    TRASH = "trash"
    UNTRASH = "untrash"


@model
class Review(Model):
    """A review. ``rating`` is 0 to 5; ``verified`` tells that the reviewer bought the product."""

    id: int
    date_created: ShopTime
    """When it was made, on the shop's own clock."""
    date_created_gmt: datetime
    """When it was made: aware UTC."""
    product_id: int
    product_name: str
    product_permalink: str
    status: ReviewStatus | Unrecognised
    reviewer: str
    reviewer_email: str
    review: str
    rating: int
    """Stars, 0 to 5."""
    verified: bool
    reviewer_avatar_urls: dict[str, str]

    __shown__: ClassVar[tuple[str, ...]] = ("id", "product_id", "rating", "status")


@model
class DeletedReview(Model):
    """A review that is gone for good, as it was."""

    deleted: bool
    previous: Review


@draft
class ReviewDraft(Draft):
    """A review to be written. A new one needs ``product_id``, ``reviewer``, ``reviewer_email`` and ``review``."""

    product_id: int | Unset = UNSET
    status: ReviewStatus | Unrecognised | Unset = UNSET
    reviewer: str | Unset = UNSET
    reviewer_email: str | Unset = UNSET
    review: str | Unset = UNSET
    rating: int | Unset = UNSET
    """Stars, 0 to 5."""


@described
@frozen(kw_only=True)
class ReviewQuery(PagedQuery):
    """Filters of reviews."""

    search: str | None = None
    after: datetime | ShopTime | None = None
    """A moment with its time zone, or one on the shop's own clock; that second does not count in."""
    before: datetime | ShopTime | None = None
    """A moment with its time zone, or one on the shop's own clock; that second does not count in."""
    exclude: tuple[int, ...] = ()
    include: tuple[int, ...] | None = None
    orderby: Literal["date", "date_gmt", "id", "include", "product"] | None = None
    reviewer: tuple[int, ...] = ()
    reviewer_exclude: tuple[int, ...] = ()
    reviewer_email: str | None = None
    product: tuple[int, ...] = ()
    status: Literal["all", "hold", "approved", "spam", "trash"] | None = None


class Reviews(Resource[C]):
    """https://woocommerce.github.io/woocommerce-rest-api-docs/#product-reviews"""

    list: Final = listing("/products/reviews", Review, ReviewQuery)
    get: Final = read("/products/reviews/{id}", Review)
    create: Final = create("/products/reviews", ReviewDraft, Review)
    update: Final = update("/products/reviews/{id}", ReviewDraft, Review)
    trash: Final = remove("/products/reviews/{id}", Review, force=False)
    delete: Final = remove("/products/reviews/{id}", DeletedReview)
    batch: Final = batching("/products/reviews/batch", ReviewDraft, Review)
