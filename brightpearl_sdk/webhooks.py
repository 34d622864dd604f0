"""What Brightpearl delivers becomes a typed event, and what is subscribed becomes what is wanted. All of it is pure.

https://help.brightpearl.com/hc/en-us/articles/212644863-Webhooks
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from attrs import frozen

from ._kernel.described import described
from ._kernel.jsontext import NotJsonError, dumps, loads
from ._kernel.values import UNSET, Unrecognised
from .errors import NotFoundError, QueryError, ShapeError
from .flows import Flow
from .ids import IdSet
from .resources.integration.webhook import QualityOfService, Webhook, WebhookDraft, WebhookMethod, Webhooks
from .values import instant


class WebhookVariable(StrEnum):
    """What a webhook's address and body may name, and Brightpearl fills."""

    ACCOUNT_CODE = "${account-code}"
    RESOURCE_TYPE = "${resource-type}"
    RESOURCE_ID = "${resource-id}"
    LIFECYCLE_EVENT = "${lifecycle-event}"
    RESOURCE_SPECIFIER = "${resource-specifier}"
    FULL_EVENT = "${full-event}"
    RAISED_ON = "${raised-on}"
    BRIGHTPEARL_VERSION = "${brightpearl-version}"


#: The keys that the variables have in the bodies of this package.
_KEYS: Mapping[str, WebhookVariable] = {
    "accountCode": WebhookVariable.ACCOUNT_CODE,
    "resourceType": WebhookVariable.RESOURCE_TYPE,
    "id": WebhookVariable.RESOURCE_ID,
    "lifecycleEvent": WebhookVariable.LIFECYCLE_EVENT,
    "resourceSpecifier": WebhookVariable.RESOURCE_SPECIFIER,
    "fullEvent": WebhookVariable.FULL_EVENT,
    "raisedOn": WebhookVariable.RAISED_ON,
    "brightpearlVersion": WebhookVariable.BRIGHTPEARL_VERSION,
}


class Lifecycle(StrEnum):
    """What became of a resource."""

    CREATED = "created"
    MODIFIED = "modified"
    DESTROYED = "destroyed"


class ResourceEvent(StrEnum):
    """Events that are documented, or that clients subscribe to.

    https://help.brightpearl.com/hc/en-us/articles/212644883-Subscribable-resource-events
    """

    DROP_SHIP_NOTE_CREATED = "drop-ship-note.created"
    DROP_SHIP_NOTE_DESTROYED = "drop-ship-note.destroyed"
    DROP_SHIP_NOTE_SHIPPED = "drop-ship-note.modified.shipped"
    GOODS_IN_NOTE_CREATED = "goods-in-note.created"
    GOODS_OUT_NOTE_CREATED = "goods-out-note.created"
    GOODS_OUT_NOTE_DESTROYED = "goods-out-note.destroyed"
    GOODS_OUT_NOTE_MODIFIED = "goods-out-note.modified"
    GOODS_OUT_NOTE_PRINTED = "goods-out-note.modified.printed"
    GOODS_OUT_NOTE_PICKED = "goods-out-note.modified.picked"
    GOODS_OUT_NOTE_PACKED = "goods-out-note.modified.packed"
    GOODS_OUT_NOTE_UNPRINTED = "goods-out-note.modified.un-printed"
    GOODS_OUT_NOTE_UNPICKED = "goods-out-note.modified.un-picked"
    GOODS_OUT_NOTE_UNPACKED = "goods-out-note.modified.un-packed"
    GOODS_OUT_NOTE_SHIPPED = "goods-out-note.modified.shipped"
    ORDER_MODIFIED = "order.modified"
    ORDER_STATUS_MODIFIED = "order.modified.order-status"
    ORDER_FULLY_SHIPPED = "order.modified.fully-shipped"
    PRODUCT_CREATED = "product.created"
    PRODUCT_MODIFIED = "product.modified"
    PRODUCT_DESTROYED = "product.destroyed"
    PRODUCT_ON_HAND_MODIFIED = "product.modified.on-hand-modified"
    QUARANTINE_RELEASE_CREATED = "quarantine-release.created"
    SALES_ORDER_CREATED = "sales-order.created"


