"""Products."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar, Final, Literal

from attrs import frozen

from woocommerce_sdk._kernel.binding import C, Resource
from woocommerce_sdk._kernel.values import UNSET, Draft, Model, Unrecognised, Unset, draft, model
from woocommerce_sdk.batch import batching
from woocommerce_sdk.endpoints import act, create, listing, read, remove, sweeping, update
from woocommerce_sdk.paging import PagedQuery, Query
from woocommerce_sdk.values import Blank, Number, ShopTime

from .._kernel.described import described
from .meta_data import MetaData, MetaDataDraft
from .order_lines import TaxStatus


class ProductType(StrEnum):
    """What kind of product. Plugins add others, which are read as ``Unrecognised``."""

    SIMPLE = "simple"
    GROUPED = "grouped"
    EXTERNAL = "external"
    VARIABLE = "variable"
    VARIATION = "variation"


class ProductStatus(StrEnum):
    """Whether a product is on show."""

    DRAFT = "draft"
    PENDING = "pending"
    PRIVATE = "private"
    PUBLISH = "publish"
    FUTURE = "future"
    AUTO_DRAFT = "auto-draft"
    TRASH = "trash"
    #: Of a product made from a draft of the importer.
    IMPORTING = "importing"


class CatalogVisibility(StrEnum):
    """Where a product is listed."""

    VISIBLE = "visible"
    CATALOG = "catalog"
    SEARCH = "search"
    HIDDEN = "hidden"


class StockStatus(StrEnum):
    """Whether a product can be had. A managed quantity decides it."""

    IN_STOCK = "instock"
    OUT_OF_STOCK = "outofstock"
    ON_BACKORDER = "onbackorder"


class Backorders(StrEnum):
    """Whether more may be sold than there is."""

    NO = "no"
    NOTIFY = "notify"
    YES = "yes"


@model
class Dimensions(Model):
    """Length, width and height in the shop's unit; blank where not given."""

    length: Decimal | Blank
    """In the shop's unit of length."""
    width: Decimal | Blank
    """In the shop's unit of length."""
    height: Decimal | Blank
    """In the shop's unit of length."""


@model
class Download(Model):
    """A file that a buyer gets."""

    id: str
    name: str
    file: str


@model
class ProductTerm(Model):
    """A category, tag or brand as its product tells it."""

    id: int
    name: str
    slug: str


@model
class ProductImage(Model):
    """A picture."""

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
    srcset: str = ""
    sizes: str = ""
    thumbnail: str = ""

    __shown__: ClassVar[tuple[str, ...]] = ("id", "src")


@model
class ProductAttributeUse(Model):
    """An attribute of a product, and its values. ``id`` is 0 for one of this product alone.

    Of a variation read as a product there is one ``option`` in place of ``options``.
    """

    id: int
    name: str
    slug: str = ""
    position: int = 0
    visible: bool = False
    variation: bool = False
    options: tuple[str, ...] = ()
    option: str | None = None


@model
class DefaultAttribute(Model):
    """The value of an attribute that the shop's page preselects."""

    id: int
    name: str
    option: str


@model
class Product(Model):
    """A product. ``price`` is the one that applies now; blank where none was given.

    Text is HTML as WordPress keeps it: ``&`` reads ``&amp;``. A variable product's stock and prices are those of its
    variations unless it manages its own.
    """

    id: int
    name: str
    slug: str
    permalink: str
    date_created: ShopTime | None
    """When it was made, on the shop's own clock."""
    date_created_gmt: datetime | None
    """When it was made: aware UTC."""
    date_modified: ShopTime | None
    """When it was last changed, on the shop's own clock."""
    date_modified_gmt: datetime | None
    """When it was last changed: aware UTC."""
    type: ProductType | Unrecognised
    status: ProductStatus | Unrecognised
    featured: bool
    catalog_visibility: CatalogVisibility | Unrecognised
    description: str
    short_description: str
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
    purchasable: bool
    total_sales: int | str
    """Pieces sold in all: a number, but text in the answer to a new product."""
    virtual: bool
    downloadable: bool
    downloads: tuple[Download, ...]
    download_limit: int
    """How many times; -1 for any number."""
    download_expiry: int
    """In days; -1 for ever."""
    external_url: str
    button_text: str
    tax_status: TaxStatus | Unrecognised
    tax_class: str
    """Empty text is the standard rate."""
    manage_stock: bool | str
    stock_quantity: Number | None
    """In pieces. ``None`` where stock is not managed. Negative where more was sold than there was."""
    backorders: Backorders | Unrecognised
    backorders_allowed: bool
    backordered: bool
    low_stock_amount: Number | None
    """In pieces."""
    sold_individually: bool
    weight: Decimal | Blank
    """In the shop's unit of weight."""
    dimensions: Dimensions
    shipping_required: bool
    shipping_taxable: bool
    shipping_class: str
    shipping_class_id: int
    reviews_allowed: bool
    average_rating: Decimal | Blank
    """Stars, 0 to 5."""
    rating_count: int
    """How many reviews have stars."""
    upsell_ids: tuple[int, ...]
    cross_sell_ids: tuple[int, ...]
    parent_id: int
    purchase_note: str
    categories: tuple[ProductTerm, ...]
    tags: tuple[ProductTerm, ...]
    images: tuple[ProductImage, ...]
    attributes: tuple[ProductAttributeUse, ...]
    default_attributes: tuple[DefaultAttribute, ...]
    variations: tuple[int, ...]
    """Ids of a variable product's variations."""
    grouped_products: tuple[int, ...]
    menu_order: int
    price_html: str
    related_ids: tuple[int, ...]
    meta_data: tuple[MetaData, ...]
    stock_status: StockStatus | Unrecognised
    has_options: bool
    post_password: str = ""
    global_unique_id: str = ""
    brands: tuple[ProductTerm, ...] = ()
    permalink_template: str | None = None
    """Only in the answers to single records."""
    generated_slug: str | None = None

    __shown__: ClassVar[tuple[str, ...]] = ("id", "sku", "name", "type", "price")


