"""The ASGI application that both vendors call, with the endpoints that tell whether it lives and is ready.

========================================  ==========================================================
``POST /webhooks/PAIR/woocommerce``       a shop's deliveries, signed
``POST /webhooks/PAIR/brightpearl``       Brightpearl's calls; the secret is the last part of the path,
                                          ``?key=``, or the header ``X-Webhook-Key``
``GET /health``                           200 while the process answers
``GET /ready``                            200 while every check passes, 503 and which does not otherwise
========================================  ==========================================================
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Callable, Collection, Mapping
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from attrs import frozen

from bpwoo_sync.described import described
from bpwoo_sync.effects.receiving.deliveries import (
    Delivery,
    Platform,
    Recent,
    Subscriber,
    account_delivery,
    shop_delivery,
    subscribers_by_pair,
)
from bpwoo_sync.effects.receiving.sinks import Sink
from bpwoo_sync.errors import DeliveryRefusedError, SyncError

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

#: Raises an error of :mod:`bpwoo_sync.errors` where something that a worker needs is not there.
Check = Callable[[], None]

_LOG = logging.getLogger("bpwoo.webhooks")
_JSON, _FORM = "application/json", "application/x-www-form-urlencoded"


@described
@frozen(kw_only=True)
class Limits:
    """What a delivery may take: its body's bytes, and the seconds until all of it is there."""

    body_bytes: int = 2 * 1024 * 1024
    """In bytes."""
    seconds: float = 10.0
    """In seconds."""


def receiver(
    subscribers: Collection[Subscriber],
    sink: Sink,
    *,
    limits: Limits = Limits(),
    recent: Recent | None = None,
    clock: Callable[[], float] = monotonic,
    checks: Mapping[str, Check] | None = None,
) -> Starlette:
    """The application. ``clock`` gives seconds that only go forward; ``checks`` are what ``/ready`` asks, by name.

    Raises :class:`~bpwoo_sync.errors.SyncError` where the extra ``webhooks`` is not installed.
    """
    try:
        from starlette.applications import Starlette
        from starlette.routing import Route
    except ImportError:
        raise SyncError("Receiving webhooks needs Starlette. Install it with: pip install 'bpwoo[webhooks]'") from None
    receiving = _Receiving(subscribers_by_pair(subscribers), sink, limits, Recent() if recent is None else recent, clock)
    account = partial(receiving.answered, Platform.BRIGHTPEARL)
    return Starlette(
        routes=[
            Route("/webhooks/{pair}/woocommerce", partial(receiving.answered, Platform.WOOCOMMERCE), methods=["POST"]),
            Route("/webhooks/{pair}/brightpearl", account, methods=["POST"]),
            Route("/webhooks/{pair}/brightpearl/{secret}", account, methods=["POST"]),
            Route("/health", _health, methods=["GET"]),
            Route("/ready", partial(_ready, checks or {}), methods=["GET"]),
        ]
    )


@frozen
class _Receiving:
    subscribers: Mapping[str, Subscriber]
    sink: Sink
    limits: Limits
    recent: Recent
    clock: Callable[[], float]

    async def answered(self, platform: Platform, request: Request) -> Response:
        """The answer to a delivery. Nothing of its body is logged or told."""
        pair = request.path_params["pair"]
        try:
            told = await self._taken(platform, pair, request)
        except DeliveryRefusedError as refused:
            _log(logging.WARNING, "delivery refused", platform, pair, refused.status, str(refused))
            return _told(refused.status, str(refused))
        except SyncError as fault:
            _log(logging.ERROR, "delivery not kept", platform, pair, 503, str(fault))
            return _told(503, "it could not be kept; send it again later", {"Retry-After": "60"})
        _log(logging.INFO, "delivery taken", platform, pair, 200, told)
        return _told(200, told)

    async def _taken(self, platform: Platform, pair: str, request: Request) -> str:
        from starlette.concurrency import run_in_threadpool

        subscriber = self.subscribers.get(pair)
        if subscriber is None:
            raise DeliveryRefusedError(404, "no such pair")
        _check_kind(platform, request)
        body = await _body(request, self.limits)
        delivery = _read(platform, subscriber, request, body)
        if delivery is None:
            return "greeting"
        digest = hashlib.sha256(body).digest()
        if self.recent.knows(pair, digest, self.clock()):
            return "known already"
        if delivery.hints:
            await run_in_threadpool(self.sink.enqueue, delivery)
        self.recent.keep(pair, digest, self.clock())
        return "kept" if delivery.hints else "nothing to look at"


def _log(level: int, what: str, platform: Platform, pair: str, status: int, cause: str) -> None:
    _LOG.log(level, what, extra={"about": {"pair": pair[:80], "platform": platform.value, "status": status, "cause": cause}})


def _read(platform: Platform, subscriber: Subscriber, request: Request, body: bytes) -> Delivery | None:
    if platform is Platform.WOOCOMMERCE:
        return shop_delivery(subscriber, dict(request.headers), body)
    places = (request.path_params.get("secret"), request.query_params.get("key"), request.headers.get("x-webhook-key"))
    return account_delivery(subscriber, next(filter(None, places), ""), body)


def _check_kind(platform: Platform, request: Request) -> None:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ({_JSON, _FORM} if platform is Platform.WOOCOMMERCE else {_JSON}):
        raise DeliveryRefusedError(415, f"its kind of content is not {_JSON}")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise DeliveryRefusedError(415, "its content is encoded, which neither vendor does")


async def _body(request: Request, limits: Limits) -> bytes:
    """The body, read only as far as it is allowed to be long."""
    from starlette.requests import ClientDisconnect

    announced = request.headers.get("content-length", "")
    body = bytearray()
    try:
        async with asyncio.timeout(limits.seconds):
            if announced.isascii() and announced.isdigit() and (len(announced) > 15 or int(announced) > limits.body_bytes):
                raise DeliveryRefusedError(413, f"its body is longer than {limits.body_bytes} bytes")
            async for part in request.stream():
                body += part
                if len(body) > limits.body_bytes:
                    raise DeliveryRefusedError(413, f"its body is longer than {limits.body_bytes} bytes")
    except TimeoutError:
        raise DeliveryRefusedError(408, f"its body was not there within {limits.seconds:g} seconds") from None
    except ClientDisconnect:
        raise DeliveryRefusedError(400, "it broke off") from None
    return bytes(body)


async def _health(request: Request) -> Response:
    from starlette.responses import JSONResponse

    return JSONResponse({"status": "ok"})


async def _ready(checks: Mapping[str, Check], request: Request) -> Response:
    from starlette.concurrency import run_in_threadpool
    from starlette.responses import JSONResponse

    answers: dict[str, str] = {}
    for name, check in checks.items():
        try:
            await run_in_threadpool(check)
            answers[name] = "ok"
        except SyncError as fault:
            answers[name] = str(fault)
    ready = all(answer == "ok" for answer in answers.values())
    return JSONResponse({"status": "ready" if ready else "not ready", "checks": answers}, 200 if ready else 503)


def _told(status: int, text: str, headers: Mapping[str, str] | None = None) -> Response:
    from starlette.responses import PlainTextResponse

    return PlainTextResponse(
        f"{text}\n", status, {**(headers or {}), "Connection": "close"} if status in (408, 413) else dict(headers or {})
    )
