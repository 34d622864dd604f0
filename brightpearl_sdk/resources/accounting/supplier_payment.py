"""Supplier payments: money paid for a purchase order, or received back on a purchase credit."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal

from ..._kernel.binding import C, Resource
from ..._kernel.values import UNSET, Draft, Unset, draft
from ...endpoints import create, searching
from ...search import IdColumn, InstantColumn, MoneyColumn, SearchRow, StringColumn
from ...values import Number
from .customer_payment import PaymentType


@draft
class SupplierPaymentDraft(Draft):
    """A payment to be recorded: ``PAYMENT`` on a purchase order, ``RECEIPT`` on a purchase credit.

    ``transaction_ref`` (64 characters) and ``payment_method_code`` (36) together are unique where a reference is
    given. With ``journal_id``, Brightpearl makes no journal of its own. ``exchange_rate`` has six decimals.
    """

    transaction_ref: str | Unset = UNSET
    payment_method_code: str
    payment_type: Literal[PaymentType.PAYMENT, PaymentType.RECEIPT]
    order_id: int
    currency_iso_code: str
    exchange_rate: Number | Unset = UNSET
    """Units of the foreign currency for one unit of the account's base currency."""
    amount_paid: Number | Unset = UNSET
    """What was paid, in the payment's currency."""
    journal_id: int | Unset = UNSET
    journal_ref: str | Unset = UNSET
    payment_date: datetime
    """When it was paid: aware UTC."""


class SupplierPaymentRow(SearchRow):
    """A row of ``supplier-payment-search``.

    Clients report that this search gives 500 as its total whatever there is, and takes no notice of ``payment_id``.
    """

    payment_id: Final = IdColumn("paymentId")
    transaction_ref: Final = StringColumn("transactionRef", sortable=False)
    payment_method_code: Final = StringColumn("paymentMethodCode", sortable=False)
    payment_type: Final = StringColumn("paymentType", sortable=False)
    order_id: Final = IdColumn("orderId", sortable=False)
    currency_id: Final = IdColumn("currencyId", sortable=False)
    currency_code: Final = StringColumn("currencyCode", sortable=False)
    amount_paid: Final = MoneyColumn("amountPaid", sortable=False)
    """What was paid, in the payment's currency."""
    payment_date: Final = InstantColumn("paymentDate")
    """When it was paid: aware UTC."""
    created_on: Final = InstantColumn("createdOn")
    """When it was made: aware UTC."""
    journal_id: Final = IdColumn("journalId")


class SupplierPayments(Resource[C]):
    """https://api-docs.brightpearl.com/accounting/supplier-payment/index.html"""

    create: Final = create(
        "/accounting-service/supplier-payment",
        SupplierPaymentDraft,
        page="https://api-docs.brightpearl.com/accounting/supplier-payment/post.html",
    )
    search: Final = searching(
        "/accounting-service/supplier-payment-search",
        SupplierPaymentRow,
        page="https://api-docs.brightpearl.com/accounting/supplier-payment/search.html",
    )
