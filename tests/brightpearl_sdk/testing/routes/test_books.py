"""Supplier payments, journals and their documents, statements, periods, rates and payment methods."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.brightpearl_sdk.testing.asking import Asking, Clock, account, customer, low_order, order, payment, purchase, supplier

SERVICE = "accounting-service"


@pytest.fixture
def ask() -> Asking:
    return account()


def journal(ask: Asking, id: int) -> Any:
    return ask("GET", f"{SERVICE}/journal/{id}").response["journals"][0]


def lines(ask: Asking, id: int) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Debits and credits of a journal: nominal codes and amounts in the base currency."""
    shown = journal(ask, id)
    debits, credits = ([(each["nominalCode"], each["change"]["value"]) for each in shown[side]] for side in ("debits", "credits"))
    return debits, credits


# Supplier payments.


def paying(order_id: int, **more: Any) -> dict[str, Any]:
    return payment(order_id, **{"paymentType": "PAYMENT", "amountPaid": 30, **more})


def test_a_supplier_is_paid_for_a_purchase(ask: Asking) -> None:
    id, _ = purchase(ask)
    found = []
    for number, amount in enumerate((10, 20)):
        ask.id("POST", f"{SERVICE}/supplier-payment", paying(id, amountPaid=amount, transactionRef=str(number)))
        found.append(low_order(ask, id)["orderPaymentStatus"])
    assert ["PARTIALLY_PAID", "PAID"] == found


def test_a_purchase_credit_is_paid_by_receiving(ask: Asking) -> None:
    id, _ = purchase(ask, type_code="PC")
    ask.id("POST", f"{SERVICE}/supplier-payment", paying(id, paymentType="RECEIPT"))
    assert "PAID" == low_order(ask, id)["orderPaymentStatus"]


@pytest.mark.parametrize(
    ("kind", "debits", "credits"),
    [("PAYMENT", [("2100", "30.00")], [("1200", "30.00")]), ("RECEIPT", [("1200", "30.00")], [("2100", "30.00")])],
)
def test_a_supplier_payment_writes_a_journal(ask: Asking, kind: str, debits: Any, credits: Any) -> None:
    id, _ = purchase(ask)
    ask.id("POST", f"{SERVICE}/supplier-payment", paying(id, paymentType=kind))
    (paid,) = ask("GET", f"{SERVICE}/supplier-payment-search").rows
    assert ("PP", (debits, credits)) == (journal(ask, paid["journalId"])["journalTypeCode"], lines(ask, paid["journalId"]))


@pytest.mark.parametrize("given", [{"paymentType": "AUTH"}, {"paymentType": "CAPTURE"}, {"currencyIsoCode": "EUR"}, {"paymentDate": None}])
def test_a_supplier_payment_that_breaks_a_rule_is_refused(ask: Asking, given: dict[str, Any]) -> None:
    assert 400 == ask("POST", f"{SERVICE}/supplier-payment", paying(purchase(ask)[0], **given)).status


def test_a_sale_has_no_supplier_payments(ask: Asking) -> None:
    assert 400 == ask("POST", f"{SERVICE}/supplier-payment", paying(order(ask))).status


def test_a_reference_is_unique_among_supplier_payments_alone(ask: Asking) -> None:
    bought, sold = purchase(ask)[0], order(ask)
    ask.id("POST", f"{SERVICE}/customer-payment", payment(sold, transactionRef="R1"))
    found = [ask("POST", f"{SERVICE}/supplier-payment", paying(bought, transactionRef="R1")).status for _ in range(2)]
    assert [200, 400] == found


def test_the_search_for_supplier_payments_misreports_and_does_not_heed_ids(ask: Asking) -> None:
    id, _ = purchase(ask)
    for number in range(2):
        ask.id("POST", f"{SERVICE}/supplier-payment", paying(id, transactionRef=str(number)))
    answered = ask("GET", f"{SERVICE}/supplier-payment-search", paymentId=1)
    assert (500, 2) == (answered.response["metaData"]["resultsAvailable"], len(answered.rows))
    assert {"transactionCode", "amountAuthorized", "expires"}.isdisjoint(answered.rows[0])


