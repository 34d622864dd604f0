from __future__ import annotations

from typing import Any

import pytest

from tests.brightpearl_sdk.testing.asking import Asking, account, customer, order


def found(ask: Asking, ids: str) -> list[int]:
    return [record["id"] for record in ask("GET", f"order-service/order/{ids}").response]


@pytest.fixture
def ask() -> Asking:
    """Orders 100001 to 100005."""
    asking = account()
    contact = customer(asking)
    for _ in range(5):
        order(asking, contact=contact)
    return asking


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        ("100002", [100002]),
        ("100001-100003", [100001, 100002, 100003]),
        ("100001,100003", [100001, 100003]),
        ("100001-100002,100004", [100001, 100002, 100004]),
        ("100003.100001", [100001, 100003]),
        ("100004.100001-100002", [100001, 100002, 100004]),
    ],
)
def test_a_set_is_one_id_a_range_a_list_or_a_mixture(ask: Asking, ids: str, expected: list[int]) -> None:
    assert expected == sorted(found(ask, ids))


def test_ids_that_do_not_exist_are_left_out(ask: Asking) -> None:
    assert [100001] == found(ask, "1,100001,200000")


def test_no_orders_are_an_empty_list_and_no_contacts_are_404(ask: Asking) -> None:
    assert (200, []) == (ask("GET", "order-service/order/999").status, found(ask, "999"))
    assert 404 == ask("GET", "contact-service/contact/999").status


@pytest.mark.parametrize("ids", ["100003,100001", "100001,100001", "100001-100003,100002"])
def test_a_comma_list_has_to_ascend(ask: Asking, ids: str) -> None:
    assert (400, ["CMNC-006"]) == ask("GET", f"order-service/order/{ids}").refusal


@pytest.mark.parametrize("ids", ["10-1", "5-5", "a", "1,", ",1", "1--2", "-1", "1-", "1.5.", "1,a", "1 2", "①"])
def test_a_malformed_set_is_refused(ask: Asking, ids: str) -> None:
    assert (400, ["CMNC-008"]) == ask("GET", f"order-service/order/{ids}").refusal


def test_a_set_holds_at_most_two_hundred_ids(ask: Asking) -> None:
    assert [200, 400] == [ask("GET", f"order-service/order/{ids}").status for ids in ("1-200", "1-201")]


def test_one_id_is_due_where_one_record_is_changed(ask: Asking) -> None:
    assert (400, ["CMNC-008"]) == ask("PUT", "order-service/order/100001,100002/status", {"orderStatusId": 2}).refusal


@pytest.mark.parametrize(
    ("path", "uris"),
    [
        ("order-service/order/1-100,100001,100003-100009", ["/order/100001,100003-100005"]),
        ("order-service/order/100005,100001", ["/order/100001,100005"]),
        ("order-service/order/999", []),
        ("order-service/order", ["/order/100001-100005"]),
        ("order-service/sales-order", ["/sales-order/100001-100005"]),
        ("order-service/sales-credit", []),
        ("contact-service/contact/1-500", ["/contact/200"]),
        ("product-service/product/*", ["/product/1001-1004"]),
        ("product-service/product-price/1001,1002", ["/product-price/1001-1002"]),
        ("product-service/product-price/*/price-list/1", ["/product-price/1001-1004/price-list/1"]),
    ],
)
def test_options_folds_the_ids_that_exist_into_uris_below_the_service(ask: Asking, path: str, uris: Any) -> None:
    answered = ask("OPTIONS", path)
    assert (200, {"getUris": uris}) == (answered.status, answered.response)


def test_options_gives_uris_of_two_hundred_ids_each() -> None:
    ask = account()
    ask.double.load("orders", [{"id": 2 * number, "type": "SO"} for number in range(1, 252)])
    assert [200, 51] == [len(uri.split(",")) for uri in ask("OPTIONS", "order-service/order").response["getUris"]]


def test_the_uris_of_options_can_be_read(ask: Asking) -> None:
    (uri,) = ask("OPTIONS", "order-service/order/100001,100005").response["getUris"]
    assert [100001, 100005] == [each["id"] for each in ask("GET", f"order-service{uri}").response]
