"""Goods-out notes as shipments, what is told of them, and when an order is shipped whole."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.catalogue import Catalogue, Item
from bpwoo_sync.issues import Mapped
from bpwoo_sync.mapping.shipments import Shipment, customer_text, is_whole, refunded_quantities, shipments_of, told, tracking_item
from tests.bpwoo_sync.mapping.orders import catalogue, line, meta, order, tables
from tests.bpwoo_sync.mapping.sides import goods_out, row, sales_order
from tests.bpwoo_sync.mapping.test_edge_cases_of_goods import ONE_BACK, refund

SENT = Shipment(note_id=7, shipped_at=datetime(2026, 3, 3, 8, tzinfo=UTC), carrier="", tracking=(), quantities={11: Decimal(2)})


def test_a_note_that_left_is_a_shipment_with_all_it_says() -> None:
    note = goods_out(500, {11: [1, 2], 12: [4]}, tracking=" T1, T2;T3\tT4 ")
    (found,) = shipments_of({7: note}, {"1": "Courier", "2": "Van"})
    assert (
        evolve(SENT, carrier="Courier", method="1", tracking=("T1", "T2", "T3", "T4"), quantities={11: Decimal(3), 12: Decimal(4)}) == found
    )


def test_a_note_that_says_little_is_a_shipment_all_the_same() -> None:
    bare = bp.decode(bp.GoodsOutNote, {"orderId": 500, "status": {"shipped": True}})
    (found,) = shipments_of({7: bare}, {"1": "Courier"})
    assert Shipment(note_id=7, shipped_at=None, carrier="", tracking=(), quantities={}) == found


def test_shipments_are_in_the_order_of_their_notes_without_transfers_and_those_that_wait() -> None:
    waiting, moved, bare = (
        goods_out(500, {}, shipped=False),
        goods_out(500, {}, transfer=True),
        bp.decode(bp.GoodsOutNote, {"orderId": 500}),
    )
    left = goods_out(500, {11: [1]})
    assert [3, 7, 9] == [each.note_id for each in shipments_of({9: left, 1: waiting, 2: moved, 7: left, 4: bare, 3: left}, {})]


@pytest.mark.parametrize(("value", "expected"), [("7,9", {7, 9}), (" 7 , x,", {7}), ("", set()), (7, {7}), (None, set())])
def test_the_notes_that_an_order_knows_of_are_read_from_its_mark(value: Any, expected: set[int]) -> None:
    assert expected == told(order("0.00", "0.00", [], meta_data=[meta("_bp_gon_ids", value)]))


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, "Your order was shipped on 3 March."),
        ({"carrier": "Courier"}, "Your order was shipped on 3 March by Courier."),
        ({"tracking": ("T1", "T2")}, "Your order was shipped on 3 March. Tracking: T1, T2."),
        ({"carrier": "Courier", "tracking": ("T1",)}, "Your order was shipped on 3 March by Courier. Tracking: T1."),
    ],
)
def test_a_customer_is_told_when_by_whom_and_under_which_number(more: dict[str, Any], expected: str) -> None:
    assert expected == customer_text(evolve(SENT, **more), "3 March")


@pytest.mark.parametrize(
    ("method", "carrier", "expected"),
    [
        ("1", "Courier", {"tracking_provider": "Royal Mail"}),
        ("2", "Van", {"custom_tracking_provider": "Van", "custom_tracking_link": "https://van.example/T1/T1"}),
        ("2", "", {"custom_tracking_provider": "Carrier", "custom_tracking_link": "https://van.example/T1/T1"}),
        ("3", "Bike", {"custom_tracking_provider": "Bike"}),
    ],
)
def test_a_tracking_number_is_told_under_a_known_name_or_the_carriers_own(method: str, carrier: str, expected: dict[str, str]) -> None:
    settings = {"providers": {"1": "Royal Mail"}, "tracking_links": {"1": "https://rm.example/{}", "2": "https://van.example/{}/{}"}}
    found = tracking_item(evolve(SENT, method=method, carrier=carrier), "T1", "2026-03-03", tables(shipments=settings))
    assert {**expected, "tracking_number": "T1", "date_shipped": "2026-03-03"} == found


LINES = [line(1, "WIDGET", "2", "20.00", ("20", "4.00"))]
ROWS = [row(11, "L1", 1000, "2")]
KNOWN = catalogue()
UNTRACKED = catalogue(items={"widget": (Item(product_id=1000, sku="WIDGET", stock_tracked=False),)})
BUNDLE = catalogue(
    items={
        "widget": (Item(product_id=1000, sku="WIDGET", stock_tracked=False, bundle=True, components=((1, Decimal(1)),)),),
        "part": (Item(product_id=1, sku="PART"), Item(product_id=2, sku="PART", stock_tracked=False)),
    }
)
PARTS = [
    row(11, "L1", 1000, "2", bundleParent=True),
    row(12, "", 1, "4", bundleChild=True, parentRowId=11),
    row(13, "", 2, "2", bundleChild=True, parentRowId=11),
    row(14, "", 1, "2", bundleChild=True, parentRowId=11, bundleParent=True),
]


def whole(
    *quantities: dict[int, str],
    rows: Any = ROWS,
    refunds: tuple[woo.Refund, ...] = (),
    known: Catalogue = KNOWN,
    lines: Any = LINES,
) -> Mapped[bool]:
    """Whether these shipments are all that the shop sold."""
    sent = [evolve(SENT, quantities={id: Decimal(pieces) for id, pieces in each.items()}) for each in quantities]
    return is_whole(order("24.00", "4.00", lines), sales_order(500, "W1-1001", rows), sent, refunds, known, "1001")


@pytest.mark.parametrize(
    ("expected", "quantities", "more"),
    [
        (True, [{11: "2"}], {}),
        (True, [{11: "1"}, {11: "1"}], {}),
        (True, [{11: "3"}], {}),
        (False, [{11: "1.99"}], {}),
        (False, [], {}),
        (True, [{11: "1"}], {"refunds": (refund(7, "12.00", ONE_BACK),)}),
        (False, [{11: "0.5"}], {"refunds": (refund(7, "12.00", ONE_BACK),)}),
        (False, [], {"refunds": (refund(7, "12.00", ONE_BACK), refund(8, "12.00", ONE_BACK))}),
        (True, [{99: "1"}], {"known": UNTRACKED}),
        (True, [{12: "4"}], {"known": BUNDLE, "rows": PARTS}),
        (False, [{12: "3"}], {"known": BUNDLE, "rows": PARTS}),
        (False, [{13: "2"}], {"known": BUNDLE, "rows": PARTS}),
        (True, [{12: "2"}], {"known": BUNDLE, "rows": PARTS, "refunds": (refund(7, "12.00", ONE_BACK),)}),
        (True, [{11: "2"}], {"known": BUNDLE}),
        (False, [{99: "1"}], {"known": BUNDLE}),
        (True, [{13: "2"}], {"known": BUNDLE, "rows": [row(11, "L1", 1000, "0"), *PARTS[1:]]}),
        (True, [{15: "2"}], {"rows": [row(15, "", 1000, "2")]}),
        (False, [{15: "2"}], {"rows": [row(15, "", 1000, "2", bundleChild=True)]}),
        (False, [{15: "2"}], {"rows": [row(15, "", 0, "2")]}),
        (False, [{15: "2"}], {"rows": [row(15, "X9", 1000, "2")]}),
    ],
)
def test_an_order_is_shipped_whole_once_all_of_it_left_but_what_was_given_back(
    expected: bool, quantities: list[dict[int, str]], more: dict[str, Any]
) -> None:
    assert expected is whole(*quantities, **more).value


def test_what_no_warehouse_holds_keeps_none_of_the_others_from_counting() -> None:
    lines = [line(2, "NOBODY", "1", "5.00", ("20", "1.00")), *LINES]
    assert [False, True] == [whole(sent, lines=lines).value for sent in ({99: "1"}, {11: "2"})]


def test_what_was_given_back_whole_needs_no_row() -> None:
    both = (refund(7, "12.00", ONE_BACK), refund(8, "12.00", ONE_BACK))
    found = whole({99: "1"}, rows=[row(99, "X1", 1002, "1")], refunds=both)
    assert (True, ()) == (found.value, found.issues)


def test_parts_of_another_bundle_are_none_of_a_row() -> None:
    lines = [*LINES, line(2, "LAMP", "1", "5.00", ("20", "1.00"))]
    rows = [*PARTS, row(21, "L2", 1001, "1")]
    known = evolve(BUNDLE, items={**BUNDLE.items, "lamp": (Item(product_id=1001, sku="LAMP"),)})
    assert [False, True] == [whole(sent, lines=lines, rows=rows, known=known).value for sent in ({12: "4"}, {12: "4", 21: "1"})]


@pytest.mark.parametrize("rows", [[{**ROWS[0], "id": None}], [PARTS[0], {**PARTS[1], "id": None}]])
def test_of_a_row_without_an_id_nothing_left(rows: Any) -> None:
    assert False is whole({1: "4"}, rows=rows, known=BUNDLE).value


def test_a_row_of_free_text_is_not_shipped() -> None:
    assert True is whole({99: "1"}, rows=[row(11, "L1", 0, "2")], known=BUNDLE).value


def test_a_note_that_does_not_say_how_many_has_none() -> None:
    note = bp.decode(bp.GoodsOutNote, {"orderId": 500, "status": {"shipped": True}, "orderRows": {"11": [{"productId": 1000}]}})
    assert [{11: Decimal(0)}] == [each.quantities for each in shipments_of({7: note}, {})]


def test_each_loose_row_stands_for_one_line() -> None:
    lines = [*LINES, line(2, "WIDGET", "1", "10.00", ("20", "2.00")), line(3, "LAMP", "1", "10.00", ("20", "2.00"))]
    rows = [row(15, "", 1001, "1"), row(16, "", 1000, "2"), row(17, "", 1000, "1")]
    found = whole({15: "1", 16: "2", 17: "1"}, lines=lines, rows=rows)
    assert (True, ()) == (found.value, found.issues)


def test_a_line_without_a_row_is_told_where_it_could_be_shipped() -> None:
    found = whole({99: "1"}, rows=[row(99, "X1", 1002, "1")])
    message = "Widget was sold, and sales order 500 has no row of it."
    assert [("ROW_NOT_FOUND", "order", "1001", message)] == [(each.code, each.entity, each.key, each.message) for each in found.issues]
    assert () == whole({99: "1"}, rows=[row(99, "X1", 1002, "1")], lines=[line(1, "NOBODY", "2", "20.00", ("20", "4.00"))]).issues
    assert () == whole({99: "1"}, rows=[row(99, "X1", 1002, "1")], known=UNTRACKED).issues


def test_goods_of_rows_that_are_gone_are_told_once() -> None:
    found = whole({11: "2", 98: "1", 99: "1"})
    message = "Goods left for row 98, which sales order 500 lacks."
    assert [("ROW_NOT_FOUND", "order", "1001", message)] == [(each.code, each.entity, each.key, each.message) for each in found.issues]


def test_pieces_that_were_given_back_are_added_up_by_line() -> None:
    other = line(72, "LAMP", "-3", "-5.00", meta_data=[meta("_refunded_item_id", "2")])
    assert {"L1": Decimal(2), "L2": Decimal(3)} == refunded_quantities([refund(7, "12.00", ONE_BACK, other), refund(8, "12.00", ONE_BACK)])
