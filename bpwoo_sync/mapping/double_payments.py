"""Payments that are recorded twice: which of them are one too many, and why what is too much is none of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import Decimal

from attrs import frozen

import brightpearl_sdk as bp
from bpwoo_sync.described import described
from bpwoo_sync.mapping.money import ZERO, plain
from bpwoo_sync.mapping.payments import shortened
from bpwoo_sync.snapshot import SIGNS

#: The types of payments by which money comes for an order, and by which it goes back for a credit.
_RECEIVED: Collection[str] = ("RECEIPT", "CAPTURE")
_PAID_BACK: Collection[str] = ("PAYMENT",)


@frozen(kw_only=True)
class Twice:
    """A payment that is recorded once more: the one that stays is older, and has its reference, method and amount."""

    kept: bp.CustomerPaymentRow
    younger: bp.CustomerPaymentRow


@described
@frozen(kw_only=True)
class Surplus:
    """What is too much of the payments of a sales order or credit. ``twice`` are all that make it up.

    ``why`` says why it is none of them; blank where it is exactly these.
    """

    beyond: Decimal
    """How much is too much, in the currency of the order or credit."""
    twice: tuple[Twice, ...] = ()
    why: str = ""


def worth_of(order: bp.SalesOrder | bp.SalesCredit) -> Decimal:
    """What the rows of a sales order or credit come to, tax included, in its currency."""
    return sum(((row.net or ZERO) + (row.tax or ZERO) for row in order.rows), ZERO)


def reversal_ref(ref: str, payment_id: int) -> str:
    """What names the payment that takes a payment of an order or credit back which is recorded twice."""
    return shortened(f"{ref}-double-{payment_id}")


def surplus_of(payments: Collection[bp.CustomerPaymentRow], due: Decimal, ref: str, currency: str, *, given_back: bool = False) -> Surplus:
    """How much of some payments goes beyond what is due, and which of them are one too many.

    They are known by one reference, method and amount: the gateway moved that once. ``given_back`` tells of a credit, whose
    payments go the other way. What was taken back before, with its taking back, counts as never recorded.
    """
    kinds, way = (_PAID_BACK, -1) if given_back else (_RECEIVED, 1)
    moved = (SIGNS.get(each.payment_type or "", 0) * (each.amount_paid or ZERO) for each in payments)
    beyond = way * sum(moved) - due
    strange = next((each.currency_code for each in payments if each.currency_code not in (None, "", currency)), None)
    if strange is not None:
        return Surplus(beyond=beyond, why=f"a payment is in {strange}, not in {currency}")
    twice = _twice(payments, ref, kinds)
    if not twice:
        return Surplus(beyond=beyond, why="no two payments have one reference, payment method and amount")
    again = sum((each.younger.amount_paid or ZERO for each in twice), ZERO)
    if again != beyond:
        told = f"what is recorded again under one reference comes to {plain(again)}, what is too much to {plain(beyond)}"
        return Surplus(beyond=beyond, why=told)
    return Surplus(beyond=beyond, twice=twice)


def _twice(payments: Iterable[bp.CustomerPaymentRow], ref: str, kinds: Collection[str]) -> tuple[Twice, ...]:
    every = list(payments)
    taken_back = {each.transaction_ref for each in every if each.payment_type not in kinds}
    found: dict[tuple[str, str | None, Decimal], bp.CustomerPaymentRow] = {}
    twice = []
    for each in sorted((each for each in every if each.payment_type in kinds), key=lambda each: each.payment_id or 0):
        reference, amount = (each.transaction_ref or "").strip(), each.amount_paid or ZERO
        if not reference or amount <= 0 or each.payment_id is None or reversal_ref(ref, each.payment_id) in taken_back:
            continue
        kept = found.setdefault((reference, each.payment_method_code, amount), each)
        if kept is not each:
            twice.append(Twice(kept=kept, younger=each))
    return tuple(twice)
