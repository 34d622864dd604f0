"""Do two snapshots on disk agree? Both stream by in the order of their keys; only what is found is held.

The rules are those of :mod:`bpwoo_sync.reconcile`, asked for one key after the other: of orders the very same, with their
refunds, credits, payments and shipments. Snapshots of the first format hold less of orders: there amounts are compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import ROUND_CEILING, Decimal

from attrs import define, field, frozen

import brightpearl_sdk as bp
from bpwoo_sync.breakdowns import Apart, PartTotal, Place, StockDrift, day_totals, stock_drifts, tax_totals
from bpwoo_sync.catalogue import Catalogue, Item, folded
from bpwoo_sync.described import described
from bpwoo_sync.facts import StockFact, refund_ref
from bpwoo_sync.increments import skew_issues
from bpwoo_sync.issues import CODES, Issue, issue
from bpwoo_sync.kept import KeptLevels, KeptListPrices, KeptLookup, KeptOrder, key_of
from bpwoo_sync.mapping.prices import PriceFact, price_targets
from bpwoo_sync.mapping.stock import stock_targets
from bpwoo_sync.reconcile import ControlTotal, Reconciliation, StockSummary
from bpwoo_sync.reconciling.books import Books
from bpwoo_sync.reconciling.differing import largest_first
from bpwoo_sync.reconciling.kept_books import kept_books, stray_books
from bpwoo_sync.reconciling.kept_links import Fact, beside_linked
from bpwoo_sync.reconciling.kept_lookups import Lookups, StrayCredit, kept_lookups
from bpwoo_sync.reconciling.kept_orders import kept_differences
from bpwoo_sync.reconciling.moments import Moments
from bpwoo_sync.reconciling.parts import DayCount, DayTotal, Figure, Sums, add_to, in_order
from bpwoo_sync.reconciling.prices import price_differences
from bpwoo_sync.reconciling.stock import as_errors, stock_differences, stock_summary
from bpwoo_sync.reconciling.totals import MEASURES, control_totals
from bpwoo_sync.reconciling.waiting import Waiting
from bpwoo_sync.snapshot import Shop
from bpwoo_sync.streams import merged
from bpwoo_sync.tables import Tables


@described
@frozen(kw_only=True)
class Kept:
    """A side as a snapshot has it: records by subject, each ascending by key; a subject that was not taken is None.

    ``incomplete`` names subjects that could not be read whole: these are not compared, for what such a side lacks tells
    nothing.
    """

    taken_at: datetime
    """When it was read: aware UTC."""
    lookups: Iterable[KeptLookup] | None = None
    orders: Iterable[KeptOrder] | None = None
    stock: Iterable[StockFact | KeptLevels] | None = None
    prices: Iterable[PriceFact | KeptListPrices] | None = None
    incomplete: frozenset[str] = frozenset()
    currency: str = ""
    decimals: int = 2
    """The decimals of the shop's amounts."""
    prices_include_tax: bool = False


@define
class _Found:
    """What was found so far."""

    issues: list[Issue] = field(factory=list)
    counts: dict[str, int] = field(factory=dict)
    totals: Sums[ControlTotal] = field(factory=dict)
    days: Sums[PartTotal] = field(factory=dict)
    taxes: Sums[PartTotal] = field(factory=dict)
    methods: Sums[PartTotal] = field(factory=dict)
    receivables: Sums[PartTotal] = field(factory=dict)
    daily: Sums[DayTotal] = field(factory=dict)
    by_status: Sums[DayCount] = field(factory=dict)
    figures: Sums[Figure] = field(factory=dict)
    waiting: Sums[ControlTotal] = field(factory=dict)
    waiting_orders: set[str] = field(factory=set)
    places: dict[tuple[str, str], Place] = field(factory=dict)
    latest: datetime | None = None
    touched: set[str] = field(factory=set)
    sold: dict[str, Decimal] = field(factory=dict)
    summary: StockSummary = field(factory=StockSummary)
    drifts: list[StockDrift] = field(factory=list)

    def touch(self, moments: Moments, records: Iterable[object]) -> None:
        """Note the SKUs of what changed too recently to be judged."""
        self.touched |= {key_of(each) for each in records if moments.touched(getattr(each, "changed_at", None))}

    def book(self, books: Books) -> None:
        """Add what was found of one reference."""
        self.issues += books.issues
        add_to(self.totals, books.totals)
        for known, more in ((self.days, books.days), (self.taxes, books.taxes), (self.methods, books.methods)):
            add_to(known, more)
        add_to(self.receivables, books.receivables)
        add_to(self.daily, books.daily)
        add_to(self.by_status, books.by_status)
        add_to(self.figures, books.figures)
        add_to(self.waiting, books.waiting.totals)
        self.waiting_orders |= books.waiting.orders
        for name, number in books.counts.items():
            self.count(name, number)

    def count(self, name: str, number: int = 1) -> None:
        self.counts[name] = self.counts.get(name, 0) + number


