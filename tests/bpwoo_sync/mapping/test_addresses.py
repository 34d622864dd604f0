"""Addresses and names of buyers, as a sales order and a contact bear them."""

from __future__ import annotations

from typing import Any

import pytest

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.mapping.addresses import clean, first_line, full_name, is_blank, order_address, postal_address, state_of
from bpwoo_sync.mapping.customers import contact_draft, contact_key, customer_of, is_erased
from bpwoo_sync.mapping.states import state_name
from tests.bpwoo_sync.mapping.orders import catalogue, meta, order, person, tables

NOTHING = dict.fromkeys(("first_name", "last_name", "address_1", "city", "postcode", "country", "phone", "email"), "")


def billing(**told: str) -> woo.BillingAddress:
    """Ada's address, but for what is told."""
    return order("0.00", "0.00", [], billing=told).billing


@pytest.mark.parametrize(
    ("text", "expected"),
    [("  a b  ", "a b"), ("a  b", "a b"), ("a\tb\r\nc", "a b c"), ("a\x00b\x7fc", "a b c"), ("", ""), (None, ""), ("é\u00a0x", "é x")],
)
def test_a_text_is_one_line_with_single_blanks(text: str | None, expected: str) -> None:
    assert expected == clean(text)


@pytest.mark.parametrize("field", ["first_name", "last_name", "company", "address_1", "address_2", "city", "postcode", "country"])
def test_an_address_of_which_anything_is_given_is_not_blank(field: str) -> None:
    assert (True, False) == (is_blank(billing(**NOTHING, state="X")), is_blank(billing(**{**NOTHING, field: "X"})))


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, "1 Test Street"),
        ({"address_1": " ", "address_2": "Unit 4", "company": "Byron"}, "Unit 4"),
        ({"address_1": "", "company": "Byron"}, "Byron"),
        ({"address_1": ""}, "-"),
    ],
)
def test_the_first_line_is_the_street_or_what_stands_in_for_it(told: dict[str, str], expected: str) -> None:
    assert expected == first_line(billing(**told))


@pytest.mark.parametrize(
    ("settings", "state", "country", "expected"),
    [
        ({}, "CA", "US", "CA"),
        ({"orders": {"state_names": True}}, "ca", " us ", "California"),
        ({"orders": {"state_names": True}}, "dc", "US", "District of Columbia"),
        ({"orders": {"state_names": True}}, "XX", "US", "XX"),
        ({"orders": {"state_names": True}, "states": {"US:CA": "Calif."}}, "CA", "US", "Calif."),
        ({"states": {"US:CA": "Calif."}}, " CA ", "US", "Calif."),
    ],
)
def test_a_state_is_written_out_where_the_tables_say_so(settings: Any, state: str, country: str, expected: str) -> None:
    assert expected == state_of(billing(state=state, country=country), tables(**settings))


def test_a_state_without_a_name_stays_as_it_is_given() -> None:
    assert ("xx", "Name") == (state_name("xx", "us", {}), state_name("xx", "us", {"US:XX": "Name"}))


WHOLE = {"company": " Byron  Ltd ", "address_2": "Unit 4", "state": "Avon"}


def sent(address: woo.BillingAddress) -> dict[str, Any]:
    """The address on a sales order."""
    found = order_address(address, "order", "7", email="a@b.example", phone=" 01\t2 ", tables=tables())
    assert found.value is not None
    return dict(bp.encode(found.value))


def test_an_address_on_an_order_has_every_line_blank_ones_as_well() -> None:
    assert {
        "addressFullName": "Ada Byron",
        "companyName": "Byron Ltd",
        "addressLine1": "1 Test Street",
        "addressLine2": "Unit 4",
        "addressLine3": "Bristol",
        "addressLine4": "Avon",
        "postalCode": "BS1 1AA",
        "countryIsoCode": "GBR",
        "telephone": "01 2",
        "email": "a@b.example",
    } == sent(billing(**WHOLE))
    bare = sent(billing(first_name="", last_name="", company="Byron", address_1="", address_2="Unit 4", city="", postcode=""))
    assert ("Byron", "Unit 4", "", "", "", "") == tuple(
        bare[name] for name in ("addressFullName", "addressLine1", "addressLine2", "addressLine3", "addressLine4", "postalCode")
    )


def test_a_missing_street_and_a_country_that_is_none_are_told_of_what_they_are_of() -> None:
    for told, code in (({"address_1": " "}, "ADDRESS_LINE1_EMPTY"), ({"country": "ZZ"}, "UNKNOWN_COUNTRY")):
        found = order_address(billing(**told), "contact", "7", email="", phone="", tables=tables())
        assert [(code, "contact", "7")] == [(each.code, each.entity, each.key) for each in found.issues]
    unknown = postal_address(billing(country="ZZ"), "contact", "7", tables())
    assert (None, [("UNKNOWN_COUNTRY", "contact", "7")]) == (unknown.value, [(each.code, each.entity, each.key) for each in unknown.issues])


