"""Pyright refuses the lines that mypy refuses, and no others: ``python -m tests.typing.pyright``. It belongs to the extra ``types``."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from tests.typing.test_typing import ACCEPTED, REFUSED, announced

Places = set[tuple[str, int]]


def refused(document: dict[str, Any]) -> Places:
    """File and line of each error that pyright tells in its JSON."""
    found = (each for each in document["generalDiagnostics"] if each["severity"] == "error")
    return {(each["file"].rpartition("/")[2], each["range"]["start"]["line"] + 1) for each in found}


def disagreements(due: Places, found: Places) -> list[str]:
    """How pyright differs from what the files announce, a line each."""
    missing = [f"{name}:{line}: pyright does not refuse it" for name, line in sorted(due - found)]
    return [*missing, *(f"{name}:{line}: pyright refuses it, and nothing announces that" for name, line in sorted(found - due))]


def main() -> int:
    """Compare, and say what differs."""
    command = ["pyright", "--outputjson", "--pythonpath", sys.executable, *map(str, [*REFUSED, *ACCEPTED])]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    differing = disagreements(set(announced(REFUSED)), refused(json.loads(told.stdout)))
    print("\n".join(differing) or f"pyright refuses {len(announced(REFUSED))} lines, as mypy does, and no others")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
