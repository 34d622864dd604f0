"""A poll: read what changed in either system since the last one, deal with it, and keep how far that came.

Orders are followed by their change, refunds by their making and goods-out notes by their shipment, each from its own
cursor, because none of the three moves the others; so are sales orders that were cancelled, where the
shop is to be told. Stock and prices are compared whole, by a sync.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime

from attrs import evolve, frozen

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.catalogue import folded
from bpwoo_sync.described import described
from bpwoo_sync.effects.flow import Flow, ask_brightpearl, every_record, every_row
from bpwoo_sync.effects.performing import Performance, carrying_out
from bpwoo_sync.effects.reading import order_references, read_account, read_orders, read_references
from bpwoo_sync.facts import external_ref, order_id_of
from bpwoo_sync.increments import (
    CANCELLED,
    GOODS_OUT_NOTE,
    ORDER,
    ORDERS,
    PRODUCT,
    REFUNDS,
    SALES_ORDER,
    SHIPMENTS,
    TRASH,
    Advance,
    Hint,
    fresh_orders,
    next_cursors,
    poll_from,
    seen_of,
    skew_issues,
    stale_issues,
    unfinished_orders,
    webhook_issues,
)
from bpwoo_sync.issues import Issue, worst_first
from bpwoo_sync.ledger import Ledger, Outcome
from bpwoo_sync.mapping.orders import is_admitted
from bpwoo_sync.plan import Plan, plan_of
from bpwoo_sync.planning import Scope, is_finished, sync_plan
from bpwoo_sync.planning.actions import ORDER_MARK
from bpwoo_sync.ports import Progress, Store
from bpwoo_sync.snapshot import Account, References
from bpwoo_sync.tables import Tables

#: Stock, prices and products are compared whole by a sync: a poll would have to read both catalogues each time.
SCOPE = Scope(stock=False, prices=False, products=False)


@described
@frozen(kw_only=True)
class Changes:
    """What a poll found: the orders to deal with, where the cursors go once that is done, and what hints it answers.

    ``stock`` tells that a hint asks for a look at stock. ``gone`` are orders that a hint names and the shop does not have.
    """

    started: datetime
    """When the poll began: aware UTC."""
    orders: tuple[woo.Order, ...]
    cursors: Mapping[str, datetime]
    """Where each listing goes on: aware UTC."""
    answered: frozenset[Hint]
    stock: bool
    gone: frozenset[int] = frozenset()
    issues: tuple[Issue, ...] = ()


@frozen(kw_only=True)
class Poll:
    """What a poll did. ``stock`` tells that Brightpearl's stock moved, so that a sync of stock is due."""

    plan: Plan
    ledger: Ledger
    advance: Advance
    orders: int
    stock: bool


def polled(
    tables: Tables,
    store: Store,
    progress: Progress,
    performance: Performance,
    *,
    references: References | None = None,
    seen: Callable[[Sequence[Outcome]], None] = lambda outcomes: None,
) -> Flow[Poll]:
    """One poll. If it ends early, by an error or a kill, nothing of its progress is kept and the next reads the same again."""
    changes, plan = yield from planned_poll(tables, store.load(), progress, performance.now, references)
    ledger = yield from carrying_out(plan, store, performance, seen=seen)
    advance = poll_advance(changes, plan, ledger)
    progress.advance(advance)
    return Poll(plan=plan, ledger=ledger, advance=advance, orders=len(changes.orders), stock=changes.stock)


def planned_poll(
    tables: Tables, ledger: Ledger, progress: Progress, now: Callable[[], datetime], references: References | None = None
) -> Flow[tuple[Changes, Plan]]:
    """The first half of a poll: what changed, and what is to be written because of it."""
    changes = yield from read_changes(tables, progress, now)
    if not changes.orders and not _imported(changes.gone, tables.store.key, ledger):
        return changes, plan_of((), changes.issues, taken_at=changes.started, counts={})
    shop = yield from read_orders(now, changes.orders)
    account = yield from _account(tables, changes.orders, changes.gone, ledger, now, references)
    made = sync_plan(shop, account, tables, ledger, SCOPE)
    return changes, evolve(made, issues=worst_first([*changes.issues, *made.issues]))


