"""Charts of a comparison and of those before it: what each shows in words, and its picture, drawn without a network.

A chart is a specification of Vega-Lite's. vl-convert (extra ``report``) draws it as SVG: text and shapes alone, no script,
nothing loaded from anywhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from attrs import field, frozen

from bpwoo_sync.breakdowns import PartTotal, StockDrift
from bpwoo_sync.issues import Severity
from bpwoo_sync.mapping.money import ZERO, plain
from bpwoo_sync.totals_report import MEASURES
from bpwoo_sync.trends import Finished

#: Narrow enough to be read on a phone without being scaled down, in pixels.
_WIDTH, _HEIGHT = 280, 130

#: The upper ends of the drift chart's steps, in pieces too many or too few.
_STEPS = (1, 9, 99)

#: How many totals one picture follows: more lines cannot be told apart.
_FOLLOWED = 5

_SHOP, _ACCOUNT = "#2f6fb3", "#b45f06"
_GRADES: Mapping[str, str] = {"block": "#5c1a8a", "error": "#a4161a", "warn": "#9a6700", "info": "#2f6fb3", "pending": "#67707a"}
_COLOURS = ("#2f6fb3", "#a4161a", "#14633a", "#5c1a8a", "#b45f06")


@frozen(kw_only=True)
class Chart:
    """A chart. ``description`` says in words what the picture shows, ``specification`` is Vega-Lite's of the picture."""

    title: str
    description: str
    specification: Mapping[str, Any] = field(repr=False)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """What is drawn: numbers are rounded to what a picture can show, and exact as text beside it."""
        values: list[dict[str, Any]] = self.specification["data"]["values"]
        return values


def day_charts(days: Sequence[PartTotal]) -> list[Chart]:
    """For each currency with more than one day: what both sides have of each, and what of it is unexplained where any is."""
    charts = []
    for currency in sorted({each.currency for each in days}):
        own = [each for each in days if each.currency == currency]
        if len(own) > 1:
            charts.append(_day_chart(currency, own))
            if any(each.difference for each in own):
                charts.append(_difference_chart(currency, own))
    return charts


def _day_chart(currency: str, days: Sequence[PartTotal]) -> Chart:
    sides = ("shop, less held back", "Brightpearl")
    rows = [
        _row(day.part, amount, side)
        for day in days
        for side, amount in zip(sides, (day.shop - day.held - day.pending, day.account), strict=True)
    ]
    differing = [day for day in days if day.difference]
    told = f"They differ on {len(differing)} of {len(days)} days." if differing else f"They agree on each of {len(days)} days."
    return Chart(
        title=f"Orders by day, {currency}",
        description=f"Gross of orders from {days[0].part} to {days[-1].part}, less what was held back, beside Brightpearl. {told}",
        specification=_bars(rows, dict(zip(sides, (_SHOP, _ACCOUNT), strict=True)), beside=True),
    )


def _difference_chart(currency: str, days: Sequence[PartTotal]) -> Chart:
    more, less = "shop has more", "Brightpearl has more"
    rows = [_row(day.part, day.difference, more if day.difference > 0 else less) for day in days]
    worst = max(days, key=lambda day: abs(day.difference))
    whole = sum((day.difference for day in days), ZERO)
    return Chart(
        title=f"Unexplained difference by day, {currency}",
        description=(
            f"Shop, less what was held back or is pending, less Brightpearl, from {days[0].part} to {days[-1].part}. "
            f"Most on {worst.part}: {plain(worst.difference)}. In all: {plain(whole)}."
        ),
        specification=_bars(rows, {more: _SHOP, less: _ACCOUNT}),
    )


