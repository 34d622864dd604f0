"""Orders with their payments and refunds, as far as each could be read: findings, control totals and their parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from attrs import field, frozen

from bpwoo_sync.breakdowns import Apart, PartTotal, day_totals, method_totals, tax_totals
from bpwoo_sync.described import described
from bpwoo_sync.facts import OrderFact
from bpwoo_sync.issues import Issue
from bpwoo_sync.reconciling.daily import day_counts, figures, order_days, payment_days, receivables, refund_days
from bpwoo_sync.reconciling.edits import edits
from bpwoo_sync.reconciling.moments import Moments
from bpwoo_sync.reconciling.orders import order_differences
from bpwoo_sync.reconciling.pairs import Pair, account_facts, pairs_of
from bpwoo_sync.reconciling.parts import DayCount, DayTotal, Figure, rolled, summed
from bpwoo_sync.reconciling.payments import is_late, payment_differences
from bpwoo_sync.reconciling.products import broken_orders
from bpwoo_sync.reconciling.refunds import refund_differences, refund_facts, refund_totals
from bpwoo_sync.reconciling.surprises import order_surprises, payment_surprises, refund_surprises
from bpwoo_sync.reconciling.totals import ControlTotal, control_totals
from bpwoo_sync.reconciling.waiting import Waiting, waiting_pairs
from bpwoo_sync.situation import Situation


@described
@frozen(kw_only=True)
class Books:
    """What was found of orders, payments and refunds. What could not be read is left out."""

    issues: tuple[Issue, ...] = ()
    counts: Mapping[str, int] = field(factory=dict)
    """How many of each kind."""
    totals: tuple[ControlTotal, ...] = ()
    days: tuple[PartTotal, ...] = ()
    taxes: tuple[PartTotal, ...] = ()
    methods: tuple[PartTotal, ...] = ()
    receivables: tuple[PartTotal, ...] = ()
    daily: tuple[DayTotal, ...] = ()
    by_status: tuple[DayCount, ...] = ()
    figures: tuple[Figure, ...] = ()
    waiting: Waiting = field(factory=Waiting)


def compared_books(situation: Situation, moments: Moments, lacks: Callable[[str], bool]) -> Books:
    """Compare orders, and payments and refunds where ``lacks`` does not say that a part of them is missing."""
    if lacks("orders"):
        return Books()
    actual = account_facts(situation)
    pairs = pairs_of(situation, actual, moments)
    wanted = [pair.shop for pair in pairs]
    held = frozenset(pair.shop.ref for pair in pairs if pair.held)
    apart = Apart(held=held, pending=_pending(pairs, actual, situation, moments))
    issues: list[Issue] = [
        *order_differences(pairs, actual, situation, moments),
        *edits(pairs, situation.tables),
        *order_surprises(pairs, actual, situation),
        *broken_orders(pairs, situation, moments),
    ]
    daily = order_days(pairs, actual, apart, situation)
    totals = (*control_totals(wanted, actual, apart, "gross", "net", "tax"), *rolled(daily, "shipping", "discounts"))
    late = waiting_pairs(pairs, situation.tables.reconcile, moments)
    waits = (
        *control_totals([pair.shop for pair in late], (), apart, "gross", "net", "tax"),
        *rolled(order_days(late, (), apart, situation), "shipping", "discounts"),
    )
    counts = {
        "orders in the shop": len(situation.shop.orders),
        "orders to be imported": len(wanted),
        "held back": len(held),
        "sales orders in Brightpearl": len(actual),
    }
    methods: tuple[PartTotal, ...] = ()
    unpaid_orders: tuple[PartTotal, ...] = ()
    if not lacks("payments"):
        unpaid = {pair.shop.ref for pair in pairs if pair.shop.settled and not is_late(pair, moments)}
        waiting = Apart(held=held, pending=apart.pending | unpaid)
        issues += [*payment_differences(pairs, situation, moments), *payment_surprises(situation)]
        totals += control_totals(wanted, actual, waiting, "paid")
        waits += control_totals([pair.shop for pair in late], (), waiting, "paid")
        methods = method_totals(situation, wanted, actual, waiting)
        unpaid_orders = receivables(pairs, actual, waiting)
        daily += payment_days(pairs, actual, waiting, situation)
    if not lacks("refunds"):
        given_back = refund_facts(situation, held, moments)
        issues += [*refund_differences(given_back), *refund_surprises(situation)]
        totals += refund_totals(given_back)
        daily += refund_days(given_back)
        counts["refunds"] = len(given_back)
    return Books(
        issues=tuple(issues),
        counts=counts,
        totals=totals,
        days=day_totals(wanted, actual, apart),
        taxes=tax_totals(wanted, actual, apart, situation.tables),
        methods=methods,
        receivables=unpaid_orders,
        daily=summed(daily),
        by_status=day_counts(pairs, actual, situation),
        figures=figures(pairs, actual, situation),
        waiting=Waiting(orders=frozenset(pair.shop.number for pair in late), totals=waits),
    )


def _pending(pairs: tuple[Pair, ...], actual: tuple[OrderFact, ...], situation: Situation, moments: Moments) -> frozenset[str]:
    """The references of orders that changed too recently on either side to be judged."""
    found = {pair.shop.ref for pair in pairs if pair.touched}
    for fact in actual:
        order = situation.order_of_ref(fact.ref)
        if moments.touched(fact.changed_at, fact.placed_at, order.date_modified_gmt if order is not None else None):
            found.add(fact.ref)
    return frozenset(found)
