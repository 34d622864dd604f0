"""Control totals: what both sides come to, per currency."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from attrs import frozen

from bpwoo_sync.breakdowns import Apart
from bpwoo_sync.described import described
from bpwoo_sync.facts import OrderFact
from bpwoo_sync.mapping.money import ZERO

#: What is totalled for each currency, in the order in which it is shown.
MEASURES: tuple[str, ...] = ("gross", "net", "tax", "shipping", "discounts", "paid", "refunds")


@described
@frozen(kw_only=True)
class ControlTotal:
    """One currency: what the shop sold, what was held back, and what Brightpearl has of it.

    ``pending`` is the difference of what changed too recently to be judged. ``difference`` is what is unexplained: shop
    less held back less pending less Brightpearl. It has to be zero.
    """

    currency: str
    measure: str
    shop: Decimal
    """What the shop sold, in this currency."""
    held: Decimal
    """What was held back, in this currency."""
    account: Decimal
    """What Brightpearl has, in this currency."""
    pending: Decimal = ZERO
    """What changed too recently to be judged, in this currency."""

    @property
    def difference(self) -> Decimal:
        """Shop, less what was held back, less what is pending, less Brightpearl."""
        return self.shop - self.held - self.pending - self.account


def control_totals(wanted: Iterable[OrderFact], actual: Iterable[OrderFact], apart: Apart, *measures: str) -> tuple[ControlTotal, ...]:
    """These measures of orders (``gross``, ``net``, ``tax``, ``paid``) per currency, as finance ties them up."""
    shop, kept = list(wanted), [fact for fact in actual if not fact.cancelled]
    totals = []
    for currency in sorted({fact.currency for fact in (*shop, *kept)}):
        ours = [fact for fact in shop if fact.currency == currency]
        theirs = [fact for fact in kept if fact.currency == currency]
        for measure in measures:
            waiting = [fact for fact in ours if fact.ref in apart.pending and fact.ref not in apart.held]
            arrived = [fact for fact in theirs if fact.ref in apart.pending]
            totals.append(
                ControlTotal(
                    currency=currency,
                    measure=measure,
                    shop=_sum(ours, measure),
                    held=_sum([fact for fact in ours if fact.ref in apart.held], measure),
                    pending=_sum(waiting, measure) - _sum(arrived, measure),
                    account=_sum(theirs, measure),
                )
            )
    return tuple(totals)


def _sum(facts: Iterable[OrderFact], measure: str) -> Decimal:
    return sum((getattr(fact, measure) for fact in facts), ZERO)
