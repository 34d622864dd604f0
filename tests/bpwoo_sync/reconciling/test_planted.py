"""Of a thousand discrepancies of every kind, planted in two systems that agree, exactly these are found."""

from __future__ import annotations

import random
from collections.abc import Mapping

import pytest

from bpwoo_sync.ledger import Ledger
from bpwoo_sync.planning import approvable_plan
from bpwoo_sync.reconcile import Reconciliation, reconcile
from bpwoo_sync.repairs import repairs
from bpwoo_sync.snapshot import Plumbing
from tests.bpwoo_sync.reconciling.planted import (
    OF_ORDERS,
    OF_PLUMBING,
    OF_PRODUCTS,
    SETTINGS,
    Found,
    Kind,
    Pair,
    late,
    odd_payment,
    overpaid,
    paid_back_twice,
    paid_twice,
    planted,
    renamed,
    switched_off,
    twice,
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


#: The writes that are only made where a person approved them, by what of what is planted they repair.
APPROVED: Mapping[str, tuple[Kind, ...]] = {
    "duplicate-order": (twice,),
    "payment-reversal": (paid_twice, paid_back_twice),
    "product-link": (renamed,),
    "shop-webhook": (switched_off,),
    "poll": (switched_off, late),
}


def test_of_many_discrepancies_the_repairs_take_up_exactly_those_that_they_can() -> None:
    pair, plants = Pair(200, 100), drawn(7, 200, 200, 100)
    planted(pair, plants)
    plumbing = Plumbing(cursors=pair.cursors, webhooks=tuple(pair.webhooks))
    found, fresh = found_in(pair), approvable_plan(pair.shop, pair.account, SETTINGS, Ledger(), plumbing=plumbing)
    made = repairs(found.issues, fresh)
    repaired = {kind: {action.entity for action in made if action.kind == kind} for kind in APPROVED}
    expected = {kind: {about(each, place) for each in kinds for place in plants[each]} for kind, kinds in APPROVED.items()}
    assert {**expected, "poll": {"poll polled"}} == repaired
    # What is repaired is left to nobody, and the rest of those codes is.
    left = {each.key for each in made.issues if each.code == "OVERPAID_IN_BP"}
    assert {str(place) for kind in (overpaid, odd_payment) for place in plants[kind]} == left


def about(kind: Kind, place: int) -> str:
    """What a write is about that repairs a kind of discrepancy."""
    if kind in OF_PRODUCTS:
        return f"SKU SKU{place}"
    return f"webhook {place}" if kind is switched_off else f"order {place}"


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
