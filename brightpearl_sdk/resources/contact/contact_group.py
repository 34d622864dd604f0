"""Contact groups: contacts that belong together, such as a team or a loyalty scheme."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import UNSET, Draft, Model, Unset, draft, model
from ...endpoints import create, read, read_all, read_set, replace, searching
from ...search import IntegerColumn, SearchRow, TextColumn

_ONE = "/contact-service/contact-group/{}"


@model
class ContactGroup(Model):
    """A group of contacts. The members of a read-only one cannot be changed."""

    __shown__: ClassVar[tuple[str, ...]] = ("id", "name")

    id: int
    name: str | None = None
    description: str | None = None
    is_read_only: bool | None = None
    created_by: int | None = None
    created_on: datetime | None = None
    """When it was made: aware UTC."""


@draft
class ContactGroupDraft(Draft):
    """A group to be written: its name has 4 to 64 characters, its description 255 at most."""

    name: str
    description: str | Unset = UNSET


class ContactGroupRow(SearchRow):
    """A row of ``contact-group-search``."""

    contact_group_id: Final = IntegerColumn("contactGroupId")
    name: Final = TextColumn("name")
    description: Final = TextColumn("description")
    number_of_members: Final = IntegerColumn("numberOfMembers")


class ContactGroups(Resource[C]):
    """https://api-docs.brightpearl.com/contact/contact-group/index.html"""

    all: Final = read_all("/contact-service/contact-group", ContactGroup)
    get: Final = read(_ONE, ContactGroup)
    get_set: Final = read_set(_ONE, ContactGroup)
    create: Final = create("/contact-service/contact-group", ContactGroupDraft)
    replace: Final = replace(_ONE, ContactGroupDraft)
    search: Final = searching("/contact-service/contact-group-search", ContactGroupRow)
