from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from bpwoo_sync.apply import Offer, apply, unreached
from bpwoo_sync.ledger import Ledger, Outcome, Status
from bpwoo_sync.plan import Action, Plan, action_from, document_of, filled, plan_of, result_of

AT = datetime(2026, 3, 1, tzinfo=UTC)


def action(key: str, kind: str = "contact", payload: object = None, group: str = "", after: tuple[str, ...] = ()) -> Action:
    return Action(key=key, kind=kind, payload=payload or {}, entity=key, summary=f"make {key}", group=group, after=after)


def done(offer: Offer) -> list[Outcome]:
    return [Outcome(key=each.key, kind=each.kind, status=Status.DONE, at=AT, result=f"{n}") for n, each in enumerate(offer.actions, 1)]


def refused(offer: Offer) -> list[Outcome]:
    return [Outcome(key=each.key, kind=each.kind, status=Status.FAILED, at=AT) for each in offer.actions]


def drive(plan: Plan, ledger: Ledger, answer: Callable[[Offer], list[Outcome]]) -> tuple[list[Offer], Ledger]:
    offers: list[Offer] = []
    flow = apply(plan, ledger)
    try:
        offer = next(flow)
        while True:
            offers.append(offer)
            offer = flow.send(answer(offer))
    except StopIteration as stop:
        ended: Ledger = stop.value
        return offers, ended


def test_actions_are_ordered_by_wave_and_keep_their_order_within_it() -> None:
    plan = plan_of([action("o", "sales-order"), action("c2"), action("c1"), action("a", "address")])
    assert ["a", "c2", "c1", "o"] == [each.key for each in plan]


def test_the_same_key_is_planned_once() -> None:
    assert 1 == len(plan_of([action("c"), action("c")]))


def test_ten_contacts_share_a_request_and_the_eleventh_has_its_own() -> None:
    offers, _ = drive(plan_of(action(f"c{n}") for n in range(11)), Ledger(), done)
    assert [10, 1] == [len(offer.actions) for offer in offers]


def test_actions_of_different_groups_do_not_share_a_request() -> None:
    offers, _ = drive(plan_of([action("s1", "shop-stock", group="p1"), action("s2", "shop-stock", group="p2")]), Ledger(), done)
    assert [["s1"], ["s2"]] == [[each.key for each in offer.actions] for offer in offers]


def test_a_payload_is_filled_with_the_id_another_action_obtained() -> None:
    plan = plan_of([action("c"), action("o", "sales-order", {"customer": {"id": result_of("c")}})])
    offers, _ = drive(plan, Ledger(), done)
    assert ({"customer": {"id": 1}},) == offers[1].payloads


def test_an_action_whose_need_was_refused_is_not_offered() -> None:
    plan = plan_of([action("c"), action("o", "sales-order", {"customer": {"id": result_of("c")}})])
    offers, ledger = drive(plan, Ledger(), refused)
    assert (["contact"], ["o"]) == ([offer.kind for offer in offers], [each.key for each in unreached(plan, ledger)])


def test_what_is_settled_is_not_offered_again() -> None:
    plan = plan_of([action("c"), action("d")])
    _, ledger = drive(plan, Ledger(), done)
    offers, _ = drive(plan, ledger, done)
    assert [] == offers


def test_what_was_started_before_is_offered_as_doubtful() -> None:
    ledger = Ledger().record(Outcome(key="c", kind="contact", status=Status.STARTED, at=AT))
    offers, _ = drive(plan_of([action("c"), action("d")]), ledger, done)
    assert frozenset({"c"}) == offers[0].in_doubt


def test_an_action_survives_its_document() -> None:
    original = action("o", "sales-order", {"rows": [{"net": "1.00"}], "customer": result_of("c")}, "g", ("x",))
    assert original == action_from(document_of(original))


def test_the_digest_tells_plans_apart_and_the_order_of_reading_does_not_matter() -> None:
    one, other = plan_of([action("a"), action("b")]), plan_of([action("a"), action("c")])
    assert (False, True) == (one.digest == other.digest, one.digest == plan_of([action("a"), action("b")]).digest)


def test_an_action_needs_what_its_payload_refers_to() -> None:
    assert ("x", "c") == action("o", "sales-order", {"customer": {"id": result_of("c")}}, after=("x",)).needs


def test_filling_without_the_result_is_refused() -> None:
    with pytest.raises(KeyError):
        filled(result_of("c"), lambda key: None)
