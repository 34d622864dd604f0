"""Try mutants, each in a fork of one process that has collected the tests: ``python -m tests.mutation.forked MODULE…``.

It runs in the folder ``mutants/`` that ``python -m tests.mutation.generated`` made. First each test is run once, to see which
functions it reaches. Then each mutant is switched on in a fork and meets the tests that reach its function until one fails:
those that noticed its neighbours first, then the quick ones. What was tried is kept beside the module, and is not tried again.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import json
import os
import resource
import sys
import time
import tomllib
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.mutation.score import SURVIVED, UNREACHED

#: Bytes of memory that a mutant may take: one that fills a list for ever is noticed by that.
MOST_MEMORY = 3_000_000_000

#: Seconds of work beyond thrice that of its tests, after which a mutant counts as noticed: it does not end.
GRACE = 10


class Reached:
    """Which tests reach each function, by their places in the collection, and how many seconds each takes."""

    def __init__(self, tests: Mapping[str, Sequence[int]], seconds: Sequence[float]) -> None:
        self.tests, self.seconds = tests, seconds
        self.noticed: defaultdict[str, Counter[int]] = defaultdict(Counter)
        self.alone: dict[int, bool] = {}

    def in_order(self, function: str) -> list[int]:
        """The tests of a function, the most telling ones first."""
        here, near = self.noticed[function], self.noticed[function.rpartition(".")[0]]
        found = [place for place in self.tests.get(function, ()) if self.alone.get(place, True)]
        return sorted(found, key=lambda place: (-here[place], -near[place], self.seconds[place]))

    def tell(self, function: str, place: int) -> None:
        """Keep that a test noticed a mutant of a function."""
        self.noticed[function][place] += 1
        self.noticed[function.rpartition(".")[0]][place] += 1


def function_of(mutant: str) -> str:
    """The function that a mutant is one of.

    >>> function_of("bpwoo_sync.mapping.money.x_shares__mutmut_12")
    'bpwoo_sync.mapping.money.x_shares'
    """
    return mutant.rpartition("__mutmut_")[0]


def forked(work: Callable[[int], int], seconds: float) -> tuple[int, bytes]:
    """How some work ends in a process of its own that may take so many seconds, and what it wrote into the pipe it is given."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        errors = os.dup(2)
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 1))
        resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        try:
            os._exit(work(writing))
        except BaseException:
            os.write(errors, traceback.format_exc().encode())
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        written = told.read()
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), written


def run_one_by_one(session: pytest.Session, places: Sequence[int]) -> Iterator[tuple[int, float, bool]]:
    """Run tests in this order; each with the seconds that it took, and whether it failed."""
    for place, following in zip(places, [*places[1:], None], strict=True):
        began, failed = time.perf_counter(), session.testsfailed
        item, after = session.items[place], None if following is None else session.items[following]
        session.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
        yield place, time.perf_counter() - began, session.testsfailed > failed


def run_once(session: pytest.Session) -> str:
    """Run each test once: the tests that reach each function, the seconds of each test, and those that fail, as JSON."""

    def seen(pipe: int) -> int:
        trampoline: Any = import_module("mutmut.mutation.trampoline")
        hits: set[str] = set()
        trampoline.record_trampoline_hit = lambda name, caller=None: hits.add(name)
        os.environ["MUTANT_UNDER_TEST"] = "stats"
        tests: defaultdict[str, list[int]] = defaultdict(list)
        seconds, failing = [], []
        for place, took, failed in run_one_by_one(session, range(len(session.items))):
            seconds.append(took)
            failing += [place] if failed else []
            for name in () if failed else hits:
                tests[name].append(place)
            hits.clear()
        with os.fdopen(pipe, "w") as told:
            json.dump([tests, seconds, failing], told)
        return 0

    code, written = forked(seen, 3600)
    if code:
        sys.exit(f"the tests cannot be run on the code as it is ({code})")
    return written.decode()


def as_collected(session: pytest.Session) -> str:
    """A digest of the tests that were collected: what they reach is looked at once while it stays the same."""
    files = sorted({(str(item.path), item.path.stat().st_mtime_ns) for item in session.items})
    return hashlib.sha256(repr(([item.nodeid for item in session.items], files)).encode()).hexdigest()[:16]


def reached_by(session: pytest.Session) -> Reached:
    """Which functions each test reaches. One that fails without a mutant would notice every one: it is left out."""
    kept = Path(f"reached-{as_collected(session)}.json")
    if not kept.exists():
        kept.write_text(run_once(session), "utf-8")
    tests, seconds, failing = json.loads(kept.read_text("utf-8"))
    for place in failing:
        print(f"left out, for it fails on the code as it is: {session.items[place].nodeid}", flush=True)
    return Reached(tests, seconds)


