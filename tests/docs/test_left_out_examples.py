"""Every example of Python in the documentation is run by something, or says above it why it is not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

#: Pages whose plain examples a test runs: ``test_howto`` and ``test_readme``. Doctests and notebooks the build itself runs.
RUN = {*(ROOT / "docs" / "howto").glob("*.md"), ROOT / "README.md"}

PAGES = [ROOT / "README.md", *sorted(each for each in (ROOT / "docs").rglob("*.md") if "reference" not in each.parts)]

PLAIN = re.compile(r"(?P<above>[^\n]*\n?[^\n]*\n)^```(python|py|\{code-block\} python)\n", re.MULTILINE)


def unrun(page: Path) -> list[str]:
    """What stands above each plain example that nothing runs, and that does not say why."""
    if page in RUN:
        return []
    return [found["above"] for found in PLAIN.finditer(page.read_text("utf-8")) if "% Not run: " not in found["above"]]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_example_is_run_or_says_why_not(page: Path) -> None:
    assert [] == unrun(page)


def test_an_example_that_nothing_runs_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("Text\n\n```python\nnothing()\n```\n\n% Not run: no shop is there\n\n```python\nnothing()\n```\n", "utf-8")
    assert ["Text\n\n"] == unrun(page)
