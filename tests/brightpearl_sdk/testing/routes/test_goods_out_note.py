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
    codes,
    event,
    events,
    line,
    order,
    reserve,
    row,
    row_ids,
    ship,
    step,
)

NOTES = "warehouse-service/goods-note/goods-out"


@pytest.fixture
def ask() -> Asking:
    return account()


def noted(ask: Asking, quantity: int = 2, **more: Any) -> tuple[int, int]:
    """The ids of an order of mugs and of a note with all of them."""
    id = order(ask, row(MUG, quantity))
    return id, ship(ask, id, line(MUG, row_ids(ask, id)[0], quantity), **more).response[0]


def note(ask: Asking, id: int) -> Any:
    return ask("GET", f"warehouse-service/order/*/goods-note/goods-out/{id}").response[str(id)]


# Making notes.


def test_a_note_allocates_and_leaves_the_stock_where_it_is(ask: Asking) -> None:
    id, _ = noted(ask)
    assert ((10, 8, 2), ("SOA", "AAA", "SNS")) == (amounts(ask), codes(ask, id))


def test_a_new_note_is_shown_with_its_one_event(ask: Asking) -> None:
    order_id, id = noted(ask, priority=True, shippingMethodId=2)
    (row_id,) = row_ids(ask, order_id)
    at = "2026-03-02T10:15:00.000+00:00"
    expected = {
        "orderId": order_id,
        "warehouseId": 2,
        "transfer": False,
        "priority": True,
        "status": {"shipped": False, "packed": False, "picked": False, "printed": False},
        "shipping": {"reference": "", "shippingMethodId": 2},
        "releaseDate": at,
        "createdOn": at,
        "createdBy": 4,
        "orderRows": {str(row_id): [{"productId": MUG, "quantity": 2, "locationId": 2}]},
        "sequence": 1,
        "events": [{"occured": at, "eventOwnerId": 4, "eventCode": "PLA"}],
        "lastEventVersion": 1,
    }
    assert expected == note(ask, id)


def test_there_is_a_note_for_each_warehouse(ask: Asking) -> None:
    id = order(ask, row(MUG, 5))
    (mugs,) = row_ids(ask, id)
    warehouses = [{"warehouseId": each, "products": [line(MUG, mugs, count)]} for each, count in ((2, 3), (3, 2))]
    made = ask("POST", f"warehouse-service/order/{id}/goods-note/goods-out", {"warehouses": warehouses}).response
    assert [(2, 1), (3, 2)] == [(note(ask, each)["warehouseId"], note(ask, each)["sequence"]) for each in made]
    assert ((10, 7, 3), (4, 2, 2)) == (amounts(ask), amounts(ask, warehouse_id=3))


def test_all_notes_of_a_request_are_made_or_none(ask: Asking) -> None:
    id = order(ask, row(MUG, 9))
    (mugs,) = row_ids(ask, id)
    reserve(ask, id, line(MUG, mugs, 4))
    warehouses = [{"warehouseId": each, "products": [line(MUG, mugs, count)]} for each, count in ((2, 4), (3, 5))]
    assert 400 == ask("POST", f"warehouse-service/order/{id}/goods-note/goods-out", {"warehouses": warehouses}).status
    assert ((10, 6, 4), "SON", []) == (amounts(ask), codes(ask, id)[0], ask.double.records("goods_out_notes"))


def test_a_note_uses_up_what_was_reserved(ask: Asking) -> None:
    id = order(ask, row(MUG, 10))
    (mugs,) = row_ids(ask, id)
    reserve(ask, id, line(MUG, mugs, 10))
    ship(ask, id, line(MUG, mugs, 6))
    rows = ask("GET", f"warehouse-service/order/{id}/reservation").response[0]["orderRows"]
    assert ({str(mugs): {"productId": MUG, "quantity": 4}}, (10, 0, 10), ("SOP", "AAA", "SNS")) == (rows, amounts(ask), codes(ask, id))
    ship(ask, id, line(MUG, mugs, 4))
    assert 404 == ask("GET", f"warehouse-service/order/{id}/reservation").status


def test_stock_that_another_order_reserved_cannot_go_on_a_note(ask: Asking) -> None:
    first, second = order(ask, row(MUG, 9)), order(ask, row(MUG, 2))
    reserve(ask, first, line(MUG, row_ids(ask, first)[0], 9))
    assert (400, ["WHSB-023"]) == ship(ask, second, line(MUG, row_ids(ask, second)[0], 2)).refusal


def test_an_order_is_fulfilled_in_parts_and_no_further(ask: Asking) -> None:
    id = order(ask, row(MUG, 4))
    (mugs,) = row_ids(ask, id)
    found = [(ship(ask, id, line(MUG, mugs, count)).status, codes(ask, id)[0]) for count in (3, 2, 1, 1)]
    assert [(200, "SOP"), (400, "SOP"), (200, "SOA"), (400, "SOA")] == found


