"""Digests of orders: they are kept in shops and ledgers, so the same order has the same digest in every version."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import woocommerce_sdk as woo
from bpwoo_sync.mapping.content_hash import content_hash, state_hash
from tests.bpwoo_sync.mapping.orders import coupon, fee, line, meta, order, shipping

LINES = [line(1, "Ä-1", "2", "20.00", ("20", "4.00")), line(2, None, "0.5", "1.00", ("5", "0.05"), ("9.975", "0.10"))]
WHOLE: dict[str, Any] = {
    "shipping_lines": [shipping(8, "4.95", ("20", "0.99"))],
    "fee_lines": [fee(7, "Wrap", "1.00", ("20", "0.20"))],
    "coupon_lines": [coupon(5, "SAVE10")],
    "meta_data": [meta("_bp_order_id", "500"), meta("gift", {"to": "Ann"}, 2)],
}
SOLD = order("32.29", "5.34", LINES, **WHOLE)


def test_the_digests_of_an_order_are_those_that_shops_and_ledgers_keep() -> None:
    assert "d5e57f0cd2c828d6a51955e0925eb3b764cc34f60b0e3ae945a761760fac514b" == content_hash(SOLD)
    assert "d19a18deb71fa149b24226030a7dc8f2b061db673acddac3021987f9d56e81d3" == state_hash(SOLD)


def billed(**values: object) -> woo.Order:
    """The order with other values in the billing address."""
    return order("32.29", "5.34", LINES, **{**WHOLE, "billing": values})


def test_values_of_another_kind_than_the_shop_documents_have_a_digest_too() -> None:
    odd = billed(postcode=12, phone=None, state=True, company='a "b" \\ \n \u2028 é')
    assert "31bc9c3044a8d8b4f1d21aa33d74bbeee78ede8850c5e94dbc76fa8c784a29fd" == content_hash(odd)
    assert content_hash(billed(postcode="7.5")) == content_hash(billed(postcode=Decimal("7.5")))


def test_several_of_each_kind_of_line_have_the_digest_that_shops_keep() -> None:
    several: dict[str, Any] = {
        "shipping_lines": [shipping(8, "4.95", ("20", "0.99")), shipping(9, "1.00")],
        "fee_lines": [fee(7, "Wrap", "1.00", ("20", "0.20")), fee(10, "Card", "-1.00")],
        "coupon_lines": [coupon(5, "SAVE10"), coupon(6, "SAVE20")],
        "prices_include_tax": True,
    }
    assert "caa46ff65c4d96113fffa67e4551444e841327f806f4d614b3a86f57b8e795ef" == content_hash(order("32.29", "5.34", LINES, **several))


@pytest.mark.parametrize(
    "change",
    [
        {"id": 7},
        {"number": "7"},
        {"currency": "EUR"},
        {"prices_include_tax": True},
        {"billing": {"phone": "1"}},
        {"billing": {"email": "bea@example.com"}},
        {"shipping_address": {"city": "Leeds"}},
        {"fee_lines": []},
        {"shipping_lines": [shipping(8, "4.95", ("20", "0.98"))]},
        {"coupon_lines": [coupon(5, "SAVE20")]},
    ],
)
def test_what_was_agreed_is_part_of_the_content(change: dict[str, Any]) -> None:
    assert content_hash(SOLD) != content_hash(order("32.29", "5.34", LINES, **{**WHOLE, **change}))


@pytest.mark.parametrize("change", [{"sku": "RENAMED"}, {"sku": None, "product_id": 0, "variation_id": 0}])
def test_what_became_of_a_product_since_is_no_part_of_the_content(change: dict[str, Any]) -> None:
    assert content_hash(SOLD) == content_hash(order("32.29", "5.34", [{**LINES[0], **change}, LINES[1]], **WHOLE))


@pytest.mark.parametrize("change", [{"status": "completed"}, {"transaction_id": "x"}, {"meta_data": []}, {"date_modified_gmt": None}])
def test_what_changes_in_the_course_of_things_is_no_part_of_the_content(change: dict[str, Any]) -> None:
    assert content_hash(SOLD) == content_hash(order("32.29", "5.34", LINES, **{**WHOLE, **change}))


@pytest.mark.parametrize("name", ["date_modified", "date_modified_gmt", "customer_ip_address", "payment_url", "needs_payment"])
def test_what_changes_by_itself_is_no_part_of_the_state(name: str) -> None:
    other: Any = {"needs_payment": True}.get(name, "2026-03-09T10:16:00")
    assert state_hash(SOLD) == state_hash(order("32.29", "5.34", LINES, **{**WHOLE, name: other}))


@pytest.mark.parametrize("marks", [[], [meta("_bp_gon_ids", "7"), meta("gift", {"to": "Ann"}, 2)]])
def test_of_the_meta_data_all_but_our_own_marks_is_part_of_the_state(marks: list[dict[str, Any]]) -> None:
    other: woo.Order = order("32.29", "5.34", LINES, **{**WHOLE, "meta_data": marks})
    assert (len(marks) == 2) == (state_hash(SOLD) == state_hash(other))
