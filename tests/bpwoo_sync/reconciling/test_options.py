"""What is compared where less is asked for, and what a comparison keeps of what it was asked."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

from bpwoo_sync.breakdowns import Apart, PartTotal, Place, code_amounts, day_totals, places_of, stock_drifts
from bpwoo_sync.facts import OrderFact, StockFact, StockTarget
from bpwoo_sync.ledger import Ledger, ledger_of
from bpwoo_sync.links import link_outcomes
from bpwoo_sync.reconcile import reconcile
from bpwoo_sync.reconciling.daily import refund_days
from bpwoo_sync.reconciling.parts import Figure
from bpwoo_sync.reconciling.refunds import RefundFact
from bpwoo_sync.situation import Situation
from tests.bpwoo_sync.mapping.orders import tables
from tests.bpwoo_sync.mapping.sides import TAKEN_AT, account, shop
from tests.bpwoo_sync.reconciling.test_kept_worlds import goods
from tests.bpwoo_sync.reconciling.worlds import JUST_NOW, LINES, books, imported, product, sold

SETTINGS = tables(stock={"warehouses": [2, 3]}, prices={"regular_list": 1, "sale_list": 5}, reconcile={"stock_units": 3})
LOST = sold(refunds=[{"id": 9, "reason": "", "total": "-12.00"}], status="completed")


def codes(**options: Any) -> set[str]:
    """The codes of what is found of two sides that differ in everything, where a test asks for less."""
    sides = goods(of_shop={"orders": (LOST,)}, of_account={"sales_orders": (imported(id=501, ref="W1-7"), imported())})
    known = {"orders": False, "shipments": False, "stock": False, "prices": False, "products": False}
    return {each.code for each in reconcile(*sides, SETTINGS, **{**known, **options}).issues}


def test_only_what_is_asked_for_is_compared() -> None:
    assert set() == codes()
    of_orders = {"SIDE_INCOMPLETE", "UNPAID_IN_BP", "UNEXPECTED_IN_BP"}
    assert of_orders == codes(orders=True)
    assert {"SIDE_INCOMPLETE"} == codes(shipments=True)
    assert {"STOCK_DRIFT"} == codes(stock=True)
    assert {"PRICE_DRIFT"} == codes(prices=True)
    assert {"SIDE_INCOMPLETE", "UNPAID_IN_BP", "UNEXPECTED_IN_BP", "STOCK_DRIFT", "PRICE_DRIFT"} == codes(
        orders=True, stock=True, prices=True
    )


def test_without_a_list_no_prices_are_compared() -> None:
    found = reconcile(*goods(), tables(stock={"warehouses": [2, 3]}))
    assert ("PRICE_DRIFT" in {each.code for each in found.issues}, "prices compared" in found.counts) == (False, False)


@pytest.mark.parametrize(("stock", "prices", "code"), [(True, False, "STOCK_DRIFT"), (False, True, "PRICE_DRIFT")])
def test_what_changed_a_moment_ago_is_pending_whatever_else_is_compared(stock: bool, prices: bool, code: str) -> None:
    there = (product(51, "WIDGET", "9", regular_price="12.00", date_modified_gmt=JUST_NOW),)
    sides = goods(of_shop={"products": there, "variations": {}})
    found = reconcile(*sides, SETTINGS, orders=False, shipments=False, products=False, stock=stock, prices=prices)
    assert [(code, "pending")] == [(each.code, each.severity.value) for each in found.issues]
    late = reconcile(*sides, SETTINGS, orders=False, shipments=False, products=False, stock=stock, prices=prices, grace=timedelta(0))
    assert ["pending"] != [each.severity.value for each in late.issues]


def test_a_link_that_broke_is_told_once_whatever_is_compared() -> None:
    ledger = ledger_of(link_outcomes({(51, 0): 1000}, TAKEN_AT))
    sides = goods(of_shop={"products": (product(51, "RENAMED", "9"),), "variations": {}})
    every: tuple[dict[str, Any], ...] = (
        {},
        {"products": False},
        {"stock": False},
        {"products": False, "stock": False},
        {"products": False, "prices": False},
    )
    for options in every:
        found = reconcile(*sides, SETTINGS, ledger=ledger, orders=False, shipments=False, **options)
        assert 1 == sum(1 for each in found.issues if each.code == "LINK_BROKEN"), options


def test_a_comparison_keeps_its_window_and_its_thresholds() -> None:
    since = TAKEN_AT - timedelta(days=45)
    found = reconcile(shop(), account(), SETTINGS, since=since)
    assert (since, SETTINGS.reconcile, 3) == (found.since, found.thresholds, found.thresholds.stock_units)


AT = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)


def fact(ref: str, **more: Any) -> OrderFact:
    """An order of 24.00."""
    known = {"ref": ref, "number": "1", "currency": "GBP", "settled": True, "status": "processing", "placed_at": AT}
    amounts = {"gross": Decimal(24), "net": Decimal(20), "tax": Decimal(4), "paid": Decimal(24)}
    return OrderFact(**{**known, **amounts, **more})


@pytest.fixture
def in_tokyo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine whose clock is nine hours ahead."""
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("in_tokyo")
def test_a_day_is_that_of_utc_wherever_the_machine_is() -> None:
    assert ["2026-03-02"] == [each.part for each in day_totals([fact("W1-1")], [], Apart())]
    given = RefundFact(ref="W1-R9", key="1/R9", currency="GBP", amount=Decimal(1), credited=None, at=AT)
    assert ["2026-03-02", ""] == [refund_days([each])[0].day for each in (given, evolve(given, at=None))]


