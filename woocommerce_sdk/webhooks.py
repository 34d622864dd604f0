"""What a shop delivers: its signature is checked, then it becomes a typed event."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from typing import Any, cast
from urllib.parse import parse_qs

from attrs import field, frozen

from ._kernel import jsontext
from ._kernel.amounts import whole
from ._kernel.deferred import named
from ._kernel.described import described
from ._kernel.operation import Page
from ._kernel.values import Json, Model
from .endpoints import Flow
from .errors import NotJsonError, SignatureError
from .names import FILES
from .resources.webhook_subscriptions import Webhook, WebhookDraft, Webhooks, WebhookStatus
from .wire import decode

#: What is delivered for each resource.
_RECORDS: Mapping[str, str] = {"order": "Order", "product": "Product", "customer": "Customer", "coupon": "Coupon"}


@frozen(kw_only=True)
class WebhookPing:
    """The unsigned greeting that follows a new webhook, or a failed delivery. It carries nothing and proves nothing."""

    webhook_id: int


@described
@frozen(kw_only=True)
class WebhookEvent:
    """Something that happened in the shop.

    ``record`` is the record as it was when the delivery was made, so several changes may come as one; it is ``None``
    where the record is gone (``event`` is then ``deleted``, or the shop delivers an error in its place) and for topics
    of plugins, whose ``document`` is all there is. ``delivery_id`` does not tell deliveries apart: a shop gives one id
    to many.
    """

    topic: str
    resource: str
    event: str
    source: str
    webhook_id: int
    delivery_id: str
    id: int | None
    """The record's id; ``None`` where the delivery names none."""
    record: Model | None = field(repr=False)
    document: Json = field(repr=False)
    error_code: str = ""
    """The code of the error that was delivered in place of a record that is gone by now."""


def webhook_signature(content: bytes, secret: str) -> str:
    """The signature that a shop sends with these bytes."""
    return base64.b64encode(hmac.new(secret.encode(), content, hashlib.sha256).digest()).decode()


def read_webhook(headers: Mapping[str, str] | Iterable[tuple[str, str]], content: bytes, secret: str) -> WebhookEvent | WebhookPing:
    """The event that a delivery tells, or the ping that it is.

    ``content`` must be the bytes as they came: JSON that was read and written again has another signature. Raises
    :class:`SignatureError` where the secret did not sign them; an empty secret is refused.
    """
    found = _lowered(headers)
    ping = _ping(found, content)
    if ping is not None:
        return ping
    if not secret:
        raise SignatureError("a webhook without a secret proves nothing: give the subscription one")
    given = found.get("x-wc-webhook-signature", "")
    if not hmac.compare_digest(given.encode(errors="replace"), webhook_signature(content, secret).encode()):
        raise SignatureError(
            "the delivery was not signed with this secret: it may not come from the shop, or its body was changed on the way"
        )
    return _event(found, _document(content))


def _lowered(headers: Mapping[str, str] | Iterable[tuple[str, str]]) -> dict[str, str]:
    pairs = headers.items() if isinstance(headers, Mapping) else headers
    return {name.lower(): value for name, value in pairs}


def _ping(headers: Mapping[str, str], content: bytes) -> WebhookPing | None:
    if "x-wc-webhook-topic" in headers or not content.startswith(b"webhook_id="):
        return None
    number = whole(parse_qs(content.decode("ascii", "replace")).get("webhook_id", [""])[0])
    return None if number is None else WebhookPing(webhook_id=number)


def _document(content: bytes) -> Json:
    try:
        return jsontext.loads(content)
    except jsontext.NotJsonError as fault:
        raise NotJsonError(path="$", reason=str(fault), kind="delivery") from None


def _event(headers: Mapping[str, str], document: Json) -> WebhookEvent:
    resource, event = headers.get("x-wc-webhook-resource", ""), headers.get("x-wc-webhook-event", "")
    told = document if isinstance(document, dict) else {}
    code = str(told["code"]) if told.keys() >= {"code", "message", "data"} and "id" not in told else ""
    id = told.get("id")
    return WebhookEvent(
        topic=headers.get("x-wc-webhook-topic", ""),
        resource=resource,
        event=event,
        source=headers.get("x-wc-webhook-source", ""),
        webhook_id=whole(headers.get("x-wc-webhook-id")) or 0,
        delivery_id=headers.get("x-wc-webhook-delivery-id", ""),
        id=id if isinstance(id, int) else None,
        record=None if code or event == "deleted" or resource not in _RECORDS else decode(_record_type(resource), document),
        document=document,
        error_code=code,
    )


def subscribed(wanted: Iterable[WebhookDraft]) -> Flow[tuple[Webhook, ...]]:
    """Make sure that each of these webhooks is there and active, and return them as they are then.

    One with the same topic and address is kept, and woken where the shop disabled or somebody paused it; its secret
    stays as it was, since the shop tells none. What is missing is made.
    """
    there: list[Webhook] = []
    following: Any = Webhooks.list()
    while following is not None:
        page: Page[Webhook] = yield following
        there += page.items
        following = page.next
    kept: list[Webhook] = []
    for draft in wanted:
        kept.append((yield from _kept(draft, there)))
    return tuple(kept)


def _kept(draft: WebhookDraft, there: list[Webhook]) -> Flow[Webhook]:
    same = [each for each in there if (each.topic, each.delivery_url) == (draft.topic, draft.delivery_url)]
    found = next((each for each in same if each.status is WebhookStatus.ACTIVE), next(iter(same), None))
    made: Webhook
    if found is None:
        made = yield Webhooks.create(draft)
    elif found.status is WebhookStatus.ACTIVE:
        made = found
    else:
        made = yield Webhooks.update(found.id, WebhookDraft(status=WebhookStatus.ACTIVE))
    return made


def _record_type(resource: str) -> type[Model]:
    return cast("type[Model]", named(__package__, FILES, _RECORDS[resource]))
