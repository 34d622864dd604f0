"""Which sales orders and credits count as overpaid, and what is said of those that are."""

from __future__ import annotations

from typing import Any

import pytest

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.ledger import Ledger
from bpwoo_sync.plan import Action
from bpwoo_sync.planning.overpaid import Overpaid, overpaid, overpaid_back, reversal_actions
from bpwoo_sync.situation import Situation
from tests.bpwoo_sync.mapping.orders import order, tables
from tests.bpwoo_sync.mapping.sides import account, payment_row, shop
from tests.bpwoo_sync.reconciling.test_money import BACK, BACK_AGAIN, credit, refund
from tests.bpwoo_sync.reconciling.worlds import LINES, PAID, imported, marked

TWICE = (*PAID, payment_row(2, 500, "24.00"))


def received(*payments: bp.CustomerPaymentRow, status: str = "processing", **of_sales_order: Any) -> Overpaid | None:
    """What there is to say of an order of 24.00 with these payments."""
    sold, sales_order = marked(status=status), imported(**of_sales_order)
    situation = Situation(shop(sold), account(sales_orders=(sales_order,), payments=payments), tables(), Ledger())
    return overpaid(sold, sales_order, situation)


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
    sold, given = marked(), refund()
    there = account(sales_orders=(imported(),), payments=(*PAID, *payments), sales_credits=(credit(**of_credit),))
    return overpaid_back(sold, given, Situation(shop(sold, refunds={1001: (given,)}), there, tables(), Ledger()))


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


def reversals(*orders: woo.Order, **more: Any) -> list[Action]:
    """What is taken back of some orders."""
    given = more.pop("refunds", {})
    return list(reversal_actions(Situation(shop(*orders, refunds=given), account(**more), tables(), Ledger())))


def payment(id: int, order_id: int = 500, **more: Any) -> bp.CustomerPaymentRow:
    """A payment of 24.00, less or more than is usually said of it."""
    known = {"transactionRef": "ch_1", "paymentMethodCode": "CARD", "paymentType": "RECEIPT", "amountPaid": "24.00"}
    return bp.CustomerPaymentRow({**known, "paymentId": id, "orderId": order_id, **more})


def test_an_order_after_one_that_is_not_there_is_looked_at_all_the_same() -> None:
    missing = order("24.00", "4.00", LINES, id=1000, number="1000")
    (found,) = reversals(missing, marked(), sales_orders=(imported(),), payments=TWICE)
    assert "2" == found.target


@pytest.mark.parametrize(("status", "cancelled"), [("processing", True), ("cancelled", False), ("failed", False)])
def test_of_what_is_over_on_either_side_nothing_is_taken_back_not_even_of_its_credits(status: str, cancelled: bool) -> None:
    more = {"sales_orders": (imported(isCanceled=cancelled),), "sales_credits": (credit(),), "payments": (*PAID, BACK, BACK_AGAIN)}
    assert 1 == len(reversals(marked(), refunds={1001: (refund(),)}, **{**more, "sales_orders": (imported(),)}))
    assert [] == reversals(marked(status=status), refunds={1001: (refund(),)}, **more)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"paymentDate": "2026-03-02T10:20:00.000Z", "createdOn": "2026-03-02T11:20:00.000Z"}, "2026-03-02T10:20:00.000Z"),
        ({"createdOn": "2026-03-02T11:20:00.000Z"}, "2026-03-02T11:20:00.000Z"),
        ({}, "2026-03-02T10:15:00.000Z"),
    ],
)
def test_what_is_taken_back_is_of_the_day_of_the_payment_as_far_as_that_is_known(told: dict[str, Any], expected: str) -> None:
    (found,) = reversals(marked(), sales_orders=(imported(),), payments=(payment(1), payment(2, **told)))
    assert expected == found.payload["payment"]["paymentDate"]


def test_a_payment_of_no_method_is_taken_back_by_none() -> None:
    twice = tuple(payment(id, paymentMethodCode=None) for id in (1, 2))
    (found,) = reversals(marked(), sales_orders=(imported(),), payments=twice)
    assert "" == found.payload["payment"]["paymentMethodCode"]


def test_what_is_taken_back_has_the_rate_of_its_sales_order_and_a_reference_that_brightpearl_takes() -> None:
    sold, number = order("24.00", "4.00", LINES, number="N" * 70, currency="USD"), f"Reversal {'N' * 55}"
    there = imported(currency={"code": "USD", "exchangeRate": "1.310000"})
    (found,) = reversals(sold, sales_orders=(there,), payments=(payment(1), payment(2)))
    assert ("1.310000", number) == (found.payload["payment"]["exchangeRate"], found.payload["payment"]["journalRef"])
