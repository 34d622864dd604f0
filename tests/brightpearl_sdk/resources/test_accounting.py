from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

import brightpearl_sdk as bp
from tests.brightpearl_sdk.answers import answer, answered, body, found, plain, sent
from tests.brightpearl_sdk.recordings import DATA

BASE = "/accounting-service"
TODAY = date(2026, 3, 2)
NOON = datetime(2016, 6, 19, 12, tzinfo=UTC)

SUPPLIER_PAYMENT = bp.SupplierPaymentDraft(
    transaction_ref="REF0001",
    payment_method_code="ACME_PAY",
    payment_type=bp.PaymentType.PAYMENT,
    order_id=1234,
    currency_iso_code="USD",
    exchange_rate=Decimal("1.445"),
    amount_paid=Decimal("50.00"),
    payment_date=NOON,
)
BANK = bp.PaymentMethodBankAccountDraft(currency_iso_code="GBP", bank_account_nominal_code="1200")
METHOD = bp.PaymentMethodDraft(name="Card", code="CARD", is_active=True, bank_accounts=(BANK,), installed_integration_id="1")
METHOD_UPDATE = bp.PaymentMethodUpdateDraft(name="Card", is_active=False, bank_accounts=())
RATE = bp.ExchangeRateDraft(rate_active_from=TODAY, rate=Decimal("1.090876"))
PERIOD = bp.AccountingPeriodDraft(start_date=date(2014, 1, 1), end_date=date(2014, 12, 31))
CHANGE = bp.JournalChangeDraft(currency="GBP", value=Decimal("745.78"))
JOURNAL = bp.JournalDraft(
    journal_type_code=bp.JournalType.BANK_TRANSFER,
    tax_date=date(2011, 6, 8),
    description="To savings",
    credits=(
        bp.JournalLineDraft(
            nominal_code="1200", tax_code="T9", change=CHANGE, assignment=bp.JournalAssignmentDraft(channel_id=1, project_id=3)
        ),
    ),
    debits=(bp.JournalLineDraft(nominal_code="1201", tax_code="T9", change=CHANGE),),
)
ENTRY = bp.JournalEntryDraft(
    header=bp.JournalEntryHeaderDraft(
        journal_type=bp.JournalType.MANUAL, journal_date=TODAY, currency_id=1, exchange_rate=Decimal("1.000000")
    ),
    lines=({"nominalCode": "4000"},),
)
LINE = bp.InvoiceLineDraft(net=Decimal("10.00"), tax=Decimal("2.00"), nominal_code="4000", tax_class_id=3, channel_id=1)
INVOICE = bp.InvoiceDraft(header=bp.InvoiceHeaderDraft(contact_id=200, tax_date=TODAY, currency_id=1, order_id=2), lines=(LINE,))
BILL = bp.SupplierInvoiceDraft(
    header=bp.SupplierInvoiceHeaderDraft(contact_id=201, invoice_ref="B-7", tax_date=TODAY, currency_id=1), lines=(LINE,)
)
RECEIPT = bp.ReceiptDraft(
    header=bp.ReceiptHeaderDraft(contact_id=200, bank_account_nominal_code="1200", tax_date=TODAY),
    payments=(
        bp.ReceiptLineDraft(
            order_id=86,
            value=Decimal("25.00"),
            invoice_ref="SI-1001",
            adjustment=bp.AdjustmentDraft(value=Decimal("0.10"), nominal_code="7906"),
        ),
    ),
)
OLD_RECEIPT = bp.OldSalesReceiptDraft(
    order_id=86,
    received=bp.ReceivedAmountDraft(currency="USD", value=Decimal("25.00")),
    bank_account_nominal_code="1000",
    tax_date=date(2014, 6, 30),
)

LINES = [{"net": Decimal("10.00"), "tax": Decimal("2.00"), "nominalCode": "4000", "taxClassId": 3, "channelId": 1}]
JOURNAL_LINE = {"taxCode": "T9", "change": {"currency": "GBP", "value": "745.78"}}

