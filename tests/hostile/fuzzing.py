"""Targets under atheris, which is guided by what code its inputs reach: ``python -m tests.hostile.fuzzing NAME OPTIONS``.

``python -m tests.hostile.fuzzing`` alone is the short form of CI: every target for a number of inputs, from one seed on.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

#: Whose branches guide the inputs.
EVERYTHING = ("brightpearl_sdk", "woocommerce_sdk", "bpwoo_sync")

#: What reads first; the rest is some hundreds of declarations, and to instrument them takes longer than the inputs.
READERS = (
    *(f"{sdk}.{name}" for sdk in ("brightpearl_sdk", "woocommerce_sdk") for name in ("_kernel", "batch", "limits", "webhooks", "wire")),
    "brightpearl_sdk.ids",
    "brightpearl_sdk.search",
    "bpwoo_sync.cli.configuration",
)

#: How many inputs each target is given in the short form, by how long one takes.
INPUTS = {"decoding": 2_000, "search results": 2_000, "headers": 700, "webhooks": 1_000, "id sets": 400, "batches": 700, "TOML": 200}

_BOUNDS = ("-seed=1", "-max_len=2000", "-timeout=20", "-rss_limit_mb=1024", "-print_final_stats=1")


def targets(atheris: Any, guides: Sequence[str]) -> dict[str, Any]:
    """Every target by its name, imported so that the branches of these packages and modules are counted."""
    with atheris.instrument_imports(include=list(guides)):
        return {each.name: each for each in import_module("tests.hostile.targets").TARGETS}


def fuzz(atheris: Any, target: Any, options: Sequence[str]) -> None:
    """Fuzz for as long as libFuzzer is told, from the target's seeds on. An error that is not allowed ends the process."""
    corpus = Path(mkdtemp())
    for place, seed in enumerate(target.seeds()):
        (corpus / str(place)).write_bytes(seed)
    atheris.Setup([sys.argv[0], *options, str(corpus)], target)
    atheris.Fuzz()


def shortly(atheris: Any) -> int:
    """Fuzz every target in a child of its own, and return how many of them ended with a find."""
    finds = 0
    for name, target in targets(atheris, READERS).items():
        child = os.fork()
        if not child:
            fuzz(atheris, target, (*_BOUNDS, f"-runs={INPUTS[name]}", f"-artifact_prefix={mkdtemp()}/"))
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        finds += status != 0
        print(f"{name}: ended with {status}", flush=True)
    return finds


def main(arguments: Sequence[str]) -> int:
    """Fuzz one target as it is told, or all of them shortly."""
    atheris: Any = import_module("atheris")
    if not arguments:
        return shortly(atheris)
    fuzz(atheris, targets(atheris, EVERYTHING)[arguments[0]], arguments[1:])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
