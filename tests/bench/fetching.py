"""Fetching 5,000 orders from a stub on loopback: typed by our clients, untyped by the official one and by bare httpx."""

from __future__ import annotations

import asyncio
import gc
import json
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sized
from importlib import import_module
from itertools import islice
from typing import Any

import httpx

import woocommerce_sdk as woo
from woocommerce_sdk.wire import records_in

from .least import least_reader
from .lines import Line
from .orders import PER_PAGE, page_bytes
from .rounds import Measure, in_child, in_rounds, instructions, median_ratio, peak_memory, resident_memory, seconds
from .stub import serving

_PAGES = 50
_LATENCY = 0.05
_MANY_PAGES = 500
#: Between these numbers of pages instructions are counted.
_COUNTED = (1, 11)
_KEYS = ("ck_0123456789", "cs_0123456789")


def lines(rounds: int) -> Iterator[Line]:
    """With a latency against the official client, without against bare httpx, and what is held in memory."""
    with serving(_PAGES, _LATENCY) as url:
        yield from _with_latency(url, rounds)
    with serving(_PAGES) as url:
        yield from _without_latency(url, rounds)
    with serving(_MANY_PAGES) as url:
        yield from _memory(url, rounds)


def _with_latency(url: str, rounds: int) -> Iterator[Line]:
    variants = {
        "official": _child("official", url, False),
        "8 streamed": _child("typed_async", url, 8, False),
        "8 kept": _child("typed_async", url, 8, True),
        "16 streamed": _child("typed_async", url, 16, False),
        "sync": _child("typed_sync", url, False, *_KEYS),
        "8 bare": _child("bare_async", url, 8),
        "16 bare": _child("bare_async", url, 16),
        "8 least": _child("least_async", url, 8),
        "16 least": _child("least_async", url, 16),
        "bare": _child("bare", url, False),
        "least": _child("least", url, False),
    }
    measured = in_rounds(variants, rounds)
    targets = (
        ("8 streamed", "async, 8 in flight, streamed", 0.22, ("8 bare", "8 least")),
        ("8 kept", "async, 8 in flight, kept", 0.26, ("8 bare", "8 least")),
        ("16 streamed", "async, 16 in flight, streamed", 0.19, ("16 bare", "16 least")),
        ("sync", "sync, streamed", 1.0, ("bare", "least")),
    )
    for variant, name, target, (dicts, models) in targets:
        figure = median_ratio(measured, variant, "official")
        note = f"bare httpx and `json()`, streamed: {median_ratio(measured, dicts, 'official'):.3g} ×"
        note += f"; bare httpx and models made, no value looked at: {median_ratio(measured, models, 'official'):.3g} ×"
        yield Line(name=f"{name} / official client, 50 ms", target=target, figure=figure, note=note)


def _without_latency(url: str, rounds: int) -> Iterator[Line]:
    variants = {
        "bare streamed": _child("bare", url, False),
        "bare kept": _child("bare", url, True),
        "streamed": _child("typed_sync", url, False, without=["msgspec"]),
        "streamed, fast": _child("typed_sync", url, False),
        "kept": _child("typed_sync", url, True, without=["msgspec"]),
        "least streamed": _child("least", url, False, without=["msgspec"]),
        "least streamed, fast": _child("least", url, False),
        "least kept": _child("least", url, True, without=["msgspec"]),
        "uncollected kept": _child("uncollected", url, without=["msgspec"]),
    }
    measured = in_rounds(variants, rounds)
    targets = (
        ("streamed", "bare streamed", "sync, streamed / bare httpx and `json()`", 1.9),
        ("streamed, fast", "bare streamed", "the same with the extra `fast`", 1.45),
        ("kept", "bare kept", "sync, kept / bare httpx and `json()`, kept", 1.45),
    )
    for variant, base, name, target in targets:
        note = f"bare httpx and models made, no value looked at: {median_ratio(measured, f'least {variant}', base):.3g} ×"
        if variant == "kept":
            note += f"; ours with the collector off from beginning to end: {median_ratio(measured, 'uncollected kept', base):.3g} ×"
        yield Line(name=f"{name}, 0 ms", target=target, figure=median_ratio(measured, variant, base), note=note)
    # Kept ones are not counted: what they take is time for memory and for the collector, more than instructions.
    bare = instructions("tests.bench.fetching:fetch_untyped", url, pages=_COUNTED)
    for (_, _, name, target), without in zip(targets[:2], (["msgspec"], []), strict=True):
        counted = instructions("tests.bench.fetching:fetch_typed", url, pages=_COUNTED, without=without)
        yield Line(name=f"{name}, 0 ms, in instructions", target=target, figure=counted / bare)


def _memory(url: str, rounds: int) -> Iterator[Line]:
    held = in_rounds({kind: _child("held_bytes", kind, without=["msgspec"]) for kind in ("dicts", "models")}, min(rounds, 3))
    peak: float = in_child("tests.bench.fetching:streaming_peak", url, without=["msgspec"])
    yield Line(name="memory of a kept order / of its dicts", target=0.85, figure=median_ratio(held, "models", "dicts"))
    yield Line(name="peak while 50,000 orders stream by", target=80, figure=peak / 1e6, unit="MB")


def _child(function: str, *arguments: object, without: Iterable[str] = ()) -> Measure:
    return lambda: in_child(f"tests.bench.fetching:{function}", *arguments, without=tuple(without))


