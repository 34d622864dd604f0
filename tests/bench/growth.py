"""What a record costs when there are 10 and 100 times as many: seconds, memory and requests, each job in a process of its own."""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from statistics import median
from time import process_time

from attrs import frozen

import woocommerce_sdk as woo
from bpwoo_sync.effects.stores import MemoryStore
from bpwoo_sync.effects.working import reconciled, synced
from bpwoo_sync.snapshot import References
from woocommerce_sdk._kernel.collector import collector_paused
from woocommerce_sdk.wire import records_in

from . import planning, reconciling
from .frugality import asked, at
from .lines import Line
from .orders import PER_PAGE, page_bytes
from .rounds import in_child, peak_memory
from .stub import serving
from .worlds import ORDERS, STOCK, demo, doubles_of, tables_without_notes

FACTORS = (1, 10, 100)
#: How often each is done: the little work takes a tenth of a second, in which a shared processor may be half as fast again or as slow.
SAMPLES = {1: 15, 10: 5, 100: 3}

#: What costs at most this many times as much a record counts as linear: caches of the processor are left behind on the way.
LINEAR = 1.25


@frozen(kw_only=True)
class Cost:
    """What a job took in all: seconds of the processor, bytes, requests; 0 where it is not looked at."""

    records: int
    seconds: float = 0.0
    bytes: float = 0.0
    requests: int = 0


def lines(rounds: int) -> Iterator[Line]:
    """For each job what a record costs at a hundred times the work, in times of what it costs at once."""
    for name, job in JOBS.items():
        taken = {factor: _costs(job, factor) for factor in FACTORS}
        for what in ("seconds", "bytes", "requests"):
            each = {factor: median(getattr(cost, what) / cost.records for cost in costs) for factor, costs in taken.items()}
            if min(each.values()) > 0:
                yield _line(f"{name}: {what} a record", each, taken[1][0].records)


def _line(name: str, each: Mapping[int, float], records: int) -> Line:
    points = tuple((float(records * factor), value / each[1]) for factor, value in each.items())
    told = ", ".join(f"{records * factor:,}: {value:.3g}" for factor, value in each.items())
    return Line(name=f"{name}, 100 times the work / once", target=LINEAR, figure=each[100] / each[1], note=told, points=points)


def _costs(job: str, factor: int) -> list[Cost]:
    """What a job took, each time; requests are counted once, for no machine moves them."""
    first = _cost(job, factor)
    return [first, *(_cost(job, factor) for _ in range(SAMPLES[factor] - 1) if first.seconds)]


def _cost(job: str, factor: int) -> Cost:
    return Cost(**in_child(f"tests.bench.growth:{job}", factor))


def decoding(factor: int) -> dict[str, float]:
    """Orders from bytes to models, all kept."""
    contents = [page_bytes(number) for number in range(1, 5 * factor + 1)]
    records_in(woo.Order, contents[0])
    kept = []

    def work() -> None:
        for content in contents:
            with collector_paused():
                kept.append(records_in(woo.Order, content))

    return _measured(work, 5 * factor * PER_PAGE)


def streaming(factor: int) -> dict[str, float]:
    """Orders from a server on loopback, each dropped once it was read."""
    with serving(5 * factor) as url, woo.WooCommerce(url) as shop:
        shop.orders.list().first()
        return _measured(lambda: sum(1 for _ in shop.orders.list()), 5 * factor * PER_PAGE, memory=False)


def comparing(factor: int) -> dict[str, float]:
    """Two lists of SKUs, both held."""
    return _compared(factor, reconciling.in_memory)


def comparing_streams(factor: int) -> dict[str, float]:
    """Two sorted lists of SKUs."""
    return _compared(factor, reconciling.sorted_streams, memory=False)


def _compared(factor: int, way: Callable[[Path], int], *, memory: bool = True) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="bpwoo-bench-") as folder:
        reconciling.write_lists(Path(folder), 10_000 * factor)
        return _measured(lambda: way(Path(folder)), 10_000 * factor, memory=memory)


def plan(factor: int) -> dict[str, float]:
    """A night's plan, where one order in a hundred is new."""
    records = 1_000 * factor
    return {"records": records, "seconds": planning.night(records), "bytes": in_child("tests.bench.planning:night_bytes", records)}


def stock(factor: int) -> dict[str, float]:
    """Requests of a full stock push."""
    used = asked(doubles_of(products=100 * factor), synced(demo(), MemoryStore(), at(5), STOCK))
    return {"records": 100 * factor, "requests": used.account + used.shop}


def imports(factor: int) -> dict[str, float]:
    """Requests of an import, where six customers in ten are new."""
    records = 10 * factor
    both = doubles_of(products=50, orders=records, customers=6 * factor)
    used = asked(both, synced(tables_without_notes(), MemoryStore(), at(5), ORDERS))
    return {"records": records, "requests": used.account + used.shop}


def nights(factor: int) -> dict[str, float]:
    """Requests of a night's comparison of orders."""
    records = 10 * factor
    both, tables = doubles_of(products=50, orders=records, customers=6 * factor), tables_without_notes()
    asked(both, synced(tables, MemoryStore(), at(5), ORDERS))
    used = asked(both, reconciled(tables, at(6).now, ORDERS, references=References()))
    return {"records": records, "requests": used.account + used.shop}


def _measured(work: Callable[[], object], records: int, *, memory: bool = True) -> dict[str, float]:
    gc.collect()
    before, started = peak_memory(), process_time()
    work()
    took = process_time() - started
    return {"records": records, "seconds": took, **({"bytes": peak_memory() - before} if memory else {})}


JOBS: Mapping[str, str] = {
    "orders decoded and kept": "decoding",
    "orders streamed": "streaming",
    "SKUs compared in memory": "comparing",
    "SKUs compared as sorted streams": "comparing_streams",
    "orders planned": "plan",
    "stock pushed": "stock",
    "orders imported": "imports",
    "orders reconciled at night": "nights",
}
