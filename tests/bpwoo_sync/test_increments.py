"""Cursors never pass what was not dealt with, and what was is not dealt with again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.increments import (
    POLLED,
    Hint,
    Seen,
    after_sweep,
    fresh_orders,
    hints_of_account,
    hints_of_shop,
    next_cursor,
    next_cursors,
    poll_from,
    seen_of,
    skew_issues,
    stale_issues,
    swept_name,
    unfinished_orders,
    webhook_issues,
    window_begins,
)
from bpwoo_sync.issues import issue
from bpwoo_sync.ledger import Ledger, Outcome, Status, ledger_of
from bpwoo_sync.mapping.content_hash import state_hash
from bpwoo_sync.plan import Action, Plan
from bpwoo_sync.tables import Increments
from tests.bpwoo_sync.mapping.orders import line, order, tables
from tests.bpwoo_sync.mapping.sides import account, goods_out, marks, shop
from tests.bpwoo_sync.mapping.test_edge_cases_of_goods import refund

NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)
SETTINGS = Increments(overlap_minutes=10, lag_seconds=30, interval_minutes=10, webhook_address="https://sync.example/")
WIDGET = [line(1, "WIDGET", "1", "10.00", ("20", "2.00"))]


def changed(at: str, total: str = "12.00", id: int = 1001) -> woo.Order:
    """An order as it was after this change."""
    return order(total, "2.00", WIDGET, id=id, date_modified_gmt=at)


def test_a_first_poll_reads_from_going_live_on() -> None:
    live = datetime(2026, 1, 1, tzinfo=UTC)
    assert live == poll_from(None, live, SETTINGS)
    assert NOW - timedelta(minutes=10) == poll_from(NOW, live, SETTINGS)


def test_a_cursor_goes_to_the_latest_stamp_and_not_into_the_last_seconds() -> None:
    before, early, late = NOW - timedelta(hours=1), NOW - timedelta(minutes=5), NOW - timedelta(seconds=3)
    assert early == next_cursor(before, [before, early, None], NOW, SETTINGS)
    assert NOW - timedelta(seconds=30) == next_cursor(before, [early, late], NOW, SETTINGS)


def test_a_cursor_stays_where_nothing_changed_and_never_goes_back() -> None:
    assert NOW == next_cursor(NOW, [], NOW + timedelta(hours=5), SETTINGS)
    assert NOW == next_cursor(NOW, [NOW - timedelta(days=1)], NOW + timedelta(hours=1), SETTINGS)
    assert next_cursor(None, [None], NOW, SETTINGS) is None


def test_a_stamp_that_lies_ahead_is_told_and_bounds_the_cursor() -> None:
    ahead = NOW + timedelta(minutes=6)
    assert ["CLOCK_SKEW"] == [each.code for each in skew_issues([ahead, None], NOW)]
    assert [] == skew_issues([NOW + timedelta(minutes=5)], NOW)
    assert NOW - timedelta(seconds=30) == next_cursor(None, [ahead], NOW, SETTINGS)


def test_a_poll_that_is_long_overdue_is_told() -> None:
    assert [] == stale_issues({}, NOW, SETTINGS)
    assert [] == stale_issues({POLLED: NOW - timedelta(minutes=20)}, NOW, SETTINGS)
    assert ["CURSOR_STALE"] == [each.code for each in stale_issues({POLLED: NOW - timedelta(minutes=21)}, NOW, SETTINGS)]


def test_edge_case_70_a_webhook_of_ours_that_the_shop_switched_off_is_told() -> None:
    def hook(id: int, status: str, address: str) -> woo.Webhook:
        return woo.decode(woo.Webhook, {"id": id, "status": status, "topic": "order.updated", "delivery_url": address})

    hooks = [
        hook(1, "disabled", "https://sync.example/W1"),
        hook(2, "active", "https://sync.example/W1"),
        hook(3, "disabled", "https://other.example/"),
    ]
    assert [("WEBHOOK_DISABLED", "1")] == [(each.code, each.key) for each in webhook_issues(hooks, SETTINGS)]
    assert [] == webhook_issues(hooks, evolve(SETTINGS, webhook_address=""))


def test_edge_case_71_an_event_with_a_set_of_ids_asks_for_each() -> None:
    event = bp.webhook_event(
        {
            "accountCode": "acme",
            "resourceType": "goods-out-note",
            "id": "7,9-11",
            "lifecycleEvent": "modified",
            "fullEvent": "goods-out-note.modified.shipped",
        }
    )
    assert {Hint("goods-out-note", id) for id in (7, 9, 10, 11)} == hints_of_account(event)


@pytest.mark.parametrize(
    ("resource", "kind"), [("order", "sales-order"), ("sales-order", "sales-order"), ("product", "product"), ("goods-in-note", None)]
)
def test_what_brightpearl_tells_of_becomes_a_hint_of_its_kind(resource: str, kind: str | None) -> None:
    event = bp.WebhookEvent(account_code="acme", resource_type=resource, ids=bp.IdSet.of([5]), lifecycle=bp.Lifecycle.MODIFIED)
    assert ({Hint(kind, 5)} if kind else set()) == hints_of_account(event)


def test_an_event_of_the_shop_asks_to_look_at_its_order_and_nothing_else() -> None:
    event = woo.WebhookEvent(
        topic="order.updated",
        resource="order",
        event="updated",
        source="https://shop.example/",
        webhook_id=1,
        delivery_id="d",
        id=1001,
        record=None,
        document={},
    )
    assert {Hint("order", 1001)} == hints_of_shop(event)
    assert set() == hints_of_shop(evolve(event, resource="coupon"))
    assert set() == hints_of_shop(woo.WebhookPing(webhook_id=1))


def test_edge_case_72_an_older_snapshot_that_arrives_last_is_ignored() -> None:
    older, newer = changed("2026-03-02T10:00:00", "12.00"), changed("2026-03-02T11:00:00", "13.00")
    assert (newer,) == fresh_orders([newer, older], {})
    assert () == fresh_orders([older], {newer.id: seen_of(newer)})


def test_an_order_whose_state_is_as_it_was_is_no_news_though_it_was_looked_at() -> None:
    before = changed("2026-03-02T10:00:00")
    after = order("12.00", "2.00", WIDGET, date_modified_gmt="2026-03-02T12:00:00", meta_data=marks(500, "digest"))
    assert state_hash(before) == state_hash(after)
    assert () == fresh_orders([after], {before.id: seen_of(before)})


@pytest.mark.parametrize(
    "change", [{"status": "completed"}, {"transaction_id": "ch_9"}, {"refunds": [{"id": 7, "reason": "", "total": "-1.00"}]}]
)
def test_a_status_a_payment_or_a_refund_is_news(change: dict[str, Any]) -> None:
    before = changed("2026-03-02T10:00:00")
    after = order("12.00", "2.00", WIDGET, date_modified_gmt="2026-03-02T10:00:00", **change)
    assert (after,) == fresh_orders([after], {before.id: seen_of(before)})


@given(st.permutations([(1001, "10:00"), (1001, "11:00"), (1002, "10:30"), (1001, "11:00"), (1002, "09:00")]), st.integers(1, 5))
def test_snapshots_in_any_order_and_any_number_of_times_end_in_the_same_state(told: list[tuple[int, str]], size: int) -> None:
    seen: dict[int, Seen] = {}
    for start in range(0, len(told), size):
        batch = [changed(f"2026-03-02T{at}:00", f"1{id % 1000}.{at[:2]}", id) for id, at in told[start : start + size]]
        for each in fresh_orders(batch, seen):
            seen[each.id] = seen_of(each)
    newest = {id: changed(f"2026-03-02T{at}:00", f"1{id % 1000}.{at[:2]}", id) for id, at in [(1001, "11:00"), (1002, "10:30")]}
    assert {id: seen_of(each) for id, each in newest.items()} == seen


def test_after_a_sync_of_everything_polls_go_on_from_the_latest_stamp_of_each_kind() -> None:
    dealt, trashed, waits = changed("2026-03-03T08:00:00", id=1), changed("2026-03-03T08:10:00", id=2), changed("2026-03-03T08:20:00", id=3)
    trashed = woo.decode(woo.Order, {**woo.encode(trashed), "status": "trash"})
    given, left = refund(7, "5.00"), goods_out(500, {11: [2]})
    of_shop = shop(dealt, trashed, named(waits, "3"), refunds={1: (given,)})
    to_do = Action(key="k", kind="shop-mark", payload={}, entity="order 3", summary="")
    the_tables, here, waited = tables(), account(goods_out={7: left}), frozenset({Hint("order", 1), Hint("order", 9)})
    made = after_sweep(of_shop, here, Plan(actions=(to_do,)), Ledger(), {}, the_tables, waited=waited)
    at = NOW.replace(hour=8)
    assert given.date_created_gmt > NOW
    assert {
        "orders": at.replace(minute=20),
        "trash": at.replace(minute=10),
        "refunds": NOW - timedelta(seconds=30),
        "shipments": at,
        "polled": NOW,
        swept_name(the_tables): NOW,
    } == made.cursors
    assert {1: seen_of(dealt), 2: seen_of(trashed)} == made.seen
    assert (frozenset({Hint("order", 3)}), frozenset({Hint("order", 1)})) == (made.waiting, made.settled)


def test_a_sweep_of_a_window_does_not_say_that_all_was_read_and_leaves_shipments_to_polls() -> None:
    left = account(goods_out={7: goods_out(500, {11: [2]})})
    assert {"polled": NOW} == after_sweep(shop(), left, Plan(), Ledger(), {}, tables(), windowed=True).cursors


def test_a_sync_of_orders_alone_does_not_say_that_all_was_read() -> None:
    made = after_sweep(shop(), account(), Plan(), Ledger(), {}, tables(), everything=False)
    assert {"polled": NOW} == made.cursors


def swept(ago: timedelta, **schedule: int) -> datetime | None:
    """From when on a sync reads that comes so long after all was read."""
    the_tables = tables(schedule=schedule)
    return window_begins({swept_name(the_tables): NOW - ago}, the_tables, NOW)


def test_a_sync_reads_a_window_that_reaches_back_to_before_all_was_read() -> None:
    day = timedelta(days=1)
    assert NOW - 45 * day == swept(6 * day)
    assert NOW - 7 * day == swept(6 * day, window_days=1)
    assert NOW - 41 * day == swept(40 * day, window_days=30, whole_days=60)


def test_a_sync_reads_all_where_that_was_never_done_or_is_too_long_ago_or_was_done_by_other_tables() -> None:
    just_now = timedelta(0)
    assert [None] * 2 == [swept(timedelta(days=7)), swept(just_now, whole_days=0)]
    assert [None] * 2 == [swept(just_now, window_days=0), swept(just_now, goods_minutes=0)]
    assert None is window_begins({"polled": NOW, "orders": NOW}, tables(), NOW)
    assert None is window_begins({swept_name(tables(schedule={"window_days": 44})): NOW}, tables(), NOW)


def test_a_cursor_of_which_nothing_is_known_is_not_kept() -> None:
    assert {"orders": NOW, POLLED: NOW} == next_cursors({"orders": NOW}, {"orders": [], "trash": [None]}, NOW, SETTINGS)


def named(sold: woo.Order, number: str) -> woo.Order:
    """The order under another number."""
    return woo.decode(woo.Order, {**woo.encode(sold), "number": number})


def test_an_order_is_unfinished_while_it_is_held_or_a_write_of_it_is_not_done() -> None:
    sold = [named(changed("2026-03-03T08:00:00", id=id), str(id)) for id in (1, 2, 3, 4, 5)]
    actions = tuple(Action(key=f"k{id}", kind="shop-mark", payload={}, entity=f"order {id}", summary="") for id in (1, 2))
    issues = (issue("NO_EMAIL", "order", "3"), issue("LINK_BROKEN", "order", "4"), issue("PRICE_JUMP", "price", "5"))
    done = ledger_of([Outcome(key="k1", kind="shop-mark", status=Status.DONE, at=NOW)])
    assert frozenset({2, 3}) == unfinished_orders(sold, Plan(actions=actions, issues=issues), done)


def test_what_is_wrong_with_a_poll_is_told_with_the_moments_and_what_to_do() -> None:
    late, polled = NOW + timedelta(minutes=6), NOW - timedelta(minutes=21)
    (skewed,) = skew_issues([None, NOW, late], NOW)
    assert ("CLOCK_SKEW", "poll", "clock", NOW.isoformat(), late.isoformat()) == (
        skewed.code,
        skewed.entity,
        skewed.key,
        skewed.expected,
        skewed.actual,
    )
    assert f"Something was changed at {late.isoformat()}, and by our clock it was {NOW.isoformat()}." == skewed.message
    (stale,) = stale_issues({POLLED: polled}, NOW, SETTINGS)
    assert ("CURSOR_STALE", "poll", "polled", polled.isoformat()) == (stale.code, stale.entity, stale.key, stale.actual)
    assert f"The last complete poll began at {polled.isoformat()}, and one is due every 10 minutes." == stale.message
    assert [] == stale_issues({POLLED: NOW - timedelta(minutes=20)}, NOW, SETTINGS)
    assert [] == skew_issues([NOW + timedelta(minutes=5)], NOW)


def test_a_webhook_that_is_not_called_is_told_with_its_status_and_topic() -> None:
    hook = woo.decode(woo.Webhook, {"id": 7, "status": "paused", "topic": "order.updated", "delivery_url": "https://sync.example/W1"})
    (found,) = webhook_issues([hook], SETTINGS)
    assert ("webhook", "7", "Webhook 7 (order.updated) is paused.", "paused") == (found.entity, found.key, found.message, found.actual)


def test_an_order_that_was_never_changed_counts_as_changed_when_it_was_placed() -> None:
    sold = order("12.00", "2.00", WIDGET, date_modified_gmt=None)
    assert Seen(modified=sold.date_created_gmt, digest=state_hash(sold)) == seen_of(sold)


def test_of_two_snapshots_of_one_moment_the_later_in_order_counts() -> None:
    first, second = changed("2026-03-02T10:00:00", "12.00"), changed("2026-03-02T10:00:00", "13.00")
    assert (second,) == fresh_orders([first, second], {})


def test_an_event_without_an_order_asks_for_nothing() -> None:
    event = woo.WebhookEvent(
        topic="order.updated",
        resource="order",
        event="updated",
        source="https://shop.example/",
        webhook_id=1,
        delivery_id="d",
        id=None,
        record=None,
        document={},
    )
    assert frozenset() == hints_of_shop(event)


def test_an_order_that_is_told_as_pending_is_unfinished() -> None:
    sold = named(changed("2026-03-03T08:00:00", id=1), "1")
    assert frozenset({1}) == unfinished_orders([sold], Plan(issues=(issue("TOO_YOUNG", "order", "1"),)), Ledger())


def test_a_sweep_began_when_the_earlier_side_was_read() -> None:
    later = NOW + timedelta(minutes=1)
    swept_both = [
        after_sweep(shop(taken_at=a), account(taken_at=b), Plan(), Ledger(), {}, tables()) for a, b in ((NOW, later), (later, NOW))
    ]
    assert [NOW, NOW] == [each.cursors[POLLED] for each in swept_both]


def test_cursors_that_were_there_never_go_back_in_a_sweep() -> None:
    the_tables, known = tables(), {"orders": NOW, "other": NOW}
    made = after_sweep(shop(changed("2026-03-01T08:00:00")), account(), Plan(), Ledger(), known, the_tables)
    assert {"orders": NOW, POLLED: NOW, swept_name(the_tables): NOW} == made.cursors


def test_a_shipment_of_which_no_moment_is_told_moves_no_cursor() -> None:
    undated = bp.decode(bp.GoodsOutNote, {"orderId": 500, "orderRows": {}})
    assert "shipments" not in after_sweep(shop(), account(goods_out={7: undated}), Plan(), Ledger(), {}, tables()).cursors


def test_the_name_of_a_sweep_is_of_its_tables() -> None:
    one, other = swept_name(tables()), swept_name(tables(store={"key": "W2"}))
    assert (True, True, 18, 18) == (one != other, one == swept_name(tables()), len(one), len(other))
    assert one.startswith("swept:")
