"""README.md's examples run as they are written, answered by the doubles instead of the vendors."""

from __future__ import annotations

import re

import pytest

from tests.architecture.source import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```python\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_an_example_is_short(number: int) -> None:
    assert len(EXAMPLES[number].splitlines()) <= 15
