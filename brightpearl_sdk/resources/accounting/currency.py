"""Currencies of the account: they can only be searched."""

from __future__ import annotations

from typing import Final

from ..._kernel.binding import C, Resource
from ...endpoints import searching
from ...search import BooleanColumn, IdColumn, MoneyColumn, SearchRow, StringColumn


class CurrencyRow(SearchRow):
    """A row of ``currency-search``. ``exchange_rate`` is foreign units for one unit of the base currency."""

    id: Final = IdColumn("id")
    title: Final = StringColumn("title")
    code: Final = StringColumn("code")
    symbol: Final = StringColumn("symbol")
    exchange_rate: Final = MoneyColumn("exchangeRate")
    """Units of this currency for one unit of the base currency."""
    is_default: Final = BooleanColumn("isDefault")
    exchange_rate_variance_nominal_code: Final = StringColumn("exchangeRateVarianceNominalCode")


class Currencies(Resource[C]):
    """https://api-docs.brightpearl.com/accounting/currency/search.html"""

    search: Final = searching("/accounting-service/currency-search", CurrencyRow)
