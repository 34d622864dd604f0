"""Two systems that agree, of any size, in which discrepancies are planted: each kind with the findings that it has to lead to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.increments import POLLED
from bpwoo_sync.mapping.content_hash import content_hash
from bpwoo_sync.snapshot import Account, Shop
from bpwoo_sync.tables import Tables
from tests.bpwoo_sync.mapping.orders import line, order, tables
from tests.bpwoo_sync.mapping.sides import TAKEN_AT, account, goods_out, marks, payment_row, row, sales_order, shop
from tests.bpwoo_sync.reconciling.test_money import credit, refund
from tests.bpwoo_sync.reconciling.worlds import available, product, variation

#: A finding as it is compared: its code and its key.
Found = tuple[str, str]
Document = dict[str, Any]

#: The one product that all orders are of: its stock is somebody else's, so that no order changes a quantity.
SOLD, SOLD_ID = "SOLD", 1

SETTINGS: Tables = tables(
    stock={"warehouses": [2], "owned_elsewhere": [SOLD]},
    prices={"regular_list": 1, "sale_list": 5},
    increments={"webhook_address": "https://sync.example/"},
)


class Pair:
    """Both systems as documents, while they are made and spoilt."""

    def __init__(self, orders: int, products: int) -> None:
        self.orders = {id: _order(id) for id in range(1, orders + 1)}
        self.marked = {id: (_sales_order_id(id), content_hash(order(**self.orders[id]))) for id in self.orders}
        self.sales_orders = {id: _sales_order(id) for id in self.orders}
        self.payments: list[Document] = [_payment(id, id) for id in self.orders]
        self.refunds: dict[int, list[Document]] = {}
        self.credits: list[Document] = []
        self.goods_out: dict[int, bp.GoodsOutNote] = {}
        self.products: dict[int, Document] = {
            id: {"id": id, "sku": f"SKU{id}", "quantity": str(id % 40 + 1)} for id in range(1001, 1001 + products)
        }
        self.known: dict[int, str] = {SOLD_ID: SOLD, **{id: f"SKU{id}" for id in self.products}}
        self.held = {id: id % 40 + 1 for id in self.products}
        self.prices = {id: {1: "10.00"} for id in self.known}
        self.variations: dict[int, Document] = {}
        self.hooks = dict.fromkeys(range(1, 51), "active")
        self.cursors = {POLLED: TAKEN_AT}

    @property
    def shop(self) -> Shop:
        """The shop's side."""
        orders = []
        for id, document in self.orders.items():
            mark = {"meta_data": marks(*self.marked[id])} if id in self.marked else {}
            orders.append(order(**{**document, **mark}))
        goods = (product(50, SOLD, "1"), *(product(**each) for each in self.products.values()))
        refunds = {id: tuple(refund(**each) for each in given) for id, given in self.refunds.items()}
        variations = {id: (variation(**each),) for id, each in self.variations.items()}
        return shop(*orders, products=goods, refunds=refunds, variations=variations)

    @property
    def webhooks(self) -> list[woo.Webhook]:
        """The shop's webhooks to us."""
        return [
            woo.decode(woo.Webhook, {"id": id, "status": status, "topic": "order.updated", "delivery_url": "https://sync.example/hook"})
            for id, status in self.hooks.items()
        ]

    @property
    def account(self) -> Account:
        """Brightpearl's side."""
        rows = tuple(
            bp.ProductRow({"productId": id, "SKU": sku, "stockTracked": True, "productStatus": "LIVE"}) for id, sku in self.known.items()
        )
        return account(
            products=rows,
            sales_orders=tuple(sales_order(**each) for each in self.sales_orders.values()),
            sales_credits=tuple(credit(**each) for each in self.credits),
            payments=tuple(payment_row(**each) for each in self.payments),
            goods_out=self.goods_out,
            availability={id: available(pieces) for id, pieces in self.held.items()},
            prices={id: {number: Decimal(net) for number, net in lists.items()} for id, lists in self.prices.items()},
        )


def _sales_order_id(id: int) -> int:
    return 100_000 + id


def _order(id: int) -> Document:
    return {
        "total": "24.00",
        "total_tax": "4.00",
        "lines": [line(id, SOLD, "2", "20.00", ("20", "4.00"))],
        "id": id,
        "number": str(id),
        "transaction_id": f"ch_{id}",
    }


