"""One target under atheris, which is guided by what code its inputs reach: ``python -m tests.hostile.fuzzing NAME OPTIONS``."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from tempfile import mkdtemp
from typing import Any


def main(name: str, options: list[str]) -> None:
    """Fuzz for as long as libFuzzer is told, from the target's seeds on. An error that is not allowed ends the process."""
    atheris: Any = import_module("atheris")
    with atheris.instrument_imports(include=["brightpearl_sdk", "woocommerce_sdk", "bpwoo_sync"]):
        target = next(each for each in import_module("tests.hostile.targets").TARGETS if each.name == name)
    corpus = Path(mkdtemp())
    for place, seed in enumerate(target.seeds()):
        (corpus / str(place)).write_bytes(seed)
    atheris.Setup([sys.argv[0], *options, str(corpus)], target)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