def test_totals_of_purchases(ask: Asking) -> None:
    (paid, _), (unpaid, _) = purchase(ask), purchase(ask)
    ask.id("POST", f"{SERVICE}/supplier-payment", paying(paid, amountPaid=Decimal("12.50")))
    found = ask("GET", f"{SERVICE}/purchase-payment-total/{paid},{unpaid},{unpaid + 1}").response
    expected = [{"orderId": paid, "amountPaid": Decimal("12.50"), "paymentCurrency": "GBP"}, {"orderId": unpaid, "amountPaid": 0}]
    assert expected == found


# Journals.


def old(debit: str = "745.78", credit: str = "745.78", **more: Any) -> dict[str, Any]:
    sides = {
        side: [{"nominalCode": code, "taxCode": "T9", "change": {"currency": "GBP", "value": amount}, "assignment": {"channelId": 1}}]
        for side, code, amount in (("credits", "1200", credit), ("debits", "1230", debit))
    }
    return {"journalTypeCode": "BT", "taxDate": "2026-03-01", "description": "To petty cash", **sides, **more}


def test_a_journal_is_written_and_shown_in_a_wrapper(ask: Asking) -> None:
    id = ask.id("POST", f"{SERVICE}/journal", old())
    shown = journal(ask, id)
    assert ("BT", "2026-03-01T00:00:00.000+00:00", "To petty cash", 1, "1.000000", {}) == tuple(
        shown[name] for name in ("journalTypeCode", "taxDate", "description", "currencyId", "exchangeRate", "taxReconciliation")
    )
    entry = {
        "nominalCode": "1200",
        "change": {"value": "745.78"},
        "assignment": {"channelId": 1},
        "taxCode": "T9",
        "transactionAmount": "745.78",
    }
    assert [entry] == shown["credits"]


@pytest.mark.parametrize(
    "given",
    [
        old(debit="1.00"),
        old(journalTypeCode="XX"),
        old(taxDate="01/03/2026"),
        old(credits=[]),
        old(debits=[{"nominalCode": "9999", "change": {"currency": "GBP", "value": "745.78"}}]),
        old(debits=[{"nominalCode": "4000", "change": {"currency": "EUR", "value": "745.78"}}]),
        old(debits=[{"nominalCode": "1230", "change": {"currency": "GBP", "value": "745.78"}}]),
        old(debits=[{"nominalCode": "4000", "taxCode": "T99", "change": {"currency": "GBP", "value": "745.78"}}]),
        old(debit="745.7800001", credit="745.7800001"),
    ],
)
def test_a_journal_that_breaks_a_rule_is_not_written(ask: Asking, given: Any) -> None:
    assert 400 == ask("POST", f"{SERVICE}/journal", given).status
    assert [] == ask.double.records("journals")


def entry(header: dict[str, Any] | None = None, *rows: dict[str, Any]) -> dict[str, Any]:
    written = rows or ({"nominalCode": "4000", "credit": "125.00"}, {"nominalCode": "1100", "debit": "125.00"})
    return {"header": {"journalType": "JJ", "journalDate": "2026-03-01", "currencyId": 1, **(header or {})}, "lines": list(written)}


def test_an_entry_in_another_currency_is_kept_in_both(ask: Asking) -> None:
    id = ask.id("POST", f"{SERVICE}/journal-entry", entry({"currencyId": 2, "exchangeRate": "1.25"}))
    shown = journal(ask, id)["debits"][0]
    assert ("125.00", "100.00") == (shown["transactionAmount"], shown["change"]["value"])


def test_the_rate_of_an_entry_is_the_account_own_unless_given(ask: Asking) -> None:
    assert "1.180000" == journal(ask, ask.id("POST", f"{SERVICE}/journal-entry", entry({"currencyId": 2})))["exchangeRate"]


@pytest.mark.parametrize(
    "header",
    [
        {"journalType": None},
        {"journalDate": None},
        {"currencyId": None},
        {"currencyId": 99},
        {"exchangeRate": "1.25"},
        {"currencyId": 2, "exchangeRate": "0"},
        {"currencyId": 2, "exchangeRate": "1.1234567"},
        {"contactId": 999},
    ],
)
def test_an_entry_whose_header_breaks_a_rule_is_refused(ask: Asking, header: dict[str, Any]) -> None:
    assert 400 == ask("POST", f"{SERVICE}/journal-entry", entry(header)).status


