"""Snapshots of a world lead to what a comparison of the world itself finds, in the worlds of all cases."""

from __future__ import annotations

import pytest

from bpwoo_sync.comparing import compared
from bpwoo_sync.issues import Issue
from bpwoo_sync.reconcile import Reconciliation, reconcile
from tests.bpwoo_sync.reconciling.kept_findings import SUBJECTS
from tests.bpwoo_sync.reconciling.kept_sides import kept_account, kept_shop
from tests.bpwoo_sync.reconciling.worlds import Case

#: Whether too many products would drop to nothing is not asked of one SKU after the other.
OF_ALL = "STOCK_MASS_ZERO"

CASES = [case for subject in ("orders", "payments", "refunds", "stock", "prices", "shipments") for case in SUBJECTS[subject]]


def both(case: Case) -> tuple[Reconciliation, Reconciliation]:
    """What is found of a world as it is, and as snapshots have it."""
    shop, account = case.find.sides()
    live = reconcile(shop, account, case.find.tables, products=False)
    return live, compared(kept_shop(shop, account, case.find.tables), kept_account(account, case.find.tables), case.find.tables)


def told(found: Reconciliation) -> set[Issue]:
    """Every finding whole."""
    return {each for each in found.issues if each.code != OF_ALL}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_snapshots_find_what_a_comparison_finds(case: Case) -> None:
    live, kept = both(case)
    assert told(live) == told(kept)
    assert set(live.totals) == set(kept.totals)
    assert (live.days, live.taxes, live.methods) == (kept.days, kept.taxes, kept.methods)
    assert (live.receivables, live.daily, live.by_status, live.figures) == (kept.receivables, kept.daily, kept.by_status, kept.figures)
    assert (live.stock, live.drifts, live.waiting) == (kept.stock, kept.drifts, kept.waiting)
    assert dict(live.counts) == dict(kept.counts)
    assert {key: place for key, place in live.places.items() if key[0] in ("order", "refund", "sales-order")} == dict(kept.places)
