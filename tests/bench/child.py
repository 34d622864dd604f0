"""The process that :func:`tests.bench.rounds.in_child` starts: calls one function and prints what it returned.

For :func:`tests.bench.rounds.all_instructions` each call is one of a process of its own, forked once everything is loaded.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any, cast


def main(call: str) -> None:
    """Call the function that a JSON text names, and print its result as JSON."""
    told = json.loads(call)
    for name in told["without"]:
        sys.modules[name] = cast(Any, None)
    module, _, name = told["function"].partition(":")
    function = getattr(import_module(module), name)
    if "forks" not in told:
        print(json.dumps(function(*told["arguments"])))
    for arguments in told.get("forks", ()):
        _in_fork(function, arguments)


def _in_fork(function: Callable[..., object], arguments: list[object]) -> None:
    if child := os.fork():
        _, status = os.waitpid(child, 0)
        if status:
            raise SystemExit(f"the call with {arguments} ended with {status}")
        return
    ended = 1
    try:
        function(*arguments)
        ended = 0
    finally:
        # Nothing of what an end takes is in what is counted.
        os._exit(ended)


if __name__ == "__main__":
    main(sys.argv[1])
