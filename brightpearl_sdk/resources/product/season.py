"""Seasons, where an account has enabled them."""

from __future__ import annotations

from datetime import date
from typing import Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import UNSET, Draft, Model, Unset, draft, model
from ...endpoints import create, read, read_all, read_set, searching
from ...search import IdColumn, InstantColumn, SearchRow, StringColumn


@model
class Season(Model):
    """A season, with days that may be open."""

    id: int
    name: str | None = None
    description: str | None = None
    date_from: date | None = None
    """The first day, without a time zone."""
    date_to: date | None = None
    """The last day, without a time zone."""


@draft
class SeasonDraft(Draft):
    """A season to be made. Its name is unique and has 4 to 255 characters, its description 255."""

    name: str
    description: str | Unset = UNSET
    date_from: date | Unset = UNSET
    """The first day, without a time zone."""
    date_to: date | Unset = UNSET
    """The last day, without a time zone."""


class SeasonRow(SearchRow):
    """A row of ``season-search``, which is known from clients only."""

    id: Final = IdColumn("id")
    name: Final = StringColumn("name")
    updated_on: Final = InstantColumn("updatedOn")
    """When it was last changed: aware UTC."""


class Seasons(Resource[C]):
    """https://api-docs.brightpearl.com/product/season/index.html"""

    get: Final = read("/product-service/season/{}", Season)
    get_set: Final = read_set("/product-service/season/{}", Season)
    all: Final = read_all("/product-service/season", Season)
    create: Final = create("/product-service/season", SeasonDraft)
    search: Final = searching("/product-service/season-search", SeasonRow)
