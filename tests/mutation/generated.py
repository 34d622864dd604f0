"""Make the mutants of a tree, and note those that mypy refuses: ``python -m tests.mutation.generated`` in its folder.

These are the first two steps of ``mutmut run``, without the tests: ``python -m tests.mutation.forked`` runs those.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.mutation.score import REFUSED

MUTANTS = Path("mutants")


def errors_of(report: str) -> Iterator[tuple[str, int]]:
    """File and line of each error in what mypy writes as JSON.

    >>> list(errors_of('{"file": "a.py", "line": 7, "severity": "error"}\\n{"file": "a.py", "line": 7, "severity": "note"}'))
    [('a.py', 7)]
    """
    for line in filter(None, map(str.strip, report.splitlines())):
        document = json.loads(line)
        if document["severity"] == "error":
            yield document["file"], document["line"]


def refused(spans: Mapping[str, Sequence[int]], lines: Iterable[int]) -> set[str]:
    """The functions in which an error is, by their first and last lines.

    >>> refused({"x_f__mutmut_orig": (1, 4), "x_f__mutmut_1": (5, 9)}, [6, 6])
    {'x_f__mutmut_1'}
    """
    found = set()
    for line in lines:
        names = [name for name, (first, last) in spans.items() if first <= line <= last]
        if not names or names[0].endswith("__mutmut_orig"):
            sys.exit(f"mypy refuses line {line}, which is no mutant's: the code itself has a fault")
        found.add(names[0])
    return found


def note_refused(folder: Path, report: str) -> int:
    """Note in what is kept of each module which of its mutants mypy refused, and give how many."""
    lines: dict[str, list[int]] = {}
    for file, line in errors_of(report):
        lines.setdefault(file, []).append(line)
    count = 0
    for file, found in sorted(lines.items()):
        names = refused(json.loads((folder / f"{file}.spans").read_text("utf-8"))["spans"], found)
        path = folder / f"{file}.meta"
        document = json.loads(path.read_text("utf-8"))
        codes = document["exit_code_by_key"]
        document["exit_code_by_key"] = {key: REFUSED if key.rpartition(".")[2] in names else code for key, code in codes.items()}
        path.write_text(json.dumps(document), "utf-8")
        count += len(names)
    return count


def main() -> None:
    """Make all of them; what is there already, of a file that has not changed since, stays."""
    mutmut: Any = import_module("mutmut.__main__")
    command = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["tool"]["mutmut"]["type_check_command"]
    os.environ["MUTANT_UNDER_TEST"] = "mutant_generation"
    MUTANTS.mkdir(exist_ok=True)
    mutmut.copy_src_dir()
    mutmut.copy_also_copy_files()
    mutmut.create_mutants(2)
    looked_at = subprocess.run(command, cwd=MUTANTS, capture_output=True, text=True)
    print(f"{note_refused(MUTANTS, looked_at.stdout)} mutants are refused by mypy")


if __name__ == "__main__":
    main()
