"""Findings of payments and refunds: each code where it fires, and where it comes near and must not."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.issues import Severity
from tests.bpwoo_sync.mapping.orders import Document, line, meta, tables
from tests.bpwoo_sync.mapping.sides import payment_row, row
from tests.bpwoo_sync.reconciling.worlds import JUST_NOW, PAID, Case, Find, books, check, fires, imported, sold, spares

B, E, W, PENDING = Severity.BLOCK, Severity.ERROR, Severity.WARN, Severity.PENDING
GIFT = tables(payments={"tenders": [{"meta": "_gift", "method": "GIFT", "within_total": True}]})
WITH_GIFT = sold(meta_data=[meta("_gift", "10.00")])
UNPAID = sold(date_paid_gmt=None, status="on-hold")
BY_CARD, BY_CASH = (payment_row(id, 500, "24.00", method=method) for id, method in ((1, "CARD"), (2, "CASH")))


def in_currency(code: str | None) -> bp.CustomerPaymentRow:
    """The payment by card, in some currency."""
    record: dict[str, bp.Json] = {"paymentId": 1, "transactionRef": "ch_1", "paymentMethodCode": "CARD", "paymentType": "RECEIPT"}
    return bp.CustomerPaymentRow({**record, "orderId": 500, "currencyCode": code, "amountPaid": "24.00"})


PAYMENTS: tuple[Case, ...] = (
    fires("UNPAID_IN_BP", "nothing was received", E, books(payments=()), "1001"),
    fires("UNPAID_IN_BP", "one of two tenders was received", E, books(WITH_GIFT, None, [payment_row(1, 500, "14.00")], the_tables=GIFT)),
    fires("UNPAID_IN_BP", "it was paid within two hours", PENDING, books(sold(date_paid_gmt="2026-03-03T07:10:00"), payments=())),
    spares("UNPAID_IN_BP", "the shop waits for the money too", books(UNPAID, payments=())),
    spares("UNPAID_IN_BP", "cash on delivery is not paid yet", books(sold(payment_method="cod"), payments=())),
    fires("OVERPAID_IN_BP", "it was received twice", E, books(payments=[*PAID, payment_row(2, 500, "24.00", ref="ch_2")]), "1001"),
    spares(
        "OVERPAID_IN_BP",
        "one of two was paid back",
        books(payments=[*PAID, payment_row(2, 500, "24.00", ref="ch_2"), payment_row(3, 500, "24.00", kind="PAYMENT", ref="back")]),
    ),
    spares(
        "OVERPAID_IN_BP",
        "the sales order is of a lower total, which is told",
        books(None, imported([row(11, "L1", 1000, "2", "19.00", "4.00")])),
    ),
    fires("PAID_IN_BP_ONLY", "the shop waits for money that is there", W, books(UNPAID), "1001"),
    spares("PAID_IN_BP_ONLY", "a part is there", books(UNPAID, payments=[payment_row(1, 500, "23.99")])),
    spares(
        "PAID_IN_BP_ONLY",
        "an order that costs nothing waits",
        books(
            sold([line(1, "WIDGET", "2", "0.00")], "0.00", "0.00", status="on-hold", date_paid_gmt=None),
            imported([row(11, "L1", 1000, "2", taxCode="T0")]),
            (),
        ),
    ),
    fires("PAYMENT_METHOD_MISMATCH", "the card's payment was booked as cash", W, books(payments=[BY_CASH]), "1001"),
    fires("PAYMENT_METHOD_MISMATCH", "two tenders were booked as one", W, books(WITH_GIFT, None, [BY_CARD], the_tables=GIFT)),
    spares(
        "PAYMENT_METHOD_MISMATCH",
        "two tenders by two methods",
        books(WITH_GIFT, None, [payment_row(1, 500, "14.00"), payment_row(2, 500, "10.00", method="GIFT")], the_tables=GIFT),
    ),
    spares(
        "PAYMENT_METHOD_MISMATCH",
        "a payment by cash was undone",
        books(payments=[BY_CARD, BY_CASH, payment_row(3, 500, "24.00", kind="PAYMENT", method="CASH")]),
    ),
    spares("PAYMENT_METHOD_MISMATCH", "the method is not mapped, so none is expected", books(sold(payment_method="cheque"))),
    fires("CURRENCY_MISMATCH", "a payment is in euros", E, books(payments=[in_currency("EUR")]), "500"),
    spares("CURRENCY_MISMATCH", "a payment does not say", books(payments=[in_currency(None)])),
    fires("INVALID_AMOUNT", "a payment has three decimals", E, books(payments=[payment_row(1, 500, "24.001")]), "500"),
    spares("INVALID_AMOUNT", "zeros behind the point are none", books(payments=[payment_row(1, 500, "24.0000")])),
)


def refund(id: int = 9, amount: str = "12.00", *lines: Document, at: str = "2026-03-02T11:00:00", **more: Any) -> woo.Refund:
    """A refund that a gateway paid."""
    document = {
        "id": id,
        "date_created": at,
        "date_created_gmt": at,
        "amount": amount,
        "reason": "",
        "refunded_by": 1,
        "refunded_payment": True,
        "meta_data": [],
        "line_items": list(lines),
        "shipping_lines": [],
        "tax_lines": [],
        "fee_lines": [],
        **more,
    }
    return woo.decode(woo.Refund, document)


def credit(id: int = 600, ref: str = "W1-R9", net: str = "10.00", tax: str = "2.00", **more: Any) -> bp.SalesCredit:
    """A sales credit as Brightpearl shows it."""
    document = {
        "id": id,
        "externalRef": ref,
        "parentId": 500,
        "placedOn": "2026-03-02T11:00:00.000+00:00",
        "currency": {"code": "GBP"},
        "rows": [row(21, "R9-L1", 1000, "1", net, tax)],
        "isCanceled": False,
        **more,
    }
    return bp.decode(bp.SalesCredit, document)


BACK, BACK_AGAIN = (payment_row(id, 600, "12.00", kind="PAYMENT", ref="W1-R9") for id in (9, 10))


def refunded(
    *refunds: woo.Refund,
    credits: tuple[bp.SalesCredit, ...] = (),
    payments: tuple[bp.CustomerPaymentRow, ...] = (),
    order: woo.Order | None = None,
    sales_order: bp.SalesOrder | None = None,
) -> Find:
    """What is found of the order, some refunds of it, and some credits."""
    return books(
        order or sold(),
        sales_order or imported(),
        [*PAID, *payments],
        of_shop={"refunds": {1001: refunds}},
        of_account={"sales_credits": credits},
    )


REFUNDS: tuple[Case, ...] = (
    fires("REFUND_MISSING", "there is no credit", E, refunded(refund()), "1001/R9"),
    fires("REFUND_MISSING", "it was made a moment ago", PENDING, refunded(refund(at=JUST_NOW))),
    fires("REFUND_MISSING", "its credit was cancelled", E, refunded(refund(), credits=(credit(isCanceled=True),))),
    spares("REFUND_MISSING", "there is one", refunded(refund(), credits=(credit(),), payments=(BACK,))),
    spares("REFUND_MISSING", "the sales order was cancelled instead", refunded(refund(), sales_order=imported(isCanceled=True))),
    spares("REFUND_MISSING", "it is held back, and says why", refunded(refund(amount="99.00"))),
    fires("REFUND_AMOUNT", "the credit is over less", E, refunded(refund(), credits=(credit(net="9.00"),), payments=(BACK,)), "1001/R9"),
    fires("REFUND_AMOUNT", "it was paid back twice", E, refunded(refund(), credits=(credit(),), payments=(BACK, BACK_AGAIN))),
    spares(
        "REFUND_AMOUNT", "net and tax are split otherwise", refunded(refund(), credits=(credit(net="10.01", tax="1.99"),), payments=(BACK,))
    ),
    fires("REFUND_UNPAID", "the credit is not paid back", E, refunded(refund(), credits=(credit(),)), "1001/R9"),
    fires("REFUND_UNPAID", "within two hours", PENDING, refunded(refund(at="2026-03-03T07:30:00"), credits=(credit(),))),
    spares("REFUND_UNPAID", "no gateway gave the money back", refunded(refund(refunded_payment=False), credits=(credit(),))),
    fires("REFUND_DELETED", "the shop has the refund no more", E, refunded(credits=(credit(),), payments=(BACK,)), "1001/R9"),
    spares("REFUND_DELETED", "the credit was cancelled as well", refunded(credits=(credit(isCanceled=True),))),
    spares("REFUND_DELETED", "the order is in the trash, which is told", refunded(credits=(credit(),), order=sold(status="trash"))),
    spares("REFUND_DELETED", "the credit is of another store", refunded(credits=(credit(ref="W2-R9"),))),
    fires("CURRENCY_MISMATCH", "the credit is in euros", E, refunded(refund(), credits=(credit(currency={"code": "EUR"}),)), "1001/R9"),
    fires(
        "INVALID_AMOUNT",
        "the refund has three decimals",
        E,
        refunded(refund(amount="12.001"), credits=(credit(),), payments=(BACK,)),
        "1001/R9",
    ),
)


@pytest.mark.parametrize("case", (*PAYMENTS, *REFUNDS), ids=str)
def test_a_finding_of_money(case: Case) -> None:
    check(case)


def test_a_credit_without_a_refund_is_a_difference_of_the_totals() -> None:
    (total,) = [each for each in refunded(credits=(credit(),), payments=(BACK,))().totals if each.measure == "refunds"]
    assert ("0", "12.00", "-12.00") == (str(total.shop), str(total.account), str(total.difference))


def test_a_refund_that_is_held_back_is_held_back_in_the_totals() -> None:
    found = refunded(refund(amount="99.00"))()
    (total,) = [each for each in found.totals if each.measure == "refunds"]
    assert ("99.00", "99.00", Decimal(0)) == (str(total.shop), str(total.held), total.difference)
    assert ["REFUND_EXCEEDS_ORDER"] == [each.code for each in found.issues if each.entity == "refund"]


def test_a_payment_that_says_unpaid_because_of_an_unmapped_method_says_so() -> None:
    (found,) = books(sold(payment_method="cheque"), payments=())().issues
    assert 'The payment method "cheque" is not mapped.' in found.message
