"""Hold the cyclic garbage collector off while an answer is read.

A page of records makes thousands of objects that all live, and none of which is a cycle; the collector would walk them
again and again in vain, which is most of what typed records cost once many are kept.

Free of any vendor; the other SDK carries a byte-identical twin.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_pauses = 0
_pauses_lock = Lock()


@contextmanager
def collector_paused() -> Iterator[None]:
    """No collection happens inside. Nothing is awaited and no network used there, so that it lasts milliseconds.

    The collector is the whole process's: threads that read answers at once are counted, and the last one switches it on
    again, also after an error. Where the program had it off, it stays off.
    """
    global _pauses
    with _pauses_lock:
        owner = _pauses > 0 or gc.isenabled()
        if owner:
            _pauses += 1
            gc.disable()
    try:
        yield
    finally:
        if owner:
            with _pauses_lock:
                _pauses -= 1
                if _pauses == 0:
                    gc.enable()
