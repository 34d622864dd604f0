"""What has been done: an append-only sequence of outcomes, folded to the latest of each key.

The ledger is a value. Where its outcomes are kept is a store's business (:mod:`bpwoo_sync.effects.stores`). It holds
keys, vendor ids and messages, never payloads: no customer's data.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from attrs import evolve, frozen

from bpwoo_sync.described import described
from bpwoo_sync.frames import pandas_frame, polars_frame
from bpwoo_sync.listing import Kind, Listing, listing_html
from bpwoo_sync.plots import Bars, bar_chart

#: How the detail of an action begins that failed before the other system could say anything of it.
NOT_SENT = "not sent: "


class Status(StrEnum):
    """How far an action has come."""

    STARTED = "started"
    """About to be sent. Found as the last word on a key, it means that a process died: look before sending again."""
    DONE = "done"
    FAILED = "failed"
    """Refused, and nothing was changed."""
    UNKNOWN = "unknown"
    """Sent, and no answer came: look before sending again."""


@described
@frozen(kw_only=True)
class Outcome:
    """What became of one action. ``result`` is the id that the other system gave; ``at`` is aware UTC."""

    key: str
    kind: str
    status: Status
    at: datetime
    """Aware UTC."""
    result: str | None = None
    detail: str = ""
    run: str = ""


@frozen
class Ledger:
    """The latest outcome of each key."""

    latest: Mapping[str, Outcome] = MappingProxyType({})

    def __len__(self) -> int:
        return len(self.latest)

    def __iter__(self) -> Iterator[Outcome]:
        return iter(self.latest.values())

    def _repr_html_(self) -> str:
        open_ = [outcome for outcome in self if outcome.status is not Status.DONE]
        parts = (f"<h4>Ledger, {len(self)} writes</h4>", listing_html(status_listing(self)), listing_html(outcome_listing(open_)))
        return "".join(parts)

    def to_pandas(self) -> Any:
        """A ``pandas.DataFrame`` with a row for each write, ``at`` in UTC. Needs the extra ``pandas``."""
        return pandas_frame(outcome_listing(self))

    def to_polars(self) -> Any:
        """A ``polars.DataFrame`` with a row for each write, ``at`` in UTC. Needs the extra ``polars``."""
        return polars_frame(outcome_listing(self))

    def plot(self) -> Any:
        """An ``altair.Chart``: how many writes of each kind, coloured by how far they came. Needs the extra ``charts``."""
        return bar_chart(status_listing(self), Bars(title="Ledger", name="kind", size="writes", colour="status"))

    def settled(self, key: str) -> bool:
        """Whether the action is known to be done."""
        outcome = self.latest.get(key)
        return outcome is not None and outcome.status is Status.DONE

    def in_doubt(self, key: str) -> bool:
        """Whether the action may have been done without our knowing."""
        outcome = self.latest.get(key)
        return outcome is not None and outcome.status in (Status.STARTED, Status.UNKNOWN)

    def refused(self, key: str) -> bool:
        """Whether the other system refused the action when it was last sent. One that never got there was not refused."""
        outcome = self.latest.get(key)
        return outcome is not None and outcome.status is Status.FAILED and not outcome.detail.startswith(NOT_SENT)

    def result(self, key: str) -> str | None:
        """The id that a settled action obtained."""
        return self.latest[key].result if self.settled(key) else None

    def doubtful(self) -> tuple[Outcome, ...]:
        """Every outcome that has to be looked up before its action is offered again."""
        return tuple(outcome for outcome in self if self.in_doubt(outcome.key))

    def record(self, *outcomes: Outcome) -> Ledger:
        """Fold more outcomes in; the latest of a key counts, but nothing undoes what is done."""
        latest = dict(self.latest)
        fold_into(latest, outcomes)
        return evolve(self, latest=MappingProxyType(latest))


def outcome_listing(outcomes: Iterable[Outcome]) -> Listing:
    """A row for each outcome."""
    columns = dict.fromkeys(("key", "kind", "status", "at", "result", "detail", "run"), Kind.TEXT) | {"at": Kind.MOMENT}
    rows = ((each.key, each.kind, each.status.value, each.at, each.result, each.detail, each.run) for each in outcomes)
    return Listing(columns=columns, rows=tuple(rows))


def status_listing(outcomes: Iterable[Outcome]) -> Listing:
    """How many outcomes of each kind and status, in the order in which they first come."""
    counts = Counter((each.kind, each.status.value) for each in outcomes)
    columns = {"kind": Kind.TEXT, "status": Kind.TEXT, "writes": Kind.WHOLE}
    return Listing(columns=columns, rows=tuple((*names, count) for names, count in counts.items()))


def ledger_of(outcomes: Iterable[Outcome]) -> Ledger:
    """Fold outcomes, oldest first, to a ledger."""
    latest: dict[str, Outcome] = {}
    fold_into(latest, outcomes)
    return Ledger(MappingProxyType(latest))


def fold_into(latest: dict[str, Outcome], outcomes: Iterable[Outcome]) -> None:
    """Fold outcomes into a dictionary of the latest by key, in place: for those who fold a million of them."""
    for outcome in outcomes:
        known = latest.get(outcome.key)
        if known is None or known.status is not Status.DONE or outcome.status is Status.DONE:
            latest[outcome.key] = outcome
