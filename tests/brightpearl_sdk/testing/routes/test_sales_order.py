from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.brightpearl_sdk.testing.asking import (
    MUG,
    NOWHERE,
    PLATE,
    SERVICE,
    SET,
    Asking,
    Clock,
    account,
    customer,
    low_order,
    order,
    payment,
    row,
    row_ids,
    sales_order,
)

PATH = "order-service/sales-order"
REFERENCE: dict[str, Any] = {"externalRef": "wc-1001", "installedIntegrationInstanceId": 11}


@pytest.fixture
def ask() -> Asking:
    return account()


def refused(ask: Asking, *rows: Any, **given: Any) -> tuple[int, list[str]]:
    """How a sales order is refused; nothing of it may stay."""
    whole = {"customer": {"id": customer(ask)}, "rows": list(rows) or [row()], **given}
    answered = ask("POST", PATH, {name: value for name, value in whole.items() if value is not None})
    assert [] == ask.double.records("orders")
    return answered.refusal


# What is made.


def test_a_sales_order_is_shown_with_what_the_account_fills_in(ask: Asking) -> None:
    id = order(ask, row(MUG, 2, externalRef="li-1"), ref="WC-1001", **REFERENCE)
    shown = sales_order(ask, id)
    expected = {
        "id": 100001,
        "customerId": 200,
        "ref": "WC-1001",
        "externalRef": "wc-1001",
        "installedIntegrationInstanceId": 11,
        "placedOn": "2026-03-02T10:15:00.000+00:00",
        "taxDate": "2026-03-02T00:00:00.000+00:00",
        "statusId": 1,
        "warehouseId": 2,
        "priceListId": 1,
        "priceModeCode": "EXC",
        "currency": {"code": "GBP", "exchangeRate": "1.000000", "fixedExchangeRate": True},
        "version": 0,
        "createdOn": "2026-03-02T10:15:00.000+00:00",
        "createdBy": 4,
        "total": {"net": "20.00", "tax": "4.00", "gross": "24.00", "baseNet": "20.00", "baseTax": "4.00", "baseGross": "24.00"},
        "isCanceled": False,
        "orderPaymentStatus": "UNPAID",
        "stockStatusCode": "SON",
        "allocationStatusCode": "ANA",
        "shippingStatusCode": "SNS",
    }
    assert expected == {name: shown[name] for name in expected}
    assert "updatedOn" not in shown


def test_a_row_is_shown_with_what_the_account_fills_in(ask: Asking) -> None:
    (shown,) = sales_order(ask, order(ask, row(MUG, 2, externalRef="li-1")))["rows"]
    expected = {
        "id": 1,
        "productId": MUG,
        "name": "Mug",
        "sku": "MUG",
        "quantity": "2",
        "taxCode": "T20",
        "net": "20.0000",
        "tax": "4.0000",
        "nominalCode": "4000",
        "externalRef": "li-1",
        "sequence": 10,
        "productPrice": "0.0000",
        "discountPercentage": "0.00",
        "bundleParent": False,
        "bundleChild": False,
        "taxClassId": 2,
        "taxCalculator": "brightpearl",
        "clonedFromId": 0,
    }
    assert expected == shown


def test_the_same_order_reads_with_the_names_of_the_low_level_resource(ask: Asking) -> None:
    shown = low_order(ask, order(ask, row(MUG, 2), ref="WC-1001", **REFERENCE))
    assert ("SO", "WC-1001", "wc-1001", 11, 0, "READY") == (
        shown["orderTypeCode"],
        shown["reference"],
        shown["externalRef"],
        shown["installedIntegrationInstanceId"],
        shown["parentOrderId"],
        shown["state"]["tax"],
    )
    assert {
        "net": "20.00",
        "taxAmount": "4.00",
        "baseNet": "20.00",
        "baseTaxAmount": "4.00",
        "baseTotal": "24.00",
        "total": "24.00",
    } == shown["totalValue"]
    (line,) = shown["orderRows"].values()
    assert ("10", "2.0000", "20.0000", "4.00", "20.0000") == (
        line["orderRowSequence"],
        line["quantity"]["magnitude"],
        line["rowValue"]["rowNet"]["value"],
        line["rowValue"]["rowTax"]["value"],
        line["rowValue"]["taxRate"],
    )


