"""Parts of a reconciliation, laid out in rows: which columns there are, in which order the rows come, and how they are drawn."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bpwoo_sync.listing import Kind
from bpwoo_sync.plots import Bars
from bpwoo_sync.reconciling.listings import drift_listing, record_listing, side_bars, side_listing, total_listing
from bpwoo_sync.reconciling.totals import ControlTotal
from tests.bpwoo_sync.findings import day, drift, part

AMOUNTS = dict.fromkeys(("shop", "held", "pending", "brightpearl", "difference"), Kind.AMOUNT)


def test_a_total_has_its_currency_what_it_is_of_and_five_amounts() -> None:
    listing = total_listing([part("T20", "5.00", "3.00", held="1.00")], "taxes")
    assert {"currency": Kind.TEXT, "tax code": Kind.TEXT, **AMOUNTS} == listing.columns
    assert (("GBP", "T20", Decimal("5.00"), Decimal("1.00"), Decimal(0), Decimal("3.00"), Decimal("1.00")),) == listing.rows


def test_a_control_total_of_a_day_has_the_amounts_of_a_total() -> None:
    listing = record_listing([day("tax", "5.00", "3.00", "T20")], "daily")
    assert {**dict.fromkeys(("currency", "day", "measure", "part"), Kind.TEXT), **AMOUNTS} == listing.columns
    amounts = (Decimal("5.00"), Decimal("0"), Decimal("0"), Decimal("3.00"), Decimal("2.00"))
    assert (("GBP", "2026-03-02", "tax", "T20", *amounts),) == listing.rows


def test_a_side_of_a_total_is_a_row_and_the_shops_is_less_what_was_held_back() -> None:
    listing = side_listing([part("T20", "5.00", "3.00", held="1.00")], "taxes")
    assert {"currency": Kind.TEXT, "tax code": Kind.TEXT, "side": Kind.TEXT, "amount": Kind.AMOUNT} == listing.columns
    expected = (("GBP", "T20", "shop, less held back", Decimal("4.00")), ("GBP", "T20", "Brightpearl", Decimal("3.00")))
    assert expected == listing.rows


def total(measure: str) -> ControlTotal:
    """A control total of nothing."""
    return ControlTotal(currency="GBP", measure=measure, shop=Decimal(0), held=Decimal(0), account=Decimal(0))


def test_sides_of_control_totals_keep_the_order_of_measures_and_others_come_by_name() -> None:
    measures = side_listing([total("tax"), total("paid"), total("gross")], "totals")
    assert ["tax", "tax", "paid", "paid", "gross", "gross"] == [row[1] for row in measures.rows]
    days = side_listing([part("2026-03-02", "1", "1"), part("2026-03-01", "1", "1")], "days")
    assert ["2026-03-01", "2026-03-01", "2026-03-02", "2026-03-02"] == [row[1] for row in days.rows]


def test_sides_stand_beside_each_other_and_each_currency_has_a_picture_of_its_own() -> None:
    expected = Bars(title="Payments by method", name="method", size="amount", colour="side", beside=True, upright=True, apart="currency")
    assert expected == side_bars("methods")


@pytest.mark.parametrize(
    ("shop", "wanted", "state"),
    [("2", 0, "oversells"), ("0.5", 0, "oversells"), ("2.5", 2, "too many"), ("3", 2, "too many"), ("1", 2, "too few")],
)
def test_a_drift_says_which_way_it_is(shop: str, wanted: int, state: str) -> None:
    (found,) = drift_listing([drift("MUG", shop, wanted)]).rows
    assert state == found[-1]


def test_a_product_that_counts_no_stock_where_there_is_none_is_not_too_many() -> None:
    (found,) = drift_listing([drift("MUG", None, 0)]).rows
    assert "too few" == found[-1]
