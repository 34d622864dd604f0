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
    """A row of the table: all mutants, refused, killed, left, the part that was noticed, and that which tests noticed alone."""
    total, refused, killed = sum(found.values()), found.get("refused", 0), found.get("killed", 0)
    tried = total - refused
    shares = [f"{100 * part / of:.1f} %" if of else "" for part, of in ((refused + killed, total), (killed, tried))]
    return f"| {' | '.join([name, *map(str, (total, refused, killed, tried - killed)), *shares])} |"


def main(folder: Path = Path("mutants")) -> None:
    """Print the table. What was not tried, or is reached by no test, is left."""
    print("| module | mutants | refused by mypy | killed by tests | left | noticed | by tests alone |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    whole = Counter[str]()
    for path in sorted(folder.glob("*/**/*.meta")):
        found = counted(json.loads(path.read_text("utf-8"))["exit_code_by_key"].values())
        if found:
            whole += found
            module = str(path.relative_to(folder)).removesuffix(".py.meta").replace("/", ".").removesuffix(".__init__")
            print(line_of(f"`{module.partition('.')[2]}`", found))
    print(line_of("all", whole))
    if whole["not tried"]:
        print(f"\n{whole['not tried']} of those left were not tried.")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
