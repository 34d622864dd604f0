"""Snapshots of worlds that no case is about: links, bundles, credits on no order, discounts, and parts that are not there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.comparing import Kept, compared
from bpwoo_sync.errors import UnsortedError
from bpwoo_sync.ledger import ledger_of
from bpwoo_sync.links import Place, link_outcomes
from bpwoo_sync.reconcile import Reconciliation, reconcile
from bpwoo_sync.snapshot import Account, Shop
from bpwoo_sync.tables import Tables
from tests.bpwoo_sync.mapping.orders import coupon, line, shipping, tables
from tests.bpwoo_sync.mapping.sides import TAKEN_AT, account, goods_out, payment_row, product_rows, references, row, shop
from tests.bpwoo_sync.mapping.test_edge_cases_of_goods import available
from tests.bpwoo_sync.reconciling.kept_sides import kept_account, kept_shop
from tests.bpwoo_sync.reconciling.test_money import BACK, credit, refund
from tests.bpwoo_sync.reconciling.worlds import PAID, ROWS, imported, product, sold, variation

Sides = tuple[Shop, Account]
SETTINGS = tables(
    stock={"warehouses": [2, 3]},
    prices={"regular_list": 1, "sale_list": 5},
    nominals={"shipping": "4040", "discount": "4050"},
    orders={"discounts": "rows"},
)
LISTS = (
    bp.decode(bp.PriceList, {"id": 1, "currencyCode": "GBP", "priceListTypeCode": "SELL"}),
    bp.decode(bp.PriceList, {"id": 5, "currencyCode": "GBP", "priceListTypeCode": "SELL"}),
)
EVERY: Mapping[int, Mapping[int, Decimal]] = {id: {1: Decimal("10.00")} for id in (1000, 1001, 1002)}


def goods(**more: Any) -> Sides:
    """A shop of three products, one with variations, and an account that has them in two warehouses."""
    products = (product(51, "WIDGET", "9"), product(52, "LAMP", "5", regular_price="12.00"), product(60, "", None, type="variable"))
    known = {
        "availability": {1000: available(w2=7, w3=-1), 1001: available(w2=3, w3=2), 1002: available(w3=4)},
        "prices": EVERY,
        "references": references(price_lists=LISTS),
    }
    of_shop = {"products": products, "variations": {60: (variation(61, "MUG", "1"),)}, **more.pop("of_shop", {})}
    orders, of_account = of_shop.pop("orders", ()), {**known, **more.pop("of_account", {})}
    return shop(*orders, **of_shop), account(**of_account)


def a_shop_with_everything() -> Sides:
    """Postage, a discount with a row of its own, several days, an unpaid order, a refund, and a cancelled sales order."""
    lines = [line(1, "WIDGET", "2", "18.00", ("20", "3.60"), subtotal="20.00", subtotal_tax="4.00")]
    first = sold(
        lines,
        "27.54",
        "4.59",
        coupon_lines=[coupon(5, "SAVE10", "2.00")],
        discount_total="2.00",
        discount_tax="0.40",
        shipping_lines=[shipping(7, "4.95", ("20", "0.99"))],
    )
    orders = (
        first,
        sold(id=1002, number="1002", date_created_gmt="2026-02-27T23:30:00", transaction_id="ch_2", date_paid_gmt="2026-02-28T00:10:00"),
        sold(id=1003, number="1003", status="on-hold", date_paid_gmt=None, payment_method="bacs"),
        sold(id=1004, number="1004", currency="USD", transaction_id="ch_4"),
        sold(id=1005, number="1005", status="completed", transaction_id="ch_5"),
        sold(id=1006, number="1006", billing={"country": "ZZ"}, transaction_id="ch_6"),
    )
    rows = [
        row(11, "L1", 1000, "2", "20.00", "4.00"),
        row(12, "S7", 0, "1", "4.95", "0.99", nominalCode="4040"),
        row(13, "C5", 0, "1", "-2.00", "-0.40", nominalCode="4050"),
    ]
    there = (
        imported(rows, allocationStatusCode="ANA"),
        imported(ROWS, "W1-1002", 502, placedOn="2026-02-28T09:00:00.000+00:00"),
        imported(ROWS, "W1-1003", 503),
        imported(ROWS, "W1-1004", 504, currency={"code": "USD"}),
        imported(ROWS, "W1-1005", 505, shippingStatusCode="ASS"),
        imported(ROWS, "W1-777", 507),
    )
    paid = (
        payment_row(1, 500, "27.54"),
        payment_row(2, 502, "20.00", method="CASH", ref="ch_2"),
        payment_row(4, 504, "24.00", ref="ch_4"),
        payment_row(5, 505, "30.00", ref="ch_5"),
        payment_row(6, 505, "6.00", kind="PAYMENT", ref="back"),
        BACK,
    )
    return goods(
        of_shop={"orders": orders, "refunds": {1001: (refund(),), 1005: (refund(10, "6.00", at="2026-03-01T11:00:00"),)}},
        of_account={"sales_orders": there, "payments": paid, "sales_credits": (credit(),), "goods_out": {7: goods_out(505, {11: [2]})}},
    )


def products_that_changed_a_moment_ago() -> Sides:
    just_now = "2026-03-03T08:50:00"
    changed = bp.ProductRow(
        {"productId": 1001, "SKU": "LAMP", "stockTracked": True, "productStatus": "LIVE", "updatedOn": f"{just_now}.000Z"}
    )
    rows = tuple(changed if each.product_id == 1001 else each for each in product_rows())
    there = (product(51, "WIDGET", "9", date_modified_gmt=just_now), product(52, "LAMP", "6"), product(53, "MUG", "5"))
    return goods(of_shop={"products": there}, of_account={"products": rows})


def a_bundle_and_its_parts() -> Sides:
    """One bundle of which the parts stand in different warehouses, and one within another; some parts were sold."""
    rows = (*product_rows(), *product_rows({1003: "KIT", 1004: "BOX"}, tracked=False))
    bundles = {1003: {1000: Decimal(2), 1001: Decimal(1)}, 1004: {1003: Decimal(1), 1002: Decimal(1)}}
    there = (
        product(51, "WIDGET", "7"),
        product(52, "LAMP", "5"),
        product(53, "MUG", "4"),
        product(54, "KIT", "9"),
        product(55, "BOX", "2"),
    )
    waiting = sold([line(1, "KIT", "1", "20.00", ("20", "4.00"))])
    prices = {**EVERY, 1003: {1: Decimal("10.00"), 5: Decimal("8.00")}, 1004: {1: Decimal("11.00")}}
    return goods(of_shop={"products": there, "orders": (waiting,)}, of_account={"products": rows, "bundles": bundles, "prices": prices})


def an_archived_product() -> Sides:
    archived = bp.ProductRow({"productId": 1001, "SKU": "LAMP", "stockTracked": True, "productStatus": "ARCHIVED"})
    rows = tuple(archived if each.product_id == 1001 else each for each in product_rows())
    return goods(of_account={"products": (*rows, *product_rows({1009: "lamp", 1010: ""}))})


def credits_on_no_sales_order() -> Sides:
    """One of a refund that the shop has, one of a refund that it has not, each with what was paid back."""
    stray = (credit(600, parentId=None), credit(601, "W1-R77", parentId=999))
    paid = (*PAID, BACK, payment_row(11, 601, "12.00", kind="PAYMENT", ref="W1-R77"))
    return shop(sold(), refunds={1001: (refund(),)}), account(sales_orders=(imported(),), sales_credits=stray, payments=paid)


def credits_on_no_sales_order_that_are_not_paid_back() -> Sides:
    stray = (credit(600, parentId=None), credit(601, "W1-R77", parentId=None))
    return shop(sold(), refunds={1001: (refund(),)}), account(sales_orders=(imported(),), sales_credits=stray, payments=PAID)


def orders_that_tell_of_refunds_that_were_not_listed() -> Sides:
    """Nothing is said of their refunds and of what left for them; the last has its refund."""
    summary = {"id": 9, "reason": "", "total": "-12.00"}
    orders = (sold(refunds=[summary], status="completed"), sold(id=1002, number="1002", status="completed", transaction_id="ch_2"))
    there = (imported(), imported(ROWS, "W1-1002", 502))
    paid = (payment_row(1, 500, "24.00"), payment_row(2, 502, "24.00", ref="ch_2"))
    return shop(*orders), account(sales_orders=there, payments=paid, sales_credits=(credit(),))


def orders_that_changed_a_moment_ago() -> Sides:
    """Their products drift, and none of them can be judged: each was sold, or sent, on one side alone."""
    just_now = "2026-03-03T08:50:00"
    orders = (
        sold([line(1, "WIDGET", "1", "10.00", ("20", "2.00"))], "12.00", "2.00", date_modified_gmt=just_now),
        sold([line(1, "LAMP", "1", "10.00", ("20", "2.00"))], "12.00", "2.00", id=1002, number="1002", date_modified_gmt=just_now),
        sold([line(1, "CUP", "1", "10.00", ("20", "2.00"))], "12.00", "2.00", id=1003, number="1003"),
    )
    there = (
        imported([row(11, "L1", 1002, "1", "10.00", "2.00", sku="MUG")], "W1-7", 507, updatedOn=f"{just_now}.000Z"),
        imported([row(11, "L1", 1004, "1", "10.00", "2.00", sku="POT")], "W1-8", 508, updatedOn=f"{just_now}.000Z"),
        imported([row(11, "L1", 1003, "1", "10.00", "2.00", sku="CUP")], "W1-1003", 503, placedOn=f"{just_now}.000Z"),
    )
    skus = ("WIDGET", "LAMP", "MUG", "CUP", "POT")
    products = tuple(product(51 + place, sku, "90") for place, sku in enumerate(skus))
    rows = product_rows({1000 + place: sku for place, sku in enumerate(skus)})
    return goods(of_shop={"products": products, "variations": {}, "orders": orders}, of_account={"products": rows, "sales_orders": there})


def orders_that_are_missing_for_half_an_hour() -> Sides:
    half_past = "2026-03-03T08:30:00"
    moments = dict.fromkeys(("date_created_gmt", "date_paid_gmt", "date_modified_gmt"), half_past)
    return shop(*(sold(id=id, number=str(id), transaction_id=f"ch_{id}", **moments) for id in (1001, 1002))), account()


def a_credit_on_no_sales_order_that_is_paid_back_in_another_currency() -> Sides:
    euros = bp.CustomerPaymentRow(
        {
            "paymentId": 11,
            "transactionRef": "W1-R77",
            "paymentMethodCode": "CARD",
            "paymentType": "PAYMENT",
            "orderId": 601,
            "currencyCode": "EUR",
            "amountPaid": "12.00",
        }
    )
    return shop(sold()), account(sales_orders=(imported(),), sales_credits=(credit(601, "W1-R77", parentId=None),), payments=(*PAID, euros))


def a_shop_that_writes_three_decimals() -> Sides:
    return goods(of_shop={"orders": (sold(),), "decimals": 3}, of_account={"sales_orders": (imported(),), "payments": PAID})


def an_order_that_was_placed_a_moment_ago_and_never_changed() -> Sides:
    """Its product drifts, and cannot be judged."""
    new = sold(date_created_gmt="2026-03-03T08:50:00", date_modified_gmt=None)
    return goods(of_shop={"orders": (new,)})


WORLDS: tuple[Callable[[], Sides], ...] = (
    goods,
    a_shop_with_everything,
    products_that_changed_a_moment_ago,
    a_bundle_and_its_parts,
    an_archived_product,
    credits_on_no_sales_order,
    credits_on_no_sales_order_that_are_not_paid_back,
    orders_that_changed_a_moment_ago,
    orders_that_are_missing_for_half_an_hour,
    a_credit_on_no_sales_order_that_is_paid_back_in_another_currency,
    a_shop_that_writes_three_decimals,
    an_order_that_was_placed_a_moment_ago_and_never_changed,
)


def kept(sides: Sides, the_tables: Tables = SETTINGS, links: Mapping[Place, int] | None = None) -> tuple[Kept, Kept]:
    """Both sides as snapshots have them."""
    return kept_shop(*sides, the_tables, links), kept_account(sides[1], the_tables)


def same(live: Reconciliation, later: Reconciliation) -> None:
    """Hold that both found the same."""
    assert set(live.issues) == set(later.issues)
    assert (set(live.totals), live.days, live.taxes, live.methods) == (set(later.totals), later.days, later.taxes, later.methods)
    assert (live.receivables, live.daily, live.by_status, live.figures) == (later.receivables, later.daily, later.by_status, later.figures)
    assert (live.stock, live.drifts, dict(live.counts)) == (later.stock, later.drifts, dict(later.counts))
    assert (live.waiting.orders, set(live.waiting.totals)) == (later.waiting.orders, set(later.waiting.totals))
    assert (live.shop_taken_at, live.account_taken_at, live.store, live.thresholds) == (
        later.shop_taken_at,
        later.account_taken_at,
        later.store,
        later.thresholds,
    )


@pytest.mark.parametrize("world", WORLDS)
def test_snapshots_of_a_world_find_what_a_comparison_of_it_finds(world: Callable[[], Sides]) -> None:
    sides = world()
    live = reconcile(*sides, SETTINGS, products=False)
    assert live.issues
    same(live, compared(*kept(sides), SETTINGS))


@pytest.mark.parametrize("links", [{(51, 0): 1001}, {(52, 0): 1000, (60, 61): 1000}, {(51, 0): 1000, (52, 0): 999}])
def test_snapshots_go_by_the_same_links(links: Mapping[Place, int]) -> None:
    sides = goods(of_shop={"products": (product(51, "RENAMED", "2"), product(52, "LAMP", "1"), product(60, "", None, type="variable"))})
    live = reconcile(*sides, SETTINGS, products=False, ledger=ledger_of(link_outcomes(links, TAKEN_AT)))
    same(live, compared(*kept(sides, links=links), SETTINGS))


@pytest.mark.parametrize("subject", ["orders", "stock", "prices"])
@pytest.mark.parametrize("spoil", ["shop", "account", "shop incomplete", "account incomplete"])
def test_a_subject_that_a_side_does_not_have_whole_is_not_compared(subject: str, spoil: str) -> None:
    sides = a_shop_with_everything()
    changes: dict[str, Any] = {"incomplete": frozenset({subject})} if spoil.endswith("incomplete") else {subject: None}
    both = {
        name: evolve(each, **changes) if spoil.startswith(name) else each
        for name, each in zip(("shop", "account"), kept(sides), strict=True)
    }
    entities = {"orders": {"order", "refund", "sales-order"}, "stock": {"stock"}, "prices": {"price"}}
    whole, torn = compared(*kept(sides), SETTINGS), compared(both["shop"], both["account"], SETTINGS)
    assert entities[subject] & {each.entity for each in whole.issues}
    assert not entities[subject] & {each.entity for each in torn.issues}
    for other in set(entities) - {subject}:
        assert entities[other] & {each.entity for each in torn.issues}, other


def test_without_a_list_of_prices_none_are_compared() -> None:
    the_tables = tables(stock={"warehouses": [2, 3]})
    found = compared(*kept(goods(), the_tables), the_tables)
    assert (set(), False) == ({"price"} & {each.entity for each in found.issues}, "prices compared" in found.counts)


def test_prices_of_a_list_in_another_currency_are_told_and_not_compared() -> None:
    lists = (evolve_currency(LISTS[0], "EUR"), LISTS[1])
    sides = goods(of_account={"references": references(price_lists=lists)})
    found = compared(*kept(sides), SETTINGS)
    assert ({"PRICE_CURRENCY"}, 0) == ({each.code for each in found.issues if each.entity != "stock"}, found.counts["prices compared"])
    same(reconcile(*sides, SETTINGS, products=False), found)


def evolve_currency(listed: bp.PriceList, code: str) -> bp.PriceList:
    """The price list in another currency."""
    return bp.decode(bp.PriceList, {**bp.encode(listed), "currencyCode": code})


@pytest.mark.parametrize(("minutes", "severity"), [(None, "pending"), (10, "pending"), (9, "error")])
def test_a_grace_that_is_given_goes_before_that_of_the_tables(minutes: int | None, severity: str) -> None:
    sides = shop(sold(date_modified_gmt="2026-03-03T08:50:00")), account()
    found = compared(*kept(sides), SETTINGS, grace=None if minutes is None else timedelta(minutes=minutes))
    assert ["MISSING_IN_BP"] == [each.code for each in found.issues]
    assert [severity] == [each.severity.value for each in found.issues]


def test_a_side_that_does_not_ascend_is_refused() -> None:
    ours, theirs = kept(a_shop_with_everything())
    with pytest.raises(UnsortedError):
        compared(evolve(ours, orders=tuple(reversed(tuple(ours.orders or ())))), theirs, SETTINGS)


def test_a_change_in_the_future_is_told_once_over_all_orders() -> None:
    ahead: tuple[woo.Order, ...] = tuple(
        sold(id=id, number=str(id), date_modified_gmt=f"2026-03-03T1{id - 1000}:00:00", transaction_id=f"ch_{id}")
        for id in (1001, 1003, 1002)
    )
    found = compared(*kept((shop(*ahead), account())), SETTINGS)
    assert ["2026-03-03T13:00:00+00:00"] == [each.actual for each in found.issues if each.code == "CLOCK_SKEW"]


def test_of_an_order_whose_refund_was_not_listed_neither_refunds_nor_status_are_compared() -> None:
    found = compared(*kept(orders_that_tell_of_refunds_that_were_not_listed()), SETTINGS)
    assert [("STATUS_DRIFT", "1002")] == [(each.code, each.key) for each in found.issues]
