"""Brands of products."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import UNSET, Draft, Model, Unset, draft, model
from ...endpoints import create, read, read_all, read_set, searching
from ...search import IdColumn, InstantColumn, SearchRow, TextColumn


@model
class Brand(Model):
    """A brand. Times of brands made before 2020 tell when Brightpearl began to keep them."""

    id: int
    name: str | None = None
    description: str | None = None
    created_on: datetime | None = None
    """When it was made: aware UTC."""
    updated_on: datetime | None = None
    """When it was last changed: aware UTC."""


@draft
class BrandDraft(Draft):
    """A brand to be made. Its name is unique and holds 120 characters, its description 65,535."""

    name: str
    description: str | Unset = UNSET


class BrandRow(SearchRow):
    """A row of ``brand-search``."""

    brand_id: Final = IdColumn("brandId")
    brand_name: Final = TextColumn("brandName")
    created_on: Final = InstantColumn("createdOn")
    """When it was made: aware UTC."""
    updated_on: Final = InstantColumn("updatedOn")
    """When it was last changed: aware UTC."""


class Brands(Resource[C]):
    """https://api-docs.brightpearl.com/product/brand/index.html"""

    get: Final = read("/product-service/brand/{}", Brand)
    get_set: Final = read_set("/product-service/brand/{}", Brand)
    all: Final = read_all("/product-service/brand", Brand)
    create: Final = create("/product-service/brand", BrandDraft)
    search: Final = searching("/product-service/brand-search", BrandRow)