WRITES: tuple[tuple[bp.Operation[Any], tuple[str, str], Any], ...] = (
    (
        bp.SupplierPayments.create(SUPPLIER_PAYMENT),
        ("POST", f"{BASE}/supplier-payment"),
        {
            "transactionRef": "REF0001",
            "paymentMethodCode": "ACME_PAY",
            "paymentType": "PAYMENT",
            "orderId": 1234,
            "currencyIsoCode": "USD",
            "exchangeRate": Decimal("1.445"),
            "amountPaid": Decimal("50.00"),
            "paymentDate": "2016-06-19T12:00:00.000Z",
        },
    ),
    (
        bp.PaymentMethods.create(METHOD),
        ("POST", f"{BASE}/payment-method"),
        {
            "name": "Card",
            "code": "CARD",
            "isActive": True,
            "bankAccounts": [{"currencyIsoCode": "GBP", "bankAccountNominalCode": "1200"}],
            "installedIntegrationId": "1",
        },
    ),
    (
        bp.PaymentMethods.replace(2, METHOD_UPDATE),
        ("PUT", f"{BASE}/payment-method/2"),
        {"name": "Card", "isActive": False, "bankAccounts": []},
    ),
    (
        bp.ExchangeRates.add(3, RATE),
        ("POST", f"{BASE}/currency/3/exchange-rate"),
        {"rateActiveFrom": "2026-03-02", "rate": Decimal("1.090876")},
    ),
    (
        bp.ExchangeRates.change(3, RATE),
        ("PUT", f"{BASE}/currency/3/exchange-rate"),
        {"rateActiveFrom": "2026-03-02", "rate": Decimal("1.090876")},
    ),
    (
        bp.AccountingPeriods.create(PERIOD),
        ("POST", f"{BASE}/accounting-period"),
        {"startDate": "2014-01-01", "endDate": "2014-12-31"},
    ),
    (
        bp.Journals.create(JOURNAL),
        ("POST", f"{BASE}/journal"),
        {
            "journalTypeCode": "BT",
            "taxDate": "2011-06-08",
            "description": "To savings",
            "credits": [{"nominalCode": "1200", **JOURNAL_LINE, "assignment": {"channelId": 1, "projectId": 3}}],
            "debits": [{"nominalCode": "1201", **JOURNAL_LINE}],
        },
    ),
    (
        bp.JournalEntries.create(ENTRY),
        ("POST", f"{BASE}/journal-entry"),
        {
            "header": {"journalType": "JJ", "journalDate": "2026-03-02", "currencyId": 1, "exchangeRate": "1.000000"},
            "lines": [{"nominalCode": "4000"}],
        },
    ),
    (
        bp.Invoices.create_sales_invoice(INVOICE),
        ("POST", f"{BASE}/invoice/sales-invoice"),
        {"header": {"contactId": 200, "taxDate": "2026-03-02", "currencyId": 1, "orderId": 2}, "lines": LINES},
    ),
    (
        bp.Invoices.create_sales_credit(INVOICE),
        ("POST", f"{BASE}/invoice/sales-credit"),
        {"header": {"contactId": 200, "taxDate": "2026-03-02", "currencyId": 1, "orderId": 2}, "lines": LINES},
    ),
    (
        bp.Invoices.create_purchase_invoice(BILL),
        ("POST", f"{BASE}/invoice/purchase-invoice"),
        {"header": {"contactId": 201, "taxDate": "2026-03-02", "currencyId": 1, "invoiceRef": "B-7"}, "lines": LINES},
    ),
    (
        bp.Invoices.create_purchase_credit(BILL),
        ("POST", f"{BASE}/invoice/purchase-credit"),
        {"header": {"contactId": 201, "taxDate": "2026-03-02", "currencyId": 1, "invoiceRef": "B-7"}, "lines": LINES},
    ),
    (
        bp.Receipts.create_sales_receipt(RECEIPT),
        ("POST", f"{BASE}/invoice/sales-receipt"),
        {
            "header": {"contactId": 200, "bankAccountNominalCode": "1200", "taxDate": "2026-03-02"},
            "payments": [
                {"orderId": 86, "value": "25.00", "invoiceRef": "SI-1001", "adjustment": {"value": "0.10", "nominalCode": "7906"}}
            ],
        },
    ),
    (
        bp.Receipts.create_purchase_payment(RECEIPT),
        ("POST", f"{BASE}/invoice/purchase-payment"),
        {
            "header": {"contactId": 200, "bankAccountNominalCode": "1200", "taxDate": "2026-03-02"},
            "payments": [
                {"orderId": 86, "value": "25.00", "invoiceRef": "SI-1001", "adjustment": {"value": "0.10", "nominalCode": "7906"}}
            ],
        },
    ),
    (
        bp.Receipts.create_old_sales_receipt(OLD_RECEIPT),
        ("POST", f"{BASE}/sales-receipt"),
        {
            "orderId": 86,
            "received": {"currency": "USD", "value": "25.00"},
            "bankAccountNominalCode": "1000",
            "taxDate": "2014-06-30",
        },
    ),
)

