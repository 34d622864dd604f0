"""Orders and sales orders: what one side has and the other lacks, and in what pairs differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

import woocommerce_sdk as woo
from bpwoo_sync.facts import OrderFact
from bpwoo_sync.issues import Issue, Severity, issue
from bpwoo_sync.mapping.cancellations import Fate, fate_of
from bpwoo_sync.mapping.money import ZERO, minor_unit, plain
from bpwoo_sync.mapping.orders import order_key, unmapped_status
from bpwoo_sync.planning.duplicates import all_duplicated, duplicate_issue
from bpwoo_sync.reconciling.moments import A_DAY, Moments
from bpwoo_sync.reconciling.pairs import CLOSED, Pair
from bpwoo_sync.situation import Situation
from bpwoo_sync.tables import Tables


def order_differences(pairs: Sequence[Pair], actual: Sequence[OrderFact], situation: Situation, moments: Moments) -> list[Issue]:
    """Orders that one side lacks or has twice, and every way in which those that both have do not agree."""
    found: list[Issue] = []
    for pair in pairs:
        found += pair.held if pair.account is None else []
        found += missing(pair, moments) if pair.account is None and not pair.held else []
        found += amount_differences(pair, situation.tables)
    found += duplicates(situation, moments)
    found += unexpected(actual, situation, moments)
    for order in situation.shop.orders:
        found += cancel_drift(order, situation, moments)
        found += unmapped_status(order, situation.tables) if not situation.sales_orders_of(order) else ()
    return found


def missing(pair: Pair, moments: Moments) -> list[Issue]:
    """An order that is not in Brightpearl: one that never was, or one that is gone from there."""
    fact = pair.shop
    amount = f"{plain(fact.gross)} {fact.currency}"
    if pair.was_imported:
        told = f"Order {fact.number} over {amount} was imported, and its sales order is gone."
        return [issue("BP_ORDER_GONE", "order", fact.number, told, severity=pair.severity, expected=amount)]
    late = Severity.BLOCK if moments.older(missing_since(pair), A_DAY) else None
    told = f"Order {fact.number} over {amount} is not in Brightpearl."
    return [issue("MISSING_IN_BP", "order", fact.number, told, severity=pair.severity or late, expected=amount)]


def missing_since(pair: Pair) -> datetime:
    """From when on an order was to be imported: when it was paid, else placed."""
    return pair.order.date_paid_gmt or pair.order.date_created_gmt


def duplicates(situation: Situation, moments: Moments) -> list[Issue]:
    """Orders with several live sales orders."""
    return [
        duplicate_issue(found, moments.severity(*(each.updated_on or each.created_on for each in found.live)))
        for found in all_duplicated(situation)
    ]


def unexpected(actual: Iterable[OrderFact], situation: Situation, moments: Moments) -> list[Issue]:
    """Live sales orders with this shop's reference whose order the shop does not have, or has in the trash."""
    found = []
    for fact in actual:
        if fact.cancelled:
            continue
        order = situation.order_of_ref(fact.ref)
        if order is None:
            message = f"Sales order {fact.sales_order_id} says it is {fact.ref}, which the shop does not have."
            severity = moments.severity(fact.changed_at, fact.placed_at)
            found.append(issue("UNEXPECTED_IN_BP", "sales-order", str(fact.sales_order_id), message, severity=severity, actual=fact.ref))
        elif order.status == woo.OrderStatus.TRASH:
            message = f"Order {order_key(order)} is in the shop's trash, and sales order {fact.sales_order_id} is live."
            severity = moments.severity(order.date_modified_gmt, fact.changed_at)
            found.append(issue("WOO_ORDER_GONE", "order", order_key(order), message, severity=severity, actual=str(fact.sales_order_id)))
    return found


def amount_differences(pair: Pair, tables: Tables) -> list[Issue]:
    """Every way in which the amounts of one order and its live sales order do not agree."""
    return [] if pair.account is None else fact_differences(pair.shop, pair.account, tables, pair.severity)


def fact_differences(ours: OrderFact, theirs: OrderFact, tables: Tables, pending: Severity | None) -> list[Issue]:
    """Every way in which the amounts of an order and its live sales order do not agree, by what is known of both."""
    if theirs.cancelled:
        return []
    key = ours.number
    if ours.currency != theirs.currency:
        message = f"Order {key} is in {ours.currency}, its sales order in {theirs.currency}."
        return [issue("CURRENCY_MISMATCH", "order", key, message, severity=pending, expected=ours.currency, actual=theirs.currency)]
    slack = minor_unit(tables.exponent(ours.currency)) * max(1, ours.rows)
    amounts = [("TOTAL_MISMATCH", "total", ours.gross, theirs.gross), *_taxes(ours, theirs)]
    return [
        issue(
            code,
            "order",
            key,
            f"Order {key}: {name} is {plain(left)} in the shop and {plain(right)} in Brightpearl ({ours.currency}).",
            severity=pending or (Severity.WARN if abs(left - right) <= slack else None),
            field=name,
            expected=plain(left),
            actual=plain(right),
        )
        for code, name, left, right in amounts
        if left != right
    ]


def _taxes(ours: OrderFact, theirs: OrderFact) -> list[tuple[str, str, Decimal, Decimal]]:
    """Tax by code; in one sum where the order's rows cannot be told."""
    if not ours.rows:
        return [("TAX_MISMATCH", "total_tax", ours.tax, theirs.tax)]
    codes = sorted({*ours.tax_by_code, *theirs.tax_by_code})
    return [("TAX_MISMATCH", f"tax {code}", ours.tax_by_code.get(code, ZERO), theirs.tax_by_code.get(code, ZERO)) for code in codes]


#: What there is to say of an order that is cancelled in the shop alone, by what is to become of its sales order.
_FATES: Mapping[Fate, str] = {
    Fate.CANCEL: "its sales order can be cancelled",
    Fate.REVERSE_AND_CANCEL: "it was refunded: its payments are to be reversed, then it can be cancelled",
    Fate.HOLD_PAID: "its sales order is paid, and the shop refunded nothing",
    Fate.HOLD_WAREHOUSE: "a goods-out note exists",
    Fate.HOLD_SHIPPED: "its sales order is shipped or invoiced",
}


def cancel_drift(order: woo.Order, situation: Situation, moments: Moments) -> list[Issue]:
    """An order that is cancelled on one side only."""
    imported = situation.sales_orders_of(order)
    if not imported or order.status == woo.OrderStatus.TRASH:
        return []
    sales_order, key = imported[0], order_key(order)
    agreed = order.status in (*CLOSED, woo.OrderStatus.REFUNDED) if sales_order.is_canceled else order.status not in CLOSED
    if agreed:
        return []
    if sales_order.is_canceled:
        told = f"Sales order {sales_order.id} of order {key} is cancelled, and the shop has it as {order.status.value}."
    else:
        notes = situation.notes_of(sales_order.id).values()
        received = situation.received.get(sales_order.id, ZERO)
        fate = fate_of(order, sales_order, notes, received, situation.refunds_of(order), situation.tables)
        told = f"Order {key} is {order.status.value} in the shop; {_FATES.get(fate, f'sales order {sales_order.id} is live')}."
    severity = moments.severity(order.date_modified_gmt, sales_order.updated_on) or Severity.ERROR
    return [issue("CANCEL_DRIFT", "order", key, told, severity=severity, actual=str(sales_order.id))]
