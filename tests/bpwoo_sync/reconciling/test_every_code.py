"""Every code that comparing raises has a world where it fires, and one that comes near where it must not."""

from __future__ import annotations

import ast

from bpwoo_sync.issues import CODES, Severity
from bpwoo_sync.repairs import REPAIRED_BY
from tests.architecture.source import modules, tree_of
from tests.bpwoo_sync.reconciling.test_goods import PRICES, PRODUCTS, SHIPMENTS, STOCK
from tests.bpwoo_sync.reconciling.test_money import PAYMENTS, REFUNDS
from tests.bpwoo_sync.reconciling.test_orders import ORDERS
from tests.bpwoo_sync.reconciling.test_plumbing import PLUMBING

CASES = (*ORDERS, *PAYMENTS, *REFUNDS, *STOCK, *PRICES, *PRODUCTS, *SHIPMENTS, *PLUMBING)

#: Where the codes of a reconciliation are written. What keeps an order from being sent is mapping's, and tested there.
SOURCES = (
    "bpwoo_sync.completeness",
    "bpwoo_sync.increments",
    "bpwoo_sync.mapping.prices",
    "bpwoo_sync.mapping.stock",
    *(module for module in modules() if module.startswith("bpwoo_sync.reconciling.")),
)


def raised() -> frozenset[str]:
    """Every code that stands in the source as a text."""
    texts = (node.value for module in SOURCES for node in ast.walk(tree_of(module)) if isinstance(node, ast.Constant))
    # An unknown SKU is told as one that only the shop has; a status is mapping's, and told here as well.
    return frozenset(text for text in texts if isinstance(text, str) and text in CODES) - {"UNKNOWN_SKU"} | {"UNMAPPED_STATUS"}


def test_every_code_has_a_world_where_it_fires_and_one_where_it_must_not() -> None:
    fires = {case.code for case in CASES if case.expected is not None}
    spares = {case.code for case in CASES if case.expected is None}
    assert raised() == fires == spares


def test_every_severity_of_a_difference_is_met() -> None:
    assert set(Severity) == {case.expected for case in CASES if case.expected is not None}


def test_every_code_that_is_repaired_by_a_plan_is_one_of_these() -> None:
    assert set() == REPAIRED_BY.keys() - raised()
