from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

import brightpearl_sdk as bp
from brightpearl_sdk._kernel.exchange import Reply, exchange
from brightpearl_sdk._kernel.operation import Sleep
from brightpearl_sdk.limits import LONGEST_WAIT, MARGIN, is_clients_fault, is_throttled, throttle_wait
from tests.brightpearl_sdk.recordings import DATA
from tests.brightpearl_sdk.simulation import CAP, READ, Clock, answer, capped, simulated_hour

SAMPLES = json.loads((DATA / "client_samples.json").read_text("utf-8"))
WRITE = bp.Operation(
    request=bp.Request(method="POST", path="/order-service/order"), parse=lambda response: response.status, repeatable=False
)
SLOW = bp.Failure(kind="timeout", reach=bp.Reach.UNKNOWN, message="no answer came in time")
CUT = bp.Failure(kind="broken", reach=bp.Reach.UNKNOWN, message="cut off")
UNREACHED = bp.Failure(kind="connect", reach=bp.Reach.NOT_SENT, message="refused")
TOO_LARGE = bp.Failure(kind="too-large", reach=bp.Reach.UNKNOWN, message="the answer is larger than 10 bytes")


def coded(status: int, code: str) -> bp.Response:
    return answer(status, body={"errors": [{"code": code, "message": "told"}]})


def limits(retries: bp.Retries | None = None, *, chance: float = 0.0) -> bp.Limits:
    return bp.Limits(bp.Quota(clock=Clock()), retries or bp.Retries(), chance=lambda: chance)


def used_up(quota: bp.Quota) -> bp.Quota:
    for _ in range(quota.per_minute):
        quota.take(urgent=True)
    return quota


def answered(quota: bp.Quota) -> bp.Quota:
    for _ in range(quota.per_minute):
        quota.observe(answer())
    return quota


def test_a_minute_holds_two_hundred_requests() -> None:
    quota = bp.Quota(clock=Clock())
    assert [0.0] * 200 + [60.0 + MARGIN] == [quota.take() for _ in range(201)]


def test_a_minute_ends_with_the_minute_of_the_clock() -> None:
    quota = bp.Quota(clock=Clock(1_200_000_017.0))
    quota.take()
    quota.observe(answer(left=0))
    assert 43.0 + MARGIN == pytest.approx(quota.take())


def test_no_sixty_seconds_hold_more_than_two_hundred_requests() -> None:
    clock = Clock(50.0)
    quota = answered(used_up(bp.Quota(clock=clock)))
    clock.now = 60.0
    assert [0, 50.0] == pytest.approx([quota.remaining, quota.take()], abs=0.01)
    clock.now = 110.01
    assert 0.0 == quota.take()


def test_who_has_the_account_next_goes_on_from_what_was_sent() -> None:
    clock = Clock(50.0)
    before = answered(used_up(bp.Quota(clock=clock)))
    clock.now = 70.0
    after = bp.Quota(clock=clock, recent=before.recent)
    assert [0, 40.0] == pytest.approx([after.remaining, after.take()], abs=0.01)


def test_what_others_sent_is_counted_and_what_is_known_counts_once() -> None:
    quota = bp.Quota(clock=Clock(50.0))
    quota.take()
    quota.take()
    quota.recall([50.0, 49.0, -20.0])
    assert ((49.0, 50.0, 50.0), 197) == (quota.recent, quota.remaining)


def test_requests_of_more_than_a_minute_ago_are_forgotten() -> None:
    clock = Clock(50.0)
    quota = used_up(bp.Quota(clock=clock))
    clock.now = 110.01
    assert () == quota.recent


def test_a_clock_that_is_put_back_makes_nobody_wait_for_longer_than_a_minute() -> None:
    clock = Clock(7_200.0)
    quota = answered(used_up(bp.Quota(clock=clock)))
    clock.now = 3_600.0
    assert quota.take() <= 60.0 + MARGIN
    clock.now = 3_661.0
    assert 0.0 == quota.take()


def test_a_refusal_does_not_outlast_a_clock_that_is_put_back() -> None:
    clock = Clock(7_200.0)
    quota = bp.Quota(clock=clock)
    quota.take()
    quota.observe(capped(left=0, period=30_000))
    clock.now = 3_600.0
    assert quota.take() <= LONGEST_WAIT + MARGIN


def test_the_next_minute_has_room_again() -> None:
    clock = Clock()
    quota = answered(used_up(bp.Quota(clock=clock)))
    clock.now = 60.01
    assert (200, 0.0) == (quota.remaining, quota.take())


