"""What happens to an order when its status changes: dates, stock, notes, and a refund of the rest."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from .cart import amount, product_of, with_decimals
from .shop import Record, Shop
from .stock import follow

PAYABLE = frozenset({"pending", "on-hold", "failed", "cancelled"})
NAMES = {
    "pending": "Pending payment",
    "processing": "Processing",
    "on-hold": "On hold",
    "completed": "Completed",
    "cancelled": "Cancelled",
    "refunded": "Refunded",
    "failed": "Failed",
    "checkout-draft": "Draft",
    "auto-draft": "Draft",
    "trash": "Trash",
}


def set_status(shop: Shop, order: Record, status: str) -> None:
    """Give an order another status, with all that follows from it."""
    before = order["status"]
    order["status"] = status
    _date(shop, order)
    if status != before or order.get("~new"):
        follow(shop, order)
    if status != before and not order.get("~new"):
        add_note(shop, order, f"Order status changed from {NAMES[before]} to {NAMES[status]}.")
    if status == "refunded" and status != before:
        refund_the_rest(shop, order)
    settle(shop, order)


def pay(shop: Shop, order: Record, transaction_id: str | None) -> None:
    """Payment was received."""
    if order["status"] not in PAYABLE and order["status"] not in ("processing", "completed"):
        return
    if transaction_id:
        order["transaction_id"] = transaction_id
    if order["date_paid"] is None:
        order.update(shop.dated("date_paid", shop.now()))
    if order["status"] in PAYABLE:
        set_status(shop, order, paid_status(shop, order))
    settle(shop, order)


def paid_status(shop: Shop, order: Record) -> str:
    """The status of an order that is paid: completed where nothing is to be sent, and for cash on delivery."""
    return "completed" if order["payment_method"] == "cod" or not needs_processing(shop, order) else "processing"


def _date(shop: Shop, order: Record) -> None:
    """Dates that a status sets."""
    now: datetime = shop.now()
    paid = {paid_status(shop, order), "completed"} if paid_status(shop, order) == "processing" else {"completed"}
    if order["date_paid"] is None and order["status"] in paid:
        order.update(shop.dated("date_paid", now))
    if order["date_completed"] is None and order["status"] == "completed":
        order.update(shop.dated("date_completed", now))


def needs_processing(shop: Shop, order: Record) -> bool:
    """Whether something is to be sent: any product that is not both virtual and downloadable."""
    products = (product_of(shop, line) for line in order["line_items"])
    return any(not (product.get("virtual") and product.get("downloadable")) for product in products if product is not None)


def settle(shop: Shop, order: Record) -> None:
    """What an order says about itself."""
    order["needs_payment"] = order["status"] in ("pending", "failed") and amount(order["total"]) > 0
    order["is_editable"] = order["status"] in ("pending", "on-hold", "auto-draft")
    order["needs_processing"] = needs_processing(shop, order)


def refunded_so_far(shop: Shop, order: Record) -> Decimal:
    """What was refunded of an order."""
    return sum((amount(refund["amount"]) for refund in refunds_of(shop, order)), Decimal(0))


def refunds_of(shop: Shop, order: Record) -> list[Record]:
    """The refunds of an order, the latest first."""
    return sorted((refund for refund in shop.all("refunds") if refund.get("~order") == order["id"]), key=lambda refund: -refund["id"])


def refund_the_rest(shop: Shop, order: Record) -> None:
    """A refund without lines of all that was not refunded yet."""
    told = sum((-amount(refund["total"]) for refund in order["refunds"]), Decimal(0))
    rest = amount(order["total"]) - max(told, refunded_so_far(shop, order))
    if rest <= 0:
        return
    refund = new_refund(shop, order, rest, "Order fully refunded.")
    keep_refund(shop, order, refund, full=True)


def new_refund(shop: Shop, order: Record, value: Decimal, reason: str) -> Record:
    """A refund that holds no line yet."""
    return {
        **shop.blank("refunds"),
        "id": shop.next_id("refunds"),
        **shop.dated("date_created", shop.now()),
        "amount": format(value, f".{shop.decimals}f"),
        "reason": reason,
        "~order": order["id"],
    }


def keep_refund(shop: Shop, order: Record, refund: Record, *, full: bool) -> None:
    """Put a refund on record, and on its order."""
    kind = {"id": shop.next_id("meta"), "key": "_refund_type", "value": "full" if full else "partial"}
    refund["meta_data"] = [kind]
    shop.put("refunds", refund)
    taxes = (amount(tax[name]) for tax in refund["tax_lines"] for name in ("tax_total", "shipping_tax_total"))
    shown = with_decimals({"total": -amount(refund["amount"]), "total_tax": sum(taxes, Decimal(0))}, shop.decimals)
    listed = {"id": refund["id"], "reason": refund["reason"], "total": f"-{refund['amount']}", "total_tax": shown["total_tax"]}
    order["refunds"] = [*order["refunds"], listed]


def add_note(shop: Shop, order: Record, text: str, *, author: str = "WooCommerce", customer_note: bool = False) -> Record:
    """Write a note on an order."""
    note = {
        **shop.blank("order_notes"),
        "id": shop.next_id("order_notes"),
        "author": author,
        **shop.dated("date_created", shop.now()),
        "note": text,
        "customer_note": customer_note,
        "~order": order["id"],
    }
    return shop.put("order_notes", note)
