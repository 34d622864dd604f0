"""The edge cases of stock, prices, shipments, refunds and cancellations: each a test that carries its number."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.catalogue import Catalogue, Item, catalogue_of, components_of
from bpwoo_sync.facts import StockFact, StockTarget
from bpwoo_sync.issues import Mapped
from bpwoo_sync.ledger import Ledger, Outcome, Status, ledger_of
from bpwoo_sync.mapping.prices import PriceFact, PriceTarget, net_price, price_list_issues, price_targets, shop_price
from bpwoo_sync.mapping.stock import bundles_sellable, changes, in_flight, sellable, stock_targets
from bpwoo_sync.plan import Action
from bpwoo_sync.tables import Tables
from tests.bpwoo_sync.mapping.orders import Document, line, meta, order, tables
from tests.bpwoo_sync.mapping.sides import (
    TAKEN_AT,
    account,
    action,
    codes,
    goods_out,
    kinds,
    marks,
    payment_row,
    plan,
    product_rows,
    references,
    row,
    sales_order,
    shop,
)

TWO_WAREHOUSES = tables(stock={"warehouses": [2, 3], "buffer": 1, "cap": 50})


def available(**on_hand: int) -> bp.ProductAvailability:
    """What stands in each warehouse: ``w2=7``."""
    levels = {name[1:]: {"inStock": pieces, "onHand": pieces, "allocated": 0} for name, pieces in on_hand.items()}
    total = {"inStock": 0, "onHand": 0, "allocated": 0}
    return bp.decode(bp.ProductAvailability, {"total": total, "warehouses": levels})


def fact(quantity: int | None = 10, *, sku: str = "WIDGET", shop_id: int = 51, **more: Any) -> StockFact:
    """What the shop has of the widget."""
    pieces = None if quantity is None else Decimal(quantity)
    return StockFact(**{"sku": sku, "shop_id": shop_id, "quantity": pieces, "manages": True, **more})


def targets(
    *facts: StockFact,
    held: Mapping[int, bp.ProductAvailability] | None = None,
    sold: Mapping[str, int] | None = None,
    the_tables: Tables = TWO_WAREHOUSES,
) -> Mapped[tuple[StockTarget, ...]]:
    """What the shop ought to have; seven widgets stand in warehouse 2 unless told otherwise."""
    known = {1000: available(w2=7)} if held is None else held
    return stock_targets(facts or (fact(),), known, sold or {}, the_tables, catalogue_of(account(), shop()))


def quantities(found: Mapped[tuple[StockTarget, ...]]) -> list[int]:
    """The quantities of the targets."""
    return [target.quantity for target in found.value or ()]


def test_the_worked_example_of_stock() -> None:
    held = {1000: available(w2=7, w3=-1, w5=90)}
    assert [4] == quantities(targets(held=held, sold={"widget": 2}))


WIDGET = [line(1, "WIDGET", "2", "20.00", ("20", "4.00"))]
SOLD = order("24.00", "4.00", WIDGET)
KNOWN = catalogue_of(account(), shop())


def test_edge_case_42_pieces_that_were_sold_and_not_imported_are_held_back() -> None:
    assert {"widget": 2} == in_flight([SOLD], [], tables(), KNOWN)
    assert [7 - 1 - 2] == quantities(targets(sold=in_flight([SOLD], [], tables(), KNOWN)))


def test_edge_case_42_and_those_that_were_imported_and_have_no_stock_yet() -> None:
    imported = sales_order(500, "W1-1001", [row(1, "L1", 1000, "2", sku="WIDGET")], allocationStatusCode="ANA")
    assert {"widget": 2} == in_flight([SOLD], [imported], tables(), KNOWN)
    assert {} == in_flight([SOLD], [sales_order(500, "W1-1001", [row(1, "L1", 1000, "2", sku="WIDGET")])], tables(), KNOWN)


def test_edge_case_43_a_warehouse_outside_the_set_does_not_count() -> None:
    assert 7 == sellable(available(w2=7, w9=90), (2, 3))


def test_edge_case_44_what_one_warehouse_owes_is_not_taken_from_another() -> None:
    assert 7 == sellable(available(w2=7, w3=-5), (2, 3))


def test_edge_case_45_parts_in_different_warehouses_make_no_bundle() -> None:
    held = {1: available(w2=4, w3=1), 2: available(w2=1, w3=6)}
    assert 1 == bundles_sellable({1: 1, 2: 2}, held, (2, 3))


def test_edge_case_46_a_variation_whose_parent_counts_is_not_written() -> None:
    found = targets(fact(manages="parent", parent_id=50))
    assert ([], ["STOCK_AT_PARENT"]) == (quantities(found), [each.code for each in found.issues])


def test_edge_case_47_a_product_that_the_answer_lacks_has_none_or_is_left_alone() -> None:
    keep = tables(stock={"warehouses": [2], "absent_means_zero": False})
    assert ([0], []) == (quantities(targets(held={})), quantities(targets(held={}, the_tables=keep)))


def test_edge_case_48_so_many_products_that_drop_to_nothing_stop_the_run() -> None:
    many = {1000 + place: f"SKU{place}" for place in range(10)}
    known = catalogue_of(account(products=product_rows(many)), shop())
    facts = [fact(5, sku=sku, shop_id=id) for id, sku in many.items()]
    held = {id: available(w2=5 if id < 1004 else 0) for id in many}
    found = stock_targets(facts, held, {}, tables(stock={"warehouses": [2]}), known)
    assert (None, ["STOCK_MASS_ZERO"]) == (found.value, [each.code for each in found.issues])


def test_edge_case_49_whatever_the_shop_added_back_the_next_push_is_absolute() -> None:
    assert [6] == quantities(targets(fact(9)))
    assert () == changes(targets(fact(6)).value or ())


LISTS = {"regular_list": 1, "sale_list": 5, "base_rates": {"standard": "20"}}
PRICED = PriceFact(sku="WIDGET", shop_id=51, regular=Decimal("9.99"))


def priced(listed: Mapping[int, str], asked: PriceFact = PRICED, **more: Any) -> Mapped[tuple[PriceTarget, ...]]:
    """The price that the shop ought to ask, from prices of one piece by list."""
    prices = {1000: {id: Decimal(price) for id, price in listed.items()}}
    the_tables = tables(prices={**LISTS, **more})
    return price_targets([asked], prices, shop(prices_include_tax=True), the_tables, catalogue_of(account(), shop()))


def test_edge_case_50_a_list_without_a_price_leaves_the_shop_alone() -> None:
    found = priced({})
    assert ((), ["NO_PRICE"]) == (found.value, [each.code for each in found.issues])


@pytest.mark.parametrize("sale", ["8.3250", "9.0000", "0"])
def test_edge_case_51_a_sale_that_is_no_cheaper_ends_the_sale(sale: str) -> None:
    assert [None] == [target.sale for target in priced({1: "8.3250", 5: sale}).value or ()]


def test_edge_case_52_a_net_price_with_four_decimals_gives_the_shelf_price_back() -> None:
    inclusive = shop(prices_include_tax=True)
    the_tables = tables(prices=LISTS)
    assert Decimal("9.99") == shop_price(Decimal("8.3250"), PRICED, inclusive, the_tables)
    assert Decimal("16.6250") == net_price(Decimal("19.95"), PRICED, inclusive, the_tables)


def test_edge_case_53_prices_for_many_pieces_are_no_price_for_one() -> None:
    # Reading takes the price of one piece only; breaks of 10 and 100 never come this far.
    assert ["NO_PRICE"] == [each.code for each in priced({2: "5.00"}).issues]


def test_a_price_that_jumps_is_held() -> None:
    assert ["PRICE_JUMP"] == [each.code for each in priced({1: "16.6500"}).issues]


TRACKED = [row(11, "L1", 1000, "2", sku="WIDGET")]
MARKED = order("24.00", "4.00", WIDGET, meta_data=marks(500))
PAID = (payment_row(1, 500, "24.00"),)


def shipped(
    notes: Mapping[int, bp.GoodsOutNote], sold: woo.Order = MARKED, rows: Any = TRACKED, refunds: Any = (), **more: Any
) -> tuple[dict[str, int], list[str], Any]:
    """The writes that goods-out notes lead to: how many of each kind, the codes, and the order's new status."""
    known = account(sales_orders=(sales_order(500, "W1-1001", rows),), payments=PAID, goods_out=notes, **more)
    found = plan(shop(sold, refunds={1001: tuple(refunds)}), known)
    updates = [each for each in found.actions if each.kind == "shop-order"]
    return kinds(found), codes(found), updates[0].payload.get("status") if updates else None


