"""contact-service: contacts, their notes, and what is left of one that is forgotten."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from ..account import Account, Record, chosen, without
from ..call import EMPTY, Answer, Call, Operation, Route, moment, text, whole
from ..errors import invalid, missing, refused
from ..searches import Search, column, hidden, period, search_routes
from .reading import listed, planned

_TELEPHONES = ("PRI", "SEC", "MOB", "FAX")
_EMAILS = ("PRI", "SEC", "TER")
#: Contacts of a page.
_MOST = 200


def _post_contact(call: Call) -> Answer:
    account = call.account
    given = call.document()
    record = _contact(account, given)
    now = account.now()
    record |= {
        "contactStatus": {"current": {"contactStatusId": _status(account, given)}},
        "tradeStatus": "UNKNOWN",
        "createdByid": 4,
        "createdOn": now,
        "updatedOn": now,
        "contactTags": "",
        "aliases": {},
        "companyId": record.get("companyId", 0),
        "customFields": {},
    }
    primary = _primary(account, record["organisation"])
    record["isPrimaryContact"] = primary is None
    id = account.put("contacts", record, key="contactId")
    record["organisation"]["organisationId"] = id if primary is None else primary["organisation"]["organisationId"]
    for address_id in record["postAddressIds"].values():
        account.table("postal_addresses")[address_id].setdefault("contactId", id)
    return Answer(response=id)


def _company(account: Account, given: Any) -> int:
    id = whole(given, "SIMC-205", f"companyId {given} does not exist")
    if id and account.find("companies", id) is None:
        raise invalid("SIMC-205", f"companyId {given} does not exist")
    return id


def _status(account: Account, given: Record) -> int:
    id = ((given.get("contactStatus") or {}).get("current") or {}).get("contactStatusId", 0)
    if id and account.find("contact_statuses", id) is None:
        raise invalid("SIMC-209", f"You have supplied an invalid contact status: {id}")
    return int(id)


def _primary(account: Account, organisation: Record) -> Record | None:
    """The primary contact of an organisation that is named by its id or by its name; None for a new one."""
    id, name = organisation.get("organisationId"), organisation.get("name")
    if id is not None:
        contact = account.find("contacts", id)
        if contact is None:
            raise invalid("SIMC-210", f"Organisation {id} does not exist")
        return contact
    contacts = account.table("contacts").values()
    return next((each for each in contacts if name and each["isPrimaryContact"] and each["organisation"].get("name") == name), None)


def _contact(account: Account, given: Record) -> Record:
    faults = []
    for name in ("firstName", "lastName"):
        value = given.get(name)
        if not value:
            faults.append(("SIMC-201", f"You have not supplied a {name}"))
        elif not isinstance(value, str) or len(value) > 32:
            faults.append(("SIMC-202", f"{name} must not be longer than 32 characters"))
    addresses = given.get("postAddressIds") or {}
    if "DEF" not in addresses:
        faults.append(("SIMC-203", "You have not supplied a default postal address"))
    faults += [
        ("SIMC-204", f"Postal address {id} does not exist") for id in addresses.values() if account.find("postal_addresses", id) is None
    ]
    if faults:
        raise refused(400, *faults)
    communication = given.get("communication") or {}
    relationship = given.get("relationshipToAccount") or {}
    finances = given.get("financialDetails") or {}
    for kind, name in (("price_lists", "priceListId"), ("currencies", "currencyId"), ("tax_codes", "taxCodeId")):
        if finances.get(name) is not None and account.find(kind, finances[name]) is None:
            raise invalid("SIMC-205", f"{name} {finances[name]} does not exist")
    return {
        "salutation": text(given.get("salutation") or "", 32, "SIMC-202", "salutation must not be longer than 32 characters"),
        "firstName": given["firstName"],
        "lastName": given["lastName"],
        "postAddressIds": {use: addresses.get(use, addresses["DEF"]) for use in ("DEF", "BIL", "DEL")},
        "communication": {
            "emails": {key: {"email": str(value["email"])} for key, value in (communication.get("emails") or {}).items() if key in _EMAILS},
            "telephones": {key: str(value) for key, value in (communication.get("telephones") or {}).items() if key in _TELEPHONES},
            "messagingVoips": communication.get("messagingVoips") or {},
            "websites": communication.get("websites") or {},
        },
        "relationshipToAccount": {"isSupplier": bool(relationship.get("isSupplier")), "isStaff": bool(relationship.get("isStaff"))},
        "marketingDetails": {
            "isReceiveEmailNewsletter": bool((given.get("marketingDetails") or {}).get("isReceiveEmailNewsletter", False))
        },
        "financialDetails": {
            "priceListId": 1,
            "nominalCode": "0",
            "creditLimit": 0,
            "creditTermDays": 0,
            "currencyId": 1,
            "discountPercentage": 0,
            "creditTermTypeId": 1,
            **finances,
        },
        "assignment": {"current": dict(((given.get("assignment") or {}).get("current")) or {})},
        "organisation": dict(given.get("organisation") or {}),
        "companyId": _company(account, given.get("companyId", 0)),
    }


def shown(call: Call, record: Record) -> Record:
    """A contact as the API shows it."""
    account = call.account
    each = deepcopy(record)
    fields = each.pop("customFields", {})
    for name in ("createdOn", "updatedOn"):
        each[name] = account.shown(each.get(name))
    if call.optional("customFields"):
        each["customFields"] = fields
    if call.optional("postalAddresses"):
        ids = set(record["postAddressIds"].values())
        each["postalAddresses"] = {
            str(address["addressId"]): deepcopy(address) for address in chosen(account.table("postal_addresses"), ids)
        }
    return without(each)


def _get_contacts(call: Call) -> Answer:
    table, ids = call.account.table("contacts"), call.set(limit=0)
    records = chosen(table, table if ids is None else ids)
    if not records:
        raise missing("No Contact Found")
    field, _, direction = (call.parameter("sort") or "contactId.ASC").partition(".")
    if field != "contactId":
        raise invalid("SIMC-019", f"The column {field} cannot be sorted by")
    down = direction.upper() == "DESC"
    if down:
        records.reverse()
    first, size = call.count("firstResult", 1), min(call.count("pageSize", _MOST), _MOST)
    page = records[first - 1 : first - 1 + size]
    pagination = {
        "morePagesAvailable": first - 1 + len(page) < len(records),
        "resultsReturned": len(page),
        "firstResult": first,
        "lastResult": first - 1 + len(page),
    }
    return Answer(
        response=[shown(call, record) for record in page],
        extra={"pagination": pagination, "sorting": [{"field": "contactId", "direction": "DESC" if down else "ASC"}]},
    )


def contact_of(call: Call) -> Record:
    """The contact that a path names, or 404."""
    record = call.account.find("contacts", call.id())
    if record is None:
        raise missing("No Contact Found")
    return record


def _patch_contact(call: Call) -> Answer:
    record = contact_of(call)
    changed = deepcopy(record)
    for operation in call.operations():
        _apply(call.account, changed, operation)
    changed["updatedOn"] = call.account.now()
    call.account.table("contacts")[record["contactId"]] = changed
    return Answer(response=shown(call, changed))


_PLAIN: Mapping[str, tuple[str, ...]] = {
    "/salutation": ("test", "add", "replace", "remove"),
    "/firstName": ("test", "add", "replace"),
    "/lastName": ("test", "add", "replace"),
    "/marketingDetails/isReceiveEmailNewsletter": ("test", "replace"),
    "/leadTime": ("replace",),
    "/companyId": ("replace",),
    **{f"/communication/telephones/{each}": ("test", "add", "replace", "remove") for each in _TELEPHONES},
    **{f"/communication/emails/{each}/email": ("test", "add", "replace", "remove") for each in _EMAILS},
}


def _apply(account: Account, record: Record, operation: Operation) -> None:
    path, op, value = operation.path, operation.op, operation.value
    if path not in _PLAIN:
        raise refused(500, ("CMNC-043", f"The path {path} is not supported"))
    if op not in _PLAIN[path]:
        raise refused(500, ("CMNC-044", f"Invalid patch operation ({op}) for given path ({path})"))
    *above, name = path.strip("/").split("/")
    where = record
    for each in above:
        where = where.setdefault(each, {})
    if op == "test":
        if where.get(name) != value:
            raise invalid("SIMC-206", f"{path} is not {value}")
    elif op == "remove":
        where.pop(name, None)
        record["communication"]["emails"] = {key: each for key, each in record["communication"]["emails"].items() if each}
    else:
        where[name] = _written(account, name, value)


def _written(account: Account, name: str, value: Any) -> Any:
    """A value that a contact may have at a place."""
    if name in ("salutation", "firstName", "lastName"):
        return text(value, 32, "SIMC-202", f"{name} must not be longer than 32 characters")
    if name == "isReceiveEmailNewsletter":
        return value is True or value == "true"
    if name == "companyId":
        return _company(account, value)
    if name == "leadTime":
        return whole(value, "SIMC-207", f"You have supplied an invalid lead time: {value}")
    return text(value, 255, "SIMC-208", f"{name} is too long")


def _put_contact(call: Call) -> Answer:
    """The whole contact anew, as it would be made."""
    account, old, given = call.account, contact_of(call), call.document()
    record = {**_contact(account, given), "contactStatus": {"current": {"contactStatusId": _status(account, given)}}}
    named = record["organisation"].get("organisationId")
    if named is not None:
        _primary(account, record["organisation"])
    record["organisation"]["organisationId"] = named or old["organisation"]["organisationId"]
    record["isPrimaryContact"] = record["organisation"]["organisationId"] == old["contactId"]
    old |= {**record, "updatedOn": account.now()}
    return EMPTY


def _post_note(call: Call) -> Answer:
    contact, given = contact_of(call), call.document()
    if not given.get("text"):
        raise invalid("SIMC-211", "You have not supplied a note text")
    note = {
        "contactId": contact["contactId"],
        "text": text(given["text"], 65_535, "SIMC-211", "The note text is too long"),
        "isPublic": bool(given.get("isPublic", False)),
        "addedOn": moment(given["addedOn"], "addedOn") if given.get("addedOn") else call.account.now(),
    }
    return Answer(response=call.account.put("contact_notes", note))


def _forget(call: Call) -> Answer:
    """Strike a secondary contact's names and addresses, and on request its notes and custom fields."""
    account, contact = call.account, contact_of(call)
    given = call.body if isinstance(call.body, dict) else {}
    if any(contact["relationshipToAccount"].values()):
        raise invalid("SIMB-212", f"Contact {contact['contactId']} is no customer")
    if contact["isPrimaryContact"]:
        raise invalid("SIMB-213", f"Contact {contact['contactId']} is the primary contact of its organisation")
    contact |= {
        "salutation": "",
        "firstName": "FORGOTTEN CONTACT",
        "lastName": account.clock().strftime("%Y%m%d-%H%M%S"),
        "communication": {
            "emails": {kind: {"email": _forgotten_email(contact, kind)} for kind in contact["communication"]["emails"]},
            "telephones": {},
            "messagingVoips": {},
            "websites": {},
        },
        "updatedOn": account.now(),
    }
    for address in chosen(account.table("postal_addresses"), contact["postAddressIds"].values()):
        if address.get("contactId") == contact["contactId"]:
            kept = ["addressId", "contactId", "countryId", "countryIsoCode", "countryIsoCode2"]
            kept += ["addressLine3", "addressLine4"] if given.get("keepCityAndState") else []
            forgotten = {**{name: address[name] for name in kept if name in address}, "addressLine1": "FORGOTTEN"}
            account.table("postal_addresses")[address["addressId"]] = forgotten
    if given.get("customFields"):
        contact["customFields"] = {}
    if given.get("notes"):
        notes = account.table("contact_notes")
        for id in [id for id, note in notes.items() if note["contactId"] == contact["contactId"]]:
            del notes[id]
    return EMPTY


