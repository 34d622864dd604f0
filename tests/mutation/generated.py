"""Make the mutants of a tree, and note those that mypy refuses: ``python -m tests.mutation.generated`` in its folder.

These are the first two steps of ``mutmut run``, without the tests: ``python -m tests.mutation.forked`` runs those.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.mutation.score import REFUSED

MUTANTS = Path("mutants")


def refused(folder: Path, names: Collection[str]) -> int:
    """Note in what is kept of each module which of its mutants were refused, and give how many."""
    found = 0
    for path in sorted(folder.glob("*/**/*.meta")):
        document = json.loads(path.read_text("utf-8"))
        codes = document["exit_code_by_key"]
        of_module = [name for name in codes if name in names]
        document["exit_code_by_key"] = codes | dict.fromkeys(of_module, REFUSED)
        path.write_text(json.dumps(document), "utf-8")
        found += len(of_module)
    return found


def main() -> None:
    """Make all of them; what is there already, of a file that has not changed since, stays."""
    mutmut: Any = import_module("mutmut.__main__")
    os.environ["MUTANT_UNDER_TEST"] = "mutant_generation"
    MUTANTS.mkdir(exist_ok=True)
    mutmut.copy_src_dir()
    mutmut.copy_also_copy_files()
    mutmut.create_mutants(2)
    print(f"{refused(MUTANTS, mutmut.filter_mutants_with_type_checker())} mutants are refused by mypy")


if __name__ == "__main__":
    main()
