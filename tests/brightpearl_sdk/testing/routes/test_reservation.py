from __future__ import annotations

from typing import Any

import pytest

from tests.brightpearl_sdk.testing.asking import (
    MUG,
    PLATE,
    SERVICE,
    Asking,
    account,
    amounts,
    codes,
    events,
    line,
    order,
    purchase,
    reserve,
    row,
    row_ids,
)


@pytest.fixture
def ask() -> Asking:
    return account()


def reserved(ask: Asking, id: int) -> Any:
    return ask("GET", f"warehouse-service/order/{id}/reservation").response[0]["orderRows"]


def test_what_is_reserved_cannot_be_promised_again(ask: Asking) -> None:
    id = order(ask, row(MUG, 4))
    (mugs,) = row_ids(ask, id)
    assert {} == reserve(ask, id, line(MUG, mugs, 4)).document
    assert ((10, 6, 4), ("SON", "AAA", "SNS")) == (amounts(ask), codes(ask, id))
    shown = {"orderId": id, "warehouseId": 2, "orderRows": {str(mugs): {"productId": MUG, "quantity": 4}}}
    assert [shown] == ask("GET", f"warehouse-service/order/{id}/reservation").response


def test_numbers_may_come_as_text(ask: Asking) -> None:
    id = order(ask)
    (mugs,) = row_ids(ask, id)
    assert 200 == reserve(ask, id, {"productId": str(MUG), "salesOrderRowId": str(mugs), "quantity": "2"}).status


def test_a_part_of_an_order_can_be_reserved(ask: Asking) -> None:
    id = order(ask, row(MUG, 4), row(PLATE, 1))
    reserve(ask, id, line(MUG, row_ids(ask, id)[0], 1))
    assert "APA" == codes(ask, id)[1]


def test_less_is_reserved_where_less_is_on_hand(ask: Asking) -> None:
    id = order(ask, row(MUG, 12))
    (mugs,) = row_ids(ask, id)
    assert 200 == reserve(ask, id, line(MUG, mugs, 12)).status
    assert (10, (10, 0, 10)) == (reserved(ask, id)[str(mugs)]["quantity"], amounts(ask))


def test_nothing_on_hand_is_refused(ask: Asking) -> None:
    first, second = order(ask, row(MUG, 10)), order(ask, row(MUG, 1))
    reserve(ask, first, line(MUG, row_ids(ask, first)[0], 10))
    assert 400 == reserve(ask, second, line(MUG, row_ids(ask, second)[0], 1)).status
    assert 404 == ask("GET", f"warehouse-service/order/{second}/reservation").status


def test_two_rows_of_one_product_share_what_is_on_hand(ask: Asking) -> None:
    id = order(ask, row(MUG, 7), row(MUG, 7))
    first, second = row_ids(ask, id)
    reserve(ask, id, line(MUG, first, 7), line(MUG, second, 7))
    assert {str(first): 7, str(second): 3} == {place: each["quantity"] for place, each in reserved(ask, id).items()}


def test_a_row_that_is_named_twice_counts_as_named_last(ask: Asking) -> None:
    id = order(ask, row(MUG, 4))
    (mugs,) = row_ids(ask, id)
    reserve(ask, id, line(MUG, mugs, 3), line(MUG, mugs, 1))
    assert 1 == reserved(ask, id)[str(mugs)]["quantity"]


def test_an_order_has_one_reservation(ask: Asking) -> None:
    id = order(ask, row(MUG, 4))
    (mugs,) = row_ids(ask, id)
    assert [200, 400, 400] == [reserve(ask, id, line(MUG, mugs, 1), warehouse_id=each).status for each in (2, 2, 3)]


def test_a_reservation_is_changed_row_by_row(ask: Asking) -> None:
    id = order(ask, row(MUG, 4), row(PLATE, 2))
    mugs, plates = row_ids(ask, id)
    reserve(ask, id, line(MUG, mugs, 4), line(PLATE, plates, 2))
    assert {} == reserve(ask, id, line(MUG, mugs, 1), method="PUT").document
    assert {str(mugs): 1, str(plates): 2} == {place: each["quantity"] for place, each in reserved(ask, id).items()}
    assert (10, 9, 1) == amounts(ask)


def test_a_reservation_can_grow_to_what_is_on_hand_and_its_own(ask: Asking) -> None:
    id = order(ask, row(MUG, 10))
    (mugs,) = row_ids(ask, id)
    reserve(ask, id, line(MUG, mugs, 8))
    reserve(ask, id, line(MUG, mugs, 10), method="PUT")
    assert (10, 0, 10) == amounts(ask)


