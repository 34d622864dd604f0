"""Records as a table of HTML, for notebooks.

Free of any vendor; the other SDK carries a byte-identical twin.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping


def html_table(records: Iterable[object]) -> str:
    """A table with a row for each record: the cells that its ``_shown_cells()`` tells, or else its ``repr``."""
    rows = [_cells(record) for record in records]
    names = list(dict.fromkeys(name for row in rows for name in row))
    head = "".join(f"<th>{html.escape(name)}</th>" for name in names)
    body = "".join(f"<tr>{''.join(_cell(row, name) for name in names)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cells(record: object) -> Mapping[str, object]:
    told = getattr(record, "_shown_cells", None)
    return told() if callable(told) else {type(record).__name__: repr(record)}


def _cell(row: Mapping[str, object], name: str) -> str:
    value = row.get(name)
    return f"<td>{'' if value is None else html.escape(str(value))}</td>"
