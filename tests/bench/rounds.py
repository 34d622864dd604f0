"""Measure side by side: every variant once a round, round after round, so that a busy machine slows all of them alike.

A figure is the median of the ratios that single rounds gave, not the ratio of medians.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

ROOT = Path(__file__).parents[2]

#: A measurement: seconds, bytes or whatever else a variant is compared by.
Measure = Callable[[], float]


def in_rounds(variants: Mapping[str, Measure], rounds: int) -> dict[str, list[float]]:
    """What each variant measured in each round. The first one to run changes from round to round."""
    names = list(variants)
    measured: dict[str, list[float]] = {name: [] for name in names}
    for turn in range(rounds):
        first = turn % len(names)
        for name in names[first:] + names[:first]:
            measured[name].append(variants[name]())
    return measured


def median_ratio(measured: Mapping[str, Sequence[float]], variant: str, base: str) -> float:
    """How many times the base a variant took: the median over the rounds."""
    return median(one / other for one, other in zip(measured[variant], measured[base], strict=True))


def seconds(action: Callable[[], object]) -> float:
    """How long an action takes."""
    started = perf_counter()
    action()
    return perf_counter() - started


def in_child(function: str, *arguments: object, without: Sequence[str] = ()) -> Any:
    """What ``package.module:function`` returns in a Python of its own, where modules named in ``without`` do not import.

    Arguments and result pass as JSON. For what a used process would falsify: memory, imports, the collector's work.
    """
    call = json.dumps({"function": function, "arguments": arguments, "without": without})
    command = [sys.executable, "-m", "tests.bench.child", call]
    # Bytecode is kept, as it is where a package was installed.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def instructions(function: str, *arguments: object, pages: tuple[int, int], without: Sequence[str] = ()) -> int:
    """How many instructions ``package.module:function`` takes for the pages that lie between two numbers, its last argument.

    valgrind counts them in a Python of their own: no load of the machine moves the figure. What such a process does before
    it reads a page is in both counts.
    """
    few, more = all_instructions(function, *((*arguments, number) for number in pages), without=without)
    return more - few


def all_instructions(function: str, *calls: Sequence[object], without: Sequence[str] = ()) -> list[int]:
    """How many instructions a Python takes to call ``package.module:function`` with each of these arguments.

    What it takes to start and to load the module is in every count: the calls are forks of one process.
    """
    call = json.dumps({"function": function, "forks": calls, "without": without})
    counting = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]
    command = [*counting, sys.executable, "-m", "tests.bench.child", call]
    # The order of sets and dicts is the same in both.
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    # Each fork tells its count when it ends, and last of all the process that they were forked from.
    *counted, _ = re.findall(r"I +refs: +([\d,]+)", done.stderr)
    assert len(counted) == len(calls), done.stderr
    return [int(each.replace(",", "")) for each in counted]


def peak_memory() -> int:
    """The most memory that this process has held, in bytes (Linux)."""
    return _status_bytes("VmHWM")


def resident_memory() -> int:
    """The memory that this process holds, in bytes (Linux)."""
    return _status_bytes("VmRSS")


def _status_bytes(name: str) -> int:
    # Not ``ru_maxrss``: a child inherits that of the process it was started from.
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:"))