TOTAL = {"orderId": 56, "paymentCurrency": "GBP", "amountPaid": 50.25, "amountAuthorized": 10.5, "amountCaptured": 5.0}
METHODS = [
    {
        "name": "Sage Pay UK",
        "code": "SAGEPAY_UK",
        "isActive": True,
        "bankAccounts": [{"paymentMethodId": 1, "currencyIsoCode": "GBP", "bankAccountNominalCode": "1200"}],
        "installedIntegrationId": "1",
    }
]
CODES = [
    {
        "id": 1,
        "code": "0010",
        "name": "Freehold Property",
        "type": {"id": 1},
        "bank": False,
        "expense": False,
        "discount": False,
        "editable": True,
        "active": True,
        "taxCode": 0,
        "description": "",
        "chartMapCode": "",
        "reconcile": False,
        "currencyId": 1,
    }
]
RATES = [{"currencyId": 3, "rateActiveFrom": "2015-06-13T14:01:53.000+02:00", "rate": 1.090876, "addedById": 6}]
PERIODS = [
    {"id": 4, "startDate": "2015-02-01T00:00:00.000Z", "endDate": "2015-02-28T00:00:00.000Z"},
    {
        "id": 5,
        "startDate": "2013-12-01T00:00:00.000Z",
        "endDate": "2013-12-31T00:00:00.000Z",
        "closedDate": "2014-11-25T00:00:00.000Z",
        "closedByUserId": 4,
    },
]
JOURNALS = [
    {
        "id": 1,
        "contactId": 1434,
        "journalTypeCode": "SI",
        "taxDate": "2008-01-02T00:00:00.000Z",
        "dueDate": "2008-02-15T00:00:00.000Z",
        "createdOn": "2008-01-16T00:00:00.000Z",
        "createdByContactId": 95,
        "taxReconciliation": {"date": "2008-04-29T00:00:00.000+01:00", "taxPeriodId": 18},
        "credits": [
            {
                "nominalCode": "2200",
                "change": {"value": "15.66"},
                "assignment": {"projectId": 1, "channelId": 2, "leadSourceId": 4},
                "orderId": 100003,
                "invoiceReference": "SI-1000",
                "taxCode": "T00",
                "transactionAmount": "15.66",
            }
        ],
        "debits": [{"nominalCode": "1100", "change": {"value": "15.66"}, "assignment": {}, "taxCode": "T05"}],
        "currencyId": 1,
        "exchangeRate": "1.000000",
    },
    {"id": 2, "journalTypeCode": "ZZ", "taxReconciliation": {}, "credits": [], "debits": []},
]

READS: tuple[tuple[bp.Operation[Any], str, Any, Any], ...] = (
    (bp.SalePaymentTotals.get_set([56]), "/sale-payment-total/56", [TOTAL], [TOTAL]),
    (bp.SalePaymentTotals.get(57), "/sale-payment-total/57", [{"orderId": 57, "amountPaid": 0}], {"orderId": 57, "amountPaid": 0}),
    (
        bp.PurchasePaymentTotals.get_set([1, 2]),
        "/purchase-payment-total/1-2",
        [{"orderId": 1, "paymentCurrency": "EUR", "amountPaid": 1.5}],
        [{"orderId": 1, "paymentCurrency": "EUR", "amountPaid": 1.5}],
    ),
    (bp.PaymentMethods.all(), "/payment-method", METHODS, METHODS),
    (bp.PaymentMethods.get(1), "/payment-method/1", METHODS, METHODS[0]),
    (bp.NominalCodes.all(), "/nominal-code", CODES, CODES),
    (bp.NominalCodes.get(1), "/nominal-code/1", CODES, CODES[0]),
    (bp.NominalCodes.get_set([1, 7]), "/nominal-code/1,7", CODES, CODES),
    (bp.TaxCodes.get(2), "/tax-code/2", [{"id": 2, "code": "T1", "rate": 20}], {"id": 2, "code": "T1", "rate": 20}),
    (bp.ExchangeRates.all(), "/exchange-rate", RATES, RATES),
    (bp.AccountingPeriods.all(), "/accounting-period", PERIODS, PERIODS),
    (bp.AccountingPeriods.get(4), "/accounting-period/4", PERIODS[:1], PERIODS[0]),
    (bp.AccountingPeriods.get_set([4, 5]), "/accounting-period/4-5", PERIODS, PERIODS),
    (
        bp.AccountingPeriods.lock(),
        "/accounting-period-lock",
        {"lockedBy": 4, "lockedUntil": "2018-09-12"},
        {"lockedBy": 4, "lockedUntil": "2018-09-12"},
    ),
    (bp.Journals.get_set([1, 2]), "/journal/1-2", {"journals": JOURNALS}, JOURNALS),
)


