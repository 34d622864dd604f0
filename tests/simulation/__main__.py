"""``python -m tests.simulation``: simulate ten thousand pairs; with ``--check`` also run fifty real ones, and compare."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.simulation.checking import checked
from tests.simulation.figures import PAGE, RESULTS, check, check_table, hours_table, page_part, read, simulation, with_part, write


def main(arguments: list[str]) -> int:
    """Simulate, and print what came out."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--check", action="store_true", help="also run 50 pairs on doubles with 1, 2 and 4 workers on PostgreSQL")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4], help="the fleets of the check")
    parser.add_argument("--pairs", type=int, default=50, help="the pairs of the check")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the results here too")
    parser.add_argument("--write-docs", action="store_true", help="keep docs/explanation/scale.md true")
    asked = parser.parse_args(arguments)
    results = read() | {"hours": simulation()}
    print(*hours_table(results["hours"]), sep="\n", flush=True)
    if asked.check:
        with tempfile.TemporaryDirectory() as folder:
            results["check"] = check(checked(asked.workers, asked.pairs, Path(folder)))
        print(*check_table(results["check"]), sep="\n")
    if asked.json:
        write(asked.json, results)
    if asked.write_docs:
        write(RESULTS, results)
        PAGE.write_text(with_part(PAGE.read_text("utf-8"), page_part(results)), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
