"""Rows as a table of text, and texts of strangers as a terminal may show them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence

#: What a terminal obeys, what turns the order of letters round, and halves of letters; a line's end and a tab are none of these.
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str) -> str:
    r"""A text whose signs that a terminal would obey are written out, as JSON writes them; JSON stays the same document.

    >>> print(visible("red \x1b[31m paint"))
    red \u001b[31m paint
    """
    return _OBEYED.sub(lambda found: json.dumps(found[0])[1:-1], text)


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """Lines of a table with aligned columns: text to the left, numbers to the right. Empty where there are no rows."""
    texts = [[str(cell) for cell in row] for row in rows]
    if not texts:
        return []
    widths = [max(len(name), *(len(row[place]) for row in texts)) for place, name in enumerate(header)]
    numeric = [all(_is_number(row[place]) for row in texts) for place in range(len(header))]

    def line(cells: Sequence[str]) -> str:
        padded = (cell.rjust(width) if right else cell.ljust(width) for cell, width, right in zip(cells, widths, numeric, strict=True))
        return f"  {'  '.join(padded)}".rstrip()

    return [line(header), *(line(row) for row in texts)]


def _is_number(text: str) -> bool:
    return text.replace(".", "").replace("-", "").replace(",", "").isdigit()
