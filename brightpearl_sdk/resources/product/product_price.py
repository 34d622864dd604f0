"""Prices of products by price list, always net."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import UNSET, Draft, Model, Unset, draft, model
from ...endpoints import planning, planning_within, read_many, read_set, read_sets, replace
from ...values import Number


@model
class PriceListPrices(Model):
    """A product's prices on one list: the quantity from which a price holds, and the net price with four decimals."""

    price_list_id: int
    currency_code: str | None = None
    currency_id: int | None = None
    sku: str | None = None
    quantity_price: dict[str, Decimal] | None = None
    """Net prices of one piece, in the list's currency, by the pieces from which each holds."""


@model
class ProductPrice(Model):
    """A product's prices on every list that was asked for."""

    product_id: int
    price_lists: tuple[PriceListPrices, ...] = ()


@draft
class PriceListPricesDraft(Draft):
    """Prices of one list, which replace all that the list has for the product."""

    price_list_id: int
    quantity_price: dict[str, Number] | Unset = UNSET
    """Net prices of one piece, in the list's currency, by the pieces from which each holds."""
    sku: str | Unset = UNSET


@draft
class ProductPriceDraft(Draft):
    """Prices of a product, net even on lists that show gross ones."""

    price_lists: tuple[PriceListPricesDraft, ...]


class ProductPrices(Resource[C]):
    """https://api-docs.brightpearl.com/product/product-price/index.html

    A request takes 200 products. A list that has prices cannot be emptied.
    """

    get_set: Final = read_set("/product-service/product-price/{}", ProductPrice)
    get_set_on: Final = read_sets(
        "/product-service/product-price/{}/price-list/{}", ProductPrice, doc="Prices of products on these lists only."
    )
    get_many: Final = read_many(
        "/product-service/product-price/{}", ProductPrice, key="product_id", plan="/product-service/product-price/{}"
    )
    plan: Final = planning("/product-service/product-price/{}")
    plan_on: Final = planning_within("/product-service/product-price/{}/price-list/{}")
    replace: Final = replace("/product-service/product-price/{}/price-list", ProductPriceDraft)
