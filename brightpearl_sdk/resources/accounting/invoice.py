"""Invoices and credits as journals alone: they do not mark an order as invoiced, which only closing it does."""

from __future__ import annotations

from datetime import date
from typing import Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import UNSET, Draft, Unset, draft
from ...endpoints import create
from ...values import Number


@draft
class InvoiceLineDraft(Draft):
    """A line of an invoice or a credit. Neither debtors control (1100) nor creditors control (2100) may be its code."""

    net: Number
    """Without tax, in the invoice's currency."""
    tax: Number
    """The tax, in the invoice's currency."""
    nominal_code: str
    tax_class_id: int
    project_id: int | Unset = UNSET
    lead_source_id: int | Unset = UNSET
    channel_id: int | Unset = UNSET


@draft
class InvoiceHeaderDraft(Draft):
    """Whose invoice or credit it is. ``exchange_rate`` may be left out for the base currency."""

    contact_id: int
    tax_date: date
    """The tax day, in the account's time zone."""
    due_date: date | Unset = UNSET
    """The day when it is due, in the account's time zone."""
    description: str | Unset = UNSET
    currency_id: int
    exchange_rate: Number | Unset = UNSET
    """Units of the foreign currency for one unit of the account's base currency."""
    order_id: int | Unset = UNSET


@draft
class InvoiceDraft(Draft):
    """A customer's invoice or credit, with a line at least."""

    header: InvoiceHeaderDraft
    lines: tuple[InvoiceLineDraft, ...]


@draft
class SupplierInvoiceHeaderDraft(InvoiceHeaderDraft):
    """Whose invoice or credit it is, with the supplier's own reference."""

    invoice_ref: str


@draft
class SupplierInvoiceDraft(Draft):
    """A supplier's invoice or credit, with a line at least."""

    header: SupplierInvoiceHeaderDraft
    lines: tuple[InvoiceLineDraft, ...]


class Invoices(Resource[C]):
    """Each returns the id of the journal that it posts. https://api-docs.brightpearl.com/accounting/index.html"""

    create_sales_invoice: Final = create(
        "/accounting-service/invoice/sales-invoice",
        InvoiceDraft,
        doc="Post the journal of a sales invoice; returns its id. The order is not marked as invoiced.",
        page="https://api-docs.brightpearl.com/accounting/sales%20invoice/post.html",
    )
    create_sales_credit: Final = create(
        "/accounting-service/invoice/sales-credit",
        InvoiceDraft,
        doc="Post the journal of a sales credit; returns its id.",
        page="https://api-docs.brightpearl.com/accounting/sales%20credit/post.html",
    )
    create_purchase_invoice: Final = create(
        "/accounting-service/invoice/purchase-invoice",
        SupplierInvoiceDraft,
        doc="Post the journal of a purchase invoice; returns its id. The order is not marked as invoiced.",
        page="https://api-docs.brightpearl.com/accounting/purchase%20invoice/post.html",
    )
    create_purchase_credit: Final = create(
        "/accounting-service/invoice/purchase-credit",
        SupplierInvoiceDraft,
        doc="Post the journal of a purchase credit; returns its id. Its path and its fields follow those of the others.",
        page="https://api-docs.brightpearl.com/accounting/purchase%20credit/post.html",
    )