def _sales_order(id: int) -> Document:
    return {"id": _sales_order_id(id), "ref": f"W1-{id}", "rows": [row(500_000 + id, f"L{id}", SOLD_ID, "2", "20.00", "4.00")]}


def _payment(id: int, order_id: int, **more: Any) -> Document:
    return {"id": id, "order_id": _sales_order_id(order_id), "amount": "24.00", "ref": f"ch_{order_id}", **more}


def _paid(pair: Pair, id: int, **changes: Any) -> None:
    place = next(place for place, each in enumerate(pair.payments) if each["order_id"] == _sales_order_id(id))
    pair.payments[place] = {**pair.payments[place], **changes}


def _unpaid(pair: Pair, id: int) -> None:
    pair.payments = [each for each in pair.payments if each["order_id"] != _sales_order_id(id)]


def _without(pair: Pair, id: int) -> None:
    del pair.sales_orders[id]
    _unpaid(pair, id)


def _row(pair: Pair, id: int, **changes: Any) -> None:
    pair.sales_orders[id]["rows"] = [{**pair.sales_orders[id]["rows"][0], **changes}]


def missing(pair: Pair, id: int) -> list[Found]:
    """Never imported."""
    _without(pair, id)
    del pair.marked[id]
    return [("MISSING_IN_BP", str(id))]


def gone(pair: Pair, id: int) -> list[Found]:
    """Imported, and removed since."""
    _without(pair, id)
    return [("BP_ORDER_GONE", str(id))]


def unmapped(pair: Pair, id: int) -> list[Found]:
    """Never imported, for nobody knows its status."""
    missing(pair, id)
    pair.orders[id]["status"] = "packing"
    return [("UNMAPPED_STATUS", str(id))]


def unexpected(pair: Pair, id: int) -> list[Found]:
    """A sales order that no order belongs to."""
    pair.sales_orders[-id] = {**_sales_order(id), "id": 200_000 + id, "ref": f"W1-{900_000 + id}"}
    return [("UNEXPECTED_IN_BP", str(200_000 + id))]


def trashed(pair: Pair, id: int) -> list[Found]:
    """Thrown away in the shop."""
    pair.orders[id]["status"] = "trash"
    return [("WOO_ORDER_GONE", str(id))]


def twice(pair: Pair, id: int) -> list[Found]:
    """Imported twice."""
    pair.sales_orders[-id] = {**_sales_order(id), "id": 300_000 + id}
    return [("DUPLICATE_ORDER", str(id))]


def other_total(pair: Pair, id: int) -> list[Found]:
    """A row of another amount."""
    _row(pair, id, net="19.00")
    return [("TOTAL_MISMATCH", str(id)), ("EDITED_IN_BP", str(id))]


def other_code(pair: Pair, id: int) -> list[Found]:
    """A row under another tax code: one code has too much, one too little."""
    _row(pair, id, taxCode="T12")
    return [("TAX_MISMATCH", str(id)), ("TAX_MISMATCH", str(id)), ("EDITED_IN_BP", str(id))]


def other_currency(pair: Pair, id: int) -> list[Found]:
    """A sales order in another currency, paid in that of the order."""
    pair.sales_orders[id]["currency"] = {"code": "EUR"}
    return [("CURRENCY_MISMATCH", str(id)), ("CURRENCY_MISMATCH", str(_sales_order_id(id)))]


def unpaid(pair: Pair, id: int) -> list[Found]:
    """A payment that is missing."""
    _unpaid(pair, id)
    return [("UNPAID_IN_BP", str(id))]


def overpaid(pair: Pair, id: int) -> list[Found]:
    """A payment that was booked twice."""
    pair.payments.append(_payment(100_000 + id, id, ref=f"again_{id}"))
    return [("OVERPAID_IN_BP", str(id))]


def paid_twice(pair: Pair, id: int) -> list[Found]:
    """A payment that another connector booked as well, with its reference."""
    pair.payments.append(_payment(200_000 + id, id))
    return [("OVERPAID_IN_BP", str(id))]


def paid_there_only(pair: Pair, id: int) -> list[Found]:
    """A payment that the shop still waits for."""
    pair.orders[id] |= {"status": "on-hold", "date_paid_gmt": None}
    return [("PAID_IN_BP_ONLY", str(id))]


def other_method(pair: Pair, id: int) -> list[Found]:
    """A payment under another method."""
    _paid(pair, id, method="CASH")
    return [("PAYMENT_METHOD_MISMATCH", str(id))]


