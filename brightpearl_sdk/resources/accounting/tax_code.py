"""Tax codes, which each account has its own of."""

from __future__ import annotations

from typing import ClassVar, Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import Model, model
from ...endpoints import read, read_all, read_set
from ...values import Number


@model
class TaxCode(Model):
    """A tax code. ``rate`` is a percentage; zero and exempt codes come without it."""

    __shown__: ClassVar[tuple[str, ...]] = ("id", "code", "rate")

    id: int
    code: str
    description: str | None = None
    rate: Number | None = None
    """In per cent: 20 means 20 per cent."""


class TaxCodes(Resource[C]):
    """https://api-docs.brightpearl.com/accounting/tax-code/get.html"""

    all: Final = read_all("/accounting-service/tax-code", TaxCode)
    get: Final = read("/accounting-service/tax-code/{}", TaxCode)
    get_set: Final = read_set("/accounting-service/tax-code/{}", TaxCode)
