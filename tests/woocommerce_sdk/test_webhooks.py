"""What a shop delivers is believed only with its signature, and subscriptions repair themselves."""

from __future__ import annotations

import base64
from typing import Any

import pytest

import woocommerce_sdk as woo
from tests.woocommerce_sdk.recordings import document
from tests.woocommerce_sdk.testing.asking import double
from woocommerce_sdk._kernel import jsontext
from woocommerce_sdk.testing import DEMO_KEY, WooCommerceDouble, mock_transport

Recorded = dict[str, Any]

FILE = document("webhook_deliveries")
DELIVERIES: list[Recorded] = [*FILE["deliveries"], *FILE["deliveries_special"]["deliveries"]]
TOLD = [each for each in DELIVERIES if each["topic"]]
PINGS = [each for each in DELIVERIES if not each["topic"]]
#: Deliveries of which the very bytes were kept, and the secret that signed them.
SIGNED = [each for each in TOLD if each.get("raw_body_base64") and each["secret"]]


def headers(delivery: Recorded) -> list[tuple[str, str]]:
    return [(name, value) for name, value in delivery["headers"]]


def content(delivery: Recorded) -> bytes:
    return base64.b64decode(delivery["raw_body_base64"])


def read(delivery: Recorded, *, secret: str | None = None) -> woo.WebhookEvent | woo.WebhookPing:
    return woo.read_webhook(headers(delivery), content(delivery), delivery["secret"] if secret is None else secret)


def event(delivery: Recorded) -> woo.WebhookEvent:
    """The event of a delivery, signed anew where its bytes or its secret were not kept."""
    body = jsontext.dumps(delivery["body"])
    told = [pair for pair in headers(delivery) if pair[0] != "X-WC-Webhook-Signature"]
    found = woo.read_webhook([*told, ("X-WC-Webhook-Signature", woo.webhook_signature(body, "s"))], body, "s")
    assert isinstance(found, woo.WebhookEvent)
    return found


def by_topic(delivery: Recorded) -> str:
    return str(delivery["topic"])


@pytest.mark.parametrize("delivery", SIGNED, ids=by_topic)
def test_a_delivery_that_was_signed_becomes_an_event(delivery: Recorded) -> None:
    told = read(delivery)
    assert isinstance(told, woo.WebhookEvent)
    assert (delivery["topic"], delivery["topic"]) == (told.topic, f"{told.resource}.{told.event}")


def test_enough_signatures_were_kept() -> None:
    assert 10 <= len(SIGNED)


@pytest.mark.parametrize("delivery", SIGNED, ids=by_topic)
def test_a_delivery_that_was_signed_with_another_secret_is_refused(delivery: Recorded) -> None:
    with pytest.raises(woo.SignatureError):
        read(delivery, secret="another")


@pytest.mark.parametrize("delivery", SIGNED, ids=by_topic)
def test_a_delivery_that_was_changed_on_the_way_is_refused(delivery: Recorded) -> None:
    with pytest.raises(woo.SignatureError):
        woo.read_webhook(headers(delivery), content(delivery) + b" ", delivery["secret"])


def test_a_delivery_is_not_believed_without_a_secret() -> None:
    with pytest.raises(woo.SignatureError, match="proves nothing"):
        read(SIGNED[0], secret="")


def test_a_delivery_without_a_signature_is_refused() -> None:
    unsigned = [pair for pair in headers(SIGNED[0]) if pair[0] != "X-WC-Webhook-Signature"]
    with pytest.raises(woo.SignatureError):
        woo.read_webhook(unsigned, content(SIGNED[0]), SIGNED[0]["secret"])


@pytest.mark.parametrize("delivery", PINGS, ids=lambda each: str(each["path"]))
def test_a_greeting_is_told_from_a_delivery(delivery: Recorded) -> None:
    assert woo.WebhookPing(webhook_id=int(content(delivery).partition(b"=")[2])) == read(delivery)


@pytest.mark.parametrize(
    ("topic", "kind"),
    [("order.created", woo.Order), ("product.updated", woo.Product), ("customer.created", woo.Customer), ("coupon.created", woo.Coupon)],
)
def test_a_delivery_holds_the_record_of_its_kind(topic: str, kind: type[woo.Model]) -> None:
    found = [event(each) for each in TOLD if each["topic"] == topic]
    assert [kind] == list(dict.fromkeys(type(each.record) for each in found if not each.error_code))


