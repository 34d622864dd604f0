"""Webhooks: what Brightpearl is to call, and when. There is no change: one is made anew, and the old one removed."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum, StrEnum
from typing import ClassVar, Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import UNSET, Draft, Model, Unrecognised, Unset, draft, model
from ...endpoints import act_on, create, read, read_all, read_set, remove

_ONE = "/integration-service/webhook/{}"


class WebhookMethod(StrEnum):
    """How an address is called; only ``POST`` and ``PUT`` carry a body."""

    GET = "GET"
    POST = "POST"
    PUT = "PUT"
    DELETE = "DELETE"


class QualityOfService(IntEnum):
    """Which failed deliveries are tried again: those answered with 503 only, or all but those answered with 4xx."""

    AT_MOST_ONCE = 0
    AT_LEAST_ONCE = 1


@model
class Webhook(Model):
    """A subscription. The list holds those of all apps of the account, not only the caller's own."""

    __shown__: ClassVar[tuple[str, ...]] = ("id", "subscribe_to", "uri_template")

    id: int
    subscribe_to: str | None = None
    http_method: WebhookMethod | Unrecognised | None = None
    uri_template: str | None = None
    body_template: str | None = None
    content_type: str | None = None
    id_set_accepted: bool | None = None
    quality_of_service: int | None = None


@draft
class WebhookDraft(Draft):
    """A subscription to an event such as ``product.modified.on-hand-modified``, or to all that begin with a name.

    Address and body are templates, which together must name the account, the resource, its id and the lifecycle event;
    ``POST`` and ``PUT`` need a body and its content type. With ``id_set_accepted`` one call may tell of many records;
    without it each has its own. Nothing signs a delivery: put a secret into the address.
    """

    subscribe_to: str
    http_method: WebhookMethod
    uri_template: str
    body_template: str | Unset = UNSET
    content_type: str | Unset = UNSET
    id_set_accepted: bool | Unset = UNSET
    quality_of_service: QualityOfService | Unset = UNSET


@draft
class WebhookSimulationDraft(Draft):
    """What a delivery is to say, by variable: ``{"${resource-id}": "1-5"}``, ten ids at most."""

    test_data: Mapping[str, str]


class Webhooks(Resource[C]):
    """https://api-docs.brightpearl.com/integration/webhook/index.html

    Where there is none at all, reading raises NotFoundError.
    """

    all: Final = read_all("/integration-service/webhook", Webhook)
    get: Final = read(_ONE, Webhook)
    get_set: Final = read_set(_ONE, Webhook)
    create: Final = create("/integration-service/webhook", WebhookDraft)
    remove: Final = remove(_ONE)
    simulate: Final = act_on(
        "/integration-service/webhook/{}/simulate",
        WebhookSimulationDraft,
        doc="Have Brightpearl call a webhook's address with made-up data.",
        page="https://api-docs.brightpearl.com/integration/webhook-simulate/post.html",
    )