@pytest.mark.parametrize(("product_id", "quantity"), [(MUG, 0), (MUG, -1), (MUG, "x"), (PLATE, 1), (SERVICE, 1), (0, 1), (9999, 1)])
def test_a_line_that_does_not_fit_its_row_is_refused(ask: Asking, product_id: int, quantity: Any) -> None:
    id = order(ask)
    assert 400 == ship(ask, id, line(product_id, row_ids(ask, id)[0], quantity)).status
    assert [] == ask.double.records("goods_out_notes")


@pytest.mark.parametrize("body", [{}, {"warehouses": []}, {"warehouses": [{"warehouseId": 2}]}, {"warehouses": ["x"]}])
def test_a_note_needs_a_warehouse_and_products(ask: Asking, body: Any) -> None:
    assert 400 == ask("POST", f"warehouse-service/order/{order(ask)}/goods-note/goods-out", body).status


def test_goods_do_not_go_out_for_a_credit(ask: Asking) -> None:
    id = order(ask, of="sales-credit")
    assert 404 == ship(ask, id, line(MUG, row_ids_of_credit(ask, id), 1)).status


def row_ids_of_credit(ask: Asking, id: int) -> int:
    return int(ask("GET", f"order-service/sales-credit/{id}").response[0]["rows"][0]["id"])


def test_pieces_come_from_several_locations(ask: Asking) -> None:
    shelf = ask.id("POST", "warehouse-service/warehouse/2/location", {"groupingA": "A1"})["id"]
    moving = {"productId": MUG, "quantity": 7, "fromLocationId": 2, "toLocationId": shelf}
    ask.id("POST", "warehouse-service/warehouse/2/internal-transfer", {"warehouseId": 2, "transferredProducts": [moving]})
    first, second = order(ask, row(MUG, 2)), order(ask, row(MUG, 8))
    ship(ask, first, line(MUG, row_ids(ask, first)[0], 2))
    (row_id,) = row_ids(ask, second)
    id = ship(ask, second, line(MUG, row_id, 8)).response[0]
    found = [(each["locationId"], each["quantity"]) for each in note(ask, id)["orderRows"][str(row_id)]]
    assert [(2, 1), (shelf, 7)] == found


# Reading.


def test_notes_are_read_by_order_by_note_or_by_both(ask: Asking) -> None:
    (first, one), (second, two) = noted(ask), noted(ask)
    base = "warehouse-service/order"
    paths = (f"{first}-{second}/goods-note/goods-out", f"*/goods-note/goods-out/{two}", f"{first}/goods-note/goods-out/{one}")
    assert [{str(one), str(two)}, {str(two)}, {str(one)}] == [set(ask("GET", f"{base}/{path}").response) for path in paths]


def test_no_notes_are_404(ask: Asking) -> None:
    id, one = noted(ask)
    found = [
        ask("GET", f"warehouse-service/order/{path}").status
        for path in (f"{id + 1}/goods-note/goods-out", f"*/goods-note/goods-out/{one + 1}")
    ]
    assert [404, 404] == found


def test_a_star_alone_asks_for_too_much(ask: Asking) -> None:
    noted(ask)
    assert 400 == ask("GET", "warehouse-service/order/*/goods-note/goods-out").status


def test_five_hundred_notes_can_be_asked_for_at_once(ask: Asking) -> None:
    _, one = noted(ask)
    found = [ask("GET", f"warehouse-service/order/*/goods-note/goods-out/{one}-{one + more}").status for more in (499, 500)]
    assert [200, 400] == found


def test_notes_are_searched_by_what_was_done(ask: Asking) -> None:
    (_, one), (_, two) = noted(ask), noted(ask)
    step(ask, two, "SHW")
    search = "warehouse-service/goods-note/goods-out-search"
    shipped = ask("GET", search, shipped="true").rows
    assert ([one], [(two, "2026-03-02T11:00:00.000+00:00")]) == (
        ask("GET", search, shipped="false").column("goodsOutNoteId"),
        [(each["goodsOutNoteId"], each["shippedOn"]) for each in shipped],
    )
    assert [two] == ask("GET", search, shippedOn="2026-03-02T10:30:00Z/").column("goodsOutNoteId")


# Changing and deleting.