def test_a_reservation_is_released(ask: Asking) -> None:
    id = order(ask)
    reserve(ask, id, line(MUG, row_ids(ask, id)[0], 2))
    assert {} == ask("DELETE", f"warehouse-service/order/{id}/reservation").document
    assert ((10, 10, 0), "ANA") == (amounts(ask), codes(ask, id)[1])


def test_an_order_without_a_reservation_says_so(ask: Asking) -> None:
    id = order(ask)
    answered = ask("GET", f"warehouse-service/order/{id}/reservation")
    assert [{"code": "CMNC-404", "message": f"No reservation exists for order {id}"}] == answered.document["errors"]
    assert [404, 404] == [ask("DELETE", f"warehouse-service/order/{id}/reservation").status, reserve(ask, id, method="PUT").status]


@pytest.mark.parametrize(
    ("product_id", "quantity", "expected"),
    [
        (0, 1, (400, ["WHSC-014"])),
        (-1, 1, (400, ["WHSC-014"])),
        (SERVICE, 1, (400, ["WHSC-097"])),
        (PLATE, 1, (400, ["SIMC-536"])),
        (MUG, -1, (400, ["SIMC-533"])),
        (MUG, "1.5", (400, ["SIMC-533"])),
        (MUG, 3, (400, ["SIMC-538"])),
    ],
)
def test_a_line_that_does_not_fit_its_row_is_refused(ask: Asking, product_id: int, quantity: Any, expected: Any) -> None:
    id = order(ask)
    assert expected == reserve(ask, id, line(product_id, row_ids(ask, id)[0], quantity)).refusal


def test_a_purchase_is_not_reserved(ask: Asking) -> None:
    id, row_id = purchase(ask)
    assert 404 == reserve(ask, id, line(MUG, row_id, 1)).status


def test_a_warehouse_that_is_not_there_is_404(ask: Asking) -> None:
    id = order(ask)
    assert 404 == reserve(ask, id, line(MUG, row_ids(ask, id)[0], 1), warehouse_id=9).status


def test_the_warehouse_of_an_order_stays_once_stock_is_allocated(ask: Asking) -> None:
    id = order(ask)
    reserve(ask, id, line(MUG, row_ids(ask, id)[0], 1))
    patch = [{"op": "replace", "path": "/warehouseId", "value": 3}]
    found = [ask("PATCH", f"order-service/order/{id}", patch).status]
    ask("DELETE", f"warehouse-service/order/{id}/reservation")
    assert [400, 200] == [*found, ask("PATCH", f"order-service/order/{id}", patch).status]


def test_a_row_cannot_become_less_than_what_is_reserved(ask: Asking) -> None:
    id = order(ask, row(MUG, 4))
    (mugs,) = row_ids(ask, id)
    reserve(ask, id, line(MUG, mugs, 3))
    patches = ([{"op": "replace", "path": "/quantity/magnitude", "value": str(quantity)}] for quantity in (2, 3))
    assert [400, 200] == [ask("PATCH", f"order-service/order/{id}/row/{mugs}", patch).status for patch in patches]


def test_cancelling_an_order_releases_its_reservation(ask: Asking) -> None:
    id = order(ask)
    reserve(ask, id, line(MUG, row_ids(ask, id)[0], 2))
    assert 200 == ask("PUT", f"order-service/order/{id}/status", {"orderStatusId": 5}).status
    assert (10, 10, 0) == amounts(ask)


def test_removing_a_row_releases_what_was_reserved_for_it(ask: Asking) -> None:
    id = order(ask)
    (mugs,) = row_ids(ask, id)
    reserve(ask, id, line(MUG, mugs, 2))
    assert 200 == ask("DELETE", f"order-service/order/{id}/row/{mugs}").status
    assert (10, 10, 0) == amounts(ask)


def test_every_reservation_is_listed(ask: Asking) -> None:
    ids = [order(ask), order(ask)]
    for id in ids:
        reserve(ask, id, line(MUG, row_ids(ask, id)[0], 1))
    assert ids == [each["orderId"] for each in ask("GET", "warehouse-service/reservations").response]


def test_reserving_and_releasing_tell_that_other_amounts_are_on_hand(ask: Asking) -> None:
    id = order(ask)
    ask.double.state.events.clear()
    reserve(ask, id, line(MUG, row_ids(ask, id)[0], 1))
    ask("DELETE", f"warehouse-service/order/{id}/reservation")
    assert ["product.modified.on-hand-modified"] * 2 == events(ask)
