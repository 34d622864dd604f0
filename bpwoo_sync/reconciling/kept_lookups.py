"""What two snapshots hold beside their records: what mapping looks up, links of products, and credits without an order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from attrs import field, frozen

import brightpearl_sdk as bp
from bpwoo_sync.catalogue import Catalogue, Item, Rate, folded
from bpwoo_sync.detail import credits_of, payments_of
from bpwoo_sync.kept import KeptLookup


@frozen(kw_only=True)
class StrayCredit:
    """A sales credit of ours that is on no sales order of ours, and its payments."""

    credit: bp.SalesCredit
    payments: tuple[bp.CustomerPaymentRow, ...] = ()


@frozen(kw_only=True)
class Lookups:
    """What mapping looks up, of both snapshots, which products a warehouse holds, and sales credits that are on no order."""

    catalogue: Catalogue
    tracked: frozenset[int]
    strays: tuple[StrayCredit, ...] = field(default=(), repr=False)


def kept_lookups(shop: Iterable[KeptLookup] | None, account: Iterable[KeptLookup] | None) -> Lookups | None:
    """What both snapshots say that mapping looks up; None where one was taken before that was kept."""
    if shop is None or account is None:
        return None
    by_kind: dict[str, dict[str, Mapping[str, Any]]] = {}
    for each in (*shop, *account):
        by_kind.setdefault(each.kind, {})[each.name] = each.value
    tracked = frozenset(int(id) for id, told in by_kind.get("product", {}).items() if told["tracked"])
    items: dict[str, tuple[Item, ...]] = {}
    for item in _items(by_kind.get("product", {}), tracked):
        items[folded(item.sku)] = (*items.get(folded(item.sku), ()), item)
    rates = {
        int(id): Rate(country=told["country"], percent=Decimal(told["percent"]), compound=told["compound"])
        for id, told in by_kind.get("rate", {}).items()
    }
    catalogue = Catalogue(
        items=items,
        links={_place(name): int(told["product"]) for name, told in by_kind.get("link", {}).items()},
        rates=rates,
        percents={code: Decimal(told["is"]) for code, told in by_kind.get("percent", {}).items()},
        currencies=frozenset(by_kind.get("currency", {})),
        banks={code: frozenset(told["is"]) for code, told in by_kind.get("bank", {}).items()},
    )
    strays = tuple(
        StrayCredit(credit=credit, payments=payments_of(told)) for told in by_kind.get("credit", {}).values() for credit in credits_of(told)
    )
    return Lookups(catalogue=catalogue, tracked=tracked, strays=strays)


def _items(products: Mapping[str, Mapping[str, Any]], tracked: frozenset[int]) -> Iterator[Item]:
    for id, told in products.items():
        if told["sku"]:
            parts = ((int(part), Decimal(needed)) for part, needed in told["parts"].items())
            yield Item(
                product_id=int(id),
                sku=told["sku"],
                stock_tracked=told["tracked"],
                live=told["live"],
                bundle=told["bundle"],
                components=tuple(each for each in parts if each[0] in tracked),
            )


def _place(name: str) -> tuple[int, int]:
    product, _, variation = name.partition(":")
    return int(product), int(variation)
