"""Orders of a window of time on both sides, with what either side has of each: whatever is read of one is read of the other.

An order is read that was placed or changed since the window began, or is open. So is a sales order that was made or
changed since, or is not closed, and one whose sales credit or refund is that new. What is found on one side is then looked
for on the other, whenever it was placed: so nothing at the edge of the window can look as if it were missing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.effects.flow import Flow
from bpwoo_sync.effects.reading import sales_orders_in
from bpwoo_sync.effects.whole import all_of, records, rows
from bpwoo_sync.facts import external_ref, order_id_of, refund_id_of
from bpwoo_sync.planning.actions import ORDER_MARK
from bpwoo_sync.tables import Tables

#: By how much the clocks of both systems may differ.
MARGIN = timedelta(days=1)

#: How many references are searched for one by one.
_FEW = 20

_TRASH = (woo.OrderStatus.TRASH,)

#: The types of orders in a search over orders of every type.
_SALES_ORDER, _SALES_CREDIT = 1, 3


def recent_orders(since: datetime, tables: Tables, *, whole: bool, named: Collection[int] = ()) -> Flow[list[woo.Order]]:
    """The shop's orders that were placed or changed since, those in its trash too, those that are open, and those refunded since.

    ``named`` are further ones, by their ids.
    """
    changed = woo.OrderQuery(per_page=100, modified_after=since, orderby="id", order="asc")
    found = yield from records(woo.Orders.list(changed), whole=whole)
    trashed = woo.OrderQuery(per_page=100, modified_after=since, orderby="id", order="asc", status=_TRASH)
    found += yield from records(woo.Orders.list(trashed), whole=whole)
    open_ = _open_statuses(tables)
    if open_:
        # Either filter leaves out its own second, so they overlap.
        waiting = woo.OrderQuery(per_page=100, modified_before=since + timedelta(seconds=2), orderby="id", order="asc", status=open_)
        found += yield from records(woo.Orders.list(waiting), whole=whole)
    # A refund need not move its order's date of change.
    refunds = yield from records(woo.AllRefunds.list(woo.RefundQuery(per_page=100, after=since)), whole=whole)
    here = {order.id for order in found}
    wanted = {refund.parent_id for refund in refunds if refund.parent_id} | set(named)
    found += yield from named_orders(wanted - here, whole=whole)
    return list({order.id: order for order in found}.values())


def named_orders(ids: Collection[int], *, whole: bool) -> Flow[list[woo.Order]]:
    """These orders of the shop, as far as they are there or in its trash."""
    found: list[woo.Order] = []
    for status in ((), _TRASH):
        wanted = sorted(set(ids) - {order.id for order in found})
        for start in range(0, len(wanted), 100):
            query = woo.OrderQuery(per_page=100, include=tuple(wanted[start : start + 100]), status=status)
            found += yield from records(woo.Orders.list(query), whole=whole)
    return found


def recent_sales_orders(since: datetime, orders: Collection[woo.Order], tables: Tables, *, whole: bool) -> Flow[list[bp.SalesOrder]]:
    """The sales orders of this shop that are recent by themselves, by a credit of theirs or by one of these orders, or not closed."""
    store, channel = tables.store.key, tables.store.channel_id
    row, any_order, early = bp.SalesOrderSearchRow, bp.OrderSearchRow, since - MARGIN
    conditions = () if channel is None else (row.channel_id.is_(channel),)
    ids, further = set[int](), set[int]()

    def ours(ref: str | None) -> bool:
        return (ref or "").startswith(f"{store}-")

    for moment in (row.created_on, row.updated_on):
        found = yield from rows(bp.SalesOrders.search(row.where(*conditions, moment.since(early))), whole=whole)
        ids |= {each.sales_order_id for each in found if each.sales_order_id and ours(each.external_ref)}
    unclosed = any_order.where(any_order.order_type_id.is_(_SALES_ORDER), any_order.is_closed.is_(False))
    waiting = yield from rows(bp.Orders.search(unclosed), whole=whole)
    ids |= {each.order_id for each in waiting if each.order_id and ours(each.external_ref)}
    for moment in (any_order.created_on, any_order.updated_on):
        credits = yield from rows(
            bp.Orders.search(any_order.where(any_order.order_type_id.is_(_SALES_CREDIT), moment.since(early))), whole=whole
        )
        further |= {each.parent_order_id for each in credits if each.parent_order_id and refund_id_of(store, each.external_ref) is not None}
    read = all_of(ids, (yield from sales_orders_in(ids)), "sales orders", whole=whole)
    # Of these nobody says that they are there.
    further |= {int(mark) for order in orders if (mark := _mark(order)).isascii() and mark.isdigit()}
    read += yield from sales_orders_in(further - ids)
    known = {order.external_ref for order in read}
    # One that was placed since would have been found above: its sales order is no older than itself.
    unknown = {ref: order for order in orders if order.date_created_gmt < since and (ref := external_ref(store, order.id)) not in known}
    read += yield from sales_orders_in((yield from _ids_of(unknown, conditions, whole=whole)))
    return list({order.id: order for order in read if ours(order.external_ref)}.values())


#: Codes of sales orders of whose goods none, or only a part, has a goods-out note.
_ON_THE_SHELF = ("SON", "SOP")


def older_on_the_shelf(since: datetime, known: Collection[int], tables: Tables, *, whole: bool) -> Flow[list[bp.SalesOrder]]:
    """The sales orders of this shop from before the window whose goods are, at least in part, on the shelf; less those ``known``.

    They are compared with nothing: what was sold by them and is not allocated is no longer for sale, however old they are.
    """
    store, channel, row = tables.store.key, tables.store.channel_id, bp.SalesOrderSearchRow
    conditions = (row.created_on.until(since - MARGIN), *(() if channel is None else (row.channel_id.is_(channel),)))
    ids = set[int]()
    for status in _ON_THE_SHELF:
        found = yield from rows(bp.SalesOrders.search(row.where(*conditions, row.order_stock_status.is_(status))), whole=whole)
        ids |= {each.sales_order_id for each in found if each.sales_order_id and (each.external_ref or "").startswith(f"{store}-")}
    wanted = ids - set(known)
    return all_of(wanted, (yield from sales_orders_in(wanted)), "sales orders", whole=whole)


def _ids_of(unknown: Mapping[str, woo.Order], conditions: tuple[bp.Filter, ...], *, whole: bool) -> Flow[set[int]]:
    """The ids of the sales orders of these references: searched for one by one, or among all since the oldest of the orders."""
    row = bp.SalesOrderSearchRow
    found: list[bp.SalesOrderSearchRow] = []
    if len(unknown) > _FEW:
        oldest = min(order.date_created_gmt for order in unknown.values()) - MARGIN
        found += yield from rows(bp.SalesOrders.search(row.where(*conditions, row.created_on.since(oldest))), whole=whole)
    else:
        for ref in sorted(unknown):
            found += yield from rows(bp.SalesOrders.search(row.where(row.external_ref.is_(ref))), whole=whole)
    return {each.sales_order_id for each in found if each.sales_order_id and each.external_ref in unknown}


def orders_of(sales_orders: Iterable[bp.SalesOrder], orders: Iterable[woo.Order], tables: Tables, *, whole: bool) -> Flow[list[woo.Order]]:
    """The shop's orders that these sales orders are of, and that were not read yet."""
    ids = {order_id_of(tables.store.key, order.external_ref) for order in sales_orders}
    return (yield from named_orders({id for id in ids if id is not None} - {order.id for order in orders}, whole=whole))


def _open_statuses(tables: Tables) -> tuple[woo.OrderStatus | woo.Unrecognised, ...]:
    """The statuses of orders that belong into Brightpearl and are not done."""
    names = (name for name in tables.orders.import_statuses if name != woo.OrderStatus.COMPLETED.value)
    known = {each.value for each in woo.OrderStatus}
    return tuple(woo.OrderStatus(name) if name in known else woo.Unrecognised(name) for name in names)


def _mark(order: woo.Order) -> str:
    return str(woo.meta_value(order.meta_data, ORDER_MARK) or "")
