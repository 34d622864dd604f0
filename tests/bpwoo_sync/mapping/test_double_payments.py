"""What is too much of some payments, and which of them are recorded once more."""

from __future__ import annotations

from decimal import Decimal

import pytest

import brightpearl_sdk as bp
from bpwoo_sync.mapping.double_payments import Surplus, Twice, reversal_ref, surplus_of
from tests.bpwoo_sync.mapping.sides import payment_row

NONE = "no two payments have one reference, payment method and amount"


def received(id: int, amount: str, **told: str) -> bp.CustomerPaymentRow:
    """A payment of order 500 in pounds; its reference, kind or method may be another."""
    return payment_row(id, 500, amount, **told)


def surplus(due: str, *payments: bp.CustomerPaymentRow, currency: str = "GBP") -> Surplus:
    """What is too much of what was received for an order."""
    return surplus_of(payments, Decimal(due), "W1-1001", currency)


def test_the_younger_of_two_alike_is_one_too_many() -> None:
    older, younger = received(1, "1.00"), received(2, "1.00")
    expected = Surplus(beyond=Decimal("1.00"), twice=(Twice(kept=older, younger=younger),))
    assert expected == surplus("1.00", younger, older)


@pytest.mark.parametrize(
    ("payments", "beyond", "why"),
    [
        ((received(1, "5.00"), received(2, "5.00", kind="AUTH")), "0.00", NONE),
        ((received(1, "5.00"), received(2, "5.00", kind="")), "0.00", NONE),
        ((received(1, "0.00"), received(2, "0.00")), "-5.00", NONE),
        ((received(1, "5.00"), received(2, "5.00", ref="other")), "5.00", NONE),
        ((received(1, "5.00"), received(2, "5.00", method="CASH")), "5.00", NONE),
        ((received(1, "5.00", ref=" "), received(2, "5.00", ref=" ")), "5.00", NONE),
        (
            (received(1, "5.00"), received(2, "5.00"), received(3, "1.00", ref="other")),
            "6.00",
            "what is recorded again under one reference comes to 5.00, what is too much to 6.00",
        ),
    ],
)
def test_what_is_too_much_is_told_with_why_it_is_none_of_them(payments: tuple[bp.CustomerPaymentRow, ...], beyond: str, why: str) -> None:
    assert Surplus(beyond=Decimal(beyond), why=why) == surplus("5.00", *payments)


@pytest.mark.parametrize(("currency", "strange"), [("EUR", True), ("GBP", False), ("", False), (None, False)])
def test_a_payment_in_another_currency_is_no_one_of_two(currency: str | None, strange: bool) -> None:
    known = {"transactionRef": "ch_1", "paymentMethodCode": "CARD", "paymentType": "RECEIPT", "orderId": 500}
    other = bp.CustomerPaymentRow({**known, "paymentId": 2, "amountPaid": "5.00", "currencyCode": currency})
    found = surplus("5.00", received(1, "5.00"), other)
    assert ("a payment is in EUR, not in GBP" if strange else "") == found.why


def test_what_was_taken_back_before_counts_as_never_recorded() -> None:
    back = received(3, "5.00", kind="PAYMENT", ref=reversal_ref("W1-1001", 2))
    found = surplus("5.00", received(1, "5.00"), received(2, "5.00"), back)
    assert Surplus(beyond=Decimal("0.00"), why=NONE) == found
