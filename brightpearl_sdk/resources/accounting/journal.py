"""Journals: the debits and credits of each transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar, Final

from ..._kernel.binding import C, Resource, call
from ..._kernel.operation import Operation, Request, Response
from ..._kernel.values import UNSET, Draft, Model, Unrecognised, Unset, draft, model
from ...endpoints import create, searching
from ...errors import ShapeError
from ...messages import filled, id_set
from ...search import IdColumn, InstantColumn, IntegerColumn, MoneyColumn, SearchRow, StringColumn, TextColumn
from ...wire import answer, decode_many

_PAGE = "https://api-docs.brightpearl.com/accounting/journal/get.html"
_PATH = "/accounting-service/journal/{}"


class JournalType(StrEnum):
    """What kind of transaction a journal tells of.

    https://help.brightpearl.com/hc/en-us/articles/211127286
    """

    BANK_PAYMENT = "BP"
    BANK_RECEIPT = "BR"
    BANK_TRANSFER = "BT"
    EXPENSE_CLAIM = "EX"
    GOODS_OUT = "GO"
    INVENTORY_CORRECTION = "IA"
    MANUAL = "JJ"
    LANDED_COST = "LC"
    OPENING_BALANCE = "OB"
    PURCHASE_CREDIT = "PC"
    GOODS_IN = "PG"
    PURCHASE_INVOICE = "PI"
    PURCHASE_PAYMENT = "PP"
    SALES_CREDIT = "SC"
    SALES_INVOICE = "SI"
    SALES_RECEIPT = "SR"


@model
class JournalChange(Model):
    """By how much a line changes its account, in the base currency."""

    value: Decimal
    """In the account's base currency."""
    currency: str | None = None


@model
class JournalAssignment(Model):
    """What a line is assigned to in reports."""

    channel_id: int | None = None
    project_id: int | None = None
    lead_source_id: int | None = None


@model
class JournalLine(Model):
    """A debit or a credit. ``transaction_amount`` is in the journal's currency, ``change`` in the base currency."""

    __shown__: ClassVar[tuple[str, ...]] = ("nominal_code", "change", "order_id")

    nominal_code: str | None = None
    change: JournalChange | None = None
    assignment: JournalAssignment | None = None
    order_id: int | None = None
    invoice_reference: str | None = None
    tax_code: str | None = None
    transaction_amount: Decimal | None = None
    """In the journal's currency."""


@model
class TaxReconciliation(Model):
    """In which tax return a journal was reconciled; empty where it was in none."""

    date: datetime | None = None
    """When it was reconciled: aware UTC."""
    tax_period_id: int | None = None


@model
class Journal(Model):
    """A journal with its lines. ``exchange_rate`` is of the journal's currency to the base currency."""

    __shown__: ClassVar[tuple[str, ...]] = ("id", "journal_type_code", "tax_date")

    id: int
    contact_id: int | None = None
    journal_type_code: JournalType | Unrecognised | None = None
    tax_date: datetime | None = None
    """The tax day: aware UTC, whose date is the day."""
    due_date: datetime | None = None
    """The day when it is due: aware UTC, whose date is the day."""
    created_on: datetime | None = None
    """When it was made: aware UTC."""
    created_by_contact_id: int | None = None
    description: str | None = None
    tax_reconciliation: TaxReconciliation | None = None
    credits: tuple[JournalLine, ...] = ()
    debits: tuple[JournalLine, ...] = ()
    currency_id: int | None = None
    exchange_rate: Decimal | None = None
    """Units of the foreign currency for one unit of the account's base currency."""


@draft
class JournalChangeDraft(Draft):
    """By how much a line is to change its account, in the base currency."""

    currency: str
    value: Decimal
    """In the account's base currency."""


@draft
class JournalAssignmentDraft(Draft):
    """What a line is to be assigned to in reports."""

    channel_id: int | Unset = UNSET
    project_id: int | Unset = UNSET
    lead_source_id: int | Unset = UNSET


