"""How long the packages take to import, against httpx, each time in a Python of its own."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from .lines import Line
from .rounds import Measure, in_child, in_rounds, median_ratio, seconds

_PACKAGES = ("woocommerce_sdk", "brightpearl_sdk")


def lines(rounds: int) -> Iterator[Line]:
    """The import of each SDK, httpx included, in times of httpx alone."""
    variants = {name: _import_of(name) for name in ("httpx", *_PACKAGES)}
    in_rounds(variants, 1)  # Python writes its bytecode
    measured = in_rounds(variants, rounds)
    for name in _PACKAGES:
        yield Line(name=f"`import {name}` / `import httpx`", target=2.0, figure=median_ratio(measured, name, "httpx"))


def import_seconds(module: str) -> float:
    """How long a module takes to import."""
    return seconds(lambda: import_module(module))


def _import_of(module: str) -> Measure:
    return lambda: in_child("tests.bench.imports:import_seconds", module)
