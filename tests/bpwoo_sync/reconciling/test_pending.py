"""What changed a moment ago on either side, by whichever record tells it, is pending; and what is told beside it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

import brightpearl_sdk as bp
from bpwoo_sync.breakdowns import Place
from bpwoo_sync.facts import StockFact, StockTarget
from bpwoo_sync.issues import Severity, issue
from bpwoo_sync.ledger import Ledger
from bpwoo_sync.mapping.prices import PriceFact, PriceTarget
from bpwoo_sync.reconciling.differing import difference_of, hours_old
from bpwoo_sync.reconciling.moments import Moments
from bpwoo_sync.reconciling.parts import DayTotal, Figure, rolled, summed
from bpwoo_sync.reconciling.prices import price_differences
from bpwoo_sync.reconciling.stock import StockSummary, drift_severity, stock_differences, stock_summary, touched_skus
from bpwoo_sync.reconciling.totals import ControlTotal
from bpwoo_sync.situation import Situation
from bpwoo_sync.snapshot import Account, Shop
from tests.bpwoo_sync.mapping.orders import coupon, line, meta, shipping, tables
from tests.bpwoo_sync.mapping.sides import TAKEN_AT, account, goods_out, payment_row, row, shop
from tests.bpwoo_sync.reconciling.test_money import credit, refund
from tests.bpwoo_sync.reconciling.worlds import JUST_NOW, PAID, ROWS, Find, books, goods, imported, marked, product, sold, variation

MOMENTS = Moments(shop=TAKEN_AT, account=TAKEN_AT, grace=timedelta(minutes=15))
IN_ACCOUNT = f"{JUST_NOW}.000Z"


def touched(the_shop: Shop, the_account: Account | None = None) -> frozenset[str]:
    """The SKUs of what changed a moment ago."""
    return touched_skus(Situation(the_shop, the_account or account(), tables(), Ledger()), MOMENTS)


def test_a_sku_is_touched_by_its_product_its_variation_its_row_an_order_or_a_sales_order() -> None:
    parent = product(60, "PARENT", None, type="variable")
    sizes = {60: (variation(61, "S", "1", date_modified_gmt=JUST_NOW), variation(62, "M", "1"))}
    records: list[dict[str, bp.Json]] = [
        {"productId": 1, "SKU": "Row", "stockTracked": True, "updatedOn": IN_ACCOUNT},
        {"productId": 2, "SKU": "OLD", "stockTracked": True, "updatedOn": "2026-03-01T08:00:00.000Z"},
        {"productId": 3, "SKU": None, "stockTracked": True, "updatedOn": IN_ACCOUNT},
    ]
    orders = [
        sold([line(1, "One", "1", "1.00")], id=id, number=str(id), date_modified_gmt=at)
        for id, at in ((1, JUST_NOW), (2, "2026-03-02T10:16:00"))
    ]
    more = sold(
        [line(1, "TWO", "1", "1.00"), line(2, None, "1", "1.00")], id=3, number="3", date_modified_gmt=None, date_created_gmt=JUST_NOW
    )
    there = (
        imported([row(11, "L1", 1000, "1", sku="Three"), row(12, "L2", 1000, "1", sku=None)], "W1-7", 501, updatedOn=IN_ACCOUNT),
        imported([row(11, "L1", 1000, "1", sku="FOUR")], "W1-8", 502, updatedOn=IN_ACCOUNT),
        imported([row(11, "L1", 1000, "1", sku="FIVE")], "W1-9", 503, updatedOn="2026-03-02T10:16:00.000Z"),
    )
    known = account(products=tuple(bp.ProductRow(each) for each in records), sales_orders=there)
    goods_there = (product(51, " Mug", date_modified_gmt=JUST_NOW), product(52, "LAMP"), parent)
    assert {"mug", "s", "row", "one", "two", "three", "four"} == touched(shop(*orders, more, products=goods_there, variations=sizes), known)


def target(actual: str | None, wanted: int, **more: Any) -> StockTarget:
    """What the shop has of a mug, and ought to have."""
    fact = StockFact(
        sku="MUG", shop_id=51, quantity=None if actual is None else Decimal(actual), manages=True, backorders=more.pop("backorders", False)
    )
    known = {"on_hand": wanted, "in_flight": 0, "buffer": 0, "quantity": wanted}
    return StockTarget(fact=fact, product_id=1000, **{**known, **more})


def test_a_summary_counts_every_piece() -> None:
    found = stock_summary([target("3", 2), target("2", 2), target("1", 2), target(None, 3), target("9", 2)])
    assert StockSummary(compared=5, equal=1, over=2, under=2, units_over=8, units_under=4) == found


@pytest.mark.parametrize(
    ("actual", "wanted", "tolerance", "expected"),
    [
        ("1", 0, 0, Severity.ERROR),
        ("3", 2, 0, Severity.WARN),
        ("-1", 0, 0, Severity.WARN),
        ("1", 2, 0, Severity.WARN),
        ("1", 0, 1, Severity.INFO),
    ],
)
def test_selling_what_is_not_there_is_worst(actual: str, wanted: int, tolerance: int, expected: Severity) -> None:
    assert expected == drift_severity(target(actual, wanted), tables(stock={"warehouses": [2], "tolerance": tolerance}))


def test_what_the_shop_has_is_told_with_what_it_ought_to_have() -> None:
    found = stock_differences([target(None, 3), target("-1", 0), target("2", 2, in_flight=3), target("2", 2)], tables())
    assert [
        ("STOCK_DRIFT", "MUG: the shop has none, Brightpearl 3 to sell.", "3", "none"),
        ("STOCK_DRIFT", "MUG: the shop has -1, Brightpearl 0 to sell.", "0", "-1"),
        ("OVERSOLD", "MUG: the shop has -1, and takes no backorders.", "0", "-1"),
        ("OVERSOLD", "MUG: 3 were sold and not taken from stock yet; 2 are on hand.", "3", "2"),
    ] == [(each.code, each.message, str(each.expected), str(each.actual)) for each in found]


@pytest.mark.parametrize(
    ("regular", "sale", "wanted", "severity", "told"),
    [
        (None, None, "9.00", Severity.ERROR, "MUG: the shop asks nothing, the price lists 9.00."),
        ("9.00", "8.00", "9.00", Severity.ERROR, "MUG: the shop asks 9.00 (sale 8.00), the price lists 9.00."),
        ("9.00", None, "9.01", Severity.WARN, "MUG: the shop asks 9.00, the price lists 9.01."),
    ],
)
def test_a_price_that_is_another_is_told(regular: str | None, sale: str | None, wanted: str, severity: Severity, told: str) -> None:
    asked = [None if each is None else Decimal(each) for each in (regular, sale)]
    fact = PriceFact(sku="MUG", shop_id=51, regular=asked[0], sale=asked[1])
    (found,) = price_differences([PriceTarget(fact=fact, product_id=1002, regular=Decimal(wanted), sale=None)])
    assert (severity, told) == (found.severity, found.message)
    (found,) = price_differences([PriceTarget(fact=fact, product_id=1002, regular=Decimal(wanted), sale=None)], {"mug"})
    assert Severity.PENDING == found.severity


def severities(find: Find, code: str) -> list[Severity]:
    """How bad what is found of a code is."""
    return [each.severity for each in find().issues if each.code == code]


EDITED: dict[str, Any] = {"lines": [line(1, "WIDGET", "1", "10.00", ("20", "2.00"))], "total": "12.00", "tax": "2.00"}


def test_an_edit_is_pending_by_either_side() -> None:
    edited = [marked(was=sold(), **{**EDITED, "date_modified_gmt": at}) for at in ("2026-03-02T10:16:00", JUST_NOW)]
    there = imported(updatedOn=IN_ACCOUNT)
    assert [[Severity.ERROR], [Severity.PENDING], [Severity.PENDING]] == [
        severities(find, "EDITED_AFTER_IMPORT") for find in (books(edited[0]), books(edited[1]), books(edited[0], there))
    ]


def test_every_order_that_was_edited_is_told() -> None:
    less = [row(11, "L1", 1000, "3", "20.00", "4.00")]
    both = [sold(), sold(id=1002, number="1002", transaction_id="ch_2")]
    find = books(
        both, [imported(less), imported(less, "W1-1002", 502)], (payment_row(1, 500, "24.00"), payment_row(2, 502, "24.00", ref="ch_2"))
    )
    assert ["1001", "1002"] == [each.key for each in find().issues if each.code == "EDITED_IN_BP"]


@pytest.mark.parametrize(
    ("order", "there", "expected"),
    [({}, {}, Severity.ERROR), ({"date_modified_gmt": JUST_NOW}, {}, Severity.PENDING), ({}, {"updatedOn": IN_ACCOUNT}, Severity.PENDING)],
)
def test_a_broken_link_and_a_status_are_pending_by_either_side(order: dict[str, Any], there: dict[str, Any], expected: Severity) -> None:
    assert [expected] == severities(books(marked(499, **order), imported(**there)), "LINK_BROKEN")
    left = {"goods_out": {7: left_at("2026-03-01T08:00:00.000+00:00")}}
    assert [expected] == severities(books(sold(**order), imported(**there), of_account=left), "STATUS_DRIFT")
    told = [Severity.WARN if expected is Severity.ERROR else expected]
    assert told == severities(books(sold(status="completed", **order), imported(**there)), "STATUS_DRIFT")


def left_at(moment: str) -> bp.GoodsOutNote:
    """A note of both pieces, shipped at a moment."""
    return bp.decode(bp.GoodsOutNote, {**bp.encode(goods_out(500, {11: [2]})), "status": {"shipped": True, "shippedOn": moment}})


def test_every_order_whose_status_differs_is_told() -> None:
    both = [sold(status="completed"), sold(id=1002, number="1002", status="completed", transaction_id="ch_2")]
    find = books(
        both, [imported(), imported(ROWS, "W1-1002", 502)], (payment_row(1, 500, "24.00"), payment_row(2, 502, "24.00", ref="ch_2"))
    )
    assert ["1001", "1002"] == [each.key for each in find().issues if each.code == "STATUS_DRIFT"]


def test_a_sales_order_of_no_order_that_changed_a_moment_ago_is_no_difference_yet() -> None:
    (gross,) = [each for each in books((), imported(ref="W1-777", updatedOn=IN_ACCOUNT), ())().totals if each.measure == "gross"]
    assert ("24.00", "-24.00", Decimal(0)) == (str(gross.account), str(gross.pending), gross.difference)


def test_an_order_that_is_missing_since_less_than_an_hour_waits_with_all_that_it_comes_to() -> None:
    discounted = [line(1, "WIDGET", "2", "18.00", ("20", "3.60"), subtotal="20.00", subtotal_tax="4.00")]
    late = sold(
        discounted,
        "27.54",
        "4.59",
        date_created_gmt="2026-03-03T08:20:00",
        date_paid_gmt="2026-03-03T08:20:00",
        date_modified_gmt="2026-03-03T08:20:00",
        coupon_lines=[coupon(5, "SAVE10", "2.00")],
        discount_total="2.00",
        shipping_lines=[shipping(7, "4.95", ("20", "0.99"))],
    )
    waiting = books(late, (), (), the_tables=tables(orders={"discounts": "rows"}))().waiting
    assert frozenset({"1001"}) == waiting.orders
    assert {"gross": "27.54", "net": "22.95", "tax": "4.59", "paid": "27.54", "shipping": "4.95", "discounts": "2.00"} == {
        each.measure: str(each.shop) for each in waiting.totals
    }


def test_a_side_that_tells_nothing_leaves_what_the_other_records_tell() -> None:
    untold, told = (Figure(currency="GBP", name="x", orders=1, shop=Decimal(1), account=each) for each in (None, Decimal(5)))
    assert [Decimal(5)] * 2 == [summed(pair)[0].account for pair in ([untold, told], [told, untold])]


def test_days_roll_up_to_a_total_of_every_side() -> None:
    days = [
        DayTotal(
            currency="GBP", day=f"2026-03-0{day}", measure=measure, shop=Decimal(8), held=Decimal(4), pending=Decimal(2), account=Decimal(1)
        )
        for day, measure in ((1, "shipping"), (2, "shipping"), (2, "gross"))
    ]
    expected = ControlTotal(currency="GBP", measure="shipping", shop=Decimal(16), held=Decimal(8), pending=Decimal(4), account=Decimal(2))
    assert (expected,) == rolled(days, "shipping", "discounts")


def test_a_product_that_is_linked_to_what_is_gone_is_told_with_its_own_sku() -> None:
    found = goods(
        product(51, "WIDGET", meta_data=[meta("_bp_product_id", "999")]), product(52, "LAMP", meta_data=[meta("_bp_product_id", "x")])
    )()
    assert {("WIDGET", "WIDGET is linked to product 999, which is gone."), ("LAMP", "LAMP is linked to x, which is no product.")} == {
        (str(each.actual), each.message) for each in found.issues if each.code == "LINK_BROKEN"
    }


def test_no_difference_is_told_of_what_is_no_amount_and_ages_are_whole_hours() -> None:
    nothing, other, pieces = (
        issue("TOTAL_MISMATCH", "order", "1", expected=expected, actual=actual) for expected, actual in (("", ""), ("card", ""), ("2", ""))
    )
    assert [None, None, Decimal(2)] == [difference_of(each) for each in (nothing, other, pieces)]
    ages = (timedelta(hours=2), timedelta(hours=1, minutes=59), timedelta(minutes=-1))
    assert [2, 1, -1] == [hours_old(Place(since=TAKEN_AT - age), TAKEN_AT) for age in ages]
    assert hours_old(Place(), TAKEN_AT) is None


def test_a_payment_in_the_currency_of_its_sales_order_is_no_surprise() -> None:
    in_euros = bp.CustomerPaymentRow({**_PAID, "currencyCode": "EUR"})
    find = books(sold(currency="EUR"), imported(currency={"code": "EUR"}), (in_euros,))
    assert [] == [each.code for each in find().issues]


_PAID: dict[str, bp.Json] = {
    "paymentId": 1,
    "transactionRef": "ch_1",
    "paymentMethodCode": "CARD",
    "paymentType": "RECEIPT",
    "orderId": 500,
    "amountPaid": "24.00",
}


def test_refunds_of_every_order_are_compared_and_a_credit_that_changed_a_moment_ago_is_pending() -> None:
    orders = [sold(status="trash", id=1000, number="1000"), sold()]
    there = {"sales_credits": (credit(net="9.00", updatedOn=IN_ACCOUNT), credit(601, "W1-R77", updatedOn=IN_ACCOUNT))}
    found = books(orders, (imported(ref="W1-1000", id=499), imported()), PAID, of_shop={"refunds": {1001: (refund(),)}}, of_account=there)()
    told = {(each.code, each.key, each.severity) for each in found.issues if each.entity == "refund"}
    assert {("REFUND_AMOUNT", "1001/R9", Severity.PENDING), ("REFUND_DELETED", "1001/R77", Severity.PENDING)} <= told
