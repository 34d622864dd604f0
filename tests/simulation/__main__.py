"""``python -m tests.simulation``: simulate ten thousand pairs; with ``--check`` also run fifty real ones, and compare."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.simulation.checking import FACTOR, checked
from tests.simulation.figures import PAGE, RESULTS, check, check_table, hours_table, page_part, read, simulation, with_part, write


def main(arguments: list[str]) -> int:
    """Simulate, and print what came out. Returns 1 where the model is too far from what was measured."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--check", action="store_true", help="also run 50 pairs on doubles with 1, 2 and 4 workers on PostgreSQL")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4], help="the fleets of the check")
    parser.add_argument("--pairs", type=int, default=50, help="the pairs of the check")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the results here too")
    parser.add_argument("--write-docs", action="store_true", help="keep docs/explanation/scale.md true")
    parser.add_argument("--only-check", action="store_true", help="leave out the ten thousand pairs")
    asked = parser.parse_args(arguments)
    results, agree = read(), True
    if not asked.only_check:
        results["hours"] = simulation()
        print(*hours_table(results["hours"]), sep="\n", flush=True)
    if asked.check or asked.only_check:
        with tempfile.TemporaryDirectory() as folder:
            found = checked(asked.workers, asked.pairs, Path(folder))
        results["check"], agree = check(found), all(each.agrees for each in found)
        print(*check_table(results["check"]), sep="\n")
        print(*(f"{each.measured.workers} workers: {each.taken}; model / measured: {each.factors}" for each in found), sep="\n")
        print(f"The model agrees within a factor of {FACTOR:g}." if agree else f"The model is off by more than a factor of {FACTOR:g}.")
    if asked.json:
        write(asked.json, results)
    if asked.write_docs:
        write(RESULTS, results)
        PAGE.write_text(with_part(PAGE.read_text("utf-8"), page_part(results)), "utf-8")
    return 0 if agree else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
