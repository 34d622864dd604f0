"""What became of the mutants of the last ``mutmut run``, by module: ``python -m tests.mutation.score [FOLDER]``."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

#: What mutmut keeps of a mutant: how its tests ended. 37 is mypy's refusal, 33 that no test reaches it, 0 that none failed.
REFUSED, UNREACHED, SURVIVED = 37, (5, 33), 0


def counted(codes: Iterable[int | None]) -> Counter[str]:
    """How many mutants were refused by mypy, killed by a test, or neither."""
    names = Counter[str]()
    for code in codes:
        if code is None:
            names["not tried"] += 1
        elif code == REFUSED:
            names["refused"] += 1
        elif code in UNREACHED:
            names["unreached"] += 1
        else:
            names["survived" if code == SURVIVED else "killed"] += 1
    return names


def line_of(name: str, found: Mapping[str, int]) -> str:
    """A row of the table: all mutants, refused, killed, unreached, survived, and the part that was noticed."""
    total = sum(found.values())
    noticed = found.get("refused", 0) + found.get("killed", 0)
    cells = (total, *(found.get(each, 0) for each in ("refused", "killed", "unreached", "survived")))
    return f"| `{name}` | {' | '.join(str(cell) for cell in cells)} | {100 * noticed / total:.1f} % |"


def main(folder: Path = Path("mutants")) -> None:
    """Print the table."""
    print("| module | mutants | refused by mypy | killed by tests | no test | survived | noticed |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    whole = Counter[str]()
    for path in sorted(folder.glob("*/**/*.meta")):
        found = counted(json.loads(path.read_text("utf-8"))["exit_code_by_key"].values())
        if found:
            whole += found
            print(line_of(str(path.relative_to(folder)).removesuffix(".py.meta").replace("/", "."), found))
    print(line_of("all", whole))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
