"""Quantities of the shop, and what Brightpearl has to sell."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from attrs import evolve, frozen

from bpwoo_sync.catalogue import folded
from bpwoo_sync.described import described
from bpwoo_sync.facts import StockTarget
from bpwoo_sync.issues import Issue, Severity, issue
from bpwoo_sync.mapping.money import ZERO, plain
from bpwoo_sync.reconciling.moments import Moments
from bpwoo_sync.situation import Situation
from bpwoo_sync.tables import Tables


@described
@frozen(kw_only=True)
class StockSummary:
    """How the shop's quantities compare with what they ought to be."""

    compared: int = 0
    """How many SKUs."""
    equal: int = 0
    """How many SKUs."""
    over: int = 0
    """How many SKUs."""
    under: int = 0
    """How many SKUs."""
    units_over: int = 0
    """In pieces, added up."""
    units_under: int = 0
    """In pieces, added up."""


def stock_differences(targets: Iterable[StockTarget], tables: Tables, touched: Collection[str] = frozenset()) -> list[Issue]:
    """Products whose quantity in the shop is not what it ought to be, and those of which more was sold than there is.

    ``touched`` are the SKUs, in small letters, of which something changed too recently to be judged.
    """
    found = []
    for target in targets:
        fact, actual = target.fact, target.fact.quantity
        told = "none" if actual is None else plain(actual)
        if actual != target.quantity:
            message = f"{fact.sku}: the shop has {told}, Brightpearl {target.quantity} to sell."
            severity = Severity.PENDING if folded(fact.sku) in touched else drift_severity(target, tables)
            found.append(issue("STOCK_DRIFT", "stock", fact.sku, message, severity=severity, expected=target.quantity, actual=told))
        if actual is not None and actual < 0 and not fact.backorders:
            message = f"{fact.sku}: the shop has {told}, and takes no backorders."
            found.append(issue("OVERSOLD", "stock", fact.sku, message, field="stock_quantity", expected="0", actual=told))
        elif target.in_flight > target.on_hand:
            message = f"{fact.sku}: {target.in_flight} were sold and not taken from stock yet; {target.on_hand} are on hand."
            # Where the shop takes backorders, customers know of it.
            grade = Severity.INFO if fact.backorders else Severity.ERROR
            found.append(
                issue(
                    "OVERSOLD",
                    "stock",
                    fact.sku,
                    message,
                    severity=grade,
                    field="on hand",
                    expected=target.in_flight,
                    actual=target.on_hand,
                )
            )
    return found


def as_errors(issues: Iterable[Issue]) -> list[Issue]:
    """What keeps a product's stock from being compared; a SKU that several products have is live, so it is an error."""
    return [evolve(each, severity=Severity.ERROR) if each.code == "AMBIGUOUS_SKU" else each for each in issues]


def drift_severity(target: StockTarget, tables: Tables) -> Severity:
    """How bad a drift is: selling what is not there is worst; within the tolerance it is only told."""
    drift = (target.fact.quantity or ZERO) - target.quantity
    if abs(drift) <= tables.stock.tolerance:
        return Severity.INFO
    return Severity.ERROR if drift > 0 and target.quantity <= 0 else Severity.WARN


def touched_skus(situation: Situation, moments: Moments) -> frozenset[str]:
    """The SKUs, in small letters, of products that were changed, sold or sent too recently to be judged."""
    shop = situation.shop
    found = {folded(each.sku) for each in shop.products if moments.touched(each.date_modified_gmt)}
    found |= {folded(each.sku) for variations in shop.variations.values() for each in variations if moments.touched(each.date_modified_gmt)}
    found |= {folded(row.sku) for row in situation.account.products if row.sku and moments.touched(row.updated_on)}
    for order in shop.orders:
        if moments.touched(order.date_modified_gmt or order.date_created_gmt):
            found |= {folded(line.sku) for line in order.line_items if line.sku}
    for sales_order in situation.account.sales_orders:
        if moments.touched(sales_order.updated_on):
            found |= {folded(row.sku) for row in sales_order.rows if row.sku}
    return frozenset(found)


def stock_summary(targets: Iterable[StockTarget]) -> StockSummary:
    """Counts over all products that were compared."""
    drifts = [int((target.fact.quantity or ZERO) - target.quantity) for target in targets]
    over, under = [each for each in drifts if each > 0], [-each for each in drifts if each < 0]
    return StockSummary(
        compared=len(drifts),
        equal=len(drifts) - len(over) - len(under),
        over=len(over),
        under=len(under),
        units_over=sum(over),
        units_under=sum(under),
    )
