"""Rows of a search as tables: plain rows, pandas (extra ``pandas``) and polars (extra ``polars``), each column of its kind."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from importlib import import_module
from typing import Any

from .errors import BrightpearlError
from .search import BooleanColumn, Column, IdColumn, InstantColumn, IntegerColumn, MoneyColumn, SearchRow, StringColumn, TextColumn

#: How many digits a decimal of polars may have.
_DIGITS = 38


def rows(found: Iterable[SearchRow]) -> list[dict[str, Any]]:
    """One plain row each: cells by the names of their columns here, typed; cells of other columns by the vendor's, as they came.

    Only columns that the search brought are there. Amounts stay decimals and moments stay moments.
    """
    return [{name: row.cells[cell] if column is None else row[column] for name, cell, column in _columns(row)} for row in found]


def to_pandas(found: Iterable[SearchRow], kind: type[SearchRow] | None = None) -> Any:
    """A ``pandas.DataFrame``: ``Int64``, ``string``, ``boolean`` and UTC moments, all of which may be empty; decimals as objects.

    ``kind`` gives an empty result its columns.
    """
    pandas = _library("pandas")
    columns = _table(found, kind)
    return pandas.DataFrame({name: pandas.Series(values, dtype=_pandas_kind(pandas, column, values)) for name, column, values in columns})


def to_polars(found: Iterable[SearchRow], kind: type[SearchRow] | None = None) -> Any:
    """A ``polars.DataFrame``: integers, text, booleans, UTC moments, and decimals with as many places as the longest has.

    ``kind`` gives an empty result its columns.
    """
    polars = _library("polars")
    return polars.DataFrame([_polars_series(polars, *column) for column in _table(found, kind)])


Named = tuple[str, str, Column[Any] | None]


def _columns(row: SearchRow) -> list[Named]:
    declared = {column.name: (name, column) for name, column in _declared(type(row))}
    return [(declared[cell][0], cell, declared[cell][1]) if cell in declared else (cell, cell, None) for cell in row.cells]


def _declared(kind: type[SearchRow]) -> list[tuple[str, Column[Any]]]:
    return [(name, each) for owner in reversed(kind.__mro__) for name, each in vars(owner).items() if isinstance(each, Column)]


def _table(found: Iterable[SearchRow], kind: type[SearchRow] | None) -> list[tuple[str, Column[Any] | None, list[Any]]]:
    listed = list(found)
    plain = rows(listed)
    kinds: dict[str, Column[Any] | None] = {name: column for row in listed for name, _, column in _columns(row)}
    if not listed and kind is not None:
        kinds = dict(_declared(kind))
    return [(name, column, [row.get(name) for row in plain]) for name, column in kinds.items()]


def _are_whole(values: list[Any]) -> bool:
    # An id column may hold several ids in one cell.
    return all(value is None or isinstance(value, int) for value in values)


def _pandas_kind(pandas: Any, column: Column[Any] | None, values: list[Any]) -> Any:
    if isinstance(column, (IntegerColumn, IdColumn)) and _are_whole(values):
        return "Int64"
    if isinstance(column, (StringColumn, TextColumn)):
        return "string"
    if isinstance(column, BooleanColumn):
        return "boolean"
    if isinstance(column, InstantColumn):
        return pandas.DatetimeTZDtype("us", "UTC")
    return "object"


def _polars_series(polars: Any, name: str, column: Column[Any] | None, values: list[Any]) -> Any:
    if isinstance(column, (IntegerColumn, IdColumn)) and _are_whole(values):
        return polars.Series(name, values, dtype=polars.Int64)
    if isinstance(column, (StringColumn, TextColumn)):
        return polars.Series(name, values, dtype=polars.String)
    if isinstance(column, BooleanColumn):
        return polars.Series(name, values, dtype=polars.Boolean)
    if isinstance(column, InstantColumn):
        return polars.Series(name, values, dtype=polars.Datetime("us", "UTC"))
    if isinstance(column, MoneyColumn):
        return polars.Series(name, values, dtype=polars.Decimal(_DIGITS, _places(values)))
    return polars.Series(name, [None if value is None else str(value) for value in values], dtype=polars.String)


def _places(amounts: list[Decimal | None]) -> int:
    exponents = (amount.as_tuple().exponent for amount in amounts if amount is not None)
    return max((-exponent for exponent in exponents if isinstance(exponent, int) and exponent < 0), default=0)


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        raise BrightpearlError(f"{name} is not installed: pip install 'bpwoo[{name}]'") from None
