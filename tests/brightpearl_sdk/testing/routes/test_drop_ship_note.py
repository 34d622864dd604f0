from __future__ import annotations

from typing import Any

import pytest

from tests.brightpearl_sdk.testing.asking import (
    MUG,
    PLATE,
    SERVICE,
    SET,
    Asking,
    account,
    amounts,
    codes,
    event,
    events,
    line,
    low_order,
    order,
    purchase,
    row,
    row_ids,
    ship,
    step,
)


@pytest.fixture
def ask() -> Asking:
    return account()


def sent(ask: Asking, quantity: int = 2, **change: Any) -> tuple[int, int, Any]:
    """A sales order of three mugs, the purchase order of as many, and the answer to a note for some of them."""
    sale = order(ask, row(MUG, 3))
    bought, bought_row = purchase(ask, quantity=3)
    supplier = low_order(ask, bought)["parties"]["supplier"]["contactId"]
    product = {
        "productId": MUG,
        "purchaseOrderRowId": bought_row,
        "salesOrderRowId": row_ids(ask, sale)[0],
        "quantity": quantity,
        "productValue": {"currency": "GBP", "value": 5},
        **change.pop("product", {}),
    }
    given = {"suppliers": [{"supplierId": supplier, "purchaseOrderId": bought, "products": [product], **change}]}
    return sale, bought, ask("POST", f"warehouse-service/order/{sale}/goods-note/drop-ship", given)


def test_what_a_supplier_sends_fulfils_the_order_and_leaves_the_stock(ask: Asking) -> None:
    sale, _, _ = sent(ask)
    assert (("SOP", "APA", "SNS"), (10, 10, 0)) == (codes(ask, sale), amounts(ask))


def test_a_note_is_shown_by_its_id(ask: Asking) -> None:
    sale, bought, answered = sent(ask)
    (id,) = answered.response
    shown = ask("GET", f"warehouse-service/order/{sale}/goods-note/drop-ship").response
    assert {str(id): shown[str(id)]} == ask("GET", f"warehouse-service/order/*/goods-note/drop-ship/{id}").response
    assert {
        "orderId": sale,
        "purchaseOrderId": bought,
        "supplierId": low_order(ask, bought)["parties"]["supplier"]["contactId"],
        "status": {"shipped": False},
        "orderRows": {str(row_ids(ask, sale)[0]): [{"productId": MUG, "quantity": 2}]},
        "events": [],
    } == shown[str(id)]


@pytest.mark.parametrize(
    "change",
    [
        {"supplierId": 1},
        {"purchaseOrderId": 1},
        {"products": []},
        {"product": {"quantity": 4}},
        {"product": {"quantity": 0}},
        {"product": {"productId": PLATE}},
        {"product": {"salesOrderRowId": 99}},
        {"product": {"purchaseOrderRowId": 99}},
        {"product": {"productValue": None}},
    ],
)
def test_a_note_that_does_not_fit_both_orders_is_refused(ask: Asking, change: dict[str, Any]) -> None:
    assert 400 == sent(ask, **change)[2].status
    assert [] == ask.double.records("drop_ship_notes")


def test_a_supplier_sends_the_goods(ask: Asking) -> None:
    sale, _, answered = sent(ask, 3)
    (id,) = answered.response
    ask.double.state.events.clear()
    given = {"trackingReference": "T1", "shippingMethodId": 2, "events": [event("SHS")]}
    assert {} == ask("POST", f"warehouse-service/goods-note/drop-ship/{id}/event", given).document
    note = ask("GET", f"warehouse-service/order/*/goods-note/drop-ship/{id}").response[str(id)]
    assert (
        {"shipped": True, "shippedOn": "2026-03-02T11:00:00.000+00:00", "shippedById": 4},
        {"reference": "T1", "shippingMethodId": 2},
    ) == (
        note["status"],
        note["shipping"],
    )
    assert (("SOA", "AAA", "ASS"), (10, 10, 0)) == (codes(ask, sale), amounts(ask))
    assert ["drop-ship-note.modified.shipped", "order.modified.fully-shipped"] == events(ask)


@pytest.mark.parametrize("given", [{}, {"events": [event("SHW")]}, {"events": [event("SHS")], "trackingReference": "x" * 65}])
def test_a_step_that_cannot_be_is_refused(ask: Asking, given: Any) -> None:
    (id,) = sent(ask)[2].response
    assert 400 == ask("POST", f"warehouse-service/goods-note/drop-ship/{id}/event", given).status


def test_goods_are_sent_once(ask: Asking) -> None:
    (id,) = sent(ask)[2].response
    assert [200, 400] == [
        ask("POST", f"warehouse-service/goods-note/drop-ship/{id}/event", {"events": [event("SHS")]}).status for _ in range(2)
    ]


# How far an order is fulfilled.


def test_each_row_tells_how_far_it_is_fulfilled(ask: Asking) -> None:
    id = order(ask, row(MUG, 4), row(SERVICE, 1), row(None, name="Gift wrapping"))
    mugs, service, text = row_ids(ask, id)
    step(ask, ship(ask, id, line(MUG, mugs, 1)).response[0], "SHW")
    ship(ask, id, line(MUG, mugs, 2))
    assert {
        str(mugs): {"quantity": 4, "fulfilled": 3, "shipped": 1, "fulfilmentLocations": {"2": 3}},
        str(service): {"quantity": 0, "fulfilled": 0, "shipped": 0},
        str(text): {"quantity": 0, "fulfilled": 0, "shipped": 0},
    } == ask("GET", f"warehouse-service/order/{id}/fulfilment-status").response


# Bundles, and where products can be had from.


def test_bundles_are_counted_by_their_scarcest_part(ask: Asking) -> None:
    found = ask("GET", f"warehouse-service/bundle-availability/{SET}").response
    assert {str(SET): {"total": {"onHand": 5}, "warehouses": {"2": {"onHand": 5}, "3": {"onHand": 0}}}} == found


def test_parts_that_are_promised_make_no_bundles(ask: Asking) -> None:
    id = order(ask, row(MUG, 7))
    ship(ask, id, line(MUG, row_ids(ask, id)[0], 7))
    assert 1 == ask("GET", f"warehouse-service/bundle-availability/{SET}").response[str(SET)]["total"]["onHand"]


def test_a_product_that_is_no_bundle_is_404(ask: Asking) -> None:
    assert [404, 404] == [ask("GET", f"warehouse-service/bundle-availability/{id}").status for id in (MUG, 9999)]
