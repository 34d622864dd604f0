"""Nominal codes: the accounts of the ledger. A bank account is one whose ``bank`` is true."""

from __future__ import annotations

from typing import ClassVar, Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import Json, Model, model
from ...endpoints import read, read_all, read_set, searching
from ...search import BooleanColumn, IdColumn, SearchRow, TextColumn

_GET = "https://api-docs.brightpearl.com/accounting/nominal-code/get.html"


@model
class NominalCodeType(Model):
    """The kind of account that a nominal code is."""

    id: int | None = None


@model
class NominalCode(Model):
    """An account of the ledger. ``tax_code`` is the id of a tax code, 0 for none; ``currency_id`` is of bank accounts."""

    __shown__: ClassVar[tuple[str, ...]] = ("code", "name")

    id: int | None = None
    code: str | None = None
    name: str | None = None
    type: NominalCodeType | None = None
    bank: bool | None = None
    expense: bool | None = None
    discount: bool | None = None
    editable: bool | None = None
    active: bool | None = None
    tax_code: Json = None
    description: str | None = None
    chart_map_code: str | None = None
    reconcile: bool | None = None
    currency_id: int | None = None


class NominalCodeRow(SearchRow):
    """A row of ``nominal-code-search``. ``code`` is searched for a part: compare it again."""

    code: Final = TextColumn("code")
    name: Final = TextColumn("name")
    type: Final = IdColumn("type")
    bank: Final = BooleanColumn("bank")
    currency_id: Final = IdColumn("currencyId")
    active: Final = BooleanColumn("active")


class NominalCodes(Resource[C]):
    """https://api-docs.brightpearl.com/accounting/nominal-code/index.html"""

    all: Final = read_all("/accounting-service/nominal-code", NominalCode, page=_GET)
    get: Final = read("/accounting-service/nominal-code/{}", NominalCode, page=_GET)
    get_set: Final = read_set("/accounting-service/nominal-code/{}", NominalCode, page=_GET)
    search: Final = searching(
        "/accounting-service/nominal-code-search",
        NominalCodeRow,
        page="https://api-docs.brightpearl.com/accounting/nominal-code/search.html",
    )
