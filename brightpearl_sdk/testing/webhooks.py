"""Calls that the account owes to its subscribers: what they say, when they are due, and what follows from their answers.

An account tells at most once or at least once, as the webhook says: the first kind is tried again only if the receiver
answered 503, the second after every failure but a 4xx.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from attrs import field, frozen

from .._kernel.operation import Pairs
from .account import Account, Record
from .idset import folded, ids_of

VERSION = "4.95.2647"
#: What can be subscribed to, and with it whatever such a name begins with.
EVENTS = (
    "drop-ship-note.created",
    "drop-ship-note.destroyed",
    "drop-ship-note.modified.shipped",
    "goods-in-note.created",
    "goods-out-note.created",
    "goods-out-note.destroyed",
    "goods-out-note.modified",
    *(f"goods-out-note.modified.{undone}{step}" for undone in ("", "un-") for step in ("printed", "picked", "packed")),
    "goods-out-note.modified.shipped",
    "order.modified",
    "order.modified.fully-shipped",
    "order.modified.order-status",
    "product.created",
    "product.destroyed",
    "product.modified",
    "product.modified.on-hand-modified",
    "quarantine-release.created",
    "sales-order.created",
)
#: Minutes between the tries of a call; the last is repeated until a day has passed. The API does not tell its own.
_PAUSES = (1, 5, 15, 60)
_PATIENCE = timedelta(days=1)


def subscribable(name: str) -> bool:
    """Whether an event, or the front part of one, can be subscribed to."""
    return any(event == name or event.startswith(f"{name}.") for event in EVENTS)


@frozen(kw_only=True)
class Delivery:
    """A call to a subscriber. The address may hold a secret, and nothing else proves where a call comes from."""

    id: int
    webhook_id: int
    event: str
    method: str
    url: str = field(repr=False)
    content_type: str | None = None
    body: bytes = field(default=b"", repr=False)
    attempt: int = 1

    @property
    def headers(self) -> Pairs:
        """The headers that a call carries; none of them is a signature."""
        return () if self.content_type is None else (("Content-Type", self.content_type),)


#: Sends a call, and returns the status of the answer; 0 for none.
Send = Callable[[Delivery], int]


def queue(account: Account) -> None:
    """Make a call of every event that none was made of yet."""
    for event in account.events:
        for webhook_id in event.pop("to", ()):
            webhook = account.find("webhooks", webhook_id)
            if webhook is not None:
                _queued(account, webhook, event["event"], event["id"], event["raisedOn"])


def _queued(account: Account, webhook: Record, event: str, id: int, raised_on: str) -> None:
    if webhook.get("idSetAccepted"):
        # Several changes fold into one call, as long as it was not tried.
        for call in account.table("deliveries").values():
            if (call["webhookId"], call["event"], call["attempts"]) == (webhook["id"], event, 0):
                call["ids"] = sorted({*call["ids"], id})
                return
    call = {
        "webhookId": webhook["id"],
        "event": event,
        "ids": [id],
        "raisedOn": raised_on,
        "attempts": 0,
        "due": raised_on,
        "since": raised_on,
    }
    account.put("deliveries", call)


def simulate(account: Account, webhook: Record, given: Mapping[str, str]) -> None:
    """Make calls of test data."""
    ids = ids_of(given["${resource-id}"])
    for some in [ids] if webhook.get("idSetAccepted") else [[id] for id in ids]:
        now = account.now()
        call = {"webhookId": webhook["id"], "event": "", "ids": some, "raisedOn": now, "attempts": 0, "due": now, "since": now}
        account.put("deliveries", {**call, "testData": dict(given)})


def due(account: Account, account_code: str) -> tuple[Delivery, ...]:
    """The calls whose moment has come, in the order in which they arose."""
    queue(account)
    now = account.clock()
    calls = sorted(account.table("deliveries").items())
    return tuple(_rendered(account, account_code, call) for _, call in calls if datetime.fromisoformat(call["due"]) <= now)


def deliver(account: Account, account_code: str, send: Send) -> tuple[tuple[Delivery, int], ...]:
    """Send what is due, each call once, and return what was answered."""
    return tuple((call, _sent(account, call, send(call))) for call in due(account, account_code))


def _sent(account: Account, delivery: Delivery, status: int) -> int:
    calls = account.table("deliveries")
    call = calls[delivery.id]
    webhook = account.find("webhooks", call["webhookId"]) or {}
    again = not 200 <= status < 300 and (status == 503 if not webhook.get("qualityOfService") else not 400 <= status < 500)
    now = account.clock()
    if not again or now - datetime.fromisoformat(call["since"]) >= _PATIENCE:
        del calls[delivery.id]
        return status
    pause = _PAUSES[min(call["attempts"], len(_PAUSES) - 1)]
    call["attempts"] += 1
    call["due"] = (now + timedelta(minutes=pause)).astimezone(UTC).isoformat(timespec="milliseconds")
    return status


def _rendered(account: Account, account_code: str, call: Record) -> Delivery:
    webhook = account.table("webhooks")[call["webhookId"]]
    values = _variables(account_code, call)
    speaks = webhook["httpMethod"] in ("POST", "PUT")
    return Delivery(
        id=call["id"],
        webhook_id=webhook["id"],
        event=values["${full-event}"],
        method=webhook["httpMethod"],
        url=_filled(webhook["uriTemplate"], values),
        content_type=webhook.get("contentType") if speaks else None,
        body=_filled(webhook["bodyTemplate"], values).encode() if speaks else b"",
        attempt=call["attempts"] + 1,
    )


def _variables(account_code: str, call: Record) -> dict[str, str]:
    resource, lifecycle, specifier = [*call["event"].split("."), "", ""][:3]
    raised_on = datetime.fromisoformat(call["raisedOn"]).astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    values = {
        "${account-code}": account_code,
        "${resource-type}": resource,
        "${resource-id}": _set(call["ids"]),
        "${lifecycle-event}": lifecycle,
        "${resource-specifier}": specifier,
        "${full-event}": call["event"],
        "${raised-on}": raised_on,
        "${brightpearl-version}": VERSION,
    }
    given: dict[str, Any] = call.get("testData", {})
    if given:
        parts = (given.get("${resource-type}", ""), given.get("${lifecycle-event}", ""), given.get("${resource-specifier}", ""))
        values |= {"${full-event}": ".".join(part for part in parts if part), **given, "${resource-id}": _set(call["ids"])}
    return values


def _set(ids: Iterable[int]) -> str:
    return ",".join(folded(list(ids), size=len(list(ids)) or 1))


def _filled(template: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        template = template.replace(name, value)
    return template
