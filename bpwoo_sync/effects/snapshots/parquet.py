"""Records as columns of a Parquet file, by polars: amounts as text, moments as UTC to the microsecond.

What has no column type of its own (a table of amounts by code, a list of codes) is JSON in a column of text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from types import NoneType
from typing import Any, get_args

from attrs import fields, resolve_types

from bpwoo_sync.errors import SnapshotError
from bpwoo_sync.kept import key_of, line_of, moment, record_from


def write_parquet(path: Path, kind: type[Any], lines: Iterable[str]) -> int:
    """Write lines of records to a file; returns how many."""
    polars = _polars()
    columns = _columns(kind)
    types: dict[type[Any] | None, Any] = {
        int: polars.Int64,
        bool: polars.Boolean,
        str: polars.String,
        datetime: polars.Datetime("us", "UTC"),
    }
    cells: dict[str, list[Any]] = {name: [] for name in columns}
    count = 0
    for line in lines:
        document = json.loads(line)
        count += 1
        for name, column in columns.items():
            cells[name].append(_cell(document[name], column))
    frame = polars.DataFrame(cells, schema={name: types.get(column, polars.String) for name, column in columns.items()})
    frame.write_parquet(path)
    return count


def parquet_lines(path: Path, kind: type[Any]) -> Iterator[str]:
    """The records of a file, as lines of JSON with their line feeds."""
    polars, columns = _polars(), _columns(kind)
    for row in polars.read_parquet(path).iter_rows(named=True):
        record = record_from(kind, {name: _value(row[name], column) for name, column in columns.items()})
        yield f"{line_of(key_of(record), record)}\n"


def _columns(kind: type[Any]) -> dict[str, type[Any] | None]:
    """The type of each field's column; None where the column is JSON."""
    return {each.name: _type(each.type) for each in fields(resolve_types(kind))}


def _type(told: Any) -> type[Any] | None:
    parts = [part for part in get_args(told) or (told,) if part is not NoneType]
    if len(parts) == 1 and parts[0].__name__ == "Decimal":
        return str
    return parts[0] if len(parts) == 1 and parts[0] in (int, bool, str, datetime) else None


def _cell(value: Any, column: type[Any] | None) -> Any:
    if column is None:
        return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return moment(value) if column is datetime and value is not None else value


def _value(cell: Any, column: type[Any] | None) -> Any:
    return json.loads(cell) if column is None else cell


def _polars() -> Any:
    try:
        import polars
    except ImportError:
        raise SnapshotError("A snapshot in Parquet needs polars. Install it with: pip install 'bpwoo[polars]'") from None
    return polars
