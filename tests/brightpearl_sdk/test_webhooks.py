from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

import pytest

import brightpearl_sdk as bp
from brightpearl_sdk.testing.transport import mock_transport
from tests.brightpearl_sdk.answers import answer, answered

#: As a server received it in 2022, with another account.
DELIVERED = (
    b'{"accountCode":"acme","resourceType":"order","id":"5906","lifecycleEvent":"modified",'
    b'"fullEvent":"order.modified.order-status","raisedOn":"2022-09-19T10:20:41.691Z","brightpearlVersion":"4.95.2647"}'
)
HOOK = "https://app.example/hook"


def test_a_delivery_becomes_a_typed_event() -> None:
    expected = bp.WebhookEvent(
        account_code="acme",
        resource_type="order",
        ids=bp.IdSet((5906,)),
        lifecycle=bp.Lifecycle.MODIFIED,
        specifier="order-status",
        full_event="order.modified.order-status",
        raised_on=datetime(2022, 9, 19, 10, 20, 41, 691000, tzinfo=UTC),
        brightpearl_version="4.95.2647",
    )
    assert expected == bp.read_webhook(DELIVERED)


def test_an_event_is_known_by_name_or_kept() -> None:
    known = bp.read_webhook(DELIVERED)
    other = bp.webhook_event({"resourceType": "order", "id": "1", "lifecycleEvent": "archived"})
    assert bp.ResourceEvent.ORDER_STATUS_MODIFIED is known.event
    assert (bp.Unrecognised("archived"), bp.Unrecognised("order.archived")) == (other.lifecycle, other.event)


def test_a_delivery_may_tell_of_a_set_of_ids() -> None:
    event = bp.read_webhook(DELIVERED.replace(b'"5906"', b'"1-5,99"'))
    assert [1, 2, 3, 4, 5, 99] == list(event.ids)


def test_an_event_by_get_is_read_from_the_pairs_of_its_address() -> None:
    event = bp.webhook_event({"id": "7", "fullEvent": "product.modified.on-hand-modified", "key": "secret"})
    told = (event.resource_type, event.lifecycle, event.specifier, event.event)
    assert ("product", bp.Lifecycle.MODIFIED, "on-hand-modified", bp.ResourceEvent.PRODUCT_ON_HAND_MODIFIED) == told


def test_a_variable_that_was_not_filled_is_nothing() -> None:
    fields = {"resourceType": "product", "id": "7", "lifecycleEvent": "created", "resourceSpecifier": "${resource-specifier}"}
    assert ("", "product.created") == (bp.webhook_event(fields).specifier, bp.webhook_event(fields).full_event)


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"<html>", r"at \$: the text is not JSON"),
        (b"[1]", r"at \$: an object was due"),
        (b'{"id": "x-3"}', r"at \$\.id: 'x-3' is no set of ids"),
        (b'{"resourceType": "order"}', r"at \$\.id: '' is no set of ids"),
        (b'{"id": "1", "raisedOn": "soon"}', r"at \$\.raisedOn: 'soon' is no moment"),
        (b'{"id": "1-99999999999"}', r"at \$\.id"),
    ],
)
def test_what_is_no_delivery_is_a_shape_error(content: bytes, place: str) -> None:
    with pytest.raises(bp.ShapeError, match=place):
        bp.read_webhook(content)


def test_a_body_that_the_template_makes_is_read() -> None:
    filled = (
        bp.webhook_body()
        .replace("${account-code}", "acme")
        .replace("${resource-type}", "product")
        .replace("${resource-id}", "1-2")
        .replace("${lifecycle-event}", "created")
        .replace("${resource-specifier}", "")
        .replace("${full-event}", "product.created")
        .replace("${raised-on}", "2026-03-02T12:00:00.000Z")
        .replace("${brightpearl-version}", "4.95.1")
    )
    event = bp.read_webhook(filled.encode())
    assert ("acme", bp.ResourceEvent.PRODUCT_CREATED, [1, 2]) == (event.account_code, event.event, list(event.ids))


def test_a_template_names_every_variable_by_the_keys_that_are_wanted() -> None:
    document = json.loads(bp.webhook_body({"id": "productIds"}))
    assert set(bp.WebhookVariable) == set(document.values())
    assert "${resource-id}" == document["productIds"]


@pytest.mark.parametrize(
    ("subscription", "event", "expected"),
    [
        ("product", "product.modified.on-hand-modified", True),
        ("product.modified", "product.modified", True),
        ("product.modified.on-hand-modified", "product.modified", False),
        ("order", "order-note.created", False),
    ],
)
def test_a_shorter_name_covers_all_below_it(subscription: str, event: str, expected: bool) -> None:
    assert expected is bp.covers(subscription, event)


@pytest.mark.parametrize(("given", "secret", "expected"), [("s3", "s3", True), ("s", "s3", False), (None, "s3", False), ("", "", False)])
def test_a_call_proves_itself_by_the_secret_of_its_address(given: str | None, secret: str, expected: bool) -> None:
    assert expected is bp.is_secret(given, secret)


def hook(id: int, event: str, address: str = f"{HOOK}?key=s3", **changes: Any) -> bp.Webhook:
    document = bp.encode(bp.webhook_draft(event, address))
    return bp.decode(bp.Webhook, {"id": id, **document, **changes})


