"""What is found in the worlds of all cases is, to the last value and word, what was read and kept."""

from __future__ import annotations

import pytest

from tests.bpwoo_sync.reconciling.kept_findings import FIRST_FORMAT, SUBJECTS, all_told, kept


@pytest.mark.parametrize("subject", [*SUBJECTS, FIRST_FORMAT])
def test_what_is_found_is_what_was_kept(subject: str) -> None:
    assert kept(subject) == all_told(subject)
