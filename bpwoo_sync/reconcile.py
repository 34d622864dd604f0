"""Do both sides agree? Two snapshots in; control totals, counts and every difference out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from attrs import field, frozen

import woocommerce_sdk as woo
from bpwoo_sync.breakdowns import PartTotal, Place, StockDrift, places_of, stock_drifts
from bpwoo_sync.completeness import incomplete_issues, lacking, with_gaps
from bpwoo_sync.described import described
from bpwoo_sync.findings import Findings, code_listing
from bpwoo_sync.frames import pandas_frame, polars_frame
from bpwoo_sync.issues import Issue, Severity
from bpwoo_sync.ledger import Ledger
from bpwoo_sync.listing import Listing
from bpwoo_sync.mapping.prices import price_facts, price_list_issues, price_targets
from bpwoo_sync.mapping.stock import in_flight, stock_facts, stock_targets
from bpwoo_sync.notebook import agreement_html
from bpwoo_sync.plots import bar_chart
from bpwoo_sync.reconciling.books import compared_books
from bpwoo_sync.reconciling.differing import found_listing, largest_first
from bpwoo_sync.reconciling.listings import (
    COUNTED_BARS,
    DRIFT_BARS,
    DRIFTING,
    FOLDED,
    Part,
    drift_listing,
    record_listing,
    side_bars,
    side_listing,
    total_listing,
)
from bpwoo_sync.reconciling.moments import A_DAY, Moments
from bpwoo_sync.reconciling.parts import DayCount, DayTotal, Figure
from bpwoo_sync.reconciling.plumbing import plumbing_differences
from bpwoo_sync.reconciling.prices import price_differences
from bpwoo_sync.reconciling.products import ALSO_OF_STOCK, product_differences
from bpwoo_sync.reconciling.repaired import written_titles
from bpwoo_sync.reconciling.shipments import status_differences
from bpwoo_sync.reconciling.stock import StockSummary, as_errors, stock_differences, stock_summary, touched_skus
from bpwoo_sync.reconciling.thresholds import Reason, reasons
from bpwoo_sync.reconciling.totals import MEASURES, ControlTotal
from bpwoo_sync.reconciling.waiting import Waiting
from bpwoo_sync.situation import Situation
from bpwoo_sync.snapshot import Account, Shop
from bpwoo_sync.tables import Reconciling, Tables

__all__ = ["ControlTotal", "DayCount", "DayTotal", "Figure", "Reason", "Reconciliation", "StockSummary", "reconcile"]


@described
@frozen(kw_only=True)
class Reconciliation:
    """What both sides were found to be. ``issues`` come worst first.

    ``daily`` are the control totals of each day; ``days`` (gross), ``taxes`` and ``methods`` take the totals apart.
    ``by_status`` counts orders by day and status, ``receivables`` are unpaid by status and payment method, ``figures``
    are sums by which nothing is compared. ``waiting`` are orders that are missing for too short a time to fail.
    ``repaired`` is what was written to either system since ``repaired_since`` (aware UTC), by kind. ``places`` tells
    where the records of findings are found, by the finding's entity and key. ``thresholds`` say what counts as failed.
    ``since`` (aware UTC) is when the window of orders begins; None is for all there are.
    """

    shop_taken_at: datetime
    """When it was read: aware UTC."""
    account_taken_at: datetime
    """When it was read: aware UTC."""
    store: str
    counts: Mapping[str, int] = field(factory=dict)
    """How many of each kind."""
    totals: tuple[ControlTotal, ...] = ()
    stock: StockSummary = field(factory=StockSummary)
    issues: Findings = field(default=Findings(), converter=Findings)
    days: tuple[PartTotal, ...] = field(default=(), repr=False)
    taxes: tuple[PartTotal, ...] = field(default=(), repr=False)
    methods: tuple[PartTotal, ...] = field(default=(), repr=False)
    receivables: tuple[PartTotal, ...] = field(default=(), repr=False)
    daily: tuple[DayTotal, ...] = field(default=(), repr=False)
    by_status: tuple[DayCount, ...] = field(default=(), repr=False)
    figures: tuple[Figure, ...] = field(default=(), repr=False)
    waiting: Waiting = field(factory=Waiting, repr=False)
    drifts: tuple[StockDrift, ...] = field(default=(), repr=False)
    repaired: Mapping[str, int] = field(factory=dict, repr=False)
    repaired_since: datetime | None = None
    """Since when what was written is told; aware UTC."""
    places: Mapping[tuple[str, str], Place] = field(factory=dict, repr=False)
    thresholds: Reconciling = field(factory=Reconciling, repr=False)
    since: datetime | None = None
    """When the window of orders begins: aware UTC."""

    @property
    def looked_at(self) -> datetime:
        """When the later of both sides was read; aware UTC."""
        return max(self.shop_taken_at, self.account_taken_at)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The thresholds that are exceeded; where there is none, the comparison has not failed."""
        return reasons(self.totals, self.issues, self.stock, self.thresholds, self.waiting)

    @property
    def agrees(self) -> bool:
        """Whether no total differs and nothing is wrong; neither what was held back nor what is pending counts as wrong here."""
        return not any(total.difference for total in self.totals) and not any(_is_wrong(each) for each in self.issues)

    def _repr_html_(self) -> str:
        title = f"{self.store}: both sides {'agree' if self.agrees else 'do not agree'}"
        folded = {name: self.listing(part) for part, name in FOLDED.items()}
        return agreement_html(title, total_listing(self.totals), code_listing(self.issues), self.issues, folded)

    def listing(self, part: Part = "findings") -> Listing:
        """A row for each finding, control total, day, tax code, payment method, or product whose stock drifted.

        Amounts are in the row's currency, pieces for stock.
        """
        if part == "findings":
            return found_listing(self.issues, self.places, self.looked_at)
        if part == "drifts":
            return drift_listing(self.drifts)
        if part in COUNTED_BARS:
            return record_listing(getattr(self, part), part)
        return total_listing(getattr(self, part), part)

    def to_pandas(self, part: Part = "findings") -> Any:
        """A ``pandas.DataFrame`` of that :meth:`listing`; amounts are ``Decimal``. Needs the extra ``pandas``."""
        return pandas_frame(self.listing(part))

    def to_polars(self, part: Part = "findings") -> Any:
        """A ``polars.DataFrame`` of that :meth:`listing`; amounts are decimals. Needs the extra ``polars``."""
        return polars_frame(self.listing(part))

    def plot(self, part: Part = "days") -> Any:
        """An ``altair.Chart`` of a part: both sides beside each other, or drifts, or findings by code. Needs the extra ``charts``."""
        if part == "findings":
            return self.issues.plot()
        if part == "drifts":
            return bar_chart(drift_listing(self.drifts[:DRIFTING]), DRIFT_BARS)
        if part in COUNTED_BARS:
            return bar_chart(self.listing(part), COUNTED_BARS[part])
        return bar_chart(side_listing(getattr(self, part), part), side_bars(part))


