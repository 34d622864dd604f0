"""Categories that products are placed in: a tree."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import UNSET, Draft, Model, Unset, draft, model
from ...endpoints import create, read, read_all, read_set, searching
from ...search import BooleanColumn, IdColumn, InstantColumn, IntegerColumn, SearchRow, StringColumn
from .price_list import LocalisedText


@model
class BrightpearlCategory(Model):
    """A category. ``parent_id`` 0 is a root."""

    __shown__: ClassVar[tuple[str, ...]] = ("id", "name", "parent_id")

    id: int
    name: str | None = None
    parent_id: int | None = None
    active: bool | None = None
    created_on: datetime | None = None
    """When it was made: aware UTC."""
    created_by_id: int | None = None
    updated_on: datetime | None = None
    """When it was last changed: aware UTC."""
    updated_by_id: int | None = None
    description: LocalisedText | None = None


@draft
class BrightpearlCategoryDraft(Draft):
    """A category to be made: a root, unless it has a parent. Its name holds 128 characters and is unique below the parent."""

    name: str
    parent_id: int | Unset = UNSET


class BrightpearlCategoryRow(SearchRow):
    """A row of ``brightpearl-category-search``."""

    id: Final = IdColumn("id")
    name: Final = StringColumn("name")
    parent_id: Final = IntegerColumn("parentId")
    active: Final = BooleanColumn("active")
    created_on: Final = InstantColumn("createdOn")
    """When it was made: aware UTC."""
    created_by_id: Final = IntegerColumn("createdById")
    updated_on: Final = InstantColumn("updatedOn")
    """When it was last changed: aware UTC."""
    updated_by_id: Final = IntegerColumn("updatedBy")


class BrightpearlCategories(Resource[C]):
    """https://api-docs.brightpearl.com/product/brightpearl-category/index.html"""

    get: Final = read("/product-service/brightpearl-category/{}", BrightpearlCategory)
    get_set: Final = read_set("/product-service/brightpearl-category/{}", BrightpearlCategory)
    all: Final = read_all("/product-service/brightpearl-category", BrightpearlCategory)
    create: Final = create("/product-service/brightpearl-category", BrightpearlCategoryDraft)
    search: Final = searching("/product-service/brightpearl-category-search", BrightpearlCategoryRow)
