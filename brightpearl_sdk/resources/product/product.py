"""Products: what is sold, without prices and without stock."""

from __future__ import annotations

from datetime import datetime

from ..._kernel.binding import C, Resource
from ..._kernel.values import UNSET, Draft, Json, Model, Unset, draft, model
from ...endpoints import create, read, read_set, replace, searching
from ...search import BooleanColumn, IdColumn, InstantColumn, IntegerColumn, SearchRow, StringColumn, TextColumn
from ...values import Number


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


@model
class Dimensions(Model):
    """Lengths in the unit that the account is set to."""

    length: Number | None = None
    height: Number | None = None
    width: Number | None = None
    volume: Number | None = None


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
class Product(Model):
    """A product. ``version`` is the value for an ``If-Match`` header."""

    __shown__ = ("id", "identity", "status")

    id: int
    brand_id: int | None = None
    collection_id: int | None = None
    product_type_id: int | None = None
    identity: ProductIdentity | None = None
    product_group_id: int | None = None
    featured: bool | None = None
    stock: ProductStock | None = None
    financial_details: ProductFinancialDetails | None = None
    sales_channels: Json = None
    composition: Composition | None = None
    variations: tuple[ProductVariation, ...] | None = None
    created_on: datetime | None = None
    updated_on: datetime | None = None
    warehouses: Json = None
    nominal_code_stock: str | None = None
    nominal_code_purchases: str | None = None
    nominal_code_sales: str | None = None
    season_ids: Json = None
    reporting: Json = None
    primary_supplier_id: int | None = None
    status: str | None = None
    sales_popup_message: str | None = None
    warehouse_popup_message: str | None = None
    version: int | None = None
    custom_fields: Json = None
    null_custom_fields: Json = None


@draft
class ProductDraft(Draft):
    """A product to be made or changed; documents of nested parts as the vendor's page shows them.

    A name that another product has joins both into one product group.
    """

    brand_id: int | Unset = UNSET
    collection_id: int | Unset = UNSET
    product_type_id: int | Unset = UNSET
    identity: Json | Unset = UNSET
    product_group_id: int | Unset = UNSET
    featured: bool | Unset = UNSET
    stock: Json | Unset = UNSET
    financial_details: Json | Unset = UNSET
    sales_channels: Json | Unset = UNSET
    composition: Json | Unset = UNSET
    variations: Json | Unset = UNSET
    season_ids: Json | Unset = UNSET
    nominal_code_stock: str | Unset = UNSET
    nominal_code_purchases: str | Unset = UNSET
    nominal_code_sales: str | Unset = UNSET
    status: str | Unset = UNSET


class ProductRow(SearchRow):
    """A row of ``product-search``."""

    product_id = IdColumn("productId")
    product_name = TextColumn("productName")
    sku = StringColumn("SKU")
    barcode = StringColumn("barcode")
    ean = StringColumn("EAN")
    upc = StringColumn("UPC")
    isbn = StringColumn("ISBN")
    mpn = StringColumn("MPN")
    stock_tracked = BooleanColumn("stockTracked")
    sales_channel_name = StringColumn("salesChannelName")
    created_on = InstantColumn("createdOn")
    updated_on = InstantColumn("updatedOn")
    brightpearl_category_code = IdColumn("brightpearlCategoryCode", sortable=False)
    product_group_id = IntegerColumn("productGroupId")
    brand_id = IdColumn("brandId")
    product_type_id = IdColumn("productTypeId")
    product_status = StringColumn("productStatus")
    primary_supplier_id = IdColumn("primarySupplierId")


class Products(Resource[C]):
    """https://api-docs.brightpearl.com/product/product/index.html"""

    get = read("/product-service/product/{}", Product)
    get_set = read_set("/product-service/product/{}", Product)
    create = create("/product-service/product", ProductDraft)
    replace = replace("/product-service/product/{}", ProductDraft)
    search = searching("/product-service/product-search", ProductRow)
