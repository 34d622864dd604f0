"""Put a double behind httpx: in process, or on a real loopback socket.

Free of any vendor; the other SDK carries a byte-identical twin.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager
from time import monotonic, sleep
from typing import Any, NoReturn, Protocol
from urllib.parse import parse_qsl, quote

import httpx

from .._kernel.operation import Failure, Pairs, Reach, Request, Response

#: Whatever answers a request: a double, or a double behind faults.
Handler = Callable[[Request], Response | Failure]

#: A status of no server: the body is cut after half of it, though the headers promise the whole.
CUT_HEADER = "x-double-cut"
#: The same for an answer that is sent so many seconds late, and for one whose every byte takes so many.
LATE_HEADER = "x-double-late"
DRIP_HEADER = "x-double-drip"
_OWN_HEADERS = (CUT_HEADER, LATE_HEADER, DRIP_HEADER)

_HOLD_SECONDS = 30.0


def mock_transport(handler: Handler, *, sleep: Callable[[float], None] = sleep) -> httpx.MockTransport:
    """A transport for ``httpx.Client`` and ``httpx.AsyncClient`` that asks the handler and opens no socket.

    Answers that are late, or drip, take ``sleep`` where the client blocks.
    """

    def answered(request: httpx.Request) -> tuple[float, httpx.Response]:
        reply = handler(_received(request))
        if isinstance(reply, Failure):
            _fail(reply, request)
        late = float(reply.header(LATE_HEADER) or 0)
        headers = [(name, value) for name, value in reply.headers if name.lower() not in _OWN_HEADERS]
        if reply.header(CUT_HEADER) is not None:
            raise httpx.RemoteProtocolError("peer closed connection without sending complete message body", request=request)
        if (seconds := reply.header(DRIP_HEADER)) is not None:
            return late, httpx.Response(reply.status, headers=headers, stream=_Drip(reply.content, float(seconds), sleep))
        return late, httpx.Response(reply.status, headers=headers, content=reply.content)

    def respond(request: httpx.Request) -> httpx.Response:
        late, response = answered(request)
        if late:
            sleep(late)
        return response

    async def respond_later(request: httpx.Request) -> httpx.Response:
        await request.aread()
        late, response = answered(request)
        await asyncio.sleep(late)
        return response

    class Both(httpx.MockTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            return await respond_later(request)

    return Both(respond)


class _Drip(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that comes byte by byte."""

    def __init__(self, content: bytes, seconds: float, sleep: Callable[[float], None]) -> None:
        self._content = content
        self._seconds = seconds
        self._sleep = sleep

    def __iter__(self) -> Iterator[bytes]:
        for byte in self._content:
            self._sleep(self._seconds)
            yield bytes((byte,))

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for byte in self._content:
            await asyncio.sleep(self._seconds)
            yield bytes((byte,))


Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


def asgi(handler: Handler, *, latency: float = 0.0) -> Callable[[Scope, Receive, Send], Awaitable[None]]:
    """An ASGI application that asks the handler, one request at a time, ``latency`` seconds after it arrived."""
    turn = threading.Lock()

    def answer(request: Request) -> Response | Failure:
        with turn:
            return handler(request)

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        content = await _body(receive)
        if latency:
            await asyncio.sleep(latency)
        reply = answer(_scoped(scope, content))
        if isinstance(reply, Failure):
            await _drop(scope, receive, reply)
            return
        await _respond(reply, send)

    return application


@contextmanager
def serving(
    handler: Handler,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    latency: float = 0.0,
    certificate: tuple[str, str] | None = None,
) -> Iterator[str]:
    """Serve a handler on a real socket for as long as the context lasts, and yield its base URL.

    ``port`` 0 takes a free one. ``certificate`` names a certificate's and its key's file: the URL is then https.
    Needs the extra ``sandbox``.
    """
    try:
        import uvicorn
    except ImportError:
        raise RuntimeError("Serving a double needs uvicorn. Install it with: pip install 'bpwoo[sandbox]'") from None

    # Named as TCP, or asyncio leaves Nagle's algorithm on, and each answer waits 40 ms for an acknowledgement.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    settings = uvicorn.Config(
        asgi(handler, latency=latency),
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=1,
        ssl_certfile=certificate[0] if certificate else None,
        ssl_keyfile=certificate[1] if certificate else None,
    )
    server = uvicorn.Server(settings)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve([listener])), name="double", daemon=True)
    thread.start()
    try:
        _await_start(server, thread)
        yield f"{'https' if certificate else 'http'}://{host}:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        server.force_exit = True
        thread.join(5)
        listener.close()


