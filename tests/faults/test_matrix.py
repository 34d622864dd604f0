"""A sample of the fault matrix: nothing is lost, nothing is done twice, and what is not done is told. All of it: ``nox -s faults``."""

from __future__ import annotations

import pytest

from tests.faults.document import PAGE, RESULTS, counted, read_results, summed, with_parts
from tests.faults.flows import EVERY, FLOWS
from tests.faults.matrix import Case, Tried, Verdict, calm, cases, flow_of, sample, tried
from tests.faults.troubles import TROUBLES
from tests.hostile.targets import TARGETS

#: Cases tried of each flow.
SHARE = 14


@pytest.mark.parametrize("name", [flow.name for flow in EVERY])
def test_whatever_a_request_meets_nothing_is_lost_or_done_twice_and_what_is_not_done_is_told(name: str) -> None:
    results = [tried(case) for case in sample(cases([flow_of(name)]), SHARE, seed=10)]
    assert [] == [each for each in results if each.verdict not in (Verdict.RECOVERED, Verdict.HELD)]
    assert [] == [each for each in results if each.verdict is Verdict.HELD and not each.why]


def test_a_matrix_has_each_trouble_at_each_request_that_a_flow_makes() -> None:
    flow = flow_of("stock")
    found = [case for case in cases([flow]) if not case.lasting]
    requests = calm(flow).requests
    assert len(found) == sum(requests[system] for trouble in TROUBLES for system in trouble.systems)


def test_a_sample_is_the_same_for_the_same_seed_and_begins_with_each_flow_and_trouble() -> None:
    every = list(cases(FLOWS[6:8]))
    some = sample(every, 40, seed=1)
    assert some == sample(every, 40, seed=1)
    assert ({"stock", "prices"}, {trouble.name for trouble in TROUBLES}) == ({each.flow for each in some}, {each.trouble for each in some})


def test_cases_are_counted_by_flow_and_by_trouble() -> None:
    results = [
        Tried(Case("stock", "429", "shop", 1), Verdict.RECOVERED),
        Tried(Case("stock", "429", "shop", 2), Verdict.LOST),
        Tried(Case("prices", "503", "shop", 1), Verdict.HELD),
    ]
    rows = counted(results)
    assert [("stock", "429", 2, 1, 1), ("prices", "503", 1, 0, 0)] == [
        (row["flow"], row["trouble"], row["cases"], row["recovered"], row["lost"]) for row in rows
    ]
    assert [("stock", 2), ("prices", 1), ("**all**", 3)] == [(row["flow"], row["cases"]) for row in summed(rows, "flow")]


def test_the_page_shows_what_the_committed_results_say() -> None:
    page = PAGE.read_text("utf-8")
    assert page == with_parts(page, read_results(RESULTS))


def test_of_what_was_measured_nothing_was_lost_or_done_twice() -> None:
    (total,) = summed(read_results(RESULTS).get("faults", {"rows": []})["rows"], "flow")[-1:]
    assert (0, 0, 0) == (total["lost"], total["duplicated"], total["unsaid"])


def test_the_kept_figures_are_of_the_whole_matrix() -> None:
    found = read_results(RESULTS)["faults"]
    names = [row["flow"] for row in summed(found["rows"], "flow")[:-1]]
    known = ([flow.name for flow in FLOWS], [flow.name for flow in EVERY])
    assert ("Every case", True) == (found["scope"].partition(",")[0], names in known)


def test_every_target_was_fuzzed_and_nothing_was_found() -> None:
    rows = read_results(RESULTS)["fuzz"]["rows"]
    assert [(target.name, 0) for target in TARGETS] == [(row["target"], row["finds"]) for row in rows]


@pytest.mark.parametrize("command", ["nox -s faults", "nox -s soak", "nox -s fuzz"])
def test_the_page_says_by_which_command_each_of_its_figures_is_made_again(command: str) -> None:
    assert f"```sh\n{command} " in PAGE.read_text("utf-8")