def compared(shop: Kept, account: Kept, tables: Tables, *, grace: timedelta | None = None) -> Reconciliation:
    """Compare two snapshots as far as both have a subject. ``grace`` is ``reconcile.grace_minutes`` where none is given.

    Raises :class:`~bpwoo_sync.errors.UnsortedError` where a side does not ascend by key.
    """
    found, young = _Found(), tables.reconcile.grace if grace is None else grace
    partial, moments = shop.incomplete | account.incomplete, Moments(shop=shop.taken_at, account=account.taken_at, grace=young)
    lookups = kept_lookups(shop.lookups, account.lookups)
    strays = {} if lookups is None else _by_ref(lookups.strays)
    entered = Shop(taken_at=shop.taken_at, currency=shop.currency, decimals=shop.decimals, prices_include_tax=shop.prices_include_tax)
    if shop.orders is not None and account.orders is not None and "orders" not in partial:
        for _, ours, theirs in merged(shop.orders, account.orders, key_of, key_of):
            if lookups is None or not all(each.detail for each in (*ours, *theirs)):
                _orders(found, ours, theirs, tables, max(shop.taken_at, account.taken_at) - young)
            else:
                _whole_orders(found, ours, theirs, lookups, strays, entered, tables, moments)
        if lookups is not None:
            found.book(stray_books([each for known in strays.values() for each in known], lookups, entered, tables, moments))
        found.issues += skew_issues([found.latest], moments.now)
    known = None if lookups is None else lookups.catalogue
    of_stock = False
    if shop.stock is not None and account.stock is not None and "stock" not in partial:
        of_stock = True
        for key, facts, levels in beside_linked(_facts(StockFact, shop.stock, account.stock), known):
            found.touch(moments, (*facts, *levels))
            _stock(found, key, facts, levels, tables, known)
    if shop.prices is not None and account.prices is not None and "prices" not in partial and tables.prices.regular_list is not None:
        for key, priced, listed in beside_linked(_facts(PriceFact, shop.prices, account.prices), known):
            found.touch(moments, (*priced, *listed))
            _prices(found, key, priced, listed, entered, tables, known, said=of_stock)
    return Reconciliation(
        shop_taken_at=shop.taken_at,
        account_taken_at=account.taken_at,
        store=tables.store.key,
        counts=found.counts,
        totals=tuple(sorted(found.totals.values(), key=lambda total: (total.currency, MEASURES.index(total.measure)))),
        stock=found.summary,
        issues=largest_first(dict.fromkeys(found.issues)),
        days=in_order(found.days),
        taxes=in_order(found.taxes),
        methods=in_order(found.methods),
        receivables=in_order(found.receivables),
        daily=in_order(found.daily),
        by_status=in_order(found.by_status),
        figures=in_order(found.figures),
        waiting=Waiting(orders=frozenset(found.waiting_orders), totals=in_order(found.waiting)),
        places=found.places,
        drifts=tuple(sorted(found.drifts, key=lambda each: (-abs(each.drift), each.sku))),
        thresholds=tables.reconcile,
    )


def _facts(
    kind: type[Fact], shop: Iterable[object], account: Iterable[object]
) -> Iterator[tuple[str, tuple[Fact, ...], tuple[object, ...]]]:
    """Each SKU with what the shop has of it, of one kind, and what Brightpearl says of it."""
    for key, ours, theirs in merged(shop, account, key_of, key_of):
        yield key, tuple(each for each in ours if isinstance(each, kind)), theirs


def _by_ref(strays: Iterable[StrayCredit]) -> dict[str, list[StrayCredit]]:
    found: dict[str, list[StrayCredit]] = {}
    for each in strays:
        found.setdefault(each.credit.external_ref or "", []).append(each)
    return found


