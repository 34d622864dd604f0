"""What is found in the worlds of all cases is, to the last value and word, what was read and kept."""

from __future__ import annotations

import pytest

from tests.bpwoo_sync.reconciling.kept_findings import EVERY, kept, told, worlds_of

NAMES = [(subject, name) for subject in EVERY for name in worlds_of(subject)]


@pytest.mark.parametrize(("subject", "name"), NAMES, ids=[f"{subject}: {name}" for subject, name in NAMES])
def test_what_is_found_is_what_was_kept(subject: str, name: str) -> None:
    (expected,) = [each for each in kept(subject) if each["case"] == name]
    assert expected == told(name, worlds_of(subject)[name]())


@pytest.mark.parametrize("subject", EVERY)
def test_nothing_is_kept_of_a_case_that_is_none(subject: str) -> None:
    assert list(worlds_of(subject)) == [each["case"] for each in kept(subject)]
