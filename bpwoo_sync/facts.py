"""What both systems say of one thing, in words of neither: the values that are compared."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from attrs import field, frozen

from bpwoo_sync.described import described


def external_ref(store_key: str, order_id: int) -> str:
    """The reference by which a sales order knows its order in the shop, such as ``W1-1042``."""
    return f"{store_key}-{order_id}"


def refund_ref(store_key: str, refund_id: int) -> str:
    """The reference by which a sales credit knows its refund in the shop, such as ``W1-R1050``."""
    return f"{store_key}-R{refund_id}"


def order_id_of(store_key: str, ref: str | None) -> int | None:
    """The shop's order id in a reference of this store; None where it is no such reference."""
    prefix, _, number = (ref or "").rpartition("-")
    return int(number) if prefix == store_key and number.isascii() and number.isdigit() else None


def refund_id_of(store_key: str, ref: str | None) -> int | None:
    """The shop's refund id in a reference of this store; None where it is no such reference."""
    prefix, _, number = (ref or "").rpartition("-R")
    return int(number) if prefix == store_key and number.isascii() and number.isdigit() else None


@described
@frozen(kw_only=True)
class OrderFact:
    """An order as one system has it. Amounts are in ``currency``; ``gross`` is what is paid, tax included.

    ``paid`` is what was received for it, ``settled`` whether this system holds it to be paid. ``tax_by_code`` is by
    Brightpearl's tax code where it is known. ``changed_at`` is aware UTC.
    """

    ref: str
    number: str
    currency: str
    gross: Decimal
    """With tax, in ``currency``."""
    net: Decimal
    """Without tax, in ``currency``."""
    tax: Decimal
    """In ``currency``."""
    paid: Decimal
    """What was received, in ``currency``."""
    settled: bool
    status: str
    placed_at: datetime
    """When it was placed: aware UTC."""
    changed_at: datetime | None = None
    """When it was last changed: aware UTC."""
    rows: int = 0
    """How many rows."""
    order_id: int | None = None
    sales_order_id: int | None = None
    cancelled: bool = False
    tax_by_code: Mapping[str, Decimal] = field(factory=dict)
    """In ``currency``, by Brightpearl's tax code where it is known."""


@described
@frozen(kw_only=True)
class StockFact:
    """What the shop has of one product or variation. ``parent_id`` is 0 for a product; ``quantity`` None if it counts none.

    ``manages`` is true where the record counts by itself, ``"parent"`` where its parent does. ``in_stock`` is what the shop says
    where nobody counts. ``categories`` are slugs.
    """

    sku: str
    shop_id: int
    parent_id: int = 0
    quantity: Decimal | None = None
    """In pieces."""
    manages: bool | str = False
    backorders: bool = False
    in_stock: bool = True
    name: str = ""
    categories: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The product as the ledger names it: ``51`` or ``40:51``."""
        return f"{self.parent_id}:{self.shop_id}" if self.parent_id else str(self.shop_id)

    @property
    def place(self) -> tuple[int, int]:
        """The shop's (product id, variation id); the variation's is 0 for a product."""
        return (self.parent_id, self.shop_id) if self.parent_id else (self.shop_id, 0)


@described
@frozen(kw_only=True)
class StockTarget:
    """What the shop ought to have of one product or variation, and how that came about."""

    fact: StockFact
    product_id: int
    on_hand: int
    """Pieces on hand in the warehouses that sell."""
    in_flight: int
    """Pieces sold in the shop that Brightpearl does not know of yet."""
    buffer: int
    """Pieces that are kept back."""
    quantity: int
    """In pieces."""