def test_addresses_are_the_contact_own_unless_given(ask: Asking) -> None:
    given = {"addressFullName": "Grace Hopper", "addressLine1": "2 Side Street", "countryIsoCode": "US"}
    contact = customer(ask, communication={"emails": {"PRI": {"email": "ada@example.com"}}, "telephones": {"PRI": "0123", "MOB": "0777"}})
    shown = low_order(ask, order(ask, contact=contact, delivery={"address": given}))["parties"]
    names = ("addressFullName", "addressLine1", "addressLine3", "countryIsoCode", "countryIsoCode3", "telephone", "email")
    assert ["Ada Byron", "1 Test Street", "Bristol", "GB", "GBR", "0123", "ada@example.com"] == [shown["customer"][name] for name in names]
    assert ["Grace Hopper", "2 Side Street", "", "US", "USA", "", ""] == [shown["delivery"][name] for name in names]
    assert (contact, contact, False) == (shown["customer"]["contactId"], shown["billing"]["contactId"], "contactId" in shown["delivery"])


def test_an_order_may_be_in_another_currency_at_its_own_rate(ask: Asking) -> None:
    shown = sales_order(ask, order(ask, currency={"code": "EUR", "exchangeRate": "1.25"}))
    assert ({"code": "EUR", "exchangeRate": "1.250000", "fixedExchangeRate": False}, "20.00", "16.00") == (
        shown["currency"],
        shown["total"]["net"],
        shown["total"]["baseNet"],
    )


def test_a_row_of_free_text_has_the_product_1000(ask: Asking) -> None:
    (line,) = sales_order(ask, order(ask, row(None, name="Gift wrapping", quantity="1.5")))["rows"]
    assert (1000, "Gift wrapping", "1.5") == (line["productId"], line["name"], line["quantity"])


def test_a_bundle_row_is_followed_by_rows_of_its_components(ask: Asking) -> None:
    parent, first, second = sales_order(ask, order(ask, row(SET, 3, net="90.00", tax="18.00")))["rows"]
    assert (True, False, "90.0000") == (parent["bundleParent"], parent["bundleChild"], parent["net"])
    assert [(MUG, "6", parent["id"], True, "0.0000"), (PLATE, "3", parent["id"], True, "0.0000")] == [
        (each["productId"], each["quantity"], each["parentRowId"], each["bundleChild"], each["net"]) for each in (first, second)
    ]


def test_amounts_are_kept_to_four_decimals_and_totals_rounded_once(ask: Asking) -> None:
    shown = sales_order(ask, order(ask, *(row(net="0.3333", tax="0.0667") for _ in range(3))))
    assert (["0.3333"] * 3, "1.00", "0.20", "1.20") == (
        [each["net"] for each in shown["rows"]],
        shown["total"]["net"],
        shown["total"]["tax"],
        shown["total"]["gross"],
    )


def test_numbers_are_taken_as_numbers_and_as_text(ask: Asking) -> None:
    given = {"productId": MUG, "quantity": 2, "taxCode": "T20", "net": Decimal("20.10"), "tax": 4}
    (line,) = sales_order(ask, order(ask, given))["rows"]
    assert ("2", "20.1000", "4.0000") == (line["quantity"], line["net"], line["tax"])


@pytest.mark.parametrize(
    ("contact_code", "product_code", "expected"), [("4040", "4050", "4040"), ("0", "4050", "4050"), ("0", None, "4000")]
)
def test_a_nominal_code_is_the_contact_the_product_or_the_account_own(
    ask: Asking, contact_code: str, product_code: str | None, expected: str
) -> None:
    contact = customer(ask, financialDetails={"nominalCode": contact_code})
    ask.double.state.table("products")[MUG]["nominalCodeSales"] = product_code
    (line,) = sales_order(ask, order(ask, contact=contact))["rows"]
    assert expected == line["nominalCode"]


