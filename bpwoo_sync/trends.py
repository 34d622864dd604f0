"""What a reconciliation came to, small enough to be kept for every run, and how one run differs from the one before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from attrs import field, frozen

from bpwoo_sync.reconcile import ControlTotal, Reason, Reconciliation


@frozen(kw_only=True)
class Finished:
    """A reconciliation as it is remembered. ``at`` is aware UTC: when the later of both sides was read.

    ``findings`` are counts by code and severity, ``reasons`` the thresholds that were exceeded.
    """

    at: datetime
    """Aware UTC."""
    agrees: bool
    totals: tuple[ControlTotal, ...] = ()
    findings: Mapping[tuple[str, str], int] = field(factory=dict)
    skus: int = 0
    """How many SKUs."""
    drifted: int = 0
    """How many SKUs."""
    reasons: tuple[Reason, ...] = ()

    def difference(self, currency: str, measure: str) -> Decimal | None:
        """What was unexplained of a total; None where it was not compared."""
        found = (each.difference for each in self.totals if (each.currency, each.measure) == (currency, measure))
        return next(found, None)


def finished(found: Reconciliation) -> Finished:
    """What is remembered of a reconciliation."""
    return Finished(
        at=max(found.shop_taken_at, found.account_taken_at),
        agrees=found.agrees,
        totals=found.totals,
        findings=dict(Counter((each.code, each.severity.value) for each in found.issues)),
        skus=found.stock.compared,
        drifted=found.stock.compared - found.stock.equal,
        reasons=found.reasons,
    )
