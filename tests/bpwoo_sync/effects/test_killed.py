"""A process that is killed loses nothing and does nothing twice, wherever it was killed."""

from __future__ import annotations

import os
import signal
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any, Literal, TypeVar

import pytest
from attrs import define, evolve, field

from bpwoo_sync.testing.demo_account import NOT_IN_SHOP
from bpwoo_sync.testing.doubles import Doubles, Served, serving_doubles
from tests.bpwoo_sync.effects.forks import FORKS
from tests.bpwoo_sync.effects.road import Addresses, bring_in, ten_orders

Side = Literal["before", "after"]
Res = TypeVar("Res")


@define
class Executioner:
    """Kills a process when its request of a certain number arrives: before it is handled, or after, unanswered."""

    victim: int = 0
    side: Side = "before"
    count: int = 0
    started: threading.Event = field(factory=threading.Event)
    ended: threading.Event = field(factory=threading.Event)
    process: ForkServerProcess | None = None

    def between(self, handle: Callable[[Any], Res]) -> Callable[[Any], Res]:
        """A handler that counts, and strikes."""

        def answer(request: Any) -> Res:
            self.count += 1
            if self.count != self.victim:
                return handle(request)
            reply = handle(request if self.side == "after" else evolve(request, method="GET", path="/nowhere"))
            assert self.started.wait(10) and self.process is not None and self.process.pid is not None
            os.kill(self.process.pid, signal.SIGKILL)
            assert self.ended.wait(10)  # and only then is it answered
            return reply

        return answer

    def run(self, addresses: Addresses, *, victim: int, side: Side) -> int | None:
        """Run the sync in a process of its own; its exit code."""
        self.victim, self.side, self.count = victim, side, 0
        self.started.clear()
        self.ended.clear()
        self.process = FORKS.Process(target=bring_in, args=(addresses,))
        self.process.start()
        self.started.set()
        self.process.join(60)  # here alone: a process's end is told once
        self.ended.set()
        return self.process.exitcode


#: How a process that was killed ends.
KILLED = -signal.SIGKILL


def state(doubles: Doubles) -> dict[str, Any]:
    """What both systems hold in the end, counted."""
    account = doubles.brightpearl
    orders = [record for record in account.records("orders") if record["type"] == "SO"]
    payments = [payment for payment in account.records("payments") if payment["paymentType"] == "RECEIPT"]
    notes = account.records("order_notes")
    emails = [contact["communication"]["emails"]["PRI"]["email"] for contact in account.records("contacts")]
    marks = [
        meta["value"]
        for order in (doubles.shop.record("orders", id) for id in doubles.shop.shop.tables["orders"])
        if order is not None
        for meta in order["meta_data"]
        if meta["key"] == "_bp_order_id"
    ]
    return {
        "sales orders": len(orders),
        "references": len({order["externalRef"] for order in orders}),
        "payments": len(payments),
        "paid orders": len({payment["orderId"] for payment in payments}),
        "notes sent twice": [key for key, count in Counter((note["orderId"], note["text"]) for note in notes).items() if count > 1],
        "contacts made twice": [email for email, count in Counter(emails).items() if count > 1],
        "orders marked": len(set(marks)),
    }


def new_products(doubles: Doubles) -> Counter[str]:
    """How often the shop has each SKU that only the account had."""
    skus = [record["sku"] for kind in ("products", "variations") for record in doubles.shop.records(kind)]
    return Counter(sku for sku in skus if sku in {new for new, *_ in NOT_IN_SHOP})


RIGHT = {
    "sales orders": 10,
    "references": 10,
    "payments": 10,
    "paid orders": 10,
    "notes sent twice": [],
    "contacts made twice": [],
    "orders marked": 10,
}
ONCE = {sku: 1 for sku, *_ in NOT_IN_SHOP}


@pytest.mark.parametrize("side", ["before", "after"])
def test_killed_at_any_request_the_next_run_brings_in_each_order_once(side: Side, tmp_path: Path) -> None:
    doubles = ten_orders()
    begin = (doubles.brightpearl.snapshot(), doubles.shop.snapshot())
    executioner = Executioner()
    with _served(doubles, executioner) as served:
        assert 0 == executioner.run(_addresses(served, tmp_path), victim=0, side=side)
        requests = executioner.count
        victim, killed = 0, True
        wrong: dict[int, dict[str, Any]] = {}
        while killed:
            victim += 1
            doubles.brightpearl.restore(begin[0])
            doubles.shop.restore(begin[1])
            ledger = f"sqlite:///{tmp_path / f'{side}{victim}.sqlite'}"
            addresses = Addresses(brightpearl=served.brightpearl_url, shop=served.shop_url, ledger=ledger)
            first = executioner.run(addresses, victim=victim, side=side)
            assert first in (KILLED, 0)
            killed = first == KILLED
            assert 0 == executioner.run(addresses, victim=0, side=side)
            if (state(doubles), new_products(doubles)) != (RIGHT, ONCE):
                wrong[victim] = {**state(doubles), **new_products(doubles)}
    assert {} == wrong
    assert requests == victim - 1 > 20  # only the last run was not killed: it has no more requests


def _served(doubles: Doubles, executioner: Executioner) -> AbstractContextManager[Served]:
    brightpearl, shop = doubles.brightpearl.handle, doubles.shop.handle
    return serving_doubles(doubles, brightpearl=executioner.between(brightpearl), shop=executioner.between(shop))


def test_a_run_that_nobody_disturbs_brings_in_each_order_once(tmp_path: Path) -> None:
    doubles = ten_orders()
    with serving_doubles(doubles) as served:
        addresses = _addresses(served, tmp_path)
        bring_in(addresses)
        first = len(doubles.brightpearl.requests)
        bring_in(addresses)
        writes = [request for request in doubles.brightpearl.requests[first:] if request.method not in ("GET", "OPTIONS")]
    assert (RIGHT, ONCE) == (state(doubles), new_products(doubles))
    assert [] == writes


def _addresses(served: Served, folder: Path) -> Addresses:
    return Addresses(brightpearl=served.brightpearl_url, shop=served.shop_url, ledger=f"sqlite:///{folder / 'ledger.sqlite'}")
