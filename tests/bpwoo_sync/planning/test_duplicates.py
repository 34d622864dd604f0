"""Why the younger of two sales orders of one order is kept, in so many words."""

from __future__ import annotations

from typing import Any

import pytest

from bpwoo_sync.issues import Severity
from bpwoo_sync.ledger import Ledger, Outcome, Status, ledger_of
from bpwoo_sync.planning.duplicates import Duplicated, all_duplicated, duplicate_issue, duplicated
from bpwoo_sync.situation import Situation
from tests.bpwoo_sync.mapping.orders import line, order, tables
from tests.bpwoo_sync.mapping.sides import TAKEN_AT, account, goods_out, marks, row, sales_order, shop

ROWS = [row(11, "L1", 1000, "2", "20.00", "4.00")]
OLD, YOUNG = sales_order(500, "W1-1001", ROWS), sales_order(501, "W1-1001", ROWS)


def twice(*, linked: int = 500, ledger: Ledger | None = None, **more: Any) -> Duplicated:
    """An order that is there twice."""
    sold = order("24.00", "4.00", [line(1, "WIDGET", "2", "20.00", ("20", "4.00"))], number="A-1", meta_data=marks(linked))
    situation = Situation(shop(sold), account(sales_orders=(OLD, YOUNG), **more), tables(), ledger or Ledger())
    (found,) = all_duplicated(situation)
    return found


def test_two_that_nothing_hangs_on_are_told_without_a_reason() -> None:
    assert Duplicated(ref="W1-1001", number="A-1", live=(OLD, YOUNG)) == twice()


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"linked": 501}, "the shop's order is linked to it"),
        (
            {"ledger": ledger_of([Outcome(key="cancel-duplicate:W1-1001:501", kind="x", status=Status.DONE, at=TAKEN_AT)])},
            "it was cancelled by one before, and somebody opened it again",
        ),
        ({"goods_out": {7: goods_out(501, {11: [2]}, shipped=False)}}, "goods are on their way for it, or left"),
    ],
)
def test_what_hangs_on_the_younger_is_said(more: dict[str, Any], why: str) -> None:
    assert f"501 is not cancelled by a repair: {why}." == twice(**more).kept


def test_what_is_said_of_it_has_the_severity_that_is_asked_for() -> None:
    assert [Severity.PENDING, Severity.ERROR] == [duplicate_issue(twice(), each).severity for each in (Severity.PENDING, None)]


def test_one_that_is_live_is_no_duplicate_and_what_has_no_reference_is_nobodys() -> None:
    situation = Situation(shop(), account(), tables(), Ledger())
    assert [None, None] == [duplicated("W1-1001", (OLD,), situation), duplicated("", (OLD, YOUNG), situation)]
    found = duplicated("W1-1001", (OLD, YOUNG), situation)
    assert found is not None
    assert ("W1-1001", "") == (found.number, found.kept)
