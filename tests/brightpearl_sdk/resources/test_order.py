from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

import brightpearl_sdk as bp
from tests.brightpearl_sdk.answers import answer, answered, body, found, plain, sent
from tests.brightpearl_sdk.recordings import Exchange, exchanges

BASE = "/order-service"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
RECORDED = {exchange.name: exchange for exchange in exchanges()}


def recorded(name: str) -> Exchange:
    return RECORDED[name]


SALE: dict[str, Any] = {
    "id": 42,
    "version": 3,
    "customer": {"id": 207, "address": {"addressFullName": "Ada Byron", "countryIsoCode": "GBR"}},
    "customerId": 207,
    "billing": {"contactId": 207},
    "ref": "WC-1001",
    "externalRef": "wc-1001",
    "installedIntegrationInstanceId": 3,
    "placedOn": "2026-03-02T12:00:00.000Z",
    "parentId": None,
    "statusId": 3,
    "priceModeCode": "EXC",
    "currency": {"code": "GBP", "fixedExchangeRate": True, "exchangeRate": "1.000000"},
    "delivery": {"date": "2026-03-04T00:00:00.000Z", "shippingMethodId": 6},
    "isCanceled": None,
    "orderPaymentStatus": "UNPAID",
    "total": {"net": "20.00", "tax": "4.00", "gross": "24.00", "baseNet": "20.00", "baseTax": "4.00", "baseGross": "24.00"},
    "rows": [
        {"id": 1, "productId": 1007, "name": "Red mug", "quantity": "2.0000", "taxCode": "T20", "net": "20.0000", "tax": "4.0000"},
    ],
}
ROW = bp.SalesOrderRowDraft(
    product_id=1007, quantity=Decimal("2"), tax_code="T20", net=Decimal("20.00"), tax=Decimal("4.00"), external_ref="li-1"
)
PARTIES = bp.OrderPartiesDraft(supplier=bp.OrderPartyDraft(contact_id=418))


@pytest.mark.parametrize("kind", [bp.SalesOrder, bp.SalesCredit])
def test_a_sale_comes_back_as_it_was(kind: type[bp.Sale]) -> None:
    assert plain(SALE) == plain(bp.encode(bp.decode(kind, SALE)))


def test_a_sales_credit_is_no_sales_order() -> None:
    assert bp.decode(bp.SalesCredit, SALE) != bp.decode(bp.SalesOrder, SALE)


def test_a_sales_credit_is_read_by_its_id() -> None:
    credit = bp.SalesCredits.get(42).parse(answered([SALE]))
    assert (42, Decimal("24.00"), bp.PriceMode.EXCLUSIVE) == (credit.id, credit.total and credit.total.gross, credit.price_mode_code)


@pytest.mark.parametrize(
    ("operation", "target", "document"),
    [
        (
            bp.SalesOrders.replace(42, bp.SalesOrderDraft(ref="X", rows=(ROW,))),
            ("PUT", "/sales-order/42"),
            {
                "ref": "X",
                "rows": [{"productId": 1007, "quantity": "2", "taxCode": "T20", "net": "20.00", "tax": "4.00", "externalRef": "li-1"}],
            },
        ),
        (
            bp.SalesOrders.close(42, bp.SaleCloseDraft(tax_date=NOON)),
            ("POST", "/sales-order/42/close"),
            {"taxDate": "2026-03-02T12:00:00.000Z"},
        ),
        (bp.SalesCredits.close(42, bp.SaleCloseDraft()), ("POST", "/sales-credit/42/close"), {}),
        (
            bp.SalesCredits.create(bp.SalesCreditDraft(customer=bp.SalesOrderCustomerDraft(id=207), parent_id=42)),
            ("POST", "/sales-credit"),
            {"customer": {"id": 207}, "parentId": 42},
        ),
        (
            bp.PurchaseOrders.close(
                bp.PurchaseOrderCloseDraft(order_ids=(1031, 1032), invoice_reference="REF", tax_date=NOON, due_date=date(2026, 4, 1))
            ),
            ("POST", "/purchase-order/close"),
            {"orderIds": [1031, 1032], "invoiceReference": "REF", "taxDate": "2026-03-02T12:00:00.000Z", "dueDate": "2026-04-01"},
        ),
        (
            bp.PurchaseCredits.close(bp.PurchaseCreditCloseDraft(order_ids=(1031,), exchange_rate=Decimal("1.5"))),
            ("POST", "/purchase-credit/close"),
            {"orderIds": [1031], "exchangeRate": "1.5"},
        ),
        (
            bp.OrderAcknowledgements.put(76, bp.OrderAcknowledgementDraft(acknowledged=True, reference="DHL-1")),
            ("PUT", "/order/76/acknowledgement"),
            {"acknowledged": True, "reference": "DHL-1"},
        ),
        (
            bp.OrderStatuses.create(bp.OrderStatusDraft(name="TEST Status", order_type_code=bp.OrderType.SALES_ORDER, color="#60a0ff")),
            ("POST", "/order-status"),
            {"name": "TEST Status", "orderTypeCode": "SO", "color": "#60a0ff"},
        ),
    ],
)
def test_a_write_says_what_its_draft_says(operation: bp.Operation[Any], target: tuple[str, str], document: Any) -> None:
    assert ((target[0], BASE + target[1]), document) == (sent(operation), body(operation))


