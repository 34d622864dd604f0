from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

import brightpearl_sdk as bp
from tests.brightpearl_sdk.answers import answer, answered, body, found, plain, sent
from tests.brightpearl_sdk.recordings import DATA, exchanges

BASE = "/contact-service"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

CONTACT = bp.ContactDraft(
    salutation="Ms.",
    first_name="Ada",
    last_name="Byron",
    post_address_ids=bp.PostAddressIdsDraft(default=154, billing=154, delivery=155),
    organisation=bp.OrganisationDraft(name="Engines Ltd"),
    communication=bp.CommunicationDraft(
        emails=bp.EmailsDraft(primary=bp.EmailAddressDraft(email="ada@example.com")),
        telephones=bp.TelephonesDraft(mobile="0123"),
        websites=bp.WebsitesDraft(primary="https://ada.example"),
        messaging_voips=bp.MessagingVoipsDraft(skype="ada"),
    ),
    relationship_to_account=bp.RelationshipToAccountDraft(is_supplier=True),
    marketing_details=bp.MarketingDetailsDraft(is_receive_email_newsletter=True),
    financial_details=bp.ContactFinancialDetailsDraft(price_list_id=2, currency_id=1, credit_limit=Decimal("500.00")),
    assignment=bp.ContactAssignmentDraft(current=bp.ContactAssignmentIdsDraft(lead_source_id=3)),
    contact_status=bp.CurrentContactStatusDraft(current=bp.ContactStatusIdDraft(contact_status_id=4)),
    company_id=10,
)
WRITTEN = {
    "salutation": "Ms.",
    "firstName": "Ada",
    "lastName": "Byron",
    "postAddressIds": {"DEF": 154, "BIL": 154, "DEL": 155},
    "organisation": {"name": "Engines Ltd"},
    "communication": {
        "emails": {"PRI": {"email": "ada@example.com"}},
        "telephones": {"MOB": "0123"},
        "websites": {"PRI": "https://ada.example"},
        "messagingVoips": {"SKP": "ada"},
    },
    "relationshipToAccount": {"isSupplier": True},
    "marketingDetails": {"isReceiveEmailNewsletter": True},
    "financialDetails": {"priceListId": 2, "currencyId": 1, "creditLimit": Decimal("500.00")},
    "assignment": {"current": {"leadSourceId": 3}},
    "contactStatus": {"current": {"contactStatusId": 4}},
    "companyId": 10,
}
ADDRESS = bp.PostalAddressDraft(address_line1="1 Test Street", address_line3="Bristol", postal_code="BS1 1AA", country_iso_code="GBR")
GROUP = bp.ContactGroupDraft(name="Loyalty Card Members", description="")
ADDRESSES = (
    bp.ContactPostalAddressDraft(postal_address_id=220, type=bp.PostalAddressType.DELIVERY),
    bp.ContactPostalAddressDraft(postal_address_id=221),
)

