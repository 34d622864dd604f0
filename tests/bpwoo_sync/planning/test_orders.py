"""What becomes of orders that are gone, too young, credited, changed or cancelled, where no kept plan says it."""

from __future__ import annotations

from typing import Any

import pytest

import brightpearl_sdk as bp
from bpwoo_sync.issues import issue
from tests.bpwoo_sync.mapping.orders import line, meta, order, tables
from tests.bpwoo_sync.mapping.sides import (
    account,
    action,
    codes,
    contact_row,
    kinds,
    marks,
    payment_row,
    plan,
    references,
    row,
    sales_order,
    shop,
)
from tests.bpwoo_sync.mapping.test_contact_changes import contact
from tests.bpwoo_sync.mapping.test_edge_cases_of_goods import refund
from tests.bpwoo_sync.mapping.test_edits import planned

WIDGETS = [line(1, "WIDGET", "2", "20.00", ("20", "4.00"))]
ROWS = [row(11, "L1", 1000, "2", "20.00", "4.00")]
MARKED = order("24.00", "4.00", WIDGETS, meta_data=marks(500))
PAID = (payment_row(1, 500, "24.00"),)


def test_an_order_that_is_gone_is_told_beside_one_that_is_there() -> None:
    there = (sales_order(500, "W1-1001", ROWS), sales_order(501, "W1-7", ROWS))
    made = plan(shop(MARKED), account(sales_orders=there, payments=PAID))
    assert [("WOO_ORDER_GONE", "7", "501")] == [(each.code, each.key, str(each.actual)) for each in made.issues]


def test_an_order_that_is_too_young_is_counted_as_such() -> None:
    made = plan(shop(order("24.00", "4.00", WIDGETS)), account(), tables(orders={"min_age_seconds": 604_800}))
    assert ({"not old enough yet": 1, "stock compared": 0}, ["TOO_YOUNG"]) == (made.counts, [each.code for each in made.issues])


def test_an_order_of_which_all_was_given_back_is_cancelled_unless_that_was_credited() -> None:
    document = {**bp.encode(sales_order(500, "W1-1001")), "id": 600, "externalRef": "W1-R7", "parentId": 500}
    credit = bp.decode(bp.SalesCredit, document)
    sides: dict[str, Any] = {"sales_orders": (sales_order(500, "W1-1001", ROWS),), "payments": PAID}
    whole = shop(MARKED, refunds={1001: (refund(7, "24.00"),)})
    assert {"payment": 1, "order-status": 1} == kinds(plan(whole, account(**sides)))
    assert {"payment": 1} == kinds(plan(whole, account(**sides, sales_credits=(credit,))))


def test_a_payment_of_an_order_that_changes_comes_after_the_change() -> None:
    made = planned(of_order={"date_paid_gmt": "2026-03-02T12:00:00"})
    change, paid = action(made, "order-change"), action(made, "payment")
    assert ("30.00", (change.key,)) == (paid.payload["amountPaid"], paid.after)


def test_where_the_account_has_no_status_for_what_is_cancelled_the_order_is_named() -> None:
    there = account(references=references(configuration={}), sales_orders=(sales_order(500, "W1-1001", ROWS),))
    made = plan(shop(order("24.00", "4.00", WIDGETS, status="cancelled", meta_data=marks(500))), there)
    assert (issue("CANCELLED_STATUS_MISSING", "order", "1001"),) == made.issues


def paid_back(*payments: bp.CustomerPaymentRow, amount: str, status: str = "cancelled") -> tuple[list[tuple[str, str]], str]:
    """What is paid back by each method of an order that was cancelled after so much was given back, and what is said of it."""
    refunds = (refund(7, amount),) if amount else ()
    sold = order("24.00", "4.00", WIDGETS, status=status, meta_data=marks(500))
    made = plan(shop(sold, refunds={1001: refunds}), account(sales_orders=(sales_order(500, "W1-1001", ROWS),), payments=payments))
    back = [(each.payload["paymentMethodCode"], each.payload["amountPaid"]) for each in made.actions if each.kind == "payment"]
    return back, action(made, "order-status").summary.removeprefix("Cancel sales order 500 of order 1001")


