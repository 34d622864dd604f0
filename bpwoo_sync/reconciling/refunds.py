"""Refunds of the shop and sales credits: which are missing, which are of another amount, which are not paid back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from attrs import frozen

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.described import described
from bpwoo_sync.facts import refund_id_of, refund_ref
from bpwoo_sync.issues import Issue, Severity, issue
from bpwoo_sync.mapping.money import ZERO, plain, rounded, trimmed
from bpwoo_sync.mapping.orders import is_admitted, order_key
from bpwoo_sync.mapping.refunds import RefundImport
from bpwoo_sync.planning.overpaid import PAID_BACK, overpaid_back
from bpwoo_sync.planning.refunds import mapped_refunds
from bpwoo_sync.reconciling.moments import PAYMENT_DELAY, Moments
from bpwoo_sync.reconciling.totals import ControlTotal
from bpwoo_sync.situation import Situation


@described
@frozen(kw_only=True)
class RefundFact:
    """A refund as the shop has it and as its sales credit has it.

    ``credited`` is None where there is no credit, ``amount`` None where the shop has the refund no more. ``due`` is what
    is to be paid back by the tables, ``paid_back`` what Brightpearl paid. ``held`` says why none was sent, ``surplus`` what there
    is to say of it where Brightpearl paid more back. ``at`` (aware
    UTC) is when the refund was made, or the credit that has none.
    """

    ref: str
    key: str
    currency: str
    amount: Decimal | None
    """What the shop gave back, in the order's currency."""
    credited: Decimal | None
    """With tax, in the order's currency."""
    credit_currency: str = ""
    due: Decimal = ZERO
    """What is to be paid back, in the order's currency."""
    paid_back: Decimal = ZERO
    """What Brightpearl paid, in the order's currency."""
    held: tuple[Issue, ...] = ()
    stands_back: bool = False
    touched: bool = False
    late: bool = True
    surplus: str = ""
    at: datetime | None = None
    """When the refund was made, or the credit that has none; aware UTC."""

    @property
    def severity(self) -> Severity | None:
        """``pending`` where either side was touched too recently; else None."""
        return Severity.PENDING if self.touched else None


def refund_facts(situation: Situation, held: frozenset[str], moments: Moments) -> tuple[RefundFact, ...]:
    """The refunds of orders that Brightpearl has, or ought to have, and credits without a refund.

    ``held`` are the references of orders that were kept back. A cancelled order needs no credit.
    """
    found: list[RefundFact] = []
    for order in situation.shop.orders:
        imported = situation.sales_orders_of(order)
        over = order.status == woo.OrderStatus.TRASH or (imported and imported[0].is_canceled)
        if over or situation.ref(order) in held or not (imported or is_admitted(order, situation.tables)):
            continue
        stopped = False
        for refund, mapped in mapped_refunds(order, situation):
            blocking = tuple(each for each in mapped.issues if each.severity is Severity.BLOCK)
            stopped = stopped or bool(blocking)
            if refund.amount:
                found.append(_fact(order, refund, mapped.value, blocking, stopped, situation, moments))
    return (*found, *_without_refund(situation, moments))


def _fact(
    order: woo.Order,
    refund: woo.Refund,
    made: RefundImport | None,
    blocking: tuple[Issue, ...],
    stopped: bool,
    situation: Situation,
    moments: Moments,
) -> RefundFact:
    ref, exponent = refund_ref(situation.tables.store.key, refund.id), situation.tables.exponent(order.currency)
    credit = situation.credits.get(ref)
    credit = None if credit is None or credit.is_canceled else credit
    back = overpaid_back(order, refund, situation)
    return RefundFact(
        ref=ref,
        key=f"{order_key(order)}/R{refund.id}",
        currency=order.currency,
        amount=rounded(abs(refund.amount), exponent),
        credited=None if credit is None else _gross(credit, exponent),
        credit_currency=_currency(credit, order.currency),
        due=made.amount if made is not None and made.payment is not None else ZERO,
        paid_back=ZERO if credit is None else -situation.received.get(credit.id, ZERO),
        held=blocking if credit is None else (),
        stands_back=stopped and credit is None,
        touched=moments.touched(refund.date_created_gmt, credit.updated_on if credit is not None else None),
        late=moments.older(refund.date_created_gmt, PAYMENT_DELAY),
        surplus="" if back is None else back.told,
        at=refund.date_created_gmt,
    )


