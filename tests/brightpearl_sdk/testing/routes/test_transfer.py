from __future__ import annotations

from typing import Any

import pytest

from tests.brightpearl_sdk.testing.asking import MUG, PLATE, SERVICE, Asking, account, amounts, events, line, order, reserve, row_ids, step


@pytest.fixture
def ask() -> Asking:
    return account()


def planned(ask: Asking, **more: Any) -> int:
    return int(ask.id("POST", "warehouse-service/warehouse/2/stock-transfer", {"targetWarehouseId": 3, **more}))


def sent(ask: Asking, transfer: int, *products: dict[str, Any], **more: Any) -> Any:
    given = {"targetWarehouseId": 3, "stockTransferId": transfer, "transferredProducts": list(products), **more}
    return ask("POST", "warehouse-service/warehouse/2/external-transfer", given)


def mugs(quantity: Any, **more: Any) -> dict[str, Any]:
    return {"productId": MUG, "quantity": quantity, **more}


def test_a_transfer_is_planned(ask: Asking) -> None:
    id = planned(ask, reference="T1")
    expected = {
        "stockTransferId": id,
        "sourceWarehouseId": 2,
        "targetWarehouseId": 3,
        "goodsOutNoteId": 0,
        "reference": "T1",
        "createdBy": 4,
        "createdOn": "2026-03-02T10:15:00.000+00:00",
    }
    assert (
        [expected]
        == ask("GET", f"warehouse-service/stock-transfer/{id}").response
        == ask("GET", "warehouse-service/stock-transfer").response
    )


@pytest.mark.parametrize(("given", "status"), [({"targetWarehouseId": 2}, 400), ({"targetWarehouseId": 9}, 404), ({}, 400)])
def test_a_transfer_leads_to_another_warehouse(ask: Asking, given: Any, status: int) -> None:
    assert status == ask("POST", "warehouse-service/warehouse/2/stock-transfer", given).status


def test_a_reference_of_a_transfer_is_unique(ask: Asking) -> None:
    planned(ask, reference="T1")
    assert 400 == ask("POST", "warehouse-service/warehouse/2/stock-transfer", {"targetWarehouseId": 3, "reference": "T1"}).status


def test_what_is_sent_is_allocated_on_a_note_of_no_order(ask: Asking) -> None:
    transfer = planned(ask)
    (id,) = sent(ask, transfer, mugs(4)).response
    note = ask("GET", f"warehouse-service/order/*/goods-note/goods-out/{id}").response[str(id)]
    assert ((10, 6, 4), (0, True, 3, transfer)) == (
        amounts(ask),
        tuple(note[name] for name in ("orderId", "transfer", "targetWarehouseId", "stockTransferId")),
    )
    assert id == ask("GET", f"warehouse-service/stock-transfer/{transfer}").response[0]["goodsOutNoteId"]


def test_what_arrives_is_in_quarantine_until_it_is_released(ask: Asking) -> None:
    (id,) = sent(ask, planned(ask), mugs(4)).response
    step(ask, id, "SHW")
    assert ((6, 6, 0), (4, 4, 0)) == (amounts(ask), amounts(ask, warehouse_id=3))
    released = {"productId": MUG, "quantity": 4, "toLocationId": 4}
    assert {} == ask("POST", "warehouse-service/warehouse/3/quarantine/release", released).document
    assert (8, 8, 0) == amounts(ask, warehouse_id=3)


def test_what_is_not_in_quarantine_is_not_released(ask: Asking) -> None:
    answered = ask("POST", "warehouse-service/warehouse/2/quarantine/release", {"productId": MUG, "quantity": 5, "toLocationId": 2})
    told = {"code": "WHSB-023", "message": "None of the requested products are available in location 3"}
    assert (400, [told]) == (answered.status, answered.document["errors"])


def test_a_release_raises_its_event(ask: Asking) -> None:
    (id,) = sent(ask, planned(ask), mugs(4)).response
    step(ask, id, "SHW")
    ask.double.state.events.clear()
    ask("POST", "warehouse-service/warehouse/3/quarantine/release", {"productId": MUG, "quantity": 1, "toLocationId": 4})
    assert ["quarantine-release.created", "product.modified.on-hand-modified"] == events(ask)


@pytest.mark.parametrize(
    "products",
    [
        [],
        [mugs(11)],
        [mugs(6), mugs(6, fromLocationId=2)],
        [mugs(1), mugs(1)],
        [mugs(1, fromLocationId=4)],
        [mugs(0)],
        [{"productId": SERVICE, "quantity": 1}],
    ],
)
def test_a_transfer_of_what_is_not_there_is_refused(ask: Asking, products: list[dict[str, Any]]) -> None:
    transfer = planned(ask)
    assert 400 == sent(ask, transfer, *products).status
    assert (10, 10, 0) == amounts(ask)


def test_promised_pieces_are_not_sent(ask: Asking) -> None:
    id = order(ask)
    reserve(ask, id, line(MUG, row_ids(ask, id)[0], 2))
    assert [400, 200] == [sent(ask, planned(ask), mugs(count)).status for count in (9, 8)]


def test_a_transfer_is_sent_once_and_the_way_it_was_planned(ask: Asking) -> None:
    transfer = planned(ask)
    wrong = ask(
        "POST",
        "warehouse-service/warehouse/3/external-transfer",
        {"targetWarehouseId": 2, "stockTransferId": transfer, "transferredProducts": [mugs(1)]},
    )
    assert [400, 200, 400] == [wrong.status, *(sent(ask, transfer, mugs(1)).status for _ in range(2))]


# Within a warehouse.


def moved(ask: Asking, *products: dict[str, Any], **more: Any) -> Any:
    return ask(
        "POST", "warehouse-service/warehouse/2/internal-transfer", {"warehouseId": "2", "transferredProducts": list(products), **more}
    )


def by_location(ask: Asking) -> dict[str, int]:
    found = ask("GET", f"warehouse-service/product-availability/{MUG}", includeOptional="breakDownByLocation").response[str(MUG)]
    return {place: each["onHand"] for place, each in found["warehouses"]["2"]["byLocation"].items()}


def test_goods_move_from_one_location_to_another(ask: Asking) -> None:
    shelf = ask.id("POST", "warehouse-service/warehouse/2/location", {"groupingA": "A1"})["id"]
    note = moved(ask, {"productId": str(MUG), "quantity": "4", "fromLocationId": "2", "toLocationId": str(shelf)})
    assert (200, int, {"2": 6, str(shelf): 4}, (10, 10, 0)) == (note.status, type(note.response), by_location(ask), amounts(ask))


@pytest.mark.parametrize(
    "product",
    [
        mugs(11, fromLocationId=2, toLocationId=3),
        mugs(1, fromLocationId=2, toLocationId=4),
        mugs(1, fromLocationId=3, toLocationId=2),
        {"productId": PLATE, "quantity": 7, "fromLocationId": 2, "toLocationId": 3},
    ],
)
def test_goods_that_are_not_there_do_not_move(ask: Asking, product: dict[str, Any]) -> None:
    assert 400 == moved(ask, product).status
    assert {"2": 10} == by_location(ask)


def test_goods_put_in_quarantine_cannot_be_sold(ask: Asking) -> None:
    assert 200 == moved(ask, mugs(3, fromLocationId=2, toLocationId=3)).status
    assert (7, 7, 0) == amounts(ask)


def test_body_and_path_name_the_same_warehouse(ask: Asking) -> None:
    assert 400 == moved(ask, mugs(1, fromLocationId=2, toLocationId=3), warehouseId=3).status
