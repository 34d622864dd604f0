"""Control totals: what both sides come to, per currency."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from attrs import frozen

from bpwoo_sync.facts import OrderFact
from bpwoo_sync.mapping.money import ZERO


@frozen(kw_only=True)
class ControlTotal:
    """One currency: what the shop sold, what was held back, and what Brightpearl has of it.

    ``difference`` is what is unexplained: shop less held back less Brightpearl. It has to be zero.
    """

    currency: str
    measure: str
    shop: Decimal
    held: Decimal
    account: Decimal

    @property
    def difference(self) -> Decimal:
        """Shop, less what was held back, less Brightpearl."""
        return self.shop - self.held - self.account


def control_totals(wanted: Iterable[OrderFact], actual: Iterable[OrderFact], held: frozenset[str]) -> tuple[ControlTotal, ...]:
    """Gross, tax and receipts per currency, as finance ties them up."""
    shop, kept = list(wanted), [fact for fact in actual if not fact.cancelled]
    currencies = sorted({fact.currency for fact in (*shop, *kept)})
    totals = []
    for currency in currencies:
        ours = [fact for fact in shop if fact.currency == currency]
        theirs = [fact for fact in kept if fact.currency == currency]
        for measure in ("gross", "tax", "paid"):
            totals.append(
                ControlTotal(
                    currency=currency,
                    measure=measure,
                    shop=_sum(ours, measure),
                    held=_sum([fact for fact in ours if fact.ref in held], measure),
                    account=_sum(theirs, measure),
                )
            )
    return tuple(totals)


def _sum(facts: Iterable[OrderFact], measure: str) -> Decimal:
    return sum((getattr(fact, measure) for fact in facts), ZERO)
