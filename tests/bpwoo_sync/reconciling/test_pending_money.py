"""What is pending of money because either side changed a moment ago, and what is told of one refund beside the others."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from bpwoo_sync.issues import Severity
from bpwoo_sync.ledger import Ledger
from bpwoo_sync.reconciling.refunds import RefundFact, refund_differences, refund_facts, refund_totals
from bpwoo_sync.situation import Situation
from tests.bpwoo_sync.mapping.orders import line, tables
from tests.bpwoo_sync.mapping.sides import payment_row, row
from tests.bpwoo_sync.reconciling.test_money import BACK, BY_CARD, BY_CASH, credit, refund, refunded
from tests.bpwoo_sync.reconciling.test_pending import IN_ACCOUNT, MOMENTS
from tests.bpwoo_sync.reconciling.worlds import JUST_NOW, PAID, Find, books, imported, sold

E, W, PENDING = Severity.ERROR, Severity.WARN, Severity.PENDING


def severities(find: Find, code: str) -> list[Severity]:
    """How bad what is found of a code is."""
    return [each.severity for each in find().issues if each.code == code]


def facts(find: Find, held: frozenset[str] = frozenset()) -> tuple[RefundFact, ...]:
    """The refunds of a world."""
    return refund_facts(Situation(*find.sides(), tables(), Ledger()), held, MOMENTS)


def fact(number: int = 9, **more: Any) -> RefundFact:
    """A refund over 12.00 with a credit over as much, that changed a moment ago."""
    known: dict[str, Any] = {"amount": Decimal("12.00"), "credited": Decimal("12.00"), "touched": True}
    return RefundFact(**{"ref": f"W1-R{number}", "key": f"1001/R{number}", "currency": "GBP", "credit_currency": "GBP", **known, **more})


def test_a_refund_of_an_order_that_was_held_back_is_not_missing() -> None:
    assert () == facts(refunded(refund()), frozenset({"W1-1001"}))


def test_a_refund_of_an_order_that_was_imported_is_missing_though_its_status_is_not_imported() -> None:
    assert [E] == severities(refunded(refund(), order=sold(status="packing")), "REFUND_MISSING")


def test_of_a_refund_with_a_credit_nothing_is_held_back() -> None:
    (found,) = facts(refunded(refund(amount="99.00"), credits=(credit(),)))
    assert ((), False) == (found.held, found.stands_back)


def test_of_a_refund_that_was_paid_back_once_no_surplus_is_told() -> None:
    (found,) = facts(refunded(refund(), credits=(credit(),), payments=(BACK,)))
    assert "" == found.surplus


def test_a_refund_is_touched_by_its_credit() -> None:
    credits = (credit(), credit(updatedOn=IN_ACCOUNT))
    assert [False, True] == [each.touched for there in credits for each in facts(refunded(refund(), credits=(there,)))]


def test_a_credit_that_names_no_sales_order_is_of_no_order() -> None:
    find = refunded(credits=(credit(parentId=None),), sales_order=imported(id=1))
    assert ["600/R9"] == [each.key for each in facts(find)]


def test_a_credit_of_no_refund_is_told_in_its_own_currency() -> None:
    (found,) = facts(refunded(credits=(credit(currency={"code": "EUR"}),)))
    assert ("EUR", "EUR") == (found.currency, found.credit_currency)


@pytest.mark.parametrize("stamp", ["updatedOn", "createdOn", "placedOn"])
def test_a_credit_of_no_refund_is_pending_by_each_of_its_moments(stamp: str) -> None:
    touched: dict[str, Any] = {stamp: IN_ACCOUNT}
    assert [PENDING] == severities(refunded(credits=(credit(**touched),)), "REFUND_DELETED")


@pytest.mark.parametrize("credited", [None, Decimal("11.00")])
def test_what_is_wrong_with_each_refund_is_told(credited: Decimal | None) -> None:
    found = refund_differences([fact(9, credited=credited), fact(10, credited=credited)])
    assert ["1001/R9", "1001/R10"] == [each.key for each in found]


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("REFUND_DELETED", {"amount": None}),
        ("CURRENCY_MISMATCH", {"credit_currency": "EUR"}),
        ("REFUND_AMOUNT", {"credited": Decimal("11.00")}),
        ("REFUND_AMOUNT", {"paid_back": Decimal("24.00")}),
    ],
)
def test_a_refund_that_changed_a_moment_ago_is_pending(code: str, changed: dict[str, Any]) -> None:
    assert [(code, PENDING)] == [(each.code, each.severity) for each in refund_differences([fact(**changed)])]


def test_a_refund_that_was_paid_back_in_part_says_how_much() -> None:
    (found,) = refund_differences([fact(due=Decimal("12.00"), paid_back=Decimal("5.00"))])
    assert ("REFUND_UNPAID", "12.00", "5.00") == (found.code, found.expected, found.actual)


def test_a_credit_that_changed_a_moment_ago_is_taken_off_what_is_pending() -> None:
    (total,) = refund_totals([fact(amount=None)])
    assert ("-12.00", Decimal(0)) == (str(total.pending), total.difference)


def test_a_sales_order_of_no_order_is_told_after_one_that_is_cancelled() -> None:
    find = books((), (imported(ref="W1-776", id=499, isCanceled=True), imported(ref="W1-777")), ())
    assert ["500"] == [each.key for each in find().issues if each.code == "UNEXPECTED_IN_BP"]


@pytest.mark.parametrize(
    ("order", "there", "pending"),
    [({}, {}, False), ({"date_modified_gmt": JUST_NOW}, {}, True), ({}, {"updatedOn": IN_ACCOUNT}, True)],
)
@pytest.mark.parametrize(
    ("code", "severity", "changed", "other", "payments"),
    [
        ("WOO_ORDER_GONE", E, {"status": "trash"}, {}, PAID),
        ("CANCEL_DRIFT", E, {"status": "cancelled"}, {}, PAID),
        ("CURRENCY_MISMATCH", E, {}, {"currency": {"code": "EUR"}}, ()),
        ("OVERPAID_IN_BP", E, {}, {}, (*PAID, payment_row(2, 500, "24.00", ref="ch_2"))),
        ("PAID_IN_BP_ONLY", W, {"status": "on-hold", "date_paid_gmt": None}, {}, PAID),
        ("PAYMENT_METHOD_MISMATCH", W, {}, {}, (BY_CASH,)),
    ],
)
def test_what_is_found_of_an_order_is_pending_where_either_side_changed_a_moment_ago(
    order: dict[str, Any],
    there: dict[str, Any],
    pending: bool,
    code: str,
    severity: Severity,
    changed: dict[str, Any],
    other: dict[str, Any],
    payments: Any,
) -> None:
    find = books(sold(**{**changed, **order}), imported(**{**other, **there}), payments)
    assert [PENDING if pending else severity] == severities(find, code)


def test_a_total_may_differ_by_one_minor_unit_for_each_row() -> None:
    two_rows = [row(11, "L1", 1000, "2", "20.02", "4.00"), row(12, "L2", 1001, "1", "10.00", "2.00")]
    two_lines = sold([line(1, "WIDGET", "2", "20.00", ("20", "4.00")), line(2, "LAMP", "1", "10.00", ("20", "2.00"))], "36.00", "6.00")
    assert [W] == severities(books(two_lines, imported(two_rows)), "TOTAL_MISMATCH")
    assert [E] == severities(books(None, imported([row(11, "L1", 1000, "2", "20.02", "4.00")])), "TOTAL_MISMATCH")


def test_the_tax_of_an_order_whose_rows_cannot_be_told_is_compared_in_one_sum() -> None:
    lines = [line(1, "WIDGET", "2", "20.00", ("12", "4.00"))]
    find = books(sold(lines), imported([row(11, "L1", 1000, "2", "20.00", "3.00")]), the_tables=tables(taxes={"rates": []}))
    (found,) = [each for each in find().issues if each.code == "TAX_MISMATCH"]
    assert ("total_tax", "4.00", "3.00") == (found.field, found.expected, found.actual)


def test_an_order_that_failed_says_that_its_sales_order_is_live() -> None:
    (found,) = [each for each in books(sold(status="failed"))().issues if each.code == "CANCEL_DRIFT"]
    assert "Order 1001 is failed in the shop; sales order 500 is live." == found.message


def test_a_payment_too_many_is_no_other_method() -> None:
    assert ["OVERPAID_IN_BP"] == [each.code for each in books(payments=(BY_CARD, BY_CASH))().issues]
