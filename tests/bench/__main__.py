"""``python -m tests.bench [subject …]``: measure, print a line for each target, and fail where one is missed."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from .chart import growth_chart
from .document import GROWTH, PAGE, RESULTS, Measured, measured_now, page_part, read_results, text_table, with_part, write_results
from .subjects import SUBJECTS


def main(arguments: list[str]) -> int:
    """Measure the subjects asked for, or all. Returns 1 where a target is missed."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    if unknown := set(asked.subjects) - set(SUBJECTS):
        parser.error(f"no such subject: {', '.join(sorted(unknown))}; there are {', '.join(SUBJECTS)}")
    results: dict[str, Measured] = {}
    for name in asked.subjects or SUBJECTS:
        results[name] = measured_now(list(SUBJECTS[name](asked.rounds)), asked.rounds)
        print(text_table(name, results[name].lines), end="\n\n", flush=True)
        if asked.json:
            write_results(asked.json, results)
        if asked.write_docs:
            _write_docs(results)
    missed = [line for measured in results.values() for line in measured.lines if not line.passes]
    return 1 if missed else 0


def _write_docs(results: dict[str, Measured]) -> None:
    """Subjects that were not measured keep what the page says of them."""
    kept = {**read_results(RESULTS), **results}
    write_results(RESULTS, kept)
    if drawn := [line for measured in kept.values() for line in measured.lines if line.points]:
        GROWTH.write_text(growth_chart(drawn), encoding="utf-8")
    PAGE.write_text(with_part(PAGE.read_text(encoding="utf-8"), page_part(kept)), encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("subjects", nargs="*", metavar="subject", help=f"any of {', '.join(SUBJECTS)}; all when left out")
    parser.add_argument("--rounds", type=int, default=7, help="how often each variant is measured")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the lines as JSON")
    parser.add_argument("--write-docs", action="store_true", help="keep docs/explanation/performance.md true")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