def _without_refund(situation: Situation, moments: Moments) -> list[RefundFact]:
    """Credits of refunds that the shop does not have any more; those of orders in the trash are told with the order."""
    known = {refund.id for refunds in situation.shop.refunds.values() for refund in refunds}
    orders = {each.id: situation.order_of_ref(each.external_ref or "") for each in situation.account.sales_orders}
    found = []
    for credit in situation.account.sales_credits:
        refund_id = refund_id_of(situation.tables.store.key, credit.external_ref)
        parent = credit.parent_id if isinstance(credit.parent_id, int) else 0
        order = orders.get(parent)
        if refund_id is None or refund_id in known or credit.is_canceled or (order and order.status == woo.OrderStatus.TRASH):
            continue
        currency = _currency(credit, situation.tables.store.base_currency)
        found.append(
            RefundFact(
                ref=credit.external_ref or "",
                key=f"{order_key(order) if order else credit.id}/R{refund_id}",
                currency=currency,
                amount=None,
                credited=_gross(credit, situation.tables.exponent(currency)),
                credit_currency=currency,
                touched=moments.touched(credit.updated_on, credit.created_on, credit.placed_on),
                at=credit.placed_on or credit.created_on,
            )
        )
    return found


def _gross(credit: bp.SalesCredit, exponent: int) -> Decimal:
    return trimmed(sum(((row.net or ZERO) + (row.tax or ZERO) for row in credit.rows), ZERO), exponent)


def _currency(credit: bp.SalesCredit | None, otherwise: str) -> str:
    return (credit.currency.code if credit is not None and credit.currency is not None else None) or otherwise


def refund_differences(facts: Iterable[RefundFact]) -> list[Issue]:
    """Refunds without a sales credit, credits without a refund, and pairs that differ."""
    found: list[Issue] = []
    for fact in facts:
        if fact.amount is None:
            told = f"Sales credit {fact.ref} over {plain(fact.credited or ZERO)} {fact.currency} belongs to no refund of the shop."
            found.append(issue("REFUND_DELETED", "refund", fact.key, told, severity=fact.severity, actual=fact.credited))
        elif fact.credited is None:
            found += _uncredited(fact, fact.amount)
        else:
            found += _credited(fact, fact.amount, fact.credited)
    return found


def _uncredited(fact: RefundFact, wanted: Decimal) -> list[Issue]:
    if fact.stands_back:
        return list(fact.held)
    amount = f"{plain(wanted)} {fact.currency}"
    told = f"The refund over {amount} has no sales credit."
    return [issue("REFUND_MISSING", "refund", fact.key, told, severity=fact.severity, expected=amount)]


def _credited(fact: RefundFact, wanted: Decimal, credited: Decimal) -> list[Issue]:
    amount, severity = plain(wanted), fact.severity
    if fact.credit_currency != fact.currency:
        told = f"The refund is in {fact.currency}, its sales credit in {fact.credit_currency}."
        return [
            issue("CURRENCY_MISMATCH", "refund", fact.key, told, severity=severity, expected=fact.currency, actual=fact.credit_currency)
        ]
    found = []
    if credited != wanted:
        told = f"The refund is over {amount}, its sales credit over {plain(credited)}."
        found.append(issue("REFUND_AMOUNT", "refund", fact.key, told, severity=severity, expected=amount, actual=plain(credited)))
    due, paid = plain(fact.due), plain(fact.paid_back)
    if fact.paid_back < fact.due:
        told = f"{due} {fact.currency} was paid back in the shop, {paid} in Brightpearl."
        late = None if fact.late and not fact.touched else Severity.PENDING
        found.append(issue("REFUND_UNPAID", "refund", fact.key, told, severity=late, expected=due, actual=paid))
    elif fact.paid_back > max(wanted, credited):
        told = f"Brightpearl paid {paid} {fact.currency} back for a refund over {amount}. {fact.surplus}".strip()
        found.append(issue("REFUND_AMOUNT", "refund", fact.key, told, severity=severity, field=PAID_BACK, expected=amount, actual=paid))
    return found


def refund_totals(facts: Iterable[RefundFact]) -> tuple[ControlTotal, ...]:
    """What was given back, per currency; a credit in another currency counts there."""
    known = list(facts)
    currencies = sorted({fact.currency for fact in known} | {fact.credit_currency for fact in known if fact.credited is not None})
    return tuple(_total(currency, known) for currency in currencies)


def _total(currency: str, known: list[RefundFact]) -> ControlTotal:
    ours = [fact for fact in known if fact.currency == currency]
    theirs = [fact for fact in known if fact.credited is not None and fact.credit_currency == currency]
    waiting = sum((fact.amount or ZERO for fact in ours if fact.touched and not fact.stands_back), ZERO)
    return ControlTotal(
        currency=currency,
        measure="refunds",
        shop=sum((fact.amount or ZERO for fact in ours), ZERO),
        held=sum((fact.amount or ZERO for fact in ours if fact.stands_back), ZERO),
        pending=waiting - sum((fact.credited or ZERO for fact in theirs if fact.touched), ZERO),
        account=sum((fact.credited or ZERO for fact in theirs), ZERO),
    )
