"""Do two snapshots on disk agree? Both stream by in the order of their keys; only what is found is held.

The rules are those of :mod:`bpwoo_sync.reconcile`, asked for one key after the other. Refunds, shipments and payments by
method are not kept in snapshots: these are compared live.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from decimal import ROUND_CEILING, Decimal
from typing import TypeVar

from attrs import define, evolve, field, frozen

import brightpearl_sdk as bp
from bpwoo_sync.breakdowns import Apart, PartTotal, StockDrift, day_totals, stock_drifts, tax_totals
from bpwoo_sync.catalogue import Catalogue, Item
from bpwoo_sync.facts import StockFact
from bpwoo_sync.issues import CODES, Issue, issue, worst_first
from bpwoo_sync.kept import KeptLevels, KeptListPrices, KeptOrder, key_of
from bpwoo_sync.mapping.prices import PriceFact, price_targets
from bpwoo_sync.mapping.stock import stock_targets
from bpwoo_sync.reconcile import GRACE, ControlTotal, Reconciliation, StockSummary
from bpwoo_sync.reconciling.kept_orders import kept_differences
from bpwoo_sync.reconciling.prices import price_differences
from bpwoo_sync.reconciling.stock import stock_differences, stock_summary
from bpwoo_sync.reconciling.totals import control_totals
from bpwoo_sync.snapshot import Shop
from bpwoo_sync.streams import merged
from bpwoo_sync.tables import Tables

Total = TypeVar("Total", ControlTotal, PartTotal)


@frozen(kw_only=True)
class Kept:
    """A side as a snapshot has it: records by subject, each ascending by key; a subject that was not taken is None.

    ``incomplete`` names subjects that could not be read whole: these are not compared, for what such a side lacks tells
    nothing.
    """

    taken_at: datetime
    orders: Iterable[KeptOrder] | None = None
    stock: Iterable[StockFact | KeptLevels] | None = None
    prices: Iterable[PriceFact | KeptListPrices] | None = None
    incomplete: frozenset[str] = frozenset()
    decimals: int = 2
    prices_include_tax: bool = False


@define
class _Found:
    """What was found so far."""

    issues: list[Issue] = field(factory=list)
    counts: dict[str, int] = field(factory=dict)
    totals: dict[tuple[str, str], ControlTotal] = field(factory=dict)
    days: dict[tuple[str, str], PartTotal] = field(factory=dict)
    taxes: dict[tuple[str, str], PartTotal] = field(factory=dict)
    sold: dict[str, Decimal] = field(factory=dict)
    summary: StockSummary = field(factory=StockSummary)
    drifts: list[StockDrift] = field(factory=list)

    def count(self, name: str, number: int = 1) -> None:
        self.counts[name] = self.counts.get(name, 0) + number


def compared(shop: Kept, account: Kept, tables: Tables, *, grace: timedelta = GRACE) -> Reconciliation:
    """Compare two snapshots as far as both have a subject.

    Raises :class:`~bpwoo_sync.errors.UnsortedError` where a side does not ascend by key.
    """
    found = _Found()
    partial = shop.incomplete | account.incomplete
    if shop.orders is not None and account.orders is not None and "orders" not in partial:
        since = max(shop.taken_at, account.taken_at) - grace
        for _, ours, theirs in merged(shop.orders, account.orders, key_of, key_of):
            _orders(found, ours, theirs, tables, since)
    if shop.stock is not None and account.stock is not None and "stock" not in partial:
        for key, facts, levels in merged(shop.stock, account.stock, key_of, key_of):
            _stock(found, key, [each for each in facts if isinstance(each, StockFact)], levels, tables)
    if shop.prices is not None and account.prices is not None and "prices" not in partial and tables.prices.regular_list is not None:
        entered = Shop(taken_at=shop.taken_at, decimals=shop.decimals, prices_include_tax=shop.prices_include_tax)
        for key, priced, listed in merged(shop.prices, account.prices, key_of, key_of):
            _prices(found, key, [each for each in priced if isinstance(each, PriceFact)], listed, entered, tables)
    measures = ("gross", "tax", "paid", "refunds")
    return Reconciliation(
        shop_taken_at=shop.taken_at,
        account_taken_at=account.taken_at,
        store=tables.store.key,
        counts=found.counts,
        totals=tuple(sorted(found.totals.values(), key=lambda total: (total.currency, measures.index(total.measure)))),
        stock=found.summary,
        issues=worst_first(found.issues),
        days=tuple(found.days[key] for key in sorted(found.days)),
        taxes=tuple(found.taxes[key] for key in sorted(found.taxes)),
        drifts=tuple(found.drifts),
        thresholds=tables.reconcile,
    )


def _orders(found: _Found, ours: tuple[KeptOrder, ...], theirs: tuple[KeptOrder, ...], tables: Tables, since: datetime) -> None:
    """One reference: the order, and the sales orders that say they are of it."""
    wanted = [each for each in ours if each.admitted]
    held = {each.ref: each.held for each in wanted if each.held}
    # What the shop does not have and Brightpearl cancelled is settled.
    actual = [each for each in theirs if ours or not each.cancelled]
    known = {each.order_id: each.trashed for each in ours if each.order_id is not None}
    found.issues += kept_differences(wanted, actual, held, known, tables, since)
    for fact in wanted:
        found.issues += [
            issue(code, "order", fact.number, f"Order {fact.number}: {CODES[code].meaning}") for code in fact.held if code in CODES
        ]
        if not theirs:
            _sold(found, fact.units)
    for each in theirs:
        _sold(found, each.units)
    kept_back = Apart(held=frozenset(held))
    for total in control_totals(wanted, theirs, kept_back, "gross", "tax", "paid"):
        _add(found.totals, (total.currency, total.measure), total)
    for part in day_totals(wanted, theirs, kept_back):
        _add(found.days, (part.currency, part.part), part)
    for part in tax_totals(wanted, theirs, kept_back, tables):
        _add(found.taxes, (part.currency, part.part), part)
    found.count("orders in the shop", len(ours))
    found.count("orders to be imported", len(wanted))
    found.count("held back", len(held))
    found.count("sales orders in Brightpearl", len(theirs))


def _sold(found: _Found, units: Mapping[str, Decimal]) -> None:
    for sku, quantity in units.items():
        found.sold[sku] = found.sold.get(sku, Decimal(0)) + quantity


def _add(totals: dict[tuple[str, str], Total], key: tuple[str, str], more: Total) -> None:
    one = totals.get(key)
    totals[key] = (
        more if one is None else evolve(one, shop=one.shop + more.shop, held=one.held + more.held, account=one.account + more.account)
    )


def _catalogue(key: str, products: Iterable[KeptLevels | KeptListPrices]) -> Catalogue:
    """The products of one SKU."""
    items = tuple(
        Item(product_id=each.product_id, sku=each.sku, stock_tracked=getattr(each, "tracked", True), live=each.live) for each in products
    )
    return Catalogue(items={key: items} if items else {})


def _stock(found: _Found, key: str, facts: list[StockFact], told: tuple[StockFact | KeptLevels, ...], tables: Tables) -> None:
    """One SKU: what the shop has of it, and what Brightpearl has."""
    levels = [each for each in told if isinstance(each, KeptLevels)]
    if not key or not facts:
        return
    held = {each.product_id: _availability(each.levels) for each in levels if each.levels is not None}
    sold = {key: int(found.sold[key].to_integral_value(rounding=ROUND_CEILING))} if key in found.sold else {}
    targets = stock_targets(facts, held, sold, tables, _catalogue(key, levels))
    found.issues += [*targets.issues, *stock_differences(targets.value or (), tables)]
    found.drifts += stock_drifts(targets.value or ())
    one, all_ = stock_summary(targets.value or ()), found.summary
    found.summary = StockSummary(
        compared=all_.compared + one.compared,
        equal=all_.equal + one.equal,
        over=all_.over + one.over,
        under=all_.under + one.under,
        units_over=all_.units_over + one.units_over,
        units_under=all_.units_under + one.units_under,
    )


def _availability(levels: Mapping[str, int]) -> bp.ProductAvailability:
    return bp.ProductAvailability(warehouses={id: bp.StockLevel(on_hand=count) for id, count in levels.items()})


def _prices(
    found: _Found, key: str, facts: list[PriceFact], told: tuple[PriceFact | KeptListPrices, ...], entered: Shop, tables: Tables
) -> None:
    """One SKU: what the shop asks for it, and what the price lists say."""
    listed = [each for each in told if isinstance(each, KeptListPrices)]
    if not key or not facts:
        return
    prices = {each.product_id: {int(on): amount for on, amount in each.prices.items()} for each in listed}
    priced = price_targets(facts, prices, entered, tables, _catalogue(key, listed))
    found.issues += [*priced.issues, *price_differences(priced.value or ())]
    found.count("prices compared", len(priced.value or ()))
