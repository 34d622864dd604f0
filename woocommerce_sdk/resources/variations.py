"""The variations of a variable product."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import ClassVar, Final, Literal

from attrs import frozen

from woocommerce_sdk._kernel.binding import C, Resource
from woocommerce_sdk._kernel.values import UNSET, Draft, Model, Unrecognised, Unset, draft, model
from woocommerce_sdk.batch import batching_in
from woocommerce_sdk.endpoints import create, listing, listing_in, read, remove, sweeping, update
from woocommerce_sdk.paging import PagedQuery
from woocommerce_sdk.values import Blank, Number, ShopTime

from .._kernel.described import described
from .meta_data import MetaData, MetaDataDraft
from .order_lines import TaxStatus
from .products import (
    Backorders,
    ChosenAttributeDraft,
    Dimensions,
    DimensionsDraft,
    Download,
    DownloadDraft,
    ImageDraft,
    ProductImage,
    ProductStatus,
    StockStatus,
)


@model
class VariationAttribute(Model):
    """The value of an attribute for which a variation stands."""

    id: int
    name: str
    option: str
    slug: str = ""


@model
class Variation(Model):
    """One way of a variable product, with a price, a SKU and a stock of its own."""

    id: int
    type: str
    date_created: ShopTime | None
    """When it was made, on the shop's own clock."""
    date_created_gmt: datetime | None
    """When it was made: aware UTC."""
    date_modified: ShopTime | None
    """When it was last changed, on the shop's own clock."""
    date_modified_gmt: datetime | None
    """When it was last changed: aware UTC."""
    description: str
    permalink: str
    sku: str
    price: Decimal | Blank
    """Of one piece as it is sold now, in the shop's currency."""
    regular_price: Decimal | Blank
    """Of one piece without a sale, in the shop's currency; with tax where the shop enters prices so."""
    sale_price: Decimal | Blank
    """Of one piece in a sale, in the shop's currency; with tax where the shop enters prices so."""
    date_on_sale_from: ShopTime | None
    """When the sale begins, on the shop's own clock."""
    date_on_sale_from_gmt: datetime | None
    """When the sale begins: aware UTC."""
    date_on_sale_to: ShopTime | None
    """When the sale ends, on the shop's own clock."""
    date_on_sale_to_gmt: datetime | None
    """When the sale ends: aware UTC."""
    on_sale: bool
    status: ProductStatus | Unrecognised
    purchasable: bool
    virtual: bool
    downloadable: bool
    downloads: tuple[Download, ...]
    download_limit: int
    """How many times; -1 for any number."""
    download_expiry: int
    """In days; -1 for ever."""
    tax_status: TaxStatus | Unrecognised
    tax_class: str
    """``"parent"`` where the product's counts."""
    manage_stock: bool | str
    """``"parent"`` where the product manages the stock of all its variations."""
    stock_quantity: Number | None
    """In pieces."""
    stock_status: StockStatus | Unrecognised
    backorders: Backorders | Unrecognised
    backorders_allowed: bool
    backordered: bool
    low_stock_amount: Number | None
    """In pieces."""
    weight: Decimal | Blank
    """In the shop's unit of weight."""
    dimensions: Dimensions
    shipping_class: str
    shipping_class_id: int
    image: ProductImage | None
    attributes: tuple[VariationAttribute, ...]
    menu_order: int
    meta_data: tuple[MetaData, ...]
    name: str
    parent_id: int
    global_unique_id: str = ""
    gallery_image_ids: tuple[int, ...] = ()

    __shown__: ClassVar[tuple[str, ...]] = ("id", "parent_id", "sku", "name", "price")