WRITES: tuple[tuple[bp.Operation[Any], tuple[str, str], Any], ...] = (
    (bp.Contacts.create(CONTACT), ("POST", f"{BASE}/contact"), WRITTEN),
    (bp.Contacts.replace(205, CONTACT), ("PUT", f"{BASE}/contact/205"), WRITTEN),
    (
        bp.Contacts.patch(205, [bp.Patch.replace("/firstName", "Ada"), bp.Patch.replace("/companyId", 10)]),
        ("PATCH", f"{BASE}/contact/205"),
        [{"op": "replace", "path": "/firstName", "value": "Ada"}, {"op": "replace", "path": "/companyId", "value": 10}],
    ),
    (
        bp.Contacts.forget(205, bp.ForgetContactDraft(notes=True, keep_city_and_state=False)),
        ("POST", f"{BASE}/contact/205/forget"),
        {"notes": True, "keepCityAndState": False},
    ),
    (
        bp.ContactNotes.create(205, bp.ContactNoteDraft(text="Rang back", is_public=True, added_on=NOON)),
        ("POST", f"{BASE}/contact/205/note"),
        {"text": "Rang back", "isPublic": True, "addedOn": "2026-03-02T12:00:00.000Z"},
    ),
    (
        bp.ContactPostalAddresses.assign(205, ADDRESSES),
        ("PUT", f"{BASE}/contact/205/postal-address"),
        [{"postalAddressId": 220, "type": "DEL"}, {"postalAddressId": 221}],
    ),
    (
        bp.ContactStatusUpdates.update([255, 252, 253, 254], bp.ContactStatusIdDraft(contact_status_id=12)),
        ("PUT", f"{BASE}/contact/252-255/status"),
        {"contactStatusId": 12},
    ),
    (
        bp.PostalAddresses.create(ADDRESS),
        ("POST", f"{BASE}/postal-address"),
        {"addressLine1": "1 Test Street", "addressLine3": "Bristol", "postalCode": "BS1 1AA", "countryIsoCode": "GBR"},
    ),
    (
        bp.PostalAddresses.replace(109, ADDRESS),
        ("PUT", f"{BASE}/postal-address/109"),
        {"addressLine1": "1 Test Street", "addressLine3": "Bristol", "postalCode": "BS1 1AA", "countryIsoCode": "GBR"},
    ),
    (bp.ContactGroups.create(GROUP), ("POST", f"{BASE}/contact-group"), {"name": "Loyalty Card Members", "description": ""}),
    (bp.ContactGroups.replace(5, GROUP), ("PUT", f"{BASE}/contact-group/5"), {"name": "Loyalty Card Members", "description": ""}),
    (
        bp.ContactGroupMemberships.add(5, bp.ContactGroupMembersDraft(contact_member_ids=(12, 3))),
        ("POST", f"{BASE}/contact-group/5/member"),
        {"contactMemberIds": [12, 3]},
    ),
    (bp.Companies.create(bp.CompanyDraft(name="Engines Ltd")), ("POST", f"{BASE}/company"), {"name": "Engines Ltd"}),
    (bp.Companies.replace(10, bp.CompanyDraft(name="Engines Inc")), ("PUT", f"{BASE}/company/10"), {"name": "Engines Inc"}),
    (
        bp.ContactCustomFields.patch(205, [bp.Patch.add("/PCF_NOTE", "fragile")]),
        ("PATCH", f"{BASE}/contact/205/custom-field"),
        [{"op": "add", "path": "/PCF_NOTE", "value": "fragile"}],
    ),
)

GROUPS = [
    {
        "id": 1000,
        "name": "Group One",
        "description": "All of it",
        "isReadOnly": True,
        "createdBy": 5,
        "createdOn": "2011-09-28T11:06:43.000+01:00",
    }
]
ADDRESSES_READ = [
    {
        "addressId": 109,
        "contactId": 200,
        "addressLine1": "1 Test Street",
        "addressLine3": "Bristol",
        "postalCode": "BS1 1AA",
        "countryIsoCode": "GBR",
        "countryIsoCode2": "GB",
        "countryId": 222,
    }
]
TAG = {"tagId": 1, "tagName": "Preferred Customer", "tagParentId": 0, "tagColor": "#99FFFF"}
SOURCES = [{"id": 1, "ownerId": 0, "parentId": 0, "name": "Word of mouth", "isActive": True}]
FIELDS = [
    {"id": 2, "code": "PCF_TEXT", "name": "Text", "customFieldType": "TEXT", "required": False},
    {
        "id": 5,
        "code": "PCF_SELECT",
        "name": "Select",
        "customFieldType": "SELECT",
        "required": False,
        "options": {"5": {"id": 5, "value": "Thom"}},
    },
]
RICH = {
    "contactId": 205,
    "contactStatus": {
        "current": {"contactStatusId": 2, "contactStatusName": "Active"},
        "history": [{"contactStatusName": "New", "contactStatusId": 1, "occuredOn": "2026-01-01T00:00:00.000Z", "staffContactId": 4}],
    },
    "communication": {"websites": {"PRI": "https://ada.example"}, "messagingVoips": {"SKP": "ada"}},
    "marketingDetails": {"isReceiveEmailNewsletter": False},
    "assignment": {"current": {"staffOwnerContactId": 4, "leadSourceId": 1, "departmentId": 2, "accountReference": "A1"}},
    "contactTags": "0,12",
    "aliases": {},
    "companyId": 0,
    "customFields": {"PCF_NOTE": "fragile"},
    "postalAddresses": ADDRESSES_READ,
}

