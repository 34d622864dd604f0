"""How fast a delivery is answered: a shop's signed order over a socket, kept in an SQLite file before the answer."""

from __future__ import annotations

import json
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, perf_counter

import httpx

import woocommerce_sdk as woo
from bpwoo_sync.effects.receiving.application import receiver
from bpwoo_sync.effects.receiving.deliveries import Subscriber
from bpwoo_sync.effects.receiving.serving import served
from bpwoo_sync.effects.receiving.sinks import Sink, UrgentRuns, WaitingHints
from bpwoo_sync.effects.stores import SqlStore, sqlite_url
from bpwoo_sync.testing.shop import load_shop

from .lines import Line

_SECRET = "whsec-bench"
_TARGET = 50.0
_A_ROUND = 100


def lines(rounds: int) -> Iterator[Line]:
    """The answer that 99 of 100 deliveries get within, with the hint kept in the ledger, and with a run queued."""
    from bpwoo_sync.effects.durable import Durable

    with tempfile.TemporaryDirectory() as folder:
        url = sqlite_url(Path(folder) / "bench.sqlite")
        with SqlStore(url, pair="acme") as store:
            waiting = WaitingHints(lambda pair: store)
            yield _line("a delivery is kept for the next poll", waiting, rounds)
            engine = Durable(url)
            _ = engine.client
            yield _line("a delivery is queued as an urgent run", UrgentRuns(engine, waiting), rounds)
            engine.close()


def _line(name: str, sink: Sink, rounds: int) -> Line:
    taken = sorted(_milliseconds(sink, rounds * _A_ROUND))
    figure = taken[int(len(taken) * 0.99) - 1]
    note = f"99 of 100 of {len(taken)} deliveries, one after another, over one connection; median {statistics.median(taken):.1f} ms"
    return Line(name=name, target=_TARGET, figure=figure, unit="ms", note=note)


def _milliseconds(sink: Sink, number: int) -> Iterator[float]:
    subscriber = Subscriber(pair="acme", account="acme", shop_secrets=(_SECRET,))
    with served(receiver([subscriber], sink, clock=monotonic)) as url, httpx.Client() as http:
        for body in _bodies(number):
            headers = {
                "Content-Type": "application/json",
                "X-WC-Webhook-Topic": "order.updated",
                "X-WC-Webhook-Resource": "order",
                "X-WC-Webhook-Event": "updated",
                "X-WC-Webhook-Signature": woo.webhook_signature(body, _SECRET),
            }
            began = perf_counter()
            http.post(f"{url}/webhooks/acme/woocommerce", content=body, headers=headers).raise_for_status()
            yield (perf_counter() - began) * 1000


def _bodies(number: int) -> Iterator[bytes]:
    """Recorded orders, each with a number of its own."""
    orders = load_shop()["orders"]
    for each in range(number):
        yield json.dumps({**orders[each % len(orders)], "id": each + 1}, default=str).encode()
