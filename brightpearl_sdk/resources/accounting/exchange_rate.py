"""Exchange rates of the account's currencies against its base currency."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar, Final

from ..._kernel.binding import C, Resource, call
from ..._kernel.operation import Operation
from ..._kernel.values import UNSET, Draft, Model, Unset, draft, model
from ...endpoints import read_all
from ...messages import filled, new_id, writing
from ...values import Number

_OF_CURRENCY = "/accounting-service/currency/{}/exchange-rate"


@model
class ExchangeRate(Model):
    """What a unit of the base currency is in another, from a moment on."""

    __shown__: ClassVar[tuple[str, ...]] = ("currency_id", "rate", "rate_active_from")

    currency_id: int
    rate_active_from: datetime | None = None
    """From when on it holds: aware UTC."""
    rate: Number | None = None
    """Units of the other currency for one unit of the base currency."""
    added_by_id: int | None = None


@draft
class ExchangeRateDraft(Draft):
    """A rate with six decimals at most, from a day on; the time of the day is ignored.

    A rate for today begins at once, a later one at midnight, and one for the past is refused.
    """

    rate_active_from: datetime | date | Unset = UNSET
    """The day from which on it holds, in the account's time zone."""
    rate: Number
    """Units of the other currency for one unit of the base currency, with six decimals at most."""


def _added(currency_id: int, draft: ExchangeRateDraft) -> Operation[int]:
    operation: Operation[int] = writing("POST", filled(_OF_CURRENCY, currency_id), draft, parse=new_id)
    return operation


def _changed(currency_id: int, draft: ExchangeRateDraft) -> Operation[int]:
    operation: Operation[int] = writing("PUT", filled(_OF_CURRENCY, currency_id), draft, parse=new_id, repeatable=True)
    return operation


class ExchangeRates(Resource[C]):
    """Of all currencies but the base currency. https://api-docs.brightpearl.com/accounting/exchange-rate/index.html"""

    all: Final = read_all(
        "/accounting-service/exchange-rate",
        ExchangeRate,
        page="https://api-docs.brightpearl.com/accounting/exchange-rate/get.html",
    )
    add: Final = call(
        _added,
        method="POST",
        path=_OF_CURRENCY,
        model=ExchangeRateDraft,
        doc="Add a rate of a currency; returns how many were added.",
        page="https://api-docs.brightpearl.com/accounting/exchange-rate/post.html",
    )
    change: Final = call(
        _changed,
        method="PUT",
        path=_OF_CURRENCY,
        model=ExchangeRateDraft,
        doc="Change a rate of a currency; returns how many were changed. Accounts with single rates change only the first.",
        page="https://api-docs.brightpearl.com/accounting/exchange-rate/put.html",
    )
