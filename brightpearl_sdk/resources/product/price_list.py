"""Price lists."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import Model, Unrecognised, model
from ...endpoints import read_all, read_set


class PriceListType(StrEnum):
    """Whether a list is for buying or for selling."""

    BUY = "BUY"
    SELL = "SELL"


@model
class LocalisedText(Model):
    """A text in one language."""

    language_code: str | None = None
    text: str | None = None
    format: str | None = None


@model
class PriceList(Model):
    """A list of prices in one currency. ``gross`` says only how prices are shown."""

    __shown__: ClassVar[tuple[str, ...]] = ("id", "code", "currency_code")

    id: int
    name: LocalisedText | None = None
    code: str | None = None
    currency_code: str | None = None
    currency_symbol: str | None = None
    currency_id: int | None = None
    price_list_type_code: PriceListType | Unrecognised | None = None
    gross: bool | None = None


class PriceLists(Resource[C]):
    """https://api-docs.brightpearl.com/product/price-list/index.html"""

    all: Final = read_all("/product-service/price-list", PriceList)
    get_set: Final = read_set("/product-service/price-list/{}", PriceList)
