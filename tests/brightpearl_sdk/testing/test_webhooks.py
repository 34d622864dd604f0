from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

import brightpearl_sdk as bp
from brightpearl_sdk.testing import Delivery, calling, serving
from tests.brightpearl_sdk.testing.asking import MUG, PLATE, Asking, Clock, account, line, order, reserve, row, row_ids

PATH = "integration-service/webhook"
BODY = (
    '{"accountCode": "${account-code}", "resourceType": "${resource-type}", "id": "${resource-id}", '
    '"lifecycleEvent": "${lifecycle-event}", "fullEvent": "${full-event}", "raisedOn": "${raised-on}", '
    '"brightpearlVersion": "${brightpearl-version}"}'
)


@pytest.fixture
def ask() -> Asking:
    return account()


def hook(event: str = "sales-order.created", **more: Any) -> dict[str, Any]:
    return {
        "subscribeTo": event,
        "httpMethod": "POST",
        "uriTemplate": "https://shop.example/hooks?k=secret",
        "bodyTemplate": BODY,
        "contentType": "application/json",
        **more,
    }


def told(ask: Asking) -> list[tuple[str, str]]:
    """Events and ids of the calls that are due."""
    return [(each.event, json.loads(each.body)["id"]) for each in ask.double.due()]


# Subscriptions.


def test_a_webhook_is_shown_as_it_was_made(ask: Asking) -> None:
    id = ask.id("POST", PATH, hook(idSetAccepted=True, qualityOfService=1))
    expected = [{**hook(idSetAccepted=True, qualityOfService=1), "id": id}]
    assert expected == ask("GET", f"{PATH}/{id}").response == ask("GET", PATH).response


@pytest.mark.parametrize(
    "event",
    [
        "product",
        "product.modified",
        "product.modified.on-hand-modified",
        "goods-out-note.modified.un-packed",
        "order",
        "sales-order.created",
    ],
)
def test_an_event_or_its_front_part_can_be_subscribed_to(ask: Asking, event: str) -> None:
    assert 200 == ask("POST", PATH, hook(event)).status


@pytest.mark.parametrize("event", ["invalid-resource", "contact.modified", "order.created", "prod", "product.", "", None])
def test_other_events_cannot(ask: Asking, event: str) -> None:
    answered = ask("POST", PATH, hook(event))
    assert (400, [("INTC-064", f"{event} either does not exist or cannot be subscribed too")]) == (
        answered.status,
        [(each["code"], each["message"]) for each in answered.document["errors"]],
    )


@pytest.mark.parametrize(
    "given",
    [
        {"httpMethod": "PATCH"},
        {"uriTemplate": "/hooks"},
        {"uriTemplate": None},
        {"bodyTemplate": None},
        {"contentType": None},
        {"qualityOfService": 2},
    ],
)
def test_a_webhook_that_breaks_a_rule_is_not_made(ask: Asking, given: dict[str, Any]) -> None:
    assert (400, 404) == (ask("POST", PATH, {**hook(), **given}).status, ask("GET", PATH).status)


def test_every_variable_that_is_missing_is_told(ask: Asking) -> None:
    given = {**hook("product"), "httpMethod": "DELETE", "uriTemplate": "https://shop.example/${resource-id}"}
    assert (400, ["INTC-057"] * 3) == ask("POST", PATH, given).refusal


def test_variables_may_stand_in_the_address(ask: Asking) -> None:
    address = "https://shop.example/${account-code}/${resource-type}/${resource-id}/${lifecycle-event}"
    ask.id("POST", PATH, {**hook("product.modified"), "httpMethod": "DELETE", "uriTemplate": address})
    ask("PUT", f"product-service/product/{MUG}", {"featured": True})
    (call,) = ask.double.due()
    assert ("DELETE", f"https://shop.example/acme/product/{MUG}/modified", b"", None) == (
        call.method,
        call.url,
        call.body,
        call.content_type,
    )


def test_a_webhook_is_removed(ask: Asking) -> None:
    id = ask.id("POST", PATH, hook())
    order(ask)
    assert ({}, (), 404) == (ask("DELETE", f"{PATH}/{id}").document, ask.double.due(), ask("DELETE", f"{PATH}/{id}").status)