def test_edge_case_54_the_first_of_two_notes_is_told_and_the_second_completes() -> None:
    first = {7: goods_out(500, {11: [1]}, tracking="TRACK1, TRACK2")}
    assert ({"shop-note": 1, "shop-order": 1}, [], None) == shipped(first)
    known = order("24.00", "4.00", WIDGET, meta_data=[*marks(500), meta("_bp_gon_ids", "7", 3)])
    both = {**first, 8: goods_out(500, {11: [1]})}
    assert ({"shop-note": 1, "shop-order": 1}, [], "completed") == shipped(both, known)


def test_edge_case_55_quantities_of_several_locations_are_summed() -> None:
    assert "completed" == shipped({7: goods_out(500, {11: [1, 1]})})[2]


def refund(id: int, amount: str, *lines: Document, by_gateway: bool = True) -> woo.Refund:
    """A refund of the shop."""
    document = {
        "id": id,
        "date_created": "2026-03-05T09:00:00",
        "date_created_gmt": "2026-03-05T09:00:00",
        "amount": amount,
        "reason": "",
        "refunded_by": 1,
        "refunded_payment": by_gateway,
        "meta_data": [],
        "line_items": list(lines),
        "shipping_lines": [],
        "tax_lines": [],
        "fee_lines": [],
    }
    return woo.decode(woo.Refund, document)


