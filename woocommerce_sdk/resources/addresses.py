"""The addresses of orders and customers."""

from __future__ import annotations

from typing import ClassVar

from woocommerce_sdk._kernel.values import UNSET, Draft, Model, Unset, draft, model


@model
class BillingAddress(Model):
    """Who pays. ``country`` is an ISO 3166 code, ``state`` the shop's code; empty text where nothing was given."""

    first_name: str
    last_name: str
    company: str
    address_1: str
    address_2: str
    city: str
    state: str
    postcode: str
    country: str
    email: str | None
    phone: str

    __shown__: ClassVar[tuple[str, ...]] = ("first_name", "last_name", "city", "country")


@model
class ShippingAddress(Model):
    """Where the goods go. All empty text where the buyer gave none."""

    first_name: str
    last_name: str
    company: str
    address_1: str
    address_2: str
    city: str
    state: str
    postcode: str
    country: str
    phone: str = ""
    """Absent before WooCommerce 5.6."""

    __shown__: ClassVar[tuple[str, ...]] = ("first_name", "last_name", "city", "country")


@draft
class BillingAddressDraft(Draft):
    """A billing address to be written; what is unset stays as it is."""

    first_name: str | Unset = UNSET
    last_name: str | Unset = UNSET
    company: str | Unset = UNSET
    address_1: str | Unset = UNSET
    address_2: str | Unset = UNSET
    city: str | Unset = UNSET
    state: str | Unset = UNSET
    postcode: str | Unset = UNSET
    country: str | Unset = UNSET
    email: str | Unset | None = UNSET
    phone: str | Unset = UNSET


@draft
class ShippingAddressDraft(Draft):
    """A shipping address to be written; what is unset stays as it is."""

    first_name: str | Unset = UNSET
    last_name: str | Unset = UNSET
    company: str | Unset = UNSET
    address_1: str | Unset = UNSET
    address_2: str | Unset = UNSET
    city: str | Unset = UNSET
    state: str | Unset = UNSET
    postcode: str | Unset = UNSET
    country: str | Unset = UNSET
    phone: str | Unset = UNSET
