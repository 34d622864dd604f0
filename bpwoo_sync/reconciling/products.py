"""The catalogues of both sides: SKUs that one side lacks or has twice, stock that is not counted, links that broke."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import evolve

import woocommerce_sdk as woo
from bpwoo_sync.catalogue import folded, item_of
from bpwoo_sync.facts import StockFact
from bpwoo_sync.issues import Issue, Severity, issue
from bpwoo_sync.links import records_of
from bpwoo_sync.mapping.orders import order_key
from bpwoo_sync.mapping.products import PRODUCT_MARK
from bpwoo_sync.mapping.stock import only_in_shop, stock_facts
from bpwoo_sync.planning.order_links import linked_id
from bpwoo_sync.reconciling.moments import Moments
from bpwoo_sync.reconciling.pairs import Pair
from bpwoo_sync.situation import Situation

#: What the comparison of stock says as well, where products are not compared.
ALSO_OF_STOCK = frozenset({"SKU_ONLY_IN_WOO", "AMBIGUOUS_SKU", "STOCK_AT_PARENT", "UNMANAGED", "LINK_BROKEN"})


def product_differences(situation: Situation) -> list[Issue]:
    """What of either catalogue does not go with the other."""
    facts = stock_facts(situation.shop)
    return [*_only_here(facts, situation), *_only_there(facts, situation), *_twice(facts, situation), *_broken_products(situation)]


def _only_here(facts: Iterable[StockFact], situation: Situation) -> Iterator[Issue]:
    for fact in facts:
        if not fact.sku or fact.sku in situation.tables.stock.owned_elsewhere:
            continue
        item = item_of(situation.catalogue, fact.sku, "product")
        if item.value is None:
            yield from (
                only_in_shop(fact.sku, "product") if each.code == "UNKNOWN_SKU" else evolve(each, severity=Severity.ERROR)
                for each in item.issues
            )
        elif item.value.stock_tracked and fact.manages == "parent":
            yield issue("STOCK_AT_PARENT", "product", fact.sku)
        elif item.value.stock_tracked and not fact.manages:
            yield issue("UNMANAGED", "product", fact.sku)


def _only_there(facts: Iterable[StockFact], situation: Situation) -> Iterator[Issue]:
    here = {folded(fact.sku) for fact in facts} | {folded(product.sku) for product in situation.shop.products}
    for row in situation.account.products:
        if row.sku and (row.product_status or "LIVE") == "LIVE" and folded(row.sku) not in here:
            yield issue("SKU_ONLY_IN_BP", "product", row.sku.strip(), actual=row.product_id)


def _twice(facts: Iterable[StockFact], situation: Situation) -> Iterator[Issue]:
    """SKUs that several products of the shop have: each would be given all there is to sell."""
    by_sku: dict[str, list[StockFact]] = {}
    for fact in facts:
        if fact.sku and fact.sku not in situation.tables.stock.owned_elsewhere:
            by_sku.setdefault(folded(fact.sku), []).append(fact)
    for found in by_sku.values():
        if len(found) > 1:
            ids = ", ".join(str(fact.shop_id) for fact in found)
            told = f"Products {ids} of the shop all have the SKU {found[0].sku}."
            yield issue("AMBIGUOUS_SKU", "product", found[0].sku, told, severity=Severity.ERROR, field="shop", actual=ids)


def _broken_products(situation: Situation) -> Iterator[Issue]:
    """Products of the shop that are linked to a product of Brightpearl's which has another SKU now, or is gone."""
    skus = {row.product_id: row.sku or "" for row in situation.account.products}
    for place, each in records_of(situation.shop):
        mark = str(woo.meta_value(each.meta_data, PRODUCT_MARK) or "")
        linked = situation.catalogue.links.get(place)
        key = each.sku.strip() or str(each.id)
        if linked is not None:
            known = skus.get(linked)
            if known is None or folded(known) != folded(each.sku):
                has = "is gone" if known is None else f"has the SKU {known}" if known else "has no SKU"
                told = f"{key} is linked to product {linked}, which {has}."
                yield issue("LINK_BROKEN", "product", key, told, severity=Severity.ERROR, expected=known or "", actual=each.sku)
        elif mark:
            told = f"{key} is linked to {mark}, which is no product."
            yield issue("LINK_BROKEN", "product", key, told, severity=Severity.ERROR, actual=each.sku)


def broken_orders(pairs: Iterable[Pair], situation: Situation, moments: Moments) -> list[Issue]:
    """Orders that are linked to another sales order than the one with their reference."""
    found = []
    for pair in pairs:
        linked = linked_id(pair.order, situation)
        if pair.sales_order is not None and linked and linked != str(pair.sales_order.id):
            key = order_key(pair.order)
            told = f"Order {key} is linked to sales order {linked}; {pair.shop.ref} is {pair.sales_order.id}."
            severity = moments.severity(pair.order.date_modified_gmt, pair.sales_order.updated_on) or Severity.ERROR
            found.append(issue("LINK_BROKEN", "order", key, told, severity=severity, expected=pair.sales_order.id, actual=linked))
    return found
