"""The shop's routes, a file for each group: a table of paths and methods, and small functions."""

from __future__ import annotations

from ..call import Routes
from . import (
    attributes,
    coupons,
    customers,
    geography,
    order_notes,
    orders,
    products,
    refunds,
    reports,
    reviews,
    settings,
    shipping,
    system,
    taxes,
    terms,
    variations,
    webhooks,
)

#: Every route that the double answers, below ``/wc/v3``.
ROUTES: Routes = {
    **attributes.ROUTES,
    **coupons.ROUTES,
    **customers.ROUTES,
    **geography.ROUTES,
    **order_notes.ROUTES,
    **orders.ROUTES,
    **products.ROUTES,
    **refunds.ROUTES,
    **reports.ROUTES,
    **reviews.ROUTES,
    **settings.ROUTES,
    **shipping.ROUTES,
    **system.ROUTES,
    **taxes.ROUTES,
    **terms.ROUTES,
    **variations.ROUTES,
    **webhooks.ROUTES,
}