ONE_BACK = line(71, "WIDGET", "-1", "-10.00", ("20", "-2.00"), meta_data=[meta("_refunded_item_id", "1")])


def test_edge_case_56_what_was_given_back_need_not_be_shipped() -> None:
    assert "completed" == shipped({7: goods_out(500, {11: [1]})}, refunds=[refund(7, "12.00", ONE_BACK)])[2]


MOVED_ON = [("processing", "completed"), ("partial", "completed"), ("on-hold", None), ("refunded", None)]


@pytest.mark.parametrize(("status", "wanted"), MOVED_ON)
def test_edge_case_56_what_is_given_back_after_the_rest_was_told_completes_the_order(status: str, wanted: str | None) -> None:
    the_tables = tables(shipments={"partly_shipped_status": "partial"})
    known = order("24.00", "4.00", WIDGET, status=status, meta_data=[*marks(500), meta("_bp_gon_ids", "7", 3)])
    notes, back = {7: goods_out(500, {11: [1]})}, (refund(7, "12.00", ONE_BACK),)
    there = account(sales_orders=(sales_order(500, "W1-1001", TRACKED),), payments=PAID, goods_out=notes)

    def written(ledger: Ledger, *given_back: woo.Refund) -> list[Action]:
        found = plan(shop(known, refunds={1001: given_back}), there, the_tables, ledger)
        return [each for each in found.actions if each.kind in ("shop-order", "shop-note")]

    completing = written(Ledger(), *back)
    assert [] == written(Ledger())
    assert ([] if wanted is None else [wanted]) == [each.payload["status"] for each in completing]
    # Who opens it again is left alone.
    done = (Outcome(key=each.key, kind=each.kind, status=Status.DONE, at=TAKEN_AT) for each in completing)
    assert [] == written(ledger_of(done), *back)


def test_edge_case_57_a_shipment_that_is_told_is_not_told_again() -> None:
    known = order("24.00", "4.00", WIDGET, status="completed", meta_data=[*marks(500), meta("_bp_gon_ids", "7", 3)])
    assert ({}, [], None) == shipped({7: goods_out(500, {11: [2]})}, known)


def test_edge_case_58_a_transfer_between_warehouses_is_no_shipment() -> None:
    assert ({}, [], None) == shipped({7: goods_out(500, {11: [2]}, transfer=True)})
    assert ({}, [], None) == shipped({7: goods_out(500, {11: [2]}, shipped=False)})


def test_an_order_of_a_bundle_is_complete_once_its_parts_left() -> None:
    rows = [
        row(11, "L1", 900, "2", bundleParent=True),
        row(12, "", 1000, "4", bundleChild=True, parentRowId=11),
        row(13, "", 1002, "2", bundleChild=True, parentRowId=11),
    ]
    assert None is shipped({7: goods_out(500, {12: [4]})}, rows=rows)[2]
    assert "completed" == shipped({7: goods_out(500, {12: [4], 13: [2]})}, rows=rows)[2]
    taken_back = {"id": 1, "name": "Widget", "quantity": "-1", "meta_data": [meta("_refunded_item_id", "1")]}
    one_back = refund(7, "12.00", {**line(1, "WIDGET", "-1", "-10.00", ("20", "-2.00")), **taken_back})
    assert "completed" == shipped({7: goods_out(500, {12: [2], 13: [1]})}, rows=rows, refunds=[one_back])[2]