def _forgotten_email(contact: Record, kind: str) -> str:
    return f"{kind}-{uuid.uuid5(uuid.NAMESPACE_OID, str(contact['contactId']) + kind)}@forgotten-email.com"


def _email(key: str) -> str:
    return f"communication.emails.{key}.email"


def _is_customer(_: Account, record: Record) -> bool:
    return not any(record["relationshipToAccount"].values())


def _all_emails(_: Account, record: Record) -> str:
    return " ".join(each.get("email", "") for each in record["communication"]["emails"].values())


SEARCH = Search(
    custom_fields_of=("customer", "supplier"),
    path="contact-service/contact-search",
    records=lambda account: account.table("contacts").values(),
    columns=(
        column("contactId", "IDSET", "contactId"),
        column("primaryEmail", "SEARCH_STRING", _email("PRI")),
        column("secondaryEmail", "SEARCH_STRING", _email("SEC")),
        column("tertiaryEmail", "SEARCH_STRING", _email("TER")),
        column("firstName", "SEARCH_STRING", "firstName"),
        column("lastName", "SEARCH_STRING", "lastName"),
        column("isSupplier", "BOOLEAN", "relationshipToAccount.isSupplier", sortable=False),
        column("companyName", "SEARCH_STRING", "organisation.name"),
        column("isStaff", "BOOLEAN", "relationshipToAccount.isStaff", sortable=False),
        column("isCustomer", "BOOLEAN", _is_customer, sortable=False),
        period("createdOn", "createdOn"),
        period("updatedOn", "updatedOn"),
        period("lastContactedOn", "lastContactedOn"),
        period("lastOrderedOn", "lastOrderedOn"),
        column("nominalCode", "INTEGER", lambda account, record: int(record["financialDetails"]["nominalCode"])),
        column("isPrimary", "BOOLEAN", "isPrimaryContact"),
        column("pri", "STRING", "communication.telephones.PRI", sortable=False),
        column("sec", "STRING", "communication.telephones.SEC", sortable=False),
        column("mob", "STRING", "communication.telephones.MOB", sortable=False),
        column("exactCompanyName", "STRING", "organisation.name"),
        column("title", "STRING", "salutation"),
        hidden("allEmail", "SEARCH_STRING", _all_emails),
    ),
)

ROUTES: tuple[Route, ...] = (
    Route("POST", "contact-service/contact", _post_contact),
    Route("GET", "contact-service/contact", _get_contacts),
    Route("GET", "contact-service/contact/{id}", _get_contacts),
    Route("PATCH", "contact-service/contact/{id}", _patch_contact),
    Route("PUT", "contact-service/contact/{id}", _put_contact),
    Route("POST", "contact-service/contact/{id}/note", _post_note, "post-contact-note"),
    Route("POST", "contact-service/contact/{id}/forget", _forget, "post-contact-forget"),
    *planned("contact-service/contact", "contacts"),
    *listed("contact-service/lead-source", "lead_sources", "Lead Sources"),
    *listed("contact-service/contact-status", "contact_statuses", "Contact Statuses"),
    *listed("contact-service/project", "projects", "Projects"),
    *search_routes(SEARCH),
)
