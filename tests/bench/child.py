"""The process that :func:`tests.bench.rounds.in_child` starts: calls one function and prints what it returned."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from typing import Any, cast


def main(call: str) -> None:
    """Call the function that a JSON text names, and print its result as JSON."""
    told = json.loads(call)
    for name in told["without"]:
        sys.modules[name] = cast(Any, None)
    module, _, function = told["function"].partition(":")
    print(json.dumps(getattr(import_module(module), function)(*told["arguments"])))


if __name__ == "__main__":
    main(sys.argv[1])
