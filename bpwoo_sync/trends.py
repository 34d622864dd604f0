"""What a reconciliation came to, small enough to be kept for every run, and how one run differs from the one before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from attrs import field, frozen

from bpwoo_sync.breakdowns import PartTotal
from bpwoo_sync.described import described
from bpwoo_sync.frames import pandas_frame, polars_frame
from bpwoo_sync.listing import Kind, Listing, listing_html
from bpwoo_sync.mapping.money import ZERO
from bpwoo_sync.plots import Bars, bar_chart
from bpwoo_sync.reconcile import ControlTotal, Reason, Reconciliation

#: What of runs is laid out in rows: one a run, one for each control total, for each part of one, or for each code found.
Part = Literal["runs", "totals", "parts", "findings"]

_AMOUNTS: Mapping[str, Kind] = dict.fromkeys(("shop", "held", "pending", "brightpearl", "difference"), Kind.AMOUNT)

#: What a row of each part tells.
_COLUMNS: Mapping[Part, Mapping[str, Kind]] = {
    "runs": {
        "at": Kind.MOMENT,
        **dict.fromkeys(("agrees", "passed"), Kind.TEXT),
        **dict.fromkeys(("findings", "skus", "drifted"), Kind.WHOLE),
    },
    "totals": {"at": Kind.MOMENT, **dict.fromkeys(("currency", "measure"), Kind.TEXT), **_AMOUNTS},
    "parts": {"at": Kind.MOMENT, **dict.fromkeys(("of", "currency", "part"), Kind.TEXT), **_AMOUNTS},
    "findings": {"at": Kind.MOMENT, **dict.fromkeys(("severity", "code"), Kind.TEXT), "findings": Kind.WHOLE},
}

#: How each part is drawn.
_BARS: Mapping[Part, Bars] = {
    "runs": Bars(title="Findings of each comparison", name="at", size="findings", colour="agrees", upright=True),
    "totals": Bars(title="Unexplained by comparison", name="at", size="difference", colour="measure", upright=True, apart="currency"),
    "parts": Bars(title="Unexplained by comparison", name="at", size="difference", colour="part", upright=True, apart="currency"),
    "findings": Bars(title="Findings of each comparison", name="at", size="findings", colour="severity", upright=True),
}


@described
@frozen(kw_only=True)
class Finished:
    """A reconciliation as it is remembered. ``at`` is aware UTC: when the later of both sides was read.

    ``totals`` are its control totals, with tax by code, payments by method and what was unpaid. ``findings`` are counts by
    code and severity, ``reasons`` the thresholds that were exceeded. Runs of an older version kept fewer totals, and no parts.
    """

    at: datetime
    """Aware UTC."""
    agrees: bool
    totals: tuple[ControlTotal, ...] = ()
    taxes: tuple[PartTotal, ...] = ()
    methods: tuple[PartTotal, ...] = ()
    receivables: tuple[PartTotal, ...] = ()
    findings: Mapping[tuple[str, str], int] = field(factory=dict)
    skus: int = 0
    """How many SKUs."""
    drifted: int = 0
    """How many SKUs."""
    reasons: tuple[Reason, ...] = ()

    def difference(self, currency: str, measure: str) -> Decimal | None:
        """What was unexplained of a total; None where it was not compared."""
        found = (each.difference for each in self.totals if (each.currency, each.measure) == (currency, measure))
        return next(found, None)

    def unpaid(self, currency: str) -> Decimal:
        """What was not paid yet in the shop, in that currency."""
        return sum((each.shop for each in self.receivables if each.currency == currency), ZERO)

    def _repr_html_(self) -> str:
        alone = Runs((self,))
        told = (alone.listing("runs"), alone.listing("totals"), alone.listing("findings"))
        return "".join(listing_html(each) for each in told)

    def to_pandas(self, part: Part = "totals") -> Any:
        """A ``pandas.DataFrame`` of a part of this run; amounts are ``Decimal``. Needs the extra ``pandas``."""
        return Runs((self,)).to_pandas(part)

    def to_polars(self, part: Part = "totals") -> Any:
        """A ``polars.DataFrame`` of a part of this run; amounts are decimals. Needs the extra ``polars``."""
        return Runs((self,)).to_polars(part)

    def plot(self, part: Part = "totals") -> Any:
        """An ``altair.Chart`` of a part of this run. Needs the extra ``charts``."""
        return Runs((self,)).plot(part)


class Runs(tuple[Finished, ...]):
    """Reconciliations as they are remembered, oldest first: a tuple of them, which shows itself as a table."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return listing_html(self.listing("runs")) or "<p>no comparisons</p>"

    def listing(self, part: Part = "runs") -> Listing:
        """A row for each run, for each control total of each, for each part of one (a tax code, a method), or for each code found."""
        rows = {"runs": _runs, "totals": _totals, "parts": _parts, "findings": _findings}[part]
        return Listing(columns=_COLUMNS[part], rows=tuple(row for run in self for row in rows(run)))

    def to_pandas(self, part: Part = "runs") -> Any:
        """A ``pandas.DataFrame`` of that :meth:`listing`; amounts are ``Decimal``. Needs the extra ``pandas``."""
        return pandas_frame(self.listing(part))

    def to_polars(self, part: Part = "runs") -> Any:
        """A ``polars.DataFrame`` of that :meth:`listing`; amounts are decimals. Needs the extra ``polars``."""
        return polars_frame(self.listing(part))

    def plot(self, part: Part = "findings") -> Any:
        """An ``altair.Chart`` over the runs: findings by severity, or what was unexplained. Needs the extra ``charts``."""
        return bar_chart(self.listing(part), _BARS[part])


def _runs(run: Finished) -> Iterable[tuple[object, ...]]:
    agrees, passed = ("yes" if each else "no" for each in (run.agrees, not run.reasons))
    yield (run.at, agrees, passed, sum(run.findings.values()), run.skus, run.drifted)


def _totals(run: Finished) -> Iterable[tuple[object, ...]]:
    return ((run.at, each.currency, each.measure, *_amounts(each)) for each in run.totals)


def _parts(run: Finished) -> Iterable[tuple[object, ...]]:
    of = {"tax": run.taxes, "paid": run.methods, "receivable": run.receivables}
    return ((run.at, name, each.currency, each.part, *_amounts(each)) for name, parts in of.items() for each in parts)


def _findings(run: Finished) -> Iterable[tuple[object, ...]]:
    return ((run.at, severity, code, count) for (code, severity), count in sorted(run.findings.items()))


def _amounts(total: ControlTotal | PartTotal) -> tuple[Decimal, ...]:
    return (total.shop, total.held, total.pending, total.account, total.difference)


def finished(found: Reconciliation) -> Finished:
    """What is remembered of a reconciliation."""
    return Finished(
        at=found.looked_at,
        agrees=found.agrees,
        totals=found.totals,
        taxes=found.taxes,
        methods=found.methods,
        receivables=found.receivables,
        findings=dict(Counter((each.code, each.severity.value) for each in found.issues)),
        skus=found.stock.compared,
        drifted=found.stock.compared - found.stock.equal,
        reasons=found.reasons,
    )
