"""What a page of the documentation tells a newcomer to type, word for word."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def commands(page: str, section: str) -> list[str]:
    """The blocks of shell commands in a section of a page, in their order. Fails where the section has none."""
    text = (ROOT / "docs" / page).read_text("utf-8")
    found = re.search(rf"^## {re.escape(section)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found is not None, f"{page} has no section {section!r}"
    blocks: list[str] = re.findall(r"^```sh\n(.*?)^```$", found[1], re.MULTILINE | re.DOTALL)
    assert blocks, f"{section!r} of {page} has no commands"
    return blocks
