"""The plan of each situation is, to the last value and word, the one that was read and kept."""

from __future__ import annotations

import pytest

from tests.bpwoo_sync.planning.situations import KEPT, SITUATIONS, kept, told


@pytest.mark.parametrize("name", SITUATIONS)
def test_the_plan_is_the_one_that_was_kept(name: str) -> None:
    assert kept(name) == told(name)


def test_no_plan_is_kept_of_a_situation_that_is_none() -> None:
    assert set(SITUATIONS) == {path.stem for path in KEPT.glob("*.json")}
