"""What coupons take off the lines of an order, in cents, as the shop shares it out."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_DOWN, Decimal

from attrs import define, frozen

from .shop import Record


@define
class Priced:
    """A line on which a discount may fall: ``price`` and ``discount`` are in cents, for the whole line."""

    number: int
    product: int
    variation: int
    quantity: int
    price: Decimal
    discount: Decimal = Decimal(0)

    @property
    def left(self) -> Decimal:
        """What may still be taken off."""
        return self.price - self.discount


@frozen(kw_only=True)
class Taken:
    """What a coupon took off, by line, in cents."""

    coupon: Record
    by_line: dict[int, Decimal]


def taken(lines: Sequence[Priced], coupons: Sequence[Record], cents: int) -> list[Taken]:
    """What each coupon takes off, one after the other; dear lines come first. ``cents`` make one unit."""
    ordered = sorted(lines, key=lambda line: -line.price / max(line.quantity, 1))
    found = []
    for coupon in coupons:
        before = {line.number: line.discount for line in lines}
        _apply(coupon, [line for line in ordered if _concerns(coupon, line) and line.left > 0], Decimal(coupon["amount"]), cents)
        found.append(Taken(coupon=coupon, by_line={line.number: line.discount - before[line.number] for line in lines}))
    return found


def _concerns(coupon: Record, line: Priced) -> bool:
    wanted, unwanted = coupon.get("product_ids") or [], coupon.get("excluded_product_ids") or []
    ids = {line.product, line.variation}
    return (not wanted or bool(ids & set(wanted))) and not ids & set(unwanted)


def _apply(coupon: Record, lines: list[Priced], amount: Decimal, cents: int) -> None:
    match coupon["discount_type"]:
        case "percent":
            _percent(lines, amount)
        case "fixed_product":
            _each(lines, amount * cents)
        case _:
            _whole(lines, amount * cents)


def _percent(lines: list[Priced], percent: Decimal) -> None:
    total = Decimal(0)
    for line in lines:
        off = min(line.left, (line.price * percent / 100).to_integral_value(ROUND_FLOOR))
        line.discount += off
        total += off
    wanted = (sum((line.price for line in lines), Decimal(0)) * percent / 100).to_integral_value(ROUND_HALF_DOWN)
    _leftover(lines, wanted - total)


def _each(lines: list[Priced], amount: Decimal) -> Decimal:
    total = Decimal(0)
    for line in lines:
        off = min(line.left, amount * line.quantity)
        line.discount += off
        total += off
    return total


def _whole(lines: list[Priced], amount: Decimal) -> None:
    open_lines = [line for line in lines if line.left > 0]
    count = sum(line.quantity for line in open_lines)
    if count <= 0 or amount <= 0:
        return
    share = (amount / count).to_integral_value(ROUND_FLOOR)
    if share <= 0:
        _leftover(open_lines, amount)
        return
    off = _each(open_lines, share)
    if 0 < off < amount:
        _whole(open_lines, amount - off)


def _leftover(lines: list[Priced], amount: Decimal) -> None:
    for line in lines:
        for _ in range(line.quantity):
            if amount < 1:
                return
            off = min(line.left, Decimal(1))
            line.discount += off
            amount -= off