def test_what_several_orders_hold_back_or_wait_for_is_added_up() -> None:
    apart = Apart(held=frozenset({"W1-1", "W1-2"}), pending=frozenset({"W1-3", "W1-4"}))
    (found,) = day_totals([fact(f"W1-{number}") for number in range(1, 6)], [], apart)
    expected = {"shop": Decimal(120), "held": Decimal(48), "pending": Decimal(48), "account": Decimal(0)}
    assert PartTotal(currency="GBP", part="2026-03-02", **expected) == found


@pytest.mark.parametrize(
    ("by_code", "tax", "expected"),
    [
        ({"T20": "4"}, "4", {"T20": "4.00"}),
        ({"T20": "4"}, "5", {"T20": "4.00", "": "1.00"}),
        ({"T20": "4", "": "1"}, "7", {"T20": "4.00", "": "3.00"}),
        ({"T20": "4", "T0": "0"}, "3", {"T20": "4.00", "": "-1.00"}),
    ],
)
def test_tax_that_no_row_accounts_for_has_no_code(by_code: dict[str, str], tax: str, expected: dict[str, str]) -> None:
    told = fact("W1-1", tax=Decimal(tax), tax_by_code={code: Decimal(amount) for code, amount in by_code.items()})
    assert {code: Decimal(amount) for code, amount in expected.items()} == code_amounts(told, tables())


def test_drifts_have_the_page_of_their_product_and_the_farthest_off_comes_first() -> None:
    def target(sku: str, quantity: int, parent: int = 0) -> StockTarget:
        known = StockFact(sku=sku, shop_id=51, parent_id=parent, quantity=Decimal(quantity))
        return StockTarget(fact=known, product_id=1, on_hand=5, in_flight=0, buffer=0, quantity=5)

    found = stock_drifts([target("A", 6), target("B", 1, 60), target("C", 5), target("D", 9)])
    assert [("B", 60), ("D", 51), ("A", 51)] == [(each.sku, each.shop_id) for each in found]


def test_an_order_whose_number_has_a_slash_is_found_and_so_is_its_refund() -> None:
    order = sold(number="A/1")
    situation = Situation(shop(order), account(sales_orders=(imported(),)), tables(), Ledger())
    place = Place(order_id=1001, sales_order_id=500, since=order.date_created_gmt)
    wanted = [("order", "A/1"), ("refund", "A/1/R7"), ("order", "A"), ("webhook", "1")]
    assert {("order", "A/1"): place, ("refund", "A/1/R7"): place} == places_of(situation, wanted)


def test_a_rounding_row_of_the_shop_alone_leaves_brightpearl_with_nothing() -> None:
    found = books(sold(LINES, "24.01", "4.00"))().figures
    assert (Figure(currency="GBP", name="rounding", orders=1, shop=Decimal("0.01"), account=Decimal(0)),) == found
