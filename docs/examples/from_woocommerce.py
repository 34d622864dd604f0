"""One job, before with the package ``woocommerce`` and after with ``woocommerce_sdk``: complete what has waited for payment."""

from decimal import Decimal

from woocommerce import API

import woocommerce_sdk as woo


def waiting_before(wcapi: API) -> dict[int, Decimal]:
    """The total of each order on hold: pages are counted by hand, an error is an answer like any other, amounts are text."""
    found: dict[int, Decimal] = {}
    page = 1
    while True:
        answer = wcapi.get("orders", params={"status": "on-hold", "per_page": 100, "page": page})
        if answer.status_code != 200:
            raise RuntimeError(answer.text)
        orders = answer.json()
        if not orders:
            return found
        found.update((order["id"], Decimal(order["total"])) for order in orders)
        page += 1


def waiting(shop: woo.WooCommerce) -> dict[int, Decimal]:
    """The same: pages follow each other, errors are raised, amounts are decimals."""
    on_hold = woo.OrderQuery(status=(woo.OrderStatus.ON_HOLD,), fields=("id", "total"))
    return {order.id: order.total for order in shop.orders.list(on_hold)}


def complete_before(wcapi: API, ids: list[int]) -> list[int]:
    """Complete these orders, at most a hundred of them, and return those that were refused."""
    answer = wcapi.post("orders/batch", {"update": [{"id": id, "status": "completed"} for id in ids]})
    if answer.status_code != 200:
        raise RuntimeError(answer.text)
    return [each["id"] for each in answer.json()["update"] if "error" in each]


def complete(shop: woo.WooCommerce, ids: list[int]) -> list[int | str | None]:
    """The same for any number of orders."""
    result = shop.orders.batch(update={id: woo.OrderDraft(status=woo.OrderStatus.COMPLETED) for id in ids})
    return [each.id for each in result.refused]
