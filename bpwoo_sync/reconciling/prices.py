"""Prices of the shop and of the price lists."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from bpwoo_sync.issues import Issue, Severity, issue
from bpwoo_sync.mapping.money import plain
from bpwoo_sync.mapping.prices import PriceTarget, price_changes


def price_differences(targets: Iterable[PriceTarget]) -> list[Issue]:
    """Products whose price in the shop is not the one of the list; an error above a twentieth."""
    found = []
    for target in price_changes(targets):
        old = target.fact.regular
        severe = old is None or not old or abs(target.regular - old) / old > Decimal("0.05")
        told = f"{target.fact.sku}: the shop asks {'nothing' if old is None else plain(old)}, the price list {plain(target.regular)}."
        found.append(
            issue(
                "PRICE_DRIFT",
                "price",
                target.fact.sku,
                told,
                severity=Severity.ERROR if severe else None,
                expected=plain(target.regular),
                actual="" if old is None else plain(old),
            )
        )
    return found
