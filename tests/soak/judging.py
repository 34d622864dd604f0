"""What both systems of a pair hold in the end: whether they agree to the cent, what is there twice, and what is not there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from attrs import frozen

from bpwoo_sync.effects.flow import run
from bpwoo_sync.effects.working import planned, read_sides
from bpwoo_sync.issues import Severity
from bpwoo_sync.ledger import Ledger
from bpwoo_sync.planning import EVERYTHING
from bpwoo_sync.reconcile import reconcile
from bpwoo_sync.tables import Tables
from bpwoo_sync.testing.doubles import Doubles
from tests.soak.market import Market


@frozen(kw_only=True)
class Verdict:
    """A pair in the end. ``difference`` is the sum of all differences of control totals, whatever their sign."""

    pair: str
    orders: int
    difference: Decimal
    findings: tuple[str, ...]
    duplicates: tuple[str, ...]
    lost: tuple[str, ...]
    left: tuple[str, ...]


def verdict(market: Market, tables: Tables, ledger: Ledger) -> Verdict:
    """Read both sides without trouble, compare them with no time of grace, and count by hand what could be there twice."""
    with market.people() as both:
        sides = run(read_sides(tables, _now, EVERYTHING), both.account, both.shop)
    found = reconcile(sides.shop, sides.account, tables, ledger=ledger, grace=timedelta(0))
    wrong = [each for each in found.issues if each.severity in (Severity.ERROR, Severity.BLOCK)]
    return Verdict(
        pair=market.name,
        orders=len(sides.shop.orders),
        difference=sum((abs(total.difference) + abs(total.pending) for total in found.totals), Decimal(0)),
        findings=tuple(f"{each.code} {each.entity} {each.key}: {each.message}" for each in wrong),
        duplicates=tuple(duplicates(market.doubles)),
        lost=tuple(lost(market.doubles, tables.store.key)),
        left=tuple(f"{each.key}: {each.summary}" for each in planned(sides, tables, ledger, EVERYTHING).actions),
    )


def duplicates(doubles: Doubles) -> Iterator[str]:
    """What either system has twice."""
    account, shop = doubles.brightpearl, doubles.shop
    yield from _twice("order", (each["externalRef"] for each in account.records("orders") if each["externalRef"]))
    yield from _twice("payment", ((each["orderId"], each["paymentType"], each["transactionRef"]) for each in account.records("payments")))
    yield from _twice("note", ((each["orderId"], each["text"]) for each in account.records("order_notes")))
    yield from _twice("contact", (each["communication"]["emails"]["PRI"]["email"] for each in account.records("contacts")))
    yield from _twice(
        "product of the shop", (each["sku"] for kind in ("products", "variations") for each in shop.records(kind) if each["sku"])
    )
    notes = (each for each in shop.records("order_notes") if not each.get("~system"))
    yield from _twice("note of the shop", ((each.get("order_id", each.get("~order")), each["note"]) for each in notes))


def _twice(what: str, names: Iterable[object]) -> Iterator[str]:
    return (f"{what} {name}" for name, count in Counter(names).items() if count > 1)


def lost(doubles: Doubles, store: str) -> Iterator[str]:
    """What happened in the shop and never reached the account: orders, their payments, and what was given back."""
    orders = {each["externalRef"]: each for each in doubles.brightpearl.records("orders")}
    paid = {each["orderId"] for each in doubles.brightpearl.records("payments")}
    for order in doubles.shop.records("orders"):
        there = orders.get(f"{store}-{order['id']}")
        if order["status"] in ("processing", "completed"):
            if there is None:
                yield f"order {order['id']}"
            elif there["id"] not in paid:
                yield f"payment of order {order['id']}"
    credits = [each for each in orders.values() if each["type"] == "SC"]
    refunds = doubles.shop.records("refunds")
    if len(credits) < len(refunds):
        yield f"{len(refunds) - len(credits)} refunds"


def _now() -> datetime:
    return datetime.now(UTC)
