"""What is sold, how many there are and for how much: ``[products]``, ``[stock]``, ``[prices]``."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from attrs import field, frozen

from bpwoo_sync.described import described

Visibility = Literal["", "visible", "catalog", "search", "hidden"]
Backorders = Literal["", "no", "notify", "yes"]


@described
@frozen(kw_only=True)
class Products:
    """``[products]``: on which side missing products are made, and with what.

    ``make`` is ``in-shop`` (of Brightpearl's, as drafts) or ``in-account`` (of the shop's, once, before anything is sold
    through Brightpearl). ``categories`` leads from the code of a Brightpearl category to the id of the shop's;
    ``tax_classes`` from a Brightpearl tax code to a tax class of the shop, ``""`` for the standard one. The factors turn
    Brightpearl's weights and lengths into the shop's units. ``brand_id``, ``product_type_id`` and ``category`` are what a
    product made in Brightpearl gets. ``hide_gone`` hides what the shop has of a product that Brightpearl has no more.
    ``brands`` leads from the id of a Brightpearl brand to the id of a brand of the shop, and is read both ways.
    ``brand_attribute`` is the name of an attribute of the shop's that tells the name of the brand instead, ``brand_attribute_id``
    the id of one that products share.
    ``make_again`` are SKUs of products that were removed from the shop and are to be made there once more.
    """

    make: Literal["nowhere", "in-shop", "in-account"] = "nowhere"
    overwrite_text: bool = False
    archived_status: Literal["draft", "private"] = "draft"
    same_name: Literal["block", "suffix"] = "block"
    categories: Mapping[str, int] = field(factory=dict)
    tax_classes: Mapping[str, str] = field(factory=dict)
    weight_factor: Decimal = Decimal(1)
    """Units of the shop's weight in one of Brightpearl's."""
    length_factor: Decimal = Decimal(1)
    """Units of the shop's length in one of Brightpearl's."""
    brand_id: int | None = None
    product_type_id: int | None = None
    category: str = ""
    hide_gone: bool = False
    make_again: tuple[str, ...] = ()
    brands: Mapping[str, int] = field(factory=dict)
    brand_attribute: str = ""
    brand_attribute_id: int | None = None


@frozen(kw_only=True)
class ChannelFlags:
    """``[stock.channel]``: what Brightpearl says of a product on ``store.channel_id``, in the shop; blank leaves the shop's.

    ``available`` and ``unavailable`` are the visibility in the catalogue of what may be sold on the channel and what may not;
    ``sells_without_stock`` and ``needs_stock`` are the backorders of what is sold without stock there and what is not.
    """

    available: Visibility = ""
    unavailable: Visibility = ""
    sells_without_stock: Backorders = ""
    needs_stock: Backorders = ""

    @property
    def used(self) -> bool:
        """Whether any of it is to be written."""
        return bool(self.available or self.unavailable or self.sells_without_stock or self.needs_stock)


@described
@frozen(kw_only=True)
class Stock:
    """``[stock]``: which warehouses sell, and how many pieces are kept back.

    ``buffers`` and ``caps`` are by SKU, ``category_buffers`` by the slug of a category of the shop; of several the largest
    counts. ``switch_on_products`` lets the shop count what it does not count yet, ``switch_on_variations`` each variation
    whose parent counts. ``zero_when_gone`` sells nothing of a product that Brightpearl archived or has no more.
    """

    warehouses: tuple[int, ...] = ()
    buffer: int = 0
    """In pieces."""
    buffers: Mapping[str, int] = field(factory=dict)
    """In pieces, by SKU."""
    cap: int | None = None
    """In pieces."""
    absent_means_zero: bool = True
    allow_negative: bool = False
    mass_zero_guard: Decimal = Decimal("0.2")
    """A part of the products: 0.5 is half of them."""
    owned_elsewhere: tuple[str, ...] = ()
    tolerance: int = 0
    """In pieces."""
    caps: Mapping[str, int] = field(factory=dict)
    """In pieces, by SKU."""
    category_buffers: Mapping[str, int] = field(factory=dict)
    """In pieces, by the slug of a category."""
    switch_on_products: bool = False
    switch_on_variations: bool = False
    zero_when_gone: bool = False
    channel: ChannelFlags = field(factory=ChannelFlags)


@described
@frozen(kw_only=True)
class Prices:
    """``[prices]``: which price lists the shop's prices come from; without ``regular_list`` they are left alone.

    ``base_rates`` are the percentages, by tax class, that a shop adds whose prices are entered with tax.
    ``jump_guard`` is the largest change of one price, as a part of the old one. ``breaks_meta`` is the key of a product's meta
    data that holds the prices of larger quantities, as JSON.
    """

    regular_list: int | None = None
    sale_list: int | None = None
    base_rates: Mapping[str, Decimal] = field(factory=dict)
    """In per cent, by tax class."""
    jump_guard: Decimal = Decimal("0.5")
    """A part of the old price: 0.5 is half of it."""
    allow_zero: bool = False
    breaks_meta: str = ""
