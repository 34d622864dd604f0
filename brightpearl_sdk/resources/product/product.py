"""Products: what is sold, without prices and without stock."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import UNSET, Draft, Json, Model, Unset, draft, model
from ...endpoints import create, planning, read, read_many, read_set, replace, searching
from ...search import BooleanColumn, IdColumn, InstantColumn, IntegerColumn, SearchRow, StringColumn, TextColumn
from ...values import Number
from .price_list import LocalisedText
from .product_identity import ProductIdentityDraft


@model
class ProductIdentity(Model):
    """The codes of a product; only those that are set are sent. A SKU has 32 characters at most."""

    sku: str | None = None
    ean: str | None = None
    upc: str | None = None
    isbn: str | None = None
    mpn: str | None = None
    barcode: str | None = None


@model
class Weight(Model):
    """A weight in the unit that the account is set to."""

    magnitude: Number | None = None
    """In the unit of weight that the account is set to."""


@model
class Dimensions(Model):
    """Lengths in the unit that the account is set to."""

    length: Number | None = None
    """In the unit of length that the account is set to."""
    height: Number | None = None
    """In the unit of length that the account is set to."""
    width: Number | None = None
    """In the unit of length that the account is set to."""
    volume: Number | None = None
    """In the unit of length that the account is set to, cubed."""


@model
class ProductStock(Model):
    """Whether stock is counted, and what a piece weighs and measures."""

    stock_tracked: bool | None = None
    weight: Weight | None = None
    dimensions: Dimensions | None = None


@model
class TaxCodeReference(Model):
    """A tax code by id and by code."""

    id: int | None = None
    code: str | None = None


@model
class ProductFinancialDetails(Model):
    """How a product is taxed."""

    taxable: bool | None = None
    tax_code: TaxCodeReference | None = None


@model
class BundleComponent(Model):
    """A part of a bundle, and how many of it a bundle needs."""

    product_id: int
    product_quantity: Number | None = None
    """Pieces of the product for one bundle."""
    composition: Json = None


@model
class Composition(Model):
    """Whether a product is a bundle, and what of. A bundle is never stock-tracked."""

    bundle: bool | None = None
    bundle_components: tuple[BundleComponent, ...] | None = None


@model
class ProductVariation(Model):
    """An option of a product and the value it has."""

    option_id: int | None = None
    option_name: str | None = None
    option_value_id: int | None = None
    option_value: str | None = None


@model
class SalesChannelCategory(Model):
    """A category of a product, by its id as text."""

    category_code: str | None = None


@model
class ProductSalesChannel(Model):
    """How a product is presented on a sales channel: its name, its texts, its categories.

    The last two fields come only where a channel was asked for, by :func:`in_channel`.
    """

    sales_channel_name: str | None = None
    product_name: str | None = None
    product_condition: str | None = None
    categories: tuple[SalesChannelCategory, ...] | None = None
    description: LocalisedText | None = None
    short_description: LocalisedText | None = None
    available_to_sell_on_channel: bool | None = None
    sell_when_no_stock: bool | None = None


@model
class ProductWarehouse(Model):
    """Where a product lies in a warehouse, and when to order more; location 0 is none."""

    default_location_id: int | None = None
    overflow_location_id: int | None = None
    reorder_level: int | None = None
    """In pieces."""
    reorder_quantity: int | None = None
    """In pieces."""


@model
class ProductReporting(Model):
    """What a product is counted under in reports."""

    category_id: int | None = None
    subcategory_id: int | None = None
    season_id: int | None = None


@model
class Product(Model):
    """A product. ``version`` is the value for an ``If-Match`` header."""

    __shown__: ClassVar[tuple[str, ...]] = ("id", "identity", "status")

    id: int
    brand_id: int | None = None
    collection_id: int | None = None
    product_type_id: int | None = None
    identity: ProductIdentity | None = None
    product_group_id: int | None = None
    featured: bool | None = None
    stock: ProductStock | None = None
    financial_details: ProductFinancialDetails | None = None
    sales_channels: tuple[ProductSalesChannel, ...] | None = None
    composition: Composition | None = None
    variations: tuple[ProductVariation, ...] | None = None
    created_on: datetime | None = None
    """When it was made: aware UTC."""
    updated_on: datetime | None = None
    """When it was last changed: aware UTC."""
    warehouses: dict[str, ProductWarehouse] | None = None
    nominal_code_stock: str | None = None
    nominal_code_purchases: str | None = None
    nominal_code_sales: str | None = None
    season_ids: tuple[int, ...] | None = None
    reporting: ProductReporting | None = None
    primary_supplier_id: int | None = None
    status: str | None = None
    sales_popup_message: str | None = None
    warehouse_popup_message: str | None = None
    version: int | None = None
    custom_fields: Json = None
    null_custom_fields: Json = None


@draft
class WeightDraft(Draft):
    """A weight in the unit that the account is set to."""

    magnitude: Number
    """In the unit of weight that the account is set to."""


@draft
class DimensionsDraft(Draft):
    """Lengths in the unit that the account is set to."""

    length: Number | Unset = UNSET
    """In the unit of length that the account is set to."""
    height: Number | Unset = UNSET
    """In the unit of length that the account is set to."""
    width: Number | Unset = UNSET
    """In the unit of length that the account is set to."""
    volume: Number | Unset = UNSET
    """In the unit of length that the account is set to, cubed."""


@draft
class ProductStockDraft(Draft):
    """Whether stock is counted, which a bundle's never is, and what a piece weighs and measures."""

    stock_tracked: bool | Unset = UNSET
    weight: WeightDraft | Unset = UNSET
    dimensions: DimensionsDraft | Unset = UNSET


