"""The transactions of contacts, as statements list them."""

from __future__ import annotations

from typing import Final

from ..._kernel.binding import C, Resource
from ...endpoints import searching
from ...search import IdColumn, InstantColumn, IntegerColumn, MoneyColumn, SearchRow, StringColumn, TextColumn


class AllTransactionStatementRow(SearchRow):
    """A row of ``statement/all-transaction-search``. ``contact_id`` and ``currency_id`` only filter: no row holds them."""

    journal_id: Final = IdColumn("journalId")
    order_id: Final = IdColumn("orderId")
    journal_type_code: Final = StringColumn("journalTypeCode")
    journal_date: Final = InstantColumn("journalDate")
    """The tax day: aware UTC, whose date is the day."""
    journal_due_date: Final = InstantColumn("journalDueDate")
    """The day when it is due: aware UTC, whose date is the day."""
    reference: Final = TextColumn("reference")
    customer_reference: Final = TextColumn("customerReference")
    invoice_amount: Final = MoneyColumn("invoiceAmount")
    """What was invoiced, in the row's currency."""
    paid_amount: Final = MoneyColumn("paidAmount")
    """What was paid, in the row's currency."""
    due_amount: Final = MoneyColumn("dueAmount")
    """What is still due, in the row's currency."""
    contact_id: Final = IntegerColumn("contactId", sortable=False)
    currency_id: Final = IntegerColumn("currencyId", sortable=False)


class AllTransactionStatements(Resource[C]):
    """https://api-docs.brightpearl.com/accounting/all-transaction-statement/search.html"""

    search: Final = searching("/accounting-service/statement/all-transaction-search", AllTransactionStatementRow)
