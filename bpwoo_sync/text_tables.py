"""Rows as a table of text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


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
