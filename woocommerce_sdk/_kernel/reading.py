"""Read the body of an answer piece by piece: no larger than allowed, and no longer than the caller waits.

Free of any vendor; the other SDK carries a byte-identical twin.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from attrs import Attribute, Factory, define, field, setters

from .described import described
from .operation import Failure, Reach

#: How an answer may be packed. What is left out, and one packing within another, could make gigabytes of the next piece.
ENCODINGS = ("gzip", "deflate")


class UnreadableError(Exception):
    """A body that was not read to its end, with the failure to report instead of the answer."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.message)
        self.failure = failure


@described
@define(on_setattr=setters.NO_OP)
class Reading:
    """A body as it arrives. ``most`` is its allowed size in bytes after decompression, ``seconds`` the time it may take.

    httpx waits that long for each piece, and a server that sends a byte now and then would hold the caller for ever.
    ``now`` counts seconds from any moment. ``encoding`` is the answer's header: an :class:`UnreadableError` is raised
    where it is packed otherwise than was asked for.
    """

    most: int
    """In bytes, after decompression."""
    seconds: float
    """The seconds that the whole body may take."""
    now: Callable[[], float] = time.monotonic
    encoding: str = field(default="")
    _began: float = field(init=False, default=Factory(lambda self: self.now(), takes_self=True))
    _pieces: list[bytes] = field(init=False, factory=list)
    _size: int = field(init=False, default=0)

    @encoding.validator
    def _is_asked_for(self, attribute: Attribute[str], encoding: str) -> None:
        if encoding.strip().lower() not in ("", "identity", *ENCODINGS):
            told = f"the answer is packed as {encoding[:40]!r}, which was not asked for"
            raise UnreadableError(Failure(kind="too-large", reach=Reach.UNKNOWN, message=told))

    def take(self, piece: bytes) -> None:
        """Keep the next piece. Raises :class:`UnreadableError` where the body is too large, or is not there in time."""
        self._pieces.append(piece)
        self._size += len(piece)
        if self._size > self.most:
            raise UnreadableError(Failure(kind="too-large", reach=Reach.UNKNOWN, message=f"the answer is larger than {self.most} bytes"))
        if self.now() - self._began > self.seconds:
            told = f"the answer began to come, but was not complete after {self.seconds:g} seconds"
            raise UnreadableError(Failure(kind="timeout", reach=Reach.UNKNOWN, message=told))

    def content(self) -> bytes:
        """Every piece taken, in one."""
        return b"".join(self._pieces)
