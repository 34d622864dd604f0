"""The face that a company shows on a sales channel: names, templates, bank and logo."""

from __future__ import annotations

from typing import ClassVar, Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import Json, Model, model
from ...endpoints import read_all, read_set


@model
class ChannelBrand(Model):
    """A channel brand.

    ``templates`` are ids by a code for what they are used for, such as ``SOINV`` for the invoice of a sales order;
    ``shipping_templates`` are ids by shipping method.
    """

    __shown__: ClassVar[tuple[str, ...]] = ("channel_brand_id", "name", "company_name")

    channel_brand_id: int
    address_book_id: int | None = None
    name: str | None = None
    company_name: str | None = None
    company_number: str | None = None
    telephone: str | None = None
    email_address: str | None = None
    accounting_email_address: str | None = None
    templates: dict[str, int] | None = None
    shipping_templates: dict[str, int] | None = None
    financial_details: Json = None
    logo: Json = None


class ChannelBrands(Resource[C]):
    """https://api-docs.brightpearl.com/product/channel-brand/get.html"""

    all: Final = read_all("/product-service/channel-brand", ChannelBrand)
    get_set: Final = read_set("/product-service/channel-brand/{}", ChannelBrand)
