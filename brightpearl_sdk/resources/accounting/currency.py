"""Currencies of the account: they can only be searched."""

from __future__ import annotations

from ..._kernel.binding import C, Resource
from ...endpoints import searching
from ...search import BooleanColumn, IdColumn, MoneyColumn, SearchRow, StringColumn


class CurrencyRow(SearchRow):
    """A row of ``currency-search``. ``exchange_rate`` is foreign units for one unit of the base currency."""

    id = IdColumn("id")
    title = StringColumn("title")
    code = StringColumn("code")
    symbol = StringColumn("symbol")
    exchange_rate = MoneyColumn("exchangeRate")
    is_default = BooleanColumn("isDefault")
    exchange_rate_variance_nominal_code = StringColumn("exchangeRateVarianceNominalCode")


class Currencies(Resource[C]):
    """https://api-docs.brightpearl.com/accounting/currency/search.html"""

    search = searching("/accounting-service/currency-search", CurrencyRow)