def poll_advance(changes: Changes, plan: Plan, ledger: Ledger) -> Advance:
    """How far a poll came, once its plan was carried out as far as the ledger says."""
    left = unfinished_orders(changes.orders, plan, ledger)
    return Advance(
        cursors=changes.cursors,
        seen={order.id: seen_of(order) for order in changes.orders if order.id not in left},
        waiting=frozenset(Hint(ORDER, id) for id in left),
        settled=changes.answered,
    )


def read_changes(tables: Tables, progress: Progress, now: Callable[[], datetime]) -> Flow[Changes]:
    """What changed since the last poll, and what hints ask to look at."""
    started, settings = now(), tables.increments
    cursors, hints = progress.cursors(), progress.waiting()

    def since(name: str) -> datetime:
        return poll_from(cursors.get(name), tables.store.go_live, settings)

    listed = yield from every_record(woo.Orders.changed(since(ORDERS), woo.OrderQuery(per_page=100)))
    trashed = yield from every_record(woo.Orders.changed(since(TRASH), woo.OrderQuery(per_page=100, status=(woo.OrderStatus.TRASH,))))
    refunds = yield from every_record(woo.AllRefunds.list(woo.RefundQuery(per_page=100, after=since(REFUNDS), orderby="date", order="asc")))
    note = bp.GoodsOutNoteSearchRow
    shipped = yield from every_row(bp.GoodsOutNotes.search(note.where(note.shipped_on.since(since(SHIPMENTS)))))
    ended = (yield from _cancelled(since(CANCELLED), tables)) if tables.cancellations.tell_shop else []
    noted = yield from _noted_orders([hint.id for hint in hints if hint.kind == GOODS_OUT_NOTE])
    sales_orders = {row.order_id for row in shipped if row.order_id} | {hint.id for hint in hints if hint.kind == SALES_ORDER} | noted
    sales_orders |= {row.sales_order_id for row in ended if row.sales_order_id}

    # A refund need not move its order's date of change, so its order is read as well, and compared like the others.
    there = {order.id for order in (*listed, *trashed)}
    refunded = yield from _orders({refund.parent_id for refund in refunds if refund.parent_id is not None} - there)
    candidates = (*listed, *trashed, *refunded)
    fresh = fresh_orders(candidates, progress.seen([order.id for order in candidates]))
    # A shipment is no part of the order, so what it is of is looked at though the order is as it was; so is what waits.
    told = {hint.id for hint in hints if hint.kind == ORDER}
    asked = told | (yield from _orders_of(sales_orders, tables.store.key))
    more = yield from _orders(asked - {order.id for order in fresh})
    read = {order.id for order in (*candidates, *more)}
    stamps: dict[str, list[datetime | None]] = {
        ORDERS: [order.date_modified_gmt for order in listed],
        TRASH: [order.date_modified_gmt for order in trashed],
        REFUNDS: [refund.date_created_gmt for refund in refunds],
        SHIPMENTS: [row.shipped_on for row in shipped],
        CANCELLED: [row.updated_on for row in ended],
    }
    webhooks = (yield from every_record(woo.Webhooks.list())) if settings.webhook_address else []
    return Changes(
        started=started,
        orders=(*fresh, *more),
        gone=frozenset(told - read),
        cursors=next_cursors(cursors, stamps, started, settings),
        answered=hints,
        stock=bool(shipped) or any(hint.kind == PRODUCT for hint in hints),
        issues=(
            *skew_issues([stamp for found in stamps.values() for stamp in found], started),
            *stale_issues(cursors, started, settings),
            *webhook_issues(webhooks, settings),
        ),
    )