ORDERS = bp.webhook_draft(bp.ResourceEvent.ORDER_STATUS_MODIFIED, f"{HOOK}?key=s3")
PRODUCTS = bp.webhook_draft("product", f"{HOOK}?key=s3")


def test_what_is_there_as_wanted_is_kept_and_what_is_missing_is_made() -> None:
    kept = hook(1, "product")
    assert bp.SubscriptionPlan(create=(ORDERS,), keep=(kept,)) == bp.subscription_plan([ORDERS, PRODUCTS], [kept])


def test_the_webhooks_of_others_are_left_alone() -> None:
    foreign = hook(1, "product", "https://other.example/hook")
    assert bp.SubscriptionPlan(create=(PRODUCTS,)) == bp.subscription_plan([PRODUCTS], [foreign])


def test_a_webhook_that_is_no_longer_wanted_is_removed() -> None:
    old = hook(1, "order.modified.fully-shipped")
    assert bp.SubscriptionPlan(create=(PRODUCTS,), remove=(old,)) == bp.subscription_plan([PRODUCTS], [old])


@pytest.mark.parametrize(
    "changes",
    [
        {"qualityOfService": 0},
        {"idSetAccepted": False},
        {"httpMethod": "PUT"},
        {"bodyTemplate": "{}"},
        {"contentType": "text/plain"},
        {"uriTemplate": f"{HOOK}?key=old"},
    ],
)
def test_a_webhook_that_differs_is_made_anew(changes: dict[str, Any]) -> None:
    old = hook(1, "product", **changes)
    assert bp.SubscriptionPlan(create=(PRODUCTS,), remove=(old,)) == bp.subscription_plan([PRODUCTS], [old])


def test_of_equal_webhooks_the_first_is_kept() -> None:
    first, second = hook(1, "product"), hook(2, "product")
    assert bp.SubscriptionPlan(remove=(second,), keep=(first,)) == bp.subscription_plan([PRODUCTS, PRODUCTS], [first, second])


def test_what_is_not_told_has_the_defaults_of_the_vendor() -> None:
    draft = bp.WebhookDraft(subscribe_to="order", http_method=bp.WebhookMethod.GET, uri_template=HOOK)
    there = bp.decode(
        bp.Webhook,
        {"id": 1, "subscribeTo": "order", "httpMethod": "GET", "uriTemplate": HOOK, "idSetAccepted": False, "qualityOfService": 0},
    )
    assert bp.SubscriptionPlan(keep=(there,)) == bp.subscription_plan([draft], [there])


def test_all_owned_webhooks_go_when_none_is_wanted() -> None:
    mine, foreign = hook(1, "product"), hook(2, "product", "https://other.example/hook")
    plan = bp.subscription_plan([], [mine, foreign], owned=bp.at_address_of([PRODUCTS]))
    assert bp.SubscriptionPlan(remove=(mine,)) == plan


class Account:
    """Webhooks as an account keeps them: where there is none, asking for them is refused."""

    def __init__(self, *webhooks: bp.Webhook) -> None:
        self.webhooks = {webhook.id: bp.encode(webhook) for webhook in webhooks}
        self.calls: list[str] = []

    def handle(self, request: bp.Request) -> bp.Response:
        self.calls.append(f"{request.method} {request.path.rpartition('integration-service')[2]}")
        if request.method == "POST":
            id = max(self.webhooks, default=0) + 1
            self.webhooks[id] = {"id": id, **json.loads(request.content)}
            return answered(id)
        if request.method == "DELETE":
            del self.webhooks[int(request.path.rpartition("/")[2])]
            return answer({})
        if not self.webhooks:
            return answer({"errors": [{"code": "CMNC-404", "message": "No webhooks available"}]}, 404)
        return answered(list(self.webhooks.values()))


def test_webhooks_are_brought_about_and_then_stay() -> None:
    account = Account()
    with bp.Brightpearl(
        "acme", bp.AccountToken("app", "t"), base_url="https://bp.example", transport=mock_transport(account.handle)
    ) as client:
        bp.run_flow(client, bp.subscribed([ORDERS, PRODUCTS]))
        again = bp.run_flow(client, bp.subscribed([ORDERS, PRODUCTS]))
    assert (["product", "order.modified.order-status"], (), ()) == (
        [webhook.subscribe_to for webhook in reversed(again.keep)],
        again.create,
        again.remove,
    )


def test_a_new_webhook_is_made_before_the_old_one_goes() -> None:
    account = Account(hook(7, "product", qualityOfService=0))

    async def repaired() -> None:
        transport = mock_transport(account.handle)
        async with bp.AsyncBrightpearl("acme", bp.AccountToken("app", "t"), base_url="https://bp.example", transport=transport) as client:
            await bp.arun_flow(client, bp.subscribed([PRODUCTS]))

    asyncio.run(repaired())
    assert ["GET /webhook", "POST /webhook", "DELETE /webhook/7"] == account.calls
    assert [8] == list(account.webhooks)


def test_half_of_a_letter_is_no_secret() -> None:
    assert not bp.is_secret("ab\udcff", "ab?")
