"""Tax rates."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Final, Literal

from attrs import frozen

from woocommerce_sdk._kernel.binding import C, Resource
from woocommerce_sdk._kernel.values import UNSET, Draft, Model, Unset, draft, model
from woocommerce_sdk.batch import batching
from woocommerce_sdk.endpoints import create, listing, read, remove, update
from woocommerce_sdk.paging import PagedQuery
from woocommerce_sdk.values import Blank


@model
class TaxRate(Model):
    """A tax rate and where it applies. ``rate`` 8.8750 means 8.875 percent; ``class_`` is the slug of a tax class."""

    id: int
    country: str
    state: str
    postcode: str
    city: str
    rate: Decimal | Blank
    """In per cent: 8.8750 means 8.875 per cent."""
    name: str
    priority: int
    compound: bool
    shipping: bool
    order: int
    class_: str
    postcodes: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()

    __shown__: ClassVar[tuple[str, ...]] = ("id", "country", "state", "rate", "name")


@draft
class TaxRateDraft(Draft):
    """A tax rate to be written."""

    country: str | Unset = UNSET
    state: str | Unset = UNSET
    postcode: str | Unset = UNSET
    city: str | Unset = UNSET
    rate: Decimal | Unset = UNSET
    """In per cent: 8.8750 means 8.875 per cent."""
    name: str | Unset = UNSET
    priority: int | Unset = UNSET
    compound: bool | Unset = UNSET
    shipping: bool | Unset = UNSET
    order: int | Unset = UNSET
    class_: str | Unset = UNSET
    postcodes: tuple[str, ...] | Unset = UNSET
    cities: tuple[str, ...] | Unset = UNSET


@frozen(kw_only=True)
class TaxRateQuery(PagedQuery):
    """Filters of tax rates. ``class_`` is the slug of a tax class, ``standard`` included."""

    orderby: Literal["id", "order", "priority"] | None = None
    class_: str | None = None


class TaxRates(Resource[C]):
    """https://woocommerce.github.io/woocommerce-rest-api-docs/#tax-rates"""

    list: Final = listing("/taxes", TaxRate, TaxRateQuery)
    get: Final = read("/taxes/{id}", TaxRate)
    create: Final = create("/taxes", TaxRateDraft, TaxRate)
    update: Final = update("/taxes/{id}", TaxRateDraft, TaxRate)
    delete: Final = remove("/taxes/{id}", TaxRate)
    batch: Final = batching("/taxes/batch", TaxRateDraft, TaxRate)
