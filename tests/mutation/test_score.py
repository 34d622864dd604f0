"""The table of mutants counts each once, and only what was noticed as noticed."""

from __future__ import annotations

from tests.mutation.score import counted, line_of


def test_a_mutant_is_refused_killed_unreached_survived_or_not_tried() -> None:
    found = counted([37, 37, 1, 3, -24, 33, 5, 0, None])
    assert {"refused": 2, "killed": 3, "unreached": 2, "survived": 1, "not tried": 1} == dict(found)


def test_what_was_not_tried_or_reached_was_not_noticed() -> None:
    found = {"refused": 1, "killed": 1, "unreached": 2, "not tried": 1}
    assert "| money | 5 | 1 | 1 | 3 | 40.0 % | 25.0 % |" == line_of("money", found)


def test_where_mypy_refuses_all_of_them_tests_have_none() -> None:
    assert "| money | 2 | 2 | 0 | 0 | 100.0 % |  |" == line_of("money", {"refused": 2})