@draft
class DimensionsDraft(Draft):
    """Measures to be written, in the shop's unit."""

    length: Decimal | Blank | Unset = UNSET
    """In the shop's unit of length."""
    width: Decimal | Blank | Unset = UNSET
    """In the shop's unit of length."""
    height: Decimal | Blank | Unset = UNSET
    """In the shop's unit of length."""


@draft
class DownloadDraft(Draft):
    """A file to be offered."""

    name: str
    file: str
    id: str | Unset = UNSET


@draft
class TermDraft(Draft):
    """A category, tag or brand to be given to a product, by its id."""

    id: int


@draft
class ImageDraft(Draft):
    """A picture, by the ``id`` of one already in the library, or by an address that the shop then fetches.

    Each time an address is sent the shop adds a picture to its library.
    """

    id: int | Unset = UNSET
    src: str | Unset = UNSET
    name: str | Unset = UNSET
    alt: str | Unset = UNSET


@draft
class ProductAttributeUseDraft(Draft):
    """An attribute to be given to a product: by ``id``, or by ``name`` for one of this product alone."""

    id: int | Unset = UNSET
    name: str | Unset = UNSET
    position: int | Unset = UNSET
    visible: bool | Unset = UNSET
    variation: bool | Unset = UNSET
    options: tuple[str, ...] | Unset = UNSET


@draft
class ChosenAttributeDraft(Draft):
    """One value of an attribute: what a variation stands for, or what the shop's page preselects."""

    id: int | Unset = UNSET
    name: str | Unset = UNSET
    option: str | Unset = UNSET


@draft
class ProductDraft(Draft):
    """A product to be written. ``BLANK`` or ``None`` clears a price; only ``BLANK`` clears a date of a sale.

    A list replaces the one that was there. ``stock_quantity`` counts only where ``manage_stock`` is true.
    """

    name: str | Unset = UNSET
    slug: str | Unset = UNSET
    type: ProductType | Unrecognised | Unset = UNSET
    status: ProductStatus | Unrecognised | Unset = UNSET
    featured: bool | Unset = UNSET
    catalog_visibility: CatalogVisibility | Unrecognised | Unset = UNSET
    description: str | Unset = UNSET
    short_description: str | Unset = UNSET
    sku: str | Unset = UNSET
    global_unique_id: str | Unset = UNSET
    date_created: ShopTime | Unset = UNSET
    """When it was made, on the shop's own clock."""
    date_created_gmt: datetime | Unset = UNSET
    """When it was made: aware UTC."""
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
    virtual: bool | Unset = UNSET
    downloadable: bool | Unset = UNSET
    downloads: tuple[DownloadDraft, ...] | Unset = UNSET
    download_limit: int | Unset = UNSET
    """How many times; -1 for any number."""
    download_expiry: int | Unset = UNSET
    """In days; -1 for ever."""
    external_url: str | Unset = UNSET
    button_text: str | Unset = UNSET
    tax_status: TaxStatus | Unrecognised | Unset = UNSET
    tax_class: str | Unset = UNSET
    manage_stock: bool | Unset = UNSET
    stock_quantity: Number | int | Unset | None = UNSET
    """In pieces."""
    stock_status: StockStatus | Unrecognised | Unset = UNSET
    backorders: Backorders | Unrecognised | Unset = UNSET
    low_stock_amount: Number | int | Unset | None = UNSET
    """In pieces."""
    sold_individually: bool | Unset = UNSET
    weight: Decimal | Blank | Unset = UNSET
    """In the shop's unit of weight."""
    dimensions: DimensionsDraft | Unset = UNSET
    shipping_class: str | Unset = UNSET
    reviews_allowed: bool | Unset = UNSET
    post_password: str | Unset = UNSET
    upsell_ids: tuple[int, ...] | Unset = UNSET
    cross_sell_ids: tuple[int, ...] | Unset = UNSET
    parent_id: int | Unset = UNSET
    purchase_note: str | Unset = UNSET
    categories: tuple[TermDraft, ...] | Unset = UNSET
    brands: tuple[TermDraft, ...] | Unset = UNSET
    tags: tuple[TermDraft, ...] | Unset = UNSET
    images: tuple[ImageDraft, ...] | Unset = UNSET
    attributes: tuple[ProductAttributeUseDraft, ...] | Unset = UNSET
    default_attributes: tuple[ChosenAttributeDraft, ...] | Unset = UNSET
    grouped_products: tuple[int, ...] | Unset = UNSET
    menu_order: int | Unset = UNSET
    meta_data: tuple[MetaDataDraft, ...] | Unset = UNSET


