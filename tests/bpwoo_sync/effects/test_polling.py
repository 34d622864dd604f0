"""A poll finds what changed since the last one and nothing else, and what one poll misses another finds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Protocol

import pytest
from attrs import evolve

import brightpearl_sdk as bp
import woocommerce_sdk as woo
import woocommerce_sdk.testing as shop_testing
from bpwoo_sync.effects.flow import VendorError, run
from bpwoo_sync.effects.polling import Poll, polled
from bpwoo_sync.effects.stores import MemoryStore, SqlStore, sqlite_url
from bpwoo_sync.increments import CANCELLED, GOODS_OUT_NOTE, ORDER, POLLED, Advance, Hint, Seen, hints_of_account
from bpwoo_sync.ports import Progress
from bpwoo_sync.tables import Tables
from bpwoo_sync.testing.demo_account import ACCOUNT
from bpwoo_sync.testing.warehouse import ship_orders
from tests.bpwoo_sync.effects.test_faults import Clients, clients
from tests.bpwoo_sync.effects.world import ORDERS, START, World, bought

#: The status that the account gives to what is cancelled.
CANCELLED_STATUS = 5


class Pair(World):
    """Both systems with ten paid orders that were brought in."""

    def __init__(self) -> None:
        super().__init__(10)
        with clients(self.doubles) as both:
            self.sync(both, ORDERS)
        self.clock.pass_(minutes=5)

    def poll(self, both: Clients, settings: Tables | None = None) -> Poll:
        """One poll, ten minutes after what was before."""
        self.clock.pass_(minutes=10)
        flow = polled(settings or self.tables, self.store, self.store, self.performance)
        return run(flow, both.account, both.shop, sleep=lambda seconds: None)


@pytest.fixture
def pair() -> Pair:
    return Pair()


def kinds(poll: Poll) -> list[str]:
    return sorted({action.kind for action in poll.plan.actions})


def test_after_a_sync_a_poll_finds_nothing_and_asks_little(pair: Pair) -> None:
    pair.doubles.brightpearl.requests.clear()
    pair.doubles.shop.requests.clear()
    with clients(pair.doubles) as both:
        assert (0, ()) == (pair.poll(both).orders, pair.poll(both).plan.actions)
    assert (2, 6) == (len(pair.doubles.brightpearl.requests), len(pair.doubles.shop.requests))


def test_a_new_order_is_brought_in_once_and_its_own_mark_is_no_news(pair: Pair) -> None:
    with clients(pair.doubles) as both:
        new = bought(both)
        first, second = pair.poll(both), pair.poll(both)
    assert (1, True) == (first.orders, "sales-order" in kinds(first))
    assert (0, ()) == (second.orders, second.plan.actions)
    assert 1 == sum(each["externalRef"] == f"W1-{new.id}" for each in pair.doubles.brightpearl.records("orders"))


def test_a_refund_is_found_though_the_order_does_not_tell_of_a_change(pair: Pair) -> None:
    with clients(pair.doubles) as both:
        order = next(iter(both.shop.orders.list()))
        before = pair.doubles.shop.shop.tables["orders"][str(order.id)]["date_modified_gmt"]
        both.shop.refunds.create(order.id, woo.RefundDraft(amount=Decimal("1.00"), api_refund=False))
        record = pair.doubles.shop.shop.tables["orders"][str(order.id)]
        record |= {"date_modified_gmt": before, "date_modified": before}
        first, second = pair.poll(both), pair.poll(both)
    assert "sales-credit" in kinds(first)
    assert (0, ()) == (second.orders, second.plan.actions)


def test_a_shipment_is_found_by_its_moment_and_completes_the_order_in_the_shop(pair: Pair) -> None:
    with clients(pair.doubles) as both:
        assert 1 == ship_orders(both.account, pair.clock(), most=1)
        first, second = pair.poll(both), pair.poll(both)
    assert ("shop-order" in kinds(first), first.stock) == (True, True)
    assert () == second.plan.actions


def test_what_people_cancelled_in_brightpearl_is_found_where_the_shop_is_to_be_told(pair: Pair) -> None:
    telling = evolve(pair.tables, cancellations=evolve(pair.tables.cancellations, tell_shop=True))
    with clients(pair.doubles) as both:
        new = bought(both, status=woo.OrderStatus.ON_HOLD)
        pair.poll(both)
        order = next(each for each in pair.doubles.brightpearl.records("orders") if each["externalRef"] == f"W1-{new.id}")
        pair.clock.pass_(minutes=30)
        both.account.orders.set_status(order["id"], bp.OrderStatusUpdateDraft(order_status_id=CANCELLED_STATUS))
        untold, told, after = pair.poll(both), pair.poll(both, telling), pair.poll(both, telling)
        status = both.shop.orders.get(new.id).status
    assert (0, woo.OrderStatus.CANCELLED) == (untold.orders, status)
    assert (["shop-order"], (), True) == (kinds(told), after.plan.actions, CANCELLED in pair.store.cursors())


def test_where_the_account_names_no_status_for_cancelled_orders_none_is_looked_for(pair: Pair) -> None:
    telling = evolve(pair.tables, cancellations=evolve(pair.tables.cancellations, tell_shop=True))
    del pair.doubles.brightpearl.state.settings["cancelledOrderStatusId"]
    with clients(pair.doubles) as both:
        before = len(pair.doubles.brightpearl.requests)
        found = pair.poll(both, telling)
    asked = [each.path.rpartition("/")[2] for each in pair.doubles.brightpearl.requests[before:]]
    assert (0, ["account-configuration", "goods-out-search"]) == (found.orders, sorted(asked))


def test_an_order_that_was_put_in_the_trash_is_found(pair: Pair) -> None:
    with clients(pair.doubles) as both:
        order = next(iter(both.shop.orders.list()))
        both.shop.orders.trash(order.id)
        first, second = pair.poll(both), pair.poll(both)
    assert ["WOO_ORDER_GONE"] == [each.code for each in first.plan.issues]
    assert (0, ()) == (second.orders, second.plan.actions)


def test_edge_case_73_where_a_page_fails_no_cursor_moves_and_nothing_is_lost(pair: Pair) -> None:
    with clients(pair.doubles) as both:
        for _ in range(3):
            bought(both)
    before = dict(pair.store.cursors())
    fault = shop_testing.Fault(wrong=shop_testing.Wrong.STATUS_BEFORE, nth=2, method="GET", status=401)
    with clients(pair.doubles, shop_faults=[fault]) as disturbed, pytest.raises(VendorError):
        pair.poll(disturbed)
    assert before == pair.store.cursors()
    with clients(pair.doubles) as calm:
        assert 3 == sum(action.kind == "sales-order" for action in pair.poll(calm).plan.actions)


def test_edge_case_70_with_its_webhook_switched_off_a_poll_still_finds_the_order(pair: Pair) -> None:
    address = "https://sync.example/W1"
    settings = evolve(pair.tables, increments=evolve(pair.tables.increments, webhook_address=address))
    with clients(pair.doubles) as both:
        hook = both.shop.webhooks.create(woo.WebhookDraft(topic="order.created", delivery_url=address, secret="s"))
        both.shop.webhooks.update(hook.id, woo.WebhookDraft(status=woo.WebhookStatus.DISABLED))
        bought(both)
        found = pair.poll(both, settings)
    assert "WEBHOOK_DISABLED" in {each.code for each in found.plan.issues}
    assert "sales-order" in kinds(found)


def test_an_order_that_is_held_back_waits_and_is_looked_at_again(pair: Pair) -> None:
    with clients(pair.doubles) as both:
        new = bought(both)
        record = pair.doubles.shop.shop.tables["orders"][str(new.id)]
        record["total"], right = Decimal("9999.00"), record["total"]
        held = pair.poll(both)
        assert {Hint(ORDER, new.id)} == pair.store.waiting()
        # Repaired without a change of its date: only because it waits is it looked at.
        record["total"] = right
        pair.clock.pass_(hours=2)
        repaired = pair.poll(both)
    assert ((), True) == (held.plan.actions, "sales-order" in kinds(repaired))
    assert frozenset() == pair.store.waiting()


def test_a_hint_makes_a_poll_look_where_nothing_seems_to_have_changed(pair: Pair) -> None:
    with clients(pair.doubles) as both:
        ship_orders(both.account, pair.clock(), most=1)
        pair.poll(both)
        ship_orders(both.account, pair.clock() - timedelta(days=2), most=1)
        assert () == pair.poll(both).plan.actions
        _, note = pair.doubles.brightpearl.records("goods_out_notes")
        pair.store.advance(Advance(waiting=frozenset({Hint(GOODS_OUT_NOTE, note["id"]), Hint(GOODS_OUT_NOTE, 999), Hint(ORDER, 999_999)})))
        hinted = pair.poll(both)
    assert ["shop-note", "shop-order"] == kinds(hinted)
    assert frozenset() == pair.store.waiting()


def test_polls_that_are_long_apart_say_so(pair: Pair) -> None:
    with clients(pair.doubles) as both:
        pair.poll(both)
        pair.clock.pass_(hours=3)
        assert ["CURSOR_STALE"] == [each.code for each in pair.poll(both).plan.issues]


class KeepsProgress(Progress, Protocol):
    """A store of progress that can be closed."""


def memory(_: Path) -> KeepsProgress:
    return MemoryStore()


def sqlite(folder: Path) -> KeepsProgress:
    return SqlStore(sqlite_url(folder / "ledger.sqlite"), pair="W1")


@pytest.mark.parametrize("opened", [memory, sqlite])
def test_a_store_gives_back_how_far_polls_came(opened: Callable[[Path], KeepsProgress], tmp_path: Path) -> None:
    store = opened(tmp_path)
    hints = frozenset({Hint("order", 1), Hint("sales-order", 1)})
    store.advance(Advance(cursors={"orders": START}, seen={5: Seen(START, "a"), 6: Seen(START, "b")}, waiting=hints))
    later = START + timedelta(minutes=10)
    store.advance(Advance(cursors={POLLED: later}, seen={5: Seen(later, "c")}, settled=frozenset({Hint("order", 1)})))
    store.advance(Advance(waiting=hints - {Hint("order", 1)}))
    assert {"orders": START, POLLED: later} == store.cursors()
    assert {5: Seen(later, "c")} == store.seen([5, 7])
    assert {Hint("sales-order", 1)} == store.waiting()
    getattr(store, "close", lambda: None)()


def test_an_event_told_by_brightpearl_is_answered_by_the_next_poll(pair: Pair) -> None:
    with clients(pair.doubles) as both:
        ship_orders(both.account, pair.clock(), most=1)
        pair.poll(both)
        ship_orders(both.account, pair.clock() - timedelta(days=2), most=1)
        _, note = pair.doubles.brightpearl.records("goods_out_notes")
        event = bp.WebhookEvent(
            account_code=ACCOUNT, resource_type="sales-order", ids=bp.IdSet.of([note["orderId"]]), lifecycle=bp.Lifecycle.MODIFIED
        )
        pair.store.advance(Advance(waiting=hints_of_account(event)))
        assert ["shop-note", "shop-order"] == kinds(pair.poll(both))
