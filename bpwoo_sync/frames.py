"""Listings as data frames of pandas (extra ``pandas``) and polars (extra ``polars``), each column of its kind."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from importlib import import_module
from typing import Any

from bpwoo_sync.errors import ConfigurationError
from bpwoo_sync.listing import Kind, Listing

#: How many digits a decimal of polars may have.
_DIGITS = 38


def pandas_frame(listing: Listing) -> Any:
    """A ``pandas.DataFrame``: ``string``, ``Int64`` and UTC moments, all of which may be empty; amounts are ``Decimal``, as objects.

    Raises :class:`~bpwoo_sync.errors.ConfigurationError` where pandas is not installed.
    """
    pandas = library("pandas", extra="pandas")
    kinds = {Kind.TEXT: "string", Kind.WHOLE: "Int64", Kind.AMOUNT: "object", Kind.MOMENT: pandas.DatetimeTZDtype("us", "UTC")}
    return pandas.DataFrame({name: pandas.Series(listing.column(name), dtype=kinds[kind]) for name, kind in listing.columns.items()})


def polars_frame(listing: Listing) -> Any:
    """A ``polars.DataFrame``: text, integers, UTC moments, and decimals with as many places as the longest has.

    Raises :class:`~bpwoo_sync.errors.ConfigurationError` where polars is not installed.
    """
    polars = library("polars", extra="polars")

    def kind_of(kind: Kind, cells: Sequence[object]) -> Any:
        if kind is Kind.AMOUNT:
            return polars.Decimal(_DIGITS, _places(cells))
        return {Kind.TEXT: polars.String, Kind.WHOLE: polars.Int64, Kind.MOMENT: polars.Datetime("us", "UTC")}[kind]

    columns = ((name, kind, listing.column(name)) for name, kind in listing.columns.items())
    return polars.DataFrame([polars.Series(name, cells, dtype=kind_of(kind, cells)) for name, kind, cells in columns])


def library(name: str, *, extra: str) -> Any:
    """A library that an extra brings. Raises :class:`~bpwoo_sync.errors.ConfigurationError`, which names the extra."""
    try:
        return import_module(name)
    except ImportError:
        raise ConfigurationError(f"{name} is not installed. Install it with: pip install 'bpwoo[{extra}]'") from None


def _places(amounts: Sequence[object]) -> int:
    exponents = (amount.as_tuple().exponent for amount in amounts if isinstance(amount, Decimal))
    return max((-exponent for exponent in exponents if isinstance(exponent, int) and exponent < 0), default=0)
