"""Every numbered edge case of the specification has a test that carries its number."""

from __future__ import annotations

import re
from pathlib import Path

#: How many edge cases the specification numbers, from 1 on.
NUMBERED = 78

_NAME = re.compile(r"^def test_edge_case_(\d{2})_", re.MULTILINE)


def numbers_in(folder: Path) -> set[int]:
    """The numbers that tests below a folder carry."""
    return {int(number) for path in folder.rglob("test_*.py") for number in _NAME.findall(path.read_text(encoding="utf-8"))}


def test_no_edge_case_is_without_a_test() -> None:
    assert set() == set(range(1, NUMBERED + 1)) - numbers_in(Path(__file__).parent)


def test_no_test_carries_a_number_that_is_not_one() -> None:
    assert set() == numbers_in(Path(__file__).parent) - set(range(1, NUMBERED + 1))
