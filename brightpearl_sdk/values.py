"""Kinds of value that Brightpearl's JSON uses."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated

from ._kernel.shape import AsNumber

#: An exact number that stands in JSON as a number rather than as text (payments, stock values, rates).
Number = Annotated[Decimal, AsNumber]

#: Accounting periods are documented to end at 23:59:59:999, with a colon before the milliseconds.
_COLON_BEFORE_MILLISECONDS = re.compile(r"(:\d\d):(\d{3})(?=\D|$)")


def instant(text: str) -> datetime:
    """An aware UTC datetime from a vendor's text; a text without offset is taken as UTC.

    Date-only values are midnight UTC shown in the account's zone, so ``instant(...).date()`` is the right day.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = datetime.fromisoformat(_COLON_BEFORE_MILLISECONDS.sub(r"\1.\2", text, count=1))
    if moment.tzinfo is UTC:
        return moment
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def instant_text(moment: datetime) -> str:
    """How an instant is sent: ISO 8601 with milliseconds, ``Z`` for UTC, else with its offset. Refuses naive ones."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no time zone; Brightpearl needs an instant, such as datetime(..., tzinfo=UTC)")
    text = moment.isoformat(timespec="milliseconds")
    return text.removesuffix("+00:00") + "Z" if text.endswith("+00:00") else text


def date_text(day: date) -> str:
    """How a day is sent where a field takes a bare date."""
    return day.isoformat()
