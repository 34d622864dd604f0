"""What repairs a finding are actions of the plan of a sync, with all that these wait for, and no others."""

from __future__ import annotations

from typing import Any

from bpwoo_sync.issues import Issue, Severity, issue
from bpwoo_sync.ledger import Ledger
from bpwoo_sync.plan import Plan, approved
from bpwoo_sync.planning import sync_plan
from bpwoo_sync.reconcile import reconcile
from bpwoo_sync.repairs import repair_actions, repairs
from bpwoo_sync.snapshot import Account, Shop
from tests.bpwoo_sync.mapping.orders import tables
from tests.bpwoo_sync.mapping.sides import account, payment_row, shop
from tests.bpwoo_sync.reconciling.test_money import BACK, credit, refund
from tests.bpwoo_sync.reconciling.worlds import GOODS, PAID, available, imported, marked, product, sold

SETTINGS = tables(stock={"warehouses": [2]})


def fresh(the_shop: Shop, the_account: Account) -> Plan:
    """The plan of a sync."""
    return sync_plan(the_shop, the_account, SETTINGS, Ledger())


def repaired(the_shop: Shop, the_account: Account, **options: Any) -> Plan:
    """The repairs of what is found."""
    found = reconcile(the_shop, the_account, SETTINGS, **{"products": False, "stock": False, **options})
    return repairs(found.issues, fresh(the_shop, the_account))


def test_a_missing_order_is_imported_with_all_that_it_waits_for() -> None:
    made = repaired(shop(sold()), account())
    assert {"address": 1, "contact": 1, "sales-order": 1, "payment": 1, "order-note": 1, "shop-mark": 1} == made.by_kind()
    assert () == made.issues


def test_a_missing_payment_is_posted_and_nothing_else() -> None:
    sides = shop(sold()), account(sales_orders=(imported(),))
    assert {"payment", "shop-mark"} <= fresh(*sides).by_kind().keys() | {"payment"}
    assert {"payment": 1} == repaired(*sides).by_kind()


def test_a_payment_that_was_booked_by_hand_is_not_posted_again() -> None:
    by_hand = (payment_row(1, 500, "24.00", ref="till 7"),)
    assert "payment" not in fresh(shop(sold()), account(sales_orders=(imported(),), payments=by_hand)).by_kind()
    a_part = (payment_row(1, 500, "10.00", ref="till 7"),)
    made = repaired(shop(sold()), account(sales_orders=(imported(),), payments=a_part))
    assert ({}, ["UNPAID_IN_BP"]) == (made.by_kind(), [each.code for each in made.issues])


def test_a_refund_is_credited_and_paid_back() -> None:
    sides = shop(marked(), refunds={1001: (refund(),)}), account(sales_orders=(imported(),), payments=PAID)
    assert {"sales-credit": 1, "payment": 1} == repaired(*sides).by_kind()
    sides = sides[0], account(sales_orders=(imported(),), payments=PAID, sales_credits=(credit(),))
    assert {"payment": 1} == repaired(*sides).by_kind()
    assert {} == repaired(sides[0], account(sales_orders=(imported(),), payments=(*PAID, BACK), sales_credits=(credit(),))).by_kind()


def test_an_order_that_the_shop_cancelled_is_cancelled() -> None:
    sides = shop(sold(status="cancelled", date_paid_gmt=None)), account(sales_orders=(imported(),))
    assert {"order-status": 1} == repaired(*sides).by_kind()


def test_stock_is_pushed_where_it_drifted() -> None:
    sides = shop(products=(product(quantity="9"), *GOODS[1:])), account(availability={id: available(3) for id in (1000, 1001, 1002)})
    made = repaired(*sides, orders=False, stock=True)
    assert ["SKU LAMP", "SKU WIDGET"] == sorted(action.entity for action in made)


def test_what_only_people_can_repair_is_told_with_the_plan() -> None:
    made = repaired(shop(marked()), account(sales_orders=(imported(currency={"code": "EUR"}),)))
    assert ({}, ["CURRENCY_MISMATCH"]) == (made.by_kind(), [each.code for each in made.issues])


def test_what_is_pending_is_not_repaired() -> None:
    plan = fresh(shop(sold()), account())
    missing = issue("MISSING_IN_BP", "order", "1001")
    pending = issue("MISSING_IN_BP", "order", "1001", severity=Severity.PENDING)
    assert 3 <= len(repair_actions(missing, plan))
    assert () == repair_actions(pending, plan)
    assert () == repairs([pending], plan).issues


def test_repairs_are_approved_by_their_digest_against_the_plan_of_a_sync() -> None:
    sides = shop(sold()), account()
    made = repaired(*sides)
    assert made.actions == approved(made, made.digest, fresh(*sides), Ledger()).actions


def test_an_order_that_is_done_in_the_shop_is_not_repaired_by_telling_it_of_a_part() -> None:
    plan = fresh(shop(sold()), account())
    found: Issue = issue("STATUS_DRIFT", "order", "1001", expected="shipped")
    assert () == repair_actions(found, plan)