READS: tuple[tuple[bp.Operation[Any], str, Any, Any], ...] = (
    (bp.Contacts.get(205), "/contact/205", [RICH], RICH),
    (bp.Contacts.get_set([205, 206]), "/contact/205-206", [RICH], [RICH]),
    (bp.PostalAddresses.get(109), "/postal-address/109", ADDRESSES_READ, ADDRESSES_READ[0]),
    (bp.PostalAddresses.get_set([109]), "/postal-address/109", ADDRESSES_READ, ADDRESSES_READ),
    (bp.ContactGroups.all(), "/contact-group", GROUPS, GROUPS),
    (bp.ContactGroups.get(1000), "/contact-group/1000", GROUPS, GROUPS[0]),
    (bp.ContactGroups.get_set([1000]), "/contact-group/1000", GROUPS, GROUPS),
    (
        bp.ContactGroupMemberships.get(1000),
        "/contact-group/1000/member",
        {"contactMemberIds": [22, 23]},
        {"contactMemberIds": [22, 23]},
    ),
    (
        bp.including(bp.ContactGroupMemberships.get(1000), "contactMemberIdSet"),
        "/contact-group/1000/member?includeOptional=contactMemberIdSet",
        {"contactMemberIdSet": "22-23,34-37"},
        {"contactMemberIdSet": "22-23,34-37"},
    ),
    (bp.Tags.get(1), "/tag/1", {"1": TAG}, TAG),
    (bp.Companies.get(10), "/company/10", [{"id": 10, "name": "Engines Ltd"}], {"id": 10, "name": "Engines Ltd"}),
    (bp.Companies.get_set([10]), "/company/10", [{"id": 10, "name": "Engines Ltd", "x": 1}], [{"id": 10, "name": "Engines Ltd", "x": 1}]),
    (bp.LeadSources.all(), "/lead-source", SOURCES, SOURCES),
    (bp.LeadSources.get(1), "/lead-source/1", SOURCES, SOURCES[0]),
    (bp.LeadSources.get_set([1]), "/lead-source/1", SOURCES, SOURCES),
    (bp.Projects.all(), "/project", [{"id": 3, "name": "Move", "isActive": True}], [{"id": 3, "name": "Move", "isActive": True}]),
    (bp.Projects.get_set([3]), "/project/3", [{"projectId": 3}], [{"projectId": 3}]),
    (bp.ContactCustomFields.declared_for_customers(), "/customer/custom-field-meta-data", FIELDS, FIELDS),
    (bp.ContactCustomFields.declared_for_customers_set([2, 5]), "/customer/custom-field-meta-data/2,5", FIELDS, FIELDS),
    (bp.ContactCustomFields.declared_for_suppliers(), "/supplier/custom-field-meta-data", FIELDS, FIELDS),
    (bp.ContactCustomFields.declared_for_suppliers_set([2]), "/supplier/custom-field-meta-data/2", FIELDS, FIELDS),
)


def name_of(operation: Any) -> str:
    return " ".join(sent(operation)).replace(BASE, "") if isinstance(operation, bp.Operation) else ""