def test_requests_that_are_still_out_count_in_the_next_minute() -> None:
    clock = Clock(59.0)
    quota = bp.Quota(clock=clock)
    for _ in range(5):
        quota.take()
    clock.now = 61.0
    assert 195 == quota.remaining


def test_what_the_vendor_says_is_left_is_believed_where_it_is_less() -> None:
    quota = bp.Quota(clock=Clock())
    quota.take()
    quota.observe(answer(left=120, period=60000))
    assert 120 == quota.remaining


def test_what_the_vendor_says_is_left_is_not_believed_where_it_is_more() -> None:
    quota = bp.Quota(clock=Clock())
    for _ in range(3):
        quota.take()
    quota.observe(answer(left=197, period=60000))
    quota.observe(answer(left=199, period=60000))
    assert 197 - 1 == quota.remaining


def test_the_vendors_clock_decides_when_a_minute_ends() -> None:
    clock = Clock(10.0)
    quota = bp.Quota(clock=clock)
    quota.take()
    quota.observe(answer(left=0, period=8000))
    assert 8.0 + MARGIN == pytest.approx(quota.take())


def test_a_later_end_than_ours_means_a_new_minute() -> None:
    clock = Clock(50.0)
    quota = bp.Quota(clock=clock)
    quota.take()
    quota.observe(answer(left=0, period=1000))
    quota.observe(answer(left=199, period=59000))
    assert 199 == quota.remaining


def test_a_request_that_drew_no_answer_counts() -> None:
    quota = bp.Quota(clock=Clock())
    quota.take()
    quota.observe(SLOW)
    assert 199 == quota.remaining


@pytest.mark.parametrize("told", ["", "many", "-5", "1.5", "1e9", "9" * 20])
def test_a_header_that_is_no_count_is_left_aside(told: str) -> None:
    quota = bp.Quota(clock=Clock())
    quota.take()
    quota.observe(answer(left=told, period=told))
    assert 199 == quota.remaining


def test_a_refusal_for_too_many_requests_stops_every_request_until_the_next_period() -> None:
    clock = Clock(20.0)
    quota = bp.Quota(clock=clock)
    quota.take()
    quota.observe(capped(left=0, period=12000))
    assert [12.0 + MARGIN] * 2 == pytest.approx([quota.take(), quota.take(urgent=True)])
    clock.now += 12.0 + MARGIN
    assert 0.0 == quota.take()


def test_a_wait_that_the_vendor_asks_for_outlasts_the_minute() -> None:
    clock = Clock(50.0)
    quota = bp.Quota(clock=clock)
    quota.take()
    quota.observe(capped(Retry_After="30"))
    clock.now = 61.0
    assert 19.0 + MARGIN == pytest.approx(quota.take())


def test_an_outage_stops_nothing() -> None:
    quota = bp.Quota(clock=Clock())
    quota.take()
    quota.observe(answer(503, body=SAMPLES["error/string_response"]))
    assert 0.0 == quota.take()


@pytest.mark.parametrize(
    ("refusal", "seconds"),
    [
        (capped(period=36844), 36.844),
        (capped(), 15.0),
        (capped(Retry_After="7"), 7.0),
        (capped(period=5000, Retry_After="7"), 5.0),
        (capped(period=3_600_000), 120.0),
        (capped(Retry_After="Wed, 21 Oct 2026 07:28:00 GMT"), 15.0),
    ],
)
def test_a_refusal_for_too_many_requests_says_how_long_to_wait(refusal: bp.Response, seconds: float) -> None:
    assert seconds + MARGIN == pytest.approx(throttle_wait(refusal))


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        (capped(), True),
        (answer(429), True),
        (answer(503, body=SAMPLES["error/string_response"]), False),
        (answer(503), False),
        (answer(200, body=CAP), False),
    ],
)
def test_too_many_requests_are_told_from_an_outage(response: bp.Response, expected: bool) -> None:
    assert expected is is_throttled(response)


def test_a_reserve_is_kept_for_urgent_calls() -> None:
    quota = bp.Quota(10, reserve=3, clock=Clock())
    taken = [quota.take() == 0 for _ in range(10)]
    urgent = [quota.take(urgent=True) == 0 for _ in range(4)]
    assert ([True] * 7 + [False] * 3, [True] * 3 + [False]) == (taken, urgent)


@pytest.mark.parametrize("reserve", [-1, 10, 11])
def test_a_reserve_that_leaves_nothing_is_refused(reserve: int) -> None:
    with pytest.raises(ValueError, match="leaves nothing"):
        bp.Quota(10, reserve=reserve)


def test_threads_share_a_minute() -> None:
    quota = bp.Quota(clock=Clock())
    with ThreadPoolExecutor(8) as threads:
        taken = list(threads.map(lambda _: quota.take(), range(500)))
    assert 200 == taken.count(0.0)


