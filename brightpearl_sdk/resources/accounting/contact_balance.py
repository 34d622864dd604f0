"""What a contact owes or is owed in one currency."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from ..._kernel.binding import C, Resource, call
from ..._kernel.operation import Operation, Request, Response
from ...messages import filled
from ...values import date_text
from ...wire import answer, decode

_PATH = "/accounting-service/contact/{}/currency/{}/balance"


def _balance(
    contact_id: int, currency_iso_code: str, *, date_from: date | None = None, date_to: date | None = None
) -> Operation[Decimal | None]:
    limits = (("dateFrom", date_from), ("dateTo", date_to))
    query: Final = tuple((name, date_text(day)) for name, day in limits if day is not None)
    return Operation(request=Request(method="GET", path=filled(_PATH, contact_id, currency_iso_code), query=query), parse=_amount)


def _amount(response: Response) -> Decimal | None:
    given: Final = answer(response)
    return None if given is None else decode(Decimal, given, path="$.response")


class ContactBalances(Resource[C]):
    """https://api-docs.brightpearl.com/accounting/contact-balance/get.html"""

    get: Final = call(
        _balance,
        method="GET",
        path=_PATH,
        model=Decimal,
        doc="Open invoices less open credits, between two days where they are given. "
        "None where there are no transactions, and where there is no such contact or currency.",
        page="https://api-docs.brightpearl.com/accounting/contact-balance/get.html",
    )
