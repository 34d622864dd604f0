from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.brightpearl_sdk.testing.asking import MUG, Asking, account, customer, low_order, order, purchase, supplier


def field(id: int, of: str, code: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"id": id, "of": of, "code": code, "name": code.title(), "customFieldType": kind, "required": False, **more}


OPTIONS = {"8": {"id": 8, "value": "Red"}, "9": {"id": 9, "value": "Blue"}}


@pytest.fixture
def ask() -> Asking:
    asking = account()
    kinds = (("TEXT", "PCF_TEXT"), ("TEXT_AREA", "PCF_AREA"), ("YES_NO", "PCF_YES"), ("INTEGER", "PCF_COUNT"), ("DATE", "PCF_DATE"))
    sale = [field(number, "sale", code, kind) for number, (kind, code) in enumerate(kinds, 1)]
    select = field(9, "sale", "PCF_COLOUR", "SELECT", options=OPTIONS)
    others = [
        field(10 + number, of, f"PCF_{of.upper()[:8]}", "TEXT") for number, of in enumerate(("purchase", "customer", "supplier", "product"))
    ]
    asking.double.load("custom_fields", [*sale, select, *others])
    return asking


def patched(ask: Asking, path: str, *steps: tuple[str, str, Any]) -> Any:
    return ask(
        "PATCH", f"{path}/custom-field", [{"op": op, "path": at, **({} if op == "remove" else {"value": value})} for op, at, value in steps]
    )


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ("PCF_TEXT", "Ada", "Ada"),
        ("PCF_TEXT", "1234567890", 1234567890),
        ("PCF_TEXT", "12a", "12a"),
        ("PCF_AREA", "Two\nlines", "Two\nlines"),
        ("PCF_YES", False, False),
        ("PCF_COUNT", 8, 8),
        ("PCF_COUNT", "8", 8),
        ("PCF_DATE", "2026-03-02", "2026-03-02T00:00:00.000+00:00"),
        ("PCF_COLOUR", {"id": 9}, {"id": 9, "value": "Blue"}),
    ],
)
def test_a_value_of_each_type_is_read_back(ask: Asking, code: str, value: Any, shown: Any) -> None:
    id = order(ask)
    answered = patched(ask, f"order-service/order/{id}", ("add", f"/{code}", value))
    assert {code: shown} == answered.response == ask("GET", f"order-service/order/{id}/custom-field").response


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("PCF_TEXT", 5),
        ("PCF_YES", "yes"),
        ("PCF_COUNT", "many"),
        ("PCF_COUNT", True),
        ("PCF_DATE", 5),
        ("PCF_COLOUR", "Red"),
        ("PCF_COLOUR", {"id": 10}),
        ("PCF_COLOUR", Decimal("1.5")),
    ],
)
def test_a_value_of_the_wrong_type_is_500(ask: Asking, code: str, value: Any) -> None:
    assert 500 == patched(ask, f"order-service/order/{order(ask)}", ("add", f"/{code}", value)).status


def test_values_are_added_replaced_and_removed_in_one_request(ask: Asking) -> None:
    path = f"order-service/order/{order(ask)}"
    patched(ask, path, ("add", "/PCF_TEXT", "a"), ("add", "/PCF_COLOUR", {"id": 8}), ("add", "/PCF_YES", True))
    found = patched(ask, path, ("replace", "/PCF_TEXT", "b"), ("replace", "/PCF_COLOUR/id", 9), ("remove", "/PCF_YES", None)).response
    assert {"PCF_TEXT": "b", "PCF_COLOUR": {"id": 9, "value": "Blue"}} == found


def test_a_set_field_may_be_added_again(ask: Asking) -> None:
    path = f"order-service/order/{order(ask)}"
    patched(ask, path, ("add", "/PCF_COLOUR", {"id": 8}))
    assert {"PCF_COLOUR": {"id": 9, "value": "Blue"}} == patched(ask, path, ("add", "/PCF_COLOUR", {"id": 9})).response


@pytest.mark.parametrize(
    ("step", "codes"),
    [
        (("replace", "/PCF_TEXT", "a"), ["CMNC-038"]),
        (("remove", "/PCF_TEXT", None), ["CMNC-038"]),
        (("add", "/PCF_NOTHING", "a"), ["CMNC-043"]),
        (("add", "/PCF_TEXT/text", "a"), ["CMNC-043"]),
        (("move", "/PCF_TEXT", "a"), ["CMNC-044"]),
    ],
)
def test_a_step_that_a_field_does_not_offer_is_refused(ask: Asking, step: tuple[str, str, Any], codes: list[str]) -> None:
    assert codes == patched(ask, f"order-service/order/{order(ask)}", step).codes


def test_all_steps_are_done_or_none(ask: Asking) -> None:
    id = order(ask)
    patched(ask, f"order-service/order/{id}", ("add", "/PCF_TEXT", "a"), ("add", "/PCF_NOTHING", "a"))
    assert {} == ask("GET", f"order-service/order/{id}/custom-field").response


def test_orders_tell_what_is_set_and_what_is_not_on_request(ask: Asking) -> None:
    id = order(ask)
    patched(ask, f"order-service/order/{id}", ("add", "/PCF_TEXT", "a"))
    for path in ("order", "sales-order"):
        (found,) = ask("GET", f"order-service/{path}/{id}", includeOptional="customFields,nullCustomFields").response
        unset = ["PCF_AREA", "PCF_COLOUR", "PCF_COUNT", "PCF_DATE", "PCF_YES"]
        assert ({"PCF_TEXT": "a"}, unset) == (found["customFields"], found["nullCustomFields"])
    assert not {"customFields", "nullCustomFields"} & set(low_order(ask, id))


def test_an_order_changes_with_its_custom_fields(ask: Asking) -> None:
    id = order(ask)
    patched(ask, f"order-service/order/{id}", ("add", "/PCF_TEXT", "a"))
    assert 1 == low_order(ask, id)["version"]


def test_each_kind_of_record_has_fields_of_its_own(ask: Asking) -> None:
    owners = {
        "PCF_TEXT": f"order-service/order/{order(ask)}",
        "PCF_PURCHASE": f"order-service/order/{purchase(ask)[0]}",
        "PCF_CUSTOMER": f"contact-service/contact/{customer(ask)}",
        "PCF_SUPPLIER": f"contact-service/contact/{supplier(ask)}",
        "PCF_PRODUCT": f"product-service/product/{MUG}",
    }
    for code, path in owners.items():
        assert {code: "a"} == patched(ask, path, ("add", f"/{code}", "a")).response
        assert [] == [other for other in owners if other != code and patched(ask, path, ("add", f"/{other}", "a")).status != 500]


def test_records_that_are_not_there_are_404(ask: Asking) -> None:
    paths = ("order-service/order/999", "contact-service/contact/999", "product-service/product/999")
    assert [404] * 3 == [ask("GET", f"{path}/custom-field").status for path in paths]


def test_fields_are_described(ask: Asking) -> None:
    (found,) = ask("GET", "order-service/sale/custom-field-meta-data/9").response
    expected = {"id": 9, "code": "PCF_COLOUR", "name": "Pcf_Colour", "customFieldType": "SELECT", "required": False, "options": OPTIONS}
    assert expected == found
    counts = {
        path: len(ask("GET", f"{path}/custom-field-meta-data").response)
        for path in (
            "order-service/sale",
            "order-service/purchase",
            "contact-service/customer",
            "contact-service/supplier",
            "product-service/product",
        )
    }
    assert [6, 1, 1, 1, 1] == list(counts.values())
