from __future__ import annotations

import asyncio
from collections.abc import Generator
from typing import Any

import pytest
from attrs import define, field

from brightpearl_sdk._kernel.exchange import Reply, Step, exchange
from brightpearl_sdk._kernel.operation import Failure, Operation, Page, Reach, Request, Response, Sleep
from brightpearl_sdk._kernel.runner import AsyncRunner, Runner


class NoAnswer(Exception):
    pass


@define
class Rules:
    pauses: list[float] = field(factory=list)
    delays: list[float | None] = field(factory=list)
    seen: list[object] = field(factory=list)

    def pause(self, operation: Operation[Any]) -> float:
        return self.pauses.pop(0) if self.pauses else 0

    def observe(self, operation: Operation[Any], reply: Response | Failure) -> None:
        self.seen.append(reply)

    def delay(self, operation: Operation[Any], reply: Response | Failure, attempt: int) -> float | None:
        return self.delays.pop(0) if self.delays else None

    def error(self, operation: Operation[Any], reply: Response | Failure, attempts: int) -> Exception:
        return NoAnswer(attempts)


OK = Response(status=200, content=b"fine")
BUSY = Response(status=503)
LOST = Failure(kind="timeout", reach=Reach.UNKNOWN, message="no answer")
ASK = Operation(request=Request(method="GET", path="/x"), parse=lambda response: response.content.decode())


def converse(rules: Rules, replies: list[Reply]) -> tuple[list[Step], str]:
    """The steps a conversation took, and its end, with replies given to its requests in turn."""
    flow: Generator[Step, Reply, str] = exchange(ASK, rules)
    steps: list[Step] = []
    reply: Reply = None
    try:
        while True:
            step = flow.send(reply)
            steps.append(step)
            reply = replies.pop(0) if isinstance(step, Request) else None
    except StopIteration as done:
        return steps, done.value
    except NoAnswer as error:
        return steps, f"no answer after {error}"


def test_an_answer_is_read() -> None:
    assert ([ASK.request], "fine") == converse(Rules(), [OK])


def test_a_refusal_that_may_be_repeated_is_repeated_after_its_delay() -> None:
    assert ([ASK.request, Sleep(2.0), ASK.request], "fine") == converse(Rules(delays=[2.0]), [BUSY, OK])


def test_a_refusal_that_must_not_be_repeated_is_an_error_that_counts_the_attempts() -> None:
    assert ([ASK.request, Sleep(1.0), ASK.request], "no answer after 2") == converse(Rules(delays=[1.0, None]), [BUSY, LOST])


def test_the_quota_is_waited_for_as_often_as_it_says() -> None:
    assert ([Sleep(3.0), Sleep(0.5), ASK.request], "fine") == converse(Rules(pauses=[3.0, 0.5]), [OK])


def test_every_reply_is_shown_to_the_policy() -> None:
    rules = Rules(delays=[0.0])
    converse(rules, [LOST, OK])
    assert [LOST, OK] == rules.seen


class Blocking(Runner):
    def __init__(self, replies: list[Reply]) -> None:
        self.replies = replies
        self.steps: list[Step] = []
        self._policy = Rules(delays=[0.25])

    @property
    def policy(self) -> Rules:
        return self._policy

    def perform(self, step: Step) -> Reply:
        self.steps.append(step)
        return self.replies.pop(0) if isinstance(step, Request) else None


class Awaiting(AsyncRunner):
    def __init__(self, replies: list[Reply]) -> None:
        self.inner = Blocking(replies)

    @property
    def policy(self) -> Rules:
        return self.inner.policy

    async def perform(self, step: Step) -> Reply:
        return self.inner.perform(step)


def test_both_runners_take_the_same_steps() -> None:
    blocking, awaiting = Blocking([BUSY, OK]), Awaiting([BUSY, OK])
    ended = blocking.send(ASK), asyncio.run(awaiting.send(ASK))
    assert (("fine", "fine"), blocking.steps) == (ended, awaiting.inner.steps)


def listing(pages: int, number: int = 1) -> Operation[Page[int]]:
    def read(response: Response) -> Page[int]:
        return Page(items=(number,), next=listing(pages, number + 1) if number < pages else None, total=pages)

    return Operation(request=Request(method="GET", path=f"/{number}"), parse=read)


def test_pages_are_fetched_only_as_they_are_asked_for() -> None:
    runner = Blocking([OK, OK, OK])
    pages = runner.pages(listing(3))
    first = next(pages)
    assert ((1,), 1) == (first.items, len(runner.steps))


def test_all_pages_arrive_in_order_on_both_runners() -> None:
    async def collect() -> list[int]:
        return [item async for page in Awaiting([OK, OK, OK]).pages(listing(3)) for item in page.items]

    blocking = [item for page in Blocking([OK, OK, OK]).pages(listing(3)) for item in page.items]
    assert ([1, 2, 3], [1, 2, 3]) == (blocking, asyncio.run(collect()))


def test_a_query_leaves_the_slash_of_a_period_and_escapes_a_plus() -> None:
    request = Request(method="GET", path="/s", query=(("updatedOn", "2024-01-01T00:00:00Z/"), ("q", "a+b c")))
    assert "/s?updatedOn=2024-01-01T00:00:00Z/&q=a%2Bb%20c" == request.target


def test_headers_are_found_whatever_their_case() -> None:
    assert "7" == Response(status=200, headers=(("X-WP-Total", "7"),)).header("x-wp-total")


def test_neither_headers_nor_content_show_in_a_repr() -> None:
    request = Request(method="POST", path="/x", headers=(("Authorization", "Bearer s3cret"),), content=b"s3cret")
    assert "s3cret" not in repr(request)


@pytest.mark.parametrize(("status", "ok"), [(200, True), (207, True), (299, True), (199, False), (301, False), (404, False)])
def test_only_a_2xx_is_ok(status: int, ok: bool) -> None:
    assert ok is Response(status=status).ok