@pytest.mark.parametrize(
    ("rows", "sent", "expected"),
    [
        ([row(11, "L1", 1000, "1")], {11: [1]}, ([], None)),  # people took a piece off the sales order: the shop sold two
        ([row(11, "L1", 1000, "3")], {11: [2]}, ([], "completed")),
        ([row(11, "L1", 1000, "2"), row(12, "", 1002, "1")], {11: [2]}, ([], "completed")),  # people added a gift
        ([row(11, "", 1000, "2")], {11: [2]}, ([], "completed")),  # the row was made anew: its product tells the line
        ([row(11, "", 1002, "2")], {11: [2]}, (["ROW_NOT_FOUND"], None)),
        ([row(11, "L1", 1000, "2")], {11: [2], 99: [1]}, (["ROW_NOT_FOUND"], "completed")),
    ],
)
def test_an_order_is_complete_once_everything_that_the_shop_sold_left(rows: Any, sent: Any, expected: tuple[list[str], Any]) -> None:
    found = shipped({7: goods_out(500, sent)}, rows=rows)
    assert expected == (found[1], found[2])


SUPPLIED = bp.decode(
    bp.DropShipNote,
    {
        "orderId": 500,
        "status": {"shipped": True, "shippedOn": "2026-03-03T23:30:00.000+00:00"},
        "shipping": {"reference": "T9", "shippingMethodId": 4},
        "orderRows": {"11": [{"productId": 1000, "quantity": 1}]},
    },
)


def test_what_a_supplier_sends_counts_beside_what_the_warehouse_sends() -> None:
    assert None is shipped({7: goods_out(500, {11: [1]})})[2]
    assert ({"shop-note": 2, "shop-order": 1}, [], "completed") == shipped({7: goods_out(500, {11: [1]})}, drop_ship={8: SUPPLIED})


def trackings(**settings: Any) -> list[Any]:
    """What the plug-in is told of a shipment with two numbers by carrier 1, and of one by carrier 4."""
    methods = tuple(bp.decode(bp.ShippingMethod, {"id": id, "name": name}) for id, name in ((1, "Courier"), (4, "Van")))
    known = account(
        sales_orders=(sales_order(500, "W1-1001", TRACKED),),
        payments=PAID,
        goods_out={7: goods_out(500, {11: [1]}, tracking="T1;T2")},
        drop_ship={8: SUPPLIED},
        references=references(shipping_methods=methods),
    )
    found = plan(shop(MARKED), known, tables(shipments={"tracking_plugin": True, **settings}, store={"shop_time_zone": "Asia/Tokyo"}))
    told = [each.key for each in found.actions if each.kind == "shop-tracking"]
    assert all(not told or set(told) & set(each.after) for each in found.actions if each.kind in ("shop-note", "shop-order"))
    return [each.payload for each in found.actions if each.kind == "shop-tracking"]


def test_the_plugin_is_told_each_number_under_a_name_that_it_knows_or_the_carriers_own() -> None:
    settings = {"providers": {"1": "Royal Mail"}, "carriers": {"4": "Our van"}, "tracking_links": {"4": "https://van.example/{}"}}
    assert [
        {"tracking_provider": "Royal Mail", "tracking_number": "T1", "date_shipped": "2026-03-03"},
        {"tracking_provider": "Royal Mail", "tracking_number": "T2", "date_shipped": "2026-03-03"},
        {
            "custom_tracking_provider": "Our van",
            "custom_tracking_link": "https://van.example/T9",
            "tracking_number": "T9",
            "date_shipped": "2026-03-04",
        },
    ] == trackings(**settings)
    assert ["Courier", "Courier", "Van"] == [each["custom_tracking_provider"] for each in trackings()]
    assert [] == trackings(tracking_plugin=False)


def test_an_order_that_was_deleted_in_the_shop_and_is_live_in_brightpearl_is_told() -> None:
    live = sales_order(500, "W1-1001", TRACKED)
    others = (sales_order(501, "W1-1002", TRACKED, isCanceled=True), sales_order(502, "W2-7", TRACKED), sales_order(503, "W1-R7"))
    assert ["WOO_ORDER_GONE"] == [each.code for each in plan(shop(), account(sales_orders=(live, *others))).issues]


TELLING = tables(cancellations={"tell_shop": True})


@pytest.mark.parametrize(
    ("status", "paid", "expected"),
    [
        ("processing", True, ("cancelled", ["CANCEL_DRIFT"])),  # the money is for people to give back
        ("on-hold", False, ("cancelled", [])),
        ("completed", True, (None, ["CANCEL_DRIFT"])),
    ],
)
def test_what_people_cancelled_in_brightpearl_is_cancelled_in_the_shop_where_the_tables_say_so(
    status: str, paid: bool, expected: tuple[Any, list[str]]
) -> None:
    gone = sales_order(500, "W1-1001", TRACKED, isCanceled=True)
    unpaid: dict[str, Any] = {} if paid else {"date_paid_gmt": None}
    sold = order("24.00", "4.00", WIDGET, meta_data=marks(500), status=status, **unpaid)
    found = plan(shop(sold), account(sales_orders=(gone,)), TELLING)
    assert expected == (found.actions[0].payload["status"] if found.actions else None, codes(found))
    assert [] == list(plan(shop(sold), account(sales_orders=(gone,))).actions)


