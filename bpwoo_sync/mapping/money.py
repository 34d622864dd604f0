"""Amounts: rounding to the minor unit, and the proof that rows add up to the order.

Never a float: an amount is a ``Decimal`` from the JSON text on. ``exponent`` is how many decimals a currency has.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache
from typing import Literal

from attrs import evolve, frozen

from bpwoo_sync.described import described
from bpwoo_sync.issues import Issue, Mapped, issue

_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
ZERO = Decimal(0)


@described
@frozen(kw_only=True)
class Row:
    """A row of an order before it is a payload: totals of the row after discount, in the order's currency."""

    ref: str
    name: str
    quantity: Decimal
    """In pieces."""
    net: Decimal
    """Of the whole row without tax and after discount, in the order's currency."""
    tax: Decimal
    """Of the whole row, in the order's currency."""
    tax_code: str
    product_id: int | None = None
    nominal: str = ""
    source: str = ""


@cache
def minor_unit(exponent: int) -> Decimal:
    """The smallest amount of a currency: 0.01 for exponent 2."""
    return Decimal(1).scaleb(-exponent)


def rounded(amount: Decimal, exponent: int) -> Decimal:
    """An amount to the minor unit, half away from zero."""
    whole = amount.quantize(minor_unit(exponent), context=_EXACT)
    return whole or whole.copy_abs()  # no zero is negative


def is_whole(amount: Decimal, exponent: int) -> bool:
    """Whether an amount has no more decimals than its currency."""
    return amount.is_finite() and rounded(amount, exponent) == amount


def trimmed(amount: Decimal, exponent: int) -> Decimal:
    """An amount without more zeros behind the point than its currency has decimals; any other digit stays."""
    return rounded(amount, exponent) if is_whole(amount, exponent) else amount.normalize()


def plain(amount: Decimal) -> str:
    """An amount as text, never with an exponent."""
    return format(amount, "f")


def net_of(rows: Sequence[Row]) -> Decimal:
    """The sum of the rows' net amounts."""
    return sum((row.net for row in rows), ZERO)


def tax_of(rows: Sequence[Row]) -> Decimal:
    """The sum of the rows' tax."""
    return sum((row.tax for row in rows), ZERO)


def balanced(
    rows: Sequence[Row],
    *,
    total: Decimal,
    tax: Decimal,
    exponent: int,
    threshold: Decimal,
    residue: Literal["row", "absorb"],
    rounding: Row,
    entity: str,
    key: str,
    hint: str = "",
) -> Mapped[tuple[Row, ...]]:
    """Rows that come to ``total`` and ``tax`` exactly, or why they cannot.

    A tax residue of at most a minor unit a row goes to the row with the largest tax. A net residue within
    ``threshold``, or a minor unit a row, becomes a rounding row, or goes to the largest row where ``residue`` says so.
    """
    unit = minor_unit(exponent)
    slack = unit * len(rows)
    dx = tax - tax_of(rows)
    if dx:
        taxed = [place for place, row in enumerate(rows) if row.tax]
        if not taxed or abs(dx) > slack:
            return Mapped(issues=(_tax_residue(entity, key, tax, tax_of(rows), dx),))
        place = max(taxed, key=lambda each: (abs(rows[each].tax), -each))
        rows = _with(rows, place, evolve(rows[place], tax=rows[place].tax + dx))
    dn = total - tax - net_of(rows)
    issues: tuple[Issue, ...] = ()
    if dn:
        if abs(dn) > max(threshold, slack):
            message = f"The order's total is {plain(total)}, its rows come to {plain(total - dn)}{hint}."
            found = issue("TOTALS_MISMATCH", entity, key, message, field="total", expected=plain(total), actual=plain(total - dn))
            return Mapped(issues=(found,))
        if residue == "absorb" and rows and abs(dn) <= slack:
            place = max(range(len(rows)), key=lambda each: (abs(rows[each].net), -each))
            rows = _with(rows, place, evolve(rows[place], net=rows[place].net + dn))
            message = f"{plain(dn)} was put on the row {rows[place].name}."
        else:
            rows = (*rows, evolve(rounding, net=dn, tax=rounded(ZERO, exponent)))
            message = f"A rounding row of {plain(dn)} was added."
        issues = (issue("RESIDUE_ABSORBED", entity, key, message, actual=plain(dn)),)
    if net_of(rows) + tax_of(rows) != total or tax_of(rows) != tax:
        raise ArithmeticError(f"{entity} {key}: rows come to {net_of(rows) + tax_of(rows)}, not {total}")
    return Mapped(value=tuple(rows), issues=issues)


def shares(amount: Decimal, weights: Sequence[Decimal], exponent: int) -> tuple[Decimal, ...]:
    """An amount split in proportion to weights, to the minor unit and without remainder: the largest remainders get it."""
    whole = sum(weights)
    if not whole:
        raise ArithmeticError("there is nothing to split an amount by")
    unit = minor_unit(exponent)
    exact = [_EXACT.divide(amount * weight, whole) for weight in weights]
    floors = [(each / unit).to_integral_value(rounding="ROUND_FLOOR") * unit for each in exact]
    left = int((amount - sum(floors)) / unit)
    order = sorted(range(len(weights)), key=lambda place: (floors[place] - exact[place], -weights[place], place))
    return tuple(floor + (unit if place in order[:left] else ZERO) for place, floor in enumerate(floors))


def _with(rows: Sequence[Row], place: int, row: Row) -> tuple[Row, ...]:
    return (*rows[:place], row, *rows[place + 1 :])


def _tax_residue(entity: str, key: str, wanted: Decimal, found: Decimal, residue: Decimal) -> Issue:
    message = f"The order's tax is {plain(wanted)}, its rows' tax comes to {plain(found)}: {plain(residue)} is left over."
    return issue("TAX_RESIDUE_TOO_LARGE", entity, key, message, field="total_tax", expected=plain(wanted), actual=plain(found))