@pytest.mark.parametrize(("operation", "request_line", "document"), WRITES, ids=name_of)
def test_a_draft_is_sent_as_the_vendor_documents_it(operation: bp.Operation[Any], request_line: tuple[str, str], document: Any) -> None:
    assert (request_line, document) == (sent(operation), body(operation))


@pytest.mark.parametrize(("operation", "path", "given", "expected"), READS, ids=name_of)
def test_a_documented_answer_is_read_and_written_back(operation: bp.Operation[Any], path: str, given: Any, expected: Any) -> None:
    read = operation.parse(answered(given))
    written = [bp.encode(each) for each in read] if isinstance(read, tuple) else bp.encode(read)
    assert ("GET", f"{BASE}{path}") == sent(operation)
    assert plain(expected) == plain(written)


def test_a_contact_draft_may_still_be_given_plain_objects() -> None:
    draft = bp.ContactDraft(first_name="Ada", relationship_to_account={"isStaff": True})
    assert {"firstName": "Ada", "relationshipToAccount": {"isStaff": True}} == bp.encode(draft)


def test_a_patched_contact_is_returned_as_it_is_then() -> None:
    changed = bp.Contacts.patch(205, [bp.Patch.replace("/firstName", "Ada")]).parse(answered({**RICH, "firstName": "Ada"}))
    assert "Ada" == changed.first_name


def test_only_contacts_that_exist_are_planned_for() -> None:
    operation = bp.Contacts.plan([250, 251, 500])
    plan = operation.parse(answered({"getUris": ["/contact/250-251", "/contact/500"]}))
    assert ("OPTIONS", f"{BASE}/contact/250-251,500") == sent(operation)
    assert [250, 251, 500] == list(plan.ids)


def test_every_contact_is_listed_page_by_page() -> None:
    first = bp.Contacts.list(newest_first=True)
    pages = answer(
        {
            "response": [{"contactId": 9}, {"contactId": 8}],
            "pagination": {"morePagesAvailable": True, "resultsReturned": 2, "firstResult": 1, "lastResult": 2},
        }
    )
    page = first.parse(pages)
    assert ("GET", f"{BASE}/contact?sort=contactId.DESC") == sent(first)
    assert [9, 8] == [contact.contact_id for contact in page]
    assert page.next is not None
    assert ("GET", f"{BASE}/contact?firstResult=3&sort=contactId.DESC") == sent(page.next)


def test_the_last_page_of_contacts_leads_nowhere() -> None:
    page = bp.Contacts.list().parse(answer({"response": [{"contactId": 9}], "pagination": {"morePagesAvailable": False}}))
    assert None is page.next


def test_a_change_of_status_tells_what_became_of_each_contact() -> None:
    operation = bp.ContactStatusUpdates.update([255, 256], bp.ContactStatusIdDraft(contact_status_id=12))
    reasons = {"255": [], "256": [{"code": "CONC-014", "message": "Contact was not found"}]}
    outcomes = operation.parse(answered({"resourceStatuses": {"255": 200, "256": 404}, "resourceErrors": reasons}, 207))
    assert {256: (bp.Fault("CONC-014", "Contact was not found"),)} == outcomes.refused


@pytest.mark.parametrize(("operation", "method"), [(bp.ContactTags.add([1, 2], 12), "POST"), (bp.ContactTags.remove([1, 2], 12), "DELETE")])
def test_a_tag_is_put_on_contacts_and_taken_off(operation: bp.Operation[bp.Outcomes], method: str) -> None:
    outcomes = operation.parse(answered({"resourceErrors": {"1": [], "2": []}, "resourceStatuses": {"1": 200, "2": 200}}))
    assert (method, f"{BASE}/contact/1-2/tag/12") == sent(operation)
    assert ({1: 200, 2: 200}, {}) == (outcomes.statuses, outcomes.refused)


