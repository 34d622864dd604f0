"""What people do in both systems between two runs, for demos and tests."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from attrs import frozen

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.planning.actions import ORDER_MARK
from bpwoo_sync.testing.warehouse import ship_orders

#: The status that the account has for cancelled orders.
CANCELLED_STATUS = "cancelledOrderStatusId"


def cancel_in_shop(shop: woo.WooCommerce, order: woo.Order) -> str:
    """The buyer thinks better of it: the order is cancelled in the shop."""
    shop.orders.update(order.id, woo.OrderDraft(status=woo.OrderStatus.CANCELLED))
    return f"order {order.number} is cancelled in the shop"


def move_house(shop: woo.WooCommerce, order: woo.Order) -> str:
    """The buyer moves: the order is to go to another address."""
    name, last = order.billing.first_name or "Ann", order.billing.last_name or "Lee"
    country, postcode = order.shipping.country or order.billing.country, order.shipping.postcode or order.billing.postcode
    address = woo.ShippingAddressDraft(
        first_name=name, last_name=last, address_1="7 New Street", city="Reno", state="NV", postcode=postcode, country=country
    )
    shop.orders.update(order.id, woo.OrderDraft(shipping=address))
    return f"order {order.number} is to go to another address"


def delete_in_shop(shop: woo.WooCommerce, order: woo.Order) -> str:
    """Somebody clears up: the order is in the shop's trash."""
    shop.orders.trash(order.id)
    return f"order {order.number} is deleted in the shop"


def cancel_in_account(account: bp.Brightpearl, sales_order_id: int) -> None:
    """Somebody in the office cancels a sales order."""
    status = int(account.send(bp.Account.configuration()).configuration[CANCELLED_STATUS])
    account.orders.set_status(sales_order_id, bp.OrderStatusUpdateDraft(order_status_id=status))


def unpaid(orders: Iterable[woo.Order]) -> list[woo.Order]:
    """The orders that wait for their payment."""
    return [order for order in orders if order.status == woo.OrderStatus.ON_HOLD and order.date_paid_gmt is None]


@frozen(kw_only=True)
class Day:
    """What happened: as text, how many orders left the warehouse, and the sales orders of what the shop deleted."""

    told: tuple[str, ...]
    shipped: int
    deleted: tuple[int, ...]


def day_goes_by(account: bp.Brightpearl, shop: woo.WooCommerce, moment: datetime, *, shipped: int) -> Day:
    """Some orders leave at this moment; of four that wait for their payment one is edited, and three are ended, each otherwise."""
    left = ship_orders(account, moment, most=shipped)
    first, second, third, fourth = [order for order in unpaid(shop.orders.list()) if order.total][:4]
    told = [
        f"{left} orders leave the warehouse",
        cancel_in_shop(shop, first),
        move_house(shop, second),
        delete_in_shop(shop, third),
        f"order {fourth.number} is cancelled in Brightpearl",
    ]
    cancel_in_account(account, sales_order_of(fourth))
    return Day(told=tuple(told), shipped=left, deleted=(sales_order_of(third),))


def sales_order_of(order: woo.Order) -> int:
    """The sales order that an order was imported as, by its mark."""
    return int(str(woo.meta_value(order.meta_data, ORDER_MARK)))
