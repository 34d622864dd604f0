"""Categories, tags, brands, shipping classes: the terms by which products are sorted."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Final, Literal

from attrs import frozen

from woocommerce_sdk._kernel.binding import C, Resource
from woocommerce_sdk._kernel.values import UNSET, Draft, Model, Unrecognised, Unset, draft, model
from woocommerce_sdk.batch import batching
from woocommerce_sdk.endpoints import asking, create, listing, read, remove, update
from woocommerce_sdk.paging import PagedQuery, Query
from woocommerce_sdk.values import ShopTime

from .products import ImageDraft


class CategoryDisplay(StrEnum):
    """What the page of a category shows."""

    DEFAULT = "default"
    PRODUCTS = "products"
    SUBCATEGORIES = "subcategories"
    BOTH = "both"


@model
class TermImage(Model):
    """The picture of a category or brand."""

    id: int
    date_created: ShopTime
    """When it was made, on the shop's own clock."""
    date_created_gmt: datetime
    """When it was made: aware UTC."""
    date_modified: ShopTime | None
    """When it was last changed, on the shop's own clock."""
    date_modified_gmt: datetime | None
    """When it was last changed: aware UTC."""
    src: str
    name: str
    alt: str


@model
class Category(Model):
    """A category of products; also what a brand looks like. ``parent`` is 0 at the top, ``name`` is HTML."""

    id: int
    name: str
    slug: str
    parent: int
    description: str
    display: CategoryDisplay | Unrecognised
    image: TermImage | None
    menu_order: int
    count: int
    """How many products have it."""

    __shown__: ClassVar[tuple[str, ...]] = ("id", "name", "slug", "count")


@model
class Brand(Category):
    """A brand of products."""


@model
class Tag(Model):
    """A tag of products."""

    id: int
    name: str
    slug: str
    description: str
    count: int
    """How many products have it."""


@model
class ShippingClass(Tag):
    """A class of products that cost alike to ship."""


@draft
class CategoryDraft(Draft):
    """A category to be written. A new one needs ``name``."""

    name: str | Unset = UNSET
    slug: str | Unset = UNSET
    parent: int | Unset = UNSET
    description: str | Unset = UNSET
    display: CategoryDisplay | Unrecognised | Unset = UNSET
    image: ImageDraft | Unset | None = UNSET


@draft
class BrandDraft(Draft):
    """A brand to be written. A new one needs ``name``."""

    name: str | Unset = UNSET
    slug: str | Unset = UNSET
    parent: int | Unset = UNSET
    description: str | Unset = UNSET
    display: CategoryDisplay | Unrecognised | Unset = UNSET
    image: ImageDraft | Unset | None = UNSET
    menu_order: int | Unset = UNSET


@draft
class TagDraft(Draft):
    """A tag to be written. A new one needs ``name``."""

    name: str | Unset = UNSET
    slug: str | Unset = UNSET
    description: str | Unset = UNSET


@draft
class ShippingClassDraft(Draft):
    """A shipping class to be written. A new one needs ``name``."""

    name: str | Unset = UNSET
    slug: str | Unset = UNSET
    description: str | Unset = UNSET


@frozen(kw_only=True)
class TermQuery(PagedQuery):
    """Filters of terms. ``product`` is the id of a product that has them, ``parent`` of a category above them."""

    search: str | None = None
    exclude: tuple[int, ...] = ()
    include: tuple[int, ...] | None = None
    orderby: Literal["id", "include", "name", "slug", "term_group", "description", "count"] | None = None
    hide_empty: bool | None = None
    parent: int | None = None
    product: int | None = None
    slug: str | tuple[str, ...] | None = None


@frozen(kw_only=True)
class SlugSuggestionQuery(Query):
    """The term for which a slug is looked for."""

    name: str | None = None
    slug: str | None = None
    description: str | None = None


_ADDED = ("image",)


class Categories(Resource[C]):
    """https://woocommerce.github.io/woocommerce-rest-api-docs/#product-categories"""

    list: Final = listing("/products/categories", Category, TermQuery)
    get: Final = read("/products/categories/{id}", Category)
    create: Final = create("/products/categories", CategoryDraft, Category)
    update: Final = update("/products/categories/{id}", CategoryDraft, Category, adds=_ADDED)
    delete: Final = remove("/products/categories/{id}", Category)
    batch: Final = batching("/products/categories/batch", CategoryDraft, Category, adds=_ADDED)


class Brands(Resource[C]):
    """https://woocommerce.github.io/woocommerce-rest-api-docs/#product-brands"""

    list: Final = listing("/products/brands", Brand, TermQuery)
    get: Final = read("/products/brands/{id}", Brand)
    create: Final = create("/products/brands", BrandDraft, Brand)
    update: Final = update("/products/brands/{id}", BrandDraft, Brand, adds=_ADDED)
    delete: Final = remove("/products/brands/{id}", Brand)
    batch: Final = batching("/products/brands/batch", BrandDraft, Brand, adds=_ADDED)


class Tags(Resource[C]):
    """https://woocommerce.github.io/woocommerce-rest-api-docs/#product-tags"""

    list: Final = listing("/products/tags", Tag, TermQuery)
    get: Final = read("/products/tags/{id}", Tag)
    create: Final = create("/products/tags", TagDraft, Tag)
    update: Final = update("/products/tags/{id}", TagDraft, Tag)
    delete: Final = remove("/products/tags/{id}", Tag)
    batch: Final = batching("/products/tags/batch", TagDraft, Tag)


class ShippingClasses(Resource[C]):
    """https://woocommerce.github.io/woocommerce-rest-api-docs/#product-shipping-classes"""

    list: Final = listing("/products/shipping_classes", ShippingClass, TermQuery)
    get: Final = read("/products/shipping_classes/{id}", ShippingClass)
    create: Final = create("/products/shipping_classes", ShippingClassDraft, ShippingClass)
    update: Final = update("/products/shipping_classes/{id}", ShippingClassDraft, ShippingClass)
    delete: Final = remove("/products/shipping_classes/{id}", ShippingClass)
    batch: Final = batching("/products/shipping_classes/batch", ShippingClassDraft, ShippingClass)
    slug_suggestion: Final = asking(
        "/products/shipping_classes/slug-suggestion", str, SlugSuggestionQuery, doc="A slug that is still free."
    )
