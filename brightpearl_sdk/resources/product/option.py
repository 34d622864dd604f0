"""Options in which products vary, such as size."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import UNSET, Draft, Model, Unset, draft, model
from ...endpoints import create, read, read_all, read_set, searching
from ...search import IdColumn, InstantColumn, SearchRow, StringColumn


@model
class Option(Model):
    """An option."""

    id: int
    name: str | None = None
    sort_order: int | None = None
    created_on: datetime | None = None
    """When it was made: aware UTC."""
    updated_on: datetime | None = None
    """When it was last changed: aware UTC."""


@draft
class OptionDraft(Draft):
    """An option to be made. Its name holds 32 characters."""

    name: str
    sort_order: int | Unset = UNSET


class OptionRow(SearchRow):
    """A row of ``option-search``."""

    id: Final = IdColumn("id")
    name: Final = StringColumn("name")
    updated_on: Final = InstantColumn("updatedOn")
    """When it was last changed: aware UTC."""


class Options(Resource[C]):
    """https://api-docs.brightpearl.com/product/option/index.html"""

    get: Final = read("/product-service/option/{}", Option)
    get_set: Final = read_set("/product-service/option/{}", Option)
    all: Final = read_all("/product-service/option", Option)
    create: Final = create("/product-service/option", OptionDraft)
    search: Final = searching("/product-service/option-search", OptionRow)
