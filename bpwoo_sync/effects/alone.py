"""One run of a pair at a time: whoever holds a pair is alone with it, and whoever comes second is told so."""

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

    from sqlalchemy import Engine


def alone(engine: Engine, pair: str) -> AbstractContextManager[None]:
    """Hold a pair while the block runs. A process that dies gives it back.

    On PostgreSQL by a lock of the database, on SQLite by one of a file beside it; a ledger in memory is its process's own, and
    where the system has no such locks (Windows) nothing is held. Raises :class:`~bpwoo_sync.errors.BusyError` where another holds it.
    """
    if engine.dialect.name == "postgresql":
        return _locked_in_database(engine, pair)
    file = engine.url.database
    return nullcontext() if file in (None, "", ":memory:") else _locked_file(Path(f"{file}.{_name(pair)}.lock"), pair)


@contextmanager
def _locked_in_database(engine: Engine, pair: str) -> Iterator[None]:
    from sqlalchemy import func, select

    number = int.from_bytes(hashlib.sha256(f"bpwoo {pair}".encode()).digest()[:8], "big", signed=True)
    with told(engine), engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not connection.scalar(select(func.pg_try_advisory_lock(number))):
            raise _busy(pair)
        try:
            yield
        finally:
            connection.execute(select(func.pg_advisory_unlock(number)))


@contextmanager
def _locked_file(path: Path, pair: str) -> Iterator[None]:
    try:
        import fcntl
    except ImportError:
        yield
        return
    try:
        file = path.open("w", encoding="ascii")
    except OSError as fault:
        raise StoreError(f"{path} cannot be written ({fault.strerror}). Nothing was sent.") from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise _busy(pair) from None
        yield


def _name(pair: str) -> str:
    """The pair as a part of a file's name."""
    return "".join(letter if letter.isalnum() else "-" for letter in pair)


def _busy(pair: str) -> BusyError:
    return BusyError(f"Another run of {pair} is at work on this ledger. Nothing was read or written; start again once it has ended.")
