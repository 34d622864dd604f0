"""What goes into the price of products for one customer."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import Model, model
from ...endpoints import read_inside
from ...values import Number


@model
class PricingTaxCode(Model):
    """A tax code and its rate, in per cent."""

    code: str | None = None
    rate: Number | None = None
    """In per cent: 20 means 20 per cent."""


@model
class CustomerPricingDetails(Model):
    """A customer's price list, currency and discount, in per cent, and a tax code where there is one."""

    price_list_id: int | None = None
    currency_code: str | None = None
    discount_percentage: Number | None = None
    """In per cent: 10 means 10 per cent."""
    tax_code: PricingTaxCode | None = None


@model
class PricedCustomer(Model):
    """The customer whose prices these are."""

    customer_id: int
    financial_details: CustomerPricingDetails | None = None


@model
class PricedProductDetails(Model):
    """How a product is taxed: ``taxable`` in accounts with sales tax, the code in accounts with value added tax."""

    taxable: bool | None = None
    tax_code: PricingTaxCode | None = None


@model
class PricedProductList(Model):
    """A product's prices on the customer's price list, by the quantity from which each holds."""

    price_list_id: int | None = None
    currency_code: str | None = None
    sku: str | None = None
    quantity_price: dict[str, Decimal] | None = None
    """Net prices of one piece, in the list's currency, by the pieces from which each holds."""


@model
class PricedProduct(Model):
    """A product with the prices that a customer pays before discount."""

    __shown__: ClassVar[tuple[str, ...]] = ("product_id", "sku")

    product_id: int
    sku: str | None = None
    financial_details: PricedProductDetails | None = None
    price_list: PricedProductList | None = None


@model
class CustomerPricing(Model):
    """A customer and the prices of products for this customer."""

    customer: PricedCustomer
    products: tuple[PricedProduct, ...] = ()


class CustomerProductPrices(Resource[C]):
    """https://api-docs.brightpearl.com/pricing/customer-product-price/get.html

    Answered beside ``public-api``, below ``api-v3``. A request takes 200 products.
    """

    get: Final = read_inside(
        "/api-v3/pricing/customer/{}/product-price/{}", CustomerPricing, doc="The prices of a set of products for a customer."
    )