def name_of(operation: bp.Operation[Any]) -> str:
    return " ".join(sent(operation)).replace(BASE, "")


@pytest.mark.parametrize(
    ("operation", "request_line", "document"), WRITES, ids=lambda given: name_of(given) if isinstance(given, bp.Operation) else ""
)
def test_a_draft_is_sent_as_the_vendor_documents_it(operation: bp.Operation[Any], request_line: tuple[str, str], document: Any) -> None:
    assert (request_line, document) == (sent(operation), body(operation))


@pytest.mark.parametrize(
    ("operation", "path", "given", "expected"), READS, ids=lambda given: name_of(given) if isinstance(given, bp.Operation) else ""
)
def test_a_documented_answer_is_read_and_written_back(operation: bp.Operation[Any], path: str, given: Any, expected: Any) -> None:
    read = operation.parse(answered(given))
    written = [bp.encode(each) for each in read] if isinstance(read, tuple) else bp.encode(read)
    assert ("GET", f"{BASE}{path}") == sent(operation)
    assert plain(expected) == plain(written)


def test_every_create_returns_the_id_of_what_was_made() -> None:
    creates = [operation for operation, (method, _), _ in WRITES if method == "POST"]
    assert [16] * len(creates) == [operation.parse(answered(16)) for operation in creates]


def test_a_create_is_not_sent_again_by_itself_and_a_change_is() -> None:
    assert {"POST": False, "PUT": True} == {operation.request.method: operation.repeatable for operation, _, _ in WRITES}


def test_a_rate_that_is_changed_tells_how_many_were() -> None:
    assert 0 == bp.ExchangeRates.change(3, RATE).parse(answered(0))


def test_an_accounting_period_ends_with_its_last_millisecond_as_the_vendor_writes_it() -> None:
    (period,) = bp.AccountingPeriods.all().parse(
        answered([{"id": 2, "startDate": "2014-01-01T00:00:00.000Z", "endDate": "2015-01-01T23:59:59:999Z"}])
    )
    assert datetime(2015, 1, 1, 23, 59, 59, 999000, tzinfo=UTC) == period.end_date


def test_a_journal_type_that_is_not_known_is_kept() -> None:
    one, other = bp.Journals.get_set([1, 2]).parse(answered({"journals": JOURNALS}))
    assert (bp.JournalType.SALES_INVOICE, bp.Unrecognised("ZZ")) == (one.journal_type_code, other.journal_type_code)


def test_journals_without_their_wrapper_are_a_shape_error() -> None:
    with pytest.raises(bp.ShapeError, match=r"\$\.response"):
        bp.Journals.get_set([1]).parse(answered([]))


def test_the_balance_of_a_contact_is_an_exact_amount_between_days() -> None:
    operation = bp.ContactBalances.get(200, "GBP", date_from=date(2026, 1, 1), date_to=date(2026, 1, 31))
    assert ("GET", f"{BASE}/contact/200/currency/GBP/balance?dateFrom=2026-01-01&dateTo=2026-01-31") == sent(operation)
    assert Decimal("50.00") == operation.parse(answered("50.00"))


def test_a_contact_without_transactions_has_no_balance() -> None:
    operation = bp.ContactBalances.get(200, "GBP")
    assert ("GET", f"{BASE}/contact/200/currency/GBP/balance") == sent(operation)
    assert None is operation.parse(answered(None))