def test_journals_that_are_not_there_are_404(ask: Asking) -> None:
    assert 404 == ask("GET", f"{SERVICE}/journal/1").status


def test_journals_are_searched_line_by_line(ask: Asking) -> None:
    ask.id("POST", f"{SERVICE}/journal", old())
    rows = ask("GET", f"{SERVICE}/journal-search").rows
    names = ("journalId", "journalType", "orderId", "channelId", "nominalCode", "journalDebit", "journalCredit", "journalRowId")
    assert [(1, "BT", 0, 1, "1230", "745.78", "0.00", 1), (1, "BT", 0, 1, "1200", "0.00", "745.78", 2)] == [
        tuple(row[name] for name in names) for row in rows
    ]


# Documents.


def document(contact: int, header: dict[str, Any] | None = None, **row: Any) -> dict[str, Any]:
    sold = {"net": Decimal("10.00"), "tax": 2, "nominalCode": "4000", "taxClassId": 2, "channelId": 1, **row}
    return {"header": {"contactId": contact, "taxDate": "2026-03-01", "currencyId": 1, **(header or {})}, "lines": [sold]}


@pytest.mark.parametrize(
    ("kind", "type_code", "debits", "credits"),
    [
        ("sales-invoice", "SI", [("1100", "12.00")], [("4000", "10.00"), ("2200", "2.00")]),
        ("sales-credit", "SC", [("4000", "10.00"), ("2200", "2.00")], [("1100", "12.00")]),
        ("purchase-invoice", "PI", [("4000", "10.00"), ("2200", "2.00")], [("2100", "12.00")]),
        ("purchase-credit", "PC", [("2100", "12.00")], [("4000", "10.00"), ("2200", "2.00")]),
    ],
)
def test_a_document_writes_its_journal(ask: Asking, kind: str, type_code: str, debits: Any, credits: Any) -> None:
    id = ask.id("POST", f"{SERVICE}/invoice/{kind}", document(customer(ask), {"invoiceRef": "R1"}))
    assert (type_code, (debits, credits)) == (journal(ask, id)["journalTypeCode"], lines(ask, id))


def test_a_document_leaves_the_order_as_it_was(ask: Asking) -> None:
    contact = customer(ask)
    id = order(ask, contact=contact)
    ask.id("POST", f"{SERVICE}/invoice/sales-invoice", document(contact, {"orderId": id}))
    assert ("READY", "UNPAID") == (low_order(ask, id)["state"]["tax"], low_order(ask, id)["orderPaymentStatus"])


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ({"contactId": 999}, {}),
        ({"taxDate": None}, {}),
        ({"currencyId": None}, {}),
        ({"orderId": 99}, {}),
        ({}, {"nominalCode": "1100"}),
        ({}, {"nominalCode": "2100"}),
        ({}, {"nominalCode": "9999"}),
        ({}, {"taxClassId": 99}),
        ({}, {"net": "much"}),
    ],
)
def test_a_document_that_breaks_a_rule_is_refused(ask: Asking, header: dict[str, Any], row: dict[str, Any]) -> None:
    assert 400 == ask("POST", f"{SERVICE}/invoice/sales-invoice", document(customer(ask), header, **row)).status


def test_a_purchase_document_has_the_supplier_reference(ask: Asking) -> None:
    assert 400 == ask("POST", f"{SERVICE}/invoice/purchase-invoice", document(customer(ask))).status


# Receipts.


def receipt(contact: int, *payments: dict[str, Any], **header: Any) -> dict[str, Any]:
    given = {"contactId": contact, "bankAccountNominalCode": "1200", "taxDate": "2026-03-02", **header}
    return {"header": given, "payments": list(payments)}


def test_a_receipt_settles_what_is_owed(ask: Asking) -> None:
    contact = customer(ask)
    id = order(ask, contact=contact)
    made = ask.id("POST", f"{SERVICE}/invoice/sales-receipt", receipt(contact, {"orderId": id, "value": "25.00", "invoiceRef": "SI-1"}))
    assert ("SR", ([("1200", "25.00")], [("1100", "25.00")])) == (journal(ask, made)["journalTypeCode"], lines(ask, made))
    assert "UNPAID" == low_order(ask, id)["orderPaymentStatus"]


