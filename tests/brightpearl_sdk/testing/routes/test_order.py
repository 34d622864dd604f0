from __future__ import annotations

from typing import Any

import pytest

from tests.brightpearl_sdk.testing.asking import (
    MUG,
    PLATE,
    SET,
    Asking,
    account,
    customer,
    low_order,
    order,
    payment,
    purchase,
    row,
    row_ids,
    supplier,
)

PATH = "order-service/order"


@pytest.fixture
def ask() -> Asking:
    return account()


def header(ask: Asking, type_code: str = "SO", **more: Any) -> int:
    party = {"customer": {"contactId": customer(ask)}} if type_code in ("SO", "SC") else {"supplier": {"contactId": supplier(ask)}}
    return int(ask.id("POST", PATH, {"orderTypeCode": type_code, "parties": party, **more}))


def line(product_id: int | None = MUG, quantity: Any = 2, net: Any = 100, tax: Any = 20, **more: Any) -> dict[str, Any]:
    named = {} if product_id is None else {"productId": product_id}
    value = {"taxCode": "T20", "rowNet": {"value": net}, "rowTax": {"value": tax}}
    return {**named, "quantity": {"magnitude": quantity}, "rowValue": value, **more}


def patched(ask: Asking, path: str, *steps: tuple[str, str, Any]) -> Any:
    return ask("PATCH", path, [{"op": op, "path": at, **({} if op == "remove" else {"value": value})} for op, at, value in steps])


# The header.


@pytest.mark.parametrize(("type_code", "status"), [("SO", 1), ("SC", 9), ("PO", 6), ("PC", 11)])
def test_a_header_of_every_type_is_made(ask: Asking, type_code: str, status: int) -> None:
    shown = low_order(ask, header(ask, type_code, reference="#0001"))
    assert (type_code, "#0001", status, {}, "NOT_APPLICABLE", "NON", "ANR", "NST") == (
        shown["orderTypeCode"],
        shown["reference"],
        shown["orderStatus"]["orderStatusId"],
        shown["orderRows"],
        shown["orderPaymentStatus"],
        shown["stockStatusCode"],
        shown["allocationStatusCode"],
        shown["shippingStatusCode"],
    )


def test_a_new_header_has_no_tax_date_and_no_change(ask: Asking) -> None:
    shown = low_order(ask, header(ask))
    assert ([{"invoiceReference": ""}], 0, False) == (shown["invoices"], shown["version"], {"updatedOn", "closedOn"} <= set(shown))


def test_a_purchase_has_a_supplier_instead_of_a_customer(ask: Asking) -> None:
    assert {"supplier", "delivery", "billing"} == set(low_order(ask, header(ask, "PO"))["parties"])


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({}, [("ORDC-005", "You have not supplied an order type code")]),
        ({"orderTypeCode": "UK"}, [("ORDC-006", "You have supplied an invalid order type code")]),
        ({"orderTypeCode": "PO", "parties": {"customer": {"contactId": 200}}}, [("ORDC-022", "Suppllier ID Required.")]),
    ],
)
def test_a_header_is_refused_as_recorded(ask: Asking, given: Any, errors: list[tuple[str, str]]) -> None:
    answered = ask("POST", PATH, given)
    assert (400, errors) == (answered.status, [(each["code"], each["message"]) for each in answered.document["errors"]])


# Rows, one at a time.


def test_a_row_is_added_and_shown_by_its_id(ask: Asking) -> None:
    id = header(ask)
    row_id = ask.id("POST", f"{PATH}/{id}/row", line(None, productName="Brightpearl Product", externalRef="x"))
    shown = low_order(ask, id)["orderRows"][str(row_id)]
    assert ("Brightpearl Product", 1000, "100.0000", "20.00", "brightpearl", "x", "4000") == (
        shown["productName"],
        shown["productId"],
        shown["rowValue"]["rowNet"]["value"],
        shown["rowValue"]["rowTax"]["value"],
        shown["rowValue"]["taxCalculator"],
        shown["externalRef"],
        shown["nominalCode"],
    )


