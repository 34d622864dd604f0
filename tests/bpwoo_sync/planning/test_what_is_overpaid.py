"""Which sales orders and credits count as overpaid, and what is said of those that are."""

from __future__ import annotations

from typing import Any

import pytest

import brightpearl_sdk as bp
from bpwoo_sync.ledger import Ledger
from bpwoo_sync.planning.overpaid import Overpaid, overpaid, overpaid_back
from bpwoo_sync.situation import Situation
from tests.bpwoo_sync.mapping.orders import tables
from tests.bpwoo_sync.mapping.sides import account, payment_row, shop
from tests.bpwoo_sync.reconciling.test_money import BACK, BACK_AGAIN, credit, refund
from tests.bpwoo_sync.reconciling.worlds import PAID, imported, marked

TWICE = (*PAID, payment_row(2, 500, "24.00"))


def received(*payments: bp.CustomerPaymentRow, status: str = "processing", **of_sales_order: Any) -> Overpaid | None:
    """What there is to say of an order of 24.00 with these payments."""
    order, sales_order = marked(status=status), imported(**of_sales_order)
    situation = Situation(shop(order), account(sales_orders=(sales_order,), payments=payments), tables(), Ledger())
    return overpaid(order, sales_order, situation)


@pytest.mark.parametrize(
    ("payments", "more"),
    [((), {}), (PAID, {}), (TWICE, {"isCanceled": True}), (TWICE, {"currency": {"code": "EUR"}})],
)
def test_what_is_not_more_than_a_live_order_in_its_currency_is_not_overpaid(
    payments: tuple[bp.CustomerPaymentRow, ...], more: dict[str, Any]
) -> None:
    assert received(*payments, **more) is None


def test_of_a_payment_that_is_there_twice_the_younger_is_named() -> None:
    found = received(*TWICE)
    assert found is not None
    assert [(1, 2)] == [(each.kept.payment_id, each.younger.payment_id) for each in found.twice]
    assert "By reference, method and amount payment 2 is payment 1 once more." == found.told


def test_what_the_shop_cancelled_is_decided_about_by_that() -> None:
    why = "the shop cancelled it or gave all of it back, which decides about its payments first"
    assert Overpaid(kept=why) == received(*TWICE, status="cancelled")


def given_back(*payments: bp.CustomerPaymentRow, **of_credit: Any) -> Overpaid | None:
    """What there is to say of a credit of 12.00 with these payments."""
    order, given = marked(), refund()
    there = account(sales_orders=(imported(),), payments=(*PAID, *payments), sales_credits=(credit(**of_credit),))
    return overpaid_back(order, given, Situation(shop(order, refunds={1001: (given,)}), there, tables(), Ledger()))


@pytest.mark.parametrize(
    ("payments", "more"),
    [
        ((), {}),
        ((BACK,), {}),
        ((BACK, BACK_AGAIN), {"isCanceled": True}),
        ((BACK, BACK_AGAIN), {"currency": {"code": "EUR"}}),
        ((BACK, BACK_AGAIN), {"ref": "W1-R8"}),
    ],
)
def test_what_is_not_more_than_a_live_credit_in_the_currency_of_its_order_was_not_paid_back_twice(
    payments: tuple[bp.CustomerPaymentRow, ...], more: dict[str, Any]
) -> None:
    assert given_back(*payments, **more) is None


def test_of_what_was_paid_back_twice_the_younger_is_named() -> None:
    found = given_back(BACK, BACK_AGAIN)
    assert found is not None
    assert [(9, 10)] == [(each.kept.payment_id, each.younger.payment_id) for each in found.twice]
