"""Each order that both sides ought to have, with its sales order, its rows, and what keeps it back."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.detail import Told
from bpwoo_sync.facts import OrderFact
from bpwoo_sync.issues import Issue, Severity, issue
from bpwoo_sync.mapping.money import Row
from bpwoo_sync.mapping.order_facts import account_order_fact, order_fact_of
from bpwoo_sync.mapping.orders import balanced_rows, is_admitted, is_too_young, order_import, order_key
from bpwoo_sync.planning.order_links import mark_of
from bpwoo_sync.reconciling.moments import Moments
from bpwoo_sync.situation import Situation

#: Statuses of the shop by which an order is over: no live sales order belongs to it.
CLOSED = (woo.OrderStatus.CANCELLED, woo.OrderStatus.FAILED, woo.OrderStatus.TRASH)


@frozen(kw_only=True)
class Pair:
    """An order of the shop that belongs into Brightpearl, and the sales order there, if there is one.

    ``rows`` are those that the order makes now, None where it cannot be mapped. ``held`` says why an order that is
    missing was not sent; ``was_imported`` that it was there once. ``told`` is what was said of an order of a snapshot.
    """

    order: woo.Order
    shop: OrderFact
    rows: tuple[Row, ...] | None
    sales_order: bp.SalesOrder | None = None
    account: OrderFact | None = None
    held: tuple[Issue, ...] = ()
    was_imported: bool = False
    touched: bool = False
    told: Told | None = None

    @property
    def live(self) -> bool:
        """Whether there is a sales order, and it is not cancelled."""
        return self.account is not None and not self.account.cancelled

    @property
    def is_missing(self) -> bool:
        """Whether it belongs into Brightpearl, was not held back, and never was there."""
        return self.account is None and not self.held and not self.was_imported

    @property
    def severity(self) -> Severity | None:
        """``pending`` where either side was touched too recently; else None."""
        return Severity.PENDING if self.touched else None


def pairs_of(situation: Situation, account_facts: Iterable[OrderFact], moments: Moments) -> tuple[Pair, ...]:
    """Every order that is to be imported, or is in Brightpearl and not over in the shop."""
    facts = {fact.sales_order_id: fact for fact in account_facts}
    found = []
    for order in situation.shop.orders:
        imported = situation.sales_orders_of(order)
        sales_order = imported[0] if imported else None
        live = sales_order is not None and not sales_order.is_canceled
        if is_admitted(order, situation.tables) or (live and order.status not in CLOSED):
            found.append(_pair(order, sales_order, facts.get(sales_order.id) if sales_order is not None else None, situation, moments))
    return tuple(found)


def account_facts(situation: Situation) -> tuple[OrderFact, ...]:
    """The sales orders of this shop, as facts."""
    return tuple(account_order_fact(order, situation.received, situation.tables) for order in situation.account.sales_orders)


def _pair(order: woo.Order, sales_order: bp.SalesOrder | None, account: OrderFact | None, situation: Situation, moments: Moments) -> Pair:
    tables = situation.tables
    rows = balanced_rows(order, tables, situation.catalogue).value
    was_imported = sales_order is None and (bool(mark_of(order)) or situation.ledger.settled(f"sales-order:{situation.ref(order)}"))
    held: tuple[Issue, ...] = ()
    told = situation.told.get(order.id)
    if sales_order is None and not was_imported:
        held = _blocking(order, situation) if told is None else told.held
        if is_too_young(order, tables, situation.shop.taken_at):
            held = (*held, issue("TOO_YOUNG", "order", order_key(order)))
    stamps = (order.date_modified_gmt or order.date_created_gmt, sales_order.updated_on if sales_order is not None else None)
    return Pair(
        order=order,
        shop=order_fact_of(order, rows, tables),
        rows=rows,
        sales_order=sales_order,
        account=account,
        held=held,
        was_imported=was_imported,
        touched=moments.touched(*stamps),
        told=told,
    )


def _blocking(order: woo.Order, situation: Situation) -> tuple[Issue, ...]:
    """What keeps an order from being sent."""
    mapped = order_import(order, situation.tables, situation.catalogue)
    return tuple(each for each in mapped.issues if each.severity is Severity.BLOCK) if mapped.blocked else ()