@pytest.mark.parametrize(("key", "code"), [("cancel:W1-1001", "REVIVED_ORDER"), ("cancel-in-shop:W1-1001", "CANCEL_DRIFT")])
def test_what_was_cancelled_by_us_and_opened_again_is_for_people_to_decide(key: str, code: str) -> None:
    gone = sales_order(500, "W1-1001", TRACKED, isCanceled=True)
    done = ledger_of([Outcome(key=key, kind="shop-order", status=Status.DONE, at=TAKEN_AT)])
    found = plan(shop(MARKED), account(sales_orders=(gone,)), TELLING, done)
    assert ([], [code]) == (list(found.actions), codes(found))


def given_back(*refunds: woo.Refund, sold: woo.Order = MARKED, the_tables: Tables | None = None, **more: Any) -> Any:
    """The plan for an imported order with refunds; a note keeps its sales order from being cancelled instead."""
    notes = {7: goods_out(500, {11: [1]}, shipped=False)}
    document = {"sales_orders": (sales_order(500, "W1-1001", TRACKED),), "payments": PAID, "goods_out": notes, **more}
    return plan(shop(sold, refunds={1001: refunds}), account(**document), the_tables)


def test_edge_case_59_an_amount_without_lines_is_credited() -> None:
    found = given_back(refund(7, "5.00"))
    assert {"sales-credit": 1, "payment": 1} == kinds(found)
    assert [("4.17", "0.83")] == [(each["net"], each["tax"]) for each in action(found, "sales-credit").payload["rows"]]


def test_edge_case_60_an_amount_for_no_piece_moves_no_stock() -> None:
    none_back = line(71, "WIDGET", "0", "-5.00", ("20", "-1.00"), meta_data=[meta("_refunded_item_id", "1")])
    (credited,) = action(given_back(refund(7, "6.00", none_back)), "sales-credit").payload["rows"]
    assert "productId" not in credited
    assert ("Refund: Widget", "1") == (credited["name"], credited["quantity"])


def test_edge_case_60_a_cent_over_the_amount_goes_to_the_tax() -> None:
    over = line(71, "WIDGET", "-1", "-8.33", ("20", "-1.67"), meta_data=[meta("_refunded_item_id", "1")])
    (credited,) = action(given_back(refund(7, "9.99", over)), "sales-credit").payload["rows"]
    assert ("8.33", "1.66") == (credited["net"], credited["tax"])


def test_edge_case_61_a_refund_by_hand_is_credited_and_nothing_is_paid() -> None:
    found = given_back(refund(7, "5.00", by_gateway=False))
    assert ({"sales-credit": 1}, ["MANUAL_REFUND"]) == (kinds(found), codes(found))


def test_edge_case_62_several_refunds_are_as_many_credits_and_no_more_than_the_order() -> None:
    found = given_back(refund(7, "12.00", ONE_BACK), refund(8, "5.00"), refund(9, "7.00"))
    credits = [each.payload for each in found.actions if each.kind == "sales-credit"]
    assert ["W1-R7", "W1-R8", "W1-R9"] == [each["externalRef"] for each in credits]
    assert Decimal("24.00") == sum(Decimal(each["net"]) + Decimal(each["tax"]) for credit in credits for each in credit["rows"])
    too_much = given_back(refund(7, "12.00", ONE_BACK), refund(8, "12.01"))
    assert ["REFUND_EXCEEDS_ORDER"] == codes(too_much)


def test_edge_case_63_a_refund_of_an_order_that_is_not_imported_comes_after_it_in_one_plan() -> None:
    found = plan(shop(SOLD, refunds={1001: (refund(7, "5.00"),)}), account())
    credit = action(found, "sales-credit")
    assert {"$result": "sales-order:W1-1001"} == credit.payload["parentId"]
    assert "sales-order:W1-1001" in credit.needs


def test_edge_case_64_a_whole_refund_before_the_warehouse_began_cancels_and_pays_back() -> None:
    the_account = account(sales_orders=(sales_order(500, "W1-1001", TRACKED),), payments=PAID)
    whole = refund(7, "24.00")
    refunded = evolve_status(MARKED, "refunded")
    found = plan(shop(refunded, refunds={1001: (whole,)}), the_account)
    assert {"payment": 1, "order-status": 1} == kinds(found)
    paid_back = action(found, "payment").payload
    assert ("PAYMENT", "24.00", 500) == (paid_back["paymentType"], paid_back["amountPaid"], paid_back["orderId"])
    assert 5 == action(found, "order-status").payload["orderStatusId"]


