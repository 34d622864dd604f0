"""Sums over the shop's orders. They come from lookup tables that the shop fills with a delay."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import ClassVar, Final, Literal

from attrs import frozen

from woocommerce_sdk._kernel.binding import C, Resource
from woocommerce_sdk._kernel.values import Model, model
from woocommerce_sdk.endpoints import asking, read
from woocommerce_sdk.paging import Query
from woocommerce_sdk.values import Number

from .._kernel.described import described


@model
class ReportIndexEntry(Model):
    """A report that the shop can make."""

    slug: str
    description: str


@model
class SalesOfPeriod(Model):
    """Sales of one day or month."""

    sales: Decimal
    """In the shop's currency."""
    orders: int
    items: int
    tax: Decimal
    """In the shop's currency."""
    shipping: Decimal
    """In the shop's currency."""
    discount: Decimal
    """In the shop's currency."""
    customers: int
    refunds: Decimal | None = None
    """In the shop's currency."""


@model
class SalesReport(Model):
    """Sales of a period. ``totals`` are by day (``2026-11-23``) or by month, as ``totals_grouped_by`` says."""

    total_sales: Decimal
    """In the shop's currency."""
    net_sales: Decimal
    """In the shop's currency."""
    average_sales: Decimal
    """In the shop's currency."""
    total_orders: int
    """How many orders."""
    total_items: int
    """How many pieces."""
    total_tax: Decimal
    """In the shop's currency."""
    total_shipping: Decimal
    """In the shop's currency."""
    total_refunds: Number
    """In the shop's currency."""
    total_discount: Decimal
    """In the shop's currency."""
    totals_grouped_by: str
    totals: Mapping[str, SalesOfPeriod]
    """By day or month, in the shop's time zone; amounts are in the shop's currency."""
    total_customers: int = 0
    """How many customers."""

    __shown__: ClassVar[tuple[str, ...]] = ("total_sales", "net_sales", "total_orders")


@model
class TopSeller(Model):
    """A product that sold well."""

    name: str
    product_id: int
    quantity: int
    """In pieces."""


@model
class ReportTotal(Model):
    """How many records there are of a kind."""

    slug: str
    name: str
    total: int
    """How many records."""


@described
@frozen(kw_only=True)
class ReportQuery(Query):
    """The period of a report, in the shop's own days; ``period`` counts only where no day is given."""

    period: Literal["week", "month", "last_month", "year"] | None = None
    date_min: date | None = None
    """A day in the shop's time zone, which counts in."""
    date_max: date | None = None
    """A day in the shop's time zone, which counts in."""


class Reports(Resource[C]):
    """https://woocommerce.github.io/woocommerce-rest-api-docs/#reports"""

    list: Final = read("/reports", tuple[ReportIndexEntry, ...], ())
    sales: Final = asking("/reports/sales", tuple[SalesReport, ...], ReportQuery)
    top_sellers: Final = asking("/reports/top_sellers", tuple[TopSeller, ...], ReportQuery)
    orders_totals: Final = read("/reports/orders/totals", tuple[ReportTotal, ...], ())
    products_totals: Final = read("/reports/products/totals", tuple[ReportTotal, ...], ())
    customers_totals: Final = read("/reports/customers/totals", tuple[ReportTotal, ...], ())
    coupons_totals: Final = read("/reports/coupons/totals", tuple[ReportTotal, ...], ())
    reviews_totals: Final = read("/reports/reviews/totals", tuple[ReportTotal, ...], ())
