"""contact-service: contacts and postal addresses."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from ..account import Account, Record, chosen, countries, without
from ..call import EMPTY, Answer, Call, Operation, Route, text, whole
from ..errors import invalid, missing, refused
from ..searches import Search, column, hidden, period, search_routes
from .reading import listed, planned

_TELEPHONES = ("PRI", "SEC", "MOB", "FAX")
_EMAILS = ("PRI", "SEC", "TER")
#: Contacts of a page.
_MOST = 200


# Postal addresses.


def _country(given: Record) -> tuple[int, str, str, str]:
    """The country that is named by three letters or by its number; without either, where the account is at home."""
    code, number = given.get("countryIsoCode"), given.get("countryId")
    if code is not None:
        known = countries().get(str(code)) if len(str(code)) == 3 else None
    elif number is None:
        known = countries()["GBR"]
    else:
        known = next((each for each in countries().values() if each[0] == number), None)
    if known is None:
        raise invalid("SIMC-221", f"You have supplied an invalid country: {code or number}")
    return known


def _postal_address(given: Record) -> Record:
    if not given.get("addressLine1"):
        raise invalid("SIMC-220", "The first line of an address is required")
    country = _country(given)
    lines = ("addressLine1", "addressLine2", "addressLine3", "addressLine4", "postalCode")
    record = {name: text(given[name], 255, "SIMC-222", f"{name} is too long") for name in lines if given.get(name)}
    return {**record, "countryId": country[0], "countryIsoCode2": country[1], "countryIsoCode": country[2]}


def _post_address(call: Call) -> Answer:
    return Answer(response=call.account.put("postal_addresses", _postal_address(call.document()), key="addressId"))


def _put_address(call: Call) -> Answer:
    old = call.account.find("postal_addresses", call.id())
    if old is None:
        raise missing("No Postal Address Found")
    new = {**_postal_address(call.document()), "addressId": old["addressId"], "contactId": old.get("contactId")}
    call.account.table("postal_addresses")[old["addressId"]] = without(new)
    return EMPTY


# Contacts.


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
        "companyId": given.get("companyId", 0),
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
        id = whole(value, "SIMC-205", f"companyId {value} does not exist")
        if id and account.find("companies", id) is None:
            raise invalid("SIMC-205", f"companyId {value} does not exist")
        return id
    if name == "leadTime":
        return whole(value, "SIMC-207", f"You have supplied an invalid lead time: {value}")
    return text(value, 255, "SIMC-208", f"{name} is too long")


def _email(key: str) -> str:
    return f"communication.emails.{key}.email"


def _is_customer(_: Account, record: Record) -> bool:
    return not any(record["relationshipToAccount"].values())


def _all_emails(_: Account, record: Record) -> str:
    return " ".join(each.get("email", "") for each in record["communication"]["emails"].values())


SEARCH = Search(
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
    Route("POST", "contact-service/postal-address", _post_address),
    Route("PUT", "contact-service/postal-address/{id}", _put_address),
    *listed("contact-service/postal-address", "postal_addresses", "Postal Address", required=True),
    Route("POST", "contact-service/contact", _post_contact),
    Route("GET", "contact-service/contact", _get_contacts),
    Route("GET", "contact-service/contact/{id}", _get_contacts),
    Route("PATCH", "contact-service/contact/{id}", _patch_contact),
    *planned("contact-service/contact", "contacts"),
    *listed("contact-service/lead-source", "lead_sources", "Lead Sources"),
    *search_routes(SEARCH),
)
