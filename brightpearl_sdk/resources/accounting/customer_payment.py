"""Customer payments: money received for a sales order, or paid back on a sales credit."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import UNSET, Draft, Unset, draft
from ...endpoints import create, remove, searching
from ...search import IdColumn, InstantColumn, MoneyColumn, SearchRow, StringColumn
from ...values import Number


class PaymentType(StrEnum):
    """What a payment does. ``RECEIPT`` is money in, ``PAYMENT`` money out."""

    AUTH = "AUTH"
    CAPTURE = "CAPTURE"
    PAYMENT = "PAYMENT"
    RECEIPT = "RECEIPT"
    VOID = "VOID"


@draft
class CustomerPaymentDraft(Draft):
    """A payment to be recorded, in the order's currency.

    ``transaction_ref`` (64 characters) and ``payment_method_code`` together are unique where a reference is given:
    a second payment with the same pair is refused. ``exchange_rate`` has six decimals.
    """

    transaction_ref: str | Unset = UNSET
    transaction_code: str | Unset = UNSET
    payment_method_code: str
    payment_type: PaymentType
    order_id: int | Unset = UNSET
    currency_iso_code: str
    exchange_rate: Number | Unset = UNSET
    """Units of the foreign currency for one unit of the account's base currency."""
    amount_authorized: Number | Unset = UNSET
    """In the order's currency."""
    amount_paid: Number | Unset = UNSET
    """In the order's currency."""
    authorization_expiry: datetime | Unset = UNSET
    """When the authorisation ends: aware UTC."""
    journal_id: int | Unset = UNSET
    journal_ref: str | Unset = UNSET
    payment_date: datetime
    """When it was paid: aware UTC."""


class CustomerPaymentRow(SearchRow):
    """A row of ``customer-payment-search``, the only way to read payments."""

    payment_id: Final = IdColumn("paymentId")
    transaction_ref: Final = StringColumn("transactionRef", sortable=False)
    transaction_code: Final = StringColumn("transactionCode", sortable=False)
    payment_method_code: Final = StringColumn("paymentMethodCode", sortable=False)
    payment_type: Final = StringColumn("paymentType", sortable=False)
    order_id: Final = IdColumn("orderId", sortable=False)
    currency_id: Final = IdColumn("currencyId", sortable=False)
    currency_code: Final = StringColumn("currencyCode", sortable=False)
    amount_authorized: Final = MoneyColumn("amountAuthorized", sortable=False)
    """What was authorised, in the payment's currency."""
    amount_paid: Final = MoneyColumn("amountPaid", sortable=False)
    """What was paid, in the payment's currency."""
    expires: Final = InstantColumn("expires", sortable=False)
    """When the authorisation ends: aware UTC."""
    payment_date: Final = InstantColumn("paymentDate")
    """When it was paid: aware UTC."""
    created_on: Final = InstantColumn("createdOn")
    """When it was made: aware UTC."""
    journal_id: Final = IdColumn("journalId")


class CustomerPayments(Resource[C]):
    """https://api-docs.brightpearl.com/accounting/customer-payment/index.html"""

    create: Final = create(
        "/accounting-service/customer-payment",
        CustomerPaymentDraft,
        page="https://api-docs.brightpearl.com/accounting/customer-payment/post.html",
    )
    remove: Final = remove(
        "/accounting-service/customer-payment/{}",
        page="https://api-docs.brightpearl.com/accounting/customer-payment/delete.html",
    )
    search: Final = searching(
        "/accounting-service/customer-payment-search",
        CustomerPaymentRow,
        page="https://api-docs.brightpearl.com/accounting/customer-payment/search.html",
    )
