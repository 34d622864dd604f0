"""The page of measured figures says what the last run of the benchmark gave."""

from __future__ import annotations

import pytest

from tests.bench.chart import growth_chart
from tests.bench.document import PAGE, RESULTS, page_part, read_results, with_part
from tests.bench.lines import Line, figure_text, ratios_first, target_text
from tests.bench.rounds import in_child, in_rounds, median_ratio
from tests.bench.subjects import SUBJECTS


def test_the_page_shows_what_the_committed_results_say() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert with_part(page, page_part(read_results(RESULTS))) == page


def test_every_result_is_of_a_subject_that_can_be_measured_again() -> None:
    assert set() == set(read_results(RESULTS)) - set(SUBJECTS)


@pytest.mark.parametrize(("figure", "better", "expected"), [(2.0, "lower", True), (2.1, "lower", False), (1.9, "higher", False)])
def test_a_line_passes_where_its_figure_reaches_the_target(figure: float, better: str, expected: bool) -> None:
    line = Line(name="x", target=2.0, figure=figure, better="lower" if better == "lower" else "higher")
    assert expected == line.passes


def test_a_line_names_its_target_and_its_figure() -> None:
    line = Line(name="orders", target=10_000, figure=12_345.6, better="higher", unit="/s")
    assert ("at least 10,000 /s", "12,346 /s") == (target_text(line), figure_text(line))


def test_a_picture_has_a_curve_for_each_line_with_points() -> None:
    lines = [
        Line(name="orders planned: seconds a record, 100 times", target=1, figure=1, points=((1, 1), (10, 1.1))),
        Line(name="x", target=1, figure=1),
    ]
    svg = growth_chart(lines)
    assert ("<svg", True, False) == (svg[:4], "orders planned: seconds a record" in svg, ">x<" in svg)


def test_ratios_stand_before_figures_of_one_machine() -> None:
    lines = [Line(name="peak", target=80, figure=1, unit="MB"), Line(name="ratio", target=2, figure=1)]
    assert ["ratio", "peak"] == [line.name for line in ratios_first(lines)]


def test_a_ratio_is_the_median_of_those_of_the_rounds() -> None:
    slow, base = iter([2.0, 30.0, 8.0]), iter([1.0, 10.0, 2.0])
    measured = in_rounds({"slow": lambda: next(slow), "base": lambda: next(base)}, 3)
    assert 3.0 == median_ratio(measured, "slow", "base")


def test_a_child_answers_without_the_modules_that_it_must_not_have() -> None:
    assert [None, True] == in_child("tests.docs.test_performance:imported", "msgspec", "json", without=["msgspec"])


def imported(*names: str) -> list[bool | None]:
    """Whether each module can be had; None where it was taken away."""
    import sys

    return [None if sys.modules.get(name, ...) is None else True for name in names]