@pytest.mark.parametrize(
    ("attempt", "chance", "seconds"),
    [(1, 0.0, 0.5), (2, 0.0, 1.0), (3, 0.0, 2.0), (3, 1.0, 1.0), (7, 0.0, 20.0), (7, 0.5, 15.0), (500, 0.0, 20.0)],
)
def test_waits_double_up_to_a_cap_and_are_shortened_at_random(attempt: int, chance: float, seconds: float) -> None:
    assert seconds == bp.Retries().wait(attempt, chance)


@pytest.mark.parametrize(
    ("reply", "read", "write"),
    [
        (UNREACHED, True, True),
        (SLOW, True, False),
        (CUT, True, False),
        (TOO_LARGE, False, False),
        (capped(), True, True),
        (answer(429), True, True),
        (answer(500), True, False),
        (answer(502), True, False),
        (answer(503), True, False),
        (answer(504), True, False),
        (answer(408), True, False),
        (coded(500, "CMNU-003"), True, False),
        (coded(500, "CMNC-018"), False, False),
        (coded(500, "ORDB-001"), False, False),
        (answer(501), False, False),
        (answer(400), False, False),
        (answer(401), False, False),
        (answer(404), False, False),
        (answer(409), False, False),
        (answer(302), False, False),
    ],
    ids=lambda value: getattr(value, "kind", None) or (f"{value.status}" if isinstance(value, bp.Response) else ""),
)
def test_only_what_may_be_repeated_is_sent_again(reply: bp.Response | bp.Failure, read: bool, write: bool) -> None:
    rules = limits()
    assert (read, write) == (rules.delay(READ, reply, 1) is not None, rules.delay(WRITE, reply, 1) is not None)


def test_a_request_is_sent_again_as_often_as_is_allowed() -> None:
    rules = limits(bp.Retries(attempts=3))
    assert [0.5, 1.0, None] == [rules.delay(READ, SLOW, attempt) for attempt in (1, 2, 3)]


def test_refusals_for_too_many_requests_are_counted_by_themselves() -> None:
    rules = limits(bp.Retries(attempts=1, throttled=3))
    waits = [rules.delay(WRITE, capped(period=1000), attempt) for attempt in (1, 2, 3)]
    assert [1.0 + MARGIN, 1.0 + MARGIN, None] == waits


def test_never_twice_means_never_twice() -> None:
    rules = limits(bp.NO_RETRIES)
    assert [None] * 4 == [rules.delay(READ, reply, 1) for reply in (UNREACHED, SLOW, capped(), answer(502))]


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (answer(400), bp.InvalidError),
        (answer(401), bp.AuthenticationError),
        (answer(403), bp.ForbiddenError),
        (answer(404), bp.NotFoundError),
        (answer(409), bp.ConflictError),
        (answer(412), bp.ConflictError),
        (answer(429), bp.ThrottledError),
        (capped(), bp.ThrottledError),
        (answer(503), bp.ServerError),
        (answer(500), bp.ServerError),
        (coded(500, "CMNU-003"), bp.ServerError),
        (coded(500, "CMNC-018"), bp.InvalidError),
        (coded(500, "ORDB-001"), bp.InvalidError),
        (answer(422), bp.InvalidError),
        (answer(302), bp.InvalidError),
        (SLOW, bp.TimedOutError),
        (CUT, bp.ConnectionFailedError),
        (UNREACHED, bp.ConnectionFailedError),
        (TOO_LARGE, bp.ConnectionFailedError),
    ],
    ids=lambda value: getattr(value, "__name__", None) or getattr(value, "kind", None) or str(value.status),
)
def test_what_failed_has_a_name(reply: bp.Response | bp.Failure, kind: type[bp.BrightpearlError]) -> None:
    assert kind is type(limits().error(READ, reply, 1))


def test_an_error_tells_which_request_failed_after_how_many_attempts() -> None:
    error = limits().error(READ, coded(500, "CMNU-003"), 4)
    assert "GET /order-service/order/7 was refused with status 500 after 4 attempts: CMNU-003: told." in str(error)


def test_a_redirect_tells_where_to_and_what_to_do() -> None:
    error = limits().error(READ, answer(302, Location="https://euw1.brightpearlapp.com/login"), 1)
    assert "redirects to https://euw1.brightpearlapp.com/login: check base_url" in str(error)


