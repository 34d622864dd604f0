"""Receipts and payments as journals alone: they do not mark an order as paid, which only payments do."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import UNSET, Draft, Unset, draft
from ...endpoints import create


@draft
class AdjustmentDraft(Draft):
    """A part of an amount that is taken from, or put on, another account."""

    value: Decimal
    """In the receipt's currency."""
    nominal_code: str


@draft
class ReceiptLineDraft(Draft):
    """An amount for an order; a negative one takes money back. With its adjustment it is no more than the invoice."""

    order_id: int | Unset = UNSET
    value: Decimal
    """In the receipt's currency; less than 0 takes money back."""
    invoice_ref: str | Unset = UNSET
    adjustment: AdjustmentDraft | Unset = UNSET


@draft
class ReceiptHeaderDraft(Draft):
    """Who paid or is paid: the primary contact of the orders.

    ``bank_account_nominal_code`` may be left out where the lines balance, ``currency_id`` for the base currency and
    ``exchange_rate`` likewise.
    """

    contact_id: int
    bank_account_nominal_code: str | Unset = UNSET
    description: str | Unset = UNSET
    tax_date: date
    """The tax day, in the account's time zone."""
    currency_id: int | Unset = UNSET
    exchange_rate: Decimal | Unset = UNSET
    """Units of the foreign currency for one unit of the account's base currency."""


@draft
class ReceiptDraft(Draft):
    """A customer's receipt, or a payment to a supplier, with a line at least. Amounts are sent as text."""

    header: ReceiptHeaderDraft
    payments: tuple[ReceiptLineDraft, ...]


@draft
class ReceivedAmountDraft(Draft):
    """An amount in a currency."""

    currency: str
    value: Decimal
    """In the currency that is named beside it."""


@draft
class OldSalesReceiptDraft(Draft):
    """A receipt of a customer, an order or an invoice. Deprecated by the vendor.

    Either ``order_id`` or ``customer_id``, who is a primary contact, is needed.
    """

    order_id: int | Unset = UNSET
    customer_id: int | Unset = UNSET
    received: ReceivedAmountDraft
    invoice_reference: str | Unset = UNSET
    bank_account_nominal_code: str
    description: str | Unset = UNSET
    tax_date: datetime | date
    """The tax day, in the account's time zone; a moment has to be aware."""
    channel_id: int | Unset = UNSET


class Receipts(Resource[C]):
    """Each returns the id of the journal that it posts. https://api-docs.brightpearl.com/accounting/sales-receipt/index.html"""

    create_sales_receipt: Final = create(
        "/accounting-service/invoice/sales-receipt",
        ReceiptDraft,
        doc="Post the journal of money from a customer; returns its id.",
        page="https://api-docs.brightpearl.com/accounting/sales-receipt/post.html",
    )
    create_purchase_payment: Final = create(
        "/accounting-service/invoice/purchase-payment",
        ReceiptDraft,
        doc="Post the journal of money to a supplier; returns its id.",
        page="https://api-docs.brightpearl.com/accounting/purchase-payment/post.html",
    )
    create_old_sales_receipt: Final = create(
        "/accounting-service/sales-receipt",
        OldSalesReceiptDraft,
        doc="Post a receipt; returns its id. Deprecated by the vendor; since 4.90 it does not mark an order as paid.",
        page="https://api-docs.brightpearl.com/accounting/sales-receipt%20(deprecated)/post(deprecated).html",
    )
