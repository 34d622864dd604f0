"""Money, quantities and rates as JSON tells them: exact, and finite.

Free of any vendor; the other SDK carries a byte-identical twin.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from .values import Json

_MOST_TEXTS = 4096
_LONGEST_TEXT = 32


class _Read(dict[str, Decimal]):
    """Texts and the numbers they were read as: ``0.00`` and a few other amounts fill most fields of most records."""

    def __missing__(self, text: str) -> Decimal:
        number = _finite(text)
        if len(text) <= _LONGEST_TEXT:
            if len(self) >= _MOST_TEXTS:
                self.clear()
            self[text] = number
        return number


#: Looking up a text gives its number, read now or before.
TEXTS = _Read()


def amount(value: Json) -> Decimal:
    """A number from text or from a JSON number. Raises :class:`ValueError` for anything else, NaN and infinity included."""
    if value.__class__ is str:
        return TEXTS[value]
    if value.__class__ is Decimal and value.is_finite():
        return value
    if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
        raise ValueError("a number was due")
    return _finite(value)


def whole(text: str | None, digits: int = 18) -> int | None:
    """The number that so many digits write at most; None for anything else.

    ``str.isdigit`` is no check: it takes ``²``, which ``int`` does not, and ``int`` refuses thousands of digits.

    >>> whole("12"), whole("²"), whole("9" * 5000), whole(None)
    (12, None, None, None)
    """
    found = (text or "").strip()
    return int(found) if found.isascii() and found.isdigit() and len(found) <= digits else None


def _finite(value: str | int | Decimal) -> Decimal:
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise ValueError("a number was due") from None
    if not number.is_finite():
        raise ValueError("a finite number was due")
    return number
