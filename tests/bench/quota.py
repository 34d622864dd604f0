"""What a bulk job makes of an account's 200 requests a minute, by a clock of its own: an hour, simulated."""

from __future__ import annotations

from collections.abc import Iterator

from tests.brightpearl_sdk.simulation import HOUR, Hour, simulated_hour

from .lines import Line

_BUDGET = 200 * 60
_SLOT = 60 / 200
_URGENT = [15.0 * number + 7.0 for number in range(240)]
_RESERVE = 5

#: Who has the account, and for how many seconds before the next process takes it.
_PROCESSES = {"one process": HOUR, "three processes in turn": 47.0}


def lines(rounds: int) -> Iterator[Line]:
    """The same each time: nothing is measured that a machine could slow."""
    for who, holds in _PROCESSES.items():
        alone = simulated_hour(callers=8, latency=lambda n: 0.4, holds=holds)
        yield from _lines(f"bulk, {who}", alone)
        lanes = simulated_hour(callers=8, latency=lambda n: 0.4, holds=holds, urgent=_URGENT, reserve=_RESERVE)
        yield from _lines(f"bulk beside an urgent lane, {who}", lanes)
        yield Line(name=f"the longest wait of an urgent call, {who}", target=_SLOT, figure=max(lanes.waited), unit="s")


def _lines(what: str, hour: Hour) -> Iterator[Line]:
    used = hour.pool.taken["ours"] / _BUDGET
    yield Line(name=f"{what}: share of the budget used", target=0.97, figure=used, better="higher")
    yield Line(name=f"{what}: refusals for too many requests", target=0, figure=hour.pool.refused["ours"], unit="")
    yield Line(name=f"{what}: most requests in any 60 seconds", target=200, figure=hour.most_in_a_minute, unit="")
