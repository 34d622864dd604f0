"""Payments that Brightpearl has twice: what there is to say of them, and the writes that take the younger back.

No sync makes these writes by itself: a person approves that a payment is taken out of the books. They are only offered where
what is too much is, to the minor unit, payments that have the reference, method and amount of an older one.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from attrs import frozen

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.facts import refund_ref
from bpwoo_sync.mapping.cancellations import Fate
from bpwoo_sync.mapping.double_payments import Surplus, Twice, reversal_ref, surplus_of, worth_of
from bpwoo_sync.mapping.money import plain, rounded, trimmed
from bpwoo_sync.mapping.order_facts import account_order_fact, order_fact_of
from bpwoo_sync.mapping.orders import order_key
from bpwoo_sync.plan import Action
from bpwoo_sync.planning.actions import document, rate_of
from bpwoo_sync.planning.fates import planned_fate
from bpwoo_sync.situation import Situation

#: What of a refund's credit a finding is about of which too much was paid back.
PAID_BACK = "paid back"


@frozen(kw_only=True)
class Overpaid:
    """A sales order that received more than its total, or a credit of which more was paid back.

    ``twice`` are the payments that are one too many. ``kept`` says why nothing is taken back; blank where these are all of it.
    """

    twice: tuple[Twice, ...] = ()
    kept: str = ""

    @property
    def told(self) -> str:
        """What there is to say of it beside how much it is."""
        if self.kept:
            return f"No payment is taken back by a repair: {self.kept}."
        pairs = (f"payment {each.younger.payment_id} is payment {each.kept.payment_id} once more" for each in self.twice)
        return f"By reference, method and amount {', '.join(pairs)}."


def overpaid(order: woo.Order, sales_order: bp.SalesOrder, situation: Situation) -> Overpaid | None:
    """What there is to say of a sales order that received more than its total; None for any other."""
    ours = order_fact_of(order, None, situation.tables)
    theirs = account_order_fact(sales_order, situation.received, situation.tables)
    if theirs.cancelled or ours.currency != theirs.currency or theirs.paid <= max(ours.gross, theirs.gross):
        return None
    if ours.gross != theirs.gross:
        return Overpaid(kept=f"the order is over {plain(ours.gross)} in the shop and {plain(theirs.gross)} in Brightpearl")
    if planned_fate(order, sales_order, situation) is not Fate.KEEP:
        return Overpaid(kept="the shop cancelled it or gave all of it back, which decides about its payments first")
    ref = situation.ref(order)
    return _told(surplus_of(situation.payments_of(sales_order.id), theirs.gross, ref, theirs.currency), ref, situation)


def overpaid_back(order: woo.Order, refund: woo.Refund, situation: Situation) -> Overpaid | None:
    """What there is to say of a credit of which more was paid back than the refund gave; None for any other."""
    ref, exponent = refund_ref(situation.tables.store.key, refund.id), situation.tables.exponent(order.currency)
    credit = situation.credits.get(ref)
    if credit is None or credit.is_canceled or _currency(credit, order) != order.currency:
        return None
    wanted, credited = rounded(abs(refund.amount), exponent), trimmed(worth_of(credit), exponent)
    if -situation.received.get(credit.id, Decimal(0)) <= max(wanted, credited):
        return None
    if wanted != credited:
        return Overpaid(kept=f"the refund is over {plain(wanted)}, and its sales credit over {plain(credited)}")
    return _told(surplus_of(situation.payments_of(credit.id), credited, ref, order.currency, given_back=True), ref, situation)


def _told(surplus: Surplus, ref: str, situation: Situation) -> Overpaid:
    before = next((each.younger.payment_id for each in surplus.twice if situation.ledger.settled(_key(ref, each))), None)
    if before is not None:
        return Overpaid(kept=f"payment {before} was taken back by one before, and that was undone")
    return Overpaid(twice=surplus.twice, kept=surplus.why)


#: Statuses of the shop in which an order's payments are nobody's to correct: it is over.
_OVER = (woo.OrderStatus.CANCELLED, woo.OrderStatus.FAILED, woo.OrderStatus.TRASH)


def reversal_actions(situation: Situation) -> Iterator[Action]:
    """The writes that take payments back which are there twice, of sales orders and of credits.

    What they were found by is looked at once more when such a write is carried out.
    """
    for order in situation.shop.orders:
        imported = situation.sales_orders_of(order)
        if not imported or imported[0].is_canceled or order.status in _OVER:
            continue
        sales_order = imported[0]
        if len(situation.payments_of(sales_order.id)) > 1:
            found, ref = overpaid(order, sales_order, situation), situation.ref(order)
            yield from (_reversal(each, ref, sales_order, order, sales_order, situation) for each in (found.twice if found else ()))
        for refund in situation.refunds_of(order):
            ref = refund_ref(situation.tables.store.key, refund.id)
            credit, back = situation.credits.get(ref), overpaid_back(order, refund, situation)
            if credit is not None and back is not None:
                yield from (_reversal(each, ref, credit, order, sales_order, situation) for each in back.twice)


def _reversal(
    found: Twice, ref: str, of: bp.SalesOrder | bp.SalesCredit, order: woo.Order, sales_order: bp.SalesOrder, situation: Situation
) -> Action:
    younger, kept, number = found.younger, found.kept, order_key(order)
    amount = trimmed(younger.amount_paid or Decimal(0), situation.tables.exponent(order.currency))
    received = younger.payment_type != bp.PaymentType.PAYMENT
    draft = bp.CustomerPaymentDraft(
        transaction_ref=reversal_ref(ref, younger.payment_id or 0),
        payment_method_code=younger.payment_method_code or "",
        payment_type=bp.PaymentType.PAYMENT if received else bp.PaymentType.RECEIPT,
        currency_iso_code=order.currency,
        amount_paid=amount,
        # The day of what it takes back: so the receipts of that day come to what the gateway paid out for it.
        payment_date=younger.payment_date or younger.created_on or of.placed_on or order.date_created_gmt,
        journal_ref=f"Reversal {number}"[:64],
    )
    rate = rate_of(sales_order, situation.tables, order)
    payment: dict[str, Any] = {**document(draft), **({} if rate is None else {"exchangeRate": plain(rate)})}
    about = f"received for order {number}" if received else f"paid back for order {number} ({ref})"
    return Action(
        key=_key(ref, found),
        kind="payment-reversal",
        payload={
            "orderId": of.id,
            "externalRef": ref,
            "total": plain(trimmed(worth_of(of), situation.tables.exponent(order.currency))),
            "keptId": kept.payment_id,
            "reversedId": younger.payment_id,
            "payment": payment,
        },
        entity=f"order {number}",
        summary=(
            f"Take back payment {younger.payment_id} of {plain(amount)} {order.currency}, {about}: "
            f"payment {kept.payment_id} has its reference, method and amount, and stays"
        ),
        target=str(younger.payment_id),
    )


def _key(ref: str, found: Twice) -> str:
    return f"reverse-double:{ref}:{found.younger.payment_id}"


def _currency(credit: bp.SalesCredit, order: woo.Order) -> str:
    return (credit.currency.code if credit.currency is not None else None) or order.currency
