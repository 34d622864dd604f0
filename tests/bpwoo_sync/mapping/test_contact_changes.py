"""What an order changes of a contact that Brightpearl has: nothing unless the tables say so, and only what differs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.issues import Mapped
from bpwoo_sync.mapping.contact_changes import ContactChange, contact_change
from bpwoo_sync.plan import Action, Plan
from tests.bpwoo_sync.mapping.orders import line, meta, order, tables
from tests.bpwoo_sync.mapping.sides import account, contact_row, kinds, plan, shop

THERE = {"addressLine1": "1 Test Street", "addressLine3": "Bristol", "postalCode": "BS1 1AA", "countryIsoCode": "GBR"}
OLD = {**THERE, "addressLine1": "9 Old Street"}


def sold(**more: Any) -> woo.Order:
    """An order of Ada's."""
    return order("12.00", "2.00", [line(1, "WIDGET", "1", "10.00", ("20", "2.00"))], **more)


def contact(*, first: str = "Ada", last: str = "Byron", phone: str | None = "0123", primary: bool = True) -> bp.Contact:
    """Ada as Brightpearl has her."""
    telephones = {} if phone is None else {"PRI": phone}
    document = {
        "contactId": 301,
        "isPrimaryContact": primary,
        "firstName": first,
        "lastName": last,
        "postAddressIds": {"DEF": 7, "BIL": 7, "DEL": 8},
        "communication": {"emails": {"PRI": {"email": "ada@example.com"}}, "telephones": telephones},
    }
    return bp.decode(bp.Contact, document)


def changed(
    *orders: woo.Order,
    policy: str,
    there: bp.Contact | None = None,
    billing: Mapping[str, str] = THERE,
    delivery: Mapping[str, str] = THERE,
    staff: bool = False,
) -> Plan:
    """The plan for orders of a known customer."""
    addresses = {id: bp.decode(bp.PostalAddress, {**each, "addressId": id}) for id, each in ((7, billing), (8, delivery))}
    known = account(
        contacts=(contact_row(301, "ada@example.com", staff=staff),), customers={301: there or contact()}, postal_addresses=addresses
    )
    return plan(shop(*(orders or (sold(),))), known, tables(orders={"contact_update": policy, "anonymous_contact_id": 301}))


def found(made: Plan, kind: str) -> list[Action]:
    """The writes of a kind."""
    return [each for each in made.actions if each.kind == kind]


def test_by_itself_no_contact_is_changed() -> None:
    made = changed(policy="never", there=contact(first="Augusta"), billing=OLD, delivery=OLD)
    assert {} == {kind: count for kind, count in kinds(made).items() if kind in ("address", "contact-addresses", "contact-change")}


@pytest.mark.parametrize("policy", ["addresses", "all"])
def test_where_nothing_differs_nothing_is_written(policy: str) -> None:
    made = kinds(changed(policy=policy))
    assert {"sales-order", "payment", "order-note", "shop-mark"} == set(made)


def test_an_address_that_differs_is_made_once_and_given_to_each_use_of_it() -> None:
    made = changed(policy="addresses", there=contact(first="Augusta"), billing=OLD)
    (address,), (given,) = found(made, "address"), found(made, "contact-addresses")
    assert THERE == address.payload
    uses = [{"postalAddressId": {"$result": address.key}, "type": use} for use in ("DEF", "BIL")]
    assert {"contactId": 301, "addresses": uses} == given.payload
    assert [] == found(made, "contact-change")


def test_goods_that_go_elsewhere_change_the_delivery_address_alone() -> None:
    made = changed(sold(shipping_address={"address_1": "2 Far Street"}), policy="addresses")
    (given,) = found(made, "contact-addresses")
    assert ["DEL"] == [each["type"] for each in given.payload["addresses"]]
    assert ["2 Far Street"] == [each.payload["addressLine1"] for each in found(made, "address")]


def test_a_further_contact_of_an_organisation_has_only_a_delivery_address_of_its_own() -> None:
    made = changed(policy="addresses", there=contact(primary=False), billing=OLD, delivery=OLD)
    (given,) = found(made, "contact-addresses")
    assert ["DEL"] == [each["type"] for each in given.payload["addresses"]]