def test_an_address_of_a_contact_leaves_blank_lines_out() -> None:
    whole, bare = (postal_address(billing(**told), "order", "7", tables()).value for told in (WHOLE, {"city": "", "postcode": ""}))
    assert whole is not None and bare is not None
    assert {
        "addressLine1": "1 Test Street",
        "addressLine2": "Unit 4",
        "addressLine3": "Bristol",
        "addressLine4": "Avon",
        "postalCode": "BS1 1AA",
        "countryIsoCode": "GBR",
    } == bp.encode(whole)
    assert {"addressLine1": "1 Test Street", "countryIsoCode": "GBR"} == bp.encode(bare)
    stand_in = postal_address(billing(address_1="", address_2="Unit 4"), "order", "7", tables()).value
    assert stand_in is not None
    assert ("Unit 4", None) == (bp.encode(stand_in)["addressLine1"], bp.encode(stand_in).get("addressLine2"))


def test_a_name_is_first_and_last() -> None:
    assert ("Ada Byron", "Byron") == (full_name(billing()), full_name(billing(first_name=" ")))


def test_a_contact_has_names_address_of_mail_telephone_and_organisation() -> None:
    assert {
        "firstName": "Ada",
        "lastName": "Byron",
        "communication": {"emails": {"PRI": {"email": "a@b.example"}}, "telephones": {"PRI": "0123"}},
        "organisation": {"name": "Byron Ltd"},
    } == bp.encode(contact_draft(billing(**WHOLE), "a@b.example"))


def test_a_contact_without_names_has_what_stands_in_for_them() -> None:
    bare, of_company = (
        contact_draft(billing(first_name="", last_name="", phone="", company=company), "a@b.example") for company in ("", "Byron")
    )
    assert {
        "firstName": "-",
        "lastName": "Customer",
        "communication": {"emails": {"PRI": {"email": "a@b.example"}}, "telephones": {}},
    } == bp.encode(bare)
    assert ("-", "Byron") == (of_company.first_name, of_company.last_name)


def test_names_are_cut_without_a_blank_at_their_end() -> None:
    found = contact_draft(billing(first_name=f"{'a' * 31} b", last_name=f"{'c' * 31} d"), "")
    assert ("a" * 31, "c" * 31) == (found.first_name, found.last_name)


@pytest.mark.parametrize(
    ("email", "marked", "expected"),
    [
        ("ada@example.com", None, False),
        ("deleted@site.invalid", None, True),
        (" Deleted@SITE.invalid ", None, True),
        ("", "yes", True),
        ("", " no", False),
        ("ada@example.com", "YES", True),
        ("site.invalid", None, False),
    ],
)
def test_an_order_is_erased_where_the_shop_says_so(email: str, marked: str | None, expected: bool) -> None:
    told = [] if marked is None else [meta("_anonymized", marked)]
    assert expected is is_erased(order("0.00", "0.00", [], billing={"email": email}, meta_data=told))


def test_a_contact_is_known_by_a_digest_of_its_address() -> None:
    assert contact_key("ada@example.com") == contact_key(" ADA@example.com ")
    assert "contact:b5fc85e55755f9e0d030a10ab4429b6b" == contact_key("ada@example.com")


def buyer(email: str | None, people: Any = (), fallback: int | None = None) -> tuple[Any, ...]:
    """Whose order it is: contact, own or not, address of mail, and what is told."""
    known = catalogue(people={"ada@example.com": tuple(people)} if people else {})
    found = customer_of(order("0.00", "0.00", [], billing={"email": email}), tables(orders={"anonymous_contact_id": fallback}), known, "7")
    made = found.value
    codes = [(each.code, each.entity, each.key) for each in found.issues]
    return (None, codes) if made is None else (made.key, made.email, made.contact_id, made.is_own, codes)


ADA = contact_key("ada@example.com")
STAFF, SUPPLIER = person(5, is_staff=True), person(6, is_supplier=True)


@pytest.mark.parametrize(
    ("email", "people", "fallback", "expected"),
    [
        ("", (), None, (None, [("NO_EMAIL", "order", "7")])),
        (None, (), None, (None, [("NO_EMAIL", "order", "7")])),
        (" ", (), 77, ("contact:77", "", 77, False, [])),
        (" ADA@example.com", (person(9),), None, (ADA, "ada@example.com", 9, True, [])),
        ("ada@example.com", (STAFF, person(9), person(11)), 77, (ADA, "ada@example.com", 9, True, [("DUPLICATE_CONTACT", "order", "7")])),
        ("ada@example.com", (STAFF, SUPPLIER), None, (None, [("CONTACT_IS_STAFF", "order", "7")])),
        ("ada@example.com", (STAFF,), 77, ("contact:77", "ada@example.com", 77, False, [])),
        ("ada@example.com", (SUPPLIER,), 77, ("contact:77", "ada@example.com", 77, False, [])),
        ("ada@example.com", (), 77, (ADA, "ada@example.com", None, True, [])),
    ],
)
def test_a_buyer_is_the_contact_of_the_address_the_one_for_all_or_new(email: Any, people: Any, fallback: Any, expected: Any) -> None:
    assert expected == buyer(email, people, fallback)


@pytest.mark.parametrize(("length", "expected"), [(32, []), (33, ["NAME_CUT"])])
def test_a_name_that_just_fits_is_not_cut(length: int, expected: list[str]) -> None:
    found = customer_of(order("0.00", "0.00", [], billing={"first_name": "x" * length}), tables(), catalogue(), "7")
    assert expected == [each.code for each in found.issues]
