"""Which sales order an order of the shop is linked to, and the write that links it to the one with its reference.

No sync makes that write by itself: a link breaks by what people did, so a person approves it.
"""

from __future__ import annotations

from collections.abc import Iterator

import woocommerce_sdk as woo
from bpwoo_sync.mapping.orders import order_key
from bpwoo_sync.plan import Action
from bpwoo_sync.planning.actions import ORDER_MARK
from bpwoo_sync.situation import Situation


def mark_of(order: woo.Order) -> str:
    """The id of the sales order that an order of the shop is marked with; blank where it has no mark."""
    return str(woo.meta_value(order.meta_data, ORDER_MARK) or "")


def linked_id(order: woo.Order, situation: Situation) -> str:
    """The id of the sales order that an order is linked to: by its mark, else by the ledger; blank where by neither."""
    return mark_of(order) or situation.ledger.result(f"sales-order:{situation.ref(order)}") or ""


def relinking_actions(situation: Situation) -> Iterator[Action]:
    """The writes that mark orders with the sales order of their reference, where they are linked to another, and it is the only one."""
    for order in situation.shop.orders:
        linked, live = linked_id(order, situation), [each for each in situation.sales_orders_of(order) if not each.is_canceled]
        if linked and len(live) == 1 and linked != str(live[0].id):
            ref, number, id = situation.ref(order), order_key(order), live[0].id
            # The moment is part of the key: a link that is put right may break again.
            yield Action(
                key=f"relink:{ref}:{id}:{situation.shop.taken_at.isoformat()}",
                kind="shop-mark",
                payload={"meta_data": [{"key": ORDER_MARK, "value": id}]},
                entity=f"order {number}",
                summary=f"Link order {number} to sales order {id}, which has its reference, and no longer to {linked}",
                target=str(order.id),
            )
