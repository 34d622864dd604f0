"""What planning and reconciling look up in two snapshots, and which of several goes first."""

from __future__ import annotations

from typing import Any

import pytest

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.catalogue import Catalogue
from bpwoo_sync.ledger import Ledger, ledger_of
from bpwoo_sync.links import link_outcomes
from bpwoo_sync.mapping.payments import Paid
from bpwoo_sync.situation import Situation
from bpwoo_sync.snapshot import Account, Shop
from bpwoo_sync.tables import Tables
from tests.bpwoo_sync.mapping.orders import line, order, tables
from tests.bpwoo_sync.mapping.sides import TAKEN_AT, account, amount, goods_out, payment_row, references, sales_order, shop
from tests.bpwoo_sync.mapping.test_edge_cases_of_goods import SUPPLIED, refund

LINES = [line(1, "WIDGET", "1", "10.00", ("20", "2.00"))]


def situation(the_shop: Shop | None = None, the_account: Account | None = None, the_tables: Tables | None = None, **more: Any) -> Situation:
    """A situation of which the rest is empty."""
    known = {"ledger": Ledger(), **more}
    return Situation(the_shop or shop(), the_account or account(), the_tables or tables(), **known)


def sold(id: int, **more: Any) -> woo.Order:
    """An order of Ada's."""
    return order("12.00", "2.00", LINES, id=id, number=str(id), **more)


def test_of_the_sales_orders_of_a_reference_the_live_ones_go_first_and_then_the_oldest() -> None:
    there = (
        sales_order(504, "W1-1", isCanceled=True),
        sales_order(503, "W1-1"),
        sales_order(502, "W1-1"),
        sales_order(501, "W1-1", isCanceled=True),
        sales_order(505, "W1-2"),
        sales_order(506, "W1-3", externalRef=None),
    )
    found = situation(the_account=account(sales_orders=there))
    assert {"W1-1": [502, 503, 501, 504], "W1-2": [505], "": [506]} == {
        ref: [each.id for each in orders] for ref, orders in found.sales_orders.items()
    }
    assert ([505], []) == ([each.id for each in found.sales_orders_of(sold(2))], found.sales_orders_of(sold(9)))


def test_an_order_is_found_by_its_reference() -> None:
    first, second = sold(1), sold(2)
    found = situation(shop(first, second))
    assert (first, second, None) == tuple(found.order_of_ref(ref) for ref in ("W1-1", "W1-2", "W2-1"))


def test_the_newest_order_of_an_address_is_the_last_that_is_imported_and_of_two_of_one_moment_the_later_number() -> None:
    late = {"date_created_gmt": "2026-03-02T12:00:00"}
    orders = (
        sold(5, **late, billing={"email": " ADA@example.com"}),
        sold(7),
        sold(4, **late),
        sold(9, status="pending", date_created_gmt="2026-03-02T13:00:00"),
        sold(3, billing={"email": "ann@example.com"}),
        sold(2, billing={"email": ""}),
    )
    assert {"ada@example.com": 5, "ann@example.com": 3, "": 2} == situation(shop(*orders)).newest_orders


def test_of_several_credits_of_a_reference_the_oldest_counts() -> None:
    def credit(id: int, ref: str | None) -> bp.SalesCredit:
        return bp.decode(bp.SalesCredit, {**bp.encode(sales_order(500, "W1-1")), "id": id, "externalRef": ref})

    there = (credit(602, "W1-R7"), credit(601, "W1-R7"), credit(603, "W1-R8"), credit(604, None))
    found = situation(the_account=account(sales_credits=there)).credits
    assert {"W1-R7": 601, "W1-R8": 603, "": 604} == {ref: each.id for ref, each in found.items()}