def test_the_price_mode_is_that_of_the_price_list_unless_given(ask: Asking) -> None:
    modes = [
        sales_order(ask, order(ask, **given))["priceModeCode"]
        for given in ({}, {"priceListId": 3}, {"priceListId": 3, "priceModeCode": "EXC"})
    ]
    assert ["EXC", "INC", "EXC"] == modes


def test_a_whole_order_raises_its_event(ask: Asking) -> None:
    id = order(ask)
    assert [("sales-order.created", id), ("order.modified", id)] == [(each["event"], each["id"]) for each in ask.double.state.events]


# What it refers to has to exist.


@pytest.mark.parametrize(
    "given",
    [
        {"customer": None},
        {"customer": {"id": 999}},
        {"billing": {"contactId": 999}},
        {"statusId": 99},
        {"statusId": 9},
        {"warehouseId": 99},
        {"channelId": 99},
        {"leadSourceId": 99},
        {"priceListId": 99},
        {"priceModeCode": "NET"},
        {"parentId": 99},
        {"parentId": "none"},
        {"delivery": {"shippingMethodId": 99}},
        {"delivery": {"address": {"countryIsoCode": "XX"}}},
        {"delivery": {"date": "tomorrow"}},
        {"currency": {"code": "XXX"}},
        {"currency": {"code": "EUR", "exchangeRate": "0"}},
        {"currency": {"code": "EUR", "exchangeRate": "-1"}},
        {"installedIntegrationInstanceId": 99},
        {"ref": "x" * 65},
        {"taxDate": "2026-13-01"},
        {"rows": "none"},
    ],
)
def test_an_order_whose_references_do_not_exist_is_refused(ask: Asking, given: Any) -> None:
    assert 400 == refused(ask, **given)[0]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (row(NOWHERE), None),
        (row(None), "ORDC-026"),
        (row(MUG, "1.5"), "ORDC-024"),
        (row(SET, "1.5"), "ORDC-024"),
        (row(SERVICE, "1.23456"), "ORDC-024"),
        (row(MUG, "WRONG"), "ORDC-024"),
        (row(MUG, "1_0"), "ORDC-024"),
        (row(MUG, "NaN"), "ORDC-024"),
        ({**row(), "quantity": None}, "ORDC-024"),
        ({**row(), "taxCode": None}, "ORDC-040"),
        (row(taxCode="T99"), None),
        (row(net="1.00001"), None),
        (row(tax="1.00001"), None),
        (row(net=""), None),
        ({**row(), "tax": None}, None),
        (row(nominalCode="9999"), None),
        ("text", None),
    ],
)
def test_a_row_that_breaks_a_rule_is_refused(ask: Asking, line: Any, code: str | None) -> None:
    status, codes = refused(ask, line)
    assert (400, code or codes[0]) == (status, codes[0])


def test_the_faults_of_all_rows_are_told_at_once(ask: Asking) -> None:
    assert (400, ["ORDC-024", "ORDC-040"]) == refused(ask, row(quantity="x"), row(), row(taxCode=None))


def test_four_decimals_are_taken_where_nothing_is_counted(ask: Asking) -> None:
    (line,) = sales_order(ask, order(ask, row(SERVICE, "1.2345", net="1.2345", tax="0.2469")))["rows"]
    assert ("1.2345", "1.2345", "0.2469") == (line["quantity"], line["net"], line["tax"])


# An external reference is unique together with the instance.


def test_a_second_order_of_a_reference_and_an_instance_is_refused(ask: Asking) -> None:
    order(ask, **REFERENCE)
    answered = ask("POST", PATH, {"customer": {"id": 200}, "rows": [row()], **REFERENCE})
    assert (400, 1) == (answered.status, len(ask.double.records("orders")))


