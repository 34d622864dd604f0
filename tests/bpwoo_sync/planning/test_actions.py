"""What single writes say of themselves where they meet something unusual."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

import brightpearl_sdk as bp
from bpwoo_sync.mapping.edits import sent_digest
from bpwoo_sync.mapping.prices import PriceFact, PriceTarget
from bpwoo_sync.planning.actions import marks_of, price_action
from tests.bpwoo_sync.mapping.orders import line, order, tables
from tests.bpwoo_sync.mapping.sides import TAKEN_AT, account, kinds, plan, shop
from tests.bpwoo_sync.mapping.test_contact_changes import contact
from tests.bpwoo_sync.mapping.test_edge_cases import made


def test_an_order_is_marked_with_the_status_that_it_was_given_if_it_was_given_any() -> None:
    draft: Any = made().sales_order
    sent = sent_digest(draft)
    assert {"_bp_sent_hash": sent, "_bp_status_id": 2} == marks_of(draft)
    assert {"_bp_sent_hash": sent} == marks_of(evolve(draft, status_id=bp.UNSET))


@pytest.mark.parametrize(
    ("regular", "sale", "expected"),
    [
        (None, None, "Set price of WIDGET from none to 9.00 (sale 8.00)"),
        ("10.00", None, "Set price of WIDGET from 10.00 to 9.00 (sale 8.00)"),
        ("10.00", "9.50", "Set price of WIDGET from 10.00 (sale 9.50) to 9.00 (sale 8.00)"),
    ],
)
def test_a_price_is_told_as_it_was_and_as_it_becomes(regular: str | None, sale: str | None, expected: str) -> None:
    before = [None if each is None else Decimal(each) for each in (regular, sale)]
    fact = PriceFact(sku="WIDGET", shop_id=51, regular=before[0], sale=before[1])
    action = price_action(PriceTarget(fact=fact, product_id=1000, regular=Decimal("9.00"), sale=Decimal("8.00")), TAKEN_AT)
    assert (expected, "price:51:9.00:8.00:2026-03-03T09:00:00+00:00") == (action.summary, action.key)


def test_somebody_who_is_not_known_yet_changes_nobody() -> None:
    sold = order("12.00", "2.00", [line(1, "WIDGET", "1", "10.00", ("20", "2.00"))])
    others = account(customers={1: contact(first="Augusta")})
    assert "contact-change" not in kinds(plan(shop(sold), others, tables(orders={"contact_update": "all"})))
