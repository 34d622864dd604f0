"""Ctrl-C and SIGTERM: what only reads or waits ends at once, what writes ends behind the action that it is at."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from attrs import define

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_WAIT = b"\nEnding behind the write that is under way. Once more, and it ends at once.\n"


#: A wait of so many seconds is told of.
_LONG = 5.0


class StoppedError(Exception):
    """Somebody asked to end: the action that was under way is finished and kept, or what it waited for is not sent."""


@define
class _Ending:
    """What is known of the end of a command that writes."""

    writing: bool = False
    asked: bool = False
    waiting: bool = False


_ending = _Ending()


@contextmanager
def ending_at_once() -> Iterator[None]:
    """Within, SIGTERM ends what runs as Ctrl-C does: by :class:`KeyboardInterrupt`."""

    def end(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    with _handling(end):
        yield


@contextmanager
def ending_behind_the_action() -> Iterator[Callable[[], None]]:
    """Within, the first signal is only noted, and a second ends at once. Call what is yielded when an action is finished and kept.

    It raises :class:`StoppedError` once a signal came.
    """

    def note(number: int, frame: FrameType | None) -> None:
        if _ending.asked:
            raise KeyboardInterrupt
        _ending.asked = True
        if _ending.waiting:
            raise StoppedError
        os.write(2, _WAIT)  # not by way of a console, which may be in the middle of a line

    def look() -> None:
        if _ending.asked:
            raise StoppedError

    with _handling(note):
        _ending.writing, _ending.asked = True, False
        try:
            yield look
        finally:
            _ending.writing = False


def wait(seconds: float) -> None:
    """Wait for the quota, or before something is sent again. Between two writes a signal ends that at once, by :class:`StoppedError`."""
    if not _ending.writing or threading.current_thread() is not threading.main_thread():
        time.sleep(seconds)
        return
    _ending.waiting = True
    try:
        if _ending.asked:
            raise StoppedError
        if seconds >= _LONG:
            os.write(2, f"\nWaiting {seconds:.0f} s before the next request. Ctrl-C ends it now.\n".encode())
        time.sleep(seconds)
    finally:
        _ending.waiting = False


@contextmanager
def _handling(handler: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread hears of signals
        return
    before = {number: signal.signal(number, handler) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handled in before.items():
            signal.signal(number, handled)
