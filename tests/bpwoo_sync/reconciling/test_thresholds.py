"""Whether a comparison has failed, by which threshold, and thresholds that cannot be meant."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from bpwoo_sync.errors import ConfigurationError
from bpwoo_sync.issues import Issue, Severity, issue
from bpwoo_sync.reconcile import ControlTotal, StockSummary
from bpwoo_sync.reconciling.thresholds import reasons
from bpwoo_sync.tables import Reconciling, tables_from
from bpwoo_sync.testing.doubles import demo_tables
from tests.bpwoo_sync.mapping.orders import tables
from tests.bpwoo_sync.mapping.sides import TAKEN_AT, row
from tests.bpwoo_sync.reconciling.worlds import books, imported, sold

NOTHING_DRIFTED = StockSummary(compared=200, equal=200)


def total(shop: str, account: str, currency: str = "GBP") -> ControlTotal:
    """A control total of which nothing was held back."""
    return ControlTotal(currency=currency, measure="gross", shop=Decimal(shop), held=Decimal(0), account=Decimal(account))


def drift(severity: Severity, key: str = "MUG") -> Issue:
    """A product of which the shop has another quantity."""
    return issue("STOCK_DRIFT", "stock", key, severity=severity)


def unpaid(severity: Severity) -> Issue:
    """An order that Brightpearl received nothing for."""
    return issue("UNPAID_IN_BP", "order", "1001", severity=severity)


def told(
    *issues: Issue, totals: tuple[ControlTotal, ...] = (), stock: StockSummary = NOTHING_DRIFTED, **table: Any
) -> list[tuple[str, str, str]]:
    """What is exceeded, by how much was found and how much is allowed."""
    found = reasons(totals, issues, stock, Reconciling(**table))
    return [(each.threshold.removeprefix("reconcile."), each.found, each.allowed) for each in found]


def test_two_sides_that_agree_exceed_nothing() -> None:
    assert [] == told(totals=(total("24.00", "24.00"),))


@pytest.mark.parametrize(
    ("severity", "fails"),
    [(Severity.BLOCK, True), (Severity.ERROR, True), (Severity.WARN, False), (Severity.INFO, False), (Severity.PENDING, False)],
)
def test_without_a_table_a_block_and_an_error_fail_and_nothing_else_does(severity: Severity, fails: bool) -> None:
    assert ([("fail_on", "1", "0")] if fails else []) == told(unpaid(severity))


@pytest.mark.parametrize(("code", "severity"), [("STOCK_DRIFT", Severity.ERROR), ("OVERSOLD", Severity.ERROR)])
def test_without_a_table_stock_errors_fail_above_half_a_per_cent_of_the_skus(code: str, severity: Severity) -> None:
    one, two = (issue(code, "stock", key, severity=severity) for key in ("A", "B"))
    assert [] == told(one)
    assert [("stock_errors", "0.01", "0.005")] == told(one, two)


def test_a_sku_with_two_stock_errors_counts_once() -> None:
    assert [] == told(drift(Severity.ERROR), issue("OVERSOLD", "stock", "MUG"))


def test_the_part_of_stock_errors_is_told_as_above_what_is_allowed_however_close_it_is() -> None:
    stock = StockSummary(compared=1_999_999, equal=1_989_999)
    found = [drift(Severity.ERROR, str(number)) for number in range(10_000)]
    assert [("stock_errors", "0.005001", "0.005")] == told(*found, stock=stock)


def test_a_stock_warning_is_none_of_the_stock_errors_unless_warnings_fail() -> None:
    found = [drift(Severity.WARN, "A"), drift(Severity.WARN, "B")]
    assert [] == told(*found)
    assert [("stock_errors", "0.01", "0.005")] == told(*found, fail_on="warn")


def test_no_part_of_the_skus_at_all_may_have_an_error_where_it_says_so() -> None:
    assert [("stock_errors", "0.005", "0")] == told(drift(Severity.ERROR), stock_errors=Decimal(0))


def test_stock_errors_that_are_allowed_by_name_are_counted_by_their_number_alone() -> None:
    found = [drift(Severity.ERROR, "A"), drift(Severity.ERROR, "B")]
    assert [] == told(*found, allowed={"STOCK_DRIFT": 2})
    assert [("allowed.STOCK_DRIFT", "2", "1")] == told(*found, allowed={"STOCK_DRIFT": 1})


@pytest.mark.parametrize(
    ("minutes", "table", "fails"),
    [
        (16, {}, False),
        (60, {}, False),
        (61, {}, True),
        (25 * 60, {}, True),
        (16, {"missing_minutes": 15}, True),
        (90, {"missing_minutes": 90}, False),
    ],
)
def test_a_missing_order_fails_by_itself_and_by_what_it_comes_to_once_it_is_older_than_an_hour(
    minutes: int, table: dict[str, Any], fails: bool
) -> None:
    at = (TAKEN_AT - timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%S")
    order = sold(date_created_gmt=at, date_paid_gmt=at, date_modified_gmt=at)
    found = books(order, (), (), the_tables=tables(reconcile=table))()
    assert ["MISSING_IN_BP"] == [each.code for each in found.issues]
    assert [False] * 3 == [not each.difference for each in found.totals if each.measure in ("gross", "net", "tax")]
    wanted = ["reconcile.missing_minutes", *["reconcile.differences.GBP"] * 3] if fails else []
    assert sorted(wanted) == sorted(each.threshold for each in found.reasons if not each.about.endswith("paid"))


def test_an_order_that_was_paid_this_hour_waits_though_it_was_placed_days_ago() -> None:
    at = (TAKEN_AT - timedelta(minutes=40)).strftime("%Y-%m-%dT%H:%M:%S")
    found = books(sold(date_created_gmt="2026-02-27T09:00:00", date_paid_gmt=at, date_modified_gmt=at), (), ())()
    assert (["MISSING_IN_BP"], ()) == ([each.code for each in found.issues], found.reasons)


def test_an_order_that_waits_does_not_let_another_difference_pass() -> None:
    at = (TAKEN_AT - timedelta(minutes=40)).strftime("%Y-%m-%dT%H:%M:%S")
    waits = sold(id=1002, number="1002", date_created_gmt=at, date_paid_gmt=at, date_modified_gmt=at)
    short = imported([row(11, "L1", 1000, "2", "19.00", "4.00")])
    told = {(each.threshold, each.about, each.found) for each in books((sold(), waits), short)().reasons}
    assert ("reconcile.differences.GBP", "unexplained GBP gross", "1.00") in told
    assert ("reconcile.fail_on", "TOTAL_MISMATCH", "1") in told
    assert not any(about == "MISSING_IN_BP" for _, about, _ in told)


def test_without_a_table_the_smallest_unexplained_difference_fails() -> None:
    assert [("differences.GBP", "-0.01", "0")] == told(totals=(total("23.99", "24.00"),))


@pytest.mark.parametrize(("account", "fails"), [("24.05", False), ("23.95", False), ("24.06", True), ("23.94", True)])
def test_a_difference_is_allowed_in_both_directions_up_to_the_amount(account: str, fails: bool) -> None:
    assert fails == bool(told(totals=(total("24.00", account),), differences={"GBP": Decimal("0.05")}))


def test_a_difference_that_is_allowed_in_one_currency_fails_in_another() -> None:
    totals = (total("24.00", "23.99"), total("24.00", "23.99", "EUR"))
    assert [("differences.EUR", "0.01", "0")] == told(totals=totals, differences={"GBP": Decimal("0.05")})


@pytest.mark.parametrize(("fail_on", "fails"), [("block", False), ("error", False), ("warn", True), ("info", True)])
def test_a_warning_fails_where_it_is_asked_to(fail_on: str, fails: bool) -> None:
    assert fails == bool(told(unpaid(Severity.WARN), fail_on=fail_on))


def test_a_code_may_have_so_many_findings_warnings_counted() -> None:
    found = [drift(Severity.WARN, "A"), drift(Severity.ERROR, "B"), drift(Severity.INFO, "C"), drift(Severity.PENDING, "D")]
    assert [] == told(*found, allowed={"STOCK_DRIFT": 2})
    assert [("allowed.STOCK_DRIFT", "2", "1")] == told(*found, allowed={"STOCK_DRIFT": 1})


def test_a_code_that_is_allowed_does_not_let_another_pass() -> None:
    missing = issue("MISSING_IN_BP", "order", "1001")
    assert [("missing_minutes", "1", "0")] == told(drift(Severity.ERROR), missing, allowed={"STOCK_DRIFT": 1})


def test_a_side_that_cannot_be_read_fails_whatever_severity_is_asked_for_unless_it_is_allowed_by_name() -> None:
    lost = issue("SIDE_INCOMPLETE", "side", "the shop: orders")
    assert [("fail_on", "1", "0")] == told(lost, fail_on="block")
    assert [] == told(lost, fail_on="block", allowed={"SIDE_INCOMPLETE": 1})


def test_pieces_too_many_and_too_few_are_added_up() -> None:
    stock = StockSummary(compared=200, equal=198, over=1, under=1, units_over=6, units_under=5)
    assert [] == told(stock=stock, stock_units=11)
    assert [("stock_units", "11", "10")] == told(stock=stock, stock_units=10)


def test_the_part_of_the_skus_that_differ_is_taken_of_those_that_were_compared() -> None:
    found = [drift(Severity.WARN, "A"), drift(Severity.WARN, "B"), drift(Severity.INFO, "within the tolerance")]
    assert [] == told(*found, stock_share=Decimal("0.01"))
    assert [("stock_share", "0.01", "0.005")] == told(*found, stock_share=Decimal("0.005"))


def test_a_threshold_says_what_it_is_about() -> None:
    stock = StockSummary(compared=1, over=1, units_over=6)
    found = reasons((total("2", "1"),), [drift(Severity.ERROR)], stock, Reconciling(stock_units=5, stock_share=Decimal("0.5")))
    assert {
        ("reconcile.differences.GBP", "unexplained GBP gross", "1"),
        ("reconcile.stock_units", "pieces too many or too few", "6"),
        ("reconcile.stock_errors", "part of the SKUs with an error", "1"),
        ("reconcile.stock_share", "part of the SKUs that differ", "1"),
    } == {(each.threshold, each.about, each.found) for each in found}


def test_a_share_of_nothing_that_was_compared_is_not_exceeded() -> None:
    assert [] == told(stock=StockSummary(), stock_share=Decimal(0))


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ('fail_on = "never"', "reconcile.fail_on: must be one of block, error, warn, info"),
        ("allowed.STOCK_DRIFTS = 1", "reconcile.allowed.STOCK_DRIFTS: is no code of a finding; did you mean 'STOCK_DRIFT'?"),
        ("allowed.STOCK_DRIFT = -1", "reconcile.allowed.STOCK_DRIFT: must be 0 or more"),
        ('differences.XTS = "1"', "reconcile.differences.XTS: is not listed below [currencies]"),
        ('differences.EUR = "-1"', "reconcile.differences.EUR: must be 0 or more"),
        ("missing_minutes = -1", "reconcile.missing_minutes: must be 0 or more"),
        ("grace_minutes = -1", "reconcile.grace_minutes: must be 0 or more"),
        ('stock_errors = "1.5"', 'reconcile.stock_errors: must be a part of all, from "0" to "1"'),
        ("window_days = -1", "reconcile.window_days: must be 1 or more, or 0 for all orders"),
        ("stock_units = -1", "reconcile.stock_units: must be 0 or more"),
        ('stock_share = "1.5"', 'reconcile.stock_share: must be a part of all, from "0" to "1"'),
    ],
)
def test_a_threshold_that_cannot_be_meant_is_named_by_its_key(table: str, fault: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        tables_from({**tomllib.loads(demo_tables()), "reconcile": tomllib.loads(table)})
    assert [fault] == list(caught.value.faults)


def test_what_of_the_stock_is_exceeded_is_told_in_words() -> None:
    stock = StockSummary(compared=1, equal=0, units_over=3, units_under=2)
    found = reasons((), [drift(Severity.ERROR)], stock, Reconciling(stock_units=4, stock_share=Decimal("0.5")))
    assert [
        "pieces too many or too few: 5, allowed 4 (reconcile.stock_units)",
        "part of the SKUs with an error: 1, allowed 0.005 (reconcile.stock_errors)",
        "part of the SKUs that differ: 1, allowed 0.5 (reconcile.stock_share)",
    ] == [str(each) for each in found]
