"""The quota and the rules of a conversation, value by value: to the second where a minute ends, to the word what failed."""

from __future__ import annotations

import pytest

import brightpearl_sdk as bp
from brightpearl_sdk.errors import Fault
from brightpearl_sdk.limits import LONGEST_WAIT, MARGIN, NO_RETRIES, RETRIES, Quota, throttle_wait
from tests.brightpearl_sdk.simulation import READ, Clock, answer, capped

SLOW = bp.Failure(kind="timeout", reach=bp.Reach.UNKNOWN, message="no answer came in time")
UNREACHED = bp.Failure(kind="connect", reach=bp.Reach.NOT_SENT, message="refused")


def empty(clock: Clock, *, period: int | None = None) -> bp.Quota:
    """A quota of which one request was taken, whose answer told that nothing is left, and when the period ends."""
    quota = bp.Quota(clock=clock)
    quota.take()
    quota.observe(answer(left=0, period=period))
    return quota


def test_what_holds_unless_told_otherwise() -> None:
    quota = bp.Quota()
    assert (200, 0, 0.3, 120.0) == (quota.per_minute, quota.reserve, MARGIN, LONGEST_WAIT)
    assert ((4, 0.5, 20.0, 10), (1, 1)) == (
        (RETRIES.attempts, RETRIES.base, RETRIES.cap, RETRIES.throttled),
        (NO_RETRIES.attempts, NO_RETRIES.throttled),
    )


def test_a_reserve_that_leaves_nothing_is_named() -> None:
    with pytest.raises(ValueError, match=r"^A reserve of 10 leaves nothing of 10 requests a minute$"):
        bp.Quota(10, reserve=10)
    assert (0, 9) == (bp.Quota(10, reserve=0).reserve, bp.Quota(10, reserve=9).reserve)


def test_a_quota_shows_what_is_left() -> None:
    quota = bp.Quota(10, clock=Clock())
    quota.take()
    assert "Quota(9 of 10 left this minute)" == repr(quota)


@pytest.mark.parametrize(("now", "wait"), [(1_200_000_017.0, 43.0), (1_200_000_000.0, 60.0), (1_200_000_059.5, 0.5)])
def test_a_minute_ends_with_the_clocks(now: float, wait: float) -> None:
    assert wait + MARGIN == pytest.approx(empty(Clock(now)).take())


def test_only_as_many_as_a_minute_takes_are_recalled_and_the_latest_of_them() -> None:
    clock = Clock(50.0)
    assert (49.0, 50.0) == bp.Quota(2, clock=clock, recent=[50.0, 30.0, 49.0]).recent
    quota = bp.Quota(2, clock=clock)
    quota.recall([50.0, 30.0, 49.0])
    assert (49.0, 50.0) == quota.recent


def test_what_is_known_more_often_counts_so_often() -> None:
    quota = bp.Quota(clock=Clock(50.0), recent=[50.0, 50.0, 40.0])
    quota.recall([50.0, 40.0, 40.0])
    assert (40.0, 40.0, 50.0, 50.0) == quota.recent


def test_a_request_counts_for_sixty_seconds_and_a_thousandth() -> None:
    clock = Clock(10.0)
    quota = bp.Quota(1, clock=clock)
    quota.take()
    quota.observe(answer())
    told = []
    for clock.now in (61.0, 70.0, 70.0005, 70.001):
        told.append((len(quota.recent), quota.remaining))
    assert [(1, 0), (1, 0), (1, 0), (0, 1)] == told


def test_a_request_of_exactly_so_long_ago_does_not_count() -> None:
    clock = Clock(0.0)
    quota = bp.Quota(clock=clock)
    quota.take()
    clock.now = 60.001
    assert () == quota.recent


def test_a_wait_is_never_none_that_would_say_that_the_request_was_counted() -> None:
    clock = Clock(10.0)
    quota = bp.Quota(1, clock=clock)
    quota.take()
    quota.observe(answer())
    clock.now = 70.0009999
    assert 0.001 == quota.take()


def test_the_oldest_that_is_in_the_way_decides_how_long_is_waited() -> None:
    clock = Clock(70.0)
    quota = bp.Quota(3, clock=clock, recent=[20.0, 30.0, 40.0])
    assert 20.0 + 60.001 - 70.0 == pytest.approx(quota.take())
    reserved = bp.Quota(3, reserve=1, clock=clock, recent=[20.0, 30.0, 40.0])
    assert (30.0 + 60.001 - 70.0, 20.0 + 60.001 - 70.0) == pytest.approx((reserved.take(), reserved.take(urgent=True)))


