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


@model
class ReportIndexEntry(Model):
    """A report that the shop can make."""

    slug: str
    description: str


@model
class SalesOfPeriod(Model):
    """Sales of one day or month."""

    sales: Decimal
    orders: int
    items: int
    tax: Decimal
    shipping: Decimal
    discount: Decimal
    customers: int
    refunds: Decimal | None = None


@model
class SalesReport(Model):
    """Sales of a period. ``totals`` are by day (``2026-11-23``) or by month, as ``totals_grouped_by`` says."""

    total_sales: Decimal
    net_sales: Decimal
    average_sales: Decimal
    total_orders: int
    total_items: int
    total_tax: Decimal
    total_shipping: Decimal
    total_refunds: Number
    total_discount: Decimal
    totals_grouped_by: str
    totals: Mapping[str, SalesOfPeriod]
    total_customers: int = 0

    __shown__: ClassVar[tuple[str, ...]] = ("total_sales", "net_sales", "total_orders")


@model
class TopSeller(Model):
    """A product that sold well."""

    name: str
    product_id: int
    quantity: int


@model
class ReportTotal(Model):
    """How many records there are of a kind."""

    slug: str
    name: str
    total: int


@frozen(kw_only=True)
class ReportQuery(Query):
    """The period of a report, in the shop's own days; ``period`` counts only where no day is given."""

    period: Literal["week", "month", "last_month", "year"] | None = None
    date_min: date | None = None
    date_max: date | None = None


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