def test_a_row_of_an_unknown_order_tells_every_fault(ask: Asking) -> None:
    answered = ask("POST", f"{PATH}/123/row", line(None))
    assert (400, ["ORDC-003", "ORDC-026"]) == answered.refusal
    assert "You have supplied an invalid order id: 123" == answered.document["errors"][0]["message"]


def test_amounts_of_a_row_have_two_decimals_here(ask: Asking) -> None:
    assert 400 == ask("POST", f"{PATH}/{header(ask)}/row", line(net="1.001")).status


def test_only_the_id_of_a_bundle_row_is_told(ask: Asking) -> None:
    id = header(ask)
    row_id = ask.id("POST", f"{PATH}/{id}/row", line(SET))
    children = [each for each in low_order(ask, id)["orderRows"].values() if each["composition"]["bundleChild"]]
    assert [row_id, row_id] == [each["composition"]["parentOrderRowId"] for each in children]


def test_a_bundle_cannot_be_bought(ask: Asking) -> None:
    assert (400, ["ORDC-023"]) == ask("POST", f"{PATH}/{header(ask, 'PO')}/row", line(SET)).refusal


def test_an_invoiced_order_takes_no_rows(ask: Asking) -> None:
    id = order(ask)
    ask("POST", f"order-service/sales-order/{id}/close")
    assert 400 == ask("POST", f"{PATH}/{id}/row", line()).status


def test_the_tax_is_worked_out_anew_when_only_the_net_is_changed(ask: Asking) -> None:
    id = order(ask, row(net="100.00", tax="13.00"))
    (row_id,) = row_ids(ask, id)
    shown = patched(ask, f"{PATH}/{id}/row/{row_id}", ("replace", "/rowValue/rowNet/value", "200")).response
    assert ("200.0000", "40.00") == (shown["rowValue"]["rowNet"]["value"], shown["rowValue"]["rowTax"]["value"])


def test_a_tax_that_is_given_with_the_net_is_kept(ask: Asking) -> None:
    id = order(ask)
    (row_id,) = row_ids(ask, id)
    steps = (("replace", "/rowValue/rowNet/value", "200"), ("replace", "/rowValue/rowTax/value", "39.99"))
    assert "39.99" == patched(ask, f"{PATH}/{id}/row/{row_id}", *steps).response["rowValue"]["rowTax"]["value"]


def test_a_manual_tax_is_left_alone(ask: Asking) -> None:
    id = order(ask)
    (row_id,) = row_ids(ask, id)
    patched(ask, f"{PATH}/{id}/row/{row_id}", ("replace", "/rowValue/taxCalculator", "manual"))
    shown = patched(ask, f"{PATH}/{id}/row/{row_id}", ("replace", "/rowValue/rowNet/value", "200")).response
    assert "4.00" == shown["rowValue"]["rowTax"]["value"]


@pytest.mark.parametrize(
    ("step", "status"),
    [
        (("replace", "/quantity/magnitude", "5"), 200),
        (("replace", "/nominalCode", "4050"), 200),
        (("replace", "/orderRowSequence", "30"), 200),
        (("replace", "/quantity/magnitude", "many"), 400),
        (("replace", "/nominalCode", "9999"), 400),
        (("replace", "/rowValue/taxCalculator", "abacus"), 400),
        (("add", "/nominalCode", "4050"), 500),
        (("replace", "/productName", "x"), 500),
    ],
)
def test_a_row_can_be_patched_in_some_places(ask: Asking, step: tuple[str, str, Any], status: int) -> None:
    id = order(ask)
    assert status == patched(ask, f"{PATH}/{id}/row/{row_ids(ask, id)[0]}", step).status


def test_a_row_is_removed_with_its_children(ask: Asking) -> None:
    id = order(ask, row(SET), row(PLATE))
    parent, _, _, plate = row_ids(ask, id)
    assert {} == ask("DELETE", f"{PATH}/{id}/row/{parent}").document
    assert [plate] == row_ids(ask, id)


