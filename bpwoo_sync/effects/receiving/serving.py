"""An ASGI application on a socket: until the process is told to end, or beside a worker in a thread of its own."""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from time import monotonic, sleep
from typing import Any

from bpwoo_sync.errors import ConfigurationError, SyncError

#: An ASGI application.
Asgi = Callable[[Any, Any, Any], Awaitable[None]]

#: Requests at a time, beyond which others are told 503; and seconds for those that are under way when it ends.
AT_A_TIME, TO_THE_END = 200, 5

#: Seconds within which the head of a request is there. Who connects and says nothing would keep a place for good.
TO_BEGIN = 10.0


def serve(application: Asgi, host: str, port: int) -> None:
    """Serve until the process gets SIGINT or SIGTERM; requests under way are answered first.

    Raises :class:`~bpwoo_sync.errors.ConfigurationError` where the address is not free.
    """
    listener = _listener(host, port)
    try:
        _server(application).run([listener])
    finally:
        listener.close()


@contextmanager
def served(application: Asgi, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """Serve for as long as the context lasts, in a thread, and yield the base URL. ``port`` 0 takes a free one."""
    listener = _listener(host, port)
    server = _server(application)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve([listener])), name="bpwoo-webhooks", daemon=True)
    thread.start()
    try:
        give_up = monotonic() + 10
        while not server.started:
            if not thread.is_alive() or monotonic() > give_up:
                raise SyncError("The receiver of webhooks did not start")
            sleep(0.005)
        yield f"http://{host}:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(TO_THE_END + 1)
        listener.close()


def _listener(host: str, port: int) -> socket.socket:
    # Named as TCP, or asyncio leaves Nagle's algorithm on, and each answer waits 40 ms for an acknowledgement.
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as fault:
        listener.close()
        raise ConfigurationError(f"{host}:{port}: cannot be listened on ({fault.strerror or fault})") from None
    return listener


def _hanging_up(seconds: float) -> Any:
    """The protocol of uvicorn, which hangs up where a request has not begun in time: by itself it waits without end."""
    from uvicorn.protocols.http.h11_impl import H11Protocol

    class HangingUp(H11Protocol):
        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self._given_up = self.loop.call_later(seconds, self._give_up)

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            if self._is_under_way():
                self._given_up.cancel()

        def on_response_complete(self) -> None:
            self._given_up.cancel()
            self._given_up = self.loop.call_later(seconds, self._give_up)
            super().on_response_complete()

        def connection_lost(self, exc: Exception | None) -> None:
            self._given_up.cancel()
            super().connection_lost(exc)

        def _is_under_way(self) -> bool:
            return self.cycle is not None and not self.cycle.response_complete

        def _give_up(self) -> None:
            if not self._is_under_way():
                self.transport.close()

    return HangingUp


def _server(application: Asgi) -> Any:
    try:
        import uvicorn
    except ImportError:
        raise SyncError("Receiving webhooks needs uvicorn. Install it with: pip install 'bpwoo[webhooks]'") from None
    settings = uvicorn.Config(
        application,
        http=_hanging_up(TO_BEGIN),
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        limit_concurrency=AT_A_TIME,
        timeout_graceful_shutdown=TO_THE_END,
    )
    # Addresses hold secrets: they are logged nowhere, whoever turned logging on.
    logging.getLogger("uvicorn.access").disabled = True
    return uvicorn.Server(settings)
