"""Whether a shop can be used: one question after another, each with what to do about its answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from attrs import evolve, frozen

from ._kernel.operation import Operation, Response
from .endpoints import Flow, raw
from .errors import (
    AuthenticationError,
    ConnectionFailedError,
    ForbiddenError,
    ServerError,
    StatusError,
    ThrottledError,
    WooCommerceError,
)
from .paging import document_of
from .resources.system_status import SystemStatus, SystemStatuses


@frozen(kw_only=True)
class CheckStep:
    """One question and its answer. ``advice`` is empty where nothing is to be done.

    ``concerns`` names the questions of :mod:`woocommerce_sdk.setup` whose answers may be wrong.
    """

    name: str
    passed: bool
    found: str
    advice: str = ""
    concerns: tuple[str, ...] = ()


@frozen(kw_only=True)
class Diagnosis:
    """Every question that was asked. The first that did not pass is the one to deal with."""

    steps: tuple[CheckStep, ...]

    @property
    def passed(self) -> bool:
        """Whether the shop can be used."""
        return all(step.passed for step in self.steps)

    def __str__(self) -> str:
        return "\n".join(_line(step) for step in self.steps)


def _line(step: CheckStep) -> str:
    advice = f"\n     {step.advice}" if step.advice else ""
    return f"{'ok  ' if step.passed else 'FAIL'} {step.name}: {step.found}{advice}"


def diagnosis(*, write: bool = False) -> Flow[Diagnosis]:
    """Ask: is there an API, does it know the key, may the key read, and write; what runs there."""
    questions: list[tuple[str, Operation[Any], Callable[[Any], str]]] = [
        ("API", raw("GET", "/", query=(("_fields", "namespace"),)), _api_found),
        ("key reads", raw("GET", "/orders", query=(("per_page", "1"), ("_fields", "id"))), _orders_found),
    ]
    if write:
        # A batch of nothing changes nothing, but is refused to a key that may only read.
        questions.append(("key writes", raw("POST", "/products/batch", body={}, repeatable=True), lambda _: "yes"))
    steps: list[CheckStep] = []
    for name, operation, found in questions:
        step = yield from _asked(name, operation, found)
        steps.append(step)
        if not step.passed:
            return Diagnosis(steps=tuple(steps))
    steps.append((yield from _status_step()))
    return Diagnosis(steps=tuple(steps))


def _asked(name: str, operation: Operation[Any], found: Callable[[Any], str]) -> Flow[CheckStep]:
    try:
        answer = yield evolve(operation, parse=lambda response: (document_of(operation.request, response), response)[1])
    except WooCommerceError as error:
        return CheckStep(name=name, passed=False, found=str(error), advice=advice_for(error), concerns=concerns_of(error))
    return CheckStep(name=name, passed=True, found=found(answer))


def _status_step() -> Flow[CheckStep]:
    try:
        status: SystemStatus = yield SystemStatuses.get()
    except (AuthenticationError, ForbiddenError):
        return CheckStep(name="versions", passed=True, found="not told to this key", advice="Only keys of an administrator see them")
    except WooCommerceError as error:
        return CheckStep(name="versions", passed=False, found=str(error), advice=advice_for(error), concerns=concerns_of(error))
    environment, settings = status.environment, status.settings
    stores = "high-performance order storage" if settings.hpos_enabled else "orders stored as posts"
    found = f"WooCommerce {environment.version}, WordPress {environment.wp_version}, PHP {environment.php_version}, {stores}"
    return CheckStep(name="versions", passed=True, found=found)


def advice_for(error: WooCommerceError) -> str:
    """What to do about an error."""
    if isinstance(error, StatusError) and error.hint:
        return error.hint
    if isinstance(error, ConnectionFailedError):
        return "Check the address, the network and the certificate"
    if isinstance(error, ForbiddenError):
        return "The key's user must be an administrator or a shop manager"
    return ""


def concerns_of(error: WooCommerceError) -> tuple[str, ...]:
    """The questions whose answers an error puts in doubt, by their names."""
    match error:
        case AuthenticationError() | ForbiddenError():
            return ("key", "secret")
        case ThrottledError() | ServerError():
            return ()
    return ("url",)


def _api_found(response: Response) -> str:
    return f"answers at {response.header('Date') or 'an unknown time'}"


def _orders_found(response: Response) -> str:
    return f"yes, {response.header('X-WP-Total') or 'some'} orders"


def clock_skew(response: Response, now: datetime) -> float | None:
    """Seconds by which this machine's clock is ahead of the shop's; None where the shop tells no time."""
    try:
        return (now - parsedate_to_datetime(response.header("Date") or "")).total_seconds()
    except (ValueError, TypeError):
        return None
