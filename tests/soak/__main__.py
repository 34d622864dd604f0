"""``python -m tests.soak``: soak for so many minutes, print the figures, and fail where anything is not as it should be."""

from __future__ import annotations

import argparse
import sys
import tempfile
from functools import partial
from pathlib import Path

from tests.postgresql import server, url_of
from tests.soak.figures import PAGE, RESULTS, figures, page_part, text, with_part, write, wrong
from tests.soak.running import soak
from tests.soak.settings import SHORT, of_minutes


def main(arguments: list[str]) -> int:
    """Soak. Returns 1 where something was lost, is there twice, or differs."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--seed", type=int, default=7, help="what happens and when: another seed, another soak")
    parser.add_argument("--short", action="store_true", help="what CI runs, however many minutes are asked for")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the figures here too")
    parser.add_argument("--write-docs", action="store_true", help="keep docs/explanation/durability.md true")
    asked = parser.parse_args(arguments)
    settings = SHORT if asked.short else of_minutes(asked.minutes, asked.seed)
    with server() as database, tempfile.TemporaryDirectory() as folder:
        soaked = soak(settings, url_of(database), Path(folder) / "pairs", partial(print, flush=True))
    found, faults = figures(settings, soaked), wrong(soaked)
    print(text(found))
    if asked.json:
        write(asked.json, found)
    if asked.write_docs and not faults:
        write(RESULTS, found)
        PAGE.write_text(with_part(PAGE.read_text("utf-8"), page_part(found)), "utf-8")
    print(*faults, sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
