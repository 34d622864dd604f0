"""Tax classes."""

from __future__ import annotations

from typing import Final

from woocommerce_sdk._kernel.binding import C, Resource
from woocommerce_sdk._kernel.values import Draft, Model, draft, model
from woocommerce_sdk.endpoints import create, listing, read, remove
from woocommerce_sdk.paging import Query


@model
class TaxClass(Model):
    """A class of products that are taxed alike. The ``standard`` one is always there."""

    slug: str
    name: str


@draft
class TaxClassDraft(Draft):
    """A tax class to be made."""

    name: str


class TaxClasses(Resource[C]):
    """https://woocommerce.github.io/woocommerce-rest-api-docs/#tax-classes"""

    list: Final = listing("/taxes/classes", TaxClass, Query, paged=False)
    get: Final = read("/taxes/classes/{slug}", tuple[TaxClass, ...], (str,))
    """Answered with a list of one, or of none where there is no such class."""
    create: Final = create("/taxes/classes", TaxClassDraft, TaxClass)
    delete: Final = remove("/taxes/classes/{slug}", TaxClass, (str,))
