"""The guide to comparing says of every finding what repairs it: a plan, or people."""

from __future__ import annotations

import re

from bpwoo_sync.repairs import REPAIRED_BY
from tests.architecture.source import ROOT
from tests.bpwoo_sync.reconciling.test_planted import SPECIFIED


def told(heading: str) -> set[str]:
    """The codes in the first column of the table with this heading."""
    page = (ROOT / "docs" / "howto" / "reconcile.md").read_text("utf-8")
    table = page[page.index(f"| finding | {heading} |") :].partition("\n\n")[0]
    return {code for line in table.splitlines()[2:] for code in re.findall(r"`([A-Z_]+)`", line.split(" | ")[0])}


def test_what_the_guide_says_that_a_plan_repairs_is_what_it_repairs() -> None:
    assert set(REPAIRED_BY) == told("what the plan does about it")


def test_the_guide_says_of_every_specified_code_what_repairs_it() -> None:
    assert set() == set(SPECIFIED.split()) - told("what the plan does about it") - told("why no write is planned")
