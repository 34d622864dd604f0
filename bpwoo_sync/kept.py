"""What is kept of a side in a snapshot: facts that are compared later, each a line of JSON that begins with its key.

No name, street, e-mail or note is kept: numbers of orders, SKUs, quantities, amounts and moments, and digests of addresses.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Literal, TypeVar

from attrs import evolve, field, fields, frozen

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.catalogue import Catalogue, folded
from bpwoo_sync.described import described
from bpwoo_sync.detail import order_detail, sales_order_detail
from bpwoo_sync.errors import SnapshotError
from bpwoo_sync.facts import OrderFact, StockFact
from bpwoo_sync.issues import Severity
from bpwoo_sync.mapping.money import trimmed
from bpwoo_sync.mapping.order_facts import account_order_fact, shop_order_fact
from bpwoo_sync.mapping.orders import is_admitted, order_import
from bpwoo_sync.mapping.prices import PriceFact
from bpwoo_sync.tables import Tables

T = TypeVar("T")

Side = Literal["shop", "account"]
Subject = Literal["lookups", "orders", "stock", "prices"]
SUBJECTS: tuple[Subject, ...] = ("lookups", "orders", "stock", "prices")


@described
@frozen(kw_only=True)
class KeptOrder(OrderFact):
    """An order as one side has it.

    ``admitted`` says that it belongs into Brightpearl, ``held`` the codes of what keeps it out. ``units`` are pieces by
    SKU that Brightpearl counts as on hand though they are sold: of a sales order those without allocation, of an order in
    the shop all of it, which count as long as there is no sales order. ``detail`` is what :mod:`bpwoo_sync.detail` keeps of
    it, with its refunds, or its credits, payments and goods-out notes; snapshots of the first format have none.
    """

    admitted: bool = True
    trashed: bool = False
    held: tuple[str, ...] = ()
    units: Mapping[str, Decimal] = field(factory=dict)
    """In pieces, by SKU."""
    detail: Mapping[str, Any] = field(factory=dict)


@frozen(kw_only=True)
class KeptLookup:
    """What mapping looks up: a ``product`` by id, the ``percent`` and the ``bank`` of a code, a ``currency``, a tax ``rate`` by id."""

    kind: str
    name: str
    value: Mapping[str, Any] = field(factory=dict)


@frozen(kw_only=True)
class Attached:
    """What belongs to an order and is told apart: a refund, a payment, a sales credit, a goods-out note."""

    kind: str
    value: Mapping[str, Any] = field(factory=dict)


@described
@frozen(kw_only=True)
class KeptStock(StockFact):
    """What the shop has of a product or variation. ``changed_at`` is aware UTC; snapshots of the first format do not tell it."""

    changed_at: datetime | None = None
    """When it was last changed: aware UTC."""


@described
@frozen(kw_only=True)
class KeptPrice(PriceFact):
    """What the shop asks for a product or variation. ``changed_at`` is aware UTC; snapshots of the first format do not tell it."""

    changed_at: datetime | None = None
    """When it was last changed: aware UTC."""


@described
@frozen(kw_only=True)
class KeptLevels:
    """What Brightpearl has of one product: pieces on hand by warehouse id. ``levels`` is None where it told of none.

    ``parts`` are the products that a bundle is made of, by id, each with how many of it one takes (``needed``) and its levels.
    """

    sku: str
    product_id: int
    tracked: bool = True
    live: bool = True
    levels: Mapping[str, int] | None = None
    """Pieces on hand by warehouse id."""
    bundle: bool = False
    parts: Mapping[str, Any] = field(factory=dict)
    changed_at: datetime | None = None
    """When it was last changed: aware UTC."""


@described
@frozen(kw_only=True)
class KeptListPrices:
    """What Brightpearl's price lists ask for one piece of a product, net, by price list id."""

    sku: str
    product_id: int
    live: bool = True
    prices: Mapping[str, Decimal] = field(factory=dict)
    """Of one piece, net, in each list's currency, by price list id."""
    changed_at: datetime | None = None
    """When it was last changed: aware UTC."""


@described
@frozen(kw_only=True)
class LevelsOf:
    """A product's pieces on hand by warehouse id, as they were read."""

    product_id: int
    levels: Mapping[str, int]
    """Pieces on hand by warehouse id."""


