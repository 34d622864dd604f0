"""An order that waits for its money in the shop and is paid in Brightpearl goes on, once a person approved it."""

from __future__ import annotations

from typing import Any

import pytest

from bpwoo_sync.issues import issue
from bpwoo_sync.ledger import Ledger
from bpwoo_sync.plan import Plan
from bpwoo_sync.planning import approvable_plan, sync_plan
from bpwoo_sync.reconcile import reconcile
from bpwoo_sync.repairs import repair_actions, repairs
from bpwoo_sync.snapshot import Account, Shop
from bpwoo_sync.tables import Tables
from tests.bpwoo_sync.mapping.orders import tables
from tests.bpwoo_sync.mapping.sides import account, payment_row, row, shop
from tests.bpwoo_sync.reconciling.worlds import PAID, done, imported, marked

WAITS: dict[str, Any] = {"status": "on-hold", "date_paid_gmt": None}


def waiting(payments: Any = PAID, of_sales_order: dict[str, Any] | None = None, **more: Any) -> tuple[Shop, Account]:
    """An order that is on hold in the shop, and its sales order with these payments."""
    return shop(marked(**{**WAITS, **more})), account(sales_orders=(imported(**(of_sales_order or {})),), payments=payments)


def going_on(sides: tuple[Shop, Account], settings: Tables | None = None, ledger: Ledger | None = None) -> Plan:
    """The writes that let an order go on, of all that may be approved."""
    return approvable_plan(*sides, settings or tables(), ledger or Ledger()).only(kinds=("shop-order",))


def test_it_is_set_to_processing_and_the_write_says_what_was_received() -> None:
    sides = waiting()
    found = reconcile(*sides, tables(), stock=False, products=False)
    made = repairs(found.issues, approvable_plan(*sides, tables(), Ledger()))
    assert [("shop-order", "1001", {"meta_data": [], "status": "processing"})] == [(each.kind, each.target, each.payload) for each in made]
    assert "sales order 500 received 24.00 GBP, all of it" in made.actions[0].summary
    assert () == made.issues


def test_no_sync_lets_it_go_on() -> None:
    assert {} == sync_plan(*waiting(), tables(), Ledger()).by_kind()


def test_what_was_received_is_not_posted_again_once_the_shop_says_that_it_is_paid() -> None:
    sides = shop(marked(status="processing")), account(sales_orders=(imported(),), payments=(payment_row(1, 500, "24.00", ref="till 7"),))
    assert {} == sync_plan(*sides, tables(), Ledger()).by_kind()


@pytest.mark.parametrize(
    "sides",
    [
        waiting(()),
        waiting((payment_row(1, 500, "23.99"),)),
        waiting((payment_row(1, 500, "24.01"),)),
        waiting(of_sales_order={"rows": [row(11, "L1", 1000, "2", "19.00", "4.00")]}),
        waiting(of_sales_order={"currency": {"code": "EUR"}}),
        waiting(of_sales_order={"isCanceled": True}),
        waiting(status="pending"),
    ],
    ids=["unpaid", "a penny less", "a penny more", "another total", "another currency", "cancelled", "not on hold"],
)
def test_it_waits_on_where_anything_else_is_the_case(sides: tuple[Shop, Account]) -> None:
    assert {} == going_on(sides).by_kind()


def test_what_a_gateway_only_holds_has_to_be_captured_there() -> None:
    held = tables(payments={"authorised": ["stripe"]})
    assert {} == going_on(waiting(payment_method="stripe", transaction_id="pi_1"), held).by_kind()


def test_who_sets_it_back_to_on_hold_is_not_overruled() -> None:
    assert {} == going_on(waiting(), ledger=done("paid-in-account:W1-1001", "1001")).by_kind()


def test_letting_it_go_on_repairs_no_cancellation() -> None:
    assert () == repair_actions(issue("CANCEL_DRIFT", "order", "1001"), going_on(waiting()))
