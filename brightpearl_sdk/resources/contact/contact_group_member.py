"""The members of contact groups."""

from __future__ import annotations

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

    contact_id = IntegerColumn("contactId")
    first_name = TextColumn("firstName")
    last_name = TextColumn("lastName")
    contact_group_id = IntegerColumn("contactGroupId")
    contact_group_name = TextColumn("contactGroupName")
    contact_group_description = TextColumn("contactGroupDescription")


class ContactGroupMemberships(Resource[C]):
    """https://api-docs.brightpearl.com/contact/contact-group-member/index.html"""

    get = read_plain_in(_PATH, ContactGroupMembers)
    add = act_on(_PATH, ContactGroupMembersDraft, doc="Add contacts to a group.")
    remove = remove_in("/contact-service/contact-group/{}/member/{}", doc="Take one contact out of a group.")
    search = searching("/contact-service/contact-group-member-search", ContactGroupMemberRow)