def test_a_part_of_a_receipt_goes_to_another_account(ask: Asking) -> None:
    part = {"value": "25.00", "adjustment": {"value": "1.00", "nominalCode": "4060"}}
    made = ask.id("POST", f"{SERVICE}/invoice/sales-receipt", receipt(customer(ask), part))
    assert ([("1200", "25.00"), ("4060", "1.00")], [("1100", "26.00")]) == lines(ask, made)


def test_a_negative_value_takes_money_back(ask: Asking) -> None:
    made = ask.id("POST", f"{SERVICE}/invoice/sales-receipt", receipt(customer(ask), {"value": "-25.00"}))
    assert ([("1100", "25.00")], [("1200", "25.00")]) == lines(ask, made)


def test_amounts_of_a_receipt_are_text(ask: Asking) -> None:
    assert 400 == ask("POST", f"{SERVICE}/invoice/sales-receipt", receipt(customer(ask), {"value": 25})).status


def test_a_supplier_is_paid_by_a_document(ask: Asking) -> None:
    made = ask.id("POST", f"{SERVICE}/invoice/purchase-payment", receipt(supplier(ask), {"value": 25, "invoiceRef": "R1"}))
    assert ("PP", ([("2100", "25.00")], [("1200", "25.00")])) == (journal(ask, made)["journalTypeCode"], lines(ask, made))


def test_receipts_are_of_customers_and_of_their_own_orders(ask: Asking) -> None:
    other = order(ask)
    given = (receipt(supplier(ask), {"value": "1"}), receipt(customer(ask), {"value": "1", "orderId": other}), receipt(999, {"value": "1"}))
    assert [400] * 3 == [ask("POST", f"{SERVICE}/invoice/sales-receipt", each).status for each in given]


def test_a_bank_is_named_unless_nothing_moves(ask: Asking) -> None:
    contact = customer(ask)
    both = ({"value": "5.00"}, {"value": "-5.00"})
    given = (receipt(contact, both[0], bankAccountNominalCode="4000"), receipt(contact, *both, bankAccountNominalCode=None))
    assert [400, 200] == [ask("POST", f"{SERVICE}/invoice/sales-receipt", each).status for each in given]


def test_the_old_receipt_still_works(ask: Asking) -> None:
    id = order(ask)
    given = {"orderId": id, "received": {"currency": "GBP", "value": 25}, "taxDate": "2026-03-02", "bankAccountNominalCode": "1230"}
    assert ([("1230", "25.00")], [("1100", "25.00")]) == lines(ask, ask.id("POST", f"{SERVICE}/sales-receipt", given))


# Balances and statements.


def test_a_balance_is_what_a_contact_owes_in_a_currency(ask: Asking) -> None:
    contact = customer(ask)
    id = order(ask, contact=contact)
    path = f"{SERVICE}/contact/{contact}/currency"
    found = [ask("GET", f"{path}/GBP/balance").response]
    ask("POST", f"order-service/sales-order/{id}/close")
    found.append(ask("GET", f"{path}/GBP/balance").response)
    ask.id("POST", f"{SERVICE}/customer-payment", payment(id, amountPaid=20))
    found.append(ask("GET", f"{path}/GBP/balance").response)
    assert ([None, "24.00", "4.00"], None, None) == (
        found,
        ask("GET", f"{path}/EUR/balance").response,
        ask("GET", f"{SERVICE}/contact/999/currency/GBP/balance").response,
    )


def test_a_balance_may_be_of_some_days(ask: Asking) -> None:
    contact = customer(ask)
    for day in ("2026-01-10", "2026-02-10"):
        ask.id("POST", f"{SERVICE}/invoice/sales-invoice", document(contact, {"taxDate": day}))
    path = f"{SERVICE}/contact/{contact}/currency/GBP/balance"
    found = [
        ask("GET", path, **query).response for query in ({}, {"dateFrom": "2026-02-01"}, {"dateTo": "2026-02-01"}, {"dateTo": "2026-01-01"})
    ]
    assert ["24.00", "12.00", "12.00", None] == found


