"""Values of options, such as small or large."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import UNSET, Draft, Model, Unset, draft, model
from ...endpoints import create_under, read_set, searching
from ...search import IdColumn, InstantColumn, SearchRow, StringColumn


@model
class OptionValue(Model):
    """A value of an option. Its fields are those of the search, for the page that lists them could not be read."""

    __shown__: ClassVar[tuple[str, ...]] = ("option_id", "option_value_id", "option_value_name")

    option_id: int | None = None
    option_name: str | None = None
    option_value_id: int | None = None
    option_value_name: str | None = None
    sort_order: int | None = None
    created_on: datetime | None = None
    """When it was made: aware UTC."""
    updated_on: datetime | None = None
    """When it was last changed: aware UTC."""


@draft
class OptionValueDraft(Draft):
    """A value to be added to an option. Its name is unique and holds 32 characters."""

    option_value_name: str
    sort_order: int | Unset = UNSET


class OptionValueRow(SearchRow):
    """A row of ``option-value-search``."""

    option_id: Final = IdColumn("optionId")
    option_name: Final = StringColumn("optionName")
    option_value_id: Final = IdColumn("optionValueId")
    option_value_name: Final = StringColumn("optionValueName")
    updated_on: Final = InstantColumn("updatedOn")
    """When it was last changed: aware UTC."""


class OptionValues(Resource[C]):
    """https://api-docs.brightpearl.com/product/option-value/index.html"""

    of_options: Final = read_set("/product-service/option/{}/value", OptionValue, doc="The values of a set of options.")
    create: Final = create_under("/product-service/option/{}/value", OptionValueDraft)
    search: Final = searching("/product-service/option-value-search", OptionValueRow)