def test_an_order_is_made_as_the_recorded_one_was() -> None:
    draft = bp.OrderDraft(order_type_code=bp.OrderType.PURCHASE_ORDER, reference="#0001", parties=PARTIES)
    asked = {"reference": "#0001", "orderTypeCode": "PO", "parties": {"supplier": {"contactId": 418}}}
    operation = bp.Orders.create(draft)
    assert (asked, 323) == (body(operation), operation.parse(recorded("account:order_post_po").response))


def test_a_whole_order_header_is_sent() -> None:
    draft = bp.OrderDraft(
        order_type_code=bp.OrderType.SALES_CREDIT,
        parties=bp.OrderPartiesDraft(customer=bp.OrderPartyDraft(contact_id=200)),
        parent_order_id=42,
        placed_on=NOON,
        order_status=bp.OrderStatusOfOrderDraft(order_status_id=10),
        delivery=bp.OrderDeliveryDraft(delivery_date=date(2026, 3, 4), shipping_method_id=6),
        invoices=(bp.OrderInvoiceDraft(tax_date=date(2026, 3, 2)),),
        currency=bp.OrderCurrencyDraft(order_currency_code="GBP"),
        assignment=bp.OrderAssignmentDraft(current=bp.OrderAssignmentIdsDraft(channel_id=1)),
    )
    assert {
        "orderTypeCode": "SC",
        "parties": {"customer": {"contactId": 200}},
        "parentOrderId": 42,
        "placedOn": "2026-03-02T12:00:00.000Z",
        "orderStatus": {"orderStatusId": 10},
        "delivery": {"deliveryDate": "2026-03-04", "shippingMethodId": 6},
        "invoices": [{"taxDate": "2026-03-02"}],
        "currency": {"orderCurrencyCode": "GBP"},
        "assignment": {"current": {"channelId": 1}},
    } == body(bp.Orders.create(draft))


def test_an_order_is_changed_and_read_as_the_recorded_one_was() -> None:
    changes = (bp.Patch.replace("/delivery/deliveryDate", date(2022, 1, 20)), bp.Patch.replace("/reference", "#XYZ"))
    operation = bp.Orders.patch(329, changes)
    order = operation.parse(recorded("ruby-brightpearl:order_patch#1").response)
    assert [
        {"op": "replace", "path": "/delivery/deliveryDate", "value": "2022-01-20"},
        {"op": "replace", "path": "/reference", "value": "#XYZ"},
    ] == body(operation)
    assert (329, "#XYZ", datetime(2022, 1, 20, tzinfo=UTC)) == (order.id, order.reference, order.delivery and order.delivery.delivery_date)


def test_an_orders_parties_and_assignment_are_typed() -> None:
    order = bp.Orders.get(312).parse(recorded("account:order_get_one_po").response)
    assert order.parties is not None and order.parties.supplier is not None
    assert order.assignment is not None and order.assignment.current is not None
    assert (None, 0) == (order.parties.customer, order.assignment.current.project_id)


