"""How many requests a job takes, counted on the doubles, against the fewest that the vendors' limits allow.

The bounds are sums of: searches of 500 rows, sets of 200 ids, ten writes to a multi-message that counts once, and one request
to each source that has nothing new.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from math import ceil

from attrs import frozen

from bpwoo_sync.effects.flow import Flow, run
from bpwoo_sync.effects.performing import Performance
from bpwoo_sync.effects.polling import polled
from bpwoo_sync.effects.stores import MemoryStore
from bpwoo_sync.effects.working import read_sides, reconciled, synced
from bpwoo_sync.known_products import known_after
from bpwoo_sync.snapshot import References
from bpwoo_sync.testing.doubles import Doubles
from tests.bench.worlds import ORDERS, START, STOCK, clients_of, demo, doubles_of, tables_without_notes

from .lines import Line

SEARCH, SET, MESSAGE, PER_MINUTE = 500, 200, 10, 200

_SKUS = 10_000
_ORDERS, _NEW_CUSTOMERS = 1_000, 600
_NIGHT = 10_000


@frozen
class Asked:
    """How many requests a flow sent to each side."""

    account: int
    shop: int


def lines(rounds: int) -> Iterator[Line]:
    """Counts do not differ from round to round: each job is done once."""
    yield from stock()
    yield from imports()
    yield reconciliation()
    yield idle()


def stock() -> Iterator[Line]:
    """Every product's stock, looked at and pushed where it differs; then again, by a run that knows the products."""
    both, store, tables = doubles_of(products=_SKUS), MemoryStore(), demo()
    sets = ceil(_SKUS / SET)
    used = asked(both, synced(tables, store, at(5), STOCK)).account
    made_of = "search the products, read availability by sets"
    yield _ratio(f"full stock push of {_SKUS:,} SKUs", used, ceil(_SKUS / SEARCH) + sets, 1.05, made_of)
    with clients_of(both) as clients:
        known = known_after(run(read_sides(tables, at(60).now, STOCK), clients.account, clients.shop).account, None)
    used = asked(both, synced(tables, store, at(90), STOCK, known_products=known)).account
    made_of = "availability by sets; one search tells which products changed"
    yield _ratio(f"the same with a kept map of the {_SKUS:,} SKUs", used, sets, 1.05, made_of)


def imports() -> Iterator[Line]:
    """New orders with their customers and payments, with a note on each and without."""
    writes = 2 * ceil(_NEW_CUSTOMERS / MESSAGE) + 2 * ceil(_ORDERS / MESSAGE)
    made_of = "one look for the contacts; addresses, contacts, orders, payments"
    ways = {"": (tables_without_notes(), 1 + writes), " and a note on each": (demo(), 1 + writes + ceil(_ORDERS / MESSAGE))}
    for more, (tables, bound) in ways.items():
        both = doubles_of(products=50, orders=_ORDERS, customers=_NEW_CUSTOMERS)
        used = asked(both, synced(tables, MemoryStore(), at(5), ORDERS)).account
        name = f"import of {_ORDERS:,} orders of {_NEW_CUSTOMERS} new customers{more}"
        yield _ratio(name, used, bound, 1.10, made_of + (", notes" if more else ""))
        if not more:
            yield Line(
                name=f"bulk import at {PER_MINUTE} requests a minute",
                target=560,
                figure=_ORDERS * PER_MINUTE / used,
                better="higher",
                unit="orders a minute",
            )


def reconciliation() -> Line:
    """A night's comparison of orders with their rows, payments and goods-out notes; the lists of the account are kept."""
    both, store = doubles_of(products=50, orders=_NIGHT, customers=_NEW_CUSTOMERS), MemoryStore()
    asked(both, synced(tables_without_notes(), store, at(5), ORDERS))
    bound = 2 * ceil(_NIGHT / SEARCH) + 2 * ceil(_NIGHT / SET)
    made_of = "search the orders, read them by sets; search payments, read goods-out notes by sets, which tell what a cancellation means"
    used = asked(both, reconciled(tables_without_notes(), at(6).now, ORDERS, references=References())).account
    return _ratio(f"nightly reconcile of {_NIGHT:,} orders", used, bound, 1.05, made_of)


def idle() -> Line:
    """A poll of both sides after which nothing has happened."""
    both, store = doubles_of(products=50, orders=10, customers=10), MemoryStore()
    asked(both, synced(tables_without_notes(), store, at(5), ORDERS, progress=store))
    asked(both, polled(tables_without_notes(), store, store, at(600)))
    used = asked(both, polled(tables_without_notes(), store, store, at(1200)))
    made_of = "the shop's orders, those in its bin, its refunds; the account's goods-out notes"
    return _ratio("a poll that finds nothing new", used.account + used.shop, 4, 1.0, made_of)


def asked(both: Doubles, flow: Flow[object]) -> Asked:
    """What a flow asks of each side."""
    before = len(both.brightpearl.requests), len(both.shop.requests)
    with clients_of(both) as clients:
        run(flow, clients.account, clients.shop)
    return Asked(len(both.brightpearl.requests) - before[0], len(both.shop.requests) - before[1])


def at(minutes: int) -> Performance:
    """A run so many minutes after the world began."""
    return Performance(now=lambda: START + timedelta(minutes=minutes), run="bench", settling=0.0)


def _ratio(name: str, used: int, bound: int, target: float, made_of: str) -> Line:
    return Line(name=f"{name}: requests / bound", target=target, figure=used / bound, note=f"{used:,} of {bound:,}: {made_of}")