def test_an_account_may_answer_a_second_order_with_the_first_one() -> None:
    ask = account(duplicates="existing")
    first = order(ask, **REFERENCE)
    answered = ask("POST", PATH, {"customer": {"id": 200}, "rows": [row()], **REFERENCE})
    assert (200, first, 1) == (answered.status, answered.response, len(ask.double.records("orders")))


def test_a_credit_cannot_have_the_reference_of_an_order(ask: Asking) -> None:
    order(ask, **REFERENCE)
    assert 400 == ask("POST", "order-service/sales-credit", {"customer": {"id": 200}, "rows": [row()], **REFERENCE}).status


@pytest.mark.parametrize("given", [{"externalRef": "wc-1001"}, {"installedIntegrationInstanceId": 11}])
def test_a_reference_or_an_instance_alone_is_not_unique(ask: Asking, given: Any) -> None:
    assert [100001, 100002] == [order(ask, **given), order(ask, **given)]


# Reading.


def test_some_orders_of_a_set_are_207_all_or_none_are_200(ask: Asking) -> None:
    id = order(ask)
    assert [200, 207, 200] == [ask("GET", f"{PATH}/{ids}").status for ids in (id, f"{id}-{id + 1}", 999)]


def test_a_credit_is_no_sales_order(ask: Asking) -> None:
    id = order(ask, of="sales-credit")
    assert ([], [id], "SC") == (
        ask("GET", f"{PATH}/{id}").response,
        [each["id"] for each in ask("GET", f"order-service/sales-credit/{id}").response],
        low_order(ask, id)["orderTypeCode"],
    )


# Replacing.


def test_a_put_clears_what_it_leaves_out(ask: Asking) -> None:
    id = order(ask, ref="WC-1", channelId=1)
    assert {} == ask("PUT", f"{PATH}/{id}", {"customer": {"id": 200}, "rows": [row(PLATE, 1)]}).document
    shown = sales_order(ask, id)
    assert ("", None, [PLATE], 1) == (shown["ref"], shown.get("channelId"), [each["productId"] for each in shown["rows"]], shown["version"])


@pytest.mark.parametrize(("header", "status"), [("0", 200), ("7", 412), ("", 200), ("x", 200)])
def test_a_put_can_name_the_version_it_was_made_for(ask: Asking, header: str, status: int) -> None:
    id = order(ask)
    answered = ask("PUT", f"{PATH}/{id}", {"customer": {"id": 200}, "rows": [row()]}, headers={"If-Match": header})
    assert status == answered.status


def test_a_put_keeps_the_rows_it_names(ask: Asking) -> None:
    id = order(ask, row(MUG), row(PLATE))
    first, second = row_ids(ask, id)
    ask("PUT", f"{PATH}/{id}", {"customer": {"id": 200}, "rows": [{**row(PLATE), "id": second}, row(SERVICE)]})
    shown = {each["id"]: each["productId"] for each in sales_order(ask, id)["rows"]}
    assert (PLATE, False, 2) == (shown[second], first in shown, len(shown))


def test_a_put_of_an_invoiced_order_has_to_name_every_row(ask: Asking) -> None:
    id = order(ask, row(MUG), row(PLATE))
    first, second = row_ids(ask, id)
    ask("POST", f"{PATH}/{id}/close")
    given = [{**row(MUG), "id": first}, {**row(PLATE), "id": second}]
    assert [400, 400, 200] == [
        ask("PUT", f"{PATH}/{id}", {"customer": {"id": 200}, "rows": rows}).status for rows in (given[:1], [*given, row()], given)
    ]


def test_rows_are_replaced_by_their_ids(ask: Asking) -> None:
    id = order(ask, row(MUG), row(PLATE))
    first, second = row_ids(ask, id)
    answered = ask("PUT", f"{PATH}/{id}/row/{first},{second}", [{**row(MUG, 5, net="50.00"), "id": first}])
    assert {"resourceStatuses": {str(first): 200}, "resourceErrors": {str(first): []}} == answered.response
    assert [("5", "50.0000"), ("2", "20.0000")] == [(each["quantity"], each["net"]) for each in sales_order(ask, id)["rows"]]


