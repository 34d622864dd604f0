"""One run of a pair at a time: a command is alone with its pair, and whoever comes second is told so.

Workers hold a pair together. Their queue and their leases keep two of them apart already, and one that is frozen must not
keep the others from taking over what it was at.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from bpwoo_sync.effects.databases import told
from bpwoo_sync.errors import BusyError, StoreError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection, Engine

#: The server learns within half a minute that the machine of a connection is gone, and gives back what it held.
_NOTICED = {"tcp_keepalives_idle": "10", "tcp_keepalives_interval": "5", "tcp_keepalives_count": "3"}


def alone(engine: Engine, pair: str, *, with_workers: bool = False) -> AbstractContextManager[None]:
    """Hold a pair while the block runs, ``with_workers`` beside other workers. A process that dies gives it back.

    On PostgreSQL by a lock of the database, on SQLite by one of a file beside it; a ledger in memory is its process's own, and
    where the system has no such locks (Windows) nothing is held. Raises :class:`~bpwoo_sync.errors.BusyError` where another holds it.
    """
    if engine.dialect.name == "postgresql":
        return _locked_in_database(engine, pair, with_workers)
    file = engine.url.database
    return nullcontext() if file in (None, "", ":memory:") else _locked_file(Path(f"{file}.{_name(pair)}.lock"), pair, with_workers)


@contextmanager
def _locked_in_database(engine: Engine, pair: str, with_workers: bool) -> Iterator[None]:
    from sqlalchemy import create_engine, func, pool, select

    # A connection of its own: those of the engine are for work, and a worker's runs would hold one each.
    own = create_engine(engine.url, poolclass=pool.NullPool, isolation_level="AUTOCOMMIT")
    with told(engine), own.connect() as connection:
        connection.execute(select(*(func.set_config(name, value, False) for name, value in _NOTICED.items())))
        if not _taken(connection, pair, shared=with_workers):
            raise _busy(pair, worker=not with_workers and _taken(connection, pair, shared=True))
        yield


def _taken(connection: Connection, pair: str, *, shared: bool) -> bool:
    """Whether the lock was got. It ends with the connection."""
    from sqlalchemy import func, select

    number = int.from_bytes(hashlib.sha256(f"bpwoo {pair}".encode()).digest()[:8], "big", signed=True)
    lock = func.pg_try_advisory_lock_shared if shared else func.pg_try_advisory_lock
    return bool(connection.scalar(select(lock(number))))


@contextmanager
def _locked_file(path: Path, pair: str, with_workers: bool) -> Iterator[None]:
    try:
        import fcntl
    except ImportError:
        yield
        return

    def taken(shared: bool) -> bool:
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    try:
        file = path.open("w", encoding="ascii")
    except OSError as fault:
        raise StoreError(f"{path} cannot be written ({fault.strerror}). Nothing was sent.") from None
    with file:
        if not taken(with_workers):
            raise _busy(pair, worker=not with_workers and taken(True))
        yield


def _name(pair: str) -> str:
    """The pair as a part of a file's name."""
    return "".join(letter if letter.isalnum() else "-" for letter in pair)


def _busy(pair: str, *, worker: bool) -> BusyError:
    who = "a worker's" if worker else "a command's"
    return BusyError(f"Another run of {pair} is at work on this ledger, {who}. Nothing was read or written; start again once it has ended.")