def test_a_component_of_a_bundle_cannot_be_removed_alone(ask: Asking) -> None:
    id = order(ask, row(SET))
    assert 400 == ask("DELETE", f"{PATH}/{id}/row/{row_ids(ask, id)[1]}").status


def test_a_row_of_a_paid_order_cannot_be_removed(ask: Asking) -> None:
    id = order(ask)
    ask("POST", "accounting-service/customer-payment", payment(id))
    assert (400, ["ORDC-053"]) == ask("DELETE", f"{PATH}/{id}/row/{row_ids(ask, id)[0]}").refusal


def test_a_row_of_an_invoiced_order_cannot_be_removed(ask: Asking) -> None:
    id = order(ask)
    ask("POST", f"order-service/sales-order/{id}/close")
    assert (400, ["ORDC-108"]) == ask("DELETE", f"{PATH}/{id}/row/{row_ids(ask, id)[0]}").refusal


def test_a_row_of_a_parent_order_cannot_be_removed(ask: Asking) -> None:
    id = order(ask)
    order(ask, of="sales-credit", parentId=id)
    assert (400, ["ORDC-108"]) == ask("DELETE", f"{PATH}/{id}/row/{row_ids(ask, id)[0]}").refusal


def test_a_row_that_is_not_there_is_404(ask: Asking) -> None:
    id = order(ask)
    assert [404, 404] == [
        ask("DELETE", f"{PATH}/{id}/row/999").status,
        patched(ask, f"{PATH}/{id}/row/999", ("replace", "/nominalCode", "4050")).status,
    ]


# Patching the header.


def test_a_patch_answers_the_order_as_an_object_with_its_next_version(ask: Asking) -> None:
    id = header(ask)
    steps = (("replace", "/delivery/deliveryDate", "2026-01-20"), ("replace", "/reference", "#XYZ"))
    shown = patched(ask, f"{PATH}/{id}", *steps).response
    assert (id, 1, "#XYZ", "2026-01-20T00:00:00.000+00:00") == (
        shown["id"],
        shown["version"],
        shown["reference"],
        shown["delivery"]["deliveryDate"],
    )


def test_what_is_removed_is_empty_or_zero(ask: Asking) -> None:
    id = order(ask, ref="x", delivery={"shippingMethodId": 2})
    shown = patched(ask, f"{PATH}/{id}", ("remove", "/reference", None), ("remove", "/delivery/shippingMethodId", None)).response
    assert ("", 0) == (shown["reference"], shown["delivery"]["shippingMethodId"])


def test_values_may_be_numbers_as_text(ask: Asking) -> None:
    shown = patched(ask, f"{PATH}/{order(ask)}", ("replace", "/warehouseId", "3"), ("replace", "/assignment/current/teamId", "7")).response
    assert (3, 7) == (shown["warehouseId"], shown["assignment"]["current"]["teamId"])


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (("add", "/reference", "x"), (500, ["CMNC-044"])),
        (("remove", "/warehouseId", None), (500, ["CMNC-044"])),
        (("replace", "/parties/delivery/mobileTelephone", "x"), (500, ["CMNC-043"])),
        (("replace", "/orderStatus/orderStatusId", 3), (500, ["CMNC-043"])),
    ],
)
def test_a_step_that_an_order_does_not_offer_is_500(ask: Asking, step: tuple[str, str, Any], expected: Any) -> None:
    assert expected == patched(ask, f"{PATH}/{order(ask)}", step).refusal


@pytest.mark.parametrize(
    "step",
    [
        ("replace", "/reference", "x" * 65),
        ("replace", "/warehouseId", 99),
        ("replace", "/delivery/shippingMethodId", 99),
        ("replace", "/delivery/deliveryDate", "soon"),
        ("replace", "/parties/customer/contactId", 999),
    ],
)
def test_a_value_that_cannot_be_is_400(ask: Asking, step: tuple[str, str, Any]) -> None:
    assert 400 == patched(ask, f"{PATH}/{order(ask)}", step).status


