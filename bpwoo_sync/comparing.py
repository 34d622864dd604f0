"""Do two snapshots on disk agree? Both stream by in the order of their keys; only what is found is held.

The rules are those of :mod:`bpwoo_sync.reconcile`, asked for one key after the other: of orders the very same, with their
refunds, credits, payments and shipments. Snapshots of the first format hold less of orders: there amounts are compared. What is
compared of one key is in :mod:`bpwoo_sync.reconciling`, in the files whose names begin with ``kept``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from attrs import frozen

import brightpearl_sdk as bp
from bpwoo_sync.described import described
from bpwoo_sync.facts import StockFact
from bpwoo_sync.increments import skew_issues
from bpwoo_sync.kept import KeptLevels, KeptListPrices, KeptLookup, KeptOrder, key_of
from bpwoo_sync.mapping.prices import PriceFact, price_list_issues
from bpwoo_sync.reconcile import Reconciliation
from bpwoo_sync.reconciling.differing import largest_first
from bpwoo_sync.reconciling.kept_books import add_books, stray_books
from bpwoo_sync.reconciling.kept_found import Found
from bpwoo_sync.reconciling.kept_goods import add_prices, add_stock
from bpwoo_sync.reconciling.kept_links import Fact, beside_linked
from bpwoo_sync.reconciling.kept_lookups import StrayCredit, kept_lookups
from bpwoo_sync.reconciling.kept_orders import add_order_facts
from bpwoo_sync.reconciling.moments import Moments
from bpwoo_sync.reconciling.parts import in_order
from bpwoo_sync.reconciling.totals import MEASURES
from bpwoo_sync.reconciling.waiting import Waiting
from bpwoo_sync.snapshot import Shop
from bpwoo_sync.streams import merged
from bpwoo_sync.tables import Tables

#: A SKU, what the shop asks for it, and what the price lists say.
_Priced = tuple[str, tuple[PriceFact, ...], tuple[object, ...]]


@described
@frozen(kw_only=True)
class Kept:
    """A side as a snapshot has it: records by subject, each ascending by key; a subject that was not taken is None.

    ``incomplete`` names subjects that could not be read whole: these are not compared, for what such a side lacks tells
    nothing.
    """

    taken_at: datetime
    """When it was read: aware UTC."""
    lookups: Iterable[KeptLookup] | None = None
    orders: Iterable[KeptOrder] | None = None
    stock: Iterable[StockFact | KeptLevels] | None = None
    prices: Iterable[PriceFact | KeptListPrices] | None = None
    incomplete: frozenset[str] = frozenset()
    currency: str = ""
    decimals: int = 2
    """The decimals of the shop's amounts."""
    prices_include_tax: bool = False
    price_lists: tuple[bp.PriceList, ...] = ()


def compared(shop: Kept, account: Kept, tables: Tables, *, grace: timedelta | None = None) -> Reconciliation:
    """Compare two snapshots as far as both have a subject. ``grace`` is ``reconcile.grace_minutes`` where none is given.

    Raises :class:`~bpwoo_sync.errors.UnsortedError` where a side does not ascend by key.
    """
    found, young = Found(), tables.reconcile.grace if grace is None else grace
    partial, moments = shop.incomplete | account.incomplete, Moments(shop=shop.taken_at, account=account.taken_at, grace=young)
    lookups = kept_lookups(shop.lookups, account.lookups)
    strays = {} if lookups is None else _by_ref(lookups.strays)
    entered = Shop(taken_at=shop.taken_at, currency=shop.currency, decimals=shop.decimals, prices_include_tax=shop.prices_include_tax)
    if shop.orders is not None and account.orders is not None and "orders" not in partial:
        for _, ours, theirs in merged(shop.orders, account.orders, key_of, key_of):
            if lookups is None or not all(each.detail for each in (*ours, *theirs)):
                add_order_facts(found, ours, theirs, tables, max(shop.taken_at, account.taken_at) - young)
            else:
                add_books(found, ours, theirs, lookups, strays, entered, tables, moments)
        if lookups is not None:
            found.book(stray_books([each for known in strays.values() for each in known], lookups, entered, tables, moments))
        found.issues += skew_issues([found.latest], moments.now)
    known = None if lookups is None else lookups.catalogue
    of_stock = False
    if shop.stock is not None and account.stock is not None and "stock" not in partial:
        of_stock = True
        for key, facts, levels in beside_linked(_facts(StockFact, shop.stock, account.stock), known):
            found.touch(moments, (*facts, *levels))
            add_stock(found, key, facts, levels, tables, known)
    if shop.prices is not None and account.prices is not None and "prices" not in partial and tables.prices.regular_list is not None:
        wrong = price_list_issues(account.price_lists, entered, tables)
        found.issues += wrong
        found.count("prices compared", 0)
        # Prices in another currency are not compared.
        every: Iterable[_Priced] = () if wrong else beside_linked(_facts(PriceFact, shop.prices, account.prices), known)
        for key, priced, listed in every:
            found.touch(moments, (*priced, *listed))
            add_prices(found, key, priced, listed, entered, tables, known, said=of_stock)
    return Reconciliation(
        shop_taken_at=shop.taken_at,
        account_taken_at=account.taken_at,
        store=tables.store.key,
        counts=found.counts,
        totals=tuple(sorted(found.totals.values(), key=lambda total: (total.currency, MEASURES.index(total.measure)))),
        stock=found.summary,
        issues=largest_first(dict.fromkeys(found.issues)),
        days=in_order(found.days),
        taxes=in_order(found.taxes),
        methods=in_order(found.methods),
        receivables=in_order(found.receivables),
        daily=in_order(found.daily),
        by_status=in_order(found.by_status),
        figures=in_order(found.figures),
        waiting=Waiting(orders=frozenset(found.waiting_orders), totals=in_order(found.waiting)),
        places=found.places,
        drifts=tuple(sorted(found.drifts, key=lambda each: (-abs(each.drift), each.sku))),
        thresholds=tables.reconcile,
    )


def _facts(
    kind: type[Fact], shop: Iterable[object], account: Iterable[object]
) -> Iterator[tuple[str, tuple[Fact, ...], tuple[object, ...]]]:
    """Each SKU with what the shop has of it, of one kind, and what Brightpearl says of it."""
    for key, ours, theirs in merged(shop, account, key_of, key_of):
        yield key, tuple(each for each in ours if isinstance(each, kind)), theirs


def _by_ref(strays: Iterable[StrayCredit]) -> dict[str, list[StrayCredit]]:
    found: dict[str, list[StrayCredit]] = {}
    for each in strays:
        found.setdefault(each.credit.external_ref or "", []).append(each)
    return found
