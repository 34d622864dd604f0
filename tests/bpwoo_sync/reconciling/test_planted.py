"""Of a thousand discrepancies of every kind, planted in two systems that agree, exactly these are found."""

from __future__ import annotations

import random
from collections.abc import Mapping

import pytest

from bpwoo_sync.reconcile import Reconciliation, reconcile
from tests.bpwoo_sync.reconciling.planted import (
    OF_ORDERS,
    OF_PLUMBING,
    OF_PRODUCTS,
    SETTINGS,
    Found,
    Kind,
    Pair,
    late,
    planted,
    switched_off,
)

ORDERS, PRODUCTS, DISCREPANCIES = 3000, 3000, 1000


def found_in(pair: Pair) -> Reconciliation:
    """What is found."""
    return reconcile(pair.shop, pair.account, SETTINGS, webhooks=pair.webhooks, cursors=pair.cursors)


def keys(found: Reconciliation) -> list[Found]:
    """The findings, as they are compared."""
    return sorted((each.code, each.key) for each in found.issues)


def drawn(seed: int, count: int, orders: int, products: int) -> Mapping[Kind, list[int]]:
    """So many places, each kind as often as the others, no place twice."""
    kinds = (*OF_ORDERS, *OF_PRODUCTS)
    chance = random.Random(seed)
    order_ids = iter(chance.sample(range(1, orders + 1), orders))
    product_ids = iter(chance.sample(range(1001, 1001 + products), products))
    plants: dict[Kind, list[int]] = {kind: [] for kind in kinds}
    for number in range(count):
        kind = kinds[number % len(kinds)]
        plants[kind].append(next(order_ids if kind in OF_ORDERS else product_ids))
    return {**plants, switched_off: chance.sample(range(1, 51), 20), late: [3]}


def test_two_large_systems_that_agree_have_no_findings_and_with_a_thousand_discrepancies_exactly_these() -> None:
    pair = Pair(ORDERS, PRODUCTS)
    before = found_in(pair)
    assert ((), True) == (before.issues, before.agrees)
    expected = planted(pair, drawn(6, DISCREPANCIES, ORDERS, PRODUCTS))
    assert DISCREPANCIES <= len(expected)
    assert expected == keys(found_in(pair))


def place_of(kind: Kind) -> int:
    """A place where a kind can be planted."""
    return 1004 if kind in OF_PRODUCTS else 2


@pytest.mark.parametrize("kind", (*OF_ORDERS, *OF_PRODUCTS, *OF_PLUMBING), ids=lambda kind: str(kind.__name__))
def test_one_discrepancy_is_found_alone(kind: Kind) -> None:
    pair = Pair(3, 10)
    assert planted(pair, {kind: [place_of(kind)]}) == keys(found_in(pair))


#: The codes of a reconciliation, as they are specified.
SPECIFIED = """
MISSING_IN_BP UNEXPECTED_IN_BP DUPLICATE_ORDER TOTAL_MISMATCH TAX_MISMATCH CURRENCY_MISMATCH UNPAID_IN_BP OVERPAID_IN_BP
PAID_IN_BP_ONLY PAYMENT_METHOD_MISMATCH REFUND_MISSING REFUND_AMOUNT STATUS_DRIFT CANCEL_DRIFT EDITED_AFTER_IMPORT EDITED_IN_BP
STOCK_DRIFT OVERSOLD PRICE_DRIFT SKU_ONLY_IN_WOO SKU_ONLY_IN_BP AMBIGUOUS_SKU STOCK_AT_PARENT UNMANAGED LINK_BROKEN
WEBHOOK_DISABLED CURSOR_STALE
"""


def test_every_code_of_a_reconciliation_is_among_what_is_planted() -> None:
    planted_codes = {code for kind in (*OF_ORDERS, *OF_PRODUCTS, *OF_PLUMBING) for code, _ in kind(Pair(3, 10), place_of(kind))}
    assert set() == set(SPECIFIED.split()) - planted_codes
