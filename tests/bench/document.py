"""The measured lines as JSON, as a table in a terminal, and as the generated part of ``docs/explanation/performance.md``."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import cattrs
from attrs import frozen

from .lines import Line, figure_text, ratios_first, target_text
from .rounds import ROOT

PAGE = ROOT / "docs" / "explanation" / "performance.md"
RESULTS = ROOT / "docs" / "explanation" / "performance.json"

GROWTH = ROOT / "docs" / "explanation" / "growth.svg"

_BEGIN = "<!-- measured: written by nox -s bench -- --write-docs -->"
_END = "<!-- /measured -->"


@frozen(kw_only=True)
class Machine:
    """What the figures were measured on."""

    cpu: str
    cores: int
    python: str


@frozen(kw_only=True)
class Measured:
    """What one subject gave, when, and on what."""

    date: str
    machine: Machine
    rounds: int
    lines: tuple[Line, ...]


#: The subjects' names with what they gave.
Results = Mapping[str, Measured]


def this_machine() -> Machine:
    """The machine that this runs on."""
    return Machine(cpu=_cpu(), cores=os.cpu_count() or 1, python=platform.python_version())


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def read_results(path: Path) -> dict[str, Measured]:
    """The results that a JSON file holds; none where there is no file."""
    return cattrs.structure(json.loads(path.read_text(encoding="utf-8")), dict[str, Measured]) if path.exists() else {}


def write_results(path: Path, results: Results) -> None:
    """Write results as JSON, in the order of the subjects' names."""
    document = cattrs.unstructure(dict(sorted(results.items())))
    path.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def measured_now(lines: Sequence[Line], rounds: int) -> Measured:
    """What a subject gave today on this machine."""
    return Measured(date=date.today().isoformat(), machine=this_machine(), rounds=rounds, lines=tuple(lines))


def text_table(name: str, lines: Sequence[Line]) -> str:
    """A subject's lines for a terminal."""
    rows = [(line.name, target_text(line), figure_text(line), "pass" if line.passes else "FAIL") for line in ratios_first(lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(3)] if rows else []
    body = ("  " + "  ".join((*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3])) for row in rows)
    return "\n".join([name, *body])


def page_part(results: Results) -> str:
    """The results as the page shows them."""
    return "\n\n".join(_section(name, measured) for name, measured in sorted(results.items()))


def _section(name: str, measured: Measured) -> str:
    machine = measured.machine
    where = f"{machine.cpu}, {machine.cores} cores, Python {machine.python}, {measured.date}; medians of {measured.rounds} rounds."
    rows = [
        f"| {line.name} | {target_text(line)} | {figure_text(line)} | {'yes' if line.passes else '**no**'} | {line.note} |"
        for line in ratios_first(measured.lines)
    ]
    head = ["| what | target | measured | reached | |", "| --- | --- | --- | --- | --- |"]
    picture = ["", f"![What a record costs, by how many there are]({GROWTH.name})"] if any(line.points for line in measured.lines) else []
    return "\n".join([f"### {name.capitalize()}", "", where, "", *head, *rows, *picture])


def with_part(page: str, part: str) -> str:
    """The page with its generated part replaced."""
    before, _, rest = page.partition(_BEGIN)
    _, found, after = rest.partition(_END)
    if not found:
        raise ValueError(f"the page lacks {_BEGIN} or {_END}")
    return f"{before}{_BEGIN}\n\n{part}\n\n{_END}{after}"
