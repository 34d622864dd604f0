"""What people do in both systems between two runs, for demos and tests."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from decimal import Decimal

from attrs import frozen

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.planning.actions import ORDER_MARK
from bpwoo_sync.testing.demo_account import LEFT_OUT, NOT_TRACKED
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


def new_in_shop(shop: woo.WooCommerce) -> str:
    """The shop has begun to sell a bag in two sizes, of which Brightpearl does not know yet."""
    sizes = woo.ProductAttributeUseDraft(name="Volume", options=("10 l", "20 l"), variation=True, visible=True)
    published = woo.ProductStatus.PUBLISH
    bag = shop.products.create(woo.ProductDraft(name="Roll-top bag", type=woo.ProductType.VARIABLE, status=published, attributes=(sizes,)))
    for volume, price in (("10", "45.00"), ("20", "60.00")):
        chosen = (woo.ChosenAttributeDraft(name="Volume", option=f"{volume} l"),)
        draft = woo.VariationDraft(sku=f"BAG-{volume}", regular_price=Decimal(price), attributes=chosen)
        shop.variations.create(bag.id, draft)
    return f"{bag.name} is sold in two sizes in the shop"


def bought(shop: woo.WooCommerce, sku: str) -> str:
    """Somebody buys one piece, and pays for it."""
    (product,) = shop.products.list(woo.ProductQuery(sku=sku))
    who = woo.BillingAddressDraft(
        first_name="Kim", last_name="Poe", email="kim@shop.example", address_1="3 Elm Street", city="Reno", country="US"
    )
    line = woo.LineItemDraft(product_id=product.id, quantity=1)
    draft = woo.OrderDraft(billing=who, line_items=(line,), payment_method="bacs", set_paid=True)
    order = shop.orders.create(draft)
    return f"order {order.number} over one {sku} comes in, and goods are reserved from now on"


def weighed(account: bp.Brightpearl, sku: str) -> str:
    """Somebody weighs a product, and enters in Brightpearl how heavy it is."""
    (row,) = account.products.search(bp.ProductRow.where(bp.ProductRow.sku.is_(sku)))
    heavier = bp.ProductStockDraft(weight=bp.WeightDraft(magnitude=Decimal("1.25")))
    account.products.replace(row.product_id or 0, bp.ProductDraft(stock=heavier))
    return f"{sku} is weighed, and its weight entered in Brightpearl"


def known_before(account: bp.Brightpearl, email: str) -> str:
    """Somebody bought by telephone before the shop was there: Brightpearl has the name, and an address of then."""
    address = account.postal_addresses.create(bp.PostalAddressDraft(address_line1="9 Old Street", country_iso_code="USA"))
    contact = bp.ContactDraft(
        first_name="Pat",
        last_name="Lee",
        post_address_ids=bp.PostAddressIdsDraft(default=address, billing=address, delivery=address),
        communication=bp.CommunicationDraft(emails=bp.EmailsDraft(primary=bp.EmailAddressDraft(email=email))),
    )
    return f"contact {account.contacts.create(contact)} has bought before, under another name and at another address"


def sent_back(shop: woo.WooCommerce, orders: Iterable[woo.Order], left: Collection[int]) -> woo.Order:
    """A buyer does not like it: one line of an order that left comes back, and the shop gives back what it cost."""
    paid = (each for each in orders if each.date_paid_gmt is not None and not each.refunds)
    order = next(each for each in paid if sales_order_of(each) in left and _goods_of(each))
    line = _goods_of(order)[0]
    taxes = [woo.LineTaxDraft(id=tax.id, refund_total=tax.total) for tax in line.taxes if isinstance(tax.total, Decimal) and tax.total]
    back = woo.RefundLineDraft(id=line.id, quantity=line.quantity, refund_total=line.total, refund_tax=tuple(taxes))
    shop.refunds.create(order.id, woo.RefundDraft(line_items=(back,), reason="does not fit", api_refund=False))
    return order


def _goods_of(order: woo.Order) -> list[woo.LineItem]:
    """The lines of what a warehouse holds and was paid for."""
    return [line for line in order.line_items if line.total > 0 and line.sku and line.sku not in NOT_TRACKED | LEFT_OUT]


def cancelled_status(account: bp.Brightpearl) -> int:
    """The status that the account has for cancelled orders."""
    return int(account.send(bp.Account.configuration()).configuration[CANCELLED_STATUS])


def cancel_in_account(account: bp.Brightpearl, sales_order_id: int, status: int) -> None:
    """Somebody in the office cancels a sales order."""
    account.orders.set_status(sales_order_id, bp.OrderStatusUpdateDraft(order_status_id=status))


def unpaid(orders: Iterable[woo.Order]) -> list[woo.Order]:
    """The orders that wait for their payment."""
    return [order for order in orders if order.status == woo.OrderStatus.ON_HOLD and order.date_paid_gmt is None]


@frozen(kw_only=True)
class Day:
    """What happened: as text, how many orders left the warehouse, and the sales orders of what was deleted and of what came back.

    ``cancelled`` is the status that the account gives to what is cancelled.
    """

    told: tuple[str, ...]
    shipped: int
    deleted: tuple[int, ...]
    returned: tuple[int, ...]
    cancelled: int


def day_goes_by(account: bp.Brightpearl, shop: woo.WooCommerce, moment: datetime, *, shipped: int) -> Day:
    """Some orders leave at this moment, goods of one come back, and four that wait for their payment are edited or ended."""
    left = ship_orders(account, moment, most=shipped)
    row, orders = bp.SalesOrderSearchRow, list(shop.orders.list())
    gone = account.sales_orders.search(row.where(row.order_shipping_status.is_("ASS")))
    back = sent_back(shop, orders, {each.sales_order_id for each in gone if each.sales_order_id})
    first, second, third, fourth = [order for order in unpaid(orders) if order.total][:4]
    told = [
        f"{left} orders leave the warehouse",
        f"goods of order {back.number} come back, and the shop gives back what was paid for them",
        cancel_in_shop(shop, first),
        move_house(shop, second),
        delete_in_shop(shop, third),
        f"order {fourth.number} is cancelled in Brightpearl",
    ]
    status = cancelled_status(account)
    cancel_in_account(account, sales_order_of(fourth), status)
    return Day(told=tuple(told), shipped=left, deleted=(sales_order_of(third),), returned=(sales_order_of(back),), cancelled=status)


def sales_order_of(order: woo.Order) -> int:
    """The sales order that an order was imported as, by its mark; 0 where it has none."""
    return int(str(woo.meta_value(order.meta_data, ORDER_MARK) or 0))
