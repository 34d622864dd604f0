"""What an order that is in Brightpearl still lacks: payments, the status of one that was paid, custom fields, its marks."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.ledger import Ledger, Outcome, Status, ledger_of
from bpwoo_sync.plan import Plan
from bpwoo_sync.planning.actions import mark_action, payment_action, rate_of, status_action
from bpwoo_sync.planning.orders import moving_on
from bpwoo_sync.situation import Situation
from tests.bpwoo_sync.mapping.orders import line, meta, order, tables
from tests.bpwoo_sync.mapping.sides import TAKEN_AT, account, marks, payment_row, plan, row, sales_order, shop

WIDGETS = [line(1, "WIDGET", "2", "20.00", ("20", "4.00"))]
ROWS = [row(11, "L1", 1000, "2", "20.00", "4.00")]
TENDERS = {"tenders": [{"meta": "_gift", "method": "GIFT", "within_total": True}]}


def paid(*payments: bp.CustomerPaymentRow, gift: str = "5.00", **more: Any) -> list[tuple[str, str]]:
    """What is still to be paid of an order of 24.00, of which a gift card paid some: method and amount."""
    sold = order("24.00", "4.00", WIDGETS, meta_data=[*marks(500), meta("_gift", gift, 3)], **more)
    made = plan(shop(sold), account(sales_orders=(sales_order(500, "W1-1001", ROWS),), payments=payments), tables(payments=TENDERS))
    return [(each.payload["paymentMethodCode"], each.payload["amountPaid"]) for each in made.actions if each.kind == "payment"]


CARD, GIFT = ("CARD", "19.00"), ("GIFT", "5.00")


@pytest.mark.parametrize(
    ("payments", "expected"),
    [
        ((), [CARD, GIFT]),
        ((payment_row(1, 500, "19.00"),), [GIFT]),
        ((payment_row(1, 500, "5.00", ref="W1-1001-_gift", method="GIFT"),), [CARD]),
        ((payment_row(1, 500, "19.00"), payment_row(2, 500, "5.00", ref="W1-1001-_gift", method="GIFT")), []),
        # By hand, under another reference: what is left decides.
        ((payment_row(1, 500, "24.00", ref="till"),), []),
        ((payment_row(1, 500, "19.00", ref="till"),), [GIFT]),
        ((payment_row(1, 500, "5.00", ref="till"),), [CARD]),
        ((payment_row(1, 500, "5.01", ref="till"),), [GIFT]),
        ((payment_row(1, 500, "20.00", ref="till"),), []),
        ((payment_row(1, 500, "5.00", ref="till"), payment_row(2, 500, "5.00", kind="PAYMENT", ref="till")), [CARD, GIFT]),
    ],
)
def test_of_what_was_paid_in_the_shop_as_much_is_posted_as_is_not_paid_otherwise(
    payments: Sequence[bp.CustomerPaymentRow], expected: list[tuple[str, str]]
) -> None:
    assert expected == paid(*payments)


def test_an_amount_that_is_held_is_authorised_whatever_was_received() -> None:
    sold = order("24.00", "4.00", WIDGETS, meta_data=marks(500), date_paid_gmt=None, status="on-hold")
    there = account(sales_orders=(sales_order(500, "W1-1001", ROWS),), payments=(payment_row(1, 500, "24.00", ref="till"),))
    (found,) = plan(shop(sold), there, tables(payments={"authorised": ["card"]})).actions
    assert ("AUTH", "24.00", "Record the hold of 24.00 GBP by CARD for order 1001") == (
        found.payload["paymentType"],
        found.payload["amountAuthorized"],
        found.summary,
    )


STATUSES = {"processing": 2, "completed": 14, "on-hold": 12, "pending": 11}


@pytest.mark.parametrize(
    ("status", "given", "there", "statuses", "expected"),
    [
        ("processing", "12", 12, STATUSES, 2),
        ("completed", "12", 12, STATUSES, 14),
        ("processing", "11", 11, STATUSES, 2),
        ("processing", "12", 12, {"processing": 2, "on-hold": 12}, 2),
        ("processing", "12", 12, {"processing": 12, "on-hold": 12}, None),
        ("processing", "12", 12, {"processing": 2}, None),  # nobody says what was given to an order that waits
        ("processing", "12", 12, {"on-hold": 12}, None),  # nor what one gets that does not
        ("processing", "12", 7, STATUSES, None),  # people moved it on
        ("processing", "7", 7, STATUSES, None),  # it never waited
        ("processing", None, 12, STATUSES, None),  # it is not known what it was given
        ("on-hold", "11", 11, STATUSES, None),  # it still waits
        ("pending", "12", 12, STATUSES, None),
    ],
)
def test_an_order_that_waited_for_its_payment_moves_on_unless_people_moved_it(
    status: str, given: str | None, there: int, statuses: dict[str, int], expected: int | None
) -> None:
    told = [] if given is None else [meta("_bp_status_id", given, 3)]
    sold = order("24.00", "4.00", WIDGETS, status=status, meta_data=told)
    the_tables = evolve(tables(), statuses=statuses)
    situation = Situation(shop(sold), account(), the_tables, Ledger())
    found = moving_on(sold, sales_order(500, "W1-1001", ROWS, statusId=there), situation, ("payment:x",))
    moved = status_action(
        f"status:W1-1001:{expected}",
        "1001",
        500,
        expected or 0,
        f"Order 1001 is {status} in the shop.",
        f"Move sales order 500 of order 1001 on, as the shop's is {status}",
        ("payment:x",),
    )
    assert ([] if expected is None else [moved]) == found


SOLD = order("24.00", "4.00", WIDGETS, currency="USD")


@pytest.mark.parametrize(
    ("currency", "expected"),
    [
        ({"code": "USD", "exchangeRate": "1.310000"}, "1.310000"),
        ({"code": "USD", "exchangeRate": None}, "1.250000"),
        (None, "1.250000"),
    ],
)
def test_what_belongs_to_a_sales_order_has_its_rate_else_that_of_the_tables(currency: dict[str, Any] | None, expected: str) -> None:
    assert Decimal(expected) == rate_of(sales_order(500, "W1-1001", currency=currency), tables(), SOLD)
    assert Decimal("1.250000") == rate_of(None, tables(), SOLD)


def draft(kind: bp.PaymentType, **amounts: Decimal) -> bp.CustomerPaymentDraft:
    """A payment of the order."""
    known: dict[str, Any] = {"transaction_ref": "ch_1", "payment_method_code": "CARD", "currency_iso_code": "GBP", "payment_date": TAKEN_AT}
    return bp.CustomerPaymentDraft(**{**known, "payment_type": kind, **amounts})


@pytest.mark.parametrize(
    ("made", "summary"),
    [
        (draft(bp.PaymentType.RECEIPT, amount_paid=Decimal("24.00")), "Record 24.00 GBP by CARD for order 1001"),
        (draft(bp.PaymentType.CAPTURE, amount_paid=Decimal("24.00")), "Record 24.00 GBP by CARD for order 1001"),
        (draft(bp.PaymentType.PAYMENT, amount_paid=Decimal("24.00")), "Pay back 24.00 GBP by CARD for order 1001"),
        (draft(bp.PaymentType.AUTH, amount_authorized=Decimal("24.00")), "Record the hold of 24.00 GBP by CARD for order 1001"),
        (draft(bp.PaymentType.RECEIPT), "Record ? GBP by CARD for order 1001"),
    ],
)
def test_a_payment_says_what_it_does(made: bp.CustomerPaymentDraft, summary: str) -> None:
    assert summary == payment_action("W1-1001", "1001", made, 500).summary


def test_a_rate_that_is_given_goes_before_the_payments_own() -> None:
    own = bp.CustomerPaymentDraft(
        transaction_ref="ch_1",
        payment_method_code="CARD",
        payment_type=bp.PaymentType.RECEIPT,
        currency_iso_code="USD",
        amount_paid=Decimal("24.00"),
        payment_date=TAKEN_AT,
        exchange_rate=Decimal("1.25"),
    )
    rates = [payment_action("W1-1001", "1001", own, 500, rate).payload["exchangeRate"] for rate in (None, Decimal("1.310000"))]
    assert ["1.25", "1.310000"] == rates


@pytest.mark.parametrize(
    ("again", "key", "summary"),
    [
        ("", "mark:W1-1001:0123456789abcdef", "Mark order 1001 as imported"),
        ("3", "mark:W1-1001:0123456789abcdef:3", "Mark order 1001 as changed"),
    ],
)
def test_a_mark_is_told_from_one_of_the_same_content_that_was_written_before(again: str, key: str, summary: str) -> None:
    made = mark_action("W1-1001", 1001, "1001", "0123456789abcdef0", 500, ("payment:x",), more={"_more": "x"}, again=again)
    told = [{"key": "_bp_order_id", "value": 500}, {"key": "_bp_synced_hash", "value": "0123456789abcdef0"}, {"key": "_more", "value": "x"}]
    assert (key, summary, "1001", ("payment:x",), {"meta_data": told}) == (made.key, made.summary, made.target, made.after, made.payload)


def tried(*keys: str, status: Status = Status.FAILED) -> Ledger:
    """A ledger in which these were tried."""
    return ledger_of([Outcome(key=key, kind="x", status=status, at=TAKEN_AT) for key in keys])


FILLING = tables(orders={"allocate": True, "custom_fields": [{"meta": "_x", "code": "PCF_X"}]}, store={"warehouse_id": 2})


@pytest.mark.parametrize(
    ("finished", "ledger", "expected"),
    [
        (True, Ledger(), []),
        (True, tried("fields:W1-1001"), ["order-fields"]),
        (True, tried("reservation:W1-1001"), []),
        (True, tried("fields:W1-1001", "reservation:W1-1001"), ["order-fields"]),
        (True, tried("reservation:W1-1001", status=Status.UNKNOWN), ["reservation"]),
        (True, tried("fields:W1-1001", "reservation:W1-1001", status=Status.DONE), []),
        (False, Ledger(), ["order-fields", "reservation"]),
        (False, tried("fields:W1-1001", "reservation:W1-1001"), ["order-fields"]),
        (False, tried("fields:W1-1001", "reservation:W1-1001", status=Status.UNKNOWN), ["order-fields", "reservation"]),
        (False, tried("fields:W1-1001", "reservation:W1-1001", status=Status.DONE), []),
    ],
)
def test_fields_and_a_reservation_that_an_order_lacks(finished: bool, ledger: Ledger, expected: list[str]) -> None:
    told = [meta("_x", "PO-1", 7), *(marks(500) if finished else [])]
    made = completed(order("24.00", "4.00", WIDGETS, meta_data=told), ledger)
    assert expected == [each.kind for each in made.actions if each.kind in ("order-fields", "reservation")]
    assert finished is (not [each for each in made.actions if each.kind == "shop-mark"])


def completed(sold: woo.Order, ledger: Ledger) -> Plan:
    """The plan of an order that is there and paid."""
    there = account(sales_orders=(sales_order(500, "W1-1001", ROWS),), payments=(payment_row(1, 500, "24.00"),))
    return plan(shop(sold), there, FILLING, ledger)
