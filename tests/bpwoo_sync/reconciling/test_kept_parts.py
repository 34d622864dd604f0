"""Parts of what is found of snapshots: places, figures, what waits and what fails; and what is said once or not at all."""

from __future__ import annotations

from decimal import Decimal

from attrs import evolve

from bpwoo_sync.comparing import compared
from tests.bpwoo_sync.mapping.orders import coupon, line, tables
from tests.bpwoo_sync.mapping.sides import account, shop
from tests.bpwoo_sync.reconciling.test_kept_worlds import SETTINGS, goods, kept, orders_that_tell_of_refunds_that_were_not_listed
from tests.bpwoo_sync.reconciling.worlds import PAID, imported, marked, sold


def test_of_an_order_whose_refund_was_not_listed_the_rest_is_compared() -> None:
    found = compared(*kept(orders_that_tell_of_refunds_that_were_not_listed()), SETTINGS)
    counted = {name: found.counts[name] for name in ("orders in the shop", "sales orders in Brightpearl")}
    assert {"orders in the shop": 2, "sales orders in Brightpearl": 2} == counted


def test_a_broken_link_is_told_of_the_price_where_stock_is_not_compared() -> None:
    links = {(51, 0): 1001}
    ours, theirs = kept(goods(), links=links)
    assert {"stock"} == {each.entity for each in compared(ours, theirs, SETTINGS).issues if each.code == "LINK_BROKEN"}
    found = compared(evolve(ours, stock=None), theirs, SETTINGS)
    assert {"price"} == {each.entity for each in found.issues if each.code == "LINK_BROKEN"}


def test_what_fails_a_comparison_of_snapshots_is_what_its_tables_say() -> None:
    strict = tables(reconcile={"missing_minutes": 5, "fail_on": "warn"})
    found = compared(*kept((shop(), account()), strict), strict)
    assert strict.reconcile == found.thresholds != tables().reconcile


def test_snapshots_tell_where_the_orders_of_all_findings_are() -> None:
    sides = shop(sold(), sold(id=1002, number="1002", transaction_id="ch_2")), account()
    found = compared(*kept(sides), SETTINGS)
    assert [("order", "1001"), ("order", "1002")] == sorted(found.places)


def test_snapshots_tell_what_discounts_come_to_and_which_orders_wait() -> None:
    cheaper = sold(
        [line(1, "WIDGET", "2", "18.00", ("20", "3.60"), subtotal="20.00", subtotal_tax="4.00")],
        "21.60",
        "3.60",
        discount_total="2.00",
        coupon_lines=[coupon(9, "SAVE", "2.00")],
        **dict.fromkeys(("date_created_gmt", "date_paid_gmt", "date_modified_gmt"), "2026-03-03T08:30:00"),
    )
    found = compared(*kept((shop(cheaper), account()), tables()), tables())
    assert ([("discounts", Decimal("2.00"))], {"1001"}) == ([(each.name, each.shop) for each in found.figures], set(found.waiting.orders))


def test_an_order_that_is_as_it_was_imported_is_no_edited_one_in_snapshots() -> None:
    found = compared(*kept((shop(marked()), account(sales_orders=(imported(),), payments=PAID))), SETTINGS)
    assert () == found.issues
