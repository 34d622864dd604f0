"""The transactions of contacts, as statements list them."""

from __future__ import annotations

from ..._kernel.binding import C, Resource
from ...endpoints import searching
from ...search import IdColumn, InstantColumn, IntegerColumn, MoneyColumn, SearchRow, StringColumn, TextColumn


class AllTransactionStatementRow(SearchRow):
    """A row of ``statement/all-transaction-search``. ``contact_id`` and ``currency_id`` only filter: no row holds them."""

    journal_id = IdColumn("journalId")
    order_id = IdColumn("orderId")
    journal_type_code = StringColumn("journalTypeCode")
    journal_date = InstantColumn("journalDate")
    journal_due_date = InstantColumn("journalDueDate")
    reference = TextColumn("reference")
    customer_reference = TextColumn("customerReference")
    invoice_amount = MoneyColumn("invoiceAmount")
    paid_amount = MoneyColumn("paidAmount")
    due_amount = MoneyColumn("dueAmount")
    contact_id = IntegerColumn("contactId", sortable=False)
    currency_id = IntegerColumn("currencyId", sortable=False)


class AllTransactionStatements(Resource[C]):
    """https://api-docs.brightpearl.com/accounting/all-transaction-statement/search.html"""

    search = searching("/accounting-service/statement/all-transaction-search", AllTransactionStatementRow)
