"""Values of WooCommerce's own kind: the empty text, the shop's wall clock, numbers that stand in JSON as numbers."""

from __future__ import annotations

from datetime import datetime, tzinfo
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Final

from attrs import field, frozen

from ._kernel.shape import AsNumber

#: A ``Decimal`` that the shop sends as a JSON number, where most of its money is text.
Number = Annotated[Decimal, AsNumber]

#: Any JSON value, kept as it came: text, number (``int`` or ``Decimal``), true, false, ``None``, ``list`` or ``dict``.
Free = Annotated[Any, AsNumber]


class Blank(Enum):
    """The type of :data:`BLANK`."""

    BLANK = ""

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        return ""

    def __repr__(self) -> str:
        return "BLANK"


#: The empty text that stands for "none" in prices, weights and rates. Neither ``None`` nor zero; written back as ``""``.
BLANK: Final = Blank.BLANK


def _is_wall_clock(_: object, __: object, text: str) -> None:
    try:
        read = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        raise ValueError("a date and time like 2026-01-31T09:30:00 was due") from None
    if read.tzinfo is not None:
        raise ValueError("the shop's own time carries no offset")


@frozen
class ShopTime:
    """A time on the shop's wall clock, without an offset: a moment only once the shop's time zone is known.

    It has no order and no arithmetic, and is no ``datetime``: read the ``…_gmt`` twin for the moment itself.

    >>> ShopTime("2026-11-23T18:09:50").naive()
    datetime.datetime(2026, 11, 23, 18, 9, 50)
    """

    text: str = field(validator=_is_wall_clock)

    def naive(self) -> datetime:
        """The wall clock as a ``datetime`` without a zone."""
        return datetime.fromisoformat(self.text)

    def at(self, zone: tzinfo) -> datetime:
        """The moment, where the shop keeps the time of this zone."""
        return self.naive().replace(tzinfo=zone)

    def __str__(self) -> str:
        return self.text
