"""Journal entries: how journals are posted, in any currency of the account."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import UNSET, Draft, Json, Unset, draft
from ...endpoints import create
from .journal import JournalType


@draft
class JournalEntryHeaderDraft(Draft):
    """What a whole entry is about.

    ``journal_date`` lies in an open accounting period. ``exchange_rate`` has six decimals at most and is 1 for the
    base currency; other currencies need the account's multi-currency option. That the fields have these names is
    assumed.
    """

    journal_type: JournalType
    journal_date: date
    """The tax day, in the account's time zone."""
    date_due: date | Unset = UNSET
    """The day when it is due, in the account's time zone."""
    description: str | Unset = UNSET
    currency_id: int
    exchange_rate: Decimal | Unset = UNSET
    """Units of the foreign currency for one unit of the account's base currency."""
    contact_id: int | Unset = UNSET


@draft
class JournalEntryDraft(Draft):
    """A journal to be posted. Lines are JSON, as the vendor's page has them.

    Each line's nominal code exists and is active; a line on a bank account has a tax code.
    """

    header: JournalEntryHeaderDraft
    lines: tuple[Json, ...]


class JournalEntries(Resource[C]):
    """https://api-docs.brightpearl.com/accounting/journal%20entry/post.html"""

    create: Final = create(
        "/accounting-service/journal-entry",
        JournalEntryDraft,
        doc="Post a journal; returns its id.",
        page="https://api-docs.brightpearl.com/accounting/journal%20entry/post.html",
    )
