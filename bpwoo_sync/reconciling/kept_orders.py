"""Orders of which only the facts are kept: one reference at a time, by the rules by which whole orders are compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bpwoo_sync.breakdowns import Apart, day_totals, tax_totals
from bpwoo_sync.facts import OrderFact
from bpwoo_sync.issues import CODES, Issue, Severity, issue
from bpwoo_sync.kept import KeptOrder
from bpwoo_sync.mapping.money import plain
from bpwoo_sync.reconciling.kept_found import Found
from bpwoo_sync.reconciling.orders import fact_differences
from bpwoo_sync.reconciling.parts import add_to
from bpwoo_sync.reconciling.payments import receipt_differences
from bpwoo_sync.reconciling.totals import control_totals
from bpwoo_sync.tables import Tables


def add_order_facts(found: Found, ours: tuple[KeptOrder, ...], theirs: tuple[KeptOrder, ...], tables: Tables, since: datetime) -> None:
    """One reference of snapshots that hold only facts: the order, and the sales orders that say they are of it."""
    wanted = [each for each in ours if each.admitted]
    # What is in Brightpearl is not held back, whatever speaks against importing it by now.
    held = {each.ref: each.held for each in wanted if each.held and not theirs}
    # What the shop does not have and Brightpearl cancelled is settled.
    actual = [each for each in theirs if ours or not each.cancelled]
    known = {each.order_id: each.trashed for each in ours if each.order_id is not None}
    found.issues += kept_differences(wanted, actual, held, known, tables, since)
    for fact in wanted if not theirs else ():
        found.issues += [
            issue(code, "order", fact.number, f"Order {fact.number}: {CODES[code].meaning}") for code in fact.held if code in CODES
        ]
        found.sell(fact.units)
    for each in theirs:
        found.sell(each.units)
    kept_back = Apart(held=frozenset(held))
    add_to(found.totals, control_totals(wanted, theirs, kept_back, "gross", "net", "tax", "paid"))
    add_to(found.days, day_totals(wanted, theirs, kept_back))
    add_to(found.taxes, tax_totals(wanted, theirs, kept_back, tables))
    found.count("orders in the shop", len(ours))
    found.count("orders to be imported", len(wanted))
    found.count("held back", len(held))
    found.count("sales orders in Brightpearl", len(theirs))


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