def _cancelled(since: datetime, tables: Tables) -> Flow[list[bp.SalesOrderSearchRow]]:
    """The sales orders of the channel that have the account's status for cancelled ones, and were changed since."""
    row, channel = bp.SalesOrderSearchRow, tables.store.channel_id
    status = (yield from read_references(("configuration",))).cancelled_status_id
    if status is None:
        return []
    of_channel = () if channel is None else (row.channel_id.is_(channel),)
    return (
        yield from every_row(bp.SalesOrders.search(row.where(*of_channel, row.order_status_id.is_(status), row.updated_on.since(since))))
    )


def _noted_orders(note_ids: Collection[int]) -> Flow[set[int]]:
    """The sales orders whose goods these goods-out notes are about; a note that is gone is about nothing."""
    found: set[int] = set()
    for piece in bp.IdSet.of(note_ids).pieces():
        try:
            notes = yield from ask_brightpearl(bp.GoodsOutNotes.get_set(piece))
        except bp.NotFoundError:
            continue
        found |= {note.order_id for note in notes.values() if note.order_id}
    return found


def _orders_of(sales_order_ids: Collection[int], store_key: str) -> Flow[set[int]]:
    """The shop's ids of the orders that these sales orders were made of."""
    found: set[int] = set()
    for piece in bp.IdSet.of(sales_order_ids).pieces():
        try:
            orders = yield from ask_brightpearl(bp.SalesOrders.get_set(piece))
        except bp.NotFoundError:
            continue
        found |= {id for order in orders if (id := order_id_of(store_key, order.external_ref)) is not None}
    return found


def _orders(ids: Collection[int]) -> Flow[list[woo.Order]]:
    """These orders of the shop, as far as they are there."""
    wanted = sorted(ids)
    found: list[woo.Order] = []
    for start in range(0, len(wanted), 100):
        query = woo.OrderQuery(per_page=100, include=tuple(wanted[start : start + 100]))
        found += yield from every_record(woo.Orders.list(query))
    return found


def _account(
    tables: Tables,
    orders: Iterable[woo.Order],
    gone: Iterable[int],
    ledger: Ledger,
    now: Callable[[], datetime],
    references: References | None,
) -> Flow[Account]:
    """The account as far as these orders need it, and the sales orders of those that are gone from the shop."""
    key = tables.store.key
    open_ = [order for order in orders if is_admitted(order, tables) and not is_finished(order)]
    unfinished = {external_ref(key, order.id) for order in open_}
    return (
        yield from read_account(
            now,
            channel_id=tables.store.channel_id,
            store_key=key,
            references=references if references is not None else (yield from read_references(order_references(tables))),
            emails={folded(order.billing.email or "") for order in open_} - {""},
            customers=tables.orders.contact_update != "never",
            stock=False,
            drop_ship=tables.shipments.drop_ship,
            unfinished=lambda order: (order.external_ref or "") in unfinished,
            only={**_imported(gone, key, ledger), **{external_ref(key, order.id): _sales_order_id(order, key, ledger) for order in orders}},
        )
    )


def _imported(order_ids: Iterable[int], store_key: str, ledger: Ledger) -> dict[str, int | None]:
    """The sales orders of these orders, as far as the ledger knows them."""
    results = {ref: ledger.result(f"sales-order:{ref}") for ref in (external_ref(store_key, id) for id in order_ids)}
    return {ref: int(id) for ref, id in results.items() if id is not None}


def _sales_order_id(order: woo.Order, store_key: str, ledger: Ledger) -> int | None:
    """The id of an order's sales order, by its mark or by the ledger: a search may not know what was made a moment ago."""
    mark = woo.meta_value(order.meta_data, ORDER_MARK)
    known = str(mark) if mark else ledger.result(f"sales-order:{external_ref(store_key, order.id)}") or ""
    return int(known) if known.isascii() and known.isdigit() else None
