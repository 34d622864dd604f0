"""A payment that is recorded twice is taken back where it is, to the minor unit, what is too much; else the finding says why not."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import brightpearl_sdk as bp
from bpwoo_sync.errors import PlanError
from bpwoo_sync.issues import Issue
from bpwoo_sync.ledger import Ledger
from bpwoo_sync.mapping.double_payments import reversal_ref, surplus_of
from bpwoo_sync.plan import Plan, approved
from bpwoo_sync.planning import approvable_plan, sync_plan
from bpwoo_sync.reconcile import reconcile
from bpwoo_sync.repairs import repairs
from bpwoo_sync.snapshot import Account, Shop
from tests.bpwoo_sync.mapping.orders import line, tables
from tests.bpwoo_sync.mapping.sides import account, payment_row, row, shop
from tests.bpwoo_sync.reconciling.test_money import BACK, credit, refund
from tests.bpwoo_sync.reconciling.worlds import PAID, done, imported, marked

TWICE = (*PAID, payment_row(2, 500, "24.00"))
BACK_TWICE = (*PAID, BACK, payment_row(10, 600, "12.00", kind="PAYMENT", ref="W1-R9"))


def paid(*payments: bp.CustomerPaymentRow, order: Any = None, **of_sales_order: Any) -> tuple[Shop, Account]:
    """The order after its import, with these payments."""
    return shop(marked() if order is None else order), account(sales_orders=(imported(**of_sales_order),), payments=payments)


def given_back(*payments: bp.CustomerPaymentRow, **more: Any) -> tuple[Shop, Account]:
    """The order of which half was given back, with its credit."""
    sides = shop(marked(), refunds={1001: (refund(),)})
    return sides, account(sales_orders=(imported(),), payments=payments, sales_credits=(credit(**more),))


def repaired(sides: tuple[Shop, Account], ledger: Ledger | None = None) -> Plan:
    """The repairs of what is found."""
    known = ledger or Ledger()
    found = reconcile(*sides, tables(), ledger=known, stock=False, products=False)
    return repairs(found.issues, approvable_plan(*sides, tables(), known))


def told(plan: Plan, code: str = "OVERPAID_IN_BP") -> Issue:
    """The one finding that is left to people."""
    (found,) = [each for each in plan.issues if each.code == code]
    return found


def test_a_payment_that_is_recorded_twice_is_taken_back_on_its_own_day_and_the_older_stays() -> None:
    younger = bp.CustomerPaymentRow({**_record(2), "paymentDate": "2026-03-02T10:20:00.000+00:00"})
    made = repaired(paid(*PAID, younger))
    assert ({"payment-reversal": 1}, ()) == (made.by_kind(), made.issues)
    (action,) = made.actions
    assert {
        "orderId": 500,
        "externalRef": "W1-1001",
        "total": "24.00",
        "keptId": 1,
        "reversedId": 2,
        "payment": {
            "transactionRef": "W1-1001-double-2",
            "paymentMethodCode": "CARD",
            "paymentType": "PAYMENT",
            "currencyIsoCode": "GBP",
            "amountPaid": "24.00",
            "paymentDate": "2026-03-02T10:20:00.000Z",
            "journalRef": "Reversal 1001",
            "exchangeRate": "1.000000",
        },
    } == action.payload
    assert (
        "Take back payment 2 of 24.00 GBP, received for order 1001: payment 1 has its reference, method and amount, and stays"
        == action.summary
    )


def _record(id: int) -> dict[str, Any]:
    base = {"transactionRef": "ch_1", "paymentMethodCode": "CARD", "paymentType": "RECEIPT", "orderId": 500, "currencyCode": "GBP"}
    return {**base, "paymentId": id, "amountPaid": "24.00"}


def test_no_sync_takes_a_payment_back() -> None:
    assert () == sync_plan(*paid(*TWICE), tables(), Ledger()).actions


def test_of_three_records_of_one_payment_two_are_taken_back() -> None:
    three = (*TWICE, payment_row(3, 500, "24.00"))
    assert ["2", "3"] == [each.target for each in repaired(paid(*three))]
    left = payment_row(4, 500, "24.00", kind="PAYMENT", ref="W1-1001-double-2")
    assert ["3"] == [each.target for each in repaired(paid(*three, left))]


@pytest.mark.parametrize(
    ("why", "sides"),
    [
        ("no two payments have one reference, payment method and amount", paid(*PAID, payment_row(2, 500, "24.00", ref="ch_2"))),
        ("no two payments have one reference, payment method and amount", paid(*PAID, payment_row(2, 500, "24.00", method="CASH"))),
        ("no two payments have one reference, payment method and amount", paid(*PAID, payment_row(2, 500, "23.00"))),
        (
            "no two payments have one reference, payment method and amount",
            paid(payment_row(1, 500, "24.00", ref=""), payment_row(2, 500, "24.00", ref="")),
        ),
        (
            "what is recorded again under one reference comes to 24.00, what is too much to 25.00",
            paid(*TWICE, payment_row(3, 500, "1.00", ref="tip")),
        ),
        (
            "what is recorded again under one reference comes to 48.00, what is too much to 24.00",
            paid(*TWICE, payment_row(3, 500, "24.00"), payment_row(4, 500, "24.00", kind="PAYMENT", ref="by hand")),
        ),
        ("a payment is in EUR, not in GBP", paid(*PAID, bp.CustomerPaymentRow({**_record(2), "currencyCode": "EUR"}))),
        (
            "the order is over 24.00 in the shop and 12.00 in Brightpearl",
            paid(*TWICE, rows=[row(11, "L1", 1000, "2", "8.00", "4.00")]),
        ),
    ],
)
def test_what_is_not_exactly_a_payment_recorded_twice_is_left_to_people_and_the_finding_says_why(
    why: str, sides: tuple[Shop, Account]
) -> None:
    made = repaired(sides)
    assert "payment-reversal" not in made.by_kind()
    assert told(made).message.endswith(f". No payment is taken back by a repair: {why}.")


def test_an_order_that_was_given_back_whole_settles_its_payments_by_being_cancelled() -> None:
    whole = shop(marked(status="refunded"), refunds={1001: (refund(amount="24.00"),)})
    sides = whole, account(sales_orders=(imported(),), payments=TWICE)
    assert "payment-reversal" not in approvable_plan(*sides, tables(), Ledger()).by_kind()


def test_a_payment_that_a_repair_took_back_and_that_counts_again_is_left_to_people() -> None:
    made = repaired(paid(*TWICE), done("reverse-double:W1-1001:2", "77"))
    assert () == made.actions
    assert "payment 2 was taken back by one before, and that was undone" in told(made).message


def test_what_was_approved_is_refused_once_somebody_took_the_payment_back() -> None:
    made = repaired(paid(*TWICE))
    assert made.actions == approved(made, made.digest, approvable_plan(*paid(*TWICE), tables(), Ledger()), Ledger()).actions
    since = approvable_plan(*paid(*TWICE, payment_row(3, 500, "24.00", kind="PAYMENT", ref="by hand")), tables(), Ledger())
    with pytest.raises(PlanError, match="the facts have moved"):
        approved(made, made.digest, since, Ledger())


def test_money_that_was_given_back_twice_for_a_credit_is_received_again() -> None:
    made = repaired(given_back(*BACK_TWICE))
    assert ({"payment-reversal": 1}, ()) == (made.by_kind(), made.issues)
    (action,) = made.actions
    payment = action.payload["payment"]
    assert (600, "W1-R9", "12.00", 9, 10) == tuple(
        action.payload[name] for name in ("orderId", "externalRef", "total", "keptId", "reversedId")
    )
    assert ("W1-R9-double-10", "RECEIPT", "12.00") == tuple(payment[name] for name in ("transactionRef", "paymentType", "amountPaid"))


def test_a_credit_over_another_amount_than_its_refund_is_left_to_people_with_what_was_paid_for_it() -> None:
    made = repaired(given_back(*BACK_TWICE, net="9.00"))
    assert () == made.actions
    assert ["", "paid back"] == sorted(each.field for each in made.issues if each.code == "REFUND_AMOUNT")
    assert "the refund is over 12.00, and its sales credit over 11.00" in " ".join(each.message for each in made.issues)


def test_the_surplus_of_an_order_is_no_repair_of_what_is_wrong_with_its_credit() -> None:
    sides = given_back(*TWICE, BACK, net="9.00")
    made = repaired(sides)
    assert ({"payment-reversal": 1}, ["REFUND_AMOUNT"]) == (made.by_kind(), [each.code for each in made.issues])


AMOUNTS = st.decimals("0.01", "9999.99", places=2)
KINDS = {"RECEIPT": 1, "CAPTURE": 1, "PAYMENT": -1, "AUTH": 0}
PAYMENTS = st.lists(st.tuples(st.sampled_from(["a", "b", ""]), AMOUNTS, st.sampled_from(list(KINDS))), min_size=1, max_size=6)


def received(payments: list[bp.CustomerPaymentRow]) -> Decimal:
    """What came in, less what went back."""
    return sum((KINDS[str(each.payment_type)] * (each.amount_paid or Decimal(0)) for each in payments), Decimal(0))


@given(PAYMENTS, AMOUNTS, st.booleans(), st.data())
def test_what_is_taken_back_leaves_exactly_what_is_due(
    payments: list[tuple[str, Decimal, str]], due: Decimal, exactly: bool, data: st.DataObject
) -> None:
    rows = [payment_row(id, 500, str(amount), kind=kind, ref=ref) for id, (ref, amount, kind) in enumerate(payments, 1)]
    again = data.draw(st.sampled_from(rows))
    rows.append(payment_row(99, 500, str(again.amount_paid), kind=str(again.payment_type), ref=str(again.transaction_ref)))
    due = received(rows) - (again.amount_paid or Decimal(0)) if exactly else due
    found = surplus_of(rows, due, "W1-1", "GBP")
    assert bool(found.twice) is not bool(found.why)
    for number, each in enumerate(found.twice, 200):
        back = reversal_ref("W1-1", each.younger.payment_id or 0)
        rows.append(payment_row(number, 500, str(each.younger.amount_paid), kind="PAYMENT", ref=back))
    assert not found.twice or (due, ()) == (received(rows), surplus_of(rows, due, "W1-1", "GBP").twice)


def test_an_order_of_two_equal_lines_that_were_paid_apart_is_not_overpaid() -> None:
    order = marked(lines=[line(1, "WIDGET", "2", "20.00", ("20", "4.00"))])
    halves = (payment_row(1, 500, "12.00"), payment_row(2, 500, "12.00"))
    assert () == repaired(paid(*halves, order=order)).actions
