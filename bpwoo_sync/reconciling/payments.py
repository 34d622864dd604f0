"""What was paid in the shop, and what Brightpearl received for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from attrs import evolve

from bpwoo_sync.facts import OrderFact
from bpwoo_sync.issues import Issue, Severity, issue
from bpwoo_sync.mapping.money import ZERO, plain
from bpwoo_sync.mapping.payments import amounts_by_method, payment_drafts
from bpwoo_sync.planning.overpaid import overpaid
from bpwoo_sync.reconciling.moments import PAYMENT_DELAY, Moments
from bpwoo_sync.reconciling.pairs import Pair
from bpwoo_sync.situation import Situation
from bpwoo_sync.snapshot import receipts_by_method


def payment_differences(pairs: Iterable[Pair], situation: Situation, moments: Moments) -> list[Issue]:
    """Payments that Brightpearl lacks, has too many of, has alone, or has by another method."""
    received = receipts_by_method(situation.account.payments)
    found: list[Issue] = []
    for pair in pairs:
        if pair.account is not None and pair.live and pair.shop.currency == pair.account.currency:
            found += _paid(pair, pair.account, situation, moments)
            found += _by_another_method(pair, pair.account, received.get(pair.account.sales_order_id or 0, {}), situation)
    return found


def is_late(pair: Pair, moments: Moments) -> bool:
    """Whether a payment of the shop's is so long ago that Brightpearl ought to have it."""
    return not pair.touched and moments.older(pair.order.date_paid_gmt, PAYMENT_DELAY)


def _paid(pair: Pair, theirs: OrderFact, situation: Situation, moments: Moments) -> list[Issue]:
    mapped = situation.tables.payment_method(pair.order.payment_method, pair.shop.currency) is not None
    hint = "" if mapped else f' The payment method "{pair.order.payment_method}" is not mapped.'
    late = None if is_late(pair, moments) else Severity.PENDING
    found = receipt_differences(pair.shop, theirs, pending=pair.severity, unpaid=late, hint=hint)
    return [_with_reason(each, pair, situation) if each.code == "OVERPAID_IN_BP" else each for each in found]


def _with_reason(found: Issue, pair: Pair, situation: Situation) -> Issue:
    """The finding of a surplus, and whether it is a payment that is recorded twice."""
    surplus = None if pair.sales_order is None else overpaid(pair.order, pair.sales_order, situation)
    return found if surplus is None else evolve(found, message=f"{found.message} {surplus.told}")


def receipt_differences(
    ours: OrderFact, theirs: OrderFact, *, pending: Severity | None, unpaid: Severity | None, hint: str = ""
) -> list[Issue]:
    """What was paid for an order and its live sales order, by what is known of both."""
    key, paid, received = ours.number, plain(ours.paid), plain(theirs.paid)
    if theirs.cancelled or ours.currency != theirs.currency:
        return []
    if ours.settled and theirs.paid < ours.paid:
        told = f"Order {key}: {paid} {ours.currency} was paid in the shop, {received} is in Brightpearl.{hint}"
        return [issue("UNPAID_IN_BP", "order", key, told, severity=unpaid, expected=paid, actual=received)]
    if theirs.paid > max(ours.gross, theirs.gross):
        told = f"Order {key}: Brightpearl received {received} for {plain(ours.gross)} {theirs.currency}."
        return [issue("OVERPAID_IN_BP", "order", key, told, severity=pending, expected=plain(ours.gross), actual=received)]
    if not ours.settled and ours.status == "on-hold" and theirs.gross and theirs.paid >= theirs.gross:
        return [issue("PAID_IN_BP_ONLY", "order", key, severity=pending, actual=received)]
    return []


def _by_another_method(pair: Pair, theirs: OrderFact, received: Mapping[str, Decimal], situation: Situation) -> list[Issue]:
    """A payment by a method that the tables do not give; what is not mapped or not paid in full is told otherwise."""
    mapped = payment_drafts(pair.order, situation.tables, situation.catalogue, pair.shop.number)
    wanted = amounts_by_method(mapped.value or ())
    if sum(wanted.values(), ZERO) != pair.shop.paid or theirs.paid > pair.shop.paid:
        return []
    actual = {method: amount for method, amount in received.items() if amount}
    whole = theirs.paid == pair.shop.paid and any(actual.get(method) != amount for method, amount in wanted.items())
    if not wanted or not (actual.keys() - wanted.keys() or whole):
        return []
    expected, found = (", ".join(f"{method} {plain(amounts[method])}" for method in sorted(amounts)) for amounts in (wanted, actual))
    told = f"Order {pair.shop.number} was paid by {expected}; Brightpearl received {found}."
    return [issue("PAYMENT_METHOD_MISMATCH", "order", pair.shop.number, told, severity=pair.severity, expected=expected, actual=found)]