@described
@frozen(kw_only=True)
class ListPricesOf:
    """A product's prices by price list id, as they were read."""

    product_id: int
    prices: Mapping[str, Decimal]
    """Of one piece, net, in each list's currency, by price list id."""


@described
@frozen(kw_only=True)
class ReceiptOf:
    """What was received for a sales order by one payment; negative where it was paid back."""

    order_id: int
    amount: Decimal
    """In the payment's currency; less than 0 where it was paid back."""


#: What is kept of each side, by subject.
KINDS: Mapping[tuple[Side, Subject], type[Any]] = {
    ("shop", "lookups"): KeptLookup,
    ("account", "lookups"): KeptLookup,
    ("shop", "orders"): KeptOrder,
    ("shop", "stock"): KeptStock,
    ("shop", "prices"): KeptPrice,
    ("account", "orders"): KeptOrder,
    ("account", "stock"): KeptLevels,
    ("account", "prices"): KeptListPrices,
}


def shop_order(order: woo.Order, tables: Tables, catalogue: Catalogue) -> KeptOrder:
    """What is kept of an order of the shop."""
    admitted = is_admitted(order, tables)
    mapped = order_import(order, tables, catalogue)
    blocks: tuple[str, ...] = ()
    if admitted and mapped.blocked:
        blocks = tuple(dict.fromkeys(each.code for each in mapped.issues if each.severity is Severity.BLOCK))
    units: dict[str, Decimal] = {}
    for line in order.line_items if admitted else ():
        if line.sku:
            units[folded(line.sku)] = units.get(folded(line.sku), Decimal(0)) + line.quantity
    fact = shop_order_fact(order, tables, catalogue)
    trashed, detail = order.status == woo.OrderStatus.TRASH, order_detail(order, mapped, tables)
    return _kept(fact, admitted=admitted, trashed=trashed, held=blocks, units=units, detail=detail)


def account_order(order: bp.SalesOrder, tables: Tables) -> KeptOrder:
    """What is kept of a sales order; what was received for it is told apart."""
    units: dict[str, Decimal] = {}
    if order.allocation_status_code in ("ANA", "APA") and not order.is_canceled:
        for row in order.rows:
            if row.sku:
                units[folded(row.sku)] = units.get(folded(row.sku), Decimal(0)) + (row.quantity or Decimal(0))
    return _kept(account_order_fact(order, {}, tables), units=units, detail=sales_order_detail(order))


def _kept(fact: OrderFact, **more: Any) -> KeptOrder:
    return KeptOrder(**{each.name: getattr(fact, each.name) for each in fields(OrderFact)}, **more)


def kept_stock(fact: StockFact, changed_at: datetime | None) -> KeptStock:
    """What is kept of the stock of a product or variation."""
    return KeptStock(**{each.name: getattr(fact, each.name) for each in fields(StockFact)}, changed_at=changed_at)


def kept_price(fact: PriceFact, changed_at: datetime | None) -> KeptPrice:
    """What is kept of the price of a product or variation."""
    return KeptPrice(**{each.name: getattr(fact, each.name) for each in fields(PriceFact)}, changed_at=changed_at)


def with_levels(products: tuple[KeptLevels, ...], told: tuple[LevelsOf, ...]) -> tuple[KeptLevels, ...]:
    """A product with the levels that were read of it; the last where they were read twice."""
    return tuple(evolve(each, levels=told[-1].levels if told else None) for each in products[-1:])


def with_list_prices(products: tuple[KeptLevels, ...], told: tuple[ListPricesOf, ...]) -> tuple[KeptListPrices, ...]:
    """A product with its prices."""
    return tuple(
        KeptListPrices(
            sku=each.sku, product_id=each.product_id, live=each.live, prices=told[-1].prices if told else {}, changed_at=each.changed_at
        )
        for each in products[-1:]
    )


def with_refunds(orders: tuple[KeptOrder, ...], told: tuple[Attached, ...]) -> tuple[KeptOrder, ...]:
    """Orders of one reference with their refunds, each once."""
    refunds = list({each.value["id"]: dict(each.value) for each in told}.values())
    return tuple(evolve(each, detail={**each.detail, "refunds": refunds}) if refunds else each for each in orders)


