"""Requests that meet trouble, drawn from a seed: throttles, resets, errors of a server, and answers that never come."""

from __future__ import annotations

from collections import Counter
from random import Random
from threading import Event, Lock
from typing import Any

from attrs import define, field

import brightpearl_sdk.testing as brightpearl_testing
import woocommerce_sdk.testing as shop_testing

#: Name, kind of trouble, status and headers. Brightpearl throttles with 503 and says for how long, shops with 429.
_THROTTLED = {"brightpearl": (503, (("brightpearl-next-throttle-period", "300"),)), "shop": (429, (("Retry-After", "1"),))}
_KINDS: tuple[tuple[str, str, int], ...] = (
    ("throttled", "STATUS_BEFORE", 0),
    ("reset before the commit", "RESET_BEFORE", 0),
    ("reset after the commit", "RESET_AFTER", 0),
    ("500 before the commit", "STATUS_BEFORE", 500),
    ("502 after the commit", "STATUS_AFTER", 502),
    ("cut", "CUT", 0),
)
_TIMEOUTS: tuple[tuple[str, str, int], ...] = (
    ("timeout before the commit", "TIMEOUT_BEFORE", 0),
    ("timeout after the commit", "TIMEOUT_AFTER", 0),
)


@define
class Troubles:
    """Draws for every request whether it meets trouble, until there is calm; and counts what it did."""

    share: float
    timeouts: bool
    calm: Event = field(factory=Event)
    struck: Counter[str] = field(factory=Counter)
    requests: Counter[str] = field(factory=Counter)
    lock: Any = field(factory=Lock)

    def before(self, side: str, handle: Any, seed: str) -> Any:
        """A double with trouble before it. Each request is handled alone, for others than its server ask it too."""
        testing: Any = {"brightpearl": brightpearl_testing, "shop": shop_testing}[side]
        chance = Random(f"{side} {seed}")
        kinds = (*_KINDS, *(_TIMEOUTS if self.timeouts else ()))
        # A time-out takes half a minute of its account, so there are fewer of them.
        weights = [0.2 if name.startswith("timeout") else 1.0 for name, _, _ in kinds]

        def handler(request: Any) -> Any:
            with self.lock:
                self.requests[side] += 1
                struck = not self.calm.is_set() and chance.random() < self.share
                ((name, wrong, status),) = chance.choices(kinds, weights)
                self.struck[name] += struck
            if not struck:
                return handle(request)
            told = _THROTTLED[side] if name == "throttled" else (status, ())
            fault = testing.Fault(wrong=testing.Wrong[wrong], status=told[0], headers=told[1])
            return testing.with_faults(handle, [fault])(request)

        return handler