@described
@frozen(kw_only=True)
class ProductQuery(PagedQuery):
    """Filters of products. ``sku`` is exact but for case and finds variations too; ``search`` does not look at SKUs.

    ``category``, ``tag``, ``shipping_class`` and ``attribute_term`` are ids, ``attribute`` is a slug such as
    ``pa_color``.
    """

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
    orderby: (
        Literal[
            "date",
            "id",
            "include",
            "title",
            "slug",
            "modified",
            "popularity",
            "rating",
            "post__in",
            "price",
            "sales",
            "menu_order",
            "random",
        ]
        | None
    ) = None
    brand: str | tuple[int, ...] | None = None
    slug: str | None = None
    status: ProductStatus | Literal["any"] | None = None
    type: ProductType | Unrecognised | None = None
    sku: str | tuple[str, ...] | None = None
    featured: bool | None = None
    category: str | tuple[int, ...] | None = None
    tag: str | tuple[int, ...] | None = None
    shipping_class: str | tuple[int, ...] | None = None
    attribute: str | None = None
    attribute_term: str | tuple[int, ...] | None = None
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
    search_sku: str | None = None
    search_name_or_sku: str | None = None
    search_fields: tuple[str, ...] = ()
    include_status: tuple[ProductStatus, ...] = ()
    exclude_status: tuple[ProductStatus, ...] = ()
    include_types: tuple[ProductType | Unrecognised, ...] = ()
    exclude_types: tuple[ProductType | Unrecognised, ...] = ()
    downloadable: bool | None = None
    virtual: bool | None = None
    pos_products_only: bool | None = None


@described
@frozen(kw_only=True)
class SuggestedProductQuery(Query):
    """For what products are suggested."""

    categories: tuple[int, ...] = ()
    tags: tuple[int, ...] = ()
    exclude: tuple[int, ...] = ()
    limit: int | None = None
    """How many products at most."""


@frozen(kw_only=True)
class CustomFieldNameQuery(PagedQuery):
    """Filters of the names of custom fields."""

    search: str | None = None


@model
class RelatedProducts(Model):
    """Ids of products that the shop shows beside one."""

    related_ids: tuple[int, ...]


@model
class Duplicate(Model):
    """A copy, of which the shop tells raw internals: read the product again for the rest."""

    id: int
    name: str


#: Lists of a product from which an entry without id makes a new picture, each time it is sent.
_ADDED = ("images",)


class Products(Resource[C]):
    """https://woocommerce.github.io/woocommerce-rest-api-docs/#products"""

    list: Final = listing("/products", Product, ProductQuery)
    get: Final = read("/products/{id}", Product)
    create: Final = create("/products", ProductDraft, Product)
    update: Final = update("/products/{id}", ProductDraft, Product, adds=_ADDED)
    trash: Final = remove("/products/{id}", Product, force=False)
    delete: Final = remove("/products/{id}", Product)
    batch: Final = batching("/products/batch", ProductDraft, Product, adds=_ADDED)
    duplicate: Final = act("/products/{id}/duplicate", Duplicate)
    related: Final = read("/products/{id}/related", RelatedProducts)
    suggested: Final = listing("/products/suggested-products", Product, SuggestedProductQuery, paged=False)
    custom_field_names: Final = listing("/products/custom-fields/names", str, CustomFieldNameQuery)
    changed: Final = sweeping("/products", Product, ProductQuery)
