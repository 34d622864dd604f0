"""What may go wrong at a request, as data: between us and a system, at the system, or with its clock or our sign-in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from attrs import evolve, frozen

import brightpearl_sdk.testing as brightpearl_testing
import woocommerce_sdk.testing as shop_testing
from tests.bpwoo_sync.effects.world import World

Handler = Callable[[Any], Any]

#: How long an answer may be in the matrix, in bytes, and how long the ones that are too long are.
LONGEST, TOO_LONG = 1_000_000, 1_200_000

#: How much of a second each byte of a dripping answer takes: a client's patience is over with the fifth.
DRIP_SECONDS = 15.0

MODULES: Mapping[str, Any] = {"brightpearl": brightpearl_testing, "shop": shop_testing}


@frozen
class Trouble:
    """One kind of trouble. ``wrong`` is the doubles' name of it, where it is one of theirs; else ``begin`` changes the world.

    ``lasts`` tells whether it can also meet every try of a request; ``systems`` where it can occur.
    """

    name: str
    wrong: str = ""
    details: Mapping[str, Any] = {}
    begin: Callable[[World, str], None] | None = None
    lasts: bool = False
    systems: tuple[str, ...] = ("brightpearl", "shop")


def _status(name: str, status: int, details: Mapping[str, Any] = {}, *, after: bool = False, lasts: bool = False) -> Trouble:
    return Trouble(name, "STATUS_AFTER" if after else "STATUS_BEFORE", {"status": status, **details}, lasts=lasts)


def _expire(world: World, system: str) -> None:
    for token in world.doubles.brightpearl.gate.tokens.values():
        token["expires"] = datetime(2020, 1, 1, tzinfo=UTC).isoformat()


def _revoke(world: World, system: str) -> None:
    world.revoked.add(system)
    if system == "brightpearl":
        world.doubles.brightpearl.gate.tokens.clear()
        world.doubles.brightpearl.gate.refresh_tokens.clear()


def _ahead(world: World, system: str) -> None:
    world.skew[system] = timedelta(minutes=15)


def _behind(world: World, system: str) -> None:
    world.skew[system] = timedelta(minutes=-15)


_WAIT: Mapping[str, Any] = {"headers": (("Retry-After", "7"),)}
_TOO_MANY: Mapping[str, Any] = {"body": b'{"response":"You have sent too many requests. Please wait before sending another request"}'}

TROUBLES: tuple[Trouble, ...] = (
    Trouble("connection refused", "REFUSED", lasts=True),
    Trouble("reset before commit", "RESET_BEFORE"),
    Trouble("reset after commit", "RESET_AFTER", lasts=True),
    Trouble("timeout before commit", "TIMEOUT_BEFORE"),
    Trouble("timeout after commit", "TIMEOUT_AFTER", lasts=True),
    _status("408 before commit", 408),
    _status("408 after commit", 408, after=True),
    _status("429", 429, lasts=True),
    _status("429 with Retry-After", 429, _WAIT),
    _status("500 before commit", 500),
    _status("500 after commit", 500, after=True, lasts=True),
    _status("502 before commit", 502),
    _status("502 after commit", 502, after=True),
    _status("503", 503, lasts=True),
    _status("503 with Retry-After", 503, _WAIT),
    _status("503 too many requests", 503, _TOO_MANY),
    _status("503 after commit", 503, after=True),
    _status("504 before commit", 504),
    _status("504 after commit", 504, after=True),
    Trouble("HTML instead of JSON", "HTML", lasts=True),
    Trouble("truncated body", "TRUNCATED"),
    Trouble("closed within the body", "CUT"),
    Trouble("oversized body", "OVERSIZED", {"size": TOO_LONG}),
    Trouble("wrong charset", "CHARSET"),
    Trouble("gzip bomb", "GZIP_BOMB", {"size": TOO_LONG}),
    Trouble("slow drip", "DRIP", {"seconds": DRIP_SECONDS}),
    Trouble("redirect to another host", "REDIRECT"),
    Trouble("expired token", begin=_expire, systems=("brightpearl",)),
    Trouble("revoked token or key", begin=_revoke),
    Trouble("clock 15 minutes ahead", begin=_ahead),
    Trouble("clock 15 minutes behind", begin=_behind),
)


def troubled(trouble: Trouble, world: World, system: str, nth: int, *, lasting: bool) -> Handler:
    """What stands before a system and strikes its ``nth`` request; ``lasting``, every request of that address from there on."""
    double: Handler = getattr(world.doubles, system).handle
    count, target = 0, None

    def strikes(request: Any) -> bool:
        nonlocal count, target
        count += 1
        if count == nth:
            target = (request.method, request.path)
            if trouble.begin is not None:
                trouble.begin(world, system)
        return count == nth or (lasting and (request.method, request.path) == target)

    if trouble.begin is None:
        module = MODULES[system]
        fault = module.Fault(wrong=module.Wrong[trouble.wrong], matches=strikes, **trouble.details)
        struck: Handler = module.with_faults(double, [fault])
        return struck

    def handle(request: Any) -> Any:
        strikes(request)
        return double(_disowned(request) if system in world.revoked else request)

    return handle


def _disowned(request: Any) -> Any:
    """The request as the system takes it that no longer knows its token or key."""
    return evolve(
        request, headers=tuple((name, "revoked" if name.lower() == "authorization" else value) for name, value in request.headers)
    )