def test_a_patch_is_done_whole_or_not_at_all(ask: Asking) -> None:
    id = order(ask, ref="before")
    patched(ask, f"{PATH}/{id}", ("replace", "/reference", "after"), ("replace", "/warehouseId", 99))
    assert "before" == low_order(ask, id)["reference"]


def test_a_supplier_is_no_customer(ask: Asking) -> None:
    assert 400 == patched(ask, f"{PATH}/{order(ask)}", ("replace", "/parties/customer/contactId", supplier(ask))).status


def test_an_invoiced_order_is_not_patched(ask: Asking) -> None:
    id = order(ask)
    ask("POST", f"order-service/sales-order/{id}/close")
    assert 400 == patched(ask, f"{PATH}/{id}", ("replace", "/reference", "x")).status


# Statuses.


def test_an_order_moves_to_a_status_and_a_note_tells_it(ask: Asking) -> None:
    id = order(ask)
    given = {"orderStatusId": 3, "orderNote": {"text": "Rang us", "isPublic": True}}
    assert {} == ask("PUT", f"{PATH}/{id}/status", given).document
    (note,) = ask("GET", f"{PATH}/{id}/note").response
    assert (3, "Rang us", True, 3) == (
        low_order(ask, id)["orderStatus"]["orderStatusId"],
        note["text"],
        note["isPublic"],
        note["orderStatusId"],
    )


def test_a_note_is_written_even_if_none_is_given(ask: Asking) -> None:
    id = order(ask)
    ask("PUT", f"{PATH}/{id}/status", {"orderStatusId": 3})
    assert 1 == len(ask("GET", f"{PATH}/{id}/note").response)


def test_a_move_to_a_status_raises_both_events(ask: Asking) -> None:
    id = order(ask)
    ask.double.state.events.clear()
    ask("PUT", f"{PATH}/{id}/status", {"orderStatusId": 3})
    assert ["order.modified", "order.modified.order-status"] == [each["event"] for each in ask.double.state.events]


@pytest.mark.parametrize("status", [99, 6, "x"])
def test_a_status_has_to_exist_for_the_type(ask: Asking, status: Any) -> None:
    assert 400 == ask("PUT", f"{PATH}/{order(ask)}/status", {"orderStatusId": status}).status


def test_a_status_that_is_out_of_use_is_refused(ask: Asking) -> None:
    ask.double.state.table("order_statuses")[3]["disabled"] = True
    assert 400 == ask("PUT", f"{PATH}/{order(ask)}/status", {"orderStatusId": 3}).status


def test_an_order_is_cancelled(ask: Asking) -> None:
    id = order(ask)
    ask("PUT", f"{PATH}/{id}/status", {"orderStatusId": 5})
    assert True is ask("GET", f"order-service/sales-order/{id}").response[0]["isCanceled"]


def test_without_a_cancelled_status_no_order_says_whether_it_is_cancelled(ask: Asking) -> None:
    id = order(ask)
    del ask.double.state.settings["cancelledOrderStatusId"]
    assert "isCanceled" not in ask("GET", f"order-service/sales-order/{id}").response[0]


def cancelled(ask: Asking, id: int) -> int:
    """The status of an attempt to cancel; one that fails leaves no trace."""
    before = low_order(ask, id)
    notes = len(ask.double.records("order_notes"))
    answered = ask("PUT", f"{PATH}/{id}/status", {"orderStatusId": 5})
    assert answered.status == 200 or (before, notes) == (low_order(ask, id), len(ask.double.records("order_notes")))
    return answered.status


def test_a_paid_order_is_not_cancelled_until_the_payment_is_gone(ask: Asking) -> None:
    id = order(ask)
    paid = ask.id("POST", "accounting-service/customer-payment", payment(id))
    assert 400 == cancelled(ask, id)
    ask("DELETE", f"accounting-service/customer-payment/{paid}")
    assert 200 == cancelled(ask, id)