CARD = payment_row(1, 500, "10.00")


@pytest.mark.parametrize(
    ("payments", "given", "expected", "told"),
    [
        ((), "", [], ""),
        ((CARD,), "10.00", [("CARD", "10.00")], " after paying back 10.00 GBP"),
        ((payment_row(1, 500, "0.50"),), "0.50", [("CARD", "0.50")], " after paying back 0.50 GBP"),
        ((CARD, payment_row(2, 500, "10.00", kind="PAYMENT")), "", [], ""),
        # What was paid back by another method is not paid back once more.
        ((CARD, payment_row(2, 500, "10.00", kind="PAYMENT", method="BANK")), "", [], ""),
        ((CARD, payment_row(2, 500, "4.00", kind="PAYMENT", method="BANK")), "6.00", [("CARD", "6.00")], " after paying back 6.00 GBP"),
        (
            (payment_row(1, 500, "4.00", kind="PAYMENT", method="BANK"), CARD, payment_row(3, 500, "3.00", method="CASH")),
            "9.00",
            [("CARD", "9.00")],
            " after paying back 9.00 GBP",
        ),
        (
            (CARD, payment_row(3, 500, "3.00", method="CASH")),
            "13.00",
            [("CARD", "10.00"), ("CASH", "3.00")],
            " after paying back 13.00 GBP",
        ),
    ],
)
def test_no_more_is_paid_back_than_was_received_in_all(
    payments: tuple[bp.CustomerPaymentRow, ...], given: str, expected: list[tuple[str, str]], told: str
) -> None:
    assert (expected, told) == paid_back(*payments, amount=given)


@pytest.mark.parametrize(
    ("method", "currency", "expected"),
    [("card", "GBP", []), ("cheque", "GBP", ["UNMAPPED_PAYMENT"]), ("card", "USD", ["METHOD_WITHOUT_BANK"])],
)
def test_what_is_wrong_with_the_payment_of_an_imported_order_is_told(method: str, currency: str, expected: list[str]) -> None:
    sold = order("24.00", "4.00", WIDGETS, payment_method=method, currency=currency, meta_data=marks(500))
    assert expected == codes(plan(shop(sold), account(sales_orders=(sales_order(500, "W1-1001", ROWS),))))


def test_a_contact_is_changed_by_an_import_that_was_cut_short() -> None:
    known = {"contacts": (contact_row(301, "ada@example.com"),), "customers": {301: contact(first="Augusta", phone="0123")}}
    there = account(sales_orders=(sales_order(500, "W1-1001", ROWS),), payments=PAID, **known)
    made = plan(shop(order("24.00", "4.00", WIDGETS)), there, tables(orders={"contact_update": "all"}))
    (change,) = [each for each in made.actions if each.kind == "contact-change"]
    assert {"firstName": "Ada"} == change.payload["values"]
    assert change.key in action(made, "shop-mark").after


def test_a_payment_that_comes_late_has_the_exchange_rate_of_its_sales_order() -> None:
    sold = order("24.00", "4.00", WIDGETS, currency="USD", meta_data=marks(500))
    there = sales_order(500, "W1-1001", ROWS, currency={"code": "USD", "exchangeRate": "1.310000"})
    assert "1.310000" == action(plan(shop(sold), account(sales_orders=(there,))), "payment").payload["exchangeRate"]


def test_fields_that_an_import_that_was_cut_short_lacks_are_filled_in_on_its_sales_order() -> None:
    settings = tables(orders={"custom_fields": [{"meta": "_x", "code": "PCF_X"}]})
    sold = order("24.00", "4.00", WIDGETS, meta_data=[meta("_x", "PO-1")])
    made = plan(shop(sold), account(sales_orders=(sales_order(500, "W1-1001", ROWS),), payments=PAID), settings)
    assert {"orderId": 500, "values": {"PCF_X": "PO-1"}} == action(made, "order-fields").payload
