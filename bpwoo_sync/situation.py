"""Two snapshots, indexed by what planning and reconciling ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from attrs import define, field

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.catalogue import Catalogue, catalogue_of, folded
from bpwoo_sync.described import described
from bpwoo_sync.detail import Told
from bpwoo_sync.facts import external_ref
from bpwoo_sync.ledger import Ledger
from bpwoo_sync.links import known_links
from bpwoo_sync.mapping.payments import Paid
from bpwoo_sync.snapshot import Account, Shop, receipts
from bpwoo_sync.tables import Tables

PaymentKey = tuple[str | None, str | None]

#: A payment by what names it, whether it is a draft yet or not.
Named = TypeVar("Named", bp.CustomerPaymentDraft, Paid)


@described
@define(slots=False)
class Situation:
    """Everything that planning and reconciling look at, and the indexes they look things up in."""

    shop: Shop
    account: Account
    tables: Tables
    ledger: Ledger
    known: Catalogue | None = None
    """Where the sides were kept: lookups, products that a warehouse holds, and what was said of orders by their id."""
    known_tracked: frozenset[int] | None = None
    told: Mapping[int, Told] = field(factory=dict)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The lookups of mapping."""
        if self.known is not None:
            return self.known
        return catalogue_of(self.account, self.shop, known_links(self.ledger, self.shop))

    @cached_property
    def sales_orders(self) -> Mapping[str, list[bp.SalesOrder]]:
        """The sales orders of each reference, live ones first, then the oldest."""
        by_ref: dict[str, list[bp.SalesOrder]] = {}
        for order in sorted(self.account.sales_orders, key=lambda each: (bool(each.is_canceled), each.id)):
            by_ref.setdefault(order.external_ref or "", []).append(order)
        return by_ref

    @cached_property
    def _orders(self) -> dict[str, woo.Order]:
        return {self.ref(order): order for order in self.shop.orders}

    @cached_property
    def newest_orders(self) -> Mapping[str, int]:
        """The id of the newest order of each e-mail address, of those that are imported."""
        sold = (order for order in self.shop.orders if order.status.value in self.tables.orders.import_statuses)
        return {folded(order.billing.email or ""): order.id for order in sorted(sold, key=lambda each: (each.date_created_gmt, each.id))}

    def order_of_ref(self, ref: str) -> woo.Order | None:
        """The shop's order that a reference of Brightpearl's names; None where the shop has none."""
        return self._orders.get(ref)

    @cached_property
    def credits(self) -> Mapping[str, bp.SalesCredit]:
        """The sales credit of each reference; the oldest where there are several."""
        return {credit.external_ref or "": credit for credit in sorted(self.account.sales_credits, key=lambda each: -each.id)}

    @cached_property
    def received(self) -> Mapping[int, Decimal]:
        """What was received for each sales order."""
        return receipts(self.account.payments)

    @cached_property
    def _payments(self) -> dict[int, list[bp.CustomerPaymentRow]]:
        by_order: dict[int, list[bp.CustomerPaymentRow]] = {}
        for payment in self.account.payments:
            order_id = payment.order_id
            if order_id is not None:
                by_order.setdefault(order_id, []).append(payment)
        return by_order

    @cached_property
    def _goods_out(self) -> dict[int, dict[int, bp.GoodsOutNote]]:
        by_order: dict[int, dict[int, bp.GoodsOutNote]] = {}
        for id, note in self.account.goods_out.items():
            if note.order_id:
                by_order.setdefault(note.order_id, {})[id] = note
        return by_order

    @cached_property
    def _drop_ship(self) -> dict[int, dict[int, bp.DropShipNote]]:
        by_order: dict[int, dict[int, bp.DropShipNote]] = {}
        for id, note in self.account.drop_ship.items():
            if note.order_id:
                by_order.setdefault(note.order_id, {})[id] = note
        return by_order

    @cached_property
    def carriers(self) -> Mapping[str, str]:
        """The names of carriers by the id of their shipping method: the tables' own, else the account's where it was asked."""
        named = {str(method.id): method.name or "" for method in self.account.references.shipping_methods}
        return {**named, **self.tables.shipments.carriers}

    @cached_property
    def tracked(self) -> frozenset[int]:
        """The products that a warehouse holds."""
        if self.known_tracked is not None:
            return self.known_tracked
        return frozenset(row.product_id for row in self.account.products if row.stock_tracked and row.product_id is not None)

    @property
    def cancelled_status_id(self) -> int | None:
        """The status that the account gives to what is cancelled; None where it names none."""
        return self.account.references.cancelled_status_id

    def ref(self, order: woo.Order) -> str:
        """The reference by which Brightpearl knows an order."""
        return external_ref(self.tables.store.key, order.id)

    def sales_orders_of(self, order: woo.Order) -> list[bp.SalesOrder]:
        """The sales orders with an order's reference, live ones first, then the oldest: none, one, or too many."""
        return self.sales_orders.get(self.ref(order), [])

    def payments_of(self, order_id: int) -> list[bp.CustomerPaymentRow]:
        """The payments on a sales order or a credit."""
        return self._payments.get(order_id, [])

    def paid_keys(self, order_id: int) -> set[PaymentKey]:
        """What names each payment on a sales order or a credit."""
        return {(each.transaction_ref, each.payment_method_code) for each in self.payments_of(order_id)}

    def goods_out_of(self, sales_order_id: int) -> Mapping[int, bp.GoodsOutNote]:
        """The goods-out notes of a sales order."""
        return self._goods_out.get(sales_order_id, {})

    def drop_ship_of(self, sales_order_id: int) -> Mapping[int, bp.DropShipNote]:
        """The drop-ship notes of a sales order, as far as they were read."""
        return self._drop_ship.get(sales_order_id, {})

    def notes_of(self, sales_order_id: int) -> Mapping[int, bp.GoodsOutNote | bp.DropShipNote]:
        """What leaves, or left, for a sales order: from a warehouse or straight from a supplier."""
        goods_out, drop_ship = self.goods_out_of(sales_order_id), self.drop_ship_of(sales_order_id)
        return {**goods_out, **drop_ship} if drop_ship else goods_out

    def refunds_of(self, order: woo.Order) -> tuple[woo.Refund, ...]:
        """The refunds of an order, oldest first."""
        found = self.shop.refunds.get(order.id)
        return tuple(sorted(found, key=lambda each: (each.date_created_gmt, each.id))) if found else ()

    def unpaid_keys(self, payments: Iterable[Named], order_id: int) -> list[Named]:
        """Those payments that an order does not have yet."""
        known = self.paid_keys(order_id)
        return [each for each in payments if (each.transaction_ref, each.payment_method_code) not in known]
