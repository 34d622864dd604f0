"""Records as tables: plain rows, pandas (extra ``pandas``) and polars (extra ``polars``)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from importlib import import_module
from typing import Any

from attrs import frozen

from ._kernel.tabling import html_table
from ._kernel.values import Model, Unrecognised, field_names
from .errors import ConfigurationError
from .resources.orders import Order
from .resources.products import Product
from .resources.variations import Variation
from .values import Blank, ShopTime

#: What a decimal of polars holds.
_DIGITS = 38


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


def line_rows(orders: Iterable[Order]) -> list[dict[str, Any]]:
    """One flat row for each product in these orders, after ``order_id``, ``order_number``, ``order_status`` and ``currency``.

    Amounts are without tax, in the order's currency.
    """
    return [
        {
            "order_id": order.id,
            "order_number": order.number,
            "order_status": str(order.status),
            "currency": order.currency,
            **dict(_cells(line, "")),
        }
        for order in orders
        for line in order.line_items
    ]


#: What a row of stock tells, in this order.
STOCK = ("id", "parent_id", "sku", "name", "type", "manage_stock", "stock_quantity", "stock_status", "backorders", "low_stock_amount")


def stock_rows(products: Iterable[Product | Variation]) -> list[dict[str, Any]]:
    """One row a product or variation with what it tells of its stock; ``None`` for what it does not tell."""
    return [
        {name: _cell(getattr(product, name)) if name in field_names(type(product)) and product.has(name) else None for name in STOCK}
        for product in products
    ]


def to_pandas(records: Iterable[Model | Mapping[str, Any]]) -> Any:
    """A ``pandas.DataFrame`` of records, with columns as :func:`rows` names them, or of rows.

    Whole numbers, flags and text may be empty; moments are in UTC; decimals stay exact, as objects.
    """
    pandas = _library("pandas")
    columns = _columns(records)
    return pandas.DataFrame({name: pandas.Series(values, dtype=_pandas_kind(pandas, values)) for name, values in columns.items()})


def to_polars(records: Iterable[Model | Mapping[str, Any]]) -> Any:
    """A ``polars.DataFrame`` of records, with columns as :func:`rows` names them, or of rows.

    Decimals are exact; what is no plain value, such as a list of lines, is text.
    """
    polars = _library("polars")
    return polars.DataFrame([_polars_series(polars, name, values) for name, values in _columns(records).items()])


def _columns(records: Iterable[Model | Mapping[str, Any]]) -> dict[str, list[Any]]:
    plain = [dict(_cells(each, "")) if isinstance(each, Model) else each for each in records]
    names = dict.fromkeys(name for row in plain for name in row)
    return {name: [_plain(row.get(name)) for row in plain] for name in names}


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, StrEnum) else value


def _all(values: list[Any], kind: type | tuple[type, ...]) -> bool:
    there = [value for value in values if value is not None]
    return bool(there) and all(isinstance(value, kind) for value in there)


def _pandas_kind(pandas: Any, values: list[Any]) -> Any:
    if _all(values, bool):
        return "boolean"
    if _all(values, int) and not any(isinstance(value, bool) for value in values):
        return "Int64"
    if _all(values, str):
        return "string"
    if _all(values, datetime):
        return pandas.DatetimeTZDtype("us", "UTC")
    return "object"


def _polars_series(polars: Any, name: str, values: list[Any]) -> Any:
    if _all(values, bool):
        return polars.Series(name, values, dtype=polars.Boolean)
    if _all(values, int) and not any(isinstance(value, bool) for value in values):
        return polars.Series(name, values, dtype=polars.Int64)
    if _all(values, Decimal):
        return polars.Series(name, values, dtype=polars.Decimal(_DIGITS, _places(values)))
    if _all(values, datetime):
        return polars.Series(name, values, dtype=polars.Datetime("us", "UTC"))
    return polars.Series(name, [None if value is None else str(value) for value in values], dtype=polars.String)


def _places(amounts: list[Decimal | None]) -> int:
    exponents = (amount.as_tuple().exponent for amount in amounts if amount is not None)
    return max((-exponent for exponent in exponents if isinstance(exponent, int) and exponent < 0), default=0)


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        raise ConfigurationError(f"{name} is not installed: pip install 'bpwoo[{name}]'") from None


@frozen
class Table:
    """Records to be looked at in a notebook: what their ``repr`` shows, a row each. A page shows itself so."""

    records: tuple[Model, ...]

    def _repr_html_(self) -> str:
        return html_table(self.records)