def drift_charts(drifts: Sequence[StockDrift]) -> list[Chart]:
    """How many products are how far off, from far too few to far too many; no chart where none is."""
    counts = Counter(_step_of(each.drift) for each in drifts if each.drift)
    if not counts:
        return []
    names, few, many = _step_names(), "shop has too few", "shop has too many"
    rows = [_row(name, Decimal(counts[place]), few if place < len(names) // 2 else many) for place, name in enumerate(names)]
    told = "; ".join(f"{row['name']}: {row['told']}" for row in rows if row["size"])
    return [
        Chart(
            title="Stock drift",
            description=f"Products by how many pieces the shop has too many (+) or too few (-). {told}.",
            specification=_lying_bars(rows, {few: _SHOP, many: _ACCOUNT}),
        )
    ]


def trend_charts(runs: Sequence[Finished]) -> list[Chart]:
    """What the latest comparisons came to, oldest first: findings by severity, and totals of which something was unexplained."""
    if len(runs) < 2:
        return []
    return [_findings_chart(runs), *_unexplained_charts(runs)]


def _findings_chart(runs: Sequence[Finished]) -> Chart:
    grades = [each.value for each in Severity]
    rows = [
        _row(_at(run), Decimal(count), grade)
        for run in runs
        for grade in grades
        if (count := sum(number for (_, severity), number in run.findings.items() if severity == grade))
    ]
    first, last = (sum(run.findings.values()) for run in (runs[0], runs[-1]))
    present = {row["kind"] for row in rows}
    return Chart(
        title="Findings of the latest comparisons",
        description=f"{len(runs)} comparisons from {_at(runs[0])} to {_at(runs[-1])}: {first} findings in the first, {last} in the last.",
        specification=_bars(rows, {grade: colour for grade, colour in _GRADES.items() if grade in present}, numbers=_WHOLE),
    )


def _unexplained_charts(runs: Sequence[Finished]) -> list[Chart]:
    totals = dict.fromkeys((each.currency, each.measure) for run in runs for each in run.totals)
    largest = {total: max(abs(run.difference(*total) or ZERO) for run in runs) for total in totals}
    followed = sorted((total for total in largest if largest[total]), key=lambda total: -largest[total])[:_FOLLOWED]
    if not followed:
        return []
    names = {total: f"{total[0]} {MEASURES.get(total[1], total[1])}" for total in followed}
    rows = [_row(_at(run), amount, name) for total, name in names.items() for run in runs if (amount := run.difference(*total)) is not None]
    told = "; ".join(f"{name}: {plain(runs[-1].difference(*total) or ZERO)}" for total, name in names.items())
    return [
        Chart(
            title="Unexplained difference of the latest comparisons",
            description=f"From {_at(runs[0])} to {_at(runs[-1])}, each total in its currency. In the last: {told}.",
            specification=_lines(rows, dict(zip(names.values(), _COLOURS, strict=False))),
        )
    ]


def _at(run: Finished) -> str:
    return run.at.strftime("%Y-%m-%d %H:%M")


def _step_of(drift: Decimal) -> int:
    size = sum(1 for end in _STEPS if abs(drift) > end)
    return len(_STEPS) + 1 + size if drift > 0 else len(_STEPS) - size


def _step_names() -> list[str]:
    starts = (1, *(end + 1 for end in _STEPS))
    sizes = [*(str(start) if start == end else f"{start}..{end}" for start, end in zip(starts, _STEPS, strict=False)), f"{starts[-1]}.."]
    return [*(f"-{size}" for size in reversed(sizes)), *(f"+{size}" for size in sizes)]


def _row(name: str, amount: Decimal, kind: str) -> dict[str, Any]:
    return {"name": name, "size": float(amount), "told": plain(amount), "kind": kind}


#: Thousands and more are written as 28k and 28M, so that numbers leave room for what they measure.
_AMOUNTS = "format(datum.value, abs(datum.value) >= 10000 ? '~s' : ',.2~f')"
_WHOLE = "datum.value === floor(datum.value) ? format(datum.value, ',d') : ''"


def _bars(
    rows: Iterable[Mapping[str, Any]], colours: Mapping[str, str], *, beside: bool = False, numbers: str = _AMOUNTS
) -> dict[str, Any]:
    """Bars that stand over days."""
    drawn = _drawn(rows, colours, "bar", _along_days(), _measured(numbers))
    if beside:
        drawn["encoding"]["xOffset"] = {"field": "kind", "type": "nominal", "sort": list(colours)}
    return drawn


def _lying_bars(rows: Iterable[Mapping[str, Any]], colours: Mapping[str, str]) -> dict[str, Any]:
    """Bars that lie beside their names, in the order in which these come."""
    names = {"field": "name", "type": "ordinal", "title": None, "sort": None}
    return _drawn(rows, colours, "bar", _measured(_WHOLE), names)


def _lines(rows: Iterable[Mapping[str, Any]], colours: Mapping[str, str]) -> dict[str, Any]:
    return _drawn(rows, colours, {"type": "line", "point": True}, _along_days(), _measured(_AMOUNTS))


def _along_days() -> dict[str, Any]:
    axis = {"labelExpr": "slice(datum.label, 5, 10)", "labelAngle": 0, "labelOverlap": "greedy", "labelSeparation": 8}
    return {"field": "name", "type": "ordinal", "title": None, "sort": "ascending", "axis": axis}


def _measured(numbers: str) -> dict[str, Any]:
    return {"field": "size", "type": "quantitative", "title": None, "axis": {"tickCount": 4, "labelExpr": numbers}}


def _drawn(
    rows: Iterable[Mapping[str, Any]], colours: Mapping[str, str], mark: Any, x: dict[str, Any], y: dict[str, Any]
) -> dict[str, Any]:
    colour = {
        "field": "kind",
        "type": "nominal",
        "scale": {"domain": list(colours), "range": list(colours.values())},
        "legend": {"title": None, "orient": "bottom", "columns": 2, "columnPadding": 28},
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": _WIDTH,
        "height": _HEIGHT,
        "background": None,
        "padding": {"left": 16, "top": 5, "right": 22, "bottom": 5},
        "data": {"values": [dict(row) for row in rows]},
        "mark": mark,
        "encoding": {"x": x, "y": y, "color": colour},
        "config": {
            # Who reads by ear is told the description; the numbers are in the tables of the page.
            "aria": False,
            "font": "system-ui, sans-serif",
            "view": {"stroke": None},
            "axis": {
                "labelFontSize": 12,
                "labelColor": "#50585f",
                "domainColor": "#78828a",
                "tickColor": "#78828a",
                "gridColor": "#e4e8eb",
            },
            "legend": {"labelFontSize": 12, "labelColor": "#1c2024"},
        },
    }


_SIZE = re.compile(r'<svg [^>]*?viewBox="([-0-9. ]+)"[^>]*>')
_SPOKEN = re.compile(r' (?:role="graphics-[a-z]+"|aria-roledescription="[^"]*"|aria-hidden="true")')


def svg(chart: Chart, labelled: str, described: str) -> str | None:
    """The picture, to stand in a page that has its title and description with these ids. None where vl-convert is not installed.

    It has no size of its own: it is as wide as there is room. What was text in the chart is text in the picture, never markup.
    """
    try:
        import vl_convert
    except ImportError:
        return None
    drawn: str = vl_convert.vegalite_to_svg(dict(chart.specification), vl_version="5.20")
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="\\1" role="img" aria-labelledby="{labelled}" aria-describedby="{described}">'
    )
    return _SPOKEN.sub("", _SIZE.sub(opening, drawn, count=1))
