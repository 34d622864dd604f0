"""Credits that are made and completed: with which rate, in which warehouse, and what is left to people."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.ledger import Ledger
from bpwoo_sync.plan import Plan
from bpwoo_sync.planning.refunds import mapped_refunds
from bpwoo_sync.situation import Situation
from tests.bpwoo_sync.mapping.orders import line, meta, order, tables
from tests.bpwoo_sync.mapping.sides import account, action, goods_out, kinds, marks, payment_row, plan, row, sales_order, shop
from tests.bpwoo_sync.mapping.test_edge_cases_of_goods import refund

WIDGETS = [line(1, "WIDGET", "2", "20.00", ("20", "4.00"))]
ROWS = [row(11, "L1", 1000, "2", "20.00", "4.00")]
BACK = line(71, "WIDGET", "-1", "-10.00", ("20", "-2.00"), meta_data=[meta("_refunded_item_id", "1")])
DOLLARS = {"code": "USD", "exchangeRate": "1.310000", "fixedExchangeRate": True}


def credit(id: int, ref: str) -> bp.SalesCredit:
    """A sales credit of the order."""
    return bp.decode(bp.SalesCredit, {**bp.encode(sales_order(500, "W1-1001")), "id": id, "externalRef": ref, "parentId": 500})


def given_back(*refunds: woo.Refund, of_order: dict[str, Any] | None = None, **more: Any) -> Plan:
    """The plan of refunds of an order that is imported and paid; a note keeps it from being cancelled."""
    sold = order("24.00", "4.00", WIDGETS, meta_data=marks(500), **(of_order or {}))
    there = sales_order(500, "W1-1001", ROWS, warehouseId=4, **more.pop("there", {}))
    notes = {7: goods_out(500, {11: [2]}, shipped=False)}
    settings = more.pop("settings", None)
    known = account(sales_orders=(there,), payments=(payment_row(1, 500, "24.00"),), goods_out=notes, **more)
    return plan(shop(sold, refunds={1001: refunds}), known, settings)


def because(given: woo.Refund, reason: str) -> woo.Refund:
    """A refund with its reason."""
    return woo.decode(woo.Refund, {**woo.encode(given), "reason": reason})


def test_goods_of_a_credit_that_is_there_go_to_the_warehouse_of_the_sales_order() -> None:
    settings = tables(refunds={"restock": "always", "restock_since": datetime(2026, 1, 1, tzinfo=UTC)})
    made = given_back(refund(7, "12.00", BACK), sales_credits=(credit(600, "W1-R7"),), settings=settings)
    payload = action(made, "goods-in").payload
    assert (600, 500, 4) == tuple(payload[name] for name in ("orderId", "salesOrderId", "warehouseId"))


def test_one_credit_is_made_and_another_is_completed_in_one_plan() -> None:
    made = given_back(refund(7, "12.00", BACK), refund(8, "5.00"), sales_credits=(credit(600, "W1-R8"),))
    assert {"sales-credit": 1, "payment": 2} == kinds(made)
    assert {"payment:W1-R7:W1-R7:CARD", "payment:W1-R8:W1-R8:CARD"} == {each.key for each in made.actions if each.kind == "payment"}


def test_what_is_given_back_has_the_rate_of_the_sales_order_in_the_credit_and_in_each_payment() -> None:
    more: dict[str, Any] = {"of_order": {"currency": "USD"}, "there": {"currency": DOLLARS}}
    made = given_back(refund(7, "12.00", BACK), refund(8, "5.00"), sales_credits=(credit(600, "W1-R8"),), **more)
    assert DOLLARS == action(made, "sales-credit").payload["currency"]
    assert ["1.310000"] * 2 == [each.payload["exchangeRate"] for each in made.actions if each.kind == "payment"]


def test_a_credit_of_a_currency_without_a_rate_leaves_it_to_brightpearl() -> None:
    made = given_back(refund(7, "12.00", BACK), of_order={"currency": "EUR"}, there={"currency": {"code": "EUR"}})
    assert {"code": "EUR"} == action(made, "sales-credit").payload["currency"]


def test_a_credit_that_people_made_is_given_no_reason() -> None:
    given = because(refund(7, "5.00"), "torn")
    assert {"sales-credit": 1, "payment": 1, "order-note": 1} == kinds(given_back(given))
    assert {"payment": 1} == kinds(given_back(given, sales_credits=(credit(600, "W1-R7"),)))


def test_nothing_comes_of_the_refunds_after_one_that_cannot_be_mapped() -> None:
    sold = order("24.00", "4.00", WIDGETS)
    given = (refund(7, "90.00"), refund(8, "1.00"), refund(9, "1.00"))
    found = mapped_refunds(sold, Situation(shop(sold, refunds={1001: given}), account(), tables(), Ledger()))
    assert [(7, False, 1), (8, False, 0), (9, False, 0)] == [
        (each.id, mapped.value is not None, len(mapped.issues)) for each, mapped in found
    ]


def test_where_customers_are_not_told_the_shop_is_told_at_once() -> None:
    sold = order("24.00", "4.00", WIDGETS, meta_data=marks(500))
    known = account(
        sales_orders=(sales_order(500, "W1-1001", ROWS),),
        payments=(payment_row(1, 500, "24.00"),),
        goods_out={7: goods_out(500, {11: [2]})},
    )
    made = plan(shop(sold), known, tables(shipments={"tell_customer": False}))
    assert ({"shop-order": 1}, ()) == (kinds(made), action(made, "shop-order").after)


def test_a_credit_has_the_price_list_of_its_sales_order_else_that_of_its_currency() -> None:
    settings = tables(currencies={"GBP": {"price_list_id": 8}})
    made = [given_back(refund(7, "12.00", BACK), there=there, settings=settings) for there in ({"priceListId": 9}, {})]
    assert [9, 8] == [action(each, "sales-credit").payload["priceListId"] for each in made]
