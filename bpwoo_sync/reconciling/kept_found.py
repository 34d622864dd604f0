"""What was found so far of two snapshots that stream by: added up, so that only what is told of them is held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from attrs import define, field

from bpwoo_sync.breakdowns import PartTotal, Place, StockDrift, stock_drifts
from bpwoo_sync.described import described
from bpwoo_sync.facts import StockTarget
from bpwoo_sync.issues import Issue
from bpwoo_sync.kept import key_of
from bpwoo_sync.reconciling.books import Books
from bpwoo_sync.reconciling.moments import Moments
from bpwoo_sync.reconciling.parts import DayCount, DayTotal, Figure, Sums, add_to
from bpwoo_sync.reconciling.stock import StockSummary, stock_summary
from bpwoo_sync.reconciling.totals import ControlTotal


@described
@define
class Found:
    """What was found so far. ``sold`` are pieces by SKU that are counted as on hand though they are sold."""

    issues: list[Issue] = field(factory=list)
    counts: dict[str, int] = field(factory=dict)
    """How many of each kind."""
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
    """When an order of the shop was last changed; aware UTC."""
    touched: set[str] = field(factory=set)
    sold: dict[str, Decimal] = field(factory=dict)
    """In pieces, by SKU."""
    summary: StockSummary = field(factory=StockSummary)
    drifts: list[StockDrift] = field(factory=list)

    def touch(self, moments: Moments, records: Iterable[object]) -> None:
        """Note the SKUs of what changed too recently to be judged."""
        self.touched |= {key_of(each) for each in records if moments.touched(getattr(each, "changed_at", None))}

    def count(self, name: str, number: int = 1) -> None:
        """Add to how many there are of a kind."""
        self.counts[name] = self.counts.get(name, 0) + number

    def sell(self, units: Mapping[str, Decimal]) -> None:
        """Add pieces by SKU that were sold and are counted as on hand."""
        for sku, quantity in units.items():
            self.sold[sku] = self.sold.get(sku, Decimal(0)) + quantity

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

    def stock(self, targets: tuple[StockTarget, ...]) -> None:
        """Add how the quantities of one SKU compare."""
        self.drifts += stock_drifts(targets)
        one, all_ = stock_summary(targets), self.summary
        self.summary = StockSummary(
            compared=all_.compared + one.compared,
            equal=all_.equal + one.equal,
            over=all_.over + one.over,
            under=all_.under + one.under,
            units_over=all_.units_over + one.units_over,
            units_under=all_.units_under + one.units_under,
        )
