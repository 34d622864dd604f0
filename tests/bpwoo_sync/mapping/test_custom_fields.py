"""Custom fields of sales orders from meta data, payments that a gateway only holds, tenders inside a structure."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import brightpearl_sdk as bp
from bpwoo_sync.errors import ConfigurationError
from bpwoo_sync.ledger import Ledger, Outcome, Status, ledger_of
from bpwoo_sync.mapping.custom_fields import field_values
from bpwoo_sync.plan import Plan
from bpwoo_sync.preflight import preflight
from bpwoo_sync.snapshot import References
from bpwoo_sync.tables import tables_from
from tests.bpwoo_sync.mapping.orders import catalogue, meta, order, tables
from tests.bpwoo_sync.mapping.sides import (
    TAKEN_AT,
    account,
    action,
    codes,
    kinds,
    marks,
    payment_row,
    plan,
    references,
    sales_order,
    shop,
)
from tests.bpwoo_sync.mapping.test_edge_cases import WIDGET, made, mapped, said

LEVELS = bp.decode(
    bp.CustomField, {"id": 1, "code": "PCF_LEVEL", "customFieldType": "SELECT", "options": {"7": {"id": 7, "value": "Gold"}}}
)
KNOWN = catalogue(fields={"PCF_LEVEL": LEVELS})


def settings(type: str, code: str = "PCF_X") -> Any:
    """Tables with one custom field."""
    chosen = [{"meta": "_x", "code": code, "type": type}]
    return tables(orders={"custom_fields": chosen}, store={"shop_time_zone": "America/New_York"})


def value(given: Any, type: str, code: str = "PCF_X") -> Any:
    """What a custom field becomes, and what is said of it."""
    found = mapped(the_tables=settings(type, code), known=KNOWN, meta_data=[meta("_x", given)])
    assert found.value is not None
    return found.value.fields.get(code), said(found)


@pytest.mark.parametrize(
    ("given", "type", "expected"),
    [
        (" PO-1 ", "TEXT", "PO-1"),
        ("line one\nline two", "TEXT_AREA", "line one\nline two"),
        ("7", "INTEGER", 7),
        ("7.0", "INTEGER", 7),
        ("yes", "YES_NO", True),
        ("0", "YES_NO", False),
        ("No", "YES_NO", False),
        ("OFF", "YES_NO", False),
        ("On", "YES_NO", True),
        ("TRUE", "YES_NO", True),
        ("False", "YES_NO", False),
        ("2026-03-09", "DATE", "2026-03-09T12:00:00.000-04:00"),
        ("2026-03-10T02:00:00Z", "DATE", "2026-03-09T12:00:00.000-04:00"),
    ],
)
def test_a_meta_value_becomes_a_value_of_the_fields_type(given: str, type: str, expected: Any) -> None:
    assert (expected, []) == value(given, type)


def test_a_choice_is_found_by_its_text() -> None:
    assert ({"id": 7}, []) == value(" gold", "SELECT", "PCF_LEVEL")


@pytest.mark.parametrize(
    ("given", "type", "code"),
    [
        ("7.5", "INTEGER", "PCF_X"),
        ("many", "INTEGER", "PCF_X"),
        ("maybe", "YES_NO", "PCF_X"),
        ("soon", "DATE", "PCF_X"),
        ("Silver", "SELECT", "PCF_LEVEL"),
        ("Gold", "SELECT", "PCF_X"),
        (["a"], "TEXT", "PCF_X"),
    ],
)
def test_a_value_that_does_not_suit_is_left_out_and_told_and_the_order_goes_in(given: Any, type: str, code: str) -> None:
    assert (None, ["CUSTOM_FIELD_SKIPPED"]) == value(given, type, code)


@pytest.mark.parametrize("given", [None, ""])
def test_what_the_shop_does_not_have_is_no_field(given: Any) -> None:
    assert (None, []) == value(given, "TEXT")


FIELD = settings("TEXT")


def planned(the_tables: Any = FIELD, *, ledger: Ledger | None = None, marked: bool = True, **more: Any) -> Plan:
    """The plan of an order that was imported and paid."""
    sold = order("12.00", "2.00", WIDGET, meta_data=[meta("_x", "PO-1"), *(marks(500) if marked else [])])
    paid = (payment_row(1, 500, "12.00"),)
    return plan(shop(sold), account(sales_orders=(sales_order(500, "W1-1001", **more),), payments=paid), the_tables, ledger)


def tried(key: str, status: Status) -> Ledger:
    """A ledger that knows what became of one write."""
    return ledger_of([Outcome(key=key, kind="x", status=status, at=TAKEN_AT)])


def test_fields_are_filled_in_after_the_import_and_do_not_keep_it_from_being_finished() -> None:
    found = plan(shop(order("12.00", "2.00", WIDGET, meta_data=[meta("_x", "PO-1")])), account(), FIELD)
    filled = action(found, "order-fields")
    assert {"orderId": {"$result": "sales-order:W1-1001"}, "values": {"PCF_X": "PO-1"}} == filled.payload
    assert filled.key not in action(found, "shop-mark").after


@pytest.mark.parametrize(("status", "expected"), [(Status.FAILED, 1), (Status.STARTED, 1), (Status.UNKNOWN, 1), (Status.DONE, 0)])
def test_fields_that_could_not_be_filled_in_are_tried_again(status: Status, expected: int) -> None:
    assert expected == kinds(planned(ledger=tried("fields:W1-1001", status))).get("order-fields", 0)


def test_fields_of_orders_that_were_finished_before_are_not_filled_in() -> None:
    assert {} == kinds(planned())


RESERVING = tables(orders={"allocate": True}, store={"warehouse_id": 2})


def test_goods_of_an_imported_order_are_reserved_where_the_tables_say_so() -> None:
    found = plan(shop(order("12.00", "2.00", WIDGET)), account(), RESERVING)
    asked = action(found, "reservation").payload
    assert {"orderId": {"$result": "sales-order:W1-1001"}, "warehouseId": 2, "productIds": [1000]} == asked
    assert "reservation" not in kinds(plan(shop(order("12.00", "2.00", WIDGET)), account()))


def test_of_a_bundle_its_parts_are_reserved() -> None:
    parts = {1000: {1001: Decimal(2), 1002: Decimal(1), 1009: Decimal(1)}}
    rows = tuple(
        bp.ProductRow({"productId": id, "SKU": sku, "stockTracked": id != 1000}) for id, sku in ((1000, "WIDGET"), (1001, "A"), (1002, "B"))
    )
    found = plan(shop(order("12.00", "2.00", WIDGET)), account(products=rows, bundles=parts), RESERVING)
    assert [1001, 1002] == action(found, "reservation").payload["productIds"]


@pytest.mark.parametrize(
    ("status", "expected"),
    [(Status.FAILED, ({}, ["NOT_ALLOCATED"])), (Status.UNKNOWN, ({"reservation": 1}, [])), (Status.DONE, ({}, []))],
)
def test_a_reservation_that_was_refused_is_told_and_not_asked_for_again(status: Status, expected: Any) -> None:
    found = planned(RESERVING, ledger=tried("reservation:W1-1001", status), allocationStatusCode="ANA")
    assert expected == (kinds(found), codes(found))


def test_nothing_is_said_of_a_refused_reservation_once_people_allocated_the_goods() -> None:
    assert [] == codes(planned(RESERVING, ledger=tried("reservation:W1-1001", Status.FAILED), allocationStatusCode="AAA"))


def test_reserving_needs_a_warehouse() -> None:
    store = {"key": "W1", "base_currency": "GBP"}
    with pytest.raises(ConfigurationError, match=r"store\.warehouse_id: is needed for orders\.allocate"):
        tables_from({"store": store, "orders": {"allocate": True}, "currencies": {"GBP": {}}, "taxes": {"none": "T0"}})


HOLDING = tables(payments={"authorised": ["card"]})
UNPAID: dict[str, Any] = {"date_paid_gmt": None, "status": "on-hold"}


def test_an_amount_that_the_gateway_holds_is_authorised() -> None:
    (payment,) = made(the_tables=HOLDING, **UNPAID).payments
    assert (bp.PaymentType.AUTH, Decimal("12.00"), bp.UNSET) == (payment.payment_type, payment.amount_authorized, payment.amount_paid)
    assert ("ch_1-auth", "ch_1") == (payment.transaction_ref, payment.transaction_code)


@pytest.mark.parametrize(("the_tables", "more"), [(tables(), UNPAID), (HOLDING, {**UNPAID, "transaction_id": " "})])
def test_nothing_is_authorised_by_another_method_or_without_a_transaction(the_tables: Any, more: dict[str, Any]) -> None:
    assert () == made(the_tables=the_tables, **more).payments


def later(*payments: bp.CustomerPaymentRow, **more: Any) -> Plan:
    """The plan of an order that was imported while the gateway held its amount."""
    sold = order("12.00", "2.00", WIDGET, meta_data=marks(500), **more)
    return plan(shop(sold), account(sales_orders=(sales_order(500, "W1-1001"),), payments=payments), HOLDING)


HELD = payment_row(1, 500, "0.00", kind="AUTH", ref="ch_1-auth")


def test_what_was_authorised_is_captured_once_it_is_paid() -> None:
    captured = action(later(HELD), "payment").payload
    assert ("CAPTURE", "ch_1", "ch_1", "12.00") == tuple(
        captured[name] for name in ("paymentType", "transactionRef", "transactionCode", "amountPaid")
    )
    assert {} == kinds(later(HELD, payment_row(2, 500, "12.00", kind="CAPTURE")))


def test_what_was_taken_before_the_import_is_a_receipt_and_an_authorisation_is_told_once() -> None:
    assert "RECEIPT" == action(later(), "payment").payload["paymentType"]
    assert ({"payment": 1}, {}) == (kinds(later(**UNPAID)), kinds(later(HELD, **UNPAID)))


CARDS = {"payments": {"tenders": [{"meta": "_cards", "path": "*.amount", "method": "GIFT"}]}}


@pytest.mark.parametrize(
    ("cards", "expected"),
    [
        ([{"amount": "5.00"}, {"amount": "2.00"}], ["12.00", "7.00"]),
        ({"a": {"amount": "7"}}, ["12.00", "7.00"]),
        ([], ["12.00"]),
        ("", ["12.00"]),
    ],
)
def test_a_tender_is_found_inside_what_a_plugin_keeps(cards: Any, expected: list[str]) -> None:
    worth = "19.00" if len(expected) == 2 else "12.00"
    sold = [{**WIDGET[0], "total": str(Decimal(worth) - 2), "subtotal": str(Decimal(worth) - 2)}]
    found = made(*sold, the_tables=tables(**CARDS), meta_data=[meta("_cards", cards)])
    assert expected == [str(payment.amount_paid) for payment in found.payments]


@pytest.mark.parametrize("cards", ["7 pounds", [{"worth": "7.00"}], [{"amount": "7.00"}, {"amount": "?"}]])
def test_a_tender_that_cannot_be_read_holds_the_order(cards: Any) -> None:
    assert ["TENDER_UNREADABLE"] == said(mapped(the_tables=tables(**CARDS), meta_data=[meta("_cards", cards)]))


def test_custom_fields_of_an_account_are_known_by_their_code() -> None:
    chosen = [{"meta": "_x", "code": "PCF_LEVEL", "type": "SELECT"}]
    found = plan(
        shop(order("12.00", "2.00", WIDGET, meta_data=[meta("_x", "Gold")])),
        account(references=references(order_fields=(LEVELS,))),
        tables(orders={"custom_fields": chosen}),
    )
    assert {"PCF_LEVEL": {"id": 7}} == action(found, "order-fields").payload["values"]


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        ({"orders": {"custom_fields": [{"meta": "_x", "code": "PCF_LEVEL", "type": "SELECT"}]}}, []),
        (
            {"orders": {"custom_fields": [{"meta": "_x", "code": "PCF_OTHER"}]}},
            ["orders.custom_fields[0]: the account has no custom field of sales orders PCF_OTHER. It has: PCF_LEVEL."],
        ),
        (
            {"orders": {"custom_fields": [{"meta": "_x", "code": "PCF_LEVEL"}]}},
            ["orders.custom_fields[0]: PCF_LEVEL is of the type SELECT, not TEXT."],
        ),
        (
            {"store": {"warehouses": [{"warehouse_id": 9, "countries": ["DE"]}]}},
            ["store.warehouses[0]: the account has no warehouse 9. It has: none."],
        ),
        (
            {"currencies": {"GBP": {"price_lists": {"trade": 8}}}},
            ["currencies.GBP.price_lists.trade: the account has no price list 8. It has: none."],
        ),
    ],
)
def test_a_check_tells_of_fields_warehouses_and_price_lists_that_are_not_there(section: dict[str, Any], expected: list[str]) -> None:
    found = preflight(tables(**section), References(order_fields=(LEVELS,)))
    about = ("orders.custom", "store.warehouses", "currencies.GBP.price_lists")
    assert expected == [each.message for each in found if each.key.startswith(about)]


def test_a_field_that_is_blank_keeps_none_of_the_others_from_being_filled() -> None:
    chosen = [{"meta": name, "code": name.upper(), "type": "TEXT"} for name in ("a", "b", "c")]
    sold = order("0.00", "0.00", [], meta_data=[meta("b", ""), meta("c", "x", 2)])
    assert {"C": "x"} == field_values(sold, tables(orders={"custom_fields": chosen}), {}, "1001").value


def test_a_choice_without_a_name_is_never_taken() -> None:
    nameless = bp.decode(bp.CustomField, {"id": 1, "code": "PCF_X", "customFieldType": "SELECT", "options": {"8": {"id": 8}}})
    sold = order("0.00", "0.00", [], meta_data=[meta("_x", "xxxx")])
    assert {} == field_values(sold, settings("SELECT"), {"PCF_X": nameless}, "1001").value
