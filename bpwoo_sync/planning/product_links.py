"""Products of the shop that are linked to one of Brightpearl's with another SKU, and the entries that link them to the one with theirs.

No sync makes these by itself: a SKU may have been changed by mistake, so a person approves which product is meant. What is
written is the ledger's own entry, and neither system.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from bpwoo_sync.catalogue import folded, item_of
from bpwoo_sync.links import Place, records_of
from bpwoo_sync.mapping.stock import stock_facts
from bpwoo_sync.plan import Action
from bpwoo_sync.situation import Situation


def product_link_actions(situation: Situation) -> Iterator[Action]:
    """The entries that link products anew whose SKU exactly one live product of Brightpearl's has, and no other links to."""
    found = _relinked(situation)
    for place, sku in _skus(situation).items():
        if place in found:
            known, id = situation.catalogue.links[place], found[place]
            before = f"{known} ({situation.catalogue.by_id[known].sku})"
            # The moment is part of the key: a link that is put right may break again.
            yield Action(
                key=f"relink-product:{place[0]}:{place[1]}:{id}:{situation.shop.taken_at.isoformat()}",
                kind="product-link",
                payload={"shopProductId": place[0], "shopVariationId": place[1], "productId": id},
                entity=f"SKU {sku}",
                summary=f"Link {sku} in the shop to product {id}, which has its SKU, and no longer to {before}",
                target=f"{place[0]}:{place[1]}",
            )


def _relinked(situation: Situation) -> Mapping[Place, int]:
    """The product that each place is to be linked to, where it is another than now; two places never share one."""
    skus, links = _skus(situation), situation.catalogue.links
    twice = Counter(folded(fact.sku) for fact in stock_facts(situation.shop) if fact.sku)
    wanted = {place: id for place, sku in skus.items() if twice[folded(sku)] == 1 and (id := _meant(place, sku, situation)) is not None}
    there = {place: id for place, id in links.items() if place in skus}
    while True:
        shared = Counter({**there, **wanted}.values())
        kept = {place: id for place, id in wanted.items() if shared[id] == 1}
        if kept == wanted:
            return kept
        wanted = kept


def _meant(place: Place, sku: str, situation: Situation) -> int | None:
    """The one live product with a place's SKU, where the product that it is linked to is there and has another."""
    linked = situation.catalogue.by_id.get(situation.catalogue.links.get(place, 0))
    if linked is None or folded(linked.sku) == folded(sku):
        return None
    item = item_of(situation.catalogue, sku, "product").value
    return item.product_id if item is not None and item.live else None


def _skus(situation: Situation) -> Mapping[Place, str]:
    """The SKU of every product and variation of the shop that has one."""
    return {place: each.sku.strip() for place, each in records_of(situation.shop) if each.sku.strip()}