def test_a_statement_tells_what_was_invoiced_paid_and_is_due(ask: Asking) -> None:
    contact = customer(ask)
    id = order(ask, contact=contact, ref="WC-1")
    ask("POST", f"order-service/sales-order/{id}/close")
    ask.id("POST", f"{SERVICE}/customer-payment", payment(id, amountPaid=20))
    rows = ask("GET", f"{SERVICE}/statement/all-transaction-search", contactId=contact).rows
    names = ("journalTypeCode", "orderId", "reference", "customerReference", "invoiceAmount", "paidAmount", "dueAmount")
    assert [("SI", id, "SI-1001", "WC-1", "24.00", "20.00", "4.00"), ("SR", id, "SI-1001", "WC-1", "0.00", "20.00", "0.00")] == [
        tuple(row[name] for name in names) for row in rows
    ]
    assert [] == ask("GET", f"{SERVICE}/statement/all-transaction-search", contactId=999).rows


# Periods.


def test_periods_are_made_one_beside_the_other(ask: Asking) -> None:
    spans = (
        ("2026-01-01", "2026-12-31"),
        ("2026-12-31", "2027-12-31"),
        ("2027-01-01", "2027-12-31"),
        ("2028-02-01", "2028-01-01"),
        ("x", "y"),
    )
    found = [ask("POST", f"{SERVICE}/accounting-period", {"startDate": start, "endDate": end}).status for start, end in spans]
    assert [200, 400, 200, 400, 400] == found
    shown = ask("GET", f"{SERVICE}/accounting-period").response
    assert {"id": 1, "startDate": "2026-01-01T00:00:00.000+00:00", "endDate": "2026-12-31T00:00:00.000+00:00"} == shown[0]


def test_a_journal_is_of_an_open_period_where_there_are_any(ask: Asking) -> None:
    ask("POST", f"{SERVICE}/accounting-period", {"startDate": "2026-01-01", "endDate": "2026-12-31"})
    found = [ask("POST", f"{SERVICE}/journal", old(taxDate=day)).status for day in ("2026-03-01", "2025-12-31")]
    ask.double.state.table("accounting_periods")[1]["closedDate"] = "2026-03-01"
    assert [200, 400, 400] == [*found, ask("POST", f"{SERVICE}/journal", old()).status]


def test_nothing_is_written_behind_the_lock(ask: Asking) -> None:
    found = [ask("GET", f"{SERVICE}/accounting-period-lock").status]
    ask.double.load("accounting_period_locks", [{"lockedBy": 4, "lockedUntil": "2026-02-28"}])
    assert {"lockedBy": 4, "lockedUntil": "2026-02-28"} == ask("GET", f"{SERVICE}/accounting-period-lock").response
    assert [404, 400, 200] == [
        *found,
        *(ask("POST", f"{SERVICE}/journal", old(taxDate=day)).status for day in ("2026-02-28", "2026-03-01")),
    ]


# Rates.


def euro(ask: Asking) -> list[tuple[str, Decimal]]:
    rates = ask("GET", f"{SERVICE}/exchange-rate").response
    return [(each["rateActiveFrom"][:10], each["rate"]) for each in rates if each["currencyId"] == 2]


def test_every_foreign_currency_has_a_first_rate(ask: Asking) -> None:
    assert [("1970-01-01", Decimal("1.180000"))] == euro(ask)
    assert {2, 3, 4, 5, 6} == {each["currencyId"] for each in ask("GET", f"{SERVICE}/exchange-rate").response}


def test_a_rate_of_the_future_counts_from_midnight_on() -> None:
    clock = Clock()
    ask = account(clock=clock)
    assert 1 == ask.id("POST", f"{SERVICE}/currency/2/exchange-rate", {"rateActiveFrom": "2026-03-03T18:00:00Z", "rate": Decimal("1.09")})
    found = []
    for _ in range(2):
        (shown,) = ask("GET", f"{SERVICE}/currency-search", code="EUR").rows
        rate = ask("GET", f"order-service/sales-order/{order(ask, currency={'code': 'EUR'})}").response[0]["currency"]["exchangeRate"]
        found.append((shown["exchangeRate"], rate))
        clock.pass_(hours=13, minutes=45)
    assert [("1.180000", "1.180000"), ("1.090000", "1.090000")] == found


