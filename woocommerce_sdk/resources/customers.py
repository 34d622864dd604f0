"""Customers."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Final, Literal

from attrs import frozen

from woocommerce_sdk._kernel.binding import C, Resource
from woocommerce_sdk._kernel.values import UNSET, Draft, Model, Unset, draft, model
from woocommerce_sdk.batch import batching
from woocommerce_sdk.endpoints import create, listing, read, remove, update
from woocommerce_sdk.paging import PagedQuery
from woocommerce_sdk.values import ShopTime

from .addresses import BillingAddress, BillingAddressDraft, ShippingAddress, ShippingAddressDraft
from .meta_data import MetaData, MetaDataDraft


@model
class Customer(Model):
    """A buyer with an account. Guests have none: they are known only by their orders."""

    id: int
    date_created: ShopTime | None
    """When it was made, on the shop's own clock."""
    date_created_gmt: datetime | None
    """When it was made: aware UTC."""
    date_modified: ShopTime | None
    """When it was last changed, on the shop's own clock."""
    date_modified_gmt: datetime | None
    """When it was last changed: aware UTC."""
    email: str
    first_name: str
    last_name: str
    role: str
    username: str
    billing: BillingAddress
    shipping: ShippingAddress
    is_paying_customer: bool
    avatar_url: str
    meta_data: tuple[MetaData, ...] = ()

    __shown__: ClassVar[tuple[str, ...]] = ("id", "email", "first_name", "last_name")


@draft
class CustomerDraft(Draft):
    """A customer to be written. A new one needs ``email``; the shop makes username and password where none is given."""

    email: str | Unset = UNSET
    first_name: str | Unset = UNSET
    last_name: str | Unset = UNSET
    username: str | Unset = UNSET
    password: str | Unset = UNSET
    billing: BillingAddressDraft | Unset = UNSET
    shipping: ShippingAddressDraft | Unset = UNSET
    meta_data: tuple[MetaDataDraft, ...] | Unset = UNSET


@model
class DownloadedFile(Model):
    """The file that a permission is for."""

    name: str
    file: str


@model
class DownloadPermission(Model):
    """A file that a customer may get. ``downloads_remaining`` is text: a number, or ``unlimited``."""

    download_id: str
    download_url: str
    product_id: int
    product_name: str
    download_name: str
    order_id: int
    order_key: str
    downloads_remaining: str
    access_expires: str
    """When it ends, on the shop's own clock, as text; ``never`` where it does not."""
    access_expires_gmt: str
    """When it ends, in UTC, as text; ``never`` where it does not."""
    file: DownloadedFile


@frozen(kw_only=True)
class CustomerQuery(PagedQuery):
    """Filters of customers. There is none by time of change. ``role`` is ``customer`` unless told otherwise."""

    search: str | None = None
    exclude: tuple[int, ...] = ()
    include: tuple[int, ...] | None = None
    orderby: Literal["id", "include", "name", "registered_date"] | None = None
    email: str | None = None
    role: str | None = None


class Customers(Resource[C]):
    """https://woocommerce.github.io/woocommerce-rest-api-docs/#customers"""

    list: Final = listing("/customers", Customer, CustomerQuery)
    get: Final = read("/customers/{id}", Customer)
    create: Final = create("/customers", CustomerDraft, Customer)
    update: Final = update("/customers/{id}", CustomerDraft, Customer)
    delete: Final = remove("/customers/{id}", Customer)
    downloads: Final = read("/customers/{customer_id}/downloads", tuple[DownloadPermission, ...])
    batch: Final = batching("/customers/batch", CustomerDraft, Customer)
