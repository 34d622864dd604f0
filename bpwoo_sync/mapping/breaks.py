"""Prices of price lists for more than one piece: the shop itself has none, so they are told, or kept in meta data."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from attrs import frozen

import woocommerce_sdk as woo
from bpwoo_sync.catalogue import Catalogue, item_for_sale
from bpwoo_sync.issues import Issue, Mapped, issue
from bpwoo_sync.mapping.money import plain
from bpwoo_sync.mapping.prices import PriceFact, base_percent, shop_price
from bpwoo_sync.snapshot import Shop
from bpwoo_sync.tables import Tables

#: Net prices by a number of pieces, by price list id, by product id.
QuantityPrices = Mapping[int, Mapping[int, Mapping[int, Decimal]]]


@frozen(kw_only=True)
class BreakTarget:
    """What a product's or variation's meta data ought to say of larger quantities."""

    fact: PriceFact
    text: str


def single_prices(prices: QuantityPrices) -> dict[int, dict[int, Decimal]]:
    """The prices of one piece; lists without one are left out."""
    single = {id: {on: each[1] for on, each in lists.items() if 1 in each} for id, lists in prices.items()}
    return {id: lists for id, lists in single.items() if lists}


def larger_prices(prices: QuantityPrices) -> dict[int, dict[int, dict[int, Decimal]]]:
    """The prices of more than one piece; products and lists without any are left out."""
    found: dict[int, dict[int, dict[int, Decimal]]] = {}
    for id, lists in prices.items():
        larger = {on: {pieces: net for pieces, net in sorted(each.items()) if pieces != 1} for on, each in lists.items()}
        if any(larger.values()):
            found[id] = {on: each for on, each in larger.items() if each}
    return found


def breaks_text(breaks: Mapping[int, Decimal], fact: PriceFact, shop: Shop, tables: Tables) -> str:
    """Prices of larger quantities as the shop enters prices, as JSON: ``{"10":"9.00","100":"8.50"}``. Blank where there are none."""
    told = {str(pieces): plain(shop_price(net, fact, shop, tables)) for pieces, net in sorted(breaks.items())}
    return json.dumps(told, separators=(",", ":")) if told else ""


def break_targets(
    facts: Iterable[PriceFact], breaks: QuantityPrices, shop: Shop, tables: Tables, catalogue: Catalogue
) -> Mapped[tuple[BreakTarget, ...]]:
    """What the shop's meta data lacks of the prices of larger quantities, and which of these prices are kept nowhere."""
    meta = tables.prices.breaks_meta
    if not (breaks or meta):
        return Mapped(value=())
    kept = _kept(shop, meta) if meta else {}
    targets: list[BreakTarget] = []
    issues: list[Issue] = []
    for fact in facts:
        item = item_for_sale(catalogue, fact.place, fact.sku, "price").value if fact.sku else None
        if item is None or base_percent(fact, shop, tables) is None:
            continue
        listed = breaks.get(item.product_id, {})
        left = {on: each for on, each in listed.items() if not (meta and on == tables.prices.regular_list)}
        if left:
            told = "; ".join(f"price list {on}: {', '.join(map(str, each))} pieces" for on, each in sorted(left.items()))
            issues.append(issue("QUANTITY_BREAKS", "price", fact.sku, f"{fact.sku} has prices of larger quantities ({told})."))
        if meta:
            text = breaks_text(listed.get(tables.prices.regular_list or 0, {}), fact, shop, tables)
            targets += [BreakTarget(fact=fact, text=text)] if _amounts(text) != _amounts(kept.get(fact.place)) else []
    return Mapped(value=tuple(targets), issues=tuple(issues))


def _kept(shop: Shop, meta: str) -> dict[tuple[int, int], Any]:
    """What the shop's meta data says under a key, by (product id, variation id)."""
    kept = {(product.id, 0): woo.meta_value(product.meta_data, meta) for product in shop.products}
    varied = {(id, each.id): each for id, variations in shop.variations.items() for each in variations}
    return kept | {place: woo.meta_value(each.meta_data, meta) for place, each in varied.items()}


def _amounts(text: Any) -> Any:
    """The prices in such a text, to be compared; what is no such text is as it is."""
    if not text:
        return {}
    try:
        return {int(pieces): Decimal(price) for pieces, price in json.loads(text).items()}
    except (TypeError, ValueError, AttributeError, InvalidOperation):
        return text