def test_what_is_reserved_is_left_for_urgent_calls_to_the_last() -> None:
    clock = Clock(10.0)
    quota = bp.Quota(10, reserve=3, clock=clock)
    quota.take()
    quota.observe(answer(left=4))
    assert (0.0, 50.0 + MARGIN, 0.0) == pytest.approx((quota.take(), quota.take(), quota.take(urgent=True)))


def test_the_longer_of_two_waits_is_the_wait() -> None:
    clock = Clock(50.0)
    quota = bp.Quota(1, clock=clock)
    quota.take()
    assert 60.001 == pytest.approx(quota.take())
    quota.observe(answer(left=0, period=59_000))
    clock.now = 109.0
    assert max(MARGIN, 1.001) == pytest.approx(quota.take())


def test_what_is_left_is_never_less_than_nothing() -> None:
    quota = bp.Quota(2, clock=Clock())
    quota.observe(answer(left=1))
    quota.take()
    quota.observe(answer(left=0))
    quota.observe(SLOW)
    assert 0 == quota.remaining


def test_an_answer_to_what_was_never_counted_takes_nothing() -> None:
    quota = bp.Quota(10, clock=Clock())
    quota.observe(SLOW)
    quota.observe(answer())
    assert (10, 0.0, 9) == (quota.remaining, quota.take(), quota.remaining)


def test_each_answer_without_a_count_takes_one() -> None:
    clock = Clock()
    quota = bp.Quota(10, clock=clock)
    for _ in range(3):
        quota.take()
    quota.observe(SLOW)
    told = [quota._left, quota._in_flight]
    quota.observe(answer())
    assert [9, 2, 8, 1] == [*told, quota._left, quota._in_flight]


def test_a_minute_that_is_over_gives_the_whole_of_the_next_however_many_passed() -> None:
    clock = Clock(10.0)
    quota = empty(clock)
    clock.now = 60.0
    assert 199 == quota.remaining  # one of sixty seconds ago still counts
    clock.now = 250.0
    quota.take()
    quota.observe(answer(left=0))
    assert 50.0 + MARGIN == pytest.approx(quota.take())


def test_a_clock_that_is_put_back_ends_its_minute_anew() -> None:
    clock = Clock(7_200.0)
    quota = empty(clock)
    clock.now = 3_615.0
    assert 45.0 + MARGIN == pytest.approx(quota.take())
    assert (3_615.0,) == quota.recent


@pytest.mark.parametrize(("back", "wait"), [(1.0, 61.0), (1.5, 1.5)])
def test_a_clock_is_put_back_where_it_goes_back_by_more_than_a_second(back: float, wait: float) -> None:
    clock = Clock(7_200.0)
    quota = empty(clock)
    clock.now -= back
    assert wait + MARGIN == pytest.approx(quota.take())


def test_a_refusal_lasts_no_longer_than_the_longest_wait_after_a_clock_was_put_back() -> None:
    clock = Clock(7_200.0)
    quota = bp.Quota(clock=clock)
    quota.take()
    quota.observe(capped(left=0, period=90_000))
    clock.now = 3_615.0
    assert LONGEST_WAIT == quota.take()


@pytest.mark.parametrize(("period", "left"), [(51_000, 0), (51_001, 199), (51_500, 199), (49_000, 0), (40_000, 0)])
def test_an_end_more_than_a_second_later_than_ours_begins_a_minute(period: int, left: int) -> None:
    quota = empty(Clock(10.0))
    quota.observe(answer(period=period))
    assert left == quota.remaining


@pytest.mark.parametrize(("period", "wait"), [(51_000, 50.0), (49_000, 50.0), (48_500, 48.5), (50_500, 50.0), (8_000, 8.0)])
def test_an_end_within_a_second_of_ours_is_ours(period: int, wait: float) -> None:
    assert wait + MARGIN == pytest.approx(empty(Clock(10.0), period=period).take())


def test_the_longest_of_several_refusals_holds_and_leaves_nothing() -> None:
    clock = Clock(5.0)
    quota = bp.Quota(clock=clock)
    quota.take()
    quota.take()
    quota.observe(capped(left=150, period=30_000))
    quota.observe(capped(left=150, period=20_000))
    assert 0 == quota.remaining
    assert 30.0 + MARGIN == pytest.approx(quota.take())
    clock.now += 30.0 + MARGIN
    assert 0.0 == quota.take()


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"period": 119_999}, 119.999),
        ({"period": 120_001}, 120.0),
        ({"Retry_After": "0"}, 0.0),
        ({"Retry_After": "9" * 11}, 120.0),
        ({"Retry_After": "9" * 12}, 15.0),
        ({"period": 0, "Retry_After": "7"}, 0.0),
    ],
)
def test_a_refusal_says_how_long_to_wait_to_the_millisecond(headers: dict[str, object], seconds: float) -> None:
    assert seconds + MARGIN == pytest.approx(throttle_wait(capped(**headers)))


