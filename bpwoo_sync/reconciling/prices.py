"""Prices of the shop and of the price lists."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import Decimal

from bpwoo_sync.catalogue import folded
from bpwoo_sync.issues import Issue, Severity, issue
from bpwoo_sync.mapping.money import ZERO, plain
from bpwoo_sync.mapping.prices import PriceTarget, price_changes

#: A price that is off by more than this part of it is an error.
TOLERATED = Decimal("0.05")


def price_differences(targets: Iterable[PriceTarget], touched: Collection[str] = frozenset()) -> list[Issue]:
    """Products whose price in the shop, regular or sale, is not the one of the lists.

    ``touched`` are the SKUs, in small letters, of products that changed too recently to be judged.
    """
    found = []
    for target in price_changes(targets):
        wanted, asked = _shown(target.regular, target.sale), _shown(target.fact.regular, target.fact.sale)
        told = f"{target.fact.sku}: the shop asks {asked}, the price lists {wanted}."
        severity = Severity.ERROR if max(_change(*pair) for pair in _pairs(target)) > TOLERATED else Severity.WARN
        severity = Severity.PENDING if folded(target.fact.sku) in touched else severity
        found.append(issue("PRICE_DRIFT", "price", target.fact.sku, told, severity=severity, expected=wanted, actual=asked))
    return found


def _pairs(target: PriceTarget) -> tuple[tuple[Decimal, Decimal], ...]:
    """What the shop asks and ought to ask: regularly, and as long as there is a sale on either side."""
    old, new = target.fact.regular or ZERO, target.regular
    return (old, new), (old if target.fact.sale is None else target.fact.sale, new if target.sale is None else target.sale)


def _change(old: Decimal, new: Decimal) -> Decimal:
    return abs(new - old) / old if old else Decimal(1 if new else 0)


def _shown(regular: Decimal | None, sale: Decimal | None) -> str:
    told = "nothing" if regular is None else plain(regular)
    return told if sale is None else f"{told} (sale {plain(sale)})"
