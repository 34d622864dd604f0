"""Orders that wait for their money in the shop and are paid in Brightpearl, and the write that lets them go on.

No sync makes that write by itself: the shop tells the customer of it, and what was paid is the word of whoever booked it.
"""

from __future__ import annotations

from collections.abc import Iterator

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.mapping.money import plain
from bpwoo_sync.mapping.order_facts import account_order_fact, order_fact_of
from bpwoo_sync.mapping.orders import order_key
from bpwoo_sync.mapping.payments import is_authorised
from bpwoo_sync.plan import Action
from bpwoo_sync.situation import Situation


def going_on_actions(situation: Situation) -> Iterator[Action]:
    """The writes that set orders on hold to processing whose sales order received its total, the same as the shop's; once each.

    What a gateway only holds is left alone: it has to be captured there.
    """
    for order in situation.shop.orders:
        imported = situation.sales_orders_of(order)
        if order.status == woo.OrderStatus.ON_HOLD and imported and not is_authorised(order, situation.tables):
            yield from _going_on(order, imported[0], situation)


def _going_on(order: woo.Order, sales_order: bp.SalesOrder, situation: Situation) -> Iterator[Action]:
    key, number = f"paid-in-account:{situation.ref(order)}", order_key(order)
    ours = order_fact_of(order, None, situation.tables)
    theirs = account_order_fact(sales_order, situation.received, situation.tables)
    alike = (ours.currency, ours.gross) == (theirs.currency, theirs.gross) and not (ours.settled or theirs.cancelled)
    if alike and theirs.paid == theirs.gross > 0 and not situation.ledger.settled(key):
        yield Action(
            key=key,
            kind="shop-order",
            payload={"meta_data": [], "status": woo.OrderStatus.PROCESSING.value},
            entity=f"order {number}",
            summary=(
                f"Set order {number} to processing in the shop, which tells the customer: "
                f"sales order {sales_order.id} received {plain(theirs.paid)} {theirs.currency}, all of it"
            ),
            target=str(order.id),
        )
