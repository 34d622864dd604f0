"""How a worker's process of a test dies by its own hand: before and behind every kind of step, once, or every step."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

from attrs import define, field

from bpwoo_sync.effects import stepping
from bpwoo_sync.effects.durable.execution import Executing, _Steps
from bpwoo_sync.effects.engine import Body, Document
from bpwoo_sync.effects.flow import Flow, Pause

#: What to set so that a process is killed at every step, and not at the first of each kind alone; some minutes.
EVERY = "BPWOO_TESTS_EVERY_BOUNDARY"

#: How long runs may take to come to their next boundary: a bound for a loaded machine.
PATIENCE = 60.0


@define
class Deaths:
    """The runs of this process, and at which boundary each waits; ``past`` are the boundaries at which one was killed before."""

    file: Path
    open: int
    past: frozenset[str]
    waiting: dict[str, str] = field(factory=dict)
    turn: threading.Condition = field(factory=threading.Condition)
    here: threading.local = field(factory=threading.local)

    def boundary(self, side: str, name: str) -> None:
        """Wait here until every run is at such a boundary, and be killed; go on where that was before."""
        step = name if os.environ.get(EVERY) else name.partition(":")[0]
        boundary = f"{self.here.run} {side} {step}"
        if boundary in self.past:
            return
        with self.turn:
            self.waiting[self.here.run] = boundary
            self._die_together()
            self.turn.wait(PATIENCE)
        raise AssertionError(f"no run came to its next boundary: {boundary}")

    def ended(self) -> None:
        """One run has ended, and nobody waits for it."""
        with self.turn:
            self.open -= 1
            self._die_together()

    def _die_together(self) -> None:
        if self.waiting and len(self.waiting) == self.open:
            with self.file.open("a", encoding="utf-8") as file:
                file.writelines(f"{boundary}\n" for boundary in self.waiting.values())
            os.kill(os.getpid(), signal.SIGKILL)


def boundaries(file: Path) -> list[str]:
    """The boundaries at which a process was killed, in order."""
    return file.read_text("utf-8").splitlines() if file.exists() else []


def die_at_boundaries(file: Path, runs: int) -> None:
    """Let this process be killed once each of so many runs is before or behind the work of a step, where no earlier one was killed."""
    deaths, step, run = Deaths(file, runs, frozenset(boundaries(file))), _Steps.step, Executing.run

    def deadly(steps: _Steps, name: str, work: Callable[[], Any]) -> Any:
        def done() -> Any:
            deaths.boundary("before", name)
            result = work()
            deaths.boundary("behind", name)
            return result

        return step(steps, name, done)

    def counted(process: Executing, url: str, body: Body, document: dict[str, Document]) -> Document:
        deaths.here.run = document["id"]
        result = run(process, url, body, document)
        deaths.ended()
        return result

    def at_once(seconds: float) -> Flow[None]:
        yield Pause(0)

    patch.object(_Steps, "step", deadly).start()
    patch.object(Executing, "run", counted).start()
    # No request is under way when a process is killed here, so whoever takes up need not wait for one.
    patch.object(stepping, "_rest", at_once).start()
