"""From both sides as they were read to a plan: facts, what differs, and what is to be written, for 100,000 orders.

A night's orders: all but one in a hundred were imported before, and are looked at for what they lack. Beside it, orders that
are all new, each with its payload and the proof of its totals.
"""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Iterator
from copy import copy
from math import ceil
from statistics import median
from time import process_time
from typing import Any, TypeVar

from attrs import evolve

import brightpearl_sdk as bp
from bpwoo_sync.effects.flow import run
from bpwoo_sync.effects.performing import Performance
from bpwoo_sync.effects.stores import MemoryStore
from bpwoo_sync.effects.working import Sides, planned, read_sides, synced
from bpwoo_sync.facts import external_ref
from bpwoo_sync.ledger import Ledger
from bpwoo_sync.mapping.content_hash import content_hash
from bpwoo_sync.planning.actions import CONTENT_MARK
from tests.bench.worlds import ORDERS, START, clients_of, doubles_of, tables_without_notes

from .lines import Line
from .rounds import in_child

M = TypeVar("M")

MANY = 100_000
_RECORDED = 100
_NEW = 100


def lines(rounds: int) -> Iterator[Line]:
    """Orders a second on one core, and bytes that planning an order takes."""
    per_second = median(MANY / float(in_child("tests.bench.planning:night", MANY)) for _ in range(max(1, rounds // 2)))
    fresh = _RECORDED * 10 / float(in_child("tests.bench.planning:fresh", _RECORDED * 10))
    yield Line(
        name=f"plan {MANY:,} orders, one in {_NEW} new",
        target=10_000,
        figure=per_second,
        better="higher",
        unit="orders a second",
        note=f"where all are new, {fresh:,.0f} a second",
    )
    each = {size: in_child("tests.bench.planning:night_bytes", size) / size for size in (MANY // 100, MANY // 10, MANY)}
    yield Line(
        name=f"memory that planning an order takes, {MANY:,} orders / {MANY // 100:,}",
        target=1.1,
        figure=each[MANY] / each[MANY // 100],
        note="bytes for each order: " + ", ".join(f"{value:,.0f} of {size:,}" for size, value in each.items()),
    )


def night(orders: int) -> float:
    """Seconds that planning takes where one order in a hundred is new."""
    return _seconds(many_sides(orders, ceil(orders / _NEW)))


def fresh(orders: int) -> float:
    """The same where all are new."""
    return _seconds(many_sides(orders, orders))


def night_bytes(orders: int) -> int:
    """The most memory that planning a night takes beside what was read."""
    sides = many_sides(orders, ceil(orders / _NEW))
    tracemalloc.start()
    _planned(sides)
    return tracemalloc.get_traced_memory()[1]


def _seconds(sides: Sides) -> float:
    gc.collect()
    gc.freeze()
    started = process_time()
    _planned(sides)
    return process_time() - started


def _planned(sides: Sides) -> None:
    plan = planned(sides, tables_without_notes(), Ledger(), ORDERS)
    assert len(sides.shop.orders) == sum(plan.counts.values()), plan.counts


def many_sides(orders: int, new: int) -> Sides:
    """Both sides with so many orders, of which so many are new to the account: a hundred that were brought in, again and again."""
    doubles, store = doubles_of(products=50, orders=_RECORDED, customers=_RECORDED), MemoryStore()
    performance = Performance(now=lambda: START, run="bench", settling=0.0)
    with clients_of(doubles) as clients:
        run(synced(tables_without_notes(), store, performance, ORDERS), clients.account, clients.shop)
        few = run(read_sides(tables_without_notes(), performance.now, ORDERS), clients.account, clients.shop)
    by_ref = {each.external_ref: each for each in few.account.sales_orders}
    paid = {each.order_id: each for each in few.account.payments}
    shop_orders, sales_orders, payments = [], [], []
    for number in range(orders):
        like = few.shop.orders[number % _RECORDED]
        sales_order = by_ref[external_ref("W1", like.id)]
        order = changed(like, id=1_000_000 + number, number=str(1_000_000 + number), transaction_id=f"tx-{1_000_000 + number}")
        if number < new:
            shop_orders.append(changed(order, meta_data=()))
            continue
        marks = [each if each.key != CONTENT_MARK else changed(each, value=content_hash(order)) for each in order.meta_data]
        shop_orders.append(changed(order, meta_data=tuple(marks)))
        id = 1_000_000 + number
        sales_orders.append(changed(sales_order, id=id, external_ref=external_ref("W1", order.id), ref=order.number))
        cells = {**paid[sales_order.id].cells, "orderId": id, "transactionRef": order.transaction_id}
        payments.append(bp.CustomerPaymentRow(cells))
    return Sides(
        shop=evolve(few.shop, orders=tuple(shop_orders)),
        account=evolve(few.account, sales_orders=tuple(sales_orders), payments=tuple(payments)),
    )


def changed(record: M, **values: Any) -> M:
    """A record like another, but for these values."""
    made = copy(record)
    for name, value in values.items():
        object.__setattr__(made, name, value)
    return made
