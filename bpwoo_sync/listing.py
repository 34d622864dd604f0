"""Records laid out as rows under columns of a kind: what a data frame, a chart and a notebook are made of."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from html import escape

from attrs import frozen

#: How many rows a notebook shows before it only counts them.
SHOWN = 50


class Kind(StrEnum):
    """What the cells of a column are; each may also be None."""

    TEXT = "text"
    WHOLE = "whole number"
    AMOUNT = "amount"
    """A ``Decimal``, exact."""
    MOMENT = "moment"
    """A ``datetime``, aware, in UTC."""


@frozen(kw_only=True)
class Link:
    """A cell that leads to a page."""

    text: str
    address: str


@frozen(kw_only=True)
class Listing:
    """Rows, each with a cell for every column, in the columns' order."""

    columns: Mapping[str, Kind]
    rows: tuple[tuple[object, ...], ...]

    def _repr_html_(self) -> str:
        return listing_html(self)

    def column(self, name: str) -> list[object]:
        """The cells of a column."""
        place = list(self.columns).index(name)
        return [row[place] for row in self.rows]


def listing_html(listing: Listing, *, shown: int = SHOWN) -> str:
    """A listing as a table of HTML, escaped: its first rows, and how many more there are. Empty where there are none."""
    if not listing.rows:
        return ""
    head = "".join(f"<th>{escape(name)}</th>" for name in listing.columns)
    body = "".join(f"<tr>{''.join(_cell(cell) for cell in row)}</tr>" for row in listing.rows[:shown])
    return f"<table><tr>{head}</tr>{body}</table>{more_html(len(listing.rows), 'rows', shown=shown)}"


def more_html(count: int, name: str, *, shown: int = SHOWN) -> str:
    """How many are not shown; empty where all are."""
    return f"<p>and {count - shown} more {escape(name)}</p>" if count > shown else ""


def _cell(value: object) -> str:
    if isinstance(value, Link):
        return f'<td><a href="{escape(value.address)}">{escape(value.text)}</a></td>'
    return f"<td>{'' if value is None else escape(str(value))}</td>"
