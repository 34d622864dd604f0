from __future__ import annotations

import json
from typing import Any

import pytest

from tests.brightpearl_sdk.testing.asking import Answered, Asking, account, customer, order

NOTE = "/order-service/order/{}/note"


def message(label: str, uri: str, body: Any = None, method: str = "POST") -> dict[str, Any]:
    return {"label": label, "uri": uri, "httpMethod": method, "body": body or {}}


def sent(ask: Asking, *messages: Any, mode: str = "SEQUENTIAL", on_fail: str = "CONTINUE") -> Answered:
    return ask("POST", "multi-message", {"processingMode": mode, "onFail": on_fail, "messages": list(messages)})


def done(answered: Answered) -> list[tuple[str, int, Any]]:
    return [(each["label"], each["statusCode"], json.loads(each["body"]["content"])) for each in answered.response["processedMessages"]]


@pytest.fixture
def ask() -> Asking:
    """An account with order 100001."""
    asking = account()
    order(asking, contact=customer(asking))
    return asking


def note(label: str, text: str = "Call before noon", order_id: int = 100001) -> dict[str, Any]:
    return message(label, NOTE.format(order_id), {"text": text} if text else {})


def test_parts_that_all_succeed_are_200_and_each_answer_is_text(ask: Asking) -> None:
    answered = sent(ask, note("a"), note("b"))
    assert (200, [("a", 200, {"response": 1}), ("b", 200, {"response": 2})]) == (answered.status, done(answered))
    assert ([], str) == (answered.response["unprocessedMessages"], type(answered.response["processedMessages"][0]["body"]["content"]))


def test_a_part_that_fails_makes_it_207_and_the_others_go_on(ask: Asking) -> None:
    answered = sent(ask, note("a"), note("b", text=""), note("c"))
    assert (207, [200, 400, 200], []) == (answered.status, [part[1] for part in done(answered)], answered.response["unprocessedMessages"])


def test_after_a_failure_stop_leaves_the_rest_and_keeps_what_was_done(ask: Asking) -> None:
    answered = sent(ask, note("a"), note("b", text=""), note("c"), note("d"), on_fail="STOP")
    assert (207, [200, 400], ["c", "d"]) == (
        answered.status,
        [part[1] for part in done(answered)],
        answered.response["unprocessedMessages"],
    )
    assert 1 == len(ask.double.records("order_notes"))


def test_a_part_is_refused_as_it_would_be_alone(ask: Asking) -> None:
    (part,) = done(sent(ask, note("a", order_id=5)))
    assert (404, ask("POST", "order-service/order/5/note", {"text": "x"}).document) == part[1:]


def test_a_part_may_put_patch_and_delete(ask: Asking) -> None:
    answered = sent(
        ask,
        message("a", "/order-service/order/100001/status", {"orderStatusId": 3}, "PUT"),
        message("b", "/order-service/order/100001", [{"op": "replace", "path": "/reference", "value": "X1"}], "PATCH"),
        message("c", "/order-service/order/100001/row/1", None, "DELETE"),
    )
    shown = ask("GET", "order-service/order/100001").response[0]
    assert (200, 3, "X1", {}) == (answered.status, shown["orderStatus"]["orderStatusId"], shown["reference"], shown["orderRows"])


def test_reading_cannot_be_a_part(ask: Asking) -> None:
    assert [("a", 400)] == [part[:2] for part in done(sent(ask, message("a", "/order-service/order/100001", None, "GET")))]


def test_the_whole_counts_as_one_request(ask: Asking) -> None:
    before = int(ask("GET", "order-service/order-type").header("Brightpearl-Requests-Remaining") or 0)
    assert str(before - 1) == sent(ask, *(note(str(number)) for number in range(10))).header("Brightpearl-Requests-Remaining")


@pytest.mark.parametrize(
    "body",
    [
        {"processingMode": "SEQUENTIAL", "onFail": "STOP", "messages": []},
        {"processingMode": "SEQUENTIAL", "onFail": "STOP"},
        {"processingMode": "SEQUENTIAL", "onFail": "STOP", "messages": [note(str(number)) for number in range(11)]},
        {"processingMode": "SEQUENTIAL", "onFail": "STOP", "messages": [note("same"), note("same")]},
        {"processingMode": "SEQUENTIAL", "onFail": "STOP", "messages": ["text"]},
        {"processingMode": "PARALLEL", "onFail": "STOP", "messages": [note("a")]},
        {"processingMode": "AT ONCE", "onFail": "STOP", "messages": [note("a")]},
        [note("a")],
    ],
)
def test_a_whole_that_breaks_the_rules_does_nothing(ask: Asking, body: Any) -> None:
    assert 400 == ask("POST", "multi-message", body).status
    assert [] == ask.double.records("order_notes")
