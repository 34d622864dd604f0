"""Listings as charts of Altair (extra ``charts``): bars, which is what counts and totals need."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from attrs import frozen

from bpwoo_sync.frames import library
from bpwoo_sync.listing import Kind, Listing

#: How thick a lying bar is, and how large a picture of standing ones, in pixels.
_STEP, _WIDTH, _HEIGHT = 18, 480, 160


@frozen(kw_only=True)
class Bars:
    """A picture of a listing: a bar for each ``name``, as long as its ``size``, coloured by ``colour``; each names a column.

    ``beside`` stands the bars of one name beside each other, a colour each, rather than on top of one another. ``upright``
    lets them stand. ``apart`` gives each value of a column, such as a currency, a picture and a scale of its own.
    """

    title: str
    name: str
    size: str
    colour: str
    beside: bool = False
    upright: bool = False
    apart: str = ""


def bar_chart(listing: Listing, bars: Bars) -> Any:
    """An ``altair.Chart``. Amounts are text in its data and where one points at a bar; only their length is drawn from a float.

    Raises :class:`~bpwoo_sync.errors.ConfigurationError` where Altair is not installed.
    """
    altair = library("altair", extra="charts")
    along, across = ("x", "y") if bars.upright else ("y", "x")
    numbers = {name: "number" for name, kind in listing.columns.items() if kind in (Kind.AMOUNT, Kind.WHOLE)}
    encoding = {
        along: _channel(altair, along)(bars.name, type="nominal", title=None, sort=None, axis=altair.Axis(labelLimit=300)),
        across: _channel(altair, across)(bars.size, type="quantitative"),
        "color": altair.Color(bars.colour, type="nominal", title=None),
        "tooltip": [altair.Tooltip(_exact(name) if name in numbers else name, type="nominal", title=name) for name in listing.columns],
    }
    if bars.beside:
        encoding[f"{along}Offset"] = _channel(altair, f"{along}Offset")(bars.colour, type="nominal", sort=None)
    if bars.apart:
        encoding["row"] = altair.Row(bars.apart, type="nominal", title=None)
    data = altair.Data(values=_values(listing, numbers), format=altair.JsonDataFormat(type="json", parse=numbers))
    chart = altair.Chart(data, title=bars.title).mark_bar().encode(**encoding)
    chart = chart.properties(width=_WIDTH, height=_HEIGHT if bars.upright else altair.Step(_STEP))
    return chart.resolve_scale(**{across: "independent"}) if bars.apart else chart


def _channel(altair: Any, name: str) -> Any:
    return getattr(altair, name[0].upper() + name[1:])


def _values(listing: Listing, numbers: dict[str, str]) -> list[dict[str, object]]:
    rows = ({name: _plain(cell) for name, cell in zip(listing.columns, row, strict=True)} for row in listing.rows)
    return [{**row, **{_exact(name): row[name] for name in numbers}} for row in rows]


def _exact(name: str) -> str:
    # Vega turns the column itself into numbers; what is pointed at is this copy.
    return f"{name} as text"


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return value.isoformat()
    return value if value is None else str(value)
