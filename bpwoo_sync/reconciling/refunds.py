"""Refunds of the shop and sales credits."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from attrs import frozen

from bpwoo_sync.facts import refund_ref
from bpwoo_sync.issues import Issue, issue
from bpwoo_sync.mapping.money import ZERO, plain, rounded, trimmed
from bpwoo_sync.mapping.orders import is_admitted, order_key
from bpwoo_sync.reconciling.totals import ControlTotal
from bpwoo_sync.situation import Situation


@frozen(kw_only=True)
class RefundFact:
    """A refund as the shop has it and as its sales credit has it; None where there is no credit."""

    ref: str
    key: str
    currency: str
    amount: Decimal
    credited: Decimal | None


def refund_facts(situation: Situation, held: frozenset[str]) -> tuple[RefundFact, ...]:
    """The refunds of orders that Brightpearl has, or ought to have. A cancelled order needs no credit."""
    found = []
    for order in situation.shop.orders:
        imported = situation.sales_orders_of(order)
        if situation.ref(order) in held or (imported and imported[0].is_canceled):
            continue
        if not imported and not is_admitted(order, situation.tables):
            continue
        exponent = situation.tables.exponent(order.currency)
        for refund in situation.refunds_of(order):
            if refund.amount:
                ref = refund_ref(situation.tables.store.key, refund.id)
                credit = situation.credits.get(ref)
                gross = None if credit is None else sum(((row.net or ZERO) + (row.tax or ZERO) for row in credit.rows), ZERO)
                found.append(
                    RefundFact(
                        ref=ref,
                        key=f"{order_key(order)}/R{refund.id}",
                        currency=order.currency,
                        amount=rounded(abs(refund.amount), exponent),
                        credited=None if gross is None else trimmed(gross, exponent),
                    )
                )
    return tuple(found)


def refund_differences(facts: Iterable[RefundFact]) -> list[Issue]:
    """Refunds without a sales credit, and credits of another amount."""
    found = []
    for fact in facts:
        amount = f"{plain(fact.amount)} {fact.currency}"
        if fact.credited is None:
            found.append(issue("REFUND_MISSING", "refund", fact.key, f"The refund over {amount} has no sales credit.", expected=amount))
        elif fact.credited != fact.amount:
            told = f"The refund is over {amount}, its sales credit over {plain(fact.credited)}."
            found.append(issue("REFUND_AMOUNT", "refund", fact.key, told, expected=plain(fact.amount), actual=plain(fact.credited)))
    return found


def refund_totals(facts: Iterable[RefundFact]) -> tuple[ControlTotal, ...]:
    """What was given back, per currency."""
    known = list(facts)
    return tuple(
        ControlTotal(
            currency=currency,
            measure="refunds",
            shop=sum((fact.amount for fact in known if fact.currency == currency), ZERO),
            held=ZERO,
            account=sum((fact.credited or ZERO for fact in known if fact.currency == currency), ZERO),
        )
        for currency in sorted({fact.currency for fact in known})
    )
