"""The simulation obeys the rules that it is to show the consequences of, and its page says what it gave."""

from __future__ import annotations

from attrs import evolve

from tests.simulation.checking import Checked, Run, Taken
from tests.simulation.costs import counted
from tests.simulation.figures import PAGE, page_part, read, simulation, with_part
from tests.simulation.model import COSTS, FURTHER_ORDER, Flow, Model, Shop
from tests.simulation.simulating import Account, Asked, _Simulation, simulated

#: A fleet that is simulated in no time; nothing is left to chance in it.
SMALL = Model(pairs=4, seconds=600.0, workers=1, at_once=4, look=0.0, throttled=0.0, one_waits=False)
#: How long a poll takes there.
POLL = COSTS[Flow.POLL].processor + COSTS[Flow.POLL].steps * SMALL.step + SMALL.brightpearl + 3 * SMALL.shop


def lags(model: Model, *asked: Asked) -> dict[Flow, list[float]]:
    return {flow: [round(lag, 3) for lag in found] for flow, found in simulated(model, asked).lags.items()}


def test_runs_of_one_account_go_one_after_another_and_those_of_others_beside_them() -> None:
    found = lags(SMALL, Asked(0, 0, Flow.POLL), Asked(0, 0, Flow.POLL), Asked(0, 1, Flow.POLL))
    beside = POLL + COSTS[Flow.POLL].processor
    assert {Flow.POLL: sorted(round(each, 3) for each in (POLL, beside, 2 * POLL))} == {flow: sorted(each) for flow, each in found.items()}


def test_an_event_overtakes_polls_and_deals_with_the_events_that_wait() -> None:
    asked = [Asked(0, 0, Flow.POLL), Asked(0, 0, Flow.POLL), Asked(0.5, 0, Flow.ORDER), Asked(0.6, 0, Flow.ORDER)]
    results = simulated(SMALL, asked)
    assert (3, 2) == (results.ended, len(results.lags[Flow.ORDER]))
    assert max(results.lags[Flow.ORDER]) < max(results.lags[Flow.POLL])


def test_nothing_runs_where_no_worker_has_room() -> None:
    results = simulated(evolve(SMALL, at_once=1), [Asked(0, number, Flow.POLL) for number in range(4)])
    assert [round(POLL * turn, 3) for turn in (1, 2, 3, 4)] == [round(lag, 3) for lag in results.lags[Flow.POLL]]


def test_of_a_pairs_polls_one_waits_at_most_and_events_are_not_counted_with_them() -> None:
    asked = [Asked(0, 0, Flow.POLL), *(Asked(0.01 * turn, 0, Flow.POLL) for turn in range(1, 9)), Asked(0.2, 0, Flow.ORDER)]
    results = simulated(evolve(SMALL, one_waits=True), asked)
    assert (3, 2) == (results.ended, len(results.lags[Flow.POLL]))


def test_what_other_work_leaves_of_the_machine_is_shared_by_workers_doubles_and_database() -> None:
    asked = [Asked(0, number, Flow.POLL) for number in range(4)]
    took = COSTS[Flow.POLL].processor
    free = simulated(evolve(SMALL, workers=4, at_once=1), asked).last
    shared = simulated(evolve(SMALL, workers=4, at_once=1, cores=1, doubles=0.5, database=1.5, processor=2.0), asked).last
    # Of one core that is half as fast: four runs, each of them three times what its worker takes.
    assert round(shared - free, 3) == round(4 * 3 * 2 * took - took, 3)


def test_a_model_that_is_further_off_than_is_allowed_does_not_agree() -> None:
    measured = Run(workers=1, seconds=10.0, lags={"order": [1.0, 4.0], "poll": [1.0, 8.0]})
    taken = Taken(worker=0.1, doubles=0.1, database=0.1, cores=2.0)
    found = {
        seconds: Checked(measured=measured, taken=taken, model=evolve(measured, seconds=seconds)).agrees
        for seconds in (6.0, 7.0, 14.0, 16.0)
    }
    assert {6.0: False, 7.0: True, 14.0: True, 16.0: False} == found
    late = evolve(measured, lags={"order": [1.0, 4.0], "poll": [1.0, 13.0]})
    assert not Checked(measured=measured, taken=taken, model=late).agrees


def test_an_account_sends_no_more_in_a_minute_than_it_is_allowed() -> None:
    simulation = _Simulation(evolve(SMALL, brightpearl=0.01), ())
    account = Account(Shop(orders=0.0, products=0))
    assert 2.0 == simulation._within_quota(account, 200, 0.0)
    assert 60.01 == simulation._within_quota(account, 1, 2.0)


def test_the_same_seed_gives_the_same_results_and_too_small_a_fleet_falls_behind() -> None:
    model = Model(pairs=300, seconds=600.0, workers=1, at_once=4)
    small, again, large = simulated(model), simulated(model), simulated(evolve(model, at_once=64))
    assert (small.lags, small.writes) == (again.lags, again.writes)
    assert small.percentile(Flow.POLL, 0.95) > 10 * large.percentile(Flow.POLL, 0.95)


def test_what_runs_take_is_what_they_take_on_doubles() -> None:
    one, two = counted(), counted(2)[Flow.ORDER]
    # A request or a statement more does not change what the page says; several would.
    far = {
        (flow, name): (expected, measured)
        for flow, cost in COSTS.items()
        for name in ("brightpearl", "shop", "steps", "writes")
        if abs((expected := getattr(cost, name)) - (measured := getattr(one[flow], name))) > 3
    }
    assert {} == far
    assert abs(FURTHER_ORDER.brightpearl - (two.brightpearl - one[Flow.ORDER].brightpearl)) <= 2


def test_an_hour_is_told_with_the_fewest_workers_that_do_it() -> None:
    (hour,) = simulation({"small": Model(pairs=100, seconds=300.0, at_once=4)}).values()
    assert 1 <= hour["workers"] < 32
    assert {"order", "poll", "goods"} == set(hour["lags"])


def test_the_page_shows_what_the_recorded_results_say() -> None:
    page, results = PAGE.read_text("utf-8"), read()
    assert with_part(page, page_part(results)) == page
    assert 10_000 == Model().pairs
