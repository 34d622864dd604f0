"""Whether a comparison has failed, and by which thresholds: what a scheduler's exit status says, with its reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_CEILING, Decimal

from attrs import frozen

from bpwoo_sync.issues import Issue, Severity
from bpwoo_sync.mapping.money import plain
from bpwoo_sync.reconciling.stock import StockSummary
from bpwoo_sync.reconciling.totals import ControlTotal
from bpwoo_sync.reconciling.waiting import Waiting
from bpwoo_sync.tables import Reconciling

#: What nothing can be said by: it fails whatever ``fail_on`` says, unless it is allowed by name.
_ALWAYS = frozenset({"SIDE_INCOMPLETE"})

#: What fails once it is of a certain age.
_MISSING = "MISSING_IN_BP"

#: What fails where it is of more than a part of all SKUs.
_OF_STOCK = frozenset({"STOCK_DRIFT", "OVERSOLD"})

#: No order that is missing for a short time.
_NOTHING = Waiting()

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


def reasons(
    totals: Iterable[ControlTotal], issues: Sequence[Issue], stock: StockSummary, told: Reconciling, waiting: Waiting = _NOTHING
) -> tuple[Reason, ...]:
    """Every threshold that is exceeded: totals first, then codes by how bad they are, then stock. None of them is a pass.

    What is ``waiting`` fails nothing, neither as a finding nor by what it comes to.
    """
    return (*_differences(totals, told, waiting), *_codes(issues, told, waiting), *_stock(issues, stock, told))


def _differences(totals: Iterable[ControlTotal], told: Reconciling, waiting: Waiting) -> Iterator[Reason]:
    waits = {(each.currency, each.measure): each.difference for each in waiting.totals}
    for total in totals:
        allowed = told.differences.get(total.currency, Decimal(0))
        unexplained = total.difference - waits.get((total.currency, total.measure), Decimal(0))
        if abs(unexplained) > allowed:
            about = f"unexplained {total.currency} {total.measure}"
            yield _reason(f"differences.{total.currency}", about, plain(unexplained), plain(allowed))


def _worst(told: Reconciling) -> list[Severity]:
    """The severities that fail."""
    grades = list(Severity)
    return grades[: grades.index(Severity(told.fail_on)) + 1]


def _codes(issues: Sequence[Issue], told: Reconciling, waiting: Waiting) -> Iterator[Reason]:
    worst = _worst(told)
    for code in dict.fromkeys(each.code for each in issues):
        found = [each.severity for each in issues if each.code == code]
        if code in told.allowed:
            count = sum(1 for each in found if each not in _UNCOUNTED)
            if count > told.allowed[code]:
                yield _reason(f"allowed.{code}", code, str(count), str(told.allowed[code]))
        elif code == _MISSING:
            count = sum(1 for each in issues if each.code == code and each.severity in worst and each.key not in waiting.orders)
            if count:
                yield _reason("missing_minutes", code, str(count), "0")
        elif code not in _OF_STOCK:
            count = sum(1 for each in found if each in worst or code in _ALWAYS)
            if count:
                yield _reason("fail_on", code, str(count), "0")


def _stock(issues: Sequence[Issue], stock: StockSummary, told: Reconciling) -> Iterator[Reason]:
    pieces = stock.units_over + stock.units_under
    if told.stock_units is not None and pieces > told.stock_units:
        yield _reason("stock_units", "pieces too many or too few", str(pieces), str(told.stock_units))
    worst, counted = _worst(told), _OF_STOCK - told.allowed.keys()
    wrong = len({each.key for each in issues if each.code in counted and each.severity in worst})
    if wrong > told.stock_errors * stock.compared:
        yield _reason("stock_errors", "part of the SKUs with an error", _share(wrong, stock), plain(told.stock_errors))
    drifted = sum(1 for each in issues if each.code == "STOCK_DRIFT" and each.severity not in _UNCOUNTED)
    if told.stock_share is not None and stock.compared and Decimal(drifted) / stock.compared > told.stock_share:
        yield _reason("stock_share", "part of the SKUs that differ", _share(drifted, stock), plain(told.stock_share))


def _share(count: int, stock: StockSummary) -> str:
    return plain((Decimal(count) / max(1, stock.compared)).quantize(Decimal("0.000001"), ROUND_CEILING).normalize())


def _reason(threshold: str, about: str, found: str, allowed: str) -> Reason:
    return Reason(threshold=f"reconcile.{threshold}", about=about, found=found, allowed=allowed)