def clear_caches() -> None:
    """Forget what functions with a cache gave before the mutant was switched on."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in ("bpwoo_sync", "brightpearl_sdk", "woocommerce_sdk"):
            for value in list(vars(module).values()):
                getattr(value, "cache_clear", lambda: None)()


def tried(session: pytest.Session, mutant: str, places: Sequence[int], seconds: Sequence[float], most: float) -> tuple[int, int | None]:
    """How these tests end while a mutant is switched on, and the place of the one that failed. ``most`` is how long they may take."""

    def met(pipe: int) -> int:
        os.environ["MUTANT_UNDER_TEST"] = mutant
        clear_caches()
        began = time.process_time()
        for place, _, failed in run_one_by_one(session, places):
            if failed:
                os.write(pipe, str(place).encode())
                return 1
            if time.process_time() - began > most:
                break
        return SURVIVED

    code, written = forked(met, min(most, 3 * sum(seconds[place] for place in places)) + GRACE)
    return code, int(written) if written else None


def noticed_by(session: pytest.Session, reached: Reached, mutant: str, most: float) -> tuple[int, int | None]:
    """How a mutant's tests end, and the one that failed: which passes without a mutant when it runs alone, or is left out from then on."""
    while places := reached.in_order(function_of(mutant)):
        code, place = tried(session, mutant, places, reached.seconds, most)
        if place is not None and place not in reached.alone:
            reached.alone[place] = tried(session, "", [place], reached.seconds, most)[0] == SURVIVED
            if not reached.alone[place]:
                print(f"left out, for it fails alone on the code as it is: {session.items[place].nodeid}", flush=True)
        if place is None or reached.alone[place]:
            return code, place
    return UNREACHED[-1], None


def kept(path: Path, mutant: str, code: int) -> None:
    """Keep how a mutant's tests ended."""
    document = json.loads(path.read_text("utf-8"))
    document["exit_code_by_key"][mutant] = code
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps(document), "utf-8")
    beside.replace(path)


def try_module(session: pytest.Session, reached: Reached, path: Path, *, again: bool, most: float) -> None:
    """Try the mutants of a module that were not tried, ``again`` also those that no test noticed."""
    codes: Mapping[str, int | None] = json.loads(path.read_text("utf-8"))["exit_code_by_key"]
    wanted = (None, SURVIVED, *UNREACHED) if again else (None,)
    count = Counter[str]()
    began = time.monotonic()
    with Path("tried.jsonl").open("a", encoding="utf-8") as log:
        for mutant in [name for name, code in codes.items() if code in wanted]:
            code, place = noticed_by(session, reached, mutant, most)
            if place is not None:
                reached.tell(function_of(mutant), place)
            count["noticed" if code not in (SURVIVED, *UNREACHED) else "left"] += 1
            kept(path, mutant, code)
            log.write(json.dumps([mutant, code, None if place is None else session.items[place].nodeid]) + "\n")
            log.flush()
    took = time.monotonic() - began
    print(f"{path.with_suffix('').with_suffix('')}: {count['noticed']} noticed, {count['left']} left, {took:.0f} s", flush=True)


def metas(modules: Sequence[str]) -> list[Path]:
    """Where is kept what became of the mutants of some modules, such as ``bpwoo_sync.mapping.money``; of all where none is named."""
    found = sorted(Path().glob("*/**/*.meta"))
    by_name = {str(path).removesuffix(".py.meta").replace("/", ".").removesuffix(".__init__"): path for path in found}
    return [by_name[module] for module in modules] if modules else found


class Trials:
    """Takes the place of running the collected tests."""

    def __init__(self, work: Callable[[pytest.Session], None]) -> None:
        self.work = work

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """What has been collected stays as it is in every fork."""
        gc.collect()
        gc.freeze()
        self.work(session)
        return True


def main(arguments: Sequence[str]) -> None:
    """Try the mutants of some modules."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*", help="such as bpwoo_sync.mapping.money; all where none is named")
    parser.add_argument("--again", action="store_true", help="also those that were tried and that no test noticed")
    parser.add_argument("--tests", nargs="+", default=[], help="files, instead of all that the configuration selects")
    parser.add_argument("--most", type=float, default=3600.0, help="seconds of tests for a mutant, after which it is left")
    given = parser.parse_args(arguments)
    chosen = metas(given.modules)
    settings = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["tool"]["mutmut"]
    tests = given.tests or settings["pytest_add_cli_args_test_selection"]

    def work(session: pytest.Session) -> None:
        reached = reached_by(session)
        print(f"{len(session.items)} tests take {sum(reached.seconds):.0f} s", flush=True)
        for path in chosen:
            try_module(session, reached, path, again=given.again, most=given.most)

    # A failure is never shown: to tell where it was, sources of thousands of mutants would be read each time.
    quiet = [
        "-q",
        "-s",
        "--tb=native",
        "--assert=plain",
        "--rootdir=.",
        "-W",
        "ignore::pytest.PytestAssertRewriteWarning",
        "-W",
        "ignore::DeprecationWarning",
    ]
    os.environ["MUTANT_UNDER_TEST"] = ""
    pytest.main([*quiet, *settings["pytest_add_cli_args"], *tests], plugins=[Trials(work)])


if __name__ == "__main__":
    main(sys.argv[1:])