def test_a_bad_row_is_told_with_its_id_and_its_place(ask: Asking) -> None:
    id = order(ask)
    (first,) = row_ids(ask, id)
    answered = ask("PUT", f"{PATH}/{id}/row/{first}", [{**row(MUG, "WRONG"), "id": first}])
    told = "Cannot update order row: 1.You have supplied an invalid quantity: WRONG for row 0"
    assert [{"code": "ORDC-024", "message": told}] == answered.document["errors"]


# Closing.


def test_closing_invoices_an_order(ask: Asking) -> None:
    id = order(ask)
    assert {} == ask("POST", f"{PATH}/{id}/close", {"taxDate": "2026-03-05"}).document
    shown = low_order(ask, id)
    assert ("SI-1001", "2026-03-05T00:00:00.000+00:00", "INVOICED", 4) == (
        shown["invoices"][0]["invoiceReference"],
        shown["invoices"][0]["taxDate"],
        shown["state"]["tax"],
        shown["orderStatus"]["orderStatusId"],
    )
    assert "2026-03-02T10:15:00.000+00:00" == shown["closedOn"]


def test_an_invoice_has_a_journal_that_balances(ask: Asking) -> None:
    ask("POST", f"{PATH}/{order(ask)}/close")
    (journal,) = ask.double.records("journals")
    assert ("SI", [("1100", "24.00")], [("4000", "20.00"), ("2200", "4.00")]) == (
        journal["journalTypeCode"],
        *([(each["nominalCode"], each["change"]["value"]) for each in journal[side]] for side in ("debits", "credits")),
    )


def test_an_invoiced_order_cannot_be_closed_again(ask: Asking) -> None:
    id = order(ask)
    assert [200, 400] == [ask("POST", f"{PATH}/{id}/close").status for _ in range(2)]


def test_the_books_may_take_their_time() -> None:
    clock = Clock()
    ask = account(clock=clock, invoice_after=timedelta(minutes=1))
    id = order(ask)
    statuses = [ask("POST", f"{PATH}/{id}/close").status for _ in range(2)]
    pending = low_order(ask, id)
    clock.pass_(minutes=1)
    assert ([200, 200], "pending", False, "SI-1001") == (
        statuses,
        pending["invoices"][0]["invoiceReference"],
        "closedOn" in pending,
        low_order(ask, id)["invoices"][0]["invoiceReference"],
    )


def test_a_credit_is_closed_by_its_own_resource(ask: Asking) -> None:
    id = order(ask, of="sales-credit")
    assert [404, 200] == [ask("POST", f"order-service/{of}/{id}/close").status for of in ("sales-order", "sales-credit")]
    assert "SC-1001" == low_order(ask, id)["invoices"][0]["invoiceReference"]


def test_an_order_is_paid_when_the_payments_reach_its_total(ask: Asking) -> None:
    id = order(ask)
    found = [sales_order(ask, id)["orderPaymentStatus"]]
    for number, amount in enumerate((10, 14)):
        ask.id("POST", "accounting-service/customer-payment", payment(id, transactionRef=str(number), amountPaid=amount))
        found.append(sales_order(ask, id)["orderPaymentStatus"])
    assert ["UNPAID", "PARTIALLY_PAID", "PAID"] == found


def test_an_order_that_comes_to_nothing_needs_no_payment(ask: Asking) -> None:
    assert "NOT_APPLICABLE" == sales_order(ask, order(ask, row(net="0", tax="0")))["orderPaymentStatus"]


def test_an_order_without_counted_rows_has_no_stock_to_move(ask: Asking) -> None:
    shown = sales_order(ask, order(ask, row(SERVICE, 1), row(None, name="Gift wrapping")))
    assert ("NON", "ANR", "NST") == (shown["stockStatusCode"], shown["allocationStatusCode"], shown["shippingStatusCode"])
