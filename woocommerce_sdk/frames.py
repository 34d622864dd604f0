"""Records as tables: plain rows, pandas (extra ``pandas``) and polars (extra ``polars``)."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Any

from attrs import frozen

from ._kernel.values import Model, Unrecognised, field_names
from .errors import ConfigurationError
from .values import Blank, ShopTime


def rows(records: Iterable[Model]) -> list[dict[str, Any]]:
    """One flat row a record: ``billing.city`` for what is inside, lists as they are, none for what was not sent.

    Decimals stay decimals and moments stay moments; a blank becomes ``None``.
    """
    return [dict(_cells(record, "")) for record in records]


def _cells(record: Model, prefix: str) -> Iterable[tuple[str, Any]]:
    for name in field_names(type(record)):
        if not record.has(name):
            continue
        value = getattr(record, name)
        if isinstance(value, Model):
            yield from _cells(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", _cell(value)


def _cell(value: Any) -> Any:
    if isinstance(value, Blank):
        return None
    if isinstance(value, (ShopTime, Unrecognised)):
        return str(value)
    return value


def to_pandas(records: Iterable[Model]) -> Any:
    """A ``pandas.DataFrame`` of these records; columns as :func:`rows` names them."""
    return _library("pandas").DataFrame(rows(records))


def to_polars(records: Iterable[Model]) -> Any:
    """A ``polars.DataFrame`` of these records; columns as :func:`rows` names them, and lists of lines as objects."""
    polars = _library("polars")
    plain = [{name: _polar(value) for name, value in row.items()} for row in rows(records)]
    return polars.DataFrame(plain, infer_schema_length=None, strict=False)


def _polar(value: Any) -> Any:
    if isinstance(value, (tuple, list)) and any(isinstance(item, Model) for item in value):
        return [str(item) for item in value]
    if isinstance(value, Mapping):
        return str(dict(value))
    return value


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        raise ConfigurationError(f"{name} is not installed: pip install 'bpwoo[{name}]'") from None


@frozen
class Table:
    """Records to be looked at in a notebook: what their ``repr`` shows, a row each."""

    records: tuple[Model, ...]

    def _repr_html_(self) -> str:
        shown = [name for record in self.records[:1] for name in (type(record).__shown__ or field_names(type(record))[:3])]
        head = "".join(f"<th>{html.escape(name)}</th>" for name in shown)
        body = "".join(f"<tr>{''.join(_html_cell(record, name) for name in shown)}</tr>" for record in self.records)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _html_cell(record: Model, name: str) -> str:
    return f"<td>{html.escape(str(getattr(record, name)) if record.has(name) else '')}</td>"
