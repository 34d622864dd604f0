"""Products of a snapshot by SKU, and last those that are linked to a product of another SKU, each beside that one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from bpwoo_sync.catalogue import Catalogue, folded, linked_item
from bpwoo_sync.facts import StockFact
from bpwoo_sync.mapping.prices import PriceFact

Fact = TypeVar("Fact", StockFact, PriceFact)
T = TypeVar("T")


def beside_linked(
    told: Iterable[tuple[str, tuple[Fact, ...], tuple[T, ...]]], catalogue: Catalogue | None
) -> Iterator[tuple[str, tuple[Fact, ...], tuple[T, ...]]]:
    """Each SKU with what the shop has of it and what Brightpearl says of it.

    What the shop has of a product that is linked to one of another SKU comes last, beside what is said of that one. Held
    are these, and what is said of products whose link leads to another SKU.
    """
    if catalogue is None or not catalogue.links:
        yield from told
        return
    leading: dict[str, set[tuple[int, int]]] = {}
    for place in catalogue.links:
        linked = linked_item(catalogue, *place)
        if linked is not None:
            leading.setdefault(folded(linked.sku), set()).add(place)
    kept: dict[str, tuple[T, ...]] = {}
    away: list[tuple[Fact, str]] = []
    for key, facts, said in told:
        here: list[Fact] = []
        for fact in facts:
            linked = linked_item(catalogue, *fact.place)
            if linked is None or folded(linked.sku) == key:
                here.append(fact)
            else:
                away.append((fact, folded(linked.sku)))
        if said and leading.get(key, set()) - {fact.place for fact in here}:
            kept[key] = said
        yield key, tuple(here), said
    for fact, other in away:
        yield folded(fact.sku), (fact,), kept.get(other, ())
