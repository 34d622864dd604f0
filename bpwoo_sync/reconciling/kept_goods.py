"""Stock and prices of two snapshots, one SKU at a time, by the rules by which whole catalogues are compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_CEILING, Decimal

import brightpearl_sdk as bp
from bpwoo_sync.catalogue import Catalogue, Item, folded
from bpwoo_sync.facts import StockFact
from bpwoo_sync.kept import KeptLevels, KeptListPrices
from bpwoo_sync.mapping.prices import PriceFact, price_targets
from bpwoo_sync.mapping.stock import stock_targets
from bpwoo_sync.reconciling.kept_found import Found
from bpwoo_sync.reconciling.prices import price_differences
from bpwoo_sync.reconciling.stock import as_errors, stock_differences
from bpwoo_sync.snapshot import Shop
from bpwoo_sync.tables import Tables


def add_stock(
    found: Found,
    key: str,
    facts: Sequence[StockFact],
    told: Sequence[object],
    tables: Tables,
    known: Catalogue | None,
) -> None:
    """One SKU: what the shop has of it, and what Brightpearl has. ``known`` are all products, where the snapshots hold them."""
    levels = [each for each in told if isinstance(each, KeptLevels)]
    if not key or not facts:
        return
    held = {each.product_id: _availability(each.levels) for each in levels if each.levels is not None}
    parts = {int(id): part["levels"] for each in levels for id, part in each.parts.items()}
    held |= {id: _availability(its) for id, its in parts.items() if its is not None}
    catalogue = known or _catalogue(key, levels)
    skus = (key, *(folded(each.sku) for each in levels), *(folded(catalogue.by_id[id].sku) for id in parts if id in catalogue.by_id))
    sold = {sku: int(found.sold[sku].to_integral_value(rounding=ROUND_CEILING)) for sku in skus if sku in found.sold}
    targets = stock_targets(facts, held, sold, tables, catalogue)
    found.issues += [*as_errors(targets.issues), *stock_differences(targets.value or (), tables, found.touched)]
    found.stock(targets.value or ())


def add_prices(
    found: Found,
    key: str,
    facts: Sequence[PriceFact],
    told: Sequence[object],
    entered: Shop,
    tables: Tables,
    known: Catalogue | None,
    *,
    said: bool,
) -> None:
    """One SKU: what the shop asks for it, and what the price lists say. ``said`` tells that broken links are told of stock."""
    listed = [each for each in told if isinstance(each, KeptListPrices)]
    if not key or not facts:
        return
    prices = {each.product_id: {int(on): amount for on, amount in each.prices.items()} for each in listed}
    priced = price_targets(facts, prices, entered, tables, known or _catalogue(key, listed), guarded=False)
    told_once = [each for each in priced.issues if each.code != "LINK_BROKEN" or not said]
    found.issues += [*told_once, *price_differences(priced.value or (), found.touched)]
    found.count("prices compared", len(priced.value or ()))


def _catalogue(key: str, products: Iterable[KeptLevels | KeptListPrices]) -> Catalogue:
    """The products of one SKU."""
    items = tuple(
        Item(
            product_id=each.product_id,
            sku=each.sku,
            stock_tracked=getattr(each, "tracked", True),
            live=each.live,
            bundle=getattr(each, "bundle", False),
            components=tuple((int(id), Decimal(part["needed"])) for id, part in getattr(each, "parts", {}).items()),
        )
        for each in products
    )
    return Catalogue(items={key: items} if items else {})


def _availability(levels: Mapping[str, int]) -> bp.ProductAvailability:
    return bp.ProductAvailability(warehouses={id: bp.StockLevel(on_hand=count) for id, count in levels.items()})
