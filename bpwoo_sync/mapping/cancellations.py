"""What is to become of a sales order whose order was cancelled or given back: a decision, never a guess."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import Enum

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.mapping.money import ZERO, rounded
from bpwoo_sync.tables import Tables


class Fate(Enum):
    """What is to be done with a sales order."""

    KEEP = "keep"
    CANCEL = "cancel"
    REVERSE_AND_CANCEL = "reverse the payments, then cancel"
    HOLD_PAID = "CANCELLED_BUT_PAID"
    HOLD_WAREHOUSE = "CANCEL_NEEDS_WAREHOUSE"
    HOLD_SHIPPED = "CANCEL_AFTER_SHIP"
    DRIFT = "CANCEL_DRIFT"
    GONE = "WOO_ORDER_GONE"


def fate_of(
    order: woo.Order,
    sales_order: bp.SalesOrder,
    goods_out: Iterable[bp.GoodsOutNote | bp.DropShipNote],
    received: Decimal,
    refunds: Iterable[woo.Refund],
    tables: Tables,
    *,
    credited: bool = False,
) -> Fate:
    """What is to be done with the sales order of an order, as both sides stand.

    ``received`` is what was paid for it; ``credited`` tells that a refund of it has its sales credit already.
    """
    if sales_order.is_canceled:
        return Fate.KEEP if order.status in _CLOSED else Fate.DRIFT
    if order.status == woo.OrderStatus.TRASH:
        return Fate.GONE
    given_back, cancelled = list(refunds), order.status == woo.OrderStatus.CANCELLED
    if not (given_back or cancelled):
        return Fate.KEEP
    notes = [note for note in goods_out if not (isinstance(note, bp.GoodsOutNote) and note.transfer)]
    left = any(note.status is not None and note.status.shipped for note in notes)
    # What a supplier sends has no goods-out note, and its own notes may not have been read.
    gone = is_invoiced(sales_order) or left or sales_order.shipping_status_code not in _NOT_SHIPPED
    exponent = tables.exponent(order.currency)
    back = sum(rounded(abs(refund.amount), exponent) for refund in given_back)
    if cancelled:
        if gone:
            return Fate.HOLD_SHIPPED
        if notes:
            return Fate.HOLD_WAREHOUSE
        if received <= 0:
            return Fate.CANCEL
        return Fate.REVERSE_AND_CANCEL if back >= received else Fate.HOLD_PAID
    whole = rounded(order.total, exponent)
    if len(given_back) == 1 and not credited and whole and back == whole and not gone and not notes:
        # All of it was given back at once before the warehouse began: there is nothing to credit.
        return Fate.REVERSE_AND_CANCEL if received > 0 else Fate.CANCEL
    return Fate.KEEP


_CLOSED = (woo.OrderStatus.CANCELLED, woo.OrderStatus.REFUNDED, woo.OrderStatus.FAILED, woo.OrderStatus.TRASH)


def is_invoiced(sales_order: bp.SalesOrder) -> bool:
    """Whether Brightpearl has invoiced a sales order: then it can no longer be cancelled."""
    invoice = sales_order.invoice
    return isinstance(invoice, Mapping) and bool(invoice.get("invoiceReference"))


#: How an order stands of which nothing was paid, and of which nothing left.
_UNPAID = (None, bp.OrderPaymentStatus.UNPAID, bp.OrderPaymentStatus.NOT_APPLICABLE)
_NOT_SHIPPED = (None, "", "SNS", "NST")


def why_kept(younger: bp.SalesOrder, oldest: bp.SalesOrder, *, paid: bool, noted: bool, followed: bool) -> str:
    """Why the younger of two sales orders of one order is not to be cancelled; blank where nothing hangs on it.

    ``paid`` tells that a payment is recorded on it, also one that was reversed; ``noted`` that a goods-out or drop-ship note
    is; ``followed`` that another order, such as a sales credit, was made of it.
    """
    reasons = (
        (bool(oldest.is_canceled), f"sales order {oldest.id} is cancelled, so it is the only one left"),
        (younger.external_ref != oldest.external_ref, f"its reference is not that of sales order {oldest.id}"),
        (is_invoiced(younger), "it is invoiced"),
        (paid or younger.order_payment_status not in _UNPAID, "a payment is recorded on it"),
        (noted, "goods are on their way for it, or left"),
        (younger.shipping_status_code not in _NOT_SHIPPED, "goods of it were shipped"),
        (followed, "another order was made of it"),
        (_worth(younger) != _worth(oldest), f"it is over another amount than sales order {oldest.id}, so it is no copy"),
    )
    return next((reason for applies, reason in reasons if applies), "")


def _worth(order: bp.SalesOrder) -> tuple[str, Decimal]:
    """The currency of a sales order, and what its rows come to, tax included."""
    total = sum(((row.net or ZERO) + (row.tax or ZERO) for row in order.rows), ZERO)
    return (order.currency.code if order.currency is not None else None) or "", total