@draft
class JournalLineDraft(Draft):
    """A debit or a credit to be written."""

    nominal_code: str
    tax_code: str | Unset = UNSET
    change: JournalChangeDraft
    assignment: JournalAssignmentDraft | Unset = UNSET


@draft
class JournalDraft(Draft):
    """A journal in the base currency. Deprecated by the vendor: a journal entry knows other currencies too.

    ``tax_date`` is a day of the account's time zone.
    """

    journal_type_code: JournalType
    tax_date: date
    """The tax day, in the account's time zone."""
    description: str | Unset = UNSET
    credits: tuple[JournalLineDraft, ...]
    debits: tuple[JournalLineDraft, ...]


class JournalRow(SearchRow):
    """A row of ``journal-search``: one line of a journal.

    ``order_id`` is 0 where the line refers to something else, which ``journal_ref`` then tells. Channel, project and
    lead source are 0 where there is none. The kinds of the columns from ``contact_id`` on are assumed.
    """

    journal_id: Final = IdColumn("journalId")
    journal_type: Final = StringColumn("journalType")
    order_id: Final = IdColumn("orderId")
    invoice_reference: Final = TextColumn("invoiceReference")
    channel_id: Final = IntegerColumn("channelId")
    nominal_code: Final = StringColumn("nominalCode")
    journal_date: Final = InstantColumn("journalDate")
    """The tax day: aware UTC, whose date is the day."""
    journal_debit: Final = MoneyColumn("journalDebit", sortable=False)
    """In the account's base currency."""
    journal_credit: Final = MoneyColumn("journalCredit", sortable=False)
    """In the account's base currency."""
    journal_ref: Final = StringColumn("journalRef")
    currency_id: Final = IntegerColumn("currencyId")
    exchange_rate: Final = MoneyColumn("exchangeRate")
    """Units of the foreign currency for one unit of the account's base currency."""
    transaction_debit: Final = MoneyColumn("transactionDebit")
    """In the journal's currency."""
    transaction_credit: Final = MoneyColumn("transactionCredit")
    """In the journal's currency."""
    project_id: Final = IntegerColumn("projectId")
    lead_source_id: Final = IntegerColumn("leadSourceId")
    contact_id: Final = IntegerColumn("contactId")
    journal_due_date: Final = InstantColumn("journalDueDate")
    """The day when it is due: aware UTC, whose date is the day."""
    journal_date_entered: Final = InstantColumn("journalDateEntered")
    """When it was entered: aware UTC."""
    created_contact_id: Final = IntegerColumn("createdContactId")
    tax_code_id: Final = IntegerColumn("taxCodeId")
    tax_reconciliation_date: Final = InstantColumn("taxReconciliationDate")
    """When it was reconciled: aware UTC."""
    tax_period_id: Final = IntegerColumn("taxPeriodId")
    journal_row_id: Final = IntegerColumn("journalRowId")


def _journals(ids: Iterable[int]) -> Operation[tuple[Journal, ...]]:
    return Operation(request=Request(method="GET", path=filled(_PATH, id_set(ids))), parse=_listed)


def _listed(response: Response) -> tuple[Journal, ...]:
    given: Final = answer(response)
    if not isinstance(given, dict):
        raise ShapeError("$.response", "an object with a list of journals was due")
    return decode_many(Journal, given.get("journals"), path="$.response.journals")


class Journals(Resource[C]):
    """https://api-docs.brightpearl.com/accounting/journal/index.html"""

    get_set: Final = call(_journals, method="GET", path=_PATH, model=Journal, doc="Each journal of a set of ids.", page=_PAGE)
    create: Final = create(
        "/accounting-service/journal",
        JournalDraft,
        doc="Post a journal in the base currency; returns its id. Deprecated by the vendor in favour of journal entries.",
        page="https://api-docs.brightpearl.com/accounting/journal/post(deprecated).html",
    )
    search: Final = searching(
        "/accounting-service/journal-search",
        JournalRow,
        page="https://api-docs.brightpearl.com/accounting/journal/search.html",
    )