@draft
class VariationDraft(Draft):
    """A variation to be written; as :class:`ProductDraft`."""

    description: str | Unset = UNSET
    sku: str | Unset = UNSET
    global_unique_id: str | Unset = UNSET
    regular_price: Decimal | Blank | Unset | None = UNSET
    """Of one piece without a sale, in the shop's currency; with tax where the shop enters prices so."""
    sale_price: Decimal | Blank | Unset | None = UNSET
    """Of one piece in a sale, in the shop's currency; with tax where the shop enters prices so."""
    date_on_sale_from: ShopTime | Blank | Unset = UNSET
    """When the sale begins, on the shop's own clock."""
    date_on_sale_from_gmt: datetime | Blank | Unset = UNSET
    """When the sale begins: aware UTC."""
    date_on_sale_to: ShopTime | Blank | Unset = UNSET
    """When the sale ends, on the shop's own clock."""
    date_on_sale_to_gmt: datetime | Blank | Unset = UNSET
    """When the sale ends: aware UTC."""
    status: ProductStatus | Unrecognised | Unset = UNSET
    virtual: bool | Unset = UNSET
    downloadable: bool | Unset = UNSET
    downloads: tuple[DownloadDraft, ...] | Unset = UNSET
    download_limit: int | Unset = UNSET
    """How many times; -1 for any number."""
    download_expiry: int | Unset = UNSET
    """In days; -1 for ever."""
    tax_status: TaxStatus | Unrecognised | Unset = UNSET
    tax_class: str | Unset = UNSET
    manage_stock: bool | str | Unset = UNSET
    stock_quantity: Number | int | Unset | None = UNSET
    """In pieces."""
    stock_status: StockStatus | Unrecognised | Unset = UNSET
    backorders: Backorders | Unrecognised | Unset = UNSET
    low_stock_amount: Number | int | Unset | None = UNSET
    """In pieces."""
    weight: Decimal | Blank | Unset = UNSET
    """In the shop's unit of weight."""
    dimensions: DimensionsDraft | Unset = UNSET
    shipping_class: str | Unset = UNSET
    image: ImageDraft | Unset | None = UNSET
    gallery_image_ids: tuple[int, ...] | Unset = UNSET
    attributes: tuple[ChosenAttributeDraft, ...] | Unset = UNSET
    menu_order: int | Unset = UNSET
    meta_data: tuple[MetaDataDraft, ...] | Unset = UNSET


@described
@frozen(kw_only=True)
class VariationQuery(PagedQuery):
    """Filters of variations. ``attributes`` takes no form that a signed request can carry, and is left out."""

    search: str | None = None
    after: datetime | ShopTime | None = None
    """A moment with its time zone, or one on the shop's own clock; that second does not count in."""
    before: datetime | ShopTime | None = None
    """A moment with its time zone, or one on the shop's own clock; that second does not count in."""
    modified_after: datetime | ShopTime | None = None
    """A moment with its time zone, or one on the shop's own clock; that second does not count in."""
    modified_before: datetime | ShopTime | None = None
    """A moment with its time zone, or one on the shop's own clock; that second does not count in."""
    exclude: tuple[int, ...] = ()
    include: tuple[int, ...] | None = None
    parent: tuple[int, ...] | None = None
    parent_exclude: tuple[int, ...] = ()
    orderby: Literal["date", "id", "include", "title", "slug", "modified", "menu_order"] | None = None
    slug: str | None = None
    status: ProductStatus | Literal["any"] | None = None
    sku: str | tuple[str, ...] | None = None
    tax_class: str | None = None
    on_sale: bool | None = None
    min_price: Decimal | None = None
    """In the shop's currency."""
    max_price: Decimal | None = None
    """In the shop's currency."""
    include_meta: tuple[str, ...] = ()
    exclude_meta: tuple[str, ...] = ()
    image_size: str | None = None
    stock_status: StockStatus | Unrecognised | None = None
    has_price: bool | None = None
    virtual: bool | None = None
    downloadable: bool | None = None
    include_status: tuple[ProductStatus, ...] = ()
    exclude_status: tuple[ProductStatus, ...] = ()
    pos_products_only: bool | None = None


@draft
class GenerateDraft(Draft):
    """How a product's missing variations are made; ``delete`` removes those that no attribute stands for any more."""

    delete: bool | Unset = UNSET
    default_values: VariationDraft | Unset = UNSET


@model
class Generated(Model):
    """How many variations were made, and deleted where that was asked for."""

    count: int
    """How many variations."""
    deleted_count: int | None = None
    """How many variations."""


_ADDED = ("image",)


class Variations(Resource[C]):
    """https://woocommerce.github.io/woocommerce-rest-api-docs/#product-variations"""

    list: Final = listing_in("/products/{product_id}/variations", Variation, VariationQuery)
    get: Final = read("/products/{product_id}/variations/{id}", Variation, (int, int))
    update: Final = update("/products/{product_id}/variations/{id}", VariationDraft, Variation, (int, int), adds=_ADDED)
    trash: Final = remove("/products/{product_id}/variations/{id}", Variation, (int, int), force=False)
    delete: Final = remove("/products/{product_id}/variations/{id}", Variation, (int, int))
    generate: Final = create("/products/{product_id}/variations/generate", GenerateDraft, Generated, (int,))
    create: Final = create("/products/{product_id}/variations", VariationDraft, Variation, (int,))
    batch: Final = batching_in("/products/{product_id}/variations/batch", VariationDraft, Variation, adds=_ADDED)


class AllVariations(Resource[C]):
    """The variations of all products. https://woocommerce.github.io/woocommerce-rest-api-docs/#product-variations"""

    list: Final = listing("/variations", Variation, VariationQuery)
    changed: Final = sweeping("/variations", Variation, VariationQuery)
