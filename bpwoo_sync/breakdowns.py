"""Control totals taken apart: by day, by tax code, by payment method; how far stock drifted; where a record is found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal

from attrs import frozen

import woocommerce_sdk as woo
from bpwoo_sync.described import described
from bpwoo_sync.facts import OrderFact, StockTarget, external_ref
from bpwoo_sync.mapping.money import ZERO, trimmed
from bpwoo_sync.mapping.orders import is_admitted, order_key
from bpwoo_sync.mapping.payments import amounts_by_method, payment_drafts
from bpwoo_sync.situation import Situation
from bpwoo_sync.snapshot import receipts_by_method
from bpwoo_sync.tables import Tables

#: The part of a total whose tax code or payment method the tables do not name.
UNNAMED = ""

Amounts = Mapping[str, Decimal]


@described
@frozen(kw_only=True)
class PartTotal:
    """One part of a currency's total: a day (UTC, as ``2026-01-31``), a tax code or a payment method of Brightpearl's.

    ``pending`` is the difference of orders that changed too recently to be judged, ``difference`` what is unexplained. It
    has to be zero.
    """

    currency: str
    part: str
    shop: Decimal
    """What the shop sold, in this currency."""
    held: Decimal
    """What was held back, in this currency."""
    account: Decimal
    """What Brightpearl has, in this currency."""
    pending: Decimal = ZERO
    """What changed too recently to be judged, in this currency."""

    @property
    def difference(self) -> Decimal:
        """Shop, less what was held back, less what is pending, less Brightpearl."""
        return self.shop - self.held - self.pending - self.account


@frozen(kw_only=True)
class Apart:
    """The references of orders that do not count as differences: those held back, and those that are pending."""

    held: frozenset[str] = frozenset()
    pending: frozenset[str] = frozenset()


@described
@frozen(kw_only=True)
class StockDrift:
    """A product of which the shop has another quantity than it ought to have.

    ``shop_id`` is the product's, or for a variation its parent's, which is the one with a page in the back office.
    """

    sku: str
    name: str
    shop: Decimal | None
    """In pieces."""
    wanted: int
    """In pieces."""
    shop_id: int
    product_id: int

    @property
    def drift(self) -> Decimal:
        """How many pieces the shop has too many; negative where it has too few."""
        return (self.shop or ZERO) - self.wanted

    @property
    def oversells(self) -> bool:
        """Whether the shop sells what is not there."""
        return self.drift > 0 and self.wanted == 0


@described
@frozen(kw_only=True)
class Place:
    """Where a finding's record is found on either side: ids of orders or of products, None where it is not there.

    ``since`` (aware UTC) is when the order was placed; None where it is unknown, and of products.
    """

    order_id: int | None = None
    sales_order_id: int | None = None
    shop_product_id: int | None = None
    product_id: int | None = None
    since: datetime | None = None
    """When the order was placed; aware UTC."""


def day_totals(wanted: Sequence[OrderFact], actual: Sequence[OrderFact], apart: Apart) -> tuple[PartTotal, ...]:
    """Gross by the day on which the shop took the order; a sales order whose order is unknown counts on its own day."""
    placed = {fact.ref: fact.placed_at for fact in wanted}

    def by_day(fact: OrderFact) -> Amounts:
        return {placed.get(fact.ref, fact.placed_at).astimezone(UTC).date().isoformat(): fact.gross}

    return _parts(wanted, actual, apart, by_day)


def tax_totals(wanted: Sequence[OrderFact], actual: Sequence[OrderFact], apart: Apart, tables: Tables) -> tuple[PartTotal, ...]:
    """Tax by Brightpearl's tax code; what no row accounts for has no code."""
    return _parts(wanted, actual, apart, lambda fact: code_amounts(fact, tables))


def code_amounts(fact: OrderFact, tables: Tables) -> Amounts:
    """An order's tax by Brightpearl's tax code."""
    exponent = tables.exponent(fact.currency)
    known = {code: trimmed(amount, exponent) for code, amount in fact.tax_by_code.items() if amount}
    rest = fact.tax - sum(known.values(), ZERO)
    return {**known, UNNAMED: known.get(UNNAMED, ZERO) + rest} if rest else known


def method_totals(situation: Situation, wanted: Sequence[OrderFact], actual: Sequence[OrderFact], apart: Apart) -> tuple[PartTotal, ...]:
    """What was paid by each payment method of Brightpearl's. What the shop's tables do not map has no method."""
    return _parts(wanted, actual, apart, method_amounts(situation))


