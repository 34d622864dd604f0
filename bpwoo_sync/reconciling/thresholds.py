"""Whether a comparison has failed, and by which thresholds: what a scheduler's exit status says, with its reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from attrs import frozen

from bpwoo_sync.issues import Issue, Severity
from bpwoo_sync.mapping.money import plain
from bpwoo_sync.reconciling.stock import StockSummary
from bpwoo_sync.reconciling.totals import ControlTotal
from bpwoo_sync.tables import Reconciling

#: What nothing can be said by: it fails whatever ``fail_on`` says, unless it is allowed by name.
_ALWAYS = frozenset({"SIDE_INCOMPLETE"})

#: What never counts against ``allowed``.
_UNCOUNTED = (Severity.INFO, Severity.PENDING)


@frozen(kw_only=True)
class Reason:
    """A threshold that was exceeded.

    ``threshold`` is its key in the configuration, ``about`` the code, the control total or what of the stock it is of.
    ``found`` and ``allowed`` are counts, amounts in the total's currency, pieces, or a part of all, each as exact text.
    """

    threshold: str
    about: str
    found: str
    allowed: str

    def __str__(self) -> str:
        return f"{self.about}: {self.found}, allowed {self.allowed} ({self.threshold})"


def reasons(totals: Iterable[ControlTotal], issues: Sequence[Issue], stock: StockSummary, told: Reconciling) -> tuple[Reason, ...]:
    """Every threshold that is exceeded: totals first, then codes by how bad they are, then stock. None of them is a pass."""
    return (*_differences(totals, told), *_codes(issues, told), *_stock(issues, stock, told))


def _differences(totals: Iterable[ControlTotal], told: Reconciling) -> Iterator[Reason]:
    for total in totals:
        allowed = told.differences.get(total.currency, Decimal(0))
        if abs(total.difference) > allowed:
            about = f"unexplained {total.currency} {total.measure}"
            yield _reason(f"differences.{total.currency}", about, plain(total.difference), plain(allowed))


def _codes(issues: Sequence[Issue], told: Reconciling) -> Iterator[Reason]:
    grades = list(Severity)
    worst = grades[: grades.index(Severity(told.fail_on)) + 1]
    for code in dict.fromkeys(each.code for each in issues):
        found = [each.severity for each in issues if each.code == code]
        if code in told.allowed:
            count = sum(1 for each in found if each not in _UNCOUNTED)
            if count > told.allowed[code]:
                yield _reason(f"allowed.{code}", code, str(count), str(told.allowed[code]))
        else:
            count = sum(1 for each in found if each in worst or code in _ALWAYS)
            if count:
                yield _reason("fail_on", code, str(count), "0")


def _stock(issues: Sequence[Issue], stock: StockSummary, told: Reconciling) -> Iterator[Reason]:
    pieces = stock.units_over + stock.units_under
    if told.stock_units is not None and pieces > told.stock_units:
        yield _reason("stock_units", "pieces too many or too few", str(pieces), str(told.stock_units))
    drifted = sum(1 for each in issues if each.code == "STOCK_DRIFT" and each.severity not in _UNCOUNTED)
    if told.stock_share is not None and stock.compared and Decimal(drifted) / stock.compared > told.stock_share:
        share = (Decimal(drifted) / stock.compared).quantize(Decimal("0.000001")).normalize()
        yield _reason("stock_share", "part of the SKUs that differ", plain(share), plain(told.stock_share))


def _reason(threshold: str, about: str, found: str, allowed: str) -> Reason:
    return Reason(threshold=f"reconcile.{threshold}", about=about, found=found, allowed=allowed)