@pytest.mark.parametrize("goods", [{}, {7: goods_out(500, {11: [1]}, shipped=False)}], ids=["reversal", "credit"])
def test_what_is_paid_back_has_the_exchange_rate_of_the_order_whatever_the_tables_say_since(goods: Any) -> None:
    sold = order("24.00", "4.00", WIDGET, currency="USD", meta_data=marks(500))
    in_dollars = sales_order(500, "W1-1001", currency={"code": "USD", "exchangeRate": "1.310000", "fixedExchangeRate": True})
    found = given_back(refund(7, "24.00"), sold=sold, sales_orders=(in_dollars,), payments=(payment_row(1, 500, "24.00"),), goods_out=goods)
    paid_back = action(found, "payment").payload
    assert ("USD", "1.310000") == (paid_back["currencyIsoCode"], paid_back["exchangeRate"])


def evolve_status(sold: woo.Order, status: str) -> woo.Order:
    """The order in another status."""
    return woo.decode(woo.Order, {**woo.encode(sold), "status": status})


def cancelled(**more: Any) -> Any:
    """The plan for an imported order that was cancelled in the shop."""
    details = {"sales_orders": (sales_order(500, "W1-1001", TRACKED),), **more}
    return plan(shop(evolve_status(MARKED, "cancelled")), account(**details))


def test_edge_case_65_an_invoiced_order_is_not_cancelled() -> None:
    invoiced = sales_order(500, "W1-1001", TRACKED, invoice={"invoiceReference": "SI-1"})
    found = cancelled(sales_orders=(invoiced,))
    assert ({}, ["CANCEL_AFTER_SHIP"]) == (kinds(found), codes(found))


def test_an_unpaid_order_that_was_cancelled_is_cancelled() -> None:
    assert {"order-status": 1} == kinds(cancelled())


def test_a_paid_order_that_was_cancelled_and_not_refunded_is_held() -> None:
    found = cancelled(payments=PAID)
    assert ({}, ["CANCELLED_BUT_PAID"]) == (kinds(found), codes(found))


def test_an_order_that_was_cancelled_while_the_warehouse_works_is_held() -> None:
    found = cancelled(goods_out={7: goods_out(500, {11: [1]}, shipped=False)})
    assert ({}, ["CANCEL_NEEDS_WAREHOUSE"]) == (kinds(found), codes(found))


def test_an_order_that_was_cancelled_in_brightpearl_alone_is_told() -> None:
    gone = sales_order(500, "W1-1001", TRACKED, isCanceled=True)
    assert ["CANCEL_DRIFT"] == codes(plan(shop(MARKED), account(sales_orders=(gone,))))


def test_an_order_that_waits_for_its_payment_is_not_completed_by_its_shipment() -> None:
    waiting = evolve_status(MARKED, "on-hold")
    assert ({"shop-note": 1, "shop-order": 1}, ["SHIPPED_UNPAID"], None) == shipped({7: goods_out(500, {11: [2]})}, waiting)


def test_a_bundle_has_what_its_tracked_parts_make_within_one_warehouse() -> None:
    parts = ((1, Decimal(1)), (2, Decimal(2)))
    known = Catalogue(items={"kit": (Item(product_id=7, sku="KIT", stock_tracked=False, bundle=True, components=parts),)})
    held = {1: available(w2=4, w3=1), 2: available(w2=1, w3=6)}
    plain_stock = tables(stock={"warehouses": [2, 3], "buffer": 0})
    found = stock_targets([fact(sku="KIT")], held, {}, plain_stock, known).value or ()
    assert [(7, 1, 1)] == [(each.product_id, each.on_hand, each.quantity) for each in found]


KIT = Item(product_id=7, sku="KIT", stock_tracked=False, bundle=True, components=((1, Decimal(1)), (2, Decimal(2))))
PARTS = Catalogue(items={"kit": (KIT,), "a": (Item(product_id=1, sku="A"),), "b": (Item(product_id=2, sku="B"),)})


