"""What is to become of the sales order of an order, as both sides stand."""

from __future__ import annotations

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.facts import refund_ref
from bpwoo_sync.mapping.cancellations import Fate, fate_of
from bpwoo_sync.mapping.money import ZERO
from bpwoo_sync.situation import Situation


def is_credited(order: woo.Order, situation: Situation) -> bool:
    """Whether a refund of an order has its sales credit."""
    return any(refund_ref(situation.tables.store.key, refund.id) in situation.credits for refund in situation.refunds_of(order))


def planned_fate(order: woo.Order, sales_order: bp.SalesOrder, situation: Situation) -> Fate:
    """What a sync does with a sales order."""
    refunds = situation.refunds_of(order)
    return fate_of(
        order,
        sales_order,
        situation.notes_of(sales_order.id).values(),
        situation.received.get(sales_order.id, ZERO),
        refunds,
        situation.tables,
        credited=bool(refunds) and is_credited(order, situation),
    )
