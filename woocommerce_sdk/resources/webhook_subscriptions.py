"""Webhooks as records: who is told of what."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Final, Literal

from attrs import field, frozen

from woocommerce_sdk._kernel.binding import C, Resource
from woocommerce_sdk._kernel.values import UNSET, Draft, Model, Unrecognised, Unset, draft, model
from woocommerce_sdk.batch import batching
from woocommerce_sdk.endpoints import create, listing, read, remove, update
from woocommerce_sdk.paging import PagedQuery
from woocommerce_sdk.values import ShopTime

from .._kernel.described import described


class WebhookStatus(StrEnum):
    """Whether a webhook delivers. After six failures in a row the shop disables it."""

    ACTIVE = "active"
    PAUSED = "paused"
    DISABLED = "disabled"


@model
class Webhook(Model):
    """A webhook. ``topic`` is like ``order.updated``. Its secret is never told."""

    id: int
    name: str
    status: WebhookStatus | Unrecognised
    topic: str
    resource: str
    event: str
    hooks: tuple[str, ...]
    delivery_url: str
    date_created: ShopTime
    """When it was made, on the shop's own clock."""
    date_created_gmt: datetime
    """When it was made: aware UTC."""
    date_modified: ShopTime | None
    """When it was last changed, on the shop's own clock."""
    date_modified_gmt: datetime | None
    """When it was last changed: aware UTC."""

    __shown__: ClassVar[tuple[str, ...]] = ("id", "topic", "status", "delivery_url")


@draft
class WebhookDraft(Draft):
    """A webhook to be written. A new one needs ``topic`` and ``delivery_url``, and should have a ``secret``.

    A new one is active whatever ``status`` says; ``active`` also wakes one that the shop disabled.
    """

    name: str | Unset = UNSET
    status: WebhookStatus | Unrecognised | Unset = UNSET
    topic: str | Unset = UNSET
    secret: str | Unset = field(default=UNSET, repr=False)
    delivery_url: str | Unset = UNSET

    def __repr__(self) -> str:
        secret = "" if self.secret is UNSET else ", secret=***"
        return f"WebhookDraft(topic={self.topic!r}, delivery_url={self.delivery_url!r}, status={self.status!r}{secret})"


@described
@frozen(kw_only=True)
class WebhookQuery(PagedQuery):
    """Filters of webhooks."""

    search: str | None = None
    after: datetime | ShopTime | None = None
    """A moment with its time zone, or one on the shop's own clock; that second does not count in."""
    before: datetime | ShopTime | None = None
    """A moment with its time zone, or one on the shop's own clock; that second does not count in."""
    exclude: tuple[int, ...] = ()
    include: tuple[int, ...] | None = None
    orderby: Literal["date", "id", "title"] | None = None
    status: Literal["all", "active", "paused", "disabled"] | None = None


class Webhooks(Resource[C]):
    """https://woocommerce.github.io/woocommerce-rest-api-docs/#webhooks"""

    list: Final = listing("/webhooks", Webhook, WebhookQuery)
    get: Final = read("/webhooks/{id}", Webhook)
    create: Final = create("/webhooks", WebhookDraft, Webhook)
    update: Final = update("/webhooks/{id}", WebhookDraft, Webhook)
    delete: Final = remove("/webhooks/{id}", Webhook)
    batch: Final = batching("/webhooks/batch", WebhookDraft, Webhook)