def test_payments_and_notes_are_found_by_their_order_and_those_of_none_are_nobodys() -> None:
    nobodys = bp.CustomerPaymentRow({"paymentId": 4, "amountPaid": "9.00", "paymentType": "RECEIPT"})
    first, second = payment_row(1, 500, "12.00"), payment_row(2, 500, "3.00", kind="PAYMENT", ref="ch_2", method="GIFT")
    unbound = bp.decode(bp.GoodsOutNote, {**bp.encode(goods_out(500, {11: [1]})), "orderId": None})
    unbound_too = bp.decode(bp.DropShipNote, {**bp.encode(SUPPLIED), "orderId": None})
    one, other = goods_out(500, {11: [1]}), goods_out(501, {12: [1]})
    there = account(payments=(nobodys, first, second), goods_out={7: one, 8: other, 9: unbound}, drop_ship={3: SUPPLIED, 4: unbound_too})
    found = situation(the_account=there)
    assert ([first, second], []) == (found.payments_of(500), found.payments_of(501))
    assert {("ch_1", "CARD"), ("ch_2", "GIFT")} == found.paid_keys(500)
    assert {500: amount("9.00")} == found.received
    assert ({7: one}, {8: other}, {}) == tuple(found.goods_out_of(id) for id in (500, 501, 502))
    assert ({3: SUPPLIED}, {}) == tuple(found.drop_ship_of(id) for id in (500, 501))
    assert {7: one, 3: SUPPLIED} == found.notes_of(500)


def test_a_payment_that_an_order_lacks_differs_in_its_reference_or_its_method() -> None:
    found = situation(the_account=account(payments=(payment_row(1, 500, "12.00"),)))
    wanted = [
        Paid(transaction_ref=ref, payment_method_code=method, amount=amount("12.00"))
        for ref, method in (("ch_1", "CARD"), ("ch_1", "GIFT"), ("ch_2", "CARD"))
    ]
    assert (wanted[1:], wanted) == (found.unpaid_keys(wanted, 500), found.unpaid_keys(wanted, 501))


def test_a_carrier_has_the_name_of_the_tables_else_the_accounts() -> None:
    methods = tuple(bp.decode(bp.ShippingMethod, {"id": id, "name": name}) for id, name in ((1, "Courier"), (4, "Van"), (5, None)))
    found = situation(None, account(references=references(shipping_methods=methods)), tables(shipments={"carriers": {"4": "Our van"}}))
    assert {"1": "Courier", "4": "Our van", "5": ""} == found.carriers


def test_what_a_warehouse_holds_is_what_the_account_says_unless_it_is_known() -> None:
    rows = tuple(bp.ProductRow({"productId": id, "SKU": "A", "stockTracked": kept}) for id, kept in ((1, True), (2, False), (None, True)))
    there = account(products=rows)
    assert (frozenset({1}), frozenset({7})) == (
        situation(None, there).tracked,
        situation(None, there, known_tracked=frozenset({7})).tracked,
    )


@pytest.mark.parametrize(("told", "expected"), [({"cancelledOrderStatusId": "5"}, 5), ({}, None), ({"cancelledOrderStatusId": "٣"}, None)])
def test_the_status_of_what_is_cancelled_is_the_accounts(told: dict[str, str], expected: int | None) -> None:
    assert expected == situation(None, account(references=references(configuration=told))).cancelled_status_id


def test_refunds_are_sorted_by_their_moment_and_then_their_number() -> None:
    def at(id: int, hour: int) -> woo.Refund:
        moment = f"2026-03-05T{hour:02}:00:00"
        return woo.decode(woo.Refund, {**woo.encode(refund(id, "1.00")), "date_created": moment, "date_created_gmt": moment})

    found = situation(shop(refunds={1: (at(9, 10), at(8, 10), at(10, 9)), 3: ()}))
    assert [[10, 8, 9], [], []] == [[each.id for each in found.refunds_of(sold(id))] for id in (1, 2, 3)]


def test_lookups_are_those_that_were_kept_else_made_of_both_sides_and_of_the_links_of_the_ledger() -> None:
    kept = Catalogue(currencies=frozenset({"GBP"}))
    linked = ledger_of(link_outcomes({(51, 0): 1001}, TAKEN_AT))
    assert kept is situation(known=kept).catalogue
    made = situation(ledger=linked).catalogue
    assert ({(51, 0): 1001}, {"widget", "lamp", "mug"}) == (made.links, set(made.items))
