"""Flows of many requests to both systems, written once: generators that ask, driven by blocking or awaiting clients."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Generator
from typing import Any, TypeVar, cast

from attrs import frozen

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.described import described
from bpwoo_sync.errors import NoClientError

T = TypeVar("T")
C = TypeVar("C")


@frozen
class AskBrightpearl:
    """A step of a flow: send this operation to the Brightpearl account."""

    operation: bp.Operation[Any]


@frozen
class AskWooCommerce:
    """A step of a flow: send this operation to the shop."""

    operation: woo.Operation[Any]


@described
@frozen
class Pause:
    """A step of a flow: wait this many seconds."""

    seconds: float
    """In seconds."""


Step = AskBrightpearl | AskWooCommerce | Pause
Flow = Generator[Step, Any, T]

#: What a step may raise into a flow. Anything else is a fault of the program and ends it.
VendorError: tuple[type[bp.BrightpearlError], type[woo.WooCommerceError]] = (bp.BrightpearlError, woo.WooCommerceError)

#: What says that a sign-in cannot be used: nothing else would work either.
SIGN_IN_ERRORS: tuple[type[bp.BrightpearlError] | type[woo.WooCommerceError], ...] = (
    bp.AuthenticationError,
    bp.SignInError,
    woo.AuthenticationError,
)


def ask_brightpearl(operation: bp.Operation[T]) -> Flow[T]:
    """Send one operation to Brightpearl and return what its answer says."""
    return cast(T, (yield AskBrightpearl(operation)))


def ask_woocommerce(operation: woo.Operation[T]) -> Flow[T]:
    """Send one operation to the shop and return what its answer says."""
    return cast(T, (yield AskWooCommerce(operation)))


def every_row(operation: bp.Operation[bp.Page[T]]) -> Flow[list[T]]:
    """All rows of a Brightpearl search, page after page."""
    rows: list[T] = []
    following: bp.Operation[bp.Page[T]] | None = operation
    while following is not None:
        page = yield from ask_brightpearl(following)
        rows.extend(page.items)
        following = page.next
    return rows


def every_record(operation: woo.Operation[woo.Page[T]]) -> Flow[list[T]]:
    """All records of a shop's listing, page after page."""
    records: list[T] = []
    following: woo.Operation[woo.Page[T]] | None = operation
    while following is not None:
        page = yield from ask_woocommerce(following)
        records.extend(page.items)
        following = page.next
    return records


def within_shop(flow: Generator[woo.Operation[Any], Any, T]) -> Flow[T]:
    """Take the steps of a flow that only asks the shop, such as a batch."""
    reply: Any = None
    fault: woo.WooCommerceError | None = None
    try:
        while True:
            operation = flow.send(reply) if fault is None else flow.throw(fault)
            reply, fault = None, None
            try:
                reply = yield AskWooCommerce(operation)
            except woo.WooCommerceError as error:
                fault = error
    except StopIteration as done:
        return cast(T, done.value)


def watched(flow: Flow[T], look: Callable[[Step], None]) -> Flow[T]:
    """The same flow, with a look at each step before it is taken. What looking raises ends the flow, and that step is not taken."""
    reply: Any = None
    fault: Exception | None = None
    try:
        while True:
            step = flow.send(reply) if fault is None else flow.throw(fault)
            reply, fault = None, None
            look(step)
            try:
                reply = yield step
            except VendorError as error:
                fault = error
    except StopIteration as done:
        return cast(T, done.value)


def is_write(step: Step) -> bool:
    """Whether taking a step may change something in either system."""
    return not isinstance(step, Pause) and step.operation.request.method not in ("GET", "OPTIONS", "HEAD")


def _given(client: C | None, side: str) -> C:
    if client is None:
        raise NoClientError(f"This flow asks {side}, and was given no client for it.")
    return client


def run(
    flow: Flow[T],
    brightpearl: bp.Brightpearl | None,
    shop: woo.WooCommerce | None,
    *,
    sleep: Callable[[float], None] = time.sleep,
) -> T:
    """Drive a flow with blocking clients. A side that the flow does not ask may be None.

    Raises :class:`~bpwoo_sync.errors.NoClientError` where it asks that side all the same.
    """

    def perform(step: Step) -> Any:
        match step:
            case AskBrightpearl(operation):
                return _given(brightpearl, "Brightpearl").send(operation)
            case AskWooCommerce(operation):
                return _given(shop, "the shop").send(operation)
            case Pause(seconds):
                return sleep(seconds)

    reply: Any = None
    fault: Exception | None = None
    try:
        while True:
            step = flow.send(reply) if fault is None else flow.throw(fault)
            reply, fault = None, None
            try:
                reply = perform(step)
            except VendorError as error:
                fault = error
    except StopIteration as done:
        return cast(T, done.value)


async def arun(
    flow: Flow[T],
    brightpearl: bp.AsyncBrightpearl | None,
    shop: woo.AsyncWooCommerce | None,
    *,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> T:
    """Drive a flow with awaiting clients. A side that the flow does not ask may be None.

    Raises :class:`~bpwoo_sync.errors.NoClientError` where it asks that side all the same.
    """

    async def perform(step: Step) -> Any:
        match step:
            case AskBrightpearl(operation):
                return await _given(brightpearl, "Brightpearl").send(operation)
            case AskWooCommerce(operation):
                return await _given(shop, "the shop").send(operation)
            case Pause(seconds):
                return await sleep(seconds)

    reply: Any = None
    fault: Exception | None = None
    try:
        while True:
            step = flow.send(reply) if fault is None else flow.throw(fault)
            reply, fault = None, None
            try:
                reply = await perform(step)
            except VendorError as error:
                fault = error
    except StopIteration as done:
        return cast(T, done.value)
