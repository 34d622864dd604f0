from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.brightpearl_sdk.testing.asking import Asking, account, order, payment, purchase, sales_order

PATH = "accounting-service/customer-payment"
SEARCH = "accounting-service/customer-payment-search"


@pytest.fixture
def ask() -> Asking:
    return account()


def test_a_payment_is_found_with_amounts_as_text(ask: Asking) -> None:
    id = order(ask)
    paid = ask.id("POST", PATH, payment(id, transactionCode="ch_1"))
    expected = {
        "paymentId": paid,
        "transactionRef": f"ref-{id}",
        "transactionCode": "ch_1",
        "paymentMethodCode": "CARD",
        "paymentType": "RECEIPT",
        "orderId": id,
        "currencyId": 1,
        "currencyCode": "GBP",
        "amountAuthorized": "0.00",
        "amountPaid": "24.00",
        "expires": None,
        "paymentDate": "2026-03-02T10:00:00.000+00:00",
        "createdOn": "2026-03-02T10:15:00.000+00:00",
        "journalId": 1,
    }
    assert [expected] == ask("GET", SEARCH, orderId=id).rows


def test_a_reference_and_a_method_are_unique_together(ask: Asking) -> None:
    id = order(ask)
    ask.id("POST", PATH, payment(id, transactionRef="R1"))
    again = [{"transactionRef": "R1"}, {"transactionRef": "R1", "paymentMethodCode": "BANK"}, {"transactionRef": "R2"}]
    assert [400, 200, 200] == [ask("POST", PATH, payment(id, **given)).status for given in again]


def test_payments_without_a_reference_are_never_the_same(ask: Asking) -> None:
    id = order(ask)
    assert [200, 200] == [ask("POST", PATH, payment(id, transactionRef=None)).status for _ in range(2)]


def test_a_payment_has_to_be_in_the_currency_of_its_order(ask: Asking) -> None:
    id = order(ask, currency={"code": "EUR"})
    assert [400, 200] == [ask("POST", PATH, payment(id, currencyIsoCode=code)).status for code in ("GBP", "EUR")]


@pytest.mark.parametrize(
    "given",
    [
        {"paymentType": "GIFT"},
        {"paymentMethodCode": None},
        {"paymentMethodCode": "x" * 37},
        {"transactionRef": "x" * 65},
        {"orderId": 999},
        {"paymentDate": None},
        {"paymentDate": "soon"},
        {"amountPaid": "much"},
        {"currencyIsoCode": None},
        {"journalId": 99},
        {"exchangeRate": 0},
    ],
)
def test_a_payment_that_breaks_a_rule_is_refused(ask: Asking, given: dict[str, Any]) -> None:
    assert 400 == ask("POST", PATH, payment(order(ask), **given)).status
    assert [] == ask.double.records("payments")


def test_a_purchase_has_no_customer_payments(ask: Asking) -> None:
    assert 400 == ask("POST", PATH, payment(purchase(ask)[0])).status


def test_an_authorisation_holds_money_and_pays_nothing(ask: Asking) -> None:
    id = order(ask)
    given = {"paymentType": "AUTH", "amountAuthorized": 24, "amountPaid": 7, "transactionCode": "c", "authorizationExpiry": "2026-03-09"}
    ask.id("POST", PATH, payment(id, **given))
    (found,) = ask("GET", SEARCH, orderId=id).rows
    assert ("24.00", "0.00", "2026-03-09T00:00:00.000+00:00", None) == tuple(
        found[name] for name in ("amountAuthorized", "amountPaid", "expires", "journalId")
    )
    assert "UNPAID" == sales_order(ask, id)["orderPaymentStatus"]


@pytest.mark.parametrize(
    ("steps", "status"),
    [
        ([("RECEIPT", 24)], "PAID"),
        ([("RECEIPT", "23.99")], "PARTIALLY_PAID"),
        ([("CAPTURE", 24)], "PAID"),
        ([("RECEIPT", 24), ("PAYMENT", 4)], "PARTIALLY_PAID"),
        ([("RECEIPT", 24), ("PAYMENT", 24)], "UNPAID"),
        ([("RECEIPT", 30)], "PAID"),
        ([("VOID", 24)], "UNPAID"),
    ],
)
def test_the_payments_of_a_sale_make_its_status(ask: Asking, steps: list[tuple[str, Any]], status: str) -> None:
    id = order(ask)
    for number, (kind, amount) in enumerate(steps):
        ask.id("POST", PATH, payment(id, paymentType=kind, amountPaid=amount, transactionRef=str(number)))
    assert status == sales_order(ask, id)["orderPaymentStatus"]