def _is_wrong(found: Issue) -> bool:
    # An order that is missing for a day is a block; others of that severity only say why something was held back.
    return found.severity is Severity.ERROR or (found.severity is Severity.BLOCK and found.code == "MISSING_IN_BP")


def reconcile(
    shop: Shop,
    account: Account,
    tables: Tables,
    *,
    orders: bool = True,
    shipments: bool = True,
    stock: bool = True,
    prices: bool = True,
    products: bool = True,
    ledger: Ledger | None = None,
    cursors: Mapping[str, datetime] | None = None,
    webhooks: Iterable[woo.Webhook] | None = None,
    grace: timedelta | None = None,
    since: datetime | None = None,
    repaired_since: datetime | None = None,
) -> Reconciliation:
    """Compare two snapshots. Changes nothing, and needs nothing but its arguments.

    ``ledger`` tells what was done before: what it knows and neither side has, is gone. ``cursors`` are how far polls
    came, ``webhooks`` those of the shop; where they are None, nothing is said of them. Differences in what changed within
    ``grace`` before either snapshot are pending: ``reconcile.grace_minutes`` where none is given. ``since`` tells which
    orders were read, where these are not all. What ``ledger`` has since ``repaired_since``, or for a day, is told as
    repaired. A part that could not be read is told, and not compared.
    """
    shop = with_gaps(shop) if orders or shipments else shop
    situation = Situation(shop, account, tables, ledger or Ledger())
    moments = Moments(shop=shop.taken_at, account=account.taken_at, grace=tables.reconcile.grace if grace is None else grace)

    def lacks(subject: str) -> bool:
        return lacking(shop, account, subject)

    issues: list[Issue] = [*incomplete_issues(shop, account), *plumbing_differences(cursors, webhooks, situation, moments)]
    books = compared_books(situation, moments, lacks if orders else lambda subject: True)
    issues += books.issues
    counts = dict(books.counts)
    if shipments and not lacks("shipments"):
        issues += status_differences(situation, moments)
    touched = touched_skus(situation, moments) if stock or prices else frozenset()
    products = products and not lacks("products")
    summary = StockSummary()
    drifts: tuple[StockDrift, ...] = ()
    if stock and not lacks("stock"):
        sold = in_flight(shop.orders, (*account.sales_orders, *account.older), tables, situation.catalogue)
        targets = stock_targets(stock_facts(shop), account.availability, sold, tables, situation.catalogue, guarded=False)
        found = targets.value or ()
        issues += [each for each in as_errors(targets.issues) if not products or each.code not in ALSO_OF_STOCK]
        issues += stock_differences(found, tables, touched)
        summary, drifts = stock_summary(found), stock_drifts(found)
    if prices and tables.prices.regular_list is not None and not lacks("prices"):
        wrong = price_list_issues(account.references.price_lists, shop, tables)
        priced = price_targets(price_facts(shop), account.prices, shop, tables, situation.catalogue, guarded=False)
        said = [each for each in priced.issues if each.code != "LINK_BROKEN" or not (products or stock)]
        issues += wrong or [*said, *price_differences(priced.value or (), touched)]
        counts["prices compared"] = 0 if wrong else len(priced.value or ())
    if products:
        issues += product_differences(situation)
    ordered = largest_first(dict.fromkeys(issues))
    written_since = repaired_since or moments.now - A_DAY
    return Reconciliation(
        shop_taken_at=shop.taken_at,
        account_taken_at=account.taken_at,
        store=tables.store.key,
        counts=counts,
        totals=tuple(sorted(books.totals, key=lambda total: (total.currency, MEASURES.index(total.measure)))),
        stock=summary,
        issues=ordered,
        days=books.days,
        taxes=books.taxes,
        methods=books.methods,
        receivables=books.receivables,
        daily=books.daily,
        by_status=books.by_status,
        figures=books.figures,
        waiting=books.waiting,
        drifts=drifts,
        repaired={} if ledger is None else written_titles(ledger, written_since),
        repaired_since=None if ledger is None else written_since,
        places=places_of(situation, ((each.entity, each.key) for each in ordered)),
        thresholds=tables.reconcile,
        since=since,
    )
