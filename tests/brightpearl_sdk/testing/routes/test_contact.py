from __future__ import annotations

from typing import Any

import pytest

from tests.brightpearl_sdk.testing.asking import Asking, account, customer

PATH = "contact-service/contact"


@pytest.fixture
def ask() -> Asking:
    return account()


def shown(ask: Asking, id: int, **query: Any) -> Any:
    return ask("GET", f"{PATH}/{id}", **query).response[0]


def patched(ask: Asking, id: int, path: str, value: Any = None, op: str = "replace") -> Any:
    return ask("PATCH", f"{PATH}/{id}", [{"op": op, "path": path, **({} if op == "remove" else {"value": value})}])


# Postal addresses.


def test_an_address_is_shown_with_both_codes_of_its_country_and_without_empty_lines(ask: Asking) -> None:
    id = ask.id("POST", "contact-service/postal-address", {"addressLine1": "1 Test Street", "addressLine2": "", "countryIsoCode": "GBR"})
    expected = {"addressId": id, "addressLine1": "1 Test Street", "countryIsoCode": "GBR", "countryIsoCode2": "GB"}
    (address,) = ask("GET", f"contact-service/postal-address/{id}").response
    assert expected == {name: value for name, value in address.items() if name != "countryId"}


def test_an_address_may_name_its_country_by_number(ask: Asking) -> None:
    first = ask.id("POST", "contact-service/postal-address", {"addressLine1": "1", "countryIsoCode": "FRA"})
    number = ask("GET", f"contact-service/postal-address/{first}").response[0]["countryId"]
    second = ask.id("POST", "contact-service/postal-address", {"addressLine1": "1", "countryId": number})
    assert "FRA" == ask("GET", f"contact-service/postal-address/{second}").response[0]["countryIsoCode"]


@pytest.mark.parametrize(
    "given",
    [
        {"countryIsoCode": "GBR"},
        {"addressLine1": "", "countryIsoCode": "GBR"},
        {"addressLine1": "1", "countryIsoCode": "GB"},
        {"addressLine1": "1", "countryIsoCode": "XXX"},
        {"addressLine1": "1", "countryId": 100_000},
    ],
)
def test_an_address_needs_a_first_line_and_a_country_that_there_is(ask: Asking, given: Any) -> None:
    assert 400 == ask("POST", "contact-service/postal-address", given).status


def test_an_address_is_replaced_whole(ask: Asking) -> None:
    id = ask.id("POST", "contact-service/postal-address", {"addressLine1": "1", "postalCode": "BS1", "countryIsoCode": "GBR"})
    assert {} == ask("PUT", f"contact-service/postal-address/{id}", {"addressLine1": "2", "countryIsoCode": "FRA"}).document
    (address,) = ask("GET", f"contact-service/postal-address/{id}").response
    assert ("2", "FRA", None) == (address["addressLine1"], address["countryIsoCode"], address.get("postalCode"))


def test_addresses_are_read_by_ids_only(ask: Asking) -> None:
    assert [404, 405] == [ask("GET", path).status for path in ("contact-service/postal-address/1", "contact-service/postal-address")]


# Contacts.


def test_a_contact_is_shown_with_what_the_account_fills_in(ask: Asking) -> None:
    id = customer(ask, communication={"emails": {"PRI": {"email": "ada@example.com"}}, "telephones": {"PRI": "0123"}})
    expected = {
        "contactId": id,
        "isPrimaryContact": True,
        "salutation": "",
        "firstName": "Ada",
        "lastName": "Byron",
        "postAddressIds": {"DEF": 100, "BIL": 100, "DEL": 100},
        "communication": {
            "emails": {"PRI": {"email": "ada@example.com"}},
            "telephones": {"PRI": "0123"},
            "messagingVoips": {},
            "websites": {},
        },
        "contactStatus": {"current": {"contactStatusId": 0}},
        "relationshipToAccount": {"isSupplier": False, "isStaff": False},
        "marketingDetails": {"isReceiveEmailNewsletter": False},
        "financialDetails": {
            "priceListId": 1,
            "nominalCode": "0",
            "creditLimit": 0,
            "creditTermDays": 0,
            "currencyId": 1,
            "discountPercentage": 0,
            "creditTermTypeId": 1,
        },
        "assignment": {"current": {}},
        "organisation": {"organisationId": id},
        "tradeStatus": "UNKNOWN",
        "createdByid": 4,
        "createdOn": "2026-03-02T10:15:00.000+00:00",
        "updatedOn": "2026-03-02T10:15:00.000+00:00",
        "contactTags": "",
        "aliases": {},
        "companyId": 0,
    }
    assert expected == shown(ask, id)


