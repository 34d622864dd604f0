"""Orders of which only facts are kept, and products without what is looked up: what snapshots of the first format have."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from bpwoo_sync.facts import StockFact
from bpwoo_sync.kept import KeptLevels, KeptOrder
from bpwoo_sync.reconciling.kept_found import Found
from bpwoo_sync.reconciling.kept_goods import add_stock
from bpwoo_sync.reconciling.kept_orders import add_order_facts
from tests.bpwoo_sync.mapping.orders import tables

#: What changed at this moment, or later, is pending.
SINCE = datetime(2026, 3, 3, 8, 45, tzinfo=UTC)
BEFORE = SINCE - timedelta(microseconds=1)


def ours(id: int = 1001, **more: Any) -> KeptOrder:
    """An order of the shop over 24.00, paid."""
    return KeptOrder(
        **{
            "ref": f"W1-{id}",
            "number": str(id),
            "currency": "GBP",
            "gross": Decimal("24.00"),
            "net": Decimal("20.00"),
            "tax": Decimal("4.00"),
            "paid": Decimal("24.00"),
            "settled": True,
            "status": "processing",
            "placed_at": BEFORE,
            "changed_at": BEFORE,
            "order_id": id,
            **more,
        }
    )


def theirs(sales_order_id: int = 500, id: int = 1001, **more: Any) -> KeptOrder:
    """Its sales order."""
    return ours(id, sales_order_id=sales_order_id, status="", **more)


def told(mine: Sequence[KeptOrder], there: Sequence[KeptOrder], found: Found | None = None) -> list[tuple[str, str, str]]:
    """Code, key and severity of what is found of a reference, after what was found before."""
    found = found or Found()
    add_order_facts(found, tuple(mine), tuple(there), tables(), SINCE)
    return [(each.code, each.key, each.severity.value) for each in found.issues]


def test_what_is_found_of_a_reference_comes_to_what_was_found_before() -> None:
    found = Found()
    told([ours()], [], found)
    assert [("MISSING_IN_BP", "1001", "error"), ("MISSING_IN_BP", "1002", "error")] == told([ours(1002)], [], found)


def test_what_kept_an_order_back_is_told_while_it_is_not_in_brightpearl_and_no_longer() -> None:
    held = ours(held=("UNKNOWN_SKU",))
    assert ["UNKNOWN_SKU"] == [code for code, *_ in told([held], [])]
    assert [] == told([held], [theirs()])


def test_of_two_sales_orders_the_one_that_was_made_first_is_compared() -> None:
    later = theirs(501, gross=Decimal("99.00"))
    assert [("DUPLICATE_ORDER", "1001", "error")] == told([ours()], [later, theirs(500)])


@pytest.mark.parametrize(("changed_at", "severity"), [(BEFORE, "error"), (SINCE, "pending"), (None, "error")])
def test_what_changed_since_a_moment_or_at_it_is_pending(changed_at: datetime | None, severity: str) -> None:
    mine = ours(changed_at=changed_at)
    assert [("MISSING_IN_BP", "1001", severity)] == told([mine], [])
    assert [("DUPLICATE_ORDER", "1001", severity)] == told([mine], [theirs(500), theirs(501)])
    assert [("UNPAID_IN_BP", "1001", severity)] == told([mine], [theirs(paid=Decimal("0.00"))])
    assert [("OVERPAID_IN_BP", "1001", severity)] == told([mine], [theirs(paid=Decimal("48.00"))])


def in_stock(quantity: str, sold: str = "0", **product: Any) -> Found:
    """What is found of a product of the shop that counts so many, where so many were sold and Brightpearl has ten on hand."""
    found = Found()
    found.sell({"mug": Decimal(sold)})
    fact = StockFact(sku="MUG", shop_id=51, quantity=Decimal(quantity), manages=True, backorders=False)
    levels = KeptLevels(**{"sku": "MUG", "product_id": 1000, "levels": {"2": 10}, **product})
    add_stock(found, "mug", (fact,), (levels,), tables(stock={"warehouses": [2]}), None)
    return found


def test_of_a_piece_that_was_sold_in_part_the_whole_is_no_longer_for_sale() -> None:
    assert [1, 0] == [in_stock("9", "0.4").summary.equal, in_stock("10", "0.4").summary.equal]


@pytest.mark.parametrize(("bundle", "codes"), [(True, []), (False, ["UNTRACKED_IN_BP"])])
def test_a_bundle_that_no_warehouse_holds_is_no_product_that_nobody_tracks(bundle: bool, codes: list[str]) -> None:
    found = in_stock("10", tracked=False, bundle=bundle)
    assert codes == [each.code for each in found.issues]
