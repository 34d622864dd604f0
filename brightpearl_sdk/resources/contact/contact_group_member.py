"""The members of contact groups."""

from __future__ import annotations

from typing import Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import Draft, Model, draft, model
from ...endpoints import act_on, read_plain_in, remove_in, searching
from ...ids import IdSet
from ...search import IntegerColumn, SearchRow, TextColumn

_PATH = "/contact-service/contact-group/{}/member"


@model
class ContactGroupMembers(Model):
    """Who belongs to a group. ``contact_member_id_set`` comes only where it is asked for."""

    contact_member_ids: tuple[int, ...] = ()
    contact_member_id_set: IdSet | None = None


@draft
class ContactGroupMembersDraft(Draft):
    """Contacts that are to join a group; one that belongs to it already is refused."""

    contact_member_ids: tuple[int, ...]


class ContactGroupMemberRow(SearchRow):
    """A row of ``contact-group-member-search``: a contact in a group."""

    contact_id: Final = IntegerColumn("contactId")
    first_name: Final = TextColumn("firstName")
    last_name: Final = TextColumn("lastName")
    contact_group_id: Final = IntegerColumn("contactGroupId")
    contact_group_name: Final = TextColumn("contactGroupName")
    contact_group_description: Final = TextColumn("contactGroupDescription")


class ContactGroupMemberships(Resource[C]):
    """https://api-docs.brightpearl.com/contact/contact-group-member/index.html"""

    get: Final = read_plain_in(_PATH, ContactGroupMembers)
    add: Final = act_on(_PATH, ContactGroupMembersDraft, doc="Add contacts to a group.")
    remove: Final = remove_in("/contact-service/contact-group/{}/member/{}", doc="Take one contact out of a group.")
    search: Final = searching("/contact-service/contact-group-member-search", ContactGroupMemberRow)
