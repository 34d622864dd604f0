"""What a plan tells of itself: its rows, what may be said of a fault, and what is in a payload."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from attrs import evolve

from bpwoo_sync.apply import apply, offers_of, unreached
from bpwoo_sync.errors import PlanError
from bpwoo_sync.issues import Severity, issue
from bpwoo_sync.ledger import Ledger, Outcome, Status, ledger_of, outcome_listing, status_listing
from bpwoo_sync.listing import Kind
from bpwoo_sync.plan import (
    Action,
    Plan,
    PlanDifference,
    action_from,
    approved,
    canonical,
    document_of,
    filled,
    plan_difference,
    plan_from,
    plan_of,
    result_of,
)
from bpwoo_sync.report import plan_document

AT = datetime(2026, 3, 1, tzinfo=UTC)


def action(key: str, kind: str = "contact", payload: object = None, **more: Any) -> Action:
    """A write of which little is said."""
    known = {"key": key, "kind": kind, "payload": payload or {}, "entity": f"thing {key}", "summary": f"Make {key}"}
    return Action(**{**known, **more})


def outcome(key: str, status: Status = Status.DONE, kind: str = "contact", **more: Any) -> Outcome:
    """What became of a write."""
    return Outcome(key=key, kind=kind, status=status, at=AT, **more)


def test_writes_are_laid_out_in_rows_of_text() -> None:
    listing = plan_of([action("s", "shop-stock", target="51"), action("c")]).listing()
    assert dict.fromkeys(("key", "kind", "system", "entity", "summary", "target"), Kind.TEXT) == listing.columns
    assert (
        ("c", "contact", "brightpearl", "thing c", "Make c", ""),
        ("s", "shop-stock", "woocommerce", "thing s", "Make s", "51"),
    ) == listing.rows


def test_kinds_are_counted_in_the_order_in_which_they_are_carried_out() -> None:
    made = Plan(actions=(action("s", "shop-stock"), action("c"), action("d")))
    assert [("contact", 2), ("shop-stock", 1)] == list(made.by_kind().items())
    assert [("contacts", 2), ("stock quantities in the shop", 1)] == list(made.titles().items())


def test_the_writes_of_a_thing_are_found_by_its_name() -> None:
    first, second, other = action("a", entity="order 1"), action("b", entity="order 1"), action("c", entity="order 2")
    made = Plan(actions=(first, other, second))
    assert {"order 1": (first, second), "order 2": (other,)} == made.by_entity
    assert (3, [first, other, second]) == (len(made), list(made))


def test_what_blocks_is_held() -> None:
    told = (issue("NO_EMAIL", "order", "1"), issue("UNKNOWN_SKU", "order", "2"))
    assert (Severity.BLOCK, (told[0],)) == (told[0].severity, Plan(issues=told).held)


def test_a_subject_is_the_place_of_a_write_in_the_shop_else_its_key() -> None:
    assert ("shop-stock:60:61", "c") == (action("s", "shop-stock", group="60", target="61").subject, action("c").subject)


NESTED = {"a": [result_of("c"), {"b": (result_of("d"), "7")}], "e": None, "f": {"$result": "c", "more": 1}}


def test_what_a_payload_waits_for_is_found_however_deep_it_stands() -> None:
    assert ("x", "c", "d") == action("k", payload=NESTED, after=("x",)).needs


def test_a_payload_is_filled_however_deep_with_numbers_where_ids_are_numbers() -> None:
    ids = {"c": "70", "d": "PAY-7"}
    assert {"a": [70, {"b": ["PAY-7", "7"]}], "e": None, "f": {"$result": "c", "more": 1}} == filled(NESTED, lambda key: ids[key])


def test_a_result_that_is_not_there_is_named() -> None:
    with pytest.raises(KeyError, match="'c'"):
        filled(result_of("c"), lambda key: None)


def test_a_document_has_one_form_whatever_its_order() -> None:
    assert b'{"a":["\xc3\xa9",1],"b":null}' == canonical({"b": None, "a": ["é", 1]})


def test_a_saved_plan_is_read_without_what_was_added_for_people() -> None:
    made = Plan(actions=(action("c", after=("x",)),), issues=(issue("NO_EMAIL", "order", "1"),), counts={"held back": 1})
    document = plan_document(made)
    document["actions"][0]["explained"] = [{"path": "a"}]
    assert "documentation" in document["issues"][0]
    assert (made, None) == (plan_from(document), document["taken_at"])
    assert made == plan_from({**document, "taken_at": ""})
    assert ["x"] == document_of(made.actions[0])["after"]
    assert made.actions[0] == action_from(document["actions"][0])


def test_what_is_no_plan_is_told_with_what_to_do() -> None:
    with pytest.raises(PlanError) as told:
        plan_from({"taken_at": None})
    assert "This is no saved plan (KeyError: 'actions'). Make one with: bpwoo plan --save FILE" == str(told.value)
    assert told.value.__suppress_context__


def test_a_plan_that_is_not_the_approved_one_is_told_by_the_beginnings_of_both() -> None:
    made = Plan(actions=(action("c"),))
    with pytest.raises(PlanError) as told:
        approved(made, "0123456789abcdef", made, Ledger())
    assert f"The plan's digest is {made.digest[:12]}, not 0123456789abcdef: it is not the plan that was approved." == str(told.value)


def test_eight_letters_of_a_digest_are_enough_and_seven_are_not() -> None:
    made = Plan(actions=(action("c"),))
    assert made == approved(made, made.digest[:8], made, Ledger())
    with pytest.raises(PlanError):
        approved(made, made.digest[:7], made, Ledger())


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (1, "1 of its writes: Make c0. Make a new plan."),
        (5, "5 of its writes: Make c0; Make c1; Make c2; Make c3; Make c4. Make a new plan."),
        (6, "6 of its writes: Make c0; Make c1; Make c2; Make c3; Make c4 and 1 more. Make a new plan."),
        (8, "8 of its writes: Make c0; Make c1; Make c2; Make c3; Make c4 and 3 more. Make a new plan."),
    ],
)
def test_of_the_writes_whose_facts_have_moved_the_first_five_are_named(count: int, told: str) -> None:
    made = Plan(actions=tuple(action(f"c{number}") for number in range(count)))
    with pytest.raises(PlanError) as raised:
        approved(made, made.digest, Plan(), Ledger())
    assert f"Since the plan was made, the facts have moved for {told}" == str(raised.value)


def test_where_a_cut_would_tear_the_first_five_that_are_waited_for_are_named() -> None:
    needed = tuple(action(f"c{number}") for number in range(7))
    waiting = action("o", "sales-order", {"all": [result_of(each.key) for each in reversed(needed)]})
    with pytest.raises(PlanError) as told:
        Plan(actions=(*needed, waiting)).only(kinds=["sales-order"])
    assert "The plan cannot be cut there: what is kept waits for c0, c1, c2, c3, c4" == str(told.value)


def test_what_is_kept_may_wait_for_what_is_in_no_plan() -> None:
    waiting = action("o", "sales-order", {"id": result_of("elsewhere")})
    assert (waiting,) == Plan(actions=(action("c"), waiting)).only(kinds=["sales-order"]).actions


def test_a_thing_is_kept_with_all_that_it_waits_for_in_the_order_of_the_plan() -> None:
    first = action("a", "address")
    second = action("b", payload={"address": result_of("a")})
    third = action("o", "sales-order", {"contact": result_of("b"), "other": result_of("elsewhere")})
    rest = action("p", "sales-order")
    assert (first, second, third) == Plan(actions=(first, second, third, rest)).only(entities=["thing o"]).actions


def test_what_only_a_thing_that_is_left_out_waited_for_is_left_out_however_far_back() -> None:
    address, contact = action("a", "address"), action("b", payload={"address": result_of("a")})
    shared = action("s")
    told = action("o", "sales-order", {"contact": result_of("b"), "shared": result_of("s")}, entity="order 1")
    other = action("p", "sales-order", {"shared": result_of("s")}, entity="order 2")
    made = Plan(actions=(address, contact, shared, told, other), issues=(issue("UNKNOWN_SKU", "order", "1"),))
    assert Severity.WARN == made.issues[0].severity
    assert (shared, other) == made.only(below=Severity.WARN).actions
    assert made.actions == made.only(below=Severity.ERROR).actions


@pytest.mark.parametrize(
    ("entity", "key", "named"),
    [
        ("stock", "MUG", "SKU MUG"),
        ("refund", "A/1/R7", "order A/1"),
        ("order", "7", "order 7"),
        ("webhook", "3", "webhook 3"),
        ("poll", "polled", "poll polled"),
    ],
)
def test_a_finding_is_about_what_a_write_names(entity: str, key: str, named: str) -> None:
    told, other = action("a", entity=named), action("b")
    made = Plan(actions=(told, other), issues=(issue("NO_EMAIL", entity, key, severity=Severity.INFO),))
    assert ((other,), (told, other)) == (made.only(below=Severity.INFO).actions, made.only(below=Severity.WARN).actions)


def test_a_plan_keeps_what_is_said_of_it() -> None:
    said = (issue("NO_EMAIL", "order", "1"),)
    made = plan_of([action("c")], said, taken_at=AT, counts={"a": 1}, links={(51, 0): 7})
    assert (said, AT, {"a": 1}, {(51, 0): 7}) == (tuple(made.issues), made.taken_at, made.counts, made.links)
    assert Plan(actions=(action("c"),)) == plan_of([action("c")])


def test_of_two_writes_of_one_key_the_first_is_kept() -> None:
    assert "Make c" == plan_of([action("c"), action("c", summary="Other")]).actions[0].summary


def test_what_is_done_is_left_out() -> None:
    made = Plan(actions=(action("a"), action("b")), counts={"x": 1})
    assert evolve(made, actions=(action("b"),)) == made.without_settled(ledger_of([outcome("a"), outcome("b", Status.FAILED)]))


def test_a_difference_has_what_came_what_went_and_what_changed() -> None:
    stays, gone, was = action("a"), action("b"), action("s", "shop-stock", {"stock_quantity": 1}, target="51")
    new, now = action("d"), evolve(was, key="s2", payload={"stock_quantity": 2})
    found = plan_difference(Plan(actions=(stays, gone, was)), Plan(actions=(stays, new, now)))
    assert PlanDifference(added=(new,), removed=(gone,), changed=((was, now),)) == found
    assert [True, True, True, False] == [
        bool(each)
        for each in (PlanDifference(added=(new,)), PlanDifference(removed=(new,)), PlanDifference(changed=((was, now),)), PlanDifference())
    ]


def test_outcomes_are_laid_out_in_rows() -> None:
    done, failed = outcome("a", result="7", run="r"), outcome("b", Status.FAILED, "payment", detail="refused")
    listing = outcome_listing([done, failed])
    columns = {"key": Kind.TEXT, "kind": Kind.TEXT, "status": Kind.TEXT, "at": Kind.MOMENT, "result": Kind.TEXT, "detail": Kind.TEXT}
    assert {**columns, "run": Kind.TEXT} == listing.columns
    assert (("a", "contact", "done", AT, "7", "", "r"), ("b", "payment", "failed", AT, None, "refused", "")) == listing.rows


def test_outcomes_are_counted_by_kind_and_status() -> None:
    listing = status_listing([outcome("a"), outcome("b", Status.FAILED), outcome("c")])
    assert {"kind": Kind.TEXT, "status": Kind.TEXT, "writes": Kind.WHOLE} == listing.columns
    assert (("contact", "done", 2), ("contact", "failed", 1)) == listing.rows


def test_what_was_done_before_is_known_by_its_id_and_what_failed_now_is_not_waited_for() -> None:
    order = action("o", "sales-order", {"contact": result_of("c"), "note": result_of("n")})
    flow = apply(Plan(actions=(action("c"), action("n", "order-note"), order)), ledger_of([outcome("c", result="70")]))
    assert ("n",) == tuple(each.key for each in next(flow).actions)
    with pytest.raises(StopIteration) as ended:
        flow.send([outcome("n", Status.FAILED, result="9")])
    assert {"c", "n"} == set(ended.value.value.latest)


def test_what_was_done_stays_done_though_it_is_told_as_failed_later() -> None:
    order = action("o", "sales-order", {"contact": result_of("c")})
    flow = apply(Plan(actions=(action("c"), order)), Ledger())
    next(flow)
    offer = flow.send([outcome("c", result="70"), outcome("c", Status.FAILED)])
    assert ("sales-order", ({"contact": 70},), frozenset()) == (offer.kind, offer.payloads, offer.in_doubt)


def test_writes_that_share_a_request_are_of_one_kind_and_group_and_no_more_than_it_holds() -> None:
    last = (action("s", "shop-stock", group="1"), action("t", "shop-flags"), action("p", "payment"), action("o", "sales-order"))
    made = Plan(actions=(*last, *(action(f"c{n}") for n in range(12))))
    found = [[each.key for each in together] for together in offers_of(made, lambda key: key == "c3")]
    assert [[f"c{n}" for n in range(11) if n != 3], ["c11"], ["o"], ["p"], ["s"], ["t"]] == found


def test_what_was_never_offered_waited_for_what_did_not_succeed() -> None:
    waits, tried, ready = action("o", payload=result_of("c")), action("p", payload=result_of("c")), action("r", payload=result_of("d"))
    known = ledger_of([outcome("c", Status.FAILED), outcome("p", Status.FAILED), outcome("d")])
    assert (waits,) == unreached(Plan(actions=(waits, tried, ready, action("q"))), known)