# What is told.


def test_a_call_says_what_happened_to_what(ask: Asking) -> None:
    id = ask.id("POST", PATH, hook())
    made = order(ask)
    (call,) = ask.double.due()
    assert (id, "POST", "https://shop.example/hooks?k=secret", "application/json") == (
        call.webhook_id,
        call.method,
        call.url,
        call.content_type,
    )
    assert {
        "accountCode": "acme",
        "resourceType": "sales-order",
        "id": str(made),
        "lifecycleEvent": "created",
        "fullEvent": "sales-order.created",
        "raisedOn": "2026-03-02T10:15:00.000Z",
        "brightpearlVersion": "4.95.2647",
    } == json.loads(call.body)


def test_the_client_reads_what_the_account_says(ask: Asking) -> None:
    ask.id("POST", PATH, hook("product.modified.on-hand-modified", idSetAccepted=True))
    id = order(ask, row(MUG), row(PLATE))
    mugs, plates = row_ids(ask, id)
    reserve(ask, id, line(MUG, mugs, 1), line(PLATE, plates, 1))
    (call,) = ask.double.due()
    read = bp.read_webhook(call.body)
    assert ("product.modified.on-hand-modified", [MUG, PLATE]) == (read.full_event, list(read.ids))


def test_only_what_happens_after_a_subscription_is_told(ask: Asking) -> None:
    order(ask)
    ask.id("POST", PATH, hook())
    assert [] == told(ask)


def test_a_front_part_covers_what_is_below_it_and_nothing_beside_it(ask: Asking) -> None:
    made = order(ask)
    for event in ("order", "order.modified.order-status", "sales-order"):
        ask.id("POST", PATH, hook(event))
    ask("PUT", f"order-service/order/{made}/status", {"orderStatusId": 3})
    assert [
        ("order.modified", str(made)),
        ("order.modified.order-status", str(made)),
        ("order.modified.order-status", str(made)),
    ] == sorted(told(ask))


def test_one_call_is_made_for_each_id_unless_sets_are_taken(ask: Asking) -> None:
    ask.id("POST", PATH, hook("product.modified"))
    ask.id("POST", PATH, hook("product.modified", idSetAccepted=True))
    for id in (MUG, PLATE, MUG):
        ask("PUT", f"product-service/product/{id}", {"featured": True})
    singles = [("product.modified", str(id)) for id in (MUG, PLATE, MUG)]
    assert sorted([*singles, ("product.modified", f"{MUG}-{PLATE}")]) == sorted(told(ask))


def test_a_secret_in_the_address_is_not_in_the_repr(ask: Asking) -> None:
    ask.id("POST", PATH, hook())
    order(ask)
    assert "secret" not in repr(ask.double.due())


# How it is delivered.


def delivered(ask: Asking, *statuses: int) -> list[int]:
    """Statuses of what was sent, each call with the next answer."""
    answers = iter(statuses)
    return [status for _, status in ask.double.deliver(lambda call: next(answers))]


def test_what_was_accepted_is_not_sent_again(ask: Asking) -> None:
    ask.id("POST", PATH, hook())
    order(ask)
    assert ([200], []) == (delivered(ask, 200), delivered(ask))


@pytest.mark.parametrize(
    ("quality", "status", "again"),
    [
        (0, 503, True),
        (0, 500, False),
        (0, 0, False),
        (0, 404, False),
        (1, 503, True),
        (1, 500, True),
        (1, 0, True),
        (1, 404, False),
        (1, 302, True),
    ],
)
def test_which_failures_are_tried_again_is_a_matter_of_quality(quality: int, status: int, again: bool) -> None:
    clock = Clock()
    ask = account(clock=clock)
    ask.id("POST", PATH, hook(qualityOfService=quality))
    order(ask)
    delivered(ask, status)
    clock.pass_(minutes=1)
    assert again is bool(ask.double.due())


