"""Currencies and decimals that nobody reckoned with are told word for word, of what they are found in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from attrs import evolve

import brightpearl_sdk as bp
from bpwoo_sync.issues import Issue
from bpwoo_sync.ledger import Ledger
from bpwoo_sync.mapping.order_facts import account_order_fact, shop_order_fact
from bpwoo_sync.reconciling.pairs import Pair
from bpwoo_sync.reconciling.surprises import order_surprises, payment_surprises, refund_surprises
from bpwoo_sync.situation import Situation
from tests.bpwoo_sync.mapping.orders import order, tables
from tests.bpwoo_sync.mapping.sides import account, payment_row, row, sales_order, shop
from tests.bpwoo_sync.mapping.test_edge_cases_of_goods import refund

Told = tuple[str, str, str, str, str, str, str]


def told(issues: Iterable[Issue]) -> list[Told]:
    """All that the findings say, but for their repairs."""
    return [(each.code, each.severity.value, each.entity, each.key, each.field, each.actual, each.message) for each in issues]


def situation(orders: Any = (), sales_orders: Any = (), of_shop: Any = None, **of_account: Any) -> Situation:
    """Two sides."""
    there = shop(*orders, **(of_shop or {}))
    return Situation(shop=there, account=account(sales_orders=tuple(sales_orders), **of_account), tables=tables(), ledger=Ledger())


def of_orders(sold: Any, there: Any, **more: Any) -> list[Told]:
    """What is found of an order and a sales order, which are a pair where both are given."""
    sides = situation([sold] if sold else [], [there] if there else [], **more)
    facts = [account_order_fact(there, {}, tables())] if there else []
    pairs = (
        [
            Pair(
                order=sold,
                shop=shop_order_fact(sold, tables(), sides.catalogue),
                rows=None,
                sales_order=there,
                account=facts[0] if facts else None,
            )
        ]
        if sold
        else []
    )
    return told(order_surprises(pairs, facts, sides))


SOLD, THERE = order("0.00", "0.00", []), sales_order(500, "W1-1001", [row(11, "L1", 1000, "1", "1.00", "0.20")])
SWEDISH: dict[str, Any] = {"currency": {"code": "SEK"}}


def unknown(entity: str, key: str) -> Told:
    """A currency that the tables lack."""
    return ("UNKNOWN_CURRENCY", "error", entity, key, "currency", "SEK", "The currency SEK is not set up in the configuration.")


def odd(entity: str, key: str, name: str, amount: str) -> Told:
    """An amount of too many decimals."""
    return ("INVALID_AMOUNT", "error", entity, key, name, amount, f"The {name} {amount} has more decimals than GBP has.")


@pytest.mark.parametrize(
    ("sold", "there", "expected"),
    [
        (SOLD, THERE, []),
        (order("0.00", "0.00", [], currency="SEK"), None, []),
        (None, sales_order(500, "W1-1001", **SWEDISH), [unknown("sales-order", "500")]),
        (None, sales_order(500, "W1-1001", isCanceled=True, **SWEDISH), []),
        (order("1.001", "0.00", []), THERE, [odd("order", "1001", "total", "1.001")]),
        (order("1.001", "0.00", []), None, []),
        (SOLD, sales_order(500, "W1-1001", [row(11, "L1", 1000, "1", "1.001", "0.001")]), [odd("sales-order", "500", "net", "1.001")]),
        (SOLD, sales_order(500, "W1-1001", [row(11, "L1", 1000, "1", "1.0000", "0.2001")]), [odd("sales-order", "500", "tax", "0.2001")]),
        (SOLD, sales_order(500, "W1-1001", [{**row(11, "L1", 1000, "1"), "net": None, "tax": None}]), []),
    ],
)
def test_orders_of_either_side(sold: Any, there: Any, expected: list[Told]) -> None:
    assert expected == of_orders(sold, there)


def test_an_order_whose_currency_the_tables_lost_is_told_once_of_the_order() -> None:
    sold, there = order("0.00", "0.00", [], currency="SEK"), sales_order(500, "W1-1001", **SWEDISH)
    sides = situation([sold], [there])
    fact = account_order_fact(there, {}, tables())
    pair = Pair(order=sold, shop=evolve(fact, number="1001"), rows=None, sales_order=there, account=fact)
    assert [unknown("order", "1001")] == told(order_surprises([pair], [fact], sides))


@pytest.mark.parametrize(("currency", "decimals", "expected"), [("GBP", 2, 0), ("GBP", 3, 1), ("JPY", 2, 1), ("", 3, 0), ("BHD", 3, 0)])
def test_a_shop_that_writes_more_decimals_than_its_currency_has(currency: str, decimals: int, expected: int) -> None:
    found = list(order_surprises([], [], situation(of_shop={"currency": currency, "decimals": decimals})))
    assert expected == len(found)
    if currency == "GBP" and found:
        assert [
            (
                "INVALID_AMOUNT",
                "warn",
                "shop",
                "decimals",
                "woocommerce_price_num_decimals",
                "3",
                "The shop writes 3 decimals, and GBP has 2.",
            )
        ] == told(found)
        assert "2" == found[0].expected


@pytest.mark.parametrize(
    ("payment", "expected"),
    [
        (payment_row(1, 500, "24.00"), []),
        (payment_row(1, 500, "24.001"), [odd("payment", "500", "amount", "24.001")]),
        (payment_row(1, 999, "24.001"), []),
        (bp.CustomerPaymentRow({"paymentId": 1, "orderId": 500, "currencyCode": "", "amountPaid": None}), []),
        (
            bp.CustomerPaymentRow({"paymentId": 1, "orderId": 500, "currencyCode": "EUR", "amountPaid": "1.001"}),
            [("CURRENCY_MISMATCH", "error", "payment", "500", "", "EUR", "Payment 1 of order 500 is in EUR, the order in GBP.")],
        ),
    ],
)
def test_payments(payment: bp.CustomerPaymentRow, expected: list[Told]) -> None:
    assert expected == told(payment_surprises(situation([], [THERE], payments=(payment,))))


def test_a_payment_without_an_order_keeps_none_of_the_others_from_being_looked_at() -> None:
    stray = bp.CustomerPaymentRow({"paymentId": 1, "amountPaid": "1.001"})
    first = sales_order(1, "W1-1002")
    both = situation([], [first, THERE], payments=(stray, payment_row(2, 500, "1.001")))
    assert [odd("payment", "500", "amount", "1.001")] == told(payment_surprises(both))


def test_a_payment_of_a_sales_order_without_a_currency_is_in_that_of_the_books() -> None:
    bare = sales_order(500, "W1-1001", currency=None)
    euros = bp.CustomerPaymentRow({"paymentId": 1, "orderId": 500, "currencyCode": "EUR", "amountPaid": "1.00"})
    (found,) = payment_surprises(situation([], [bare], payments=(euros,)))
    assert ("GBP", "EUR") == (found.expected, found.actual)


def test_a_payment_in_the_currency_of_its_sales_order_is_no_surprise() -> None:
    dollars = bp.CustomerPaymentRow({"paymentId": 1, "orderId": 500, "currencyCode": "USD", "amountPaid": "1.00"})
    there = sales_order(500, "W1-1001", currency={"code": "USD"})
    assert [] == list(payment_surprises(situation([], [there], payments=(dollars,))))


def test_refunds() -> None:
    refunds = {1001: (refund(7, "1.00"), refund(8, "1.001"))}
    assert [odd("refund", "1001/R8", "amount", "1.001")] == told(refund_surprises(situation([SOLD], of_shop={"refunds": refunds})))
