from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.brightpearl_sdk.testing.asking import (
    MUG,
    PLATE,
    SERVICE,
    Asking,
    account,
    amounts,
    events,
    line,
    order,
    reserve,
    row_ids,
    ship,
    step,
)

PATH = "warehouse-service/warehouse/2/stock-correction"
COST = {"currency": "GBP", "value": Decimal("10.5")}


@pytest.fixture
def ask() -> Asking:
    return account()


def more(quantity: Any = 5, **given: Any) -> dict[str, Any]:
    return {"quantity": quantity, "productId": MUG, "reason": "count", "locationId": 2, "cost": COST, **given}


def less(quantity: Any = -3, **given: Any) -> dict[str, Any]:
    return {"quantity": quantity, "productId": MUG, "reason": "broken", "locationId": 2, **given}


def corrected(ask: Asking, *corrections: Any) -> Any:
    return ask("POST", PATH, {"corrections": list(corrections)})


def test_a_correction_adds_or_takes_and_each_has_a_note(ask: Asking) -> None:
    ids = corrected(ask, more(), less(productId=PLATE)).response
    assert (2, (15, 15, 0), (3, 3, 0)) == (len(set(ids)), amounts(ask), amounts(ask, PLATE))


def test_a_correction_is_shown_with_what_it_moved(ask: Asking) -> None:
    (id,) = corrected(ask, more()).response
    expected = {
        "goodsNoteId": id,
        "warehouseId": 2,
        "reason": "count",
        "goodsMoved": [
            {
                "productId": MUG,
                "quantity": 5,
                "destinationLocationId": 2,
                "batchGoodsNoteId": id,
                "productValue": {"currency": "GBP", "value": Decimal("10.5000")},
                "createdOn": "2026-03-02T10:15:00.000+00:00",
                "createdBy": 4,
            }
        ],
    }
    assert [expected] == ask("GET", f"{PATH}/{id}").response


@pytest.mark.parametrize(
    "correction",
    [
        more(0),
        more("x"),
        more(productId=0),
        more(productId=SERVICE),
        more(productId=9999),
        more(cost=None),
        more(cost={"currency": "GBP"}),
        more(reason=""),
        more(locationId=4),
        more(batchId=1),
        less(cost=COST),
        less(-12),
    ],
)
def test_a_correction_that_breaks_a_rule_changes_nothing(ask: Asking, correction: Any) -> None:
    assert 400 == corrected(ask, more(1), correction).status
    assert (10, 10, 0) == amounts(ask)


def test_promised_pieces_are_not_taken(ask: Asking) -> None:
    id = order(ask)
    reserve(ask, id, line(MUG, row_ids(ask, id)[0], 2))
    assert [(400, ["WHSB-023"]), 200] == [corrected(ask, less(-9)).refusal, corrected(ask, less(-8)).status]


def test_several_corrections_of_one_product_count_together(ask: Asking) -> None:
    assert [400, 200] == [corrected(ask, *(less(-each) for each in counts)).status for counts in ((6, 6), (6, 4))]


def test_an_archived_product_that_gets_stock_is_live_again(ask: Asking) -> None:
    ask("PUT", f"product-service/product/{MUG}", {"status": "ARCHIVED"})
    corrected(ask, more())
    assert "LIVE" == ask("GET", f"product-service/product/{MUG}").response[0]["status"]


def test_a_correction_tells_that_other_amounts_are_on_hand(ask: Asking) -> None:
    corrected(ask, more(), more())
    assert ["product.modified.on-hand-modified"] == events(ask)


def test_corrections_that_are_not_there_are_404(ask: Asking) -> None:
    (id,) = corrected(ask, more()).response
    assert [404, 404] == [ask("GET", path).status for path in (f"{PATH}/{id + 1}", f"warehouse-service/warehouse/3/stock-correction/{id}")]


def test_stock_of_a_batch_is_valued_anew(ask: Asking) -> None:
    (id,) = corrected(ask, more()).response
    given = {"batchId": id, "productId": MUG, "currentCost": COST, "newCost": {"currency": "GBP", "value": 11}, "reason": "wrong"}
    path = "warehouse-service/warehouse/2/asset-value-correction"
    assert [200, 400] == [ask("POST", path, given).status for _ in range(2)]
    assert 11 == ask("GET", f"{PATH}/{id}").response[0]["goodsMoved"][0]["productValue"]["value"]


def test_every_movement_is_found(ask: Asking) -> None:
    (correction,) = corrected(ask, more()).response
    id = order(ask)
    (mugs,) = row_ids(ask, id)
    note = ship(ask, id, line(MUG, mugs, 2)).response[0]
    step(ask, note, "SHW")
    found = ask("GET", "warehouse-service/goods-movement-search", productId=MUG).rows
    names = ("goodsNoteId", "goodsNoteTypeCode", "quantity", "orderId", "salesOrderRowId", "productValue")
    assert [(correction, "SC", 5, None, None, "10.5000"), (note, "GO", -2, id, mugs, None)] == [
        tuple(each[name] for name in names) for each in found
    ]
