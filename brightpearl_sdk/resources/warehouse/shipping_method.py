"""Shipping methods."""

from __future__ import annotations

from typing import ClassVar, Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import UNSET, Draft, Json, Model, Unset, draft, model
from ...endpoints import create, read_all, read_set, searching
from ...search import IdColumn, SearchRow, StringColumn


@model
class ShippingMethod(Model):
    """A way to send goods. ``method_type`` is 1 by weight, 2 by price, 3 by the number of items."""

    __shown__: ClassVar[tuple[str, ...]] = ("id", "name")

    id: int
    code: str | None = None
    name: str | None = None
    breaks: Json = None
    method_type: Json = None
    additional_information: Json = None
    additional_information_required: bool | None = None
    carrier: str | None = None
    countries: Json = None
    channel_brand_templates: Json = None


@draft
class ShippingMethodDraft(Draft):
    """A way to send goods to be made. Its name is unique and holds 128 characters, as does the code.

    ``breaks`` are upper bounds and ``countries`` codes, between commas. ``channel_brand_templates`` are ids of packing
    notes by channel brand.
    """

    name: str
    code: str | Unset = UNSET
    additional_information_required: bool | Unset = UNSET
    method_type: int | Unset = UNSET
    breaks: str | Unset = UNSET
    carrier: str | Unset = UNSET
    countries: str | Unset = UNSET
    channel_brand_templates: dict[str, int] | Unset = UNSET


class ShippingMethodRow(SearchRow):
    """A row of ``shipping-method-search``, which is known from clients only."""

    id: Final = IdColumn("id")
    code: Final = StringColumn("code")
    name: Final = StringColumn("name")


class ShippingMethods(Resource[C]):
    """https://api-docs.brightpearl.com/warehouse/shipping-method/index.html"""

    all: Final = read_all("/warehouse-service/shipping-method", ShippingMethod)
    get_set: Final = read_set("/warehouse-service/shipping-method/{}", ShippingMethod)
    create: Final = create("/warehouse-service/shipping-method", ShippingMethodDraft)
    search: Final = searching("/warehouse-service/shipping-method-search", ShippingMethodRow)
