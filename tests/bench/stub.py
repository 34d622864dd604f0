"""A shop that answers canned pages at once or after a wait, in a process of its own: what is measured is the client."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from .orders import PER_PAGE, order_bytes, page_bytes
from .rounds import ROOT

#: Where one order alone is found.
WOOCOMMERCE_ORDER = "/wp-json/wc/v3/orders/1"
BRIGHTPEARL_ORDER = "/public-api/bench/order-service/order/1"

_PAGE = re.compile(rb"[?&]page=(\d+)")
RECORDED_ORDER = ROOT / "tests" / "data" / "brightpearl" / "nacre" / "order.json"


@contextmanager
def serving(pages: int, latency: float = 0.0) -> Iterator[str]:
    """The address of a shop with so many pages of orders, each of which comes ``latency`` seconds after it was asked for."""
    command = [sys.executable, "-m", "tests.bench.stub", str(pages), str(latency)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.terminate()


class Shop(asyncio.Protocol):
    """A connection to the shop."""

    def __init__(self, answers: dict[int | str, bytes], latency: float) -> None:
        self._answers = answers
        self._latency = latency
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, found, self._received = self._received.partition(b"\r\n\r\n")
        if not found:
            self._received = head
            return
        page = _PAGE.search(head)
        answer = self._answers.get(head.split(b" ", 2)[1].decode()) or self._answers[int(page[1]) if page else 1]
        if self._latency:
            asyncio.get_running_loop().call_later(self._latency, self._transport.write, answer)
        else:
            self._transport.write(answer)


def answers_of(pages: int) -> dict[int | str, bytes]:
    """What the shop answers: to a page's number, or to the path of one order."""
    listed: dict[int | str, bytes] = {number: _answer(page_bytes(number), pages) for number in range(1, pages + 1)}
    return {**listed, WOOCOMMERCE_ORDER: _answer(order_bytes(1), 1), BRIGHTPEARL_ORDER: _answer(RECORDED_ORDER.read_bytes(), 1)}


def _answer(body: bytes, pages: int) -> bytes:
    head = (
        "HTTP/1.1 200 OK\r\nServer: nginx/1.22.1\r\nDate: Mon, 23 Nov 2026 23:07:03 GMT\r\n"
        "Content-Type: application/json; charset=UTF-8\r\nConnection: keep-alive\r\nX-Robots-Tag: noindex\r\n"
        "X-Content-Type-Options: nosniff\r\nAccess-Control-Expose-Headers: X-WP-Total, X-WP-TotalPages, Link\r\n"
        f"X-WP-Total: {pages * PER_PAGE}\r\nX-WP-TotalPages: {pages}\r\nAllow: GET, POST\r\n"
        "Expires: Wed, 11 Jan 1984 05:00:00 GMT\r\nCache-Control: no-cache, must-revalidate, max-age=0, no-store, private\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def _serve(pages: int, latency: float) -> None:
    answers = answers_of(pages)
    server = await asyncio.get_running_loop().create_server(lambda: Shop(answers, latency), "127.0.0.1")
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), float(sys.argv[2])))
