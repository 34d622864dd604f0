"""Companies that contacts belong to."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import Draft, Model, draft, model
from ...endpoints import create, read, read_set, replace, searching
from ...search import IntegerColumn, SearchRow, TextColumn

_ONE = "/contact-service/company/{}"


@model
class Company(Model):
    """A company. Which fields an answer has beside its name is assumed."""

    __shown__: ClassVar[tuple[str, ...]] = ("id", "name")

    id: int | None = None
    name: str | None = None
    created_on: datetime | None = None
    """When it was made: aware UTC."""
    updated_on: datetime | None = None
    """When it was last changed: aware UTC."""


@draft
class CompanyDraft(Draft):
    """A company to be written, by a name of 64 characters at most."""

    name: str


class CompanyRow(SearchRow):
    """A row of ``company-search``. ``contact_id`` only filters: no row holds it."""

    company_id: Final = IntegerColumn("companyId")
    name: Final = TextColumn("name")
    contact_id: Final = IntegerColumn("contactId", sortable=False)


class Companies(Resource[C]):
    """https://api-docs.brightpearl.com/contact/company/index.html"""

    get: Final = read(_ONE, Company)
    get_set: Final = read_set(_ONE, Company)
    create: Final = create("/contact-service/company", CompanyDraft)
    replace: Final = replace(_ONE, CompanyDraft)
    search: Final = searching("/contact-service/company-search", CompanyRow)
