"""contact-service: tags, which contacts may have many of, and the status, of which each has one."""

from __future__ import annotations

from collections.abc import Callable

from ..._kernel.values import Json
from ..account import Record, chosen
from ..call import Answer, Call, Route
from ..errors import missing, refused

_NOT_FOUND = (404, [("CONC-014", "Contact was not found")])
_DONE: tuple[int, list[tuple[str, str]]] = (200, [])
Outcome = tuple[int, list[tuple[str, str]]]


def _told(outcomes: dict[int, Outcome], *, status: int | None = None) -> Answer:
    """What became of each contact: 200 for the whole where all went well, 207 where not."""
    statuses: dict[str, Json] = {str(id): status for id, (status, _) in outcomes.items()}
    errors: dict[str, Json] = {
        str(id): [{"code": code, "message": message} for code, message in faults] for id, (_, faults) in outcomes.items()
    }
    whole = 200 if set(statuses.values()) == {200} else 207
    return Answer(response={"resourceErrors": errors, "resourceStatuses": statuses}, status=status or whole)


def _get(call: Call) -> Answer:
    table, ids = call.account.table("tags"), call.set()
    found: dict[str, Json] = {str(each["tagId"]): dict(each) for each in chosen(table, table if ids is None else ids)}
    if not found:
        raise missing("No Tags Found")
    return Answer(response=found)


def _tags(contact: Record) -> list[int]:
    return [int(id) for id in contact["contactTags"].split(",") if id]


def _tagging(change: Callable[[Record, int], Outcome]) -> Callable[[Call], Answer]:
    def respond(call: Call) -> Answer:
        account, tag = call.account, call.id("tag")
        if account.find("tags", tag) is None:
            raise refused(404, ("CONC-014", f"Tag {tag:,} does not exist"))
        contacts = account.table("contacts")
        ids = call.set() or []
        return _told({id: change(contacts[id], tag) if id in contacts else _NOT_FOUND for id in ids})

    return respond


def _add(contact: Record, tag: int) -> Outcome:
    tags = _tags(contact)
    if tag in tags:
        return 409, [("SIMB-225", f"Tag {tag} is already associated with Contact {contact['contactId']}")]
    contact["contactTags"] = ",".join(str(id) for id in sorted([*tags, tag]))
    return _DONE


def _remove(contact: Record, tag: int) -> Outcome:
    tags = _tags(contact)
    if tag not in tags:
        return 409, [("CONC-035", f"Tag {tag} is not associated with Contact {contact['contactId']}")]
    contact["contactTags"] = ",".join(str(id) for id in tags if id != tag)
    return _DONE


def _put_status(call: Call) -> Answer:
    account, status = call.account, call.document().get("contactStatusId")
    if account.find("contact_statuses", status) is None:
        raise refused(404, ("CONC-047", f"No contact status found with ID {status}"))
    contacts, ids = account.table("contacts"), call.set() or []
    if not chosen(contacts, ids):
        raise missing("No Contact Found")
    for contact in chosen(contacts, ids):
        contact["contactStatus"] = {"current": {"contactStatusId": status}}
        contact["updatedOn"] = account.now()
    # The API answers 207 here even where all went well.
    return _told({id: _DONE if id in contacts else _NOT_FOUND for id in ids}, status=207)


ROUTES: tuple[Route, ...] = (
    Route("GET", "contact-service/tag", _get),
    Route("GET", "contact-service/tag/{id}", _get),
    Route("POST", "contact-service/contact/{id}/tag/{tag}", _tagging(_add), "post-contact-tag"),
    Route("DELETE", "contact-service/contact/{id}/tag/{tag}", _tagging(_remove), "delete-contact-tag"),
    Route("PUT", "contact-service/contact/{id}/status", _put_status, "put-contact-status"),
)