def test_names_and_telephone_that_differ_are_changed_and_what_is_there_is_left() -> None:
    made = changed(policy="all", there=contact(first="Augusta", phone=None))
    (change,) = found(made, "contact-change")
    assert {"contactId": 301, "values": {"firstName": "Ada", "PRI": "0123"}, "added": ["PRI"]} == change.payload


def test_what_an_order_leaves_blank_is_not_emptied() -> None:
    blank = sold(billing={"first_name": " ", "last_name": "", "phone": ""})
    assert [] == found(changed(blank, policy="all"), "contact-change")


def test_a_long_name_is_compared_as_it_would_be_cut() -> None:
    name = "Wolfeschlegelsteinhausenbergerdorff"
    assert [] == found(changed(sold(billing={"last_name": name}), policy="all", there=contact(last=name[:32])), "contact-change")


def test_the_placeholders_of_an_erased_customer_go_over_nobody() -> None:
    erased = sold(billing={"first_name": "[deleted]", "address_1": "[deleted]"}, meta_data=[meta("_anonymized", "yes")])
    made = kinds(changed(erased, policy="all", there=contact()))
    assert (0, 0) == (made.get("contact-change", 0), made.get("contact-addresses", 0))


def test_the_contact_that_stands_in_for_unknown_people_stays_as_it_is() -> None:
    made = changed(policy="all", there=contact(first="Nobody"), billing=OLD, staff=True)
    assert 1 == kinds(made)["sales-order"]
    assert [] == [*found(made, "contact-change"), *found(made, "contact-addresses")]


def test_of_two_orders_the_newer_one_changes_the_contact() -> None:
    newer = sold(id=1002, number="1002", billing={"phone": "0999"}, date_created_gmt="2026-03-02T11:15:00", transaction_id="ch_2")
    older = sold(billing={"phone": "0111"})
    changes = [found(changed(*both, policy="all"), "contact-change") for both in ((older, newer), (newer, older))]
    assert [[{"PRI": "0999"}]] * 2 == [[each.payload["values"] for each in made] for made in changes]


def test_an_import_is_finished_only_when_the_contact_is_changed() -> None:
    made = changed(policy="all", there=contact(first="Augusta"), billing=OLD)
    (mark,) = found(made, "shop-mark")
    wanted = {each.key for kind in ("contact-addresses", "contact-change") for each in found(made, kind)}
    assert wanted < set(mark.after)


def change(
    of: woo.Order, there: bp.Contact | None = None, addresses: Mapping[int, Any] = {}, policy: str = "addresses"
) -> Mapped[ContactChange]:
    """What an order changes of Ada's contact."""
    known = {id: bp.decode(bp.PostalAddress, {**each, "addressId": id}) for id, each in addresses.items()}
    return contact_change(of, there or contact(), known, tables(orders={"contact_update": policy}))


def test_what_may_not_change_is_no_change() -> None:
    assert Mapped(value=ContactChange()) == change(sold(), policy="never")
    assert Mapped(value=ContactChange()) == change(sold(billing={"email": "gone@site.invalid"}))


def test_a_contact_without_addresses_gets_those_of_the_order_whatever_others_have() -> None:
    bare = bp.decode(bp.Contact, {"contactId": 301, "isPrimaryContact": True})
    found = change(sold(), bare, {1: THERE})
    assert found.value is not None
    assert {"DEF": "1 Test Street", "BIL": "1 Test Street", "DEL": "1 Test Street"} == {
        use: str(each.address_line1) for use, each in found.value.addresses.items()
    }


def test_without_an_address_of_delivery_goods_go_where_the_bill_goes() -> None:
    blank = dict.fromkeys(("first_name", "last_name", "address_1", "city", "postcode", "country"), "")
    assert Mapped(value=ContactChange()) == change(sold(shipping_address=blank), None, {7: THERE, 8: THERE})


def test_an_address_that_cannot_be_kept_is_told_of_the_order() -> None:
    found = change(sold(shipping_address={"country": "ZZ"}))
    assert (None, [("UNKNOWN_COUNTRY", "order", "1001")]) == (found.value, [(each.code, each.entity, each.key) for each in found.issues])
