"""Groups, companies, tags, statuses, notes and addresses of contacts, and forgetting one."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.brightpearl_sdk.testing.asking import Asking, account, customer, supplier

PATH = "contact-service/contact"


@pytest.fixture
def ask() -> Asking:
    return account()


def shown(ask: Asking, id: int) -> Any:
    return ask("GET", f"{PATH}/{id}").response[0]


# Groups.


def group(ask: Asking, name: str = "Trade", **more: Any) -> int:
    return int(ask.id("POST", "contact-service/contact-group", {"name": name, **more}))


def members(ask: Asking, id: int, **query: Any) -> Any:
    return ask("GET", f"contact-service/contact-group/{id}/member", **query).response


def test_a_group_is_made_and_named_anew(ask: Asking) -> None:
    id = group(ask, description="Buys much")
    expected = {
        "id": id,
        "name": "Trade",
        "description": "Buys much",
        "isReadOnly": False,
        "createdBy": 4,
        "createdOn": "2026-03-02T10:15:00.000+00:00",
    }
    assert [expected] == ask("GET", f"contact-service/contact-group/{id}").response == ask("GET", "contact-service/contact-group").response
    assert {} == ask("PUT", f"contact-service/contact-group/{id}", {"name": "Retail"}).document
    (changed,) = ask("GET", f"contact-service/contact-group/{id}", excludeOptional="description").response
    assert ("Retail", False) == (changed["name"], "description" in changed)


@pytest.mark.parametrize("given", [{}, {"name": "abc"}, {"name": "x" * 65}, {"name": "Trade", "description": "x" * 256}])
def test_a_group_that_breaks_a_rule_is_not_made(ask: Asking, given: Any) -> None:
    assert (400, 404) == (ask("POST", "contact-service/contact-group", given).status, ask("GET", "contact-service/contact-group").status)


def test_members_join_and_leave(ask: Asking) -> None:
    id, ids = group(ask), [customer(ask) for _ in range(3)]
    assert {} == ask("POST", f"contact-service/contact-group/{id}/member", {"contactMemberIds": ids[::-1]}).document
    assert {"contactMemberIds": ids, "contactMemberIdSet": "200-202"} == members(ask, id, includeOptional="contactMemberIdSet")
    assert {} == ask("DELETE", f"contact-service/contact-group/{id}/member/{ids[1]}").document
    assert {"contactMemberIds": [ids[0], ids[2]]} == members(ask, id)


def test_a_member_joins_once_and_has_to_exist(ask: Asking) -> None:
    id, first, second = group(ask), customer(ask), customer(ask)
    ask("POST", f"contact-service/contact-group/{id}/member", {"contactMemberIds": [first]})
    joins: tuple[list[int], ...] = ([second, first], [second, 999], [])
    assert [400] * 3 == [ask("POST", f"contact-service/contact-group/{id}/member", {"contactMemberIds": each}).status for each in joins]
    assert ({"contactMemberIds": [first]}, 404) == (
        members(ask, id),
        ask("DELETE", f"contact-service/contact-group/{id}/member/{second}").status,
    )


def test_a_read_only_group_stays_as_it_is(ask: Asking) -> None:
    id, contact = group(ask), customer(ask)
    ask.double.state.table("contact_groups")[id]["isReadOnly"] = True
    path = f"contact-service/contact-group/{id}"
    assert [400, 400, 400] == [
        ask("PUT", path, {"name": "Other"}).status,
        ask("POST", f"{path}/member", {"contactMemberIds": [contact]}).status,
        ask("DELETE", f"{path}/member/{contact}").status,
    ]


def test_groups_and_members_are_searched(ask: Asking) -> None:
    first, second, contact = group(ask, "Trade one"), group(ask, "Other"), customer(ask)
    for id in (first, second):
        ask("POST", f"contact-service/contact-group/{id}/member", {"contactMemberIds": [contact]})
    (found,) = ask("GET", "contact-service/contact-group-search", name="trade").rows
    assert (first, 1) == (found["contactGroupId"], found["numberOfMembers"])
    (member,) = ask("GET", "contact-service/contact-group-member-search", contactGroupId=second).rows
    assert (contact, "Ada", "Other") == (member["contactId"], member["firstName"], member["contactGroupName"])


# Companies.


def test_a_company_is_made_and_named_anew(ask: Asking) -> None:
    id = ask.id("POST", "contact-service/company", {"name": "Engines Ltd"})
    assert {} == ask("PUT", f"contact-service/company/{id}", {"name": "Difference Ltd"}).document
    (found,) = ask("GET", f"contact-service/company/{id}").response
    assert (id, "Difference Ltd") == (found["id"], found["name"])


@pytest.mark.parametrize("name", ["", "x" * 65, None])
def test_a_company_has_a_name(ask: Asking, name: Any) -> None:
    assert 400 == ask("POST", "contact-service/company", {"name": name}).status


def test_companies_are_found_by_name_and_by_contact(ask: Asking) -> None:
    ids = [ask.id("POST", "contact-service/company", {"name": name}) for name in ("Engines Ltd", "Looms Ltd")]
    contact = customer(ask, companyId=ids[1])
    found = [
        ask("GET", "contact-service/company-search", **query).column("companyId") for query in ({"name": "ENG"}, {"contactId": contact})
    ]
    assert [ids[:1], ids[1:]] == found


def test_a_contact_moves_to_a_company_that_there_is(ask: Asking) -> None:
    id, company = customer(ask), ask.id("POST", "contact-service/company", {"name": "Engines Ltd"})
    patches = ([{"op": "replace", "path": "/companyId", "value": value}] for value in (99, company))
    assert [400, 200] == [ask("PATCH", f"{PATH}/{id}", patch).status for patch in patches]
    assert company == shown(ask, id)["companyId"]


def test_a_contact_is_not_made_in_a_company_that_there_is_not(ask: Asking) -> None:
    customer(ask)
    given = {"firstName": "A", "lastName": "B", "postAddressIds": {"DEF": 100}, "companyId": 99}
    assert 400 == ask("POST", PATH, given).status


# Tags and statuses.


def test_tags_are_a_map_by_their_ids(ask: Asking) -> None:
    expected = {"2": {"tagId": 2, "tagName": "Trade", "tagParentId": 0, "tagColor": "#FFCC99"}}
    assert expected == ask("GET", "contact-service/tag/2").response
    assert {"1", "2"} == set(ask("GET", "contact-service/tag").response)


def test_contacts_are_tagged_and_untagged_together(ask: Asking) -> None:
    ids = [customer(ask), customer(ask)]
    path = f"{PATH}/{ids[0]},{ids[1]}/tag"
    expected = {"resourceErrors": {str(id): [] for id in ids}, "resourceStatuses": {str(id): 200 for id in ids}}
    for tag in (2, 1):
        answered = ask("POST", f"{path}/{tag}")
        assert (200, expected) == (answered.status, answered.response)
    assert ["1,2", "1,2"] == [shown(ask, id)["contactTags"] for id in ids]
    ask("DELETE", f"{path}/2")
    assert ["1", "1"] == [shown(ask, id)["contactTags"] for id in ids]


def test_what_fails_for_some_is_told_for_each(ask: Asking) -> None:
    first, second = customer(ask), customer(ask)
    ask("POST", f"{PATH}/{first}/tag/1")
    added, removed = (ask(method, f"{PATH}/{first},{second},999/tag/1") for method in ("POST", "DELETE"))
    statuses = [{str(first): 409, str(second): 200, "999": 404}, {str(first): 200, str(second): 200, "999": 404}]
    assert ([207, 207], statuses) == (
        [added.status, removed.status],
        [added.response["resourceStatuses"], removed.response["resourceStatuses"]],
    )
    again = ask("DELETE", f"{PATH}/{first}/tag/1").response["resourceErrors"][str(first)]
    assert [{"code": "CONC-035", "message": f"Tag 1 is not associated with Contact {first}"}] == again


def test_a_tag_that_nobody_knows_is_404(ask: Asking) -> None:
    answered = ask("POST", f"{PATH}/{customer(ask)}/tag/9999")
    assert (404, [{"code": "CONC-014", "message": "Tag 9,999 does not exist"}]) == (answered.status, answered.document["errors"])


def test_contacts_move_to_a_status_together(ask: Asking) -> None:
    ids = [customer(ask), customer(ask)]
    answered = ask("PUT", f"{PATH}/{ids[0]},{ids[1]},999/status", {"contactStatusId": 3})
    assert (207, {str(ids[0]): 200, str(ids[1]): 200, "999": 404}) == (answered.status, answered.response["resourceStatuses"])
    assert [{"code": "CONC-014", "message": "Contact was not found"}] == answered.response["resourceErrors"]["999"]
    assert [3, 3] == [shown(ask, id)["contactStatus"]["current"]["contactStatusId"] for id in ids]


def test_the_answer_to_a_status_is_207_even_if_all_went_well(ask: Asking) -> None:
    assert 207 == ask("PUT", f"{PATH}/{customer(ask)}/status", {"contactStatusId": 3}).status


def test_a_status_or_contacts_that_nobody_knows_are_404(ask: Asking) -> None:
    id = customer(ask)
    unknown = ask("PUT", f"{PATH}/{id}/status", {"contactStatusId": 13})
    told = [{"code": "CONC-047", "message": "No contact status found with ID 13"}]
    assert (404, told, 404) == (unknown.status, unknown.document["errors"], ask("PUT", f"{PATH}/999/status", {"contactStatusId": 3}).status)


# Notes.


def test_a_note_is_added(ask: Asking) -> None:
    id = customer(ask)
    note = ask.id("POST", f"{PATH}/{id}/note", {"text": "Call before noon", "addedOn": "2026-03-01"})
    kept = {"id": note, "contactId": id, "text": "Call before noon", "isPublic": False, "addedOn": "2026-03-01T00:00:00.000+00:00"}
    assert kept == ask.double.record("contact_notes", note)


def test_a_note_needs_a_text_and_a_contact(ask: Asking) -> None:
    assert [400, 404] == [ask("POST", f"{PATH}/{customer(ask)}/note", {}).status, ask("POST", f"{PATH}/999/note", {"text": "x"}).status]


# Addresses.


def address(ask: Asking) -> int:
    return int(ask.id("POST", "contact-service/postal-address", {"addressLine1": "2 Side Street", "countryIsoCode": "GBR"}))


def assigned(ask: Asking, id: int, *given: Any) -> Any:
    return ask("PUT", f"{PATH}/{id}/postal-address", list(given))


def test_addresses_are_given_a_use(ask: Asking) -> None:
    id, first, second = customer(ask), address(ask), address(ask)
    assert {} == assigned(ask, id, {"postalAddressId": first, "type": "DEL"}, {"postalAddressId": second}).document
    assert {"DEF": 100, "BIL": 100, "DEL": first} == shown(ask, id)["postAddressIds"]
    assert [id, id] == [each["contactId"] for each in ask("GET", f"contact-service/postal-address/{first},{second}").response]


def test_all_addresses_are_given_a_use_or_none(ask: Asking) -> None:
    id, first = customer(ask), address(ask)
    wrong: tuple[dict[str, Any], ...] = ({"postalAddressId": 999}, {"postalAddressId": first, "type": "HOME"}, {})
    found = [assigned(ask, id, {"postalAddressId": first, "type": "DEL"}, each).status for each in wrong]
    assert ([400] * 3, 100) == (found, shown(ask, id)["postAddressIds"]["DEL"])


def test_the_address_of_another_contact_is_not_taken(ask: Asking) -> None:
    customer(ask)
    assert 400 == assigned(ask, customer(ask), {"postalAddressId": 100, "type": "DEL"}).status


def test_a_secondary_contact_has_the_billing_address_of_the_primary(ask: Asking) -> None:
    id = customer(ask, organisation={"organisationId": customer(ask)})
    found = [assigned(ask, id, {"postalAddressId": address(ask), "type": use}).status for use in ("DEF", "BIL", "DEL")]
    assert [400, 400, 200] == found


# Replacing and forgetting.


def test_a_contact_is_replaced_whole(ask: Asking) -> None:
    id = customer(ask, salutation="Ms.", communication={"emails": {"PRI": {"email": "ada@example.com"}}})
    before = shown(ask, id)
    assert {} == ask("PUT", f"{PATH}/{id}", {"firstName": "Augusta", "lastName": "King", "postAddressIds": {"DEF": 100}}).document
    after = shown(ask, id)
    assert ("Augusta", "", {}, before["createdOn"], True) == (
        after["firstName"],
        after["salutation"],
        after["communication"]["emails"],
        after["createdOn"],
        after["isPrimaryContact"],
    )
    assert 400 == ask("PUT", f"{PATH}/{id}", {"firstName": "Augusta"}).status


def test_a_secondary_contact_is_forgotten(ask: Asking) -> None:
    mail = {"emails": {"PRI": {"email": "ada@example.com"}}, "telephones": {"PRI": "0123"}}
    id = customer(ask, organisation={"organisationId": customer(ask)}, communication=mail)
    ask("POST", f"{PATH}/{id}/note", {"text": "Call before noon"})
    assert {} == ask("POST", f"{PATH}/{id}/forget", {"notes": True, "customFields": True}).document
    gone = shown(ask, id)
    assert ("FORGOTTEN CONTACT", "20260302-101500", {}) == (gone["firstName"], gone["lastName"], gone["communication"]["telephones"])
    assert re.fullmatch(r"PRI-[0-9a-f-]{36}@forgotten-email\.com", gone["communication"]["emails"]["PRI"]["email"])
    assert [] == ask.double.records("contact_notes")


@pytest.mark.parametrize(("keep", "expected"), [(False, None), (True, "Bristol")])
def test_city_and_state_are_kept_on_request(ask: Asking, keep: bool, expected: str | None) -> None:
    id = customer(ask, organisation={"organisationId": customer(ask)})
    ask("POST", f"{PATH}/{id}/forget", {"keepCityAndState": keep})
    (place,) = ask("GET", f"contact-service/postal-address/{shown(ask, id)['postAddressIds']['DEF']}").response
    assert ("FORGOTTEN", expected, "GBR") == (place["addressLine1"], place.get("addressLine3"), place["countryIsoCode"])


def test_neither_primary_contacts_nor_suppliers_are_forgotten(ask: Asking) -> None:
    ids = (customer(ask), supplier(ask))
    assert [400, 400, 404] == [ask("POST", f"{PATH}/{id}/forget", {}).status for id in (*ids, 999)]