@described
@frozen(kw_only=True)
class WebhookEvent:
    """Something that happened to records of the account, of which only the ids are told: read them to know more.

    It may come late, twice, out of order or not at all, and one event may stand for several changes.
    """

    account_code: str
    resource_type: str
    ids: IdSet
    lifecycle: Lifecycle | Unrecognised
    specifier: str = ""
    full_event: str = ""
    raised_on: datetime | None = None
    """When it was raised: aware UTC."""
    brightpearl_version: str = ""

    @property
    def event(self) -> ResourceEvent | Unrecognised:
        """The event by name."""
        known = next((each for each in ResourceEvent if each.value == self.full_event), None)
        return known or Unrecognised(self.full_event)


def webhook_body(keys: Mapping[str, str] | None = None) -> str:
    """The template of a JSON body that names every variable, which :func:`read_webhook` reads; ``keys`` rename them.

    >>> webhook_body({"id": "productIds"}).partition("productIds")[2][:18]
    '":"${resource-id}"'
    """
    renamed = keys or {}
    return dumps({renamed.get(key, key): variable.value for key, variable in _KEYS.items()}).decode()


def webhook_draft(event: str, address: str) -> WebhookDraft:
    """A subscription as this package wants it: a JSON body, many ids in a call, and another try after a failure.

    ``address`` should hold a secret, such as ``https://app.example/hook?key=...``: nothing else tells whose call it is.
    """
    return WebhookDraft(
        subscribe_to=str(event),
        http_method=WebhookMethod.POST,
        uri_template=address,
        body_template=webhook_body(),
        content_type="application/json",
        id_set_accepted=True,
        quality_of_service=QualityOfService.AT_LEAST_ONCE,
    )


def is_secret(given: str | None, secret: str) -> bool:
    """Whether a call brought the secret of its address; compared in constant time. No secret at all is no proof.

    >>> is_secret("abc", "abc"), is_secret(None, "abc"), is_secret("", "")
    (True, False, False)
    """
    return bool(secret) and hmac.compare_digest((given or "").encode(errors="surrogatepass"), secret.encode())


def read_webhook(content: bytes) -> WebhookEvent:
    """The event that the JSON body of a call tells. Raises :class:`ShapeError` where it is none of :func:`webhook_body`.

    >>> read_webhook(b'{"accountCode":"acme","resourceType":"product","id":"1-3,9","lifecycleEvent":"modified"}').full_event
    'product.modified'
    """
    try:
        fields = loads(content)
    except NotJsonError as fault:
        raise ShapeError("$", f"the text is not JSON ({fault})", what="The delivery") from None
    if not isinstance(fields, dict):
        raise ShapeError("$", "an object was due", what="The delivery")
    return webhook_event(fields)


def webhook_event(fields: Mapping[str, Any]) -> WebhookEvent:
    """The event that fields tell by the keys of :func:`webhook_body`, such as the pairs of an address's query."""
    given = {key: _resolved(key, value) for key, value in fields.items()}
    full = given.get("fullEvent") or ".".join(filter(None, map(given.get, ("resourceType", "lifecycleEvent", "resourceSpecifier"))))
    resource, _, rest = full.partition(".")
    lifecycle, _, specifier = rest.partition(".")
    return WebhookEvent(
        account_code=given.get("accountCode", ""),
        resource_type=given.get("resourceType") or resource,
        ids=_ids(given.get("id", "")),
        lifecycle=_lifecycle(given.get("lifecycleEvent") or lifecycle),
        specifier=given.get("resourceSpecifier") or specifier,
        full_event=full,
        raised_on=_moment(given.get("raisedOn", "")),
        brightpearl_version=given.get("brightpearlVersion", ""),
    )


