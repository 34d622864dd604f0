"""``bpwoo worker``: a process that keeps every pair of a folder in agreement, until it is told to stop."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from bpwoo_sync.cli.application import DONE, UNUSABLE, WRONG, AsJson, app, examples, now, told_plainly
from bpwoo_sync.cli.configuration import DATABASE_URL, Configuration, read_pair
from bpwoo_sync.cli.connections import Connections, connected
from bpwoo_sync.cli.receiving import listening_at, receiving
from bpwoo_sync.cli.terminal import Terminal
from bpwoo_sync.effects.flow import Step, is_write
from bpwoo_sync.effects.leases import LEASE, Lease
from bpwoo_sync.effects.logs import log_to
from bpwoo_sync.effects.receiving.serving import served
from bpwoo_sync.effects.stepping import Pair
from bpwoo_sync.effects.stores import SqlStore, sqlite_url
from bpwoo_sync.effects.telemetry import Telemetry
from bpwoo_sync.errors import ConfigurationError, LeaseLostError

Pairs = Annotated[Path, typer.Option("--config", "-c", help="The folder of configurations, a file to a pair.", envvar="BPWOO_PAIRS")]
DatabaseUrl = Annotated[
    str,
    typer.Option("--database-url", help="Where queue and ledgers are; an SQLite file in the folder by default.", envvar=DATABASE_URL),
]
ExecutorId = Annotated[str, typer.Option("--executor-id", help="What this worker is called; the machine's name and a number by default.")]
AtOnce = Annotated[int, typer.Option("--at-once", min=1, help="How many pairs are worked on at the same time.")]
Listen = Annotated[
    str,
    typer.Option("--listen", help="Also receive webhooks, and tell of health, at HOST:PORT; see bpwoo webhooks.", envvar="BPWOO_LISTEN"),
]
LeaseSeconds = Annotated[float, typer.Option("--lease", min=1.0, help="Seconds after which a silent worker is taken for dead.")]


@app.command(
    epilog=examples(
        "bpwoo worker --config pairs/",
        "bpwoo worker --json --config pairs/ --database-url postgresql+psycopg://bpwoo@db.example/bpwoo",
    )
)
@told_plainly
def worker(
    config: Pairs = Path("pairs"),
    database_url: DatabaseUrl = "",
    executor_id: ExecutorId = "",
    at_once: AtOnce = 8,
    lease: LeaseSeconds = LEASE,
    listen: Listen = "",
    as_json: AsJson = False,
) -> int:
    """Keep every pair of a folder in agreement: polls, syncs and comparisons by schedule, and what events ask for.

    Any number of workers may share a PostgreSQL database, or an SQLite file on one machine. One that is killed loses
    nothing: another takes its work up, or it does itself when it starts again. SIGTERM and SIGINT end it behind the
    actions under way.
    """
    from bpwoo_sync.effects.durable import Durable
    from bpwoo_sync.effects.worker import attend, attending

    terminal, address = Terminal(as_json), listening_at(listen) if listen else None
    configurations = usable(config, os.environ, terminal)
    if not configurations:
        terminal.fail(f"{config}: there is no usable configuration in this folder. Each pair is a file of its own, such as acme.toml.")
        return UNUSABLE
    log_to(sys.stdout, as_json=as_json)
    url = database_url or sqlite_url(config / "bpwoo.sqlite")
    engine = Durable(url)
    stop = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda number, frame: stop.set())
    with ExitStack() as opened:
        opened.callback(engine.close)

        telemetry = Telemetry()

        def pairs(held: Lease) -> Mapping[str, Pair]:
            return {name: pair_of(name, each, engine.engine, held, opened, telemetry) for name, each in configurations.items()}

        with attending(engine, pairs, executor=executor_id, lease=lease, at_once=at_once, tell=told, telemetry=telemetry) as attended:
            about: dict[str, Any] = {"executor": attended.lease.executor, "pairs": sorted(configurations)}
            if elsewhere := sorted(name for name, each in configurations.items() if each.ledger_url != url):
                about["elsewhere"] = elsewhere
            if address is not None:
                application = receiving(configurations, engine, {"lease": attended.lease.check})
                about["receiving"] = opened.enter_context(served(application, *address))
            told("started", about)
            try:
                attend(attended, stop)
            except LeaseLostError as error:
                terminal.fail(str(error))
                return WRONG
            told("stopping", {"executor": attended.lease.executor})
    return DONE


def usable(folder: Path, environment: Mapping[str, str], terminal: Terminal) -> dict[str, Configuration]:
    """The configurations of a folder by their files' names. Those that cannot be used are told, and left out."""
    found: dict[str, Configuration] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            if not path.stem.replace("-", "").replace("_", "").isalnum():
                raise ConfigurationError(f"{path.name}: name it with letters, digits, - and _ only; it names the pair")
            found[path.stem] = read_pair(path, environment)
        except ConfigurationError as error:
            terminal.fail(f"{path.name} is left out, because it cannot be used:")
            for fault in error.faults:
                terminal.fail(f"  {fault}")
    return found


def pair_of(name: str, configuration: Configuration, engine: Any, held: Lease, opened: ExitStack, telemetry: Telemetry) -> Pair:
    """A pair as a worker works on it: it writes only while the worker's lease holds."""

    def look(step: Step) -> None:
        if is_write(step):
            held.check()

    clients, store = _Clients(configuration, opened), SqlStore("", pair=name, engine=engine, fence=held.verify)
    return Pair(
        name=name,
        account=configuration.brightpearl.account,
        tables=configuration.tables,
        opened=clients.lent,
        store=store,
        held=partial(store.alone, with_workers=True),
        now=now,
        look=look,
        seen=telemetry.outcomes,
        watch=partial(telemetry.flow, quota_left=clients.quota_left),
        quota_left=clients.quota_left,
        recent=clients.recent,
    )


class _Clients:
    """A pair's clients, opened when they are first asked for, and kept: a new one costs a handshake and knows no quota."""

    def __init__(self, configuration: Configuration, opened: ExitStack) -> None:
        self._configuration, self._opened, self._lock = configuration, opened, threading.Lock()
        self._both: Connections | None = None

    @contextmanager
    def lent(self) -> Iterator[Connections]:
        with self._lock:
            if self._both is None:
                self._both = self._opened.enter_context(connected(self._configuration))
        yield self._both

    def quota_left(self) -> tuple[str, int] | None:
        """The account's code, and how many requests it has left in this minute; ``None`` while none was sent."""
        both = self._both
        return None if both is None else (both.brightpearl.account, both.brightpearl.quota.remaining)

    def recent(self) -> tuple[float, ...]:
        """When each request of the last minute was sent to the account, in seconds of UTC."""
        return () if self._both is None else self._both.brightpearl.quota.recent


_LOG = logging.getLogger("bpwoo.worker")

#: How grave what a worker tells is; anything else is for information.
_GRAVE = {
    "failed": logging.WARNING,
    "put off": logging.WARNING,
    "database away": logging.WARNING,
    "taken over": logging.WARNING,
    "brought over": logging.WARNING,
    "lease lost": logging.ERROR,
}


def told(what: str, about: Mapping[str, Any]) -> None:
    """Log what a worker does."""
    _LOG.log(_GRAVE.get(what, logging.INFO), what, extra={"about": about})
