"""What a process does, as lines of a log: a JSON document each, or text for people. Python's own logging does the rest.

Loggers are called ``bpwoo`` and below. What a line is about stands in ``extra={"about": {…}}``; which run it belongs to
is added by itself. No line holds a secret, a body, or a customer's data: keys, ids, counts and causes only.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, TextIO

from bpwoo_sync.text_tables import visible

_RUN: ContextVar[str] = ContextVar("bpwoo_run", default="")


@contextmanager
def of_run(name: str) -> Iterator[None]:
    """Whatever is logged while the block lasts, in its thread, belongs to this run."""
    token = _RUN.set(name)
    try:
        yield
    finally:
        _RUN.reset(token)


class JsonLines(logging.Formatter):
    """A record as one JSON document: when (UTC), what, how grave, which logger, which run, and what it is about."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        document = {"at": _moment(record), "event": record.getMessage(), "level": record.levelname.lower(), "logger": record.name}
        return visible(json.dumps({**document, **_about(record)}, ensure_ascii=False, default=str))


class TextLines(logging.Formatter):
    """The same for people."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        told = [_moment(record), record.getMessage(), *(f"{name}={value}" for name, value in _about(record).items())]
        return visible("  ".join(told).replace("\n", " "))


def log_to(stream: TextIO, *, as_json: bool, level: int = logging.INFO) -> logging.Handler:
    """Write what our loggers tell to a stream, and nowhere else. Returns the handler."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines() if as_json else TextLines())
    ours = logging.getLogger("bpwoo")
    ours.handlers, ours.propagate = [handler], False
    ours.setLevel(level)
    return handler


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def _about(record: logging.LogRecord) -> dict[str, Any]:
    run = _RUN.get()
    about = {**({"run": run} if run else {}), **getattr(record, "about", {})}
    if record.exc_info and record.exc_info[0] is not None:
        about["error"] = record.exc_info[0].__name__
    return about