@pytest.mark.parametrize(("attempt", "chance", "seconds"), [(1, 0.5, 0.375), (2, 1.0, 0.5), (6, 0.0, 16.0), (6, 0.25, 14.0)])
def test_a_wait_is_reckoned_from_its_attempt_and_a_chance(attempt: int, chance: float, seconds: float) -> None:
    assert seconds == RETRIES.wait(attempt, chance)


def test_a_conversation_waits_by_its_own_rules_and_its_own_chance() -> None:
    rules = bp.Limits(Quota(clock=Clock()), bp.Retries(attempts=3, base=2.0), chance=lambda: 0.5)
    assert [1.5, 3.0, None] == [rules.delay(READ, SLOW, attempt) for attempt in (1, 2, 3)]
    assert (False, RETRIES) == (bp.Limits(rules.quota).urgent, bp.Limits(rules.quota).retries)


def test_an_urgent_conversation_may_use_what_is_reserved() -> None:
    quota = Quota(2, reserve=1, clock=Clock())
    rules = [bp.Limits(quota), bp.Limits(quota), bp.Limits(quota, urgent=True)]
    assert [True, False, True] == [each.pause(READ) == 0.0 for each in rules]


def told(reply: bp.Response | bp.Failure, attempts: int = 1) -> str:
    return str(bp.Limits(Quota(clock=Clock())).error(READ, reply, attempts)).splitlines()[0]


def test_what_drew_no_answer_is_told_word_for_word() -> None:
    asked = "GET /order-service/order/7 drew no answer"
    assert [
        f"{asked}: no answer came in time. Brightpearl may have acted on it.",
        f"{asked} after 2 attempts: no answer came in time. Brightpearl may have acted on it.",
        f"{asked} after 3 attempts: refused.",
    ] == [told(SLOW), told(SLOW, 2), told(UNREACHED, 3)]


def test_an_error_carries_the_request_how_far_it_came_and_how_often_it_was_tried() -> None:
    error = bp.Limits(Quota(clock=Clock())).error(READ, SLOW, 3)
    assert isinstance(error, bp.TimedOutError)
    assert (READ.request, bp.Reach.UNKNOWN, 3) == (error.request, error.reach, error.attempts)


@pytest.mark.parametrize("status", [300, 302, 399])
def test_a_redirect_is_told_as_one(status: int) -> None:
    error = bp.Limits(Quota(clock=Clock())).error(READ, answer(status, Location="https://elsewhere.example/"), 1)
    assert isinstance(error, bp.InvalidError)
    assert (Fault("", "it redirects to https://elsewhere.example/: check base_url and the account's code"),) == error.faults


def test_a_redirect_to_nowhere_says_so() -> None:
    assert "it redirects to nowhere: check base_url" in told(answer(302))


@pytest.mark.parametrize("status", [299, 400])
def test_what_is_no_redirect_is_not_told_as_one(status: int) -> None:
    assert "redirects" not in told(answer(status, Location="https://elsewhere.example/"))


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, bp.InvalidError),
        (401, bp.AuthenticationError),
        (402, bp.InvalidError),
        (403, bp.ForbiddenError),
        (404, bp.NotFoundError),
        (405, bp.InvalidError),
        (409, bp.ConflictError),
        (410, bp.InvalidError),
        (412, bp.ConflictError),
        (413, bp.InvalidError),
        (428, bp.InvalidError),
        (429, bp.ThrottledError),
        (430, bp.InvalidError),
        (499, bp.InvalidError),
        (500, bp.ServerError),
        (501, bp.ServerError),
    ],
)
def test_each_status_has_an_error_of_its_name(status: int, kind: type[Exception]) -> None:
    assert kind is type(bp.Limits(Quota(clock=Clock())).error(READ, answer(status), 1))


def test_too_many_requests_are_told_by_the_words_whatever_their_case() -> None:
    refusals = [answer(503, body={"response": "Too MANY requests"}), answer(504, body={"response": "too many requests"})]
    assert [bp.ThrottledError, bp.ServerError] == [type(bp.Limits(Quota(clock=Clock())).error(READ, each, 1)) for each in refusals]
