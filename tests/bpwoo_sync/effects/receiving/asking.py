"""A receiver on a socket, and what asks it."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import httpx
from attrs import define, field, frozen

import woocommerce_sdk as woo
from bpwoo_sync.effects.receiving.application import Limits, receiver
from bpwoo_sync.effects.receiving.deliveries import Delivery, Recent, Subscriber
from bpwoo_sync.effects.receiving.serving import served
from bpwoo_sync.errors import StoreError
from bpwoo_sync.increments import Hint

STANDARD = Limits()
SECRET, KEY = "whsec-test", "a-long-random-text"
ACME = Subscriber(pair="acme", account="acme-eu", shop_secrets=(SECRET,), account_secrets=(KEY,))
OTHER = Subscriber(pair="other", account="other-eu", shop_secrets=("another",), account_secrets=("another",))


@define
class Kept:
    """A sink that keeps deliveries in a list, and fails while it is told to."""

    deliveries: list[Delivery] = field(factory=list)
    broken: bool = False

    def enqueue(self, delivery: Delivery) -> None:
        if self.broken:
            raise StoreError("The ledger at x failed: disk full.")
        self.deliveries.append(delivery)

    @property
    def hints(self) -> list[Hint]:
        return [hint for delivery in self.deliveries for hint in sorted(delivery.hints)]


@define
class Clock:
    """Seconds that pass when they are told to."""

    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


@frozen
class Receiver:
    """A receiver on a socket."""

    url: str
    sink: Kept
    clock: Clock
    http: httpx.Client

    def shop(self, body: bytes, *, secret: str = SECRET, pair: str = "acme", **headers: str) -> httpx.Response:
        """A delivery of the shop's, signed with a secret."""
        told = {
            "Content-Type": "application/json",
            "X-WC-Webhook-Topic": "order.updated",
            "X-WC-Webhook-Resource": "order",
            "X-WC-Webhook-Event": "updated",
            "X-WC-Webhook-ID": "3",
            "X-WC-Webhook-Signature": woo.webhook_signature(body, secret),
        }
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.http.post(f"{self.url}/webhooks/{pair}/woocommerce", content=body, headers={**told, **given})

    def account(self, body: bytes, *, place: str = f"/{KEY}", pair: str = "acme", headers: dict[str, str] | None = None) -> httpx.Response:
        """A call of Brightpearl's."""
        sent = {"Content-Type": "application/json", **(headers or {})}
        return self.http.post(f"{self.url}/webhooks/{pair}/brightpearl{place}", content=body, headers=sent)

    def raw(self, *parts: bytes) -> bytes:
        """What comes back for bytes that are sent as they are; the line stays open until the receiver closes it or has answered."""
        there = urlsplit(self.url)
        with socket.create_connection((there.hostname or "", there.port or 0), timeout=10) as line:
            for part in parts:
                line.sendall(part)
            return line.recv(65536)


@contextmanager
def receiving(limits: Limits = STANDARD, recent: Recent | None = None) -> Iterator[Receiver]:
    """A receiver for two pairs."""
    sink, clock = Kept(), Clock()
    application = receiver([ACME, OTHER], sink, limits=limits, recent=recent, clock=clock)
    with served(application) as url, httpx.Client() as http:
        yield Receiver(url, sink, clock, http)


def order(id: int, **more: object) -> bytes:
    """The body of a shop's delivery of an order, of which little is told."""
    return json.dumps({"id": id, **more}).encode()


def event(ids: str, full: str = "goods-out-note.modified.shipped", account: str = "acme-eu") -> bytes:
    """The body of a call of Brightpearl's."""
    resource, lifecycle, *rest = full.split(".")
    told = {"accountCode": account, "resourceType": resource, "id": ids, "lifecycleEvent": lifecycle}
    return json.dumps({**told, "resourceSpecifier": ".".join(rest), "fullEvent": full}).encode()
