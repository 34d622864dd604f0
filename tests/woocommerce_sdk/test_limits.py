"""When a request is sent again, and how long is waited before."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Literal

import httpx
import pytest
from attrs import evolve

import woocommerce_sdk as woo
from tests.woocommerce_sdk.answers import async_client, client, in_turn, json
from woocommerce_sdk.limits import Conversation, may_repeat, retry_after

READ: woo.Operation[woo.Order] = woo.Orders.get(7)
WRITE: woo.Operation[woo.Order] = woo.Orders.create(woo.OrderDraft())
NOW = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
STEADY = woo.RetryPolicy(jitter=lambda: 0.0)


def response(status: int, content: bytes = b"", **headers: str) -> woo.Response:
    return woo.Response(status=status, headers=tuple((name.replace("_", "-"), value) for name, value in headers.items()), content=content)


Kind = Literal["connect", "timeout", "broken", "too-large"]


def failure(kind: Kind, reach: woo.Reach) -> woo.Failure:
    return woo.Failure(kind=kind, reach=reach, message="x")


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504, 520, 521, 522, 523, 524, 525, 527, 530])
def test_reading_is_tried_again_after_what_passes(status: int) -> None:
    assert (True, False) == (may_repeat(READ, response(status)), may_repeat(WRITE, response(status)))


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 409, 410, 413, 501])
def test_nothing_is_tried_again_after_a_refusal(status: int) -> None:
    assert (False, False) == (may_repeat(READ, response(status)), may_repeat(WRITE, response(status)))


def test_everything_is_tried_again_where_it_was_refused_unread() -> None:
    assert (True, True) == (may_repeat(READ, response(429)), may_repeat(WRITE, response(429)))


def test_a_500_with_a_reason_is_a_refusal() -> None:
    told = response(500, b'{"code":"woocommerce_rest_cannot_create_order_refund","message":"x","data":500}')
    assert not may_repeat(evolve(WRITE, repeatable=True), told)


def test_a_500_of_php_passes() -> None:
    assert may_repeat(READ, response(500, b'{"code":"internal_server_error","message":"x"}'))


@pytest.mark.parametrize(
    ("kind", "reach", "reading", "writing"),
    [
        ("connect", woo.Reach.NOT_SENT, True, True),
        ("timeout", woo.Reach.NOT_SENT, True, True),
        ("timeout", woo.Reach.UNKNOWN, True, False),
        ("broken", woo.Reach.UNKNOWN, True, False),
        ("too-large", woo.Reach.UNKNOWN, False, False),
    ],
)
def test_what_drew_no_answer_is_tried_again_where_that_cannot_harm(kind: Kind, reach: woo.Reach, reading: bool, writing: bool) -> None:
    lost = failure(kind, reach)
    assert (reading, writing) == (may_repeat(READ, lost), may_repeat(WRITE, lost))


# How long.


def test_waits_double_up_to_a_cap() -> None:
    policy = woo.RetryPolicy(base=0.5, cap=3.0, jitter=lambda: 0.0)
    assert [0.5, 1.0, 2.0, 3.0, 3.0] == [policy.backoff(attempt) for attempt in range(1, 6)]


@pytest.mark.parametrize(("chance", "seconds"), [(0.0, 1.0), (0.5, 0.75), (1.0, 0.5)])
def test_chance_shortens_a_wait_by_half_at_most(chance: float, seconds: float) -> None:
    assert seconds == woo.RetryPolicy(base=1.0, jitter=lambda: chance).backoff(1)


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("7", 7.0),
        ("0", 0.0),
        (format_datetime(NOW.replace(minute=1), usegmt=True), 60.0),
        ("Mon, 01 Jan 2024 00:00:00 GMT", 0.0),
        ("soon", None),
        ("", None),
    ],
)
def test_a_shop_that_says_how_long_is_believed(told: str, seconds: float | None) -> None:
    assert seconds == retry_after(response(503, Retry_After=told), NOW.timestamp())


def test_a_shop_that_says_nothing_is_not_asked_for_longer_than_the_policy_has() -> None:
    assert None is retry_after(response(503), NOW.timestamp())


def conversation(clock: list[float], policy: woo.RetryPolicy = STEADY) -> Conversation:
    return Conversation(policy, lambda: clock[0], NOW.timestamp)


def test_the_wait_of_the_shop_goes_before_that_of_the_policy() -> None:
    assert 7.0 == conversation([0.0]).delay(READ, response(503, Retry_After="7"), 1)


def test_the_last_attempt_is_the_last() -> None:
    talk = conversation([0.0], evolve(STEADY, attempts=3))
    assert [0.5, 1.0, None] == [talk.delay(READ, response(503), attempt) for attempt in (1, 2, 3)]


def test_no_wait_goes_beyond_the_deadline() -> None:
    clock = [100.0]
    talk = conversation(clock, evolve(STEADY, deadline=10.0))
    clock[0] = 109.0
    assert (1.0, None) == (
        talk.delay(READ, response(503, Retry_After="1"), 1),
        talk.delay(READ, response(503, Retry_After="2"), 1),
    )


def test_a_shop_announces_no_quota() -> None:
    assert 0 == conversation([0.0]).pause(READ)


# In a client.


def test_a_client_waits_and_tries_again() -> None:
    slept: list[float] = []
    answers = in_turn(httpx.Response(503), httpx.ReadTimeout("slow"), json({"id": 7}))
    order = client(answers, retries=STEADY, sleep=slept.append).orders.get(7)
    assert (7, [0.5, 1.0]) == (order.id, slept)


def test_an_awaiting_client_waits_and_tries_again() -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    async def asked() -> int:
        answers = in_turn(httpx.Response(503), httpx.ReadTimeout("slow"), json({"id": 7}))
        async with async_client(answers, retries=STEADY, sleep=sleep) as shop:
            return (await shop.orders.get(7)).id

    assert (7, [0.5, 1.0]) == (asyncio.run(asked()), slept)


def test_an_error_counts_the_attempts_before_it() -> None:
    with pytest.raises(woo.ServerError, match="after 4 attempts") as caught:
        client(in_turn(*(httpx.Response(503) for _ in range(4))), retries=STEADY).orders.get(7)
    assert 4 == caught.value.attempts


def test_a_throttled_request_tells_how_long_to_wait() -> None:
    with pytest.raises(woo.ThrottledError) as caught:
        client(in_turn(httpx.Response(429, headers={"Retry-After": "9"}))).orders.get(7)
    assert 9.0 == caught.value.retry_after


def test_a_request_of_ones_own_is_tried_again_where_that_is_said() -> None:
    seen: list[httpx.Request] = []
    shop = client(in_turn(httpx.Response(503), json({}), seen=seen), retries=STEADY)
    shop.request("POST", "/plugin/count", repeatable=True)
    assert 2 == len(seen)
