"""Workers in processes of their own, which tests start, kill and wait for."""

from __future__ import annotations

import itertools
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any
from unittest.mock import patch

import typer
from attrs import define, field, frozen
from sqlalchemy import Engine, event

from bpwoo_sync.cli.commands import app
from bpwoo_sync.cli.demo import ENVIRONMENT
from bpwoo_sync.effects import stepping
from bpwoo_sync.effects.durable import Durable, database, execution
from bpwoo_sync.effects.durable.execution import _Steps
from bpwoo_sync.effects.engine import FlowName, Job, State, WorkflowId
from bpwoo_sync.effects.flow import Flow, Pause
from bpwoo_sync.planning import Scope
from bpwoo_sync.testing.doubles import Served, demo_tables
from tests.bpwoo_sync.effects.deaths import die_at_boundaries
from tests.bpwoo_sync.effects.forks import FORKS

#: How long anything may take here before a test fails: a bound for a loaded machine, and no measure of speed.
PATIENCE = 60.0

#: No run by schedule: a test starts what it wants.
NEVER = '\n[schedule]\npoll_seconds = 0\ngoods_minutes = 0\nnightly = ""\nreconcile = ""\n'

#: Orders with what belongs to them, and nothing of goods.
ORDERS = Scope(shipments=False, stock=False, prices=False, products=False)


def until(true: Callable[[], Any], what: str, patience: float = PATIENCE) -> Any:
    """Wait until something is so, and return it."""
    end = time.monotonic() + patience
    while not (found := true()):
        assert time.monotonic() < end, f"in {patience:g} seconds it did not come to this: {what}"
        time.sleep(0.02)
    return found


@contextmanager
def queue(url: str) -> Iterator[Durable]:
    """The queue of a test."""
    engine = Durable(url)
    try:
        yield engine
    finally:
        engine.close()


def a_sync(pair: str = "acme", record: str = "1", *, account: str = "acme", scope: Scope = ORDERS) -> Job:
    """A sync of a pair: its orders, unless more is said."""
    return Job(id=WorkflowId(pair, FlowName.SYNC, record), account=account, scope=scope)


def ended(engine: Durable) -> bool:
    """Whether nothing is queued or runs."""
    return not engine.workflows(states=(State.QUEUED, State.RUNNING))


def configured(folder: Path, served: Served, *names: str, tables: str = "", schedule: str = NEVER, account: str = "acme") -> Path:
    """A folder with a configuration for each of these pairs, all of the same doubles."""
    folder.mkdir(exist_ok=True)
    for name in names:
        text = f"""\
[brightpearl]
account = "{account}"
base_url = "{served.brightpearl_url}"

[woocommerce]
url = "{served.shop_url}"

{tables or demo_tables()}{schedule}"""
        (folder / f"{name}.toml").write_text(text, "utf-8")
    return folder


@frozen(kw_only=True)
class Order:
    """What a worker's process is told to do: the command's arguments, where it writes, and with how many runs it is to die, if it is."""

    arguments: tuple[str, ...]
    out: Path
    err: Path
    dies_with: int = 0
    environment: dict[str, str] = field(factory=dict)


def obey(order: Order) -> None:
    """The life of a worker's process."""
    os.environ.update({**ENVIRONMENT, **order.environment})
    with order.out.open("a", encoding="utf-8") as out, order.err.open("a", encoding="utf-8") as err:
        os.dup2(err.fileno(), 2)
        sys.stdout, sys.stderr = out, err
        if version := order.environment.get("TEST_VERSION"):
            be_of(version)
        if words := order.environment.get("TEST_FREEZES"):
            freeze_behind(words)
        if pages := order.environment.get("TEST_MAX_PAGES"):
            limit_pages(int(pages))
        if file := order.environment.get("TEST_BOUNDARIES"):
            die_at_boundaries(Path(file), order.dies_with)
        elif order.dies_with:
            die_together(order.dies_with)
        try:
            status = app(["worker", "--json", *order.arguments], standalone_mode=False)
        except typer.Exit as end:
            status = end.exit_code
    sys.exit(status)


