"""The mutants that no test noticed, each with what it changes and why it stays.

``python -m tests.mutation.survivors sync mutants`` keeps those of the sync, ``… survivors kernel mutants-kernel/mutants`` those of
the clients. A reason is written into the table by who has read the mutant, and stays with it; one that nobody has read says so.
"""

from __future__ import annotations

import csv
import difflib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from tests.mutation.score import SURVIVED, UNREACHED

#: Where the tables are kept that the page on testing shows.
KEPT: Mapping[str, Path] = {
    "kernel": Path("docs", "explanation", "survivors.csv"),
    "sync": Path("docs", "explanation", "survivors_sync.csv"),
}

UNREAD = "not read yet"

#: What a reason begins with. A mutant that lacks a test is none of these: the test is written, and the row goes.
KINDS = ("equal: ", "words: ", "header's case: ", "speed: ", "tool: ")

_FUNCTION = re.compile(r"^(\s*)(?:async )?def (x\S*?__mutmut_(?:orig|\d+))\(")


def functions(source: str) -> dict[str, list[str]]:
    """The lines of each variant of each function, by its name."""
    found: dict[str, list[str]] = {}
    lines = source.split("\n")
    for number, line in enumerate(lines):
        if begun := _FUNCTION.match(line):
            deep, until = len(begun[1]), number + 1
            while until < len(lines) and (
                not lines[until].strip() or _indent(lines[until]) > deep or lines[until].lstrip().startswith(")")
            ):
                until += 1
            found[begun[2]] = [re.sub(r"__mutmut_(orig|\d+)", "", each) for each in lines[number:until]]
    return found


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def change(was: list[str], now: list[str]) -> tuple[str, str]:
    """The lines that differ, as they were and as they are."""
    differing = [each for each in difflib.unified_diff(was, now, n=0, lineterm="") if each[:3] not in ("---", "+++") and each[0] in "+-"]
    was_then, is_now = (" ".join(" ".join(each[1:].split()) for each in differing if each[0] == sign).strip() for sign in "-+")
    return was_then, is_now


def reasons(table: Iterable[Mapping[str, str]]) -> dict[tuple[str, str, str], str]:
    """Why each mutant of a kept table stays, by its module and its change: its number is another after each edit."""
    return {(row["module"], row["as it was"], row["as it is"]): row["why it stays"] for row in table}


def kept(of: str) -> list[dict[str, str]]:
    """The rows of a table; none where it is not kept yet."""
    if not KEPT[of].exists():
        return []
    with KEPT[of].open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def survivors(folder: Path) -> Iterator[tuple[str, str, str, str]]:
    """Of each: its module, its name, the line as it was and as it is."""
    for path in sorted(folder.glob("*/**/*.meta")):
        codes = json.loads(path.read_text("utf-8"))["exit_code_by_key"]
        names = [name for name, code in codes.items() if code == SURVIVED or code in UNREACHED]
        found = functions(path.with_suffix("").read_text("utf-8")) if names else {}
        for name in names:
            module, _, own = name.rpartition(".")
            was, now = change(found[re.sub(r"__mutmut_\d+$", "__mutmut_orig", own)], found[own])
            yield module, own.removeprefix("x_").replace("ǁ", "."), was, now


def main(of: str, folder: Path) -> None:
    """Keep the table; reasons that stand in it already stay."""
    known = reasons(kept(of))
    rows = [(*each, known.get((each[0], *each[2:]), UNREAD)) for each in survivors(folder)]
    with KEPT[of].open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["module", "mutant", "as it was", "as it is", "why it stays"])
        table.writerows(rows)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
