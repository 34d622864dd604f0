"""Money, quantities and rates as JSON tells them: exact, and finite.

Free of any vendor; the other SDK carries a byte-identical twin.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any, Generic, TypeVar

from .values import Json

_MOST_TEXTS = 4096
_LONGEST_TEXT = 32

#: Powers of ten between which an amount lies: written out, 1E+999999999 fills a gigabyte. No float is smaller, no money as large.
_SMALLEST, _LARGEST = -400, 24

T = TypeVar("T")


class Known(dict[str | int, T], Generic[T]):
    """Texts and whole numbers, and what they were read as: ``0.00`` and a few other amounts fill most fields of most records.

    Looking one up reads it if it was not read before. What raises is not kept.
    """

    __slots__ = ("_read",)

    def __init__(self, read: Callable[[str | int], T]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, told: str | int) -> T:
        value = self._read(told)
        if isinstance(told, int) or len(told) <= _LONGEST_TEXT:
            if len(self) >= _MOST_TEXTS:
                self.clear()
            self[told] = value
        return value


def finite(value: str | int | Decimal) -> Decimal:
    """A number from what Decimal reads. Raises :class:`ValueError` for anything else: NaN, infinity and 1E+24 included."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise ValueError("a number was due") from None
    if not number.is_finite():
        raise ValueError("a finite number was due")
    if _SMALLEST < number.adjusted() < _LARGEST:
        return number
    raise ValueError(f"a number of {_LARGEST} digits at most was due")


AMOUNTS: Known[Decimal] = Known(finite)


def amount(value: Json) -> Decimal:
    """A number from text or from a JSON number. Raises :class:`ValueError` for anything else: NaN, infinity and 1E+24 included."""
    if value.__class__ is str:
        return AMOUNTS[value]
    if value.__class__ is Decimal and value.is_finite() and _SMALLEST < value.adjusted() < _LARGEST:
        return value
    if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
        raise ValueError("a number was due")
    return finite(value)


def whole(text: str | None, digits: int = 18) -> int | None:
    """The number that so many digits write at most; None for anything else.

    ``str.isdigit`` is no check: it takes ``²``, which ``int`` does not, and ``int`` refuses thousands of digits.

    >>> whole("12"), whole("²"), whole("9" * 5000), whole(None)
    (12, None, None, None)
    """
    found = (text or "").strip()
    return int(found) if found.isascii() and found.isdigit() and len(found) <= digits else None


#: Functions that read amounts, each with what it read before: to look there takes less than to call it.
KNOWN: dict[Callable[[Json], object], Known[Any]] = {amount: AMOUNTS}