def test_a_tracking_reference_is_set_before_and_after_shipping(ask: Asking) -> None:
    _, id = noted(ask, shippingMethodId=1)
    given = {"priority": True, "shipping": {"reference": "T1", "shippingMethodId": 3, "boxes": 2, "weight": Decimal("2.5")}}
    assert {} == ask("PUT", f"{NOTES}/{id}", given).document
    assert {"reference": "T1", "shippingMethodId": 3, "boxes": 2, "weight": "2.5"} == note(ask, id)["shipping"]
    step(ask, id, "SHW")
    ask("PUT", f"{NOTES}/{id}", {"shipping": {"reference": "T2"}})
    assert ("T2", 3) == (note(ask, id)["shipping"]["reference"], note(ask, id)["shipping"]["shippingMethodId"])


@pytest.mark.parametrize("shipping", [{"shippingMethodId": 99}, {"weight": "heavy"}, {"boxes": "1.5"}, {"reference": "x" * 65}])
def test_a_shipping_that_cannot_be_is_refused(ask: Asking, shipping: Any) -> None:
    assert 400 == ask("PUT", f"{NOTES}/{noted(ask)[1]}", {"shipping": shipping}).status


def test_a_deleted_note_gives_its_goods_back(ask: Asking) -> None:
    order_id, id = noted(ask)
    assert {} == ask("DELETE", f"warehouse-service/order/{order_id}/goods-note/goods-out/{id}").document
    assert ((10, 10, 0), ("SON", "ANA", "SNS")) == (amounts(ask), codes(ask, order_id))


def test_a_shipped_note_is_not_deleted(ask: Asking) -> None:
    order_id, id = noted(ask)
    step(ask, id, "SHW")
    assert 400 == ask("DELETE", f"warehouse-service/order/{order_id}/goods-note/goods-out/{id}").status


def test_a_note_is_deleted_only_under_its_order(ask: Asking) -> None:
    order_id, id = noted(ask)
    assert 404 == ask("DELETE", f"warehouse-service/order/{order_id + 1}/goods-note/goods-out/{id}").status


def test_an_order_with_a_note_is_not_cancelled(ask: Asking) -> None:
    order_id, id = noted(ask)
    statuses = [ask("PUT", f"order-service/order/{order_id}/status", {"orderStatusId": 5}).status]
    ask("DELETE", f"warehouse-service/order/{order_id}/goods-note/goods-out/{id}")
    assert [400, 200] == [*statuses, ask("PUT", f"order-service/order/{order_id}/status", {"orderStatusId": 5}).status]


def test_a_row_with_goods_on_a_note_is_not_removed(ask: Asking) -> None:
    order_id, _ = noted(ask)
    assert 400 == ask("DELETE", f"order-service/order/{order_id}/row/{row_ids(ask, order_id)[0]}").status


# Steps.


def test_shipping_takes_the_goods_out_of_stock(ask: Asking) -> None:
    order_id, id = noted(ask)
    assert {} == step(ask, id, "SHW").document
    assert ((8, 8, 0), ("SOA", "AAA", "ASS")) == (amounts(ask), codes(ask, order_id))


def test_an_order_of_which_a_part_has_left_is_part_shipped(ask: Asking) -> None:
    id = order(ask, row(MUG, 4))
    (mugs,) = row_ids(ask, id)
    step(ask, ship(ask, id, line(MUG, mugs, 1)).response[0], "SHW")
    assert ("SOP", "APA", "SPS") == codes(ask, id)


def test_shipping_does_what_was_not_done_before(ask: Asking) -> None:
    _, id = noted(ask)
    step(ask, id, "PIC")
    step(ask, id, "SHW")
    shown = note(ask, id)
    assert ["PLA", "PIC", "SHW", "PRI", "PAC"] == [each["eventCode"] for each in shown["events"]]
    done = {f"{name}{what}" for name in ("printed", "picked", "packed", "shipped") for what in ("", "On", "ById")}
    assert done == set(shown["status"])


@pytest.mark.parametrize(("do", "undo", "name"), [("PRI", "UPR", "printed"), ("PIC", "UPI", "picked"), ("PAC", "UPA", "packed")])
def test_a_step_is_done_and_undone(ask: Asking, do: str, undo: str, name: str) -> None:
    _, id = noted(ask)
    step(ask, id, do)
    done = note(ask, id)["status"]
    step(ask, id, undo)
    undone = note(ask, id)["status"]
    assert (True, "2026-03-02T11:00:00.000+00:00", 4) == (done[name], done[f"{name}On"], done[f"{name}ById"])
    assert (False, False) == (undone[name], f"{name}On" in undone)


def test_nothing_is_done_after_shipping(ask: Asking) -> None:
    _, id = noted(ask)
    step(ask, id, "SHW")
    assert [400, 400] == [step(ask, id, code).status for code in ("UPA", "SHW")]
    assert (8, 8, 0) == amounts(ask)


