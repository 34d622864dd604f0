"""Findings of orders: each code where it fires, and where it comes near and must not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bpwoo_sync.issues import Severity
from tests.bpwoo_sync.mapping.orders import line, tables
from tests.bpwoo_sync.mapping.sides import row
from tests.bpwoo_sync.reconciling.worlds import JUST_NOW, LINES, PAID, Case, books, check, done, fires, imported, marked, sold, spares

B, E, W, PENDING = Severity.BLOCK, Severity.ERROR, Severity.WARN, Severity.PENDING
OLD = {"date_created_gmt": "2026-03-01T09:00:00", "date_paid_gmt": "2026-03-01T09:01:00", "date_modified_gmt": "2026-03-01T09:01:00"}
CANCELLED = imported(isCanceled=True)
TRASH = sold(status="trash")
EDITED = marked(was=sold(), lines=[line(1, "WIDGET", "1", "10.00", ("20", "2.00"))], total="12.00", tax="2.00")
ADDRESS = {"addressFullName": "Ada Byron", "addressLine1": "1 Test Street", "addressLine3": "Bristol", "postalCode": "BS1 1AA"}
HERE = {**ADDRESS, "countryIsoCode": "GBR"}
AT_HOME = imported(billing={"address": HERE}, delivery={"address": HERE})
MOVED = marked(was=sold(billing={"city": "Bath"}))
AFTER_A_WEEK = tables(orders={"min_age_seconds": 7 * 24 * 3600})
BUNDLE = [row(11, "L1", 1000, "2", "20.00", "4.00", bundleParent=True), row(12, "", 1002, "2", parentRowId=11, bundleChild=True)]

ORDERS: tuple[Case, ...] = (
    fires("MISSING_IN_BP", "an order is not in Brightpearl", E, books(None, (), ()), "1001"),
    fires("MISSING_IN_BP", "for more than a day", B, books(sold(**OLD), (), ())),
    fires("MISSING_IN_BP", "it was changed within the grace", PENDING, books(sold(date_modified_gmt=JUST_NOW), (), ())),
    spares("MISSING_IN_BP", "its status is not imported", books(sold(status="pending"), (), ())),
    spares("MISSING_IN_BP", "it is held back, and says why", books(sold(billing={"email": ""}), (), ())),
    spares("MISSING_IN_BP", "its sales order is cancelled", books(None, CANCELLED)),
    fires("TOO_YOUNG", "an order waits until it is a week old", PENDING, books(None, (), (), the_tables=AFTER_A_WEEK), "1001"),
    spares("TOO_YOUNG", "it was imported all the same", books(the_tables=AFTER_A_WEEK)),
    fires("BP_ORDER_GONE", "the shop's mark says that it was imported", E, books(marked(), (), ()), "1001"),
    fires("BP_ORDER_GONE", "the ledger says so", E, books(None, (), (), ledger=done("sales-order:W1-1001", "500"))),
    fires("BP_ORDER_GONE", "it was changed a moment ago", PENDING, books(marked(date_modified_gmt=JUST_NOW), (), ())),
    spares("BP_ORDER_GONE", "it never was imported", books(None, (), ())),
    fires("UNEXPECTED_IN_BP", "the shop has no such order", E, books((), imported(ref="W1-777"), ()), "500"),
    fires("UNEXPECTED_IN_BP", "its reference is no order's", E, books((), imported(ref="W1-abc"), ())),
    fires(
        "UNEXPECTED_IN_BP",
        "it came after the shop was read",
        PENDING,
        books((), imported(ref="W1-777", placedOn="2026-03-03T08:55:00.000+00:00"), ()),
    ),
    spares("UNEXPECTED_IN_BP", "it is cancelled", books((), imported(ref="W1-777", isCanceled=True), ())),
    spares("UNEXPECTED_IN_BP", "the order is in the trash, which is told otherwise", books(TRASH)),
    fires("WOO_ORDER_GONE", "the order is in the trash", E, books(TRASH), "1001"),
    spares("WOO_ORDER_GONE", "the sales order is cancelled as well", books(TRASH, CANCELLED)),
    fires("DUPLICATE_ORDER", "two sales orders are live", E, books(None, (imported(), imported(id=501))), "1001"),
    fires(
        "DUPLICATE_ORDER", "one was made a moment ago", PENDING, books(None, (imported(), imported(id=501, createdOn=f"{JUST_NOW}.000Z")))
    ),
    spares("DUPLICATE_ORDER", "one of them was cancelled", books(None, (imported(isCanceled=True), imported(id=501)), PAID)),
    fires("TOTAL_MISMATCH", "the rows come to another total", E, books(None, imported([row(11, "L1", 1000, "2", "19.00", "4.00")]))),
    fires(
        "TOTAL_MISMATCH",
        "by a minor unit for each row it is a warning",
        W,
        books(None, imported([row(11, "L1", 1000, "2", "20.01", "4.00")])),
    ),
    fires(
        "TOTAL_MISMATCH",
        "the sales order is just being worked on",
        PENDING,
        books(None, imported([row(11, "L1", 1000, "2", "19.00", "4.00")], updatedOn="2026-03-03T08:50:00.000+00:00")),
    ),
    spares("TOTAL_MISMATCH", "net and tax are split otherwise", books(None, imported([row(11, "L1", 1000, "2", "21.00", "3.00")]))),
    fires("TAX_MISMATCH", "net and tax are split otherwise", E, books(None, imported([row(11, "L1", 1000, "2", "21.00", "3.00")]))),
    fires("TAX_MISMATCH", "a minor unit is a warning", W, books(None, imported([row(11, "L1", 1000, "2", "19.99", "4.01")]))),
    spares(
        "TAX_MISMATCH",
        "tax is under the same code in two rows",
        books(
            sold([*LINES, line(2, "LAMP", "1", "10.00", ("20", "2.00"))], "36.00", "6.00"),
            imported([row(11, "L1", 1000, "2", "21.00", "4.01"), row(12, "L2", 1001, "1", "9.00", "1.99")]),
        ),
    ),
    fires("CURRENCY_MISMATCH", "the sales order is in euros", E, books(None, imported(currency={"code": "EUR"}), ()), "1001"),
    spares("CURRENCY_MISMATCH", "both are in pounds", books()),
    fires("CANCEL_DRIFT", "the shop cancelled", E, books(sold(status="cancelled")), "1001"),
    fires("CANCEL_DRIFT", "Brightpearl cancelled", E, books(None, CANCELLED)),
    fires("CANCEL_DRIFT", "a moment ago", PENDING, books(sold(status="cancelled", date_modified_gmt=JUST_NOW))),
    spares("CANCEL_DRIFT", "both did", books(sold(status="cancelled"), CANCELLED)),
    spares("CANCEL_DRIFT", "the shop gave all of it back", books(sold(status="refunded"), CANCELLED)),
    fires("UNMAPPED_STATUS", "nobody knows the status", W, books(sold(status="packing"), (), ()), "1001"),
    spares("UNMAPPED_STATUS", "it is imported already", books(sold(status="packing"))),
    fires("EDITED_AFTER_IMPORT", "the shop changed a line", E, books(EDITED), "1001"),
    fires("EDITED_AFTER_IMPORT", "the shop changed the address", E, books(MOVED, imported())),
    spares("EDITED_AFTER_IMPORT", "it is as it was imported", books(marked())),
    spares("EDITED_AFTER_IMPORT", "the sales order was brought up to it by hand", books(MOVED, AT_HOME)),
    fires("EDITED_IN_BP", "a row was changed", W, books(None, imported([row(11, "L1", 1000, "3", "20.00", "4.00")])), "1001"),
    fires("EDITED_IN_BP", "a row was added", W, books(None, imported([*BUNDLE[:1], row(13, "", 1001, "1", "0.00", "0.00")]))),
    fires("EDITED_IN_BP", "a row is of another product", W, books(None, imported([row(11, "L1", 1001, "2", "20.00", "4.00")]))),
    spares("EDITED_IN_BP", "Brightpearl added the parts of a bundle", books(None, imported(BUNDLE))),
    spares(
        "EDITED_IN_BP",
        "the row is free text, and the product was made since",
        books(None, imported([row(11, "L1", 0, "2", "20.00", "4.00", productId=None)])),
    ),
    spares("EDITED_IN_BP", "the shop changed it", books(EDITED)),
    fires("LINK_BROKEN", "the order is marked with another sales order", E, books(marked(499)), "1001"),
    fires("LINK_BROKEN", "the ledger knows another", E, books(ledger=done("sales-order:W1-1001", "499"))),
    spares("LINK_BROKEN", "mark, ledger and reference agree", books(marked(), ledger=done("sales-order:W1-1001", "500"))),
    fires("UNKNOWN_CURRENCY", "a sales order of no order is in dinars", E, books((), imported(ref="W1-777", currency={"code": "RSD"}), ())),
    spares("UNKNOWN_CURRENCY", "it is in dollars, which are set up", books((), imported(ref="W1-777", currency={"code": "USD"}), ())),
    fires("INVALID_AMOUNT", "a row has four decimals", E, books(None, imported([row(11, "L1", 1000, "2", "20.0049", "3.9951")])), "500"),
    spares("INVALID_AMOUNT", "zeros behind the point are none", books(None, imported([row(11, "L1", 1000, "2", "20.0000", "4.0000")]))),
    fires("INVALID_AMOUNT", "the shop writes tenths of a penny", W, books(of_shop={"decimals": 3}), "decimals"),
    spares("INVALID_AMOUNT", "the shop writes whole pounds", books(of_shop={"decimals": 0})),
)


@pytest.mark.parametrize("case", ORDERS, ids=str)
def test_a_finding_of_orders(case: Case) -> None:
    check(case)


def test_two_sides_that_agree_have_no_findings() -> None:
    found = books(marked())()
    assert ((), True) == (found.issues, found.agrees)


def test_an_order_that_was_refunded_after_its_import_still_counts_on_both_sides() -> None:
    (total, *_) = books(sold(status="refunded"))().totals
    assert ("24.00", "24.00", Decimal(0)) == (str(total.shop), str(total.account), total.difference)


def test_what_is_pending_is_explained_in_the_totals_and_both_sides_agree() -> None:
    found = books(sold(date_modified_gmt=JUST_NOW), (), ())()
    told = {each.measure: (str(each.pending), each.difference) for each in found.totals}
    pending = {"gross": "24.00", "net": "20.00", "tax": "4.00", "paid": "24.00"}
    assert {measure: (amount, Decimal(0)) for measure, amount in pending.items()} == told
    assert found.agrees


def test_an_order_that_is_missing_for_a_day_is_no_agreement() -> None:
    free = sold([line(1, "WIDGET", "2", "0.00")], "0.00", "0.00", **OLD)
    assert not books(free, (), ())().agrees


def test_a_row_difference_says_which_value_of_which_row() -> None:
    (found,) = [each for each in books(None, imported([row(11, "L1", 1000, "3", "20.00", "4.00")]))().issues if each.code == "EDITED_IN_BP"]
    assert ("L1 quantity", "2", "3") == (found.field, found.expected, found.actual)
    assert "Widget (L1): quantity 2 in the shop, 3 in Brightpearl" in found.message


def test_an_imported_order_that_could_not_be_sent_today_is_not_held_back() -> None:
    found = books(sold(billing={"email": ""}))()
    assert ((), True) == (found.issues, found.agrees)


def test_an_unknown_tax_rate_does_not_hide_that_totals_differ() -> None:
    lines = [line(1, "WIDGET", "2", "20.00", ("12", "4.00"))]
    changed = books(sold(lines), imported([row(11, "L1", 1000, "2", "20.00", "3.00")]), the_tables=tables(taxes={"rates": []}))
    assert {"TOTAL_MISMATCH", "TAX_MISMATCH"} <= {each.code for each in changed().issues}