@pytest.mark.parametrize(("reply", "told"), [(SLOW, True), (CUT, True), (UNREACHED, False)], ids=["slow", "cut", "unreached"])
def test_an_error_tells_whether_the_vendor_may_have_acted(reply: bp.Failure, told: bool) -> None:
    error = limits().error(WRITE, reply, 1)
    assert isinstance(error, bp.ConnectionFailedError)
    assert (told, reply.reach) == ("may have acted" in str(error), error.reach)


@pytest.mark.parametrize(
    ("code", "expected"), [("CMNC-018", True), ("ORDB-001", True), ("CMNU-003", False), ("", False), ("CMN", False), ("C", False)]
)
def test_the_class_of_a_code_tells_whose_fault_it_is(code: str, expected: bool) -> None:
    assert expected is is_clients_fault(coded(500, code))


def conversing(rules: bp.Limits, clock: Clock, replies: list[Reply], *, operation: bp.Operation[int] = READ) -> tuple[int, list[float]]:
    """The answer to an operation whose requests draw these replies in turn, and how long was waited between them."""
    flow = exchange(operation, rules)
    waits: list[float] = []
    reply: Reply = None
    try:
        while True:
            step = flow.send(reply)
            if isinstance(step, Sleep):
                waits.append(step.seconds)
                clock.now += step.seconds
            reply = None if isinstance(step, Sleep) else replies.pop(0)
    except StopIteration as done:
        return done.value, waits


def test_a_write_that_was_refused_unread_goes_again_after_the_freeze() -> None:
    clock = Clock(30.0)
    rules = bp.Limits(bp.Quota(clock=clock), chance=lambda: 0.0)
    status, waits = conversing(rules, clock, [capped(left=0, period=30000), answer(left=199, period=59700)], operation=WRITE)
    assert [200, 30.0 + MARGIN] == pytest.approx([status, sum(waits)])


def test_while_one_request_is_refused_others_wait_with_it() -> None:
    clock = Clock(30.0)
    quota = bp.Quota(clock=clock)
    bp.Limits(quota).pause(READ)
    bp.Limits(quota).observe(READ, capped(left=0, period=30000))
    assert 30.0 + MARGIN == pytest.approx(bp.Limits(quota, urgent=True).pause(WRITE))


#: A quarter of each minute: at once, over half of it, or over all of it.
QUARTERS = {
    "at once": [60.0 * minute + 0.01 * each for minute in range(60) for each in range(50)],
    "over half a minute": [60.0 * minute + 0.6 * each for minute in range(60) for each in range(50)],
    "over a minute": [60.0 * minute + 1.2 * each for minute in range(60) for each in range(50)],
}


@pytest.mark.parametrize("skew", [0.0, -7.5, 29.0], ids=lambda skew: f"clock {skew:+}s")
@pytest.mark.parametrize(
    ("callers", "latency"),
    [(1, lambda n: 0.25), (8, lambda n: 0.4), (8, lambda n: 12.0 if n % 40 == 0 else 0.2)],
    ids=["one caller", "eight callers", "some slow answers"],
)
@pytest.mark.parametrize("quarter", QUARTERS)
def test_beside_an_app_that_takes_a_quarter_the_rest_is_used(
    quarter: str, callers: int, latency: Callable[[int], float], skew: float
) -> None:
    pool = simulated_hour(others=QUARTERS[quarter], callers=callers, latency=latency, skew=skew).pool
    left = 60 * 200 - pool.taken["theirs"]
    assert pool.taken["ours"] >= 0.97 * left
    assert pool.refused["ours"] <= 0.03 * left


@pytest.mark.parametrize("holds", [3600.0, 47.0], ids=["one process", "one process after another"])
@pytest.mark.parametrize("skew", [0.0, -7.5, 29.0], ids=lambda skew: f"clock {skew:+}s")
def test_alone_the_budget_is_used_and_never_overdrawn(holds: float, skew: float) -> None:
    hour = simulated_hour(callers=8, latency=lambda n: 0.4, skew=skew, holds=holds)
    assert hour.pool.taken["ours"] >= 0.97 * 60 * 200
    assert (0, 200) == (hour.pool.refused["ours"], hour.most_in_a_minute)


@pytest.mark.parametrize("holds", [3600.0, 47.0], ids=["one process", "one process after another"])
def test_urgent_calls_wait_for_no_more_than_a_slot(holds: float) -> None:
    hour = simulated_hour(callers=8, latency=lambda n: 0.4, urgent=[15.0 * n + 7.0 for n in range(240)], reserve=5, holds=holds)
    assert (240, True) == (len(hour.waited), max(hour.waited) <= 60 / 200)
    assert hour.pool.taken["ours"] >= 0.97 * 60 * 200
    assert (0, True) == (hour.pool.refused["ours"], hour.most_in_a_minute <= 200)