def test_an_order_whose_payment_was_paid_back_is_cancelled(ask: Asking) -> None:
    id = order(ask)
    ask.id("POST", "accounting-service/customer-payment", payment(id))
    ask.id("POST", "accounting-service/customer-payment", payment(id, transactionRef="back", paymentType="PAYMENT"))
    assert 200 == cancelled(ask, id)


def test_an_invoiced_order_is_not_cancelled(ask: Asking) -> None:
    id = order(ask)
    ask("POST", f"order-service/sales-order/{id}/close")
    assert 400 == cancelled(ask, id)


def test_statuses_are_grouped_by_type_and_sorted_by_their_order(ask: Asking) -> None:
    ask("POST", "order-service/order-status", {"name": "Picked", "orderTypeCode": "SO", "color": "#60a0ff"})
    shown = [(each["orderTypeCode"], each["sortOrder"]) for each in ask("GET", "order-service/order-status").response]
    assert sorted(shown, key=lambda each: ("SO PO SC PC".index(each[0]), each[1])) == shown


def test_a_new_status_can_be_used(ask: Asking) -> None:
    status = ask.id("POST", "order-service/order-status", {"name": "Picked", "orderTypeCode": "SO", "color": "#60a0ff"})
    assert 200 == ask("PUT", f"{PATH}/{order(ask)}/status", {"orderStatusId": status}).status


@pytest.mark.parametrize(
    "given",
    [
        {"orderTypeCode": "SO", "color": "#60a0ff"},
        {"name": "x" * 65, "orderTypeCode": "SO", "color": "#60a0ff"},
        {"name": "Picked", "orderTypeCode": "XX", "color": "#60a0ff"},
        {"name": "Picked", "orderTypeCode": "SO"},
        {"name": "Invoiced", "orderTypeCode": "SO", "color": "#60a0ff"},
        {"name": "Picked", "orderTypeCode": "SO", "color": "#60a0ff", "remindAfterDays": 10000},
        {"name": "Picked", "orderTypeCode": "SO", "color": "#60a0ff", "alertEmails": ["a", "b", "c"]},
    ],
)
def test_a_status_that_breaks_a_rule_is_not_made(ask: Asking, given: Any) -> None:
    assert 400 == ask("POST", "order-service/order-status", given).status


def test_the_codes_of_stock_and_shipping_are_fixed(ask: Asking) -> None:
    stock = {each["code"]: each["description"] for each in ask("GET", "order-service/order-stock-status").response}
    shipping = ask("GET", "order-service/order-shipping-status").response
    assert (13, "Sales Order Not Fulfilled", "Purchase Credit All Fulfilled") == (len(stock), stock["SON"], stock["PCA"])
    assert {"id": 1, "code": "NST", "description": "No stock tracked products on order"} == shipping[0]


# Notes.


def test_a_note_is_kept_with_its_order(ask: Asking) -> None:
    id = order(ask)
    note = ask.id("POST", f"{PATH}/{id}/note", {"text": "Call before noon", "addedOn": "2026-03-01T00:00:00Z"})
    expected = {
        "orderId": id,
        "contactId": 200,
        "text": "Call before noon",
        "isPublic": False,
        "addedOn": "2026-03-01T00:00:00.000+00:00",
        "addedBy": 4,
        "orderStatusId": 1,
        "noteId": note,
    }
    assert [expected] == ask("GET", f"{PATH}/{id}/note/{note}").response


def test_notes_of_several_orders_are_read_at_once(ask: Asking) -> None:
    ids = [order(ask), order(ask)]
    notes = [ask.id("POST", f"{PATH}/{id}/note", {"text": str(id)}) for id in ids]
    assert notes == [each["noteId"] for each in ask("GET", f"{PATH}/{ids[0]}-{ids[1]}/note").response]


