"""contact-service: postal addresses, and what contacts use them for."""

from __future__ import annotations

from ..account import Record, countries, without
from ..call import EMPTY, Answer, Call, Route, text, whole
from ..errors import collected, invalid, missing
from .contact import contact_of
from .reading import listed

_USES = ("DEF", "BIL", "DEL")


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


def _put_of_contact(call: Call) -> Answer:
    """Say what a contact uses addresses for: all that is named, or nothing."""
    account, contact = call.account, contact_of(call)
    uses: dict[str, int] = {}
    ids = []
    with collected() as collect:
        for given in call.items():
            with collect():
                document: Record = given if isinstance(given, dict) else {}
                id = whole(document.get("postalAddressId"), "SIMC-214", "You have not supplied the ID of a postal address")
                address, use = account.find("postal_addresses", id), document.get("type")
                if address is None:
                    raise invalid("SIMC-204", f"Postal address {id} does not exist")
                if address.get("contactId", contact["contactId"]) != contact["contactId"]:
                    raise invalid("SIMB-215", f"Postal address {id} belongs to another contact")
                if use is not None and use not in _USES:
                    raise invalid("SIMC-216", f"You have supplied an invalid address type: {use}")
                if use in ("DEF", "BIL") and not contact["isPrimaryContact"]:
                    raise invalid("SIMB-217", f"Contact {contact['contactId']} has the {use} address of its organisation's primary contact")
                ids.append(id)
                if use is not None:
                    uses[use] = id
    for id in ids:
        account.table("postal_addresses")[id]["contactId"] = contact["contactId"]
    contact["postAddressIds"] |= uses
    contact["updatedOn"] = account.now()
    return EMPTY


ROUTES: tuple[Route, ...] = (
    Route("POST", "contact-service/postal-address", _post_address),
    Route("PUT", "contact-service/postal-address/{id}", _put_address),
    *listed("contact-service/postal-address", "postal_addresses", "Postal Address", required=True),
    Route("PUT", "contact-service/contact/{id}/postal-address", _put_of_contact, "put-contact-postal-address"),
)