@pytest.mark.parametrize(
    ("sold", "in_flight_bundles", "quantity"),
    [
        ({}, 0, 6 - 1),
        ({"a": 1}, 1, 5 - 1),  # the scarce part
        ({"b": 3}, 0, 6 - 1),  # there is more of it than bundles take
        ({"b": 9}, 1, 5 - 1),
        ({"a": 4}, 4, 2 - 1),  # all that lies in the store's own warehouse
        ({"a": 9}, 9, 0),  # three more than there are
    ],
)
def test_parts_that_were_sold_make_no_bundles(sold: dict[str, int], in_flight_bundles: int, quantity: int) -> None:
    held = {1: available(w2=4, w3=2), 2: available(w2=15, w3=4)}
    the_tables = tables(stock={"warehouses": [3, 2], "buffer": 1}, store={"warehouse_id": 2})
    (found,) = stock_targets([fact(sku="KIT")], held, sold, the_tables, PARTS).value or ()
    assert (6, in_flight_bundles, quantity) == (found.on_hand, found.in_flight, found.quantity)


def test_a_bundle_that_was_sold_takes_from_its_parts_whether_it_waits_or_is_there_without_stock() -> None:
    waiting = order("24.00", "4.00", [line(1, "KIT", "3", "20.00", ("20", "4.00"))])
    shown = [
        row(1, "L1", 7, "3", sku="KIT", bundleParent=True),
        row(2, "", 1, "3", sku="A", bundleChild=True, parentRowId=1),
        row(3, "", 2, "6", sku="B", bundleChild=True, parentRowId=1),
    ]
    imported = [sales_order(500, "W1-1001", rows, allocationStatusCode="ANA") for rows in (shown, shown[:1])]
    found = [in_flight([waiting], [], tables(), PARTS), *(in_flight([], [each], tables(), PARTS) for each in imported)]
    assert [{"a": 3, "b": 6}] * 3 == found


@pytest.mark.parametrize(
    ("settings", "manages", "expected"),
    [
        ({}, False, ([], ["UNMANAGED"])),
        ({"switch_on_products": True}, False, ([7], [])),
        ({"switch_on_products": True}, "parent", ([], ["STOCK_AT_PARENT"])),
        ({"switch_on_variations": True}, "parent", ([7], [])),
    ],
)
def test_stock_is_counted_in_the_shop_where_the_tables_switch_it_on(
    settings: dict[str, bool], manages: bool | str, expected: tuple[list[int], list[str]]
) -> None:
    found = targets(fact(7, manages=manages), the_tables=tables(stock={"warehouses": [2], **settings}))
    assert expected == (quantities(found), [each.code for each in found.issues])
    assert expected[0] == [each.quantity for each in changes(found.value or ())]


@pytest.mark.parametrize("manages", [True, False])
@pytest.mark.parametrize("zero", [True, False])
def test_nothing_is_sold_of_what_is_archived_or_gone_where_the_tables_say_so(zero: bool, manages: bool) -> None:
    archived = (bp.ProductRow({"productId": 1000, "SKU": "WIDGET", "stockTracked": True, "productStatus": "ARCHIVED"}),)
    known = catalogue_of(account(products=archived), shop(), {(52, 0): 999})
    facts = [fact(manages=manages), fact(sku="LOST", shop_id=52, manages=manages), fact(sku="NOBODY", shop_id=53, manages=manages)]
    the_tables = tables(stock={"warehouses": [2], "zero_when_gone": zero})
    found = stock_targets(facts, {1000: available(w2=7)}, {}, the_tables, known)
    expected = [(1000, 0), (999, 0)] if zero and manages else [(1000, 7)] if manages else []
    assert expected == [(each.product_id, each.quantity) for each in found.value or ()]


def test_buffers_and_caps_are_by_sku_else_by_category_else_for_all() -> None:
    known = {"warehouses": [2], "buffer": 1, "cap": 5, "category_buffers": {"glass": 3, "lamps": 2}, "caps": {"LAMP": 9}}
    shelves = ("lamps", "glass")
    facts = (fact(), fact(sku="LAMP", shop_id=52, categories=shelves), fact(sku="MUG", shop_id=53, categories=("mugs",)))
    held = {id: available(w2=20) for id in (1000, 1001, 1002)}
    of_lamps = tables(stock={**known, "buffers": {"LAMP": 15}})
    assert [5, 9, 5] == quantities(targets(*facts, held=held, the_tables=tables(stock=known)))
    assert [(1, 5), (15, 5), (1, 5)] == [
        (each.buffer, each.quantity) for each in targets(*facts, held=held, the_tables=of_lamps).value or ()
    ]


def test_a_bundle_without_tracked_parts_is_left_alone() -> None:
    known = Catalogue(items={"kit": (Item(product_id=7, sku="KIT", stock_tracked=False, bundle=True),)})
    assert () == stock_targets([fact(sku="KIT")], {}, {}, TWO_WAREHOUSES, known).value


