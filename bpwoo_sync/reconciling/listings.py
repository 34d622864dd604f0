"""What a reconciliation came to, laid out in rows for frames and charts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Literal

from bpwoo_sync.breakdowns import UNNAMED, PartTotal, StockDrift
from bpwoo_sync.listing import Kind, Listing
from bpwoo_sync.plots import Bars
from bpwoo_sync.reconciling.parts import DayCount, DayTotal, Figure
from bpwoo_sync.reconciling.totals import ControlTotal

#: What of a reconciliation is laid out in rows.
Part = Literal["findings", "totals", "daily", "days", "taxes", "methods", "receivables", "by_status", "figures", "drifts"]

#: How each part of totals calls what a row is about.
SUBJECTS: Mapping[Part, str] = {
    "totals": "measure",
    "days": "day",
    "taxes": "tax code",
    "methods": "method",
    "receivables": "status and method",
}

#: How a chart of each part is called.
_TITLES: Mapping[Part, str] = {
    "totals": "Control totals",
    "days": "Orders by day (UTC), gross",
    "taxes": "Tax by code",
    "methods": "Payments by method",
    "receivables": "Open receivables",
}

#: What a notebook folds away below the totals, and how it is called.
FOLDED: Mapping[Part, str] = {
    "daily": "control totals by day",
    "taxes": "tax by code",
    "methods": "payments by method",
    "receivables": "open receivables",
    "by_status": "orders by day and status",
    "figures": "rounding rows and discounts",
}

#: Parts whose rows are laid out as they are, and how each is drawn.
COUNTED_BARS: Mapping[Part, Bars] = {
    "daily": Bars(title="Unexplained by day", name="day", size="difference", colour="measure", upright=True, apart="currency"),
    "by_status": Bars(title="Orders by day and status", name="day", size="admitted", colour="status", upright=True),
    "figures": Bars(title="Rounding rows and discounts in the shop", name="name", size="shop", colour="currency"),
}

_RECORDS: Mapping[Part, Mapping[str, Kind]] = {
    "daily": {**dict.fromkeys(("currency", "day", "measure", "part"), Kind.TEXT)},
    "by_status": {
        **dict.fromkeys(("day", "status"), Kind.TEXT),
        **dict.fromkeys(("admitted", "imported", "held", "pending", "missing", "extra"), Kind.WHOLE),
    },
    "figures": {
        **dict.fromkeys(("currency", "name"), Kind.TEXT),
        "orders": Kind.WHOLE,
        **dict.fromkeys(("shop", "brightpearl"), Kind.AMOUNT),
    },
}

_AMOUNTS: Mapping[str, Kind] = dict.fromkeys(("shop", "held", "pending", "brightpearl", "difference"), Kind.AMOUNT)

#: Columns that are called otherwise than what they are of.
_ATTRIBUTES: Mapping[str, str] = {"brightpearl": "account"}

#: How a chart of drifts is drawn, and how many products it shows, the farthest off first.
DRIFT_BARS = Bars(title="Stock drift, in pieces", name="sku", size="drift", colour="state")
DRIFTING = 40

Totals = Iterable[ControlTotal | PartTotal]


def total_listing(totals: Totals, part: Part = "totals") -> Listing:
    """A row for each total, in its currency, with what is unexplained."""
    rows = ((each.currency, _name_of(each), each.shop, each.held, each.pending, each.account, each.difference) for each in totals)
    return Listing(columns={"currency": Kind.TEXT, SUBJECTS[part]: Kind.TEXT, **_AMOUNTS}, rows=tuple(rows))


def record_listing(records: Iterable[DayTotal | DayCount | Figure], part: Part) -> Listing:
    """A row for each record, as it is."""
    columns = {**_RECORDS[part], **(_AMOUNTS if part == "daily" else {})}
    names = [_ATTRIBUTES.get(name, name) for name in columns]
    return Listing(columns=columns, rows=tuple(tuple(getattr(each, name) for name in names) for each in records))


def side_listing(totals: Totals, part: Part) -> Listing:
    """A row for either side of each total, the shop's less what was held back."""
    rows: Iterable[tuple[str, str, str, Decimal]] = (
        (each.currency, _name_of(each), side, amount)
        for each in totals
        for side, amount in (("shop, less held back", each.shop - each.held), ("Brightpearl", each.account))
    )
    # In the order of days and names, for the pictures of all currencies share it; measures have an order of their own.
    ordered = tuple(rows) if part == "totals" else tuple(sorted(rows, key=lambda row: row[1]))
    columns = {"currency": Kind.TEXT, SUBJECTS[part]: Kind.TEXT, "side": Kind.TEXT, "amount": Kind.AMOUNT}
    return Listing(columns=columns, rows=ordered)


def side_bars(part: Part) -> Bars:
    """How the sides of a part are drawn."""
    return Bars(title=_TITLES[part], name=SUBJECTS[part], size="amount", colour="side", beside=True, upright=True, apart="currency")


def drift_listing(drifts: Iterable[StockDrift]) -> Listing:
    """A row for each product whose stock drifted, in pieces."""
    kinds = {"shop": Kind.AMOUNT, "brightpearl": Kind.WHOLE, "drift": Kind.AMOUNT}
    columns = {name: kinds.get(name, Kind.TEXT) for name in ("sku", "name", "shop", "brightpearl", "drift", "state")}
    rows = ((each.sku, each.name, each.shop, each.wanted, each.drift, _state_of(each)) for each in drifts)
    return Listing(columns=columns, rows=tuple(rows))


def _state_of(drift: StockDrift) -> str:
    if drift.oversells:
        return "oversells"
    return "too many" if drift.drift > 0 else "too few"


def _name_of(total: ControlTotal | PartTotal) -> str:
    if isinstance(total, ControlTotal):
        return total.measure
    return "not mapped" if total.part == UNNAMED else total.part
