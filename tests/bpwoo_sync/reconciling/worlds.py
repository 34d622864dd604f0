"""Two sides that agree, and what a case changes of them, written short."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from attrs import frozen

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.issues import Issue, Severity
from bpwoo_sync.ledger import Ledger, Outcome, Status, ledger_of
from bpwoo_sync.mapping.content_hash import content_hash
from bpwoo_sync.plan import Plan
from bpwoo_sync.planning import approvable_plan
from bpwoo_sync.reconcile import Reconciliation, reconcile
from bpwoo_sync.snapshot import Account, Plumbing, Shop
from bpwoo_sync.tables import Tables
from tests.bpwoo_sync.mapping.orders import line, order, tables
from tests.bpwoo_sync.mapping.sides import TAKEN_AT, account, marks, payment_row, row, sales_order, shop

#: Two widgets, paid by card, 24.00 of which 4.00 is tax; last touched the day before.
LINES = [line(1, "WIDGET", "2", "20.00", ("20", "4.00"))]
ROWS = [row(11, "L1", 1000, "2", "20.00", "4.00")]
PAID = (payment_row(1, 500, "24.00"),)

#: Within the grace of both snapshots, as the shop and as Brightpearl write it.
JUST_NOW = "2026-03-03T08:50:00"


@frozen(kw_only=True)
class Find:
    """A world to be looked at: both sides and the tables, what is compared of them, and what can be done about it."""

    sides: Callable[[], tuple[Shop, Account]]
    tables: Tables
    options: Mapping[str, Any]

    def __call__(self) -> Reconciliation:
        """Both sides, compared."""
        return reconcile(*self.sides(), self.tables, **self.options)

    def plan(self) -> Plan:
        """All that a sync would do, and what may be approved beside it."""
        webhooks = self.options.get("webhooks")
        plumbing = Plumbing(cursors=self.options.get("cursors"), webhooks=None if webhooks is None else tuple(webhooks))
        return approvable_plan(*self.sides(), self.tables, self.options.get("ledger") or Ledger(), plumbing=plumbing)


@frozen(kw_only=True)
class Case:
    """A world and what it has of a code: the severity of its one finding, or None where there must be none."""

    code: str
    said: str
    expected: Severity | None
    find: Find
    key: str = ""

    def __str__(self) -> str:
        return f"{self.code}: {self.said}"


def fires(code: str, said: str, severity: Severity, find: Find, key: str = "") -> Case:
    """A world with one finding of this code."""
    return Case(code=code, said=said, expected=severity, find=find, key=key)


def spares(code: str, said: str, find: Find) -> Case:
    """A world that comes near, without a finding of this code."""
    return Case(code=code, said=said, expected=None, find=find)


def check(case: Case) -> None:
    """Compare, and look for the code."""
    found = [each for each in case.find().issues if each.code == case.code]
    assert ([] if case.expected is None else [case.expected]) == [each.severity for each in found], found
    assert not case.key or [case.key] == [each.key for each in found]


def sold(lines: Sequence[Any] = LINES, total: str = "24.00", tax: str = "4.00", **more: Any) -> woo.Order:
    """The order, with what is changed of it."""
    return order(total, tax, lines, **more)


def imported(rows: Sequence[Any] = ROWS, ref: str = "W1-1001", id: int = 500, **more: Any) -> bp.SalesOrder:
    """Its sales order, with what is changed of it."""
    return sales_order(id, ref, rows, **more)


def books(
    orders: woo.Order | Sequence[woo.Order] | None = None,
    sales_orders: bp.SalesOrder | Sequence[bp.SalesOrder] | None = None,
    payments: Sequence[bp.CustomerPaymentRow] = PAID,
    *,
    the_tables: Tables | None = None,
    of_shop: dict[str, Any] | None = None,
    of_account: dict[str, Any] | None = None,
    **more: Any,
) -> Find:
    """What is found of orders, where a test changes the shop's, Brightpearl's, or both."""
    there = (sold(),) if orders is None else (orders,) if isinstance(orders, woo.Order) else tuple(orders)
    here = (imported(),) if sales_orders is None else (sales_orders,) if isinstance(sales_orders, bp.SalesOrder) else tuple(sales_orders)
    options = {"stock": False, "prices": False, "products": False, **more}
    return Find(
        sides=lambda: (
            shop(*there, **(of_shop or {})),
            account(sales_orders=here, payments=tuple(payments), **(of_account or {})),
        ),
        tables=the_tables or tables(),
        options=options,
    )


def done(key: str, result: str) -> Any:
    """A ledger that knows one write as done."""
    return ledger_of([Outcome(key=key, kind="x", status=Status.DONE, at=TAKEN_AT, result=result)])


def marked(sales_order_id: int = 500, was: woo.Order | None = None, **now: Any) -> woo.Order:
    """The order after its import; it was as it is, or otherwise then."""
    return sold(**now, meta_data=marks(sales_order_id, content_hash(was or sold(**now))))


def product(id: int = 51, sku: str = "WIDGET", quantity: str | None = "7", **more: Any) -> woo.Product:
    """A product of the shop that counts its stock, and was last touched long ago."""
    document = {
        "id": id,
        "name": sku.title(),
        "sku": sku,
        "type": "simple",
        "status": "publish",
        "regular_price": "10.00",
        "sale_price": "",
        "tax_status": "taxable",
        "tax_class": "",
        "manage_stock": quantity is not None,
        "stock_quantity": None if quantity is None else Decimal(quantity),
        "backorders": "no",
        "variations": [],
        "attributes": [],
        "meta_data": [],
        "date_modified_gmt": "2026-03-01T08:00:00",
        **more,
    }
    return woo.decode(woo.Product, document)


def variation(id: int, sku: str, quantity: str | None, **more: Any) -> woo.Variation:
    """A variation of the shop."""
    document = {
        "id": id,
        "name": sku.title(),
        "sku": sku,
        "regular_price": "10.00",
        "sale_price": "",
        "tax_class": "parent",
        "manage_stock": True,
        "stock_quantity": None if quantity is None else Decimal(quantity),
        "backorders": "no",
        "meta_data": [],
        "date_modified_gmt": "2026-03-01T08:00:00",
        **more,
    }
    return woo.decode(woo.Variation, document)


#: The shop's products that the account has as well, and what stands of each.
HELD = {1000: 7, 1001: 5, 1002: 3}
GOODS = (product(51, "WIDGET", "7"), product(52, "LAMP", "5"), product(53, "MUG", "3"))


def goods(
    *products: woo.Product,
    held: dict[int, int] | None = None,
    prices: dict[int, dict[int, str]] | None = None,
    the_tables: dict[str, Any] | None = None,
    orders: Sequence[woo.Order] = (),
    sales_orders: Sequence[bp.SalesOrder] = (),
    of_shop: dict[str, Any] | None = None,
    of_account: dict[str, Any] | None = None,
    **more: Any,
) -> Find:
    """What is found of stock, prices and products, where a test puts some products in the place of others."""
    given = {each.id: each for each in products}
    there = (*(given.pop(each.id, each) for each in GOODS), *given.values())
    listed = {id: {number: Decimal(net) for number, net in lists.items()} for id, lists in (prices or {}).items()}
    every = {id: {1: Decimal("10.00")} for id in HELD} | listed
    settings = {"stock": {"warehouses": [2]}, "prices": {"regular_list": 1, "sale_list": 5}, **(the_tables or {})}
    return Find(
        sides=lambda: (
            shop(*orders, products=there, **(of_shop or {})),
            account(
                sales_orders=tuple(sales_orders),
                availability={id: available(pieces) for id, pieces in (HELD | (held or {})).items()},
                prices=every,
                **(of_account or {}),
            ),
        ),
        tables=tables(**settings),
        options={"orders": False, "shipments": False, **more},
    )


def available(on_hand: int) -> bp.ProductAvailability:
    """What stands in warehouse 2."""
    level = {"inStock": on_hand, "onHand": on_hand, "allocated": 0}
    return bp.decode(bp.ProductAvailability, {"total": level, "warehouses": {"2": level}})


def codes(issues: Sequence[Issue]) -> list[str]:
    """The codes of findings."""
    return sorted(each.code for each in issues)
