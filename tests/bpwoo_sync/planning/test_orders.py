"""What becomes of orders that are gone, too young, credited, changed or cancelled, where no kept plan says it."""

from __future__ import annotations

from typing import Any

import brightpearl_sdk as bp
from bpwoo_sync.issues import issue
from tests.bpwoo_sync.mapping.orders import line, order, tables
from tests.bpwoo_sync.mapping.sides import account, action, kinds, marks, payment_row, plan, references, row, sales_order, shop
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