def official(url: str, keep: bool) -> float:
    """Seconds that the official client takes for every page in turn."""
    api: Any = import_module("woocommerce").API(url, *_KEYS, version="wc/v3", timeout=60)

    def pages(last: int) -> Iterator[Iterable[object]]:
        for number in range(1, last + 1):
            yield api.get("orders", params={"per_page": PER_PAGE, "page": number}).json()

    return _seconds(lambda: _consumed(pages(1), keep), lambda: _consumed(pages(_PAGES), keep))


def bare(url: str, keep: bool) -> float:
    """Seconds that bare httpx takes for every page in turn, as dicts."""
    return _bare(url, keep, httpx.Response.json)


def least(url: str, keep: bool) -> float:
    """Seconds that bare httpx takes for every page in turn, as models of which no value was looked at."""
    read = least_reader()
    return _bare(url, keep, lambda answer: read(answer.content))


def _bare(url: str, keep: bool, read: Callable[[httpx.Response], Iterable[object]]) -> float:
    with httpx.Client(timeout=60) as http:

        def pages(last: int) -> Iterator[Iterable[object]]:
            for number in range(1, last + 1):
                yield read(http.get(f"{url}/wp-json/wc/v3/orders", params={"per_page": PER_PAGE, "page": number}))

        return _seconds(lambda: _consumed(pages(1), keep), lambda: _consumed(pages(_PAGES), keep))


def fetch_untyped(url: str, pages: int) -> None:
    """So many pages by bare httpx, as dicts."""
    with httpx.Client(timeout=60) as http:
        asked = ({"per_page": PER_PAGE, "page": number} for number in range(1, pages + 1))
        _consumed((http.get(f"{url}/wp-json/wc/v3/orders", params=each).json() for each in asked), keep=False)


def fetch_typed(url: str, pages: int) -> None:
    """So many pages by our blocking client, as models."""
    with woo.WooCommerce(url) as shop:
        _consumed([islice(shop.orders.list(), pages * PER_PAGE)], keep=False)


def bare_async(url: str, in_flight: int) -> float:
    """Seconds that bare httpx takes with so many requests at once, for dicts that are dropped: what no typed client can be under."""
    return _bare_async(url, in_flight, httpx.Response.json)


def least_async(url: str, in_flight: int) -> float:
    """The same for models of which no value was looked at."""
    read = least_reader()
    return _bare_async(url, in_flight, lambda answer: read(answer.content))


def _bare_async(url: str, in_flight: int, read: Callable[[httpx.Response], Sized]) -> float:
    async def run() -> float:
        async with httpx.AsyncClient(timeout=60) as http:
            slots = asyncio.Semaphore(in_flight)

            async def fetch(number: int) -> int:
                async with slots:
                    answer = await http.get(f"{url}/wp-json/wc/v3/orders", params={"per_page": PER_PAGE, "page": number})
                return len(read(answer))

            await fetch(1)
            loop = asyncio.get_running_loop()
            started = loop.time()
            counted = sum(await asyncio.gather(*(fetch(number) for number in range(1, _PAGES + 1))))
            assert counted == _PAGES * PER_PAGE
            return loop.time() - started

    return asyncio.run(run())


def typed_sync(url: str, keep: bool, *keys: str) -> float:
    """Seconds that our blocking client takes for every order. Without keys nothing is signed, as over HTTPS."""
    with woo.WooCommerce(url, *keys) as shop:
        return _seconds(lambda: shop.orders.list().first(), lambda: _consumed([shop.orders.list()], keep))


def uncollected(url: str) -> float:
    """Seconds that our blocking client takes for every order, all kept, where the program has the collector off all the time."""
    gc.disable()
    return typed_sync(url, True)


def typed_async(url: str, in_flight: int, keep: bool) -> float:
    """Seconds that our awaiting client takes for every order, with so many requests at once."""

    async def run() -> float:
        async with woo.AsyncWooCommerce(url, *_KEYS) as shop:
            await shop.orders.list().first()
            loop = asyncio.get_running_loop()
            started = loop.time()
            counted = await _aconsumed(shop.orders.list().ahead(in_flight), keep)
            taken = loop.time() - started
            assert counted == _PAGES * PER_PAGE
            return taken

    return asyncio.run(run())


def streaming_peak(url: str) -> int:
    """The most memory held, in bytes, while every order of a long listing comes and goes."""
    with woo.WooCommerce(url, *_KEYS) as shop:
        assert _consumed([shop.orders.list()], keep=False) == _MANY_PAGES * PER_PAGE
    return peak_memory()


def held_bytes(kind: str) -> float:
    """The memory that an order holds when it is kept, in bytes, as a model or as dicts."""
    decode: Callable[[bytes], object] = json.loads if kind == "dicts" else lambda content: records_in(woo.Order, content)
    contents = [page_bytes(number) for number in range(1, _PAGES + 1)]
    decode(contents[0])
    gc.collect()
    before = resident_memory()
    kept = [decode(content) for content in contents]
    gc.collect()
    return (resident_memory() - before) / (len(kept) * PER_PAGE)


def _seconds(warm: Callable[[], object], fetch: Callable[[], int]) -> float:
    """The first page opens the connection and compiles the readers; neither grows with the orders."""
    warm()
    taken: list[int] = []
    measured = seconds(lambda: taken.append(fetch()))
    assert taken == [_PAGES * PER_PAGE]
    return measured


def _consumed(pages: Iterable[Iterable[object]], keep: bool) -> int:
    kept: list[object] = []
    count = 0
    for page in pages:
        for order in page:
            count += 1
            if keep:
                kept.append(order)
    return count


async def _aconsumed(orders: AsyncIterator[object], keep: bool) -> int:
    kept: list[object] = []
    count = 0
    async for order in orders:
        count += 1
        if keep:
            kept.append(order)
    return count