def test_a_row_is_added_as_the_recorded_one_was() -> None:
    draft = bp.OrderRowDraft(
        product_name="Brightpearl Product",
        quantity=bp.QuantityDraft(magnitude=Decimal(5)),
        row_value=bp.RowValueDraft(
            tax_code="13", row_net=bp.AmountDraft(value=Decimal(100)), row_tax=bp.AmountDraft(value=Decimal(13), currency_code="USD")
        ),
    )
    operation = bp.OrderRows.create(336, draft)
    assert {
        "productName": "Brightpearl Product",
        "quantity": {"magnitude": "5"},
        "rowValue": {"taxCode": "13", "rowNet": {"value": "100"}, "rowTax": {"value": "13", "currencyCode": "USD"}},
    } == body(operation)
    assert 402 == operation.parse(recorded("account:order_row_delete#1").response)


def test_a_row_is_removed_by_both_ids() -> None:
    operation = bp.OrderRows.remove(336, 402)
    assert ("DELETE", f"{BASE}/order/336/row/402") == sent(operation)


def test_a_row_is_changed_and_read() -> None:
    operation = bp.OrderRows.patch(336, 402, [bp.Patch.replace("/rowValue/rowNet/value", Decimal("200.00"))])
    row = operation.parse(answered({"productId": 1000, "rowValue": {"rowNet": {"currencyCode": "USD", "value": "200.0000"}}}))
    assert ("PATCH", f"{BASE}/order/336/row/402") == sent(operation)
    assert [{"op": "replace", "path": "/rowValue/rowNet/value", "value": "200.00"}] == body(operation)
    assert Decimal(200) == (row.row_value and row.row_value.row_net and row.row_value.row_net.value)


def test_rows_of_a_sales_order_are_replaced_with_an_outcome_each() -> None:
    row = bp.SalesOrderRowDraft(id=3, name="Mug", quantity=Decimal(1), tax_code="T20", net=Decimal("44.0000"), tax=Decimal("8.8000"))
    operation = bp.SalesOrders.replace_rows(1, [row])
    given = operation.parse(answered({"resourceStatuses": {"3": 200}, "resourceErrors": {"3": []}}))
    assert ("PUT", f"{BASE}/sales-order/1/row/3") == sent(operation)
    assert [{"id": 3, "name": "Mug", "quantity": "1", "taxCode": "T20", "net": "44.0000", "tax": "8.8000"}] == body(operation)
    assert bp.Outcomes({3: 200}) == given


def test_a_row_to_be_replaced_needs_its_id() -> None:
    with pytest.raises(bp.QueryError, match="SalesOrderRowDraft needs the id"):
        bp.SalesOrders.replace_rows(1, [ROW])


def test_the_four_types_are_read() -> None:
    types = bp.OrderTypes.all().parse(answered([{"id": 2, "code": "PO", "description": "Purchase Order"}]))
    assert [(2, bp.OrderType.PURCHASE_ORDER)] == [(each.id, each.code) for each in types]


def test_stock_statuses_are_read() -> None:
    given = [{"id": 2, "code": "SOP", "description": "Sales Order Part Fulfilled"}]
    assert given == [bp.encode(each) for each in bp.OrderStockStatuses.all().parse(answered(given))]


def test_recorded_shipping_statuses_are_read() -> None:
    statuses = bp.OrderShippingStatuses.all().parse(recorded("account:order_shipping_status_get").response)
    assert list(bp.OrderShippingStatusCode) == [each.code for each in statuses]


def test_notes_are_read_by_orders_and_ids() -> None:
    operation = bp.OrderNotes.get_set([54], [8, 7])
    note = {
        "noteId": 7,
        "contactId": 207,
        "text": "Call",
        "isPublic": False,
        "addedOn": "2026-03-02T12:00:00.000Z",
        "addedBy": 4,
        "orderStatusId": 3,
    }
    assert ("GET", f"{BASE}/order/54/note/7-8") == sent(operation)
    assert [note] == [bp.encode(each) for each in operation.parse(answered([note]))]


