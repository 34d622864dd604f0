"""Try every flow with every trouble at every request: ``python -m tests.faults``, which ``nox -s faults`` runs."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from attrs import asdict

from tests.faults.document import counted, measured, summed, text_table, write_docs
from tests.faults.flows import EVERY
from tests.faults.matrix import Case, Tried, Verdict, cases, sample, tried

#: How many cases a process takes at once.
_CHUNK = 20


def main(arguments: Sequence[str]) -> int:
    """Try, print, and return how many cases ended otherwise than they may."""
    parser = argparse.ArgumentParser(prog="nox -s faults --", description=__doc__)
    parser.add_argument("--flow", action="append", choices=[flow.name for flow in EVERY], help="only this flow; may be repeated")
    parser.add_argument("--cases", type=int, help="only so many, drawn at random")
    parser.add_argument("--seed", type=int, default=1, help="what is drawn")
    parser.add_argument("--processes", type=int, default=1, help="how many processes try cases")
    parser.add_argument("--keep", type=Path, help="a file of results, from which an interrupted run goes on")
    parser.add_argument("--write-docs", action="store_true", help="write the counts into docs/explanation/trust.md")
    chosen = parser.parse_args(arguments)
    every = list(cases(flow for flow in EVERY if not chosen.flow or flow.name in chosen.flow))
    wanted = every if chosen.cases is None else sample(every, chosen.cases, chosen.seed)
    began, results = time.monotonic(), []
    for result in _results(wanted, chosen.processes, chosen.keep):
        results.append(result)
        if sys.stderr.isatty():
            print(f"\r{len(results)} of {len(wanted)}", end="", file=sys.stderr)
    rows = counted(results)
    print(text_table(rows), text_table(summed(rows, "flow")), sep="\n\n")
    wrong = [each for each in results if each.verdict not in (Verdict.RECOVERED, Verdict.HELD)]
    for each in wrong:
        print(f"{each.verdict.value}: {each.case}: {each.why}")
    print(f"{len(results):,} cases of {len(every):,} in {time.monotonic() - began:.0f} s; {len(wanted) - len(results)} not tried")
    if chosen.write_docs:
        share = "Every case" if len(results) == len(every) else f"{len(results):,} of {len(every):,} cases, seed {chosen.seed}"
        write_docs(measured("faults", rows, scope=share))
    return len(wrong)


def _results(wanted: Sequence[Case], processes: int, keep: Path | None) -> Iterator[Tried]:
    known = dict(_kept(keep))
    yield from (known[case] for case in wanted if case in known)
    left = [case for case in wanted if case not in known]
    with ProcessPoolExecutor(processes) as pool:
        for result in pool.map(tried, left, chunksize=_CHUNK) if processes > 1 else map(tried, left):
            if keep is not None:
                with keep.open("a", encoding="utf-8") as file:
                    file.write(json.dumps([asdict(result.case), result.verdict.value, result.why]) + "\n")
            yield result


def _kept(path: Path | None) -> Iterator[tuple[Case, Tried]]:
    for line in path.read_text("utf-8").splitlines() if path is not None and path.exists() else ():
        case, verdict, why = json.loads(line)
        yield Case(**case), Tried(Case(**case), Verdict(verdict), why)


if __name__ == "__main__":
    sys.exit(min(1, main(sys.argv[1:])))
