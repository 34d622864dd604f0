"""The variations of a variable product."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from woocommerce_sdk._kernel.values import UNSET, Draft, Model, Unrecognised, Unset, draft, model
from woocommerce_sdk.values import Blank, Number, ShopTime

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
    date_created_gmt: datetime | None
    date_modified: ShopTime | None
    date_modified_gmt: datetime | None
    description: str
    permalink: str
    sku: str
    price: Decimal | Blank
    regular_price: Decimal | Blank
    sale_price: Decimal | Blank
    date_on_sale_from: ShopTime | None
    date_on_sale_from_gmt: datetime | None
    date_on_sale_to: ShopTime | None
    date_on_sale_to_gmt: datetime | None
    on_sale: bool
    status: ProductStatus | Unrecognised
    purchasable: bool
    virtual: bool
    downloadable: bool
    downloads: tuple[Download, ...]
    download_limit: int
    download_expiry: int
    tax_status: TaxStatus | Unrecognised
    #: ``"parent"`` where the product's counts.
    tax_class: str
    #: ``"parent"`` where the product manages the stock of all its variations.
    manage_stock: bool | str
    stock_quantity: Number | None
    stock_status: StockStatus | Unrecognised
    backorders: Backorders | Unrecognised
    backorders_allowed: bool
    backordered: bool
    low_stock_amount: Number | None
    weight: Decimal | Blank
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

    __shown__ = ("id", "parent_id", "sku", "name", "price")


@draft
class VariationDraft(Draft):
    """A variation to be written; as :class:`ProductDraft`."""

    description: str | Unset = UNSET
    sku: str | Unset = UNSET
    global_unique_id: str | Unset = UNSET
    regular_price: Decimal | Blank | Unset | None = UNSET
    sale_price: Decimal | Blank | Unset | None = UNSET
    date_on_sale_from: ShopTime | Blank | Unset = UNSET
    date_on_sale_from_gmt: datetime | Blank | Unset = UNSET
    date_on_sale_to: ShopTime | Blank | Unset = UNSET
    date_on_sale_to_gmt: datetime | Blank | Unset = UNSET
    status: ProductStatus | Unrecognised | Unset = UNSET
    virtual: bool | Unset = UNSET
    downloadable: bool | Unset = UNSET
    downloads: tuple[DownloadDraft, ...] | Unset = UNSET
    download_limit: int | Unset = UNSET
    download_expiry: int | Unset = UNSET
    tax_status: TaxStatus | Unrecognised | Unset = UNSET
    tax_class: str | Unset = UNSET
    manage_stock: bool | str | Unset = UNSET
    stock_quantity: Number | int | Unset | None = UNSET
    stock_status: StockStatus | Unrecognised | Unset = UNSET
    backorders: Backorders | Unrecognised | Unset = UNSET
    low_stock_amount: Number | int | Unset | None = UNSET
    weight: Decimal | Blank | Unset = UNSET
    dimensions: DimensionsDraft | Unset = UNSET
    shipping_class: str | Unset = UNSET
    image: ImageDraft | Unset | None = UNSET
    gallery_image_ids: tuple[int, ...] | Unset = UNSET
    attributes: tuple[ChosenAttributeDraft, ...] | Unset = UNSET
    menu_order: int | Unset = UNSET
    meta_data: tuple[MetaDataDraft, ...] | Unset = UNSET
