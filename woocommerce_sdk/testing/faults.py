"""What goes wrong on a network and at a server, as values that are put between a client and a double.

Free of any vendor; the other SDK carries a byte-identical twin.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Sequence
from enum import Enum

from attrs import define, field, frozen

from .._kernel.operation import Failure, Reach, Request, Response
from .transport import CUT_HEADER, DRIP_HEADER, LATE_HEADER, Handler

Matches = Callable[[Request], bool]


class Wrong(Enum):
    """Kinds of trouble. *Before* means that the server never acted on the request; *after*, that it did."""

    REFUSED = "connection refused"
    RESET_BEFORE = "connection reset before the request was handled"
    RESET_AFTER = "connection reset after the request was handled"
    TIMEOUT_BEFORE = "no answer, and the request was not handled"
    TIMEOUT_AFTER = "no answer, though the request was handled"
    STATUS_BEFORE = "an error status instead of handling the request"
    STATUS_AFTER = "an error status after handling the request"
    HTML = "an HTML page instead of JSON"
    TRUNCATED = "a body cut in the middle, its length as the headers say"
    CUT = "a connection closed in the middle of the body"
    OVERSIZED = "a body of many megabytes"
    CHARSET = "a body that is not UTF-8"
    GZIP_BOMB = "a small compressed body that unpacks to many megabytes"
    LATE = "an answer that is late"
    DRIP = "an answer that comes a byte at a time"
    REDIRECT = "a redirect to another host"


@frozen(kw_only=True)
class Fault:
    """One kind of trouble, and when it strikes.

    ``nth`` counts the matching requests from 1; without it every matching request is struck. ``status``, ``headers``
    and ``body`` dress the error statuses; ``size`` (bytes) the oversized bodies; ``seconds`` is how late an answer is,
    or how long each byte of one that drips takes.
    """

    wrong: Wrong
    nth: int | None = None
    method: str | None = None
    path: str = ""
    matches: Matches | None = field(default=None, repr=False)
    status: int = 500
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    location: str = "https://elsewhere.example/"
    size: int = 64 * 1024 * 1024
    seconds: float = 0.1

    def concerns(self, request: Request) -> bool:
        """Whether this fault looks at the request at all."""
        return (
            (self.method is None or request.method == self.method)
            and self.path in request.path
            and (self.matches is None or self.matches(request))
        )


@define
class Struck:
    """What was struck: filled as requests come in."""

    faults: list[tuple[Fault, Request]] = field(factory=list)
    seen: dict[int, int] = field(factory=dict)


def with_faults(handler: Handler, faults: Sequence[Fault], struck: Struck | None = None) -> Handler:
    """A handler that answers as the given one, but for the requests that the faults strike; the first that fits does."""
    record = struck if struck is not None else Struck()

    def handle(request: Request) -> Response | Failure:
        striking = None
        for number, fault in enumerate(faults):
            if fault.concerns(request):
                record.seen[number] = record.seen.get(number, 0) + 1
                if striking is None and fault.nth in (None, record.seen[number]):
                    striking = fault
        if striking is None:
            return handler(request)
        record.faults.append((striking, request))
        return _strike(striking, request, handler)

    return handle


def _strike(fault: Fault, request: Request, handler: Handler) -> Response | Failure:
    match fault.wrong:
        case Wrong.REFUSED:
            return Failure(kind="connect", reach=Reach.NOT_SENT, message=fault.wrong.value)
        case Wrong.RESET_BEFORE:
            return Failure(kind="broken", reach=Reach.UNKNOWN, message=fault.wrong.value)
        case Wrong.TIMEOUT_BEFORE:
            return Failure(kind="timeout", reach=Reach.UNKNOWN, message=fault.wrong.value)
        case Wrong.STATUS_BEFORE:
            return Response(status=fault.status, headers=fault.headers, content=fault.body)
        case Wrong.REDIRECT:
            return Response(status=302, headers=(("Location", fault.location),))
        case _:
            return _spoiled(fault, handler(request))


def _spoiled(fault: Fault, reply: Response | Failure) -> Response | Failure:
    if isinstance(reply, Failure):
        return reply
    match fault.wrong:
        case Wrong.RESET_AFTER:
            return Failure(kind="broken", reach=Reach.UNKNOWN, message=fault.wrong.value)
        case Wrong.TIMEOUT_AFTER:
            return Failure(kind="timeout", reach=Reach.UNKNOWN, message=fault.wrong.value)
        case Wrong.STATUS_AFTER:
            return Response(status=fault.status, headers=fault.headers, content=fault.body)
        case Wrong.HTML:
            page = b"<!DOCTYPE html><html><body><h1>Something is being repaired</h1></body></html>"
            return Response(status=reply.status, headers=(("Content-Type", "text/html; charset=UTF-8"),), content=page)
        case Wrong.TRUNCATED:
            return Response(status=reply.status, headers=reply.headers, content=reply.content[: len(reply.content) // 2])
        case Wrong.CUT:
            return Response(status=reply.status, headers=(*reply.headers, (CUT_HEADER, "1")), content=reply.content)
        case Wrong.LATE:
            return Response(status=reply.status, headers=(*reply.headers, (LATE_HEADER, str(fault.seconds))), content=reply.content)
        case Wrong.DRIP:
            return Response(status=reply.status, headers=(*reply.headers, (DRIP_HEADER, str(fault.seconds))), content=reply.content)
        case Wrong.OVERSIZED:
            return Response(status=reply.status, headers=_typed(reply), content=b'{"response":"' + b"x" * fault.size + b'"}')
        case Wrong.CHARSET:
            return Response(status=reply.status, headers=_typed(reply), content=b'{"response":"\xff\xfe\xe9"}')
        case Wrong.GZIP_BOMB:
            packed = gzip.compress(b'{"response":"' + b"x" * fault.size + b'"}', compresslevel=9)
            return Response(status=reply.status, headers=(*_typed(reply), ("Content-Encoding", "gzip")), content=packed)
        case _:
            raise ValueError(f"{fault.wrong} is no fault of an answer")


def _typed(reply: Response) -> tuple[tuple[str, str], ...]:
    return (("Content-Type", reply.header("content-type") or "application/json"),)
