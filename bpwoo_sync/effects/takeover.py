"""Rounds of a worker: it beats its lease, takes over what the dead were at and what waits for a version that is gone, and forgets."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from attrs import define, evolve, field

from bpwoo_sync.described import described
from bpwoo_sync.effects.durable import Durable, Executing
from bpwoo_sync.effects.leases import Holding, Lease, Leases, Sight, expired, sights
from bpwoo_sync.errors import LeaseLostError, StoreError

#: Told of what a worker does: a word for it, and what it is about.
Tell = Callable[[str, Mapping[str, Any]], None]

#: How long what is under way may take to come to the end of its step when a worker is told to stop.
PATIENCE = 60.0

#: How long runs are kept that ended well, and failures that a later run has made up for; an event that comes again after
#: that runs again. Dead letters are kept.
KEPT = timedelta(days=7)

#: Seconds between two looks for runs that are to be forgotten, a thousand at a time.
_FORGET_EVERY = 60.0

#: Seconds after which a job that this worker claimed and is not at, such as one whose record could not be kept, is queued again.
_STRAY = 5.0


#: Seconds between two looks for runs of a version that has no worker, and how many are brought over between two beats at most.
_BRING_OVER_EVERY, _BROUGHT_OVER = 2.0, 20


@described
@define
class Worker:
    """A worker at work. ``round`` is called again and again, by one thread."""

    engine: Durable
    leases: Leases
    lease: Lease
    process: Executing
    tell: Tell
    clock: Callable[[], float]
    seen: dict[str, Sight] = field(factory=dict)
    looked: float = float("-inf")
    """In seconds of the worker's steady clock."""
    away: bool = False
    forgot: float = float("-inf")
    """In seconds of the worker's steady clock."""
    brought: float = float("-inf")
    """When it last looked for runs of a version without a worker, in seconds of the worker's steady clock."""

    @property
    def interval(self) -> float:
        """Seconds between two rounds."""
        return min(1.0, self.lease.seconds / 4)

    def round(self) -> None:
        """Beat, and look after the others. Raises :class:`~bpwoo_sync.errors.LeaseLostError` once the lease is another's."""
        try:
            self.lease.beat()
            self._look()
            self._bring_over()
            self._forget()
        except StoreError as error:
            if not self.away:
                self.tell("database away", {"cause": str(error)})
            self.away = True
            return
        if self.away:
            self.tell("database back", {})
        self.away = False

    def _forget(self) -> None:
        if self.clock() - self.forgot >= _FORGET_EVERY:
            self.forgot = self.clock()
            self.engine.forget(datetime.now(UTC) - KEPT)

    def leave(self) -> None:
        """Begin nothing more, and wait until each action under way is done, at most for as long as there is patience."""
        end = self.clock() + PATIENCE
        with suppress(LeaseLostError):
            while not self.process.leave(self.interval) and self.clock() < end:
                self.round()

    def _look(self) -> None:
        rows = {row.executor: row for row in self.leases.all() if row.executor != self.lease.executor}
        running = self.engine.running()
        marks: dict[str, tuple[tuple[object, ...], float]] = {name: (row.mark, row.seconds) for name, row in rows.items()}
        for id, executor in running.items():
            if executor == self.lease.executor:
                marks |= {} if id in self.process.active else {f"{_CLAIMED}{id}": ((), _STRAY)}
            elif executor not in rows:
                marks[executor] = ((), self.lease.seconds)
        moment = self.clock()
        # What was not looked at all the while was not seen to stand still.
        known = self.seen if moment - self.looked < 3 * self.interval + 1 else {}
        self.seen, self.looked = sights(known, marks, moment), moment
        for name in sorted(expired(self.seen, moment)):
            if name.startswith(_CLAIMED):
                self._requeue([name.removeprefix(_CLAIMED)])
            else:
                self._take_over(name, rows.get(name), [id for id, executor in running.items() if executor == name])
            del self.seen[name]

    def _take_over(self, executor: str, row: Holding | None, ids: list[str]) -> None:
        """Fence a worker off, then queue what it was at, then take its row away; cut off between, another one does it again."""
        token = secrets.token_hex(8)
        if row is None:
            fenced = Holding(executor=executor, holder="", token=token, beats=0, seconds=self.lease.seconds)
            if not self.leases.insert(fenced):
                return
        elif not self.leases.replace(row, evolve(row, token=token)):
            return
        if row is not None and executor == _BRINGING:
            self.engine.bring_over(row.holder)
            self.leases.end(executor, token)
            return
        self._requeue(ids)
        self.leases.end(executor, token)
        self.tell("taken over", {"executor": executor, "workflows": ids})

    def _requeue(self, ids: list[str]) -> None:
        for id in ids:
            self.lease.check()
            self.engine.requeue(id)

    def _bring_over(self) -> None:
        """Take on what is queued for versions without a worker. One worker does so at a time, and its row says what it is at."""
        if self.process.leaving.is_set() or self.clock() - self.brought < _BRING_OVER_EVERY:
            return
        self.brought = self.clock()
        row = Holding(executor=_BRINGING, holder="", token=secrets.token_hex(8), beats=0, seconds=self.lease.seconds)
        if self._stranded() is None or not self.leases.insert(row):
            return
        done: list[str] = []
        # Looked at anew each time: a worker of that version may have begun, and takes its runs itself then.
        while len(done) < _BROUGHT_OVER and (id := self._stranded()) is not None:
            self.lease.beat()
            before, row = row, evolve(row, holder=id[:_LONGEST], beats=row.beats + 1)
            if not self.leases.replace(before, row):
                return
            self.engine.bring_over(id)
            done.append(id)
        self.leases.end(_BRINGING, row.token)
        self.tell("brought over", {"workflows": done})

    def _stranded(self) -> str | None:
        return self.engine.stranded({self.engine.version, *(row.version for row in self.leases.all())})


#: The row of whoever brings runs over; no executor is called so.
_BRINGING = "bringing over/"

#: How much of a run's id fits into a row.
_LONGEST = 200

#: Begins the name under which a claimed job is watched that nobody is at; no executor is called so.
_CLAIMED = "claimed/"