def with_attached(orders: tuple[KeptOrder, ...], told: tuple[Attached, ...]) -> tuple[KeptOrder, ...]:
    """A sales order with its credits, payments and goods-out notes, each once; the last reading counts."""
    known: dict[str, dict[str, Any]] = {}
    for each in told:
        known.setdefault(each.kind, {})[str(each.value.get("paymentId") or each.value.get("id"))] = dict(each.value)
    lists = {kind: list(values.values()) for kind, values in known.items()}
    return tuple(evolve(each, detail={**each.detail, **lists}) for each in orders)


def with_receipts(orders: tuple[KeptOrder, ...], told: tuple[ReceiptOf, ...], tables: Tables) -> tuple[KeptOrder, ...]:
    """A sales order with what was received for it."""
    received = sum((each.amount for each in told), Decimal(0))

    def paid(order: KeptOrder) -> KeptOrder:
        amount = trimmed(received, tables.exponent(order.currency))
        return evolve(order, paid=amount, settled=amount >= order.gross)

    return tuple(paid(each) for each in orders[-1:])


def id_key(id: int) -> str:
    """An id as a key that ascends as the ids do."""
    return f"{id:015d}"


def key_of(record: object) -> str:
    """The key by which both sides know a record: an order's reference, a SKU as it is looked up."""
    if isinstance(record, OrderFact):
        return record.ref
    if isinstance(record, KeptLookup):
        return f"{record.kind} {record.name}"
    return folded(str(getattr(record, "sku", "")))


_compact = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode
_scan = json.JSONDecoder().raw_decode
_BEGIN = '{"key":'


def line_of(key: str, record: object) -> str:
    """A record as a line of JSON, its key first. Amounts are text, moments UTC with a ``Z``."""
    document = _converter().unstructure(record)
    return _compact({"key": key, **document})


def line_key(line: str) -> str:
    """The key of such a line, without reading the rest of it."""
    try:
        return str(_scan(line, len(_BEGIN))[0])
    except ValueError:
        raise SnapshotError(f"{line[:60]!r} is no line of a snapshot: it has no key.") from None


def record_of(kind: type[T], line: str) -> T:
    """The record of a line. Raises :class:`~bpwoo_sync.errors.SnapshotError` where it is of another kind."""
    try:
        document = json.loads(line)
    except ValueError:
        raise SnapshotError(f"{line[:60]!r} is no line of a snapshot.") from None
    return record_from(kind, document)


def record_from(kind: type[T], document: Mapping[str, Any]) -> T:
    """The record of a JSON document; its key is derived anew."""
    import cattrs

    told = {name: value for name, value in document.items() if name != "key"}
    try:
        found: T = _converter().structure(told, kind)
        return found
    except (cattrs.BaseValidationError, KeyError, TypeError, ValueError, ArithmeticError) as fault:
        raise SnapshotError(
            f"{str(dict(document))[:80]} is no {kind.__name__} of this version ({fault}); take the snapshot again."
        ) from None


@cache
def _converter() -> Any:
    import cattrs

    converter = cattrs.Converter(forbid_extra_keys=True, detailed_validation=False)
    converter.register_unstructure_hook(Decimal, str)
    converter.register_structure_hook(Decimal, _decimal)
    converter.register_unstructure_hook(datetime, moment_text)
    converter.register_structure_hook(datetime, lambda value, _: moment(value))
    converter.register_structure_hook(bool | str, lambda value, _: value)
    for kind in (str, int, bool):
        converter.register_structure_hook(kind, _exactly)
    return converter


def _exactly(value: Any, kind: type[T]) -> T:
    """A value that has to be of its kind already: nothing is turned into a text or a number."""
    if type(value) is not kind:
        raise ValueError(f"{value!r} is no {kind.__name__}")
    return value


def moment_text(at: datetime) -> str:
    """An instant as text in UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def moment(text: Any) -> datetime:
    """The instant of such a text; aware UTC."""
    at = text if isinstance(text, datetime) else datetime.fromisoformat(str(text))
    if at.tzinfo is None:
        raise ValueError(f"{text!r} has no time zone")
    return at.astimezone(UTC)


def _decimal(value: Any, _: Callable[..., Any]) -> Decimal:
    if not isinstance(value, str):
        raise ValueError(f"an amount as text was due, not {value!r}")
    try:
        return Decimal(value)
    except InvalidOperation:
        raise ValueError(f"{value!r} is no amount") from None