def test_ids_of_contacts_begin_at_200(ask: Asking) -> None:
    assert [200, 201] == [customer(ask), customer(ask)]


@pytest.mark.parametrize(
    ("given", "faults"),
    [
        ({}, 3),
        ({"firstName": "Ada", "lastName": "Byron"}, 1),
        ({"firstName": "A" * 33, "lastName": "Byron", "postAddressIds": {"DEF": 100}}, 1),
        ({"firstName": "Ada", "lastName": "Byron", "postAddressIds": {"BIL": 100}}, 1),
        ({"firstName": "Ada", "lastName": "Byron", "postAddressIds": {"DEF": 999}}, 1),
        ({"firstName": "Ada", "lastName": "Byron", "postAddressIds": {"DEF": 100}, "financialDetails": {"priceListId": 99}}, 1),
        ({"firstName": "Ada", "lastName": "Byron", "postAddressIds": {"DEF": 100}, "organisation": {"organisationId": 99}}, 1),
        (
            {
                "firstName": "Ada",
                "lastName": "Byron",
                "postAddressIds": {"DEF": 100},
                "contactStatus": {"current": {"contactStatusId": 99}},
            },
            1,
        ),
    ],
)
def test_what_a_contact_lacks_is_told_at_once(ask: Asking, given: Any, faults: int) -> None:
    ask.id("POST", "contact-service/postal-address", {"addressLine1": "1", "countryIsoCode": "GBR"})
    answered = ask("POST", PATH, given)
    assert (400, faults) == (answered.status, len(answered.codes))


def test_a_contact_that_joins_an_organisation_is_a_secondary_one(ask: Asking) -> None:
    first = customer(ask, organisation={"name": "Engines Ltd"})
    by_id = customer(ask, organisation={"organisationId": first})
    by_name = customer(ask, organisation={"name": "Engines Ltd"})
    assert [(True, first), (False, first), (False, first)] == [
        (each["isPrimaryContact"], each["organisation"]["organisationId"])
        for each in ask("GET", f"{PATH}/{first},{by_id},{by_name}").response
    ]


def test_two_contacts_may_have_one_address_of_electronic_mail(ask: Asking) -> None:
    same = {"emails": {"PRI": {"email": "ada@example.com"}}}
    ids = [customer(ask, communication=same), customer(ask, communication=same)]
    assert ids == ask("GET", "contact-service/contact-search", primaryEmail="ada@example.com").column("contactId")


def test_a_search_by_mail_finds_parts_and_any_of_the_three(ask: Asking) -> None:
    first = customer(ask, communication={"emails": {"PRI": {"email": "ann@x.com"}}})
    second = customer(ask, communication={"emails": {"PRI": {"email": "joann@x.com"}, "SEC": {"email": "second@y.com"}}})
    assert ([first, second], [second]) == tuple(
        ask("GET", "contact-service/contact-search", **query).column("contactId")
        for query in ({"primaryEmail": "ANN@x"}, {"allEmail": "second@y.com"})
    )


def test_a_contact_is_a_customer_a_supplier_or_of_the_staff(ask: Asking) -> None:
    ids = [customer(ask), customer(ask, relationshipToAccount={"isSupplier": True}), customer(ask, relationshipToAccount={"isStaff": True})]
    assert [[id] for id in ids] == [
        ask("GET", "contact-service/contact-search", **{name: "true"}).column("contactId")
        for name in ("isCustomer", "isSupplier", "isStaff")
    ]


def test_a_part_of_a_company_name_is_found_and_the_whole_exactly(ask: Asking) -> None:
    ids = [customer(ask, organisation={"name": name}) for name in ("Engel", "Engelbert Ltd")]
    assert (ids, ids[:1]) == tuple(
        ask("GET", "contact-service/contact-search", **{name: "engel"}).column("contactId") for name in ("companyName", "exactCompanyName")
    )


# Pages of contacts.