def test_a_bundle_within_a_bundle_counts_by_its_parts() -> None:
    inner, outer = {1: Decimal(2), 2: Decimal(1)}, {10: Decimal(3), 2: Decimal(1)}
    assert {1: Decimal(6), 2: Decimal(4)} == components_of(20, {10: inner, 20: outer})


def test_of_a_container_either_the_bundle_or_its_parts_are_sold() -> None:
    lines = [
        line(1, "KIT", "1", "20.00", bundled_items=[2]),
        line(2, "A", "1", "0.00", bundled_by="1"),
        line(3, "B", "2", "0.00", bundled_by="1"),
    ]
    box = Catalogue(items={**PARTS.items, "kit": (Item(product_id=7, sku="KIT"),)})
    sold = order("20.00", "0.00", lines)
    assert [{"a": 1, "b": 2}] * 2 == [in_flight([sold], [], tables(), known) for known in (PARTS, box)]


@pytest.mark.parametrize(("kind", "expected"), [("BUY", ["PRICE_CURRENCY"]), ("SELL", [])])
def test_a_list_for_buying_gives_the_shop_no_prices(kind: str, expected: list[str]) -> None:
    listed = bp.decode(bp.PriceList, {"id": 1, "currencyCode": "GBP", "priceListTypeCode": kind})
    found = price_list_issues([listed], shop(), tables(prices=LISTS))
    assert expected == [each.code for each in found]


def test_a_cancelled_order_is_told_where_the_account_has_no_status_for_it() -> None:
    there = account(references=references(configuration={"baseCurrencyCode": "GBP"}), sales_orders=(sales_order(500, "W1-1001", TRACKED),))
    found = plan(shop(order("24.00", "4.00", WIDGET, status="cancelled", meta_data=marks(500))), there)
    assert ({}, ["CANCELLED_STATUS_MISSING"]) == (kinds(found), codes(found))


def test_a_fraction_of_a_piece_is_not_sold() -> None:
    level = bp.decode(
        bp.ProductAvailability, {"total": {}, "warehouses": {"2": {"onHand": Decimal("7.5")}, "3": {"onHand": Decimal("1.9")}}}
    )
    the_tables = tables(stock={"warehouses": [2, 3]})
    assert [8] == [target.quantity for target in targets(fact(), held={1000: level}, the_tables=the_tables).value or ()]


def test_an_order_that_was_shipped_unpaid_is_completed_once_it_is_set_to_processing() -> None:
    notes = {7: goods_out(500, {11: [2]})}
    there = account(sales_orders=(sales_order(500, "W1-1001", TRACKED),), goods_out=notes)

    def writes(status: str, ledger: Ledger, *marked: dict[str, Any]) -> list[Action]:
        known = order("24.00", "4.00", WIDGET, status=status, meta_data=[*marks(500), *marked])
        found = plan(shop(known), there, None, ledger)
        return [each for each in found.actions if each.kind == "shop-order"]

    (told,) = writes("on-hold", Ledger())
    done = ledger_of([Outcome(key=told.key, kind=told.kind, status=Status.DONE, at=TAKEN_AT)])
    shipped_mark = meta("_bp_gon_ids", "7", 3)
    assert ("status" in told.payload, writes("on-hold", done, shipped_mark)) == (False, [])
    (completing,) = writes("processing", done, shipped_mark)
    assert "completed" == completing.payload["status"]
    done = ledger_of([*done, Outcome(key=completing.key, kind=completing.kind, status=Status.DONE, at=TAKEN_AT)])
    assert [] == writes("processing", done, shipped_mark)  # people opened it again


@pytest.mark.parametrize("refunded_whole", [False, True], ids=["cancelled", "refunded"])
def test_what_a_supplier_sent_is_not_cancelled_though_no_note_of_it_was_read(refunded_whole: bool) -> None:
    sent = sales_order(500, "W1-1001", TRACKED, shippingStatusCode="ASS")
    if refunded_whole:
        found = plan(
            shop(evolve_status(MARKED, "refunded"), refunds={1001: (refund(7, "24.00"),)}), account(sales_orders=(sent,), payments=PAID)
        )
        assert {"sales-credit": 1, "payment": 1} == kinds(found)
    else:
        found = cancelled(sales_orders=(sent,))
        assert ({}, ["CANCEL_AFTER_SHIP"]) == (kinds(found), codes(found))


def test_an_order_that_was_erased_before_its_import_keeps_its_pieces_from_being_sold_twice() -> None:
    erased = order("24.00", "4.00", WIDGET, meta_data=[meta("_anonymized", "yes")])
    found = in_flight((erased,), (), tables(), catalogue_of(account(), shop(erased)))
    assert {"widget": 2} == found