def test_notes_are_searched_by_their_text(ask: Asking) -> None:
    id = order(ask)
    notes = [ask.id("POST", f"{PATH}/{id}/note", {"text": text}) for text in ("Call before noon", "Leave at the door")]
    assert notes[:1] == ask("GET", "order-service/order-note-search", noteText="CALL", orderId=id).column("noteId")


def test_a_note_needs_a_text_and_an_order(ask: Asking) -> None:
    assert [400, 404] == [
        ask("POST", f"{PATH}/{order(ask)}/note", {}).status,
        ask("POST", f"{PATH}/999/note", {"text": "x"}).status,
    ]


# Acknowledging, forgetting, closing purchases.


def test_a_supplier_acknowledges_a_purchase_order(ask: Asking) -> None:
    id = header(ask, "PO")
    found = [low_order(ask, id)["acknowledged"]]
    for body in (None, {"acknowledged": False, "reference": "S-1"}):
        assert {} == ask("PUT", f"{PATH}/{id}/acknowledgement", body).document
        found.append(low_order(ask, id)["acknowledged"])
    assert [0, 1, 0] == found


def test_a_sales_order_is_not_acknowledged(ask: Asking) -> None:
    assert 400 == ask("PUT", f"{PATH}/{order(ask)}/acknowledgement").status


def test_a_forgotten_contact_is_struck_from_its_orders(ask: Asking) -> None:
    contact = customer(ask)
    ids = [order(ask, contact=contact), order(ask, contact=contact)]
    other = order(ask)
    answered = ask("POST", f"{PATH}/forget-contact/{contact}", keepCityAndState="true")
    assert {"numberOfOrdersModified": 2} == answered.response
    assert [("FORGOTTEN CONTACT 20260302-101500", "", "Bristol")] * 2 == [
        tuple(low_order(ask, id)["parties"]["delivery"][name] for name in ("addressFullName", "addressLine1", "addressLine3")) for id in ids
    ]
    assert "Ada Byron" == low_order(ask, other)["parties"]["delivery"]["addressFullName"]


def test_a_contact_that_nobody_knows_has_no_orders_to_forget(ask: Asking) -> None:
    assert {"numberOfOrdersModified": 0} == ask("POST", f"{PATH}/forget-contact/999").response


def test_purchase_orders_are_closed_together(ask: Asking) -> None:
    ids = [purchase(ask)[0], purchase(ask)[0]]
    given = {"invoiceReference": "REF", "taxDate": "2026-03-27T00:00:00.000Z", "dueDate": "2026-04-27", "orderIds": ids}
    assert {} == ask("POST", "order-service/purchase-order/close", given).document
    invoice = {"invoiceReference": "REF", "taxDate": "2026-03-27T00:00:00.000+00:00", "dueDate": "2026-04-27T00:00:00.000+00:00"}
    assert [[invoice], [invoice]] == [low_order(ask, id)["invoices"] for id in ids]
    assert ["PI", "PI"] == [each["journalTypeCode"] for each in ask.double.records("journals")]


@pytest.mark.parametrize("wrong", [[], [999], None])
def test_purchases_that_are_not_there_are_not_closed(ask: Asking, wrong: Any) -> None:
    assert 400 == ask("POST", "order-service/purchase-order/close", {"invoiceReference": "REF", "orderIds": wrong}).status


def test_all_purchases_are_closed_or_none(ask: Asking) -> None:
    id, _ = purchase(ask)
    ask("POST", "order-service/purchase-order/close", {"invoiceReference": "REF", "orderIds": [id, 999]})
    assert "closedOn" not in low_order(ask, id)


def test_purchase_credits_are_closed_one_at_a_time(ask: Asking) -> None:
    ids = [purchase(ask, type_code="PC")[0], purchase(ask, type_code="PC")[0]]
    given = {"invoiceReference": "REF", "orderIds": ids}
    assert [400, 200] == [ask("POST", "order-service/purchase-credit/close", {**given, "orderIds": each}).status for each in (ids, ids[:1])]
