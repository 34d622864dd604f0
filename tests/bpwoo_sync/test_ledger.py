from datetime import UTC, datetime

from bpwoo_sync.ledger import Ledger, Outcome, Status, ledger_of

AT = datetime(2026, 3, 1, tzinfo=UTC)


def outcome(key: str, status: Status, result: str | None = None) -> Outcome:
    return Outcome(key=key, kind="contact", status=status, at=AT, result=result)


def test_an_action_that_was_done_is_settled_and_has_its_result() -> None:
    ledger = Ledger().record(outcome("a", Status.DONE, "7"))
    assert (True, "7") == (ledger.settled("a"), ledger.result("a"))


def test_an_action_that_was_only_started_is_in_doubt() -> None:
    ledger = Ledger().record(outcome("a", Status.STARTED))
    assert (False, True, None) == (ledger.settled("a"), ledger.in_doubt("a"), ledger.result("a"))


def test_a_refused_action_is_neither_settled_nor_in_doubt() -> None:
    ledger = ledger_of([outcome("a", Status.STARTED), outcome("a", Status.FAILED)])
    assert (False, False) == (ledger.settled("a"), ledger.in_doubt("a"))


def test_nothing_undoes_what_is_done() -> None:
    ledger = ledger_of([outcome("a", Status.DONE, "7"), outcome("a", Status.STARTED), outcome("a", Status.UNKNOWN)])
    assert (True, "7") == (ledger.settled("a"), ledger.result("a"))


def test_recording_leaves_the_earlier_ledger_as_it_was() -> None:
    before = Ledger()
    before.record(outcome("a", Status.DONE))
    assert 0 == len(before)


def test_the_doubtful_are_those_to_look_up() -> None:
    ledger = ledger_of([outcome("a", Status.STARTED), outcome("b", Status.DONE), outcome("c", Status.UNKNOWN)])
    assert ["a", "c"] == [each.key for each in ledger.doubtful()]