def odd_payment(pair: Pair, id: int) -> list[Found]:
    """A payment with a tenth of a penny too much."""
    _paid(pair, id, amount="24.001")
    return [("INVALID_AMOUNT", str(_sales_order_id(id))), ("OVERPAID_IN_BP", str(id))]


def _given_back(pair: Pair, id: int, *, credited: str | None, paid: bool, listed: bool = True) -> str:
    """Give half of it back, and credit and pay some of that."""
    if listed:
        pair.refunds[id] = [{"id": 700_000 + id, "amount": "12.00"}]
    if credited is not None:
        pair.credits.append({"id": 800_000 + id, "ref": f"W1-R{700_000 + id}", "net": credited, "parentId": _sales_order_id(id)})
    if paid:
        payment = {"id": 600_000 + id, "order_id": 800_000 + id, "amount": "12.00", "kind": "PAYMENT", "ref": f"W1-R{700_000 + id}"}
        pair.payments.append(payment)
    return f"{id}/R{700_000 + id}"


def refunded(pair: Pair, id: int) -> list[Found]:
    """A refund with all that belongs to it: no discrepancy."""
    _given_back(pair, id, credited="10.00", paid=True)
    return []


def uncredited(pair: Pair, id: int) -> list[Found]:
    """A refund without a credit."""
    return [("REFUND_MISSING", _given_back(pair, id, credited=None, paid=False))]


def other_credit(pair: Pair, id: int) -> list[Found]:
    """A credit over less."""
    return [("REFUND_AMOUNT", _given_back(pair, id, credited="9.00", paid=True))]


def paid_back_twice(pair: Pair, id: int) -> list[Found]:
    """A credit that was paid back, and once more under the same reference."""
    key = _given_back(pair, id, credited="10.00", paid=True)
    pair.payments.append({**pair.payments[-1], "id": 900_000 + id})
    return [("REFUND_AMOUNT", key)]


def not_paid_back(pair: Pair, id: int) -> list[Found]:
    """A credit that was not paid back."""
    return [("REFUND_UNPAID", _given_back(pair, id, credited="10.00", paid=False))]


def refund_removed(pair: Pair, id: int) -> list[Found]:
    """A credit whose refund was removed."""
    return [("REFUND_DELETED", _given_back(pair, id, credited="10.00", paid=True, listed=False))]


def shipped(pair: Pair, id: int) -> list[Found]:
    """Shipped whole, and the shop does not know."""
    pair.goods_out[400_000 + id] = goods_out(_sales_order_id(id), {500_000 + id: [2]})
    return [("STATUS_DRIFT", str(id))]


def completed(pair: Pair, id: int) -> list[Found]:
    """Done in the shop, and not shipped."""
    pair.orders[id]["status"] = "completed"
    return [("STATUS_DRIFT", str(id))]


def cancelled_here(pair: Pair, id: int) -> list[Found]:
    """Cancelled in the shop."""
    pair.orders[id]["status"] = "cancelled"
    return [("CANCEL_DRIFT", str(id))]


def cancelled_there(pair: Pair, id: int) -> list[Found]:
    """Cancelled in Brightpearl."""
    pair.sales_orders[id]["isCanceled"] = True
    return [("CANCEL_DRIFT", str(id))]


def edited_here(pair: Pair, id: int) -> list[Found]:
    """Another address in the shop."""
    pair.orders[id]["billing"] = {"city": "Bath"}
    return [("EDITED_AFTER_IMPORT", str(id))]


def edited_there(pair: Pair, id: int) -> list[Found]:
    """Another quantity in Brightpearl."""
    _row(pair, id, quantity="3")
    return [("EDITED_IN_BP", str(id))]


def linked_wrongly(pair: Pair, id: int) -> list[Found]:
    """Marked with the id of another sales order."""
    pair.marked[id] = (1, pair.marked[id][1])
    return [("LINK_BROKEN", str(id))]


def too_many(pair: Pair, id: int) -> list[Found]:
    """More pieces in the shop."""
    pair.held[id] -= 1
    return [("STOCK_DRIFT", f"SKU{id}")]


def too_few(pair: Pair, id: int) -> list[Found]:
    """Fewer pieces in the shop."""
    pair.held[id] += 5
    return [("STOCK_DRIFT", f"SKU{id}")]