class Outgoing(Protocol):
    """A call that a double owes to a webhook's receiver."""

    @property
    def method(self) -> str:
        """The method."""

    @property
    def url(self) -> str:
        """The receiver's address."""

    @property
    def headers(self) -> Pairs:
        """The headers."""

    @property
    def body(self) -> bytes:
        """The body, byte for byte as it is signed."""


def calling(http: httpx.Client) -> Callable[[Outgoing], int]:
    """What makes a double's calls to webhooks for real: returns the status of the answer, or 0 where there is none.

    A redirect is not followed.
    """

    def send(call: Outgoing) -> int:
        try:
            answer = http.request(call.method, call.url, headers=list(call.headers), content=call.body, follow_redirects=False)
        except httpx.HTTPError:
            return 0
        return answer.status_code

    return send


def _await_start(server: Any, thread: threading.Thread) -> None:
    give_up = monotonic() + 10
    while not server.started:
        if not thread.is_alive() or monotonic() > give_up:
            raise RuntimeError("The double's server did not start")
        sleep(0.005)


def _received(request: httpx.Request) -> Request:
    return Request(
        method=request.method,
        path=request.url.raw_path.decode().partition("?")[0],
        query=tuple(parse_qsl(request.url.query.decode(), keep_blank_values=True)),
        headers=tuple(request.headers.multi_items()),
        content=request.content,
        origin=f"{request.url.scheme}://{request.url.netloc.decode()}",
    )


def _scoped(scope: Scope, content: bytes) -> Request:
    headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"])
    host = next((value for name, value in headers if name == "host"), "127.0.0.1")
    raw_path = scope.get("raw_path") or quote(scope["path"]).encode()
    return Request(
        method=scope["method"],
        path=raw_path.decode("latin-1").partition("?")[0],
        query=tuple(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)),
        headers=headers,
        content=content,
        origin=f"{scope['scheme']}://{host}",
    )


def _fail(failure: Failure, request: httpx.Request) -> NoReturn:
    if failure.reach is Reach.NOT_SENT:
        raise httpx.ConnectError(failure.message, request=request)
    if failure.kind == "timeout":
        raise httpx.ReadTimeout(failure.message, request=request)
    raise httpx.RemoteProtocolError(failure.message, request=request)


async def _body(receive: Receive) -> bytes:
    parts = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


async def _respond(reply: Response, send: Send) -> None:
    headers = [(name.encode(), value.encode()) for name, value in reply.headers if name.lower() not in (*_OWN_HEADERS, "content-length")]
    headers.append((b"content-length", str(len(reply.content)).encode()))
    await asyncio.sleep(float(reply.header(LATE_HEADER) or 0))
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    if reply.header(CUT_HEADER) is not None:
        await send({"type": "http.response.body", "body": reply.content[: len(reply.content) // 2], "more_body": True})
        return
    if (seconds := reply.header(DRIP_HEADER)) is not None:
        for byte in reply.content[:-1]:
            await send({"type": "http.response.body", "body": bytes((byte,)), "more_body": True})
            await asyncio.sleep(float(seconds))
    await send({"type": "http.response.body", "body": reply.content if seconds is None else reply.content[-1:]})


async def _drop(scope: Scope, receive: Receive, failure: Failure) -> None:
    """Leave a request unanswered: a timeout waits for the client to give up, anything else hangs up at once."""
    transport = getattr(getattr(receive, "__self__", None), "transport", None)
    if failure.kind == "timeout":
        try:
            async with asyncio.timeout(_HOLD_SECONDS):
                while (await receive())["type"] != "http.disconnect":
                    pass
        except TimeoutError:
            pass
    if transport is not None:
        transport.abort()
