"""Try once more the mutants that no test noticed: ``python -m tests.mutation.again FOLDER TESTS…``, in the folder of a copy.

mutmut gives a mutant the tests that were seen to reach its function. What is reached while tests are collected, such as a
list of cases, or an import, is seen of the first test alone. Here each such mutant is given whole files, whatever they reach.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.mutation.score import SURVIVED, UNREACHED

#: Seconds of work after which a mutant counts as noticed: it does not end.
LONGEST = 120


def unnoticed(folder: Path) -> Iterator[tuple[Path, str]]:
    """Each mutant that no test noticed, with the file that keeps what became of it."""
    for path in sorted(folder.glob("*/**/*.meta")):
        for name, code in json.loads(path.read_text("utf-8"))["exit_code_by_key"].items():
            if code == SURVIVED or code in UNREACHED:
                yield path, name


def noted(path: Path, name: str, code: int) -> None:
    """Keep how a mutant's tests ended."""
    document = json.loads(path.read_text("utf-8"))
    document["exit_code_by_key"][name] = code
    path.write_text(json.dumps(document), "utf-8")


def tried(name: str, tests: Sequence[str]) -> int:
    """How these tests end while a mutant is switched on, in a process of its own."""
    child = os.fork()
    if not child:
        import resource

        import pytest

        resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST))
        os.environ["MUTANT_UNDER_TEST"] = name
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        options = [
            "-x",
            "-q",
            "-p",
            "no:cacheprovider",
            "-n",
            "0",
            "--hypothesis-profile=mutation",
            "--rootdir=.",
            "-W",
            "ignore::pytest.PytestAssertRewriteWarning",
        ]
        os._exit(int(pytest.main([*options, *tests])))
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def main(folder: Path, tests: Sequence[str]) -> None:
    """Try all of them. What fails without a mutant would notice every one."""
    found, metas = 0, [(path.resolve(), name) for path, name in unnoticed(folder)]
    os.chdir(folder)
    if tried("", tests) != 0:
        sys.exit("these tests fail on the code as it is")
    for number, (path, name) in enumerate(metas, 1):
        code = tried(name, tests)
        if code not in (SURVIVED, 5):
            noted(path, name, code)
            found += 1
        print(f"{number} tried, {found} noticed", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