def test_contacts_come_in_pages_of_two_hundred_at_most() -> None:
    ask = account(quota=1000)
    for _ in range(203):
        customer(ask)
    first, second = ask("GET", PATH), ask("GET", PATH, firstResult=201)
    assert [(200, True, 200), (3, False, 203)] == [
        (len(each.response), each.document["pagination"]["morePagesAvailable"], each.document["pagination"]["lastResult"])
        for each in (first, second)
    ]


def test_a_set_of_more_than_two_hundred_is_a_page_as_well(ask: Asking) -> None:
    customer(ask)
    assert [200] == [each["contactId"] for each in ask("GET", f"{PATH}/1-1000").response]


def test_pages_may_be_smaller_and_in_descending_order(ask: Asking) -> None:
    ids = [customer(ask) for _ in range(3)]
    answered = ask("GET", PATH, pageSize=2, sort="contactId.DESC")
    assert (ids[:0:-1], [{"field": "contactId", "direction": "DESC"}]) == (
        [each["contactId"] for each in answered.response],
        answered.document["sorting"],
    )


@pytest.mark.parametrize("query", [{"firstResult": "x"}, {"pageSize": "0"}, {"sort": "lastName"}])
def test_a_page_that_cannot_be_is_refused(ask: Asking, query: dict[str, str]) -> None:
    customer(ask)
    assert 400 == ask("GET", PATH, **query).status


def test_addresses_and_custom_fields_come_when_they_are_asked_for(ask: Asking) -> None:
    id = customer(ask)
    both = shown(ask, id, includeOptional="customFields,postalAddresses")
    assert ({}, "1 Test Street") == (both["customFields"], both["postalAddresses"]["100"]["addressLine1"])
    assert not {"customFields", "postalAddresses"} & set(shown(ask, id))


# Patches.


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        ("/firstName", "Augusta", ("firstName",)),
        ("/salutation", "Ms.", ("salutation",)),
        ("/communication/telephones/MOB", "0777", ("communication", "telephones", "MOB")),
        ("/communication/emails/SEC/email", "a@b.com", ("communication", "emails", "SEC", "email")),
        ("/marketingDetails/isReceiveEmailNewsletter", True, ("marketingDetails", "isReceiveEmailNewsletter")),
        ("/leadTime", 5, ("leadTime",)),
    ],
)
def test_a_patch_answers_the_contact_as_it_is_now(ask: Asking, path: str, value: Any, place: tuple[str, ...]) -> None:
    found = patched(ask, customer(ask), path, value).response
    for name in place:
        found = found[name]
    assert value == found


def test_what_is_removed_is_gone(ask: Asking) -> None:
    id = customer(ask, communication={"emails": {"PRI": {"email": "a@b.com"}, "SEC": {"email": "c@d.com"}}})
    assert {"PRI": {"email": "a@b.com"}} == patched(ask, id, "/communication/emails/SEC/email", op="remove").response["communication"][
        "emails"
    ]


def test_a_test_that_fails_stops_the_patch(ask: Asking) -> None:
    id = customer(ask)
    steps = [{"op": "replace", "path": "/lastName", "value": "King"}, {"op": "test", "path": "/firstName", "value": "Grace"}]
    assert 400 == ask("PATCH", f"{PATH}/{id}", steps).status
    assert "Byron" == shown(ask, id)["lastName"]


@pytest.mark.parametrize(
    ("path", "op", "expected"),
    [
        ("/postAddressIds/DEF", "replace", (500, ["CMNC-043"])),
        ("/firstName", "remove", (500, ["CMNC-044"])),
        ("/firstName", "move", (500, ["CMNC-044"])),
        ("/leadTime", "add", (500, ["CMNC-044"])),
    ],
)
def test_a_step_that_a_contact_does_not_offer_is_500(ask: Asking, path: str, op: str, expected: Any) -> None:
    assert expected == patched(ask, customer(ask), path, "x", op).refusal


def test_a_patch_of_nobody_is_404(ask: Asking) -> None:
    assert 404 == patched(ask, 999, "/firstName", "x").status


def test_lead_sources_are_listed(ask: Asking) -> None:
    assert [{"id": 1, "ownerId": 0, "parentId": 0, "name": "Web shop", "isActive": True}] == ask(
        "GET", "contact-service/lead-source"
    ).response