def below_nothing(pair: Pair, id: int) -> list[Found]:
    """Less than nothing in the shop."""
    pair.products[id]["quantity"] = "-2"
    return [("STOCK_DRIFT", f"SKU{id}"), ("OVERSOLD", f"SKU{id}")]


def other_price(pair: Pair, id: int) -> list[Found]:
    """A price that was raised in Brightpearl."""
    pair.prices[id] = {1: "10.70"}
    return [("PRICE_DRIFT", f"SKU{id}")]


def on_sale(pair: Pair, id: int) -> list[Found]:
    """A sale that the shop does not have."""
    pair.prices[id] = {1: "10.00", 5: "9.80"}
    return [("PRICE_DRIFT", f"SKU{id}")]


def far_price(pair: Pair, id: int) -> list[Found]:
    """A price that is not pushed, so far is it off."""
    pair.prices[id] = {1: "99.00"}
    return [("PRICE_DRIFT", f"SKU{id}"), ("PRICE_JUMP", f"SKU{id}")]


def no_price(pair: Pair, id: int) -> list[Found]:
    """No price on the list."""
    pair.prices[id] = {}
    return [("NO_PRICE", f"SKU{id}")]


def only_in_shop(pair: Pair, id: int) -> list[Found]:
    """A product that Brightpearl lacks."""
    del pair.known[id]
    return [("SKU_ONLY_IN_WOO", f"SKU{id}")]


def only_in_account(pair: Pair, id: int) -> list[Found]:
    """A product that the shop lacks."""
    del pair.products[id]
    return [("SKU_ONLY_IN_BP", f"SKU{id}")]


def ambiguous(pair: Pair, id: int) -> list[Found]:
    """A product that Brightpearl has twice."""
    pair.known[900_000 + id] = f"SKU{id}"
    return [("AMBIGUOUS_SKU", f"SKU{id}")]


def uncounted(pair: Pair, id: int) -> list[Found]:
    """A product whose stock the shop does not count."""
    pair.products[id]["quantity"] = None
    return [("UNMANAGED", f"SKU{id}")]


def counted_by_parent(pair: Pair, id: int) -> list[Found]:
    """A variation whose parent counts for it."""
    pair.products[id] = {"id": id, "sku": "", "quantity": "5", "type": "variable", "variations": [2_000_000 + id]}
    pair.variations[id] = {"id": 2_000_000 + id, "sku": f"SKU{id}", "quantity": "5", "manage_stock": "parent"}
    return [("STOCK_AT_PARENT", f"SKU{id}")]


def switched_off(pair: Pair, id: int) -> list[Found]:
    """A webhook that the shop does not call any more."""
    pair.hooks[id] = "disabled"
    return [("WEBHOOK_DISABLED", str(id))]


def late(pair: Pair, hours: int) -> list[Found]:
    """The last poll was so many hours ago."""
    pair.cursors[POLLED] = TAKEN_AT - timedelta(hours=hours)
    return [("CURSOR_STALE", POLLED)]


def renamed(pair: Pair, id: int) -> list[Found]:
    """A product that was made of another one."""
    pair.products[id]["meta_data"] = [{"id": 1, "key": "_bp_product_id", "value": str(SOLD_ID)}]
    return [("LINK_BROKEN", f"SKU{id}")]


Kind = Callable[[Pair, int], list[Found]]
OF_ORDERS: tuple[Kind, ...] = (
    missing,
    gone,
    unmapped,
    unexpected,
    trashed,
    twice,
    other_total,
    other_code,
    other_currency,
    unpaid,
    overpaid,
    paid_twice,
    paid_there_only,
    other_method,
    odd_payment,
    refunded,
    uncredited,
    other_credit,
    paid_back_twice,
    not_paid_back,
    refund_removed,
    shipped,
    completed,
    cancelled_here,
    cancelled_there,
    edited_here,
    edited_there,
    linked_wrongly,
)
OF_PRODUCTS: tuple[Kind, ...] = (
    too_many,
    too_few,
    below_nothing,
    other_price,
    on_sale,
    far_price,
    no_price,
    only_in_shop,
    only_in_account,
    ambiguous,
    uncounted,
    counted_by_parent,
    renamed,
)
OF_PLUMBING: tuple[Kind, ...] = (switched_off, late)


def planted(pair: Pair, plants: Mapping[Kind, Iterable[int]]) -> list[Found]:
    """Plant each kind at its places. Returns the findings that have to be found, in order."""
    return sorted(found for kind, places in plants.items() for id in places for found in kind(pair, id))
