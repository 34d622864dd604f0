"""Calls that the shop owes to its subscribers: what is told when, how it is signed, and what follows from the answers.

A call is made once and never again; after six failures in a row its webhook is disabled. What a call says is read when
it is made, so several changes of a record come as one, with its last state.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable, Iterator, Mapping

from attrs import field, frozen

from .._kernel.jsontext import dumps
from .._kernel.operation import Pairs
from .._kernel.values import Json
from .shop import Record, Shop

#: What a kind of record is called in a topic, and where it is read.
_RESOURCES: Mapping[str, tuple[str, str]] = {
    "orders": ("order", "/orders/{id}"),
    "products": ("product", "/products/{id}"),
    "variations": ("product", "/products/{id}"),
    "customers": ("customer", "/customers/{id}"),
    "coupons": ("coupon", "/coupons/{id}"),
}
#: An order is saved twice when it is made.
_FURTHER: Mapping[tuple[str, str], tuple[str, ...]] = {("orders", "created"): ("updated",)}
_PATIENCE = 6


@frozen(kw_only=True)
class Delivery:
    """A call to a subscriber. A ping is a form without a signature; anything else is signed JSON."""

    webhook_id: int
    topic: str
    url: str = field(repr=False)
    headers: Pairs = field(repr=False)
    body: bytes = field(repr=False)
    ping: bool = False
    method: str = "POST"


#: Sends a call, and returns the status of the answer; 0 for none.
Send = Callable[[Delivery], int]
#: Reads a record as the shop shows it, by its place.
Read = Callable[[str], Json]


def note(shop: Shop, kind: str, event: str, record: Record) -> None:
    """Owe a call to every active webhook that a change concerns; one that is owed already tells the change as well."""
    if kind not in _RESOURCES:
        return
    resource, place = _RESOURCES[kind]
    for name in (event, *_FURTHER.get((kind, event), ())):
        for webhook in shop.all("webhooks"):
            if webhook["status"] == "active" and webhook["topic"] == f"{resource}.{name}":
                key = f"{webhook['id']}:{name}:{record['id']}"
                owed = {"slug": key, "webhook": webhook["id"], "event": name, "id": record["id"]}
                shop.table("deliveries").setdefault(key, {**owed, "place": place.replace("{id}", str(record["id"]))})


def greet(shop: Shop, webhook: Record) -> None:
    """Owe a ping."""
    shop.table("pings")[str(shop.next_id("pings"))] = {"webhook": webhook["id"]}


def due(shop: Shop, source: str, read: Read) -> tuple[Delivery, ...]:
    """The calls that are owed now, pings first, then in the order in which the changes arose."""
    return tuple(call for _, _, call in _owed(shop, source, read))


def deliver(shop: Shop, source: str, read: Read, send: Send) -> tuple[tuple[Delivery, int], ...]:
    """Make every call that is owed, each once, and return it with the status it drew."""
    made: list[tuple[Delivery, int]] = []
    shop.next_id("webhook_runs")
    for kind, key, call in list(_owed(shop, source, read)):
        del shop.table(kind)[key]
        status = send(call)
        made.append((call, status))
        if not call.ping:
            _learn(shop, call, status)
    return tuple(made)


def _owed(shop: Shop, source: str, read: Read) -> Iterator[tuple[str, str, Delivery]]:
    for key, owed in list(shop.table("pings").items()):
        webhook = shop.find("webhooks", owed["webhook"])
        if webhook is not None:
            yield "pings", key, _ping(webhook)
    for key, owed in list(shop.table("deliveries").items()):
        webhook = shop.find("webhooks", owed["webhook"])
        if webhook is not None:
            yield "deliveries", key, _call(shop, source, webhook, owed, read)


def _ping(webhook: Record) -> Delivery:
    return Delivery(
        webhook_id=webhook["id"],
        topic=webhook["topic"],
        url=webhook["delivery_url"],
        headers=(("Content-Type", "application/x-www-form-urlencoded"),),
        body=f"webhook_id={webhook['id']}".encode(),
        ping=True,
    )


def _call(shop: Shop, source: str, webhook: Record, owed: Record, read: Read) -> Delivery:
    body = dumps({"id": owed["id"]} if owed["event"] == "deleted" else read(owed["place"]))
    signature = base64.b64encode(hmac.new(webhook["~secret"].encode(), body, hashlib.sha256).digest()).decode()
    run = shop.counters.get("webhook_runs", 0)
    headers = (
        ("Content-Type", "application/json"),
        ("X-WC-Webhook-Source", f"{source}/"),
        ("X-WC-Webhook-Topic", webhook["topic"]),
        ("X-WC-Webhook-Resource", webhook["resource"]),
        ("X-WC-Webhook-Event", webhook["event"]),
        ("X-WC-Webhook-Signature", signature),
        ("X-WC-Webhook-ID", str(webhook["id"])),
        # One for every call that a webhook makes in a run: it tells no two of them apart.
        ("X-WC-Webhook-Delivery-ID", hashlib.sha256(f"{webhook['id']}/{run}".encode()).hexdigest()[:32]),
    )
    return Delivery(webhook_id=webhook["id"], topic=webhook["topic"], url=webhook["delivery_url"], headers=headers, body=body)


def _learn(shop: Shop, call: Delivery, status: int) -> None:
    webhook = shop.find("webhooks", call.webhook_id)
    if webhook is None:
        return
    if 200 <= status < 400:
        webhook["~failures"] = 0
        return
    webhook["~failures"] = webhook.get("~failures", 0) + 1
    if webhook["~failures"] <= _PATIENCE:
        greet(shop, webhook)
    if webhook["~failures"] >= _PATIENCE:
        webhook["status"] = "disabled"
