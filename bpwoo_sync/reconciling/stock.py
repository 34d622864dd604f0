"""Quantities of the shop, and what Brightpearl has to sell."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from bpwoo_sync.facts import StockTarget
from bpwoo_sync.issues import Issue, Severity, issue
from bpwoo_sync.mapping.money import ZERO, plain
from bpwoo_sync.tables import Tables


@frozen(kw_only=True)
class StockSummary:
    """How the shop's quantities compare with what they ought to be."""

    compared: int = 0
    equal: int = 0
    over: int = 0
    under: int = 0
    units_over: int = 0
    units_under: int = 0


def stock_differences(targets: Iterable[StockTarget], tables: Tables) -> list[Issue]:
    """Products whose quantity in the shop is not what it ought to be."""
    found = []
    for target in targets:
        actual = target.fact.quantity
        if actual != target.quantity:
            drift = (actual or ZERO) - target.quantity
            oversell = drift > 0 and target.quantity == 0
            small = abs(drift) <= tables.stock.tolerance
            told = "none" if actual is None else plain(actual)
            message = f"{target.fact.sku}: the shop has {told}, Brightpearl {target.quantity} to sell."
            found.append(
                issue(
                    "STOCK_DRIFT",
                    "stock",
                    target.fact.sku,
                    message,
                    severity=Severity.INFO if small else Severity.ERROR if oversell else None,
                    expected=target.quantity,
                    actual=told,
                )
            )
    return found


def stock_summary(targets: Iterable[StockTarget]) -> StockSummary:
    """Counts over all products that were compared."""
    drifts = [int((target.fact.quantity or ZERO) - target.quantity) for target in targets]
    over, under = [each for each in drifts if each > 0], [-each for each in drifts if each < 0]
    return StockSummary(
        compared=len(drifts),
        equal=len(drifts) - len(over) - len(under),
        over=len(over),
        under=len(under),
        units_over=sum(over),
        units_under=sum(under),
    )