def method_amounts(situation: Situation) -> Callable[[OrderFact], Amounts]:
    """Tells what was paid of an order of either side, by payment method of Brightpearl's."""
    methods = {"shop": _shop_methods(situation), "account": _account_methods(situation)}

    def by_method(fact: OrderFact) -> Amounts:
        side = "shop" if fact.sales_order_id is None else "account"
        known = methods[side].get(fact.ref if side == "shop" else str(fact.sales_order_id), {})
        rest = fact.paid - sum(known.values(), ZERO)
        return {**known, UNNAMED: known.get(UNNAMED, ZERO) + rest} if rest else known

    return by_method


def _shop_methods(situation: Situation) -> dict[str, Amounts]:
    tables = situation.tables
    return {
        external_ref(tables.store.key, order.id): amounts_by_method(
            payment_drafts(order, tables, situation.catalogue, order_key(order)).value or ()
        )
        for order in situation.shop.orders
        if is_admitted(order, tables)
    }


def _account_methods(situation: Situation) -> dict[str, Amounts]:
    return {str(order_id): amounts for order_id, amounts in receipts_by_method(situation.account.payments).items()}


def _parts(
    wanted: Iterable[OrderFact], actual: Iterable[OrderFact], apart: Apart, parted: Callable[[OrderFact], Amounts]
) -> tuple[PartTotal, ...]:
    shop: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    back: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    waits: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    account: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    for fact in wanted:
        for part, amount in parted(fact).items():
            shop[fact.currency, part] += amount
            if fact.ref in apart.held:
                back[fact.currency, part] += amount
            elif fact.ref in apart.pending:
                waits[fact.currency, part] += amount
    for fact in actual:
        if not fact.cancelled:
            for part, amount in parted(fact).items():
                account[fact.currency, part] += amount
                if fact.ref in apart.pending:
                    waits[fact.currency, part] -= amount
    return tuple(
        PartTotal(currency=key[0], part=key[1], shop=shop[key], held=back[key], pending=waits[key], account=account[key])
        for key in sorted({*shop, *account})
    )


def stock_drifts(targets: Iterable[StockTarget]) -> tuple[StockDrift, ...]:
    """Every product whose quantity in the shop is not what it ought to be, the farthest off first."""
    found = [
        StockDrift(
            sku=target.fact.sku,
            name=target.fact.name,
            shop=target.fact.quantity,
            wanted=target.quantity,
            shop_id=target.fact.parent_id or target.fact.shop_id,
            product_id=target.product_id,
        )
        for target in targets
        if target.fact.quantity != target.quantity
    ]
    return tuple(sorted(found, key=lambda each: (-abs(each.drift), each.sku)))


def places_of(situation: Situation, subjects: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Place]:
    """Where each subject of a finding (its entity and key) is found; subjects that no page shows are left out."""
    asked = dict.fromkeys(subjects)
    orders = _order_places(situation)
    theirs = {each.id: each.placed_on for each in situation.account.sales_orders}
    products = _product_places(situation) if any(entity in _PRODUCTS for entity, _ in asked) else {}
    found: dict[tuple[str, str], Place] = {}
    for entity, key in asked:
        place: Place | None = None
        if entity in ("order", "refund"):
            place = orders.get(key.rpartition("/")[0] if entity == "refund" else key)
        elif entity == "sales-order" and key.isdecimal():
            place = Place(sales_order_id=int(key), since=theirs.get(int(key)))
        elif entity in _PRODUCTS:
            place = products.get(key)
        if place is not None:
            found[entity, key] = place
    return found


_PRODUCTS = frozenset({"price", "product", "stock"})


def _order_places(situation: Situation) -> dict[str, Place]:
    def place(order: woo.Order) -> Place:
        imported = situation.sales_orders_of(order)
        return Place(order_id=order.id, sales_order_id=imported[0].id if imported else None, since=order.date_created_gmt)

    return {order_key(order): place(order) for order in situation.shop.orders}


def _product_places(situation: Situation) -> dict[str, Place]:
    shop = situation.shop
    ids = {product.sku: product.id for product in shop.products if product.sku}
    ids |= {each.sku: parent for parent, variations in shop.variations.items() for each in variations if each.sku}
    theirs = {row.sku: row.product_id for row in situation.account.products if row.sku}
    return {sku: Place(shop_product_id=ids.get(sku), product_id=theirs.get(sku)) for sku in (*ids, *theirs)}