def test_a_payment_to_a_supplier_is_found_with_typed_cells() -> None:
    query = bp.SupplierPaymentRow.where(bp.SupplierPaymentRow.order_id.within([1234]))
    operation = bp.SupplierPayments.search(query)
    columns = {"paymentId": "IDSET", "amountPaid": "STRING", "paymentDate": "PERIOD", "currencyId": "IDSET"}
    (row,) = operation.parse(found(columns, [200, "50.00", "2016-06-19T14:00:00.000+02:00", None]))
    assert ("GET", f"{BASE}/supplier-payment-search?orderId=1234") == sent(operation)
    assert (200, Decimal("50.00"), NOON, None) == (row.payment_id, row.amount_paid, row.payment_date, row.currency_id)


def test_a_payment_method_is_found_by_a_column_in_snake_case() -> None:
    row_type = bp.PaymentMethodRow
    operation = bp.PaymentMethods.search(row_type.where(row_type.bank_account.contains("1200"), row_type.active.is_(True)))
    (row,) = operation.parse(found({"id": "IDSET", "bank_account": "SEARCH_STRING", "active": "BOOLEAN"}, [1, "1200", True]))
    assert ("GET", f"{BASE}/payment-method-search?bank_account=1200&active=true") == sent(operation)
    assert ("1200", True) == (row.bank_account, row.active)


def test_a_statement_is_filtered_by_what_its_rows_do_not_hold() -> None:
    row_type = bp.AllTransactionStatementRow
    operation = bp.AllTransactionStatements.search(row_type.where(row_type.contact_id.is_(200), row_type.currency_id.is_(1)))
    (row,) = operation.parse(found({"journalId": "IDSET", "dueAmount": "STRING"}, [7, "-3.20"]))
    assert ("GET", f"{BASE}/statement/all-transaction-search?contactId=200&currencyId=1") == sent(operation)
    assert (7, Decimal("-3.20"), None) == (row.journal_id, row.due_amount, row.contact_id)


def test_a_line_of_a_journal_is_found_with_exact_amounts() -> None:
    row_type = bp.JournalRow
    period = row_type.journal_date.between(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC))
    operation = bp.Journals.search(row_type.where(row_type.journal_type.is_("SR"), period))
    columns = {"journalId": "IDSET", "journalDebit": "STRING", "journalCredit": "STRING", "journalRef": "INTEGER"}
    (row,) = operation.parse(found(columns, [1, "1.00", "0.00", 1081505]))
    target = f"{BASE}/journal-search?journalType=SR&journalDate=2026-01-01T00:00:00.000Z/2026-02-01T00:00:00.000Z"
    assert ("GET", target) == sent(operation)
    assert (Decimal("1.00"), Decimal("0.00"), "1081505") == (row.journal_debit, row.journal_credit, row.journal_ref)


def test_books_that_are_not_locked_are_not_found() -> None:
    from brightpearl_sdk.testing.transport import mock_transport

    refusal = answer({"errors": [{"code": "CMNC-404", "message": "No accounting period lock is set "}]}, 404)
    client = bp.Brightpearl(
        "acme", bp.AccountToken("app", "token"), base_url="https://bp.example", transport=mock_transport(lambda request: refusal)
    )
    with client, pytest.raises(bp.NotFoundError, match="No accounting period lock"):
        client.accounting_periods.lock()


def sampled(name: str) -> Any:
    return json.loads((DATA / "nacre" / f"{name}.json").read_text("utf-8"))


@pytest.mark.parametrize("name", ["journal_get_one", "journal_collection"])
def test_sampled_journals_come_back_as_they_were(name: str) -> None:
    document = sampled(name)
    journals = bp.Journals.get_set([1]).parse(answer(document))
    assert plain(document["response"]["journals"]) == plain([bp.encode(journal) for journal in journals])


@pytest.mark.parametrize("name", ["nominal_code", "nominal_code_collection"])
def test_sampled_nominal_codes_come_back_as_they_were(name: str) -> None:
    document = sampled(name)
    codes = bp.NominalCodes.all().parse(answer(document))
    assert document["response"] == [bp.encode(code) for code in codes]


def test_a_sampled_search_for_journals_has_only_columns_that_are_declared() -> None:
    page = bp.Journals.search(bp.JournalRow.where()).parse(answer(sampled("journal_search_result")))
    first = page.items[0]
    assert set(first.cells) <= {column.name for column in bp.JournalRow.columns()}
    assert (1, Decimal("1.00"), datetime(2015, 1, 6, tzinfo=UTC)) == (first.journal_id, first.journal_debit, first.journal_date)
