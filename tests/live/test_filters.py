"""Every filter of every list is one that the shop takes, in the form in which the client sends it."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

import attrs
import pytest

import woocommerce_sdk as woo

#: The lists, by the service that has them and what they are asked with.
LISTS: dict[str, type[Any]] = {
    "orders": woo.OrderQuery,
    "all_refunds": woo.RefundQuery,
    "products": woo.ProductQuery,
    "all_variations": woo.VariationQuery,
    "customers": woo.CustomerQuery,
    "coupons": woo.CouponQuery,
    "categories": woo.TermQuery,
    "tags": woo.TermQuery,
    "brands": woo.TermQuery,
    "shipping_classes": woo.TermQuery,
    "reviews": woo.ReviewQuery,
    "taxes": woo.TaxRateQuery,
    "webhooks": woo.WebhookQuery,
}
#: Values that a type alone does not tell.
SAMPLES: dict[str, Any] = {
    "attribute": "pa_colour",
    "class_": "standard",
    "code": "welcome",
    "dp": 2,
    "email": "ann@example.com",
    "fields": ("id",),
    "image_size": "thumbnail",
    "offset": 1,
    "orderby": "id",
    "page": 1,
    "per_page": 3,
    "reviewer_email": "ann@example.com",
    "role": "all",
    "search_fields": ("name",),
    "tax_class": "standard",
}


PLAIN: dict[Any, Any] = {
    bool: True,
    int: 1,
    str: "x",
    Decimal: Decimal("1.50"),
    datetime: datetime(2026, 1, 2, tzinfo=UTC),
    date: date(2026, 1, 2),
}


def sample(name: str, hint: Any) -> Any:
    """A value that a filter of this type takes."""
    if name in SAMPLES:
        return SAMPLES[name]
    return of_type(hint)


def of_type(hint: Any) -> Any:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return of_type(next(each for each in arguments if each is not type(None)))
    if origin is Literal:
        return arguments[0]
    if origin is tuple:
        return (of_type(arguments[0]),)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return next(iter(hint))
    return {bool: True, int: 1, str: "x", Decimal: Decimal("1.50"), datetime: datetime(2026, 1, 2, tzinfo=UTC), date: date(2026, 1, 2)}[
        hint
    ]


def filters() -> Iterator[Any]:
    for service, query in LISTS.items():
        hints = typing.get_type_hints(query)
        for each in attrs.fields(query):
            yield pytest.param(service, query(**{each.name: sample(each.name, hints[each.name])}), id=f"{service}-{each.name}")


def orderings() -> Iterator[Any]:
    for service, query in LISTS.items():
        hints = typing.get_type_hints(query)
        for value in [each for each in get_args(hints.get("orderby", type(None))) if each is not type(None)]:
            for order in get_args(value) or (value,):
                # What is sorted by the ids asked for needs them.
                asked = {"include": (1, 2)} if order in ("include", "post__in") else {}
                yield pytest.param(service, query(orderby=order, order="asc", **asked), id=f"{service}-{order}")


@pytest.mark.parametrize(("service", "query"), [*filters(), *orderings()])
def test_a_filter_is_taken(service: str, query: Any, shop: woo.WooCommerce) -> None:
    page = getattr(shop, service).list(query).first()
    assert len(page.items) <= query.per_page


def test_filters_inside_a_record_are_taken(shop: woo.WooCommerce) -> None:
    zone = 0
    shop.shipping_zone_locations.list(zone, woo.Query(fields=("code",))).first()
    shop.reports.sales(woo.ReportQuery(date_min=date(2026, 1, 1), date_max=date(2026, 1, 31)))
