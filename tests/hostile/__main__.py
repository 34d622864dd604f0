"""Fuzz every target for some seconds: ``python -m tests.hostile``, which ``nox -s fuzz`` runs."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.faults.document import measured, text_table, write_docs
from tests.hostile.targets import LONGEST, TARGETS

_EXECUTED = re.compile(r"stat::number_of_executed_units:\s*(\d+)")
_REACHED = re.compile(r"cov: (\d+)")


def main(arguments: Sequence[str]) -> int:
    """Fuzz, print a row for each target, and return how many inputs were found that raise another error."""
    parser = argparse.ArgumentParser(prog="nox -s fuzz --", description=__doc__)
    parser.add_argument("--target", action="append", choices=[target.name for target in TARGETS], help="only this one; may be repeated")
    parser.add_argument("--seconds", type=int, default=60, help="how long each is fuzzed")
    parser.add_argument("--write-docs", action="store_true", help="write the figures into docs/explanation/trust.md")
    chosen = parser.parse_args(arguments)
    names = chosen.target or [target.name for target in TARGETS]
    rows = [fuzzed(name, chosen.seconds) for name in names]
    print(text_table(rows))
    if chosen.write_docs:
        write_docs(measured("fuzz", rows))
    return sum(row["finds"] for row in rows)


def fuzzed(name: str, seconds: int) -> dict[str, Any]:
    """What fuzzing a target for some seconds gave. What is found is printed, with the input that shows it."""
    with TemporaryDirectory() as folder:
        options = (f"-max_total_time={seconds}", f"-max_len={LONGEST}", "-print_final_stats=1", "-timeout=20", "-rss_limit_mb=1024")
        command = [sys.executable, "-m", "tests.hostile.fuzzing", name, *options, f"-artifact_prefix={folder}/"]
        ended = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
        found = sorted(Path(folder).iterdir())
        for path in found:
            print(f"{name}: {path.name}: {path.read_bytes()[:300]!r}", ended.stdout[-3000:], ended.stderr[-1500:], sep="\n")
        if ended.returncode and not found:
            raise SystemExit(f"{name} was not fuzzed: {ended.stderr[-1500:]}")
    executed, reached = (pattern.findall(ended.stderr) for pattern in (_EXECUTED, _REACHED))
    return {
        "target": name,
        "seconds": seconds,
        "executions": int(executed[-1]) if executed else 0,
        "branches reached": int(reached[-1]) if reached else 0,
        "finds": len(found),
    }


if __name__ == "__main__":
    sys.exit(min(1, main(sys.argv[1:])))
