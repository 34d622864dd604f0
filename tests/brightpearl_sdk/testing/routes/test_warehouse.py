from __future__ import annotations

from typing import Any

import pytest

from tests.brightpearl_sdk.testing.asking import MUG, Asking, account, customer

PATH = "warehouse-service/warehouse"


@pytest.fixture
def ask() -> Asking:
    """An account with the postal address 100."""
    asking = account()
    customer(asking)
    return asking


def new(name: str = "Bristol", **more: Any) -> dict[str, Any]:
    return {"name": name, "address": {"addressId": 100}, **more}


def test_a_warehouse_is_made_with_a_default_and_a_quarantine_location(ask: Asking) -> None:
    id = ask.id("POST", PATH, new())
    places = ask("GET", f"{PATH}/{id}/location").response
    zero = {"groupingA": "0", "groupingB": "0", "groupingC": "0", "groupingD": "0"}
    assert [{"id": 6, "warehouseId": id, **zero}, {"id": 7, "warehouseId": id, "groupingA": "QUARANTINE"}] == places
    assert (6, 7) == tuple(ask("GET", f"{PATH}/{id}/location/{kind}").response for kind in ("default", "quarantine"))


def test_a_warehouse_is_shown_without_what_is_inside(ask: Asking) -> None:
    id = ask.id("POST", PATH, new(type="supplier"))
    expected = {
        "id": id,
        "name": "Bristol",
        "typeCode": "supplier",
        "typeDescription": "Supplier",
        "address": {"addressId": 100},
        "clickAndCollectEnabled": False,
    }
    assert [expected] == ask("GET", f"{PATH}/{id}").response


def test_a_default_location_can_be_named(ask: Asking) -> None:
    id = ask.id("POST", PATH, new(defaultLocation={"groupingA": "a", "groupingB": "b"}))
    place = ask("GET", f"{PATH}/{id}/location").response[0]
    assert ("a", "b") == (place["groupingA"], place["groupingB"])


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (new("main WAREHOUSE"), "WHSB-038"),
        ({"name": "Bristol"}, "WHSC-070"),
        (new(address={"addressId": 99}), "WHSC-070"),
        (new(""), None),
        (new(type="shed"), None),
        (new(type="3pl"), None),
        (new(logisticsName="x"), None),
        (new(defaultLocation={"groupingB": "b"}), None),
    ],
)
def test_a_warehouse_that_breaks_a_rule_is_not_made(ask: Asking, given: Any, code: str | None) -> None:
    answered = ask("POST", PATH, given)
    assert (400, [code or answered.codes[0]]) == answered.refusal
    assert 2 == len(ask.double.records("warehouses"))


def test_several_warehouses_are_changed_at_once(ask: Asking) -> None:
    given = {"warehouses": [{"id": 2, "name": "North"}, {"id": 3, "address": {"addressId": 100}}]}
    assert {} == ask("PUT", PATH, given).document
    assert [("North", 2), ("Second warehouse", 100)] == [(each["name"], each["address"]["addressId"]) for each in ask("GET", PATH).response]


def test_all_warehouses_are_changed_or_none(ask: Asking) -> None:
    assert 404 == ask("PUT", PATH, {"warehouses": [{"id": 2, "name": "North"}, {"id": 9}]}).status
    assert "Main warehouse" == ask("GET", f"{PATH}/2").response[0]["name"]


def test_collecting_is_off_unless_it_is_said_whole(ask: Asking) -> None:
    whole = {
        "id": 2,
        "clickAndCollectEnabled": True,
        "weeklyOperatingPeriods": {"timeZone": "Europe/London", "periods": []},
        "collectionSla": {"value": 2, "timeUnits": "HOURS"},
    }
    part = {name: value for name, value in whole.items() if name != "collectionSla"}
    found = []
    for each in (part, whole, {"id": 2}):
        status = ask("PUT", PATH, {"warehouses": [each]}).status
        shown = ask("GET", f"{PATH}/2").response[0]
        found.append((status, shown["clickAndCollectEnabled"], "collectionSla" in shown))
    assert [(400, False, False), (200, True, True), (200, False, False)] == found


def test_an_empty_warehouse_is_deleted(ask: Asking) -> None:
    id = ask.id("POST", PATH, new())
    assert [200, 400] == [ask("DELETE", f"{PATH}/{each}").status for each in (id, 2)]
    assert [2, 3] == ask("GET", "warehouse-service/warehouse-search").column("id")


# Locations.


