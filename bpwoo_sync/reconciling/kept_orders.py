"""Orders of which only the facts are kept: one reference at a time, by the rules by which whole orders are compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bpwoo_sync.facts import OrderFact
from bpwoo_sync.issues import Issue, Severity, issue
from bpwoo_sync.mapping.money import plain
from bpwoo_sync.reconciling.orders import fact_differences
from bpwoo_sync.reconciling.payments import receipt_differences
from bpwoo_sync.tables import Tables


def kept_differences(
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
        matches = sorted(by_ref.get(fact.ref, ()), key=lambda each: (each.cancelled, each.sales_order_id or 0))
        stamps = (fact.changed_at, *(each.changed_at for each in matches))
        pending = Severity.PENDING if any(stamp is not None and stamp >= since for stamp in stamps) else None
        live = [each for each in matches if not each.cancelled]
        if not matches and fact.ref not in held:
            amount = f"{plain(fact.gross)} {fact.currency}"
            message = f"Order {fact.number} over {amount} is not in Brightpearl."
            found.append(issue("MISSING_IN_BP", "order", fact.number, message, severity=pending, expected=amount))
        if len(live) > 1:
            ids = ", ".join(str(each.sales_order_id) for each in live)
            message = f"Sales orders {ids} all have the reference {fact.ref}."
            found.append(issue("DUPLICATE_ORDER", "order", fact.number, message, severity=pending, actual=ids))
        if matches:
            found += fact_differences(fact, matches[0], tables, pending)
            found += receipt_differences(fact, matches[0], pending=pending, unpaid=pending)
    for fact in actual:
        if fact.order_id is not None and fact.order_id not in known and not fact.cancelled:
            message = f"Sales order {fact.sales_order_id} says it is {fact.ref}, which the shop does not have."
            found.append(issue("UNEXPECTED_IN_BP", "sales-order", str(fact.sales_order_id), message, actual=fact.ref))
        elif fact.order_id is not None and known.get(fact.order_id) and not fact.cancelled:
            message = f"Order {fact.order_id} is in the shop's trash, and sales order {fact.sales_order_id} is live."
            found.append(issue("WOO_ORDER_GONE", "order", fact.number, message, actual=str(fact.sales_order_id)))
    return found
