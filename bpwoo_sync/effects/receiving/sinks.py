"""Where deliveries go: among what the next poll looks at, or to the engine, which looks at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from bpwoo_sync.effects.engine import Engine, Job, Priority, order_id
from bpwoo_sync.effects.receiving.deliveries import Delivery
from bpwoo_sync.increments import PRODUCT, Advance
from bpwoo_sync.ports import Progress


class Sink(Protocol):
    """Takes a delivery, and returns once it is safe. Raises only errors of :mod:`bpwoo_sync.errors`."""

    def enqueue(self, delivery: Delivery) -> None:
        """Keep what it asks for."""


class WaitingHints:
    """Keeps hints where the next poll of the pair finds them; ``progress_of`` gives that place by the pair's name."""

    def __init__(self, progress_of: Callable[[str], Progress]) -> None:
        self._progress_of = progress_of

    def enqueue(self, delivery: Delivery) -> None:
        """Add its hints to those that wait."""
        self._progress_of(delivery.pair).advance(Advance(waiting=delivery.hints))


class UrgentRuns:
    """Starts a run of the engine for each delivery; the same delivery twice is one run.

    Products wait for the next poll: their events come with every sale, and stock is compared whole.
    """

    def __init__(self, engine: Engine, waiting: Sink) -> None:
        self._engine = engine
        self._waiting = waiting

    def enqueue(self, delivery: Delivery) -> None:
        """Start its run, before everything that is not urgent."""
        if all(hint.kind == PRODUCT for hint in delivery.hints):
            self._waiting.enqueue(delivery)
            return
        hints = tuple(sorted(delivery.hints))
        first = next(hint for hint in hints if hint.kind != PRODUCT)
        id = order_id(delivery.pair, first, delivery.event)
        self._engine.start(Job(id=id, account=delivery.account, priority=Priority.URGENT, hints=hints))
