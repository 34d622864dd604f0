"""What of a customer stands in messages is struck out, and all of it where the customer is to be erased."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bpwoo_sync.ledger import Outcome, Status
from bpwoo_sync.mapping.customers import contact_key
from bpwoo_sync.personal import erased, erased_text, message_of, personal_values

CONTACT: dict[str, Any] = {
    "firstName": "Ann",
    "lastName": "Lee-Smith",
    "communication": {"emails": {"PRI": {"email": "ann@example.com"}}, "telephones": {"PRI": "+1 555 0142"}},
}
ADDRESS = {"addressLine1": "7 Elm Road", "postalCode": "89501", "countryIsoCode": "USA"}
KEY = contact_key("ann@example.com")


def outcome(key: str, detail: str = "", result: str | None = "42") -> Outcome:
    return Outcome(key=key, kind="contact", status=Status.DONE, at=datetime(2026, 11, 25, tzinfo=UTC), result=result, detail=detail)


def test_what_tells_of_a_person_is_found_wherever_it_stands() -> None:
    assert {"Ann", "Lee-Smith", "ann@example.com", "+1 555 0142"} == personal_values(CONTACT)
    assert {"7 Elm Road", "89501"} == personal_values({"parties": [ADDRESS]})


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("ann lee-smith (ANN@example.com) exists", "… … (…) exists"),
        ("Annual plans are not for Anna", "Annual plans are not for Anna"),
        ("bob.b+x@mail.example.org is taken.", "… is taken."),
        ("price list 3 is unknown", "price list 3 is unknown"),
    ],
)
def test_a_message_is_kept_without_what_was_sent_of_a_person(message: str, expected: str) -> None:
    assert expected == message_of(message, CONTACT)


def test_a_contact_is_kept_by_a_digest_that_ignores_how_its_address_is_written() -> None:
    assert contact_key(" Ann@Example.com ") == KEY
    assert "ann" not in KEY


def test_an_erased_contact_is_known_by_a_number_alone() -> None:
    found = [erased(outcome(key, "made for ann@example.com"), "ANN@example.com", 7) for key in (KEY, f"address:{KEY}")]
    assert ["contact:erased-7", "address:contact:erased-7"] == [each.key for each in found]
    assert [(None, "")] * 2 == [(each.result, each.detail) for each in found]


def test_an_order_stays_by_its_number_without_the_address() -> None:
    found = erased(outcome("sales-order:W1-7", "Ann@example.com is blocked"), "ann@example.com", 7)
    assert ("sales-order:W1-7", "42", "… is blocked") == (found.key, found.result, found.detail)


def test_the_others_stay_as_they_were() -> None:
    other = outcome(contact_key("bob@example.com"), "bob@example.com is blocked")
    assert other == erased(other, "ann@example.com", 7)


def test_a_kept_plan_has_nothing_of_its_writes_to_the_customer_left() -> None:
    other = {"key": contact_key("bob@example.com"), "payload": {"firstName": "Bob", "lastName": "Ray", "email": "bob@example.com"}}
    theirs = [{"key": f"address:{KEY}", "payload": ADDRESS}, {"key": KEY, "payload": CONTACT, "summary": "Make Ann Lee-Smith"}]
    after = erased_text(json.dumps({"actions": [*theirs, other]}), "ann@example.com")
    assert [] == [each for each in ("Ann", "Lee-Smith", "ann@example.com", "0142", "7 Elm Road", "89501", KEY) if each in after]
    assert other == json.loads(after)["actions"][2]
