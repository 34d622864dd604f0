"""What both sides come to by day: gross, net, tax by code, shipping, discounts, payments by method, refunds; and how many orders."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.breakdowns import Apart, PartTotal, code_amounts, method_amounts
from bpwoo_sync.facts import OrderFact
from bpwoo_sync.mapping.money import ZERO, rounded, trimmed
from bpwoo_sync.mapping.orders import status_of
from bpwoo_sync.reconciling.pairs import Pair
from bpwoo_sync.reconciling.parts import DayCount, DayTotal, Figure, summed
from bpwoo_sync.reconciling.refunds import RefundFact
from bpwoo_sync.situation import Situation
from bpwoo_sync.tables import Tables

#: What an order comes to, by measure and part.
Told = Mapping[tuple[str, str], Decimal]

#: How a day's orders are called that the shop does not have.
ABSENT = "not in the shop"


def order_days(pairs: Sequence[Pair], actual: Iterable[OrderFact], apart: Apart, situation: Situation) -> tuple[DayTotal, ...]:
    """Gross, net, tax by code, shipping and discounts by the day on which the shop took the order."""
    placed = {pair.shop.ref: pair.shop.placed_at for pair in pairs}
    by_ref = {pair.shop.ref: pair for pair in pairs}
    sales_orders = {each.id: each for each in situation.account.sales_orders}

    def amounts(fact: OrderFact) -> Told:
        by_kind = (
            _shop_kinds(by_ref[fact.ref], situation.tables)
            if fact.sales_order_id is None
            else account_kinds(sales_orders[fact.sales_order_id], situation.tables)
        )
        kinds = {("shipping", ""): by_kind.get("shipping", ZERO), ("discounts", ""): -by_kind.get("discounts", ZERO)}
        taxes = {("tax", code): amount for code, amount in code_amounts(fact, situation.tables).items()}
        return {("gross", ""): fact.gross, ("net", ""): fact.net, **taxes, **{kind: each for kind, each in kinds.items() if each}}

    return _days([pair.shop for pair in pairs], actual, apart, lambda fact: placed.get(fact.ref, fact.placed_at), amounts)


def payment_days(pairs: Sequence[Pair], actual: Iterable[OrderFact], apart: Apart, situation: Situation) -> tuple[DayTotal, ...]:
    """What was paid by each payment method, by the day on which it was paid in the shop, else on which the order was placed."""
    paid = {pair.shop.ref: pair.order.date_paid_gmt or pair.shop.placed_at for pair in pairs}
    by_method = method_amounts(situation)

    def amounts(fact: OrderFact) -> Told:
        return {("paid", method): amount for method, amount in by_method(fact).items()}

    return _days([pair.shop for pair in pairs], actual, apart, lambda fact: paid.get(fact.ref, fact.placed_at), amounts)


def refund_days(facts: Iterable[RefundFact]) -> tuple[DayTotal, ...]:
    """What was given back, by the day of the refund, or of a credit that has none."""
    found = []
    for fact in facts:
        wanted, credited = fact.amount or ZERO, fact.credited or ZERO
        day, waits = _day(fact.at), fact.touched and not fact.stands_back
        held = wanted if fact.stands_back else ZERO
        same = fact.credited is None or fact.credit_currency == fact.currency
        there = credited if same else ZERO
        shared = {"day": day, "measure": "refunds"}
        pending = (wanted if waits else ZERO) - (there if fact.touched else ZERO)
        found.append(DayTotal(currency=fact.currency, shop=wanted, held=held, pending=pending, account=there, **shared))
        if not same:
            late = -credited if fact.touched else ZERO
            found.append(DayTotal(currency=fact.credit_currency, shop=ZERO, held=ZERO, pending=late, account=credited, **shared))
    return summed(found)


def day_counts(pairs: Iterable[Pair], actual: Iterable[OrderFact], situation: Situation) -> tuple[DayCount, ...]:
    """Orders by the day on which the shop took them and their status there: how many belong into Brightpearl, and are."""
    found = []
    for pair in pairs:
        fate = "imported" if pair.account is not None else "held" if pair.held else "pending" if pair.touched else "missing"
        found.append(DayCount(day=_day(pair.shop.placed_at), status=pair.shop.status, admitted=1, **{fate: 1}))
    for fact in actual:
        order = situation.order_of_ref(fact.ref)
        if not fact.cancelled and (order is None or order.status == woo.OrderStatus.TRASH):
            at, status = (fact.placed_at, ABSENT) if order is None else (order.date_created_gmt, status_of(order))
            found.append(DayCount(day=_day(at), status=status, extra=1))
    return summed(found)


def receivables(pairs: Sequence[Pair], actual: Iterable[OrderFact], apart: Apart) -> tuple[PartTotal, ...]:
    """What is not paid yet of orders that are not cancelled, by the order's status and payment method in the shop.

    Of what the shop holds to be paid, and of what it does not have, Brightpearl's side stands alone.
    """
    names = {pair.shop.ref: _open_name(pair) for pair in pairs}
    found = []
    for pair in pairs:
        fact = pair.shop
        if not fact.settled and fact.gross:
            held = fact.gross if fact.ref in apart.held else ZERO
            waits = fact.gross if fact.ref in apart.pending and not held else ZERO
            part = names[fact.ref]
            found.append(PartTotal(currency=fact.currency, part=part, shop=fact.gross, held=held, pending=waits, account=ZERO))
    for fact in actual:
        due = fact.gross - fact.paid
        if due > 0 and not fact.cancelled:
            waits, part = -due if fact.ref in apart.pending else ZERO, names.get(fact.ref, ABSENT)
            found.append(PartTotal(currency=fact.currency, part=part, shop=ZERO, held=ZERO, pending=waits, account=due))
    return summed(found)


def _open_name(pair: Pair) -> str:
    return "paid in the shop" if pair.shop.settled else f"{pair.shop.status}, {pair.order.payment_method or 'no method'}"


def figures(pairs: Iterable[Pair], actual: Iterable[OrderFact], situation: Situation) -> tuple[Figure, ...]:
    """Rounding rows on both sides, and discounts that have no rows of their own: those Brightpearl does not tell."""
    tables, sales_orders = situation.tables, {each.id: each for each in situation.account.sales_orders}
    found, counted = [], set[str]()
    for pair in pairs:
        fact, rounding = pair.shop, _shop_kinds(pair, tables).get("rounding", ZERO)
        if rounding:
            counted.add(fact.ref)
            found.append(Figure(currency=fact.currency, name="rounding", orders=1, shop=rounding, account=ZERO))
        off = rounded(pair.order.discount_total, tables.exponent(fact.currency))
        if off and tables.orders.discounts == "net":
            found.append(Figure(currency=fact.currency, name="discounts", orders=1, shop=off, account=None))
    for fact in actual:
        rounding = account_kinds(sales_orders[fact.sales_order_id or 0], tables).get("rounding", ZERO)
        if rounding and not fact.cancelled:
            more = int(fact.ref not in counted)
            found.append(Figure(currency=fact.currency, name="rounding", orders=more, shop=ZERO, account=rounding))
    return summed(found)


def _shop_kinds(pair: Pair, tables: Tables) -> Mapping[str, Decimal]:
    """Net of an order by what its rows are of; as the order itself tells it where its rows cannot be told."""
    if pair.rows is not None:
        return _kinds(((row.ref, row.nominal, row.net) for row in pair.rows), tables)
    exponent = tables.exponent(pair.shop.currency)
    told = {"shipping": rounded(pair.order.shipping_total, exponent)}
    return told if tables.orders.discounts == "net" else {**told, "discounts": -rounded(pair.order.discount_total, exponent)}


def account_kinds(order: bp.SalesOrder, tables: Tables) -> Mapping[str, Decimal]:
    """Net of a sales order by what its rows are of."""
    currency = (order.currency.code if order.currency else None) or tables.store.base_currency
    rows = ((row.external_ref or "", row.nominal_code or "", row.net or ZERO) for row in order.rows)
    return {kind: trimmed(net, tables.exponent(currency)) for kind, net in _kinds(rows, tables).items()}


def _kinds(rows: Iterable[tuple[str, str, Decimal]], tables: Tables) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for ref, nominal, net in rows:
        kind = _kind_of(ref, nominal, tables)
        found[kind] = found.get(kind, ZERO) + net
    return found


def _kind_of(ref: str, nominal: str, tables: Tables) -> str:
    """What a row is of: by its reference where it is ours, else by its nominal code where the tables name that."""
    if ref == "R":
        return "rounding"
    if ref.startswith("D:"):
        return "discounts"
    if ref[:1] in ("L", "F", "S", "C") and ref[1:].isdigit():
        return "shipping" if ref[0] == "S" else "sold"
    named = {tables.nominals.shipping: "shipping", tables.nominals.discount: "discounts", tables.nominals.rounding: "rounding"}
    return named.get(nominal, "sold") if nominal else "sold"


def _days(
    wanted: Iterable[OrderFact],
    actual: Iterable[OrderFact],
    apart: Apart,
    at: Callable[[OrderFact], datetime],
    amounts: Callable[[OrderFact], Told],
) -> tuple[DayTotal, ...]:
    found = []
    for fact in wanted:
        for (measure, part), amount in amounts(fact).items():
            held = amount if fact.ref in apart.held else ZERO
            waits = amount if fact.ref in apart.pending and fact.ref not in apart.held else ZERO
            found.append(_of_day(fact, at, measure, part, shop=amount, held=held, pending=waits))
    for fact in actual:
        for (measure, part), amount in amounts(fact).items() if not fact.cancelled else ():
            waits = -amount if fact.ref in apart.pending else ZERO
            found.append(_of_day(fact, at, measure, part, pending=waits, account=amount))
    return summed(found)


def _of_day(
    fact: OrderFact,
    at: Callable[[OrderFact], datetime],
    measure: str,
    part: str,
    *,
    shop: Decimal = ZERO,
    held: Decimal = ZERO,
    pending: Decimal = ZERO,
    account: Decimal = ZERO,
) -> DayTotal:
    return DayTotal(
        currency=fact.currency, day=_day(at(fact)), measure=measure, part=part, shop=shop, held=held, pending=pending, account=account
    )


def _day(at: datetime | None) -> str:
    return "" if at is None else at.astimezone(UTC).date().isoformat()