@pytest.mark.parametrize(
    ("currency", "given", "status"),
    [
        (2, {"rateActiveFrom": "2026-03-02", "rate": "1.1"}, 200),
        (2, {"rateActiveFrom": "2026-03-01", "rate": "1.1"}, 400),
        (2, {"rateActiveFrom": "2026-03-02", "rate": "1.1234567"}, 400),
        (2, {"rateActiveFrom": "2026-03-02", "rate": 0}, 400),
        (2, {"rate": 1}, 400),
        (1, {"rateActiveFrom": "2026-03-02", "rate": 1}, 400),
        (99, {"rateActiveFrom": "2026-03-02", "rate": 1}, 404),
    ],
)
def test_which_rates_are_added(ask: Asking, currency: int, given: Any, status: int) -> None:
    assert status == ask("POST", f"{SERVICE}/currency/{currency}/exchange-rate", given).status


def test_a_rate_of_a_day_is_changed(ask: Asking) -> None:
    path = f"{SERVICE}/currency/2/exchange-rate"
    ask.id("POST", path, {"rateActiveFrom": "2026-03-05", "rate": "1.1"})
    changed = [ask.id("PUT", path, {"rateActiveFrom": day, "rate": "1.2"}) for day in ("2026-03-05", "2026-03-06", "1970-01-01")]
    assert ([1, 0, 1], [("1970-01-01", Decimal("1.2")), ("2026-03-05", Decimal("1.2"))]) == (changed, euro(ask))


# What the books are set up with.


def test_a_payment_method_is_made_with_an_upper_case_code(ask: Asking) -> None:
    banks = [{"currencyIsoCode": "GBP", "bankAccountNominalCode": "1200"}]
    id = ask.id("POST", f"{SERVICE}/payment-method", {"name": "Stripe", "code": "stripe", "bankAccounts": banks})
    (shown,) = ask("GET", f"{SERVICE}/payment-method/{id}").response
    assert ("STRIPE", True, [{"paymentMethodId": id, **banks[0]}]) == (shown["code"], shown["isActive"], shown["bankAccounts"])


def test_a_payment_method_is_changed_but_for_its_code(ask: Asking) -> None:
    assert {} == ask("PUT", f"{SERVICE}/payment-method/1", {"name": "Wire", "code": "OTHER", "isActive": False}).document
    (shown,) = ask("GET", f"{SERVICE}/payment-method/1").response
    assert ("Wire", "BANK", False, []) == (shown["name"], shown["code"], shown["isActive"], shown["bankAccounts"])


@pytest.mark.parametrize(
    "given",
    [
        {"name": "cash", "code": "C2"},
        {"name": "Other", "code": "cash"},
        {"name": "Other"},
        {"code": "OTHER"},
        {"name": "Other", "code": "x" * 33},
        {"name": "Other", "code": "O", "bankAccounts": [{"currencyIsoCode": "EUR", "bankAccountNominalCode": "1200"}]},
        {"name": "Other", "code": "O", "bankAccounts": [{"currencyIsoCode": "GBP", "bankAccountNominalCode": "4000"}]},
        {"name": "Other", "code": "O", "bankAccounts": [{"currencyIsoCode": "XXX", "bankAccountNominalCode": "1200"}]},
        {"name": "Other", "code": "O", "bankAccounts": [{"currencyIsoCode": "GBP", "bankAccountNominalCode": "1200"}] * 2},
    ],
)
def test_a_payment_method_that_breaks_a_rule_is_not_made(ask: Asking, given: Any) -> None:
    assert 400 == ask("POST", f"{SERVICE}/payment-method", given).status


def test_payment_methods_are_searched_bank_account_by_bank_account(ask: Asking) -> None:
    rows = ask("GET", f"{SERVICE}/payment-method-search", code="CASH", currency="eu").rows
    assert [("CASH", "EUR", "1230")] == [(each["code"], each["currency"], each["bank_account"]) for each in rows]


def test_a_rate_of_nothing_is_left_out_of_a_tax_code(ask: Asking) -> None:
    zero, standard = ask("GET", f"{SERVICE}/tax-code/1-2").response
    assert (False, 20) == ("rate" in zero, standard["rate"])


def test_nominal_codes_are_searched_by_their_code(ask: Asking) -> None:
    assert ["1200", "1230"] == ask("GET", f"{SERVICE}/nominal-code-search", bank="true").column("code")
