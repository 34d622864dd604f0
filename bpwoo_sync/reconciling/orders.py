"""Orders and sales orders: what one side has and the other lacks, and in what pairs differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from bpwoo_sync.catalogue import Catalogue
from bpwoo_sync.facts import OrderFact
from bpwoo_sync.issues import Issue, Severity, issue
from bpwoo_sync.mapping.money import minor_unit, plain
from bpwoo_sync.mapping.order_facts import shop_order_fact
from bpwoo_sync.mapping.orders import is_admitted, order_import
from bpwoo_sync.snapshot import Shop
from bpwoo_sync.tables import Tables


def wanted_orders(shop: Shop, tables: Tables, catalogue: Catalogue) -> tuple[list[OrderFact], dict[str, tuple[Issue, ...]]]:
    """The orders that belong into Brightpearl, and of those the ones that cannot be mapped, with the reasons."""
    facts, held = [], {}
    for order in shop.orders:
        if is_admitted(order, tables):
            fact = shop_order_fact(order, tables, catalogue)
            facts.append(fact)
            mapped = order_import(order, tables, catalogue)
            if mapped.blocked:
                held[fact.ref] = tuple(each for each in mapped.issues if each.severity is Severity.BLOCK)
    return facts, held


def order_differences(
    wanted: Sequence[OrderFact],
    actual: Sequence[OrderFact],
    held: Mapping[str, object],
    known: Mapping[int, bool],
    tables: Tables,
    since: datetime,
) -> list[Issue]:
    """Every way in which the orders of both sides do not agree. What changed after ``since`` is only pending.

    ``known`` are the shop's orders by id, and whether each is in the trash.
    """
    by_ref: dict[str, list[OrderFact]] = {}
    for fact in actual:
        by_ref.setdefault(fact.ref, []).append(fact)
    found: list[Issue] = []
    for fact in wanted:
        matches = sorted(by_ref.get(fact.ref, ()), key=lambda each: each.sales_order_id or 0)
        severity = Severity.INFO if fact.changed_at is not None and fact.changed_at > since else None
        if not matches and fact.ref not in held:
            amount = f"{plain(fact.gross)} {fact.currency}"
            message = f"Order {fact.number} over {amount} is not in Brightpearl."
            found.append(issue("MISSING_IN_BP", "order", fact.number, message, severity=severity, expected=amount))
        if len(matches) > 1:
            ids = ", ".join(str(each.sales_order_id) for each in matches)
            message = f"Sales orders {ids} all have the reference {fact.ref}."
            found.append(issue("DUPLICATE_ORDER", "order", fact.number, message, actual=ids))
        if matches:
            found += pair_differences(fact, matches[0], tables, severity)
    for fact in actual:
        if fact.order_id is not None and fact.order_id not in known and not fact.cancelled:
            message = f"Sales order {fact.sales_order_id} says it is {fact.ref}, which the shop does not have."
            found.append(issue("UNEXPECTED_IN_BP", "sales-order", str(fact.sales_order_id), message, actual=fact.ref))
        elif fact.order_id is not None and known[fact.order_id] and not fact.cancelled:
            message = f"Order {fact.order_id} is in the shop's trash, and sales order {fact.sales_order_id} is live."
            found.append(issue("WOO_ORDER_GONE", "order", fact.number, message, actual=str(fact.sales_order_id)))
    return found


def pair_differences(wanted: OrderFact, actual: OrderFact, tables: Tables, severity: Severity | None) -> list[Issue]:
    """Every way in which one order and its sales order do not agree."""
    key = wanted.number
    if wanted.currency != actual.currency:
        message = f"Order {key} is in {wanted.currency}, its sales order in {actual.currency}."
        return [issue("CURRENCY_MISMATCH", "order", key, message, expected=wanted.currency, actual=actual.currency)]
    if actual.cancelled:
        return []
    unit = minor_unit(tables.exponent(wanted.currency))

    def graded(difference: Decimal) -> Severity | None:
        return severity or (Severity.WARN if abs(difference) <= unit * max(1, wanted.rows) else None)

    found: list[Issue] = []
    for code, field_name, left, right in (
        ("TOTAL_MISMATCH", "total", wanted.gross, actual.gross),
        ("TAX_MISMATCH", "total_tax", wanted.tax, actual.tax),
    ):
        if left != right:
            message = f"Order {key}: {field_name} is {plain(left)} in the shop and {plain(right)} in Brightpearl ({wanted.currency})."
            found.append(
                issue(
                    code,
                    "order",
                    key,
                    message,
                    severity=graded(left - right),
                    field=field_name,
                    expected=plain(left),
                    actual=plain(right),
                )
            )
    if wanted.settled and actual.paid < wanted.paid:
        message = f"Order {key}: {plain(wanted.paid)} {wanted.currency} was paid in the shop, {plain(actual.paid)} is in Brightpearl."
        found.append(
            issue("UNPAID_IN_BP", "order", key, message, severity=severity, expected=plain(wanted.paid), actual=plain(actual.paid))
        )
    if actual.paid > actual.gross:
        message = f"Order {key}: Brightpearl received {plain(actual.paid)} for {plain(actual.gross)} {actual.currency}."
        found.append(issue("OVERPAID_IN_BP", "order", key, message, expected=plain(actual.gross), actual=plain(actual.paid)))
    if not wanted.settled and wanted.status == "on-hold" and actual.gross and actual.paid >= actual.gross:
        found.append(issue("PAID_IN_BP_ONLY", "order", key))
    return found
