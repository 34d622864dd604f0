"""Which worker lives: a row a worker in the ledger's database, beaten like a drum, and no clock that could jump.

A worker counts its beats in its row. Another takes it for dead once the count has stood still for the length of the
lease by that other's own steady clock, and only if it looked all the while. The worker itself stops writing once its
last beat that arrived is as old, by its steady clock. No machine's time of day is asked.

Each holding has a token of its own, and taking a lease over changes it. Outcomes are kept in a transaction that
verifies the token, so whoever was taken for dead and comes back keeps nothing, and sends nothing.

On PostgreSQL the token also signs the worker's sessions. Whoever takes the lease over has the server end them first: a
process that was frozen in the middle of a transaction would keep for good what it has locked there.
"""

from __future__ import annotations

import os
import secrets
import socket
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from attrs import define, evolve, frozen

from bpwoo_sync.described import described
from bpwoo_sync.effects.databases import set_sessions, told
from bpwoo_sync.effects.migrations import bring_forward
from bpwoo_sync.effects.schema import table
from bpwoo_sync.errors import ConfigurationError, LeaseLostError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

#: Seconds after which a worker that does not beat is taken for dead.
LEASE = 10.0


@described
@frozen(kw_only=True)
class Holding:
    """A row: which worker, in which process, under which token, how often it beat, how long its lease is, and whose runs it takes."""

    executor: str
    holder: str
    token: str
    beats: int
    """How many beats were counted."""
    seconds: float
    """How long the lease is, in seconds."""
    version: str = ""
    """Of which version it takes runs; none for a row that is no worker's."""

    @property
    def mark(self) -> tuple[str, int]:
        """What changes for as long as the worker lives."""
        return self.token, self.beats


@described
@frozen
class Sight:
    """What was seen of a worker, and since when nothing else; seconds of the onlooker's steady clock."""

    mark: tuple[object, ...]
    since: float
    """In seconds of the onlooker's steady clock."""
    seconds: float
    """How long the lease is, in seconds."""


def sights(known: Mapping[str, Sight], marks: Mapping[str, tuple[tuple[object, ...], float]], moment: float) -> dict[str, Sight]:
    """What is seen now: of each worker its mark and its lease; the moment stands where the mark is as it was."""
    return {
        executor: known[executor] if executor in known and known[executor].mark == mark else Sight(mark, moment, seconds)
        for executor, (mark, seconds) in marks.items()
    }


def expired(seen: Mapping[str, Sight], moment: float) -> frozenset[str]:
    """The workers whose mark has stood still for the length of their lease."""
    return frozenset(executor for executor, sight in seen.items() if moment - sight.since >= sight.seconds)


class Leases:
    """The rows of all workers that share a database. Raises :class:`~bpwoo_sync.errors.StoreError`."""

    def __init__(self, engine: Engine) -> None:
        self.engine: Engine = engine
        bring_forward(engine)

    def all(self) -> tuple[Holding, ...]:
        """Every row."""
        from sqlalchemy import select

        with told(self.engine), self.engine.connect() as connection:
            return tuple(Holding(**row) for row in connection.execute(select(table("lease"))).mappings())

    def insert(self, holding: Holding) -> bool:
        """Begin a row. False where the worker has one."""
        from sqlalchemy.exc import IntegrityError

        with told(self.engine):
            try:
                with self.engine.begin() as connection:
                    connection.execute(table("lease").insert().values(**_row(holding)))
            except IntegrityError:
                return False
        return True

    def replace(self, old: Holding, new: Holding) -> bool:
        """Put a row in place of one that is as it was seen, whose sessions are ended where the token is another. False where it is not."""
        from sqlalchemy import select

        lease = table("lease")
        as_seen = (lease.c.executor == old.executor, lease.c.token == old.token, lease.c.beats == old.beats)
        with told(self.engine), self.engine.begin() as connection:
            if new.token != old.token:
                # Who was taken for dead and has just beaten is left alone.
                if connection.execute(select(lease.c.token).where(*as_seen)).first() is None:
                    return False
                _end_sessions(connection, old.token)
            return connection.execute(lease.update().where(*as_seen).values(**_row(new))).rowcount == 1

    def beat(self, executor: str, token: str) -> bool:
        """Count a beat. False where the row is another's by now."""
        lease = table("lease")
        mine = (lease.c.executor == executor, lease.c.token == token)
        with told(self.engine), self.engine.begin() as connection:
            return connection.execute(lease.update().where(*mine).values(beats=lease.c.beats + 1)).rowcount == 1

    def end(self, executor: str, token: str) -> None:
        """Take a row away, if it still has this token."""
        lease = table("lease")
        with told(self.engine), self.engine.begin() as connection:
            connection.execute(lease.delete().where(lease.c.executor == executor, lease.c.token == token))


