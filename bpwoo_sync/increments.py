"""What changed since the last look, and what has to be looked at again: cursors, what was seen, hints.

A poll reads from a little before its cursor, drops what is as it was when it was last dealt with, and moves its cursors
only once all that it read is done or waits by name. An event of a webhook is a hint to look, never what is the case;
so events may come late, twice, out of order or not at all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from attrs import field, frozen

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.described import described
from bpwoo_sync.issues import Issue, Severity, issue
from bpwoo_sync.ledger import Ledger
from bpwoo_sync.mapping.content_hash import state_hash
from bpwoo_sync.mapping.orders import order_key
from bpwoo_sync.plan import Plan
from bpwoo_sync.snapshot import Account, Shop
from bpwoo_sync.tables import Increments, Tables

#: Names of cursors. ``POLLED`` is when the last complete poll began, by our clock; the others are the servers' own stamps.
ORDERS, TRASH, REFUNDS, SHIPMENTS, CANCELLED, POLLED = "orders", "trash", "refunds", "shipments", "cancelled", "polled"

#: The beginning of the cursor's name that tells when a sync last read all there is.
_SWEPT = "swept"

#: Kinds of hints. An order is the shop's; a sales order and a goods-out note are Brightpearl's.
ORDER, SALES_ORDER, GOODS_OUT_NOTE, PRODUCT = "order", "sales-order", "goods-out-note", "product"

#: How far ahead of our clock a server's stamp may be without being told.
_TOLERATED_SKEW = timedelta(minutes=5)


@described
@frozen
class Seen:
    """An order as it was when it was last dealt with: when it was changed (aware UTC), and a digest of its state."""

    modified: datetime
    """When it was changed: aware UTC."""
    digest: str


@frozen(order=True)
class Hint:
    """Something to look at in the next poll, whatever the cursors say."""

    kind: str
    id: int


@described
@frozen(kw_only=True)
class Advance:
    """How far a poll came: what is kept at its end, all of it or nothing."""

    cursors: Mapping[str, datetime] = field(factory=dict)
    """Where each listing goes on: aware UTC."""
    seen: Mapping[int, Seen] = field(factory=dict)
    waiting: frozenset[Hint] = frozenset()
    settled: frozenset[Hint] = frozenset()


def poll_from(cursor: datetime | None, go_live: datetime, settings: Increments) -> datetime:
    """From when on a poll reads: a little before its cursor, or from going live on where there is none."""
    return go_live if cursor is None else cursor - timedelta(minutes=settings.overlap_minutes)


def next_cursor(cursor: datetime | None, stamps: Iterable[datetime | None], started: datetime, settings: Increments) -> datetime | None:
    """Where the next poll goes on: at the latest stamp that was read, never later than shortly before this poll began.

    It is a server's own stamp, so a wrong clock of ours loses nothing, and it never goes back.
    """
    latest = max((stamp for stamp in stamps if stamp is not None), default=None)
    if latest is None:
        return cursor
    bounded = min(latest, started - timedelta(seconds=settings.lag_seconds))
    return bounded if cursor is None else max(cursor, bounded)


def next_cursors(
    cursors: Mapping[str, datetime], stamps: Mapping[str, Iterable[datetime | None]], started: datetime, settings: Increments
) -> dict[str, datetime]:
    """Where each cursor goes once all that was read is dealt with, and when this poll began."""
    moved = {name: next_cursor(cursors.get(name), found, started, settings) for name, found in stamps.items()}
    return {**{name: cursor for name, cursor in moved.items() if cursor is not None}, POLLED: started}


def swept_name(tables: Tables) -> str:
    """The cursor that tells when a sync last read all there is. Other tables have another: what they change nobody looked at yet."""
    return f"{_SWEPT}:{hashlib.sha256(repr(tables).encode()).hexdigest()[:12]}"


def window_begins(cursors: Mapping[str, datetime], tables: Tables, now: datetime) -> datetime | None:
    """From when on a sync has to read what changed, so that it misses nothing that polls missed; None where it has to read all.

    The window reaches back to a day before all was last read, so whatever changed since is within; a day is for clocks that
    differ. All is read where that was never done by these tables, or is ``schedule.whole_days`` ago; and where nobody else
    compares stock, which goes by all orders.
    """
    schedule, last = tables.schedule, cursors.get(swept_name(tables))
    wanted = schedule.window_days and schedule.whole_days and schedule.goods_minutes
    if last is None or not wanted or now - last >= timedelta(days=schedule.whole_days):
        return None
    return min(now - timedelta(days=schedule.window_days), last - timedelta(days=1))


def after_sweep(
    shop: Shop,
    account: Account,
    plan: Plan,
    ledger: Ledger,
    cursors: Mapping[str, datetime],
    tables: Tables,
    *,
    windowed: bool = False,
    everything: bool = True,
    waited: frozenset[Hint] = frozenset(),
) -> Advance:
    """How far a sync of orders and shipments came: the next poll goes on from there.

    ``windowed`` tells that not all orders were read, ``everything`` that it was of stock, prices and products as well; ``waited``
    are the orders that waited before. Goods-out notes are read with their sales orders: those of a window say nothing of the
    others, so their cursor is left to polls.
    """
    trash, started = woo.OrderStatus.TRASH, min(shop.taken_at, account.taken_at)
    stamps: dict[str, list[datetime | None]] = {
        ORDERS: [order.date_modified_gmt for order in shop.orders if order.status != trash],
        TRASH: [order.date_modified_gmt for order in shop.orders if order.status == trash],
        REFUNDS: [refund.date_created_gmt for refunds in shop.refunds.values() for refund in refunds],
        SHIPMENTS: [note.status.shipped_on for note in account.goods_out.values() if note.status is not None],
        CANCELLED: [order.updated_on for order in account.sales_orders if order.is_canceled],
    }
    if windowed:
        del stamps[SHIPMENTS]
    swept = {swept_name(tables): started} if everything and not windowed else {}
    left, read = unfinished_orders(shop.orders, plan, ledger), {Hint(ORDER, order.id) for order in shop.orders}
    return Advance(
        cursors={**next_cursors(cursors, stamps, started, tables.increments), **swept},
        seen={order.id: seen_of(order) for order in shop.orders if order.id not in left},
        waiting=frozenset(Hint(ORDER, id) for id in left),
        settled=waited & read,
    )


def fresh_orders(orders: Iterable[woo.Order], seen: Mapping[int, Seen]) -> tuple[woo.Order, ...]:
    """The orders that are not as they were when they were last dealt with: of each the newest snapshot, none that is older."""
    newest: dict[int, woo.Order] = {}
    for order in orders:
        other = newest.get(order.id)
        if other is None or _changed_at(order) >= _changed_at(other):
            newest[order.id] = order
    return tuple(order for order in newest.values() if order.id not in seen or _is_news(order, seen[order.id]))


def _is_news(order: woo.Order, seen: Seen) -> bool:
    return _changed_at(order) >= seen.modified and state_hash(order) != seen.digest


def seen_of(order: woo.Order) -> Seen:
    """What is kept of an order that was dealt with."""
    return Seen(modified=_changed_at(order), digest=state_hash(order))


def _changed_at(order: woo.Order) -> datetime:
    return order.date_modified_gmt or order.date_created_gmt


def unfinished_orders(orders: Iterable[woo.Order], plan: Plan, ledger: Ledger) -> frozenset[int]:
    """The ids of orders that were held back or wait, or of which something that was planned is not done."""
    open_entities = {action.entity for action in plan.actions if not ledger.settled(action.key)}
    held = {each.key for each in plan.issues if each.entity == "order" and each.severity in (Severity.BLOCK, Severity.PENDING)}
    return frozenset(order.id for order in orders if order_key(order) in held or f"order {order_key(order)}" in open_entities)


def skew_issues(stamps: Iterable[datetime | None], started: datetime) -> list[Issue]:
    """A warning where a server stamped something later than it can be."""
    latest = max((stamp for stamp in stamps if stamp is not None), default=started)
    if latest <= started + _TOLERATED_SKEW:
        return []
    told = f"Something was changed at {latest.isoformat()}, and by our clock it was {started.isoformat()}."
    return [issue("CLOCK_SKEW", "poll", "clock", told, expected=started.isoformat(), actual=latest.isoformat())]


def stale_issues(cursors: Mapping[str, datetime], now: datetime, settings: Increments) -> list[Issue]:
    """An error where the last complete poll was longer ago than twice the interval."""
    polled = cursors.get(POLLED)
    if polled is None or now - polled <= 2 * timedelta(minutes=settings.interval_minutes):
        return []
    told = f"The last complete poll began at {polled.isoformat()}, and one is due every {settings.interval_minutes} minutes."
    return [issue("CURSOR_STALE", "poll", POLLED, told, actual=polled.isoformat())]


def disabled_webhooks(webhooks: Iterable[woo.Webhook], settings: Increments) -> tuple[woo.Webhook, ...]:
    """The webhooks of ours, by where they deliver to, that the shop does not call."""
    if not settings.webhook_address:
        return ()
    ours = (each for each in webhooks if each.delivery_url.startswith(settings.webhook_address))
    return tuple(each for each in ours if each.status != woo.WebhookStatus.ACTIVE)


def webhook_issues(webhooks: Iterable[woo.Webhook], settings: Increments) -> list[Issue]:
    """An error for each webhook of ours that the shop does not call."""
    return [
        issue("WEBHOOK_DISABLED", "webhook", str(each.id), f"Webhook {each.id} ({each.topic}) is {each.status}.", actual=str(each.status))
        for each in disabled_webhooks(webhooks, settings)
    ]


def hints_of_shop(event: woo.WebhookEvent | woo.WebhookPing) -> frozenset[Hint]:
    """What an event of the shop's asks to look at: an order. Its state is read, not taken from the event."""
    if isinstance(event, woo.WebhookPing) or event.resource != "order" or event.id is None:
        return frozenset()
    return frozenset({Hint(ORDER, event.id)})


#: Brightpearl's names of what it tells of, and the kind of hint.
_TOLD_OF: Mapping[str, str] = {
    "goods-out-note": GOODS_OUT_NOTE,
    "order": SALES_ORDER,
    "sales-order": SALES_ORDER,
    "product": PRODUCT,
}


def hints_of_account(event: bp.WebhookEvent) -> frozenset[Hint]:
    """What an event of Brightpearl's asks to look at; one event may name several records."""
    kind = _TOLD_OF.get(event.resource_type)
    return frozenset() if kind is None else frozenset(Hint(kind, id) for id in event.ids)