def test_a_location_is_answered_as_an_object(ask: Asking) -> None:
    assert {"id": 6} == ask("POST", f"{PATH}/2/location", {"groupingA": "1", "groupingB": "23", "barcode": "9048"}).response
    expected = {"id": 6, "warehouseId": 2, "groupingA": "1", "groupingB": "23", "barcode": "9048"}
    assert [expected] == ask("GET", f"{PATH}/2/location/6").response


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"groupingB": "1"},
        {"groupingA": "1", "groupingC": "1"},
        {"groupingA": "1", "barcode": "12a"},
        {"groupingA": "1", "barcode": "1" * 33},
        {"groupingA": "1", "zoneId": 9},
    ],
)
def test_a_location_that_breaks_a_rule_is_not_made(ask: Asking, given: Any) -> None:
    assert 400 == ask("POST", f"{PATH}/2/location", given).status


def test_a_barcode_is_unique(ask: Asking) -> None:
    assert [200, 400] == [ask("POST", f"{PATH}/2/location", {"groupingA": "1", "barcode": "1"}).status for _ in range(2)]


def test_a_location_that_never_held_stock_is_deleted(ask: Asking) -> None:
    shelf = ask.id("POST", f"{PATH}/2/location", {"groupingA": "1"})["id"]
    assert [200, 404, 400, 400] == [ask("DELETE", f"{PATH}/2/location/{each}").status for each in (shelf, shelf, 2, 3)]


def test_locations_are_searched_over_all_warehouses(ask: Asking) -> None:
    assert [2, 3, 4, 5] == ask("GET", "warehouse-service/location-search").column("id")


# Zones.


def test_zones_are_made_named_anew_and_deleted(ask: Asking) -> None:
    id = ask.id("POST", f"{PATH}/2/zone", {"name": "Shipping"})
    shelf = ask.id("POST", f"{PATH}/2/location", {"groupingA": "1", "zoneId": id})["id"]
    patched = ask("PATCH", f"{PATH}/2/zone/{id}", [{"op": "replace", "path": "/name", "value": "Bulk"}]).response
    assert {"id": id, "name": "Bulk", "warehouseId": 2} == patched == ask("GET", f"{PATH}/2/zone/{id}").response[0]
    assert ["Bulk"] == ask("GET", "warehouse-service/zone-search").column("name")
    assert {} == ask("DELETE", f"{PATH}/2/zone/{id}").document
    assert (404, False) == (ask("GET", f"{PATH}/2/zone").status, "zoneId" in ask("GET", f"{PATH}/2/location/{shelf}").response[0])


def test_a_zone_name_is_unique_in_its_warehouse_whatever_its_case(ask: Asking) -> None:
    names = (("2", "Bulk"), ("2", "BULK"), ("3", "bulk"), ("2", "x" * 33), ("2", ""))
    assert [200, 400, 200, 400, 400] == [ask("POST", f"{PATH}/{warehouse}/zone", {"name": name}).status for warehouse, name in names]


@pytest.mark.parametrize(("op", "path", "code"), [("add", "/name", "CMNC-044"), ("replace", "/warehouseId", "CMNC-043")])
def test_nothing_but_the_name_of_a_zone_is_patched(ask: Asking, op: str, path: str, code: str) -> None:
    id = ask.id("POST", f"{PATH}/2/zone", {"name": "Bulk"})
    assert (500, [code]) == ask("PATCH", f"{PATH}/2/zone/{id}", [{"op": op, "path": path, "value": "x"}]).refusal


# What a product has in a warehouse.


def test_thresholds_of_a_product_are_set_per_warehouse(ask: Asking) -> None:
    given = {"defaultLocationId": 2, "reorderLevel": 5, "reorderQuantity": 25}
    assert {} == ask("PUT", f"{PATH}/2/product/{MUG}", given).document
    kept = {"defaultLocationId": 2, "overflowLocationId": 0, "reorderLevel": 5, "reorderQuantity": 25}
    assert [{"productId": MUG, **kept}] == ask("GET", f"{PATH}/2/product/{MUG}").response
    assert kept == ask("GET", f"product-service/product/{MUG}").response[0]["warehouses"]["2"]


def test_a_location_of_another_warehouse_is_no_default(ask: Asking) -> None:
    assert 400 == ask("PUT", f"{PATH}/2/product/{MUG}", {"defaultLocationId": 4}).status


# Shipping methods.


def test_a_shipping_method_is_made_with_the_account_defaults(ask: Asking) -> None:
    id = ask.id("POST", "warehouse-service/shipping-method", {"name": "Item shipping method", "code": "ITEM"})
    (shown,) = ask("GET", f"warehouse-service/shipping-method/{id}").response
    assert ("ITEM", "10,100,250,1000,100000", 1) == (shown["code"], shown["breaks"], shown["methodType"])
    assert [id] == ask("GET", "warehouse-service/shipping-method-search", code="ITEM").column("id")


@pytest.mark.parametrize(
    "given", [{}, {"name": "x" * 129}, {"name": "Next day"}, {"name": "x", "methodType": 4}, {"name": "x", "carrier": "x" * 65}]
)
def test_a_shipping_method_that_breaks_a_rule_is_not_made(ask: Asking, given: Any) -> None:
    assert 400 == ask("POST", "warehouse-service/shipping-method", given).status