@draft
class TaxCodeReferenceDraft(Draft):
    """A tax code by id, by code, or by both."""

    id: int | Unset = UNSET
    code: str | Unset = UNSET


@draft
class ProductFinancialDetailsDraft(Draft):
    """How a product is taxed."""

    taxable: bool | Unset = UNSET
    tax_code: TaxCodeReferenceDraft | Unset = UNSET


@draft
class SalesChannelCategoryDraft(Draft):
    """A category by its id."""

    category_code: str | int


@draft
class LocalisedTextDraft(Draft):
    """A text in one language, such as ``en``; ``format`` is ``HTML_FRAGMENT`` or ``PLAINTEXT``."""

    text: str
    language_code: str | Unset = UNSET
    format: str | Unset = UNSET


@draft
class ProductSalesChannelDraft(Draft):
    """How a product is presented. Only the channel ``Brightpearl`` can be written."""

    sales_channel_name: str = "Brightpearl"
    product_name: str | Unset = UNSET
    product_condition: str | Unset = UNSET
    categories: tuple[SalesChannelCategoryDraft, ...] | Unset = UNSET
    description: LocalisedTextDraft | Unset = UNSET
    short_description: LocalisedTextDraft | Unset = UNSET


@draft
class BundleComponentDraft(Draft):
    """A part of a bundle, and how many of it a bundle needs."""

    product_id: int
    product_quantity: Number
    """Pieces of the product for one bundle."""


@draft
class CompositionDraft(Draft):
    """Whether a product is a bundle, and what of."""

    bundle: bool
    bundle_components: tuple[BundleComponentDraft, ...] | Unset = UNSET


@draft
class ProductVariationDraft(Draft):
    """An option of a product and the value it has: both exist, and the option is linked to the product's type."""

    option_id: int
    option_value_id: int


@draft
class ProductReportingDraft(Draft):
    """What a product is counted under in reports."""

    category_id: int | Unset = UNSET
    subcategory_id: int | Unset = UNSET
    season_id: int | Unset = UNSET


@draft
class ProductDraft(Draft):
    """A product to be made or changed: a new one needs a brand, a changed one keeps what is left out.

    A name that another product has joins both into one product group. A group has four options at most. Nested parts
    may be given as documents too. What follows ``identity`` is known from recorded writes and from what is read.
    """

    brand_id: int | Unset = UNSET
    collection_id: int | Unset = UNSET
    product_type_id: int | Unset = UNSET
    identity: ProductIdentityDraft | Json | Unset = UNSET
    product_group_id: int | Unset = UNSET
    featured: bool | Unset = UNSET
    stock: ProductStockDraft | Json | Unset = UNSET
    financial_details: ProductFinancialDetailsDraft | Json | Unset = UNSET
    sales_channels: tuple[ProductSalesChannelDraft, ...] | Json | Unset = UNSET
    composition: CompositionDraft | Json | Unset = UNSET
    variations: tuple[ProductVariationDraft, ...] | Json | Unset = UNSET
    season_ids: tuple[int, ...] | Json | Unset = UNSET
    nominal_code_stock: str | Unset = UNSET
    nominal_code_purchases: str | Unset = UNSET
    nominal_code_sales: str | Unset = UNSET
    reporting: ProductReportingDraft | Unset = UNSET
    status: str | Unset = UNSET
    sales_popup_message: str | Unset = UNSET
    warehouse_popup_message: str | Unset = UNSET


class ProductRow(SearchRow):
    """A row of ``product-search``."""

    product_id: Final = IdColumn("productId")
    product_name: Final = TextColumn("productName")
    sku: Final = StringColumn("SKU")
    barcode: Final = StringColumn("barcode")
    ean: Final = StringColumn("EAN")
    upc: Final = StringColumn("UPC")
    isbn: Final = StringColumn("ISBN")
    mpn: Final = StringColumn("MPN")
    stock_tracked: Final = BooleanColumn("stockTracked")
    sales_channel_name: Final = StringColumn("salesChannelName")
    created_on: Final = InstantColumn("createdOn")
    """When it was made: aware UTC."""
    updated_on: Final = InstantColumn("updatedOn")
    """When it was last changed: aware UTC."""
    brightpearl_category_code: Final = IdColumn("brightpearlCategoryCode", sortable=False)
    product_group_id: Final = IntegerColumn("productGroupId")
    brand_id: Final = IdColumn("brandId")
    product_type_id: Final = IdColumn("productTypeId")
    product_status: Final = StringColumn("productStatus")
    primary_supplier_id: Final = IdColumn("primarySupplierId")


class Products(Resource[C]):
    """https://api-docs.brightpearl.com/product/product/index.html

    ``replace`` changes what the draft sets. Bind it to the version that was read by :func:`if_match`. What is read has the texts
    and settings of another sales channel where it is asked for by :func:`in_channel`.
    """

    get: Final = read("/product-service/product/{}", Product)
    get_set: Final = read_set("/product-service/product/{}", Product)
    get_many: Final = read_many("/product-service/product/{}", Product, plan="/product-service/product/{}")
    plan: Final = planning("/product-service/product/{}")
    create: Final = create("/product-service/product", ProductDraft)
    replace: Final = replace("/product-service/product/{}", ProductDraft)
    search: Final = searching("/product-service/product-search", ProductRow)
