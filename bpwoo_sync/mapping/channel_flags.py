"""Whether the shop shows a product, and sells it without stock, from what Brightpearl says of it on the shop's channel."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from attrs import frozen

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.catalogue import Catalogue, item_for_sale
from bpwoo_sync.mapping.stock import product_fact, variation_fact
from bpwoo_sync.snapshot import Shop
from bpwoo_sync.tables import ChannelFlags

Channel = Mapping[int, bp.ProductSalesChannel]


@frozen(kw_only=True)
class FlagTarget:
    """What of a product's or variation's visibility and backorders differs, as the shop ought to have it."""

    sku: str
    shop_id: int
    parent_id: int = 0
    fields: Mapping[str, str]

    @property
    def key(self) -> str:
        """The product as the ledger names it: ``51`` or ``40:51``."""
        return f"{self.parent_id}:{self.shop_id}" if self.parent_id else str(self.shop_id)


def visibility(channel: Iterable[bp.ProductSalesChannel | None], flags: ChannelFlags) -> str:
    """The visibility of what stands for some products: it is seen where one of them may be sold. Blank leaves it as it is.

    Nothing is hidden as long as it is not known of one of them whether it may be sold.
    """
    told = [None if each is None else each.available_to_sell_on_channel for each in channel]
    if True in told:
        return flags.available
    return flags.unavailable if told and None not in told else ""


def backorders(channel: bp.ProductSalesChannel | None, flags: ChannelFlags) -> str:
    """The backorders of what is, or is not, sold without stock; blank leaves them as they are."""
    told = None if channel is None else channel.sell_when_no_stock
    return "" if told is None else (flags.sells_without_stock if told else flags.needs_stock)


def flag_targets(
    shop: Shop, channel: Channel, counted: Collection[tuple[int, int]], flags: ChannelFlags, catalogue: Catalogue
) -> tuple[FlagTarget, ...]:
    """What of the shop's products differs from what the channel says.

    ``counted`` are the shop's (product id, variation id) whose stock the shop counts by itself: it keeps no backorders of others.
    A variation has no visibility of its own.
    """
    if not flags.used:
        return ()
    targets: list[FlagTarget] = []
    for product in shop.products:
        if product.type in (woo.ProductType.GROUPED, woo.ProductType.EXTERNAL):
            continue
        variations = shop.variations.get(product.id, ()) if product.type == woo.ProductType.VARIABLE else ()
        members = [_sold(catalogue, (product.id, each.id), each.sku, channel) for each in variations]
        if product.type == woo.ProductType.VARIABLE:
            own = {"catalog_visibility": visibility(members, flags)}
        else:
            one = _sold(catalogue, (product.id, 0), product.sku, channel)
            own = {"catalog_visibility": visibility([one], flags)}
            own |= {"backorders": backorders(one, flags)} if product_fact(product).place in counted else {}
        targets += _target(product, 0, own)
        for variation, sold in zip(variations, members, strict=True):
            if variation_fact(product.id, variation).place in counted:
                targets += _target(variation, product.id, {"backorders": backorders(sold, flags)})
    return tuple(targets)


def _sold(catalogue: Catalogue, place: tuple[int, int], sku: str, channel: Channel) -> bp.ProductSalesChannel | None:
    item = item_for_sale(catalogue, place, sku.strip(), "stock").value if sku.strip() else None
    return channel.get(item.product_id) if item is not None else None


def _target(record: woo.Product | woo.Variation, parent_id: int, wanted: Mapping[str, str]) -> Iterator[FlagTarget]:
    fields = {name: value for name, value in wanted.items() if value and value != getattr(record, name).value}
    if fields:
        yield FlagTarget(sku=record.sku.strip() or str(record.id), shop_id=record.id, parent_id=parent_id, fields=fields)
