"""From the bytes of a page of 100 orders to models, unknown fields kept, against ``json.loads`` of the same bytes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from time import process_time

import woocommerce_sdk as woo
from woocommerce_sdk._kernel.collector import collector_paused
from woocommerce_sdk.wire import records_in

from .least import least_reader
from .lines import Line
from .orders import page_bytes
from .rounds import Measure, in_child, in_rounds, instructions, median_ratio

_REPEATS = 20
#: Between these numbers of pages instructions are counted.
_COUNTED = (1, 21)


def lines(rounds: int) -> Iterator[Line]:
    """Decoding with the standard library's JSON, and with the extra ``fast``."""
    variants: dict[str, Measure] = {
        "untyped": lambda: in_child("tests.bench.decoding:untyped"),
        "typed": lambda: in_child("tests.bench.decoding:typed", without=["msgspec"]),
        "typed, fast": lambda: in_child("tests.bench.decoding:typed"),
        "least": lambda: in_child("tests.bench.decoding:least", without=["msgspec"]),
        "least, fast": lambda: in_child("tests.bench.decoding:least"),
    }
    measured = in_rounds(variants, rounds)
    for variant, least, name, target in (
        ("typed", "least", "bytes to models / `json.loads`", 2.0),
        ("typed, fast", "least, fast", "the same with the extra `fast`", 1.7),
    ):
        note = f"models made, no value looked at: {median_ratio(measured, least, 'untyped'):.3g} ×"
        yield Line(name=name, target=target, figure=median_ratio(measured, variant, "untyped"), note=note)
    yield from _in_instructions()


def _in_instructions() -> Iterator[Line]:
    base = instructions("tests.bench.decoding:read_untyped", _COUNTED[1], pages=_COUNTED)
    typed = instructions("tests.bench.decoding:read_typed", _COUNTED[1], pages=_COUNTED, without=["msgspec"])
    fast = instructions("tests.bench.decoding:read_typed", _COUNTED[1], pages=_COUNTED)
    yield Line(name="bytes to models / `json.loads`, in instructions", target=2.0, figure=typed / base)
    yield Line(name="the same with the extra `fast`, in instructions", target=1.7, figure=fast / base)


def untyped() -> float:
    """Seconds for pages as plain dicts."""
    return _seconds(json.loads)


def typed() -> float:
    """Seconds for pages as models."""
    return _seconds(_models)


def least() -> float:
    """Seconds for pages as models of which no value was looked at: what no reader of ours can be under."""
    return _seconds(least_reader())


def _models(content: bytes) -> object:
    """As a client reads an answer: with the collector at rest."""
    with collector_paused():
        return records_in(woo.Order, content)


def read_untyped(most: int, pages: int) -> None:
    """So many pages as plain dicts, of the most that are written: to write them is no part of what is counted."""
    _read(json.loads, _pages(most)[:pages])


def read_typed(most: int, pages: int) -> None:
    """So many pages as models, of the most that are written."""
    _read(_models, _pages(most)[:pages])


def read_last_as(kind: str) -> None:
    """Two pages as models and a third as dicts, as models, or not at all."""
    *before, last = _pages(3)
    _read(_models, before)
    ways: dict[str, Callable[[bytes], object]] = {"dicts": json.loads, "models": _models, "nothing": len}
    _read(ways[kind], [last])


def _pages(most: int) -> list[bytes]:
    return [page_bytes(number) for number in range(1, most + 1)]


def _read(decode: Callable[[bytes], object], contents: list[bytes]) -> None:
    for content in contents:
        decode(content)


def _seconds(decode: Callable[[bytes], object]) -> float:
    """Of this process alone, so that others on the machine weigh less; the first page compiles the readers."""
    pages = [page_bytes(number) for number in range(1, _REPEATS + 1)]
    decode(pages[0])
    started = process_time()
    for page in pages:
        decode(page)
    return process_time() - started