@pytest.mark.parametrize("delivery", [each for each in TOLD if each["topic"].endswith(".deleted")], ids=by_topic)
def test_what_is_deleted_is_only_a_number(delivery: Recorded) -> None:
    told = event(delivery)
    assert (None, delivery["body"].get("id")) == (told.record, told.id)


def test_what_is_gone_by_then_is_told_by_its_error() -> None:
    gone = [event(each) for each in TOLD if each["body"].keys() == {"code", "message", "data"}]
    assert [(None, True)] == list(dict.fromkeys((each.record, each.error_code.startswith("woocommerce_rest_")) for each in gone))


def test_headers_are_read_in_any_case_and_from_a_mapping() -> None:
    delivery = SIGNED[0]
    lowered = {name.lower(): value for name, value in headers(delivery)}
    assert read(delivery) == woo.read_webhook(lowered, content(delivery), delivery["secret"])


def test_a_topic_of_a_plugin_keeps_its_document() -> None:
    body = b'{"action":"my_hook","arg":7}'
    sent = {
        "X-WC-Webhook-Topic": "action.my_hook",
        "X-WC-Webhook-Resource": "action",
        "X-WC-Webhook-Event": "my_hook",
        "X-WC-Webhook-Signature": woo.webhook_signature(body, "s"),
    }
    told = woo.read_webhook(sent, body, "s")
    assert isinstance(told, woo.WebhookEvent)
    assert ("action.my_hook", None, {"action": "my_hook", "arg": 7}) == (told.topic, told.record, told.document)


def test_a_signed_body_that_is_no_json_is_told() -> None:
    sent = {"X-WC-Webhook-Topic": "order.updated", "X-WC-Webhook-Signature": woo.webhook_signature(b"<html>", "s")}
    with pytest.raises(woo.NotJsonError):
        woo.read_webhook(sent, b"<html>", "s")


def test_an_event_shows_no_record_in_its_repr() -> None:
    delivery = next(each for each in TOLD if each["topic"] == "order.created")
    assert "billing" not in repr(event(delivery))


# Subscriptions.

HOOK = "https://app.example/hook"


def asking(shop: WooCommerceDouble) -> woo.WooCommerce:
    transport = mock_transport(shop.handle)
    return woo.WooCommerce("https://shop.example", DEMO_KEY.consumer_key, DEMO_KEY.consumer_secret, transport=transport)


def wanted(topic: str = "order.updated", url: str = HOOK) -> woo.WebhookDraft:
    return woo.WebhookDraft(topic=topic, delivery_url=url, secret="whsec")


def test_a_subscription_that_is_missing_is_made() -> None:
    with asking(double()) as client:
        (made,) = client.run(woo.subscribed([wanted()]))
        assert [(made.id, "order.updated", HOOK)] == [(each.id, each.topic, each.delivery_url) for each in client.webhooks.list()]


def test_a_subscription_that_is_there_is_kept() -> None:
    shop = double()
    with asking(shop) as client:
        first = client.run(woo.subscribed([wanted(), wanted("product.updated")]))
        again = client.run(woo.subscribed([wanted(), wanted("product.updated")]))
    assert (first, 2) == (again, len(shop.shop.table("webhooks")))


@pytest.mark.parametrize("status", [woo.WebhookStatus.PAUSED, woo.WebhookStatus.DISABLED])
def test_a_subscription_that_sleeps_is_woken(status: woo.WebhookStatus) -> None:
    with asking(double()) as client:
        made = client.webhooks.create(wanted())
        client.webhooks.update(made.id, woo.WebhookDraft(status=status))
        (woken,) = client.run(woo.subscribed([wanted()]))
    assert (made.id, woo.WebhookStatus.ACTIVE) == (woken.id, woken.status)


def test_a_subscription_of_another_address_is_left_alone() -> None:
    with asking(double()) as client:
        other = client.webhooks.create(wanted(url="https://other.example/hook"))
        (made,) = client.run(woo.subscribed([wanted()]))
        assert {other.id, made.id} == {each.id for each in client.webhooks.list()}


def test_more_subscriptions_than_a_page_holds_are_all_looked_at() -> None:
    shop = double()
    with asking(shop) as client:
        drafts = [wanted(url=f"{HOOK}/{number}") for number in range(130)]
        for draft in drafts:
            client.webhooks.create(draft)
        client.run(woo.subscribed(drafts))
    assert 130 == len(shop.shop.table("webhooks"))


def test_a_draft_never_shows_its_secret() -> None:
    assert "whsec" not in repr(wanted())