def test_tags_are_read_by_their_ids() -> None:
    everything, some = bp.Tags.all(), bp.Tags.get_set([1])
    assert [("GET", f"{BASE}/tag"), ("GET", f"{BASE}/tag/1")] == [sent(everything), sent(some)]
    assert "Preferred Customer" == everything.parse(answered({"1": TAG}))[1].tag_name
    assert {1: TAG} == {id: bp.encode(tag) for id, tag in some.parse(answered({"1": TAG})).items()}


def test_a_contact_leaves_a_group_alone() -> None:
    operation = bp.ContactGroupMemberships.remove(1000, 25)
    assert ("DELETE", f"{BASE}/contact-group/1000/member/25") == sent(operation)


def test_the_custom_fields_of_a_contact_are_those_that_are_set() -> None:
    operation = bp.ContactCustomFields.get(205)
    assert ("GET", f"{BASE}/contact/205/custom-field") == sent(operation)
    assert {"PCF_NOTE": "fragile"} == operation.parse(answered({"PCF_NOTE": "fragile"}))


def test_contacts_are_found_by_any_of_their_addresses_and_tags() -> None:
    row_type = bp.ContactRow
    operation = bp.Contacts.search(row_type.where(row_type.all_email.is_("ada@example.com"), row_type.tag_ids.within([1, 2])))
    assert ("GET", f"{BASE}/contact-search?allEmail=ada@example.com&tagIds=1-2") == sent(operation)


def test_a_company_is_found_by_its_contact() -> None:
    operation = bp.Companies.search(bp.CompanyRow.where(bp.CompanyRow.contact_id.is_(205)))
    (row,) = operation.parse(found({"companyId": "INTEGER", "name": "SEARCH_STRING"}, [10, "Engines Ltd"]))
    assert ("GET", f"{BASE}/company-search?contactId=205") == sent(operation)
    assert (10, "Engines Ltd") == (row.company_id, row.name)


def test_a_contact_group_is_found_with_the_number_of_its_members() -> None:
    operation = bp.ContactGroups.search(bp.ContactGroupRow.where(bp.ContactGroupRow.name.contains("loyal")))
    (row,) = operation.parse(found({"contactGroupId": "INTEGER", "numberOfMembers": "INTEGER"}, [1000, 3]))
    assert ("GET", f"{BASE}/contact-group-search?name=loyal") == sent(operation)
    assert (1000, 3) == (row.contact_group_id, row.number_of_members)


def test_a_member_is_found_by_the_group() -> None:
    row_type = bp.ContactGroupMemberRow
    operation = bp.ContactGroupMemberships.search(row_type.where(row_type.contact_group_id.is_(1000)))
    (row,) = operation.parse(found({"contactId": "INTEGER", "firstName": "SEARCH_STRING"}, [22, "Ada"]))
    assert ("GET", f"{BASE}/contact-group-member-search?contactGroupId=1000") == sent(operation)
    assert (22, "Ada") == (row.contact_id, row.first_name)


def test_a_sampled_contact_comes_back_as_it_was_but_for_its_amounts() -> None:
    document = json.loads((DATA / "brightpearl-ruby" / "contact.json").read_text("utf-8"))
    (contact,) = bp.Contacts.get_set([200]).parse(answer(document))
    (expected,) = document["response"]
    expected["financialDetails"]["creditLimit"] = Decimal("1000.0000")  # came as text
    assert plain(expected) == plain(bp.encode(contact))
    assert contact.assignment is not None and contact.assignment.current is not None
    assert 201 == contact.assignment.current.owner_id


@pytest.mark.parametrize(
    "name", ["account:customer.custom_field.get.simple_get", "ruby-brightpearl:customer.custom_field.patch.simple_patch"]
)
def test_recorded_custom_fields_of_a_contact_are_read_as_they_came(name: str) -> None:
    exchange = next(each for each in exchanges() if each.name == name)
    operation = bp.ContactCustomFields.get(151499)
    assert exchange.path == operation.request.path
    assert {"PCF_CODAE": 1234567890} == operation.parse(exchange.response)
