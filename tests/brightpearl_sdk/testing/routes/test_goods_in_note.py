from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.brightpearl_sdk.testing.asking import (
    MUG,
    PLATE,
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


def moving(row_id: int, quantity: Any = 5, **more: Any) -> dict[str, Any]:
    return {
        "productId": MUG,
        "purchaseOrderRowId": row_id,
        "quantity": quantity,
        "destinationLocationId": 2,
        "productValue": {"currency": "GBP", "value": Decimal("12.5")},
        **more,
    }


def received(ask: Asking, order_id: int, *lines: dict[str, Any], **more: Any) -> Any:
    given = {"transfer": False, "warehouseId": 2, "goodsMoved": list(lines), "receivedOn": "2026-03-01T09:00:00Z", **more}
    return ask("POST", f"warehouse-service/order/{order_id}/goods-note/goods-in", given)


def test_goods_of_a_purchase_come_into_stock(ask: Asking) -> None:
    id, row_id = purchase(ask)
    received(ask, id, moving(row_id))
    assert ((15, 15, 0), ("POA", "ANR", "SNS")) == (amounts(ask), codes(ask, id))


def test_a_note_is_shown_by_its_id(ask: Asking) -> None:
    id, row_id = purchase(ask)
    note = received(ask, id, moving(row_id), userBatchReference="B1").response
    expected = {
        "goodsNoteId": note,
        "orderId": id,
        "transfer": False,
        "goodsNoteStatus": "OPEN",
        "userBatchReference": "B1",
        "receivedOn": "2026-03-01T09:00:00.000+00:00",
        "createdBy": 4,
        "goodsMoved": [
            {
                "productId": MUG,
                "purchaseOrderRowId": row_id,
                "quantity": 5,
                "warehouseId": 2,
                "destinationLocationId": 2,
                "goodsNoteId": note,
                "batchGoodsNoteId": note,
                "productValue": {"currency": "GBP", "value": Decimal("12.5000")},
            }
        ],
    }
    assert {str(note): expected} == ask("GET", f"warehouse-service/order/{id}/goods-note/goods-in").response
    assert {str(note): expected} == ask("GET", f"warehouse-service/order/*/goods-note/goods-in/{note}").response


def test_goods_that_a_customer_sends_back_come_into_stock(ask: Asking) -> None:
    id = order(ask, row(MUG, 3), of="sales-credit")
    row_id = ask("GET", f"order-service/sales-credit/{id}").response[0]["rows"][0]["id"]
    received(ask, id, moving(row_id, 2))
    assert ((12, 12, 0), ("SCP", "ANR", "SNS")) == (amounts(ask), codes(ask, id))


def test_what_came_back_may_be_put_in_quarantine(ask: Asking) -> None:
    id = order(ask, row(MUG, 3), of="sales-credit")
    row_id = ask("GET", f"order-service/sales-credit/{id}").response[0]["rows"][0]["id"]
    assert 200 == received(ask, id, moving(row_id, 2, destinationLocationId=3)).status
    assert (10, 10, 0) == amounts(ask)


def test_nothing_comes_in_for_a_sale(ask: Asking) -> None:
    id = order(ask)
    assert 404 == received(ask, id, moving(row_ids(ask, id)[0], 1)).status


@pytest.mark.parametrize(
    "change",
    [
        {"quantity": 0},
        {"quantity": 6},
        {"quantity": "x"},
        {"productId": PLATE},
        {"productId": 0},
        {"purchaseOrderRowId": 99},
        {"destinationLocationId": 4},
        {"destinationLocationId": 99},
        {"productValue": None},
        {"productValue": {"currency": "GBP"}},
    ],
)
def test_a_line_that_does_not_fit_is_refused(ask: Asking, change: dict[str, Any]) -> None:
    id, row_id = purchase(ask)
    assert 400 == received(ask, id, {**moving(row_id), **change}).status
    assert (10, 10, 0) == amounts(ask)


def test_no_more_comes_in_than_was_ordered(ask: Asking) -> None:
    id, row_id = purchase(ask)
    assert [200, 400, 200] == [received(ask, id, moving(row_id, count)).status for count in (3, 3, 2)]


def test_a_batch_reference_is_unique(ask: Asking) -> None:
    id, row_id = purchase(ask)
    assert [200, 400] == [received(ask, id, moving(row_id, 1), userBatchReference="B1").status for _ in range(2)]


def test_goods_on_order_are_told_until_they_come(ask: Asking) -> None:
    def on_order() -> tuple[int, int]:
        found = ask("GET", f"warehouse-service/product-availability/{MUG}", includeOptional="onOrder").response[str(MUG)]
        return found["total"]["onOrder"], found["warehouses"]["2"]["onOrder"]

    id, row_id = purchase(ask)
    before = on_order()
    received(ask, id, moving(row_id, 2))
    assert ((5, 5), (3, 3)) == (before, on_order())


def test_a_note_is_taken_back(ask: Asking) -> None:
    id, row_id = purchase(ask)
    note = received(ask, id, moving(row_id)).response
    assert {} == ask("DELETE", f"warehouse-service/goods-note/goods-in/{note}").document
    assert ((10, 10, 0), "PON", 404) == (
        amounts(ask),
        codes(ask, id)[0],
        ask("GET", f"warehouse-service/order/*/goods-note/goods-in/{note}").status,
    )


def test_a_note_whose_goods_are_promised_stays(ask: Asking) -> None:
    id, row_id = purchase(ask)
    note = received(ask, id, moving(row_id)).response
    sale = order(ask, row(MUG, 12))
    reserve(ask, sale, line(MUG, row_ids(ask, sale)[0], 12))
    assert 400 == ask("DELETE", f"warehouse-service/goods-note/goods-in/{note}").status
    assert (15, 3, 12) == amounts(ask)


def test_too_much_that_was_received_is_corrected(ask: Asking) -> None:
    id, row_id = purchase(ask)
    note = received(ask, id, moving(row_id)).response
    given = {"productId": MUG, "locationId": 2, "quantity": 2, "cost": {"currency": "GBP", "value": 12}}
    assert {} == ask("POST", f"warehouse-service/goods-note/goods-in/{note}/correction", given).document
    assert ((13, 13, 0), "POP") == (amounts(ask), codes(ask, id)[0])
    assert 400 == ask("POST", f"warehouse-service/goods-note/goods-in/{note}/correction", {**given, "quantity": 4}).status


def test_batches_are_searched_product_by_product(ask: Asking) -> None:
    id, row_id = purchase(ask)
    note = received(ask, id, moving(row_id)).response
    (found,) = ask("GET", "warehouse-service/goods-in-search", purchaseOrderId=id).rows
    names = ("batchId", "productId", "locationId", "price", "currCode", "receivedQuantity", "onHand", "receivedDate", "warehouseId")
    assert (note, MUG, 2, "12.5000", "GBP", 5, 5, "2026-03-01T09:00:00.000+00:00", 2) == tuple(found[name] for name in names)


def test_what_comes_in_raises_events(ask: Asking) -> None:
    id, row_id = purchase(ask)
    ask.double.state.events.clear()
    received(ask, id, moving(row_id))
    assert ["goods-in-note.created", "product.modified.on-hand-modified"] == events(ask)
