"""Two lists of a million SKUs from text files: typed and compared, beside two plain dicts.

The sorted streams are compared as text, and a record is read where the texts differ: equal text needs no reading. What it
takes to read every record is measured beside it.
"""

from __future__ import annotations

import gc
import random
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from time import process_time

from bpwoo_sync.streams import Difference, Tally, differences, indexed_differences, level, level_key, sku_of
from tests.bench.lines import Line
from tests.bench.rounds import in_child, in_rounds, median_ratio, peak_memory

SKUS = 1_000_000
MEGABYTE = 1_000_000


def lines(rounds: int) -> Iterable[Line]:
    """What comparing takes of the time of two dicts, loading included, and how much memory."""
    with tempfile.TemporaryDirectory(prefix="bpwoo-bench-") as folder:
        write_lists(Path(folder), SKUS)
        peaks: dict[str, list[int]] = {name: [] for name in WAYS}

        def measure(name: str) -> Callable[[], float]:
            def measured() -> float:
                took, memory = in_child("tests.bench.reconciling:measured", name, folder)
                peaks[name].append(memory)
                return float(took)

            return measured

        times = in_rounds({name: measure(name) for name in WAYS}, rounds)
    many = f"{SKUS:,} SKUs against as many, loading included"
    ratio = {name: median_ratio(times, name, "dicts") for name in WAYS}
    memory = {name: max(each) / MEGABYTE for name, each in peaks.items()}
    every = f"reading every record instead takes {ratio['every record']:.2f} × and {memory['every record']:.1f} MB"
    return [
        Line(name=f"reconcile in memory, typed: {many}, of two plain dicts", target=1.8, figure=ratio["in memory"]),
        Line(
            name=f"reconcile sorted streams, a record typed where the lines differ: {many}, of two plain dicts",
            target=0.4,
            figure=ratio["sorted"],
            note=every,
        ),
        Line(name="reconcile in memory, both sides held: peak memory", target=450, figure=memory["in memory"], unit="MB"),
        Line(name="reconcile sorted streams: peak memory", target=25, figure=memory["sorted"], unit="MB"),
    ]


def write_lists(folder: Path, skus: int) -> None:
    """Two sorted lists: 2 % of the quantities differ, and 0.5 % of the SKUs are missing on each side."""
    chance = random.Random(7)
    with (folder / "left").open("w") as left, (folder / "right").open("w") as right:
        for number in range(skus):
            sku, draw, quantity = f"SKU-{number:08d}-{number % 97:02d}-COLOUR", chance.random(), chance.randrange(500)
            if draw > 0.005:
                left.write(f"{sku}\t{quantity}\n")
            if draw < 0.995:
                right.write(f"{sku}\t{quantity + (chance.random() < 0.02)}\n")


def measured(name: str, folder: str) -> tuple[float, int]:
    """Processor seconds and bytes that one way takes, in a process of its own."""
    before, started = peak_memory(), process_time()
    WAYS[name](Path(folder))
    return process_time() - started, peak_memory() - before


def two_dicts(folder: Path) -> int:
    """What one would write by hand."""
    sides: list[dict[str, int]] = []
    for name in ("left", "right"):
        side: dict[str, int] = {}
        with (folder / name).open() as file:
            for line in file:
                sku, quantity = line.split("\t")
                side[sku] = int(quantity)
        sides.append(side)
    left, right = sides
    found = [(sku, quantity, right.get(sku)) for sku, quantity in left.items() if right.get(sku) != quantity]
    found += [(sku, 0, quantity) for sku, quantity in right.items() if sku not in left]
    return len(found)


def in_memory(folder: Path) -> int:
    """Both sides as typed records in lists, in any order."""
    gc.disable()
    with (folder / "left").open() as left, (folder / "right").open() as right:
        ours, theirs = list(map(level, left)), list(map(level, right))
    return len(list(indexed_differences(ours, theirs, sku_of, Tally())))


def sorted_streams(folder: Path) -> int:
    """Both sides as sorted lines; records are read where they differ."""
    count = 0
    with (folder / "left").open() as left, (folder / "right").open() as right:
        for each in differences(left, right, level_key, Tally()):
            if isinstance(each, Difference):
                count += sum(record is not None for record in (each.left and level(each.left), each.right and level(each.right)))
    return count


def every_record(folder: Path) -> int:
    """Both sides as sorted streams of typed records."""
    with (folder / "left").open() as left, (folder / "right").open() as right:
        return sum(1 for _ in differences(map(level, left), map(level, right), sku_of, Tally()))


WAYS: dict[str, Callable[[Path], int]] = {
    "dicts": two_dicts,
    "in memory": in_memory,
    "sorted": sorted_streams,
    "every record": every_record,
}