def test_tries_are_further_and_further_apart_and_end_after_a_day() -> None:
    clock = Clock()
    ask = account(clock=clock)
    ask.id("POST", PATH, hook(qualityOfService=1))
    order(ask)
    tries = []
    for _ in range(60 * 30):
        for call, _ in ask.double.deliver(lambda call: 500):
            tries.append((int((clock.now - Clock().now).total_seconds() // 60), call.attempt))
        clock.pass_(minutes=1)
    assert [(0, 1), (1, 2), (6, 3), (21, 4), (81, 5), (141, 6)] == tries[:6]
    assert (1461, ()) == (tries[-1][0], ask.double.due())


def test_what_happens_while_a_call_waits_is_another_call() -> None:
    clock = Clock()
    ask = account(clock=clock)
    ask.id("POST", PATH, hook(idSetAccepted=True, qualityOfService=1))
    first = order(ask)
    delivered(ask, 500)
    second = order(ask)
    clock.pass_(minutes=1)
    assert [("sales-order.created", str(first)), ("sales-order.created", str(second))] == told(ask)


def test_what_is_owed_survives_a_snapshot(ask: Asking) -> None:
    ask.id("POST", PATH, hook())
    order(ask)
    other = account()
    other.double.restore(ask.double.snapshot())
    assert ask.double.due() == other.double.due()


# Test calls.


def test_a_call_is_made_of_test_data(ask: Asking) -> None:
    id = ask.id("POST", PATH, hook(idSetAccepted=True))
    data = {"${account-code}": "test", "${resource-type}": "product", "${resource-id}": "1-5,99", "${lifecycle-event}": "modified"}
    assert {} == ask("POST", f"{PATH}/{id}/simulate", {"testData": data}).document
    (call,) = ask.double.due()
    body = json.loads(call.body)
    assert ("test", "product", "1-5,99", "product.modified") == (body["accountCode"], body["resourceType"], body["id"], body["fullEvent"])


def test_a_webhook_that_takes_no_sets_is_called_for_each_id(ask: Asking) -> None:
    id = ask.id("POST", PATH, hook())
    ask("POST", f"{PATH}/{id}/simulate", {"testData": {"${resource-id}": "1-3", "${resource-type}": "product"}})
    assert ["1", "2", "3"] == [each for _, each in told(ask)]


@pytest.mark.parametrize("data", [None, {}, {"${resource-id}": 1}, {"${resource-id}": "1-11"}, {"${resource-id}": "x"}])
def test_test_data_that_cannot_be_is_refused(ask: Asking, data: Any) -> None:
    id = ask.id("POST", PATH, hook())
    assert 400 == ask("POST", f"{PATH}/{id}/simulate", {"testData": data}).status


def test_a_delivery_is_a_value(ask: Asking) -> None:
    ask.id("POST", PATH, hook())
    order(ask)
    (call,) = ask.double.due()
    assert isinstance(call, Delivery)
    assert ask.double.due() == (call,)


# On a real socket.


def test_calls_arrive_at_a_receiver_on_a_real_socket(ask: Asking) -> None:
    received: list[bp.Request] = []

    def receive(request: bp.Request) -> bp.Response:
        received.append(request)
        return bp.Response(status=200)

    with serving(receive) as url, httpx.Client() as http:
        ask.id("POST", PATH, hook(uriTemplate=f"{url}/hooks/${{resource-id}}?k=secret"))
        id = order(ask)
        assert [200] == [status for _, status in ask.double.deliver(calling(http))]
    (request,) = received
    event = bp.read_webhook(request.content)
    assert (f"/hooks/{id}", "secret", "application/json", id) == (
        request.path,
        request.parameter("k"),
        request.header("content-type"),
        *event.ids,
    )


def test_a_receiver_that_is_not_there_answers_nothing(ask: Asking) -> None:
    ask.id("POST", PATH, hook(uriTemplate="http://127.0.0.1:9/hooks"))
    order(ask)
    with httpx.Client() as http:
        assert [0] == [status for _, status in ask.double.deliver(calling(http))]


def test_calls_that_come_twice_or_in_another_order_tell_the_same_of_the_account(ask: Asking) -> None:
    ask.id("POST", PATH, hook(event="order.modified"))
    ids = {order(ask), order(ask)}
    for id in ids:
        ask("PUT", f"order-service/order/{id}/status", {"orderStatusId": 4})
    due = ask.double.due()
    heard = [id for call in (*reversed(due), *due) for id in bp.read_webhook(call.body).ids]
    assert (ids, 2 * len(due)) == (set(heard), len(heard))
