"""Ctrl-C and SIGTERM: what only reads ends at once, what writes ends behind the action that it is at."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_WAIT = b"\nEnding behind the write that is under way. Once more, and it ends at once.\n"


class StoppedError(Exception):
    """Somebody asked to end, and the action that was under way is finished and kept."""


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
    asked = False

    def note(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True
        os.write(2, _WAIT)  # not by way of a console, which may be in the middle of a line

    def look() -> None:
        if asked:
            raise StoppedError

    with _handling(note):
        yield look


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