def be_of(version: str) -> None:
    """Let this process be one of code in which ``APPLICATION_VERSION`` is another."""
    patch.dict(Durable.__init__.__kwdefaults__, version=version).start()


def freeze_behind(words: str) -> None:
    """Let this process be stopped behind its first statement with these words, before that is committed, and no server notice it."""
    patch.object(database, "FROZEN", 3600.0).start()
    frozen: list[str] = []

    @event.listens_for(Engine, "after_cursor_execute")
    def freeze(connection: Any, cursor: Any, statement: str, *more: Any) -> None:
        if words in statement and not frozen:
            frozen.append(statement)
            os.kill(os.getpid(), signal.SIGSTOP)


def limit_pages(most: int) -> None:
    """Let SQLite files of this process grow no further, as on a disk that is full."""
    patch.object(execution, "PAUSES", (0.1,)).start()

    @event.listens_for(Engine, "connect")
    def limit(connection: Any, _: Any) -> None:
        connection.execute(f"PRAGMA max_page_count={most}")


def die_together(runs: int) -> None:
    """Let this process be killed once so many runs are each in their first write, or comparison, with nobody told that it is done."""
    step = _Steps.step
    meeting = threading.Barrier(runs, action=lambda: os.kill(os.getpid(), signal.SIGKILL))

    def deadly(steps: _Steps, name: str, work: Callable[[], Any]) -> Any:
        def done() -> Any:
            result = work()
            if name not in ("keep hints", "plan"):
                meeting.wait(PATIENCE)
            return result

        return step(steps, name, done)

    def at_once(seconds: float) -> Flow[None]:
        yield Pause(0)

    patch.object(_Steps, "step", deadly).start()
    # No request is under way when a process is killed here, so whoever takes up need not wait for one.
    patch.object(stepping, "_rest", at_once).start()


@define
class Process:
    """A worker, and what it told."""

    process: ForkServerProcess
    order: Order

    @property
    def pid(self) -> int:
        """The process."""
        assert self.process.pid is not None
        return self.process.pid

    @property
    def events(self) -> list[dict[str, Any]]:
        """What it told on standard output so far."""
        lines = self.order.out.read_text("utf-8").splitlines(keepends=True) if self.order.out.exists() else []
        return [json.loads(line) for line in lines if line.endswith("\n")]

    @property
    def errors(self) -> str:
        """What it told on standard error so far."""
        return self.order.err.read_text("utf-8") if self.order.err.exists() else ""

    def told(self, event: str) -> list[dict[str, Any]]:
        """What it told of a kind of event."""
        return [each for each in self.events if each["event"] == event]

    def lives(self) -> bool:
        """Whether it has not ended."""
        return self.process.is_alive()

    def stands(self) -> bool:
        """Whether it is stopped, and may be woken."""
        return Path(f"/proc/{self.pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] == "T"

    def ended(self) -> int | None:
        """How it ended, once it has."""
        self.process.join(PATIENCE)
        return self.process.exitcode

    def kill(self, how: signal.Signals = signal.SIGKILL) -> int | None:
        """End it so, and tell how it ended."""
        os.kill(self.pid, how)
        return self.ended()


@contextmanager
def worker(
    folder: Path, url: str, *arguments: str, dies_with: int = 0, ready: bool = True, environment: dict[str, str] | None = None
) -> Iterator[Process]:
    """A process of ``bpwoo worker``, killed at the end if it still runs."""
    number = next(_NUMBERS)
    order = Order(
        arguments=("--config", str(folder), "--database-url", url, *arguments),
        out=folder / f"worker{number}.out",
        err=folder / f"worker{number}.err",
        dies_with=dies_with,
        environment=environment or {},
    )
    started = Process(FORKS.Process(target=obey, args=(order,)), order)
    started.process.start()
    try:
        if ready:
            until(lambda: started.told("started") or not started.lives(), "the worker started")
            assert started.told("started") or dies_with, started.errors
        yield started
    finally:
        if started.lives():
            started.kill()


_NUMBERS = itertools.count(1)
