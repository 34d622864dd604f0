"""Types of products, which decide in which options products can vary."""

from __future__ import annotations

from typing import Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import Draft, Model, draft, model
from ...endpoints import create, read, read_all, read_set, searching
from ...search import IdColumn, InstantColumn, SearchRow, StringColumn


@model
class ProductTypeOption(Model):
    """An option that products of a type can vary in."""

    id: int
    name: str | None = None


@model
class ProductTypeAssociations(Model):
    """What a product type is linked with."""

    options: tuple[ProductTypeOption, ...] | None = None


@model
class ProductType(Model):
    """A product type."""

    id: int
    name: str | None = None
    associations: ProductTypeAssociations | None = None


@draft
class ProductTypeDraft(Draft):
    """A product type to be made. Its name holds 64 characters."""

    name: str


class ProductTypeRow(SearchRow):
    """A row of ``product-type-search``."""

    id: Final = IdColumn("id")
    name: Final = StringColumn("name")
    updated_on: Final = InstantColumn("updatedOn")
    """When it was last changed: aware UTC."""


class ProductTypes(Resource[C]):
    """https://api-docs.brightpearl.com/product/product-type/index.html"""

    get: Final = read("/product-service/product-type/{}", ProductType)
    get_set: Final = read_set("/product-service/product-type/{}", ProductType)
    all: Final = read_all("/product-service/product-type", ProductType)
    create: Final = create("/product-service/product-type", ProductTypeDraft)
    search: Final = searching("/product-service/product-type-search", ProductTypeRow)