def test_custom_fields_are_changed_as_the_recorded_ones_were() -> None:
    operation = bp.OrderCustomFields.patch(516491, [bp.Patch.add("/PCF_REICUOTA", {"id": 137})])
    values = operation.parse(recorded("account:order.custom_field.patch").response)
    assert [{"op": "add", "path": "/PCF_REICUOTA", "value": {"id": 137}}] == body(operation)
    assert {"id": 137, "value": "FormularioBAC"} == values["PCF_REICUOTA"]


@pytest.mark.parametrize("given", [answer({}), answered({})])
def test_an_order_without_custom_fields_has_none(given: bp.Response) -> None:
    assert {} == bp.OrderCustomFields.get(7).parse(given)


def test_custom_fields_are_a_map() -> None:
    with pytest.raises(bp.ShapeError, match="keyed by code"):
        bp.OrderCustomFields.get(7).parse(answered([1]))


def test_recorded_declarations_of_custom_fields_come_back_as_they_were() -> None:
    exchange = recorded("account:order.custom_field_metadata.get.single")
    (field,) = bp.OrderCustomFields.declared_for_sales_set([131]).parse(exchange.response)
    assert exchange.document["response"] == [bp.encode(field)]
    assert ("SELECT", 5) == (field.custom_field_type, len(field.options or ()))


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ({}, {"PCF_A": "x"}, [("add", "/PCF_A", "x")]),
        ({"PCF_A": "x"}, {"PCF_A": "y"}, [("replace", "/PCF_A", "y")]),
        ({"PCF_A": "x"}, {"PCF_A": None}, [("remove", "/PCF_A", None)]),
        ({"PCF_A": "x"}, {"PCF_A": "x"}, []),
        ({"PCF_A": "x"}, {}, []),
        ({}, {"PCF_A": None}, []),
        ({}, {"PCF_S": {"id": 3}}, [("add", "/PCF_S", {"id": 3})]),
        ({"PCF_S": {"id": 3, "value": "S"}}, {"PCF_S": {"id": 4}}, [("replace", "/PCF_S/id", 4)]),
        ({"PCF_S": {"id": 3, "value": "S"}}, {"PCF_S": {"id": 3}}, []),
    ],
)
def test_custom_fields_are_added_replaced_or_removed_by_what_is_set(
    before: dict[str, Any], after: dict[str, Any], changes: list[tuple[str, str, Any]]
) -> None:
    assert changes == [(each.op, each.path, each.value) for each in bp.custom_field_changes(before, after)]


def test_forgetting_a_contact_tells_how_many_orders_changed() -> None:
    operations = (bp.OrderForgetContacts.forget(200), bp.OrderForgetContacts.forget_keeping_place(200))
    assert [
        ("POST", f"{BASE}/order/forget-contact/200"),
        ("POST", f"{BASE}/order/forget-contact/200?keepCityAndState=true"),
    ] == [sent(each) for each in operations]
    assert 3 == operations[0].parse(answered({"numberOfOrdersModified": 3})).number_of_orders_modified


def test_landed_cost_estimates_are_exact_numbers() -> None:
    given = {
        "id": 1,
        "orderRowId": 9,
        "unitAdjustmentOriginalCurrency": 1.25,
        "unitAdjustmentBaseCurrency": 1.5,
        "reference": "Freight",
        "nominalCode": "5100",
        "currencyId": 2,
        "poRowQty": 4,
        "exchangeRate": 1.2,
    }
    (estimate,) = bp.LandedCostEstimates.of_order(76).parse(answered([given]))
    assert (Decimal("1.25"), plain(given)) == (estimate.unit_adjustment_original_currency, plain(bp.encode(estimate)))


def test_a_sales_order_search_filters_by_what_it_does_not_answer() -> None:
    row = bp.SalesOrderSearchRow
    operation = bp.SalesOrders.search(row.where(row.product_ids.within([8, 7]), row.is_historical_order.is_(False)))
    page = operation.parse(found({"salesOrderId": "IDSET", "customerRef": "STRING"}, [42, "WC-1001"]))
    assert ("GET", f"{BASE}/sales-order-search?productIds=7-8&isHistoricalOrder=false") == sent(operation)
    assert [(42, "WC-1001", None)] == [(each.sales_order_id, each.customer_ref, each.product_ids) for each in page]