def test_all_steps_of_a_request_are_done_or_none(ask: Asking) -> None:
    _, id = noted(ask)
    assert [400, 400] == [step(ask, id, "PRI", "SHW", "PAC").status, step(ask, id, "PRI", "PRW").status]
    assert ["PLA"] == [each["eventCode"] for each in note(ask, id)["events"]]


@pytest.mark.parametrize("missing", ["eventCode", "occured", "eventOwnerId"])
def test_a_step_needs_a_code_a_moment_and_an_owner(ask: Asking, missing: str) -> None:
    _, id = noted(ask)
    given = {name: value for name, value in event("PRI").items() if name != missing}
    assert 400 == ask("POST", f"{NOTES}/{id}/event", {"events": [given]}).status


def test_a_step_can_name_the_version_it_was_made_for(ask: Asking) -> None:
    _, id = noted(ask)
    version = str(note(ask, id)["lastEventVersion"])
    assert [200, 412, 200] == [step(ask, id, "PRI", **headers).status for headers in ({"If-Match": version}, {"If-Match": version}, {})]


def test_steps_of_no_note_are_404(ask: Asking) -> None:
    assert 404 == step(ask, 99, "PRI").status


def test_every_step_raises_an_event(ask: Asking) -> None:
    order_id, id = noted(ask)
    ask.double.state.events.clear()
    ask("PUT", f"{NOTES}/{id}", {"priority": True})
    step(ask, id, "PRI", "UPR")
    step(ask, id, "SHW")
    assert [
        "goods-out-note.modified",
        "goods-out-note.modified.printed",
        "goods-out-note.modified.un-printed",
        "goods-out-note.modified.shipped",
        "goods-out-note.modified.printed",
        "goods-out-note.modified.picked",
        "goods-out-note.modified.packed",
        "order.modified.fully-shipped",
    ] == events(ask)
    assert order_id == ask.double.state.events[-1]["id"]


def test_an_order_that_is_part_shipped_is_not_told_to_be_fully_shipped(ask: Asking) -> None:
    id = order(ask, row(MUG, 4))
    step(ask, ship(ask, id, line(MUG, row_ids(ask, id)[0], 1)).response[0], "SHW")
    assert "order.modified.fully-shipped" not in events(ask)


def test_making_and_deleting_raise_events(ask: Asking) -> None:
    id = order(ask)
    ask.double.state.events.clear()
    made = ship(ask, id, line(MUG, row_ids(ask, id)[0], 2)).response[0]
    ask("DELETE", f"warehouse-service/order/{id}/goods-note/goods-out/{made}")
    assert [
        "goods-out-note.created",
        "product.modified.on-hand-modified",
        "goods-out-note.destroyed",
        "product.modified.on-hand-modified",
    ] == events(ask)


# Picks.


def picked(ask: Asking, order_id: int, id: int, *items: dict[str, Any]) -> Any:
    return ask("POST", f"warehouse-service/order/{order_id}/goods-note/goods-out/{id}/pick", {"items": list(items)})


def test_a_pick_tells_where_the_goods_came_from(ask: Asking) -> None:
    shelf = ask.id("POST", "warehouse-service/warehouse/2/location", {"groupingA": "A1"})["id"]
    moving = {"productId": MUG, "quantity": 3, "fromLocationId": 2, "toLocationId": shelf}
    ask.id("POST", "warehouse-service/warehouse/2/internal-transfer", {"warehouseId": 2, "transferredProducts": [moving]})
    order_id, id = noted(ask, 4)
    (row_id,) = row_ids(ask, order_id)
    item = {"salesOrderRowId": row_id, "locationId": shelf, "quantity": 3}
    assert 200 == picked(ask, order_id, id, item).status
    assert [(shelf, 3), (2, 1)] == [(each["locationId"], each["quantity"]) for each in note(ask, id)["orderRows"][str(row_id)]]
    step(ask, id, "SHW")
    assert {"2": 6} == {
        place: each["inStock"]
        for place, each in ask("GET", f"warehouse-service/product-availability/{MUG}", includeOptional="breakDownByLocation")
        .response[str(MUG)]["warehouses"]["2"]["byLocation"]
        .items()
    }


@pytest.mark.parametrize("item", [{"quantity": 5}, {"locationId": 4}, {"salesOrderRowId": 99}, {"locationId": 3}])
def test_a_pick_that_cannot_be_changes_nothing(ask: Asking, item: dict[str, Any]) -> None:
    order_id, id = noted(ask, 4)
    before = note(ask, id)
    given = {"salesOrderRowId": row_ids(ask, order_id)[0], "locationId": 2, "quantity": 1, **item}
    assert 400 == picked(ask, order_id, id, given).status
    assert before == note(ask, id)


def test_a_pick_needs_items(ask: Asking) -> None:
    assert 400 == picked(ask, *noted(ask)).status
