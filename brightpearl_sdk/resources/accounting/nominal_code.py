"""Nominal codes: the accounts of the ledger."""

from __future__ import annotations

from ..._kernel.binding import C, Resource
from ..._kernel.values import Json, Model, model
from ...endpoints import read_all, searching
from ...search import BooleanColumn, IdColumn, SearchRow, StringColumn, TextColumn


@model
class NominalCode(Model):
    """An account of the ledger."""

    __shown__ = ("code", "name")

    id: int | None = None
    code: str | None = None
    name: str | None = None
    type: Json = None
    bank: Json = None
    expense: Json = None
    discount: Json = None
    editable: Json = None
    active: Json = None
    tax_code: Json = None
    description: str | None = None
    chart_map_code: str | None = None
    reconcile: Json = None
    currency_id: int | None = None


class NominalCodeRow(SearchRow):
    """A row of ``nominal-code-search``."""

    code = StringColumn("code")
    name = TextColumn("name")
    type = IdColumn("type")
    bank = BooleanColumn("bank")
    currency_id = IdColumn("currencyId")
    active = BooleanColumn("active")


class NominalCodes(Resource[C]):
    """https://api-docs.brightpearl.com/accounting/nominal-code/get.html"""

    all = read_all("/accounting-service/nominal-code", NominalCode)
    search = searching("/accounting-service/nominal-code-search", NominalCodeRow)
