"""What is found in the worlds of all cases is, to the last value and word, what was read and kept."""

from __future__ import annotations

import pytest

from tests.bpwoo_sync.reconciling.kept_findings import SUBJECTS, kept, told


@pytest.mark.parametrize("subject", SUBJECTS)
def test_what_is_found_is_what_was_kept(subject: str) -> None:
    assert kept(subject) == [told(case) for case in SUBJECTS[subject]]
