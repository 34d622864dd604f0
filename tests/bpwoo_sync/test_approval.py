"""A plan is kept, looked at, cut down, approved by its digest, and refused once the facts have moved."""

from __future__ import annotations

import json

import pytest
from attrs import evolve

from bpwoo_sync.errors import PlanError
from bpwoo_sync.issues import Severity, issue
from bpwoo_sync.ledger import Ledger, Outcome, Status
from bpwoo_sync.plan import Plan, approved, plan_difference, plan_from
from bpwoo_sync.report import plan_document
from tests.bpwoo_sync.mapping.orders import line, order
from tests.bpwoo_sync.mapping.sides import TAKEN_AT, account, plan, shop

WIDGET = [line(1, "WIDGET", "1", "10.00", ("20", "2.00"))]
SAVED = plan(shop(order("12.00", "2.00", WIDGET)), account())


def moved() -> Plan:
    """The plan after the order was edited in the shop."""
    more = [line(1, "WIDGET", "2", "20.00", ("20", "4.00"))]
    return plan(shop(order("24.00", "4.00", more)), account())


def test_a_plan_comes_back_from_json_as_it_was() -> None:
    again = plan_from(json.loads(json.dumps(plan_document(SAVED))))
    assert SAVED == again
    assert SAVED.digest == again.digest


@pytest.mark.parametrize("document", [{}, {"actions": 3}, {"taken_at": "x", "actions": [], "issues": [], "counts": {}}])
def test_what_is_no_plan_is_refused(document: dict[str, object]) -> None:
    with pytest.raises(PlanError, match="no saved plan"):
        plan_from(document)


def test_an_approved_plan_is_carried_out_as_long_as_the_facts_stand() -> None:
    assert SAVED == approved(SAVED, SAVED.digest[:12], SAVED, Ledger())


@pytest.mark.parametrize("digest", ["0123456789ab", "", SAVED.digest[:7]])
def test_another_digest_is_not_approved(digest: str) -> None:
    with pytest.raises(PlanError, match="not the plan that was approved"):
        approved(SAVED, digest, SAVED, Ledger())


def test_a_plan_whose_facts_have_moved_is_refused_and_says_which() -> None:
    with pytest.raises(PlanError, match="Import order 1001") as told:
        approved(SAVED, SAVED.digest, moved(), Ledger())
    assert "Make a new plan" in str(told.value)


def test_what_is_done_already_is_left_out() -> None:
    first = SAVED.actions[0]
    done = Outcome(key=first.key, kind=first.kind, status=Status.DONE, at=TAKEN_AT, result="1")
    rest = evolve(SAVED, actions=SAVED.actions[1:])
    assert rest == approved(SAVED, SAVED.digest, rest, Ledger().record(done))


def test_two_plans_differ_by_what_they_write_to() -> None:
    difference = plan_difference(SAVED, moved())
    assert {"sales-order", "payment", "shop-mark"} == {after.kind for _, after in difference.changed}
    assert not plan_difference(SAVED, SAVED)
    assert len(SAVED) == len(plan_difference(SAVED, Plan()).removed) == len(plan_difference(Plan(), SAVED).added)


def test_a_plan_is_cut_down_where_nothing_that_is_kept_waits_for_what_is_not() -> None:
    assert {"address": 1, "contact": 1} == SAVED.only(kinds=["address", "contact"]).by_kind()
    with pytest.raises(PlanError, match="contact:"):
        SAVED.only(kinds=["sales-order"])


def two_orders() -> Plan:
    """Two orders of one customer, of which the second sells what Brightpearl does not know."""
    unknown = [line(1, "UNKNOWN", "1", "10.00", ("20", "2.00"))]
    return plan(shop(order("12.00", "2.00", WIDGET), order("12.00", "2.00", unknown, id=1002, number="1002")), account())


def test_a_plan_is_cut_down_to_a_thing_with_what_it_waits_for() -> None:
    whole = two_orders()
    cut = whole.only(entities=["order 1002"])
    assert {"address": 1, "contact": 1, "sales-order": 1, "payment": 1, "order-note": 1, "shop-mark": 1} == cut.by_kind()
    assert {"order 1002"} == {each.entity for each in cut if each.kind not in ("address", "contact")}
    assert () == whole.only(entities=["order 1003"]).actions


def test_a_plan_is_cut_down_to_what_no_finding_is_as_bad_about() -> None:
    whole = two_orders()
    assert ["UNKNOWN_SKU"] == [each.code for each in whole.issues]
    assert {"order 1001"} == {each.entity for each in whole.only(below=Severity.WARN) if each.entity.startswith("order")}
    assert whole.actions == whole.only(below=Severity.ERROR).actions
    # Nobody is made a contact for an order that is left out.
    assert () == whole.only(entities=["order 1002"], below=Severity.WARN).actions


@pytest.mark.parametrize(("entity", "key", "left"), [("refund", "1001/R7", 0), ("order", "1002", 6), ("stock", "WIDGET", 6)])
def test_a_finding_of_a_refund_is_about_its_order(entity: str, key: str, left: int) -> None:
    found = issue("REFUND_EXCEEDS_ORDER", entity, key)
    assert left == len(evolve(SAVED, issues=(found,)).only(below=Severity.BLOCK))
