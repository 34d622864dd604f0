"""What was tried, as JSON, as a table in a terminal, and as the generated part of ``docs/explanation/trust.md``."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from attrs import asdict

from tests.bench.document import this_machine
from tests.bench.rounds import ROOT
from tests.faults.matrix import Tried, Verdict

PAGE = ROOT / "docs" / "explanation" / "trust.md"
RESULTS = ROOT / "docs" / "explanation" / "trust.json"

#: The counts of a row, in their order.
COUNTS = ("cases", *(verdict.value for verdict in Verdict))

#: What of the results is which part of the page, by its marks.
PARTS = ("faults", "fuzz")


def counted(results: Iterable[Tried]) -> list[dict[str, Any]]:
    """A row for each flow and trouble: cases, and what became of them."""
    rows: dict[tuple[str, str], Counter[str]] = {}
    for tried in results:
        rows.setdefault((tried.case.flow, tried.case.trouble), Counter()).update(("cases", tried.verdict.value))
    return [
        {"flow": flow, "trouble": trouble, **{name: counts.get(name, 0) for name in COUNTS}} for (flow, trouble), counts in rows.items()
    ]


def summed(rows: Sequence[Mapping[str, Any]], by: str) -> list[dict[str, Any]]:
    """The same by flow, or by trouble, and a last row of all."""
    totals: dict[str, Counter[str]] = {}
    for row in rows:
        for name in (row[by], "all"):
            totals.setdefault(name, Counter()).update({count: row[count] for count in COUNTS})
    every = totals.pop("all", Counter())
    return [{by: name, **{count: counts[count] for count in COUNTS}} for name, counts in [*totals.items(), ("**all**", every)]]


def text_table(rows: Sequence[Mapping[str, Any]]) -> str:
    """Every row for a terminal."""
    columns = list(rows[0]) if rows else []
    lines = [columns, *([str(row[column]) for column in columns] for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(columns))]
    aligned = [str.rjust if name in COUNTS else str.ljust for name in columns]
    return "\n".join("  ".join(align(cell, width) for align, cell, width in zip(aligned, line, widths, strict=True)) for line in lines)


def measured(part: str, rows: Sequence[Mapping[str, Any]], **more: Any) -> dict[str, Any]:
    """What a part of the page shows, with the day and the machine."""
    return {part: {"date": date.today().isoformat(), "machine": asdict(this_machine()), **more, "rows": list(rows)}}


def read_results(path: Path = RESULTS) -> dict[str, Any]:
    """The results that a JSON file holds; none where there is no file."""
    return dict(json.loads(path.read_text("utf-8"))) if path.exists() else {}


def write_docs(found: Mapping[str, Any]) -> None:
    """Put these results beside those of the other parts, and all of them into the page."""
    results = {**read_results(), **found}
    rows = ",\n".join(f" {json.dumps(name)}: {_document(part)}" for name, part in sorted(results.items()))
    RESULTS.write_text(f"{{\n{rows}\n}}\n", "utf-8")
    PAGE.write_text(with_parts(PAGE.read_text("utf-8"), results), "utf-8")


def _document(part: Mapping[str, Any]) -> str:
    head = ",\n".join(f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in part.items() if name != "rows")
    rows = ",\n".join(f"   {json.dumps(row)}" for row in part["rows"])
    return f'{{\n{head},\n  "rows": [\n{rows}\n  ]\n }}'


def with_parts(page: str, results: Mapping[str, Any]) -> str:
    """The page with its generated parts replaced."""
    for part in PARTS:
        if part in results:
            begin, end = f"<!-- {part}: written by nox -s {part} -- --write-docs -->", f"<!-- /{part} -->"
            before, began, rest = page.partition(begin)
            _, ended, after = rest.partition(end)
            if not began or not ended:
                raise ValueError(f"the page lacks {begin} or {end}")
            page = f"{before}{begin}\n\n{_shown(part, results[part])}\n\n{end}{after}"
    return page


def _shown(part: str, found: Mapping[str, Any]) -> str:
    machine = found["machine"]
    where = f"{found['date']}, {machine['cpu']}, {machine['cores']} cores, Python {machine['python']}"
    if part == "faults":
        tables = (page_table(summed(found["rows"], by)) for by in ("flow", "trouble"))
        return "\n\n".join([f"{found['scope']}; {where}.", *tables])
    return "\n\n".join([f"{where}.", page_table(found["rows"])])


def page_table(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows as the page shows them."""
    columns = list(rows[0])
    rule = [" ---: " if isinstance(rows[0][column], int) else " --- " for column in columns]
    shown = [[f"{row[column]:,}" if isinstance(row[column], int) else str(row[column]) for column in columns] for row in rows]
    return "\n".join([f"| {' | '.join(columns)} |", f"|{'|'.join(rule)}|", *(f"| {' | '.join(cells)} |" for cells in shown)])
