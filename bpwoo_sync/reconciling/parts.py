"""Control totals of a day, counts of a day and a status, and what finance asks for beside them: values, and how they add up."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, TypeVar

from attrs import evolve, fields, frozen

from bpwoo_sync.breakdowns import PartTotal
from bpwoo_sync.described import described
from bpwoo_sync.mapping.money import ZERO
from bpwoo_sync.reconciling.totals import ControlTotal


@described
@frozen(kw_only=True)
class DayTotal:
    """One measure of one day (UTC, as ``2026-01-31``) in one currency: what the shop has of it, and Brightpearl.

    ``part`` is the tax code of ``tax`` and the payment method of ``paid``, both Brightpearl's; blank where neither is
    named, and of other measures. Orders count on the day on which the shop took them, payments on the day on which they
    were paid there, refunds on their own; what the shop does not have counts on Brightpearl's day. ``difference`` is what
    is unexplained.
    """

    currency: str
    day: str
    measure: str
    part: str = ""
    shop: Decimal
    """What the shop has, in this currency."""
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


@frozen(kw_only=True)
class DayCount:
    """Orders of one day (UTC) in one status of the shop's.

    ``admitted`` belong into Brightpearl: they are ``imported``, ``held`` back, ``pending`` (too new to be judged) or
    ``missing``. ``extra`` are live sales orders whose order the shop does not have, or has in the trash.
    """

    day: str
    status: str
    admitted: int = 0
    imported: int = 0
    held: int = 0
    pending: int = 0
    missing: int = 0
    extra: int = 0


@described
@frozen(kw_only=True)
class Figure:
    """A sum by which nothing is compared: ``rounding`` is that of rounding rows, ``discounts`` what was taken off inside rows.

    ``orders`` is how many orders it is of. A side that does not tell it is None.
    """

    currency: str
    name: str
    orders: int
    shop: Decimal | None
    """What the shop has, in this currency."""
    account: Decimal | None
    """What Brightpearl has, in this currency."""


P = TypeVar("P", ControlTotal, PartTotal, DayTotal, DayCount, Figure)

#: Records by the names that they have.
Sums = dict[tuple[str, ...], P]


def summed(parts: Iterable[P]) -> tuple[P, ...]:
    """Records of the same names added up, in the order of their names."""
    found: Sums[P] = {}
    add_to(found, parts)
    return in_order(found)


def in_order(sums: Sums[P]) -> tuple[P, ...]:
    """Records in the order of their names."""
    return tuple(sums[names] for names in sorted(sums))


def add_to(sums: Sums[P], more: Iterable[P]) -> None:
    """Add records to those of the same names: what one more order comes to, to what all before it came to."""
    for one in more:
        told = [(each.name, getattr(one, each.name)) for each in fields(type(one))]
        names = tuple(value for _, value in told if isinstance(value, str))
        known = sums.get(names)
        sums[names] = one if known is None else evolve(known, **{name: _both(getattr(known, name), value) for name, value in told})


def _both(one: Any, more: Any) -> Any:
    """What two amounts or counts come to; a name stays, and what neither side tells."""
    return one if isinstance(one, str) or more is None else more if one is None else one + more


def rolled(days: Iterable[DayTotal], *measures: str) -> tuple[ControlTotal, ...]:
    """What these measures of all days come to, per currency."""
    chosen = (each for each in days if each.measure in measures)
    return summed(
        ControlTotal(
            currency=each.currency,
            measure=each.measure,
            shop=each.shop,
            held=each.held,
            pending=each.pending,
            account=each.account,
        )
        for each in chosen
    )
