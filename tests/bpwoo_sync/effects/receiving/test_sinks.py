"""What both doubles deliver over sockets comes to the place where a poll, or the engine, finds it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime

import httpx
from attrs import evolve

import brightpearl_sdk as bp
import brightpearl_sdk.testing as bp_testing
import woocommerce_sdk as woo
import woocommerce_sdk.testing as woo_testing
from bpwoo_sync.effects.engine import Document, Job, Priority, Running
from bpwoo_sync.effects.inprocess import InProcess
from bpwoo_sync.effects.receiving.application import receiver
from bpwoo_sync.effects.receiving.deliveries import Delivery, Platform
from bpwoo_sync.effects.receiving.serving import served
from bpwoo_sync.effects.receiving.sinks import Sink, UrgentRuns, WaitingHints
from bpwoo_sync.effects.stores import MemoryStore, SqlStore
from bpwoo_sync.increments import Hint
from tests.bpwoo_sync.effects.receiving.asking import ACME, KEY, SECRET
from tests.brightpearl_sdk.testing.asking import MUG, PLATE, account
from tests.brightpearl_sdk.testing.asking import order as brightpearl_order

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


@contextmanager
def receiving(sink: Sink) -> Iterator[str]:
    with served(receiver([evolve(ACME, account="acme")], sink)) as url:
        yield url


def shop_tells(url: str) -> list[int]:
    """An order is made in a shop that has webhooks: its id, and with which statuses the deliveries were answered."""
    shop = woo_testing.WooCommerceDouble()
    key = (woo_testing.DEMO_KEY.consumer_key, woo_testing.DEMO_KEY.consumer_secret)
    transport = woo_testing.mock_transport(shop.handle)
    with woo.WooCommerce("https://shop.example", *key, transport=transport) as client, httpx.Client() as http:
        for topic in ("order.created", "order.updated", "product.updated"):
            client.webhooks.create(woo.WebhookDraft(topic=topic, delivery_url=f"{url}/webhooks/acme/woocommerce", secret=SECRET))
        order = client.orders.create(woo.OrderDraft())
        answers = [status for _, status in shop.deliver(woo_testing.calling(http))]
    return [order.id, *answers]


def account_tells(url: str) -> list[int]:
    """In an account that has webhooks an order is made and products change: with which statuses its calls were answered."""
    ask = account()
    for event in ("sales-order.created", "product.modified"):
        draft = bp.webhook_draft(event, f"{url}/webhooks/acme/brightpearl?key={KEY}")
        ask("POST", "integration-service/webhook", bp.encode(draft))
    id = brightpearl_order(ask)
    for product in (MUG, PLATE):
        ask("PUT", f"product-service/product/{product}", {"featured": True})
    with httpx.Client() as http:
        return [id, *(status for _, status in ask.double.deliver(bp_testing.calling(http)))]


def test_a_shops_order_waits_for_the_next_poll(database_url: str) -> None:
    with SqlStore(database_url, pair="acme") as store, receiving(WaitingHints(lambda pair: store)) as url:
        id, *answers = shop_tells(url)
        assert ([200] * len(answers), {Hint("order", id)}) == (answers, set(store.waiting()))
        assert 5 == len(answers)


def test_what_an_account_tells_waits_for_the_next_poll() -> None:
    store = MemoryStore()
    with receiving(WaitingHints(lambda pair: store)) as url:
        id, *answers = account_tells(url)
    assert [200, 200] == answers
    assert {Hint("sales-order", id), Hint("product", MUG), Hint("product", PLATE)} == store.waiting()


def no_body(job: Job, running: Running) -> Document:
    return None


def test_orders_are_urgent_runs_and_products_wait_for_the_next_poll() -> None:
    store, engine = MemoryStore(), InProcess(no_body, lambda: AT)
    with receiving(UrgentRuns(engine, WaitingHints(lambda pair: store))) as url:
        id, *_ = account_tells(url)
    (run,) = engine.workflows()
    assert ("acme", Priority.URGENT, (Hint("sales-order", id),)) == (run.job.account, run.job.priority, run.job.hints)
    assert {Hint("product", MUG), Hint("product", PLATE)} == store.waiting()


def delivery(*hints: Hint, event: str = "woocommerce-1") -> Delivery:
    return Delivery(platform=Platform.WOOCOMMERCE, pair="acme", account="acme", hints=frozenset(hints), event=event)


def test_the_same_delivery_to_two_receivers_is_one_run_and_another_is_another() -> None:
    engine = InProcess(no_body, lambda: AT)
    waiting = WaitingHints(lambda pair: MemoryStore())
    for event in ("woocommerce-1", "woocommerce-1", "woocommerce-2"):
        UrgentRuns(engine, waiting).enqueue(delivery(Hint("order", 7), event=event))
    assert ["acme/order/order-7/woocommerce-2", "acme/order/order-7/woocommerce-1"] == [str(each.job.id) for each in engine.workflows()]


def test_deliveries_of_the_same_order_at_the_same_moment_are_all_kept(database_url: str) -> None:
    with SqlStore(database_url, pair="acme") as store:
        sink = WaitingHints(lambda pair: store)
        deliveries = [delivery(Hint("order", 7), Hint("order", number % 3 + 1), event=str(number)) for number in range(24)]
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(sink.enqueue, deliveries))
        assert {Hint("order", id) for id in (1, 2, 3, 7)} == store.waiting()
