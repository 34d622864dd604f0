"""Every mutant that is left was read, and has a reason for which no test could or should notice it."""

from __future__ import annotations

import pytest

from tests.mutation.survivors import KEPT, KINDS, change, functions, kept, reasons


@pytest.mark.parametrize("of", KEPT)
def test_each_that_is_left_has_a_reason_of_a_kind(of: str) -> None:
    assert [] == [(row["module"], row["mutant"]) for row in kept(of) if not row["why it stays"].startswith(KINDS)]


def test_a_reason_stays_with_the_change_whatever_the_number_of_the_mutant() -> None:
    row = {"module": "m", "mutant": "f__mutmut_3", "as it was": "a", "as it is": "b", "why it stays": "equal: so"}
    assert {("m", "a", "b"): "equal: so"} == reasons([row])


SOURCE = """
def x_f__mutmut_orig(a: int) -> int:
    return a + 1

def x_f__mutmut_1(a: int) -> int:
    return a - 1
"""


def test_a_change_is_the_line_that_differs() -> None:
    found = functions(SOURCE)
    assert ("return a + 1", "return a - 1") == change(found["x_f__mutmut_orig"], found["x_f__mutmut_1"])
