"""Findings as one looks at them: in a notebook, as a data frame, as a chart."""

from __future__ import annotations

from collections import Counter
from typing import Any

from bpwoo_sync.frames import pandas_frame, polars_frame
from bpwoo_sync.issues import Issue
from bpwoo_sync.listing import Kind, Link, Listing, listing_html
from bpwoo_sync.plots import Bars, bar_chart

#: What a finding tells, in the order in which it is written down.
COLUMNS: tuple[str, ...] = ("severity", "code", "entity", "key", "field", "expected", "actual", "message", "repair", "documentation")

#: What a notebook shows of a finding; a frame has it all.
_SHOWN = ("severity", "code", "key", "message", "repair")


class Findings(tuple[Issue, ...]):
    """Issues: a tuple of them, which shows itself as a table."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return listing_html(_shown_listing(self)) or "<p>no findings</p>"

    def to_pandas(self) -> Any:
        """A ``pandas.DataFrame`` with a row each, all of it text. Needs the extra ``pandas``."""
        return pandas_frame(issue_listing(self))

    def to_polars(self) -> Any:
        """A ``polars.DataFrame`` with a row each, all of it text. Needs the extra ``polars``."""
        return polars_frame(issue_listing(self))

    def plot(self) -> Any:
        """An ``altair.Chart``: how many of each code, coloured by severity. Needs the extra ``charts``."""
        return bar_chart(code_listing(self), Bars(title="Findings", name="code", size="findings", colour="severity"))


def issue_listing(issues: tuple[Issue, ...]) -> Listing:
    """A row for each finding, all of it text."""
    return Listing(
        columns=dict.fromkeys(COLUMNS, Kind.TEXT),
        rows=tuple(tuple(str(getattr(each, name)) for name in COLUMNS) for each in issues),
    )


def _shown_listing(issues: tuple[Issue, ...]) -> Listing:
    rows = ((each.severity.value, Link(text=each.code, address=each.documentation), each.key, each.message, each.repair) for each in issues)
    return Listing(columns=dict.fromkeys(_SHOWN, Kind.TEXT), rows=tuple(rows))


def code_listing(issues: tuple[Issue, ...]) -> Listing:
    """How many findings of each code and severity, in the order in which they first come."""
    counts = Counter((each.severity.value, each.code) for each in issues)
    columns = {"severity": Kind.TEXT, "code": Kind.TEXT, "findings": Kind.WHOLE}
    return Listing(columns=columns, rows=tuple((*names, count) for names, count in counts.items()))
