"""Postal addresses: they hold no name and no telephone, and are made before the contact that uses them."""

from __future__ import annotations

from typing import Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import UNSET, Draft, Model, Unset, draft, model
from ...endpoints import create, read, read_many, read_set, replace


@model
class PostalAddress(Model):
    """Where a contact is. ``country_iso_code`` has three letters, ``country_iso_code2`` two. Empty lines are left out."""

    address_id: int | None = None
    contact_id: int | None = None
    address_line1: str | None = None
    address_line2: str | None = None
    address_line3: str | None = None
    address_line4: str | None = None
    postal_code: str | None = None
    country_id: int | None = None
    country_iso_code: str | None = None
    country_iso_code2: str | None = None


@draft
class PostalAddressDraft(Draft):
    """An address to be made. Lines are street, suburb, city and state; ``country_iso_code`` has three letters."""

    address_line1: str
    address_line2: str | Unset | None = UNSET
    address_line3: str | Unset | None = UNSET
    address_line4: str | Unset | None = UNSET
    postal_code: str | Unset | None = UNSET
    country_iso_code: str | Unset = UNSET
    country_id: int | Unset = UNSET


class PostalAddresses(Resource[C]):
    """https://api-docs.brightpearl.com/contact/postal-address/index.html"""

    get: Final = read("/contact-service/postal-address/{}", PostalAddress)
    get_set: Final = read_set("/contact-service/postal-address/{}", PostalAddress)
    get_many: Final = read_many("/contact-service/postal-address/{}", PostalAddress, key="address_id")
    create: Final = create("/contact-service/postal-address", PostalAddressDraft)
    replace: Final = replace("/contact-service/postal-address/{}", PostalAddressDraft)