def covers(subscription: str, full_event: str) -> bool:
    """Whether a subscription is told of an event: ``product`` covers ``product.modified.on-hand-modified``.

    >>> covers("goods-out-note.modified", "goods-out-note.modified.shipped"), covers("order", "order-note.created")
    (True, False)
    """
    return full_event == subscription or full_event.startswith(f"{subscription}.")


@frozen
class SubscriptionPlan:
    """How to come from the webhooks that are there to those that are wanted."""

    create: tuple[WebhookDraft, ...] = ()
    remove: tuple[Webhook, ...] = ()
    keep: tuple[Webhook, ...] = ()


Owned = Callable[[Webhook], bool]


def at_address_of(wanted: Iterable[WebhookDraft]) -> Owned:
    """Tell webhooks that call an address of these, whatever its query: a changed secret makes no foreign webhook."""
    addresses = {_address(draft.uri_template) for draft in wanted}
    return lambda webhook: _address(webhook.uri_template or "") in addresses


def subscription_plan(wanted: Iterable[WebhookDraft], there: Iterable[Webhook], *, owned: Owned | None = None) -> SubscriptionPlan:
    """What to make and what to remove so that exactly these webhooks are there, each once.

    Webhooks that are not ``owned`` are left alone: the list of an account holds those of other apps too. Without it,
    those are owned that call an address of the wanted ones.
    """
    drafts = tuple({_terms(draft): draft for draft in wanted}.values())
    mine = list(filter(owned or at_address_of(drafts), there))
    kept = {_terms(webhook): webhook for webhook in reversed(mine)}
    keep = tuple(kept[_terms(draft)] for draft in drafts if _terms(draft) in kept)
    return SubscriptionPlan(
        create=tuple(draft for draft in drafts if _terms(draft) not in kept),
        remove=tuple(webhook for webhook in mine if all(webhook is not each for each in keep)),
        keep=keep,
    )


def subscriptions() -> Flow[tuple[Webhook, ...]]:
    """Every webhook of the account; none where Brightpearl says that it finds none."""
    try:
        listed: tuple[Webhook, ...] = yield Webhooks.all()
    except NotFoundError:
        return ()
    return listed


def subscribed(wanted: Iterable[WebhookDraft], *, owned: Owned | None = None) -> Flow[SubscriptionPlan]:
    """Carry out the plan that brings these webhooks about, and return it.

    New ones are made before old ones are removed, so that nothing is missed; events may come twice meanwhile.
    """
    plan = subscription_plan(wanted, (yield from subscriptions()), owned=owned)
    for draft in plan.create:
        yield Webhooks.create(draft)
    for webhook in plan.remove:
        try:
            yield Webhooks.remove(webhook.id)
        except NotFoundError:
            continue
    return plan


def _resolved(key: str, value: Any) -> str:
    if isinstance(value, (dict, list)):
        raise ShapeError(f"$.{key}", "a text was due", what="The delivery")
    text = str(value)
    return "" if value is None or (text.startswith("${") and text.endswith("}")) else text


def _ids(text: str) -> IdSet:
    try:
        return IdSet.parse(text)
    except QueryError:
        raise ShapeError("$.id", f"{text[:60]!r} is no set of ids", what="The delivery") from None


def _lifecycle(text: str) -> Lifecycle | Unrecognised:
    return next((each for each in Lifecycle if each.value == text), None) or Unrecognised(text)


def _moment(text: str) -> datetime | None:
    try:
        return instant(text) if text else None
    except ValueError:
        raise ShapeError("$.raisedOn", f"{text[:60]!r} is no moment", what="The delivery") from None


def _address(uri_template: str) -> str:
    return uri_template.partition("?")[0].rstrip("/")


def _terms(webhook: Webhook | WebhookDraft) -> tuple[object, ...]:
    # What is not told has the vendor's default.
    given = (webhook.body_template, webhook.content_type, webhook.id_set_accepted, webhook.quality_of_service)
    body, content_type, many, quality = (None if value is UNSET else value for value in given)
    call = (webhook.subscribe_to, str(webhook.http_method), webhook.uri_template)
    return *call, body or "", content_type or "", bool(many), int(quality or 0)