def test_a_credit_is_paid_by_paying_out(ask: Asking) -> None:
    id = order(ask, of="sales-credit")
    ask.id("POST", PATH, payment(id, paymentType="PAYMENT"))
    assert "PAID" == ask("GET", f"order-service/sales-credit/{id}").response[0]["orderPaymentStatus"]


def test_a_payment_that_is_removed_no_longer_pays(ask: Asking) -> None:
    id = order(ask)
    paid = ask.id("POST", PATH, payment(id))
    assert {} == ask("DELETE", f"{PATH}/{paid}").document
    assert ("UNPAID", [], 404) == (
        sales_order(ask, id)["orderPaymentStatus"],
        ask("GET", SEARCH, orderId=id).rows,
        ask("DELETE", f"{PATH}/{paid}").status,
    )


@pytest.mark.parametrize(
    ("given", "type_code", "debits", "credits"),
    [
        ({}, "SR", [("1200", "24.00")], [("1100", "24.00")]),
        ({"paymentMethodCode": "CASH"}, "SR", [("1230", "24.00")], [("1100", "24.00")]),
        ({"paymentType": "PAYMENT"}, "SR", [("1100", "24.00")], [("1200", "24.00")]),
    ],
)
def test_a_method_with_a_bank_account_writes_a_journal(ask: Asking, given: Any, type_code: str, debits: Any, credits: Any) -> None:
    ask.id("POST", PATH, payment(order(ask), **given))
    (journal,) = ask.double.records("journals")
    assert (type_code, debits, credits) == (
        journal["journalTypeCode"],
        *([(each["nominalCode"], each["change"]["value"]) for each in journal[side]] for side in ("debits", "credits")),
    )


@pytest.mark.parametrize("given", [{"paymentMethodCode": "STRIPE"}, {"paymentType": "AUTH", "amountAuthorized": 24}])
def test_other_payments_write_none(ask: Asking, given: Any) -> None:
    ask.id("POST", PATH, payment(order(ask), **given))
    assert ([], [None]) == (ask.double.records("journals"), ask("GET", SEARCH).column("journalId"))


def test_a_currency_that_is_not_set_up_has_no_id(ask: Asking) -> None:
    id = order(ask)
    ask.double.state.table("orders")[id]["currency"]["code"] = "XTS"
    ask.id("POST", PATH, payment(id, currencyIsoCode="XTS"))
    assert [None] == ask("GET", SEARCH).column("currencyId")


def test_a_reference_of_a_journal_is_cut(ask: Asking) -> None:
    ask.id("POST", PATH, payment(order(ask), journalRef="x" * 100))
    assert 64 == len(ask.double.records("payments")[0]["journalRef"])


def test_totals_of_sales_add_up_by_type(ask: Asking) -> None:
    id, unpaid = order(ask), order(ask)
    steps: list[dict[str, Any]] = [
        {"paymentType": "AUTH", "amountAuthorized": 20},
        {"paymentType": "VOID", "amountAuthorized": 5},
        {"paymentType": "CAPTURE", "amountPaid": "10.50"},
        {"paymentType": "RECEIPT", "amountPaid": 4},
        {"paymentType": "PAYMENT", "amountPaid": 1},
    ]
    for number, given in enumerate(steps):
        ask.id("POST", PATH, payment(id, transactionRef=str(number), **given))
    first, second = ask("GET", f"accounting-service/sale-payment-total/{id},{unpaid},{unpaid + 5}").response
    assert {
        "orderId": id,
        "paymentCurrency": "GBP",
        "amountPaid": Decimal("13.50"),
        "amountAuthorized": 15,
        "amountCaptured": Decimal("10.50"),
    } == first
    assert {"orderId": unpaid, "amountPaid": 0, "amountAuthorized": 0, "amountCaptured": 0} == second
