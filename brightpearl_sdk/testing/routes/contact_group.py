"""contact-service: groups of contacts, and who belongs to them."""

from __future__ import annotations

from ..account import Account, Record, without
from ..call import EMPTY, Answer, Call, Route, text
from ..errors import invalid, missing
from ..idset import folded
from ..searches import Search, column, search_routes


def _named(call: Call) -> Record:
    given = call.document()
    name = text(given.get("name"), 64, "SIMC-219", "A group needs a name of 4 to 64 characters")
    if len(name) < 4:
        raise invalid("SIMC-219", "A group needs a name of 4 to 64 characters")
    return {"name": name, "description": text(given.get("description", ""), 255, "SIMC-220", "A description has at most 255 characters")}


def _post(call: Call) -> Answer:
    record = {**_named(call), "isReadOnly": False, "createdBy": 4, "createdOn": call.account.now(), "members": []}
    return Answer(response=call.account.put("contact_groups", record))


def _group(call: Call) -> Record:
    record = call.account.find("contact_groups", call.id())
    if record is None:
        raise missing("No Contact Groups Found")
    return record


def _open_group(call: Call) -> Record:
    record = _group(call)
    if record["isReadOnly"]:
        raise invalid("SIMB-221", f"Contact group {record['id']} is read-only")
    return record


def _put(call: Call) -> Answer:
    record = _open_group(call)
    record |= _named(call)
    return EMPTY


def _get(call: Call) -> Answer:
    table, ids = call.account.table("contact_groups"), call.set(limit=0)
    apart = (call.parameter("excludeOptional") or "").split(",")
    found = [
        without({**record, "createdOn": call.account.shown(record.get("createdOn"))}, "members", *apart)
        for id, record in sorted(table.items())
        if ids is None or id in ids
    ]
    if not found:
        raise missing("No Contact Groups Found")
    return Answer(response=found)


def _get_members(call: Call) -> Answer:
    members = sorted(_group(call)["members"])
    shown = {"contactMemberIds": members}
    if call.optional("contactMemberIdSet"):
        return Answer(response={**shown, "contactMemberIdSet": ",".join(folded(members))})
    return Answer(response=shown)


def _post_members(call: Call) -> Answer:
    record, ids = _open_group(call), call.document().get("contactMemberIds")
    if not isinstance(ids, list) or not ids:
        raise invalid("SIMC-222", "You have not supplied any contacts")
    for id in ids:
        if call.account.find("contacts", id) is None:
            raise invalid("SIMC-223", f"Contact {id} does not exist")
        if id in record["members"]:
            raise invalid("SIMB-224", f"Contact {id} is in contact group {record['id']} already")
    record["members"] += dict.fromkeys(ids)
    return EMPTY


def _delete_member(call: Call) -> Answer:
    record, id = _open_group(call), call.id("contact")
    if id not in record["members"]:
        raise missing(f"Contact {id} is not in contact group {record['id']}")
    record["members"].remove(id)
    return EMPTY


def _memberships(account: Account) -> list[Record]:
    contacts = account.table("contacts")
    return [
        {"contact": contacts[id], "group": group}
        for group in account.table("contact_groups").values()
        for id in group["members"]
        if id in contacts
    ]


GROUPS = Search(
    path="contact-service/contact-group-search",
    records=lambda account: account.table("contact_groups").values(),
    columns=(
        column("contactGroupId", "INTEGER", "id"),
        column("name", "SEARCH_STRING", "name"),
        column("description", "SEARCH_STRING", "description"),
        column("numberOfMembers", "INTEGER", lambda account, record: len(record["members"])),
    ),
)

MEMBERS = Search(
    path="contact-service/contact-group-member-search",
    records=_memberships,
    columns=(
        column("contactId", "INTEGER", "contact.contactId"),
        column("firstName", "SEARCH_STRING", "contact.firstName"),
        column("lastName", "SEARCH_STRING", "contact.lastName"),
        column("contactGroupId", "INTEGER", "group.id"),
        column("contactGroupName", "SEARCH_STRING", "group.name"),
        column("contactGroupDescription", "SEARCH_STRING", "group.description"),
    ),
)

ROUTES: tuple[Route, ...] = (
    Route("POST", "contact-service/contact-group", _post),
    Route("GET", "contact-service/contact-group", _get),
    Route("GET", "contact-service/contact-group/{id}", _get),
    Route("PUT", "contact-service/contact-group/{id}", _put),
    Route("GET", "contact-service/contact-group/{id}/member", _get_members, "get-contact-group-member"),
    Route("POST", "contact-service/contact-group/{id}/member", _post_members, "post-contact-group-member"),
    Route("DELETE", "contact-service/contact-group/{id}/member/{contact}", _delete_member, "delete-contact-group-member"),
    *search_routes(GROUPS),
    *search_routes(MEMBERS),
)