@described
@define
class Lease:
    """A worker's own lease, for as long as it beats."""

    leases: Leases
    executor: str
    token: str
    seconds: float
    """How long the lease is, in seconds."""
    clock: Callable[[], float]
    good_until: float
    """In seconds of the worker's steady clock."""
    lost: bool = False

    def beat(self) -> None:
        """Prolong it. Raises :class:`~bpwoo_sync.errors.LeaseLostError` once it is another's."""
        began = self.clock()
        if self.lost or not self.leases.beat(self.executor, self.token):
            self.lost = True
            raise self._error()
        self.good_until = began + self.seconds

    def check(self) -> None:
        """Do nothing while it holds by the steady clock. Raises :class:`~bpwoo_sync.errors.LeaseLostError`."""
        if self.lost or self.clock() >= self.good_until:
            raise self._error()

    def verify(self, connection: Connection) -> None:
        """Hold the row for a transaction. Raises :class:`~bpwoo_sync.errors.LeaseLostError` where it is another's."""
        from sqlalchemy import select

        lease = table("lease")
        if connection.dialect.name == "sqlite":
            # Python's driver begins a transaction with the first write only, and the look is to be inside of it.
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        query = select(lease.c.token).where(lease.c.executor == self.executor).with_for_update(read=True)
        if self.lost or connection.scalar(query) != self.token:
            self.lost = True
            raise self._error()

    def end(self) -> None:
        """Give it back."""
        self.lost = True
        self.leases.end(self.executor, self.token)

    def _error(self) -> LeaseLostError:
        return LeaseLostError(
            f"Worker {self.executor} did not reach the database for {self.seconds:g} seconds, or another has its lease: it stops writing. "
            "What it was at is looked up and finished by the worker that takes over."
        )


def taken(
    leases: Leases,
    executor: str = "",
    *,
    seconds: float = LEASE,
    version: str = "",
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> Lease:
    """A lease for a worker that takes runs of a version: under its own id, or under the first of this machine's that is free.

    An id that another process seems to have is watched for the length of its lease. Raises
    :class:`~bpwoo_sync.errors.ConfigurationError` where that process lives.
    """
    began = clock()
    holding = Holding(executor=executor, holder=_here(), token=secrets.token_hex(8), beats=0, seconds=seconds, version=version)
    if executor:
        _take(leases, holding, sleep)
    else:
        holding = _take_free(leases, holding)
        began = clock()
    lease = Lease(leases, holding.executor, holding.token, seconds, clock, began + seconds)
    # What somebody else keeps locked makes no worker silent for so long that it is taken for dead itself.
    set_sessions(leases.engine, application_name=signature(holding.token), lock_timeout=f"{seconds / 2:g}s")
    lease.beat()
    return lease


def _take_free(leases: Leases, holding: Holding) -> Holding:
    host, slot = socket.gethostname(), 0
    while True:
        wanted = evolve(holding, executor=f"{host}-{slot}")
        there = {row.executor: row for row in leases.all()}.get(wanted.executor)
        if leases.insert(wanted) if there is None else (_has_ended(there) and leases.replace(there, wanted)):
            return wanted
        slot += 1


def _take(leases: Leases, holding: Holding, sleep: Callable[[float], None]) -> None:
    while not leases.insert(holding):
        there = {row.executor: row for row in leases.all()}.get(holding.executor)
        if there is None:
            continue
        if not _has_ended(there):
            sleep(there.seconds)
        if not leases.replace(there, holding):
            raise ConfigurationError(
                f"--executor-id {holding.executor}: another worker ({there.holder}) runs under this id. Give each worker an id of its own."
            )
        return


def signature(token: str) -> str:
    """What PostgreSQL shows of the sessions of a worker with this token, as the name of their application."""
    return f"bpwoo {token}"


def _end_sessions(connection: Connection, token: str) -> None:
    """End the sessions that are signed so: whatever they wait for, nobody waits for them."""
    from sqlalchemy import Integer, String, column, func, select, table

    if connection.dialect.name == "sqlite":
        return
    name, pid = column("application_name", String), column("pid", Integer)
    sessions = table("pg_stat_activity", name, pid)
    others = (name == signature(token), pid != func.pg_backend_pid())
    connection.execute(select(func.pg_terminate_backend(pid)).select_from(sessions).where(*others))
    # One that came between is met by the next look.
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_LOCKED:g}s'")


#: Seconds that taking a lease over waits for the row.
_LOCKED = 2.0


def _here() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


def _has_ended(row: Holding) -> bool:
    """Whether a row's process is known to have ended, because it was on this machine and is gone."""
    host, _, pid = row.holder.rpartition(":")
    if host != socket.gethostname() or not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return int(pid) == os.getpid()


def _row(holding: Holding) -> dict[str, Any]:
    return {
        "executor": holding.executor,
        "holder": holding.holder,
        "token": holding.token,
        "beats": holding.beats,
        "seconds": holding.seconds,
        "version": holding.version,
    }
