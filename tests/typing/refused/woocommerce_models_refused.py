"""Records as the shop sent them do not change, and a draft has only fields that can be written."""

from __future__ import annotations

from decimal import Decimal

import woocommerce_sdk as woo


def touch(order: woo.Order) -> None:
    order.status = woo.OrderStatus.COMPLETED  # E: Property "status" defined in "Order" is read-only
    order.grand_total  # E: "Order" has no attribute "grand_total"
    float_total: float = order.total  # E: Incompatible types in assignment (expression has type "Decimal", variable has type "float")
    order.date_created < order.date_created_gmt  # E: Unsupported operand types for < ("ShopTime" and "datetime")
    rest: Decimal = order.total - 0.5  # E: Unsupported operand types for - ("Decimal" and "float")
    paid_at: str = order.date_paid_gmt.isoformat()  # E: Item "None" of "datetime | None" has no attribute "isoformat"


woo.OrderDraft(total=Decimal("1"))  # E: Unexpected keyword argument "total" for "OrderDraft"
woo.OrderDraft(status="completed")  # E: Argument "status" to "OrderDraft" has incompatible type "str"; expected "OrderStatus | Unrecognised | Unset"
woo.ProductDraft(regular_price=12.5)  # E: Argument "regular_price" to "ProductDraft" has incompatible type "float"; expected "Decimal | Blank | Unset | None"
orders: tuple[woo.Product, ...] = woo.decode(tuple[woo.Order, ...], [])  # E: Argument 1 to "decode" has incompatible type "type[tuple[Order, ...]]"; expected "type[tuple[Product, ...]]"
