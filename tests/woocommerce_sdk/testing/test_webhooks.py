"""What the shop tells its subscribers, as a real one was recorded to tell it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import httpx
import pytest

import woocommerce_sdk as woo
from woocommerce_sdk.testing import DEMO_KEY, Delivery, WooCommerceDouble, calling, mock_transport, serving

SECRET = "whsec-test"
URL = "https://sub.example/hook"


@contextmanager
def connected(shop: WooCommerceDouble) -> Iterator[woo.WooCommerce]:
    key = (DEMO_KEY.consumer_key, DEMO_KEY.consumer_secret)
    with woo.WooCommerce("https://shop.example", *key, transport=mock_transport(shop.handle), retries=woo.NO_RETRIES) as client:
        yield client


def subscribe(client: woo.WooCommerce, *topics: str, url: str = URL) -> list[int]:
    return [client.webhooks.create(woo.WebhookDraft(topic=topic, delivery_url=url, secret=SECRET)).id for topic in topics]


def told(shop: WooCommerceDouble) -> list[tuple[str, Any]]:
    """The topics and ids of what is due, pings left out."""
    return [(call.topic, json.loads(call.body).get("id")) for call in shop.due() if not call.ping]


def accept(call: Delivery) -> int:
    return 200


def test_a_new_webhook_is_greeted_by_an_unsigned_form() -> None:
    shop = WooCommerceDouble()
    with connected(shop) as client:
        (id,) = subscribe(client, "order.created")
    ((call, status),) = shop.deliver(accept)
    assert (True, f"webhook_id={id}".encode(), (("Content-Type", "application/x-www-form-urlencoded"),), 200) == (
        call.ping,
        call.body,
        call.headers,
        status,
    )
    assert () == shop.due()


def test_the_client_reads_what_the_shop_signs() -> None:
    shop = WooCommerceDouble()
    with connected(shop) as client:
        subscribe(client, "product.created")
        product = client.products.create(woo.ProductDraft(name="Mug", regular_price=Decimal("4.50")))
    ping, call = shop.due()
    event = woo.read_webhook(call.headers, call.body, SECRET)
    assert isinstance(event, woo.WebhookEvent)
    assert isinstance(event.record, woo.Product)
    assert isinstance(woo.read_webhook(ping.headers, ping.body, SECRET), woo.WebhookPing)
    assert ("product.created", product.id, "Mug", "https://shop.example/") == (event.topic, event.id, event.record.name, event.source)
    with pytest.raises(woo.SignatureError):
        woo.read_webhook(call.headers, call.body, "another secret")


def test_several_changes_come_as_one_with_the_last_state() -> None:
    shop = WooCommerceDouble()
    with connected(shop) as client:
        product = client.products.create(woo.ProductDraft(name="Mug"))
        subscribe(client, "product.updated")
        for name in ("Cup", "Beaker"):
            client.products.update(product.id, woo.ProductDraft(name=name))
    (call,) = (call for call in shop.due() if not call.ping)
    assert "Beaker" == json.loads(call.body)["name"]


def test_a_new_order_is_told_as_created_and_as_updated() -> None:
    shop = WooCommerceDouble()
    with connected(shop) as client:
        subscribe(client, "order.created", "order.updated", "order.deleted")
        order = client.orders.create(woo.OrderDraft())
    assert [("order.created", order.id), ("order.updated", order.id)] == told(shop)


def test_a_deletion_tells_the_id_alone_and_only_with_the_way_to_the_trash() -> None:
    shop = WooCommerceDouble()
    with connected(shop) as client:
        trashed, dropped = (client.products.create(woo.ProductDraft(name=name)).id for name in ("Trashed", "Dropped"))
        customer = client.customers.create(woo.CustomerDraft(email="ann@example.com")).id
        subscribe(client, "product.deleted", "customer.deleted")
        client.products.trash(trashed)
        client.products.delete(dropped)
        client.customers.delete(customer)
    assert [{"id": trashed}, {"id": customer}] == [json.loads(call.body) for call in shop.due() if not call.ping]


def test_a_record_that_is_gone_by_then_is_a_signed_error() -> None:
    shop = WooCommerceDouble()
    with connected(shop) as client:
        subscribe(client, "order.created")
        order = client.orders.create(woo.OrderDraft())
        client.orders.delete(order.id)
    (call,) = (call for call in shop.due() if not call.ping)
    event = woo.read_webhook(call.headers, call.body, SECRET)
    assert isinstance(event, woo.WebhookEvent)
    assert ("woocommerce_rest_shop_order_invalid_id", None) == (event.error_code, event.id)


def test_calls_of_one_run_share_a_delivery_id_and_do_not_come_again() -> None:
    shop = WooCommerceDouble()
    with connected(shop) as client:
        subscribe(client, "product.created")
        for name in ("Mug", "Cup"):
            client.products.create(woo.ProductDraft(name=name))
        first = [call for call, _ in shop.deliver(lambda call: 500) if not call.ping]
        client.products.create(woo.ProductDraft(name="Beaker"))
        second = [call for call, _ in shop.deliver(accept) if not call.ping]
    ids = [dict(call.headers)["X-WC-Webhook-Delivery-ID"] for call in (*first, *second)]
    assert (2, 1, ids[0], True) == (len(first), len(second), ids[1], ids[1] != ids[2])


@pytest.mark.parametrize(("status", "left"), [(500, "disabled"), (0, "disabled"), (404, "disabled"), (200, "active"), (301, "active")])
def test_six_failures_in_a_row_disable_a_webhook(status: int, left: str) -> None:
    shop = WooCommerceDouble()
    with connected(shop) as client:
        (id,) = subscribe(client, "product.created")
        shop.deliver(accept)
        for number in range(7):
            client.products.create(woo.ProductDraft(name=f"Product {number}"))
        calls = shop.deliver(lambda call: status)
        assert (7, left) == (len(calls), client.webhooks.get(id).status)
    pings = 6 if left == "disabled" else 0
    assert pings == len([call for call in shop.due() if call.ping])


def test_a_success_forgives_what_failed_before_and_waking_a_webhook_does_too() -> None:
    shop = WooCommerceDouble()
    with connected(shop) as client:
        (id,) = subscribe(client, "product.created")
        shop.deliver(accept)
        for turn in range(2):
            for number in range(5):
                client.products.create(woo.ProductDraft(name=f"Product {turn} {number}"))
            shop.deliver(lambda call: 500)
            client.products.create(woo.ProductDraft(name=f"Product {turn}"))
            shop.deliver(accept)
        assert "active" == client.webhooks.get(id).status


def test_a_paused_webhook_is_told_of_nothing_new() -> None:
    shop = WooCommerceDouble()
    with connected(shop) as client:
        (id,) = subscribe(client, "product.created")
        client.products.create(woo.ProductDraft(name="Before"))
        client.webhooks.update(id, woo.WebhookDraft(status=woo.WebhookStatus.PAUSED))
        client.products.create(woo.ProductDraft(name="After"))
    assert ["Before"] == [json.loads(call.body)["name"] for call in shop.due() if not call.ping]


def test_what_is_owed_survives_a_snapshot() -> None:
    shop, other = WooCommerceDouble(), WooCommerceDouble()
    with connected(shop) as client:
        subscribe(client, "product.created")
        client.products.create(woo.ProductDraft(name="Mug"))
    other.restore(shop.snapshot())
    assert shop.due() == other.due()


def test_calls_arrive_at_a_receiver_on_a_real_socket_byte_for_byte() -> None:
    shop = WooCommerceDouble()
    received: list[woo.Request] = []

    def receive(request: Any) -> Any:
        received.append(request)
        return woo.Response(status=204)

    with serving(receive) as url, connected(shop) as client, httpx.Client() as http:
        subscribe(client, "product.created", url=f"{url}/hook?shop=1")
        client.products.create(woo.ProductDraft(name="Mug & é"))
        made = shop.deliver(calling(http))
    assert [204, 204] == [status for _, status in made]
    event = woo.read_webhook(received[1].headers, received[1].content, SECRET)
    assert isinstance(event, woo.WebhookEvent)
    assert "/hook" == received[1].path
    with httpx.Client() as http, connected(shop) as client:
        client.products.create(woo.ProductDraft(name="Nobody listens"))
        assert [0] == [status for _, status in shop.deliver(calling(http))]
