"""A check over the doubles: each id of the tables is looked up on the side that it is of."""

from __future__ import annotations

import tomllib
from typing import Any

import brightpearl_sdk as bp
import brightpearl_sdk.testing as brightpearl_testing
from bpwoo_sync.effects.checking import Check, checked
from bpwoo_sync.effects.flow import run
from bpwoo_sync.tables import tables_from
from bpwoo_sync.testing.doubles import demo_doubles, demo_tables
from tests.bpwoo_sync.effects.test_faults import clients
from tests.bpwoo_sync.effects.test_incomplete_sides import refused

NAMED: dict[str, dict[str, Any]] = {
    "store": {"lead_source_id": 999, "project_id": 999, "staff_owner_id": 999, "integration_instance_id": 999},
    "refunds": {"restock_location_id": 999},
    "nominals": {"gift_card": "9999"},
    "products": {"brand_id": 999, "product_type_id": 999, "category": "999", "categories": {"276": 999999}, "brand_attribute_id": 999999},
}


def check(changed: dict[str, dict[str, Any]], *faults: brightpearl_testing.Fault) -> Check:
    """A check of the demo's tables with these changes."""
    document = tomllib.loads(demo_tables())
    tables = tables_from({**document, **{section: {**document[section], **values} for section, values in changed.items()}})
    with clients(demo_doubles(), brightpearl_faults=faults) as both:
        return run(checked(tables), both.account, both.shop, sleep=lambda seconds: None)


def test_the_tables_of_the_demo_name_what_is_there() -> None:
    found = check({})
    assert (True, ()) == (found.works, found.issues)


def test_every_id_that_is_on_neither_side_is_told_with_its_key() -> None:
    found = check(NAMED)
    keys = {
        "store.lead_source_id",
        "store.project_id",
        "store.staff_owner_id",
        "refunds.restock_location_id",
        "store.integration_instance_id",
        "nominals.gift_card",
        "products.brand_id",
        "products.product_type_id",
        "products.category",
        "products.categories.276",
        "products.brand_attribute_id",
    }
    assert keys == {each.key for each in found.issues if each.code == "TABLE_ENTRY_UNKNOWN"}
    assert len(keys) == len(found.issues) - 1  # a category may be unknown on both sides


def test_a_list_that_the_app_may_not_read_is_told_and_the_rest_is_checked() -> None:
    found = check({**NAMED, "store": {"lead_source_id": 999}}, refused("accounting-service/nominal-code"))
    told = {(each.code, each.key) for each in found.issues}
    assert {("SIDE_INCOMPLETE", "nominal_codes"), ("TABLE_ENTRY_UNKNOWN", "store.lead_source_id")} <= told
    assert (True, False) == (found.works, ("TABLE_ENTRY_UNKNOWN", "nominals.gift_card") in told)


def test_a_location_of_the_warehouse_and_a_member_of_staff_are_found() -> None:
    doubles = demo_doubles()
    with clients(doubles) as both:
        (shelf,) = both.account.locations.of_warehouse(2)[:1]
        home = both.account.postal_addresses.create(bp.PostalAddressDraft(address_line1="1 Elm Street", country_iso_code="USA"))
        ann = bp.ContactDraft(
            first_name="Ann",
            last_name="Lee",
            post_address_ids=bp.PostAddressIdsDraft(default=home),
            relationship_to_account=bp.RelationshipToAccountDraft(is_staff=True),
        )
        document = tomllib.loads(demo_tables())
        named = {"store": {"staff_owner_id": both.account.contacts.create(ann)}, "refunds": {"restock_location_id": shelf.id}}
        tables = tables_from({**document, **{section: {**document[section], **values} for section, values in named.items()}})
        found = run(checked(tables), both.account, both.shop)
    assert (True, ()) == (found.works, found.issues)