def _whole_orders(
    found: _Found,
    ours: tuple[KeptOrder, ...],
    theirs: tuple[KeptOrder, ...],
    lookups: Lookups,
    strays: dict[str, list[StrayCredit]],
    shop: Shop,
    tables: Tables,
    moments: Moments,
) -> None:
    """One reference: the order, and the sales orders that say they are of it, with all that belongs to them.

    Of ``strays``, by their references, those of its refunds are taken out.
    """
    refs = [refund_ref(tables.store.key, each["id"]) for order in ours for each in order.detail.get("refunds", ())]
    books, places, units = kept_books(ours, theirs, [each for ref in refs for each in strays.pop(ref, [])], lookups, shop, tables, moments)
    found.book(books)
    found.places |= places
    _sold(found, units)
    found.touched |= {
        folded(str(line["sku"]))
        for each in (*ours, *theirs)
        if moments.touched(each.changed_at or (None if each.sales_order_id else each.placed_at))
        for line in each.detail["order"].get("line_items" if each.sales_order_id is None else "rows", ())
        if line.get("sku")
    }
    found.latest = max((stamp for stamp in (found.latest, *(each.changed_at for each in ours)) if stamp is not None), default=None)


def _orders(found: _Found, ours: tuple[KeptOrder, ...], theirs: tuple[KeptOrder, ...], tables: Tables, since: datetime) -> None:
    """One reference: the order, and the sales orders that say they are of it."""
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
        _sold(found, fact.units)
    for each in theirs:
        _sold(found, each.units)
    kept_back = Apart(held=frozenset(held))
    add_to(found.totals, control_totals(wanted, theirs, kept_back, "gross", "net", "tax", "paid"))
    add_to(found.days, day_totals(wanted, theirs, kept_back))
    add_to(found.taxes, tax_totals(wanted, theirs, kept_back, tables))
    found.count("orders in the shop", len(ours))
    found.count("orders to be imported", len(wanted))
    found.count("held back", len(held))
    found.count("sales orders in Brightpearl", len(theirs))


def _sold(found: _Found, units: Mapping[str, Decimal]) -> None:
    for sku, quantity in units.items():
        found.sold[sku] = found.sold.get(sku, Decimal(0)) + quantity


def _catalogue(key: str, products: Iterable[KeptLevels | KeptListPrices]) -> Catalogue:
    """The products of one SKU."""
    items = tuple(
        Item(
            product_id=each.product_id,
            sku=each.sku,
            stock_tracked=getattr(each, "tracked", True),
            live=each.live,
            bundle=getattr(each, "bundle", False),
            components=tuple((int(id), Decimal(part["needed"])) for id, part in getattr(each, "parts", {}).items()),
        )
        for each in products
    )
    return Catalogue(items={key: items} if items else {})


def _stock(
    found: _Found,
    key: str,
    facts: Sequence[StockFact],
    told: Sequence[object],
    tables: Tables,
    known: Catalogue | None,
) -> None:
    """One SKU: what the shop has of it, and what Brightpearl has. ``known`` are all products, where the snapshots hold them."""
    levels = [each for each in told if isinstance(each, KeptLevels)]
    if not key or not facts:
        return
    held = {each.product_id: _availability(each.levels) for each in levels if each.levels is not None}
    parts = {int(id): part["levels"] for each in levels for id, part in each.parts.items()}
    held |= {id: _availability(its) for id, its in parts.items() if its is not None}
    catalogue = known or _catalogue(key, levels)
    skus = (key, *(folded(each.sku) for each in levels), *(folded(catalogue.by_id[id].sku) for id in parts if id in catalogue.by_id))
    sold = {sku: int(found.sold[sku].to_integral_value(rounding=ROUND_CEILING)) for sku in skus if sku in found.sold}
    targets = stock_targets(facts, held, sold, tables, catalogue)
    found.issues += [*as_errors(targets.issues), *stock_differences(targets.value or (), tables, found.touched)]
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
    found: _Found,
    key: str,
    facts: Sequence[PriceFact],
    told: Sequence[object],
    entered: Shop,
    tables: Tables,
    known: Catalogue | None,
    *,
    said: bool,
) -> None:
    """One SKU: what the shop asks for it, and what the price lists say. ``said`` tells that broken links are told of stock."""
    listed = [each for each in told if isinstance(each, KeptListPrices)]
    if not key or not facts:
        return
    prices = {each.product_id: {int(on): amount for on, amount in each.prices.items()} for each in listed}
    priced = price_targets(facts, prices, entered, tables, known or _catalogue(key, listed), guarded=False)
    told_once = [each for each in priced.issues if each.code != "LINK_BROKEN" or not said]
    found.issues += [*told_once, *price_differences(priced.value or (), found.touched)]
    found.count("prices compared", len(priced.value or ()))
