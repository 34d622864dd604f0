"""What is found in the worlds of all cases is, to the last value and word, what was read and kept."""

from __future__ import annotations

import pytest

from tests.bpwoo_sync.reconciling.kept_findings import FIRST_FORMAT, SUBJECTS, cases_of, kept, told_of

EVERY = (*SUBJECTS, FIRST_FORMAT)
PLACES = [(subject, place) for subject in EVERY for place in range(len(cases_of(subject)))]


@pytest.mark.parametrize(("subject", "place"), PLACES, ids=[f"{subject}: {cases_of(subject)[place]}" for subject, place in PLACES])
def test_what_is_found_is_what_was_kept(subject: str, place: int) -> None:
    assert kept(subject)[place] == told_of(subject, cases_of(subject)[place])


@pytest.mark.parametrize("subject", EVERY)
def test_nothing_is_kept_of_a_case_that_is_none(subject: str) -> None:
    assert [str(case) for case in cases_of(subject)] == [each["case"] for each in kept(subject)]
